//! Where in a file something was written.

use std::ops::Range;
use std::sync::Arc;

/// A stretch of one file. Offsets are bytes of the text as `source` hands it out (UTF-8, NFC, no byte
/// order mark); lines and columns are counted from it only when a message is printed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The path under the site's root, with `/` between its parts: `content/songs.yaml`.
    pub file: Arc<str>,
    pub start: u32,
    pub end: u32,
}

impl Place {
    pub fn new(file: &Arc<str>, span: Range<usize>) -> Place {
        // Files are refused above `limits::FILE_BYTES`, so an offset always fits.
        Place { file: file.clone(), start: span.start as u32, end: span.end.max(span.start) as u32 }
    }

    /// The file as a whole, for complaints that no single line caused.
    pub fn file(file: &Arc<str>) -> Place {
        Place::new(file, 0..0)
    }
}

impl std::fmt::Debug for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}[{}..{}]", self.file, self.start, self.end)
    }
}

/// Line and column as an editor shows them: both from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    pub line: usize,
    pub column: usize,
}

impl LineColumn {
    /// The line and column of a byte offset; an offset past the end is the end.
    pub fn of(text: &str, offset: usize) -> LineColumn {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &text[..offset];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        LineColumn {
            line: 1 + memchr::memchr_iter(b'\n', before.as_bytes()).count(),
            column: 1 + before[line_start..].chars().count(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_in_any_script() {
        for (text, wanted, line, column) in [
            ("name: x", "x", 1, 7),
            ("name: 눈물의 여왕 x", "x", 1, 14),
            ("name: 👩‍🎤x", "x", 1, 10),
            ("\tname: x", "x", 1, 8),
            ("a: 1\r\nb: x", "x", 2, 4),
            ("a: 가\nb: 나 x", "x", 2, 6),
            ("e\u{301}x", "x", 1, 3),
        ] {
            let at = LineColumn::of(text, text.find(wanted).unwrap());
            assert_eq!((at.line, at.column), (line, column), "{text:?}");
        }
    }

    #[test]
    fn places_outside_the_text_or_inside_a_character_are_harmless() {
        assert_eq!(LineColumn::of("가", 1), LineColumn { line: 1, column: 1 });
        assert_eq!(LineColumn::of("a\n", 99), LineColumn { line: 2, column: 1 });
        assert_eq!(LineColumn::of("", 0), LineColumn { line: 1, column: 1 });
    }
}
