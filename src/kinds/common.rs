//! What any record may have, and the small shapes that several kinds share.

use crate::base::address::Url;
use crate::base::day::Day;
use crate::base::day::Zone;
use crate::base::fact::{List, Maybe, Need};
use crate::base::number::Dec;
use crate::base::text::Text;
use crate::base::walk::Walk;
use crate::parse::decode::{Cx, Value, fields, words};
use crate::parse::shape::Shape;
use crate::parse::values::{Country, Ep, Eps, ImageRef, PerformerRef, SourceRef, Word};
use crate::parse::walked::Walked;
use crate::parse::yaml::{Node, Yaml};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

fields! { "a record";
    /// Fields that every record may have beside its kind's own.
    pub struct Common {
        /// Ids of the sources that the whole record rests on.
        sources: List<SourceRef>,
        /// Names of fields that somebody looked for and found no source for.
        wanted: List<Word>,
        /// A remark for readers.
        note: Maybe<Text>,
        /// Numbers that somebody published about it.
        figures: List<Figure>,
        /// Your own fields, for your own templates.
        extra: Maybe<Extra>,
        /// Addresses elsewhere.
        links: List<Link>,
        /// Its picture.
        image: Maybe<ImageRef>,
        /// Tells something of that episode.
        spoiler: Maybe<Ep>,
        /// What other databases call it.
        ids: Maybe<Ids>,
        /// Ids it had before; their addresses lead here.
        was: List<Word>,
        /// When its facts last changed in a way worth telling.
        updated: Maybe<Day>,
    }
}

/// The fields of `Common` as a record keeps them: mostly none is given, and then they take no more room than a pointer.
#[derive(Clone, Debug, Default)]
pub struct KeptCommon(Option<Arc<Common>>);

static NONE: Common = Common {
    sources: List(None),
    wanted: List(None),
    note: Maybe(None),
    figures: List(None),
    extra: Maybe(None),
    links: List(None),
    image: Maybe(None),
    spoiler: Maybe(None),
    ids: Maybe(None),
    was: List(None),
    updated: Maybe(None),
};

impl Deref for KeptCommon {
    type Target = Common;

    fn deref(&self) -> &Common {
        self.0.as_deref().unwrap_or(&NONE)
    }
}

impl DerefMut for KeptCommon {
    fn deref_mut(&mut self) -> &mut Common {
        Arc::make_mut(self.0.get_or_insert_default())
    }
}

fields! { "a figure";
    /// A number with a meaning, a date and sources: a rank, a count, a cost.
    pub struct Figure {
        /// What is counted.
        what: Need<Text>,
        /// The number as published.
        value: Need<Dec>,
        /// What stands behind the number.
        unit: Maybe<Text>,
        /// On or up to which day.
        date: Maybe<Day>,
        /// Who says so.
        sources: List<SourceRef>,
    }
}

fields! { "a link";
    /// An address elsewhere.
    pub struct Link {
        /// Where it leads.
        url: Need<Url>,
        /// What stands on it.
        label: Maybe<Text>,
        /// What is to be found there.
        kind: Maybe<LinkKind>,
    }
}

words! {
    pub enum LinkKind {
        Reference "reference",
        Official "official",
        Watch "watch",
        Listen "listen",
        Buy "buy",
        Social "social",
    }
}

fields! { "a set of ids";
    /// What other databases call a record.
    pub struct Ids {
        /// Q-number of Wikidata.
        wikidata: Maybe<Word>,
        /// MusicBrainz identifier.
        musicbrainz: Maybe<Word>,
        /// The Movie Database.
        tmdb: Maybe<Word>,
        /// TVmaze.
        tvmaze: Maybe<Word>,
        /// Internet Movie Database.
        imdb: Maybe<Word>,
        /// MyDramaList.
        mdl: Maybe<Word>,
    }
}

impl Ids {
    /// What each database calls it, by the name of the field.
    pub fn all(&self) -> impl Iterator<Item = (&'static str, Option<&str>)> {
        let ids = [
            ("wikidata", &self.wikidata),
            ("musicbrainz", &self.musicbrainz),
            ("imdb", &self.imdb),
            ("tmdb", &self.tmdb),
            ("tvmaze", &self.tvmaze),
            ("mdl", &self.mdl),
        ];
        ids.into_iter().map(|(name, id)| (name, id.get().map(Word::as_str)))
    }
}

