//! One of the author's files before and after: shown as a diff, and put in its place only where it is still as it was
//! read. Several together are put in place all or not at all.

use super::beside::write_beside;
use crate::base::digest::Digest;
use crate::base::fault::MachineFault;
use crate::source::{Disk, Tree};
use similar::TextDiff;
use std::fmt;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::NamedTempFile;

/// One file before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Below the site's root; of a file that gets another name, the one it had.
    pub path: Arc<str>,
    /// Nothing for a file that was not there.
    pub before: Option<Vec<u8>>,
    pub after: Vec<u8>,
    /// Its new name.
    pub moved_to: Option<Arc<str>>,
}

impl Change {
    /// The path that it has afterwards.
    pub fn now(&self) -> Arc<str> {
        self.moved_to.as_ref().unwrap_or(&self.path).clone()
    }

    /// The change as a unified diff, which `patch` and `git apply` take.
    pub fn diff(&self) -> String {
        let before = String::from_utf8_lossy(self.before.as_deref().unwrap_or_default());
        let after = String::from_utf8_lossy(&self.after);
        let diff = TextDiff::from_lines(before.as_ref(), after.as_ref());
        let from = if self.before.is_some() { format!("a/{}", self.path) } else { "/dev/null".into() };
        let to = format!("b/{}", self.now());
        let mut text = String::new();
        match (&self.moved_to, &self.before) {
            (Some(to), _) => {
                let path = &self.path;
                text += &format!("diff --git a/{path} b/{to}\nrename from {path}\nrename to {to}\n");
            }
            (None, None) => text += &format!("diff --git a/{0} b/{0}\nnew file mode 100644\n", self.path),
            (None, Some(_)) => {}
        }
        text + &diff.unified_diff().context_radius(3).header(&from, &to).to_string()
    }

    /// Puts the file in its place.
    pub fn put(&self, tree: &Disk) -> Result<(), EditFault> {
        put_all(std::slice::from_ref(self), tree)
    }
}

/// Puts every file in its place, or none: all are written beside their places, all are compared with what was read,
/// and only then renamed, one by one. When one of these fails, those before it are put back.
pub fn put_all(changes: &[Change], tree: &Disk) -> Result<(), EditFault> {
    put_watched(changes, tree, &mut |_| Ok(()))
}

/// `before_rename` runs before each of the renames, when all is ready: for tests, which change a file or fail then.
fn put_watched(
    changes: &[Change],
    tree: &Disk,
    before_rename: &mut dyn FnMut(usize) -> io::Result<()>,
) -> Result<(), EditFault> {
    let mut folders = Vec::new();
    let put = stage_and_put(changes, tree, &mut folders, before_rename);
    if put.is_err() {
        // Made for files that did not come; one with something in it stays.
        folders.iter().rev().for_each(|folder| drop(fs::remove_dir(folder)));
    }
    put
}

fn stage_and_put(
    changes: &[Change],
    tree: &Disk,
    folders: &mut Vec<PathBuf>,
    before_rename: &mut dyn FnMut(usize) -> io::Result<()>,
) -> Result<(), EditFault> {
    let staged = changes.iter().map(|change| Staged::new(change, tree, folders));
    let mut staged: Vec<Staged> = staged.collect::<Result<_, _>>()?;
    for at in 0..staged.len() {
        let put = before_rename(at).map_err(|error| staged[at].fault("put in place", error));
        if let Err(fault) = put.and_then(|()| staged[at].put()) {
            // Nothing more can be done about one that cannot be put back: the fault names the disk's reason.
            staged[..at].iter_mut().rev().for_each(|done| drop(done.put_back()));
            return Err(fault);
        }
    }
    // What lay ready for going back lies in the folders that may be empty now.
    staged.iter_mut().for_each(|done| done.before = None);
    staged.iter().for_each(|done| done.leave_folder(tree));
    Ok(())
}

/// A file that lies ready beside its place.
struct Staged<'c> {
    change: &'c Change,
    /// Where it is; of a link inside the site, the file that it leads to.
    from: Option<PathBuf>,
    to: PathBuf,
    after: Option<NamedTempFile>,
    /// For going back.
    before: Option<NamedTempFile>,
}

