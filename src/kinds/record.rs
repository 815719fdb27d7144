//! One record of any kind: its id, its place, its own fields and the common ones.

use super::common::{Common, KeptCommon};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::fact::Span;
use crate::base::id::{RecordId, id_problem, suggest_id};
use crate::base::lang::Lang;
use crate::base::place::Place;
use crate::parse::decode::{Cx, FieldAbout, Fields, read_fields, unknown_field};
use crate::parse::forbidden;
use crate::parse::markdown::Prose;
use crate::parse::shape::Shape;
use crate::parse::yaml::{Key, Node, Yaml, is_strange_blank};

use std::ops::Deref;
use std::sync::Arc;

/// A record as its file tells it.
#[derive(Clone, Debug)]
pub struct Record<T> {
    pub id: RecordId,
    /// Its key, or the head of its file.
    pub place: Place,
    /// The whole record.
    pub whole: Span,
    pub common: KeptCommon,
    pub is: T,
}

impl<T> Record<T> {
    /// The place of something in the record's file.
    pub fn at(&self, span: Span) -> Place {
        Place { file: self.place.file.clone(), start: span.start, end: span.end }
    }
}

impl<T> Version<T> {
    /// The text with the record it is of and its file.
    pub fn long(&self, of: &RecordId) -> (RecordId, Arc<str>, Arc<Prose>) {
        (of.clone(), self.place.file.clone(), self.prose.clone())
    }
}

/// A record kept as Markdown, in one or more languages: news and free pages.
#[derive(Clone, Debug)]
pub struct Document<T> {
    /// One for each language it is written in; never empty.
    pub versions: Vec<Version<T>>,
}

/// A Markdown file, and the language that the site takes it for.
#[derive(Clone, Debug)]
pub struct Version<T> {
    pub lang: Lang,
    pub file: Arc<MarkdownFile<T>>,
}

/// A Markdown file.
#[derive(Clone, Debug)]
pub struct MarkdownFile<T> {
    pub place: Place,
    pub front: T,
    pub common: KeptCommon,
    pub prose: Arc<Prose>,
}

impl<T> Deref for Version<T> {
    type Target = MarkdownFile<T>;

    fn deref(&self) -> &MarkdownFile<T> {
        &self.file
    }
}

impl<T> Document<T> {
    /// The version for a reader of `lang`: that language's, else the first language's, else any.
    pub fn version(&self, lang: &Lang, first: &Lang) -> &Version<T> {
        let of = |lang: &Lang| self.versions.iter().find(|version| version.lang == *lang);
        of(lang).or_else(|| of(first)).unwrap_or(&self.versions[0])
    }

    pub fn is_in(&self, lang: &Lang) -> bool {
        self.versions.iter().any(|version| version.lang == *lang)
    }
}

/// Reads the fields of a record; `cx.owner` is the record.
pub fn read_record<T: Fields>(place: Place, node: &Node, cx: &mut Cx) -> Option<Record<T>> {
    let mut common = KeptCommon::default();
    let also = &mut |key: &str, node: &Node, cx: &mut Cx| common.set(key, node, cx);
    let is = read_fields(node, cx, common_fields(), also)?;
    check_wanted::<T>(node.get("wanted"), cx);
    let whole = Span { start: place.start.min(node.at.start), end: node.at.end };
    Some(Record { id: cx.owner.clone(), place, whole, common, is })
}

pub fn common_fields() -> &'static [FieldAbout] {
    <Common as Fields>::FIELDS
}

/// `wanted:` names fields of the record, and of what is in them: `writers.lyrics`, `discs[1].tracks`.
fn check_wanted<T: Fields>(node: Option<&Node>, cx: &mut Cx) {
    let Some(Node { is: Yaml::List(list), .. }) = node else { return };
    for item in list {
        let Some(text) = item.text().map(str::trim).filter(|text| !text.is_empty()) else { continue };
        let parts: Vec<&str> = text.split('.').map(|part| part.split('[').next().unwrap_or(part)).collect();
        let fields = T::FIELDS.iter().chain(common_fields());
        let Err((part, of, known)) = find_field(fields, T::CALLED, &parts) else { continue };
        let at = cx.place(item.at);
        let complaint = match known.is_empty() {
            true => Diagnostic::new(Code::UnknownField, format!("`{of}` has no parts, so there is no `{text}`"))
                .at(at)
                .help(format!("write `{of}` alone")),
            false => unknown_field(part, at, of, known.into_iter()),
        };
        cx.complain(complaint);
    }
}

