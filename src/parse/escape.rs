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

const fn needing(signs: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < signs.len() {
        table[signs[at] as usize] = true;
        at += 1;
    }
    at = 0;
    while at < 32 {
        table[at] = at != b'\n' as usize && at != b'\t' as usize;
        at += 1;
    }
    table[127] = true;
    table
}

static IN_TEXT: [bool; 256] = needing(b"&<>\"'");

/// Writes text so that it stands for itself, in an element or in an attribute. Characters that HTML cannot
/// carry are left out.
pub fn escape(text: &str, html: &mut String) {
    let mut from = 0;
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        if IN_TEXT[byte as usize] {
            html.push_str(&text[from..at]);
            from = at + 1;
            html.push_str(match byte {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                b'\'' => "&#39;",
                0 => "\u{fffd}",
                _ => "",
            });
        }
    }
    html.push_str(&text[from..]);
}

static IN_HREF: [bool; 256] = needing(b"&<>\"' \\^`{|}\n\t");

/// Writes an address into an attribute. What an address cannot have is percent-encoded; what is encoded
/// already stays.
pub fn escape_href(href: &str, html: &mut String) {
    let mut from = 0;
    for (at, &byte) in href.as_bytes().iter().enumerate() {
        if IN_HREF[byte as usize] {
            html.push_str(&href[from..at]);
            from = at + 1;
            match byte {
                b'&' => html.push_str("&amp;"),
                b'\'' => html.push_str("&#39;"),
                _ => html.push_str(&format!("%{byte:02X}")),
            }
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
