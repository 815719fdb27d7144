//! What must hold between records, and of each as a whole.

use super::table::needs_sources;
use super::{Any, Model};
use crate::base::diagnostic::{Code, Diagnostic, Severity};
use crate::base::fact::{Fact, Maybe};
use crate::base::id::{Kind, RecordId};
use crate::kinds::record::Record;
use crate::kinds::release::ItemKind;
use crate::kinds::song::SongKind;
use crate::kinds::{Drama, Release};
use std::collections::HashMap;

/// Runs every check. The order of complaints does not matter: the report is sorted.
pub fn run(model: &Model, complaints: &mut Vec<Diagnostic>) {
    for any in model.records.values() {
        no_source(any, complaints);
        match &**any {
            Any::Release(release) => release_counts(model, release, complaints),
            Any::Drama(drama) => drama_counts(model, drama, complaints),
            _ => {}
        }
    }
    loops(model, complaints);
    item_loops(model, complaints);
}

fn no_source(any: &Any, complaints: &mut Vec<Diagnostic>) {
    let id = any.id();
    if needs_sources(id.kind) && any.common().sources.is_empty() {
        complaints.push(
            Diagnostic::new(
                Code::NoSource,
                format!("the {} `{}` does not say where its facts are from", id.kind, id.id),
            )
            .at(any.place().clone())
            .help("add `sources: [...]` with ids from sources.yaml")
            .help("or, when a whole file rests on the same ones, `_defaults:` with `sources:` at its head"),
        );
    }
}

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

fn release_counts(model: &Model, record: &Record<Release>, complaints: &mut Vec<Diagnostic>) {
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
        let is_vocal = |id: &&RecordId| match model.records.get(id).map(|any| &**any) {
            Some(Any::Song(song)) => song.is.kind.get().copied().unwrap_or_default() == SongKind::Vocal,
            _ => true,
        };
        let vocal = listed.iter().filter(is_vocal).count();
        count_differs(&says.vocal_songs, vocal, "songs with singing", record, severity, complaints);
    }
    if tracks > 0 {
        count_differs(&says.tracks, tracks, "tracks", record, severity, complaints);
    }
    let discs = match release.discs.is_empty() {
        false => release.discs.len(),
        true => release.formats.iter().map(|format| format.count.get().copied().unwrap_or(0) as usize).sum(),
    };
    if discs > 0 {
        count_differs(&says.discs, discs, "discs", record, severity, complaints);
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

fn drama_counts(model: &Model, record: &Record<Drama>, complaints: &mut Vec<Diagnostic>) {
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

/// Chains of records that must come to an end.
fn loops(model: &Model, complaints: &mut Vec<Diagnostic>) {
    let mut next: HashMap<&RecordId, (RecordId, &str)> = HashMap::new();
    for (id, any) in &model.records {
        let to = match &**any {
            Any::Drama(drama) => {
                let part_of = drama.is.part_of.get().map(|to| (&to.0, "part_of"));
                part_of.or(drama.is.follows.get().map(|to| (&to.0, "follows")))
            }
            Any::Release(release) => release.is.edition_of.get().map(|to| (&to.0, "edition_of")),
            Any::Song(song) => {
                song.is.version_of.get().and_then(|version| version.song.get()).map(|to| (&to.0, "version_of"))
            }
            Any::Episode(episode) => episode.is.after.get().map(|to| (&to.0, "after")),
            _ => None,
        };
        if let Some((to, field)) = to
            && let Some(to) = to.candidates().next()
        {
            next.insert(id, (to, field));
        }
    }
    let mut told: Vec<&RecordId> = Vec::new();
    let mut starts: Vec<&&RecordId> = next.keys().collect();
    starts.sort();
    for start in starts {
        let mut chain = vec![*start];
        let mut at: &RecordId = start;
        while let Some((to, field)) = next.get(at) {
            if to == *start {
                // Told once, at its first record.
                if !chain.iter().any(|id| told.contains(id)) {
                    let names: Vec<String> = chain.iter().chain([start]).map(|id| format!("`{}`", id.id)).collect();
                    complaints.push(
                        Diagnostic::new(
                            Code::Loop,
                            format!("`{field}` leads round in a circle: {}", names.join(" → ")),
                        )
                        .at(model.records[*start].place().clone())
                        .help("one of them must be the first; take the field out there"),
                    );
                    told.extend(&chain);
                }
                break;
            }
            if chain.contains(&to) {
                break;
            }
            chain.push(to);
            at = to;
        }
    }
}

/// Things in a box may lie in another thing of it, not in each other.
fn item_loops(model: &Model, complaints: &mut Vec<Diagnostic>) {
    for any in model.records.values() {
        let Any::Release(release) = &**any else { continue };
        let Some(contents) = release.is.contents.get() else { continue };
        let item = |key: &str| contents.0.iter().find(|(k, _)| k == key).map(|(_, item)| item);
        for (key, start) in &contents.0 {
            let Some(Fact { is: Some(inside), at, .. }) = start.inside.fact() else { continue };
            if item(inside.as_str()).is_none() {
                let keys = contents.0.iter().map(|(key, _)| key.as_str());
                let near = crate::parse::decode::nearest(inside.as_str(), keys.clone()).map(str::to_string);
                let help = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("the things in this box are: {}", keys.collect::<Vec<_>>().join(", ")),
                };
                complaints.push(
                    Diagnostic::new(Code::NoSuch, format!("nothing in this box is called `{}`", inside.as_str()))
                        .at(release.at(*at))
                        .help(help),
                );
                continue;
            }
            let mut seen = vec![key.as_str()];
            let mut here = start;
            while let Some(next) = here.inside.get() {
                if seen.contains(&next.as_str()) {
                    if next.as_str() == seen[0] && seen.iter().min() == Some(&seen[0]) {
                        complaints.push(
                            Diagnostic::new(
                                Code::Loop,
                                format!("`{key}` lies in itself by `in`: {}", seen.join(" → ")),
                            )
                            .at(release.at(*at))
                            .help("say of one of them that it lies in nothing"),
                        );
                    }
                    break;
                }
                seen.push(next.as_str());
                let Some(next) = item(next.as_str()) else { break };
                here = next;
            }
        }
    }
}
