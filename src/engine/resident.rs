//! A site kept in memory while its author works on it.
//!
//! `update` looks at the tree again and makes anew what read something that changed; `file` gives a finished file to
//! whoever asks, from any thread, and makes it first where that is still to be done. Pictures, share cards and
//! web fonts are drawn when they are asked for.
//!
//! A change of prose or title in Markdown is put into the model as it is, so that the page on screen is there at once. After
//! that, and after any other change, all is linked, checked and planned again from what is already parsed, and
//! what differs from before says which files to make.

mod files;
mod glyphs;
mod pages;

use super::build::{Finished, Linked, Ready, Same, Told, has_site, is_told, no_site, once_for_each_place};
use super::cache::Cache;
use super::cards::{Caches, Drawing, tell_lacks};
use super::pictures::Look;
use crate::base::address::SitePath;
use crate::base::day::Day;
use crate::base::diagnostic::{Diagnostic, Severity, sort};
use crate::base::digest::Digest;
use crate::base::id::RecordId;
use crate::base::lang::Lang;
use crate::base::lock::lock;
use crate::model::changes::changes;
use crate::model::link::Asked;
use crate::model::read::Says;
use crate::model::reader::Read;
use crate::plan::{Slot, cards};
use crate::render::Renderer;
use crate::source::{Source, Tree};
use files::{Files, Looked, Prints};
use glyphs::Seen;
use pages::{Entry, PageId, Pages};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::io;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// A site in memory. All methods may be called from many threads.
pub struct Resident {
    tree: Arc<dyn Tree + Send + Sync>,
    asked: Mutex<Asked>,
    kept: Kept,
    work: Mutex<Work>,
    shown: RwLock<Shown>,
    glyphs: Mutex<Seen>,
}

/// Where drawn cards and fonts are kept; without them each is drawn when it is first asked for.
#[derive(Default)]
pub struct Kept {
    pub cards: Option<Box<dyn Cache + Send + Sync>>,
    pub fonts: Option<Box<dyn Cache + Send + Sync>>,
    pub pictures: Option<Box<dyn Cache + Send + Sync>>,
}

impl Kept {
    fn pictures(&self) -> Option<&dyn Cache> {
        self.pictures.as_deref().map(|cache| cache as &dyn Cache)
    }

    fn drawing(&self) -> Drawing<'_> {
        let cards = self.cards.as_deref().map(|cache| cache as &dyn Cache);
        let fonts = self.fonts.as_deref().map(|cache| cache as &dyn Cache);
        Drawing::Drawn(Caches { cards, fonts, pictures: self.pictures() })
    }
}

/// What an update works on.
#[derive(Default)]
struct Work {
    files: Files,
    /// What the files said of each record when `shown` was linked.
    prints: Prints,
    /// Files that changed since then.
    since: BTreeSet<Arc<str>>,
    /// Whether `shown` is all that the files say.
    is_settled: bool,
    /// What the last update told.
    complaints: Vec<Diagnostic>,
}

/// The last good state.
#[derive(Default)]
struct Shown {
    ready: Option<Ready>,
    pages: Pages,
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
    /// Files with other bytes, and new ones, by their path in the site: `songs/promise/index.html`. Sorted. Cards and
    /// fonts are not among them.
    pub changed: Vec<String>,
    /// Sorted.
    pub removed: Vec<String>,
    /// How many files were made.
    pub made: usize,
    /// Everything was made anew, such as after the first build or a change of the base template.
    pub all: bool,
}

/// Files are made so many at a time, so that who asks for one waits no longer than for these.
const AT_A_TIME: usize = 64;

impl Resident {
    /// Takes a site; nothing is built before the first `update`.
    pub fn new(tree: Arc<dyn Tree + Send + Sync>, asked: Asked, kept: Kept) -> Resident {
        Resident {
            tree,
            asked: Mutex::new(asked),
            kept,
            work: Mutex::default(),
            shown: RwLock::default(),
            glyphs: Mutex::default(),
        }
    }

