//! Which HTML elements are open in a text, as far as its Markdown needs to know. A browser's rules are finer;
//! this is for the depth, for what is folded away, and for what would swallow the rest of the text.

use super::clean;
use crate::base::limits::{MARKDOWN_DEPTH, PROBLEMS_PRINTED};
use std::ops::Range;

/// HTML elements that change how words look and hide none of them.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "dfn", "div", "em", "i", "ins", "kbd", "mark", "q", "ruby",
    "s", "samp", "section", "small", "span", "strong", "sub", "sup", "time", "u", "var",
];

/// HTML elements that go on until their own end (the "formatting" ones of the HTML standard, 13.2.4.3).
const REOPENED: &[&str] =
    &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// HTML elements that have no end, or may leave it out.
const ENDLESS: &[&str] = &[
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "p", "source",
    "td", "th", "tr", "track", "wbr",
];

/// HTML elements in which nothing but their own end is a tag.
const VERBATIM: &[&str] =
    &["iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "textarea", "title", "xmp"];

/// What an element that is opened again costs beside the bytes of its tag, in bytes.
const ELEMENT_BYTES: usize = 64;

/// The elements that are open at one place of a text.
#[derive(Default)]
pub struct Elements {
    open: Vec<Element>,
    /// The start of a comment or of a verbatim element that is open, and where it stands.
    swallowing: Option<(String, Range<usize>)>,
    /// What open formatting elements take each time that they are opened again.
    again_bytes: usize,
    /// What they have taken so far.
    repeated_bytes: usize,
    /// Tags that have come since they were last asked for.
    unkept: Vec<Unkept>,
}

/// A tag that no text may have, so that it is taken out.
#[derive(Debug, PartialEq)]
pub struct Unkept {
    /// Empty for `<!…>` and `<?…>`.
    pub name: String,
    /// To its end, or to that of its line.
    pub at: Range<usize>,
    pub is_end: bool,
}

/// So much of a tag is looked through for its end.
const TAG_BYTES: usize = 400;

struct Element {
    name: String,
    /// What it takes to open it again; 0 for elements that are not.
    bytes: usize,
}

impl Elements {
    /// Whether nothing around what comes now could hide it.
    pub fn is_seen(&self) -> bool {
        self.swallowing.is_none() && self.open.iter().all(|element| INLINE.contains(&element.name.as_str()))
    }

    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// Inside HTML that may be folded away.
    pub fn is_folded(&self) -> bool {
        self.open.iter().any(|element| element.name == "details")
    }

    /// What was opened, never closed, and takes the rest of the text with it.
    pub fn swallowing(&self) -> Option<&(String, Range<usize>)> {
        self.swallowing.as_ref()
    }

    /// How many bytes are repeated because formatting elements stay open beyond their paragraphs.
    pub fn repeated_bytes(&self) -> usize {
        self.repeated_bytes
    }

    /// A browser opens formatting elements again in the next block.
    pub fn block_ends(&mut self) {
        self.repeated_bytes = self.repeated_bytes.saturating_add(self.again_bytes);
    }

    /// The tags that are taken out of what came since this was last asked.
    pub fn unkept(&mut self) -> Vec<Unkept> {
        std::mem::take(&mut self.unkept)
    }

    /// More than can be told are not kept.
    fn note_unkept(&mut self, html: &str, at: usize, start: usize, name: &str, is_end: bool) {
        if self.unkept.len() >= PROBLEMS_PRINTED {
            return;
        }
        let bytes = &html.as_bytes()[at..];
        let bytes = &bytes[..bytes.len().min(TAG_BYTES)];
        let end = match memchr::memchr2(b'>', b'\n', bytes) {
            Some(end) if bytes[end] == b'>' => end + 1,
            Some(end) => end,
            None => bytes.len(),
        };
        let end = (0..=end).rev().find(|end| html.is_char_boundary(at + end)).unwrap_or(0);
        self.unkept.push(Unkept { name: name.to_string(), at: start + at..start + at + end, is_end });
    }

    /// Takes in a piece of HTML that stands at `start`. False if too many elements are open at any moment.
    pub fn follow(&mut self, html: &str, start: usize) -> bool {
        let bytes = html.as_bytes();
        let mut is_within = true;
        let mut from = 0;
        let mut tag_end = 0;
        loop {
            if let Some((name, _)) = &self.swallowing {
                let Some(end) = end_of(name, html, from) else { return is_within };
                from = end;
                self.swallowing = None;
            }
            let Some(found) = memchr::memchr(b'<', &bytes[from..]) else { return is_within };
            let at = from + found;
            from = at + 1;
            if html[at..].starts_with("<!--") {
                // A browser closes `<!-->` at once.
                from = at + 2;
                self.swallowing = Some(("<!--".into(), start + at..start + at + 4));
                continue;
            }
            let is_end = bytes.get(at + 1) == Some(&b'/');
            let rest = &html[at + 1 + usize::from(is_end)..];
            let length = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'-').take(32).count();
            let name = rest[..length].to_ascii_lowercase();
            if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                if matches!(bytes.get(at + 1), Some(b'!' | b'?')) {
                    self.note_unkept(html, at, start, "", false);
                }
                continue;
            }
            let is_kept = clean::keeps(&name);
            if !is_kept && !is_end {
                self.note_unkept(html, at, start, &name, is_end);
            }
            let is_reopened = REOPENED.contains(&name.as_str());
            if !is_reopened {
                self.block_ends();
            }
            if VERBATIM.contains(&name.as_str()) {
                if !is_end {
                    self.swallowing = Some((name, start + at..start + at + 1 + length));
                }
            } else if ENDLESS.contains(&name.as_str()) {
            } else if is_end {
                let is_closed = self.close(&name);
                if !is_closed && !is_kept {
                    self.note_unkept(html, at, start, &name, is_end);
                }
            } else if self.open.len() < MARKDOWN_DEPTH {
                if tag_end <= at {
                    tag_end = memchr::memchr(b'>', &bytes[at..]).map_or(bytes.len(), |end| at + end + 1);
                }
                let bytes = if is_reopened { tag_end - at + ELEMENT_BYTES } else { 0 };
                self.again_bytes += bytes;
                self.open.push(Element { name, bytes });
            } else {
                is_within = false;
            }
        }
    }

    /// Whether there was one to be closed.
    fn close(&mut self, name: &str) -> bool {
        let Some(at) = self.open.iter().rposition(|element| element.name == name) else { return false };
        let closed = self.open.split_off(at);
        self.again_bytes -= closed[0].bytes;
        // A browser opens these again behind the element that was closed around them.
        for again in closed.into_iter().skip(1).filter(|element| element.bytes > 0) {
            self.repeated_bytes += again.bytes;
            self.open.push(again);
        }
        true
    }
}

