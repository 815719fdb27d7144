//! Which characters the pages in memory show, for the web fonts. Looked for only when somebody asks for a font, and
//! then only on pages that changed since.

use super::super::build::Ready;
use super::super::cards::Drawing;
use super::super::fonts::{OnPage, PageGlyphs};
use super::super::sinks::InMemory;
use super::Served;
use super::pages::Pages;
use crate::base::digest::Digest;
use crate::base::lang::Lang;
use crate::plan::Slot;
use rayon::prelude::*;
use std::collections::HashMap;

/// What was seen on each page, by its path, and of which bytes.
#[derive(Default)]
pub(super) struct Seen {
    pages: HashMap<String, (Digest, Lang, OnPage)>,
    /// Of the style sheets that say what a heading is.
    styles: Option<Digest>,
    /// The fonts that were made, by their path, with the digest of all that pages showed then.
    fonts: HashMap<String, (Digest, Served)>,
}

impl Seen {
    /// The font of a slot, with what the pages show now.
    pub fn font(&mut self, ready: &Ready, pages: &Pages, slot: &Slot, drawing: Drawing) -> Option<Served> {
        let glyphs = PageGlyphs::new(&ready.assets);
        let styles = Some(glyphs.digest());
        if self.styles != styles {
            self.pages.clear();
            self.styles = styles;
        }
        let lang = slot.lang.as_ref()?;
        let of_pages = ready.plan.slots().iter().filter(|slot| slot.lang.as_ref() == Some(lang));
        let all: Vec<_> = of_pages
            .filter_map(|slot| {
                let path = slot.path.file();
                let (_, entry) = pages.find(&path)?;
                let made = entry.made.as_ref().filter(|made| made.finished.is_page)?;
                Some((path, &made.served))
            })
            .collect();
        let is_new = |path: &String, served: &Served| {
            self.pages.get(path).is_none_or(|(digest, _, _)| *digest != served.digest)
        };
        let fresh: Vec<_> = all
            .par_iter()
            .filter(|(path, served)| is_new(path, served))
            .map(|(path, served)| (path.clone(), (served.digest, lang.clone(), glyphs.on(&served.bytes))))
            .collect();
        self.pages.extend(fresh);
        for (path, _) in &all {
            if let Some((_, lang, seen)) = self.pages.get(path) {
                glyphs.note_seen(lang, seen);
            }
        }
        let path = slot.path.file();
        let wanted = glyphs.wanted(slot);
        if let Some((_, font)) = self.fonts.get(&path).filter(|(was, _)| *was == wanted) {
            return Some(font.clone());
        }
        let sink = InMemory::default();
        glyphs.make_fonts(&[slot], drawing, &sink, &mut Vec::new()).ok()?;
        let font = Served::new(sink.into_files().into_values().next()?);
        self.fonts.insert(path, (wanted, font.clone()));
        Some(font)
    }
}
