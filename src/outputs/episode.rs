//! `/episodes/<id>/`: when it was shown, who made it, how many watched, which songs are heard, where it was
//! filmed.

use super::desk::Desk;
use super::drama_facts::{minutes_bit, theme_bit};
use super::record::{RecordView, record_view};
use super::views::{Bit, Cite, FactView, Hidden, Row, Spoiler};
use super::{Ask, Made, Output};
use crate::base::fact::Fact;
use crate::base::id::{Kind, RecordId};
use crate::base::number::Dec;
use crate::base::view::view_of;
use crate::kinds::drama::Minutes;
use crate::kinds::episode::{Number, Rating};
use crate::kinds::record::Record;
use crate::kinds::{Character, Drama, Episode, Place, Song};
use crate::plan::Slot;
use crate::plan::routes::Section;
use serde::Serialize;

pub const OUTPUT: Output =
    Output { name: "episode-pages", path: "/episodes/<id>/", about: "a page for each episode", slots, make };

fn slots(ask: &Ask) -> Vec<Slot> {
    super::record_slots(ask, OUTPUT.name, Kind::Episode)
}

/// What `episode.html` sees as `episode`.
#[derive(Serialize)]
struct EpisodeView {
    id: String,
    title: Bit,
    /// The title in the site's other languages.
    titles: Vec<Bit>,
    /// "Episode 7", where it has a title beside its number.
    number: Option<String>,
    /// "Special"; nothing for a regular one.
    kind: Option<String>,
    summary: Option<FactView>,
    rows: Vec<Row>,
    /// Its date, to be put into a calendar.
    calendar: Option<String>,
    ratings: Vec<RatingView>,
    /// Which columns of the ratings have anything in them.
    columns: Columns,
    heard: Vec<HeardView>,
    /// Opening, ending and other songs that the drama names for it.
    themes: Vec<Bit>,
    guests: Vec<Bit>,
    places: Vec<Bit>,
    /// Guests and places that tell something of an episode.
    hidden_others: Vec<Hidden>,
    #[serde(flatten)]
    record: RecordView,
}

/// What one agency measured.
#[derive(Serialize)]
pub struct RatingView {
    pub agency: FactView,
    pub area: FactView,
    pub base: FactView,
    pub percent: FactView,
    pub peak: FactView,
    pub viewers: FactView,
    pub date: FactView,
    pub cites: Vec<Cite>,
}

#[derive(Serialize, Default)]
struct Columns {
    base: bool,
    percent: bool,
    peak: bool,
    viewers: bool,
    date: bool,
}

