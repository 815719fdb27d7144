//! The step that changes what readers see: a staged site is put in place.
//!
//! Into a new or empty folder that is one rename. Otherwise, in this order, so that a kill at any instant
//! leaves whole files that the next build knows as ours:
//!
//! 1. Look at all that will be touched. What is not ours is refused here, with nothing changed.
//! 2. Put folders that the site does not have together in the work folder, and write both ledgers there. From
//!    here on nothing needs room on the disk, so a full one has shown itself.
//! 3. Put the ledger in place as a plan: all that was ours and all that will be.
//! 4. Remove files that stand where a folder must go, and the other way round; move new files and folders in,
//!    pages last, so that a page never asks for a style that is not there yet; remove what the site no longer has.
//! 5. Put the ledger in place as a fact.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use super::claim::{Standing, UNASKED};
use super::disk::Disk;
use super::ledger::{self, LEDGER, fold, folders_of};
use super::output::{Fate, Output, Staged, Written};
use super::refusal::OutputError;
use super::steps::{Ground, Grounds, Steps, needed_folders};
use super::work;
use crate::base::digest::Digest;

const PLAN: &str = "plan";
const FACT: &str = "fact";
const BEFORE: &str = "before";

impl<D: Disk> Output<D> {
    /// Puts the staged site in place, and removes what the last build wrote and this one did not.
    pub fn publish(mut self) -> Result<Written, OutputError> {
        let staged = self.take_staged()?;
        if self.is_whole() {
            if let Some(written) = (Publish { output: &self, staged: &staged }).whole()? {
                return Ok(written);
            }
            self.look_again()?;
        }
        Publish { output: &self, staged: &staged }.piece_by_piece()
    }
}

struct Publish<'a, D: Disk> {
    output: &'a Output<D>,
    staged: &'a BTreeMap<Box<str>, Staged>,
}

/// One rename into the site.
struct Move<'a> {
    from: PathBuf,
    to: &'a str,
    has_page: bool,
}

impl<'a, D: Disk> Publish<'a, D> {
    /// Puts all of staging in place of a missing or empty folder; `None` when that cannot be.
    fn whole(&self) -> Result<Option<Written>, OutputError> {
        let Output { work, folder, .. } = self.output;
        let ledger_fault = |error| self.output.fault("write", LEDGER, error);
        self.output.make_staging("").map_err(ledger_fault)?;
        work.disk.write_new(&work.site.join(LEDGER), self.fact().as_bytes()).map_err(ledger_fault)?;
        let is_there = self.output.standing == Standing::Empty;
        if is_there {
            // The folder that the author made, with its owner and permissions, is the one that stays.
            if !same_owner(folder, &work.site) {
                return Ok(None);
            }
            work.disk.copy_mode(folder, &work.site).map_err(|error| self.output.fault("change", "", error))?;
            if cfg!(windows) {
                // Elsewhere a rename may replace an empty folder.
                work.disk.remove_dir(folder).map_err(|error| self.output.fault("replace", "", error))?;
            }
        }
        match work.disk.rename(&work.site, folder) {
            Ok(()) => Ok(Some(self.written(&Steps::default()))),
            Err(error) => {
                if is_there && cfg!(windows) {
                    let _ = work.disk.create_dir(folder);
                }
                match error.kind() {
                    ErrorKind::DirectoryNotEmpty | ErrorKind::AlreadyExists => Ok(None),
                    ErrorKind::ResourceBusy | ErrorKind::CrossesDevices if is_there => Ok(None),
                    _ => Err(self.output.fault("put in place", "", error)),
                }
            }
        }
    }

    /// Puts file by file in place, among what stands there.
    fn piece_by_piece(&self) -> Result<Written, OutputError> {
        let steps = Steps::find(self.output, self.staged)?;
        let fact = self.fact();
        // A ledger with a new time tells the next build what this one had to read.
        let is_young = self.output.has_read.load(Ordering::Relaxed);
        if self.output.before_text.as_deref() == Some(fact.as_bytes()) && steps.touch_nothing() && !is_young {
            return Ok(self.written(&steps));
        }
        let moves = self.put_together(&steps)?;
        self.write_beside(FACT, &fact)?;
        if steps.touch_nothing() {
            // Files were found as they should be, or gone as they should be; only the ledger does not know.
            self.remove_emptied(steps.missing.iter())?;
        } else {
            self.write_beside(PLAN, &self.plan(&steps))?;
            self.put_ledger(PLAN)?;
            self.carry_out(&steps, &moves)?;
        }
        self.put_ledger(FACT)?;
        Ok(Written { strangers: self.strangers(&steps), ..self.written(&steps) })
    }

