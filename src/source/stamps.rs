//! How files stand on a disk, by which a later build knows them for the same without reading them.

use super::tree::{Disk, Found, Tree};
use crate::base::diagnostic::Diagnostic;
use crate::base::lock::lock;
use crate::base::map::Map;
use rayon::prelude::*;
use std::fmt;
use std::fs::Metadata;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
#[cfg(unix)]
use std::time::Duration;
use std::time::SystemTime;

/// How a file stands on its disk: any write to it makes another one of this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    length: u64,
    /// When its bytes changed, or its name, rights or place where the disk tells.
    pub changed: SystemTime,
    modified: SystemTime,
    inode: u64,
}

impl Stamp {
    pub(super) fn of(meta: &Metadata) -> io::Result<Stamp> {
        let modified = meta.modified()?;
        #[cfg(unix)]
        let (changed, inode) = {
            use std::os::unix::fs::MetadataExt;
            let since = Duration::new(meta.ctime().max(0) as u64, meta.ctime_nsec().max(0) as u32);
            (SystemTime::UNIX_EPOCH + since, meta.ino())
        };
        #[cfg(not(unix))]
        let (changed, inode) = (modified, 0);
        Ok(Stamp { length: meta.len(), changed: changed.max(modified), modified, inode })
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanos = |time: SystemTime| time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_nanos();
        write!(f, "{} {} {} {}", self.length, nanos(self.changed), nanos(self.modified), self.inode)
    }
}

/// A folder of this machine that notes how each file stood when it was read, so that nobody need look at all of them
/// once more.
pub struct Noting<'d> {
    disk: &'d Disk,
    noted: Mutex<Noted>,
}

#[derive(Default)]
struct Noted {
    /// Every file that there is.
    paths: Vec<Arc<str>>,
    stamps: Map<Arc<str>, Stamp>,
    /// Something is to be told of a file, or it cannot be looked at.
    is_odd: bool,
}

impl<'d> Noting<'d> {
    pub fn new(disk: &'d Disk) -> Noting<'d> {
        Noting { disk, noted: Mutex::default() }
    }

    /// How every file stood before it was read, or stands now where it was not; sorted by path. Nothing where that cannot
    /// be said of all.
    pub fn into_stamps(self) -> Option<Vec<(Arc<str>, Stamp)>> {
        let Noted { paths, stamps, is_odd } = self.noted.into_inner().unwrap_or_else(PoisonError::into_inner);
        let stamp = |path: &Arc<str>| {
            let noted = stamps.get(path).cloned();
            Some((path.clone(), noted.or_else(|| self.disk.stamp(&self.disk.real_path(path).ok()?).ok())?))
        };
        if is_odd { None } else { paths.par_iter().map(stamp).collect() }
    }
}

impl Tree for Noting<'_> {
    fn list(&self, complaints: &mut Vec<Diagnostic>) -> io::Result<Vec<Found>> {
        let before = complaints.len();
        let found = self.disk.list(complaints)?;
        let mut noted = lock(&self.noted);
        noted.is_odd |= complaints.len() > before;
        noted.paths = found.iter().map(|found| found.path.clone()).collect();
        Ok(found)
    }

    fn read(&self, found: &Found) -> io::Result<Vec<u8>> {
        let (bytes, meta) = self.disk.read_stamped(found)?;
        let stamp = Stamp::of(&meta);
        let mut noted = lock(&self.noted);
        match stamp {
            // Another time it may be another one: the first was there before anything was made of it.
            Ok(stamp) => drop(noted.stamps.entry(found.path.clone()).or_insert(stamp)),
            Err(_) => noted.is_odd = true,
        }
        Ok(bytes)
    }

    fn read_path(&self, path: &str) -> io::Result<Vec<u8>> {
        self.disk.read_path(path)
    }
}
