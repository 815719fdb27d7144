//! `/releases/<id>/tracklist.txt`: the tracks of a release in plain text, for pasting elsewhere.

use super::desk::Desk;
use super::{Ask, Made, Output};
use crate::base::day::Dur;
use crate::base::id::{Kind, RecordId};
use crate::kinds::release::{Release, Track};
use crate::kinds::{self};
use crate::model::Reader;
use crate::plan::{Key, Slot};
use std::collections::HashSet;

pub const OUTPUT: Output = Output {
    name: "track-lists",
    path: "/releases/<id>/tracklist.txt",
    about: "the tracks of each release in plain text, for pasting elsewhere",
    slots,
    make,
};

pub const FILE: &str = "tracklist.txt";

/// A song of a release, ready for a list.
pub struct Song {
    /// From 1, of a disc where there are several. Nothing while the order is not known.
    pub disc: Option<u32>,
    /// From 1 on each disc.
    pub number: Option<u32>,
    /// Nothing when it is not known, or may not be told here.
    pub title: Option<String>,
    /// Empty when it is not known.
    pub by: String,
    pub length: Option<Dur>,
    /// The whole address of its page.
    pub page: Option<String>,
}

fn slots(ask: &Ask) -> Vec<Slot> {
    slots_named(ask, OUTPUT.name, FILE)
}

/// A slot beside the page of each release that lists songs.
pub fn slots_named(ask: &Ask, output: &'static str, name: &str) -> Vec<Slot> {
    let planned: HashSet<String> = ask.so_far.iter().map(|slot| slot.path.file()).collect();
    let mut slots = Vec::new();
    for mut slot in super::record_slots(ask, output, Kind::Release) {
        let Key::Record(id) = &slot.key else { continue };
        let path = slot.lang.as_ref().and_then(|lang| ask.routes.beside(lang, id, name));
        let is_open = ask.reader.head(id).is_some_and(|head| head.spoiler.is_none());
        // Without its page nothing would lead to it.
        let is_wanted = is_open && planned.contains(&slot.path.file()) && lists_songs(ask.reader, id);
        if let Some(path) = path.filter(|_| is_wanted) {
            slot.path = path;
            slots.push(slot);
        }
    }
    slots
}

/// The address of such a file, if there is one.
pub fn href(desk: &Desk, id: &RecordId, name: &str) -> Option<String> {
    let path = desk.routes.beside(desk.lang, id, name)?;
    desk.has_file(path.as_str()).then(|| desk.routes.href(&path))
}

/// The release that lists the songs of this one: its own list, or that of the release whose edition it is.
fn listed<'d>(reader: &Reader<'d>, id: &RecordId) -> Option<&'d Release> {
    let says =
        |release: &Release| release.songs.is_given() || release.tracks.is_given() || release.discs.is_given();
    super::contents::inherited(reader, id, says).map(|record| &record.is)
}

fn lists_songs(reader: &Reader, id: &RecordId) -> bool {
    listed(reader, id).is_some_and(|release| {
        let discs = release.discs.iter();
        let mut has_any = discs.map(|disc| !disc.songs.is_empty() || !disc.tracks.is_empty());
        !release.songs.is_empty() || !release.tracks.is_empty() || has_any.any(|has| has)
    })
}

/// Every song in the order of the release.
pub fn songs(desk: &Desk, id: &RecordId) -> Vec<Song> {
    let Some(release) = listed(desk.reader, id) else { return Vec::new() };
    let mut songs = Vec::new();
    let mut add = |disc: Option<u32>, listed: &[crate::parse::values::SongRef], tracks: &[Track]| {
        for (at, track) in tracks.iter().enumerate() {
            let number = track.number.get().copied().unwrap_or(at as u32 + 1);
            let found = track.song.get().and_then(|song| desk.reader.find(&song.0));
            let mut told = song(desk, found);
            told.disc = disc;
            told.number = Some(number);
            told.length = track.duration.get().copied().or(told.length);
            songs.push(told);
        }
        for to in listed {
            songs.push(Song { disc, ..song(desk, desk.reader.find(to)) });
        }
    };
    add(None, &release.songs, &release.tracks);
    for disc in &release.discs {
        add(disc.number.get().copied(), &disc.songs, &disc.tracks);
    }
    songs
}

fn song(desk: &Desk, id: Option<RecordId>) -> Song {
    let id = id.filter(|id| desk.spoiler_of(id).is_none());
    let record = id.as_ref().and_then(|id| desk.reader.get::<kinds::Song>(id));
    let page = id.as_ref().and_then(|id| {
        let address = desk.routes.record(desk.lang, id)?;
        desk.has_file(&address.path.file()).then(|| desk.routes.base().absolute(&address.path))
    });
    let is_known = |id: &&RecordId| desk.reader.head(id).is_some_and(|head| !head.is_unknown);
    Song {
        disc: None,
        number: None,
        title: id.as_ref().filter(is_known).map(|id| desk.link(id).text),
        by: record.map(|record| names(desk, record)).unwrap_or_default(),
        length: record.and_then(|record| record.is.duration.get().copied()),
        page,
    }
}

/// Who performs it, in words.
fn names(desk: &Desk, song: &crate::kinds::record::Record<kinds::Song>) -> String {
    let names: Vec<String> = desk.performers(song).into_iter().map(|bit| bit.text).collect();
    names.join(", ")
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let Key::Record(id) = &slot.key else { unreachable!("slots of this output are made by record_slots") };
    let mut text = format!("{}\n", desk.link(id).text);
    let mut disc = None;
    for song in songs(desk, id) {
        if song.disc != disc {
            disc = song.disc;
            let number = disc.map(|disc| disc.to_string()).unwrap_or_default();
            text.push_str(&format!("\n{}\n", desk.strings.fill("disc_number", &[("number", &number)])));
        }
        text.push_str(&line(desk, &song));
    }
    if let Some(address) = desk.routes.record(desk.lang, id) {
        text.push_str(&format!("\n{}\n", desk.routes.base().absolute(&address.path)));
    }
    Made::Bytes(text.into_bytes())
}

/// `3. Title – Performer (3:41)`; `- Title – Performer` where the order is not known.
fn line(desk: &Desk, song: &Song) -> String {
    let mut line = song.number.map_or_else(|| "- ".to_string(), |number| format!("{number}. "));
    line.push_str(&song.title.clone().unwrap_or_else(|| desk.t("unknown_title")));
    if !song.by.is_empty() {
        line.push_str(&format!(" – {}", song.by));
    }
    if let Some(length) = song.length {
        line.push_str(&format!(" ({length})"));
    }
    line.push('\n');
    line
}
