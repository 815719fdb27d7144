//! A new folder full of files: made beside its place and moved into it, so that there is all of it or nothing.

use crate::base::fault::MachineFault;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Why nothing was made.
#[derive(Debug)]
pub enum FolderFault {
    /// There are files in it already.
    NotEmpty,
    /// What stands there is no folder.
    NoFolder,
    Machine(MachineFault),
}

impl From<MachineFault> for FolderFault {
    fn from(fault: MachineFault) -> FolderFault {
        FolderFault::Machine(fault)
    }
}

/// What stands where a site is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Nothing,
    /// A folder with nothing in it, but perhaps the `.git` of an empty repository.
    Empty,
}

/// Whether a site can be made there.
pub fn look(folder: &Path) -> Result<Standing, FolderFault> {
    let fault = |error| MachineFault::new("look at", folder, error);
    match fs::metadata(folder) {
        // A link that leads nowhere is there, and would not be a folder.
        Err(_) if folder.symlink_metadata().is_ok() => return Err(FolderFault::NoFolder),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Standing::Nothing),
        Err(error) if error.kind() == ErrorKind::NotADirectory => return Err(FolderFault::NoFolder),
        Err(error) => return Err(fault(error).into()),
        Ok(meta) if !meta.is_dir() => return Err(FolderFault::NoFolder),
        Ok(_) => {}
    }
    for entry in fs::read_dir(folder).map_err(fault)? {
        if entry.map_err(fault)?.file_name() != ".git" {
            return Err(FolderFault::NotEmpty);
        }
    }
    Ok(Standing::Empty)
}

