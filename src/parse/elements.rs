//! Which HTML elements are open in a text, as far as its Markdown needs to know.

use crate::base::limits::MARKDOWN_DEPTH;

/// HTML elements that change how words look and hide none of them.
pub const INLINE: &[&str] = &[
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

/// Keeps count of the elements that a piece of HTML opens and closes. A browser's rules are finer; this is for
/// the depth, and for knowing what is folded away. False if there are too many at any moment.
pub fn follow_elements(html: &str, open: &mut Vec<String>) -> bool {
    let mut is_within = true;
    let bytes = html.as_bytes();
    for at in memchr::memchr_iter(b'<', bytes) {
        let is_end = bytes.get(at + 1) == Some(&b'/');
        let rest = &html[at + 1 + usize::from(is_end)..];
        let length = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'-').take(32).count();
        let name = rest[..length].to_ascii_lowercase();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || ENDLESS.contains(&name.as_str()) {
            continue;
        }
        if !is_end {
            if open.len() < MARKDOWN_DEPTH {
                open.push(name);
            } else {
                is_within = false;
            }
        } else if let Some(at) = open.iter().rposition(|other| *other == name) {
            // A browser opens these again behind the element that was closed around them.
            let again = open.split_off(at).into_iter().skip(1).filter(|name| REOPENED.contains(&name.as_str()));
            open.extend(again);
        }
    }
    is_within
}
