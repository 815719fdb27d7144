//! `/episodes/`: a table of all episodes with date, rating and the songs that are heard.

use super::chart_ratings::{RatingChart, chart};
use super::desk::Desk;
use super::drama_facts::season_name;
use super::episode::{RatingView, kind_text, number_text, rating_view, songs_heard};
use super::views::{Bit, FactView};
use super::{Ask, Made, Output};
use crate::base::id::{Kind, RecordId};
use crate::base::text::Text;
use crate::base::view::view_of;
use crate::kinds::Episode;
use crate::kinds::episode::{Number, Rating};
use crate::kinds::record::Record;
use crate::plan::Slot;
use crate::plan::routes::Section;
use serde::Serialize;

pub const OUTPUT: Output =
    Output { name: "episodes", path: "/episodes/", about: "the list of episodes", slots, make };

fn slots(ask: &Ask) -> Vec<Slot> {
    super::section_slots(ask, OUTPUT.name, Section::Episodes, Kind::Episode)
}

/// What `episodes.html` sees as `episodes`.
#[derive(Serialize)]
struct EpisodesView {
    title: String,
    drama: Bit,
    /// One table for each season; a special stands in that of the episode before it.
    seasons: Vec<SeasonView>,
    has_ratings: bool,
    /// Who measured, and where, when it is the same for all: "Nielsen Korea, nationwide".
    basis: Option<String>,
    has_songs: bool,
}

#[derive(Serialize)]
struct SeasonView {
    /// Nothing when there is only one.
    name: Option<String>,
    number: u32,
    /// The ratings as a drawing; nothing where fewer than three are known.
    chart: Option<RatingChart>,
    episodes: Vec<EpisodeView>,
}

#[derive(Serialize)]
struct EpisodeView {
    id: String,
    title: Bit,
    /// "Episode 7", where it has a title beside its number.
    number: Option<String>,
    /// "Special"; nothing for a regular one.
    kind: Option<String>,
    airs: Option<FactView>,
    rating: Option<RatingView>,
    songs: Vec<Bit>,
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let (drama, record) = super::expect_drama(slot, desk);
    let mut seasons: Vec<SeasonView> = Vec::new();
    let mut drawn: Vec<Vec<(String, &Record<Episode>)>> = Vec::new();
    for id in desk.reader.list(Kind::Episode, drama) {
        let Some(episode) = desk.reader.get::<Episode>(id) else { continue };
        let season = Number::of(&id.id).map(|number| number.season);
        let last = seasons.last().map(|season| season.number);
        let season = season.or(last).unwrap_or(1);
        if last != Some(season) {
            seasons.push(SeasonView { name: None, number: season, chart: None, episodes: Vec::new() });
            drawn.push(Vec::new());
        }
        if let (Some(list), Some(number)) = (drawn.last_mut(), Number::of(&id.id)) {
            list.push((number.number.to_string(), episode));
        }
        let view = entry(desk, id, episode);
        if let Some(season) = seasons.last_mut() {
            season.episodes.push(view);
        }
    }
    for (season, episodes) in seasons.iter_mut().zip(&drawn) {
        let main = episodes.iter().find_map(|(_, episode)| nationwide(&episode.is.ratings));
        season.chart = chart(desk, episodes, main);
    }
    if seasons.len() > 1 {
        seasons.iter_mut().for_each(|season| season.name = Some(season_name(desk, season.number)));
    }
    let title = desk.t("section_episodes");
    let any = |has: fn(&EpisodeView) -> bool| seasons.iter().flat_map(|season| &season.episodes).any(has);
    let view = EpisodesView {
        title: title.clone(),
        drama: desk.link(&record.id),
        has_ratings: any(|episode| episode.rating.is_some()),
        basis: basis(&seasons),
        has_songs: any(|episode| !episode.songs.is_empty()),
        seasons,
    };
    let description = desk.strings.fill("describe_episodes", &[("drama", &view.drama.text)]);
    let mut page = desk.page(slot, "episodes", Section::Episodes.name(), desk.plain(title), description);
    page.og_type = "video.episode".into();
    desk.tell(super::jsonld::lists::records(desk, &page.url, &page.title, desk.reader.list(Kind::Episode, drama)));
    page.crumbs = desk.home_crumbs(drama);
    Made::Page(Desk::finish(desk, "episodes.html", page, vec![("episodes", view_of(&view))]))
}

fn entry(desk: &Desk, id: &RecordId, record: &Record<Episode>) -> EpisodeView {
    let title = desk.link(id);
    EpisodeView {
        id: id.id.to_string(),
        number: number_text(desk, id).filter(|number| *number != title.text),
        kind: kind_text(desk, record),
        airs: record.is.airs.fact().map(|airs| desk.fact(airs, |when| vec![desk.when(when)])),
        rating: nationwide(&record.is.ratings).map(|rating| rating_view(desk, rating)),
        songs: songs_heard(desk, id).iter().map(|song| desk.link(song)).collect(),
        title,
    }
}

/// Who measured and where, when every rating says the same.
fn basis(seasons: &[SeasonView]) -> Option<String> {
    let text = |rating: &RatingView| {
        let bits = rating.agency.bits.iter().chain(&rating.area.bits);
        bits.map(|bit| bit.text.as_str()).collect::<Vec<_>>().join(", ")
    };
    let ratings = seasons.iter().flat_map(|season| &season.episodes).filter_map(|episode| episode.rating.as_ref());
    let mut texts = ratings.map(text);
    let first = texts.next().filter(|first| !first.is_empty())?;
    texts.all(|other| other == first).then_some(first)
}

/// The rating of the whole country, by the first agency that the author names; without one, the first rating.
fn nationwide(ratings: &[Rating]) -> Option<&Rating> {
    let has_value = |rating: &&Rating| rating.percent.get().is_some() || rating.viewers.get().is_some();
    let names_country = |area: &Text| {
        area.wordings().any(|area| ["nation", "전국", "全国"].iter().any(|word| area.to_lowercase().contains(word)))
    };
    let is_whole = |rating: &&Rating| rating.area.get().is_some_and(names_country);
    let found = ratings.iter().filter(has_value).find(is_whole);
    found.or_else(|| ratings.iter().find(has_value))
}
