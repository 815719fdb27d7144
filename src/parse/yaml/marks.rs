//! Words with which YAML marks a value: `!word` for a type, `&word` for a name. Few know them, and a text that
//! begins with one would lose it.

use super::Builder;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::fact::Span;
use saphyr_parser::Tag;
use std::collections::HashSet;

/// The names that stand behind a sign, `&` or `*`.
pub(super) fn names(text: &str, sign: char) -> HashSet<&str> {
    text.match_indices(sign).map(|(at, _)| anchor_name(&text[at + 1..])).filter(|name| !name.is_empty()).collect()
}

/// The name behind `&` or `*`.
fn anchor_name(text: &str) -> &str {
    let end = text.find(|c: char| c.is_whitespace() || ",[]{}".contains(c)).unwrap_or(text.len());
    &text[..end]
}

impl Builder<'_> {
    /// Words with which YAML marks a value, `!word` and `&word`, are taken out of the text. That is told, but for
    /// a name that is used (`*word`) and for YAML's own types, and where the whole text stands is given back.
    pub(super) fn check_marks(
        &mut self,
        start: usize,
        end: usize,
        anchor: usize,
        tag: Option<&Tag>,
        complaints: &mut Vec<Diagnostic>,
    ) -> Option<Span> {
        let sign = match tag {
            Some(tag) if !tag.is_yaml_core_schema() => '!',
            _ if anchor > 0 => '&',
            _ => return None,
        };
        let at = match self.text[start..].starts_with(sign) {
            true => start,
            false => start - (start - self.span.start).min(200),
        };
        let mut at = at;
        while !self.text.is_char_boundary(at) {
            at += 1;
        }
        if at < start {
            at += self.text[at..start].rfind(sign)?;
        }
        let name = anchor_name(&self.text[at + 1..self.span.end]);
        let whole_text = self.text;
        let used = self.used.get_or_insert_with(|| names(whole_text, '*'));
        if sign == '&' && (name.is_empty() || used.contains(name)) {
            return None;
        }
        let end = end.max(at + 1 + name.len());
        let whole = self.text[at..end].trim_end();
        let mark = format!("{sign}{name}");
        complaints.push(
            self.complain(
                Code::TextLost,
                format!("YAML takes `{mark}` for a sign of its own, so it would be lost"),
                at..at + mark.len(),
            )
            .help(format!("put the text in quotes: \"{}\"", whole.replace('"', "\\\""))),
        );
        Some(Span { start: at as u32, end: (at + whole.len()) as u32 })
    }
}
