//! From YAML nodes to typed values: one small grammar for every kind, told by each field's type.
//!
//! A kind is a struct whose fields are `Need`, `Maybe`, `List` or `NeedList` of values; the macro `fields!`
//! writes it down once, with a line of documentation for each field, and everything else follows from that:
//! reading, unknown and missing fields, the manual. A mistake is told with its place and reading goes on;
//! the hole that it leaves is a default, and no page is made from it, because the build stops.

use super::advice;
use super::forbidden;
use super::foreign::Foreign;
use super::marks::Marks;
use super::mend;
pub use super::near::{either, nearest, shorten, unknown_field};
use super::shape::Shape;
use super::yaml::{Key, Node, Style, Yaml};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::fact::{Fact, List, Maybe, Need, NeedList, Span};
use crate::base::id::{Kind, RecordId, Ref};
use crate::base::place::Place;
use std::sync::Arc;

mod declare;
mod opened;

pub(crate) use declare::{fields, words};
use opened::read_fact;

/// What a reader of values needs to know, and where it puts what it finds.
pub struct Cx<'a> {
    pub file: &'a Arc<str>,
    /// The file's text, for cutting out what the author wrote.
    pub text: &'a str,
    /// The record that is being read.
    pub owner: RecordId,
    /// The field that is being read, for messages.
    pub field: &'static str,
    /// The field of the record itself that this one lies in.
    pub top: &'static str,
    /// Whether a record can be without the field.
    pub presence: Presence,
    /// The drama that plain ids belong to.
    pub drama: Arc<str>,
    pub complaints: &'a mut Vec<Diagnostic>,
    pub mentions: &'a mut Vec<Mention>,
    pub marks: &'a mut Marks,
    /// The languages that texts are keyed by.
    pub foreign: &'a mut Vec<Foreign>,
}

/// What may be done about a field that nobody has a value for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Presence {
    /// It may be left out.
    #[default]
    Free,
    Needed,
    /// Needed, and `unknown` is a value of it.
    NeededOrUnknown,
}

/// One record named by another. `model::link` sees that it is there.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    pub to: Ref,
    pub owner: RecordId,
    /// The record's own field: `heard_in`, also for an episode named deep inside it.
    pub field: &'static str,
    pub file: Arc<str>,
}

