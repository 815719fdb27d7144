//! Finished bytes in, the output folder out: only what changed is written, only what is ours is touched, and
//! nothing published changes before the whole site is staged.
//!
//! `Output::claim` takes the folder, `stage` takes each file (from many threads), `publish` puts the site in
//! place. An `Output` that is dropped before that leaves the folder as it was.

use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

use super::claim::{Claim, Guarded, Standing, decide};
use super::disk::{Disk, RealDisk};
use super::ledger::{LEDGER, Ledger, check_path, fold, folders_of};
use super::refusal::{OutputError, Refusal};
use super::work::Work;
use crate::base::digest::Digest;
use crate::base::fault::MachineFault;
use crate::base::limits;
use crate::base::lock::lock;
use crate::base::map::{Map, Set};

/// What becomes of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The site did not have it.
    New,
    /// The site had other bytes there, or had lost them.
    Changed,
    /// The same bytes stand there already; nothing is written.
    Kept,
}

/// What a build did to the output folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub new: usize,
    pub changed: usize,
    pub kept: usize,
    /// The files that the site no longer has, sorted.
    pub removed: Vec<String>,
    /// Files that the site no longer has and that somebody changed since they were written, so they are not ours
    /// to remove: they stay, and later builds no longer know them. Sorted.
    pub left: Vec<String>,
    /// Files and folders at the top of the output folder that we did not write; looked for only when something was
    /// written. Sorted.
    pub strangers: Vec<String>,
}

/// An output folder that this build, and no other, may write.
pub struct Output<D: Disk = RealDisk> {
    pub(super) work: Work<D>,
    /// The folder with no link in its path.
    pub(super) folder: PathBuf,
    /// The folder as it was asked for, for messages.
    pub(super) out: PathBuf,
    guarded: Guarded,
    pub(super) standing: Standing,
    /// What the last build left, and its ledger as it stands on disk.
    pub(super) before: Ledger,
    pub(super) before_text: Option<Vec<u8>>,
    /// When the ledger was written; a file that is not older may have been changed by hand since.
    pub(super) before_time: Option<SystemTime>,
    staged: Mutex<Map<Box<str>, Staged>>,
    /// Folders that were made in staging, `""` for staging itself.
    folders: Mutex<Set<Box<str>>>,
    /// How many files were put into staging; names them when staging is no image of the site.
    puts: AtomicUsize,
    failed: AtomicBool,
    /// A file was found as it should be only by reading it, for it is no older than the ledger.
    pub(super) has_read: AtomicBool,
    before_folded: OnceLock<HashSet<String>>,
}

/// One file of the site to be.
pub(super) struct Staged {
    pub digest: Digest,
    pub fate: Fate,
    /// Where its bytes wait; absent when they stand in the site already.
    pub waits: Option<Waits>,
}

/// Where in staging the bytes of a file wait.
#[derive(Clone, Copy)]
pub(super) enum Waits {
    /// Where they will be in the site.
    InPlace,
    Numbered(usize),
}

impl Output {
    /// Takes a folder for a build: refuses one that is not ours, waits for another build that works on it
    /// (`on_wait` is then called once), and clears what a killed build left beside it.
    pub fn claim(out: &Path, guarded: &Guarded, on_wait: &dyn Fn()) -> Result<Output, OutputError> {
        Output::claim_on(RealDisk, out, guarded, on_wait)
    }
}

impl<D: Disk> Output<D> {
    /// `claim` on a given disk.
    pub fn claim_on(disk: D, out: &Path, guarded: &Guarded, on_wait: &dyn Fn()) -> Result<Output<D>, OutputError> {
        let claim = decide(out, guarded)?;
        let work = Work::enter(disk, &claim.folder, out, on_wait)?;
        // While we waited, another build may have made the folder, or somebody may have changed what it is.
        let Claim { folder, standing } = decide(out, guarded)?;
        if folder != claim.folder {
            let error = io::Error::other("it became another folder meanwhile; build again");
            return Err(MachineFault::new("use", out, error).into());
        }
        let mut before = Ledger::default();
        let (mut before_text, mut before_time) = (None, None);
        if standing == Standing::Ours {
            let path = folder.join(LEDGER);
            let fault = |error| MachineFault::new("read", out.join(LEDGER), error);
            let bytes = fs::read(&path).map_err(fault)?;
            before = Ledger::read(&bytes).map_err(|fault| OutputError::Ledger { out: out.to_path_buf(), fault })?;
            // A disk that keeps no times gets every file read again.
            before_time = fs::metadata(&path).map_err(fault)?.modified().ok();
            before_text = Some(bytes);
        }
        Ok(Output {
            work,
            folder,
            out: out.to_path_buf(),
            guarded: guarded.clone(),
            standing,
            before,
            before_text,
            before_time,
            staged: Mutex::default(),
            folders: Mutex::default(),
            puts: AtomicUsize::new(0),
            failed: AtomicBool::new(false),
            has_read: AtomicBool::new(false),
            before_folded: OnceLock::new(),
        })
    }

