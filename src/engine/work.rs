//! The folder where a site is put together before it is published, and the lock that keeps two builds apart.
//!
//! Both are one hidden folder. For the output folder `dist` it is `.dist.linernotes-work` beside it:
//!
//! ```text
//! lock         locked by the build that works here
//! .gitignore   so that `git add` during a build takes nothing half-written
//! site/        staged files
//! texts        of a large site, what need not lie in memory
//! ```
//!
//! Why beside: it works when the output folder does not exist yet, it is on the same disk, so one rename can
//! publish a whole new site, builds of other folders do not meet it, and nothing hidden appears in the site.
//! When the folder around cannot be written, or the output folder is a mounted disk of its own, the work folder
//! is `.linernotes-work` in the output folder.
//!
//! A lock on an open file ends with the process that holds it, so a killed build blocks nobody; what it leaves
//! here is cleared by the next one, which knows it for ours by its name and its `lock`, and for unused by
//! holding that. The folder is removed at the end. Who waited then holds the lock of a file that is gone, so
//! whoever gets a lock looks whether the name still means that file, and else begins again. `lock` is made
//! first and removed last; with any other file in it and no `lock`, the folder is not ours.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use same_file::Handle;

use super::disk::Disk;
use super::refusal::{OutputError, Refusal};
use crate::base::fault::MachineFault;
use crate::source::aside::Open;

const INNER: &str = ".linernotes-work";
const LOCK: &str = "lock";
const SITE: &str = "site";
const GITIGNORE: &str = ".gitignore";
const TEXTS: &str = "texts";

/// How often the lock may slip away before we give up; each time another build has come and gone.
const TRIES: usize = 1_000;

/// A locked work folder. Dropping it removes it and all that is in it.
pub(super) struct Work<D: Disk> {
    pub disk: D,
    folder: PathBuf,
    /// Where files are staged; made by whoever stages the first.
    pub site: PathBuf,
    /// The folders around the output folder that had to be made, outermost first.
    made: Vec<PathBuf>,
    lock: Option<File>,
}

/// Whether this is a work folder in an output folder.
pub(super) fn is_inner(path: &Path) -> bool {
    path.file_name() == Some(OsStr::new(INNER))
        && fs::symlink_metadata(path).is_ok_and(|meta| meta.is_dir())
        && is_ours(path).unwrap_or(false)
}

impl<D: Disk> Work<D> {
    /// Waits until no other build works on the folder `output`, which was asked for as `out`. `on_wait` is called once if there is one.
    pub fn enter(disk: D, output: &Path, out: &Path, on_wait: &dyn Fn()) -> Result<Work<D>, OutputError> {
        let (Some(around), Some(name)) = (output.parent(), output.file_name()) else {
            unreachable!("a whole disk is refused by `decide`");
        };
        let is_there = output.is_dir();
        let folder = if is_there && is_mount(output, around) {
            output.join(INNER)
        } else {
            let mut hidden = OsString::from(".");
            hidden.push(name);
            hidden.push(INNER);
            around.join(hidden)
        };
        let site = folder.join(SITE);
        let mut work = Work { disk, folder, site, made: Vec::new(), lock: None };
        let mut waited = false;
        for _ in 0..TRIES {
            if !is_there {
                make_folders(&work.disk, around, &mut work.made)
                    .map_err(|error| MachineFault::new("create the folder", around, error))?;
            }
            match work.disk.create_dir(&work.folder) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    // What cannot be looked at has gone again meanwhile, or shows itself below.
                    let is_dir = fs::symlink_metadata(&work.folder).map_or(true, |meta| meta.is_dir());
                    if !is_dir || !is_ours(&work.folder).unwrap_or(true) {
                        let why = Refusal::StrangeWork(work.folder.clone());
                        return Err(OutputError::Refused { out: out.to_path_buf(), why });
                    }
                }
                // Another build removed the folders that it had made.
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                Err(error) if may_move_in(&error) && is_there && !work.is_inside() => {
                    work.folder = output.join(INNER);
                    work.site = work.folder.join(SITE);
                    continue;
                }
                Err(error) => return Err(MachineFault::new("create the folder", &work.folder, error).into()),
            }
            let mut tell = || {
                if !std::mem::replace(&mut waited, true) {
                    on_wait();
                }
            };
            let held = hold(&work.disk, &work.folder, Waiting::Told(&mut tell));
            work.lock = held.map_err(|error| MachineFault::new("lock", &work.folder, error))?;
            if work.lock.is_some() {
                clear(&work.disk, &work.folder);
                work.clear_inner(output);
                return Ok(work);
            }
        }
        Err(MachineFault::new("lock", &work.folder, ErrorKind::ResourceBusy.into()).into())
    }

    /// Whether the work folder lies in the output folder, which then is never empty.
    pub fn is_inside(&self) -> bool {
        self.folder.file_name() == Some(OsStr::new(INNER))
    }

    /// A file of the work folder that is none of the site's.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// A file for what need not lie in memory.
    pub fn texts(&self) -> Open
    where
        D: Clone + Send + 'static,
    {
        let (disk, folder) = (self.disk.clone(), self.folder.clone());
        Box::new(move || {
            hide_from_git(&disk, &folder)?;
            disk.open(&folder.join(TEXTS))
        })
    }

    /// Makes `site`; many threads may ask.
    pub fn make_site(&self) -> io::Result<()> {
        match self.disk.create_dir(&self.site) {
            Ok(()) => hide_from_git(&self.disk, &self.folder),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Clears what a killed build left in the output folder, where this one does not work: the folder may have
    /// been a mounted disk for it.
    fn clear_inner(&self, output: &Path) {
        let inner = output.join(INNER);
        if !self.is_inside()
            && is_inner(&inner)
            && let Ok(Some(_lock)) = hold(&self.disk, &inner, Waiting::Never)
        {
            remove_work(&self.disk, &inner);
        }
    }
}

impl<D: Disk> Drop for Work<D> {
    fn drop(&mut self) {
        if self.lock.is_some() {
            remove_work(&self.disk, &self.folder);
        } else {
            // Empty when we have just made it; else this fails, as it should.
            let _ = self.disk.remove_dir(&self.folder);
        }
        for folder in self.made.iter().rev() {
            let _ = self.disk.remove_dir(folder);
        }
    }
}

enum Waiting<'a> {
    Never,
    /// Called before waiting.
    Told(&'a mut dyn FnMut()),
}

/// Takes the lock of a work folder; `None` when the folder went away meanwhile, or another build has it and we
/// do not wait.
fn hold(disk: &impl Disk, folder: &Path, waiting: Waiting) -> io::Result<Option<File>> {
    let path = folder.join(LOCK);
    let or_gone = |error: io::Error| if error.kind() == ErrorKind::NotFound { Ok(None) } else { Err(error) };
    let file = match disk.open(&path) {
        Ok(file) => file,
        Err(error) => return or_gone(error),
    };
    match (file.try_lock(), waiting) {
        (Ok(()), _) => {}
        (Err(TryLockError::WouldBlock), Waiting::Never) => return Ok(None),
        (Err(TryLockError::WouldBlock), Waiting::Told(tell)) => {
            tell();
            file.lock()?;
        }
        (Err(TryLockError::Error(error)), _) => return Err(error),
    }
    let held = Handle::from_file(file.try_clone()?)?;
    match Handle::from_path(&path) {
        Ok(named) => Ok((named == held).then_some(file)),
        Err(error) => or_gone(error),
    }
}

fn hide_from_git(disk: &impl Disk, folder: &Path) -> io::Result<()> {
    match disk.write_new(&folder.join(GITIGNORE), b"*\n") {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        written => written,
    }
}

/// Removes all of a locked work folder but the lock. What cannot be removed is left for the next build: it
/// harms nobody.
fn clear(disk: &impl Disk, folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name() != LOCK {
            remove_all(disk, &entry.path());
        }
    }
}

