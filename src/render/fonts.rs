//! What share cards ask of the fonts: which characters they have, how wide each is. skrifa stays behind this file.

use super::faces::{FACES, Face};
use crate::base::digest::Digest;
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider};

/// A font opened for reading.
pub struct Ruler {
    charmap: Charmap<'static>,
    widths: GlyphMetrics<'static>,
    units: f32,
}

impl Face {
    pub fn ruler(&'static self) -> Ruler {
        let font = match FontRef::new(self.bytes()) {
            Ok(font) => font,
            Err(error) => unreachable!("{} is part of the program and read by a test: {error}", self.family),
        };
        Ruler {
            charmap: font.charmap(),
            widths: font.glyph_metrics(Size::unscaled(), LocationRef::default()),
            units: f32::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em),
        }
    }

    /// Tells one version of the file from another. It is the digest of the font's table directory, which holds a
    /// checksum of every table: a few hundred bytes to read instead of millions.
    pub fn fingerprint(&self) -> Digest {
        let bytes = self.bytes();
        let count = bytes.get(4..6).map_or(0, |two| usize::from(u16::from_be_bytes([two[0], two[1]])));
        Digest::of(&bytes[..(12 + 16 * count).min(bytes.len())])
    }
}

impl Ruler {
    pub fn has(&self, character: char) -> bool {
        self.charmap.map(character).is_some()
    }

    /// The width of a character as a part of the font's size; nothing when the font lacks it.
    pub fn width(&self, character: char) -> Option<f32> {
        let glyph = self.charmap.map(character)?;
        Some(self.widths.advance_width(glyph).unwrap_or(self.units) / self.units)
    }
}

/// Is shown by no mark of its own: blanks, joiners, signs of direction, variation selectors.
pub fn is_unseen(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}')
        || matches!(character, '\u{2066}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// The characters of a text that no font has, each once, in their order.
pub fn missing(text: &str) -> Vec<char> {
    // Nearly every text is of these, and to open a font costs more than to look at it.
    let is_plain = |c: char| matches!(c, ' '..='~' | '가'..='힣');
    if text.chars().all(is_plain) {
        return Vec::new();
    }
    let rulers: Vec<Ruler> = FACES.iter().map(Face::ruler).collect();
    let mut missing = Vec::new();
    for c in text.chars().filter(|c| !is_plain(*c) && !is_unseen(*c)) {
        if !missing.contains(&c) && !rulers.iter().any(|ruler| ruler.has(c)) {
            missing.push(c);
        }
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_font_has_all_of_hangul_and_plain_latin() {
        for face in &FACES {
            let ruler = face.ruler();
            let all = (' '..='~').chain('가'..='힣').chain("–—‘’“”…·×₩".chars());
            let missing: String = all.filter(|c| !ruler.has(*c)).collect();
            assert_eq!(missing, "", "{}", face.name);
            assert!(ruler.width('i').unwrap() < ruler.width('W').unwrap());
            assert!((0.8..=1.0).contains(&ruler.width('왕').unwrap()), "{}", face.name);
        }
    }

    #[test]
    fn what_no_font_has_is_named() {
        assert!(missing("눈물의 여왕 – Queen of Tears (2024)").is_empty());
        assert!(missing("Beyoncé, Дорама, さくら").is_empty());
        assert_eq!(missing("💜 love 💜 涙\u{FE0F}"), ['💜', '涙']);
    }

    #[test]
    fn fonts_are_told_apart() {
        let mut prints: Vec<Digest> = FACES.iter().map(Face::fingerprint).collect();
        prints.sort();
        prints.dedup();
        assert_eq!(prints.len(), FACES.len());
    }
}
