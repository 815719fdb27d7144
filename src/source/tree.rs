//! The folder tree that a site is made from. The engine only ever reads it.

use super::stamps::Stamp;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::limits;
use crate::base::lock::lock;
use crate::base::place::Place;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use unicode_normalization::UnicodeNormalization;

/// The folders below the root that belong to a site.
pub const FOLDERS: &[&str] = &["content", "static", "templates"];

/// A file that is there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Below the root, `/` between its parts, NFC: `content/songs.yaml`.
    pub path: Arc<str>,
    /// As the disk spells it, which differs on systems that store names decomposed.
    real: PathBuf,
}

impl Found {
    /// A file that is to be on the disk under this very name.
    pub fn new(path: Arc<str>) -> Found {
        Found { real: PathBuf::from(&*path), path }
    }
}

/// Where a site's files come from.
pub trait Tree: Send + Sync {
    /// Every file of the site, sorted by path; what cannot be used is told.
    fn list(&self, complaints: &mut Vec<Diagnostic>) -> io::Result<Vec<Found>>;

    /// The bytes of one file. An error of kind `FileTooLarge` for one above `limits::FILE_BYTES`.
    fn read(&self, found: &Found) -> io::Result<Vec<u8>>;

    /// The bytes of a file by its path, if it is there.
    fn read_path(&self, path: &str) -> io::Result<Vec<u8>>;
}

/// A folder of this machine.
pub struct Disk {
    root: PathBuf,
}

impl Disk {
    pub fn new(root: impl Into<PathBuf>) -> Disk {
        Disk { root: root.into() }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }
}

impl Tree for Disk {
    fn list(&self, complaints: &mut Vec<Diagnostic>) -> io::Result<Vec<Found>> {
        let real_root = self.root.canonicalize()?;
        let mut files = Vec::new();
        let mut circles = Circles::default();
        for folder in FOLDERS {
            let top = self.root.join(folder);
            // A link that leads nowhere is there, and is told.
            if top.symlink_metadata().is_err() {
                continue;
            }
            let mut walk = walkdir::WalkDir::new(&top).follow_links(true).sort_by_file_name().into_iter();
            while let Some(entry) = walk.next() {
                match entry {
                    Ok(entry)
                        if entry.depth() > 0
                            && (is_hidden(entry.file_name())
                                || *folder != "static" && is_copy(entry.file_name())) =>
                    {
                        if entry.file_type().is_dir() {
                            walk.skip_current_dir();
                        }
                    }
                    Ok(entry) if leads_out(&entry, &real_root) => {
                        complaints.push(self.outside(&entry));
                        // What lies there is nothing of ours, and may be a whole disk.
                        if entry.file_type().is_dir() {
                            walk.skip_current_dir();
                        }
                    }
                    Ok(entry) => self.take(entry, &mut files, complaints),
                    Err(error) => match error.loop_ancestor() {
                        Some(above) if !circles.is_new(above, error.path()) => {}
                        _ => complaints.push(unreadable(&error, &self.root)),
                    },
                }
            }
        }
        files.sort();
        for pair in files.windows(2) {
            if pair[0].path == pair[1].path {
                complaints.push(
                    Diagnostic::new(
                        Code::BadFile,
                        "two files have names that differ only in how the letters are stored",
                    )
                    .at(Place::file(&pair[0].path))
                    .help("rename one of them; they look the same, but one was typed on another system"),
                );
            }
        }
        files.dedup_by(|b, a| a.path == b.path);
        Ok(files)
    }

    fn read(&self, found: &Found) -> io::Result<Vec<u8>> {
        self.read_stamped(found).map(|(bytes, _)| bytes)
    }

    fn read_path(&self, path: &str) -> io::Result<Vec<u8>> {
        let path = self.real_path(path)?;
        // Opening a pipe would wait for somebody to write into it.
        if !path.metadata()?.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        read_bounded(&path).map(|(bytes, _)| bytes)
    }
}

impl Disk {
    /// How every file of the site stands, sorted by path. An error where something is to be told of one.
    pub fn stamps(&self) -> io::Result<Vec<(Arc<str>, Stamp)>> {
        let mut complaints = Vec::new();
        let found = self.list(&mut complaints)?;
        if !complaints.is_empty() {
            return Err(io::ErrorKind::InvalidData.into());
        }
        found.par_iter().map(|found| Ok((found.path.clone(), self.stamp(&self.root.join(&found.real))?))).collect()
    }

    /// How a file stands now.
    pub(super) fn stamp(&self, real: &Path) -> io::Result<Stamp> {
        Stamp::of(&real.metadata()?)
    }

