//! What is told of a drama: who made it, who is in it, its seasons. Its episodes are told on their own pages.

use super::super::desk::Desk;
use super::super::drama_facts::country_name;
use super::agents::Country;
use super::credits::{agents, awards, languages, organization, people, roles};
use super::graph::Node;
use super::ids::{id_of, part_of, same_as, url_of};
use super::node::{Many, Ref};
use super::screen::{Movie, PerformanceRole, TvSeason, TvSeries};
use super::stub::{is_film, may_be_named, name, other_names};
use crate::base::day::Day;
use crate::base::id::{Kind, RecordId};
use crate::kinds::character::Part;
use crate::kinds::drama::Season;
use crate::kinds::record::Record;
use crate::kinds::{Character, Drama};
use std::sync::Arc;

/// A series, or a film.
pub fn tell(desk: &Desk, key: &Arc<str>, record: &Record<Drama>) -> Vec<Node> {
    if !may_be_named(desk, &record.id) {
        return Vec::new();
    }
    let series = series(desk, key, record);
    vec![if is_film(&record.is) { film(series, &record.is).into() } else { series.into() }]
}

fn series(desk: &Desk, key: &Arc<str>, record: &Record<Drama>) -> TvSeries {
    let (drama, id) = (&record.is, &record.id);
    let seasons = drama.seasons.said().map(|seasons| seasons.0.as_slice()).unwrap_or_default();
    let rating = drama.content_rating.said().and_then(|rating| rating.value.said());
    let companies = drama.companies.said().iter().filter_map(|company| company.name.said());
    let characters = desk.reader.list(Kind::Character, key);
    TvSeries {
        id: Some(id_of(desk, id)),
        name: name(desk, id).into(),
        alternate_name: other_names(desk, id).into(),
        url: url_of(desk, id).into(),
        same_as: same_as(Kind::Drama, &record.common).into(),
        description: drama.summary.said().map(|text| desk.text(text).text).into(),
        start_date: drama.first_air.said().map(Day::to_string).into(),
        end_date: drama.last_air.said().map(Day::to_string).into(),
        number_of_episodes: drama.episode_count.said().copied().into(),
        number_of_seasons: u32::try_from(seasons.len()).ok().filter(|count| *count > 0).into(),
        genre: drama.genres.said().iter().map(|genre| desk.text(genre).text).collect(),
        content_rating: rating.map(|rating| desk.text(rating).text).into(),
        in_language: languages(drama.language.said()).into(),
        country_of_origin: drama.countries.said().iter().map(|code| country(desk, &code.0)).collect(),
        author: agents(desk, drama.writers.said()).into(),
        director: people(desk, drama.directors.said()).into(),
        producer: agents(desk, drama.producers.said()).into(),
        music_by: agents(desk, drama.music.said()).into(),
        production_company: companies.map(|name| organization(desk.text(name).text)).collect(),
        actor: cast(desk, characters).into(),
        character: Many::default(),
        contains_season: seasons.iter().map(|(number, one)| season(desk, id, *number, one)).collect(),
        award: awards(desk, id).into(),
    }
}

/// The same without what only a series has.
fn film(series: TvSeries, drama: &Drama) -> Movie {
    Movie {
        id: series.id,
        name: series.name,
        alternate_name: series.alternate_name,
        url: series.url,
        same_as: series.same_as,
        description: series.description,
        date_published: drama.first_air.said().map(Day::to_string).into(),
        genre: series.genre,
        content_rating: series.content_rating,
        in_language: series.in_language,
        country_of_origin: series.country_of_origin,
        author: series.author,
        director: series.director,
        producer: series.producer,
        music_by: series.music_by,
        production_company: series.production_company,
        actor: series.actor,
        character: series.character,
        award: series.award,
    }
}

pub fn country(desk: &Desk, code: &str) -> Country {
    Country { id: None, name: country_name(desk, code).into() }
}

/// The cast of the whole drama: guests are told with their episodes.
pub fn cast(desk: &Desk, characters: &[RecordId]) -> Vec<PerformanceRole> {
    let is_guest = |id: &RecordId| {
        let part = desk.reader.get::<Character>(id).and_then(|character| character.is.role.get().copied());
        matches!(part, Some(Part::Guest | Part::Cameo))
    };
    characters.iter().filter(|id| may_be_named(desk, id) && !is_guest(id)).flat_map(|id| roles(desk, id)).collect()
}

/// The address of a season, which has no page of its own.
pub fn season_id(desk: &Desk, drama: &RecordId, number: u32) -> String {
    part_of(desk, drama, &format!("season-{number}"))
}

fn season(desk: &Desk, drama: &RecordId, number: u32, season: &Season) -> TvSeason {
    TvSeason {
        id: Some(season_id(desk, drama, number)),
        name: season.name.said().map(|name| desk.name(name).text).into(),
        season_number: number.into(),
        start_date: season.first_air.said().map(Day::to_string).into(),
        end_date: season.last_air.said().map(Day::to_string).into(),
        number_of_episodes: season.episode_count.said().copied().into(),
        part_of_series: Ref { id: id_of(desk, drama) }.into(),
    }
}
