//! What is told of an episode: its number, when it was shown and where, who made it, who appears in it.

use super::super::desk::Desk;
use super::credits::{agents, awards, people, roles};
use super::drama::season_id;
use super::graph::Node;
use super::ids::{date, id_of, part_of, same_as, url_of};
use super::node::{Many, Ref};
use super::screen::{BroadcastEvent, BroadcastService, PerformanceRole, TvEpisode, TvSeason};
use super::stub::{drama_of, may_be_named, name, other_names, series};
use crate::base::day::{Dur, When};
use crate::base::id::{Kind, RecordId};
use crate::kinds::episode::{Number, Out};
use crate::kinds::record::Record;
use crate::kinds::{Character, Drama, Episode};

/// The episode, with its showings in it.
pub fn tell(desk: &Desk, id: &RecordId, record: &Record<Episode>) -> Vec<Node> {
    if !may_be_named(desk, id) {
        return Vec::new();
    }
    let (episode, number) = (&record.is, Number::of(&id.id));
    let drama = drama_of(desk, id);
    vec![
        TvEpisode {
            id: Some(id_of(desk, id)),
            name: name(desk, id).into(),
            alternate_name: other_names(desk, id).into(),
            url: url_of(desk, id).into(),
            same_as: same_as(Kind::Episode, &record.common).into(),
            description: episode.summary.said().map(|text| desk.text(text).text).into(),
            episode_number: number.map(|number| number.number).into(),
            part_of_series: drama.as_ref().and_then(|drama| series(desk, drama)).into(),
            part_of_season: season(desk, drama.as_ref(), number).into(),
            date_published: episode.airs.said().map(|when| date(desk, when)).into(),
            duration: episode.runtime.said().map(|minutes| Dur(minutes.saturating_mul(60)).iso()).into(),
            author: agents(desk, episode.writers.said()).into(),
            director: people(desk, episode.directors.said()).into(),
            actor: guests(desk, id).into(),
            publication: broadcasts(desk, id, episode).into(),
            award: awards(desk, id).into(),
        }
        .into(),
    ]
}

/// The season, where the drama tells of seasons.
fn season(desk: &Desk, drama: Option<&RecordId>, number: Option<Number>) -> Option<TvSeason> {
    let (drama, number) = (drama?, number?.season);
    let seasons = desk.reader.get::<Drama>(drama)?.is.seasons.said()?;
    seasons.0.iter().any(|(known, _)| *known == number).then(|| TvSeason {
        id: Some(season_id(desk, drama, number)),
        season_number: number.into(),
        ..TvSeason::default()
    })
}

/// Who appears in just these episodes.
pub fn guests(desk: &Desk, id: &RecordId) -> Vec<PerformanceRole> {
    let backs = desk.reader.mentions(id, Kind::Character).filter(|back| back.field == "played_by");
    let mut characters: Vec<&RecordId> = backs.map(|back| &back.by).collect();
    characters.dedup();
    let is_here = |character: &&&RecordId| {
        desk.reader.get::<Character>(character).is_some_and(|record| {
            let said = record.is.played_by.said().iter().filter_map(|credit| credit.episodes.said());
            said.flat_map(|eps| desk.reader.episodes(eps, &id.drama)).any(|episode| episode == *id)
        })
    };
    characters.iter().filter(is_here).flat_map(|character| roles(desk, character)).collect()
}

/// Every showing that has a date, the first one first.
pub fn broadcasts(desk: &Desk, id: &RecordId, episode: &Episode) -> Vec<BroadcastEvent> {
    let is_shown = episode.out.fact().is_none_or(|out| out.said() == Some(&Out::Tv));
    let mut showings: Vec<(&When, Option<String>)> = Vec::new();
    for showing in episode.showings.said() {
        let channel = showing.channel.said().map(|channel| channel.as_str().to_string());
        showings.extend(showing.at.said().map(|when| (when, channel)));
    }
    let same = |one: &When, other: &When| one.on_site(desk.reader.zone()) == other.on_site(desk.reader.zone());
    if let Some(airs) = episode.airs.said().filter(|_| is_shown)
        && !showings.iter().any(|(when, _)| same(when, airs))
    {
        showings.push((airs, only_channel(desk, id)));
    }
    showings.sort_by_key(|(when, _)| when.on_site(desk.reader.zone()));
    let event = |(at, (when, channel)): (usize, &(&When, Option<String>))| BroadcastEvent {
        id: Some(part_of(desk, id, &format!("broadcast-{}", at + 1))),
        name: name(desk, id).into(),
        start_date: date(desk, when).into(),
        published_on: channel.clone().map(|name| BroadcastService { id: None, name: name.into() }).into(),
        work_featured: Ref { id: id_of(desk, id) }.into(),
    };
    showings.iter().enumerate().map(event).collect()
}

/// The channel of the drama, where all of its slots are on one.
fn only_channel(desk: &Desk, id: &RecordId) -> Option<String> {
    let drama = &desk.reader.get::<Drama>(&drama_of(desk, id)?)?.is;
    let seasons = drama.seasons.said().map(|seasons| seasons.0.as_slice()).unwrap_or_default();
    let slots = drama.broadcast.said().iter().chain(seasons.iter().flat_map(|(_, season)| season.broadcast.said()));
    let mut channels = slots.map(|slot| slot.channel.said().map(|channel| channel.as_str()));
    let first = channels.next()??;
    channels.all(|channel| channel == Some(first)).then(|| first.to_string())
}

/// Every showing of every episode of a drama that may be named, for the schedule.
pub fn all_broadcasts(desk: &Desk, episodes: &[RecordId]) -> Many<BroadcastEvent> {
    let open = episodes.iter().filter(|id| super::stub::may_be_named(desk, id));
    open.filter_map(|id| Some(broadcasts(desk, id, &desk.reader.get::<Episode>(id)?.is))).flatten().collect()
}
