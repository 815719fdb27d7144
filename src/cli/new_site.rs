//! `linernotes new DIR`: a new site.

use super::Exit;
use super::ask::{ask, can_ask};
use super::print::{data_and_end, shown, talk};
use super::report::{Format, Report};
use super::site::moment;
use crate::author::folder::{self, FolderFault};
use crate::author::site::{Example, NewSite, Repository};
use crate::base::address::Base;
use crate::base::day::Zone;
use crate::base::diagnostic::Severity;
use crate::base::lang::{Lang, better_tag, meant};
use crate::engine::build::{Stop, build};
use crate::engine::sinks::Nowhere;
use crate::model::link::Asked;
use crate::parse::decode::nearest;
use clap::{Args, ValueEnum};
use std::path::Path;

/// What a new site is told; nothing of it concerns a record.
#[derive(Args, Debug)]
pub struct NewSiteLine {
    /// What the site is called [default: what the example is called]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// The languages of the pages, the first one first
    #[arg(long, value_name = "LANG,…", value_delimiter = ',', value_parser = language)]
    languages: Vec<Lang>,
    /// The zone that hours are in
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    timezone: Option<Zone>,
    /// Where the files will be kept: `name/repository` at GitHub, or an address
    #[arg(long, value_name = "REPOSITORY", value_parser = Repository::new)]
    repository: Option<Repository>,
    /// Where the site will stand [default: where GitHub Pages puts the repository]
    #[arg(long, value_name = "URL", value_parser = address)]
    address: Option<String>,
    /// What it begins with
    #[arg(long, value_enum)]
    example: Option<Beginning>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Beginning {
    /// An invented drama with two songs, and a remark at each field that matters
    Small,
    /// Queen of Tears and its soundtrack
    Full,
}

const LANGUAGES: &str = "en,ko";
const ZONE: &str = "Asia/Seoul";

fn language(text: &str) -> Result<Lang, String> {
    let text = text.trim();
    // `kr` is a language too, and hardly ever the one that is meant; a build would say so.
    let better = meant(text).map(str::to_string).or_else(|| better_tag(text));
    match (Lang::new(text).filter(Lang::is_registered), better) {
        (_, Some(better)) if better != text => Err(format!("did you mean `{better}`?")),
        (Some(lang), _) => Ok(lang),
        (None, _) => Err("a language is written with two or three small letters, such as `ko` or `en`".into()),
    }
}

fn languages(text: &str) -> Result<Vec<Lang>, String> {
    text.split([',', ' ']).filter(|part| !part.is_empty()).map(language).collect()
}

fn zone(text: &str) -> Result<Zone, String> {
    Zone::named(text.trim()).ok_or_else(|| {
        let names = Zone::names();
        match nearest(text.trim(), names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "a time zone is named after a city, such as `Asia/Seoul` or `Europe/Berlin`".into(),
        }
    })
}

fn address(text: &str) -> Result<String, String> {
    Base::new(text).map(|_| text.to_string()).map_err(str::to_string)
}

impl NewSiteLine {
    /// The first of these options that was given.
    pub fn given(&self) -> Option<&'static str> {
        let given = [
            ("--title", self.title.is_some()),
            ("--languages", !self.languages.is_empty()),
            ("--timezone", self.timezone.is_some()),
            ("--repository", self.repository.is_some()),
            ("--address", self.address.is_some()),
            ("--example", self.example.is_some()),
        ];
        given.into_iter().find(|(_, is_given)| *is_given).map(|(name, _)| name)
    }
}

pub fn run(path: &Path, line: &NewSiteLine) -> Result<Exit, Exit> {
    // Before any question: the answers would be for nothing.
    folder::look(path).map_err(|fault| refused(path, &fault))?;
    let site = settle(path, line)?;
    if let Some(problem) = site.problem() {
        talk(format_args!("error: {problem}"));
        return Err(Exit::Usage);
    }
    let files = site.files();
    try_out(&site)?;
    folder::make(path, &files).map_err(|fault| refused(path, &fault))?;
    talk(format_args!("a new site is in {}: {} files", shown(&path.display().to_string()), files.len()));
    talk("next:");
    Ok(data_and_end(&next(path)))
}

