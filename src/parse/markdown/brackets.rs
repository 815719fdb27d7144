//! Links and footnotes that are none because of a slip: their brackets would be shown to the reader.

use super::super::emphasis::Unresolved;
use super::super::near::{nearest, shorten};
use super::super::schemes::{is_record_kind, meant_kind};
use super::Writer;
use crate::base::diagnostic::{Code, Diagnostic, Severity};
use crate::base::id::{Kind, id_problem};
use pulldown_cmark::{LinkType, RefDefs};
use std::ops::Range;

impl Writer<'_> {
    /// `words(song:promise)`, where the square brackets were forgotten. `at` is the colon.
    pub(super) fn check_address(&mut self, at: usize) {
        let body = self.body;
        let word = body[..at].bytes().rev().take_while(u8::is_ascii_lowercase).take(20).count();
        let before = &body[..at - word];
        let is_bare = before.strip_suffix('(').is_some_and(|before| before.ends_with(char::is_alphanumeric));
        let rest = &body[at + 1..];
        let id =
            &rest[..rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'/')).count()];
        if !is_bare || !is_record_kind(&body[at - word..at]) || !rest[id.len()..].starts_with(')') {
            return;
        }
        let target = &body[at - word..at + 1 + id.len()];
        let told = self
            .slip(at - word - 1..at + id.len() + 2, "the words of this link stand in no brackets, so it is none")
            .label("this stays visible")
            .help(format!("write `[words]({target})`, or `[{target}]` for its name"));
        self.complain(told);
    }

    /// `[^name]` without a line that says what stands there. `at` is the `^`.
    pub(super) fn check_footnote(&mut self, at: usize) {
        let rest = &self.body[at + 1..];
        let length = rest.bytes().take(60).position(|byte| matches!(byte, b']' | b'\n' | b' ' | b'['));
        let Some(length) = length.filter(|length| *length > 0 && rest[*length..].starts_with(']')) else { return };
        let name = &rest[..length];
        let told = self
            .slip(at - 1..at + length + 2, format!("the footnote `{name}` is not written anywhere"))
            .label("these brackets stay visible")
            .help(format!("add a line of its own, below: `[^{name}]: what it says`"));
        self.complain(told);
    }

    pub(super) fn use_reference(&mut self, link_type: LinkType, id: &str) {
        if matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut) {
            self.slips.used.insert(label(id));
        }
    }

    /// Lines such as `[label]: address` are shown nowhere themselves.
    pub(super) fn check_definitions(
        &mut self,
        definitions: &RefDefs<'_>,
        back: &dyn Fn(Range<usize>) -> Range<usize>,
    ) {
        let mut unused: Vec<(Range<usize>, &str)> = definitions
            .iter()
            // `[//]: # (a remark)` is how remarks are written in Markdown.
            .filter(|(name, definition)| {
                !matches!(&*definition.dest, "#" | "") && *name != "//" && !self.slips.used.contains(&label(name))
            })
            .map(|(name, definition)| (back(definition.span.clone()), name))
            .collect();
        unused.sort_by_key(|(at, _)| at.start);
        for (at, name) in unused {
            let line = at.start..at.start + self.body[at.clone()].lines().next().unwrap_or_default().len();
            let message =
                format!("no link of this text uses `[{}]`, so this line would be shown nowhere", shorten(name));
            let told = Diagnostic::new(Code::TextLost, message)
                .at(self.place(line))
                .severity(Severity::Warning)
                .help(format!("write `[words][{}]` where the link belongs, or delete the line", shorten(name)))
                .help(format!("to show the line as it stands, write `\\[{}]`", shorten(name)));
            self.complain(told);
        }
    }

    /// References in square brackets without an address.
    pub(super) fn check_unresolved(&mut self, found: Unresolved, at: Range<usize>) {
        let body = self.body;
        let name = &found.reference;
        let (before, behind) = (&body[..at.start], &body[at.end..]);
        let is_wiki = before.ends_with('[') && !before.ends_with("\\[") && behind.starts_with(']');
        let labels = matches!(found.link_type, LinkType::ReferenceUnknown | LinkType::CollapsedUnknown);
        let told = if is_wiki {
            let (target, words) = name.split_once('|').unwrap_or((name, name));
            let is_record = target.split_once(':').is_some_and(|(kind, _)| is_record_kind(kind));
            let help = match is_record {
                _ if before.ends_with("![") => format!("write `![what it shows]({})`", shorten(target)),
                true => format!("write `[{}]({target})`", shorten(words)),
                false => format!(
                    "write where it leads: `[{}](song:its-id)`, `[{}](/about/)`",
                    shorten(words),
                    shorten(words)
                ),
            };
            self.slip(at.start - 1..at.end + 1, "a link in two pairs of square brackets is not known here")
                .help(help)
        } else if let Some(inner) = in_brackets(behind) {
            self.failed_link(&at, inner)
        } else if name.starts_with("http://") || name.starts_with("https://") {
            let has_words = before.ends_with(')');
            let help = match has_words {
                true => format!(
                    "the words stand in the square brackets, the address in the round ones: `[words]({})`",
                    shorten(name)
                ),
                false => format!("write `[words]({})`, or `<{}>`", shorten(name), shorten(name)),
            };
            self.slip(at, "an address alone in square brackets is no link").help(help)
        } else if is_of_a_forum(name) {
            self.slip(at, "signs of a forum mark nothing here").help(
                "write `**bold**`, `*italic*`, `[words](https://…)`, and `> ` before each line of a quotation",
            )
        } else if let Some(told) = self.unknown_kind(name, &at) {
            told
        } else if let Some(alert) = name.strip_prefix('!').filter(|_| before.trim_end_matches(' ').ends_with('>')) {
            const BOXES: &[&str] = &["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];
            let boxes: Vec<String> = BOXES.iter().map(|word| format!("`[!{word}]`")).collect();
            self.slip(at, format!("`[!{}]` is no box that is known here", shorten(alert))).help(
                match nearest(alert, BOXES.iter().copied()) {
                    Some(near) => format!("did you mean `[!{near}]`?"),
                    None => format!("the boxes are: {}", boxes.join(", ")),
                },
            )
        } else if labels {
            self.slip(at, format!("nothing says where `[{}]` leads", shorten(name)))
                .help(format!(
                    "add a line of its own, below: `[{}]: https://…`, or write `[words](https://…)`",
                    shorten(name)
                ))
                .help("brackets that are meant to be seen are written `\\[`")
        } else {
            return;
        };
        self.complain(told.label("these brackets stay visible"));
    }

    /// `[words](…)` that is no link, or has a space between its two parts.
    fn failed_link(&self, at: &Range<usize>, inner: InBrackets) -> Diagnostic {
        let span = at.start..at.end + inner.length;
        let told = |message: &str| Diagnostic::new(Code::RawMarkup, message).at(self.place(span.clone()));
        let target = inner.target.trim();
        if inner.has_gap {
            return told("a space stands between the two parts of this link, so it is none").help(format!(
                "write `{}({})`",
                shorten(&self.body[at.clone()]),
                shorten(target)
            ));
        }
        if !inner.is_closed {
            return told("the bracket with the address is never closed, so this is no link")
                .help("write `)` behind the address");
        }
        let kind = target.split_once(':').filter(|(kind, _)| is_record_kind(kind));
        match kind {
            Some((kind, id)) => told("an address has no spaces, so this is no link")
                .help(format!("write `({kind}:{})`", id.split_whitespace().collect::<Vec<_>>().join("-"))),
            None => told("an address has no spaces, so this is no link").help(format!(
                "write `%20` for each, or put the address between `<` and `>`: `(<{}>)`",
                shorten(target)
            )),
        }
    }

    /// `[songs:promise]`, where `song` is the kind.
    fn unknown_kind(&self, name: &str, at: &Range<usize>) -> Option<Diagnostic> {
        let (kind, id) = name.split_once(':')?;
        let id = id.trim();
        let looks_like_one = kind.len() > 1
            && kind.chars().all(char::is_alphabetic)
            && !id.is_empty()
            && id.split('/').all(|part| id_problem(part).is_none());
        if !looks_like_one || (is_record_kind(kind) && !name.contains(char::is_whitespace)) {
            return None;
        }
        let names = || Kind::ALL.iter().map(|kind| kind.name());
        let meant = meant_kind(kind);
        let told = Diagnostic::new(Code::RawMarkup, format!("`{kind}` is no kind of record, so this is no link"));
        let told = match is_record_kind(kind) {
            true => {
                Diagnostic::new(Code::RawMarkup, "a space stands in the name of this record, so this is no link")
            }
            false => told,
        };
        Some(told.at(self.place(at.clone())).help(match meant {
            Some(meant) => format!("write `[{meant}:{id}]`"),
            None => format!("the kinds are: {}", names().collect::<Vec<_>>().join(", ")),
        }))
    }
}

