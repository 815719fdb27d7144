//! Dramas, their seasons and episodes, who is in them, and when they are shown.

use super::agents::{Agent, Country, Organization, Person, Place};
use super::node::{Ref, things};

things! {
    /// <https://schema.org/TVSeries>: it has no screenwriter, so those who write it are its authors.
    TvSeries "TVSeries" {
        name: String, alternate_name: String, url: String, same_as: String, description: String,
        start_date: String, end_date: String, number_of_episodes: u32, number_of_seasons: u32, genre: String,
        content_rating: String, in_language: String, country_of_origin: Country, author: Agent,
        director: Person, producer: Agent, music_by: Agent, production_company: Organization,
        actor: PerformanceRole, character: Ref, contains_season: TvSeason, award: String,
    }
    /// <https://schema.org/Movie>
    Movie "Movie" {
        name: String, alternate_name: String, url: String, same_as: String, description: String,
        date_published: String, genre: String, content_rating: String, in_language: String,
        country_of_origin: Country, author: Agent, director: Person, producer: Agent, music_by: Agent,
        production_company: Organization, actor: PerformanceRole, character: Ref, award: String,
    }
    /// <https://schema.org/TVSeason>
    TvSeason "TVSeason" {
        name: String, season_number: u32, start_date: String, end_date: String, number_of_episodes: u32,
        part_of_series: Ref,
    }
    /// <https://schema.org/TVEpisode>
    TvEpisode "TVEpisode" {
        name: String, alternate_name: String, url: String, same_as: String, description: String,
        episode_number: u32, part_of_series: TvSeries, part_of_season: TvSeason, date_published: String,
        duration: String, author: Agent, director: Person, actor: PerformanceRole, publication: BroadcastEvent,
        award: String,
    }
    /// <https://schema.org/PerformanceRole>: who plays whom.
    PerformanceRole "PerformanceRole" { actor: Agent, character_name: String, }
    /// <https://schema.org/BroadcastEvent>: one showing.
    BroadcastEvent "BroadcastEvent" {
        name: String, start_date: String, published_on: BroadcastService, work_featured: Ref,
    }
    /// <https://schema.org/BroadcastService>: a channel.
    BroadcastService "BroadcastService" { name: String, }
    /// <https://schema.org/Event>
    Event "Event" { name: String, start_date: String, end_date: String, location: Place, about: Ref, }
}