/// The part of a path that there is not, what it should be a part of, and the parts that there are.
type NoField<'p> = (&'p str, &'p str, Vec<&'static str>);

fn find_field<'p>(
    fields: impl Iterator<Item = &'static FieldAbout> + Clone,
    of: &'p str,
    path: &[&'p str],
) -> Result<(), NoField<'p>> {
    let Some((first, rest)) = path.split_first() else { return Ok(()) };
    let known = || fields.clone().map(|about| about.name).collect();
    let about = fields.clone().find(|about| about.name == *first).ok_or_else(|| (*first, of, known()))?;
    if rest.is_empty() { Ok(()) } else { find_part(&(about.shape)(), first, rest) }
}

fn find_part<'p>(shape: &Shape, of: &'p str, path: &[&'p str]) -> Result<(), NoField<'p>> {
    match shape {
        Shape::Fact { value: inner, .. } | Shape::List(inner) => find_part(inner, of, path),
        Shape::Keyed { value, .. } if path.len() > 1 => find_part(value, path[0], &path[1..]),
        Shape::Fields { fields, called } => find_field(fields.iter(), called, path),
        Shape::Either(shapes) => {
            let mut found = shapes.iter().map(|shape| find_part(shape, of, path));
            let last = found.next_back().unwrap_or(Ok(()));
            if found.any(|found| found.is_ok()) { Ok(()) } else { last }
        }
        // In one language, or how it is read.
        Shape::Text | Shape::Name | Shape::Anything | Shape::Keyed { .. } => Ok(()),
        _ => Err((path[0], of, Vec::new())),
    }
}

/// Former ids become addresses, so they are written like ids, and none is the present one.
pub fn check_was(node: Option<&Node>, cx: &mut Cx) {
    let Some(Node { is: Yaml::List(list), .. }) = node else { return };
    for item in list {
        let Some(id) = item.text().map(str::trim) else { continue };
        let place = cx.place(item.at);
        if let Err(complaint) = check_id_text(id, place.clone()) {
            cx.complain(complaint.help("`was` names the ids that the record had before"));
        } else if *id == *cx.owner.id {
            let message = format!("{} is still called `{id}`, so it is no former id", cx.owner_name());
            cx.complain(Diagnostic::new(Code::BadId, message).at(place).help("take it out of `was`"));
        }
    }
}

/// A fan's own fields are free, but for what belongs to others.
pub fn check_extra(node: Option<&Node>, cx: &mut Cx) {
    let Some(node) = node else { return };
    match &node.is {
        Yaml::List(list) => list.iter().for_each(|item| check_extra(Some(item), cx)),
        Yaml::Map(entries) => {
            for (key, value) in entries {
                let place = cx.place(key.at);
                match forbidden::own_field(&key.text, Some(cx.owner.kind), place) {
                    Some(complaint) => cx.complain(complaint),
                    None => check_extra(Some(value), cx),
                }
            }
        }
        Yaml::Nothing | Yaml::Text { .. } => {}
    }
}

/// A key as an id: what keeps it from being one is told.
pub fn check_id(key: &Key, place: Place) -> Result<(), Diagnostic> {
    check_id_text(&key.text, place)
}

pub fn check_id_text(id: &str, place: Place) -> Result<(), Diagnostic> {
    let Some(why) = id_problem(id) else { return Ok(()) };
    let mut complaint = Diagnostic::new(Code::BadId, format!("`{id}` cannot be an id: {why}")).at(place);
    let seen: String = id.chars().filter(|c| !is_strange_blank(*c)).collect();
    if seen != id && id_problem(&seen).is_none() {
        return Err(complaint.help(format!("there is a character in it that cannot be seen: write `{seen}`")));
    }
    let better = suggest_id(id);
    if better.is_empty() {
        complaint =
            complaint.help("write it in small Latin letters, as in `last-chance`; the title may be in any letters");
    }
    if id_problem(&better).is_none() && better != id {
        complaint = complaint.help(format!("write `{better}`; the title may be in any letters"));
    }
    Err(complaint)
}
