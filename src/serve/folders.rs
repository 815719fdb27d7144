//! What there is to watch: the folders of a site as they are now, and a number that is another one when any file in
//! them is.

use crate::source::tree::{FOLDERS, is_hidden};
use std::collections::{BTreeSet, HashSet};
use std::fs::Metadata;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

#[derive(Debug, Default)]
pub struct Folders {
    /// Each is watched alone: one that holds the others would also tell of `dist` and `.git`.
    pub folders: BTreeSet<PathBuf>,
    /// Files elsewhere below the root that links lead to.
    pub linked: HashSet<PathBuf>,
    /// A change may then show under another path than the one that was changed.
    pub has_links: bool,
    /// Of names, sizes and times.
    pub stamp: u64,
}

impl Folders {
    /// Looks through everything. What cannot be read is passed over: the engine complains of it.
    pub fn look(root: &Path) -> Folders {
        let mut found = Folders::default();
        found.folders.insert(root.to_path_buf());
        let mut stamp = DefaultHasher::new();
        for folder in FOLDERS {
            let top = root.join(folder);
            let mut walk = walkdir::WalkDir::new(&top).follow_links(true).sort_by_file_name().into_iter();
            while let Some(entry) = walk.next() {
                // Links in a circle, and what vanishes meanwhile.
                let Ok(entry) = entry else { continue };
                let is_folder = entry.file_type().is_dir();
                if (entry.depth() > 0 && is_hidden(entry.file_name())) || !found.take_link(&entry, root) {
                    if is_folder {
                        walk.skip_current_dir();
                    }
                    continue;
                }
                entry.path().hash(&mut stamp);
                if is_folder {
                    found.folders.insert(entry.into_path());
                } else if let Ok(about) = entry.metadata() {
                    hash_metadata(&about, &mut stamp);
                }
            }
        }
        found.stamp = stamp.finish();
        found
    }

    /// Notes where a link leads; whether it is one that the engine follows, or none.
    fn take_link(&mut self, entry: &walkdir::DirEntry, root: &Path) -> bool {
        if !entry.path_is_symlink() {
            return true;
        }
        self.has_links = true;
        let Some(target) = entry.path().canonicalize().ok().filter(|target| target.starts_with(root)) else {
            return false;
        };
        if let (false, Some(parent)) = (entry.file_type().is_dir(), target.parent()) {
            self.folders.insert(parent.to_path_buf());
            self.linked.insert(target);
        }
        true
    }
}

fn hash_metadata(about: &Metadata, stamp: &mut DefaultHasher) {
    about.len().hash(stamp);
    about.modified().ok().hash(stamp);
    // A file that was put in the place of another may have its size and time.
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        (about.ino(), about.ctime(), about.ctime_nsec()).hash(stamp);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[cfg(unix)]
    #[test]
    fn links_within_the_root_are_followed_and_others_are_not() {
        let (site, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let root = site.path().canonicalize().unwrap();
        for folder in ["content/news", "content/.git/x", "dist/a", "shared/more"] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        fs::write(root.join("shared/songs.yaml"), "a").unwrap();
        let link = |to: &Path, at: &str| std::os::unix::fs::symlink(to, root.join(at)).unwrap();
        link(&root.join("shared/songs.yaml"), "content/songs.yaml");
        link(&root.join("shared/more"), "content/more");
        link(other.path(), "content/out");
        link(&root.join("content"), "content/news/circle");
        let found = Folders::look(&root);
        let names: Vec<_> =
            found.folders.iter().map(|f| f.strip_prefix(&root).unwrap().to_str().unwrap()).collect();
        assert_eq!(names, ["", "content", "content/more", "content/news", "shared"]);
        assert!(found.linked.contains(&root.join("shared/songs.yaml")) && found.has_links);
    }

    #[test]
    fn the_stamp_tells_of_any_change_and_of_nothing_else() {
        let site = tempfile::tempdir().unwrap();
        let put = |path: &str, text: &str| {
            let path = site.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        put("content/site.yaml", "title: a");
        let first = Folders::look(site.path()).stamp;
        put("dist/index.html", "a");
        put(".git/index", "a");
        put("content/.songs.yaml.swp", "a");
        assert_eq!(Folders::look(site.path()).stamp, first);
        put("content/site.yaml", "title: ab");
        let second = Folders::look(site.path()).stamp;
        put("templates/a.html", "a");
        let third = Folders::look(site.path()).stamp;
        fs::remove_dir_all(site.path().join("templates")).unwrap();
        assert!(first != second && second != third && Folders::look(site.path()).stamp == second);
        fs::remove_dir_all(site.path().join("content")).unwrap();
        assert_ne!(Folders::look(site.path()).stamp, second);
    }
}
