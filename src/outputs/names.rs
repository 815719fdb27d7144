//! Every name that something goes by, as a list.

use super::desk::Desk;
use super::views::{Bit, Cite};
use crate::base::id::{Kind, RecordId};
use crate::base::name::Name;
use serde::Serialize;

/// One more name.
#[derive(Serialize, Clone, Debug)]
pub struct NameView {
    pub name: Bit,
    /// "Romanisation (revised)", "literal".
    pub kind: String,
    pub cites: Vec<Cite>,
}

/// Other scripts and other names; spoilers left out, since this list is open.
pub fn names(desk: &Desk, name: &Name) -> Vec<NameView> {
    let mut views: Vec<NameView> = Vec::new();
    for latin in &name.latin {
        let system = latin.system.as_deref().unwrap_or("own");
        views.push(NameView {
            name: Bit { text: latin.text.clone(), lang: Some(latin.lang.to_string()), ..Bit::default() },
            kind: desk.t(&format!("name_system_{system}")),
            cites: Vec::new(),
        });
    }
    for other in name.also.iter().filter(|other| !other.is_spoiler) {
        let mut bit = desk.text(&other.text);
        if let Some(lang) = other.lang.as_ref().filter(|lang| *lang != desk.lang) {
            bit.lang = Some(lang.to_string());
        }
        let kind = other.kind.as_deref().unwrap_or("other");
        let sources = other.sources.iter().map(|id| RecordId {
            kind: Kind::Source,
            drama: "".into(),
            id: id.as_str().into(),
        });
        views.push(NameView {
            name: bit,
            kind: desk.t(&format!("name_kind_{kind}")),
            cites: sources.map(|id| desk.cite_id(id)).collect(),
        });
    }
    views
}
