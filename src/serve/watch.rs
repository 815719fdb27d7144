//! Notices that files of the site change. notify stays behind this file.
//!
//! The system is asked to tell of changes in each folder. Whenever a folder or a link comes or goes all are asked for
//! anew: keeping the list up to date one by one goes wrong when a folder is moved, or deleted and made again.
//!
//! Systems do not tell of everything: on disks of the network, and folders shared with a container or another system,
//! a change made elsewhere comes without a word, and the number of folders may be limited. A list of such disks would
//! never be complete, and trying it out would mean writing into the author's folders. So everything is also looked
//! through now and then, which takes a fiftieth of the time at most: every second until the first change was told of,
//! then every ten. When that finds what was not told of, and not only once, this is such a disk; from then on it is
//! looked through twice a second.

use super::folders::Folders;
use crate::source::tree::{FOLDERS, is_hidden};
use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use unicode_normalization::UnicodeNormalization;

/// Whether the system is asked to tell of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eyes {
    Told,
    /// Only what is looked at is seen; for tests of how that comes to be noticed.
    Untold,
}

/// What was noticed.
#[derive(Debug, PartialEq, Eq)]
pub struct Noticed {
    /// The files that changed, by their paths below the root; nothing when it may be any.
    pub paths: Option<Vec<String>>,
}

/// After the last of several changes so long nothing must happen: editors save in several steps.
const BURST: Duration = Duration::from_millis(10);
/// But one that never ends, such as a file that grows, is looked at after so long.
const BURST_END: Duration = Duration::from_millis(500);
/// How long a change that was seen may take to be told of.
const TELLING: Duration = Duration::from_millis(300);
/// More paths than these are not named.
const NAMED: usize = 1_000;

pub struct Watch {
    root: PathBuf,
    eyes: Eyes,
    folders: Folders,
    events: Receiver<notify::Result<Event>>,
    /// Dropping it ends the events.
    _watcher: Option<RecommendedWatcher>,
    /// Why it must look for itself, when it must.
    looks_because: Option<String>,
    /// Something was told of once.
    was_told: bool,
    /// Something was told of since everything was looked through.
    is_stale: bool,
    /// How often something was found that was not told of.
    untold_count: u32,
    next_look: Instant,
}

impl Watch {
    /// Begins to watch; changes from now on are noticed.
    pub fn new(root: &Path, eyes: Eyes) -> Watch {
        let mut watch = Watch {
            root: root.to_path_buf(),
            eyes,
            folders: Folders::default(),
            events: channel().1,
            _watcher: None,
            looks_because: None,
            was_told: false,
            is_stale: false,
            untold_count: 0,
            next_look: Instant::now(),
        };
        watch.begin();
        watch
    }

    /// Why it looks for itself, where the system does not tell.
    pub fn looks_because(&self) -> Option<&str> {
        self.looks_because.as_deref()
    }

