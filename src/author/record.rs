//! A new record in the file where its kind is kept: `songs.yaml`, a folder `songs/`, or a Markdown file of its own.
//!
//! What is there stays byte for byte. Where the records of a file are in the order of their ids, the new one takes its
//! place among them; else it comes last.

use super::block::Draft;
use super::lines::{entry_start, line_end, line_start};
use super::site::schema_line;
use super::survey::{Survey, news};
use crate::base::day::Day;
use crate::base::diagnostic::Diagnostic;
use crate::base::id::{Kind, RecordId, Scope, id_problem, suggest_id};
use crate::base::lang::Lang;
use crate::base::place::Place;
use crate::engine::edit::{ByteEdit, Edited, Edits};
use crate::kinds::episode::Number;
use crate::model::link::Asked;
use crate::model::read::DEFAULTS;
use crate::model::table::{fields_of, needs_sources};
use crate::parse::decode::FieldAbout;
use crate::parse::yaml::{self, Key, Node, Yaml};
use crate::source::{AsFound, Tree};
use std::io;
use std::sync::Arc;

/// Where a record is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    pub path: Arc<str>,
    form: Form,
    /// The head of the file names sources for all of its records.
    pub has_sources: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Among others in a file that is there.
    Among,
    /// The first of a new file.
    First,
    /// A file of its own.
    Alone,
    /// The head of a Markdown file.
    Head,
}

/// Why a record was not added.
#[derive(Debug)]
pub enum AddFault {
    /// The command line has to say something else.
    Usage(String, Option<String>),
    /// There is a record of that id, or was one.
    Taken {
        message: String,
        place: Place,
    },
    Tree(io::Error),
}

impl From<io::Error> for AddFault {
    fn from(error: io::Error) -> AddFault {
        AddFault::Tree(error)
    }
}

fn usage(message: impl Into<String>, help: Option<String>) -> AddFault {
    AddFault::Usage(message.into(), help)
}

/// A record that may be added: nothing has its id, and its place is known.
pub struct NewRecord<'t> {
    tree: &'t dyn Tree,
    pub id: RecordId,
    pub home: Home,
}

