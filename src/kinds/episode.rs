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

/// What to write in place of a key that is a number, but not as numbers of episodes are written: `7`, `s2-7`. Another
/// spelling of the same number would be another id, which no mention of the episode finds.
pub fn key_problem(id: &str) -> Option<String> {
    let (season, number) = match id.strip_prefix('s').and_then(|rest| rest.split_once('-')) {
        Some((season, number)) => (Some(season), number),
        None => (None, id),
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let named = ["episode-", "episode", "ep-", "ep"].iter().find_map(|word| id.strip_prefix(word));
    if let Some(number) = named.filter(|number| is_digits(number)) {
        return Some(format!(
            "an episode is keyed by its number alone: write `{}`",
            number.trim_start_matches('0')
        ));
    }
    if !is_digits(number) || !season.is_none_or(is_digits) {
        return None;
    }
    let bare = |digits: &str| digits.trim_start_matches('0').to_string();
    let (plain_season, plain) = (season.map(bare), bare(number));
    if plain.is_empty() || plain_season.as_deref() == Some("") {
        return Some("numbers begin with 1; what comes before the first is a special with a name of its own, such as `prologue`".into());
    }
    if plain.parse::<u32>().is_err() || plain_season.as_ref().is_some_and(|season| season.parse::<u32>().is_err()) {
        return Some("a drama has fewer episodes than this; a special has a name of its own".into());
    }
    let written = plain_season.map_or(plain.clone(), |season| format!("s{season}-{plain}"));
    (written != id).then(|| format!("write `{written}`, without a zero in front"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_in_one_way() {
        for fine in ["1", "16", "s2-7", "s10-100", "prologue", "special-1", "s-1", "season-01", "one"] {
            assert_eq!(key_problem(fine), None, "{fine}");
        }
        for wrong in ["0", "007", "episode-2", "ep02", "s02-7", "s2-07", "s0-1", "99999999999"] {
            assert!(key_problem(wrong).is_some(), "{wrong}");
        }
        assert_eq!(key_problem("s02-07").as_deref(), Some("write `s2-7`, without a zero in front"));
    }
}
