//! `/timeline/`: everything dated in a drama on one axis: episodes, releases, events, prizes. Dates are read
//! from the records themselves, so that the same thing has the same date here and on its own page.

use super::desk::Desk;
use super::figures::{FigureView, figures};
use super::views::{Bit, Cite, FactView, Spoiler};
use super::{Ask, Made, Output};
use crate::base::day::{Clock, Day, When};
use crate::base::fact::Fact;
use crate::base::id::{Kind, RecordId};
use crate::base::view::view_of;
use crate::kinds::{Award, Common, Episode, Event, Release};
use crate::parse::values::About;
use crate::plan::Slot;
use crate::plan::routes::Section;
use serde::Serialize;
use std::sync::Arc;

pub const OUTPUT: Output = Output {
    name: "timeline",
    path: "/timeline/",
    about: "episodes, releases, events and prizes by date",
    slots,
    make,
};

fn slots(ask: &Ask) -> Vec<Slot> {
    let mut slots = Vec::new();
    for (drama, _) in ask.reader.dramas() {
        let has = |kind: &Kind| ask.reader.list(*kind, &drama).iter().any(|id| has_date(ask, id));
        if [Kind::Event, Kind::Episode, Kind::Release, Kind::Award].iter().any(has) {
            slots.extend(super::drama_slots(ask, OUTPUT.name, Section::Timeline, &drama));
        }
    }
    slots
}

/// An event has its place here whether its date is known or not: links lead to it.
fn has_date(ask: &Ask, id: &RecordId) -> bool {
    let is_sold = || {
        let release = ask.reader.get::<Release>(id).map(|record| &record.is);
        release.is_some_and(|release| release.presale_from.fact().is_some() || release.released.fact().is_some())
    };
    id.kind == Kind::Event || ask.reader.head(id).is_some_and(|head| head.when.is_some()) || is_sold()
}

/// What `timeline.html` sees as `timeline`.
#[derive(Serialize)]
struct TimelineView {
    title: String,
    drama: Bit,
    years: Vec<YearView>,
    /// Events of which not even the order is known.
    undated: Vec<EntryView>,
    /// What sorts of entries there are, each once, in the order in which they come.
    kinds: Vec<KindView>,
}

/// A sort of entries, to choose which to see.
#[derive(Serialize)]
struct KindView {
    /// `chart`, as in `sort` of the entries.
    sort: String,
    /// "Chart".
    label: String,
}

#[derive(Serialize)]
struct YearView {
    year: String,
    months: Vec<MonthView>,
}

#[derive(Serialize)]
struct MonthView {
    /// "April 2024"; the year alone for what has no month.
    title: String,
    entries: Vec<EntryView>,
}

/// One dated thing.
#[derive(Serialize)]
struct EntryView {
    /// Of an event: links lead here.
    id: Option<String>,
    /// Ids it had before.
    was: Vec<String>,
    /// `episode`, `release`, `presale`, `event`, `award`.
    kind: &'static str,
    /// The same, of an event its own sort: `chart`. A reader can choose which to see.
    sort: String,
    /// The same in words, of an event its own sort: "Pre-sale", "Chart".
    label: String,
    date: FactView,
    until: Option<FactView>,
    what: Bit,
    /// Records that it concerns.
    about: Vec<Bit>,
    note: Option<Bit>,
    figures: Vec<FigureView>,
    links: Vec<Bit>,
    cites: Vec<Cite>,
    spoiler: Option<Spoiler>,
}

/// Which date of a record.
enum Which {
    Airs,
    Presale,
    Released,
    /// Of a format, by its place among the formats.
    Format(usize),
    Event,
    Award,
}

/// When: by day, then by hour. What lies before or after a day stands before or behind everything of that day.
type Moment = (Day, Side, Option<Clock>);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Before,
    On,
    After,
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let (drama, record) = super::expect_drama(slot, desk);
    let mut found = gather(desk, drama);
    // What shares a moment stays in the order in which it was gathered.
    found.sort_by_key(|(moment, ..)| (moment.is_none(), *moment));
    let mut years: Vec<YearView> = Vec::new();
    let mut undated = Vec::new();
    let mut kinds: Vec<KindView> = Vec::new();
    for (moment, id, which) in found {
        let Some(entry) = entry(desk, &id, &which) else { continue };
        if !kinds.iter().any(|kind| kind.sort == entry.sort) {
            kinds.push(KindView { sort: entry.sort.clone(), label: entry.label.clone() });
        }
        let Some((day, ..)) = moment else {
            undated.push(entry);
            continue;
        };
        let year = day.year.to_string();
        let title = desk.strings.day(Day { day: None, ..day });
        if years.last().is_none_or(|last| last.year != year) {
            years.push(YearView { year, months: Vec::new() });
        }
        let Some(year) = years.last_mut() else { continue };
        match year.months.last_mut() {
            Some(month) if month.title == title => month.entries.push(entry),
            _ => year.months.push(MonthView { title, entries: vec![entry] }),
        }
    }
    let title = desk.t("section_timeline");
    let view = TimelineView { title: title.clone(), drama: desk.link(&record.id), years, undated, kinds };
    let description = desk.strings.fill("describe_timeline", &[("drama", &view.drama.text)]);
    let mut page = desk.page(slot, "timeline", Section::Timeline.name(), desk.plain(title), description);
    page.crumbs = desk.home_crumbs(drama);
    desk.tell(super::jsonld::lists::list(&page.url, &page.title, super::jsonld::events::timeline(desk, drama)));
    Made::Page(Desk::finish(desk, "timeline.html", page, vec![("timeline", view_of(&view))]))
}