impl<'t> NewRecord<'t> {
    /// `id` may name its drama, `drama/id`; `today` is for the name of a news item.
    pub fn new(
        tree: &'t dyn Tree,
        survey: &Survey,
        kind: Kind,
        id: &str,
        day: &str,
    ) -> Result<NewRecord<'t>, AddFault> {
        if kind == Kind::Drama {
            let help =
                "a drama is a file `drama.yaml`, in a folder of its own where there are several: docs/content.md";
            return Err(usage("a drama is not added so", Some(help.into())));
        }
        check_site(survey)?;
        let id = survey.record(kind, id).map_err(|why| usage(why, None))?;
        if let Some(why) = id_problem(&id.id) {
            let better = suggest_id(&id.id);
            let help =
                id_problem(&better).is_none().then(|| format!("write `{better}`; the title may be in any letters"));
            return Err(usage(format!("`{}` cannot be an id: {why}", id.id), help));
        }
        if kind == Kind::Episode
            && let Some(help) = crate::kinds::episode::key_problem(&id.id)
        {
            return Err(usage(format!("`{}` is not how an episode's number is written", id.id), Some(help)));
        }
        check_free(survey, &id)?;
        let home = home(tree, survey, &id, day);
        Ok(NewRecord { tree, id, home })
    }

    /// The fields that must be there and are not.
    pub fn missing(&self, draft: &Draft) -> Vec<&'static FieldAbout> {
        let wants_sources = needs_sources(self.id.kind) && !self.home.has_sources;
        let own = fields_of(self.id.kind).iter().filter(|about| about.needed);
        let sources = crate::kinds::record::common_fields().iter();
        let sources = sources.filter(|about| about.name == "sources" && wants_sources);
        own.chain(sources).filter(|about| !draft.has(about.name)).collect()
    }

    /// The site with the record in it, and what is to be said of it that was not to be said before.
    pub fn add(&self, draft: &Draft, asked: &Asked) -> Result<(Edited<'t>, Vec<Diagnostic>), AddFault> {
        let mut edited = Edited::new(self.tree);
        let path = &self.home.path;
        match self.home.form {
            Form::Among => {
                let bytes = self.tree.read_path(path)?;
                let edits = self.edits(bytes, draft)?;
                edited.edit(path, &edits)?;
            }
            Form::First => edited.put(path, None, (self.schema_line() + &self.lines(draft, "\n")).into_bytes()),
            Form::Alone => {
                let lines = draft.lines(self.id.kind, 0);
                let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
                edited.put(path, None, (self.schema_line() + &text).into_bytes());
            }
            Form::Head => {
                let lines = draft.lines(self.id.kind, 0);
                let head: String = lines.iter().map(|line| format!("{line}\n")).collect();
                edited.put(path, None, format!("---\n{head}---\n").into_bytes());
            }
        }
        let told = news(self.tree, &edited, asked, &str::to_string)?;
        Ok((edited, told))
    }

    /// The line that editors look for, where the schemas are there.
    fn schema_line(&self) -> String {
        let line = schema_line(&self.home.path);
        let schema = line.trim_end().rsplit("../").next().unwrap_or_default();
        if self.tree.read_path(schema).is_ok() { line } else { String::new() }
    }

    fn lines(&self, draft: &Draft, end: &str) -> String {
        let mut text = format!("{}:{end}", self.id.id);
        draft.lines(self.id.kind, 2).iter().for_each(|line| text += &format!("{line}{end}"));
        text
    }

    /// The record as an edit of a file that is there.
    fn edits(&self, bytes: Vec<u8>, draft: &Draft) -> Result<Edits, AddFault> {
        let path = &self.home.path;
        let unreadable = || {
            usage(
                format!("{path} has mistakes, so nothing is added to it"),
                Some("`linernotes check` tells them".into()),
            )
        };
        let file = AsFound::new(bytes).ok_or_else(unreadable)?;
        let text = file.text();
        let mut complaints = Vec::new();
        let node = yaml::read(path, text, 0..text.len(), &mut complaints);
        if !complaints.is_empty() {
            return Err(unreadable());
        }
        let end = line_end(text);
        let keys = records(text, node.as_ref()).ok_or_else(|| {
            usage(
                format!("{path} is not written in blocks, one record below the other"),
                Some("write its records so, or add this one by hand".into()),
            )
        })?;
        let indent = keys.first().map_or(0, |key| key.at.start as usize - line_start(text, key.at.start as usize));
        let lines = indented(&self.lines(draft, end), indent, end);
        let is_spaced = is_spaced(text, &keys);
        let gap = if is_spaced { end } else { "" };
        let before = self.place_among(&keys).map(|key| entry_start(text, key.at.start as usize, 0));
        let (at, now) = match before {
            Some(at) => (at, format!("{lines}{gap}")),
            None => {
                let closed = if text.is_empty() || text.ends_with('\n') { "" } else { end };
                let is_blank = text.trim().is_empty() || text.ends_with("\n\n") || text.ends_with("\n\r\n");
                let gap = if is_blank { "" } else { gap };
                (text.len(), format!("{closed}{gap}{lines}"))
            }
        };
        let at = file.bytes(at..at).ok_or_else(unreadable)?;
        let mut edits = Edits::default();
        edits.add(vec![ByteEdit { at, now }]);
        Ok(edits)
    }

    /// The record that the new one stands before; nothing when it comes last.
    fn place_among<'k>(&self, keys: &[&'k Key]) -> Option<&'k Key> {
        let ranks: Vec<Rank> = keys.iter().map(|key| rank(self.id.kind, &key.text)).collect();
        // One record alone is in every order. Episodes have theirs from their numbers.
        let tells_an_order = ranks.len() > 1 || self.id.kind == Kind::Episode;
        if !tells_an_order || !ranks.is_sorted() {
            return None;
        }
        let own = rank(self.id.kind, &self.id.id);
        ranks.iter().position(|rank| *rank > own).map(|at| keys[at])
    }
}

/// Whether it stands behind all numbers, its number, its id.
type Rank = (bool, Option<Number>, String);

/// What records are in the order of: episodes of their numbers, with specials behind; others of their ids.
fn rank(kind: Kind, id: &str) -> Rank {
    match Number::of(id).filter(|_| kind == Kind::Episode) {
        Some(number) => (false, Some(number), String::new()),
        None => (kind == Kind::Episode, None, id.to_string()),
    }
}

/// There is a site whose files can be changed.
pub(super) fn check_site(survey: &Survey) -> Result<(), AddFault> {
    let help = "run the program in the folder that has `content/` in it, or name that folder with `--root`";
    match survey.has_site() {
        true => Ok(()),
        false => Err(usage("there is no site here: `content/site.yaml` is missing", Some(help.into()))),
    }
}

