//! What one page is made from, for somebody who writes a template: nothing is rendered, nothing written.

use super::build::{Ready, has_site, is_told, no_site, read};
use crate::base::diagnostic::{Diagnostic, sort};
use crate::base::lang::Lang;
use crate::base::view::View;
use crate::model::Reader;
use crate::model::link::Asked;
use crate::outputs::desk::Desk;
use crate::outputs::{Made, output_of};
use crate::plan::{Key, Slot};
use crate::source::Tree;
use std::io;
use std::sync::Arc;

/// A template and what it sees.
pub struct Shown {
    /// As templates name it: `song.html`.
    pub template: &'static str,
    /// The file that it stands in: the site's own, or the theme's.
    pub file: Arc<str>,
    /// By name, what is the page's own before what all pages share.
    pub view: Vec<(&'static str, View)>,
}

/// Reads a site up to the first page. Nothing where there is no site.
pub fn ready(tree: &dyn Tree, asked: &Asked, complaints: &mut Vec<Diagnostic>) -> io::Result<Option<Ready>> {
    let parsed = read(tree, complaints)?;
    let ready = if has_site(&parsed) {
        Some(Ready::new(tree, parsed, asked, complaints))
    } else {
        if !is_told(complaints) {
            complaints.push(no_site());
        }
        None
    };
    sort(complaints);
    Ok(ready)
}

impl Ready {
    /// What the template of a page or card gets; nothing for a file that no template makes.
    pub fn show(&self, slot: &Slot) -> Option<Shown> {
        let reader = Reader::new(&self.model);
        let lang = slot.lang.as_ref().unwrap_or(self.model.first_language());
        let desk = Desk::new(&reader, self.around(), lang);
        let (template, mut view) = match (output_of(slot).make)(slot, &desk) {
            Made::Page(page) => (page.template, page.view),
            Made::Card(card) => (card.template, card.view),
            Made::Bytes(_) | Made::Asset(_) | Made::Font(_) | Made::Picture => return None,
        };
        view.extend(self.frame_of(slot, lang));
        Some(Shown { template, file: self.renderer.file_of(template), view })
    }

    /// The files that a word for their kind and perhaps an id mean, in one language: `song promise`, `releases`.
    /// The word is the name of an output or of a kind of records.
    pub fn slots_of<'r>(&'r self, word: &str, id: Option<&str>, lang: &Lang) -> Vec<&'r Slot> {
        let is_of = |slot: &&Slot| {
            let is_lang = slot.lang.as_ref().is_none_or(|of| of == lang);
            let is_kind = matches!(&slot.key, Key::Record(id) if id.kind.name() == word);
            is_lang && (slot.output == word || is_kind)
        };
        let all = self.plan.slots().iter().filter(is_of);
        let found: Vec<&Slot> = match id {
            Some(id) => all.filter(|slot| id_of(slot) == id || full_id_of(slot) == id).collect(),
            None => all.collect(),
        };
        // A song has a card and a track list as well: its page is what is meant, and the others have names.
        let named: Vec<&Slot> = found.iter().copied().filter(|slot| slot.output == word).collect();
        let pages: Vec<&Slot> = found.iter().copied().filter(|slot| slot.path.as_str().ends_with('/')).collect();
        [named, pages].into_iter().find(|some| !some.is_empty()).unwrap_or(found)
    }
}

/// The id that a file has among those of its output; empty where there is only one.
pub fn id_of(slot: &Slot) -> &str {
    match &slot.key {
        Key::Record(id) | Key::Was(id, _) => &id.id,
        Key::Drama(key) | Key::Tag(key, _) | Key::File(key) => key,
        Key::Only | Key::Page(_) => "",
    }
}

/// The same with the drama before it, where there are several.
pub fn full_id_of(slot: &Slot) -> String {
    match &slot.key {
        Key::Record(id) if !id.drama.is_empty() => format!("{}/{}", id.drama, id.id),
        _ => id_of(slot).to_string(),
    }
}