    /// Waits for a change, for so long at most.
    pub fn wait(&mut self, longest: Duration) -> Option<Noticed> {
        let end = Instant::now() + longest;
        loop {
            let until = end.min(self.next_look);
            match self.events.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(event) => {
                    if let Some(noticed) = self.hear(event) {
                        return Some(noticed);
                    }
                }
                // Whoever tells is gone, so nothing comes: only time passes.
                Err(RecvTimeoutError::Disconnected) => {
                    std::thread::sleep(until.saturating_duration_since(Instant::now()));
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
            let now = Instant::now();
            if now >= self.next_look
                && let Some(noticed) = self.look()
            {
                return Some(noticed);
            }
            if now >= end {
                return None;
            }
        }
    }

    /// Asks the system for all folders that there are now.
    fn begin(&mut self) {
        self.see();
        let (sender, events) = channel();
        let told = match self.eyes {
            Eyes::Told => watcher(&self.folders, move |event| drop(sender.send(event))),
            Eyes::Untold => Err(notify::Error::generic("it was not asked")),
        };
        // The old one goes only now, so that nothing is missed.
        self.events = events;
        match told {
            Ok(watcher) => self._watcher = Some(watcher),
            Err(error) => {
                self._watcher = None;
                self.looks_because.get_or_insert_with(|| error.to_string());
            }
        }
    }

    /// Looks through everything, and plans when to do so again.
    fn see(&mut self) {
        let started = Instant::now();
        self.folders = Folders::look(&self.root);
        let time = started.elapsed();
        let pause = match self.looks_because {
            Some(_) => Duration::from_millis(500),
            None if self.was_told && self.untold_count == 0 => Duration::from_secs(10),
            None => Duration::from_secs(1),
        };
        self.next_look = Instant::now() + pause.max(time * 50);
        self.is_stale = false;
    }

    /// Looks for what was not told of.
    fn look(&mut self) -> Option<Noticed> {
        let (stamp, was_stale) = (self.folders.stamp, self.is_stale);
        let before = std::mem::take(&mut self.folders.folders);
        self.see();
        let is_other = self.folders.stamp != stamp;
        if self.folders.folders != before {
            self.begin();
            return Some(Noticed { paths: None });
        }
        // What was told of since the last look explains it, unless this disk is known to be silent at times.
        if !is_other || (was_stale && self.looks_because.is_none()) {
            return None;
        }
        if !was_stale && self.looks_because.is_none() {
            if let Ok(event) = self.events.recv_timeout(TELLING) {
                return self.hear(event);
            }
            self.untold_count += 1;
            // Once may be a change while the watching began.
            if self.untold_count > 1 {
                self.looks_because = Some("it does not tell of all changes".to_string());
                self.see();
            }
        }
        Some(Noticed { paths: None })
    }

    /// Takes an event and all that come with it; nothing when none of them is about the site.
    fn hear(&mut self, first: notify::Result<Event>) -> Option<Noticed> {
        let end = Instant::now() + BURST_END;
        let mut paths = BTreeSet::new();
        let mut is_any = false;
        let mut next = Ok(first);
        while let Ok(event) = next {
            match event {
                Ok(event) if event.need_rescan() => is_any = true,
                Ok(event) if !is_change(&event.kind) => {}
                Ok(event) => paths.extend(event.paths),
                Err(_) => is_any = true,
            }
            let left = end.saturating_duration_since(Instant::now());
            next = self.events.recv_timeout(BURST.min(left));
        }
        let mut named = Vec::new();
        let mut has_folders = is_any;
        for path in &paths {
            if self.folders.linked.contains(path) {
                is_any = true;
            } else if let Some(name) = self.name(path) {
                named.push(name);
                has_folders |= self.is_folder(path);
            }
        }
        if named.is_empty() && !is_any {
            return None;
        }
        self.was_told = true;
        self.is_stale = true;
        if has_folders {
            self.begin();
        }
        let is_exact = !is_any && !has_folders && !self.folders.has_links && named.len() <= NAMED;
        Some(Noticed { paths: is_exact.then_some(named) })
    }

    /// The path below the root of what belongs to the site.
    fn name(&self, path: &Path) -> Option<String> {
        let below = path.strip_prefix(&self.root).ok()?;
        let first = below.iter().next()?;
        if !FOLDERS.iter().any(|folder| first == *folder) || below.iter().any(is_hidden) {
            return None;
        }
        let parts: Vec<String> = below.iter().map(|part| part.to_string_lossy().nfc().collect()).collect();
        Some(parts.join("/"))
    }

    /// Whether a path is or was a folder, or is a link, which may lead to one.
    fn is_folder(&self, path: &Path) -> bool {
        let is_now = path.symlink_metadata().is_ok_and(|about| about.is_dir() || about.is_symlink());
        is_now || self.folders.folders.contains(path)
    }
}

fn watcher(
    folders: &Folders,
    mut tell: impl FnMut(notify::Result<Event>) + Send + 'static,
) -> notify::Result<RecommendedWatcher> {
    // That a file was opened and read is told too, and the engine reads all of them.
    let is_read = |event: &notify::Result<Event>| {
        event.as_ref().is_ok_and(|event| !is_change(&event.kind) && !event.need_rescan())
    };
    let mut watcher = notify::recommended_watcher(move |event| {
        if !is_read(&event) {
            tell(event);
        }
    })?;
    let mut paths = watcher.paths_mut();
    for folder in &folders.folders {
        match paths.add(folder, RecursiveMode::NonRecursive) {
            // It vanished since it was seen, which the folder above tells of.
            Err(error) if matches!(error.kind, notify::ErrorKind::PathNotFound) || !folder.exists() => {}
            done => done?,
        }
    }
    paths.commit()?;
    Ok(watcher)
}

fn is_change(kind: &EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const LONG: Duration = Duration::from_secs(20);
    const SHORT: Duration = Duration::from_millis(300);

    fn site() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        put(&root, "content/site.yaml", "title: a");
        put(&root, "content/news/a.md", "a");
        (folder, root)
    }