fn gather(desk: &Desk, drama: &Arc<str>) -> Vec<(Option<Moment>, RecordId, Which)> {
    let mut found = Vec::new();
    let list = |kind| desk.reader.list(kind, drama);
    let mut add = |fact: Option<&Fact<When>>, id: &RecordId, which| {
        let moment = fact.and_then(|fact| moment(desk, fact));
        if moment.is_some() || matches!(which, Which::Event) {
            found.push((moment, id.clone(), which));
        }
    };
    for id in list(Kind::Episode) {
        if let Some(episode) = desk.reader.get::<Episode>(id) {
            add(episode.is.airs.fact(), id, Which::Airs);
        }
    }
    for id in list(Kind::Release) {
        if let Some(release) = desk.reader.get::<Release>(id) {
            add(release.is.presale_from.fact(), id, Which::Presale);
            add(release.is.released.fact(), id, Which::Released);
            for (at, format) in release.is.formats.iter().enumerate() {
                add(format.released.fact(), id, Which::Format(at));
            }
        }
    }
    for id in list(Kind::Event) {
        if let Some(event) = desk.reader.get::<Event>(id) {
            add(event.is.date.fact(), id, Which::Event);
        }
    }
    for id in list(Kind::Award) {
        if let Some(award) = desk.reader.get::<Award>(id) {
            add(award.is.date.fact().map(when_of).as_ref(), id, Which::Award);
        }
    }
    found
}

/// A day as a moment without an hour; what is said of it besides stays with the day.
fn when_of(fact: &Fact<Day>) -> Fact<When> {
    let opened = fact.opened.as_ref().map(|opened| {
        Box::new(crate::base::fact::Opened {
            how: opened.how,
            because: None,
            sources: Vec::new(),
            via: None,
            also: Vec::new(),
            earlier: Vec::new(),
            after: opened.after,
            before: opened.before,
        })
    });
    Fact { is: fact.is.map(When::day), at: fact.at, opened }
}

/// Where a date stands on the axis: an unknown one by what it lies behind or before.
fn moment(desk: &Desk, fact: &Fact<When>) -> Option<Moment> {
    if let Some(when) = &fact.is {
        let (day, clock) = when.on_site(desk.reader.zone());
        return Some((day, Side::On, clock));
    }
    let opened = fact.opened.as_ref()?;
    let after = opened.after.map(|day| (day, Side::After, None));
    after.or(opened.before.map(|day| (day, Side::Before, None)))
}

fn entry(desk: &Desk, id: &RecordId, which: &Which) -> Option<EntryView> {
    let view = |kind: &'static str, date: FactView, common: &Common| {
        let cites = if date.cites.is_empty() { desk.cite_list(&common.sources) } else { Vec::new() };
        EntryView {
            id: None,
            was: Vec::new(),
            kind,
            sort: kind.to_string(),
            label: desk.t(&format!("dated_{kind}")),
            date,
            until: None,
            what: desk.link(id),
            about: Vec::new(),
            note: None,
            figures: Vec::new(),
            links: Vec::new(),
            cites,
            spoiler: desk.spoiler_of(id),
        }
    };
    // What sources say otherwise stands on the page of the record, and only there.
    let short = |fact: &Fact<When>| {
        let view = desk.date_view(fact);
        FactView { because: None, also: Vec::new(), earlier: Vec::new(), ..view }
    };
    Some(match which {
        Which::Airs => {
            let record = desk.reader.get::<Episode>(id)?;
            view("episode", short(record.is.airs.fact()?), &record.common)
        }
        Which::Presale => {
            let record = desk.reader.get::<Release>(id)?;
            view("presale", short(record.is.presale_from.fact()?), &record.common)
        }
        Which::Released => {
            let record = desk.reader.get::<Release>(id)?;
            view("release", short(record.is.released.fact()?), &record.common)
        }
        Which::Format(at) => {
            let record = desk.reader.get::<Release>(id)?;
            let format = record.is.formats.get(*at)?;
            let mut entry = view("release", short(format.released.fact()?), &record.common);
            entry.what.note = format.what.get().map(|what| super::tracks::format_name(desk, *what));
            entry
        }
        Which::Event => {
            let record = desk.reader.get::<Event>(id)?;
            let event = &record.is;
            let date = event.date.fact().map(|date| desk.date_view(date)).unwrap_or_default();
            let kind = event.kind.get().map_or("other", |kind| kind.name());
            let what = event.what.get().map(|what| desk.text(what)).unwrap_or_default();
            EntryView {
                id: Some(id.id.to_string()),
                was: super::former_ids(&record.common),
                sort: kind.to_string(),
                label: desk.t(&format!("event_{kind}")),
                until: event.until.fact().map(|until| desk.fact(until, |day| vec![desk.day(*day)])),
                about: super::about_links(desk, event.about.iter().filter(|about| !is_drama(about)), &id.drama),
                note: record.common.note.get().map(|note| desk.text(note)),
                figures: figures(desk, &record.common),
                links: super::outside_links(desk, &record.common),
                cites: desk.cite_list(&record.common.sources),
                what,
                ..view("event", date, &record.common)
            }
        }
        Which::Award => {
            let record = desk.reader.get::<Award>(id)?;
            let date = record.is.date.fact()?;
            let date = FactView { because: None, also: Vec::new(), ..desk.fact(date, |day| vec![desk.day(*day)]) };
            EntryView {
                about: super::awards::winners(desk, &record.is, &id.drama),
                until: record.is.until.fact().map(|until| desk.fact(until, |day| vec![desk.day(*day)])),
                ..view("award", date, &record.common)
            }
        }
    })
}

/// The whole page is about the drama.
fn is_drama(about: &About) -> bool {
    matches!(about, About::Record(to) if to.kinds.contains(&Kind::Drama))
}