/// A song that is heard in it.
#[derive(Serialize)]
struct HeardView {
    song: Bit,
    by: Vec<Bit>,
    at: Option<FactView>,
    scene: Option<FactView>,
    /// The scene may only be shown inside it.
    spoiler: Option<Spoiler>,
    cites: Vec<Cite>,
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let (id, record) = super::expect_record::<Episode>(slot, desk);
    let episode = &record.is;
    let title = desk.link(id);
    let mut rows = desk.rows(&record.common).of("episode");
    rows.add_name("title", episode.title.fact().filter(|fact| fact.opened.is_some()));
    rows.add("airs", episode.airs.fact(), |when| vec![desk.when(when)]);
    let word = |prefix: &str, word: &str| vec![desk.plain(desk.t(&format!("{prefix}_{word}")))];
    rows.add("out", episode.out.fact(), |out| word("episode_out", out.name()));
    rows.add("after", episode.after.fact(), |to| vec![desk.link_ref(to)]);
    rows.add("showings", episode.showings.fact(), |showings| {
        let bit = |showing: &crate::kinds::episode::Showing| Bit {
            note: showing.at.get().map(|when| desk.when(when).text),
            ..desk.plain(showing.channel.get().map(|channel| channel.as_str()).unwrap_or_default())
        };
        showings.iter().map(bit).collect()
    });
    let parts = episode.showings.iter().filter_map(|showing| {
        let channel = showing.channel.get().map(|channel| channel.as_str()).unwrap_or_default();
        desk.part(channel, "at", showing.at.fact(), |when| vec![desk.when(when)])
    });
    rows.add_parts("showings", parts.collect());
    rows.add("runtime", episode.runtime.fact(), |minutes| {
        vec![minutes_bit(desk, Minutes { min: *minutes, max: *minutes })]
    });
    rows.add("directors", episode.directors.fact(), |who| desk.credits(who));
    rows.add("writers", episode.writers.fact(), |who| desk.credits(who));
    for credit in &episode.credits {
        let job = credit.job.get().map(|job| desk.text(job).text).unwrap_or_default();
        rows.add_fact_labelled("credits", job, credit.who.fact(), |who| desk.credits(who));
    }
    rows.add_wanted(&[
        ("ratings", !episode.ratings.is_empty()),
        ("summary", episode.summary.get().is_some()),
        ("credits", !episode.credits.is_empty()),
        ("figures", !record.common.figures.is_empty()),
    ]);
    let rows = rows.done();
    let summary = episode.summary.fact().map(|text| desk.fact(text, |text| vec![desk.text(text)]));
    let ratings: Vec<RatingView> = episode.ratings.iter().map(|rating| rating_view(desk, rating)).collect();
    let mut hidden_others = Vec::new();
    let view = EpisodeView {
        id: id.id.to_string(),
        titles: episode.title.get().map(|name| desk.other_names(name)).unwrap_or_default(),
        number: number_text(desk, id).filter(|number| *number != title.text),
        kind: kind_text(desk, record),
        summary,
        rows,
        calendar: super::add_to_calendar::href(desk, id),
        columns: columns(&ratings),
        ratings,
        heard: heard(desk, id),
        themes: themes(desk, id),
        guests: guests(desk, id, &mut hidden_others),
        places: places(desk, id, &mut hidden_others),
        hidden_others,
        record: record_view(desk, id, &record.common, episode.title.get()),
        title,
    };
    let drama = super::drama_name(desk, &id.drama);
    let description = desk.strings.fill("describe_episode", &[("title", &view.title.text), ("drama", &drama)]);
    let mut page = desk.page(slot, "episode", Section::Episodes.name(), view.title.clone(), description);
    page.og_type = "video.episode".into();
    page.og = super::og::episode(desk, id, record);
    desk.tell(super::jsonld::episode::tell(desk, id, record));
    page.crumbs = desk.crumbs(Section::Episodes, &id.drama);
    page.fix = desk.fix(&record.place);
    Made::Page(Desk::finish(desk, "episode.html", page, vec![("episode", view_of(&view))]))
}

/// "Episode 7"; nothing for a special, which has a name alone.
pub fn number_text(desk: &Desk, id: &RecordId) -> Option<String> {
    let Number { season, number } = Number::of(&id.id)?;
    let key = if season == 1 { "episode_number" } else { "season_episode_number" };
    Some(desk.strings.fill(key, &[("season", &season.to_string()), ("number", &number.to_string())]))
}

/// What sort of episode it is, unless it is a regular one.
pub fn kind_text(desk: &Desk, record: &Record<Episode>) -> Option<String> {
    let name = record.is.kind.get().map(|kind| kind.name()).filter(|name| *name != "regular")?;
    Some(desk.t(&format!("episode_kind_{name}")))
}

pub fn rating_view(desk: &Desk, rating: &Rating) -> RatingView {
    let percent = |fact: Option<&Fact<Dec>>| {
        fact.map(|fact| desk.fact(fact, |number| vec![desk.plain(format!("{}%", number.as_str()))]))
            .unwrap_or_default()
    };
    let grouped = |count: u32| Dec::new(&count.to_string()).map_or_else(String::new, |count| count.grouped());
    RatingView {
        agency: shown(rating.agency.fact(), desk, |agency| desk.plain(agency.as_str())),
        area: shown(rating.area.fact(), desk, |area| desk.text(area)),
        base: shown(rating.base.fact(), desk, |base| desk.text(base)),
        percent: percent(rating.percent.fact()),
        peak: percent(rating.peak.fact()),
        viewers: shown(rating.viewers.fact(), desk, |count| desk.plain(grouped(*count))),
        date: shown(rating.date.fact(), desk, |day| desk.day(*day)),
        cites: desk.cite_list(&rating.sources),
    }
}

fn shown<T>(fact: Option<&Fact<T>>, desk: &Desk, show: impl Fn(&T) -> Bit) -> FactView {
    fact.map(|fact| desk.fact(fact, |value| vec![show(value)])).unwrap_or_default()
}

fn columns(ratings: &[RatingView]) -> Columns {
    let any = |field: fn(&RatingView) -> &FactView| {
        ratings.iter().map(field).any(|fact| !fact.bits.is_empty() || fact.unknown)
    };
    Columns {
        base: any(|rating| &rating.base),
        percent: any(|rating| &rating.percent),
        peak: any(|rating| &rating.peak),
        viewers: any(|rating| &rating.viewers),
        date: any(|rating| &rating.date),
    }
}

