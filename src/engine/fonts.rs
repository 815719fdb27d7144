//! The third wave: web fonts, made of what all finished pages show.

use super::build::{Finished, Sink, Stop};
#[cfg(feature = "fonts")]
use super::cards::Caches;
use super::cards::{Came, Drawing, shown};
use crate::base::diagnostic::{Code, Diagnostic, Severity};
use crate::base::digest::Digest;
use crate::base::lang::Lang;
use crate::base::lock::lock;
use crate::model::Reader;
use crate::outputs::Assets;
use crate::plan::{Key, Slot, fonts};
use crate::proof::{Glyphs, Headings, glyphs};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

/// How many web fonts were made, and how many were there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FontCount {
    pub made: usize,
    pub kept: usize,
}

/// How the name of a web font ends.
pub const ENDING: &str = ".woff2";

/// Is it made only when all pages are?
pub fn is_gathered(slot: &Slot) -> bool {
    slot.output == fonts::OUTPUT && slot.lang.is_some()
}

/// What the style sheet says of web fonts: nothing where none are made.
pub fn rules(reader: &Reader, switched_off: &[String]) -> String {
    #[cfg(feature = "fonts")]
    if !switched_off.iter().any(|name| name == fonts::OUTPUT) {
        let languages: Vec<Lang> = reader.languages().iter().cloned().collect();
        return crate::render::web_font::rules(&languages);
    }
    let _ = (reader, switched_off);
    String::new()
}

/// The characters that one page shows, each once: little enough to be kept.
pub struct OnPage {
    all: String,
    headings: String,
}

/// What the pages of each language show, noted while they are made.
pub struct PageGlyphs {
    headings: Headings,
    /// What style sheets write of their own: signs and arrows.
    signs: String,
    by_lang: Mutex<BTreeMap<Lang, Glyphs>>,
}

impl PageGlyphs {
    pub fn new(assets: &Assets) -> PageGlyphs {
        let styles = assets.files.iter().filter(|(path, _)| path.ends_with(".css"));
        let styles: Vec<_> = styles.map(|(_, asset)| String::from_utf8_lossy(&asset.bytes)).collect();
        let headings = Headings::of(styles.iter().map(|style| &**style), "var(--serif)");
        let signs = (' '..='~').chain(styles.iter().flat_map(|style| style.chars()).filter(|c| !c.is_ascii()));
        PageGlyphs { headings, signs: signs.collect(), by_lang: Mutex::default() }
    }

    /// Notes a finished page.
    pub fn note(&self, lang: Option<&Lang>, page: &[u8]) {
        let Some(lang) = lang else { return };
        let seen = glyphs(page, &self.headings);
        let mut by_lang = lock(&self.by_lang);
        by_lang.entry(lang.clone()).or_default().join(&seen);
    }

    /// Of what style sheets say of headings, and of the signs that they write.
    pub fn digest(&self) -> Digest {
        Digest::of(format!("{:?} {}", self.headings, self.signs).as_bytes())
    }

    /// Of the characters that the font of a slot must have.
    pub fn wanted(&self, slot: &Slot) -> Digest {
        let characters: String = match (&slot.key, &slot.lang) {
            (Key::File(face), Some(lang)) => self.characters(face, lang).into_iter().collect(),
            _ => String::new(),
        };
        Digest::of(characters.as_bytes())
    }

    /// What one page shows.
    pub fn on(&self, page: &[u8]) -> OnPage {
        let seen = glyphs(page, &self.headings);
        OnPage { all: seen.all.iter().collect(), headings: seen.headings.iter().collect() }
    }

    /// Notes what a page was seen to show.
    pub fn note_seen(&self, lang: &Lang, seen: &OnPage) {
        let mut by_lang = lock(&self.by_lang);
        let glyphs = by_lang.entry(lang.clone()).or_default();
        glyphs.all.add(&seen.all);
        glyphs.headings.add(&seen.headings);
    }

