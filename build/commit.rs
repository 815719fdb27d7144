//! Which commit a folder is at, from the files that git keeps. The build script and a test read this.

use std::fs;
use std::path::{Path, PathBuf};

/// A commit, and the files that say so.
pub struct Found {
    /// The first ten digits.
    pub commit: String,
    /// When none of them changes, neither does the commit. One that is not there yet counts as well.
    pub read: Vec<PathBuf>,
}

/// The commit that is checked out in a folder; nothing where there is no repository, or none that is understood.
pub fn read(root: &Path) -> Option<Found> {
    let own = own_folder(&root.join(".git"))?;
    // A work tree beside the main one has its head for itself and shares the rest.
    let shared = match fs::read_to_string(own.join("commondir")) {
        Ok(path) => own.join(path.trim()),
        Err(_) => own.clone(),
    };
    let head = own.join("HEAD");
    let text = fs::read_to_string(&head).ok()?;
    let mut read = vec![head];
    let commit = match text.trim().strip_prefix("ref: ") {
        None => text.trim().to_string(),
        Some(name) => {
            let (loose, packed) = (shared.join(name), shared.join("packed-refs"));
            let found = fs::read_to_string(&loose).ok().or_else(|| in_packed(&packed, name));
            // The script runs again whenever a file that it names is not there, so only those that are.
            read.extend([loose, packed].into_iter().filter(|path| path.exists()));
            found?.trim().to_string()
        }
    };
    let is_commit = commit.len() >= 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_commit.then(|| Found { commit: commit[..10].to_string(), read })
}

/// `.git` is a folder, or a file that names one.
fn own_folder(git: &Path) -> Option<PathBuf> {
    if git.is_dir() {
        return Some(git.to_path_buf());
    }
    let text = fs::read_to_string(git).ok()?;
    let path = text.trim().strip_prefix("gitdir: ")?;
    Some(git.parent()?.join(path))
}

/// `1a2b… refs/heads/main`
fn in_packed(packed: &Path, name: &str) -> Option<String> {
    let text = fs::read_to_string(packed).ok()?;
    let line = text.lines().find(|line| line.split_once(' ').is_some_and(|(_, known)| known == name))?;
    line.split_once(' ').map(|(commit, _)| commit.to_string())
}
