//! Finds tags, attributes and text in HTML and XML (WHATWG HTML §13.2.5), without a tree. Never looks at a
//! byte more than a few times, whatever it is given.

use memchr::{memchr, memmem};
use std::ops::Range;

/// What stands next in a file. Comments, document types and what a browser drops are passed over.
pub(crate) enum Token<'a> {
    Text(Range<usize>),
    /// A start tag: `Tags::attribute` reads on.
    Open(&'a [u8]),
    /// An end tag: `Tags::attribute` reads on.
    Close(&'a [u8]),
    /// Text in which nothing is decoded.
    Cdata(Range<usize>),
    /// `<?…?>` of XML, from after the `?`.
    Instruction(Range<usize>),
}

#[derive(Clone, Copy)]
pub(crate) struct Attribute<'a> {
    pub name: &'a [u8],
    /// As in the file, entities not decoded.
    pub value: &'a [u8],
    pub at: usize,
}

/// What stands next in a tag.
pub(crate) enum Next<'a> {
    Attribute(Attribute<'a>),
    /// The tag is over; was it `<…/>`?
    End {
        is_empty: bool,
    },
    /// The file is over, which drops the tag (§13.2.5.8).
    Cut,
}

pub(crate) struct Tags<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Inside SVG, MathML or XML, where `<![CDATA[` and `<?` count.
    pub is_foreign: bool,
}

impl<'a> Tags<'a> {
    pub fn new(bytes: &'a [u8], is_foreign: bool) -> Tags<'a> {
        Tags { bytes, at: 0, is_foreign }
    }

    /// How far the file has been read.
    pub fn offset(&self) -> usize {
        self.at
    }

    #[inline]
    pub fn next(&mut self) -> Option<Token<'a>> {
        while self.at < self.bytes.len() {
            let start = self.at;
            let tag = if self.bytes[start] == b'<' && is_letter(self.bytes.get(start + 1)) {
                start
            } else {
                self.find_tag(start)
            };
            if tag > start {
                self.at = tag;
                return Some(Token::Text(start..tag));
            }
            if let Some(token) = self.tag(tag) {
                return Some(token);
            }
        }
        None
    }

    /// The next `<` that begins something, or the end.
    fn find_tag(&self, start: usize) -> usize {
        let mut from = start;
        while let Some(tag) = find_near(self.bytes, from, b'<') {
            match self.bytes.get(tag + 1) {
                Some(b'/') if tag + 2 < self.bytes.len() => return tag,
                Some(b'!' | b'?' | b'a'..=b'z' | b'A'..=b'Z') => return tag,
                _ => from = tag + 1,
            }
        }
        self.bytes.len()
    }

