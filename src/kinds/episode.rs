//! `episodes.yaml`: keyed by number (`7`, `s2-7`), a special by a name of its own.

use super::common::{Credited, Job};
use crate::base::day::{Day, When};
use crate::base::fact::{List, Maybe, Need};
use crate::base::name::Name;
use crate::base::number::Dec;
use crate::base::text::Text;
use crate::parse::decode::{fields, words};
use crate::parse::values::{EpisodeRef, Word};

fields! { "an episode";
    /// Season and number come from its key and are never written twice.
    pub struct Episode {
        /// What sort of episode it is.
        kind: Maybe<EpisodeKind>,
        /// The episode that a special stands behind.
        after: Maybe<EpisodeRef>,
        /// How it came out.
        out: Maybe<Out>,
        /// Its title.
        title: Maybe<Name>,
        /// When it was first shown.
        airs: Maybe<When>,
        /// Every showing.
        showings: List<Showing>,
        /// Who directed it.
        directors: List<Credited>,
        /// Who wrote it.
        writers: List<Credited>,
        /// Everybody else, by job.
        credits: List<Job>,
        /// Its length in minutes.
        runtime: Maybe<u32>,
        /// What happens, without giving anything away.
        summary: Maybe<Text>,
        /// How many watched it.
        ratings: List<Rating>,
    }
}

words! {
    pub enum EpisodeKind { Regular "regular", Extra "extra", Special "special", }
}

words! {
    pub enum Out { Tv "tv", Web "web", Disc "disc", Cinema "cinema", }
}

fields! { "a showing";
    pub struct Showing {
        /// The channel.
        channel: Need<Word>,
        /// When.
        at: Need<When>,
    }
}

fields! { "a rating";
    pub struct Rating {
        /// Who measured.
        agency: Maybe<Word>,
        /// Where.
        area: Maybe<Text>,
        /// Of whom.
        base: Maybe<Text>,
        /// Share of the audience.
        percent: Maybe<Dec>,
        /// Share in the highest minute.
        peak: Maybe<Dec>,
        /// How many people watched.
        viewers: Maybe<u32>,
        /// When it was measured.
        date: Maybe<Day>,
        /// Who says so.
        sources: List<crate::parse::values::SourceRef>,
    }
}

/// An episode's place among the others, read from its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number {
    pub season: u32,
    pub number: u32,
}

impl Number {
    /// `7` is the seventh of the first season, `s2-7` of the second; a special's name has no number.
    pub fn of(id: &str) -> Option<Number> {
        if let Ok(number) = id.parse() {
            return Some(Number { season: 1, number });
        }
        let (season, number) = id.strip_prefix('s')?.split_once('-')?;
        Some(Number { season: season.parse().ok()?, number: number.parse().ok()? })
    }
}