/// Nothing has the id, nor ever had it.
pub(super) fn check_free(survey: &Survey, id: &RecordId) -> Result<(), AddFault> {
    let same = |kind: Kind| if kind == id.kind { "" } else { ", and people and artists share their ids" };
    if let Some(known) = survey.of(id).next() {
        let message =
            format!("there is {} `{}` already{}", known.id.kind.with_article(), id.id, same(known.id.kind));
        return Err(AddFault::Taken { message, place: known.place.clone() });
    }
    if let Some(known) = survey.former(id).next() {
        let message = format!(
            "`{}` is what the {} `{}` was called before; its old address leads there",
            id.id, known.id.kind, known.id.id
        );
        return Err(AddFault::Taken { message, place: known.place.clone() });
    }
    Ok(())
}

fn home(tree: &dyn Tree, survey: &Survey, id: &RecordId, day: &str) -> Home {
    let kind = id.kind;
    let folder = match kind.scope() {
        Scope::Drama if !id.drama.is_empty() => format!("content/{}", id.drama),
        _ => "content".into(),
    };
    let has_sources = false;
    if kind == Kind::News || kind == Kind::Page {
        let lang = first_language(survey);
        let name = if kind == Kind::News { format!("news/{day}-{}", id.id) } else { format!("pages/{}", id.id) };
        return Home { path: format!("{folder}/{name}.{lang}.md").into(), form: Form::Head, has_sources };
    }
    let stem = kind.stem();
    let table = ["yaml", "yml"].map(|end| format!("{folder}/{stem}.{end}"));
    if let Some(path) = table.iter().find(|path| tree.read_path(path).is_ok()) {
        let has_sources = has_default_sources(tree, path);
        return Home { path: path.as_str().into(), form: Form::Among, has_sources };
    }
    let inside = format!("{folder}/{stem}/");
    // A release is long, so it has a file of its own where nobody has said otherwise.
    if kind == Kind::Release || survey.parsed.iter().any(|file| file.path.starts_with(&inside)) {
        return Home { path: format!("{inside}{}.yaml", id.id).into(), form: Form::Alone, has_sources };
    }
    Home { path: table[0].as_str().into(), form: Form::First, has_sources }
}

fn first_language(survey: &Survey) -> Lang {
    survey.site().and_then(|site| site.languages.iter().next().cloned()).unwrap_or_default()
}

fn has_default_sources(tree: &dyn Tree, path: &str) -> bool {
    let Some(file) = tree.read_path(path).ok().and_then(AsFound::new) else { return false };
    let text = file.text();
    let node = yaml::read(&path.into(), text, 0..text.len(), &mut Vec::new());
    node.as_ref().and_then(|node| node.get(DEFAULTS)).is_some_and(|defaults| defaults.get("sources").is_some())
}

/// The keys of a file's records; nothing for a file that is no mapping in block style.
fn records<'n>(text: &str, node: Option<&'n Node>) -> Option<Vec<&'n Key>> {
    let Some(node) = node else { return Some(Vec::new()) };
    match &node.is {
        Yaml::Nothing => Some(Vec::new()),
        Yaml::Map(entries) if !text[node.at.start as usize..].starts_with('{') => {
            Some(entries.iter().map(|(key, _)| key).filter(|key| key.text != DEFAULTS).collect())
        }
        _ => None,
    }
}

/// Whether a line is left blank between records; so it is where there is nothing to tell it by.
fn is_spaced(text: &str, keys: &[&Key]) -> bool {
    let heads = keys.iter().skip(1).map(|key| entry_start(text, key.at.start as usize, 0));
    let (mut spaced, mut close) = (0, 0);
    for head in heads {
        let above = &text[line_start(text, head.saturating_sub(1))..head];
        if above.trim().is_empty() { spaced += 1 } else { close += 1 }
    }
    spaced >= close
}

fn indented(lines: &str, indent: usize, end: &str) -> String {
    let pad = " ".repeat(indent);
    lines.split_inclusive(end).map(|line| format!("{pad}{line}")).collect()
}

/// The day that a news item is of: what was said, if it is a plain day, else today.
pub fn news_day(draft: &mut Draft, today: Day) -> String {
    let is_day = |text: &String| Day::new(text).is_some_and(|day| day.day.is_some());
    match draft.take("date") {
        Some(said) if is_day(&said) => said,
        // An hour stands in the head, and the day of it in the file's name.
        Some(said) => {
            let day = said.split_whitespace().next().filter(|day| is_day(&day.to_string())).map(str::to_string);
            let _ = draft.set(Kind::News, &format!("date={said}"));
            day.unwrap_or_else(|| today.to_string())
        }
        None => today.to_string(),
    }
}
