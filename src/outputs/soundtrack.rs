//! `/soundtrack/`: the parts in order, songs that belong to none, the songs that open and end an episode, the
//! releases, and the cue sheet both ways.

use super::desk::Desk;
use super::drama_facts::theme_bit;
use super::song::part_of;
use super::views::{Bit, Card};
use super::works::song_card;
use super::{Ask, Made, Output};
use crate::base::id::{Kind, RecordId};
use crate::base::view::view_of;
use crate::kinds::drama::Theme;
use crate::kinds::episode::Number;
use crate::kinds::record::Record;
use crate::kinds::song::SongKind;
use crate::kinds::{Drama, Release, Song};
use crate::plan::Slot;
use crate::plan::routes::Section;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

pub const OUTPUT: Output = Output {
    name: "soundtrack",
    path: "/soundtrack/",
    about: "the songs, by part, and where they are heard",
    slots,
    make,
};

fn slots(ask: &Ask) -> Vec<Slot> {
    super::section_slots(ask, OUTPUT.name, Section::Soundtrack, Kind::Song)
}

/// What `soundtrack.html` sees as `soundtrack`.
#[derive(Serialize)]
struct SoundtrackView {
    title: String,
    drama: Bit,
    parts: Vec<PartView>,
    /// Songs of no part: songs first, then score and the rest.
    others: Vec<OthersView>,
    /// Opening, ending and other songs that the drama names.
    themes: Vec<Bit>,
    releases: Vec<Card>,
    /// Song → episodes; nothing where none is known. Without scenes, so nothing is given away.
    score: Option<ScoreView>,
    /// Episode → songs.
    by_episode: Vec<CueView>,
}

#[derive(Serialize)]
struct PartView {
    number: u32,
    /// "Part 4".
    name: String,
    /// The release; nothing where a song alone says its part.
    release: Option<Bit>,
    when: Option<Bit>,
    songs: Vec<SongView>,
}

#[derive(Serialize)]
struct SongView {
    title: Bit,
    /// The title in another language.
    subtitle: Option<Bit>,
    by: Vec<Bit>,
}

#[derive(Serialize)]
struct OthersView {
    /// `vocal`, `score` and so on.
    id: &'static str,
    label: String,
    songs: Vec<Card>,
}

/// The cue sheet as a score: a line for each song, a column for each episode in which one is heard.
#[derive(Serialize)]
struct ScoreView {
    /// The heads of the columns, by number where there is one.
    episodes: Vec<Bit>,
    /// Songs that are heard somewhere, in the author's order.
    lines: Vec<ScoreLine>,
}

#[derive(Serialize)]
struct ScoreLine {
    song: Bit,
    /// One for each column: whether the song is heard there.
    heard: Vec<bool>,
}

/// A line of the cue sheet.
#[derive(Serialize)]
struct CueView {
    what: Bit,
    heard: Vec<Bit>,
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let (drama, record) = super::expect_drama(slot, desk);
    let ids = desk.reader.list(Kind::Song, drama);
    let songs: Vec<(&RecordId, &Record<Song>)> =
        ids.iter().filter_map(|id| Some((id, desk.reader.get::<Song>(id)?))).collect();
    // What the whole record of a song gives away is shown on its own page only.
    let songs: Vec<_> = songs.into_iter().filter(|(_, song)| song.common.spoiler.get().is_none()).collect();
    let loose: Vec<_> =
        songs.iter().filter(|(id, song)| part_number(desk, id, &song.is).is_none()).copied().collect();
    let (score, by_episode) = cues(desk, drama, &songs);
    let title = desk.t("section_soundtrack");
    let view = SoundtrackView {
        title: title.clone(),
        drama: desk.link(&record.id),
        parts: parts(desk, drama, &songs),
        others: others(desk, &loose, loose.len() < songs.len()),
        themes: themes(desk, &record.is),
        releases: releases(desk, drama),
        score,
        by_episode,
    };
    let count = songs.len().to_string();
    let description = desk.strings.fill("describe_soundtrack", &[("drama", &view.drama.text), ("count", &count)]);
    let mut page = desk.page(slot, "soundtrack", Section::Soundtrack.name(), desk.plain(title), description);
    page.og_type = "music.song".into();
    desk.tell(super::jsonld::lists::records(desk, &page.url, &page.title, ids));
    page.crumbs = desk.home_crumbs(drama);
    Made::Page(Desk::finish(desk, "soundtrack.html", page, vec![("soundtrack", view_of(&view))]))
}

fn song_view(desk: &Desk, id: &RecordId, song: &Record<Song>) -> SongView {
    let subtitle = song.is.title.get().and_then(|title| desk.other_names(title).into_iter().next());
    SongView { title: desk.link(id), subtitle, by: desk.performers(song) }
}

