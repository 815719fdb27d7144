//! From one model to the next: what a page may have read that is different now.

use super::reader::Read;
use super::{Back, Model};
use crate::base::day::Day;
use crate::base::id::{Kind, RecordId};
use crate::base::lang::Lang;
use crate::base::map::Map;
use crate::parse::markdown::Prose;
use std::collections::{BTreeMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

/// What differs between two models.
#[derive(Debug, Default)]
pub struct Changes {
    /// Something that every page rests on, such as the languages.
    pub everything: bool,
    pub reads: HashSet<Read>,
    /// The day before and the day after, where they differ.
    pub days: Option<(Day, Day)>,
}

impl Changes {
    /// Whether a day has come in one of the two, and not in the other.
    pub fn is_due_changed(&self, day: Day) -> bool {
        self.days.is_some_and(|(before, after)| (day <= before) != (day <= after))
    }
}

/// Compares two models. `bodies` are the records whose own files say something else, in fields or in prose, and those
/// that came or went.
pub fn changes(before: &Model, after: &Model, bodies: impl IntoIterator<Item = RecordId>) -> Changes {
    let mut changes = Changes {
        everything: before.base != after.base
            || before.languages != after.languages
            || before.zone != after.zone
            || before.is_of_several != after.is_of_several
            || before.shows_drafts != after.shows_drafts,
        days: (before.today != after.today).then_some((before.today, after.today)),
        ..Changes::default()
    };
    let reads = &mut changes.reads;
    reads.extend(bodies.into_iter().map(Read::Body));
    reads.extend(differing(&before.heads, &after.heads).map(|id| Read::Head(id.clone())));
    for key in differing_in_order(&before.lists, &after.lists) {
        reads.insert(Read::List(key.0, key.1.clone()));
        let ids = [before, after].into_iter().flat_map(|model| model.lists.get(key).into_iter().flatten());
        let moved = ids.filter(|id| {
            before.beside(id) != after.beside(id)
                || before.positions.contains_key(id) != after.positions.contains_key(id)
        });
        reads.extend(moved.map(|id| Read::Beside(id.clone())));
    }
    for id in differing(&before.mentioned, &after.mentioned) {
        let of = |model: &Model, kind: Kind| -> Vec<Back> {
            let all = model.mentioned.get(id).map_or(&[][..], |list| list);
            all.iter().filter(|back| back.by.kind == kind).cloned().collect()
        };
        let kinds = Kind::ALL.iter().filter(|kind| of(before, **kind) != of(after, **kind));
        reads.extend(kinds.map(|kind| Read::Mentions(*kind, id.clone())));
    }
    if before.gaps != after.gaps {
        reads.insert(Read::Gaps);
    }
    if !before.tags.keys().eq(after.tags.keys()) {
        reads.insert(Read::Tag(None));
    }
    reads.extend(differing_in_order(&before.tags, &after.tags).map(|tag| Read::Tag(Some(tag.clone()))));
    changes
}

fn differing<'a, K: Eq + Hash, V: PartialEq>(
    before: &'a Map<K, V>,
    after: &'a Map<K, V>,
) -> impl Iterator<Item = &'a K> {
    let gone = before.keys().filter(|key| !after.contains_key(key));
    gone.chain(after.iter().filter(|(key, value)| before.get(key) != Some(value)).map(|(key, _)| key))
}

fn differing_in_order<'a, K: Ord, V: PartialEq>(
    before: &'a BTreeMap<K, V>,
    after: &'a BTreeMap<K, V>,
) -> impl Iterator<Item = &'a K> {
    let gone = before.keys().filter(|key| !after.contains_key(key));
    gone.chain(after.iter().filter(|(key, value)| before.get(key) != Some(value)).map(|(key, _)| key))
}

impl Model {
    /// Puts another text of a record in place of the one in that language. Says whether there was one.
    pub fn swap_prose(&mut self, id: &RecordId, lang: Option<&Lang>, prose: &Arc<Prose>) -> bool {
        let lang = lang.unwrap_or(self.languages.first()).clone();
        if let Some(any) = self.records.get_mut(id)
            && let Some(own) = Arc::make_mut(any).prose_mut(&lang)
        {
            *own = prose.clone();
            return true;
        }
        let about = self.about.get_mut(id).and_then(|texts| texts.iter_mut().find(|(of, _)| *of == lang));
        match about {
            Some((_, own)) => {
                *own = prose.clone();
                true
            }
            None => false,
        }
    }
}
