//! The floor: reads every file of a site and writes every file of its pages, with the same names and sizes and
//! as many threads, and does nothing else. What a build takes beyond it is our own work.

use super::{Outcome, take_threads};
use rayon::prelude::*;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Files below a folder, each with its size, sorted.
pub fn list(folder: &Path) -> io::Result<Vec<(u64, String)>> {
    let mut files = Vec::new();
    for path in walk(folder)? {
        let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().into_owned();
        files.push((fs::metadata(&path)?.len(), name));
    }
    files.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(files)
}

/// A line of the list that `play` reads.
pub fn write_list(files: &[(u64, String)], to: &Path) -> io::Result<()> {
    let lines: String = files.iter().map(|(bytes, path)| format!("{bytes} {path}\n")).collect();
    fs::write(to, lines)
}

pub fn play(root: &Path, list: &Path, out: &Path, jobs: &str) -> Outcome<()> {
    take_threads(jobs)?;
    let list = fs::read_to_string(list)?;
    let files: Vec<(usize, &str)> = list
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(bytes, path)| Some((bytes.parse().ok()?, path)))
        .collect();
    let bytes = vec![b' '; files.iter().map(|(bytes, _)| *bytes).max().unwrap_or(0)];
    let read: usize =
        walk(root)?.par_iter().map(|path| fs::read(path).map(|bytes| bytes.len())).sum::<io::Result<_>>()?;
    fs::create_dir_all(out)?;
    files.par_iter().try_for_each(|(length, path)| write(&out.join(path), &bytes[..*length]))?;
    eprintln!("{read} bytes read");
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut made = File::create_new(path);
    if made.as_ref().is_err_and(|error| error.kind() == ErrorKind::NotFound) {
        if let Some(folder) = path.parent() {
            make_folder(folder)?;
        }
        made = File::create_new(path);
    }
    made?.write_all(bytes)
}

/// As `create_dir_all`, but tries the folder itself first: mostly the folders around it are there.
fn make_folder(folder: &Path) -> io::Result<()> {
    match fs::create_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => fs::create_dir_all(folder),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}

fn walk(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() { folders.push(entry.path()) } else { files.push(entry.path()) }
        }
    }
    Ok(files)
}