/// A part is a release, also one of which no song is known; a song may say its part where no release does.
fn parts(desk: &Desk, drama: &Arc<str>, songs: &[(&RecordId, &Record<Song>)]) -> Vec<PartView> {
    let mut parts: BTreeMap<u32, PartView> = BTreeMap::new();
    let part = |number: u32| PartView {
        number,
        name: desk.strings.fill("part_number", &[("number", &number.to_string())]),
        release: None,
        when: None,
        songs: Vec::new(),
    };
    for id in desk.reader.list(Kind::Release, drama) {
        let release = desk.reader.get::<Release>(id).filter(|release| release.common.spoiler.get().is_none());
        let Some(release) = release.map(|record| &record.is) else { continue };
        let Some(number) = release.part.get().copied() else { continue };
        let part = parts.entry(number).or_insert_with(|| part(number));
        if part.release.is_none() {
            part.release = Some(desk.link(id));
            part.when = release.released.fact().and_then(|fact| desk.when_of(fact));
        }
    }
    for (id, song) in songs {
        let Some(number) = part_number(desk, id, &song.is) else { continue };
        parts.entry(number).or_insert_with(|| part(number)).songs.push(song_view(desk, id, song));
    }
    parts.into_values().collect()
}

fn part_number(desk: &Desk, id: &RecordId, song: &Song) -> Option<u32> {
    part_of(desk.reader, id).or_else(|| song.part.get().copied())
}

/// Songs of no part, by what they are. Only where there are others are they "more" songs.
fn others(desk: &Desk, songs: &[(&RecordId, &Record<Song>)], has_parts: bool) -> Vec<OthersView> {
    let kinds = [SongKind::Vocal, SongKind::Instrumental, SongKind::Score, SongKind::Narration, SongKind::Other];
    let of_kind = |kind: SongKind| OthersView {
        id: kind.name(),
        label: match kind {
            SongKind::Vocal if !has_parts => desk.t("songs"),
            _ => desk.t(&format!("songs_{}", kind.name())),
        },
        songs: songs
            .iter()
            .filter(|(_, song)| song.is.kind.get().copied().unwrap_or(SongKind::Vocal) == kind)
            .map(|(id, _)| song_card(desk, id))
            .collect(),
    };
    kinds.into_iter().map(of_kind).filter(|others| !others.songs.is_empty()).collect()
}

fn themes(desk: &Desk, drama: &Drama) -> Vec<Bit> {
    let seasons = drama.seasons.get().map(|seasons| seasons.0.as_slice()).unwrap_or_default();
    let all = drama.themes.iter().chain(seasons.iter().flat_map(|(_, season)| season.themes.iter()));
    all.map(|theme: &Theme| theme_bit(desk, theme)).collect()
}

/// Parts first, in their order, then the rest by date.
fn releases(desk: &Desk, drama: &Arc<str>) -> Vec<Card> {
    let mut releases: Vec<(&RecordId, &Record<Release>)> = desk
        .reader
        .list(Kind::Release, drama)
        .iter()
        .filter_map(|id| Some((id, desk.reader.get::<Release>(id)?)))
        .filter(|(_, release)| release.common.spoiler.get().is_none())
        .collect();
    releases.sort_by_key(|(_, release)| {
        let when = release.is.released.get().map(|when| when.on_site(desk.reader.zone()));
        (release.is.part.get().copied().unwrap_or(u32::MAX), when.is_none(), when)
    });
    let card = |(id, release): &(&RecordId, &Record<Release>)| {
        let mut card = desk.card(id);
        card.bits.extend(release.is.released.fact().and_then(|fact| desk.when_of(fact)));
        card
    };
    releases.iter().map(card).collect()
}

/// The score in the order of the songs, and episode → songs in the order of the episodes.
fn cues(desk: &Desk, drama: &Arc<str>, songs: &[(&RecordId, &Record<Song>)]) -> (Option<ScoreView>, Vec<CueView>) {
    let mut of_episode: BTreeMap<RecordId, Vec<Bit>> = BTreeMap::new();
    let mut lines: Vec<(Bit, Vec<RecordId>)> = Vec::new();
    for (id, song) in songs {
        let mut episodes: Vec<RecordId> = Vec::new();
        for episode in song.is.heard_in.iter().filter_map(|heard| heard.episode.get()) {
            for episode in desk.reader.episodes(episode, drama) {
                if !episodes.contains(&episode) {
                    episodes.push(episode);
                }
            }
        }
        if episodes.is_empty() {
            continue;
        }
        for episode in &episodes {
            of_episode.entry(episode.clone()).or_default().push(desk.link(id));
        }
        lines.push((desk.link(id), episodes));
    }
    let list = desk.reader.list(Kind::Episode, drama).iter();
    let columns: Vec<&RecordId> = list.filter(|id| of_episode.contains_key(id)).collect();
    let head = |id: &RecordId| {
        let link = desk.link(id);
        match Number::of(&id.id) {
            Some(number) if number.season <= 1 => {
                Bit { text: number.number.to_string(), lang: None, note: None, ..link }
            }
            _ => link,
        }
    };
    let score = ScoreView {
        episodes: columns.iter().map(|id| head(id)).collect(),
        lines: lines
            .into_iter()
            .map(|(song, heard)| ScoreLine { song, heard: columns.iter().map(|id| heard.contains(id)).collect() })
            .collect(),
    };
    let by_episode =
        columns.iter().filter_map(|id| Some(CueView { heard: of_episode.remove(id)?, what: desk.link(id) }));
    let by_episode = by_episode.collect();
    ((!score.lines.is_empty()).then_some(score), by_episode)
}
