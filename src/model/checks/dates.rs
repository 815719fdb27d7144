//! Days and hours of one record that cannot both be right, and hours that never were.
//!
//! Only what is sure is told: `2024-04` is neither before nor after `2024-04-26`, and `24:50` on the 14th is the
//! same moment as `00:50` on the 15th.

use super::tell::called;
use crate::base::day::{Day, When};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::fact::{Fact, Maybe, Need, Span};
use crate::base::id::Kind;
use crate::base::place::Place;
use crate::kinds::episode::{EpisodeKind, Number, Out};
use crate::kinds::record::Record;
use crate::kinds::{Drama, Episode, Release, Song};
use crate::model::{Any, Model};
use std::sync::Arc;

/// One date with the name of its field.
struct Dated {
    field: &'static str,
    when: When,
    at: Place,
}

/// Puts dates beside each other.
struct Calendar<'a> {
    model: &'a Model,
    any: &'a Any,
    complaints: &'a mut Vec<Diagnostic>,
}

/// All that can be told of one record.
pub fn record(model: &Model, any: &Any, complaints: &mut Vec<Diagnostic>) {
    let mut calendar = Calendar { model, any, complaints };
    match any {
        Any::Drama(drama) => {
            let drama = &drama.is;
            calendar.days(("first_air", &drama.first_air), ("last_air", &drama.last_air));
            let seasons = drama.seasons.get().map(|seasons| &seasons.0[..]).unwrap_or_default();
            let of_seasons = seasons.iter().flat_map(|(_, season)| season.broadcast.iter());
            for slot in drama.broadcast.iter().chain(of_seasons) {
                calendar.days(("from", &slot.from), ("until", &slot.until));
            }
            for service in &drama.streaming {
                calendar.days(("from", &service.from), ("until", &service.until));
            }
            for (_, season) in seasons {
                calendar.days(("first_air", &season.first_air), ("last_air", &season.last_air));
            }
        }
        Any::Episode(episode) => {
            calendar.hour("airs", episode.is.airs.fact());
            for showing in &episode.is.showings {
                calendar.hour("at", showing.at.fact());
            }
        }
        Any::Release(release) => calendar.release(release),
        Any::Song(song) => calendar.song(song),
        Any::Event(event) => {
            let event = &event.is;
            calendar.hour("date", event.date.fact());
            let (first, last) = (calendar.need("date", &event.date), calendar.day("until", &event.until));
            calendar.order(first, last);
        }
        Any::Award(award) => calendar.days(("date", &award.is.date), ("until", &award.is.until)),
        Any::Artist(artist) => {
            for member in &artist.is.members {
                calendar.days(("from", &member.from), ("until", &member.until));
            }
        }
        Any::Source(source) => calendar.days(("published", &source.is.published), ("read", &source.is.read)),
        _ => {}
    }
}

impl Calendar<'_> {
    fn place(&self, at: Span) -> Place {
        Place { file: self.any.place().file.clone(), start: at.start, end: at.end }
    }

    fn dated(&self, field: &'static str, when: Option<When>, at: Span) -> Option<Dated> {
        when.map(|when| Dated { field, when, at: self.place(at) })
    }

    fn day(&self, field: &'static str, day: &Maybe<Day>) -> Option<Dated> {
        day.fact().and_then(|fact| self.dated(field, fact.is.map(When::day), fact.at))
    }

    fn when(&self, field: &'static str, when: &Maybe<When>) -> Option<Dated> {
        when.fact().and_then(|fact| self.dated(field, fact.is.clone(), fact.at))
    }

    fn need(&self, field: &'static str, when: &Need<When>) -> Option<Dated> {
        when.fact().and_then(|fact| self.dated(field, fact.is.clone(), fact.at))
    }

    fn days(&mut self, first: (&'static str, &Maybe<Day>), last: (&'static str, &Maybe<Day>)) {
        let (first, last) = (self.day(first.0, first.1), self.day(last.0, last.1));
        self.order(first, last);
    }

    fn order(&mut self, first: Option<Dated>, last: Option<Dated>) {
        let (Some(first), Some(last)) = (first, last) else { return };
        if !first.when.is_after(&last.when, &self.model.zone) {
            return;
        }
        self.complaints.push(
            Diagnostic::new(
                Code::DateOrder,
                format!(
                    "in {}, `{}` ({}) is before `{}` ({})",
                    called(self.any.id()),
                    last.field,
                    shown(&last.when),
                    first.field,
                    shown(&first.when)
                ),
            )
            .at(last.at)
            .also(first.at, format!("`{}` stands here", first.field))
            .help("one of the two is wrong, or they have changed places"),
        );
    }

    /// An hour that clocks passed over when they were put forward.
    fn hour(&mut self, field: &'static str, fact: Option<&Fact<When>>) {
        let Some(Fact { is: Some(when), at, .. }) = fact else { return };
        if !when.is_skipped(&self.model.zone) {
            return;
        }
        let zone = when.zone.as_ref().unwrap_or(&self.model.zone);
        self.complaints.push(
            Diagnostic::new(
                Code::WrongType,
                format!("`{field}` is `{}`, and there was no such hour in the zone {}", shown(when), zone.name()),
            )
            .at(self.place(*at))
            .help("clocks were put forward over it that night; see what the source says, and in which zone"),
        );
    }

    fn release(&mut self, record: &Record<Release>) {
        let release = &record.is;
        self.hour("presale_from", release.presale_from.fact());
        self.hour("released", release.released.fact());
        // A digital album may be out while the discs can only be ordered.
        if !release.formats.iter().any(|format| format.released.fact().is_some()) {
            let dates =
                (self.when("presale_from", &release.presale_from), self.when("released", &release.released));
            self.order(dates.0, dates.1);
        }
        for format in &release.formats {
            self.hour("released", format.released.fact());
        }
        for offer in &release.offers {
            self.hour("from", offer.from.fact());
            self.hour("until", offer.until.fact());
            let dates = (self.when("from", &offer.from), self.when("until", &offer.until));
            self.order(dates.0, dates.1);
        }
    }

    fn song(&mut self, record: &Record<Song>) {
        self.hour("released", record.is.released.fact());
        for (_, take) in record.is.takes.get().map(|takes| &takes.0[..]).unwrap_or_default() {
            self.hour("released", take.released.fact());
        }
    }
}

