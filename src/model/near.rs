//! Which record somebody may have meant by an id that no record has: by spelling, by the order of words, by name.
//!
//! Asked thousands of times when a file of people is renamed, so the ids are sorted out once for each set of
//! kinds: with a walk over all records for each question, 5,000 of them took 6 s.

use super::Model;
use crate::base::id::{Kind, RecordId, Ref, id_problem, suggest_id};
use crate::parse::mend::allowed_distance;
use std::collections::HashMap;
use std::rc::Rc;

/// How many spellings are compared letter by letter in one build; after that only words and names are looked up.
const COMPARISONS: usize = 1_000_000;

/// Answers for one model.
pub(super) struct Near<'m> {
    model: &'m Model,
    by_kinds: HashMap<&'static [Kind], Rc<Index>>,
    left: usize,
}

/// The ids of some kinds, sorted.
struct Index {
    ids: Vec<Id>,
    /// By their words in order: `hong-isaac` is `isaac-hong`.
    by_words: HashMap<String, usize>,
    /// By every name in small letters, and by the id that it would give.
    by_name: HashMap<String, usize>,
}

struct Id {
    record: RecordId,
    small: String,
    length: usize,
    signs: u64,
}

/// What was probably meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Meant {
    pub record: RecordId,
    /// One letter differs, and no other id is as near.
    pub is_certain: bool,
}

impl<'m> Near<'m> {
    pub fn new(model: &'m Model) -> Near<'m> {
        Near { model, by_kinds: HashMap::new(), left: COMPARISONS }
    }

    /// The id that was meant, if one is near.
    pub fn meant(&mut self, to: &Ref) -> Option<Meant> {
        let index = self.index(to.kinds);
        let doubtful = |at: usize| Meant { record: index.ids[at].record.clone(), is_certain: false };
        if let Some(at) = index.by_words.get(&words(&to.id)) {
            return Some(doubtful(*at));
        }
        if let Some(meant) = self.by_spelling(&index, to) {
            return Some(meant);
        }
        let small = to.id.to_lowercase();
        let by_id = || small.is_ascii().then(|| index.by_name.get(&suggest_id(&small))).flatten();
        index.by_name.get(&small).or_else(by_id).map(|at| doubtful(*at))
    }

    fn by_spelling(&mut self, index: &Index, to: &Ref) -> Option<Meant> {
        let small = to.id.to_lowercase();
        let (length, signs) = (small.chars().count(), signs_of(&small));
        let allowed = allowed_distance(&small);
        let mut found: Vec<(usize, &Id)> = Vec::new();
        for id in &index.ids {
            // Each slip changes the length by one at most, and at most two of the signs that occur.
            if id.length.abs_diff(length) > allowed || (id.signs ^ signs).count_ones() as usize > 2 * allowed {
                continue;
            }
            self.left = self.left.checked_sub(1)?;
            let far = strsim::osa_distance(&small, &id.small);
            if far <= allowed {
                found.push((far, id));
            }
        }
        let (far, id) = found.iter().min_by_key(|(far, id)| (*far, id.length))?;
        let rivals = found.iter().filter(|(other, _)| *other <= *far).count();
        let is_there = || {
            let meant = Ref { id: id.record.id.clone(), ..to.clone() };
            meant.candidates().any(|id| self.model.records.contains_key(&id))
        };
        // `part-2` is no slip for `part-1`, and a word of three letters may be any other.
        let is_certain =
            *far == 1 && rivals == 1 && length > 3 && digits(&small) == digits(&id.small) && is_there();
        Some(Meant { record: id.record.clone(), is_certain })
    }

    fn index(&mut self, kinds: &'static [Kind]) -> Rc<Index> {
        self.by_kinds.entry(kinds).or_insert_with(|| Rc::new(Index::new(self.model, kinds))).clone()
    }
}

impl Index {
    fn new(model: &Model, kinds: &[Kind]) -> Index {
        // What cannot be an id was told where it is written, and is no advice for others.
        let is_known = |id: &RecordId| kinds.contains(&id.kind) && id_problem(&id.id).is_none();
        let mut records: Vec<_> = model.records.iter().filter(|(id, _)| is_known(id)).collect();
        records.sort_by(|a, b| a.0.id.cmp(&b.0.id).then_with(|| a.0.cmp(b.0)));
        let mut index = Index { ids: Vec::new(), by_words: HashMap::new(), by_name: HashMap::new() };
        for (at, (id, any)) in records.into_iter().enumerate() {
            let small = id.id.to_lowercase();
            index.by_words.entry(words(&id.id)).or_insert(at);
            for name in any.head().name.spellings() {
                let name = name.to_lowercase();
                let as_id = suggest_id(&name);
                index.by_name.entry(name).or_insert(at);
                if !as_id.is_empty() {
                    index.by_name.entry(as_id).or_insert(at);
                }
            }
            let (length, signs) = (small.chars().count(), signs_of(&small));
            index.ids.push(Id { record: id.clone(), small, length, signs });
        }
        index
    }
}

fn words(id: &str) -> String {
    let mut words: Vec<&str> = id.split('-').collect();
    words.sort_unstable();
    words.join("-")
}

fn digits(id: &str) -> String {
    id.chars().filter(char::is_ascii_digit).collect()
}

/// Which signs occur: a bit for each of 64 classes.
fn signs_of(text: &str) -> u64 {
    text.chars().fold(0, |signs, c| signs | 1 << (c as u32 % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_words() {
        assert_eq!(words("hong-isaac"), words("isaac-hong"));
        assert_ne!(words("hong-isaac"), words("hong-isac"));
        // A slip changes at most two of the signs that occur.
        for (wanted, id) in [("isac", "isaac"), ("hieze", "heize"), ("heixe", "heize"), ("heiz", "heize")] {
            assert!((signs_of(wanted) ^ signs_of(id)).count_ones() <= 2, "{wanted} {id}");
        }
        assert_eq!(digits("part-12"), "12");
    }
}
