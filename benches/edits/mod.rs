//! Edits as people and their editors make them: values, keys, records that move, texts, files that come, go and are
//! renamed, pictures, templates, words, settings, other days, other branches. Most of them leave a site whole: of a site
//! with errors there is less to compare.

mod around;
mod files;
mod records;
mod texts;

use super::corpus::Random;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The files of a site.
pub type Files = BTreeMap<String, Arc<[u8]>>;

/// What files are; nothing for one that is not there.
pub type Changed = Vec<(String, Option<Arc<[u8]>>)>;

/// A site at a moment.
#[derive(Clone, PartialEq)]
pub struct State {
    pub files: Files,
    /// In seconds since 1970.
    pub now: i64,
}

impl State {
    fn files_unlike(&self, before: &State) -> Changed {
        let gone = before.files.keys().filter(|path| !self.files.contains_key(*path));
        let is_same = |one: &Arc<[u8]>, other: &Arc<[u8]>| Arc::ptr_eq(one, other) || one == other;
        let other = self
            .files
            .iter()
            .filter(|(path, bytes)| !before.files.get(*path).is_some_and(|was| is_same(was, bytes)));
        gone.map(|path| (path.clone(), None))
            .chain(other.map(|(path, bytes)| (path.clone(), Some(bytes.clone()))))
            .collect()
    }
}

/// One edit.
pub struct Edit {
    pub sort: &'static str,
    /// In words, for a report.
    pub what: String,
    pub changed: Changed,
    /// The id of the record whose text alone changed, as it stands in the address of its page.
    pub text_of: Option<String>,
}

/// What an edit did: its words, and the record whose text it changed if that is all.
type Did = (String, Option<String>);

/// A sort of edit: nothing where the site has no place for it.
type Try = fn(&mut Editor, &mut Random) -> Option<Did>;

/// Each sort, and how often it is chosen.
const SORTS: &[(&str, usize, Try)] = &[
    ("prose", 20, Editor::edit_prose),
    ("value", 20, Editor::edit_value),
    ("key", 10, Editor::edit_key),
    ("line", 3, Editor::edit_line),
    ("record moved", 4, Editor::move_record),
    ("record new or gone", 5, Editor::record_comes_or_goes),
    ("id renamed", 4, Editor::rename_id),
    ("head of a text", 5, Editor::edit_head),
    ("file new, gone or renamed", 6, Editor::file_comes_or_goes),
    ("template", 5, Editor::edit_template),
    ("words", 2, Editor::edit_words),
    ("static file", 2, Editor::edit_static),
    ("picture", 5, Editor::edit_picture),
    ("site.yaml", 4, Editor::edit_site),
    ("another day", 4, Editor::change_day),
    ("several at once", 4, Editor::several),
    ("branch", 2, Editor::switch_branch),
    ("as it was", 6, Editor::restore),
];

/// The names of all sorts.
pub fn sorts() -> impl Iterator<Item = &'static str> {
    SORTS.iter().map(|(name, _, _)| *name)
}

/// Edits a site, and knows how it was.
pub struct Editor {
    first: State,
    now: State,
    /// Another state, which is switched to as a branch is.
    branch: State,
}

impl Editor {
    pub fn new(files: Files, now: i64) -> Editor {
        let first = State { files, now };
        Editor { branch: first.clone(), now: first.clone(), first }
    }

    pub fn now(&self) -> &State {
        &self.now
    }

    /// Makes one edit.
    pub fn edit(&mut self, random: &mut Random) -> Edit {
        let before = self.now.clone();
        loop {
            let (sort, try_it) = self.some_sort(random);
            if let Some((what, text_of)) = try_it(self, random)
                && self.now != before
            {
                return Edit { sort, what, changed: self.now.files_unlike(&before), text_of };
            }
            // One that stopped half-way.
            self.now = before.clone();
        }
    }

    fn some_sort(&self, random: &mut Random) -> (&'static str, Try) {
        // A site does not fall apart edit by edit.
        let is_far = self.now.files_unlike(&self.first).len() > 40;
        let mut at = random.below(SORTS.iter().map(|(_, often, _)| often).sum());
        for (name, often, try_it) in SORTS {
            match at.checked_sub(*often) {
                Some(rest) => at = rest,
                None if is_far && random.below(4) == 0 => return ("as it was", Editor::restore_all),
                None => return (name, *try_it),
            }
        }
        unreachable!("a number below the sum of all is in one of them")
    }

    /// Goes back to an earlier state. Gives the files that are others.
    pub fn go_back(&mut self, to: &State) -> Changed {
        let before = std::mem::replace(&mut self.now, to.clone());
        self.now.files_unlike(&before)
    }

