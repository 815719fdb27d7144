//! Where lines begin and end in a file that is changed.

/// The line end that a file has: its first.
pub fn line_end(text: &str) -> &'static str {
    if text.find('\n').is_some_and(|at| text[..at].ends_with('\r')) { "\r\n" } else { "\n" }
}

/// Where the line of a place begins.
pub fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// Where the entry of a key begins: at the remarks right above its line, as far as `top`.
pub fn entry_start(text: &str, key: usize, top: usize) -> usize {
    let mut at = line_start(text, key);
    while at > top {
        let above = line_start(text, at - 1);
        if above < top || !text[above..at].trim_start().starts_with('#') {
            break;
        }
        at = above;
    }
    at
}
