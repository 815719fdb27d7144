//! The songs of a release: numbered where their order is known, else only listed.

use super::desk::Desk;
use super::views::{Bit, FactView};
use crate::base::fact::List;
use crate::base::id::RecordId;
use crate::kinds::release::{Disc, Release, Track};
use crate::kinds::{Common, Song};
use crate::parse::values::SongRef;
use serde::Serialize;

/// A disc; the whole of a release that says nothing of discs.
#[derive(Serialize)]
pub struct DiscView {
    /// "Disc 2"; nothing where there is only one.
    pub name: Option<String>,
    /// "CD".
    pub format: Option<String>,
    pub title: Option<Bit>,
    /// The numbers are those of the disc.
    pub is_ordered: bool,
    pub tracks: Vec<TrackView>,
    /// A column for the lengths is worth it.
    pub has_durations: bool,
    /// Said when the list is known to be longer.
    pub more: Option<String>,
}

#[derive(Serialize)]
pub struct TrackView {
    /// With the side of a record in front: `A1`.
    pub number: Option<String>,
    pub song: Bit,
    pub by: Vec<Bit>,
    /// The title as printed, when it differs.
    pub printed: Option<FactView>,
    /// `3:41`
    pub duration: Option<FactView>,
}

/// The discs of a release, or of the one whose edition it is.
pub fn discs(desk: &Desk, id: &RecordId) -> Vec<DiscView> {
    let says =
        |release: &Release| release.songs.is_given() || release.tracks.is_given() || release.discs.is_given();
    let Some(record) = super::contents::inherited(desk.reader, id, says) else { return Vec::new() };
    let release = &record.is;
    if release.discs.is_empty() {
        let count = release.track_count.get().copied();
        let view = disc_view(desk, &release.songs, &release.tracks, count);
        return if view.tracks.is_empty() { Vec::new() } else { vec![view] };
    }
    let named = |disc: &Disc| {
        let view = disc_view(desk, &disc.songs, &disc.tracks, disc.track_count.get().copied());
        let number = disc.number.get().map(|number| number.to_string()).unwrap_or_default();
        DiscView {
            name: Some(desk.strings.fill("disc_number", &[("number", &number)])),
            format: disc.format.get().map(|format| format_name(desk, *format)),
            title: disc.title.get().map(|title| desk.text(title)),
            ..view
        }
    };
    release.discs.iter().map(named).collect()
}

fn disc_view(desk: &Desk, songs: &List<SongRef>, tracks: &List<Track>, count: Option<u32>) -> DiscView {
    let listed: Vec<TrackView> = match tracks.is_empty() {
        false => tracks.iter().enumerate().map(|(at, track)| track_view(desk, track, at)).collect(),
        true => songs.iter().map(|song| song_view(desk, desk.reader.find(song))).collect(),
    };
    let more = count.map(|count| count as usize).filter(|count| *count > listed.len());
    let more = more.map(|count| {
        let numbers = (count.to_string(), listed.len().to_string());
        desk.strings.fill("tracks_more", &[("count", &numbers.0), ("listed", &numbers.1)])
    });
    DiscView {
        name: None,
        format: None,
        title: None,
        is_ordered: !tracks.is_empty(),
        has_durations: listed.iter().any(|track| track.duration.is_some()),
        tracks: listed,
        more,
    }
}

fn track_view(desk: &Desk, track: &Track, at: usize) -> TrackView {
    let number = track.number.get().map_or_else(|| (at + 1).to_string(), |number| number.to_string());
    let side = track.side.get().map(|side| side.as_str()).unwrap_or_default();
    let found = track.song.get().and_then(|song| desk.reader.find(&song.0));
    let mut view = song_view(desk, found);
    view.number = Some(format!("{side}{number}"));
    view.printed = track.printed_title.fact().map(|title| desk.fact(title, |title| vec![desk.text(title)]));
    if let Some(length) = track.duration.fact() {
        view.duration = Some(desk.fact(length, length_bits));
    }
    view
}

fn song_view(desk: &Desk, id: Option<RecordId>) -> TrackView {
    let song = id.as_ref().and_then(|id| desk.reader.get::<Song>(id));
    TrackView {
        number: None,
        song: id.as_ref().map_or_else(|| desk.plain(desk.t("unknown_title")), |id| desk.link(id)),
        by: song.map(|song| desk.performers(song)).unwrap_or_default(),
        printed: None,
        duration: song.and_then(|song| song.is.duration.fact()).map(|length| desk.fact(length, length_bits)),
    }
}

fn length_bits(length: &crate::base::day::Dur) -> Vec<Bit> {
    vec![Bit { text: length.to_string(), datetime: Some(length.iso()), ..Bit::default() }]
}

/// "CD", "digital" in the page's language.
pub fn format_name(desk: &Desk, format: crate::kinds::release::FormatKind) -> String {
    desk.t(&format!("format_{}", format.name()))
}

/// What is said of the numbers of a release: "Songs with singing: 12".
pub fn claims(desk: &Desk, release: &Release, common: &Common) -> Vec<super::views::Row> {
    let Some(says) = release.says.get() else { return Vec::new() };
    let mut rows = desk.rows(common);
    let claims = [
        ("says_vocal_songs", &says.vocal_songs),
        ("says_score_tracks", &says.score_tracks),
        ("says_tracks", &says.tracks),
        ("says_discs", &says.discs),
        ("says_pages", &says.pages),
    ];
    for (key, claim) in claims {
        rows.add(key, claim.fact(), |count| vec![desk.plain(count.to_string())]);
    }
    rows.done()
}