impl Cx<'_> {
    pub fn place(&self, at: Span) -> Place {
        Place { file: self.file.clone(), start: at.start, end: at.end }
    }

    pub fn complain(&mut self, complaint: Diagnostic) {
        self.complaints.push(complaint);
    }

    /// A value that is not of the form that its field needs.
    pub fn wrong(&mut self, node: &Node, form: &str) {
        self.wrong_word(node, form, None);
    }

    /// The same of a word, with what to write instead where that is certain.
    pub fn wrong_word(&mut self, node: &Node, form: &str, advice: Option<String>) {
        let found = match &node.is {
            Yaml::Nothing => "has no value".to_string(),
            Yaml::List(_) => "is a list".to_string(),
            Yaml::Map(_) => "is a mapping (keys with values)".to_string(),
            Yaml::Text { text, .. } if text.trim().is_empty() => "is empty".to_string(),
            Yaml::Text { text, .. } => format!("is `{}`", shorten(text)),
        };
        let subject = if self.field.is_empty() { self.owner_name() } else { format!("`{}`", self.field) };
        let mut complaint = Diagnostic::new(Code::WrongType, format!("{subject} {found}, but it takes {form}"))
            .at(self.place(node.at));
        if !self.field.is_empty() {
            complaint = complaint.label(format!("in {}", self.owner_name()));
        }
        let help = match &node.is {
            Yaml::Text { text, .. } if !text.trim().is_empty() && !self.field.is_empty() => {
                advice::quotation_marks(text.trim()).or(advice)
            }
            Yaml::Map(_) | Yaml::List(_) => advice.or_else(|| self.advice(node, form)),
            _ => self.advice(node, form),
        };
        self.complain(match help {
            Some(help) => complaint.help(help),
            None => complaint,
        });
    }

    /// What to do about a value of the wrong form.
    fn advice(&self, node: &Node, form: &str) -> Option<String> {
        let written = || shorten(&self.text[node.at.start as usize..node.at.end as usize]);
        let is_text = form.contains("a text") || form.contains("a name");
        match &node.is {
            Yaml::Nothing => Some(self.without_value()),
            Yaml::Text { text, .. } if text.trim().is_empty() => Some(self.without_value()),
            Yaml::Text { .. } if self.field.is_empty() => {
                Some("write its fields, each on a line of its own: a key, a colon, a space and a value".into())
            }
            Yaml::List(_) if self.field.is_empty() => Some(
                "take the hyphens away: fields stand on lines of their own, each with a key and a colon".into(),
            ),
            Yaml::List(list) if is_text => match written() {
                text if text.starts_with('[') => Some(format!(
                    "a text that begins with a bracket stands in quotes: `{}: \"{text}\"`",
                    self.field
                )),
                _ if list.len() == 1 => Some("take the hyphen away: here is one value, not a list".into()),
                _ => None,
            },
            Yaml::List(list) => Some(match list.len() {
                1 if written().starts_with('[') => "take the brackets away: here is one value, not a list".into(),
                1 => "take the hyphen away: here is one value, not a list".into(),
                _ => "only one value belongs here: keep the right one".into(),
            }),
            Yaml::Map(_) if !form.starts_with('`') && !form.contains('{') => Some(format!(
                "write the value behind the colon; to say more about it, open it: `{}: {{is: …, sources: [...]}}`",
                self.field
            )),
            _ => None,
        }
    }

    /// What to do about a field without a value.
    fn without_value(&self) -> String {
        match self.presence {
            Presence::Free => "write a value, or leave the whole line out: absent means that nobody looked".into(),
            Presence::Needed => format!("write a value: {} cannot be without it", self.owner_name()),
            Presence::NeededOrUnknown => {
                format!("write a value, or `{}: unknown` when there is one that nobody knows", self.field)
            }
        }
    }

    /// The record as a message names it: "the song `promise`".
    pub fn owner_name(&self) -> String {
        match (self.owner.kind, &*self.owner.id) {
            (Kind::Page, "") => "the site".into(),
            (kind, id) => format!("the {kind} `{id}`"),
        }
    }

    /// A single word or number; nothing and a complaint for anything else.
    pub fn word<'n>(&mut self, node: &'n Node, form: &str) -> Option<&'n str> {
        match &node.is {
            Yaml::Text { text, .. } => Some(text.trim()),
            _ => {
                self.wrong(node, form);
                None
            }
        }
    }

    /// Free text on one line, of which nothing may be lost.
    pub fn line(&mut self, node: &Node) -> Option<String> {
        match &node.is {
            Yaml::Text { text, style } => {
                if *style == Style::CutByComment {
                    self.lost_in_comment(node, text);
                }
                let text = text.trim();
                if text.is_empty() {
                    self.wrong(node, "a text");
                    return None;
                }
                if let Some(complaint) = markup_in(text) {
                    let complaint = complaint.at(self.place(node.at));
                    self.complain(complaint);
                }
                // Signs of Markdown that are meant are written as Markdown has it: `\*`.
                let unescaped;
                let text = match text.contains('\\') {
                    true => {
                        unescaped = text.replace("\\*", "*").replace("\\~", "~");
                        unescaped.as_str()
                    }
                    false => text,
                };
                // A text that the author broke over several lines is one line to the reader.
                Some(if text.contains('\n') {
                    text.split_whitespace().collect::<Vec<_>>().join(" ")
                } else {
                    text.into()
                })
            }
            Yaml::Nothing if self.is_before_comment(node) => {
                self.lost_in_comment(node, "");
                None
            }
            Yaml::Nothing if self.text[node.at.start as usize..].starts_with(['~', 'n', 'N']) => {
                let written = self.text[node.at.start as usize..node.at.end as usize].to_string();
                self.complain(
                    Diagnostic::new(Code::TextLost, format!("to YAML, `{written}` means \"nothing\""))
                        .at(self.place(node.at))
                        .help(format!("if it is the text itself, put it in quotes: \"{written}\"")),
                );
                None
            }
            _ => {
                self.wrong(node, "a text");
                None
            }
        }
    }

    /// To the end of its line; only for complaints, since a line may be as long as its file.
    fn rest_of_line(&self, node: &Node) -> &str {
        self.text[node.at.end as usize..].split(['\n', '\r']).next().unwrap_or("")
    }

    fn is_before_comment(&self, node: &Node) -> bool {
        self.text[node.at.end as usize..].trim_start_matches([' ', '\t']).starts_with('#')
    }

    fn lost_in_comment(&mut self, node: &Node, kept: &str) {
        let rest = self.rest_of_line(node);
        let (start, end) = (node.at.end as usize, node.at.end as usize + rest.trim_end().len());
        let whole = format!("{kept}{}", rest.trim_end());
        let lost = Span { start: (start + (rest.len() - rest.trim_start().len())) as u32, end: end as u32 };
        let kept = if kept.is_empty() { end..end } else { node.at.start as usize..start };
        let fix = mend::cut_text(self.file, self.text, kept, lost.start as usize..end);
        self.complain(
            Diagnostic::new(Code::TextLost, "YAML takes everything after ` #` for a comment")
                .at(self.place(lost))
                .label("this part of the text would be lost")
                .help(format!("put the text in quotes: \"{}\"", whole.trim().replace('"', "\\\"")))
                .help("if it really is a comment, move it to a line of its own")
                .fix(fix),
        );
    }

    /// A mention of a record: an id, or `<drama>/<id>`.
    pub fn reference(&mut self, node: &Node, kinds: &'static [Kind]) -> Option<Ref> {
        let form = format!("the id of {}", either(kinds));
        let text = self.word(node, &form)?;
        if text.is_empty() {
            self.wrong(node, &form);
            return None;
        }
        if text.contains("://") {
            let complaint = Diagnostic::new(Code::WrongType, "an address stands here, and an id belongs here")
                .at(self.place(node.at))
                .help(format!("give it a record of its own with that address, and write here {form}"));
            self.complain(complaint);
            return None;
        }
        if let Some(entries) = advice::entries(text) {
            let complaint = Diagnostic::new(Code::WrongType, format!("`{}` is no id", shorten(text)))
                .at(self.place(node.at))
                .help(format!("write `{entries}`, with plain hyphens, commas and brackets"));
            self.complain(complaint);
            return None;
        }
        Some(self.mention(text, node.at, kinds))
    }

    /// Notes that a record is named.
    pub fn mention(&mut self, text: &str, at: Span, kinds: &'static [Kind]) -> Ref {
        let (drama, id) = match text.split_once('/') {
            Some((drama, id)) => (drama.into(), id.into()),
            None => (self.drama.clone(), text.into()),
        };
        let to = Ref { kinds, drama, id, at };
        self.mentions.push(Mention {
            to: to.clone(),
            owner: self.owner.clone(),
            field: if self.top.is_empty() { self.field } else { self.top },
            file: self.file.clone(),
        });
        to
    }
}

