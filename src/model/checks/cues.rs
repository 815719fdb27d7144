//! When a song is heard, and when what tells of an episode may be opened.

use super::tell::called;
use crate::base::day::Dur;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::fact::{Fact, Maybe};
use crate::base::id::{Kind, RecordId};
use crate::base::place::Place;
use crate::kinds::record::Record;
use crate::kinds::{Episode, Song};
use crate::model::{Any, Model};
use crate::parse::values::Ep;

/// Minutes are rounded, so a cue of the last one may stand past them.
const SECONDS_OF_ROUNDING: u32 = 60;

/// The cues of a song: inside their episodes, and closed until these are seen.
pub fn song(model: &Model, record: &Record<Song>, complaints: &mut Vec<Diagnostic>) {
    for heard in &record.is.heard_in {
        let Some(of) = heard.episode.get() else { continue };
        let episodes = model.expand(of, &record.id.drama);
        if let Some(Fact { is: Some(at), at: span, .. }) = heard.at.fact() {
            beyond_the_end(model, record, *at, record.at(*span), &episodes, complaints);
        }
        if let Some(first) = episodes.first() {
            opens_early(model, &record.id, &record.at(Default::default()), &heard.spoiler, first, complaints);
        }
    }
}

/// What is marked as telling of an episode stands in an episode itself.
pub fn episode(model: &Model, record: &Record<Episode>, complaints: &mut Vec<Diagnostic>) {
    let file = record.at(Default::default());
    opens_early(model, &record.id, &file, &record.common.spoiler, &record.id, complaints);
}

fn beyond_the_end(
    model: &Model,
    record: &Record<Song>,
    at: Dur,
    place: Place,
    episodes: &[RecordId],
    complaints: &mut Vec<Diagnostic>,
) {
    for id in episodes {
        let Some(Any::Episode(episode)) = model.records.get(id) else { continue };
        let Some(Fact { is: Some(minutes), at: runtime_at, .. }) = episode.is.runtime.fact() else { continue };
        if at.0 <= minutes.saturating_mul(60).saturating_add(SECONDS_OF_ROUNDING) {
            continue;
        }
        complaints.push(
            Diagnostic::new(
                Code::CueRange,
                format!(
                    "the song `{}` is heard at {at} of episode {}, which is {minutes} minutes long",
                    record.id.id, id.id
                ),
            )
            .at(place.clone())
            .also(episode.at(*runtime_at), "the length of the episode")
            .help("`at` is minutes and seconds (`12:40`), or hours, minutes and seconds (`1:02:40`)")
            .help("correct the time, the episode or its `runtime`"),
        );
        // One of several is enough.
        return;
    }
}

/// `spoiler: 3` on what happens in episode 9 would open it to readers who have seen three episodes.
fn opens_early(
    model: &Model,
    owner: &RecordId,
    file: &Place,
    spoiler: &Maybe<Ep>,
    first: &RecordId,
    complaints: &mut Vec<Diagnostic>,
) {
    let Some(Fact { is: Some(Ep::Of(opens)), at, .. }) = spoiler.fact() else { return };
    let Some(list) = model.lists.get(&(Kind::Episode, first.drama.clone())) else { return };
    let position = |id: &str| list.iter().position(|episode| *episode.id == *id);
    if opens.drama != first.drama {
        return;
    }
    let (Some(opening), Some(happening)) = (position(&opens.id), position(&first.id)) else { return };
    if opening >= happening {
        return;
    }
    let what = match owner.kind {
        Kind::Episode => format!("{} is said to be open", called(owner)),
        _ => format!("a cue of {} in episode {} is said to be open", called(owner), first.id),
    };
    complaints.push(
        Diagnostic::new(Code::SpoilerLate, format!("{what} to readers who have seen episode {}", opens.id))
            .at(Place { file: file.file.clone(), start: at.start, end: at.end })
            .label("opens too early")
            .help(format!("write `spoiler: {}`, or a later episode when it gives away more than that", first.id)),
    );
}
