//! Every name that something goes by, as a list.

use super::desk::Desk;
use super::views::{Bit, Cite};
use crate::base::id::{Kind, RecordId};
use crate::base::name::Name;
use serde::Serialize;

/// More names of one sort.
#[derive(Serialize, Clone, Debug)]
pub struct NameView {
    /// "Romanisation (Revised)", "Literal translation".
    pub kind: String,
    pub names: Vec<CitedName>,
}

#[derive(Serialize, Clone, Debug)]
pub struct CitedName {
    pub name: Bit,
    pub cites: Vec<Cite>,
}

/// Other scripts and other names, by sort; spoilers left out, since this list is open.
pub fn names(desk: &Desk, name: &Name) -> Vec<NameView> {
    let mut views: Vec<NameView> = Vec::new();
    let mut add = |kind: String, name: CitedName| match views.iter_mut().find(|view| view.kind == kind) {
        Some(view) => view.names.push(name),
        None => views.push(NameView { kind, names: vec![name] }),
    };
    for latin in &name.latin {
        let system = latin.system.as_deref().unwrap_or("own");
        let name = Bit { text: latin.text.clone(), lang: Some(latin.lang.to_string()), ..Bit::default() };
        add(desk.t(&format!("name_system_{system}")), CitedName { name, cites: Vec::new() });
    }
    for other in name.also.iter().filter(|other| !other.is_spoiler) {
        let mut name = desk.text(&other.text);
        if let Some(lang) = other.lang.as_ref().filter(|lang| *lang != desk.lang) {
            name.lang = Some(lang.to_string());
        }
        let kind = other.kind.as_deref().unwrap_or("other");
        let source = |id: &String| RecordId { kind: Kind::Source, drama: "".into(), id: id.as_str().into() };
        let cites = other.sources.iter().map(|id| desk.cite_id(source(id))).collect();
        add(desk.t(&format!("name_kind_{kind}")), CitedName { name, cites });
    }
    views
}
