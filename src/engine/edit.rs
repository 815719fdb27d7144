//! Changes to the author's own files, planned in memory for the commands whose purpose that is; `change.rs` shows
//! them and puts them in place. Everything else only reads `content/`.
//!
//! Bytes that no edit names stay as they are: comments, order, line ends, a byte order mark.

use super::change::Change;
use crate::base::diagnostic::Diagnostic;
use crate::source::{AsFound, Found, Tree};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::Range;
use std::sync::Arc;

/// A stretch of a file as found, in bytes, and what comes in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByteEdit {
    pub at: Range<usize>,
    pub now: String,
}

/// The tree of a site with some of its files changed, in memory only.
pub struct Edited<'a> {
    under: &'a dyn Tree,
    /// By the path that a file has now.
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
        self.put(path, Some(&before), edits.apply(&before));
        true
    }

    /// Makes edits in a file that can be read.
    pub fn edit(&mut self, path: &Arc<str>, edits: &Edits) -> io::Result<bool> {
        let before = self.read_path(path)?;
        Ok(self.change(path, before, edits))
    }

    /// Puts bytes in the place of a file, or makes one that is not there.
    pub fn put(&mut self, path: &Arc<str>, before: Option<&[u8]>, after: Vec<u8>) {
        let change = self.changes.entry(path.clone()).or_insert_with(|| Change {
            path: path.clone(),
            before: before.map(<[u8]>::to_vec),
            after: Vec::new(),
            moved_to: None,
        });
        change.after = after;
    }

    /// Gives a file another name, where none has it yet.
    pub fn rename(&mut self, path: &Arc<str>, to: &Arc<str>) -> io::Result<()> {
        if self.read_path(to).is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let bytes = self.read_path(path)?;
        let mut change = self.changes.remove(path).unwrap_or_else(|| Change {
            path: path.clone(),
            before: Some(bytes.clone()),
            after: bytes,
            moved_to: None,
        });
        change.moved_to = Some(to.clone());
        self.changes.insert(to.clone(), change);
        Ok(())
    }

    /// What was changed, by path.
    pub fn into_changes(self) -> Vec<Change> {
        self.changes.into_values().collect()
    }
}

impl Edited<'_> {
    /// Whether a file has another name by now.
    fn is_gone(&self, path: &str) -> bool {
        !self.changes.contains_key(path) && self.changes.values().any(|change| *change.path == *path)
    }
}

impl Tree for Edited<'_> {
    fn list(&self, complaints: &mut Vec<Diagnostic>) -> io::Result<Vec<Found>> {
        let mut list = self.under.list(complaints)?;
        list.retain(|found| !self.is_gone(&found.path));
        let is_new = |change: &&Change| change.before.is_none() || change.moved_to.is_some();
        list.extend(self.changes.values().filter(is_new).map(|change| Found::new(change.now())));
        list.sort();
        Ok(list)
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
            None if self.is_gone(path) => Err(io::ErrorKind::NotFound.into()),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::Code;
    use crate::base::fix::Fix;
    use crate::base::place::Place;
    use crate::source::Memory;

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
