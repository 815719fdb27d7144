//! `linernotes workflow`: the file by which GitHub checks, builds and publishes the site.

use super::Exit;
use super::ask::{agrees, can_ask};
use super::print::{coloured, data_and_end, talk};
use super::site::folder;
use super::written::failed;
use crate::author::workflow::{Install, MADE_BY, PATH, change, is_branch, text, top};
use crate::source::{Disk, Tree};
use clap::Args;
use std::io::ErrorKind;
use std::path::PathBuf;

#[derive(Args, Debug)]
pub struct WorkflowLine {
    /// The folder of the site; the file stands at the top of the repository that it lies in
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// The branch that is published
    #[arg(long, value_name = "NAME", default_value = "main", value_parser = branch)]
    branch: String,
    /// Write it in place of another one that is there
    #[arg(long)]
    yes: bool,
    /// Print it, and write nothing
    #[arg(long, conflicts_with = "yes")]
    print: bool,
}

fn branch(name: &str) -> Result<String, String> {
    match is_branch(name) {
        true => Ok(name.to_string()),
        false => Err("a branch has a name of letters, digits and `- _ . /`".into()),
    }
}

pub fn run(line: &WorkflowLine) -> Exit {
    match workflow(line) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn workflow(line: &WorkflowLine) -> Result<Exit, Exit> {
    let (top, below) = top(&folder(&line.root)?).map_err(|why| {
        talk(format_args!("error: {why}"));
        talk("help: give the folders between the repository and the site names of letters, digits, `-` and `_`");
        Exit::Usage
    })?;
    let text = text(&line.branch, &below, Install::Release);
    if line.print {
        return Ok(data_and_end(&text));
    }
    let tree = Disk::new(top);
    let there = match tree.read_path(PATH) {
        Ok(bytes) => Some(bytes),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => None,
        Err(error) => {
            talk(format_args!("error: could not read {PATH}: {}", crate::source::tree::reason(&error)));
            return Err(Exit::Machine);
        }
    };
    let is_ours = there.as_ref().is_none_or(|bytes| String::from_utf8_lossy(bytes).starts_with(MADE_BY));
    let Some(change) = change(there, text) else {
        talk(format_args!("{PATH} is as this version of the program writes it"));
        return Ok(Exit::Done);
    };
    coloured(&change.diff())?;
    if change.before.is_some() && !line.yes {
        let whose =
            if is_ours { "differs from what this version writes" } else { "was not written by this program" };
        talk(format_args!("{PATH} is there, and {whose}"));
        if !can_ask() {
            talk("help: `--yes` writes it in place of that one");
            return Err(Exit::Usage);
        }
        if !agrees("Write it in place of that one?")? {
            talk("nothing was written");
            return Err(Exit::Usage);
        }
    }
    change.put(&tree).map_err(|fault| failed(&fault))?;
    talk(format_args!(
        "{PATH} is written; commit it, and choose \"GitHub Actions\" under Pages in the repository's settings"
    ));
    Ok(Exit::Done)
}