    /// Sets the moment that the next update is made for, in seconds since 1970.
    pub fn set_now(&self, now: i64) {
        lock(&self.asked).now = now;
    }

    /// Looks at the tree again, and makes anew what must be: the files of `on_screen` first, after which `shown` is
    /// called. `hint` names the files that may have changed, by their paths below the root; without it all are looked
    /// at. When the files cannot be made a site of, the last good state stays.
    pub fn update(
        &self,
        hint: Option<&[String]>,
        on_screen: &[String],
        shown: &dyn Fn(&Update),
    ) -> io::Result<Update> {
        let mut work = lock(&self.work);
        let asked = lock(&self.asked).clone();
        let looked = work.files.look(&*self.tree, hint)?;
        work.since.extend(looked.paths.iter().cloned());
        // Only where the rest is settled may a text alone be swapped.
        let is_settled = work.is_settled && self.is_same_day(&asked);
        if work.since.is_empty() && is_settled {
            let is_good = !has_errors(&work.complaints);
            return Ok(Update { complaints: work.complaints.clone(), is_good, ..Update::default() });
        }
        let mut update = Update::default();
        if is_settled && self.put_in(&mut work, &looked) {
            update.is_good = !has_errors(&work.complaints);
            self.make_stale(on_screen, &mut update, shown);
        }
        self.settle(&mut work, &asked, on_screen, &mut update, shown);
        update.changed.sort();
        update.changed.dedup();
        Ok(update)
    }

    /// Whether the last good state was made for the day of a moment: nothing else of it changes a site.
    fn is_same_day(&self, asked: &Asked) -> bool {
        let shown = self.read();
        let Some(ready) = &shown.ready else { return false };
        Day::from_unix(asked.now, ready.model.zone()) == Some(ready.model.today())
    }

    /// Puts a change that touches nothing else into the last good state, and marks the files that it is in: other
    /// texts, or other templates. Says whether it was such a change.
    fn put_in(&self, work: &mut Work, looked: &Looked) -> bool {
        let Work { prints, files, since, .. } = work;
        if looked.is_templates() {
            let is_put = files.templates().is_some_and(|templates| self.swap_templates(&templates));
            if is_put {
                // They are in what is shown, so that they need not be read once more.
                since.clear();
            }
            return is_put;
        }
        let texts = looked.texts.as_ref().filter(|texts| !texts.is_empty());
        let Some(ids) = texts.and_then(|texts| self.swap_texts(texts)) else { return false };
        prints.update(&ids, files);
        true
    }

    /// Puts other templates in place, if they can be read and only their own pages show them.
    fn swap_templates(&self, templates: &[Source]) -> bool {
        let renderer = Told::make(|complaints| Renderer::new(templates, complaints));
        let mut shown = self.write();
        let Shown { ready: Some(ready), pages } = &mut *shown else { return false };
        if has_errors(&renderer.complaints)
            || renderer.reach().has_own_policy != ready.renderer.reach().has_own_policy
        {
            return false;
        }
        touch_pages_of(pages, &ready.renderer, &renderer);
        ready.renderer = renderer;
        true
    }

    /// Puts other texts into the model, and marks who read them. Nothing when one of the records is not there.
    fn swap_texts(&self, texts: &[Says]) -> Option<Vec<RecordId>> {
        let mut shown = self.write();
        let Shown { ready, pages } = &mut *shown;
        let model = &mut ready.as_mut()?.model;
        let mut ids = Vec::new();
        for says in texts {
            let (id, is_other_to_others) = model.swap_text(says)?;
            pages.touch_readers(&Read::Body(id.clone()));
            if is_other_to_others {
                pages.touch_readers(&Read::Head(id.clone()));
            }
            ids.push(id);
        }
        Some(ids)
    }

