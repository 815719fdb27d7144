//! The files of the theme that a site has in its own form: which there are, a copy to begin with, and how they differ.
//!
//! `templates/.origin.yaml` notes of each copy what it was a copy of, so that a later version of the program can tell
//! whether its own file has changed since. It is text of one line a file, made to be committed with the site; whoever
//! deletes it loses nothing but that answer.

use super::beside::write_beside;
use crate::base::digest::Digest;
use crate::base::fault::MachineFault;
use crate::render::theme::{ThemeFile, files};
use crate::source::{Disk, Tree};
use similar::TextDiff;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::PathBuf;

/// Where it is noted what copies were made of. Hidden, so no build takes it for a template.
pub const ORIGIN: &str = "templates/.origin.yaml";

const HEAD: &str = "# What `linernotes theme copy` made copies of. Keep this file with the site: by it\n\
                    # `linernotes theme diff` can tell whether the theme's own file has changed since.\n";

/// How a site's file stands to that of the theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The site has none of its own.
    Theme,
    /// The site's file is the same, byte for byte.
    Same,
    /// The site's file takes the place of the theme's.
    Own,
    /// The site's file builds on the theme's and changes blocks of it, or some words.
    Part,
}

/// A file of the theme, and the site's in its place.
pub struct Override {
    pub file: ThemeFile,
    pub own: Option<Vec<u8>>,
    /// The theme's file is not the one that the site's is a copy of; unknown for what was not copied by us.
    pub has_moved: bool,
}

impl Override {
    pub fn standing(&self) -> Standing {
        let Some(own) = &self.own else { return Standing::Theme };
        if own == self.file.bytes {
            return Standing::Same;
        }
        let text = String::from_utf8_lossy(own);
        let names = [format!("\"theme/{}\"", self.file.name), format!("'theme/{}'", self.file.name)];
        let extends = text.split("{%").skip(1).filter_map(|tag| tag.split("%}").next());
        let builds_on = extends
            .map(|tag| tag.trim_start_matches('-').trim_start())
            .any(|tag| tag.starts_with("extends") && names.iter().any(|name| tag.contains(name)));
        if builds_on || self.file.name.starts_with("strings/") { Standing::Part } else { Standing::Own }
    }

    /// From the theme's file to the site's, as a unified diff. Empty where they are the same.
    pub fn diff(&self) -> String {
        let Some(own) = &self.own else { return String::new() };
        let (theirs, ours) = (String::from_utf8_lossy(self.file.bytes), String::from_utf8_lossy(own));
        let diff = TextDiff::from_lines(theirs.as_ref(), ours.as_ref());
        let from = format!("theme/{}", self.file.name);
        diff.unified_diff().context_radius(3).header(&from, &self.file.path()).to_string()
    }
}

/// Every file of the theme, with the site's own in its place.
pub fn overrides(tree: &Disk) -> Result<Vec<Override>, MachineFault> {
    let origins = origins(tree)?;
    files()
        .map(|file| {
            let path = file.path();
            let own = optional(tree, &path)?;
            let origin = own.as_ref().and_then(|_| origins.get(&path));
            // Whoever has the theme's newest lacks nothing.
            let is_newest = own.as_deref() == Some(file.bytes);
            let has_moved =
                !is_newest && origin.is_some_and(|origin| *origin != Digest::of(file.bytes).to_string());
            Ok(Override { file, own, has_moved })
        })
        .collect()
}

/// Why a file was not copied.
#[derive(Debug)]
pub enum CopyFault {
    /// The site has one already; nothing was written.
    Taken(String),
    /// The folder is a link that leads out of the site.
    Outside(String),
    Machine(MachineFault),
}

impl From<MachineFault> for CopyFault {
    fn from(fault: MachineFault) -> CopyFault {
        CopyFault::Machine(fault)
    }
}

/// Puts files of the theme into the site. When one of them cannot be there, none is written.
pub fn copy(tree: &Disk, list: &[ThemeFile]) -> Result<(), CopyFault> {
    let mut origins = origins(tree)?;
    for file in list {
        let path = tree.root().join(file.path());
        match path.symlink_metadata() {
            Ok(_) => return Err(CopyFault::Taken(file.path())),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(MachineFault::new("look at", path, error).into()),
        }
        folder_of(tree, &file.path())?;
    }
    for file in list {
        put(tree, &file.path(), file.bytes, Place::Free)?;
        origins.insert(file.path(), Digest::of(file.bytes).to_string());
        put_origins(tree, &origins)?;
    }
    Ok(())
}

/// Notes that the site's files have been compared with the theme's as it is now, whatever they are copies of.
pub fn note_seen(tree: &Disk, list: &[ThemeFile]) -> Result<(), CopyFault> {
    let mut origins = origins(tree)?;
    origins.extend(list.iter().map(|file| (file.path(), Digest::of(file.bytes).to_string())));
    put_origins(tree, &origins)
}

fn put_origins(tree: &Disk, origins: &BTreeMap<String, String>) -> Result<(), CopyFault> {
    let lines: String = origins.iter().map(|(path, digest)| format!("{path}: {digest}\n")).collect();
    put(tree, ORIGIN, format!("{HEAD}{lines}").as_bytes(), Place::Any)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Nothing may stand there.
    Free,
    Any,
}

/// Puts a file in its place, whole or not at all.
fn put(tree: &Disk, path: &str, bytes: &[u8], place: Place) -> Result<(), CopyFault> {
    let folder = folder_of(tree, path)?;
    let name = path.rsplit('/').next().unwrap_or(path);
    let to = folder.join(name);
    let fault = |error| MachineFault::new("write", &to, error);
    let beside = write_beside(&folder, bytes, None).map_err(fault)?;
    match place {
        Place::Any => beside.persist(&to).map(drop).map_err(|error| fault(error.error))?,
        Place::Free => match beside.persist_noclobber(&to) {
            Ok(_) => {}
            Err(error) if error.error.kind() == ErrorKind::AlreadyExists => {
                return Err(CopyFault::Taken(path.to_string()));
            }
            Err(error) => return Err(fault(error.error).into()),
        },
    }
    Ok(())
}

/// The folder of a file, made if need be, which lies in the site.
fn folder_of(tree: &Disk, path: &str) -> Result<PathBuf, CopyFault> {
    let around = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let folder = tree.root().join(around);
    let fault = |error| MachineFault::new("create the folder", &folder, error);
    let root = tree.root().canonicalize().map_err(fault)?;
    // The nearest that is there says where all below it will be.
    let there = folder.ancestors().find(|folder| folder.symlink_metadata().is_ok()).unwrap_or(tree.root());
    let real = there.canonicalize().map_err(fault)?;
    if !real.starts_with(&root) {
        return Err(CopyFault::Outside(around.to_string()));
    }
    fs::create_dir_all(&folder).map_err(fault)?;
    Ok(folder)
}

fn optional(tree: &Disk, path: &str) -> Result<Option<Vec<u8>>, MachineFault> {
    match tree.read_path(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(MachineFault::new("read", tree.root().join(path), error)),
    }
}

fn origins(tree: &Disk) -> Result<BTreeMap<String, String>, MachineFault> {
    let Some(bytes) = optional(tree, ORIGIN)? else { return Ok(BTreeMap::new()) };
    serde_yaml::from_slice::<Option<BTreeMap<String, String>>>(&bytes).map(Option::unwrap_or_default).map_err(
        |_| {
            let error =
                io::Error::new(ErrorKind::InvalidData, "it is not as `linernotes theme copy` wrote it; delete it");
            MachineFault::new("read", tree.root().join(ORIGIN), error)
        },
    )
}
