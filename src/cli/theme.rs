//! `linernotes theme list|copy|diff`: the files that a site can have in a form of its own.

use super::Exit;
use super::print::{coloured, data_and_end, shown, talk};
use super::site::folder;
use crate::base::fault::MachineFault;
use crate::engine::overrides::{CopyFault, Override, Standing, copy, note_seen, overrides};
use crate::parse::decode::nearest;
use crate::render::theme::{ThemeFile, files};
use crate::source::Disk;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Args, Debug)]
pub struct ThemeLine {
    #[command(subcommand)]
    what: What,
    /// The folder of the site, with content/ in it
    #[arg(long, value_name = "DIR", default_value = ".", global = true)]
    root: PathBuf,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Every file of the theme, what it is for, and whether the site has its own
    List,
    /// Put files of the theme into templates/ or static/ of the site, to change them there
    ///
    /// A file that is there already is never written over. To change one block of a page or one word, do not copy:
    /// docs/templates.md shows how a file of three lines does it, and the rest stays up to date with the program.
    Copy {
        /// As `linernotes theme list` names them: `song.html`, `static/site.css`
        #[arg(required = true, value_name = "FILE")]
        files: Vec<String>,
    },
    /// Say that you have seen what is new in the theme's file: no more word of it until it changes again
    Seen {
        /// Files that the site has in its own form
        #[arg(required = true, value_name = "FILE")]
        files: Vec<String>,
    },
    /// Show what the site's own files have otherwise than the theme's
    Diff {
        /// One file; without it all that the site has
        file: Option<String>,
    },
}

pub fn run(line: &ThemeLine) -> Exit {
    let tree = match folder(&line.root) {
        Ok(root) => Disk::new(root),
        Err(exit) => return exit,
    };
    let ended = match &line.what {
        What::List => list(&tree),
        What::Copy { files } => copies(&tree, files),
        What::Seen { files } => seen(&tree, files),
        What::Diff { file } => diff(&tree, file.as_deref()),
    };
    match ended {
        Ok(exit) | Err(exit) => exit,
    }
}

fn list(tree: &Disk) -> Result<Exit, Exit> {
    let line = |one: &Override| {
        let own = match one.standing() {
            Standing::Theme => "",
            Standing::Same => "copied",
            Standing::Own => "own",
            Standing::Part => "in part",
        };
        let moved = if one.has_moved { " (the theme's has changed since it was copied)" } else { "" };
        format!("{own:<8} {:<30} {}{moved}\n", one.file.path(), one.file.about())
    };
    let all = overrides(tree).map_err(|fault| failed(&fault))?;
    Ok(data_and_end(&all.iter().map(line).collect::<String>()))
}

/// The files that are meant, each once.
fn find_all(names: &[String]) -> Result<Vec<ThemeFile>, Exit> {
    let mut list: Vec<ThemeFile> = Vec::new();
    for name in names {
        let file = find(name)?;
        if !list.contains(&file) {
            list.push(file);
        }
    }
    Ok(list)
}

fn seen(tree: &Disk, names: &[String]) -> Result<Exit, Exit> {
    let list = find_all(names)?;
    let all = overrides(tree).map_err(|fault| failed(&fault))?;
    if let Some(other) = all.iter().find(|one| one.own.is_none() && list.contains(&one.file)) {
        talk(format_args!("error: the site has no {} of its own: the theme's is used", other.file.path()));
        return Err(Exit::Usage);
    }
    note_seen(tree, &list).map_err(|fault| refused(&fault))?;
    talk("noted in templates/.origin.yaml; keep that file with the site");
    Ok(Exit::Done)
}

/// Says why nothing was written.
fn refused(fault: &CopyFault) -> Exit {
    match fault {
        CopyFault::Taken(path) => {
            talk(format_args!("error: the site has a file {path} already; nothing was written over it"));
            talk(format_args!("help: `linernotes theme diff {path}` shows what it has otherwise than the theme's"));
            Exit::Usage
        }
        CopyFault::Outside(folder) => {
            talk(format_args!("error: the folder {folder}/ is a link that leads out of the site's folder"));
            talk("help: put a folder in its place");
            Exit::Usage
        }
        CopyFault::Machine(fault) => failed(fault),
    }
}

fn copies(tree: &Disk, names: &[String]) -> Result<Exit, Exit> {
    let list = find_all(names)?;
    copy(tree, &list).map_err(|fault| refused(&fault))?;
    for file in &list {
        talk(format_args!("{} is yours now: change it, and `linernotes build` uses it", file.path()));
        if file.name.starts_with("strings/") {
            talk("help: delete the words that you do not change: those stay up to date with the program");
        } else if file.name.ends_with(".html") {
            talk(format_args!(
                "help: to change one block only, begin the file with {{% extends \"theme/{}\" %}} and keep that \
                 block alone",
                file.name
            ));
        }
    }
    talk("`linernotes theme diff` shows what you have changed");
    Ok(Exit::Done)
}

fn diff(tree: &Disk, asked: Option<&str>) -> Result<Exit, Exit> {
    let asked = asked.map(find).transpose()?;
    let all = overrides(tree).map_err(|fault| failed(&fault))?;
    let own: Vec<&Override> =
        all.iter().filter(|one| asked.map_or(one.own.is_some(), |file| one.file == file)).collect();
    if own.is_empty() {
        talk("the site has no file in place of one of the theme's");
        return Ok(Exit::Done);
    }
    let mut text = String::new();
    for one in own {
        let path = one.file.path();
        match one.standing() {
            Standing::Theme => {
                talk(format_args!("the site has no {path} of its own: the theme's is used"));
                talk(format_args!("help: `linernotes theme copy {path}` puts a copy there, to change it"));
                return Ok(Exit::Done);
            }
            Standing::Same => talk(format_args!("{path} is the same as the theme's")),
            Standing::Part if asked.is_none() => {
                talk(format_args!("{path} builds on the theme's, and has only what it changes"));
            }
            Standing::Part | Standing::Own => text += &one.diff(),
        }
        if one.has_moved {
            talk(format_args!(
                "{path}: the theme's file has changed since it was copied, so the lines with `-` may be new in the \
                 theme"
            ));
        }
    }
    coloured(&text)?;
    Ok(Exit::Done)
}

/// The file that is meant: `song.html`, `templates/song.html`, `theme/song.html`.
fn find(asked: &str) -> Result<ThemeFile, Exit> {
    let name = asked.trim_start_matches("./");
    let name = name.strip_prefix("theme/").unwrap_or(name);
    if let Some(file) = files().find(|file| file.name == name || file.path() == name) {
        return Ok(file);
    }
    talk(format_args!("error: the theme has no file `{}`", shown(asked)));
    let names: Vec<String> = files().flat_map(|file| [file.name.to_string(), file.path()]).collect();
    match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => talk(format_args!("help: did you mean `{near}`?")),
        None => talk("help: `linernotes theme list` names them all"),
    }
    Err(Exit::Usage)
}

fn failed(fault: &MachineFault) -> Exit {
    talk(format_args!("error: {fault}"));
    Exit::Machine
}
