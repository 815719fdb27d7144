//! The lists of a release and what is in its box.

use super::tell::{and, called, missing_numbers};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::fact::{Fact, Span};
use crate::base::id::{RecordId, Ref};
use crate::kinds::Release;
use crate::kinds::record::Record;
use crate::kinds::release::{Count, Disc, FormatKind, Item, Pick, Track};
use crate::model::{Any, Model};
use std::collections::HashMap;

/// How far a track's length may be from its song's: sources round, or count the silence at the end.
const SECONDS_OF_ROUNDING: u32 = 1;

/// All that can be told of one release.
pub fn record(model: &Model, record: &Record<Release>, complaints: &mut Vec<Diagnostic>) {
    let release = &record.is;
    repeated_songs(record, "songs", &mut release.songs.iter().map(|song| &song.0), complaints);
    repeated_songs(record, "lead", &mut release.lead.iter().map(|song| &song.0), complaints);
    tracks(record, &release.tracks, "", complaints);
    for disc in &release.discs {
        let number = disc.number.get().map_or_else(|| "?".to_string(), |number| number.to_string());
        repeated_songs(record, "songs", &mut disc.songs.iter().map(|song| &song.0), complaints);
        tracks(record, &disc.tracks, &format!(" on disc {number}"), complaints);
    }
    disc_numbers(record, &release.discs, complaints);
    disc_count(record, complaints);
    let discs = release.discs.iter().flat_map(|disc| disc.tracks.iter());
    for track in release.tracks.iter().chain(discs) {
        length_differs(model, record, track, complaints);
    }
    for (key, item) in release.contents.get().map(|contents| &contents.0[..]).unwrap_or_default() {
        designs_get(record, key, item, complaints);
    }
}

/// A song is a recording: the same one twice in a list is a slip.
fn repeated_songs(
    record: &Record<Release>,
    list: &str,
    songs: &mut dyn Iterator<Item = &Ref>,
    complaints: &mut Vec<Diagnostic>,
) {
    let mut seen: HashMap<(&str, &str), Span> = HashMap::new();
    for song in songs {
        match seen.get(&(&*song.drama, &*song.id)) {
            Some(first) => complaints.push(
                Diagnostic::new(
                    Code::RepeatedEntry,
                    format!("the song `{}` stands twice in `{list}` of {}", song.id, called(&record.id)),
                )
                .at(record.at(song.at))
                .label("the second time")
                .also(record.at(*first), "the first time")
                .help("keep one of them; another take of a song is a song of its own, or stands under its `takes`"),
            ),
            None => drop(seen.insert((&song.drama, &song.id), song.at)),
        }
    }
}

/// Numbers of tracks: none twice, none left out, each recording once.
fn tracks(record: &Record<Release>, tracks: &[Track], where_: &str, complaints: &mut Vec<Diagnostic>) {
    repeated_songs(
        record,
        "tracks",
        &mut tracks.iter().filter_map(|track| Some(&track.song.get()?.0.0)),
        complaints,
    );
    // Each side of a record may begin anew.
    let mut sides: Vec<(&str, Vec<(u32, Span)>)> = Vec::new();
    for (index, track) in tracks.iter().enumerate() {
        let side = track.side.get().map_or("", |side| side.as_str());
        let fact = track.number.fact();
        // A track without a number is shown with its place in the list.
        let number = fact.and_then(|fact| fact.is).unwrap_or(index as u32 + 1);
        let at = fact.map(|fact| fact.at).or_else(|| track.song.fact().map(|song| song.at));
        let span = at.unwrap_or_default();
        match sides.iter_mut().find(|(known, _)| *known == side) {
            Some((_, numbers)) => numbers.push((number, span)),
            None => sides.push((side, vec![(number, span)])),
        }
    }
    let has_sides = sides.len() > 1;
    for (side, numbers) in &mut sides {
        let on_side = if side.is_empty() { String::new() } else { format!(" on side {side}") };
        numbers.sort_by_key(|(number, _)| *number);
        for pair in numbers.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
            complaints.push(
                Diagnostic::new(
                    Code::RepeatedEntry,
                    format!("two tracks{where_}{on_side} have the number {}", pair[0].0),
                )
                .at(record.at(pair[1].1))
                .label("the second one")
                .also(record.at(pair[0].1), "the first one")
                .help("correct one of the numbers; on a record or cassette say `side:` too"),
            );
        }
        let plain: Vec<u32> = numbers.iter().map(|(number, _)| *number).collect();
        // Where sides count on from each other, the second does not begin with 1.
        let from = if has_sides { plain.first().copied().unwrap_or(1) } else { 1 };
        let missing = missing_numbers(from, &plain);
        if let (false, Some((last, at))) = (missing.is_empty(), numbers.last()) {
            let (noun, verb) = match &missing[..] {
                [one] if !one.contains('–') => ("number", "is"),
                _ => ("numbers", "are"),
            };
            complaints.push(
                Diagnostic::new(
                    Code::TrackGap,
                    format!("the {noun} {} {verb} missing among the tracks{where_}{on_side}", and(&missing)),
                )
                .at(record.at(*at))
                .label(format!("the last is {last}"))
                .help("add what is missing: `song: unknown` when only the number is known"),
            );
        }
    }
}

