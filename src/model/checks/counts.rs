//! What sources claim of numbers, against what is listed.

use crate::base::diagnostic::{Code, Diagnostic, Severity};
use crate::base::fact::{Fact, Maybe};
use crate::base::id::{Kind, RecordId};
use crate::kinds::record::Record;
use crate::kinds::release::ItemKind;
use crate::kinds::song::SongKind;
use crate::kinds::{Drama, Release};
use crate::model::{Any, Model};

/// Compares a claimed number with what is listed.
fn count_differs(
    claim: &Maybe<u32>,
    listed: usize,
    what: &str,
    record: &Record<impl Sized>,
    severity: Severity,
    complaints: &mut Vec<Diagnostic>,
) {
    let Some(Fact { is: Some(claimed), at, .. }) = claim.fact() else { return };
    if *claimed as usize == listed {
        return;
    }
    complaints.push(
        Diagnostic::new(
            Code::CountDiffers,
            format!(
                "the {} `{}` says {claimed} {what}, and {listed} {} listed",
                record.id.kind,
                record.id.id,
                if listed == 1 { "is" } else { "are" }
            ),
        )
        .at(record.at(*at))
        .severity(severity)
        .help("correct the number or the list; what another source claims belongs under `also:`"),
    );
}

pub fn release(model: &Model, record: &Record<Release>, complaints: &mut Vec<Diagnostic>) {
    let release = &record.is;
    let listed = release.listed_songs();
    let tracks: usize = release.tracks.len() + release.discs.iter().map(|disc| disc.tracks.len()).sum::<usize>();
    // With `track_count` the list is said to be complete, so a difference is a slip.
    let is_complete =
        release.track_count.get().is_some() || release.discs.iter().any(|disc| disc.track_count.get().is_some());
    let severity = if is_complete { Severity::Error } else { Severity::Warning };
    if tracks > 0 {
        count_differs(&release.track_count, tracks, "tracks", record, Severity::Error, complaints);
    } else if !listed.is_empty() {
        count_differs(&release.track_count, listed.len(), "tracks", record, Severity::Error, complaints);
    }
    for disc in &release.discs {
        let count = disc.tracks.len().max(disc.songs.len());
        if count > 0 {
            count_differs(&disc.track_count, count, "tracks on this disc", record, Severity::Error, complaints);
        }
    }
    let Some(says) = release.says.get() else { return };
    if !listed.is_empty() {
        let is_vocal = |id: &&RecordId| match model.records.get(id) {
            Some(Any::Song(song)) => song.is.kind.get().copied().unwrap_or_default() == SongKind::Vocal,
            _ => true,
        };
        let vocal = listed.iter().filter(is_vocal).count();
        count_differs(&says.vocal_songs, vocal, "songs with singing", record, severity, complaints);
        let is_score = |id: &&RecordId| match model.records.get(id) {
            Some(Any::Song(song)) => song.is.kind.get() == Some(&SongKind::Score),
            _ => false,
        };
        let score = listed.iter().filter(is_score).count();
        // Many albums list their songs and leave the score at a number.
        if score > 0 || is_complete {
            count_differs(&says.score_tracks, score, "score tracks", record, severity, complaints);
        }
    }
    if tracks > 0 {
        count_differs(&says.tracks, tracks, "tracks", record, severity, complaints);
    }
    let pages = release.contents.get().and_then(|contents| {
        let mut booklets = contents.0.iter().filter(|(_, item)| {
            item.what.get() == Some(&ItemKind::Booklet) || item.what.get() == Some(&ItemKind::PhotoBook)
        });
        booklets.find_map(|(_, item)| item.pages.get().copied())
    });
    if let Some(pages) = pages {
        count_differs(&says.pages, pages as usize, "pages", record, Severity::Warning, complaints);
    }
}

pub fn drama(model: &Model, record: &Record<Drama>, complaints: &mut Vec<Diagnostic>) {
    let drama = if model.is_of_several { record.id.id.clone() } else { "".into() };
    let episodes = model.lists.get(&(Kind::Episode, drama)).map_or(&[][..], |list| list);
    let is_special = |id: &&RecordId| model.heads.get(id).is_some_and(|head| head.number.is_none());
    let specials = episodes.iter().filter(is_special).count();
    let regular = episodes.len() - specials;
    if regular > 0 {
        count_differs(&record.is.episode_count, regular, "episodes", record, Severity::Warning, complaints);
    }
    let Some(says) = record.is.says.get() else { return };
    if regular > 0 {
        count_differs(&says.episodes, regular, "episodes", record, Severity::Warning, complaints);
    }
    if specials > 0 {
        count_differs(&says.specials, specials, "specials", record, Severity::Warning, complaints);
    }
}
