//! `linernotes facts`: every fact with its sources, or those that are wanted, unknown, disputed and so on. It
//! reads and links the files and makes no page. `docs/facts.md` documents the JSON.

use super::Exit;
use super::print::{data_and_end, talk};
use super::report::Shape;
use super::site::Site;
use crate::base::day::Day;
use crate::base::diagnostic::Severity;
use crate::base::fact::{How, Span};
use crate::base::id::{RecordId, Ref};
use crate::base::place::{LineColumn, Place};
use crate::base::walk::path_text;
use crate::model::facts::{FactOf, facts_of};
use crate::model::gaps::{Gap, GapKind};
use crate::model::table::needs_sources;
use crate::model::{Any, Model};
use crate::parse::decode::shorten;
use crate::source::{Source, Tree};
use clap::Args;
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Args, Debug)]
pub struct FactsLine {
    /// The folder of the site, with content/ in it
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Records that name no source and need not
    #[arg(long)]
    unsourced: bool,
    /// Facts on which sources disagree
    #[arg(long)]
    disagree: bool,
    /// What somebody looked for and found no source for
    #[arg(long)]
    wanted: bool,
    /// What exists and nobody knows
    #[arg(long)]
    unknown: bool,
    /// Records and facts that rest on one source only
    #[arg(long)]
    one_source: bool,
    /// Texts that a language of the site lacks
    #[arg(long)]
    untranslated: bool,
    /// What somebody looked at long ago
    #[arg(long)]
    stale: bool,
    /// Values that are worked out, expected, rumoured or about right
    #[arg(long)]
    derived: bool,
    /// Only what a source read or published, or a record updated, on that day or later says
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Day>,
    /// How the list is printed
    #[arg(long, value_enum, default_value_t = Shape::Text)]
    format: Shape,
}

fn day(text: &str) -> Result<Day, String> {
    Day::new(text).ok_or_else(|| "write a day such as 2024-04-26, a month or a year".to_string())
}

impl FactsLine {
    fn kinds(&self) -> Vec<GapKind> {
        let asked = |kind: &GapKind| match kind {
            GapKind::Wanted => self.wanted,
            GapKind::Unknown => self.unknown,
            GapKind::Unsourced => self.unsourced,
            GapKind::OneSource => self.one_source,
            GapKind::Untranslated => self.untranslated,
            GapKind::Stale => self.stale,
            GapKind::Disagree => self.disagree,
            GapKind::Derived => self.derived,
        };
        GapKind::ALL.iter().copied().filter(asked).collect()
    }
}

/// The whole answer in JSON. Documented in docs/facts.md: a field is added, never changed, within a version.
#[derive(Serialize)]
struct Answer {
    version: u32,
    /// Of the whole site, whatever was asked.
    fact_count: usize,
    two_source_count: usize,
    facts: Vec<Line>,
}

/// One fact, or one gap.
#[derive(Serialize)]
struct Line {
    #[serde(skip_serializing_if = "Option::is_none")]
    gap: Option<&'static str>,
    kind: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    drama: String,
    id: String,
    /// Empty: the record as a whole.
    field: String,
    /// As written in the file; nothing when unknown.
    value: Option<String>,
    how: &'static str,
    sources: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    via: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<Said>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    earlier: Vec<Said>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    languages: Vec<String>,
    file: String,
    line: usize,
}

/// What others say.
#[derive(Serialize)]
struct Said {
    value: String,
    sources: Vec<String>,
    agrees: bool,
}

pub fn run(line: &FactsLine) -> Exit {
    match list(line) {
        Ok((text, summary)) => match data_and_end(&text) {
            Exit::Done => {
                summary.into_iter().for_each(talk);
                Exit::Done
            }
            exit => exit,
        },
        Err(exit) => exit,
    }
}

