//! Bytes become text: UTF-8, without a byte order mark, in normal form C, without control characters.

use super::tree::{Found, Tree, reason};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::place::{LineColumn, Place};
use std::sync::Arc;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// One text file as found.
#[derive(Clone, Debug)]
pub struct Source {
    pub path: Arc<str>,
    /// Offsets of `Place`s count in this text.
    pub text: String,
}

impl Source {
    /// Reads a file as text, or says why it cannot be.
    pub fn read(tree: &dyn Tree, found: &Found) -> Result<Source, Diagnostic> {
        let bytes = tree.read(found).map_err(|error| {
            Diagnostic::new(Code::BadFile, format!("this file cannot be read: {}", reason(&error)))
                .at(Place::file(&found.path))
        })?;
        Source::from_bytes(found.path.clone(), bytes)
    }

    pub fn from_bytes(path: Arc<str>, bytes: Vec<u8>) -> Result<Source, Diagnostic> {
        let bad = |message: String, place: Place| Diagnostic::new(Code::BadFile, message).at(place);
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            return Err(bad("this file is saved as UTF-16".into(), Place::file(&path))
                .help("save it as UTF-8: most editors offer this under \"Save as\" or \"Encoding\""));
        }
        let mut text = String::from_utf8(bytes).map_err(|error| {
            let sound = error.utf8_error().valid_up_to();
            let before = String::from_utf8_lossy(&error.as_bytes()[..sound]).into_owned();
            let at = LineColumn::of(&before, sound);
            let byte = error.as_bytes()[sound];
            bad(
                format!(
                    "this file is not saved as UTF-8: the byte {byte:#04x} in line {}, column {}, is no text in it",
                    at.line, at.column
                ),
                Place::file(&path),
            )
            .help("save it as UTF-8: most editors offer this under \"Save as\" or \"Encoding\"")
        })?;
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        if let Some(normal) = to_nfc(&text) {
            text = normal;
        }
        // XML 1.0 §2.2 has no way to write these, so no feed could carry them.
        let is_odd = |b: &u8| (*b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r')) || *b == 0x7f;
        // Looked for everywhere first: without a way out of the loop many bytes are compared at once.
        let has_odd = text.as_bytes().iter().fold(false, |has, byte| has | is_odd(byte));
        if has_odd && let Some(at) = text.as_bytes().iter().position(is_odd) {
            let message =
                format!("a character is written here that cannot be seen (U+{:04X})", text.as_bytes()[at]);
            return Err(bad(message, Place::new(&path, at..at + 1)).help("delete it"));
        }
        Ok(Source { path, text })
    }
}

/// The text in normal form C; nothing when it is in that form already.
pub(super) fn to_nfc(text: &str) -> Option<String> {
    if is_plainly_nfc(text) || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return None;
    }
    let normal: String = text.nfc().collect();
    (normal != text).then_some(normal)
}

/// Whether a text has only characters of which each is normal alone and joins with none before it: Latin,
/// Hangul syllables, kana, common Han and their punctuation. The tables of Unicode are asked about the others; they
/// cost more than parsing the text.
fn is_plainly_nfc(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        // Most characters show by their first byte what they are.
        at += match bytes[at] {
            0..0x80 => 1,
            0xc2..=0xcb => 2,
            0xe5..=0xe9 | 0xeb | 0xec => 3,
            _ => match text[at..].chars().next().filter(|c| is_plain(*c)) {
                Some(c) => c.len_utf8(),
                None => return false,
            },
        };
    }
    true
}

fn is_plain(c: char) -> bool {
    matches!(c,
        '\0'..='\u{2ff}' | '\u{2010}'..='\u{2027}' | '\u{3001}'..='\u{3029}' | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::char::canonical_combining_class;

    #[test]
    fn plain_characters_are_normal() {
        let plain: Vec<char> = ('\0'..=char::MAX).filter(|c| is_plain(*c)).collect();
        assert!(plain.len() > 32_000);
        for c in plain {
            assert_eq!(is_nfc_quick(std::iter::once(c)), IsNormalized::Yes, "{c:?}");
            assert_eq!(canonical_combining_class(c), 0, "{c:?}");
        }
    }

    #[test]
    fn a_first_byte_tells_no_more_than_the_character() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_plainly_nfc(&format!("가{c}a")), is_plain(c), "{c:?}");
        }
    }
}