/// What stands in round brackets behind square ones.
struct InBrackets<'a> {
    target: &'a str,
    is_closed: bool,
    has_gap: bool,
    /// With the brackets and what stands before them.
    length: usize,
}

/// `[/b]`, `[url=…]`: the signs that forums write.
fn is_of_a_forum(name: &str) -> bool {
    const TAGS: &[&str] =
        &["b", "i", "u", "s", "url", "img", "quote", "spoiler", "color", "size", "center", "list"];
    match name.split_once('=') {
        Some((tag, _)) => TAGS.contains(&tag.to_lowercase().as_str()),
        None => name.strip_prefix('/').is_some_and(|tag| TAGS.contains(&tag.to_lowercase().as_str())),
    }
}

/// Behind `[words]`: `(…)` in the same line, or ` (…)` with what can only be an address in it.
fn in_brackets(behind: &str) -> Option<InBrackets<'_>> {
    let has_gap = behind.starts_with([' ', '\n']);
    let line = &behind[usize::from(has_gap)..];
    let line = line.lines().next().unwrap_or_default();
    let rest = line.strip_prefix('(')?;
    let (target, is_closed) = match rest.split_once(')') {
        Some((target, _)) => (target, true),
        None => (rest, false),
    };
    let is_address = target.starts_with(['/', '#'])
        || target.contains("://")
        || target.split_once(':').is_some_and(|(kind, id)| is_record_kind(kind) && !id.is_empty());
    let length = usize::from(has_gap) + 1 + target.len() + usize::from(is_closed);
    let has_space = target.trim().contains(char::is_whitespace);
    let is_file =
        target.trim().rsplit('.').next().is_some_and(|end| {
            matches!(end, "jpg" | "jpeg" | "png" | "webp" | "svg" | "gif" | "avif" | "pdf" | "md")
        });
    let is_meant = match has_gap {
        true => is_address && is_closed && !target.contains(' '),
        false => is_address || (is_file && (has_space || !is_closed)),
    };
    is_meant.then_some(InBrackets { target, is_closed, has_gap, length })
}

fn label(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