/// The list as it is printed and what is said of it, or how the program ends when there is none.
fn list(line: &FactsLine) -> Result<(String, Option<String>), Exit> {
    let site = Site::find(&line.root)?;
    let mut complaints = Vec::new();
    let model = site.know(&mut complaints)?;
    // What stands in a file with a mistake in it would be missing from the list in silence.
    complaints.retain(|complaint| complaint.severity == Severity::Error);
    if !complaints.is_empty() {
        site.report().print(&complaints)?;
        talk("correct this first: while there is a mistake, the list would not be whole");
        return Err(Exit::Author);
    }
    let mut finding =
        Finding { model: &model, tree: &site.tree, texts: HashMap::new(), recent: recent(&model, line.since) };
    let facts = finding.find(&line.kinds());
    match line.format {
        Shape::Text => {
            let summary = summary(&model, facts.len());
            Ok((facts.iter().map(|fact| text(fact) + "\n").collect(), Some(summary)))
        }
        Shape::Json => {
            let gaps = model.gaps();
            let (fact_count, two_source_count) = (gaps.fact_count, gaps.two_source_count);
            let answer = Answer { version: 1, fact_count, two_source_count, facts };
            let json = serde_json::to_string_pretty(&answer).map_err(|error| {
                talk(format_args!("error: the list could not be written: {error}"));
                Exit::Machine
            })?;
            Ok((json + "\n", None))
        }
    }
}

/// The sources that were read or published since that day; nothing when no day was asked for.
fn recent(model: &Model, since: Option<Day>) -> Option<(Day, HashSet<Arc<str>>)> {
    let since = since?;
    let is_recent = |any: &Any| match any {
        Any::Source(source) => {
            let days = [source.is.read.get(), source.is.published.get()];
            days.into_iter().flatten().any(|day| *day >= since)
        }
        _ => false,
    };
    let sources = model.listed().filter(|any| is_recent(any)).map(|any| any.id().id.clone());
    Some((since, sources.collect()))
}

struct Finding<'a> {
    model: &'a Model,
    tree: &'a dyn Tree,
    /// Files, read once each when the first line of them is asked for.
    texts: HashMap<Arc<str>, Option<String>>,
    recent: Option<(Day, HashSet<Arc<str>>)>,
}