/// A link or HTML in a text of a YAML file, where both would be shown as they stand.
fn markup_in(text: &str) -> Option<Diagnostic> {
    let target = text.find("](").filter(|at| text[..*at].contains('[')).map(|at| &text[at + 2..]);
    let is_address = target.is_some_and(|target| {
        let target = target.split(')').next().unwrap_or(target);
        let is_record = target.split_once(':').is_some_and(|(kind, _)| Kind::named(kind).is_some());
        is_record || target.starts_with('/') || target.contains("://")
    });
    if is_address {
        return Some(
            Diagnostic::new(Code::RawMarkup, "a text in a YAML file is no Markdown, so this link would be shown with its brackets")
                .help("write the words alone; addresses belong under `links:`, and other records find their way here by themselves"),
        );
    }
    const TAGS: &[&str] = &["<b>", "<i>", "<em>", "<strong>", "<br>", "<br/>", "<br />", "<u>", "<p>", "<a href"];
    // A title may well have a `<B>` in it.
    let tag = TAGS.iter().find(|tag| text.contains(**tag))?;
    Some(
        Diagnostic::new(
            Code::RawMarkup,
            format!("a text in a YAML file is no HTML, so `{tag}` would be shown as it stands"),
        )
        .help("take it out; a text with emphasis and paragraphs is a file of its own, in `content/about/`"),
    )
}

/// A type that can stand behind a key.
pub trait Value: Sized {
    /// What may be written, in words that follow "it takes": "a date such as `2024-04-26`".
    fn form() -> String;

    /// May be `unknown`: the thing exists, but nobody knows its value.
    const MAY_BE_UNKNOWN: bool = false;
    /// May be opened with `is:`.
    const OPENS: bool = true;

    /// The same for the JSON Schema.
    fn shape() -> Shape;

