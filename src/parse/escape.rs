//! Text becomes HTML, and lines of it.

/// How long the opening of a text may be, in characters.
const OPENING_CHARACTERS: usize = 200;

/// White space as single blanks.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// At most `OPENING_CHARACTERS`, whole words if possible, and an ellipsis if something is left out.
pub fn cut(text: &str) -> String {
    let mut line = one_line(text);
    let Some((end, _)) = line.char_indices().nth(OPENING_CHARACTERS) else { return line };
    let end = if line[end..].starts_with(' ') { end } else { line[..end].rfind(' ').unwrap_or(end) };
    line.truncate(end);
    line.truncate(line.trim_end_matches([',', ';', ':', ' ']).len());
    line.push('…');
    line
}

const fn with(mut table: [bool; 256], signs: &[u8]) -> [bool; 256] {
    let mut at = 0;
    while at < signs.len() {
        table[signs[at] as usize] = true;
        at += 1;
    }
    table
}

/// These signs and the control characters but tab and line feed.
const fn needing(signs: &[u8]) -> [bool; 256] {
    let mut table = with([false; 256], signs);
    let mut at = 0;
    while at < 32 {
        table[at] = at != b'\n' as usize && at != b'\t' as usize;
        at += 1;
    }
    table[127] = true;
    table
}

/// The first bytes of characters that `unwanted_length` has to look at.
const UNWANTED: [u8; 8] = [0xc2, 0xe2, 0xef, 0xf0, 0xf1, 0xf2, 0xf3, 0xf4];

static IN_TEXT: [bool; 256] = with(needing(b"&<>\"'"), &UNWANTED);
static IN_HTML: [bool; 256] = with(needing(b""), &UNWANTED);

/// Writes text so that it stands for itself, in an element or in an attribute. Characters that a page should
/// not carry are left out.
pub fn escape(text: &str, html: &mut String) {
    write(text, &IN_TEXT, html);
}

/// Writes HTML as it is, without the characters that a page should not carry.
pub fn raw(text: &str, html: &mut String) {
    write(text, &IN_HTML, html);
}

fn write(text: &str, needing: &[bool; 256], html: &mut String) {
    let bytes = text.as_bytes();
    let mut from = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if needing[byte as usize] {
            let (length, instead) = match byte {
                b'&' => (1, "&amp;"),
                b'<' => (1, "&lt;"),
                b'>' => (1, "&gt;"),
                b'"' => (1, "&quot;"),
                b'\'' => (1, "&#39;"),
                0..0x80 => (1, ""),
                _ => match unwanted_length(&bytes[at..]) {
                    0 => continue,
                    length => (length, ""),
                },
            };
            html.push_str(&text[from..at]);
            html.push_str(instead);
            from = at + length;
        }
    }
    html.push_str(&text[from..]);
}

/// The length of the character at the head of `bytes` if a page should not carry it, else 0: the C1 controls,
/// what turns the direction of words around it (U+202A to U+202E; the isolates end with their paragraph and
/// stay), and what Unicode says is no character.
fn unwanted_length(bytes: &[u8]) -> usize {
    match bytes {
        [0xc2, 0x80..=0x9f, ..] => 2,
        [0xe2, 0x80, 0xaa..=0xae, ..] => 3,
        [0xef, 0xb7, 0x90..=0xaf, ..] | [0xef, 0xbf, 0xbe | 0xbf, ..] => 3,
        [0xf0..=0xf4, plane, 0xbf, 0xbe | 0xbf, ..] if plane & 0xf == 0xf => 4,
        _ => 0,
    }
}

static IN_HREF: [bool; 256] = with(needing(b"%[]&<>\"' \\^`{|}\n\t"), &UNWANTED);

/// Writes an address into an attribute. What an address cannot have is percent-encoded; what is encoded
/// already stays.
pub fn escape_href(href: &str, html: &mut String) {
    let bytes = href.as_bytes();
    // Only around an address of IPv6 may brackets stand.
    let host_end = href.split_once("://[").and_then(|_| href.find(']')).map_or(0, |end| end + 1);
    let mut from = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if !IN_HREF[byte as usize] {
            continue;
        }
        let is_code = || matches!(bytes[at..], [_, a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit());
        let length = match byte {
            b'%' if is_code() => continue,
            b'[' | b']' if at < host_end => continue,
            0..0x80 => 1,
            _ => match unwanted_length(&bytes[at..]) {
                0 => continue,
                length => length,
            },
        };
        html.push_str(&href[from..at]);
        from = at + length;
        match byte {
            b'&' => html.push_str("&amp;"),
            b'\'' => html.push_str("&#39;"),
            0x20.. | b'\n' | b'\t' if length == 1 && byte != 0x7f => html.push_str(&format!("%{byte:02X}")),
            _ => {}
        }
    }
    html.push_str(&href[from..]);
}

pub fn attribute(name: &str, value: Option<&str>, html: &mut String) {
    if let Some(value) = value {
        html.push(' ');
        html.push_str(name);
        html.push_str("=\"");
        escape(value, html);
        html.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(by: fn(&str, &mut String), text: &str) -> String {
        let mut html = String::new();
        by(text, &mut html);
        html
    }

    #[test]
    fn text_stands_for_itself() {
        assert_eq!(written(escape, "<a b='\"'>&amp;"), "&lt;a b=&#39;&quot;&#39;&gt;&amp;amp;");
        assert_eq!(written(escape, "가“나”… 🎵é\u{a0}\t\n"), "가“나”… 🎵é\u{a0}\t\n");
        // Controls, a turned direction, what is no character.
        let odd = "a\0\u{1}\r\u{7f}\u{85}\u{202e}b\u{202c}\u{fdd0}\u{ffff}\u{1fffe}\u{2069}c";
        assert_eq!(written(escape, odd), "ab\u{2069}c");
        assert_eq!(written(raw, "<b>\u{202e}\u{1}&amp;</b>"), "<b>&amp;</b>");
    }

    #[test]
    fn addresses_are_encoded_once() {
        for (href, expected) in [
            ("/a b/%20/100%/%zz", "/a%20b/%20/100%25/%25zz"),
            ("https://[::1]:8/[a]?b=[c]&d", "https://[::1]:8/%5Ba%5D?b=%5Bc%5D&amp;d"),
            ("/노래/\u{202e}\u{1}\u{85}#여왕", "/노래/#여왕"),
            ("/a\\b|c", "/a%5Cb%7Cc"),
        ] {
            assert_eq!(written(escape_href, href), expected);
        }
    }
}
