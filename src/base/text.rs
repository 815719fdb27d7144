//! A single line of text in one or more languages.

use super::lang::{Lang, Languages};

/// Text by language. Empty only where the author was told of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// Written plainly: in the site's first language, whichever that is.
    pub plain: Option<String>,
    /// Written under `all:`: the same in every language.
    pub all: Option<String>,
    /// Written under a language tag, in the author's order.
    pub by: Vec<(Lang, String)>,
}

/// Text as found for a reader: in the language asked for, or in another when it is not translated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said<'a> {
    pub text: &'a str,
    /// The language that `text` really is in.
    pub lang: &'a Lang,
    /// Not in the language asked for, which the page marks.
    pub is_fallback: bool,
}

impl Text {
    pub fn plain(text: impl Into<String>) -> Text {
        Text { plain: Some(text.into()), ..Text::default() }
    }

    /// The text in this very language; `all:` and, for the first language, the plain form count.
    pub fn exactly<'a>(&'a self, lang: &Lang, languages: &Languages) -> Option<&'a str> {
        let tagged = self.by.iter().find(|(l, _)| l == lang).map(|(_, text)| text.as_str());
        let plain = || if lang == languages.first() { self.plain.as_deref() } else { None };
        tagged.or_else(plain).or(self.all.as_deref())
    }

    /// The text for a reader of `lang`: in that language, else in the site's other languages in their order,
    /// else in any. Nothing only when there is no text at all.
    pub fn say<'a>(&'a self, lang: &'a Lang, languages: &'a Languages) -> Option<Said<'a>> {
        if let Some(text) = self.exactly(lang, languages) {
            return Some(Said { text, lang, is_fallback: false });
        }
        let other = languages.iter().find_map(|l| self.exactly(l, languages).map(|text| (text, l)));
        let any = || self.by.first().map(|(l, text)| (text.as_str(), l));
        other.or_else(any).map(|(text, lang)| Said { text, lang, is_fallback: true })
    }

    /// Every wording there is, each once.
    pub fn wordings(&self) -> impl Iterator<Item = &str> {
        self.plain.iter().chain(&self.all).chain(self.by.iter().map(|(_, text)| text)).map(String::as_str)
    }

    pub fn is_empty(&self) -> bool {
        self.wordings().next().is_none()
    }
}