    #[inline]
    fn tag(&mut self, tag: usize) -> Option<Token<'a>> {
        let rest = &self.bytes[tag + 1..];
        match rest {
            [b'/', b'a'..=b'z' | b'A'..=b'Z', ..] => Some(Token::Close(self.name(tag + 2))),
            [b'!', b'-', b'-', ..] => {
                self.at = self.comment_end(tag + 4);
                None
            }
            [b'!', b'[', b'C', b'D', b'A', b'T', b'A', b'[', ..] if self.is_foreign => {
                let start = tag + 9;
                let end = memmem::find(&self.bytes[start..], b"]]>").map(|i| start + i);
                self.at = end.map_or(self.bytes.len(), |end| end + 3);
                Some(Token::Cdata(start..end.unwrap_or(self.bytes.len())))
            }
            [b'!' | b'?' | b'/', ..] => {
                let end = memchr(b'>', rest).map_or(self.bytes.len(), |i| tag + 1 + i);
                self.at = (end + 1).min(self.bytes.len());
                (rest[0] == b'?' && self.is_foreign).then_some(Token::Instruction(tag + 2..end.max(tag + 2)))
            }
            _ => Some(Token::Open(self.name(tag + 1))),
        }
    }

    /// Reads the name of a tag and stops behind it.
    #[inline]
    fn name(&mut self, start: usize) -> &'a [u8] {
        self.at = self.pass(start, |class| class & (SPACE | TAG_END) == 0);
        &self.bytes[start..self.at]
    }

    /// The first byte from `at` on that is of another class.
    #[inline]
    fn pass(&self, mut at: usize, is_same: impl Fn(u8) -> bool) -> usize {
        while let Some(byte) = self.bytes.get(at)
            && is_same(CLASS[usize::from(*byte)])
        {
            at += 1;
        }
        at
    }

    /// Behind the `>` that ends a comment; `<!-->` and `--!>` count (§13.2.5.43 to 51).
    fn comment_end(&self, start: usize) -> usize {
        for found in memchr::memchr_iter(b'>', &self.bytes[start..]) {
            let before = &self.bytes[start - 2..start + found];
            if before.ends_with(b"--") || before.ends_with(b"--!") && before.len() > 4 {
                return start + found + 1;
            }
        }
        self.bytes.len()
    }

    #[inline]
    pub fn attribute(&mut self) -> Next<'a> {
        let (bytes, before) = (self.bytes, self.at);
        self.at = self.pass(before, |class| class & (SPACE | SLASH) != 0);
        let start = self.at;
        match bytes.get(start) {
            None => return Next::Cut,
            Some(b'>') => {
                self.at += 1;
                return Next::End { is_empty: bytes[before..start].ends_with(b"/") };
            }
            Some(_) => self.at += 1,
        }
        self.at = self.pass(self.at, |class| class & (SPACE | TAG_END | EQUALS) == 0);
        let name = &bytes[start..self.at];
        let mut value = self.pass(self.at, |class| class & SPACE != 0);
        if bytes.get(value) != Some(&b'=') {
            return Next::Attribute(Attribute { name, value: b"", at: start });
        }
        value = self.pass(value + 1, |class| class & SPACE != 0);
        let end = match bytes.get(value) {
            None => {
                self.at = value;
                return Next::Cut;
            }
            Some(quote @ (b'"' | b'\'')) => {
                value += 1;
                let Some(end) = find_near(bytes, value, *quote) else {
                    self.at = bytes.len();
                    return Next::Cut;
                };
                self.at = end + 1;
                end
            }
            Some(_) => {
                self.at = self.pass(value, |class| class & (SPACE | CLOSE) == 0);
                self.at
            }
        };
        Next::Attribute(Attribute { name, value: &bytes[value..end], at: start })
    }

    /// Passes over what is left of a tag.
    pub fn skip_attributes(&mut self) {
        if self.bytes.get(self.at) == Some(&b'>') {
            self.at += 1;
            return;
        }
        while let Next::Attribute(_) = self.attribute() {}
    }

    /// The text of an element in which no tag counts but its own end, such as `script`.
    pub fn raw_text(&mut self, name: &[u8]) -> Range<usize> {
        let start = self.at;
        let mut from = start;
        while let Some(found) = memmem::find(&self.bytes[from..], b"</") {
            let tag = from + found;
            let end = tag + 2 + name.len();
            let is_name = self.bytes.get(tag + 2..end).is_some_and(|text| text.eq_ignore_ascii_case(name));
            let is_over = self.bytes.get(end).is_none_or(|b| is_space(*b) || matches!(b, b'/' | b'>'));
            if is_name && is_over {
                self.at = tag;
                return start..tag;
            }
            from = tag + 2;
        }
        self.at = self.bytes.len();
        start..self.bytes.len()
    }
}

pub(super) fn is_space(byte: u8) -> bool {
    CLASS[usize::from(byte)] & SPACE != 0
}

