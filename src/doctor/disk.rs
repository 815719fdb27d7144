//! Files on disk: their names on other disks, and their sizes.

use super::{Around, Finding, NoLook};
use crate::base::fault::MachineFault;
use crate::engine::git::Listed;
use crate::engine::ledger::fold;
use crate::source::tree::FOLDERS;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use walkdir::WalkDir;

const MB: u64 = 1 << 20;
/// GitHub takes no larger file: <https://docs.github.com/repositories/working-with-files/managing-large-files>
const FILE: u64 = 100 * MB;
/// GitHub Pages shows no larger site: <https://docs.github.com/pages/getting-started-with-github-pages/github-pages-limits>
const SITE: u64 = 1024 * MB;
/// From here on it is worth a word.
const NEARLY: u64 = SITE / 10 * 8;
/// A font with all Hangul syllables has about this size and more; one with those of a site has a tenth.
const FONT: u64 = 500 << 10;

/// Files below a folder, by their path from the site's folder, with their sizes. Sorted.
fn files(around: &Around, folder: &Path) -> Result<BTreeMap<String, u64>, NoLook> {
    let mut found = BTreeMap::new();
    if !folder.exists() {
        return Ok(found);
    }
    let fault = |error: walkdir::Error| {
        let path = error.path().unwrap_or(folder).to_path_buf();
        NoLook::Machine(MachineFault::new("look at", path, error.into()))
    };
    for entry in WalkDir::new(folder).into_iter().filter_entry(|entry| entry.file_name() != ".git") {
        let entry = entry.map_err(fault)?;
        if entry.file_type().is_file() {
            found.insert(around.said(entry.path()), entry.metadata().map_err(fault)?.len());
        }
    }
    Ok(found)
}

fn sources(around: &Around) -> Result<BTreeMap<String, u64>, NoLook> {
    let mut all = BTreeMap::new();
    for folder in FOLDERS {
        all.extend(files(around, &around.asked.root.join(folder))?);
    }
    Ok(all)
}

/// Names that are one on some disks. A repository may even have both where this disk has only one.
pub fn names(around: &Around, found: &mut Vec<Finding>) -> Result<(), NoLook> {
    let mut all: BTreeSet<String> = sources(around)?.into_keys().collect();
    if let Some(repository) = &around.repository {
        all.extend(repository.git.list(Listed::Kept, &around.asked.root)?);
    }
    let mut groups: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for path in &all {
        // Folders count as well: `Images/a.png` and `images/b.png` end up in one.
        for end in path.match_indices('/').map(|(at, _)| at).chain([path.len()]) {
            groups.entry(fold(&path[..end]).into_owned()).or_default().insert(&path[..end]);
        }
    }
    let mut last = "";
    for (folded, names) in &groups {
        if names.len() < 2 || (!last.is_empty() && folded.starts_with(&format!("{last}/"))) {
            continue;
        }
        last = folded;
        let names: Vec<&str> = names.iter().copied().collect();
        found.push(
            Finding::problem("names", format!("{} are one and the same on Windows and macOS", names.join(" and ")))
                .at(names[0])
                .cure("rename one of them, and what refers to it"),
        );
    }
    Ok(())
}

/// What GitHub does not take.
pub fn size(around: &Around, found: &mut Vec<Finding>) -> Result<(), NoLook> {
    let made = files(around, &around.asked.out)?;
    let total: u64 = made.values().sum();
    let out = format!("{}/", around.said(&around.asked.out));
    let smaller = "make pictures smaller, or keep what is large elsewhere and link to it";
    if total > SITE {
        let message =
            format!("the site has {} MB, and GitHub Pages shows no more than {} MB", total / MB, SITE / MB);
        found.push(Finding::problem("size", message).at(out).cure(smaller));
    } else if total > NEARLY {
        let message = format!("the site has {} MB of the {} MB that GitHub Pages shows", total / MB, SITE / MB);
        found.push(Finding::note("size", message).at(out).cure(smaller));
    }
    for (path, size) in made.iter().chain(&sources(around)?).filter(|(_, size)| **size > FILE) {
        let message =
            format!("{path} has {} MB, and GitHub takes no file of more than {} MB", size / MB, FILE / MB);
        found.push(Finding::problem("size", message).at(path.as_str()).cure(smaller));
    }
    Ok(())
}

/// Fonts that are served as they are. The program's own it makes small itself.
pub fn fonts(around: &Around, found: &mut Vec<Finding>) -> Result<(), NoLook> {
    let is_font = |path: &str| {
        let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        ["ttf", "otf", "ttc", "woff", "woff2"].contains(&ending.as_str())
    };
    for (path, size) in files(around, &around.asked.root.join("static"))? {
        if !is_font(&path) || size <= FONT {
            continue;
        }
        let message = format!(
            "{path} has {} kB: readers load all of it, and a site shows a few hundred of its characters",
            size >> 10
        );
        found.push(
            Finding::problem("fonts", message)
                .at(path.as_str())
                .cure("leave it out: the theme's fonts are made with just the characters that the site shows")
                .cure(format!(
                    "or make it smaller: `pyftsubset {path} --unicodes=U+20-7E,U+AC00-D7A3 --flavor=woff2` (from the \
                     Python package fonttools), with only the characters that you need"
                )),
        );
    }
    Ok(())
}