/// Removes a locked work folder. The lock goes last, while it is held, so that nobody can take it in between;
/// and it stays with whatever could not be removed, to show that that is ours.
fn remove_work(disk: &impl Disk, folder: &Path) {
    clear(disk, folder);
    if fs::read_dir(folder).is_ok_and(|entries| entries.count() <= 1) {
        let _ = disk.remove_file(&folder.join(LOCK));
        let _ = disk.remove_dir(folder);
    }
}

/// An empty folder may be one that another build has just made, or is about to remove. Told from one listing:
/// between two looks the other build may take its lock away.
fn is_ours(folder: &Path) -> io::Result<bool> {
    let names: Vec<OsString> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name())).collect::<io::Result<_>>()?;
    Ok(names.is_empty() || names.iter().any(|name| name == LOCK))
}

fn may_move_in(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem)
}

/// Makes a folder and those around it, and notes which were not there.
pub(super) fn make_folders(disk: &impl Disk, folder: &Path, made: &mut Vec<PathBuf>) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(around) = folder.parent() {
        make_folders(disk, around, made)?;
    }
    match disk.create_dir(folder) {
        Ok(()) => made.push(folder.to_path_buf()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Removes a file, or a folder and all in it; follows no link.
fn remove_all(disk: &impl Disk, path: &Path) {
    if fs::symlink_metadata(path).is_ok_and(|meta| meta.is_dir()) {
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            remove_all(disk, &entry.path());
        }
        let _ = disk.remove_dir(path);
    } else {
        let _ = disk.remove_file(path);
    }
}

/// Whether a folder is the root of a mounted disk, so that nothing beside it can be renamed into it. A folder
/// of the same disk mounted there (`mount --bind`, a volume of a container) shows only in what Linux tells of it.
fn is_mount(folder: &Path, around: &Path) -> bool {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
        if let Ok(told) = statx(CWD, folder, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::empty())
            && told.stx_attributes_mask.contains(StatxAttributes::MOUNT_ROOT)
        {
            return told.stx_attributes.contains(StatxAttributes::MOUNT_ROOT);
        }
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if let (Ok(inner), Ok(outer)) = (fs::symlink_metadata(folder), fs::symlink_metadata(around)) {
            return inner.dev() != outer.dev();
        }
    }
    #[cfg(not(unix))]
    let _ = (folder, around);
    false
}
