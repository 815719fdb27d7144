//! The finished files of a site in memory, and which of them read what.

use super::super::build::Finished;
use super::super::fonts;
use super::Served;
use crate::base::diagnostic::Diagnostic;
use crate::base::map::Map;
use crate::model::reader::Read;
use crate::plan::Plan;

/// A file of the site, by its place in `Pages`: it stays the same as long as the file is planned.
pub(super) type PageId = u32;

/// Every planned file.
#[derive(Default)]
pub(super) struct Pages {
    by_path: Map<String, PageId>,
    entries: Vec<Option<Entry>>,
    free: Vec<PageId>,
    /// Each read that any file made, as a number.
    facts: Map<Read, u32>,
    /// By that number, the files that made it.
    readers: Vec<Vec<PageId>>,
}

/// One file.
pub(super) struct Entry {
    pub path: String,
    /// A web font, which is made of all pages when somebody asks for it.
    pub is_font: bool,
    /// As it was last made; nothing before.
    pub made: Option<Made>,
    /// Something that it read is different now.
    pub is_stale: bool,
    /// Why it could not be made.
    pub failed: Option<Diagnostic>,
    /// What it read.
    facts: Box<[u32]>,
}

/// A file that was made.
pub(super) struct Made {
    pub finished: Finished,
    pub served: Served,
    /// A card or a font, when somebody asked for it: `served` is what it is drawn from.
    pub drawn: Option<Served>,
}

impl Pages {
    pub fn find(&self, path: &str) -> Option<(PageId, &Entry)> {
        let id = *self.by_path.get(path)?;
        Some((id, self.entries[id as usize].as_ref()?))
    }

    pub fn get(&self, id: PageId) -> Option<&Entry> {
        self.entries.get(id as usize)?.as_ref()
    }

    pub fn get_mut(&mut self, id: PageId) -> Option<&mut Entry> {
        self.entries.get_mut(id as usize)?.as_mut()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().flatten()
    }

    /// Makes room for the files of a plan. Gives back the paths of those that came and of those that went.
    pub fn follow(&mut self, plan: &Plan) -> (Vec<String>, Vec<String>) {
        let mut came = Vec::new();
        for slot in plan.slots() {
            let path = slot.path.file();
            if self.by_path.contains_key(&path) {
                continue;
            }
            let is_font = fonts::is_gathered(slot);
            let made = is_font.then(|| Made {
                finished: Finished::at(path.clone()),
                served: Served::new(Vec::new()),
                drawn: None,
            });
            let is_stale = !is_font;
            let entry = Entry { path: path.clone(), is_font, made, is_stale, failed: None, facts: Box::default() };
            let id = self.free.pop().unwrap_or_else(|| {
                self.entries.push(None);
                self.entries.len() as PageId - 1
            });
            self.entries[id as usize] = Some(entry);
            self.by_path.insert(path.clone(), id);
            came.push(path);
        }
        if self.by_path.len() == plan.slots().len() {
            return (came, Vec::new());
        }
        let mut gone: Vec<String> = self.by_path.keys().filter(|path| !plan.has_file(path)).cloned().collect();
        gone.sort();
        for path in &gone {
            if let Some(id) = self.by_path.remove(path) {
                self.note(id, Vec::new());
                self.entries[id as usize] = None;
                self.free.push(id);
            }
        }
        (came, gone)
    }

    /// Marks every file.
    pub fn touch_all(&mut self) {
        self.entries.iter_mut().flatten().for_each(|entry| entry.is_stale = !entry.is_font);
    }

    /// Marks a file.
    pub fn touch(&mut self, path: &str) {
        if let Some(id) = self.by_path.get(path)
            && let Some(entry) = &mut self.entries[*id as usize]
        {
            entry.is_stale = true;
        }
    }

    /// Marks the files that made a read.
    pub fn touch_readers(&mut self, read: &Read) {
        let Some(fact) = self.facts.get(read) else { return };
        for id in &self.readers[*fact as usize] {
            if let Some(entry) = &mut self.entries[*id as usize] {
                entry.is_stale = true;
            }
        }
    }

    /// Every read that some file made.
    pub fn reads(&self) -> impl Iterator<Item = &Read> {
        self.facts.keys()
    }

    /// The files that are to be made, those first whose paths are in `first`.
    pub fn stale(&self, first: &[String]) -> (Vec<PageId>, Vec<PageId>) {
        let all = (0..).zip(&self.entries).filter(|(_, entry)| entry.as_ref().is_some_and(|entry| entry.is_stale));
        all.map(|(id, _)| id).partition(|id| self.get(*id).is_some_and(|entry| first.contains(&entry.path)))
    }

    /// Puts a made file in its place. Says whether its bytes are others than before.
    pub fn put(&mut self, id: PageId, mut finished: Finished, served: Served) -> bool {
        self.note(id, std::mem::take(&mut finished.reads));
        let Some(entry) = &mut self.entries[id as usize] else { return false };
        entry.is_stale = false;
        entry.failed = None;
        let before = entry.made.take();
        let is_other = before.as_ref().is_none_or(|before| before.served.digest != served.digest);
        let drawn = before.filter(|_| !is_other).and_then(|before| before.drawn);
        entry.made = Some(Made { finished, served, drawn });
        is_other
    }

    /// Notes what a file read, in place of what it read before.
    fn note(&mut self, id: PageId, reads: Vec<Read>) {
        let mut facts: Vec<u32> = Vec::with_capacity(reads.len());
        for read in reads {
            let next = self.readers.len() as u32;
            let fact = *self.facts.entry(read).or_insert(next);
            if fact == next {
                self.readers.push(Vec::new());
            }
            facts.push(fact);
        }
        facts.sort_unstable();
        let Some(entry) = &mut self.entries[id as usize] else { return };
        let before = std::mem::replace(&mut entry.facts, facts.into());
        for fact in before.iter().filter(|fact| entry.facts.binary_search(fact).is_err()) {
            self.readers[*fact as usize].retain(|reader| *reader != id);
        }
        for fact in entry.facts.iter().filter(|fact| before.binary_search(fact).is_err()) {
            self.readers[*fact as usize].push(id);
        }
    }
}