impl<'c> Staged<'c> {
    fn new(change: &'c Change, tree: &Disk, folders: &mut Vec<PathBuf>) -> Result<Staged<'c>, EditFault> {
        let fault = |action, error| EditFault::Machine(MachineFault::new(action, &*change.now(), error));
        let mut permissions = None;
        let mut from = None;
        let mut before = None;
        if let Some(bytes) = &change.before {
            let path = inside(change, tree)?;
            let meta = fs::metadata(&path).map_err(|error| fault("look at", error))?;
            if meta.permissions().readonly() {
                return Err(fault("change", ErrorKind::PermissionDenied.into()));
            }
            let folder = path.parent().unwrap_or(tree.root());
            let old = write_beside(folder, bytes, Some(meta.permissions()));
            before = Some(old.map_err(|error| fault("write beside", error))?);
            permissions = Some(meta.permissions());
            from = Some(path);
        }
        let to = match (&from, &change.moved_to) {
            (Some(from), None) => from.clone(),
            _ => free_place(change, tree, folders)?,
        };
        let folder = to.parent().unwrap_or(tree.root());
        let after = write_beside(folder, &change.after, permissions);
        let after = Some(after.map_err(|error| fault("write beside", error))?);
        Ok(Staged { change, from, to, after, before })
    }

    fn fault(&self, action: &'static str, error: io::Error) -> EditFault {
        EditFault::Machine(MachineFault::new(action, &*self.change.now(), error))
    }

    fn put(&mut self) -> Result<(), EditFault> {
        if let (Some(from), Some(before)) = (&self.from, &self.change.before) {
            let now = fs::read(from).map_err(|error| self.fault("read", error))?;
            if Digest::of(&now) != Digest::of(before) {
                return Err(EditFault::Changed(self.change.path.clone()));
            }
        }
        let Some(after) = self.after.take() else { return Ok(()) };
        if self.from.as_ref() == Some(&self.to) {
            return after.persist(&self.to).map(drop).map_err(|error| self.fault("put in place", error.error));
        }
        match after.persist_noclobber(&self.to) {
            Ok(_) => {}
            Err(error) if error.error.kind() == ErrorKind::AlreadyExists => {
                return Err(EditFault::Taken(self.change.now()));
            }
            Err(error) => return Err(self.fault("put in place", error.error)),
        }
        match &self.from {
            Some(from) => fs::remove_file(from).map_err(|error| {
                let _ = fs::remove_file(&self.to);
                self.fault("take the old name from", error)
            }),
            None => Ok(()),
        }
    }

    fn put_back(&mut self) -> io::Result<()> {
        if self.from.as_ref() != Some(&self.to) {
            fs::remove_file(&self.to)?;
        }
        match (&self.from, self.before.take()) {
            (Some(from), Some(before)) => before.persist(from).map(drop).map_err(|error| error.error),
            _ => Ok(()),
        }
    }

    /// A folder of the content that its last file has left goes with it.
    fn leave_folder(&self, tree: &Disk) {
        let Some(from) = self.from.as_ref().filter(|from| **from != self.to) else { return };
        let root = tree.root().canonicalize().unwrap_or_default();
        let below_content = |folder: &&Path| folder.strip_prefix(&root).is_ok_and(|path| path.iter().count() > 1);
        let mut above = from.ancestors().skip(1).take_while(below_content);
        while above.next().is_some_and(|folder| fs::remove_dir(folder).is_ok()) {}
    }
}

/// Where a file of the site is, with no link in its path. A link inside the site is kept, and the file that it leads
/// to is the one that changes.
fn inside(change: &Change, tree: &Disk) -> Result<PathBuf, EditFault> {
    let fault = |error| EditFault::Machine(MachineFault::new("find", &*change.path, error));
    let path = tree.real_path(&change.path).map_err(fault)?;
    let root = tree.root().canonicalize().map_err(fault)?;
    let path = path.canonicalize().map_err(fault)?;
    match path.starts_with(&root) {
        true => Ok(path),
        false => Err(EditFault::Outside(change.path.clone())),
    }
}

/// The place for a file that is not there yet, in a folder that is made if need be and lies in the site.
fn free_place(change: &Change, tree: &Disk, folders: &mut Vec<PathBuf>) -> Result<PathBuf, EditFault> {
    let now = change.now();
    if tree.read_path(&now).is_ok() {
        return Err(EditFault::Taken(now));
    }
    let fault = |action, error| EditFault::Machine(MachineFault::new(action, &*now, error));
    let root = tree.root().canonicalize().map_err(|error| fault("find", error))?;
    let to = root.join(&*now);
    let folder = to.parent().unwrap_or(&root).to_path_buf();
    // The nearest that is there says where all below it will be.
    let missing: Vec<&Path> = folder.ancestors().take_while(|folder| folder.symlink_metadata().is_err()).collect();
    let there = folder.ancestors().nth(missing.len()).unwrap_or(&root);
    if !there.canonicalize().map_err(|error| fault("find", error))?.starts_with(&root) {
        return Err(EditFault::Outside(now));
    }
    for folder in missing.into_iter().rev() {
        fs::create_dir(folder).map_err(|error| fault("create the folder of", error))?;
        folders.push(folder.to_path_buf());
    }
    Ok(to)
}

/// Why a file was left as it was.
#[derive(Debug)]
pub enum EditFault {
    /// Somebody changed it since it was read.
    Changed(Arc<str>),
    /// Where a new one should be, there is one.
    Taken(Arc<str>),
    /// It is a link that leads out of the site's folder.
    Outside(Arc<str>),
    Machine(MachineFault),
}

impl EditFault {
    /// What to do, where there is something.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            EditFault::Changed(_) => Some("save it where it is open, then run this again"),
            EditFault::Taken(_) | EditFault::Outside(_) => None,
            EditFault::Machine(fault) => match fault.error.kind() {
                ErrorKind::PermissionDenied => Some("make sure that you may write that file and its folder"),
                ErrorKind::StorageFull => Some("make some room on that disk, then run this again"),
                _ => None,
            },
        }
    }
}

