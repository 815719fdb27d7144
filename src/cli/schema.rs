//! `linernotes schema [KIND] [--out DIR]`: JSON Schemas for editors.

use super::Exit;
use super::print::{data_and_end, talk};
use crate::engine::beside::write_beside;
use crate::model::schema::{MADE_BY, Of, text};
use crate::parse::decode::nearest;
use clap::Args;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

#[derive(Args, Debug)]
pub struct SchemaLine {
    /// Of which files: `songs` for songs.yaml, `song` for a file of one song; without it they are listed
    kind: Option<String>,
    /// Write it into this folder, or all of them where no kind is named
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub fn run(line: &SchemaLine) -> Exit {
    let all = Of::all();
    let asked = match &line.kind {
        None => None,
        Some(name) => match all.iter().find(|of| of.name() == name) {
            Some(of) => Some(*of),
            None => {
                talk(format_args!("there is no schema `{name}`"));
                match nearest(name, all.iter().map(|of| of.name())) {
                    Some(near) => talk(format_args!("did you mean `{near}`?")),
                    None => talk("`linernotes schema` lists them all"),
                }
                return Exit::Usage;
            }
        },
    };
    match (asked, &line.out) {
        (None, None) => {
            data_and_end(&all.iter().map(|of| format!("{:<12} {}\n", of.name(), of.files())).collect::<String>())
        }
        (Some(of), None) => data_and_end(&text(of)),
        (asked, Some(folder)) => {
            let list = asked.map_or(all, |of| vec![of]);
            write(&list, folder)
        }
    }
}

fn write(list: &[Of], folder: &Path) -> Exit {
    // Looked at first, so that nothing is written where something cannot be.
    for of in list {
        let path = path_of(*of, folder);
        match fs::read_to_string(&path) {
            Ok(text) if !text.contains(MADE_BY) => {
                talk(format_args!("error: {} is not a schema that this program wrote", path.display()));
                talk("help: move it away, or name another folder with `--out`");
                return Exit::Usage;
            }
            Err(error) if error.kind() != io::ErrorKind::NotFound => return failed("read", &path, &error),
            _ => {}
        }
    }
    if let Err(error) = fs::create_dir_all(folder) {
        return failed("create the folder", folder, &error);
    }
    for of in list {
        let path = path_of(*of, folder);
        let text = text(*of);
        if fs::read_to_string(&path).is_ok_and(|there| there == text) {
            continue;
        }
        let written = write_beside(folder, text.as_bytes(), None);
        if let Err(error) = written.and_then(|file| file.persist(&path).map_err(|error| error.error)) {
            return failed("write", &path, &error);
        }
    }
    let schemas = if list.len() == 1 { "schema is" } else { "schemas are" };
    talk(format_args!("{} {schemas} in {}", list.len(), folder.display()));
    Exit::Done
}

fn path_of(of: Of, folder: &Path) -> PathBuf {
    folder.join(format!("{}.json", of.name()))
}

fn failed(what: &str, path: &Path, error: &io::Error) -> Exit {
    let why = crate::source::tree::reason(error);
    talk(format_args!("error: could not {what} {}: {why}", path.display()));
    Exit::Machine
}
