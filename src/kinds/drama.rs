//! `drama.yaml`: the drama itself.

use super::common::{Credited, Job};
use crate::base::address::Url;
use crate::base::day::{Clock, Day, Zone};
use crate::base::fact::{List, Maybe, Need};
use crate::base::lang::Lang;
use crate::base::name::Name;
use crate::base::text::Text;
use crate::base::walk::{Step, Walk};
use crate::parse::advice;
use crate::parse::decode::{Cx, Fields, Value, fields, words};
use crate::parse::shape::Shape;
use crate::parse::values::{Country, DramaRef, Eps, SongRef, Word};
use crate::parse::walked::Walked;
use crate::parse::yaml::{Node, Yaml};

fields! { "a drama";
    pub struct Drama {
        /// Its id; in a site of several dramas, the name of its folder.
        id: Need<Word>,
        /// What it is called.
        name: Need<Name>,
        /// What sort of work it is.
        kind: Maybe<DramaKind>,
        /// The larger work that it is part of.
        part_of: Maybe<DramaRef>,
        /// The work that it continues.
        follows: Maybe<DramaRef>,
        /// What it was made from.
        based_on: Maybe<BasedOn>,
        /// How far it has come.
        status: Maybe<Status>,
        /// When and where it is broadcast every week.
        broadcast: List<Slot>,
        /// Where it can be streamed.
        streaming: List<Streaming>,
        /// Day of the first episode.
        first_air: Maybe<Day>,
        /// Day of the last episode.
        last_air: Maybe<Day>,
        /// How many regular episodes it has.
        episode_count: Maybe<u32>,
        /// Minutes of an episode: `70`, or `{min: 80, max: 90}`.
        runtime: Maybe<Minutes>,
        /// Who may watch it.
        content_rating: Maybe<ContentRating>,
        /// Sorts of story.
        genres: List<Text>,
        /// Countries it was made in.
        countries: List<Country>,
        /// Languages that are spoken in it.
        language: List<Lang>,
        /// Who wrote it.
        writers: List<Credited>,
        /// Who directed it.
        directors: List<Credited>,
        /// Who produced it.
        producers: List<Credited>,
        /// Who was in charge of its music.
        music: List<Credited>,
        /// Everybody else, by job.
        credits: List<Job>,
        /// Companies that made it.
        companies: List<Company>,
        /// What sources claim of its numbers.
        says: Maybe<DramaSays>,
        /// Its opening, ending and insert songs.
        themes: List<Theme>,
        /// Its seasons, by number.
        seasons: Maybe<Seasons>,
        /// What it is about, without giving anything away.
        summary: Maybe<Text>,
    }
}

words! {
    pub enum DramaKind { Series "series", Special "special", Film "film", Web "web", }
}

words! {
    pub enum Status { Ended "ended", Announced "announced", Airing "airing", Cancelled "cancelled", }
}

words! {
    pub enum Weekday {
        Mon "mon", Tue "tue", Wed "wed", Thu "thu", Fri "fri", Sat "sat", Sun "sun",
    }
}

fields! { "a work";
    pub struct BasedOn {
        /// The work's title.
        title: Maybe<Text>,
        /// What sort of work it is.
        kind: Maybe<Text>,
        /// Who made it.
        author: Maybe<Text>,
    }
}

fields! { "a broadcast slot";
    pub struct Slot {
        /// The channel.
        channel: Need<Word>,
        /// Days of the week.
        days: List<Weekday>,
        /// The hour.
        time: Maybe<Clock>,
        /// The zone of the hour, when it is not the site's.
        zone: Maybe<Zone>,
        /// First day of this slot.
        from: Maybe<Day>,
        /// Last day of it.
        until: Maybe<Day>,
    }
}

fields! { "a streaming service";
    pub struct Streaming {
        /// The service.
        service: Need<Word>,
        /// Where it is offered.
        regions: Maybe<Text>,
        /// From when.
        from: Maybe<Day>,
        /// Until when.
        until: Maybe<Day>,
        /// Its address there.
        url: Maybe<Url>,
    }
}