/// Episodes are broadcast in the order of their numbers, between the first and the last day of their drama.
pub fn episodes(model: &Model, complaints: &mut Vec<Diagnostic>) {
    for ((kind, drama), list) in &model.lists {
        if *kind != Kind::Episode {
            continue;
        }
        let episodes = list.iter().filter_map(|id| match model.records.get(id) {
            Some(Any::Episode(episode)) => Some(episode),
            _ => None,
        });
        let mut before: Option<(&Record<Episode>, &When, Span)> = None;
        let whole = of_whole(model, drama);
        for episode in episodes.filter(|episode| is_broadcast(episode)) {
            let Some((when, at)) = sure(episode.is.airs.fact()) else { continue };
            if let Some((first, first_when, first_at)) = before
                && first_when.is_after(when, &model.zone)
            {
                let message = format!(
                    "the episode `{}` goes out on {}, before the episode `{}` on {}",
                    episode.id.id,
                    shown(when),
                    first.id.id,
                    shown(first_when)
                );
                complaints.push(
                    Diagnostic::new(Code::DateOrder, message)
                        .at(episode.at(at))
                        .also(first.at(first_at), format!("`{}` goes out here", first.id.id))
                        .help("correct one of them; if it really was so, open the day and say why: `{is: …, because: …}`"),
                );
                continue;
            }
            before = Some((episode, when, at));
            if let Some(whole) = whole {
                outside(episode, when, at, whole, complaints);
            }
        }
    }
}

/// Shown on television, with a number.
fn is_broadcast(episode: &Record<Episode>) -> bool {
    Number::of(&episode.id.id).is_some()
        && episode.is.kind.get().is_none_or(|kind| *kind == EpisodeKind::Regular)
        && episode.is.out.get().is_none_or(|out| *out == Out::Tv)
}

/// A value that nobody has given a reason for: who did knows what they say.
fn sure<T>(fact: Option<&Fact<T>>) -> Option<(&T, Span)> {
    let fact = fact?;
    let is_explained = fact.opened.as_ref().is_some_and(|opened| opened.because.is_some());
    fact.said().filter(|_| !is_explained).map(|value| (value, fact.at))
}

fn of_whole<'m>(model: &'m Model, drama: &Arc<str>) -> Option<&'m Record<Drama>> {
    let mut dramas = model.lists.get(&(Kind::Drama, "".into()))?.iter();
    let id = dramas.find(|id| drama.is_empty() || id.id == *drama)?;
    match model.records.get(id)? {
        Any::Drama(drama) => Some(drama),
        _ => None,
    }
}

/// An episode before the first day of its drama, or after the last.
fn outside(
    episode: &Record<Episode>,
    when: &When,
    at: Span,
    drama: &Record<Drama>,
    complaints: &mut Vec<Diagnostic>,
) {
    // 01:30 belongs to the evening before.
    let is_night = when.time.is_some_and(|time| time.hour < 5);
    let day_before = when.day.before().filter(|_| is_night);
    let first = sure(drama.is.first_air.fact()).filter(|(first, _)| first.is_after(when.day));
    let last = sure(drama.is.last_air.fact())
        .filter(|(last, _)| when.day.is_after(**last) && day_before.is_none_or(|day| day.is_after(**last)));
    let bounds = [("first_air", "before", first), ("last_air", "after", last)];
    for (field, side, bound) in bounds {
        let Some((day, bound_at)) = bound else { continue };
        let message = format!(
            "the episode `{}` goes out on {}, {side} the `{field}` of the drama, {day}",
            episode.id.id,
            shown(when)
        );
        complaints.push(
            Diagnostic::new(Code::DateOrder, message)
                .at(episode.at(at))
                .also(drama.at(bound_at), format!("`{field}` stands here"))
                .help("correct one of them; if both are right, open the day and say why: `{is: …, because: …}`"),
        );
    }
}

/// As the author writes it.
fn shown(when: &When) -> String {
    let mut text = when.day.to_string();
    if let Some(time) = when.time {
        text.push_str(&format!(" {time}"));
    }
    if let Some(zone) = &when.zone {
        text.push_str(&format!(" {}", zone.name()));
    }
    text
}
