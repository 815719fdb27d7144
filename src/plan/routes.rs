//! The address of everything that has one. The first language stands at `/`, others under `/<lang>/`; with
//! several dramas theirs begin with the drama.

use crate::base::address::{Base, SitePath};
use crate::base::id::{Kind, RecordId};
use crate::base::lang::{Lang, Languages};
use crate::model::Reader;
use std::sync::Arc;

/// Makes addresses.
#[derive(Clone, Debug)]
pub struct Routes {
    base: Base,
    languages: Languages,
    is_of_several: bool,
}

/// An address in the site, perhaps of a place in a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub path: SitePath,
    pub fragment: Option<Arc<str>>,
}

/// Pages that list things, by the words in their addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    Cast,
    Episodes,
    Soundtrack,
    Artists,
    Releases,
    Timeline,
    Awards,
    Places,
    Schedule,
    News,
    Sources,
    Help,
    About,
}

impl Section {
    pub const ALL: &[Section] = &[
        Section::Cast,
        Section::Episodes,
        Section::Soundtrack,
        Section::Artists,
        Section::Releases,
        Section::Timeline,
        Section::Awards,
        Section::Places,
        Section::Schedule,
        Section::News,
        Section::Sources,
        Section::Help,
        Section::About,
    ];

    /// In addresses and in the strings: `soundtrack`.
    pub fn name(self) -> &'static str {
        match self {
            Section::Cast => "cast",
            Section::Episodes => "episodes",
            Section::Soundtrack => "soundtrack",
            Section::Artists => "artists",
            Section::Releases => "releases",
            Section::Timeline => "timeline",
            Section::Awards => "awards",
            Section::Places => "places",
            Section::Schedule => "schedule",
            Section::News => "news",
            Section::Sources => "sources",
            Section::Help => "help",
            Section::About => "about",
        }
    }

    /// Each drama of a site of several has its own.
    pub fn is_of_drama(self) -> bool {
        !matches!(self, Section::Artists | Section::News | Section::Sources | Section::Help | Section::About)
    }
}

impl Routes {
    pub fn new(reader: &Reader) -> Routes {
        Routes {
            base: reader.base().clone(),
            languages: reader.languages().clone(),
            is_of_several: reader.is_of_several(),
        }
    }

    pub fn base(&self) -> &Base {
        &self.base
    }

    /// A path below the pages of a language.
    pub fn in_lang(&self, lang: &Lang, rest: &str) -> SitePath {
        match lang == self.languages.first() {
            true => SitePath::new(rest),
            false => SitePath::new([lang.as_str(), "/", rest].concat()),
        }
    }

    fn in_drama(&self, lang: &Lang, drama: &str, rest: &str) -> SitePath {
        match drama.is_empty() {
            true => self.in_lang(lang, rest),
            false => self.in_lang(lang, &[drama, "/", rest].concat()),
        }
    }

    pub fn home(&self, lang: &Lang) -> SitePath {
        self.in_lang(lang, "")
    }

    /// The home of one drama; the site's own when there is only one.
    pub fn drama_home(&self, lang: &Lang, drama: &str) -> SitePath {
        self.in_drama(lang, drama, "")
    }

    /// A list, of one drama where each has its own.
    pub fn section(&self, lang: &Lang, section: Section, drama: &str) -> SitePath {
        let rest = format!("{}/", section.name());
        if section.is_of_drama() { self.in_drama(lang, drama, &rest) } else { self.in_lang(lang, &rest) }
    }

    /// A page of a list that is cut in pages; the first has no number.
    pub fn page(&self, first: &SitePath, number: usize) -> SitePath {
        if number <= 1 { first.clone() } else { SitePath::new(format!("{}page/{number}/", first.as_str())) }
    }

    pub fn tag(&self, lang: &Lang, tag: &str) -> SitePath {
        self.in_lang(lang, &format!("tags/{tag}/"))
    }

    pub fn checklist(&self, lang: &Lang, release: &RecordId) -> SitePath {
        self.in_drama(lang, &release.drama, &format!("releases/{}/checklist/", release.id))
    }

    /// A file of a drama, where each has its own.
    pub fn drama_file(&self, lang: &Lang, drama: &str, name: &str) -> SitePath {
        self.in_drama(lang, drama, name)
    }

    /// A file beside the page of a record; nothing for a record without a page of its own.
    pub fn beside(&self, lang: &Lang, id: &RecordId, name: &str) -> Option<SitePath> {
        let page = self.record(lang, id).filter(|address| address.fragment.is_none())?;
        Some(SitePath::new(format!("{}{name}", page.path.as_str())))
    }

    /// Where a record is to be read: its page, or its place on a page that lists its kind.
    pub fn record(&self, lang: &Lang, id: &RecordId) -> Option<Address> {
        let page = |section: &str| Address {
            path: self.in_drama(lang, &id.drama, &[section, "/", &id.id, "/"].concat()),
            fragment: None,
        };
        let place = |section: Section| Address {
            path: self.section(lang, section, &id.drama),
            fragment: Some(id.id.clone()),
        };
        Some(match id.kind {
            Kind::Drama => {
                let drama = if self.is_of_several { &*id.id } else { "" };
                Address { path: self.drama_home(lang, drama), fragment: None }
            }
            Kind::Episode => page("episodes"),
            Kind::Character => page("characters"),
            Kind::Person => page("people"),
            Kind::Artist => page("artists"),
            Kind::Song => page("songs"),
            Kind::Release => page("releases"),
            Kind::News => page("news"),
            Kind::Page => Address { path: self.in_lang(lang, &format!("{}/", id.id)), fragment: None },
            Kind::Event => place(Section::Timeline),
            Kind::Award => place(Section::Awards),
            Kind::Place => place(Section::Places),
            Kind::Source => place(Section::Sources),
            Kind::Shop | Kind::Image => return None,
        })
    }

    /// What stands in an `href`.
    pub fn href(&self, path: &SitePath) -> String {
        self.base.href(path)
    }

    pub fn href_of(&self, address: &Address) -> String {
        match &address.fragment {
            None => self.base.href(&address.path),
            Some(fragment) => format!("{}#{fragment}", self.base.href(&address.path)),
        }
    }

    /// The same page in another language.
    pub fn translated(&self, path: &SitePath, from: &Lang, to: &Lang) -> SitePath {
        let rest = match from == self.languages.first() {
            true => path.as_str(),
            false => {
                path.as_str().strip_prefix(from.as_str()).map_or(path.as_str(), |rest| rest.trim_start_matches('/'))
            }
        };
        self.in_lang(to, rest)
    }
}
