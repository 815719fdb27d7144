//! A site kept in memory while its author works on it.
//!
//! `update` looks at the tree again and makes what a change touched; `file` gives a finished file to whoever asks,
//! from any thread. Share cards and web fonts are drawn when they are asked for.

use super::build::{Ready, has_site, is_told, no_site, read};
use super::cache::Cache;
use super::cards::{Caches, Drawing};
use super::fonts::{self, PageGlyphs};
use super::sinks::InMemory;
use crate::base::diagnostic::{Diagnostic, Severity, sort};
use crate::base::digest::Digest;
use crate::model::link::Asked;
use crate::plan::Slot;
use crate::source::Tree;
use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

/// A site in memory. All methods may be called from many threads.
pub struct Resident {
    tree: Arc<dyn Tree + Send + Sync>,
    asked: Mutex<Asked>,
    kept: Kept,
    /// Held by the update that runs.
    working: Mutex<()>,
    shown: RwLock<Option<Shown>>,
}

/// Where drawn cards and fonts are kept; without them each is drawn when it is first asked for.
#[derive(Default)]
pub struct Kept {
    pub cards: Option<Box<dyn Cache + Send + Sync>>,
    pub fonts: Option<Box<dyn Cache + Send + Sync>>,
}

impl Kept {
    fn drawing(&self) -> Drawing<'_> {
        let cards = self.cards.as_deref().map(|cache| cache as &dyn Cache);
        let fonts = self.fonts.as_deref().map(|cache| cache as &dyn Cache);
        Drawing::Drawn(Caches { cards, fonts })
    }
}

/// The last good state.
struct Shown {
    ready: Ready,
    files: BTreeMap<String, Served>,
    /// Cards and fonts that were asked for.
    drawn: Mutex<BTreeMap<String, Served>>,
}

/// A finished file: the same bytes that `build` writes.
#[derive(Clone, Debug)]
pub struct Served {
    pub bytes: Arc<[u8]>,
    pub digest: Digest,
}

impl Served {
    pub fn new(bytes: Vec<u8>) -> Served {
        Served { digest: Digest::of(&bytes), bytes: bytes.into() }
    }
}

/// What an update came to.
#[derive(Clone, Debug, Default)]
pub struct Update {
    /// Errors, warnings and notes; sorted, none twice.
    pub complaints: Vec<Diagnostic>,
    /// There is no error, so what is shown is what the files say.
    pub is_good: bool,
    /// Files with other bytes, and new ones, by their path in the site: `songs/promise/index.html`. Sorted.
    pub changed: Vec<String>,
    /// Sorted.
    pub removed: Vec<String>,
    /// How many files were made.
    pub made: usize,
    /// So much changed that `changed` does not list all of it: any page may have.
    pub all: bool,
}

impl Resident {
    /// Takes a site; nothing is built before the first `update`.
    pub fn new(tree: Arc<dyn Tree + Send + Sync>, asked: Asked, kept: Kept) -> Resident {
        let asked = Mutex::new(asked);
        Resident { tree, asked, kept, working: Mutex::default(), shown: RwLock::default() }
    }

    /// Sets the moment that the next update is made for, in seconds since 1970.
    pub fn set_now(&self, now: i64) {
        lock(&self.asked).now = now;
    }