/// Like `memchr`, whose way in costs more than most texts between two tags are long.
#[inline]
fn find_near(bytes: &[u8], from: usize, wanted: u8) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let mut at = from;
    for _ in 0..4 {
        let Some(next) = bytes.get(at..at + 8).and_then(|next| next.try_into().ok()) else { break };
        // A zero byte in `apart` is the wanted one; the lowest is found exactly (Hacker's Delight §6-1).
        let apart = u64::from_le_bytes(next) ^ (ONES * u64::from(wanted));
        let zeros = apart.wrapping_sub(ONES) & !apart & (ONES << 7);
        if zeros != 0 {
            return Some(at + zeros.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    memchr(wanted, &bytes[at..]).map(|found| at + found)
}

fn is_letter(byte: Option<&u8>) -> bool {
    byte.is_some_and(u8::is_ascii_alphabetic)
}

/// Classes of bytes: one look in a table where comparing would take six.
const SPACE: u8 = 1;
const SLASH: u8 = 2;
const CLOSE: u8 = 4;
const EQUALS: u8 = 8;
const TAG_END: u8 = SLASH | CLOSE;
static CLASS: [u8; 256] = {
    let mut class = [0; 256];
    class[b' ' as usize] = SPACE;
    class[b'\n' as usize] = SPACE;
    class[b'\t' as usize] = SPACE;
    class[b'\r' as usize] = SPACE;
    class[b'\x0c' as usize] = SPACE;
    class[b'/' as usize] = SLASH;
    class[b'>' as usize] = CLOSE;
    class[b'=' as usize] = EQUALS;
    class
};

/// Counts lines on the way through a file: offsets are asked for in order.
pub(super) struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u32,
}

impl<'a> Lines<'a> {
    pub fn new(bytes: &'a [u8]) -> Lines<'a> {
        Lines { bytes, at: 0, line: 1 }
    }

    /// The line of an offset, from 1; an offset before the last one asked for has the last one's line.
    pub fn line(&mut self, offset: usize) -> u32 {
        if let Some(passed) = self.bytes.get(self.at..offset) {
            let passed_lines = match passed.len() {
                ..128 => passed.iter().map(|b| u8::from(*b == b'\n')).sum::<u8>().into(),
                _ => memchr::memchr_iter(b'\n', passed).count(),
            };
            self.line += passed_lines as u32;
            self.at = offset;
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proof::references::decode;

    /// The file as a list: `+name(attr=value)`, `-name`, `'text'`.
    fn told(html: &str, is_foreign: bool) -> String {
        let mut tags = Tags::new(html.as_bytes(), is_foreign);
        let mut told = Vec::new();
        let text = |range: Range<usize>| html[range].to_string();
        while let Some(token) = tags.next() {
            told.push(match token {
                Token::Text(range) => format!("'{}'", text(range)),
                Token::Cdata(range) => format!("cdata'{}'", text(range)),
                Token::Instruction(range) => format!("?{}", text(range)),
                Token::Close(name) => {
                    tags.skip_attributes();
                    format!("-{}", String::from_utf8_lossy(name))
                }
                Token::Open(name) => {
                    let mut tag = format!("+{}", String::from_utf8_lossy(name));
                    loop {
                        match tags.attribute() {
                            Next::Attribute(a) => {
                                let name = String::from_utf8_lossy(a.name);
                                tag += &format!("({name}={})", decode(a.value));
                            }
                            Next::End { is_empty } => break tag + if is_empty { "/" } else { "" },
                            Next::Cut => break tag + "…",
                        }
                    }
                }
            });
        }
        told.join(" ")
    }

    #[test]
    fn tags_are_found_as_a_browser_finds_them() {
        for (html, expected) in [
            ("<p>a</p>", "+p 'a' -p"),
            ("<a href=x>", "+a(href=x)"),
            ("<A HREF = 'x y'  b >", "+A(HREF=x y)(b=)"),
            ("<a href=\"a>b\">", "+a(href=a>b)"),
            ("<a href=/x/>", "+a(href=/x/)"),
            ("<br/>", "+br/"),
            ("<img src=x />", "+img(src=x)/"),
            ("<a =x>", "+a(=x=)"),
            ("<a\nb='1'c=\"2\">", "+a(b=1)(c=2)"),
            ("1 < 2 <3> <", "'1 < 2 <3> <'"),
            ("a<!-- <b> -->c", "'a' 'c'"),
            ("<!-->a<!--->b<!-- --!>c<!---->d", "'a' 'b' 'c' 'd'"),
            ("<!-- never <a href=x>", ""),
            ("<!DOCTYPE html><?php ?>x</>y</ z>", "'x' 'y'"),
            ("<a href='x", "+a…"),
            ("<a <a <a", "+a(<a=)(<a=)…"),
            ("</", "'</'"),
            ("<![CDATA[<a>]]>", "']]>'"),
        ] {
            assert_eq!(told(html, false), expected, "{html}");
        }
        assert_eq!(told("<?xml a?><![CDATA[<a>]]>b<![CDATA[c", true), "?xml a? cdata'<a>' 'b' cdata'c'");
    }
}