    /// What stands at the top of the folder and is none of ours. Only for a note, so what cannot be seen is left out.
    fn strangers(&self, steps: &Steps) -> Vec<String> {
        let top = |path: &str| fold(path.split('/').next().unwrap_or(path)).into_owned();
        let left = steps.left.iter().map(|path| top(path));
        let ours: HashSet<String> = self.staged.keys().map(|path| top(path)).chain(left).collect();
        let entries = fs::read_dir(&self.output.folder).into_iter().flatten().flatten();
        let names = entries.filter(|entry| !work::is_inner(&entry.path())).map(|entry| entry.file_name());
        let names = names.map(|name| name.to_string_lossy().into_owned());
        let is_strange =
            |name: &String| name != LEDGER && !UNASKED.contains(&&**name) && !ours.contains(&*fold(name));
        let mut strangers: Vec<String> = names.filter(is_strange).collect();
        strangers.sort_unstable();
        strangers
    }

    fn carry_out(&self, steps: &Steps, moves: &[Move]) -> Result<(), OutputError> {
        let mut is_touched = false;
        let carried_out = self.touch(steps, moves, &mut is_touched);
        if carried_out.is_err() && !is_touched {
            self.restore_ledger();
        }
        carried_out
    }

    fn touch(&self, steps: &Steps, moves: &[Move], is_touched: &mut bool) -> Result<(), OutputError> {
        self.remove(&steps.early, is_touched)?;
        // A killed build may have left a folder empty where a file must go.
        self.remove_emptied(steps.early.iter().chain(&steps.missing))?;
        // One after the other: Linux holds one lock per disk while it renames between folders, and 10,000 renames
        // by two threads took longer than by one (ext4: 0.55 to 0.65 s for 0.32 to 0.48 s).
        let disk = &self.output.work.disk;
        for has_page in [false, true] {
            for Move { from, to, .. } in moves.iter().filter(|one| one.has_page == has_page) {
                disk.rename(from, &self.output.folder.join(to))
                    .map_err(|error| self.output.fault("put in place", to, error))?;
                *is_touched = true;
            }
        }
        self.remove(&steps.late, is_touched)?;
        self.remove_emptied(steps.late.iter())
    }

    fn remove(&self, paths: &[&str], is_touched: &mut bool) -> Result<(), OutputError> {
        for path in paths {
            match self.output.work.disk.remove_file(&self.output.folder.join(path)) {
                Ok(()) => *is_touched = true,
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(self.output.fault("remove", path, error)),
            }
        }
        Ok(())
    }

