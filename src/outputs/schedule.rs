//! `/schedule/`: when and where it is on: weekly slots, streaming, and every episode that has a date. An hour is
//! shown only where a source says it; none is ever worked out from a weekly slot.

use super::desk::Desk;
use super::drama_facts::{season_name, slot_parts, streaming_parts};
use super::views::{AspectView, Bit, Cite, FactView, Spoiler, parts_differ};
use super::{Ask, Made, Output};
use crate::base::day::{Clock, Day, When};
use crate::base::fact::Fact;
use crate::base::id::{Kind, RecordId};
use crate::base::view::view_of;
use crate::kinds::Episode;
use crate::kinds::drama::{Drama, Slot as Weekly, Streaming};
use crate::plan::Slot;
use crate::plan::routes::Section;
use serde::Serialize;

pub const OUTPUT: Output = Output {
    name: "schedule",
    path: "/schedule/",
    about: "weekly slots, streaming, and the dates of all episodes",
    slots,
    make,
};

fn slots(ask: &Ask) -> Vec<Slot> {
    let is_dated = |id: &RecordId| ask.reader.head(id).is_some_and(|head| head.when.is_some());
    let mut slots = Vec::new();
    for (drama, id) in ask.reader.dramas() {
        let record = ask.reader.get::<Drama>(&id);
        let is_told = record.is_some_and(|record| {
            let drama = &record.is;
            !drama.broadcast.is_empty() || !drama.streaming.is_empty()
        });
        if is_told || ask.reader.list(Kind::Episode, &drama).iter().any(is_dated) {
            slots.extend(super::drama_slots(ask, OUTPUT.name, Section::Schedule, &drama));
        }
    }
    slots
}

/// What `schedule.html` sees as `schedule`.
#[derive(Serialize)]
struct ScheduleView {
    title: String,
    drama: Bit,
    /// `Asia/Seoul`: the zone of all hours that name none.
    zone: String,
    weekly: Vec<WeeklyView>,
    /// Notes of the weekly slots as a whole.
    weekly_cites: Vec<Cite>,
    streaming: Vec<StreamingView>,
    streaming_cites: Vec<Cite>,
    dates: Vec<DateView>,
    has_channels: bool,
    /// Calendars with these dates.
    calendars: Vec<CalendarView>,
}

/// A calendar that programs can keep up to date.
#[derive(Serialize)]
struct CalendarView {
    /// "Queen of Tears: episodes"
    name: String,
    /// `webcal:`, which a calendar opens.
    subscribe: String,
    /// The file itself.
    href: String,
}

/// A slot in the week.
#[derive(Serialize)]
struct WeeklyView {
    channel: String,
    /// "Season 2", where it is of a season.
    season: Option<String>,
    /// "Saturday, Sunday"
    days: String,
    time: Option<FactView>,
    /// Where the hour is not in the site's zone.
    zone: Option<String>,
    /// "from 9 March 2024"
    span: Option<String>,
    /// What is said of these days.
    parts: Vec<AspectView>,
    /// Sources disagree on one of them.
    parts_differ: bool,
}

#[derive(Serialize)]
struct StreamingView {
    service: Bit,
    regions: Option<Bit>,
    span: Option<String>,
    /// What is said of these days and regions.
    parts: Vec<AspectView>,
    /// Sources disagree on one of them.
    parts_differ: bool,
}

/// An episode on a day.
#[derive(Serialize)]
struct DateView {
    episode: Bit,
    date: FactView,
    /// "Saturday"; nothing while the day is not known.
    weekday: Option<String>,
    channel: Option<String>,
    cites: Vec<Cite>,
    spoiler: Option<Spoiler>,
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let (key, record) = super::expect_drama(slot, desk);
    let drama = &record.is;
    let mut weekly: Vec<WeeklyView> = drama.broadcast.iter().map(|slot| weekly_view(desk, slot, None)).collect();
    for (number, season) in drama.seasons.get().map(|seasons| seasons.0.as_slice()).unwrap_or_default() {
        let name = season.name.get().map_or_else(|| season_name(desk, *number), |name| desk.name(name).text);
        weekly.extend(season.broadcast.iter().map(|slot| weekly_view(desk, slot, Some(name.clone()))));
    }
    let weekly_cites = list_cites(desk, drama.broadcast.fact());
    let streaming: Vec<StreamingView> = drama.streaming.iter().map(|one| streaming_view(desk, one)).collect();
    let streaming_cites = list_cites(desk, drama.streaming.fact());
    let dates = dates(desk, desk.reader.list(Kind::Episode, key));
    if !weekly.is_empty() || !streaming.is_empty() {
        desk.cite_list(&record.common.sources);
    }
    let title = desk.t("section_schedule");
    let view = ScheduleView {
        title: title.clone(),
        drama: desk.link(&record.id),
        zone: desk.reader.zone().name().to_string(),
        has_channels: dates.iter().any(|date| date.channel.is_some()),
        weekly,
        weekly_cites,
        streaming,
        streaming_cites,
        dates,
        calendars: calendars(desk, key),
    };
    let description = desk.strings.fill("describe_schedule", &[("drama", &view.drama.text)]);
    let mut page = desk.page(slot, "schedule", Section::Schedule.name(), desk.plain(title), description);
    page.crumbs = desk.home_crumbs(key);
    desk.tell(super::jsonld::lists::list(&page.url, &page.title, super::jsonld::events::schedule(desk, key)));
    page.fix = desk.fix(&record.place);
    Made::Page(Desk::finish(desk, "schedule.html", page, vec![("schedule", view_of(&view))]))
}

