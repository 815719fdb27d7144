//! What the site knows: every record, linked and checked, frozen. Pages read it through `Reader` only.

pub mod changes;
pub mod checks;
pub mod facts;
pub mod files;
pub mod gaps;
pub mod head;
pub mod held;
pub mod link;
mod missing;
mod near;
pub mod print;
pub mod provenance;
pub mod reader;
pub mod read;
pub mod same;
pub mod schema;
pub mod secrets;
pub mod spelling;
mod unread;
pub mod table;

pub use reader::Reader;
pub use table::{Any, Known};

use crate::base::address::Base;
use crate::base::day::{Day, Zone};
use crate::base::host::Host;
use crate::base::id::{Kind, RecordId};
use crate::base::lang::{Lang, Languages};
use crate::base::map::Map;
use crate::kinds::Site;
use crate::parse::markdown::Prose;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Every record of a site, resolved. Made by `link` and never changed.
pub struct Model {
    site: Site,
    base: Base,
    languages: Languages,
    zone: Zone,
    /// Each drama has a folder of its own, and its addresses begin with it.
    is_of_several: bool,
    has_gaps: bool,
    /// The day the site is built for, in the site's zone.
    today: Day,
    shows_drafts: bool,
    headers: Option<Host>,
    records: Map<RecordId, Any>,
    /// In the author's order.
    lists: BTreeMap<(Kind, Arc<str>), Vec<RecordId>>,
    /// Where in its list each record stands. News that are not out stand in none.
    positions: Map<RecordId, usize>,
    /// Who mentions a record, in the order of the mentioning records.
    mentioned: Map<RecordId, Vec<Back>>,
    /// Long texts by record and language.
    about: Map<RecordId, Vec<(Lang, Arc<Prose>)>>,
    heads: Map<RecordId, Arc<head::Head>>,
    tags: BTreeMap<String, Vec<RecordId>>,
    /// What may stand only in a closed part of a page.
    secrets: Vec<secrets::Secret>,
    /// What is missing or in doubt.
    gaps: gaps::Gaps,
}

/// One record mentioned by another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Back {
    pub by: RecordId,
    /// The field that it is mentioned in.
    pub field: &'static str,
}
