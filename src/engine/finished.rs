//! The check of a finished site in a folder, whoever made it: what `proof` can see in the files alone.

use super::build::once_for_each_place;
use crate::base::address::Base;
use crate::base::diagnostic::{Diagnostic, sort};
use crate::proof::{Seen, Site, scan};
use rayon::prelude::*;
use std::io;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// What the check of a folder came to.
pub struct Looked {
    /// Sorted, none twice.
    pub complaints: Vec<Diagnostic>,
    pub file_count: usize,
    pub page_count: usize,
}

/// Why a folder could not be checked.
#[derive(Debug)]
pub enum NoLook {
    Disk(PathBuf, io::Error),
    /// Nobody said where the site stands on the web, and its home page does not either.
    NoAddress,
}

/// Checks every file below a folder. Without an address the site stands where its home page says it does.
pub fn look(folder: &Path, address: Option<&Base>) -> Result<Looked, NoLook> {
    let files = list(folder)?;
    let base = match address {
        Some(base) => base.clone(),
        None => address_of(folder).ok_or(NoLook::NoAddress)?,
    };
    let seen: Result<Vec<(String, Seen)>, NoLook> = files
        .into_par_iter()
        .map(|(name, path)| {
            let bytes = std::fs::read(&path).map_err(|error| NoLook::Disk(path, error))?;
            let seen = scan(&name, &bytes, base.origin());
            Ok((name, seen))
        })
        .collect();
    let seen = seen?;
    let scanned: Vec<(&str, &Seen)> = seen.iter().map(|(name, seen)| (name.as_str(), seen)).collect();
    let site = Site::new(&base, &scanned, &[]);
    let problems = site.check(&scanned).into_iter().chain(site.check_heads(&scanned));
    let mut complaints = once_for_each_place(problems.map(|problem| problem.into_diagnostic(None, None)).collect());
    sort(&mut complaints);
    let page_count = seen.iter().filter(|(_, seen)| seen.kind() == crate::proof::FileKind::Page).count();
    Ok(Looked { complaints, file_count: seen.len(), page_count })
}

/// Every file, by its path below the folder with `/` between the parts, sorted. The ledger and what belongs to a
/// repository are no part of the site.
fn list(folder: &Path) -> Result<Vec<(String, PathBuf)>, NoLook> {
    let is_site = |name: &str| !name.starts_with(".linernotes") && name != ".git";
    let walk = WalkDir::new(folder).into_iter();
    let mut files = Vec::new();
    for entry in walk.filter_entry(|entry| entry.depth() == 0 || entry.file_name().to_str().is_none_or(is_site)) {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(folder).to_path_buf();
            NoLook::Disk(path, error.into())
        })?;
        if entry.file_type().is_file() {
            let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
            files.push((parts.join("/"), entry.into_path()));
        }
    }
    files.sort();
    Ok(files)
}

/// The address that the home page calls its own.
fn address_of(folder: &Path) -> Option<Base> {
    let bytes = std::fs::read(folder.join("index.html")).ok()?;
    Base::new(scan("index.html", &bytes, "").canonical()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::Code;

    fn site(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        folder
    }

    const HOME: &str = "<html lang=en><title>a</title><meta name=description content=b>\
        <link rel=canonical href='https://fan.example/queen/'><h1>a</h1>";

    #[test]
    fn a_folder_is_checked_where_its_home_page_says_it_stands() {
        let page = format!("{HOME}<a href='/queen/x/'>");
        let folder = site(&[
            ("index.html", &page),
            (".linernotes", "{"),
            ("data/a.json", "\"https://fan.example/queen/y/\""),
        ]);
        let looked = look(folder.path(), None).unwrap();
        assert_eq!((looked.file_count, looked.page_count), (2, 1));
        let told: Vec<(Code, &str)> = looked.complaints.iter().map(|c| (c.code, c.message.as_str())).collect();
        assert_eq!(
            told,
            [
                (Code::DeadLink, "no page and no file is at `/x/`"),
                (Code::DeadLink, "no page and no file is at `/y/`")
            ]
        );
    }

    #[test]
    fn an_address_may_be_given_or_is_asked_for() {
        let folder = site(&[("index.html", "<html lang=en><h1>a</h1>"), ("a.html", "x")]);
        assert!(matches!(look(folder.path(), None), Err(NoLook::NoAddress)));
        let base = Base::new("https://fan.example/").unwrap();
        let codes: Vec<Code> =
            look(folder.path(), Some(&base)).unwrap().complaints.iter().map(|c| c.code).collect();
        assert_eq!(codes, [Code::PageHead; 3], "title, description, address");
    }
}