    /// Puts the files of an edit back to what they were before it, and leaves the others. Gives those that are others.
    pub fn take_back(&mut self, changed: &Changed, before: &State) -> Changed {
        let mut next = self.now.clone();
        next.now = before.now;
        for (path, _) in changed {
            match before.files.get(path) {
                Some(bytes) => drop(next.files.insert(path.clone(), bytes.clone())),
                None => drop(next.files.remove(path)),
            }
        }
        self.go_back(&next)
    }

    /// A file whose path is as asked, by chance.
    fn pick(&self, random: &mut Random, is_it: impl Fn(&str) -> bool) -> Option<String> {
        let all: Vec<&String> = self.now.files.keys().filter(|path| is_it(path)).collect();
        (!all.is_empty()).then(|| (*random.one_of(&all)).clone())
    }

    fn has(&self, path: &str) -> bool {
        self.now.files.contains_key(path)
    }

    fn text(&self, path: &str) -> Option<String> {
        String::from_utf8(self.now.files.get(path)?.to_vec()).ok()
    }

    fn put(&mut self, path: &str, bytes: impl AsRef<[u8]>) {
        self.now.files.insert(path.to_string(), bytes.as_ref().into());
    }

    fn remove(&mut self, path: &str) -> Option<Arc<[u8]>> {
        self.now.files.remove(path)
    }

    /// Several files at once, as by a search through all of them.
    fn several(&mut self, random: &mut Random) -> Option<Did> {
        let mut whats = Vec::new();
        for _ in 0..2 + random.below(4) {
            let (sort, try_it) = self.some_sort(random);
            if sort == "several at once" || sort == "branch" {
                continue;
            }
            let before = self.now.clone();
            match try_it(self, random) {
                Some((what, _)) => whats.push(what),
                None => self.now = before,
            }
        }
        (!whats.is_empty()).then(|| plain(whats.join("; and ")))
    }

    /// The other branch is checked out, and grows from there.
    fn switch_branch(&mut self, random: &mut Random) -> Option<Did> {
        let now = self.now.now;
        let other = match random.below(3) {
            0 => self.first.clone(),
            _ => self.branch.clone(),
        };
        self.branch = std::mem::replace(&mut self.now, other);
        self.now.now = now;
        Some(plain("the other branch".to_string()))
    }

    /// Another day, often one of which the site tells.
    fn change_day(&mut self, random: &mut Random) -> Option<Did> {
        self.now.now = match random.below(4) {
            0 => self.first.now,
            1 => self.some_moment(random)?,
            _ => self.now.now + DAY * (random.below(9) as i64 - 4),
        };
        Some(plain(format!("the moment is {}", self.now.now)))
    }

    /// Noon of a day that stands in some file.
    fn some_moment(&self, random: &mut Random) -> Option<i64> {
        let path = self.pick(random, |path| path.ends_with(".yaml") || path.ends_with(".md"))?;
        let text = self.text(&path)?;
        let days: Vec<i64> = text.split(|c: char| !c.is_ascii_digit() && c != '-').filter_map(day_number).collect();
        (!days.is_empty()).then(|| *random.one_of(&days) * DAY + DAY / 2 + DAY * (random.below(3) as i64 - 1))
    }

    /// Some files are as they were in the beginning.
    fn restore(&mut self, random: &mut Random) -> Option<Did> {
        let other = self.first.files_unlike(&self.now);
        if other.is_empty() {
            return None;
        }
        if random.below(6) == 0 {
            return self.restore_all(random);
        }
        let paths: Vec<String> = (0..1 + random.below(4)).map(|_| random.one_of(&other).0.clone()).collect();
        for path in &paths {
            match self.first.files.get(path) {
                Some(bytes) => drop(self.now.files.insert(path.clone(), bytes.clone())),
                None => drop(self.now.files.remove(path)),
            }
        }
        Some(plain(format!("{paths:?} are as they were")))
    }

    fn restore_all(&mut self, _: &mut Random) -> Option<Did> {
        self.now.files = self.first.files.clone();
        Some(plain("every file is as it was".to_string()))
    }
}

pub const DAY: i64 = 86_400;

/// Days from 1970 to a day such as `2024-03-09`.
fn day_number(text: &str) -> Option<i64> {
    let parts: Vec<i64> = text.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [year, month, day] = parts[..] else { return None };
    if !(1980..2100).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Years that begin in March end with the day that some have more.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    Some(year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 719_469)
}

/// The day that the name of a news item begins with: `2024-03-09-premiere`.
fn day_of_name(head: &str) -> Option<i64> {
    head.strip_suffix('-').and_then(day_number)
}

fn plain(what: String) -> Did {
    (what, None)
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}