fields! { "a credit";
    /// Somebody's part in something.
    pub struct Credit {
        /// Who it is.
        who: Maybe<PerformerRef>,
        /// The name, when it belongs to nobody with a record.
        credited: Maybe<Text>,
        /// The name in the credits, when it differs.
        shown_as "as": Maybe<Text>,
        /// Only in these episodes.
        episodes: Maybe<Eps>,
        /// Which part of the work.
        part: Maybe<Text>,
        /// What stands between this name and the next: "&", "feat.".
        join: Maybe<Text>,
        /// Language of a dub.
        language: Maybe<Word>,
        /// Which version of a dub.
        version: Maybe<Text>,
    }
}

/// A credit written as a bare id or with more to say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Credited(pub Credit);

impl std::ops::Deref for Credited {
    type Target = Credit;
    fn deref(&self) -> &Credit {
        &self.0
    }
}

impl Walked for Credited {
    fn walk<'a>(&'a self, walk: &mut Walk<'a, '_>) {
        self.0.walk(walk);
    }
    fn agrees(&self, other: &Credited, zone: &Zone) -> bool {
        match (self.who.get(), other.who.get()) {
            (Some(one), Some(other)) => one.agrees(other, zone),
            (None, None) => self.0.agrees(&other.0, zone),
            // A name that belongs to nobody is somebody else.
            _ => false,
        }
    }
}

impl Value for Credited {
    fn form() -> String {
        "the id of a person or an artist, or `{who: …, part: …}`, or `{credited: a name}`".into()
    }
    fn shape() -> Shape {
        Shape::Either(vec![PerformerRef::shape(), Credit::shape()])
    }
    fn read(node: &Node, cx: &mut Cx) -> Option<Credited> {
        if node.text().is_some() {
            let who = PerformerRef::read(node, cx)?;
            let who = Maybe(Some(Box::new(crate::base::fact::Fact::plain(who, node.at))));
            return Some(Credited(Credit { who, ..Credit::default() }));
        }
        let credit = Credit::read(node, cx)?;
        if credit.who.fact().is_none() && credit.credited.fact().is_none() {
            cx.wrong(node, &Credited::form());
            return None;
        }
        Some(Credited(credit))
    }
}

fields! { "a job";
    /// A job and who did it.
    pub struct Job {
        /// What was done.
        job: Need<Text>,
        /// Who did it.
        who: crate::base::fact::NeedList<Credited>,
    }
}

fields! { "a fact";
    /// A sentence about a person or an act, with its source.
    pub struct Told {
        /// The sentence.
        text: Need<Text>,
        /// When it happened.
        date: Maybe<Day>,
        /// Who says so.
        sources: List<SourceRef>,
    }
}

/// A fan's own fields, as `serde_yaml` reads them: templates see them as they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extra(pub serde_yaml::Value);

impl Walked for Extra {}

impl Value for Extra {
    const OPENS: bool = false;
    fn form() -> String {
        "fields of your own".into()
    }
    fn shape() -> Shape {
        Shape::Anything
    }
    fn read(node: &Node, cx: &mut Cx) -> Option<Extra> {
        if !matches!(node.is, Yaml::Map(_)) {
            cx.wrong(node, "fields of your own, with keys and values");
            return None;
        }
        Some(Extra(plain_value(node)))
    }
}

/// A node as a value: numbers and yes or no are read as YAML 1.2 has them.
fn plain_value(node: &Node) -> serde_yaml::Value {
    use crate::parse::yaml::Style;
    match &node.is {
        Yaml::Nothing => serde_yaml::Value::Null,
        Yaml::List(list) => list.iter().map(plain_value).collect::<Vec<_>>().into(),
        Yaml::Map(map) => serde_yaml::Value::Mapping(
            map.iter().map(|(key, node)| (key.text.as_str().into(), plain_value(node))).collect(),
        ),
        Yaml::Text { text, style: Style::Plain | Style::CutByComment } => {
            serde_yaml::from_str(text).unwrap_or_else(|_| text.as_str().into())
        }
        Yaml::Text { text, .. } => text.as_str().into(),
    }
}

/// Countries, as a list of codes.
pub type Countries = List<Country>;