fn calendars(desk: &Desk, drama: &str) -> Vec<CalendarView> {
    let view = |(path, name): (crate::base::address::SitePath, String)| CalendarView {
        name,
        subscribe: desk.routes.base().webcal(&path),
        href: desk.routes.href(&path),
    };
    super::calendar::calendars(desk, drama).into_iter().map(view).collect()
}

/// The notes of a list as a whole.
fn list_cites<T>(desk: &Desk, fact: Option<&Fact<Vec<T>>>) -> Vec<Cite> {
    let opened = fact.and_then(|fact| fact.opened.as_ref());
    opened.map(|opened| desk.cite(&opened.sources)).unwrap_or_default()
}

fn weekly_view(desk: &Desk, slot: &Weekly, season: Option<String>) -> WeeklyView {
    let days: Vec<&str> = slot.days.iter().map(|day| desk.strings.weekday(*day as usize)).collect();
    // The hour has a column of its own.
    let has_time = slot.time.fact().is_some_and(|time| time.opened.is_some());
    let parts: Vec<AspectView> = slot_parts(desk, slot).into_iter().skip(usize::from(has_time)).collect();
    WeeklyView {
        channel: slot.channel.get().map(|channel| channel.as_str().to_string()).unwrap_or_default(),
        season,
        days: days.join(desk.strings.get("days_join")),
        time: slot.time.fact().map(|time| {
            // 24:50 is an hour of a broadcast day, which `<time>` does not know.
            let datetime = |clock: &Clock| (clock.hour < 24).then(|| clock.to_string());
            desk.fact(time, |clock| vec![Bit { datetime: datetime(clock), ..desk.plain(clock.to_string()) }])
        }),
        zone: slot.zone.get().map(|zone| zone.name().to_string()),
        span: desk.span(slot.from.get().copied(), slot.until.get().copied()),
        parts_differ: parts_differ(&parts),
        parts,
    }
}

fn streaming_view(desk: &Desk, streaming: &Streaming) -> StreamingView {
    let service = streaming.service.get().map(|service| service.as_str()).unwrap_or_default();
    let parts = streaming_parts(desk, streaming);
    StreamingView {
        service: Bit { href: streaming.url.get().map(|url| url.as_str().to_string()), ..desk.plain(service) },
        regions: streaming.regions.get().map(|regions| desk.text(regions)),
        span: desk.span(streaming.from.get().copied(), streaming.until.get().copied()),
        parts_differ: parts_differ(&parts),
        parts,
    }
}

/// An episode on a day, before it is shown.
struct Dated<'d> {
    at: (Day, Option<Clock>),
    episode: &'d RecordId,
    fact: &'d Fact<When>,
    channel: Option<String>,
}

/// Every first date and every showing, by moment.
fn dates(desk: &Desk, episodes: &[RecordId]) -> Vec<DateView> {
    let mut found: Vec<Dated> = Vec::new();
    let moment = |fact: &Fact<When>| fact.is.as_ref().map(|when| when.on_site(desk.reader.zone()));
    for episode in episodes {
        let Some(is) = desk.reader.get::<Episode>(episode).map(|record| &record.is) else { continue };
        let first = found.len();
        if let Some((fact, at)) = is.airs.fact().and_then(|fact| Some((fact, moment(fact)?))) {
            found.push(Dated { at, episode, fact, channel: None });
        }
        for showing in &is.showings {
            let Some((fact, at)) = showing.at.fact().and_then(|fact| Some((fact, moment(fact)?))) else { continue };
            let channel = showing.channel.get().map(|channel| channel.as_str().to_string());
            // The first showing is the date of the episode: said once, with its channel.
            match found[first..].iter_mut().find(|known| known.at == at && known.channel.is_none()) {
                Some(known) => known.channel = channel,
                None => found.push(Dated { at, episode, fact, channel }),
            }
        }
    }
    found.sort_by_key(|dated| dated.at);
    found.into_iter().map(|dated| date_view(desk, dated)).collect()
}

fn date_view(desk: &Desk, dated: Dated) -> DateView {
    let mut date = desk.date_view(dated.fact);
    if date.also.is_empty() {
        // The episode's page says why; here only what readers could be misled by.
        (date.because, date.earlier) = Default::default();
    }
    let sources = desk.reader.get::<Episode>(dated.episode).map(|record| &record.common.sources);
    let cites = match (date.cites.is_empty(), sources) {
        (true, Some(sources)) => desk.cite_list(sources),
        _ => Vec::new(),
    };
    DateView {
        episode: desk.link(dated.episode),
        date,
        weekday: dated.at.0.weekday().map(|at| desk.strings.weekday(at).to_string()),
        channel: dated.channel,
        cites,
        spoiler: desk.spoiler_of(dated.episode),
    }
}
