//! Character references such as `&amp;` and `&#42;` (WHATWG HTML §13.5).

use memchr::memchr;
use std::borrow::Cow;

/// Text as a reader gets it: character references decoded. Of the names those that can matter in an
/// address or beside a Markdown sign; the others stay as they are.
pub(crate) fn decode(raw: &[u8]) -> Cow<'_, str> {
    // The check first: making it whole goes byte by byte.
    let text = std::str::from_utf8(raw).map_or_else(|_| String::from_utf8_lossy(raw), Cow::Borrowed);
    let Some(first) = memchr(b'&', text.as_bytes()) else { return text };
    let mut decoded = String::with_capacity(text.len());
    let mut rest = &text[first..];
    decoded.push_str(&text[..first]);
    while let Some(after) = rest.strip_prefix('&') {
        let (found, length) = reference(after).map_or(('&', 0), |(found, length)| (found, length));
        decoded.push(found);
        let after = &after[length..];
        let next = memchr(b'&', after.as_bytes()).unwrap_or(after.len());
        decoded.push_str(&after[..next]);
        rest = &after[next..];
    }
    Cow::Owned(decoded)
}

/// The character that a reference stands for, and the length of it without the `&`.
fn reference(after: &str) -> Option<(char, usize)> {
    if let Some(number) = after.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let digits = hex.unwrap_or(number);
        let is_digit = |c: char| c.is_digit(if hex.is_some() { 16 } else { 10 });
        let count = digits.bytes().take_while(|b| is_digit(*b as char)).count();
        if count == 0 {
            return None;
        }
        let value = u32::from_str_radix(&digits[..count], if hex.is_some() { 16 } else { 10 });
        let value = value.unwrap_or(u32::MAX);
        let start = after.len() - digits.len() + count;
        let end = start + usize::from(after[start..].starts_with(';'));
        return Some((char::from_u32(value).filter(|c| *c != '\0').unwrap_or('\u{FFFD}'), end));
    }
    let length = after.bytes().take(12).position(|b| b == b';')?;
    let found = NAMES.iter().find(|(name, _)| *name == &after[..length])?.1;
    Some((found, length + 1))
}

const NAMES: &[(&str, char)] = &[
    ("amp", '&'),
    ("quot", '"'),
    ("lt", '<'),
    ("gt", '>'),
    ("apos", '\''),
    ("nbsp", '\u{A0}'),
    ("AMP", '&'),
    ("LT", '<'),
    ("GT", '>'),
    ("QUOT", '"'),
    ("colon", ':'),
    ("sol", '/'),
    ("bsol", '\\'),
    ("num", '#'),
    ("quest", '?'),
    ("period", '.'),
    ("percnt", '%'),
    ("equals", '='),
    ("comma", ','),
    ("semi", ';'),
    ("excl", '!'),
    ("commat", '@'),
    ("lowbar", '_'),
    ("lpar", '('),
    ("rpar", ')'),
    ("plus", '+'),
    ("ast", '*'),
    ("Tab", '\t'),
    ("NewLine", '\n'),
    ("shy", '\u{AD}'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("middot", '·'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("times", '×'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded() {
        for (raw, text) in [
            ("a&amp;b", "a&b"),
            ("&lt;&#60;&#x3C;&#x3c", "<<<<"),
            ("javascript&colon;x", "javascript:x"),
            ("&#106avascript:", "javascript:"),
            ("a&b&unknown;&;&", "a&b&unknown;&;&"),
            ("&#0;&#x110000;&#99999999999;", "\u{FFFD}\u{FFFD}\u{FFFD}"),
            ("&#;&#x;", "&#;&#x;"),
            ("한&amp;글", "한&글"),
        ] {
            assert_eq!(decode(raw.as_bytes()), text, "{raw}");
        }
        assert_eq!(decode(b"\xff&amp;"), "\u{FFFD}&");
    }
}
