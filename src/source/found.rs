//! How a text lies in its file as found: behind a byte order mark, and with letters taken apart where it was
//! typed on a system that does so. Lines and columns are counted in the file as found, as an editor does.

use super::text::to_nfc;
use crate::base::place::LineColumn;
use std::ops::Range;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A file as found beside its text as places count it.
#[derive(Debug)]
pub struct AsFound {
    /// The file without its byte order mark.
    found: String,
    /// The text as places count it; absent when it is the same.
    text: Option<String>,
    has_mark: bool,
    /// Where the two differ, in order.
    pieces: Vec<Piece>,
    /// Where each line begins, in the file without its mark.
    lines: Vec<u32>,
    /// How many characters and UTF-16 units stand before each block of the file.
    blocks: Vec<(u32, u32)>,
}

/// A stretch that was brought into normal form.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    text: Range<usize>,
    found: Range<usize>,
}

const MARK: &str = "\u{feff}";
/// A column is counted from the block before it, so that a line of a megabyte is not counted for each complaint.
const BLOCK: usize = 1024;

impl AsFound {
    /// Takes what is in a file; nothing when it is no text.
    pub fn new(bytes: Vec<u8>) -> Option<AsFound> {
        let mut found = String::from_utf8(bytes).ok()?;
        let has_mark = found.starts_with(MARK);
        if has_mark {
            found.drain(..MARK.len());
        }
        let text = to_nfc(&found);
        let pieces = if text.is_some() { pieces(&found) } else { Vec::new() };
        let ends = memchr::memchr_iter(b'\n', found.as_bytes()).map(|at| at as u32 + 1);
        let lines = std::iter::once(0).chain(ends).collect();
        let mut before = (0, 0);
        let blocks = found.as_bytes().chunks(BLOCK).map(|block| {
            let at = before;
            let (chars, units) = units(block);
            before = (before.0 + chars, before.1 + units);
            at
        });
        let blocks = blocks.collect();
        Some(AsFound { found, text, has_mark, pieces, lines, blocks })
    }

    /// The text as places count it.
    pub fn text(&self) -> &str {
        self.text.as_deref().unwrap_or(&self.found)
    }

    /// The file as found, without its byte order mark.
    pub fn found(&self) -> &str {
        &self.found
    }

    /// Where a stretch of the text stands in `found`. One that begins or ends within letters that were put
    /// together holds all of them.
    pub fn span(&self, text: Range<usize>) -> Range<usize> {
        let boundary = |mut at: usize| {
            at = at.min(self.text().len());
            while !self.text().is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = self.place(boundary(text.start)).start;
        start..self.place(boundary(text.end)).end.max(start)
    }

    /// The same in bytes of the file with its mark, if the stretch has whole letters at both ends.
    pub fn bytes(&self, text: Range<usize>) -> Option<Range<usize>> {
        let (start, end) = (self.place(text.start), self.place(text.end));
        let mark = if self.has_mark { MARK.len() } else { 0 };
        (start.is_empty() && end.is_empty()).then(|| start.start + mark..end.end + mark)
    }

    /// The letters that stand in parts and would look the same put together: in bytes of the file, with what
    /// they become. Signs that Unicode would replace by others are none of them.
    pub fn in_parts(&self) -> impl Iterator<Item = (Range<usize>, &str)> {
        let mark = if self.has_mark { MARK.len() } else { 0 };
        self.pieces.iter().filter_map(move |piece| {
            let found = &self.found[piece.found.clone()];
            let now = &self.text()[piece.text.clone()];
            let joins = now.chars().count() < found.chars().count();
            joins.then_some((piece.found.start + mark..piece.found.end + mark, now))
        })
    }

    /// One place; as wide as the piece that it lies in.
    fn place(&self, at: usize) -> Range<usize> {
        let before = self.pieces.partition_point(|piece| piece.text.start < at);
        let Some(piece) = before.checked_sub(1).map(|n| &self.pieces[n]) else { return at..at };
        if at < piece.text.end {
            return piece.found.clone();
        }
        let at = piece.found.end + (at - piece.text.end);
        at..at
    }

    /// The line of a place in `found`, from 1.
    pub fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start as usize <= at)
    }

    /// How many lines there are.
    pub fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// Where a line (from 1) stands in `found`, with its end; a line that is not there is the end of the file.
    pub fn line_span(&self, line: usize) -> Range<usize> {
        let start = |line: usize| self.lines.get(line).map_or(self.found.len(), |at| *at as usize);
        start(line - 1)..start(line)
    }

    /// Line and column of a place in `found`, in characters.
    pub fn line_column(&self, at: usize) -> LineColumn {
        self.counted(at, |(chars, _)| chars)
    }

    /// Line and column of a place in `found`, in UTF-16 units, which browsers count in.
    pub fn line_column_utf16(&self, at: usize) -> LineColumn {
        self.counted(at, |(_, units)| units)
    }

    fn counted(&self, at: usize, of: fn((u32, u32)) -> u32) -> LineColumn {
        let line = self.line(at);
        let start = self.line_span(line).start;
        LineColumn { line, column: 1 + (of(self.units_before(at)) - of(self.units_before(start))) as usize }
    }

    /// Characters and UTF-16 units before a place in `found`.
    fn units_before(&self, at: usize) -> (u32, u32) {
        let at = at.min(self.found.len());
        let block = (at / BLOCK).min(self.blocks.len().saturating_sub(1));
        let before = self.blocks.get(block).copied().unwrap_or_default();
        let (chars, units) = units(&self.found.as_bytes()[block * BLOCK..at]);
        (before.0 + chars, before.1 + units)
    }
}

