//! Which addresses a text may lead to.

use super::values::link_kinds;
pub use super::values::meant_kind;
use std::borrow::Cow;

/// Whether `kind:id` leads to something that the site itself keeps: a record, or a tag.
pub fn is_record_kind(kind: &str) -> bool {
    kind == "tag" || link_kinds(kind).is_some()
}

/// The scheme of an address that the site does not allow; empty for one that only leaves it out. Reads the
/// address as browsers do, which drop tabs and line breaks and begin at the first visible character.
pub fn refused(target: &str) -> Option<Cow<'_, str>> {
    let is_odd = |c: char| {
        c.is_control() || c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}')
    };
    let seen: Cow<'_, str> =
        if target.contains(is_odd) { target.replace(is_odd, "").into() } else { target.into() };
    // Browsers take a backslash for a slash.
    if seen.bytes().take_while(|b| matches!(b, b'/' | b'\\')).count() > 1 {
        return Some("".into());
    }
    let end = seen.find([':', '/', '\\', '?', '#'])?;
    if seen.as_bytes()[end] != b':' {
        return None;
    }
    let scheme = &seen[..end];
    let is_known = ["https", "http", "mailto", "tel"].iter().any(|known| known.eq_ignore_ascii_case(scheme));
    // A kind is only one as it was written.
    let is_record = is_record_kind(scheme) && target.starts_with(scheme);
    (!is_known && !is_record).then(|| scheme.to_ascii_lowercase().chars().take(40).collect::<String>().into())
}
