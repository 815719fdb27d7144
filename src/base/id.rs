//! The kinds of records, their ids, and references between them.

use super::fact::Span;
use std::fmt;
use std::sync::Arc;

/// Whether a kind's records belong to the whole site or to one drama.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    Site,
    Drama,
}

macro_rules! kinds {
    ($($kind:ident $name:literal $plural:literal $stem:literal $scope:ident;)*) => {
        /// The kinds of records a fan keeps.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $($kind,)* }

        impl Kind {
            pub const ALL: &[Kind] = &[$(Kind::$kind,)*];

            /// As in links and messages: `song`.
            pub fn name(self) -> &'static str { match self { $(Kind::$kind => $name,)* } }

            /// In messages, for several of them.
            pub fn plural(self) -> &'static str { match self { $(Kind::$kind => $plural,)* } }

            /// The name of its file or folder under `content/`: `songs` for `songs.yaml`.
            pub fn stem(self) -> &'static str { match self { $(Kind::$kind => $stem,)* } }

            pub fn scope(self) -> Scope { match self { $(Kind::$kind => Scope::$scope,)* } }
        }
    };
}

kinds! {
    Drama "drama" "dramas" "drama" Site;
    Episode "episode" "episodes" "episodes" Drama;
    Character "character" "characters" "characters" Drama;
    Person "person" "people" "people" Site;
    Artist "artist" "artists" "artists" Site;
    Song "song" "songs" "songs" Drama;
    Release "release" "releases" "releases" Drama;
    Event "event" "events" "events" Drama;
    Award "award" "awards" "awards" Drama;
    Place "place" "places" "places" Drama;
    Shop "shop" "shops" "shops" Site;
    Source "source" "sources" "sources" Site;
    Image "image" "images" "images" Site;
    News "news" "news" "news" Site;
    Page "page" "pages" "pages" Site;
}

impl Kind {
    pub fn named(name: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// "a song", "an artist": for messages.
    pub fn with_article(self) -> String {
        let name = self.name();
        match self {
            Kind::News => "a news item".into(),
            _ if name.starts_with(['a', 'e', 'i', 'o', 'u']) => format!("an {name}"),
            _ => format!("a {name}"),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One record: its kind, its drama and its id.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId {
    pub kind: Kind,
    /// The drama it belongs to; empty for records of the whole site.
    pub drama: Arc<str>,
    pub id: Arc<str>,
}

impl RecordId {
    pub fn new(kind: Kind, drama: &Arc<str>, id: &str) -> RecordId {
        let drama = match kind.scope() {
            // Shares one piece of memory with all of its kind.
            Scope::Site => Arc::default(),
            Scope::Drama => drama.clone(),
        };
        RecordId { kind, drama, id: id.into() }
    }
}

impl fmt::Debug for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.drama.is_empty() {
            true => write!(f, "{}:{}", self.kind, self.id),
            false => write!(f, "{}:{}/{}", self.kind, self.drama, self.id),
        }
    }
}

/// A mention of another record, as written; `model::link` makes sure that it exists.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ref {
    /// The kinds it may be of: one, or person and artist, which share their ids.
    pub kinds: &'static [Kind],
    /// The drama it belongs to (empty: the whole site's), unless its kind says otherwise.
    pub drama: Arc<str>,
    pub id: Arc<str>,
    pub at: Span,
}

impl Ref {
    /// The records it may mean, most likely first.
    pub fn candidates(&self) -> impl Iterator<Item = RecordId> + '_ {
        self.kinds.iter().map(|kind| RecordId::new(*kind, &self.drama, &self.id))
    }
}

/// Kinds that a field may point at.
pub mod to {
    use super::Kind;
    pub const DRAMA: &[Kind] = &[Kind::Drama];
    pub const EPISODE: &[Kind] = &[Kind::Episode];
    pub const CHARACTER: &[Kind] = &[Kind::Character];
    pub const PERSON: &[Kind] = &[Kind::Person];
    pub const ARTIST: &[Kind] = &[Kind::Artist];
    pub const SONG: &[Kind] = &[Kind::Song];
    pub const RELEASE: &[Kind] = &[Kind::Release];
    pub const SHOP: &[Kind] = &[Kind::Shop];
    pub const SOURCE: &[Kind] = &[Kind::Source];
    pub const IMAGE: &[Kind] = &[Kind::Image];
    /// Whoever can be credited: people and artists share one space of ids.
    pub const PERFORMER: &[Kind] = &[Kind::Person, Kind::Artist];
    /// A member of an act: a person, or a character of a fictional one.
    pub const MEMBER: &[Kind] = &[Kind::Person, Kind::Character];
}

/// Names that would collide with the site's own addresses.
pub const RESERVED_IDS: &[&str] = &["index", "feed", "search", "assets", "data", "page", "404"];

/// What keeps a text from being an id, in words, or nothing when it is one.
pub fn id_problem(id: &str) -> Option<String> {
    let fine = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if !id.split('-').all(fine) {
        return Some("an id has only small letters a to z, digits and single hyphens between them".into());
    }
    if id.len() > super::limits::ID_CHARACTERS {
        return Some(format!(
            "an id has at most {} characters, this one has {}",
            super::limits::ID_CHARACTERS,
            id.len()
        ));
    }
    RESERVED_IDS.contains(&id).then(|| format!("`{id}` is one of the site's own addresses"))
}

/// The nearest thing that could have been written instead, as an id.
pub fn suggest_id(text: &str) -> String {
    let mut id = String::new();
    for c in text.to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' => id.push(c),
            _ if id.ends_with('-') || id.is_empty() => {}
            _ => id.push('-'),
        }
    }
    id.truncate(super::limits::ID_CHARACTERS);
    id.trim_end_matches('-').to_string()
}