    /// Links, checks, plans and proves all that the files say, and makes what differs.
    fn settle(
        &self,
        work: &mut Work,
        asked: &Asked,
        on_screen: &[String],
        update: &mut Update,
        shown: &dyn Fn(&Update),
    ) {
        let mut complaints = work.files.listing().to_vec();
        let parsed = work.files.parsed();
        if !has_site(&parsed) && !is_told(&complaints) {
            let told = parsed.into_iter().flat_map(|parsed| parsed.complaints);
            complaints.extend(told.chain([no_site()]));
            return self.fail(work, complaints, update);
        }
        let is_same =
            |folders: &[&str]| !work.since.iter().any(|path| folders.iter().any(|folder| path.starts_with(folder)));
        let is_text = |path: &&Arc<str>| [".md", ".yaml", ".yml"].iter().any(|end| path.ends_with(end));
        let has_pictures = work.since.iter().any(|path| path.starts_with("content/") && !is_text(&path));
        let (ready, prints, is_whole) = {
            let before = self.read();
            let same = Same {
                before: before.ready.as_ref(),
                templates: is_same(&["templates/"]),
                files: is_same(&["static/", "content/images"]) && !has_pictures,
                site: is_same(&["content/site.y"]),
            };
            let is_whole = !same.files || !same.site || same.before.is_none();
            let how = Look::Whole(self.kept.pictures());
            let (linked, prints) =
                rayon::join(|| Linked::new(parsed, asked, &mut complaints), || work.files.prints());
            let ready = Ready::after(&*self.tree, linked, same, how, &mut complaints);
            if has_errors(&complaints) {
                drop(before);
                return self.fail(work, complaints, update);
            }
            (ready, prints, is_whole)
        };
        self.follow(ready, work.prints.differing(&prints), is_whole, update);
        work.prints = prints;
        work.since.clear();
        work.is_settled = true;
        update.is_good = true;
        self.make_stale(on_screen, update, shown);
        self.prove(&mut complaints);
        super::signs::place_signs(&*self.tree, &mut complaints);
        sort(&mut complaints);
        update.is_good = !has_errors(&complaints);
        work.complaints.clone_from(&complaints);
        update.complaints = complaints;
    }

    /// The last good state stays.
    fn fail(&self, work: &mut Work, mut complaints: Vec<Diagnostic>, update: &mut Update) {
        sort(&mut complaints);
        work.is_settled = false;
        work.complaints.clone_from(&complaints);
        update.complaints = complaints;
        update.is_good = false;
    }

    /// Takes the next state in place of the last, and marks every file that may be another one.
    fn follow(&self, ready: Ready, bodies: Vec<RecordId>, is_whole: bool, update: &mut Update) {
        let mut shown = self.write();
        let Shown { ready: place, pages } = &mut *shown;
        let (came, gone) = pages.follow(&ready.plan);
        match place.as_ref().filter(|_| !is_whole) {
            None => pages.touch_all(),
            Some(before) => mark(pages, before, &ready, bodies, &came, &gone),
        }
        update.all |= is_whole;
        update.removed.extend(gone);
        let before = place.replace(ready);
        drop(shown);
        // Of many records: nobody waits for that.
        std::thread::spawn(move || drop(before));
    }

    /// Makes what is marked, the files on screen first.
    fn make_stale(&self, on_screen: &[String], update: &mut Update, shown: &dyn Fn(&Update)) {
        let (first, rest) = self.read().pages.stale(on_screen);
        self.make(&first, update);
        shown(update);
        for some in rest.chunks(AT_A_TIME) {
            self.make(some, update);
        }
    }

