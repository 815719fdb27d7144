//! A record as other pages name it: its type, its `@id`, what it is called, where its page is. Records that tell
//! something of an episode, and news that are not out, are named nowhere but on their own page.

use super::super::desk::Desk;
use super::agents::{Agent, MusicGroup, Organization, Person, Place};
use super::graph::{CreativeWork, NewsArticle, Node};
use super::ids::{id_of, part_of, url_of};
use super::music::{MusicAlbum, MusicRecording, MusicRelease};
use super::node::Ref;
use super::screen::{Event, Movie, TvEpisode, TvSeries};
use crate::base::id::{Kind, RecordId};
use crate::base::name::Name;
use crate::kinds::drama::DramaKind;
use crate::kinds::release::{Release, ReleaseStatus};
use crate::kinds::{Drama, Shop};

/// May other pages name it?
pub fn may_be_named(desk: &Desk, id: &RecordId) -> bool {
    let is_open = desk.reader.head(id).is_some_and(|head| head.spoiler.is_none());
    is_open && (id.kind != Kind::News || desk.reader.is_listed(id))
}

/// What it is called, unless that is not sure, or tells something of an episode.
pub fn name(desk: &Desk, id: &RecordId) -> Option<String> {
    let head = desk.reader.head(id).filter(|head| head.is_name_sure && head.spoiler.is_none())?;
    Some(desk.head_name(head).text).filter(|name| !name.is_empty())
}

/// Everything else that it is called: in other languages, in other letters, by others. schema-dts knows no texts
/// with a language, so the page's language is that of `name`, and these are of any.
pub fn other_names(desk: &Desk, id: &RecordId) -> Vec<String> {
    let head = desk.reader.head(id).filter(|head| head.is_name_sure);
    head.map(|head| spellings(&head.name, &desk.head_name(head).text)).unwrap_or_default()
}

fn spellings(name: &Name, shown: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let open = name.also.iter().filter(|other| !other.is_spoiler && other.kind.as_deref() != Some("search"));
    let others = open.flat_map(|other| other.text.wordings());
    let latin = name.latin.iter().map(|latin| latin.text.as_str());
    for spelling in name.text.wordings().chain(latin).chain(others) {
        if spelling != shown && names.iter().all(|known| known != spelling) {
            names.push(spelling.to_string());
        }
    }
    names
}

/// A person or an act. A character is a person too.
pub fn agent(desk: &Desk, id: &RecordId) -> Option<Agent> {
    match id.kind {
        Kind::Artist => group(desk, id).map(Agent::from),
        _ => person(desk, id).map(Agent::from),
    }
}

/// A person, or a character of the story.
pub fn person(desk: &Desk, id: &RecordId) -> Option<Person> {
    may_be_named(desk, id).then(|| Person {
        id: Some(id_of(desk, id)),
        name: name(desk, id).into(),
        url: url_of(desk, id).into(),
        ..Person::default()
    })
}

/// A group, a unit or an act.
pub fn group(desk: &Desk, id: &RecordId) -> Option<MusicGroup> {
    may_be_named(desk, id).then(|| MusicGroup {
        id: Some(id_of(desk, id)),
        name: name(desk, id).into(),
        url: url_of(desk, id).into(),
        ..MusicGroup::default()
    })
}

/// A song.
pub fn recording(desk: &Desk, id: &RecordId) -> Option<MusicRecording> {
    may_be_named(desk, id).then(|| MusicRecording {
        id: Some(id_of(desk, id)),
        name: name(desk, id).into(),
        url: url_of(desk, id).into(),
        ..MusicRecording::default()
    })
}

/// Is it to come out at all, and open to everybody?
pub fn is_told(desk: &Desk, id: &RecordId, release: &Release) -> bool {
    may_be_named(desk, id) && release.status.get() != Some(&ReleaseStatus::Cancelled)
}

