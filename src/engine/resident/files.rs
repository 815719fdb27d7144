//! The files of a site as they were last read, and which of them are others now.

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::digest::Digest;
use crate::base::id::RecordId;
use crate::base::map::Map;
use crate::model::print::{Print, prints};
use crate::model::read::{Parsed, Says, read_file_and};
use crate::parse::decode::Mention;
use crate::render::templates::{FOLDER, is_template};
use crate::source::{Found, Source, Tree};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};
use std::io;
use std::sync::Arc;

/// Every file that was found.
#[derive(Default)]
pub(super) struct Files {
    known: BTreeMap<Arc<str>, Known>,
    /// What was told of files that cannot be used.
    listing: Vec<Diagnostic>,
}

/// A file as it was last read.
struct Known {
    found: Found,
    /// Of its bytes; nothing when they could not be read.
    digest: Option<Digest>,
    parsed: Parsed,
    prints: Vec<Print>,
}

/// Files that came, went or changed.
#[derive(Default)]
pub(super) struct Looked {
    pub paths: Vec<Arc<str>>,
    /// What they say, where each is a text in Markdown of which only the prose and the title are others.
    pub texts: Option<Vec<Says>>,
}

impl Looked {
    /// Nothing changed but templates; their words are none.
    pub fn is_templates(&self) -> bool {
        !self.paths.is_empty() && self.paths.iter().all(|path| is_page_template(path))
    }
}

fn is_page_template(path: &str) -> bool {
    path.starts_with(FOLDER) && is_template(path)
}

impl Files {
    /// Looks which files changed. With a hint only at the files that it names, as long as they are known and there.
    pub fn look(&mut self, tree: &dyn Tree, hint: Option<&[String]>) -> io::Result<Looked> {
        let hinted: Option<Vec<Found>> = hint.and_then(|paths| {
            paths.iter().map(|path| self.known.get(path.as_str()).map(|known| known.found.clone())).collect()
        });
        if let Some(found) = hinted {
            let read = read_all(tree, &found, &self.known);
            // A file that cannot be read may be gone: that shows only in its folder.
            if read.iter().flatten().all(|known| known.digest.is_some()) {
                return Ok(self.take(read));
            }
        }
        self.listing.clear();
        let found = tree.list(&mut self.listing)?;
        let there: HashSet<&Arc<str>> = found.iter().map(|found| &found.path).collect();
        let gone: Vec<Arc<str>> = self.known.keys().filter(|path| !there.contains(path)).cloned().collect();
        gone.iter().for_each(|path| drop(self.known.remove(path)));
        let read = read_all(tree, &found, &self.known);
        let mut looked = self.take(read);
        if !gone.is_empty() {
            looked.texts = None;
            looked.paths.extend(gone);
        }
        Ok(looked)
    }

    fn take(&mut self, read: Vec<Option<Known>>) -> Looked {
        let mut looked = Looked { paths: Vec::new(), texts: Some(Vec::new()) };
        for known in read.into_iter().flatten() {
            let path = known.found.path.clone();
            let is_same = self.known.get(&path).is_some_and(|before| is_same_but_for_text(before, &known));
            match &mut looked.texts {
                Some(texts) if is_same => texts.push(known.parsed.says.clone()),
                texts => *texts = None,
            }
            self.known.insert(path.clone(), known);
            looked.paths.push(path);
        }
        looked
    }

    /// Every page's template; nothing where one cannot be read.
    pub fn templates(&self) -> Option<Vec<Source>> {
        let all = self.known.values().filter(|known| is_page_template(&known.found.path));
        all.map(|known| match &known.parsed.says {
            Says::Template(source) => Some(source.clone()),
            _ => None,
        })
        .collect()
    }

    /// What all files say, for linking.
    pub fn parsed(&self) -> Vec<Parsed> {
        self.known.par_iter().map(|(_, known)| known.parsed.clone()).collect()
    }

    pub fn listing(&self) -> &[Diagnostic] {
        &self.listing
    }

    /// What the files say of each record, to be compared with what they say later.
    pub fn prints(&self) -> Prints {
        let mut all: Map<RecordId, Vec<(Arc<str>, Print)>> = Map::default();
        for (path, known) in &self.known {
            for print in &known.prints {
                all.entry(print.of.clone()).or_default().push((path.clone(), print.clone()));
            }
        }
        Prints(all)
    }
}

/// What the files said of each record at one time.
#[derive(Default)]
pub(super) struct Prints(Map<RecordId, Vec<(Arc<str>, Print)>>);

impl Prints {
    /// The records of which something else is said now, or of which only one of the two knows.
    pub fn differing(&self, now: &Prints) -> Vec<RecordId> {
        let gone = self.0.keys().filter(|id| !now.0.contains_key(id));
        let other = now.0.iter().filter(|(id, prints)| self.0.get(id) != Some(prints)).map(|(id, _)| id);
        gone.chain(other).cloned().collect()
    }

    /// Takes over what `now` says of some records.
    pub fn update(&mut self, ids: &[RecordId], files: &Files) {
        for id in ids {
            if let Some(prints) = self.0.get_mut(id) {
                for (path, print) in prints {
                    let now = files.known.get(path).map(|known| &known.prints);
                    if let Some(now) = now.and_then(|prints| prints.iter().find(|print| print.of == *id)) {
                        *print = now.clone();
                    }
                }
            }
        }
    }
}

/// Reads files; nothing for one that is as it was.
fn read_all(tree: &dyn Tree, found: &[Found], known: &BTreeMap<Arc<str>, Known>) -> Vec<Option<Known>> {
    let read = |found: &Found| {
        let digest = tree.read(found).ok().map(|bytes| Digest::of(&bytes));
        let before = known.get(&found.path);
        // One that cannot be read is tried again each time.
        if digest.is_some() && before.is_some_and(|before| before.digest == digest && before.found == *found) {
            return None;
        }
        let mut marks = Vec::new();
        let parsed = read_file_and(tree, found, &mut |says, text| marks = prints(&found.path, says, text));
        Some(Known { found: found.clone(), digest, parsed, prints: marks })
    };
    found.par_iter().map(read).collect()
}

/// Whether two readings of a file differ in nothing but the prose and the title of a text.
fn is_same_but_for_text(before: &Known, now: &Known) -> bool {
    let (was, is) = (&before.parsed, &now.parsed);
    let is_sound = |parsed: &Parsed| !parsed.complaints.iter().any(|told| told.severity == Severity::Error);
    let same_facts = before.prints.len() == now.prints.len()
        && before.prints.iter().zip(&now.prints).all(|(was, is)| was.of == is.of && was.facts == is.facts);
    let plain = |parsed: &Parsed| parsed.marks.marked.is_empty();
    matches!(is.says, Says::News { .. } | Says::Page { .. } | Says::About { .. })
        && same_facts
        && [was, is].into_iter().all(|parsed| is_sound(parsed) && plain(parsed))
        && same_mentions(was, is)
}

/// Whether two readings of a file mention the same records, wherever in it.
fn same_mentions(was: &Parsed, is: &Parsed) -> bool {
    let of =
        |mention: &Mention| (mention.owner.clone(), mention.field, mention.to.drama.clone(), mention.to.id.clone());
    let all = |parsed: &Parsed| -> HashSet<_> {
        parsed.mentions.iter().map(|mention| (of(mention), mention.to.kinds)).collect()
    };
    all(was) == all(is)
}
