//! Changes to the author's own files, for the commands whose purpose that is: planned in memory, shown as a diff,
//! and put in place only where the file is still as it was read. Everything else only reads `content/`.
//!
//! Bytes that no edit names stay as they are: comments, order, line ends, a byte order mark, the file's mode.

use super::beside::write_beside;
use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::fault::MachineFault;
use crate::source::{AsFound, Disk, Found, Tree};
use similar::TextDiff;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

/// A stretch of a file as found, in bytes, and what comes in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByteEdit {
    pub at: Range<usize>,
    pub now: String,
}

/// One file before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Below the site's root.
    pub path: Arc<str>,
    pub before: Vec<u8>,
    pub after: Vec<u8>,
}

/// The tree of a site with some of its files changed, in memory only.
pub struct Edited<'a> {
    under: &'a dyn Tree,
    changes: BTreeMap<Arc<str>, Change>,
}

impl<'a> Edited<'a> {
    pub fn new(under: &'a dyn Tree) -> Edited<'a> {
        Edited { under, changes: BTreeMap::new() }
    }

    /// Mends what complaints say can be mended; how many were. Of two that touch each other the first is done, so
    /// this is called again until nothing is left to do.
    pub fn mend(&mut self, complaints: &[Diagnostic]) -> usize {
        let mut by_file: BTreeMap<&Arc<str>, Vec<&Diagnostic>> = BTreeMap::new();
        for complaint in complaints {
            if let Some(edit) = complaint.fix.as_ref().and_then(|fix| fix.edits.first()) {
                by_file.entry(&edit.place.file).or_default().push(complaint);
            }
        }
        by_file.into_iter().map(|(path, complaints)| self.mend_file(path, &complaints)).sum()
    }

    fn mend_file(&mut self, path: &Arc<str>, complaints: &[&Diagnostic]) -> usize {
        let Ok(before) = self.read_path(path) else { return 0 };
        let Some(file) = AsFound::new(before.clone()) else { return 0 };
        let mut edits = Edits::default();
        let mut count = 0;
        for fix in complaints.iter().filter_map(|complaint| complaint.fix.as_ref()) {
            let bytes = |edit: &crate::base::fix::Edit| {
                let at = file.bytes(edit.place.start as usize..edit.place.end as usize)?;
                (edit.place.file == *path).then(|| ByteEdit { at, now: edit.now.clone() })
            };
            let all: Option<Vec<ByteEdit>> = fix.edits.iter().map(bytes).collect();
            if fix.fits(file.text()) && all.is_some_and(|all| edits.add(all)) {
                count += 1;
            }
        }
        self.change(path, before, &edits);
        count
    }

    /// Puts letters together that stand in parts, in the texts of the site; how many files had such. They are read
    /// as one letter anyway, but other programs that search or compare would not find them.
    pub fn join_letters(&mut self) -> usize {
        let is_text = |found: &Found| {
            let ending = found.path.rsplit('.').next().unwrap_or("");
            found.path.starts_with("content/") && matches!(ending, "yaml" | "yml" | "md")
        };
        let mut count = 0;
        for found in self.under.list(&mut Vec::new()).unwrap_or_default().iter().filter(|found| is_text(found)) {
            let Ok(before) = self.read(found) else { continue };
            let Some(file) = AsFound::new(before.clone()) else { continue };
            let mut edits = Edits::default();
            edits.add(file.in_parts().map(|(at, now)| ByteEdit { at, now: now.to_string() }).collect());
            count += usize::from(self.change(&found.path, before, &edits));
        }
        count
    }

    fn change(&mut self, path: &Arc<str>, before: Vec<u8>, edits: &Edits) -> bool {
        if edits.0.is_empty() {
            return false;
        }
        let after = edits.apply(&before);
        let change = self.changes.entry(path.clone()).or_insert_with(|| Change {
            path: path.clone(),
            before,
            after: Vec::new(),
        });
        change.after = after;
        true
    }

    /// What was changed, by path.
    pub fn into_changes(self) -> Vec<Change> {
        self.changes.into_values().collect()
    }
}

impl Tree for Edited<'_> {
    fn list(&self, complaints: &mut Vec<Diagnostic>) -> io::Result<Vec<Found>> {
        self.under.list(complaints)
    }

    fn read(&self, found: &Found) -> io::Result<Vec<u8>> {
        match self.changes.get(&found.path) {
            Some(change) => Ok(change.after.clone()),
            None => self.under.read(found),
        }
    }

    fn read_path(&self, path: &str) -> io::Result<Vec<u8>> {
        match self.changes.get(path) {
            Some(change) => Ok(change.after.clone()),
            None => self.under.read_path(path),
        }
    }
}