    /// The bytes of a file, and how it stood before they were read.
    pub(super) fn read_stamped(&self, found: &Found) -> io::Result<(Vec<u8>, Metadata)> {
        read_bounded(&self.root.join(&found.real))
    }

    /// Where on the disk a file of the site is, which may spell its name with letters taken apart.
    pub fn real_path(&self, path: &str) -> io::Result<PathBuf> {
        let plain = self.root.join(path);
        if path.is_ascii() || plain.symlink_metadata().is_ok() {
            return Ok(plain);
        }
        let mut real = self.root.clone();
        for part in path.split('/') {
            let is_it = |name: &std::ffi::OsStr| name.to_string_lossy().nfc().eq(part.chars());
            let mut names = real.read_dir()?.filter_map(|entry| entry.ok().map(|entry| entry.file_name()));
            real.push(names.find(|name| is_it(name)).ok_or(io::ErrorKind::NotFound)?);
        }
        Ok(real)
    }

    fn outside(&self, entry: &walkdir::DirEntry) -> Diagnostic {
        let real = entry.path().strip_prefix(&self.root).unwrap_or(entry.path());
        Diagnostic::new(Code::BadFile, "this link leads out of the site's folder")
            .at(Place::file(&shown_path(real)))
            .help("copy what it leads to into the site's folder; a link may only lead to a place inside it")
    }

    /// Sorts one entry of the walk: a file of ours, or something to complain about.
    fn take(&self, entry: walkdir::DirEntry, files: &mut Vec<Found>, complaints: &mut Vec<Diagnostic>) {
        let kind = entry.file_type();
        let real = entry.path().strip_prefix(&self.root).unwrap_or(entry.path()).to_path_buf();
        let path = shown_path(&real);
        let bad =
            |message: &str, help: &str| Diagnostic::new(Code::BadFile, message).at(Place::file(&path)).help(help);
        if kind.is_dir() {
            return;
        }
        if !kind.is_file() {
            complaints.push(bad("this is not an ordinary file", "remove it: only files can be read"));
            return;
        }
        if let Some((message, help)) = name_problem(&real, &path) {
            complaints.push(bad(&message, help));
            return;
        }
        files.push(Found { path, real });
    }
}

fn leads_out(entry: &walkdir::DirEntry, real_root: &Path) -> bool {
    entry.path_is_symlink() && !entry.path().canonicalize().is_ok_and(|target| target.starts_with(real_root))
}

/// The circles of links that were told. A circle of two links is come upon at each of them.
#[derive(Default)]
struct Circles(HashSet<PathBuf>);

impl Circles {
    /// Notes the folders of a circle: those from `above`, where it begins, down to the link. Whether none of them
    /// lies in one that was told.
    fn is_new(&mut self, above: &Path, link: Option<&Path>) -> bool {
        let down = link.into_iter().flat_map(Path::ancestors).skip(1);
        let between = down.take_while(|folder| folder.starts_with(above));
        let folders: Vec<PathBuf> = between.filter_map(|folder| folder.canonicalize().ok()).collect();
        let is_new = !folders.iter().any(|folder| self.0.contains(folder));
        self.0.extend(folders);
        is_new
    }
}

/// Files that systems and editors leave behind: `.DS_Store`, `Thumbs.db`, `.git`, `songs.yaml~`, `#songs.yaml#`.
pub fn is_hidden(name: &std::ffi::OsStr) -> bool {
    const SYSTEMS: &[&str] = &["thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx", "$recycle.bin"];
    let name = name.to_string_lossy().to_lowercase();
    name.starts_with('.')
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || name.starts_with("~$")
        || SYSTEMS.contains(&name.as_str())
}

/// Copies that editors make beside a file: `songs.yaml.bak`. In `static/` a file may well be called so.
fn is_copy(name: &std::ffi::OsStr) -> bool {
    const ENDS: &[&str] =
        &[".bak", ".orig", ".rej", ".swp", ".swo", ".tmp", ".temp", ".old", ".crdownload", ".part"];
    let name = name.to_string_lossy().to_lowercase();
    ENDS.iter().any(|end| name.ends_with(end))
}

fn shown_path(real: &Path) -> Arc<str> {
    let parts: Vec<_> = real.iter().map(|part| part.to_string_lossy().nfc().collect::<String>()).collect();
    parts.join("/").into()
}