    /// What a font must have.
    fn characters(&self, face: &str, lang: &Lang) -> BTreeSet<char> {
        let mut by_lang = lock(&self.by_lang);
        let glyphs = by_lang.entry(lang.clone()).or_default();
        // Few, and they may stand anywhere.
        glyphs.all.add(&self.signs);
        let ascii = self.signs.chars().filter(char::is_ascii);
        match face {
            fonts::SERIF => glyphs.headings.iter().chain(ascii).filter(|c| !c.is_control()).collect(),
            _ => glyphs.all.iter().filter(|c| !c.is_control()).collect(),
        }
    }

    /// Makes the fonts, and hands each to the sink.
    pub fn make_fonts<S: Sink>(
        &self,
        slots: &[&Slot],
        drawing: Drawing,
        sink: &S,
        complaints: &mut Vec<Diagnostic>,
    ) -> Result<Vec<Finished>, Stop<S::Fault>> {
        let made: Vec<_> = slots
            .par_iter()
            .filter_map(|slot| match (&slot.key, &slot.lang) {
                (Key::File(face), Some(lang)) => Some((*slot, cut(face, lang, self, drawing))),
                _ => None,
            })
            .collect();
        let mut finished = Vec::with_capacity(made.len());
        for (slot, cut) in made {
            let mut file = Finished::at(slot.path.file());
            complaints.extend(cut.complaint);
            file.came = cut.came;
            sink.put(&file.path, cut.bytes).map_err(Stop::Sink)?;
            finished.push(file);
        }
        Ok(finished)
    }
}

/// A font, or nothing where none was asked for.
#[derive(Default)]
struct Cut {
    bytes: Vec<u8>,
    came: Option<Came>,
    complaint: Option<Diagnostic>,
}

#[cfg(feature = "fonts")]
fn cut(face: &str, lang: &Lang, pages: &PageGlyphs, drawing: Drawing) -> Cut {
    let Some(cloth) = crate::render::web_font::Cloth::of(face) else {
        unreachable!("the font `{face}` is part of the program, and a test opens it")
    };
    let wanted = pages.characters(face, lang);
    let (characters, missing): (BTreeSet<char>, BTreeSet<char>) = wanted.into_iter().partition(|c| cloth.has(*c));
    let mut cut = Cut { complaint: lacks(face, lang, &missing), ..Cut::default() };
    let Drawing::Drawn(Caches { fonts: cache, .. }) = drawing else { return cut };
    let key = cloth.key(&characters);
    if let Some(bytes) = cache.and_then(|cache| cache.get(key)) {
        return Cut { bytes, came: Some(Came::Kept), ..cut };
    }
    match cloth.cut(&characters) {
        Ok(bytes) => {
            if let Some(cache) = cache {
                cache.put(key, &bytes);
            }
            cut.bytes = bytes;
            cut.came = Some(Came::Drawn);
        }
        // Never seen; were it so, pages would be read all the same.
        Err(why) => {
            let message = format!("the web font `{face}` of pages in `{lang}` could not be made: {why}");
            let told = Diagnostic::new(Code::MissingGlyph, message).severity(Severity::Warning);
            cut.complaint = Some(told.help("readers see a font of their own device until this is mended"));
        }
    }
    cut
}

/// Without the feature no output makes fonts.
#[cfg(not(feature = "fonts"))]
fn cut(_: &str, _: &Lang, shown: &PageGlyphs, _: Drawing) -> Cut {
    let _ = (shown.characters(fonts::SANS, &Lang::default()), lacks);
    Cut::default()
}

/// Tells of characters that readers see in another font, once for each language: those of the sans, which has more.
fn lacks(face: &str, lang: &Lang, missing: &BTreeSet<char>) -> Option<Diagnostic> {
    let missing: Vec<char> = missing.iter().copied().filter(|c| !is_unseen(*c)).collect();
    if face != fonts::SANS || missing.is_empty() {
        return None;
    }
    let characters = if missing.len() == 1 { "character" } else { "characters" };
    let message =
        format!("pages in `{lang}` have {} {characters} that no web font has: {}", missing.len(), shown(&missing));
    let told = Diagnostic::new(Code::MissingGlyph, message).severity(Severity::Note);
    Some(told.help("nothing need be done: readers see them in a font of their own device"))
}

/// Blanks, joiners, signs of direction, variation selectors.
fn is_unseen(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}
