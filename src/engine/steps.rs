//! The looking before a site is put in place among what stands there: what will be moved, what removed, and
//! whether all that is ours. Changes nothing.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::io;

use super::disk::Disk;
use super::ledger::{fold, folders_of};
use super::output::{Output, Staged, Waits};
use super::refusal::{OutputError, Refusal};

/// All that will be done, found by looking.
#[derive(Default)]
pub(super) struct Steps<'a> {
    /// Staged files whose folder is there.
    pub files: Vec<(Waits, &'a str)>,
    /// Folders that are not there, outermost only, with the staged files that go in.
    pub folders: BTreeMap<&'a str, Vec<(Waits, &'a str)>>,
    /// Files of the last build that stand in the way of a new file or folder.
    pub early: Vec<&'a str>,
    /// Files of the last build that the site no longer has.
    pub late: Vec<&'a str>,
    /// The same, but they are gone already.
    pub missing: Vec<&'a str>,
    /// The same, but somebody changed them since.
    pub left: Vec<&'a str>,
}

impl<'a> Steps<'a> {
    /// Looks at all that publishing would touch; refused when something of it is not ours.
    pub fn find<D: Disk>(
        output: &'a Output<D>,
        staged: &'a BTreeMap<Box<str>, Staged>,
    ) -> Result<Steps<'a>, OutputError> {
        let mut search = Search { output, staged, ground: Grounds::new(output), steps: Steps::default() };
        search.find_removals()?;
        search.find_places()?;
        Ok(search.steps)
    }

    /// Whether no file of the site comes, changes or goes.
    pub fn touch_nothing(&self) -> bool {
        self.files.is_empty() && self.folders.is_empty() && self.early.is_empty() && self.late.is_empty()
    }
}

/// What stands where a folder of the site is or will be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    Folder,
    Missing,
    /// A file, a link, anything that is no folder.
    Other,
}

/// What stands where folders of the site are, each looked at once.
pub(super) struct Grounds<'a, D: Disk> {
    output: &'a Output<D>,
    known: HashMap<String, Ground>,
}

impl<'a, D: Disk> Grounds<'a, D> {
    pub fn new(output: &'a Output<D>) -> Grounds<'a, D> {
        Grounds { output, known: HashMap::new() }
    }

    /// Nothing is below what is no folder; so a link is followed nowhere.
    pub fn of(&mut self, folder: &str) -> Result<Ground, OutputError> {
        if let Some(ground) = self.known.get(folder) {
            return Ok(*ground);
        }
        let around = match folders_of(folder).next() {
            Some(around) => self.of(around)?,
            None => Ground::Folder,
        };
        let ground = if around != Ground::Folder {
            Ground::Missing
        } else {
            match self.output.look(folder)? {
                None => Ground::Missing,
                Some(meta) if meta.is_dir() => Ground::Folder,
                Some(_) => Ground::Other,
            }
        };
        self.known.insert(folder.to_string(), ground);
        Ok(ground)
    }
}

/// The folders that the site needs.
pub(super) fn needed_folders(staged: &BTreeMap<Box<str>, Staged>) -> HashSet<&str> {
    staged.keys().flat_map(|path| folders_of(path)).collect()
}

struct Search<'a, D: Disk> {
    output: &'a Output<D>,
    staged: &'a BTreeMap<Box<str>, Staged>,
    ground: Grounds<'a, D>,
    steps: Steps<'a>,
}

