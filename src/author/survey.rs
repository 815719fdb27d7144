//! What a site has, for those who are about to change its files: every record with its place, and every mention of one.

use crate::base::day::Zone;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::id::{Kind, RecordId, Scope};
use crate::base::place::Place;
use crate::engine::build::{know, read};
use crate::kinds::{Common, Site};
use crate::model::link::Asked;
use crate::model::read::{Parsed, Says};
use crate::parse::decode::Mention;
use crate::source::Tree;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::sync::Arc;

/// The files of a site as they say it, not linked.
pub struct Survey {
    pub parsed: Vec<Parsed>,
    records: Vec<Known>,
    ids: HashSet<RecordId>,
}

/// A record, or one language of it.
#[derive(Clone, Debug)]
pub struct Known {
    pub id: RecordId,
    pub place: Place,
    /// Ids that it had before.
    pub was: Vec<String>,
}

impl Survey {
    pub fn new(tree: &dyn Tree) -> io::Result<Survey> {
        let parsed = read(tree, &mut Vec::new())?;
        let mut records = Vec::new();
        for file in &parsed {
            let was = |common: &Common| common.was.iter().map(|word| word.as_str().to_string()).collect();
            match &file.says {
                Says::Records(list) => records.extend(list.iter().map(|any| Known {
                    id: any.id().clone(),
                    place: any.place().clone(),
                    was: was(any.common()),
                })),
                Says::News { id, file, .. } => {
                    records.push(Known { id: id.clone(), place: file.place.clone(), was: was(&file.common) });
                }
                Says::Page { id, file, .. } => {
                    records.push(Known { id: id.clone(), place: file.place.clone(), was: was(&file.common) });
                }
                _ => {}
            }
        }
        let ids = records.iter().map(|known: &Known| known.id.clone()).collect();
        Ok(Survey { parsed, records, ids })
    }

    /// Every record of this id, in all of its languages; people and artists share their ids.
    pub fn of<'s>(&'s self, id: &'s RecordId) -> impl Iterator<Item = &'s Known> {
        self.records.iter().filter(move |known| shares(&known.id, id) && known.id.id == id.id)
    }

    /// The record that a mention means: the first of those it may mean that is there.
    pub fn meant(&self, mention: &Mention) -> Option<RecordId> {
        mention.to.candidates().find(|id| self.ids.contains(id))
    }

    /// What every mention means, by file and in the order of the file.
    pub fn all_meant(&self) -> BTreeMap<Arc<str>, Vec<Option<RecordId>>> {
        let of = |file: &Parsed| file.mentions.iter().map(|mention| self.meant(mention)).collect();
        self.parsed.iter().map(|file| (file.path.clone(), of(file))).collect()
    }

    /// Who had an id before: it is theirs, for their old address leads to them.
    pub fn former<'s>(&'s self, id: &'s RecordId) -> impl Iterator<Item = &'s Known> {
        self.records
            .iter()
            .filter(move |known| shares(&known.id, id) && known.was.iter().any(|was| **was == *id.id))
    }

    /// The ids of the records of a kind, for saying which one is near.
    pub fn ids(&self, kind: Kind, drama: &str) -> impl Iterator<Item = &str> {
        let of = RecordId::new(kind, &drama.into(), "");
        self.records.iter().filter(move |known| shares(&known.id, &of)).map(|known| &*known.id.id)
    }

    /// A file of which a part or all could not be read.
    pub fn unreadable(&self) -> Option<&str> {
        let is_broken = |complaint: &Diagnostic| matches!(complaint.code, Code::YamlSyntax | Code::BadFile);
        self.parsed.iter().find(|file| file.complaints.iter().any(is_broken)).map(|file| &*file.path)
    }

    /// The dramas that have a folder of their own; none where the site has only one, at the top.
    pub fn folders(&self) -> Vec<Arc<str>> {
        let dramas = self.records.iter().filter(|known| known.id.kind == Kind::Drama);
        let folder = |known: &Known| {
            let mut parts = known.place.file.split('/').skip(1);
            let folder = parts.next()?;
            parts.next().map(|_| Arc::from(folder))
        };
        dramas.filter_map(folder).collect()
    }

    /// What the site says of itself, if that can be read.
    pub fn site(&self) -> Option<&Site> {
        self.parsed.iter().find_map(|file| match &file.says {
            Says::Site(site) => Some(&**site),
            _ => None,
        })
    }

    /// Whether there is a site at all; a `site.yaml` with mistakes is one.
    pub fn has_site(&self) -> bool {
        self.parsed.iter().any(|file| matches!(&*file.path, "content/site.yaml" | "content/site.yml"))
    }

    /// The zone of its days.
    pub fn zone(&self) -> Zone {
        self.site().and_then(|site| site.timezone.get().cloned()).unwrap_or_default()
    }

    /// `drama/id` as a record of that kind; `drama` may be left out where there is only one. Says what is missing.
    pub fn record(&self, kind: Kind, text: &str) -> Result<RecordId, String> {
        let folders = self.folders();
        let example = folders.first().map_or("", |folder| &**folder);
        match (text.split_once('/'), kind.scope()) {
            (Some((drama, _)), Scope::Drama) if !folders.iter().any(|folder| **folder == *drama) => {
                Err(format!("there is no drama `{drama}` with a folder of its own"))
            }
            (Some((drama, id)), Scope::Drama) => Ok(RecordId { kind, drama: drama.into(), id: id.into() }),
            (Some(_), Scope::Site) => {
                Err(format!("{} belong to the whole site, so the id stands alone, without a drama", kind.plural()))
            }
            (None, Scope::Drama) if !folders.is_empty() => {
                Err(format!("this site has several dramas; write which one it belongs to: `{example}/{text}`"))
            }
            (None, _) => Ok(RecordId { kind, drama: "".into(), id: text.into() }),
        }
    }
}

/// Whether two records share one space of ids.
fn shares(one: &RecordId, other: &RecordId) -> bool {
    let is_performer = |kind: Kind| matches!(kind, Kind::Person | Kind::Artist);
    (one.kind == other.kind || (is_performer(one.kind) && is_performer(other.kind))) && one.drama == other.drama
}

/// What is complained of after a change that was not before, wherever it stands now. `as_before` gives a message in
/// the words that it had before.
pub fn news(
    before: &dyn Tree,
    after: &dyn Tree,
    asked: &Asked,
    as_before: &dyn Fn(&str) -> String,
) -> io::Result<Vec<Diagnostic>> {
    let (mut old, mut new) = (Vec::new(), Vec::new());
    know(before, asked, &mut old)?;
    know(after, asked, &mut new)?;
    let mut known: HashMap<(Code, String), usize> = HashMap::new();
    for complaint in old {
        *known.entry((complaint.code, complaint.message)).or_default() += 1;
    }
    new.retain(|complaint| match known.get_mut(&(complaint.code, as_before(&complaint.message))) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    });
    Ok(new)
}
