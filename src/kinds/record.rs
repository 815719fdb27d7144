//! One record of any kind: its id, its place, its own fields and the common ones.

use super::common::Common;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::fact::Span;
use crate::base::id::{RecordId, id_problem, suggest_id};
use crate::base::lang::Lang;
use crate::base::place::Place;
use crate::parse::decode::{Cx, FieldAbout, Fields, read_fields};
use crate::parse::forbidden;
use crate::parse::markdown::Prose;
use crate::parse::yaml::{Key, Node, Yaml};

use std::sync::Arc;

/// A record as its file tells it.
#[derive(Clone, Debug)]
pub struct Record<T> {
    pub id: RecordId,
    /// Its key, or the head of its file.
    pub place: Place,
    /// The whole record.
    pub whole: Span,
    pub common: Common,
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

/// A Markdown file.
#[derive(Clone, Debug)]
pub struct Version<T> {
    pub lang: Lang,
    pub place: Place,
    pub front: T,
    pub common: Common,
    pub prose: Arc<Prose>,
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
    let mut common = Common::default();
    let also = &mut |key: &str, node: &Node, cx: &mut Cx| common.set(key, node, cx);
    let is = read_fields(node, cx, common_fields(), also)?;
    check_wanted::<T>(&common, cx);
    let whole = Span { start: place.start.min(node.at.start), end: node.at.end };
    Some(Record { id: cx.owner.clone(), place, whole, common, is })
}

pub fn common_fields() -> &'static [FieldAbout] {
    <Common as Fields>::FIELDS
}

/// `wanted:` names fields of the record.
fn check_wanted<T: Fields>(common: &Common, cx: &mut Cx) {
    let known = || T::FIELDS.iter().chain(common_fields()).map(|about| about.name);
    for wanted in &common.wanted {
        // `writers.lyrics` names a field inside a field.
        let head = wanted.as_str().split('.').next().unwrap_or("");
        if !known().any(|name| name == head) {
            let at = cx.place(common.wanted.fact().map(|fact| fact.at).unwrap_or_default());
            let complaint = crate::parse::decode::unknown_field(wanted.as_str(), at, T::CALLED, known());
            cx.complain(complaint);
        }
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
    let better = suggest_id(id);
    if id_problem(&better).is_none() && better != id {
        complaint = complaint.help(format!("write `{better}`; the title may be in any letters"));
    }
    Err(complaint)
}