/// Makes the folder with these files in it.
pub fn make(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<(), FolderFault> {
    make_watched(folder, files, &mut |_| Ok(()))
}

/// The same; `before_move` hears of every move before it is made, and may refuse it: for tests.
fn make_watched(
    folder: &Path,
    files: &BTreeMap<String, Vec<u8>>,
    before_move: &mut dyn FnMut(&Path) -> io::Result<()>,
) -> Result<(), FolderFault> {
    match look(folder)? {
        Standing::Empty => fill(folder, files, before_move),
        Standing::Nothing => {
            let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let made = Parents::make(parent)?;
            let new = stage(parent, files).and_then(|staged| {
                let moved = before_move(folder).and_then(|()| fs::rename(staged.path().join(SITE), folder));
                Ok(moved.map_err(|error| MachineFault::new("put in place", folder, error))?)
            });
            if new.is_err() {
                made.take_back();
            }
            new
        }
    }
}

/// The folder with the files, in the staging folder: that one is closed to others, this one is not.
const SITE: &str = "site";

/// Writes the files into a folder of their own, which is gone when it is dropped.
fn stage(beside: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<tempfile::TempDir, FolderFault> {
    let staged = tempfile::Builder::new()
        .prefix(".linernotes-new-")
        .tempdir_in(beside)
        .map_err(|error| MachineFault::new("create a folder in", beside, error))?;
    for (path, bytes) in files {
        let to = staged.path().join(SITE).join(path);
        let around = to.parent().unwrap_or(&to);
        fs::create_dir_all(around).map_err(|error| MachineFault::new("create the folder", around, error))?;
        fs::write(&to, bytes).map_err(|error| MachineFault::new("write", &to, error))?;
    }
    Ok(staged)
}

/// Moves the files into a folder that is there and must stay, since somebody may stand in it.
fn fill(
    folder: &Path,
    files: &BTreeMap<String, Vec<u8>>,
    before_move: &mut dyn FnMut(&Path) -> io::Result<()>,
) -> Result<(), FolderFault> {
    let staged = stage(folder, files)?;
    let site = staged.path().join(SITE);
    let mut moved: Vec<(PathBuf, PathBuf)> = Vec::new();
    let mut move_all = || -> io::Result<()> {
        for entry in fs::read_dir(&site)? {
            let (from, to) = (
                entry.as_ref().map(|entry| entry.path()),
                entry.as_ref().map(|entry| folder.join(entry.file_name())),
            );
            let (Ok(from), Ok(to)) = (from, to) else { continue };
            if to.symlink_metadata().is_ok() {
                return Err(ErrorKind::AlreadyExists.into());
            }
            before_move(&to)?;
            fs::rename(&from, &to)?;
            moved.push((from, to));
        }
        Ok(())
    };
    let done = move_all();
    if let Err(error) = done {
        for (from, to) in moved.iter().rev() {
            // What cannot be moved back is still named in what is told.
            let _ = fs::rename(to, from);
        }
        return Err(MachineFault::new("put the files in place in", folder, error).into());
    }
    Ok(())
}

/// The folders above that had to be made.
struct Parents(Vec<PathBuf>);

impl Parents {
    fn make(parent: &Path) -> Result<Parents, FolderFault> {
        let missing = |folder: &&Path| !folder.as_os_str().is_empty() && folder.symlink_metadata().is_err();
        let list: Vec<PathBuf> = parent.ancestors().take_while(missing).map(Path::to_path_buf).collect();
        let made = Parents(list);
        match fs::create_dir_all(parent) {
            Ok(()) => Ok(made),
            Err(error) => {
                made.take_back();
                Err(MachineFault::new("create the folder", parent, error).into())
            }
        }
    }

    /// Removes them again, innermost first; one that somebody has put something into stays.
    fn take_back(&self) {
        for folder in &self.0 {
            let _ = fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> BTreeMap<String, Vec<u8>> {
        let list = ["README.md", ".gitignore", "content/site.yaml", ".github/workflows/pages.yml"];
        list.map(|path| (path.to_string(), path.as_bytes().to_vec())).into()
    }

    fn found(folder: &Path) -> Vec<String> {
        let all = walkdir::WalkDir::new(folder).min_depth(1).sort_by_file_name().into_iter();
        all.map(|entry| entry.unwrap().path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/"))
            .collect()
    }

    #[test]
    fn a_folder_is_made_with_those_above_it() {
        let top = tempfile::tempdir().unwrap();
        make(&top.path().join("a/b/site"), &files()).unwrap();
        let site = top.path().join("a/b/site");
        assert_eq!(fs::read(site.join("content/site.yaml")).unwrap(), b"content/site.yaml");
        assert_eq!(found(&top.path().join("a/b")).iter().filter(|path| !path.starts_with("site")).count(), 0);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            fs::create_dir(top.path().join("usual")).unwrap();
            assert_eq!(mode(&site), mode(&top.path().join("usual")), "others may look into it as into any folder");
        }
    }

    #[test]
    fn an_empty_folder_is_filled_and_stays_the_same_folder() {
        let top = tempfile::tempdir().unwrap();
        let site = top.path().join("site");
        fs::create_dir_all(site.join(".git")).unwrap();
        make(&site, &files()).unwrap();
        assert!(site.join(".git").is_dir() && site.join(".github/workflows/pages.yml").is_file());
        assert!(!found(&site).iter().any(|path| path.contains("linernotes-new")), "nothing is left beside");
        assert!(matches!(make(&site, &files()), Err(FolderFault::NotEmpty)));
    }

    #[test]
    fn what_is_no_empty_folder_is_refused() {
        let top = tempfile::tempdir().unwrap();
        fs::write(top.path().join("file"), "").unwrap();
        assert!(matches!(make(&top.path().join("file"), &files()), Err(FolderFault::NoFolder)));
        assert!(matches!(make(top.path(), &files()), Err(FolderFault::NotEmpty)));
        assert!(make(&top.path().join("file/below"), &files()).is_err());
        assert_eq!(found(top.path()), ["file"]);
    }

    #[test]
    fn nothing_is_left_when_a_move_fails() {
        for at in 0..5 {
            let top = tempfile::tempdir().unwrap();
            let (new, empty) = (top.path().join("a/b/site"), top.path().join("empty"));
            fs::create_dir(&empty).unwrap();
            for folder in [new, empty] {
                let mut count = 0;
                let made = make_watched(&folder, &files(), &mut |_| {
                    count += 1;
                    if count > at { Err(ErrorKind::StorageFull.into()) } else { Ok(()) }
                });
                if made.is_ok() {
                    assert!(count <= at && count > 0);
                    fs::remove_dir_all(&folder).unwrap();
                    fs::create_dir_all(&folder).unwrap();
                }
            }
            let left = found(top.path());
            let fine: &[&str] = if at == 0 { &["empty"] } else { &["a", "a/b", "a/b/site", "empty"] };
            assert_eq!(left, fine, "when move {at} fails");
        }
    }
}