    /// Removes the folders of removed files that hold nothing any more and that the site does not need.
    fn remove_emptied<'p>(&self, removed: impl Iterator<Item = &'p &'p str>) -> Result<(), OutputError> {
        let mut removed = removed.peekable();
        if removed.peek().is_none() {
            return Ok(());
        }
        let needed = needed_folders(self.staged);
        let emptied: BTreeSet<&str> =
            removed.flat_map(|path| folders_of(path)).filter(|folder| !needed.contains(folder)).collect();
        let mut ground = Grounds::new(self.output);
        // A folder sorts after the one it lies in.
        for folder in emptied.into_iter().rev() {
            if ground.of(folder)? != Ground::Folder {
                continue;
            }
            match self.output.work.disk.remove_dir(&self.output.folder.join(folder)) {
                Ok(()) => {}
                // Somebody's own files are in it, or somebody works there.
                Err(error)
                    if matches!(
                        error.kind(),
                        ErrorKind::DirectoryNotEmpty | ErrorKind::ResourceBusy | ErrorKind::NotFound
                    ) => {}
                Err(error) => return Err(self.output.fault("remove the folder", folder, error)),
            }
        }
        Ok(())
    }

    /// Puts each missing folder together in the work folder, so that one rename brings it in with all its files.
    fn put_together(&self, steps: &Steps<'a>) -> Result<Vec<Move<'a>>, OutputError> {
        let disk = &self.output.work.disk;
        let mut moves: Vec<Move> = Vec::with_capacity(steps.files.len() + steps.folders.len());
        for (number, (folder, files)) in steps.folders.iter().enumerate() {
            let tree = self.output.work.beside(&format!("folder-{number:x}"));
            let fault = |path: &str, error| self.output.fault("write", path, error);
            disk.create_dir(&tree).map_err(|error| fault(folder, error))?;
            let mut made = HashSet::new();
            for (waits, path) in files {
                let inner: Vec<&str> = folders_of(path).take_while(|inner| inner.len() > folder.len()).collect();
                for inner in inner.into_iter().rev().filter(|inner| made.insert(*inner)) {
                    disk.create_dir(&tree.join(below(inner, folder))).map_err(|error| fault(path, error))?;
                }
                let from = self.output.staged_at(path, *waits);
                disk.rename(&from, &tree.join(below(path, folder))).map_err(|error| fault(path, error))?;
            }
            let has_page = files.iter().any(|(_, path)| is_page(path));
            moves.push(Move { from: tree, to: folder, has_page });
        }
        let from = |waits, path| self.output.staged_at(path, waits);
        let files = steps.files.iter();
        moves.extend(files.map(|(waits, to)| Move { from: from(*waits, to), to, has_page: is_page(to) }));
        Ok(moves)
    }

    /// The ledger of the site as it will be.
    fn fact(&self) -> String {
        ledger::text(self.staged.iter().map(|(path, staged)| (&**path, Some(staged.digest))))
    }

    /// The ledger of all that is ours now or will be; what is about to be touched has bytes that nobody knows.
    fn plan(&self, steps: &Steps) -> String {
        let gone = [&steps.early, &steps.late, &steps.missing];
        let gone = gone.into_iter().flatten().map(|path| (*path, None));
        let known = |staged: &Staged| staged.waits.is_none().then_some(staged.digest);
        let staged = self.staged.iter().map(|(path, staged)| (&**path, known(staged)));
        let files: BTreeMap<&str, Option<Digest>> = gone.chain(staged).collect();
        ledger::text(files.into_iter())
    }

    fn write_beside(&self, name: &str, text: &str) -> Result<(), OutputError> {
        let path = self.output.work.beside(name);
        self.output
            .work
            .disk
            .write_new(&path, text.as_bytes())
            .map_err(|error| self.output.fault("write", LEDGER, error))
    }

    fn put_ledger(&self, name: &str) -> Result<(), OutputError> {
        let Output { work, folder, .. } = self.output;
        work.disk
            .rename(&work.beside(name), &folder.join(LEDGER))
            .map_err(|error| self.output.fault("put in place", LEDGER, error))
    }

    /// Takes a plan back of which nothing was done. When that fails the plan stays, which is true as well.
    fn restore_ledger(&self) {
        let Output { work, folder, before_text, before_time, .. } = self.output;
        let ledger = folder.join(LEDGER);
        let Some(text) = before_text else {
            let _ = work.disk.remove_file(&ledger);
            return;
        };
        let before = work.beside(BEFORE);
        // Its time too: with a later one, the next build would trust files that were changed by hand.
        let restored = work.disk.write_new(&before, text).and_then(|()| match before_time {
            Some(time) => work.disk.set_modified(&before, *time),
            None => Ok(()),
        });
        if restored.is_ok() {
            let _ = work.disk.rename(&before, &ledger);
        }
    }

    fn written(&self, steps: &Steps) -> Written {
        let sorted = |paths: &[&[&str]]| {
            let mut paths: Vec<String> = paths.concat().into_iter().map(str::to_string).collect();
            paths.sort_unstable();
            paths
        };
        let mut written = Written {
            removed: sorted(&[&steps.early, &steps.late]),
            left: sorted(&[&steps.left]),
            ..Written::default()
        };
        for staged in self.staged.values() {
            match staged.fate {
                Fate::New => written.new += 1,
                Fate::Changed => written.changed += 1,
                Fate::Kept => written.kept += 1,
            }
        }
        written
    }
}

fn is_page(path: &str) -> bool {
    path.ends_with(".html")
}

/// The part of a path below a folder that it lies in.
fn below<'a>(path: &'a str, folder: &str) -> &'a str {
    &path[folder.len() + 1..]
}

/// Whether a folder made by us would belong to whom the other belongs.
fn same_owner(a: &Path, b: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if let (Ok(a), Ok(b)) = (fs::metadata(a), fs::metadata(b)) {
            return a.uid() == b.uid() && a.gid() == b.gid();
        }
        false
    }
    #[cfg(not(unix))]
    {
        let _ = (a, b);
        true
    }
}
