//! Markdown signs left visible: a pair of `**`, `***`, `~~` or `*` that was meant to mark the text between
//! and did not. CommonMark leaves them where a sign touches punctuation on one side and a letter on the
//! other, as Korean often does, and where a text never went through Markdown.
//!
//! A sign alone is never complained of: it may be a footnote's, a hidden letter's, a product's, a name's.

use super::references::decode;
use super::seen::RawMarkup;
use memchr::{memchr_iter, memchr2};
use std::ops::Range;

/// Stands for what is no text: code, a picture.
const THING: char = '\u{FFFC}';

/// More leftovers of one page are not told: each costs a look at the whole page, and ten say enough.
const TOLD: usize = 10;
/// How much of a leftover is shown, in characters.
const EXCERPT_CHARACTERS: usize = 60;

/// A longer stretch between two signs is a coincidence.
const BOLD_BYTES: usize = 1_000;
const EMPHASIS_BYTES: usize = 200;

/// The paragraph that is being read: it is looked at as a whole, since signs may stand on either side of a
/// link or of code.
pub(super) struct Paragraph<'a> {
    bytes: &'a [u8],
    parts: Vec<Part>,
    /// Where the next `*` or `~` of the file stands, at or behind the last text.
    next_sign: usize,
    /// The paragraph has such a sign. Nearly none has.
    is_suspect: bool,
}

enum Part {
    Text(Range<usize>),
    Thing,
    Break,
}

impl<'a> Paragraph<'a> {
    pub fn new(bytes: &'a [u8]) -> Paragraph<'a> {
        Paragraph { bytes, parts: Vec::with_capacity(16), next_sign: 0, is_suspect: false }
    }

    /// Text of the file, in its order.
    pub fn text(&mut self, range: Range<usize>) {
        if self.next_sign < range.start {
            let found = memchr2(b'*', b'~', &self.bytes[range.start..]);
            self.next_sign = found.map_or(usize::MAX, |found| range.start + found);
        }
        self.is_suspect |= range.contains(&self.next_sign);
        self.parts.push(Part::Text(range));
    }

    /// What is no text, or text that is shown as it is.
    pub fn thing(&mut self) {
        self.parts.push(Part::Thing);
    }

    pub fn line_break(&mut self) {
        self.parts.push(Part::Break);
    }

    /// The paragraph is over: are there signs in it that a reader sees?
    pub fn end(&mut self, found: &mut Vec<RawMarkup>) {
        if std::mem::take(&mut self.is_suspect) && found.len() < TOLD {
            self.note(found);
        }
        self.parts.clear();
    }

    fn note(&self, notes: &mut Vec<RawMarkup>) {
        let mut text = String::new();
        // Where each stretch of `text` begins, in it and in the file.
        let mut starts = Vec::new();
        for part in &self.parts {
            match part {
                Part::Thing => text.push(THING),
                Part::Break => text.push('\n'),
                Part::Text(range) => {
                    starts.push((text.len(), range.start));
                    text.push_str(&decode(&self.bytes[range.clone()]));
                }
            }
        }
        for found in find_leftovers(&text).into_iter().take(TOLD - notes.len()) {
            let before = starts.partition_point(|(start, _)| *start <= found.start);
            let (start, offset) = before.checked_sub(1).map_or((0, 0), |index| starts[index]);
            let breaks = |bytes: &[u8]| memchr_iter(b'\n', bytes).count();
            let line = 1 + breaks(&self.bytes[..offset]) + breaks(&text.as_bytes()[start..found.start]);
            notes.push(RawMarkup { line: line as u32, excerpt: excerpt(&text[found]).into() });
        }
    }
}

/// A leftover as a message shows it: in one line, cut when long.
fn excerpt(text: &str) -> String {
    let mut short: String = text.chars().take(EXCERPT_CHARACTERS).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short.replace(THING, "…").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Finds what was meant as markup in the text of one paragraph: from the opening sign to the closing one.
fn find_leftovers(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // The last opening sign of each sort, with whether a closing one may stand after a space.
    let mut open: [Option<Sign>; 4] = [None; 4];
    for sign in signs(text) {
        let slot = &mut open[sign.sort];
        let closes = slot.as_ref().is_some_and(|opening| opening.is_closed_by(&sign, text));
        if closes {
            found.extend(slot.take().map(|opening| opening.start..sign.end));
        } else if sign.opens || sign.is_loose {
            *slot = Some(sign);
        }
    }
    found
}

/// A run of asterisks or tildes of a length that Markdown gives a meaning.
#[derive(Clone, Copy)]
struct Sign {
    start: usize,
    end: usize,
    /// 0 `*`, 1 `**`, 2 `***`, 3 `~~`.
    sort: usize,
    opens: bool,
    closes: bool,
    /// With a space on the inner side, as in `** bold**`: only bold, and only with a true partner.
    is_loose: bool,
}

impl Sign {
    fn is_closed_by(&self, sign: &Sign, text: &str) -> bool {
        let between = &text[self.end..sign.start];
        let has_letter = || between.chars().any(|c| c.is_alphanumeric() || c == THING);
        match self.sort {
            0 => {
                // `*NSYNC's album 10*` is a name and a footnote, `*10*` was meant.
                let is_footnote =
                    between.ends_with(|c: char| c.is_numeric()) && between.contains(char::is_whitespace);
                self.opens && sign.closes && between.len() <= EMPHASIS_BYTES && !is_footnote && has_letter()
            }
            3 => self.opens && sign.closes && between.len() <= BOLD_BYTES && has_letter(),
            _ => {
                let is_pair = self.opens && (sign.closes || sign.is_loose) || self.is_loose && sign.closes;
                is_pair && between.len() <= BOLD_BYTES && has_letter()
            }
        }
    }
}

fn signs(text: &str) -> impl Iterator<Item = Sign> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + memchr::memchr2(b'*', b'~', &bytes[at..])?;
            let length = bytes[start..].iter().take_while(|b| **b == bytes[start]).count();
            at = start + length;
            let sort = match (bytes[start], length) {
                (b'*', 1..=3) => length - 1,
                (b'~', 2) => 3,
                _ => continue,
            };
            return Some(sign(text, start, at, sort));
        }
    })
}