/// What was said, asked, or is so by default.
fn settle(path: &Path, line: &NewSiteLine) -> Result<NewSite, Exit> {
    let asks = can_ask();
    let example = match line.example {
        Some(Beginning::Small) => Example::Small,
        Some(Beginning::Full) => Example::Full,
        None if asks => {
            ask("Begin with a small example, or with the full one about Queen of Tears?", Some("small"), |text| {
                match text {
                    "small" => Ok(Example::Small),
                    "full" => Ok(Example::Full),
                    _ => Err("small or full?".into()),
                }
            })?
        }
        None => Example::Small,
    };
    let title = match &line.title {
        None if asks => {
            ask("What is the site called? (empty: as the example)", Some(""), |text| Ok(text.to_string()))
                .map(|title| Some(title).filter(|title| !title.is_empty()))?
        }
        title => title.clone(),
    };
    let mut all = match line.languages.is_empty() {
        true if asks => ask("Which languages has it, the first one first?", Some(LANGUAGES), languages)?,
        true => languages(LANGUAGES).unwrap_or_default(),
        false => line.languages.clone(),
    };
    let mut seen = Vec::new();
    all.retain(|lang| {
        !seen.contains(lang) && {
            seen.push(lang.clone());
            true
        }
    });
    let timezone = match &line.timezone {
        Some(zone) => zone.clone(),
        None if asks => ask("In which zone are its hours?", Some(ZONE), zone)?,
        None => Zone::named(ZONE).unwrap_or_default(),
    };
    let repository = match &line.repository {
        None if asks => ask(
            "Where will the files be kept? (name/repository at GitHub; empty: not known yet)",
            Some(""),
            |text| {
                if text.is_empty() { Ok(None) } else { Repository::new(text).map(Some) }
            },
        )?,
        repository => repository.clone(),
    };
    let folder = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let folder = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(NewSite { title, languages: all, timezone, repository, address: line.address.clone(), example, folder })
}

/// Builds the site in memory: what its author will see of it must be fine before it is there.
fn try_out(site: &NewSite) -> Result<(), Exit> {
    let tree = site.tree();
    let asked = Asked { address: None, now: moment()?, drafts: false, headers: None };
    let built = match build(&tree, &asked, &Nowhere) {
        Ok(built) => built,
        Err(Stop::Sink(never)) => match never {},
        Err(Stop::Tree(error) | Stop::Aside(error)) => {
            talk(format_args!("error: the new site could not be tried: {error}"));
            return Err(Exit::Machine);
        }
    };
    let mut report = Report::new(&tree, Format::Text);
    report.print(&built.complaints)?;
    if built.complaints.iter().any(|complaint| complaint.severity == Severity::Error) {
        report.count(&built.complaints, "");
        talk("nothing was written");
        return Err(Exit::Author);
    }
    Ok(())
}

/// The next three commands: into the folder, to look at the site while it is changed, and to let others see it.
fn next(path: &Path) -> String {
    let path = path.to_string_lossy();
    let enter = match path.trim_end_matches('/') {
        "" | "." => String::new(),
        path => format!("cd {}\n", in_shell(path)),
    };
    format!("{enter}linernotes serve\nlinernotes publish\n")
}

/// A word as a shell takes it.
fn in_shell(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./~\\:".contains(c);
    if word.chars().all(is_plain) { word.to_string() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

fn refused(path: &Path, fault: &FolderFault) -> Exit {
    let path = shown(&path.display().to_string());
    match fault {
        FolderFault::NotEmpty => {
            talk(format_args!("error: there are files in {path} already; nothing was written"));
            talk("help: name a folder that is not there yet, or is empty");
            Exit::Usage
        }
        FolderFault::NoFolder => {
            talk(format_args!("error: {path} is no folder, so no site can be made in it"));
            Exit::Usage
        }
        FolderFault::Machine(fault) => {
            talk(format_args!("error: {fault}"));
            talk("nothing was written");
            Exit::Machine
        }
    }
}