    fn make(&self, ids: &[PageId], update: &mut Update) {
        let made: Vec<(PageId, Result<Making, Diagnostic>)> = {
            let shown = self.read();
            let Some(ready) = &shown.ready else { return };
            let entry = |id: PageId| shown.pages.get(id).filter(|entry| entry.is_stale);
            let ids: Vec<(PageId, &Entry)> = ids.iter().filter_map(|id| Some((*id, entry(*id)?))).collect();
            ids.into_par_iter()
                .filter_map(|(id, entry)| Some((id, make_one(ready, ready.plan.find_file(&entry.path)?))))
                .collect()
        };
        let mut shown = self.write();
        for (id, made) in made {
            update.made += 1;
            match made {
                Ok((finished, served)) => {
                    let path = finished.path.clone();
                    if shown.pages.put(id, finished, served) {
                        update.changed.push(path);
                    }
                }
                Err(why) => {
                    if let Some(entry) = shown.pages.get_mut(id) {
                        entry.failed = Some(why);
                    }
                }
            }
        }
    }

    /// Looks at all files together.
    fn prove(&self, complaints: &mut Vec<Diagnostic>) {
        let shown = self.read();
        let Some(ready) = &shown.ready else { return };
        // The first of a template's pages is named: in the order of the plan, whichever file came first.
        let failed = |entry: &Entry| Some((SitePath::of_file(&entry.path), entry.failed.clone()?));
        let mut failed: Vec<(SitePath, Diagnostic)> = shown.pages.iter().filter_map(failed).collect();
        failed.sort_by(|a, b| a.0.cmp(&b.0));
        complaints.extend(once_for_each_place(failed.into_iter().map(|(_, why)| why).collect()));
        let mut all: Vec<&Finished> = shown
            .pages
            .iter()
            .filter(|entry| entry.failed.is_none())
            .filter_map(|entry| entry.made.as_ref().map(|made| &made.finished))
            .collect();
        all.sort_by(|a, b| a.path.cmp(&b.path));
        complaints.extend(tell_lacks(&all));
        ready.prove(&all, complaints);
    }

    /// A file of the last good state, made now if it is still to be.
    pub fn file(&self, path: &str) -> Option<Served> {
        let (id, made) = {
            let shown = self.read();
            let ready = shown.ready.as_ref()?;
            let slot = ready.plan.find_file(path)?;
            let (id, entry) = shown.pages.find(path)?;
            if entry.is_font {
                return self.font(&shown, ready, slot);
            }
            let is_drawn = slot.output == cards::OUTPUT || ready.is_picture(path);
            match &entry.made {
                Some(made) if !entry.is_stale => match &made.drawn {
                    None if is_drawn => (id, self.draw(ready, slot).map(Drawn::Card)?),
                    drawn => return Some(drawn.as_ref().unwrap_or(&made.served).clone()),
                },
                made => match make_one(ready, slot) {
                    Ok(made) => (id, Drawn::Page(Box::new(made))),
                    // The page that there was.
                    Err(_) => return made.as_ref().map(|made| made.served.clone()),
                },
            }
        };
        let mut shown = self.write();
        match made {
            Drawn::Card(card) => {
                let entry = shown.pages.get_mut(id)?;
                entry.made.as_mut()?.drawn = Some(card.clone());
                Some(card)
            }
            Drawn::Page(page) => {
                let (finished, served) = *page;
                let path = finished.path.clone();
                shown.pages.put(id, finished, served.clone());
                drop(shown);
                // A card or a picture is drawn now.
                let is_drawn = path.ends_with(".png") || path.starts_with("images/");
                if is_drawn { self.file(&path) } else { Some(served) }
            }
        }
    }

    /// The bytes of a file as they are before cards and fonts are drawn, for comparing.
    pub fn undrawn(&self, path: &str) -> Option<Arc<[u8]>> {
        let shown = self.read();
        let (_, entry) = shown.pages.find(path)?;
        entry.made.as_ref().map(|made| made.served.bytes.clone())
    }

    /// Every file that there is, sorted.
    pub fn paths(&self) -> Vec<String> {
        let mut paths: Vec<String> = self.read().pages.iter().map(|entry| entry.path.clone()).collect();
        paths.sort();
        paths
    }

    /// Where the site stands on its host, with `/` at both ends.
    pub fn base_path(&self) -> String {
        self.read().ready.as_ref().map_or("/".into(), |ready| format!("{}/", ready.routes.base().path()))
    }

