//! One output file to be, and all of them together.

use crate::base::address::SitePath;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::id::RecordId;
use crate::base::lang::Lang;
use crate::base::map::Map;
use crate::base::place::Place;
use std::sync::Arc;

/// What a slot is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// The only one of its output (in its language).
    Only,
    Record(RecordId),
    /// One for each drama; the empty key for the only one.
    Drama(Arc<str>),
    /// A page of a list, from 1.
    Page(usize),
    /// A page of the list of a tag.
    Tag(Arc<str>, usize),
    /// A file of the theme or the site, by its path.
    File(Arc<str>),
    /// An address that a record once had, leading to it.
    Was(RecordId, Arc<str>),
}

/// One output file, before it has content.
#[derive(Clone, Debug)]
pub struct Slot {
    pub path: SitePath,
    /// The language of a page; nothing for files that have none.
    pub lang: Option<Lang>,
    /// The name of the output that makes it.
    pub output: &'static str,
    pub key: Key,
    /// The file to blame when two slots clash.
    pub place: Option<Place>,
}

impl Slot {
    /// The drama whose menu the page shows; empty for pages of the whole site.
    pub fn drama(&self) -> &str {
        match &self.key {
            Key::Record(id) | Key::Was(id, _) => &id.drama,
            Key::Drama(drama) => drama,
            _ => "",
        }
    }
}

/// Every slot of a site, sorted by path, no two with the same file.
#[derive(Debug, Default)]
pub struct Plan {
    slots: Vec<Slot>,
    by_path: Map<SitePath, usize>,
}

impl Plan {
    /// Sorts the slots and tells of those that would be written to the same file, or to files whose names
    /// differ only in the case of letters, which are one file on many disks.
    pub fn new(mut slots: Vec<Slot>, complaints: &mut Vec<Diagnostic>) -> Plan {
        slots.sort_by(|a, b| a.path.cmp(&b.path));
        let mut taken: Map<String, usize> = Map::with_capacity_and_hasher(slots.len(), Default::default());
        let mut kept: Vec<Slot> = Vec::with_capacity(slots.len());
        for slot in slots {
            let file = slot.path.file();
            let folded = if file.bytes().any(|b| b.is_ascii_uppercase()) || !file.is_ascii() {
                file.to_lowercase()
            } else {
                file
            };
            match taken.get(&folded) {
                Some(first) => complaints.push(clash(&kept[*first], &slot)),
                None => {
                    taken.insert(folded, kept.len());
                    kept.push(slot);
                }
            }
        }
        drop_files_in_the_way(&mut kept, complaints);
        let by_path = kept.iter().enumerate().map(|(at, slot)| (slot.path.clone(), at)).collect();
        Plan { slots: kept, by_path }
    }

    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The slot of a page or file.
    pub fn find(&self, path: &SitePath) -> Option<&Slot> {
        self.by_path.get(path).map(|at| &self.slots[*at])
    }

    /// Will there be something at this address?
    pub fn has(&self, path: &SitePath) -> bool {
        self.by_path.contains_key(path)
    }

    /// The same by the path alone: `songs/promise/`.
    pub fn has_path(&self, path: &str) -> bool {
        self.by_path.contains_key(path)
    }

    /// The slot of a file by its path in the site.
    pub fn find_file(&self, file: &str) -> Option<&Slot> {
        self.find(&SitePath::of_file(file))
    }

    /// Will this file be written?
    pub fn has_file(&self, file: &str) -> bool {
        self.has(&SitePath::of_file(file))
    }
}

/// Takes out and tells of files that stand where others need a folder: `songs`, beside `songs/promise/`.
fn drop_files_in_the_way(slots: &mut Vec<Slot>, complaints: &mut Vec<Diagnostic>) {
    // Of names that differ only in the case of letters many disks take one for the other.
    let folded: Vec<String> = slots.iter().map(|slot| slot.path.file().to_lowercase()).collect();
    let mut folders: Map<&str, usize> = Map::default();
    for (at, file) in folded.iter().enumerate() {
        for (slash, _) in file.rmatch_indices('/') {
            if folders.insert(&file[..slash], at).is_some() {
                // The folders around it are known by now.
                break;
            }
        }
    }
    let in_the_way: Vec<Option<usize>> = folded.iter().map(|file| folders.get(&**file).copied()).collect();
    for (at, inner) in in_the_way.iter().enumerate() {
        let Some(inner) = inner.map(|inner| &slots[inner]) else { continue };
        let slot = &slots[at];
        let message = format!(
            "{} would be written to {}, and {} needs a folder of that name for {}",
            says(slot),
            slot.path,
            says(inner),
            inner.path
        );
        let complaint = Diagnostic::new(Code::SameOutput, message).help("rename one of them");
        complaints.push(match (&slot.place, &inner.place) {
            (Some(place), Some(other)) => complaint.at(place.clone()).also(other.clone(), "the other one"),
            (Some(place), None) | (None, Some(place)) => complaint.at(place.clone()),
            (None, None) => complaint,
        });
    }
    let mut stays = in_the_way.iter().map(Option::is_none);
    slots.retain(|_| stays.next().unwrap_or(true));
}

/// What a slot is for, in a message.
fn says(slot: &Slot) -> String {
    match &slot.key {
        Key::Record(id) => format!("the {} `{}`", id.kind, id.id),
        Key::Was(id, was) => format!("the old address `{was}` of the {} `{}`", id.kind, id.id),
        Key::File(file) => format!("the file {file}"),
        Key::Tag(tag, _) => format!("the tag `{tag}`"),
        _ => format!("the program's own {}", slot.output),
    }
}

fn clash(first: &Slot, second: &Slot) -> Diagnostic {
    let message = match first.path == second.path {
        true => format!("{} and {} would both be written to {}", says(first), says(second), first.path),
        false => format!(
            "{} and {} would be written to {} and {}, which are the same file on many disks",
            says(first),
            says(second),
            first.path,
            second.path
        ),
    };
    let mut complaint = Diagnostic::new(Code::SameOutput, message).help("rename one of them");
    let (place, other) = match (&second.place, &first.place) {
        (Some(second), first) => (Some(second.clone()), first.clone()),
        (None, first) => (first.clone(), None),
    };
    if let Some(place) = place {
        complaint = complaint.at(place);
    }
    if let Some(other) = other {
        complaint = complaint.also(other, "the other one");
    }
    complaint
}
