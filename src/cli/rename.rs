//! `linernotes rename KIND OLD NEW`: another id for a record, everywhere at once.

use super::Exit;
use super::ask::{agrees, can_ask};
use super::print::{coloured, talk};
use super::site::Site;
use super::written::{put_all, refused, stop_at};
use crate::author::rename::{Renamed, rename};
use crate::base::id::Kind;
use crate::engine::change::Change;
use clap::Args;
use std::path::PathBuf;

#[derive(Args, Debug)]
pub struct RenameLine {
    /// What it is: song, person, artist, episode, release …
    #[arg(value_parser = kind)]
    kind: Kind,
    /// The id that it has; in a site of several dramas `drama/id`
    old: String,
    /// The id that it is to have
    new: String,
    /// Change the files without asking
    #[arg(long)]
    yes: bool,
    /// Only show what would be changed
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
    /// The folder of the site, with content/ in it
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
}

fn kind(text: &str) -> Result<Kind, String> {
    Kind::named(text).ok_or_else(|| {
        let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        format!("the kinds are {}", names.join(", "))
    })
}

pub fn run(line: &RenameLine) -> Exit {
    match renamed(line) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn renamed(line: &RenameLine) -> Result<Exit, Exit> {
    let site = Site::find(&line.root)?;
    let plan = rename(&site.tree, line.kind, &line.old, &line.new, site.asked());
    let Renamed { edited, mention_count, runs, told } = plan.map_err(|fault| refused(&site, fault))?;
    stop_at(&told, &edited)?;
    let changes = edited.into_changes();
    coloured(&changes.iter().map(Change::diff).collect::<String>())?;
    let mentions = if mention_count == 1 { "mention" } else { "mentions" };
    let files = if changes.len() == 1 { "file" } else { "files" };
    talk(format_args!("{mention_count} {mentions} in {} {files}; the old id is kept under `was:`", changes.len()));
    for (file, line) in &runs {
        talk(format_args!(
            "note: {file}:{line} names a run of episodes that counts it no more; see that it says what you mean"
        ));
    }
    if line.dry_run {
        return Ok(Exit::Done);
    }
    if !line.yes {
        if !can_ask() {
            talk("nothing was changed; `--yes` does it");
            return Err(Exit::Usage);
        }
        if !agrees("Change these files?")? {
            talk("nothing was changed");
            return Err(Exit::Usage);
        }
    }
    put_all(&changes, &site.tree)?;
    talk(format_args!("the {} `{}` is now called `{}`", line.kind, line.old, line.new));
    Ok(Exit::Done)
}