    /// The value, or nothing after a complaint.
    fn read(node: &Node, cx: &mut Cx) -> Option<Self>;
}

/// A field of a kind: how often it may stand there.
pub trait Field: Default {
    const NEEDED: bool;
    /// What may be written for it.
    fn shape() -> Shape;
    fn read(node: &Node, cx: &mut Cx) -> Self;
}

/// A single value, plain or opened.
fn fact_of<T: Value>() -> Shape {
    Shape::Fact { value: Box::new(T::shape()), may_be_unknown: T::MAY_BE_UNKNOWN, opens: T::OPENS }
}

/// A list, plain or opened as a whole.
fn facts_of<T: Value>() -> Shape {
    let list = Shape::List(Box::new(T::shape()));
    Shape::Fact { value: Box::new(list), may_be_unknown: false, opens: true }
}

impl<T: Value> Field for Maybe<T> {
    const NEEDED: bool = false;
    fn shape() -> Shape {
        fact_of::<T>()
    }
    fn read(node: &Node, cx: &mut Cx) -> Self {
        cx.presence = Presence::Free;
        Maybe(read_fact(node, cx, T::MAY_BE_UNKNOWN, T::OPENS, T::read).map(Box::new))
    }
}

impl<T: Value> Field for Need<T> {
    const NEEDED: bool = true;
    fn shape() -> Shape {
        fact_of::<T>()
    }
    fn read(node: &Node, cx: &mut Cx) -> Self {
        cx.presence = if T::MAY_BE_UNKNOWN { Presence::NeededOrUnknown } else { Presence::Needed };
        Need(read_fact(node, cx, T::MAY_BE_UNKNOWN, T::OPENS, T::read))
    }
}

// A list that cannot be read has been told. It counts as given, so that nobody calls it missing as well.
impl<T: Value> Field for List<T> {
    const NEEDED: bool = false;
    fn shape() -> Shape {
        facts_of::<T>()
    }
    fn read(node: &Node, cx: &mut Cx) -> Self {
        cx.presence = Presence::Free;
        List(Some(Box::new(read_given_list(node, cx))))
    }
}

impl<T: Value> Field for NeedList<T> {
    const NEEDED: bool = true;
    fn shape() -> Shape {
        facts_of::<T>()
    }
    fn read(node: &Node, cx: &mut Cx) -> Self {
        cx.presence = Presence::Needed;
        NeedList(Some(read_given_list(node, cx)))
    }
}

fn read_given_list<T: Value>(node: &Node, cx: &mut Cx) -> Fact<Vec<T>> {
    let read = read_fact(node, cx, false, true, read_list);
    read.unwrap_or(Fact { is: None, at: node.at, opened: None })
}

fn read_list<T: Value>(node: &Node, cx: &mut Cx) -> Option<Vec<T>> {
    match &node.is {
        Yaml::List(list) => {
            let read: Vec<T> = list.iter().filter_map(|item| T::read(item, cx)).collect();
            // Where none of its entries could be read, that was told, and it is no empty list.
            (list.is_empty() || !read.is_empty()).then_some(read)
        }
        Yaml::Nothing => {
            cx.wrong(node, "a list");
            None
        }
        _ => {
            let written = &cx.text[node.at.start as usize..node.at.end as usize];
            let numbered = written.lines().all(|line| without_number(line.trim()).is_some());
            let help = match node.text() {
                Some(_) if numbered => format!(
                    "an entry of a list begins with a hyphen: `- {}`",
                    written.lines().next().and_then(|line| without_number(line.trim())).map_or("…".into(), shorten)
                ),
                Some(text) => match advice::entries(text) {
                    Some(entries) => {
                        format!("write `{}: [{entries}]`, with plain hyphens, commas and brackets", cx.field)
                    }
                    None => match T::shape() {
                        Shape::Fields { fields, .. } => {
                            let needed = fields.iter().find(|about| about.needed).map_or("…", |about| about.name);
                            format!("write a list of fields: `{}: [{{{needed}: {}}}]`", cx.field, shorten(text))
                        }
                        _ => format!("put it in brackets: `{}: [{}]`", cx.field, shorten(text)),
                    },
                },
                None if keys_are_numbers(node) => format!(
                    "write a list, each with its number in a field of its own: `{}: [{{number: 1, …}}]`",
                    cx.field
                ),
                None if written.starts_with('{') => {
                    format!("put it in brackets: `{}: [{}]`", cx.field, shorten(written))
                }
                None => format!("put `- ` before `{}`, and two spaces before the lines below it", shorten(written)),
            };
            let message = format!("`{}` takes a list, and this is `{}`", cx.field, shorten(written));
            let complaint = Diagnostic::new(Code::WrongType, message).at(cx.place(node.at)).help(help);
            cx.complain(complaint);
            None
        }
    }
}