impl Finding<'_> {
    fn find(&mut self, kinds: &[GapKind]) -> Vec<Line> {
        let model = self.model;
        let mut gaps: HashMap<&RecordId, Vec<&Gap>> = HashMap::new();
        for gap in kinds.iter().flat_map(|kind| model.gaps().of_kind(*kind)) {
            gaps.entry(&gap.record).or_default().push(gap);
        }
        let mut lines = Vec::new();
        for any in model.listed() {
            let asked = gaps.get(any.id());
            if asked.is_none() && !kinds.is_empty() {
                continue;
            }
            let facts = facts_of(any, model.zone());
            match asked {
                Some(asked) => {
                    for gap in asked {
                        let fact = facts.iter().find(|fact| path_text(&fact.path) == gap.field);
                        if self.is_recent(any, fact) {
                            lines.push(self.gap(any, gap, fact));
                        }
                    }
                }
                // What news, shops and sources say of themselves is not counted as facts either.
                None if !needs_sources(any.id().kind) => {}
                None => {
                    for fact in &facts {
                        if self.is_recent(any, Some(fact)) {
                            lines.push(self.fact(any, fact));
                        }
                    }
                }
            }
        }
        lines
    }

    fn is_recent(&self, any: &Any, fact: Option<&FactOf>) -> bool {
        let Some((since, sources)) = &self.recent else { return true };
        let is_new = |source: &Ref| sources.contains(&source.id);
        let by_source = match fact {
            Some(fact) => fact.sources.iter().any(|source| is_new(source)),
            None => any.common().sources.iter().any(|source| is_new(&source.0)),
        };
        by_source || any.common().updated.get().is_some_and(|day| day >= since)
    }

    fn fact(&mut self, any: &Any, fact: &FactOf) -> Line {
        let id = any.id();
        let place = fact.place(fact.at);
        Line {
            gap: None,
            kind: id.kind.name(),
            drama: id.drama.to_string(),
            id: id.id.to_string(),
            field: path_text(&fact.path),
            value: fact.is_known.then(|| self.written(&place)),
            how: fact.how.name(),
            sources: ids(fact.sources.iter().copied()),
            via: fact.via.map(str::to_string),
            also: fact.also.iter().map(|other| self.said(fact, other.at, other.sources, other.agrees)).collect(),
            earlier: fact
                .earlier
                .iter()
                .map(|other| self.said(fact, other.at, other.sources, other.agrees))
                .collect(),
            languages: Vec::new(),
            line: self.line(&place),
            file: place.file.to_string(),
        }
    }

    fn said(&mut self, fact: &FactOf, at: Span, sources: &[Ref], agrees: bool) -> Said {
        Said { value: self.written(&fact.place(at)), sources: ids(sources.iter()), agrees }
    }

    fn gap(&mut self, any: &Any, gap: &Gap, fact: Option<&FactOf>) -> Line {
        let shown = match fact {
            Some(fact) => self.fact(any, fact),
            None => Line {
                gap: None,
                kind: any.id().kind.name(),
                drama: any.id().drama.to_string(),
                id: any.id().id.to_string(),
                field: gap.field.clone(),
                value: None,
                how: How::Stated.name(),
                sources: ids(any.common().sources.iter().map(|source| &source.0)),
                via: None,
                also: Vec::new(),
                earlier: Vec::new(),
                languages: Vec::new(),
                file: gap.at.file.to_string(),
                line: self.line(&gap.at),
            },
        };
        Line {
            gap: Some(gap.kind.name()),
            languages: gap.langs.iter().map(|lang| lang.to_string()).collect(),
            ..shown
        }
    }

    fn source(&mut self, file: &Arc<str>) -> Option<&str> {
        let tree = self.tree;
        let read = || {
            let bytes = tree.read_path(file).ok()?;
            Source::from_bytes(file.clone(), bytes).ok().map(|source| source.text)
        };
        self.texts.entry(file.clone()).or_insert_with(read).as_deref()
    }

    fn line(&mut self, place: &Place) -> usize {
        let start = place.start as usize;
        self.source(&place.file).map_or(1, |text| LineColumn::of(text, start).line)
    }

    /// What the author wrote, on one line.
    fn written(&mut self, place: &Place) -> String {
        let range = place.start as usize..place.end as usize;
        let file = self.source(&place.file).unwrap_or("");
        let text = file.get(range.clone()).unwrap_or("");
        // The place of a list in brackets ends before the last of them.
        let close = match text.as_bytes().first() {
            Some(b'[') => "]",
            Some(b'{') => "}",
            _ => "",
        };
        let is_open = !close.is_empty() && file.get(range.end..).is_some_and(|rest| rest.starts_with(close));
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if is_open { words + close } else { words }
    }
}

fn ids<'r>(sources: impl Iterator<Item = &'r Ref>) -> Vec<String> {
    sources.map(|source| source.id.to_string()).collect()
}

/// `content/songs.yaml:12: song way-home released = 2024-04-14 [label]`
fn text(fact: &Line) -> String {
    let drama = if fact.drama.is_empty() { String::new() } else { format!("{}/", fact.drama) };
    let mut text = format!("{}:{}: ", fact.file, fact.line);
    if let Some(gap) = fact.gap {
        text += &format!("{gap}: ");
    }
    text += &format!("{} {drama}{}", fact.kind, fact.id);
    if !fact.field.is_empty() {
        text += &format!(" {}", fact.field);
    }
    if let Some(value) = &fact.value {
        text += &format!(" = {}", shorten(value));
    }
    if fact.how != How::Stated.name() {
        text += &format!(" ({})", fact.how);
    }
    if !fact.languages.is_empty() {
        text += &format!(" (not in {})", fact.languages.join(", "));
    }
    if !fact.sources.is_empty() {
        text += &format!(" [{}]", fact.sources.join(", "));
    }
    for other in fact.also.iter().filter(|other| !other.agrees) {
        text += &format!("; others say {} [{}]", shorten(&other.value), other.sources.join(", "));
    }
    text
}

/// Talk, so not on stdout.
fn summary(model: &Model, count: usize) -> String {
    let gaps = model.gaps();
    let lines = if count == 1 { "line" } else { "lines" };
    let percent = gaps.percent().map_or(String::new(), |percent| {
        format!("; of {} facts in all, {percent} % rest on two sources or more", gaps.fact_count)
    });
    format!("{count} {lines}{percent}")
}
