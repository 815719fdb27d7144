//! A value that may be opened with `is:` to say how it is known, why, who says so, and who says otherwise.

use super::{Cx, Value, unknown_field, wrong_word};
use crate::base::day::Day;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::fact::{Claim, Fact, How, Opened};
use crate::base::id::{Ref, to};
use crate::base::text::Text;
use crate::parse::yaml::{Node, Yaml};

/// A value, plain or opened.
pub(super) fn read_fact<T>(
    node: &Node,
    cx: &mut Cx,
    may_be_unknown: bool,
    opens: bool,
    read: fn(&Node, &mut Cx) -> Option<T>,
) -> Option<Fact<T>> {
    let is_unknown = |node: &Node| may_be_unknown && node.text() == Some("unknown");
    let Some(is) = node.get("is").filter(|_| opens) else {
        if is_unknown(node) {
            return Some(Fact { is: None, at: node.at, opened: None });
        }
        return Some(Fact { is: Some(read(node, cx)?), at: node.at, opened: None });
    };
    let mut opened = Opened::default();
    let Yaml::Map(entries) = &node.is else { return None };
    for (key, value) in entries {
        match key.text.as_str() {
            "is" => {}
            "how" => {
                let known = How::WORDS.iter().find(|(word, _)| value.text() == Some(word));
                match known {
                    Some((_, how)) => opened.how = *how,
                    None => wrong_word(value, cx, "how", How::WORDS.iter().map(|(word, _)| *word)),
                }
            }
            "because" => opened.because = Text::read(value, cx),
            "sources" => opened.sources = read_sources(value, cx),
            "via" => opened.via = cx.line(value),
            "also" => opened.also = read_claims(value, cx, read),
            "earlier" => opened.earlier = read_claims(value, cx, read),
            "after" => opened.after = Value::read(value, cx),
            "before" => opened.before = Value::read(value, cx),
            other => {
                const KNOWN: &[&str] =
                    &["is", "how", "because", "sources", "via", "also", "earlier", "after", "before"];
                let at = cx.place(key.at);
                cx.complain(unknown_field(other, at, "an opened value", KNOWN.iter().copied()));
            }
        }
    }
    if opened.how == How::Derived && opened.because.is_none() {
        let complaint =
            Diagnostic::new(Code::DerivedWhy, format!("`{}` is derived, and does not say from what", cx.field))
                .at(cx.place(node.at))
                .help("add a line `because:` that says how the value was worked out");
        cx.complain(complaint);
    }
    if let Some(complaint) = nothing_between(opened.after, opened.before) {
        let at = node.get("after").map_or(node.at, |after| after.at);
        cx.complain(complaint.at(cx.place(at)).label(format!("of `{}` in {}", cx.field, cx.owner_name())));
    }
    let value = if is_unknown(is) { None } else { Some(read(is, cx)?) };
    Some(Fact { is: value, at: is.at, opened: Some(Box::new(opened)) })
}

fn read_sources(node: &Node, cx: &mut Cx) -> Vec<Ref> {
    match &node.is {
        Yaml::List(list) => list.iter().filter_map(|item| cx.reference(item, to::SOURCE)).collect(),
        _ => {
            cx.wrong(node, "a list of ids of sources");
            Vec::new()
        }
    }
}

fn read_claims<T>(node: &Node, cx: &mut Cx, read: fn(&Node, &mut Cx) -> Option<T>) -> Vec<Claim<T>> {
    let Yaml::List(list) = &node.is else {
        let help =
            Some("put each value in braces and all of them in brackets: `[{is: …, sources: [...]}]`".to_string());
        cx.wrong_word(node, "a list of other values, each `{is: …, sources: [...]}`", help);
        return Vec::new();
    };
    let mut claims = Vec::new();
    for item in list {
        let Some(is) = item.get("is") else {
            cx.wrong(item, "a value and who says it: `{is: …, sources: [...]}`");
            continue;
        };
        if let Yaml::Map(entries) = &item.is {
            for (key, _) in
                entries.iter().filter(|(key, _)| !matches!(key.text.as_str(), "is" | "sources" | "note"))
            {
                let at = cx.place(key.at);
                cx.complain(unknown_field(&key.text, at, "another value", ["is", "sources", "note"].into_iter()));
            }
        }
        let sources = item.get("sources").map(|node| read_sources(node, cx)).unwrap_or_default();
        let note = item.get("note").and_then(|node| Text::read(node, cx));
        let at = is.at;
        if let Some(is) = read(is, cx) {
            claims.push(Claim { is, at, sources, note });
        }
    }
    claims
}

/// Of an unknown date that would lie between two others.
fn nothing_between(after: Option<Day>, before: Option<Day>) -> Option<Diagnostic> {
    let (after, before) = after.zip(before).filter(|(after, before)| after.is_after(*before))?;
    let message = format!("`after` ({after}) is later than `before` ({before}), so nothing lies between them");
    Some(Diagnostic::new(Code::DateOrder, message).help("`after` is the earlier day, `before` the later one"))
}