fields! { "a content rating";
    pub struct ContentRating {
        /// Who rates.
        system: Maybe<Text>,
        /// The rating.
        value: Need<Text>,
    }
}

fields! { "a company";
    pub struct Company {
        /// What it is called.
        name: Need<Text>,
        /// What it did.
        job: Maybe<Text>,
    }
}

fields! { "a claim about the drama";
    pub struct DramaSays {
        /// Number of regular episodes.
        episodes: Maybe<u32>,
        /// Number of specials.
        specials: Maybe<u32>,
    }
}

fields! { "a theme song";
    pub struct Theme {
        /// Which song.
        song: Need<SongRef>,
        /// Where it is played.
        place "use": Need<ThemeUse>,
        /// In which episodes.
        episodes: Maybe<Eps>,
    }
}

words! {
    pub enum ThemeUse { Opening "opening", Ending "ending", Insert "insert", Main "main", }
}

fields! { "a season";
    pub struct Season {
        /// What it is called.
        name: Maybe<Name>,
        /// Its first day.
        first_air: Maybe<Day>,
        /// Its last day.
        last_air: Maybe<Day>,
        /// Its slots.
        broadcast: List<Slot>,
        /// How many regular episodes it has.
        episode_count: Maybe<u32>,
        /// Its songs.
        themes: List<Theme>,
    }
}

/// Seasons by number, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seasons(pub Vec<(u32, Season)>);

impl Walked for Seasons {
    const HAS_PARTS: bool = true;
    fn walk<'a>(&'a self, walk: &mut Walk<'a, '_>) {
        for (at, (_, season)) in self.0.iter().enumerate() {
            walk.entry(Step::At(at), |walk| season.walk(walk));
        }
    }
}

impl Value for Seasons {
    const OPENS: bool = false;
    fn form() -> String {
        "seasons by number: `{1: {…}, 2: {…}}`".into()
    }
    fn shape() -> Shape {
        Shape::Keyed { key: r"^\d+$", value: Box::new(Season::shape()) }
    }
    fn read(node: &Node, cx: &mut Cx) -> Option<Seasons> {
        let Yaml::Map(entries) = &node.is else {
            cx.wrong(node, &Seasons::form());
            return None;
        };
        let mut seasons = Vec::new();
        for (key, value) in entries {
            match key.text.parse() {
                Ok(number) => seasons.extend(Season::read(value, cx).map(|season| (number, season))),
                Err(_) => cx.wrong(value, &Seasons::form()),
            }
        }
        seasons.sort_by_key(|(number, _)| *number);
        Some(Seasons(seasons))
    }
}

fields! { "a span of minutes";
    /// From and to, as they are written.
    pub struct MinuteSpan {
        /// At least.
        min: Need<u32>,
        /// At most.
        max: Need<u32>,
    }
}

/// A length in minutes, or from and to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Minutes {
    pub min: u32,
    pub max: u32,
}

impl Walked for Minutes {}

impl Value for Minutes {
    const MAY_BE_UNKNOWN: bool = true;
    fn form() -> String {
        "minutes: `70`, or `{min: 80, max: 90}`".into()
    }
    fn shape() -> Shape {
        Shape::Either(vec![Shape::Whole, Shape::Fields { called: MinuteSpan::CALLED, fields: MinuteSpan::FIELDS }])
    }
    fn read(node: &Node, cx: &mut Cx) -> Option<Minutes> {
        let number = |node: &Node| node.text().and_then(|text| text.trim().parse().ok());
        let found = match &node.is {
            Yaml::Map(entries) if entries.len() == 2 => match (node.get("min"), node.get("max")) {
                (Some(min), Some(max)) => number(min).zip(number(max)),
                _ => None,
            },
            _ => number(node).map(|minutes| (minutes, minutes)),
        };
        if found.is_none() {
            cx.wrong_word(node, &Minutes::form(), node.text().and_then(advice::number));
        }
        found.map(|(min, max)| Minutes { min, max })
    }
}