    fn draw(&self, ready: &Ready, slot: &Slot) -> Option<Served> {
        let drawing = self.kept.drawing();
        let bytes = match ready.is_picture(slot.path.as_str()) {
            true => ready.picture(&*self.tree, slot.path.as_str(), drawing),
            false => ready.make_drawing(slot, drawing).ok().map(|(_, bytes)| bytes),
        };
        bytes.map(Served::new)
    }

    fn font(&self, shown: &Shown, ready: &Ready, slot: &Slot) -> Option<Served> {
        let mut seen = lock(&self.glyphs);
        seen.font(ready, &shown.pages, slot, self.kept.drawing())
    }

    fn read(&self) -> RwLockReadGuard<'_, Shown> {
        self.shown.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Shown> {
        self.shown.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What was made for somebody who waits for it.
enum Drawn {
    Card(Served),
    Page(Box<Making>),
}

/// Marks every file that read something that is different now.
fn mark(pages: &mut Pages, before: &Ready, after: &Ready, bodies: Vec<RecordId>, came: &[String], gone: &[String]) {
    let changes = changes(&before.model, &after.model, bodies);
    if changes.everything || before.renderer.reach().has_own_policy != after.renderer.reach().has_own_policy {
        pages.touch_all();
        return;
    }
    changes.reads.iter().for_each(|read| pages.touch_readers(read));
    touch_pages_of(pages, &before.renderer, &after.renderer);
    for (lang, strings) in after.strings.iter() {
        if before.strings.get(lang) != Some(strings) {
            pages.touch_readers(&Read::Strings(lang.clone()));
        }
    }
    if changes.days.is_some() {
        let due: Vec<Read> = pages
            .reads()
            .filter(|read| matches!(read, Read::Due(day) if changes.is_due_changed(*day)))
            .cloned()
            .collect();
        due.iter().for_each(|read| pages.touch_readers(read));
    }
    let mut is_planned_otherwise = !came.is_empty() || !gone.is_empty();
    for path in came.iter().chain(gone) {
        pages.touch_readers(&Read::Path(SitePath::of_file(path)));
    }
    let framed = after.frames_unlike(before);
    for slot in after.plan.slots() {
        let Some(was) = before.plan.find(&slot.path) else { continue };
        let is_other = was.key != slot.key || was.output != slot.output || was.lang != slot.lang;
        let frame = |lang: &Lang| framed.contains(&(lang.clone(), slot.drama().to_string()));
        if is_other {
            is_planned_otherwise = true;
            pages.touch_readers(&Read::Path(slot.path.clone()));
        }
        if is_other || !framed.is_empty() && slot.lang.as_ref().is_some_and(frame) {
            pages.touch(&slot.path.file());
        }
    }
    if is_planned_otherwise {
        pages.touch_readers(&Read::Plan);
    }
    if !before.has_same_secrets(after) {
        // What is told where no more may be told: every file is looked through again.
        pages.touch_all();
    }
}

/// Marks the pages whose templates are made of something else than before.
fn touch_pages_of(pages: &mut Pages, before: &Renderer, after: &Renderer) {
    for template in after.reach().unlike(before.reach()) {
        pages.touch_readers(&Read::Template(template.to_string()));
    }
}

/// A file that was made, and what was noted of it.
type Making = (Finished, Served);

fn make_one(ready: &Ready, slot: &Slot) -> Result<Making, Diagnostic> {
    let (finished, bytes) = ready.make(slot)?;
    let finished = ready.seen(finished, &bytes);
    let mut served = Served::new(bytes);
    // A picture is drawn when somebody asks for it, and its name may stay the same when it is another.
    if let Some(key) = ready.picture_key(&finished.path) {
        served.digest = key;
    }
    Ok((finished, served))
}

fn has_errors(complaints: &[Diagnostic]) -> bool {
    complaints.iter().any(|complaint| complaint.severity == Severity::Error)
}