/// How many characters begin in a stretch of UTF-8, and how many UTF-16 units they take.
fn units(bytes: &[u8]) -> (u32, u32) {
    let chars = bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count() as u32;
    let wide = bytes.iter().filter(|byte| **byte >= 0xf0).count() as u32;
    (chars, chars + wide)
}

/// Cuts a text before each character that joins with none before it, and keeps the parts that are not normal.
fn pieces(found: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (mut start, mut text_at) = (0, 0);
    let mut take = |part: Range<usize>| {
        let was = &found[part.clone()];
        let length = if was.is_ascii() || is_nfc_quick(was.chars()) == IsNormalized::Yes {
            was.len()
        } else {
            let now: String = was.nfc().collect();
            if now != was {
                pieces.push(Piece { text: text_at..text_at + now.len(), found: part });
            }
            now.len()
        };
        text_at += length;
    };
    for (at, c) in found.char_indices().skip(1) {
        let stands_alone = c.is_ascii()
            || (is_nfc_quick(std::iter::once(c)) != IsNormalized::Maybe && canonical_combining_class(c) == 0);
        if stands_alone {
            take(start..at);
            start = at;
        }
    }
    take(start..found.len());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> AsFound {
        AsFound::new(text.as_bytes().to_vec()).unwrap()
    }

    /// The column of a word, in characters and in UTF-16 units.
    fn columns(file: &str, word: &str) -> (usize, usize, usize) {
        let file = of(file);
        let at = file.text().find(word).unwrap();
        let span = file.span(at..at + word.len());
        let (chars, units) = (file.line_column(span.start), file.line_column_utf16(span.start));
        assert_eq!(chars.line, units.line);
        (chars.line, chars.column, units.column)
    }

    #[test]
    fn columns_are_those_of_the_file_as_found() {
        assert_eq!(columns("a: x", "x"), (1, 4, 4));
        assert_eq!(columns("눈물의 여왕: x", "x"), (1, 9, 9));
        assert_eq!(columns("🎵: x", "x"), (1, 4, 5), "two units, one character");
        assert_eq!(columns("👩‍🎤: x", "x"), (1, 6, 8), "joined from three characters");
        assert_eq!(columns("a:\tx", "x"), (1, 4, 4), "a tab is one character");
        assert_eq!(columns("a: 1\r\nb: x\r\n", "x"), (2, 4, 4));
        assert_eq!(columns("\u{feff}a: x", "x"), (1, 4, 4), "no editor shows the mark");
        assert_eq!(columns("\u{feff}a: 1\nb: x", "x"), (2, 4, 4));
        let apart: String = "é한: x".nfd().collect();
        assert_eq!(columns(&apart, "x"), (1, 8, 8), "five characters as found, two as read");
        assert_eq!(columns(&format!("{apart}\ny: 1"), "y"), (2, 1, 1));
    }

    #[test]
    fn a_long_line_is_counted_by_blocks() {
        let mut line = "가나🎵 ".repeat(1_000);
        line.push('x');
        assert_eq!(columns(&line, "x"), (1, 4_001, 5_001));
        let file = of(&line);
        assert!(file.blocks.len() > 10);
        assert_eq!(file.line_column(line.len() + 5).column, 4_002, "past the end is the end");
    }

    #[test]
    fn stretches_are_found_again() {
        let text = "a: 김수현 é 값\nb: é\n";
        let apart: String = format!("{MARK}{}", text.nfd());
        let file = of(&apart);
        assert_eq!(file.text(), text);
        for word in ["김수현", "수", "é 값", "b: é"] {
            let at = text.find(word).unwrap();
            let bytes = file.bytes(at..at + word.len()).unwrap();
            assert_eq!(apart[bytes].nfc().collect::<String>(), word);
        }
        assert_eq!(file.bytes(4..6), None, "half of a letter");
        let mut mended = apart.clone();
        for (bytes, now) in file.in_parts().collect::<Vec<_>>().into_iter().rev() {
            mended.replace_range(bytes, now);
        }
        assert_eq!(mended, format!("{MARK}{text}"));
    }

    #[test]
    fn signs_that_unicode_would_replace_are_left() {
        // KELVIN SIGN becomes K: a change that can be seen.
        let file = of("a: \u{212a}\n");
        assert_eq!((file.text(), file.in_parts().count()), ("a: K\n", 0));
    }

    #[test]
    fn lines_are_counted_as_editors_do() {
        let file = of("a\nb\n");
        assert_eq!((file.line_count(), file.line(0), file.line(2), file.line(4)), (3, 1, 2, 3));
        assert_eq!((file.line_span(1), file.line_span(3), file.line_span(9)), (0..2, 4..4, 4..4));
        assert_eq!(of("").line_column(0), LineColumn { line: 1, column: 1 });
    }
}