/// Why a file's name cannot be used everywhere, and what to do.
fn name_problem(real: &Path, path: &str) -> Option<(String, &'static str)> {
    const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];
    if real.to_str().is_none() {
        return Some(("the name of this file is not Unicode text".into(), "rename it"));
    }
    if path.chars().count() > limits::PATH_CHARACTERS {
        let message = format!("the path of this file is longer than {} characters", limits::PATH_CHARACTERS);
        return Some((message, "give it a shorter name"));
    }
    let is_odd = |c: char| {
        c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if path.chars().any(is_odd) {
        return Some(("the name of this file has a character that cannot be seen".into(), "rename it"));
    }
    if path.contains('\\') {
        return Some((
            "the name of this file has a backslash, which Windows takes for a folder".into(),
            "rename it",
        ));
    }
    let is_device = |part: &str| {
        let stem = part.split('.').next().unwrap_or(part).to_ascii_lowercase();
        let numbered = stem.len() == 4 && (stem.starts_with("com") || stem.starts_with("lpt"));
        DEVICES.contains(&stem.as_str()) || (numbered && stem.as_bytes()[3].is_ascii_digit())
    };
    if let Some(part) = path.split('/').find(|part| is_device(part)) {
        return Some((format!("`{part}` is a name that Windows keeps for itself"), "rename it"));
    }
    None
}

fn unreadable(error: &walkdir::Error, root: &Path) -> Diagnostic {
    let path = error.path().map(|path| shown_path(path.strip_prefix(root).unwrap_or(path)));
    let (message, help) = match error.loop_ancestor() {
        Some(_) => ("this link leads back to a folder that it lies in".to_string(), "remove the link"),
        None => {
            let why = error.io_error().map_or_else(|| error.to_string(), reason);
            (format!("this cannot be read: {why}"), "see that the file is there and that you may read it")
        }
    };
    let complaint = Diagnostic::new(Code::BadFile, message).help(help);
    match path {
        Some(path) => complaint.at(Place::file(&path)),
        None => complaint,
    }
}

/// An error of the disk in words, without the system's error number.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "it does not exist".into(),
        io::ErrorKind::PermissionDenied => "reading it is not permitted".into(),
        io::ErrorKind::FileTooLarge => format!("it is larger than {} MB", limits::FILE_BYTES >> 20),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or(&text).to_string()
        }
    }
}

fn read_bounded(path: &Path) -> io::Result<(Vec<u8>, Metadata)> {
    let mut file = File::open(path)?;
    let meta = file.metadata()?;
    let length = meta.len();
    if length > limits::FILE_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let mut bytes = vec![0; length as usize + 1];
    let read = file.read(&mut bytes)?;
    bytes.truncate(read);
    // Mostly that was all, and the disk need not be asked once more. A file may grow while it is read: never take more
    // than the limit.
    if read as u64 != length {
        file.take(limits::FILE_BYTES + 1 - read as u64).read_to_end(&mut bytes)?;
    }
    if bytes.len() as u64 > limits::FILE_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok((bytes, meta))
}

/// A tree that was never on a disk, for tests.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<Arc<str>, Arc<[u8]>>,
}

impl Memory {
    pub fn new() -> Memory {
        Memory::default()
    }

    pub fn put(&mut self, path: &str, bytes: impl AsRef<[u8]>) {
        self.files.insert(path.into(), bytes.as_ref().into());
    }

    pub fn remove(&mut self, path: &str) {
        self.files.remove(path);
    }
}

impl Tree for Memory {
    fn list(&self, _: &mut Vec<Diagnostic>) -> io::Result<Vec<Found>> {
        let of_site = |path: &&Arc<str>| FOLDERS.iter().any(|f| path.split('/').next() == Some(f));
        Ok(self.files.keys().filter(of_site).cloned().map(Found::new).collect())
    }

    fn read(&self, found: &Found) -> io::Result<Vec<u8>> {
        self.read_path(&found.path)
    }

    fn read_path(&self, path: &str) -> io::Result<Vec<u8>> {
        let bytes = self.files.get(path).ok_or(io::ErrorKind::NotFound)?;
        if bytes.len() as u64 > limits::FILE_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(bytes.to_vec())
    }
}

/// A tree in memory that changes while others look at it, for tests.
#[derive(Debug, Default)]
pub struct Changing(Mutex<Memory>);

impl Changing {
    /// Changes it, or looks into it.
    pub fn lock(&self) -> MutexGuard<'_, Memory> {
        lock(&self.0)
    }
}

impl Tree for Changing {
    fn list(&self, complaints: &mut Vec<Diagnostic>) -> io::Result<Vec<Found>> {
        self.lock().list(complaints)
    }

    fn read(&self, found: &Found) -> io::Result<Vec<u8>> {
        self.lock().read(found)
    }

    fn read_path(&self, path: &str) -> io::Result<Vec<u8>> {
        self.lock().read_path(path)
    }
}