    /// Looks at the tree again, and makes anew what must be: the files of `on_screen` first, after which `shown` is
    /// called. `hint` names the files that may have changed, by their paths below the root; without it all are looked
    /// at. When there are mistakes the last good state stays.
    pub fn update(
        &self,
        hint: Option<&[String]>,
        on_screen: &[String],
        shown: &dyn Fn(&Update),
    ) -> io::Result<Update> {
        let _ = (hint, on_screen);
        let _working = lock(&self.working);
        let asked = lock(&self.asked).clone();
        let mut complaints = Vec::new();
        let parsed = read(&*self.tree, &mut complaints)?;
        if !has_site(&parsed) {
            if !is_told(&complaints) {
                complaints.push(no_site());
            }
            return Ok(failed(complaints));
        }
        let ready = Ready::new(&*self.tree, parsed, &asked, &mut complaints);
        let sink = InMemory::default();
        let pages = match ready.make_all(&sink, &|_, _| {}, &mut complaints) {
            Ok(pages) => pages,
            Err(_) => return Err(io::ErrorKind::Other.into()),
        };
        ready.prove(&pages, &mut complaints);
        super::signs::place_signs(&*self.tree, &mut complaints);
        if has_errors(&complaints) {
            return Ok(failed(complaints));
        }
        sort(&mut complaints);
        let files: BTreeMap<String, Served> =
            sink.into_files().into_iter().map(|(path, bytes)| (path, Served::new(bytes))).collect();
        let mut update = Update { complaints, is_good: true, made: files.len(), ..Update::default() };
        let mut place = self.shown.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = &*place {
            let is_new =
                |path: &str, now: &Served| before.files.get(path).is_none_or(|was| was.digest != now.digest);
            update.changed =
                files.iter().filter(|(path, now)| is_new(path, now)).map(|(path, _)| path.clone()).collect();
            update.removed = before.files.keys().filter(|path| !files.contains_key(*path)).cloned().collect();
        } else {
            update.all = true;
        }
        *place = Some(Shown { ready, files, drawn: Mutex::default() });
        drop(place);
        shown(&update);
        Ok(update)
    }

    /// A file of the last good state.
    pub fn file(&self, path: &str) -> Option<Served> {
        let shown = self.shown.read().unwrap_or_else(PoisonError::into_inner);
        let shown = shown.as_ref()?;
        let served = shown.files.get(path)?;
        let slot = shown.ready.plan.find_file(path)?;
        if !is_drawn(slot) {
            return Some(served.clone());
        }
        if let Some(drawn) = lock(&shown.drawn).get(path) {
            return Some(drawn.clone());
        }
        let bytes = self.draw(shown, slot)?;
        let served = Served::new(bytes);
        lock(&shown.drawn).insert(path.to_string(), served.clone());
        Some(served)
    }

    /// Where the site stands on its host, with `/` at both ends.
    pub fn base_path(&self) -> String {
        let shown = self.shown.read().unwrap_or_else(PoisonError::into_inner);
        shown.as_ref().map_or("/".into(), |shown| format!("{}/", shown.ready.routes.base().path()))
    }

    fn draw(&self, shown: &Shown, slot: &Slot) -> Option<Vec<u8>> {
        if !fonts::is_gathered(slot) {
            return shown.ready.make_drawing(slot, self.kept.drawing()).ok().map(|(_, bytes)| bytes);
        }
        let glyphs = PageGlyphs::new(&shown.ready.assets);
        for slot in shown.ready.plan.slots().iter().filter(|slot| slot.path.as_str().ends_with('/')) {
            if let Some(page) = shown.files.get(&slot.path.file()) {
                glyphs.note(slot.lang.as_ref(), &page.bytes);
            }
        }
        let sink = InMemory::default();
        let made = glyphs.make_fonts(&[slot], self.kept.drawing(), &sink, &mut Vec::new());
        made.ok()?;
        sink.into_files().into_values().next()
    }
}

/// Drawn when it is asked for.
fn is_drawn(slot: &Slot) -> bool {
    fonts::is_gathered(slot) || slot.output == crate::plan::cards::OUTPUT
}

fn failed(mut complaints: Vec<Diagnostic>) -> Update {
    sort(&mut complaints);
    Update { complaints, ..Update::default() }
}

fn has_errors(complaints: &[Diagnostic]) -> bool {
    complaints.iter().any(|complaint| complaint.severity == Severity::Error)
}

/// A lock that a panicking thread left is as good as any: each holds one whole step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
