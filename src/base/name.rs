//! What something is called: in each language, in Latin letters, as it is read, and otherwise.

use super::lang::{Lang, Languages};
use super::text::{Said, Text};
use std::ops::{Deref, DerefMut};

/// The names of one record. Display never computes a romanisation: what is not given is not shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    pub text: Text,
    more: Option<Box<More>>,
}

/// What is mostly not said of a name. A name reads as if it had these fields itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct More {
    /// Given romanisations and other scripts: (`ko-Latn`, text, system).
    pub latin: Vec<Latin>,
    /// How it is read, which sorts lists in that language.
    pub reading: Vec<(Lang, String)>,
    /// Every other name it goes by.
    pub also: Vec<OtherName>,
    /// Only when the rule sorts it wrong.
    pub sort: Text,
    pub order: Vec<(Option<Lang>, NameOrder)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Latin {
    pub lang: Lang,
    pub text: String,
    /// revised, mccune, hepburn, kunrei, pinyin or own.
    pub system: Option<String>,
}

/// Another name of the same thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OtherName {
    pub text: Text,
    pub lang: Option<Lang>,
    /// stage, legal, former, literal, spelling, styled, short, pen, dub, fan or search.
    pub kind: Option<String>,
    pub until: Option<String>,
    /// Tells something of that episode, so only pages' bodies may show it.
    pub is_spoiler: bool,
    /// Ids of the sources that call it so.
    pub sources: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameOrder {
    FamilyFirst,
    GivenFirst,
}

static NO_MORE: More = More {
    latin: Vec::new(),
    reading: Vec::new(),
    also: Vec::new(),
    sort: Text { plain: None, all: None, by: Vec::new() },
    order: Vec::new(),
};

impl Deref for Name {
    type Target = More;

    fn deref(&self) -> &More {
        self.more.as_deref().unwrap_or(&NO_MORE)
    }
}

impl DerefMut for Name {
    fn deref_mut(&mut self) -> &mut More {
        self.more.get_or_insert_default()
    }
}

impl From<Text> for Name {
    fn from(text: Text) -> Name {
        Name { text, more: None }
    }
}

impl Name {
    pub fn say<'a>(&'a self, lang: &'a Lang, languages: &'a Languages) -> Option<Said<'a>> {
        self.text.say(lang, languages)
    }

    /// What a list in `lang` sorts it by.
    pub fn sort_key<'a>(&'a self, lang: &'a Lang, languages: &'a Languages) -> &'a str {
        let reading = || self.reading.iter().find(|(l, _)| l == lang).map(|(_, text)| text.as_str());
        let shown = || self.say(lang, languages).map(|said| said.text);
        self.sort.exactly(lang, languages).or_else(reading).or_else(shown).unwrap_or("")
    }

    /// Every spelling under which somebody may look for it, spoilers left out.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        let others = self.also.iter().filter(|other| !other.is_spoiler).flat_map(|other| other.text.wordings());
        self.text.wordings().chain(self.latin.iter().map(|latin| latin.text.as_str())).chain(others)
    }
}