/// Edits of one file, of which no two touch each other.
#[derive(Clone, Debug, Default)]
pub struct Edits(BTreeSet<(usize, usize, String)>);

impl Edits {
    /// Takes some edits that belong together: all of them, or none when one touches another that is here.
    pub fn add(&mut self, edits: Vec<ByteEdit>) -> bool {
        let touches = |edit: &ByteEdit| {
            let before = self.0.range(..(edit.at.end + 1, 0, String::new())).next_back();
            before.is_some_and(|(_, end, _)| *end >= edit.at.start)
        };
        if edits.iter().any(touches) {
            return false;
        }
        self.0.extend(edits.into_iter().map(|edit| (edit.at.start, edit.at.end, edit.now)));
        true
    }

    /// The bytes with every edit made; all others as they were.
    pub fn apply(&self, before: &[u8]) -> Vec<u8> {
        let mut after = Vec::with_capacity(before.len() + 64);
        let mut at = 0;
        for (start, end, now) in &self.0 {
            after.extend_from_slice(&before[at..*start]);
            after.extend_from_slice(now.as_bytes());
            at = *end;
        }
        after.extend_from_slice(&before[at..]);
        after
    }
}

impl Change {
    /// The change as a unified diff, which `patch` and `git apply` take.
    pub fn diff(&self) -> String {
        let (before, after) = (String::from_utf8_lossy(&self.before), String::from_utf8_lossy(&self.after));
        let diff = TextDiff::from_lines(before.as_ref(), after.as_ref());
        let (from, to) = (format!("a/{}", self.path), format!("b/{}", self.path));
        diff.unified_diff().context_radius(3).header(&from, &to).to_string()
    }

    /// Writes the file anew beside itself and puts it in its place by a rename, so that nobody sees half of it.
    pub fn put(&self, tree: &Disk) -> Result<(), EditFault> {
        self.put_watched(tree, || {})
    }

    /// `before_rename` runs when all is ready: for a test that changes the file in that moment.
    fn put_watched(&self, tree: &Disk, before_rename: impl FnOnce()) -> Result<(), EditFault> {
        let fault = |action, error| EditFault::Machine(MachineFault::new(action, &*self.path, error));
        let path = tree.real_path(&self.path).map_err(|error| fault("find", error))?;
        let root = tree.root().canonicalize().map_err(|error| fault("find", error))?;
        // A link inside the site is kept, and the file that it leads to is the one that changes.
        let path: PathBuf = path.canonicalize().map_err(|error| fault("find", error))?;
        let folder = path.parent().filter(|_| path.starts_with(&root));
        let Some(folder) = folder else { return Err(EditFault::Outside(self.path.clone())) };
        let meta = fs::metadata(&path).map_err(|error| fault("look at", error))?;
        if meta.permissions().readonly() {
            return Err(fault("change", io::ErrorKind::PermissionDenied.into()));
        }
        let beside = write_beside(folder, &self.after, Some(meta.permissions()));
        let beside = beside.map_err(|error| fault("write beside", error))?;
        before_rename();
        let now = fs::read(&path).map_err(|error| fault("read", error))?;
        if Digest::of(&now) != Digest::of(&self.before) {
            return Err(EditFault::Changed(self.path.clone()));
        }
        beside.persist(&path).map_err(|error| fault("put in place", error.error))?;
        Ok(())
    }
}

/// Why a file was left as it was.
#[derive(Debug)]
pub enum EditFault {
    /// Somebody changed it since it was read.
    Changed(Arc<str>),
    /// It is a link that leads out of the site's folder.
    Outside(Arc<str>),
    Machine(MachineFault),
}

impl EditFault {
    /// What to do, where there is something.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            EditFault::Changed(_) => Some("save it where it is open, then run this again"),
            EditFault::Outside(_) => None,
            EditFault::Machine(fault) => match fault.error.kind() {
                io::ErrorKind::PermissionDenied => Some("make sure that you may write that file and its folder"),
                io::ErrorKind::StorageFull => Some("make some room on that disk, then run this again"),
                _ => None,
            },
        }
    }
}

impl fmt::Display for EditFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EditFault::Changed(path) => write!(f, "{path} was changed meanwhile, so it was left as it is"),
            EditFault::Outside(path) => write!(f, "{path} leads out of the site's folder, so it was left as it is"),
            EditFault::Machine(fault) => fault.fmt(f),
        }
    }
}

impl std::error::Error for EditFault {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::Code;
    use crate::base::fix::Fix;
    use crate::base::place::Place;
    use crate::source::Memory;