    /// Takes one file of the site, by its path with `/` between the parts. Many threads may call it at once.
    /// After an error the site is not whole, and `publish` refuses.
    pub fn stage(&self, path: &str, bytes: &[u8]) -> Result<Fate, OutputError> {
        let staged = self.stage_one(path, bytes);
        if staged.is_err() {
            self.failed.store(true, Ordering::Relaxed);
        }
        staged
    }

    fn stage_one(&self, path: &str, bytes: &[u8]) -> Result<Fate, OutputError> {
        if let Err(fault) = check_path(path) {
            return Err(self.refused(Refusal::Path(path.to_string(), fault)));
        }
        if path.len() > limits::PATH_CHARACTERS && path.chars().count() > limits::PATH_CHARACTERS {
            return Err(self.refused(Refusal::LongPath(path.to_string())));
        }
        let digest = Digest::of(bytes);
        let fate = self.fate(path, digest, bytes.len() as u64)?;
        let waits = match fate {
            Fate::Kept => None,
            Fate::New | Fate::Changed => Some(self.put(path, bytes)?),
        };
        let known = lock(&self.staged).insert(path.into(), Staged { digest, fate, waits });
        if known.is_some() {
            return Err(self.refused(Refusal::Clash(path.to_string())));
        }
        Ok(fate)
    }

    fn fate(&self, path: &str, digest: Digest, len: u64) -> Result<Fate, OutputError> {
        if self.is_whole() {
            return Ok(Fate::New);
        }
        match self.before.files.get(path) {
            // The ledger knows that the bytes differ; no need to look.
            Some(Some(was)) if *was != digest => Ok(Fate::Changed),
            Some(was) => match self.look(path)? {
                Some(meta) if meta.is_file() && meta.len() == len => {
                    if was.is_some() && self.is_older(&meta) {
                        return Ok(Fate::Kept);
                    }
                    self.has_read.store(true, Ordering::Relaxed);
                    Ok(if self.digest_of(path)? == digest { Fate::Kept } else { Fate::Changed })
                }
                _ => Ok(Fate::Changed),
            },
            None => match self.look(path)? {
                // What folder it is, and whether it may go, is known only when all is staged.
                None => Ok(Fate::New),
                Some(meta) if meta.is_dir() => Ok(Fate::New),
                Some(meta) if meta.is_file() && meta.len() == len && self.digest_of(path)? == digest => {
                    Ok(Fate::Kept)
                }
                // On a disk that takes `A` for `a`, this is our own file under its former name.
                Some(_) if self.before_folded().contains(fold(path).as_ref()) => Ok(Fate::New),
                Some(_) => Err(self.refused(Refusal::StrangerAt(path.to_string()))),
            },
        }
    }

    /// Puts bytes into staging.
    fn put(&self, path: &str, bytes: &[u8]) -> Result<Waits, OutputError> {
        // Staging is the site to be, so that one rename publishes it.
        let (folder, waits) = match self.is_whole() {
            true => (folders_of(path).next().unwrap_or(""), Waits::InPlace),
            false => ("", Waits::Numbered(self.puts.fetch_add(1, Ordering::Relaxed))),
        };
        self.make_staging(folder).map_err(|error| self.put_fault(path, error))?;
        let from = self.staged_at(path, waits);
        self.work.disk.write_new(&from, bytes).map_err(|error| self.put_fault(path, error))?;
        Ok(waits)
    }

    pub(super) fn staged_at(&self, path: &str, waits: Waits) -> PathBuf {
        match waits {
            Waits::InPlace => self.work.site.join(path),
            Waits::Numbered(number) => self.work.site.join(format!("{number:x}")),
        }
    }

    fn put_fault(&self, path: &str, error: io::Error) -> OutputError {
        match error.kind() {
            // Staging holds this site and nothing else.
            ErrorKind::AlreadyExists | ErrorKind::NotADirectory | ErrorKind::IsADirectory => {
                self.refused(Refusal::Clash(path.to_string()))
            }
            _ => MachineFault::new("write", self.out.join(path), error).into(),
        }
    }

