//! What other pages may show of a record: its name, its day, whether it has a page.

use crate::base::day::{Day, When};
use crate::base::id::{Kind, RecordId};
use crate::base::lang::Lang;
use crate::base::name::Name;
use crate::base::text::Text;
use crate::kinds::episode::Number;
use crate::kinds::record::{Document, Record};
use crate::kinds::{
    Artist, Award, Character, Common, Drama, Episode, Event, Image, News, Page, Person, Place, Release, Shop, Song,
    Source,
};
use crate::parse::values::Ep;

/// A record as others see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    pub id: RecordId,
    /// Empty when it has none: an episode without a title is named by its number.
    pub name: Name,
    /// The name is known to exist, but not what it is.
    pub is_unknown: bool,
    /// The name may be told as a fact: it is no rumour, and no stand-in for one that is not known.
    pub is_name_sure: bool,
    pub when: Option<When>,
    /// Season and number, of an episode.
    pub number: Option<Number>,
    /// The languages that a text is written in; empty for what is kept as facts.
    pub langs: Vec<Lang>,
    /// Kept back until that day.
    pub publish_from: Option<Day>,
    pub is_draft: bool,
    /// Tells something of that episode: what it is called belongs only in a closed part of a page.
    pub spoiler: Option<Box<Ep>>,
    /// When its facts last changed in a way worth telling; of a text, in any language.
    pub updated: Option<Day>,
}

impl Head {
    fn new(id: &RecordId, name: Option<Name>) -> Head {
        Head {
            id: id.clone(),
            is_unknown: name.is_none(),
            is_name_sure: name.is_some(),
            name: name.unwrap_or_default(),
            when: None,
            number: None,
            langs: Vec::new(),
            publish_from: None,
            is_draft: false,
            spoiler: None,
            updated: None,
        }
    }

    /// What the fields that every kind has say of it.
    pub fn with_common(mut self, common: &Common) -> Head {
        self.spoiler = self.spoiler.or_else(|| common.spoiler.get().cloned().map(Box::new));
        self.updated = self.updated.max(common.updated.get().copied());
        self
    }

    fn dated(mut self, when: Option<When>) -> Head {
        self.when = when;
        self
    }
}

fn named(text: Option<&Text>) -> Option<Name> {
    text.map(|text| Name::from(text.clone()))
}

/// How a kind's records look from outside.
pub trait Headed {
    fn head(&self) -> Head;
}

macro_rules! headed {
    ($($kind:ident, $record:ident => $name:expr, $is_sure:expr, $when:expr;)*) => {$(
        impl Headed for Record<$kind> {
            fn head(&self) -> Head {
                let $record = &self.is;
                Head { is_name_sure: $is_sure, ..Head::new(&self.id, $name).dated($when) }
            }
        }
    )*};
}

headed! {
    Drama, drama => drama.name.get().cloned(), drama.name.said().is_some(), drama.first_air.get().map(|day| When::day(*day));
    Person, person => person.name.get().cloned(), person.name.said().is_some(), None;
    Artist, artist => artist.name.get().cloned(), artist.name.said().is_some(), None;
    Character, character => character.name.get().cloned(), character.name.said().is_some(), None;
    Release, release => release.name.get().cloned(), release.name.said().is_some(), release.released.get().cloned();
    Event, event => named(event.what.get()), event.what.said().is_some(), event.date.get().cloned();
    Award, award => named(award.prize.get()), award.prize.said().is_some(), award.date.get().map(|day| When::day(*day));
    Place, place => place.name.get().cloned(), place.name.said().is_some(), None;
    Shop, shop => shop.name.get().cloned(), shop.name.said().is_some(), None;
    Source, source => named(source.title.get().or(source.publisher.get())), true, source.published.get().map(|day| When::day(*day));
    Image, image => named(image.alt.get()), true, None;
}

impl Headed for Record<Song> {
    fn head(&self) -> Head {
        let shown_as = || named(self.is.shown_as.get());
        let head = Head::new(&self.id, self.is.title.get().cloned().or_else(shown_as));
        Head { is_name_sure: self.is.title.said().is_some(), ..head }.dated(self.is.released.get().cloned())
    }
}

impl Headed for Record<Episode> {
    fn head(&self) -> Head {
        let mut head = Head::new(&self.id, Some(self.is.title.get().cloned().unwrap_or_default()));
        head.number = Number::of(&self.id.id);
        // Without a title it is named by its number.
        head.is_name_sure = self.is.title.fact().is_none_or(|title| title.said().is_some());
        head.dated(self.is.airs.get().cloned())
    }
}

fn titles<T>(document: &Document<T>, title: impl Fn(&T) -> Option<String>) -> Name {
    let mut by = Vec::with_capacity(document.versions.len());
    by.extend(document.versions.iter().filter_map(|v| Some((v.lang.clone(), title(&v.front)?))));
    Name::from(Text { by, ..Text::default() })
}

impl Headed for Record<Document<News>> {
    fn head(&self) -> Head {
        let name = titles(&self.is, |front| front.title.get().map(|title| title.0.clone()));
        let fronts = || self.is.versions.iter().map(|version| &version.front);
        let mut head = Head::new(&self.id, Some(name));
        head.langs = self.is.versions.iter().map(|version| version.lang.clone()).collect();
        head.publish_from = fronts().find_map(|front| front.publish_from.get().copied());
        head.is_draft = fronts().any(|front| front.draft.get() == Some(&true));
        let head = head.dated(fronts().find_map(|front| front.date.get().cloned()));
        self.is.versions.iter().fold(head, |head, version| head.with_common(&version.common))
    }
}

impl Headed for Record<Document<Page>> {
    fn head(&self) -> Head {
        let name = titles(&self.is, |front| front.title.get().map(|title| title.0.clone()));
        let mut head = Head::new(&self.id, Some(name));
        head.langs = self.is.versions.iter().map(|version| version.lang.clone()).collect();
        head.is_draft = self.is.versions.iter().any(|version| version.front.draft.get() == Some(&true));
        self.is.versions.iter().fold(head, |head, version| head.with_common(&version.common))
    }
}

/// Has a page of its own.
pub fn has_page(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Drama
            | Kind::Episode
            | Kind::Character
            | Kind::Person
            | Kind::Artist
            | Kind::Song
            | Kind::Release
            | Kind::News
            | Kind::Page
    )
}
