//! What is known of a drama, as rows: kind, dates, channels, makers, companies, songs it opens and ends with.

use super::desk::Desk;
use super::rows::Rows;
use super::views::{AspectView, Bit, Row};
use crate::base::day::Dur;
use crate::kinds::Drama;
use crate::kinds::common::Common;
use crate::kinds::drama::{BasedOn, Company, Minutes, Season, Slot, Streaming, Theme};
use crate::kinds::record::Record;
use serde::Serialize;

/// A season of a drama.
#[derive(Serialize)]
pub struct SeasonView {
    pub number: u32,
    pub name: Bit,
    pub rows: Vec<Row>,
}

/// Every row of a drama.
pub fn rows(desk: &Desk, record: &Record<Drama>) -> Vec<Row> {
    let drama = &record.is;
    let mut rows = desk.rows(&record.common).of("drama");
    rows.add_name("name", drama.name.fact());
    let word = |prefix: &str, word: &str| vec![desk.plain(desk.t(&format!("{prefix}_{word}")))];
    // Both stand over the title; here only with what is said about them.
    rows.add("kind", drama.kind.fact().filter(|kind| kind.opened.is_some()), |kind| {
        word("drama_kind", kind.name())
    });
    rows.add("status", drama.status.fact().filter(|status| status.opened.is_some()), |status| {
        word("drama_status", status.name())
    });
    rows.add("part_of", drama.part_of.fact(), |to| vec![desk.link_ref(to)]);
    rows.add("follows", drama.follows.fact(), |to| vec![desk.link_ref(to)]);
    rows.add("based_on", drama.based_on.fact(), |work| based_on(desk, work));
    let runs = [("first_air", drama.first_air.fact()), ("last_air", drama.last_air.fact())];
    for (name, day) in runs {
        rows.add(name, day, |day| vec![desk.day(*day)]);
    }
    rows.add("broadcast", drama.broadcast.fact(), |slots| slots.iter().map(|slot| slot_bit(desk, slot)).collect());
    rows.add_parts("broadcast", drama.broadcast.iter().flat_map(|slot| slot_parts(desk, slot)).collect());
    rows.add("streaming", drama.streaming.fact(), |list| list.iter().map(|one| streaming(desk, one)).collect());
    rows.add_parts("streaming", drama.streaming.iter().flat_map(|one| streaming_parts(desk, one)).collect());
    rows.add("episode_count", drama.episode_count.fact(), |count| vec![desk.plain(count.to_string())]);
    if let Some(says) = drama.says.get() {
        rows.add("says_episodes", says.episodes.fact(), |count| vec![desk.plain(count.to_string())]);
        rows.add("says_specials", says.specials.fact(), |count| vec![desk.plain(count.to_string())]);
    }
    rows.add("runtime", drama.runtime.fact(), |minutes| vec![minutes_bit(desk, *minutes)]);
    rows.add("content_rating", drama.content_rating.fact(), |rating| {
        let bit = rating.value.get().map(|value| desk.text(value)).unwrap_or_default();
        vec![Bit { note: rating.system.get().map(|system| desk.text(system).text), ..bit }]
    });
    rows.add("genres", drama.genres.fact(), |genres| genres.iter().map(|genre| desk.text(genre)).collect());
    rows.add("countries", drama.countries.fact(), |countries| {
        countries.iter().map(|country| desk.plain(country_name(desk, &country.0))).collect()
    });
    rows.add("language", drama.language.fact(), |langs| {
        let name = |lang| crate::plan::strings::own_name(lang).into_owned();
        langs.iter().map(|lang| Bit { lang: Some(lang.to_string()), ..desk.plain(name(lang)) }).collect()
    });
    add_crew(desk, &mut rows, drama);
    rows.add("themes", drama.themes.fact(), |themes| themes.iter().map(|theme| theme_bit(desk, theme)).collect());
    rows.add_wanted(&[
        ("kind", drama.kind.get().is_some()),
        ("status", drama.status.get().is_some()),
        ("summary", drama.summary.get().is_some()),
        ("seasons", drama.seasons.get().is_some()),
        ("figures", !record.common.figures.is_empty()),
        ("credits", !drama.credits.is_empty()),
    ]);
    rows.done()
}

/// Who made it, by job; companies last.
pub fn crew(desk: &Desk, record: &Record<Drama>) -> Vec<Row> {
    let none = Common::default();
    let mut rows = desk.rows(&none).of("drama");
    add_crew(desk, &mut rows, &record.is);
    rows.done()
}

fn add_crew(desk: &Desk, rows: &mut Rows, drama: &Drama) {
    let named = [
        ("writers", &drama.writers),
        ("directors", &drama.directors),
        ("producers", &drama.producers),
        ("music", &drama.music),
    ];
    for (key, credits) in named {
        rows.add(key, credits.fact(), |credits| desk.credits(credits));
    }
    for credit in &drama.credits {
        let job = credit.job.get().map(|job| desk.text(job).text).unwrap_or_default();
        rows.add_fact_labelled("credits", job, credit.who.fact(), |who| desk.credits(who));
    }
    rows.add("companies", drama.companies.fact(), |list| list.iter().map(|one| company(desk, one)).collect());
}

/// The seasons, in order.
pub fn seasons(desk: &Desk, drama: &Drama) -> Vec<SeasonView> {
    let seasons = drama.seasons.get().map(|seasons| seasons.0.as_slice()).unwrap_or_default();
    seasons.iter().map(|(number, season)| season_view(desk, *number, season)).collect()
}