impl fmt::Display for EditFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EditFault::Changed(path) => write!(f, "{path} was changed meanwhile, so it was left as it is"),
            EditFault::Taken(path) => write!(f, "there is a file {path} already; nothing was written over it"),
            EditFault::Outside(path) => write!(f, "{path} leads out of the site's folder, so it was left as it is"),
            EditFault::Machine(fault) => fault.fmt(f),
        }
    }
}

impl std::error::Error for EditFault {}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(text: &[u8]) -> (tempfile::TempDir, Disk, Change) {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("content")).unwrap();
        fs::write(folder.path().join("content/songs.yaml"), text).unwrap();
        let disk = Disk::new(folder.path());
        let change = Change {
            path: "content/songs.yaml".into(),
            before: Some(text.to_vec()),
            after: b"after\n".to_vec(),
            moved_to: None,
        };
        (folder, disk, change)
    }

    fn names(folder: &std::path::Path) -> Vec<String> {
        let names = fs::read_dir(folder).unwrap();
        names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn a_file_that_changed_meanwhile_is_left() {
        let (folder, disk, change) = site(b"before\n");
        let path = folder.path().join("content/songs.yaml");
        let put = put_watched(std::slice::from_ref(&change), &disk, &mut |_| fs::write(&path, "mine\n"));
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

    /// A site of four files, and changes of every sort.
    fn changes(root: &Path) -> Vec<Change> {
        for (path, text) in [("content/a.yaml", "a\n"), ("content/old/b.yaml", "b\n"), ("content/c.yaml", "c\n")] {
            fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            fs::write(root.join(path), text).unwrap();
        }
        let change = |path: &str, before: Option<&str>, to: Option<&str>| Change {
            path: path.into(),
            before: before.map(|text| text.as_bytes().to_vec()),
            after: b"new\n".to_vec(),
            moved_to: to.map(Arc::from),
        };
        vec![
            change("content/a.yaml", Some("a\n"), None),
            change("content/old/b.yaml", Some("b\n"), Some("content/new/deep/b.yaml")),
            change("content/fresh/d.yaml", None, None),
            change("content/c.yaml", Some("c\n"), None),
        ]
    }

    fn all(root: &Path) -> Vec<(String, String)> {
        let walk = walkdir::WalkDir::new(root).min_depth(1).sort_by_file_name().into_iter();
        let named = walk.map(|entry| {
            let path = entry.unwrap().into_path();
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            (name, fs::read_to_string(&path).unwrap_or_default())
        });
        named.collect()
    }

    #[test]
    fn several_files_are_changed_made_and_moved_together() {
        let folder = tempfile::tempdir().unwrap();
        let changes = changes(folder.path());
        put_all(&changes, &Disk::new(folder.path())).unwrap();
        let paths: Vec<String> = all(folder.path()).into_iter().map(|(path, _)| path).collect();
        let wanted = ["", "/a.yaml", "/c.yaml", "/fresh", "/fresh/d.yaml", "/new", "/new/deep", "/new/deep/b.yaml"];
        assert_eq!(paths, wanted.map(|path| format!("content{path}")), "the folder that was left is gone too");
        assert_eq!(fs::read(folder.path().join("content/new/deep/b.yaml")).unwrap(), b"new\n");
        assert!(matches!(put_all(&changes[2..3], &Disk::new(folder.path())), Err(EditFault::Taken(_))));
    }

    #[test]
    fn all_is_as_it_was_when_one_fails() {
        for fails in 0..4 {
            for is_changed in [true, false] {
                let folder = tempfile::tempdir().unwrap();
                let changes = changes(folder.path());
                let mut before = all(folder.path());
                let put = put_watched(&changes, &Disk::new(folder.path()), &mut |at| match at == fails {
                    true if is_changed && changes[at].before.is_some() => {
                        fs::write(folder.path().join(&*changes[at].path), "mine\n")
                    }
                    true => Err(ErrorKind::StorageFull.into()),
                    false => Ok(()),
                });
                assert!(put.is_err());
                if is_changed && changes[fails].before.is_some() {
                    let mine = before.iter_mut().find(|(path, _)| **path == *changes[fails].path);
                    mine.unwrap().1 = "mine\n".into();
                }
                assert_eq!(all(folder.path()), before, "when {fails} fails");
            }
        }
    }

    #[test]
    fn a_diff_says_what_is_new_and_what_has_another_name() {
        let folder = tempfile::tempdir().unwrap();
        let changes = changes(folder.path());
        let moved = "diff --git a/content/old/b.yaml b/content/new/deep/b.yaml\nrename from content/old/b.yaml\nrename to \
                     content/new/deep/b.yaml\n--- a/content/old/b.yaml\n+++ b/content/new/deep/b.yaml\n@@ -1 +1 @@\n-b\n+new\n";
        assert_eq!(changes[1].diff(), moved);
        let new = "diff --git a/content/fresh/d.yaml b/content/fresh/d.yaml\nnew file mode 100644\n--- /dev/null\n\
                   +++ b/content/fresh/d.yaml\n@@ -0,0 +1 @@\n+new\n";
        assert_eq!(changes[2].diff(), new);
    }
}