fn disc_numbers(record: &Record<Release>, discs: &[Disc], complaints: &mut Vec<Diagnostic>) {
    let mut numbers: Vec<(u32, Span)> =
        discs.iter().filter_map(|disc| disc.number.fact()).filter_map(|fact| Some((fact.is?, fact.at))).collect();
    numbers.sort_by_key(|(number, _)| *number);
    for pair in numbers.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        complaints.push(
            Diagnostic::new(
                Code::RepeatedEntry,
                format!("two discs of {} have the number {}", called(&record.id), pair[0].0),
            )
            .at(record.at(pair[1].1))
            .label("the second one")
            .also(record.at(pair[0].1), "the first one")
            .help("correct one of the numbers"),
        );
    }
    let plain: Vec<u32> = numbers.iter().map(|(number, _)| *number).collect();
    let missing = missing_numbers(1, &plain);
    if let (false, Some((_, at))) = (missing.is_empty(), numbers.last()) {
        complaints.push(
            Diagnostic::new(
                Code::DiscCount,
                format!(
                    "{} has a disc {}, and no disc {}",
                    called(&record.id),
                    plain[plain.len() - 1],
                    and(&missing)
                ),
            )
            .at(record.at(*at))
            .help("add the missing disc, or correct the number; a disc may be listed without its songs"),
        );
    }
}

/// What a source claims of the discs, what `formats` counts, and the discs that are listed.
fn disc_count(record: &Record<Release>, complaints: &mut Vec<Diagnostic>) {
    let release = &record.is;
    let listed = release.discs.len();
    let counted: u32 = release.formats.iter().map(|format| format.count.get().copied().unwrap_or(0)).sum();
    let claim = release.says.get().and_then(|says| says.discs.fact());
    let differs = |claimed: u32, held: usize, what: &str, at: Span| {
        Diagnostic::new(
            Code::DiscCount,
            format!(
                "{} says {claimed} {}, and {held} {} {what}",
                called(&record.id),
                if claimed == 1 { "disc" } else { "discs" },
                if held == 1 { "is" } else { "are" }
            ),
        )
        .at(record.at(at))
        .help("correct the number or the list; what another source claims belongs under `also:`")
    };
    if let Some(Fact { is: Some(claimed), at, .. }) = claim {
        if listed > 0 && *claimed as usize != listed {
            complaints.push(differs(*claimed, listed, "listed", *at));
        } else if listed == 0 && counted > 0 && *claimed != counted {
            complaints.push(differs(*claimed, counted as usize, "counted under `formats`", *at));
        }
    }
    // CDs against the discs that are CDs, and so on; only where every disc says what it is.
    let what: Vec<FormatKind> = release.discs.iter().filter_map(|disc| disc.format.get().copied()).collect();
    if what.len() != listed || listed == 0 {
        return;
    }
    for format in &release.formats {
        let (Some(kind), Some(Fact { is: Some(count), at, .. })) = (format.what.get(), format.count.fact()) else {
            continue;
        };
        let held = what.iter().filter(|what| *what == kind).count();
        if held > 0 && held != *count as usize {
            complaints.push(
                Diagnostic::new(
                    Code::DiscCount,
                    format!("`formats` says {count} × {0}, and {held} × {0} is listed under `discs`", kind.name()),
                )
                .at(record.at(*at))
                .help("correct the count or the list of discs"),
            );
        }
    }
}