    fn put(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn named(paths: &[&str]) -> Option<Noticed> {
        Some(Noticed { paths: Some(paths.iter().map(|path| path.to_string()).collect()) })
    }

    const ANY: Option<Noticed> = Some(Noticed { paths: None });

    #[test]
    fn saves_of_any_kind_are_noticed_by_name() {
        let (_folder, root) = site();
        let mut watch = Watch::new(&root, Eyes::Told);
        put(&root, "content/news/a.md", "b");
        assert_eq!(watch.wait(LONG), named(&["content/news/a.md"]));
        // As vim and others do: beside it, then moved into its place.
        put(&root, "content/news/.a.md.new", "c");
        fs::rename(root.join("content/news/a.md"), root.join("content/news/a.md~")).unwrap();
        fs::rename(root.join("content/news/.a.md.new"), root.join("content/news/a.md")).unwrap();
        assert_eq!(watch.wait(LONG), named(&["content/news/a.md"]));
        for number in 0..20 {
            put(&root, &format!("content/news/{number:02}.md"), "a");
        }
        let Some(Noticed { paths: Some(paths) }) = watch.wait(LONG) else { panic!("nothing was noticed") };
        assert!(paths.len() > 1, "a burst is one change: {paths:?}");
        while watch.wait(SHORT).is_some() {}
        fs::remove_file(root.join("content/news/00.md")).unwrap();
        assert_eq!(watch.wait(LONG), named(&["content/news/00.md"]));
    }

    #[test]
    fn what_is_no_part_of_the_site_is_not_noticed() {
        let (_folder, root) = site();
        let mut watch = Watch::new(&root, Eyes::Told);
        put(&root, "dist/index.html", "a");
        put(&root, ".git/index", "a");
        put(&root, ".linernotes/cards/a", "a");
        put(&root, "content/.site.yaml.swp", "a");
        put(&root, "README.md", "a");
        fs::read(root.join("content/site.yaml")).unwrap();
        assert_eq!(watch.wait(SHORT), None);
    }

    #[test]
    fn folders_that_come_and_go_stay_watched() {
        let (_folder, root) = site();
        let mut watch = Watch::new(&root, Eyes::Told);
        let settle = |watch: &mut Watch| {
            assert_eq!(watch.wait(LONG), ANY);
            while watch.wait(SHORT).is_some() {}
        };
        put(&root, "content/songs/deep/a.yaml", "a");
        settle(&mut watch);
        put(&root, "content/songs/deep/a.yaml", "b");
        assert_eq!(watch.wait(LONG), named(&["content/songs/deep/a.yaml"]));
        fs::rename(root.join("content/songs"), root.join("content/tunes")).unwrap();
        settle(&mut watch);
        put(&root, "content/tunes/deep/a.yaml", "c");
        assert_eq!(watch.wait(LONG), named(&["content/tunes/deep/a.yaml"]));
        fs::remove_dir_all(root.join("content")).unwrap();
        put(&root, "content/site.yaml", "title: b");
        settle(&mut watch);
        put(&root, "content/site.yaml", "title: c");
        assert_eq!(watch.wait(LONG), named(&["content/site.yaml"]));
        put(&root, "templates/base.html", "a");
        settle(&mut watch);
        put(&root, "templates/base.html", "b");
        assert_eq!(watch.wait(LONG), named(&["templates/base.html"]));
        assert_eq!(watch.looks_because(), None);
    }

    #[cfg(unix)]
    #[test]
    fn what_links_within_the_root_lead_to_is_watched() {
        let (_folder, root) = site();
        put(&root, "common/songs.yaml", "a");
        put(&root, "common/more/b.yaml", "a");
        std::os::unix::fs::symlink("../common/songs.yaml", root.join("content/songs.yaml")).unwrap();
        std::os::unix::fs::symlink("../common/more", root.join("content/more")).unwrap();
        let mut watch = Watch::new(&root, Eyes::Told);
        for path in ["common/songs.yaml", "common/more/b.yaml"] {
            put(&root, path, "b");
            assert_eq!(watch.wait(LONG), ANY, "{path}");
            while watch.wait(SHORT).is_some() {}
        }
    }

    #[test]
    fn without_a_word_from_the_system_it_looks_for_itself() {
        let (_folder, root) = site();
        let mut watch = Watch::new(&root, Eyes::Untold);
        assert!(watch.looks_because().is_some());
        assert_eq!(watch.wait(Duration::from_millis(700)), None);
        put(&root, "content/news/a.md", "longer");
        assert_eq!(watch.wait(LONG), ANY);
        assert_eq!(watch.wait(Duration::from_millis(700)), None);
        fs::remove_dir_all(root.join("content/news")).unwrap();
        assert_eq!(watch.wait(LONG), ANY);
    }

    #[test]
    fn a_disk_that_keeps_silent_is_found_out() {
        let (_folder, root) = site();
        let mut watch = Watch::new(&root, Eyes::Told);
        // As on a disk of the network: asked, and never heard of again.
        let (_sender, events) = channel();
        (watch.events, watch._watcher) = (events, None);
        put(&root, "content/news/a.md", "longer");
        assert_eq!(watch.wait(LONG), ANY);
        assert_eq!(watch.looks_because(), None);
        put(&root, "content/news/a.md", "longer still");
        assert_eq!(watch.wait(LONG), ANY);
        assert_eq!(watch.looks_because(), Some("it does not tell of all changes"));
        put(&root, "content/news/a.md", "and longer");
        assert_eq!(watch.wait(LONG), ANY);
    }
}