fn sign(text: &str, start: usize, end: usize, sort: usize) -> Sign {
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    let is_gap = |c: Option<char>| c.is_none_or(char::is_whitespace);
    // A Latin letter or a digit before a sign is a hidden letter, a footnote or a product: f*ck, 10*, 2*3.
    let is_latin = |c: char| c.is_ascii_digit() || c.is_alphabetic() && c < '\u{250}';
    let begins = after.is_some_and(|c| c.is_alphanumeric() || is_opening(c) || c == THING || is_picture(c));
    let ends = before.is_some_and(|c| c.is_alphanumeric() || is_closing(c) || c == THING || is_picture(c));
    let free_before = match before {
        Some('/' | '\\' | '.' | '-' | '_') => false,
        // Between letters `**` works, so it is left only where a quote or bracket follows. Tildes between
        // letters draw out a sound.
        Some(c) if c.is_alphanumeric() => {
            sort != 3 && !is_latin(c) && after.is_some_and(|next| is_opening(next) || next == THING)
        }
        _ => true,
    };
    let free_after = match after {
        Some('/' | '\\') => false,
        Some(c) if is_latin(c) => before.is_some_and(|last| is_closing(last) || last == THING),
        _ => true,
    };
    let is_spoken_of = matches!(
        (before, after),
        (Some('"'), Some('"')) | (Some('\''), Some('\'')) | (Some('“'), Some('”')) | (Some('‘'), Some('’'))
    );
    let is_loose = matches!(sort, 1 | 2)
        && match (is_gap(before), is_gap(after)) {
            (true, true) => before.is_some() || after.is_some(),
            (true, false) => after.is_some_and(is_closing) && !after.is_some_and(is_opening),
            (false, true) => before.is_some_and(is_opening) && !before.is_some_and(is_closing),
            (false, false) => false,
        };
    let opens = begins && free_before && !is_spoken_of;
    let closes = ends && free_after && !is_spoken_of;
    Sign { start, end, sort, opens, closes, is_loose }
}