fn season_view(desk: &Desk, number: u32, season: &Season) -> SeasonView {
    let none = Common::default();
    let mut rows = desk.rows(&none).of("drama");
    rows.add("first_air", season.first_air.fact(), |day| vec![desk.day(*day)]);
    rows.add("last_air", season.last_air.fact(), |day| vec![desk.day(*day)]);
    rows.add("broadcast", season.broadcast.fact(), |slots| slots.iter().map(|slot| slot_bit(desk, slot)).collect());
    rows.add("episode_count", season.episode_count.fact(), |count| vec![desk.plain(count.to_string())]);
    rows.add("themes", season.themes.fact(), |themes| themes.iter().map(|theme| theme_bit(desk, theme)).collect());
    let plain = || desk.plain(season_name(desk, number));
    SeasonView { number, name: season.name.get().map_or_else(plain, |name| desk.name(name)), rows: rows.done() }
}

/// "Season 2".
pub fn season_name(desk: &Desk, number: u32) -> String {
    desk.strings.fill("season_number", &[("number", &number.to_string())])
}

/// The channel; behind it the days of the week, the hour, and from when until when.
fn slot_bit(desk: &Desk, slot: &Slot) -> Bit {
    let days: Vec<&str> = slot.days.iter().map(|day| desk.strings.weekday(*day as usize)).collect();
    let mut notes = Vec::new();
    if !days.is_empty() {
        notes.push(days.join(desk.strings.get("days_join")));
    }
    if let Some(time) = slot.time.get() {
        let zone = slot.zone.get().map(|zone| format!(" {}", zone.name())).unwrap_or_default();
        notes.push(format!("{time}{zone}"));
    }
    notes.extend(desk.span(slot.from.get().copied(), slot.until.get().copied()));
    let text = slot.channel.get().map(|channel| channel.as_str()).unwrap_or_default();
    Bit { note: (!notes.is_empty()).then(|| notes.join(", ")), ..desk.plain(text) }
}

/// What is said of the hour and the days of a slot.
pub fn slot_parts(desk: &Desk, slot: &Slot) -> Vec<AspectView> {
    let channel = slot.channel.get().map(|channel| channel.as_str()).unwrap_or_default();
    let day = |field: &str, fact| desk.part(channel, field, fact, |day| vec![desk.day(*day)]);
    let time = desk.part(channel, "time", slot.time.fact(), |time| vec![desk.plain(time.to_string())]);
    let parts = [time, day("from", slot.from.fact()), day("until", slot.until.fact())];
    parts.into_iter().flatten().collect()
}

/// What is said of the days and regions of a service.
pub fn streaming_parts(desk: &Desk, streaming: &Streaming) -> Vec<AspectView> {
    let service = streaming.service.get().map(|service| service.as_str()).unwrap_or_default();
    let day = |field: &str, fact| desk.part(service, field, fact, |day| vec![desk.day(*day)]);
    let regions = desk.part(service, "regions", streaming.regions.fact(), |text| vec![desk.text(text)]);
    let parts = [regions, day("from", streaming.from.fact()), day("until", streaming.until.fact())];
    parts.into_iter().flatten().collect()
}

fn streaming(desk: &Desk, streaming: &Streaming) -> Bit {
    let mut notes: Vec<String> =
        streaming.regions.get().map(|regions| desk.text(regions).text).into_iter().collect();
    notes.extend(desk.span(streaming.from.get().copied(), streaming.until.get().copied()));
    Bit {
        href: streaming.url.get().map(|url| url.as_str().to_string()),
        note: (!notes.is_empty()).then(|| notes.join(", ")),
        ..desk.plain(streaming.service.get().map(|service| service.as_str()).unwrap_or_default())
    }
}

fn based_on(desk: &Desk, work: &BasedOn) -> Vec<Bit> {
    let notes: Vec<String> =
        [&work.kind, &work.author].iter().filter_map(|text| text.get()).map(|text| desk.text(text).text).collect();
    let note = (!notes.is_empty()).then(|| notes.join(", "));
    match work.title.get() {
        Some(title) => vec![Bit { note, ..desk.text(title) }],
        None => note.map(|note| desk.plain(note)).into_iter().collect(),
    }
}

fn company(desk: &Desk, company: &Company) -> Bit {
    let bit = company.name.get().map(|name| desk.text(name)).unwrap_or_default();
    Bit { note: company.job.get().map(|job| desk.text(job).text), ..bit }
}

/// A song; behind it where it is played, and in which episodes.
pub fn theme_bit(desk: &Desk, theme: &Theme) -> Bit {
    let mut notes: Vec<String> =
        theme.place.get().map(|place| desk.t(&format!("theme_{}", place.name()))).into_iter().collect();
    notes.extend(theme.episodes.get().map(|eps| desk.episodes_text(eps)));
    let bit = theme.song.get().map(|song| desk.link_ref(song)).unwrap_or_default();
    Bit { note: (!notes.is_empty()).then(|| notes.join(", ")), ..bit }
}

/// "70 minutes", "80 to 90 minutes".
pub fn minutes_bit(desk: &Desk, minutes: Minutes) -> Bit {
    let (min, max) = (minutes.min.to_string(), minutes.max.to_string());
    let text = match minutes.min == minutes.max {
        true => desk.strings.fill("minutes", &[("count", &min)]),
        false => desk.strings.fill("minutes_range", &[("min", &min), ("max", &max)]),
    };
    let datetime = (minutes.min == minutes.max).then(|| Dur(minutes.min.saturating_mul(60)).iso());
    Bit { datetime, ..desk.plain(text) }
}

/// A country in the page's language where the strings have it, else its code.
pub fn country_name(desk: &Desk, code: &str) -> String {
    let key = format!("country_{code}");
    if desk.strings.has(&key) { desk.t(&key) } else { code.to_string() }
}
