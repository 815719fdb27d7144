//! `linernotes new KIND ID`: a new record in the file where its kind is kept.

use super::Exit;
use super::ask::{ask, can_ask};
use super::print::{coloured, talk};
use super::site::Site;
use super::written::{put_all, refused, stop_at};
use crate::author::block::Draft;
use crate::author::record::{NewRecord, news_day};
use crate::author::survey::Survey;
use crate::base::day::Day;
use crate::base::id::Kind;
use crate::engine::change::Change;
use clap::Args;
use std::path::PathBuf;

#[derive(Args, Debug)]
pub struct NewRecordLine {
    /// A field and its value; a list takes several with commas, and `title.ko` is a text in one language
    #[arg(long = "set", value_name = "FIELD=VALUE")]
    set: Vec<String>,
    /// Only show what would be added
    #[arg(long)]
    dry_run: bool,
    /// The folder of the site, with content/ in it [default: the present one]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
}

impl NewRecordLine {
    /// The first of these options that was given.
    pub fn given(&self) -> Option<&'static str> {
        let given = [("--set", !self.set.is_empty()), ("--dry-run", self.dry_run), ("--root", self.root.is_some())];
        given.into_iter().find(|(_, is_given)| *is_given).map(|(name, _)| name)
    }
}

pub fn run(kind: Kind, id: Option<&str>, line: &NewRecordLine) -> Result<Exit, Exit> {
    let root = line.root.clone().unwrap_or_else(|| PathBuf::from("."));
    let site = Site::find(&root)?;
    let id = match id {
        Some(id) => id.to_string(),
        None if can_ask() => ask(&format!("The id of the {kind}"), None, |id| Ok(id.to_string()))?,
        None => {
            talk(format_args!("error: the id of the {kind} is missing: `linernotes new {kind} ID`"));
            talk(format_args!(
                "help: a new site in a folder called {kind} is begun with `linernotes new ./{kind}`"
            ));
            return Err(Exit::Usage);
        }
    };
    let mut draft = Draft::default();
    for said in &line.set {
        draft.set(kind, said).map_err(|why| {
            talk(format_args!("error: {why}"));
            Exit::Usage
        })?;
    }
    let survey = Survey::new(&site.tree).map_err(|error| site.unreadable(&error))?;
    let today = Day::from_unix(site.now(), &survey.zone()).unwrap_or_default();
    let day = if kind == Kind::News { news_day(&mut draft, today) } else { String::new() };
    let record = NewRecord::new(&site.tree, &survey, kind, &id, &day).map_err(|fault| refused(&site, fault))?;
    complete(&record, &mut draft)?;
    let (edited, told) = record.add(&draft, site.asked()).map_err(|fault| refused(&site, fault))?;
    // As the file would read with the record in it.
    stop_at(&told, &edited)?;
    let changes = edited.into_changes();
    coloured(&changes.iter().map(Change::diff).collect::<String>())?;
    if line.dry_run {
        return Ok(Exit::Done);
    }
    put_all(&changes, &site.tree)?;
    talk(format_args!("the {kind} `{}` is in {}", record.id.id, record.home.path));
    Ok(Exit::Done)
}

/// Asks for the fields that must be there, or says which options give them.
fn complete(record: &NewRecord, draft: &mut Draft) -> Result<(), Exit> {
    let kind = record.id.kind;
    let missing = record.missing(draft);
    if missing.is_empty() {
        return Ok(());
    }
    if !can_ask() {
        let names: Vec<String> = missing.iter().map(|about| format!("`{}`", about.name)).collect();
        talk(format_args!("error: {} needs {}", kind.with_article(), names.join(", ")));
        for about in missing {
            talk(format_args!("help: --set {}=…  {} It takes {}.", about.name, about.about.trim(), (about.form)()));
        }
        return Err(Exit::Usage);
    }
    for about in missing {
        let question = match about.name {
            "sources" => "The sources that you have it from today, ids of sources.yaml".to_string(),
            name => format!("{name} ({})", about.about.trim().trim_end_matches('.')),
        };
        let value = ask(&question, None, |value| Ok(value.to_string()))?;
        draft.answer(kind, about.name, &value).map_err(|why| {
            talk(format_args!("error: {why}"));
            Exit::Usage
        })?;
    }
    Ok(())
}