/// What stands behind `1. ` or `1) `.
fn without_number(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = rest.strip_prefix(['.', ')']).filter(|_| rest.len() < line.len())?;
    rest.strip_prefix(' ').map(str::trim)
}

fn keys_are_numbers(node: &Node) -> bool {
    let is_number = |key: &Key| !key.text.is_empty() && key.text.bytes().all(|byte| byte.is_ascii_digit());
    matches!(&node.is, Yaml::Map(entries) if !entries.is_empty() && entries.iter().all(|(key, _)| is_number(key)))
}

/// Values by keys of the author's own, in the author's order.
pub fn read_by_key<T: Value>(node: &Node, cx: &mut Cx, form: &str) -> Option<Vec<(String, T)>> {
    let Yaml::Map(entries) = &node.is else {
        let help =
            "give each a short key of its own and a colon, and write its fields behind that, without hyphens";
        cx.wrong_word(node, form, Some(help.into()));
        return None;
    };
    Some(entries.iter().filter_map(|(key, value)| Some((key.text.clone(), T::read(value, cx)?))).collect())
}

/// A word that is not one of those allowed.
pub fn wrong_word(node: &Node, cx: &mut Cx, field: &str, allowed: impl Iterator<Item = &'static str> + Clone) {
    let Some(text) = node.text() else {
        let list = allowed.collect::<Vec<_>>().join(", ");
        cx.wrong(node, &format!("one of: {list}"));
        return;
    };
    let list = allowed.clone().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    let mut complaint =
        Diagnostic::new(Code::WrongType, format!("`{field}` cannot be `{}`", shorten(text))).at(cx.place(node.at));
    if let Some(near) = advice::word(text, allowed.clone()).or_else(|| nearest(text, allowed)) {
        complaint = complaint.help(format!("did you mean `{near}`?"));
    }
    cx.complain(complaint.help(format!("it may be {list}")));
}

/// One field of a kind, for messages and the manual.
#[derive(Clone, Copy, Debug)]
pub struct FieldAbout {
    pub name: &'static str,
    pub about: &'static str,
    pub needed: bool,
    pub form: fn() -> String,
    pub shape: fn() -> Shape,
}

/// A mapping whose keys are fixed.
pub trait Fields: Default {
    /// In messages: "a song".
    const CALLED: &'static str;
    const FIELDS: &'static [FieldAbout];

    /// Reads one field; false when there is none of that name.
    fn set(&mut self, key: &str, node: &Node, cx: &mut Cx) -> bool;
}