/// The song's own length against the one it has here. Whoever opened either knows of the other.
fn length_differs(model: &Model, record: &Record<Release>, track: &Track, complaints: &mut Vec<Diagnostic>) {
    let Some(Fact { is: Some(here), at, opened: None }) = track.duration.fact() else { return };
    let Some(song) = track.song.get() else { return };
    let found = |id: RecordId| match model.records.get(&id) {
        Some(Any::Song(song)) => Some(song),
        _ => None,
    };
    let Some(song) = song.0.candidates().find_map(found) else { return };
    let Some(Fact { is: Some(length), at: song_at, opened }) = song.is.duration.fact() else { return };
    let is_excused = opened.as_ref().is_some_and(|opened| {
        opened.because.is_some()
            || opened.also.iter().any(|claim| claim.is.0.abs_diff(here.0) <= SECONDS_OF_ROUNDING)
    });
    if is_excused || here.0.abs_diff(length.0) <= SECONDS_OF_ROUNDING {
        return;
    }
    complaints.push(
        Diagnostic::new(
            Code::LengthDiffers,
            format!("`{}` is {here} long on {}, and {length} as a song", song.id.id, called(&record.id)),
        )
        .at(record.at(*at))
        .also(song.at(*song_at), "the song's own length")
        .help(
            "correct one of them; if both are right, open this one and say why: `duration: {is: 3:41, because: …}`",
        )
        .help(
            "a shorter or longer take is a song of its own with `version_of:`, or stands under the song's `takes:`",
        ),
    );
}

/// How many designs there are, how many of them are in a box, and the cards that are listed.
fn designs_get(record: &Record<Release>, key: &str, item: &Item, complaints: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for card in &item.cards {
        let Some(Fact { is: Some(id), at, .. }) = card.id.fact() else { continue };
        match seen.get(id.as_str()) {
            Some(first) => complaints.push(
                Diagnostic::new(Code::RepeatedEntry, format!("two cards of `{key}` are called `{}`", id.as_str()))
                    .at(record.at(*at))
                    .label("the second one")
                    .also(record.at(*first), "the first one")
                    .help("give each card a short key of its own: readers tick them off by it"),
            ),
            None => drop(seen.insert(id.as_str(), *at)),
        }
    }
    let Some(Fact { is: Some(designs), at, .. }) = item.designs.fact() else { return };
    let cards = item.cards.len();
    if cards > 0 && cards != *designs as usize {
        complaints.push(
            Diagnostic::new(
                Code::DesignsGet,
                format!(
                    "`{key}` says that there are {designs} designs, and {cards} {} listed",
                    if cards == 1 { "card is" } else { "cards are" }
                ),
            )
            .at(record.at(*at))
            .help("correct the number, or list a card for each design: one that is not known needs only its `id:`"),
        );
    }
    if let Some(Fact { is: Some(Count::Of(get)), at, .. }) = item.you_get.fact()
        && item.pick.get() == Some(&Pick::Fixed)
        && get > designs
    {
        complaints.push(
            Diagnostic::new(
                Code::DesignsGet,
                format!("`{key}` has {designs} designs, so a box with fixed ones cannot hold {get} of them"),
            )
            .at(record.at(*at))
            .help("correct `you_get` or `designs`; when they are drawn by lot, say `pick: random`"),
        );
    }
}
