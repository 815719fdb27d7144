//! What the page of any record shows behind its own facts: a remark, long text, other names, numbers, prizes,
//! events, news, links.

use super::desk::Desk;
use super::figures::FigureView;
use super::names::NameView;
use super::views::{Bit, Hidden};
use crate::base::id::{Kind, RecordId};
use crate::base::name::Name;
use crate::base::view::View;
use crate::kinds::Common;
use serde::Serialize;

/// Stands in a record's view as fields of its own: `person.note`, `person.awards`.
#[derive(Serialize)]
pub struct RecordView {
    pub note: Option<Bit>,
    /// Long text, as HTML.
    pub about: Option<String>,
    pub about_lang: Option<String>,
    /// Every other name it goes by.
    pub names: Vec<NameView>,
    pub figures: Vec<FigureView>,
    pub awards: Vec<Bit>,
    pub events: Vec<Bit>,
    pub news: Vec<Bit>,
    /// Prizes and events that tell something of an episode.
    pub hidden: Vec<Hidden>,
    pub links: Vec<Bit>,
    /// The records before and after it in its list.
    pub previous: Option<Bit>,
    pub next: Option<Bit>,
    pub extra: View,
}

/// Looks all of it up, and names the sources of the whole record, so that the page lists them. It is called
/// last: notes are numbered as the page comes to them.
pub fn record_view(desk: &Desk, id: &RecordId, common: &Common, name: Option<&Name>) -> RecordView {
    let about = desk.about(id);
    let (previous, next) = super::neighbours(desk, id);
    let mut hidden = super::hidden_backs(desk, id, Kind::Award);
    hidden.extend(super::hidden_backs(desk, id, Kind::Event));
    let view = RecordView {
        note: common.note.get().map(|note| desk.text(note)),
        about_lang: about.as_ref().and_then(|(_, lang)| lang.clone()),
        about: about.map(|(html, _)| html),
        names: name.map(|name| super::names::names(desk, name)).unwrap_or_default(),
        figures: super::figures::figures(desk, common),
        awards: super::backs(desk, id, Kind::Award),
        events: super::backs(desk, id, Kind::Event),
        news: super::backs(desk, id, Kind::News),
        hidden,
        links: super::outside_links(desk, common),
        previous,
        next,
        extra: super::extra(common),
    };
    desk.cite_list(&common.sources);
    view
}