/// Reads a mapping with fixed keys. `also` takes keys that are not the kind's own.
pub fn read_fields<T: Fields>(
    node: &Node,
    cx: &mut Cx,
    more: &'static [FieldAbout],
    also: &mut dyn FnMut(&str, &Node, &mut Cx) -> bool,
) -> Option<T> {
    let Yaml::Map(entries) = &node.is else {
        let needed: Vec<&str> = T::FIELDS.iter().filter(|about| about.needed).map(|about| about.name).collect();
        let all: Vec<&str> = T::FIELDS.iter().map(|about| about.name).collect();
        let fields: Vec<String> =
            if needed.is_empty() { &all } else { &needed }.iter().map(|name| format!("{name}: …")).collect();
        let help = match (&needed[..], node.text()) {
            ([one], Some(text)) => format!("write `{{{one}: {}}}`", shorten(text.trim())),
            _ => format!("write `{{{}}}`", fields.join(", ")),
        };
        let help = (!cx.field.is_empty()).then_some(help);
        cx.wrong_word(node, "fields (keys with values)", help);
        return None;
    };
    if let Some(complaint) = keyed_by_number(T::CALLED, T::FIELDS, node, cx) {
        cx.complain(complaint);
        return None;
    }
    let mut value = T::default();
    let around = cx.enter(node);
    let outer = cx.field;
    // Fields that a mistyped key was probably meant for: that they are missing is no second mistake.
    let mut meant: Vec<&str> = Vec::new();
    for (key, node) in entries {
        if let Some(about) = T::FIELDS.iter().chain(more).find(|about| about.name == key.text) {
            cx.field = about.name;
            if outer.is_empty() {
                cx.top = about.name;
            }
        }
        if !value.set(&key.text, node, cx) && !also(&key.text, node, cx) {
            let at = cx.place(key.at);
            let known = T::FIELDS.iter().chain(more).map(|about| about.name);
            let owner = outer.is_empty().then_some(cx.owner.kind);
            if let Some(complaint) = forbidden::field(&key.text, owner, at.clone()) {
                cx.complain(complaint);
                cx.field = outer;
                continue;
            }
            if let Some(complaint) = cut_by_comma(key, node, cx) {
                cx.complain(complaint);
                cx.field = outer;
                continue;
            }
            let is_taken = |word: &str| entries.iter().any(|(key, _)| key.text == word);
            let certain = mend::certain_key(&key.text, known.clone(), is_taken);
            let certain = certain.filter(|word| !meant.contains(word));
            meant.extend(nearest(&key.text, known.clone()));
            meant.extend(certain);
            let fix = certain.map(|word| mend::key(at.clone(), &key.text, word));
            cx.complain(unknown_field(&key.text, at, T::CALLED, known).fix(fix));
        }
        cx.field = outer;
    }
    cx.leave(around);
    for about in T::FIELDS.iter().filter(|about| about.needed) {
        if !entries.iter().any(|(key, _)| key.text == about.name) && !meant.contains(&about.name) {
            let Span { start, end } = node.at;
            // No further than the record: a line may hold a whole file.
            let line = &cx.text[start as usize..end.max(start) as usize];
            let end = line.find(['\n', '\r']).map_or(end, |found| start + found as u32);
            let at = cx.place(Span { start, end: end.max(start) });
            let complaint = Diagnostic::new(Code::MissingField, format!("{} needs `{}`", T::CALLED, about.name))
                .at(at)
                .label(format!("missing in {}", cx.owner_name()))
                .help(format!("add a line `{}:` with {}", about.name, (about.form)()));
            cx.complain(complaint);
        }
    }
    Some(value)
}

/// What stands behind a comma in `{price: ₩38,000}` is read as a key of its own.
fn cut_by_comma(key: &Key, value: &Node, cx: &Cx) -> Option<Diagnostic> {
    let before = cx.text[..key.at.start as usize].trim_end_matches([' ', '\t']);
    let is_key = cx.text[key.at.end as usize..].trim_start().starts_with(':');
    (value.is == Yaml::Nothing && !is_key && before.ends_with(',')).then(|| {
        Diagnostic::new(Code::TextLost, "a comma inside `{…}` ends the value before it")
            .at(cx.place(key.at))
            .label(format!("`{}` is read as a field of its own", shorten(&key.text)))
            .help("put the whole value in quotes, with its comma")
    })
}

/// `{1: promise}` where a number has a field of its own.
fn keyed_by_number(called: &str, fields: &[FieldAbout], node: &Node, cx: &Cx) -> Option<Diagnostic> {
    let Yaml::Map(entries) = &node.is else { return None };
    let (first, value) = entries.first().filter(|_| keys_are_numbers(node))?;
    let has_number = fields.iter().any(|about| about.name == "number");
    let other = fields.iter().find(|about| about.needed && about.name != "number").filter(|_| has_number);
    let (field, text) = match (other, value.text()) {
        (Some(other), Some(text)) => (other.name, text),
        _ => ("title", "…"),
    };
    let message = format!("{called} begins with the number {} here, and that is no field", first.text);
    has_number.then(|| {
        Diagnostic::new(Code::UnknownField, message).at(cx.place(first.at)).help(format!(
            "write `{{number: {}, {field}: {}}}`",
            first.text,
            shorten(text)
        ))
    })
}

/// What may be written for a field, in words.
pub trait Formed {
    fn form() -> String;
}

macro_rules! formed {
    ($($held:ident $list:literal;)*) => {$(
        impl<T: Value> Formed for $held<T> {
            fn form() -> String {
                if $list { format!("a list, each {}", T::form()) } else { T::form() }
            }
        }
    )*};
}
formed! { Need false; Maybe false; List true; NeedList true; }