fn is_opening(c: char) -> bool {
    matches!(c, '"' | '\'' | '(' | '[' | '{' | '<' | '#' | '@' | '&' | '$' | '¿' | '¡')
        || matches!(c, '“' | '‘' | '«' | '「' | '『' | '《' | '〈' | '（' | '【' | '［')
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | ')' | ']' | '}' | '>' | '.' | ',' | '!' | '?' | ':' | ';' | '%' | '…')
        || matches!(c, '”' | '’' | '»' | '」' | '』' | '》' | '〉' | '）' | '】' | '］' | '。' | '、' | '！' | '？')
}

/// Emoji and other symbols beyond the letters.
fn is_picture(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{21FF}' | '\u{2600}'..='\u{27BF}' | '\u{FE0F}' | '\u{1F000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        find_leftovers(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn what_was_meant_as_markup_is_found() {
        for (text, expected) in [
            ("**눈물의 여왕(Queen of Tears)**은", "**눈물의 여왕(Queen of Tears)**"),
            ("그는 **\"안녕\"**이라고", "**\"안녕\"**"),
            ("그는**(눈물)**을", "**(눈물)**"),
            ("**‘미안해’**라고", "**‘미안해’**"),
            ("《**여왕**》", "**여왕**"),
            ("the **song** is", "**song**"),
            ("**\"Promise\"**s", "**\"Promise\"**"),
            ("**bold ** and", "**bold **"),
            ("**bold **, and", "**bold **"),
            ("a ** bold** b", "** bold**"),
            ("**2024**", "**2024**"),
            ("***both***", "***both***"),
            ("**🎉 first**", "**🎉 first**"),
            ("**a\nb**", "**a\nb**"),
            ("**\u{FFFC}**은", "**\u{FFFC}**"),
            ("~~삭제~~는", "~~삭제~~"),
            ("(~~old price~~)", "~~old price~~"),
            ("a *word* here", "*word*"),
            ("*(눈물)*은", "*(눈물)*"),
            ("*10*", "*10*"),
            ("see *The Wedding.* ok", "*The Wedding.*"),
        ] {
            assert_eq!(found(text), [expected], "{text}");
        }
        assert_eq!(found("**a** and **b** and *c*"), ["**a**", "**b**", "*c*"]);
    }

    #[test]
    fn what_only_looks_like_markup_is_left_alone() {
        for text in [
            "5 * 3 * 2",
            "5*3*2",
            "2 ** 3",
            "10*",
            "***",
            "* * *",
            "the end *** the beginning *** again",
            "f*ck and sh*t",
            "f**k this sh**",
            "**** off, you ****",
            "*NSYNC",
            "*NSYNC and *NSYNC",
            "*NSYNC's album, price 10*",
            "M*A*S*H",
            "p*ssw*rd*",
            "hunter**2**x",
            "Price* and date*",
            "Price** includes tax, size** too",
            "**See the note",
            "* not included ** included",
            "*first note **second note ***third note",
            "What the *** is that?",
            "*_* and *-* and *^^*",
            "/*comment*/",
            "*.mp3 and *.flac",
            "안녕~~ 반가워~~",
            "와~~정말~~",
            "~100 to ~200",
            "씨*놈 개*끼",
            "****",
            "**",
            "** **",
            "(*)",
            "between \"*\" and \"*\", ‘**’ and ‘**’",
            "word(*) and word(**)",
            "★ 4* hotel",
            "",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn a_page_of_leftovers_names_ten_and_cuts_them() {
        let text = format!("**{}** ", "ab ".repeat(99).trim()).repeat(50);
        let mut paragraph = Paragraph::new(text.as_bytes());
        paragraph.text(0..text.len());
        let mut notes = Vec::new();
        paragraph.end(&mut notes);
        assert_eq!(notes.len(), TOLD);
        assert_eq!(notes[0].excerpt.chars().count(), EXCERPT_CHARACTERS + 1);
    }
}
