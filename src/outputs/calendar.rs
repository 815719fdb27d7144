//! `/calendar.ics`, `/calendar-episodes.ics`, `/calendar-releases.ics`: what is dated in a drama, for calendars that
//! keep themselves up to date. Hours come from sources and are written in UTC; a weekly slot alone makes no event,
//! nor does a rumour, a month without a day, or what tells something of an episode.

use super::dates::{Which, dates};
use super::desk::Desk;
use super::ical::{At, Dated, Status, calendar};
use super::tracks::format_name;
use super::{Ask, Made, Output};
use crate::base::address::SitePath;
use crate::base::day::When;
use crate::base::fact::{Fact, How};
use crate::base::id::{Kind, RecordId};
use crate::kinds::release::ReleaseStatus;
use crate::kinds::{Episode, Release};
use crate::model::Reader;
use crate::plan::{Key, Slot};

pub const OUTPUT: Output = Output {
    name: "calendar",
    path: "/calendar.ics, /calendar-episodes.ics, /calendar-releases.ics",
    about: "broadcasts and releases of each drama, for calendars",
    slots,
    make,
};

/// The calendars of a drama: the name of the file, what it holds, the words for it.
pub const CALENDARS: &[(&str, &[Kind], &str)] = &[
    ("calendar.ics", &[Kind::Episode, Kind::Release], "calendar_all"),
    ("calendar-episodes.ics", &[Kind::Episode], "calendar_episodes"),
    ("calendar-releases.ics", &[Kind::Release], "calendar_releases"),
];

fn slots(ask: &Ask) -> Vec<Slot> {
    let mut slots = Vec::new();
    for (drama, _) in ask.reader.dramas() {
        for (name, kinds, _) in CALENDARS {
            let mut ids = kinds.iter().flat_map(|kind| ask.reader.list(*kind, &drama));
            if ids.any(|id| is_dated(ask.reader, id)) {
                slots.extend(ask.each_lang(|lang| Slot {
                    path: ask.routes.drama_file(lang, &drama, name),
                    lang: Some(lang.clone()),
                    output: OUTPUT.name,
                    key: Key::Drama(drama.clone()),
                    place: None,
                }));
            }
        }
    }
    slots
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let Key::Drama(drama) = &slot.key else { unreachable!("slots of this output are made for each drama") };
    let file = slot.path.as_str().rsplit('/').next().unwrap_or_default();
    let Some((_, kinds, words)) = CALENDARS.iter().find(|(name, ..)| *name == file) else {
        unreachable!("slots of this output have names of this table")
    };
    let ids = kinds.iter().flat_map(|kind| desk.reader.list(*kind, drama));
    let events: Vec<Dated> = ids.flat_map(|id| events(desk, id)).collect();
    let name = desk.strings.fill(words, &[("drama", &super::drama_name(desk, drama))]);
    Made::Bytes(calendar(&name, desk.lang.as_str(), &events))
}

/// The calendars of a drama that there are, with their names.
pub fn calendars(desk: &Desk, drama: &str) -> Vec<(SitePath, String)> {
    let named = CALENDARS.iter().map(|(name, _, words)| {
        let title = desk.strings.fill(words, &[("drama", &super::drama_name(desk, drama))]);
        (desk.routes.drama_file(desk.lang, drama, name), title)
    });
    named.filter(|(path, _)| desk.has_file(path.as_str())).collect()
}

/// Has it a date that belongs into a calendar?
pub fn is_dated(reader: &Reader, id: &RecordId) -> bool {
    !sure_dates(reader, id).is_empty()
}

/// The dates of a record that are whole days and no rumours. One format of a release is only told where its date
/// is another.
fn sure_dates<'d>(reader: &Reader<'d>, id: &RecordId) -> Vec<(Which, &'d When, &'d Fact<When>)> {
    if reader.head(id).is_none_or(|head| head.spoiler.is_some()) {
        return Vec::new();
    }
    let mut sure: Vec<(Which, &When, &Fact<When>)> = Vec::new();
    for (which, fact) in dates(reader, id) {
        let Some(when) = fact.is.as_ref().filter(|when| when.day.day.is_some()) else { continue };
        let is_told = match which {
            Which::Format(_) => sure.iter().any(|(known, at, _)| *known == which || *at == when),
            _ => false,
        };
        if fact.how() != How::Rumoured && !is_told {
            sure.push((which, when, fact));
        }
    }
    sure
}

/// What a record puts into a calendar.
pub fn events(desk: &Desk, id: &RecordId) -> Vec<Dated> {
    let sure = sure_dates(desk.reader, id);
    sure.into_iter().map(|(which, when, fact)| event(desk, id, which, when, fact)).collect()
}

fn event(desk: &Desk, id: &RecordId, which: Which, when: &When, fact: &Fact<When>) -> Dated {
    let base = desk.routes.base();
    let drama = if id.drama.is_empty() { String::new() } else { format!(".{}", id.drama) };
    let updated = desk.reader.head(id).and_then(|head| head.updated);
    let address = desk.routes.record(desk.lang, id).filter(|address| desk.has_file(&address.path.file()));
    let path = address.map_or_else(|| desk.routes.home(desk.lang), |address| address.path);
    let release = desk.reader.get::<Release>(id);
    let is_cancelled = release.is_some_and(|record| record.is.status.get() == Some(&ReleaseStatus::Cancelled));
    let status = match fact.how() {
        _ if is_cancelled => Status::Cancelled,
        How::Expected | How::About => Status::Tentative,
        How::Stated | How::Derived | How::Rumoured => Status::Confirmed,
    };
    Dated {
        uid: format!("{}-{}-{}{drama}@{}{}", id.kind, id.id, which.name(), base.host(), base.path()),
        stamp: updated.or(desk.reader.site().as_of.get().copied()).unwrap_or(when.day),
        at: at(desk, id, when),
        status,
        summary: summary(desk, id, which),
        url: base.absolute(&path),
    }
}

/// An end is only said where the length of the episode is known.
fn at(desk: &Desk, id: &RecordId, when: &When) -> At {
    let Some(start) = when.moment(desk.reader.zone()) else {
        return At::Day(when.day.calendar().unwrap_or_default());
    };
    let runtime = desk.reader.get::<Episode>(id).and_then(|record| record.is.runtime.get().copied());
    At::Moment { end: runtime.and_then(|minutes| start.after_minutes(minutes)), start }
}

fn summary(desk: &Desk, id: &RecordId, which: Which) -> String {
    let name = desk.link(id).text;
    let drama = super::drama_name(desk, &id.drama);
    let format = match which {
        Which::Format(format) => format_name(desk, format),
        _ => String::new(),
    };
    let key = match which {
        Which::Airs | Which::Event => "calendar_episode",
        Which::Presale => "calendar_presale",
        Which::Released => "calendar_release",
        Which::Format(_) => "calendar_format",
    };
    desk.strings.fill(key, &[("name", &name), ("drama", &drama), ("format", &format)])
}
