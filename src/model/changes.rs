//! From one model to the next: what a page may have read that is different now.

use super::read::Says;
use super::reader::Read;
use super::{Any, Back, Model};
use crate::base::day::Day;
use crate::base::id::{Kind, RecordId};
use crate::base::lang::Lang;
use crate::base::map::Map;
use crate::kinds::record::{MarkdownFile, Version};
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
    /// Puts another text in place of the one that its record has in that language, with its title and its description.
    /// Gives the record, and whether others see it otherwise; nothing where there is none, or the file says something
    /// else than a text.
    pub fn swap_text(&mut self, says: &Says) -> Option<(RecordId, bool)> {
        let first = self.languages.first().clone();
        match says {
            Says::News { id, lang, file } => self.swap_file(id, lang.as_ref().unwrap_or(&first), file, |any| {
                if let Any::News(news) = any { Some(&mut Arc::make_mut(news).is.versions) } else { None }
            }),
            Says::Page { id, lang, file } => self.swap_file(id, lang.as_ref().unwrap_or(&first), file, |any| {
                if let Any::Page(page) = any { Some(&mut Arc::make_mut(page).is.versions) } else { None }
            }),
            Says::About { of, lang, prose } => {
                let lang = lang.as_ref().unwrap_or(&first);
                let id = of.to.candidates().find(|id| self.about.contains_key(id))?;
                let (_, own) = self.about.get_mut(&id)?.iter_mut().find(|(of, _)| of == lang)?;
                *own = prose.clone();
                Some((id, false))
            }
            _ => None,
        }
    }

    fn swap_file<T>(
        &mut self,
        id: &RecordId,
        lang: &Lang,
        file: &Arc<MarkdownFile<T>>,
        versions: impl Fn(&mut Any) -> Option<&mut Vec<Version<T>>>,
    ) -> Option<(RecordId, bool)> {
        let any = self.records.get_mut(id)?;
        let own = versions(any)?.iter_mut().find(|own| own.lang == *lang)?;
        own.file = file.clone();
        let head = any.head();
        let is_other = self.heads.get(id).is_none_or(|before| **before != head);
        self.heads.insert(id.clone(), Arc::new(head));
        Some((id.clone(), is_other))
    }
}
