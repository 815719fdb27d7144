//! What is told of a song: the recording, what was written, and other takes of it.

use super::super::desk::Desk;
use super::super::song::releases_of;
use super::agents::Agent;
use super::credits::{agents, awards, languages, people};
use super::graph::Node;
use super::ids::{date, id_of, part_of, same_as, url_of};
use super::music::{MusicComposition, MusicRecording};
use super::node::Ref;
use super::stub::{album, is_told, may_be_named, name, other_names};
use crate::base::day::When;
use crate::base::id::{Kind, RecordId};
use crate::kinds::record::Record;
use crate::kinds::song::{Take, Writers};
use crate::kinds::{Release, Song};

/// The song first.
pub fn tell(desk: &Desk, id: &RecordId, record: &Record<Song>) -> Vec<Node> {
    if !may_be_named(desk, id) {
        return Vec::new();
    }
    let song = &record.is;
    let takes = song.takes.said().map(|takes| takes.0.as_slice()).unwrap_or_default();
    let takes: Vec<MusicRecording> = takes.iter().map(|(key, one)| take(desk, id, key, one)).collect();
    let recording = MusicRecording {
        id: Some(id_of(desk, id)),
        name: name(desk, id).into(),
        alternate_name: other_names(desk, id).into(),
        url: url_of(desk, id).into(),
        same_as: same_as(Kind::Song, &record.common).into(),
        by_artist: performers(desk, song).into(),
        duration: song.duration.said().map(|length| length.iso()).into(),
        date_published: released(desk, id, song).map(|when| date(desk, when)).into(),
        isrc_code: song.isrc.said().map(|isrc| isrc.as_str().to_string()).into(),
        in_language: languages(song.languages.said()).into(),
        in_album: releases_of(desk.reader, id).iter().filter_map(|release| album(desk, release)).collect(),
        recording_of: composition_id(desk, id, song).map(|id| Ref { id }).into(),
        award: awards(desk, id).into(),
    };
    let mut nodes = vec![recording.into()];
    // A version of another song is a recording of what that song's page tells of.
    if song.version_of.fact().is_none() {
        nodes.push(composition(desk, id, song, &takes).into());
    }
    nodes.extend(takes.into_iter().map(Node::from));
    nodes
}

/// Everybody who sings or plays, guests too.
pub fn performers(desk: &Desk, song: &Song) -> Vec<Agent> {
    let mut all = agents(desk, song.by.said());
    for guest in agents(desk, song.featuring.said()) {
        if !all.contains(&guest) {
            all.push(guest);
        }
    }
    all
}

/// Everybody who performs any of these songs, each once. Songs that give something away are passed over.
pub fn all_performers(desk: &Desk, songs: &[RecordId]) -> Vec<Agent> {
    let mut all: Vec<Agent> = Vec::new();
    for song in songs.iter().filter(|song| may_be_named(desk, song)) {
        for who in desk.reader.get::<Song>(song).map(|song| performers(desk, &song.is)).unwrap_or_default() {
            if !all.contains(&who) {
                all.push(who);
            }
        }
    }
    all
}

/// When it came out: as it says itself, else with the first of its releases.
pub fn released<'d>(desk: &Desk<'d>, id: &RecordId, song: &'d Song) -> Option<&'d When> {
    if song.released.fact().is_some() {
        return song.released.said();
    }
    let whens = releases_of(desk.reader, id).into_iter().filter_map(|release| {
        let record = desk.reader.get::<Release>(&release).filter(|record| is_told(desk, &release, &record.is))?;
        record.is.released.said()
    });
    whens.min_by_key(|when| (when.on_site(desk.reader.zone()), when.time.is_none()))
}

/// Its own, or that of the song of which it is a version; nothing where that song's page tells of none.
fn composition_id(desk: &Desk, id: &RecordId, song: &Song) -> Option<String> {
    if song.version_of.fact().is_none() {
        return Some(part_of(desk, id, "composition"));
    }
    let original = desk.reader.find(song.version_of.said()?.song.said()?)?;
    let has_one = desk.reader.get::<Song>(&original).is_some_and(|song| song.is.version_of.fact().is_none());
    (has_one && may_be_named(desk, &original)).then(|| part_of(desk, &original, "composition"))
}

fn composition(desk: &Desk, id: &RecordId, song: &Song, takes: &[MusicRecording]) -> MusicComposition {
    let none = Writers::default();
    let writers = song.writers.said().unwrap_or(&none);
    let recordings = std::iter::once(id_of(desk, id)).chain(takes.iter().filter_map(|take| take.id.clone()));
    MusicComposition {
        id: Some(part_of(desk, id, "composition")),
        name: name(desk, id).into(),
        alternate_name: other_names(desk, id).into(),
        composer: agents(desk, writers.music.said()).into(),
        lyricist: people(desk, writers.lyrics.said()).into(),
        // Written together, and the source does not say who did what.
        creator: agents(desk, writers.together.said()).into(),
        contributor: agents(desk, writers.arrangement.said()).into(),
        in_language: languages(song.languages.said()).into(),
        recorded_as: recordings.map(|id| Ref { id }).collect(),
    }
}

fn take(desk: &Desk, id: &RecordId, key: &str, take: &Take) -> MusicRecording {
    let title = take.title.said().map(|title| desk.name(title).text);
    MusicRecording {
        id: Some(part_of(desk, id, &format!("{}-{key}", id.id))),
        name: title.or_else(|| name(desk, id)).into(),
        by_artist: agents(desk, take.by.said()).into(),
        duration: take.duration.said().map(|length| length.iso()).into(),
        date_published: take.released.said().map(|when| date(desk, when)).into(),
        isrc_code: take.isrc.said().map(|isrc| isrc.as_str().to_string()).into(),
        recording_of: Ref { id: part_of(desk, id, "composition") }.into(),
        ..MusicRecording::default()
    }
}
