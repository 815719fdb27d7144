//! The writing of the output folder, on a real disk in temporary folders.

mod cache;
mod faults;
#[cfg(unix)]
mod layouts;
mod output;
mod races;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use tempfile::TempDir;

use super::claim::Guarded;
use super::disk::{Disk, RealDisk};
use super::output::{Output, Written};
use super::refusal::OutputError;

/// A site in a temporary folder.
struct Place {
    base: TempDir,
}

impl Place {
    fn new() -> Place {
        Place::in_folder(tempfile::tempdir().unwrap())
    }

    /// In memory where the system has such a disk: thousands of builds wear out a real one.
    fn in_memory() -> Place {
        Place::in_folder(tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap())
    }

    fn in_folder(base: TempDir) -> Place {
        let place = Place { base };
        for folder in ["content", "templates", "static"] {
            fs::create_dir_all(place.root().join(folder)).unwrap();
        }
        place
    }

    fn root(&self) -> PathBuf {
        self.base.path().join("site")
    }

    fn out(&self) -> PathBuf {
        self.root().join("dist")
    }

    fn guarded(&self) -> Guarded {
        let root = self.root();
        let sources = ["content", "templates", "static"].map(|folder| root.join(folder)).to_vec();
        Guarded { root, sources, home: Some(self.base.path().join("home")) }
    }

    fn claim(&self) -> Result<Output, OutputError> {
        Output::claim(&self.out(), &self.guarded(), &|| panic!("nobody else builds"))
    }

    fn build(&self, site: &[(&str, &str)]) -> Result<Written, OutputError> {
        self.build_on(RealDisk, site)
    }

    fn build_on(&self, disk: impl Disk, site: &[(&str, &str)]) -> Result<Written, OutputError> {
        let output = Output::claim_on(disk, &self.out(), &self.guarded(), &|| panic!("nobody else builds"))?;
        stage_all(&output, site)?;
        output.publish()
    }

    /// All in the output folder, by path: files with their bytes, folders as `path/` with none.
    fn tree(&self) -> BTreeMap<String, Vec<u8>> {
        tree(&self.out())
    }

    /// What stands in the site's folder, in order.
    fn names(&self) -> Vec<String> {
        names(&self.root())
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.out().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn stage_all<D: Disk>(output: &Output<D>, site: &[(&str, &str)]) -> Result<(), OutputError>
where
    Output<D>: Sync,
{
    site.par_iter().try_for_each(|(path, text)| output.stage(path, text.as_bytes()).map(|_| ()))
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut tree = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1).into_iter().flatten() {
        let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
        if entry.file_type().is_dir() {
            tree.insert(format!("{path}/"), Vec::new());
        } else {
            tree.insert(path, fs::read(entry.path()).unwrap_or_default());
        }
    }
    tree
}

/// What a build of this site into no folder at all gives.
fn fresh(site: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    let place = Place::new();
    place.build(site).unwrap();
    place.tree()
}

/// Makes every file but the ledger look older than it, as time does.
fn let_time_pass(folder: &Path) {
    for entry in walkdir::WalkDir::new(folder).into_iter().flatten() {
        if entry.file_type().is_file() && entry.file_name() != ".linernotes" {
            set_age(entry.path(), 60);
        }
    }
}

/// Makes a file look as if it was last changed so many seconds before the program began.
fn set_age(path: &Path, seconds: u64) {
    static NOW: OnceLock<SystemTime> = OnceLock::new();
    let time = *NOW.get_or_init(SystemTime::now) - Duration::from_secs(seconds);
    fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
}
