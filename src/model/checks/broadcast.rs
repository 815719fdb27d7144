//! Episodes against the weekly slots of their drama. An hour is never worked out from a slot: the two are only
//! laid beside each other.

use super::tell::and;
use crate::base::day::{Day, When};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::fact::Fact;
use crate::base::id::{Kind, RecordId};
use crate::kinds::drama::{Slot, Weekday};
use crate::kinds::episode::{EpisodeKind, Number, Out};
use crate::kinds::record::Record;
use crate::kinds::{Drama, Episode};
use crate::model::{Any, Model};

/// Hours before this one belong to the evening before: 01:30 on Monday is Sunday's programme.
const BROADCAST_DAY_BEGINS: u8 = 5;

/// The days that a moment may count as in a slot: its own, and before dawn the day before.
fn broadcast_days(model: &Model, when: &When, slot: &Slot) -> Vec<Day> {
    let there = slot.zone.get().unwrap_or(&model.zone);
    let (day, clock) = when.in_zone(&model.zone, there);
    let mut days = vec![day];
    match clock {
        Some(clock) if clock.hour < BROADCAST_DAY_BEGINS => days.extend(day.before()),
        // Without an hour, a day in another zone may be either.
        None if there != when.zone.as_ref().unwrap_or(&model.zone) => days.extend(day.before()),
        _ => {}
    }
    days
}

/// Does the slot hold on that day?
fn holds(slot: &Slot, day: Day) -> bool {
    !slot.from.get().is_some_and(|from| from.is_after(day))
        && !slot.until.get().is_some_and(|until| day.is_after(*until))
}

/// The drama that an episode belongs to.
fn drama_of<'m>(model: &'m Model, id: &RecordId) -> Option<&'m Record<Drama>> {
    let drama = match id.drama.is_empty() {
        false => RecordId { kind: Kind::Drama, drama: "".into(), id: id.drama.clone() },
        true => model.lists.get(&(Kind::Drama, "".into()))?.first()?.clone(),
    };
    match model.records.get(&drama) {
        Some(Any::Drama(drama)) => Some(drama),
        _ => None,
    }
}

/// The slots of the episode's season, else of the drama.
fn slots(drama: &Drama, number: Number) -> &[Slot] {
    let seasons = drama.seasons.get().map(|seasons| &seasons.0[..]).unwrap_or_default();
    match seasons.iter().find(|(season, _)| *season == number.season) {
        Some((_, season)) if !season.broadcast.is_empty() => &season.broadcast,
        _ => &drama.broadcast,
    }
}

/// All that can be told of one episode. Specials go out when they please.
pub fn episode(model: &Model, record: &Record<Episode>, complaints: &mut Vec<Diagnostic>) {
    let episode = &record.is;
    let Some(number) = Number::of(&record.id.id) else { return };
    let is_regular = episode.kind.get().is_none_or(|kind| *kind == EpisodeKind::Regular);
    if !is_regular || episode.out.get().is_some_and(|out| *out != Out::Tv) {
        return;
    }
    let Some(drama) = drama_of(model, &record.id) else { return };
    let slots: Vec<&Slot> = slots(&drama.is, number).iter().collect();
    if let Some(fact) = episode.airs.fact() {
        weekday(model, record, fact, &slots, None, complaints);
        hour(model, record, fact, &slots, complaints);
    }
    for showing in &episode.showings {
        let Some(channel) = showing.channel.get() else { continue };
        let own: Vec<&Slot> = slots.iter().copied().filter(|slot| slot.channel.get() == Some(channel)).collect();
        if let Some(fact) = showing.at.fact() {
            weekday(model, record, fact, &own, Some(channel.as_str()), complaints);
        }
    }
}

/// Its day is one of the days of the slots that hold then. Whoever opened the day to explain it knows.
fn weekday(
    model: &Model,
    record: &Record<Episode>,
    fact: &Fact<When>,
    slots: &[&Slot],
    channel: Option<&str>,
    complaints: &mut Vec<Diagnostic>,
) {
    let Some(when) = fact.is.as_ref().filter(|when| when.day.day.is_some()) else { return };
    let is_explained =
        fact.opened.as_ref().is_some_and(|opened| opened.because.is_some() || !opened.earlier.is_empty());
    if is_explained {
        return;
    }
    let is_on = |slot: &Slot, day: Day| {
        day.weekday().is_some_and(|weekday| slot.days.iter().any(|day| *day as usize == weekday))
    };
    let mut wanted: Vec<Weekday> = Vec::new();
    for slot in slots.iter().filter(|slot| !slot.days.is_empty()) {
        for day in broadcast_days(model, when, slot).into_iter().filter(|day| holds(slot, *day)) {
            if is_on(slot, day) {
                return;
            }
            wanted.extend(slot.days.iter());
        }
    }
    wanted.sort_unstable();
    wanted.dedup();
    let Some(found) = when.day.weekday().and_then(|at| Weekday::ALL.get(at)) else { return };
    if wanted.is_empty() {
        return;
    }
    let days: Vec<String> = wanted.iter().map(|day| weekday_name(*day).to_string()).collect();
    let on = channel.map_or_else(|| "the drama is".to_string(), |channel| format!("{channel} shows it"));
    let verb = if channel.is_some() { "" } else { " broadcast" };
    complaints.push(
        Diagnostic::new(
            Code::DateWeekday,
            format!("{} is a {}, and {on}{verb} on {}", when.day, weekday_name(*found), and(&days)),
        )
        .at(record.at(fact.at))
        .label(format!("the episode `{}`", record.id.id))
        .help("correct the day, or the days and the `from`/`until` of the slot under `broadcast` in drama.yaml")
        .help("if it was moved, open the day and say so: `{is: …, because: …}`, or the day announced first under `earlier:`"),
    );
}

/// "Sunday".
fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// A note: it went out at another hour than the slot says. Often true, and worth a look.
fn hour(
    model: &Model,
    record: &Record<Episode>,
    fact: &Fact<When>,
    slots: &[&Slot],
    complaints: &mut Vec<Diagnostic>,
) {
    let Some(when) = fact.is.as_ref().filter(|when| when.time.is_some()) else { return };
    let mut other = None;
    for slot in slots {
        let Some(time) = slot.time.get() else { continue };
        let is_held = broadcast_days(model, when, slot).iter().any(|day| holds(slot, *day));
        let there = slot.zone.get().unwrap_or(&model.zone);
        let (_, Some(clock)) = when.in_zone(&model.zone, there) else { continue };
        if !is_held {
            continue;
        }
        if (clock.hour, clock.minute) == (time.hour % 24, time.minute) {
            return;
        }
        other.get_or_insert((*time, clock));
    }
    let Some((time, clock)) = other else { return };
    complaints.push(
        Diagnostic::new(
            Code::SlotDiffers,
            format!(
                "the episode `{}` is said to have begun at {clock}, and the weekly hour is {time}",
                record.id.id
            ),
        )
        .at(record.at(fact.at))
        .help("fine when a source gives the hour of this very episode; an hour is never worked out from the slot"),
    );
}
