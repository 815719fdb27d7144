//! What was made at some cost and may be used again: by key, a digest of all that it was made from. Never needed:
//! a build without it makes the same bytes, only later.

use super::disk::{Disk, RealDisk};
use crate::base::digest::Digest;
use crate::base::lock::lock;
use std::collections::{BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Keeps bytes by key. Called from many threads. Neither call can fail: what is not there is made again.
pub trait Cache: Sync {
    fn get(&self, key: Digest) -> Option<Vec<u8>>;
    fn put(&self, key: Digest, bytes: &[u8]);
}

/// For tests and for programs that live long.
#[derive(Default)]
pub struct MemoryCache(Mutex<HashMap<Digest, Vec<u8>>>);

impl Cache for MemoryCache {
    fn get(&self, key: Digest) -> Option<Vec<u8>> {
        lock(&self.0).get(&key).cloned()
    }

    fn put(&self, key: Digest, bytes: &[u8]) {
        lock(&self.0).insert(key, bytes.to_vec());
    }
}

/// A folder with a file for each key, beside the site's content. Whoever deletes it loses nothing but time.
///
/// A file begins with the digest of what follows, so that one that was cut short or changed is made again.
pub struct DiskCache<D: Disk = RealDisk> {
    disk: D,
    /// `.linernotes` of the site.
    home: PathBuf,
    folder: PathBuf,
    /// Keys that were asked for or put: what `drop_unused` leaves.
    used: Mutex<BTreeSet<Digest>>,
    /// The first thing that went wrong; nothing is written after it.
    fault: Mutex<Option<io::Error>>,
}

/// Says to Git that nothing in the folder belongs to the site.
const IGNORE: &str = "# Made by linernotes, safe to delete.\n*\n";

impl DiskCache {
    /// `home` is `.linernotes` beside the content, `name` the folder in it. Nothing is made before something is put.
    pub fn new(home: &Path, name: &str) -> DiskCache {
        DiskCache::on(RealDisk, home, name)
    }
}

impl<D: Disk> DiskCache<D> {
    pub fn on(disk: D, home: &Path, name: &str) -> DiskCache<D> {
        DiskCache {
            disk,
            home: home.to_path_buf(),
            folder: home.join(name),
            used: Mutex::default(),
            fault: Mutex::default(),
        }
    }

    fn path(&self, key: Digest) -> PathBuf {
        self.folder.join(key.to_string())
    }

    fn write(&self, key: Digest, bytes: &[u8]) -> io::Result<()> {
        self.make_folders()?;
        let mut content = format!("{}\n", Digest::of(bytes)).into_bytes();
        content.extend_from_slice(bytes);
        let path = self.path(key);
        let beside = self.folder.join(format!("{key}.new"));
        let written = match self.disk.write_new(&beside, &content) {
            // Left by a build that was stopped.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                self.disk.remove_file(&beside).and_then(|()| self.disk.write_new(&beside, &content))
            }
            written => written,
        };
        written.and_then(|()| self.disk.rename(&beside, &path)).inspect_err(|_| {
            let _ = self.disk.remove_file(&beside);
        })
    }

    fn make_folders(&self) -> io::Result<()> {
        if self.folder.is_dir() {
            return Ok(());
        }
        let make = |folder: &Path| match self.disk.create_dir(folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists || !folder.is_dir() => Err(error),
            made => Ok(made.is_ok()),
        };
        if make(&self.home)? {
            self.disk.write_new(&self.home.join(".gitignore"), IGNORE.as_bytes())?;
        }
        make(&self.folder).map(drop)
    }

    /// After a build that went well: removes what it had no use for. Files that the cache did not name stay.
    pub fn drop_unused(&self) {
        if self.has_failed() {
            return;
        }
        let used = lock(&self.used);
        let Ok(entries) = std::fs::read_dir(&self.folder) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            let key = Digest::read(name.strip_suffix(".new").unwrap_or(name));
            let is_old = key.is_some_and(|key| name.ends_with(".new") || !used.contains(&key));
            if is_old && entry.file_type().is_ok_and(|kind| kind.is_file()) {
                // One that stays costs a few kilobytes, and is tried again.
                let _ = self.disk.remove_file(&entry.path());
            }
        }
    }

    fn has_failed(&self) -> bool {
        lock(&self.fault).is_some()
    }

    /// Why nothing could be kept, once.
    pub fn take_fault(&self) -> Option<io::Error> {
        lock(&self.fault).take()
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl<D: Disk> Cache for DiskCache<D> {
    fn get(&self, key: Digest) -> Option<Vec<u8>> {
        lock(&self.used).insert(key);
        let mut content = std::fs::read(self.path(key)).ok()?;
        let bytes = content.get(HEAD..)?;
        let said = std::str::from_utf8(content.get(..HEAD - 1)?).ok().and_then(Digest::read)?;
        if said != Digest::of(bytes) {
            return None;
        }
        content.drain(..HEAD);
        Some(content)
    }

    fn put(&self, key: Digest, bytes: &[u8]) {
        lock(&self.used).insert(key);
        if self.has_failed() {
            return;
        }
        if let Err(error) = self.write(key, bytes) {
            lock(&self.fault).get_or_insert(error);
        }
    }
}

/// The digest and its line break.
const HEAD: usize = 33;
