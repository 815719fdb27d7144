//! Which share card a page has: one of its own, or the one that the pages of a language share.

use super::{Key, Plan, Slot};
use crate::base::address::SitePath;
use crate::base::id::Kind;
use crate::base::lang::Lang;
use crate::kinds::site::CardKind;
use crate::model::Reader;
use crate::model::head::has_page;
use crate::model::reader::Read;

/// The name of their output.
pub const OUTPUT: &str = "cards";

/// In pixels: what chats and networks ask for (Open Graph, 1.91 to 1).
pub const WIDTH: u32 = 1200;
pub const HEIGHT: u32 = 630;

/// From how many cards on, in all languages, only those have their own.
pub const MANY: usize = 2_000;

/// The one card of a language for every page without its own.
pub fn shared(lang: &Lang) -> SitePath {
    SitePath::new(format!("cards/{lang}/site.png"))
}

/// What a page is about, for the choice of its card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Record(Kind),
    Tag,
    List,
}

impl Subject {
    /// Has a card of its own: always, or because `cards:` in site.yaml names it.
    pub fn is_chosen(self, named: &[CardKind]) -> bool {
        match self {
            Subject::Record(Kind::News) => named.contains(&CardKind::News),
            Subject::Record(_) => true,
            Subject::Tag => named.contains(&CardKind::Tag),
            Subject::List => named.contains(&CardKind::List),
        }
    }

    /// Keeps its own when there would be too many.
    pub fn is_first(self) -> bool {
        matches!(self, Subject::Record(Kind::Drama | Kind::Song | Kind::Release))
    }
}

/// Where the card of a page would be. Nothing for what is no page, or tells something by its name.
pub fn own(reader: &Reader, slot: &Slot) -> Option<(SitePath, Subject)> {
    let lang = slot.lang.as_ref()?;
    let path = |drama: &str, name: String| {
        let folder = if drama.is_empty() { String::new() } else { format!("{drama}/") };
        SitePath::new(format!("cards/{lang}/{folder}{name}.png"))
    };
    match &slot.key {
        Key::Record(id) => {
            let head = reader.head(id)?;
            let is_open = head.spoiler.is_none() && has_page(id.kind);
            is_open.then(|| (path(&id.drama, format!("{}-{}", id.kind, id.id)), Subject::Record(id.kind)))
        }
        Key::Drama(drama) if slot.output == HOME => {
            let (_, id) = reader.dramas().into_iter().find(|(key, _)| key == drama)?;
            Some((path("", format!("{}-{}", id.kind, id.id)), Subject::Record(id.kind)))
        }
        Key::Drama(drama) => Some((path(drama, format!("list-{}", slot.output)), Subject::List)),
        Key::Only | Key::Page(_) => Some((path("", format!("list-{}", slot.output)), Subject::List)),
        Key::Tag(tag, _) => Some((path("", format!("tag-{tag}")), Subject::Tag)),
        Key::File(_) | Key::Was(..) => None,
    }
}

/// The output of the page that a drama stands on.
pub const HOME: &str = "home";

/// The card that a page has, if cards are made at all.
pub fn of(plan: &Plan, reader: &Reader, slot: &Slot) -> Option<PageCard> {
    let lang = slot.lang.as_ref()?;
    let has = |path: &SitePath| {
        reader.note(|| Read::Path(path.clone()));
        plan.has(path)
    };
    let own = own(reader, slot).map(|(path, _)| path).filter(has);
    match own {
        Some(path) => Some(PageCard { path, is_own: true }),
        None => {
            let path = shared(lang);
            has(&path).then_some(PageCard { path, is_own: false })
        }
    }
}

/// A card that a page has.
pub struct PageCard {
    pub path: SitePath,
    /// It shows what the page is about, not only the site.
    pub is_own: bool,
}

/// Are there so many pages that not all that were chosen have cards of their own?
pub fn are_few(reader: &Reader, plan: &Plan) -> bool {
    let named = &reader.site().cards;
    let is_left_out = |slot: &Slot| {
        own(reader, slot).is_some_and(|(path, subject)| subject.is_chosen(named) && !plan.has_file(&path.file()))
    };
    let lang = reader.languages().first();
    plan.has_file(&shared(lang).file())
        && plan.slots().iter().any(|slot| slot.path.file().ends_with("index.html") && is_left_out(slot))
}
