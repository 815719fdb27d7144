//! The ways in which a text can be written in a file so that it is not seen at once: escapes of JSON and of
//! calendars, character references, percent signs, base64, markup in between. Taken off layer by layer.

use super::references::decode;
use memchr::memmem;
use std::borrow::Cow;

/// How deep a text may be wrapped: HTML in JSON in an attribute are three.
const LAYERS: usize = 5;

/// Calls `each` with the text, and with everything that it turns out to be once unwrapped. Markup is left in; see
/// `without_tags`.
pub(super) fn each_layer(text: &str, each: &mut dyn FnMut(&str)) {
    peel(text, LAYERS, each);
}

fn peel(text: &str, left: usize, each: &mut dyn FnMut(&str)) {
    each(text);
    if left == 0 || !may_be_wrapped(text) {
        return;
    }
    let steps: [fn(&str) -> Cow<'_, str>; 4] = [unfold, unescape, references, percent];
    // Each takes off one kind of wrapping; together they take it off whatever way it was put on.
    for step in steps {
        if let Cow::Owned(plain) = step(text)
            && plain != text
        {
            return peel(&plain, left - 1, each);
        }
    }
    each_base64(text, &mut |plain| peel(plain, left - 1, each));
}

/// Most texts are short and have none of the signs by which anything is wrapped.
fn may_be_wrapped(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr3(b'\\', b'&', b'%', bytes).is_some()
        || memchr::memchr(b',', bytes).is_some()
        || is_calendar(text)
}

fn is_calendar(text: &str) -> bool {
    text.starts_with("BEGIN:V")
}

fn references(text: &str) -> Cow<'_, str> {
    decode(text.as_bytes())
}

/// Lines that a calendar folded (RFC 5545 §3.1).
fn unfold(text: &str) -> Cow<'_, str> {
    if !is_calendar(text) || !text.contains("\n ") && !text.contains("\n\t") {
        return text.into();
    }
    text.replace("\r\n ", "").replace("\r\n\t", "").replace("\n ", "").replace("\n\t", "").into()
}

/// `\u0041`, `\n` and their like, as JSON, JavaScript and calendars have them.
fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return text.into();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        plain.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(first) = rest.chars().next() else { break };
        rest = &rest[first.len_utf8()..];
        match first {
            'n' | 'N' | 'r' | 't' | 'b' | 'f' => plain.push(' '),
            'u' | 'x' => {
                let mut units = Vec::new();
                let wanted = if first == 'u' { 4 } else { 2 };
                let mut after = rest;
                while let Some(unit) = after.get(..wanted).and_then(|hex| u16::from_str_radix(hex, 16).ok()) {
                    units.push(unit);
                    after = &after[wanted..];
                    rest = after;
                    // Two halves of one character follow each other.
                    match after.strip_prefix("\\u") {
                        Some(next) if first == 'u' => after = next,
                        _ => break,
                    }
                }
                if units.is_empty() {
                    plain.push(first);
                }
                plain.extend(char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')));
            }
            other => plain.push(other),
        }
    }
    plain.push_str(rest);
    plain.into()
}

/// `%EA%B0%80`. What becomes no UTF-8 stays.
fn percent(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return text.into();
    }
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).and_then(|b| (*b as char).to_digit(16));
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'%').then(|| Some(digit(at + 1)? * 16 + digit(at + 2)?)).flatten();
        plain.push(code.map_or(bytes[at], |code| code as u8));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8(plain).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// What stands behind `base64,`, where it is text.
fn each_base64(text: &str, each: &mut dyn FnMut(&str)) {
    for at in memmem::find_iter(text.as_bytes(), b"base64,") {
        let (mut bits, mut count, mut bytes) = (0u32, 0, Vec::new());
        for byte in text[at + 7..].bytes() {
            let value = match byte {
                b'A'..=b'Z' => byte - b'A',
                b'a'..=b'z' => byte - b'a' + 26,
                b'0'..=b'9' => byte - b'0' + 52,
                b'+' | b'-' => 62,
                b'/' | b'_' => 63,
                _ => break,
            };
            bits = bits << 6 | u32::from(value);
            count += 6;
            if count >= 8 {
                count -= 8;
                bytes.push((bits >> count) as u8);
            }
        }
        if let Ok(plain) = String::from_utf8(bytes) {
            each(&plain);
        }
    }
}

/// A text without the tags in it; a tag that does not end is text.
pub(super) fn without_tags(text: &str) -> Cow<'_, str> {
    if !text.contains('<') {
        return text.into();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let is_tag =
            rest[start + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        let end = rest[start..].find('>').filter(|_| is_tag).map_or(start, |end| start + end);
        plain.push_str(&rest[..start]);
        rest = &rest[end + 1..];
    }
    plain.push_str(rest);
    plain.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_seen(text: &str) -> bool {
        let mut seen = false;
        each_layer(text, &mut |layer| seen |= without_tags(layer).contains("눈물 tears"));
        seen
    }

    #[test]
    fn a_text_is_found_under_every_wrapping() {
        for text in [
            "눈물 tears",
            "\\ub208\\uBB3C tea\\u0072s",
            "눈물&#32;&#x74;ears",
            "%EB%88%88%EB%AC%BC%20tears",
            "data:text/plain;base64,64iI66y8IHRlYXJz",
            "BEGIN:VCALENDAR\r\nSUMMARY:눈\r\n 물 te\r\n\tars\r\n",
            "<b>눈물</b> te<i>ars</i>",
            "{\"html\":\"\\u003cb\\u003e\\ub208물\\u003c/b\\u003e tears\"}",
            "&lt;b>눈물&lt;/b> tears",
            "&amp;lt;b>눈물&amp;lt;/b> tears",
            "a%25EB b \\ub208물 tears",
        ] {
            assert!(is_seen(text), "{text}");
        }
        assert!(is_seen("눈물\\ntears"), "a line end is no letter");
        assert!(!is_seen("눈물 tear"));
    }

    #[test]
    fn odd_texts_come_to_an_end() {
        for text in ["\\", "\\u", "\\ud800", "%", "%zz", "base64,", "<", "<b", "\\x4", "a\\"] {
            each_layer(text, &mut |layer| drop(without_tags(layer)));
        }
        let mut count = 0;
        each_layer(&"%25".repeat(40), &mut |_| count += 1);
        assert!(count <= LAYERS + 1);
    }
}
