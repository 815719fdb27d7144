//! What is missing or in doubt, record by record: the list that the page of gaps, the notes of a build and
//! `linernotes facts` share.

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::fact::How;
use crate::base::id::{Kind, RecordId};
use crate::base::lang::{Lang, Languages};
use crate::base::place::Place;
use std::collections::HashMap;
use std::sync::Arc;

/// What is the matter with a fact, in the order of the page of gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GapKind {
    /// Somebody looked for it and found no source.
    Wanted,
    /// It exists, but nobody knows it.
    Unknown,
    /// A record that need not have a source has none.
    Unsourced,
    /// It rests on one source only.
    OneSource,
    /// A language of the site lacks it.
    Untranslated,
    /// It was true when somebody looked, and that is long ago.
    Stale,
    /// Sources say different things.
    Disagree,
    /// Worked out, expected, rumoured or about right: not stated by a source as it stands.
    Derived,
}

impl GapKind {
    pub const ALL: &[GapKind] = &[
        GapKind::Wanted,
        GapKind::Unknown,
        GapKind::Unsourced,
        GapKind::OneSource,
        GapKind::Untranslated,
        GapKind::Stale,
        GapKind::Disagree,
        GapKind::Derived,
    ];

    /// As on the command line and in the strings: `one-source`.
    pub fn name(self) -> &'static str {
        match self {
            GapKind::Wanted => "wanted",
            GapKind::Unknown => "unknown",
            GapKind::Unsourced => "unsourced",
            GapKind::OneSource => "one-source",
            GapKind::Untranslated => "untranslated",
            GapKind::Stale => "stale",
            GapKind::Disagree => "disagree",
            GapKind::Derived => "derived",
        }
    }
}

/// What stands in place of a field's name where the prose of a record is meant.
pub const PROSE: &str = "text";

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    pub kind: GapKind,
    pub record: RecordId,
    /// `ratings[1].percent`; empty for the record as a whole, `PROSE` for its text in Markdown.
    pub field: String,
    pub at: Place,
    /// The languages that lack it.
    pub langs: Vec<Lang>,
    pub how: How,
}

/// Everything that is missing or in doubt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gaps {
    /// By kind, and within it in the order of the lists.
    pub list: Vec<Gap>,
    /// Facts of the kinds of records that must name their sources.
    pub fact_count: usize,
    /// Those of them that rest on two sources or more.
    pub two_source_count: usize,
    /// How many facts rest on each source, by its id.
    pub facts_on: HashMap<Arc<str>, usize>,
}

impl Gaps {
    pub fn of_kind(&self, kind: GapKind) -> &[Gap] {
        let from = self.list.partition_point(|gap| gap.kind < kind);
        let until = self.list.partition_point(|gap| gap.kind <= kind);
        &self.list[from..until]
    }

    /// How many facts in a hundred rest on two sources, rounded down so that 100 means all. Nothing without facts.
    pub fn percent(&self) -> Option<usize> {
        (self.fact_count > 0).then(|| self.two_source_count * 100 / self.fact_count)
    }

    /// Notes of a build: one for each record and code, so that a thousand gaps stay a list somebody can read.
    pub fn notes(&self, languages: &Languages, complaints: &mut Vec<Diagnostic>) {
        let of_one = |one: &Gap, next: &Gap| one.record == next.record;
        complaints.extend(self.of_kind(GapKind::OneSource).chunk_by(of_one).map(one_source));
        let of_one = |one: &Gap, next: &Gap| one.record == next.record && one.is_prose() == next.is_prose();
        let untranslated = self.of_kind(GapKind::Untranslated).chunk_by(of_one);
        complaints.extend(untranslated.map(|gaps| untranslated_note(languages, gaps)));
    }
}

impl Gap {
    /// It is a text in Markdown that is missing.
    pub fn is_prose(&self) -> bool {
        self.field == PROSE
    }
}

/// "the song `promise`", "the news item `pre-sale`".
pub fn called(id: &RecordId) -> String {
    let kind = id.kind.with_article();
    let kind = kind.split_once(' ').map_or(id.kind.name(), |(_, kind)| kind);
    format!("the {kind} `{}`", id.id)
}

/// How many fields a note names.
const NAMED: usize = 6;

fn fields(gaps: &[Gap]) -> String {
    let named = gaps.iter().filter(|gap| !gap.field.is_empty());
    let mut fields: Vec<String> = named.clone().take(NAMED).map(|gap| format!("`{}`", gap.field)).collect();
    let left = named.count().saturating_sub(NAMED);
    if left > 0 {
        fields.push(format!("{left} more"));
    }
    match fields.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => fields.join(""),
    }
}

fn one_source(gaps: &[Gap]) -> Diagnostic {
    // Whoever rests on one source as a whole need not hear it of every part.
    let (first, is_whole) = (&gaps[0], gaps[0].field.is_empty());
    let what = if is_whole { String::new() } else { format!(" in {}", fields(gaps)) };
    Diagnostic::new(Code::OneSource, format!("{} rests on one source only{what}", called(&first.record)))
        .at(first.at.clone())
        .help("a second source that says the same would make it surer")
}

fn untranslated_note(languages: &Languages, gaps: &[Gap]) -> Diagnostic {
    let (first, record) = (&gaps[0], called(&gaps[0].record));
    let langs: Vec<&str> =
        languages.iter().filter(|lang| gaps.iter().any(|gap| gap.langs.contains(lang))).map(Lang::as_str).collect();
    let missing = langs.join(", ");
    if first.is_prose() {
        let files: Vec<String> = langs.iter().map(|lang| format!("`.{lang}.md`")).collect();
        let text = match first.record.kind {
            Kind::News | Kind::Page => record,
            _ => format!("the long text of {record}"),
        };
        return Diagnostic::new(Code::Untranslated, format!("{text} is not written in {missing}"))
            .at(first.at.clone())
            .help(format!("add a file beside it that ends in {}", files.join(" and ")));
    }
    let (fields, verb) = (fields(gaps), if gaps.len() == 1 { "is" } else { "are" });
    let all: Vec<String> = languages.iter().map(|lang| format!("{lang}: …")).collect();
    Diagnostic::new(Code::Untranslated, format!("{fields} of {record} {verb} not translated into {missing}"))
        .at(first.at.clone())
        .help(format!("write it in each language: `{{{}}}`", all.join(", ")))
        .help("what reads the same in every language stands under `all:`")
}
