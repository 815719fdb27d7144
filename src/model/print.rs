//! What of a file belongs to which record, as digests: a change of a file becomes a change of records.

use super::read::Says;
use crate::base::digest::Digest;
use crate::base::fact::{Fact, Span};
use crate::base::id::RecordId;
use crate::kinds::{News, Page};
use crate::parse::front;
use crate::parse::values::Word;
use std::sync::Arc;

/// What one file says of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Print {
    pub of: RecordId,
    /// Of its fields, but for what `title` is of.
    pub facts: Digest,
    /// Of the title and the description of a text in Markdown: nothing is ordered by them, and nothing found.
    pub title: Digest,
    /// Of its text in Markdown.
    pub prose: Digest,
}

/// The prints of a file's text, in the order of its records.
pub fn prints(path: &Arc<str>, says: &Says, text: &str) -> Vec<Print> {
    let digest = |part: &str| Digest::of(part.as_bytes());
    match says {
        Says::Records(records) => {
            // A value that stands elsewhere in the file belongs to whoever refers to it.
            let shared = if has_anchors(text) { text } else { "" };
            let of = |any: &super::Any| {
                let whole = any.whole();
                let own = text.get(whole.start as usize..whole.end as usize).unwrap_or(text);
                // Sources may stand at the head of the file, for all of its records.
                let sources: Vec<&str> = any.common().sources.iter().map(|source| &*source.0.id).collect();
                let facts = digest(&[own, &sources.join(" "), shared].join("\n"));
                Print { of: any.id().clone(), facts, title: Digest::default(), prose: Digest::default() }
            };
            records.iter().map(of).collect()
        }
        Says::News { id, file, .. } => {
            let News { title, description, .. } = &file.front;
            vec![of_text(path, id.clone(), text, [title.fact(), description.fact()])]
        }
        Says::Page { id, file, .. } => {
            let Page { title, description, .. } = &file.front;
            vec![of_text(path, id.clone(), text, [title.fact(), description.fact()])]
        }
        Says::About { of, .. } => of.to.candidates().map(|id| of_text(path, id, text, [None; 2])).collect(),
        Says::Nothing | Says::Site(_) | Says::Picture | Says::Template(_) | Says::Static => Vec::new(),
    }
}

fn of_text(path: &Arc<str>, of: RecordId, text: &str, titles: [Option<&Fact<Word>>; 2]) -> Print {
    let body = front::split(path, text).map_or(0, |parts| parts.body.start);
    let (front, body) = text.split_at(body);
    let mut spans: Vec<Span> = titles.into_iter().flatten().map(|fact| fact.at).collect();
    // Others may refer to a part of it.
    if has_anchors(front) {
        spans.clear();
    }
    spans.sort();
    let (mut facts, mut title, mut from) = (String::new(), String::new(), 0);
    for at in spans {
        let (start, end) = (at.start as usize, at.end as usize);
        let Some((between, own)) = front.get(from..start).zip(front.get(start..end)) else { continue };
        facts.push_str(between);
        facts.push('\0');
        title.push_str(own);
        title.push('\0');
        from = end;
    }
    facts.push_str(&front[from..]);
    let digest = |part: &str| Digest::of(part.as_bytes());
    Print { of, facts: digest(&facts), title: digest(&title), prose: digest(body) }
}

/// Whether something in a YAML text may be an anchor or refer to one.
fn has_anchors(text: &str) -> bool {
    let bytes = text.as_bytes();
    let begins = |at: usize| at == 0 || matches!(bytes[at - 1], b' ' | b'\n' | b'[' | b'{' | b',');
    let goes_on = |at: usize| bytes.get(at + 1).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
    memchr::memchr2_iter(b'&', b'*', bytes).any(|at| begins(at) && goes_on(at))
}