    fn site(text: &[u8]) -> (tempfile::TempDir, Disk, Change) {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("content")).unwrap();
        fs::write(folder.path().join("content/songs.yaml"), text).unwrap();
        let disk = Disk::new(folder.path());
        let change =
            Change { path: "content/songs.yaml".into(), before: text.to_vec(), after: b"after\n".to_vec() };
        (folder, disk, change)
    }

    fn names(folder: &std::path::Path) -> Vec<String> {
        let names = fs::read_dir(folder).unwrap();
        names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn edits_that_touch_each_other_wait() {
        let edit = |at: Range<usize>, now: &str| ByteEdit { at, now: now.into() };
        let mut edits = Edits::default();
        assert!(edits.add(vec![edit(4..6, "XX"), edit(10..10, "+")]));
        for touching in [edit(5..5, ""), edit(2..4, ""), edit(6..8, ""), edit(0..20, ""), edit(9..10, "")] {
            assert!(!edits.add(vec![edit(0..1, "no"), touching.clone()]), "{touching:?}");
        }
        assert!(edits.add(vec![edit(0..2, ""), edit(12..14, "YY")]));
        assert_eq!(edits.apply(b"0123456789abcdef"), b"23XX6789+abYYef");
    }

    #[test]
    fn a_file_that_changed_meanwhile_is_left() {
        let (folder, disk, change) = site(b"before\n");
        let path = folder.path().join("content/songs.yaml");
        let put = change.put_watched(&disk, || fs::write(&path, "mine\n").unwrap());
        assert!(matches!(put, Err(EditFault::Changed(_))));
        assert_eq!(fs::read(&path).unwrap(), b"mine\n");
        assert_eq!(names(&folder.path().join("content")), ["songs.yaml"], "nothing is left beside it");
        assert!(change.put(&disk).is_err(), "nor when it had changed before");
        fs::write(&path, "before\n").unwrap();
        change.put(&disk).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"after\n");
    }

    #[cfg(unix)]
    #[test]
    fn modes_and_links_are_kept_and_none_leads_out() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let (folder, disk, change) = site(b"before\n");
        let path = folder.path().join("content/songs.yaml");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        change.put(&disk).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        // A link to a file of the site.
        fs::rename(&path, folder.path().join("content/real.yaml")).unwrap();
        fs::write(folder.path().join("content/real.yaml"), "before\n").unwrap();
        symlink("real.yaml", &path).unwrap();
        change.put(&disk).unwrap();
        assert!(fs::symlink_metadata(&path).unwrap().is_symlink());
        assert_eq!(fs::read(folder.path().join("content/real.yaml")).unwrap(), b"after\n");
        // A link to somebody else's.
        let elsewhere = tempfile::tempdir().unwrap();
        let theirs = elsewhere.path().join("theirs.yaml");
        fs::write(&theirs, "before\n").unwrap();
        fs::remove_file(&path).unwrap();
        symlink(&theirs, &path).unwrap();
        assert!(matches!(change.put(&disk), Err(EditFault::Outside(_))));
        assert_eq!(fs::read(&theirs).unwrap(), b"before\n");
        assert_eq!(names(elsewhere.path()), ["theirs.yaml"]);
        // A file that its owner has closed.
        fs::remove_file(&path).unwrap();
        fs::write(&path, "before\n").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).unwrap();
        assert!(matches!(change.put(&disk), Err(EditFault::Machine(_))));
        assert_eq!(fs::read(&path).unwrap(), b"before\n");
    }

    #[test]
    fn a_mending_that_does_not_fit_is_left_alone() {
        let mut tree = Memory::new();
        let text = "\u{feff}# a remark\r\nnmae: x\r\n";
        tree.put("content/people.yaml", text);
        let path: Arc<str> = "content/people.yaml".into();
        let complaint = |was: &str| {
            let place = Place::new(&path, 12..16);
            let fix = Fix::new("writes `name`", place.clone(), was, "name");
            Diagnostic::new(Code::UnknownField, "x").at(place).fix(Some(fix))
        };
        let mut edited = Edited::new(&tree);
        assert_eq!(edited.mend(&[complaint("eman")]), 0);
        assert_eq!(edited.mend(&[complaint("nmae"), complaint("nmae")]), 1);
        let changes = edited.into_changes();
        assert_eq!(changes.len(), 1);
        assert_eq!(changes[0].after, "\u{feff}# a remark\r\nname: x\r\n".as_bytes());
        let diff = changes[0].diff();
        assert!(
            diff.starts_with("--- a/content/people.yaml\n+++ b/content/people.yaml\n@@ -1,2 +1,2 @@\n"),
            "{diff}"
        );
        assert!(diff.contains("\n-nmae: x\r\n+name: x\r\n"), "{diff}");
    }
}
