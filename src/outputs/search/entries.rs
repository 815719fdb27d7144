//! What can be found: everything that has a page and gives nothing away, by every name it goes by.

use crate::base::id::{Kind, RecordId, Scope};
use crate::kinds::Song;
use crate::model::Reader;
use crate::model::head::Head;
use crate::outputs::desk::Desk;
use crate::outputs::views::Bit;
use std::sync::Arc;

/// Things that are shown together, under one heading.
pub struct Group {
    /// In the strings, as `search_group_<id>`, and as an anchor.
    pub id: &'static str,
    kinds: &'static [Kind],
}

/// In the order in which they are shown: what a fan looks for most comes first.
pub const GROUPS: &[Group] = &[
    Group { id: "dramas", kinds: &[Kind::Drama] },
    Group { id: "songs", kinds: &[Kind::Song] },
    Group { id: "people", kinds: &[Kind::Person, Kind::Artist] },
    Group { id: "characters", kinds: &[Kind::Character] },
    Group { id: "releases", kinds: &[Kind::Release] },
    Group { id: "episodes", kinds: &[Kind::Episode] },
    Group { id: "news", kinds: &[Kind::News] },
    Group { id: "places", kinds: &[Kind::Place] },
    Group { id: "pages", kinds: &[Kind::Page] },
];

impl Group {
    pub fn title_key(&self) -> String {
        format!("search_group_{}", self.id)
    }

    /// The records of the group, in the author's order, drama by drama.
    pub fn ids(&self, reader: &Reader, dramas: &[(Arc<str>, RecordId)]) -> Vec<RecordId> {
        let mut ids = Vec::new();
        for kind in self.kinds {
            match kind.scope() {
                Scope::Site => ids.extend_from_slice(reader.list(*kind, &"".into())),
                Scope::Drama => {
                    dramas.iter().for_each(|(drama, _)| ids.extend_from_slice(reader.list(*kind, drama)));
                }
            }
        }
        ids
    }
}

/// One thing that can be found.
pub struct Entry {
    /// Its name in the page's language, with its address.
    pub title: Bit,
    /// A few words under it: who sings it, or what it is called in another language.
    pub under: Option<String>,
    /// Every spelling of every name, in all languages.
    pub names: Vec<String>,
}

/// What a group has for readers of the desk's language. What tells something of an episode is not in it, by any
/// name.
pub fn entries_of(desk: &Desk, group: &Group) -> Vec<Entry> {
    let ids = group.ids(desk.reader, &desk.reader.dramas());
    ids.iter().filter_map(|id| entry(desk, id)).collect()
}

fn entry(desk: &Desk, id: &RecordId) -> Option<Entry> {
    let head = desk.reader.head(id).filter(|head| head.spoiler.is_none())?;
    let title = desk.link(id);
    let address = desk.routes.record(desk.lang, id)?;
    if title.text.is_empty() || !desk.has_file(&address.path.file()) {
        return None;
    }
    let mut names: Vec<String> = head.name.spellings().map(str::to_string).collect();
    names.push(title.text.clone());
    names.extend(numbers(desk, head));
    Some(Entry { under: under(desk, id, head), title, names })
}

fn under(desk: &Desk, id: &RecordId, head: &Head) -> Option<String> {
    let joined = |bits: Vec<Bit>| bits.into_iter().map(|bit| bit.text).collect::<Vec<_>>().join(", ");
    let words = match id.kind {
        Kind::Song => desk.reader.get::<Song>(id).map(|song| joined(desk.performers(song))).unwrap_or_default(),
        Kind::Episode | Kind::News => {
            let day = head.when.as_ref().map(|when| when.on_site(desk.reader.zone()).0);
            day.map(|day| desk.strings.day(day)).unwrap_or_default()
        }
        _ => desk.other_names(&head.name).into_iter().next().map(|bit| bit.text).unwrap_or_default(),
    };
    (!words.is_empty()).then_some(words)
}

/// How an episode is called by its number, in every language of the site: "Ep 7", "7화".
fn numbers(desk: &Desk, head: &Head) -> Vec<String> {
    let Some(number) = head.number else { return Vec::new() };
    let key = if number.season == 1 { "search_episode" } else { "search_season_episode" };
    let (season, number) = (number.season.to_string(), number.number.to_string());
    let said = |lang| desk.strings_of(lang).fill(key, &[("season", &season), ("number", &number)]);
    let texts = desk.reader.languages().iter().map(said);
    texts.flat_map(|text| text.split('|').map(str::to_string).collect::<Vec<_>>()).collect()
}