impl<'a, D: Disk> Search<'a, D> {
    /// Sorts what the last build wrote, and this one does not, by what must become of it.
    fn find_removals(&mut self) -> Result<(), OutputError> {
        let before = &self.output.before.files;
        let gone: Vec<_> = before.iter().filter(|(path, _)| !self.staged.contains_key(path.as_str())).collect();
        if gone.is_empty() {
            return Ok(());
        }
        let files: HashSet<Cow<str>> = self.staged.keys().map(|path| fold(path)).collect();
        let folders: HashSet<Cow<str>> = needed_folders(self.staged).into_iter().map(fold).collect();
        let is_in_the_way = |path: &str| {
            let word = fold(path);
            files.contains(&word)
                || folders.contains(&word)
                || folders_of(path).any(|folder| files.contains(&fold(folder)))
        };
        for (path, digest) in gone {
            let path = path.as_str();
            // A link on the way leads to files that are none of ours.
            let meta = match folders_of(path).next() {
                Some(folder) if self.ground.of(folder)? != Ground::Folder => None,
                _ => self.output.look(path)?,
            };
            let Some(meta) = meta else {
                self.steps.missing.push(path);
                continue;
            };
            let is_ours = meta.is_file()
                && match digest {
                    None => true,
                    Some(_) if self.output.is_older(&meta) => true,
                    Some(digest) => self.output.digest_of(path)? == *digest,
                };
            if !is_ours {
                self.steps.left.push(path);
            } else if is_in_the_way(path) {
                self.steps.early.push(path);
            } else {
                self.steps.late.push(path);
            }
        }
        Ok(())
    }

    /// Finds for each staged file how it gets to its place.
    fn find_places(&mut self) -> Result<(), OutputError> {
        let early: HashSet<Cow<str>> = self.steps.early.iter().map(|path| fold(path)).collect();
        // What may lie in a folder that makes way for a file, and the folders it leaves empty.
        let going = self.steps.early.iter().chain(&self.steps.missing);
        let going: HashSet<&str> = going.flat_map(|path| folders_of(path).chain([*path])).collect();
        for (path, staged) in self.staged {
            let Some(waits) = staged.waits else { continue };
            match self.outermost_missing(path, &early)? {
                Some(folder) => self.steps.folders.entry(folder).or_default().push((waits, path)),
                None => {
                    self.check_place(path, &early, &going)?;
                    self.steps.files.push((waits, path));
                }
            }
        }
        Ok(())
    }

    /// The outermost folder that a path needs and that is not there, or will not be when it is needed.
    fn outermost_missing(
        &mut self,
        path: &'a str,
        early: &HashSet<Cow<str>>,
    ) -> Result<Option<&'a str>, OutputError> {
        let mut missing = None;
        for folder in folders_of(path) {
            match self.ground.of(folder)? {
                // Folders come nearest first, so all others are there as well.
                Ground::Folder => break,
                Ground::Missing => {}
                Ground::Other if early.contains(&fold(folder)) => {}
                Ground::Other => return Err(self.output.refused(Refusal::StrangerAt(folder.to_string()))),
            }
            missing = Some(folder);
        }
        Ok(missing)
    }

    /// Whether a file may be put at a path whose folder is there.
    fn check_place(&self, path: &str, early: &HashSet<Cow<str>>, going: &HashSet<&str>) -> Result<(), OutputError> {
        let stranger = |path: &str| Err(self.output.refused(Refusal::StrangerAt(path.to_string())));
        match self.output.look(path)? {
            None => Ok(()),
            Some(meta) if meta.is_dir() => {
                let found = self.first_stranger(path, going);
                match found.map_err(|error| self.output.fault("look into", path, error))? {
                    Some(found) => stranger(&found),
                    None => Ok(()),
                }
            }
            Some(_) if self.output.before.files.contains_key(path) || early.contains(&fold(path)) => Ok(()),
            // It came while the site was made.
            Some(_) => stranger(path),
        }
    }

    /// A file or folder, in a folder that must go, which is not ours.
    fn first_stranger(&self, folder: &str, going: &HashSet<&str>) -> io::Result<Option<String>> {
        if !going.contains(folder) {
            return Ok(Some(folder.to_string()));
        }
        for entry in fs::read_dir(self.output.folder.join(folder))? {
            let entry = entry?;
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            let found = if entry.file_type()?.is_dir() {
                self.first_stranger(&path, going)?
            } else {
                (!going.contains(path.as_str())).then_some(path)
            };
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }
}