/// A release as an album; an edition of another release is none of its own.
pub fn album(desk: &Desk, id: &RecordId) -> Option<MusicAlbum> {
    let release = &desk.reader.get::<Release>(id)?.is;
    (is_told(desk, id, release) && release.edition_of.fact().is_none()).then(|| MusicAlbum {
        id: Some(part_of(desk, id, "album")),
        name: name(desk, id).into(),
        url: url_of(desk, id).into(),
        ..MusicAlbum::default()
    })
}

fn edition(desk: &Desk, id: &RecordId) -> Option<MusicRelease> {
    let release = &desk.reader.get::<Release>(id)?.is;
    is_told(desk, id, release).then(|| MusicRelease {
        id: Some(id_of(desk, id)),
        name: name(desk, id).into(),
        url: url_of(desk, id).into(),
        ..MusicRelease::default()
    })
}

/// An episode.
pub fn episode(desk: &Desk, id: &RecordId) -> Option<TvEpisode> {
    may_be_named(desk, id).then(|| TvEpisode {
        id: Some(id_of(desk, id)),
        name: name(desk, id).into(),
        url: url_of(desk, id).into(),
        ..TvEpisode::default()
    })
}

/// Is it a film? Everything else is a series, if of one part.
pub fn is_film(drama: &Drama) -> bool {
    drama.kind.said() == Some(&DramaKind::Film)
}

/// A drama that is no film.
pub fn series(desk: &Desk, id: &RecordId) -> Option<TvSeries> {
    let is_series = desk.reader.get::<Drama>(id).is_some_and(|record| !is_film(&record.is));
    (is_series && may_be_named(desk, id)).then(|| TvSeries {
        id: Some(id_of(desk, id)),
        name: name(desk, id).into(),
        url: url_of(desk, id).into(),
        ..TvSeries::default()
    })
}

/// The drama that a record belongs to.
pub fn drama_of(desk: &Desk, id: &RecordId) -> Option<RecordId> {
    desk.reader.dramas().into_iter().find(|(key, _)| *key == id.drama).map(|(_, drama)| drama)
}

/// A shop or a service that sells.
pub fn seller(desk: &Desk, id: &RecordId) -> Option<Organization> {
    let shop = &desk.reader.get::<Shop>(id)?.is;
    may_be_named(desk, id).then(|| Organization {
        id: Some(id_of(desk, id)),
        name: name(desk, id).into(),
        url: shop.url.said().map(|url| url.as_str().to_string()).into(),
    })
}

/// Any record that machines are told of.
pub fn node(desk: &Desk, id: &RecordId) -> Option<Node> {
    if !may_be_named(desk, id) {
        return None;
    }
    let (address, called) = (Some(id_of(desk, id)), name(desk, id));
    Some(match id.kind {
        Kind::Person | Kind::Character => person(desk, id)?.into(),
        Kind::Artist => group(desk, id)?.into(),
        Kind::Song => recording(desk, id)?.into(),
        Kind::Release => album(desk, id).map(Node::from).or_else(|| edition(desk, id).map(Node::from))?,
        Kind::Episode => episode(desk, id)?.into(),
        Kind::Drama => match series(desk, id) {
            Some(series) => series.into(),
            None => {
                Movie { id: address, name: called.into(), url: url_of(desk, id).into(), ..Movie::default() }.into()
            }
        },
        Kind::News => NewsArticle {
            id: address,
            headline: called.into(),
            url: url_of(desk, id).into(),
            ..NewsArticle::default()
        }
        .into(),
        Kind::Event => Event { id: address, name: called.into(), ..Event::default() }.into(),
        Kind::Place => Place { id: address, name: called.into(), ..Place::default() }.into(),
        Kind::Source | Kind::Page => CreativeWork {
            id: address,
            name: called.into(),
            url: url_of(desk, id).into(),
            ..CreativeWork::default()
        }
        .into(),
        // A prize is a text of its winner, a shop stands in its offers, a picture in its page.
        Kind::Award | Kind::Shop | Kind::Image => return None,
    })
}

/// A record by its address alone.
pub fn reference(desk: &Desk, id: &RecordId) -> Option<Ref> {
    node(desk, id)?.as_ref()
}