/// Where the comment or verbatim element ends that is open at `from`.
fn end_of(name: &str, html: &str, from: usize) -> Option<usize> {
    if name == "<!--" {
        return html[from..].find("-->").map(|end| from + end + 3);
    }
    let bytes = html.as_bytes();
    memchr::memmem::find_iter(&bytes[from..], b"</").map(|end| from + end + 2).find_map(|at| {
        let end = at + name.len();
        let is_its = bytes.get(at..end).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()));
        (is_its && name != "plaintext").then_some(end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(html: &str) -> Elements {
        let mut elements = Elements::default();
        elements.follow(html, 0);
        elements
    }

    #[test]
    fn what_swallows_the_rest_is_found() {
        for (html, swallowing) in [
            ("<!-- a --> b", None),
            ("<!--> <!---> b", None),
            ("<b><!-- </b>", Some("<!--")),
            ("<title>a</title>", None),
            ("<TITLE>a</b></titlE >", None),
            ("a<script><b></b><!-- </scrip>", Some("script")),
            ("<plaintext></plaintext>", Some("plaintext")),
        ] {
            let elements = after(html);
            assert_eq!(elements.swallowing().map(|(name, _)| name.as_str()), swallowing, "{html}");
        }
        assert_eq!(after("가<!--").swallowing().unwrap().1, 3..7);
    }

    #[test]
    fn what_stays_open_is_counted_each_time() {
        let mut closed = after("<p><b>a</b><p><i>b</i>");
        closed.block_ends();
        let mut open = after("<b><textarea></b></textarea>");
        for _ in 0..100 {
            open.block_ends();
        }
        assert!(closed.repeated_bytes() < 200, "{}", closed.repeated_bytes());
        assert!(open.repeated_bytes() > 6_000, "{}", open.repeated_bytes());
    }
}