/// Songs that are heard in an episode, in the author's order of the songs.
pub fn songs_heard(desk: &Desk, episode: &RecordId) -> Vec<RecordId> {
    let backs = desk.reader.mentions(episode, Kind::Song).filter(|back| back.field == "heard_in");
    let mut songs: Vec<RecordId> = backs.map(|back| back.by.clone()).collect();
    songs.dedup();
    super::works::sort_by_date(desk, &mut songs);
    songs
}

fn heard(desk: &Desk, episode: &RecordId) -> Vec<HeardView> {
    let mut views = Vec::new();
    for id in songs_heard(desk, episode) {
        let Some(song) = desk.reader.get::<Song>(&id) else { continue };
        for heard in &song.is.heard_in {
            let is_here = |eps| desk.reader.episodes(eps, &id.drama).contains(episode);
            if !heard.episode.get().is_some_and(is_here) {
                continue;
            }
            let at = heard.at.fact();
            let view = HeardView {
                song: desk.link(&id),
                by: desk.performers(song),
                at: at.map(|at| {
                    desk.fact(at, |at| vec![Bit { datetime: Some(at.iso()), ..desk.plain(at.to_string()) }])
                }),
                scene: heard.scene.fact().map(|scene| desk.fact(scene, |text| vec![desk.text(text)])),
                spoiler: heard.spoiler.get().map(|ep| desk.spoiler(ep)),
                cites: desk.cite_list(&heard.sources),
            };
            views.push((at.and_then(|at| at.is), view));
        }
    }
    // By the minute where it is known.
    views.sort_by_key(|(at, _)| (at.is_none(), *at));
    views.into_iter().map(|(_, view)| view).collect()
}

/// Songs that the drama names for all of its episodes, or for this one.
fn themes(desk: &Desk, episode: &RecordId) -> Vec<Bit> {
    let drama = desk.reader.dramas().into_iter().find(|(key, _)| *key == episode.drama).map(|(_, id)| id);
    let Some(drama) = drama.and_then(|id| desk.reader.get::<Drama>(&id)) else { return Vec::new() };
    let season = Number::of(&episode.id).map(|number| number.season);
    let seasons = drama.is.seasons.get().map(|seasons| seasons.0.as_slice()).unwrap_or_default();
    let of_season = seasons.iter().filter(|(number, _)| Some(*number) == season).flat_map(|(_, s)| s.themes.iter());
    let is_here = |theme: &&crate::kinds::drama::Theme| {
        theme.episodes.get().is_none_or(|eps| desk.reader.episodes(eps, &episode.drama).contains(episode))
    };
    let mut bits: Vec<Bit> = Vec::new();
    for theme in drama.is.themes.iter().chain(of_season).filter(is_here) {
        let place = theme.place.get().map(|place| desk.t(&format!("theme_{}", place.name())));
        let bit = Bit { note: place, ..theme_bit(desk, theme) };
        if !bits.contains(&bit) {
            bits.push(bit);
        }
    }
    bits
}

/// Characters whose player is credited for this episode.
fn guests(desk: &Desk, episode: &RecordId, hidden: &mut Vec<Hidden>) -> Vec<Bit> {
    let backs = desk.reader.mentions(episode, Kind::Character).filter(|back| back.field == "played_by");
    let bit = |id: &RecordId| {
        let by = desk.reader.get::<Character>(id).map(|character| desk.credits(&character.is.played_by));
        let by: Vec<String> = by.unwrap_or_default().into_iter().map(|bit| bit.text).collect();
        Bit { note: (!by.is_empty()).then(|| by.join(", ")), ..desk.link(id) }
    };
    backs.filter_map(|back| open_or_hidden(desk, &back.by, bit(&back.by), hidden)).collect()
}

fn places(desk: &Desk, episode: &RecordId, hidden: &mut Vec<Hidden>) -> Vec<Bit> {
    let backs = desk.reader.mentions(episode, Kind::Place).filter(|back| back.field == "episodes");
    let bit = |id: &RecordId| {
        let used_for = desk.reader.get::<Place>(id).and_then(|place| place.is.used_for.get());
        Bit { note: used_for.map(|text| desk.text(text).text), ..desk.link(id) }
    };
    backs.filter_map(|back| open_or_hidden(desk, &back.by, bit(&back.by), hidden)).collect()
}

fn open_or_hidden(desk: &Desk, id: &RecordId, bit: Bit, hidden: &mut Vec<Hidden>) -> Option<Bit> {
    match desk.spoiler_of(id) {
        None => Some(bit),
        Some(spoiler) => {
            hidden.push(Hidden { spoiler, bit });
            None
        }
    }
}