    /// Makes a folder of staging, once. The lock is not held while the disk works: in a site with a folder for
    /// each page that would put all threads in a row. Two threads may then try the same folder; one succeeds.
    pub(super) fn make_staging(&self, folder: &str) -> io::Result<()> {
        if lock(&self.folders).contains(folder) {
            return Ok(());
        }
        if folder.is_empty() {
            self.work.make_site()?;
        } else {
            let path = self.work.site.join(folder);
            let mut made = self.work.disk.create_dir(&path);
            // Mostly the folders around are there, so they are made only when they turn out to be missing.
            if made.as_ref().is_err_and(|error| error.kind() == ErrorKind::NotFound) {
                self.make_staging(folders_of(folder).next().unwrap_or(""))?;
                made = self.work.disk.create_dir(&path);
            }
            match made {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                made => made?,
            }
        }
        lock(&self.folders).insert(folder.into());
        Ok(())
    }

    /// Of the ledger that the last build left, if it left one.
    pub fn ledger_digest(&self) -> Option<Digest> {
        self.before_text.as_ref().map(|text| Digest::of(text))
    }

    /// Whether every file of the last build surely stands as it was written, told by its time.
    pub fn is_as_written(&self) -> bool {
        let stands = |(path, digest): (&String, &Option<Digest>)| {
            let meta = self.look(path).ok().flatten();
            digest.is_some() && meta.is_some_and(|meta| meta.is_file() && self.is_older(&meta))
        };
        self.standing == Standing::Ours && self.before.files.par_iter().all(stands)
    }

    /// Whether the folder is new or empty, so that staging is an image of the site and goes there as a whole.
    pub(super) fn is_whole(&self) -> bool {
        matches!(self.standing, Standing::Missing | Standing::Empty) && !self.work.is_inside()
    }

    /// All that was staged, once it is known to be a whole site that can stand in one folder.
    pub(super) fn take_staged(&mut self) -> Result<BTreeMap<Box<str>, Staged>, OutputError> {
        if self.failed.load(Ordering::Relaxed) {
            return Err(self.refused(Refusal::NotWhole));
        }
        let staged = std::mem::take(&mut self.staged).into_inner().unwrap_or_else(PoisonError::into_inner);
        let staged: BTreeMap<Box<str>, Staged> = staged.into_iter().collect();
        self.check_clashes(&staged)?;
        Ok(staged)
    }

    /// Decides once more, for what was an empty folder is none any more.
    pub(super) fn look_again(&mut self) -> Result<(), OutputError> {
        self.standing = decide(&self.out, &self.guarded)?.standing;
        Ok(())
    }

    /// No file may stand where another needs a folder.
    fn check_clashes(&self, staged: &BTreeMap<Box<str>, Staged>) -> Result<(), OutputError> {
        let mut last = "";
        for path in staged.keys() {
            // In order, the paths of one folder mostly come after each other, and it was looked at before.
            let folders = folders_of(path).take_while(|folder| *folder != last);
            for folder in folders {
                if staged.contains_key(folder) {
                    return Err(self.refused(Refusal::Clash(folder.to_string())));
                }
            }
            last = folders_of(path).next().unwrap_or("");
        }
        Ok(())
    }

    /// What stands at a path of the site, links not followed; `None` when there is nothing.
    pub(super) fn look(&self, path: &str) -> Result<Option<fs::Metadata>, OutputError> {
        match fs::symlink_metadata(self.folder.join(path)) {
            Ok(meta) => Ok(Some(meta)),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
            Err(error) => Err(self.fault("look at", path, error)),
        }
    }

    /// Whether a file is surely as the ledger says. Times are coarse: one as old as the ledger may be younger.
    pub(super) fn is_older(&self, meta: &fs::Metadata) -> bool {
        matches!((meta.modified(), self.before_time), (Ok(file), Some(ledger)) if file < ledger)
    }

    pub(super) fn digest_of(&self, path: &str) -> Result<Digest, OutputError> {
        fs::read(self.folder.join(path))
            .map(|bytes| Digest::of(&bytes))
            .map_err(|error| self.fault("read", path, error))
    }

    fn before_folded(&self) -> &HashSet<String> {
        self.before_folded.get_or_init(|| self.before.files.keys().map(|path| fold(path).into_owned()).collect())
    }

    pub(super) fn refused(&self, why: Refusal) -> OutputError {
        OutputError::Refused { out: self.out.clone(), why }
    }

    pub(super) fn fault(&self, action: &'static str, path: &str, error: io::Error) -> OutputError {
        let path = if path.is_empty() { self.out.clone() } else { self.out.join(path) };
        MachineFault::new(action, path, error).into()
    }
}
