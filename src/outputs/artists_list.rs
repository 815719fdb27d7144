//! `/artists/`: everybody who is credited in a song, people and acts alike, with their songs.

use super::artist::units_of;
use super::desk::Desk;
use super::views::Bit;
use super::{Ask, Made, Output};
use crate::base::id::{Kind, RecordId};
use crate::base::view::view_of;
use crate::kinds::common::Credited;
use crate::kinds::{Artist, Song};
use crate::plan::routes::Section;
use crate::plan::{Key, Slot};
use serde::Serialize;
use std::collections::HashMap;

pub const OUTPUT: Output =
    Output { name: "artists", path: "/artists/", about: "everybody who is credited in a song", slots, make };

fn slots(ask: &Ask) -> Vec<Slot> {
    let has_songs = ask.reader.dramas().iter().any(|(drama, _)| !ask.reader.list(Kind::Song, drama).is_empty());
    if !has_songs && ask.reader.list(Kind::Artist, &"".into()).is_empty() {
        return Vec::new();
    }
    ask.each_lang(|lang| Slot {
        path: ask.routes.section(lang, Section::Artists, ""),
        lang: Some(lang.clone()),
        output: OUTPUT.name,
        key: Key::Only,
        place: None,
    })
}

/// What `artists.html` sees as `artists`.
#[derive(Serialize)]
struct ArtistsView {
    title: String,
    /// Sorted by name.
    artists: Vec<ArtistEntry>,
}

#[derive(Serialize)]
struct ArtistEntry {
    /// A name alone where they have no record.
    who: Bit,
    /// The name in another language.
    subtitle: Option<Bit>,
    /// "Group", "Unit"; nothing for people.
    kind: Option<String>,
    /// The groups that a unit comes from.
    of: Vec<Bit>,
    units: Vec<Bit>,
    /// In the author's order.
    songs: Vec<Bit>,
}

/// Somebody with a record, or a name.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Who {
    Record(RecordId),
    Named(String),
}

impl Who {
    fn record(self) -> Option<RecordId> {
        match self {
            Who::Record(id) => Some(id),
            Who::Named(_) => None,
        }
    }
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let mut found: Vec<(Who, Bit, Vec<RecordId>)> = Vec::new();
    let mut at: HashMap<Who, usize> = HashMap::new();
    let mut note = |who: Who, bit: Bit, song: Option<&RecordId>| {
        let at = *at.entry(who.clone()).or_insert_with(|| {
            found.push((who, bit, Vec::new()));
            found.len() - 1
        });
        let songs = &mut found[at].2;
        songs.extend(song.filter(|song| !songs.contains(song)).cloned());
    };
    for (drama, _) in desk.reader.dramas() {
        for id in desk.reader.list(Kind::Song, &drama) {
            let Some(song) = desk.reader.get::<Song>(id) else { continue };
            for credit in song.is.by.iter().chain(song.is.featuring.iter()) {
                if let Some((who, bit)) = who_of(desk, credit) {
                    note(who, bit, Some(id));
                }
            }
        }
    }
    // Groups whose unit sings have a page too, so they are listed.
    for id in desk.reader.list(Kind::Artist, &"".into()) {
        note(Who::Record(id.clone()), desk.link(id), None);
    }
    let mut artists: Vec<(String, ArtistEntry, Option<RecordId>)> = found
        .into_iter()
        .map(|(who, bit, songs)| {
            let (sort, entry) = entry(desk, &who, bit, &songs);
            (sort, entry, who.record())
        })
        .collect();
    artists.sort_by(|a, b| a.0.cmp(&b.0));
    let ids: Vec<RecordId> = artists.iter().filter_map(|(.., id)| id.clone()).collect();
    let title = desk.t("section_artists");
    let view =
        ArtistsView { title: title.clone(), artists: artists.into_iter().map(|(_, entry, _)| entry).collect() };
    let description = desk.strings.fill("describe_artists", &[("drama", &super::drama_name(desk, ""))]);
    let mut page = desk.page(slot, "artists", Section::Artists.name(), desk.plain(title), description);
    page.og_type = "profile".into();
    desk.tell(super::jsonld::lists::records(desk, &page.url, &page.title, &ids));
    page.crumbs = desk.home_crumbs("");
    Made::Page(Desk::finish(desk, "artists.html", page, vec![("artists", view_of(&view))]))
}

fn who_of(desk: &Desk, credit: &Credited) -> Option<(Who, Bit)> {
    if let Some(id) = credit.who.get().and_then(|who| desk.reader.find(who)) {
        let bit = desk.link(&id);
        return Some((Who::Record(id), bit));
    }
    let bit = desk.text(credit.credited.get()?);
    Some((Who::Named(bit.text.clone()), bit))
}

/// An entry, with what it is sorted by.
fn entry(desk: &Desk, who: &Who, bit: Bit, songs: &[RecordId]) -> (String, ArtistEntry) {
    let mut entry = ArtistEntry {
        who: bit,
        subtitle: None,
        kind: None,
        of: Vec::new(),
        units: Vec::new(),
        songs: songs.iter().map(|song| desk.link(song)).collect(),
    };
    let Who::Record(id) = who else { return (entry.who.text.to_lowercase(), entry) };
    let head = desk.reader.head(id);
    let sort = head.map(|head| head.name.sort_key(desk.lang, desk.reader.languages()).to_lowercase());
    entry.subtitle = head.and_then(|head| desk.other_names(&head.name).into_iter().next());
    if let Some(artist) = desk.reader.get::<Artist>(id).map(|record| &record.is) {
        entry.kind = artist.kind.get().map(|kind| desk.t(&format!("artist_{}", kind.name())));
        entry.of = desk.links(artist.of.iter().map(|to| &to.0));
        entry.units = units_of(desk, id).iter().map(|unit| desk.link(unit)).collect();
    }
    (sort.unwrap_or_default(), entry)
}
