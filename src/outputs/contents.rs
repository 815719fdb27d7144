//! What lies in the box of a release: every thing with how many designs there are and how many one gets.

use super::desk::Desk;
use super::views::{Bit, Cite, Row};
use crate::base::id::{RecordId, Ref};
use crate::kinds::record::Record;
use crate::kinds::release::{Count, Item, ItemKind, Size};
use crate::kinds::{Common, Release, Shop};
use crate::model::Reader;
use serde::Serialize;

/// How many editions may follow each other. A circle of them is told by the checks; here it only has to end.
const EDITIONS: usize = 16;

/// A thing in the box.
#[derive(Serialize)]
pub struct ItemView {
    /// Its key: `photo-cards`.
    pub id: String,
    pub name: Bit,
    pub rows: Vec<Row>,
    /// Its designs, where they have names.
    pub cards: Vec<CardView>,
    pub note: Option<Bit>,
    pub cites: Vec<Cite>,
}

/// One design of a thing.
#[derive(Serialize)]
pub struct CardView {
    pub id: String,
    /// Empty when it is only known who is on it.
    pub name: Bit,
    /// Who is on it.
    pub who: Vec<Bit>,
}

/// The first of a release and of those whose edition it is that says something itself.
pub fn inherited<'m>(
    reader: &Reader<'m>,
    id: &RecordId,
    says: impl Fn(&Release) -> bool,
) -> Option<&'m Record<Release>> {
    let mut id = id.clone();
    for _ in 0..EDITIONS {
        let record = reader.get::<Release>(&id)?;
        if says(&record.is) {
            return Some(record);
        }
        id = reader.find(record.is.edition_of.get()?)?;
    }
    None
}

/// What is in the box, its own or that of the release whose edition it is. Empty when nothing is known.
pub fn contents_of<'m>(reader: &Reader<'m>, id: &RecordId) -> &'m [(String, Item)] {
    let record = inherited(reader, id, |release| release.contents.fact().is_some());
    record.and_then(|record| record.is.contents.get()).map_or(&[], |contents| &contents.0)
}

pub fn item_view(desk: &Desk, key: &str, item: &Item, all: &[(String, Item)]) -> ItemView {
    let none = Common::default();
    let mut rows = desk.rows(&none).of("item");
    let number = |n: &u32| vec![desk.plain(n.to_string())];
    rows.add("designs", item.designs.fact(), number);
    rows.add("you_get", item.you_get.fact(), |count| {
        vec![desk.plain(match count {
            Count::Of(n) => n.to_string(),
            Count::All => desk.t("count_all"),
        })]
    });
    rows.add("pick", item.pick.fact(), |pick| vec![desk.plain(desk.t(&format!("pick_{}", pick.name())))]);
    rows.add("pages", item.pages.fact(), number);
    rows.add("size", item.size.fact(), |size| vec![desk.plain(size_text(size))]);
    rows.add("style", item.style.fact(), |style| vec![desk.text(style)]);
    rows.add("in", item.inside.fact(), |inside| {
        let holder = all.iter().find(|(key, _)| key == inside.as_str());
        vec![holder.map_or_else(|| desk.plain(inside.as_str()), |(_, item)| item_name(desk, item))]
    });
    rows.add("exclusive_to", item.exclusive_to.fact(), |shop| vec![shop_bit(desk, shop)]);
    ItemView {
        id: key.to_string(),
        name: item_title(desk, item, all),
        rows: rows.done(),
        cards: item.cards.iter().map(|card| card_view(desk, card)).collect(),
        note: item.note.get().map(|note| desk.text(note)),
        cites: desk.cite_list(&item.sources),
    }
}

pub fn card_view(desk: &Desk, card: &crate::kinds::release::Card) -> CardView {
    CardView {
        id: card.id.get().map(|id| id.as_str().to_string()).unwrap_or_default(),
        name: card.name.get().map(|name| desk.text(name)).unwrap_or_default(),
        who: card.who.iter().map(|who| desk.link_ref(who)).collect(),
    }
}

/// The author's own word for a thing, else the name of its sort.
pub fn item_name(desk: &Desk, item: &Item) -> Bit {
    if let Some(label) = item.label.get() {
        return desk.text(label);
    }
    let kind = item.what.get().copied().unwrap_or(ItemKind::Other);
    desk.plain(desk.t(&format!("item_{}", kind.name().replace(' ', "_"))))
}

/// The name of a thing, with its style behind it where another thing has the same name.
fn item_title(desk: &Desk, item: &Item, all: &[(String, Item)]) -> Bit {
    let name = item_name(desk, item);
    let namesakes = all.iter().filter(|(_, other)| item_name(desk, other).text == name.text).count();
    let style = item.style.get().filter(|_| namesakes > 1);
    Bit { note: style.map(|style| desk.text(style).text), ..name }
}

fn size_text(size: &Size) -> String {
    let side = |side: Option<&crate::base::number::Dec>| side.map(|side| side.to_string()).unwrap_or_default();
    let unit = size.unit.get().map_or("mm", |unit| unit.as_str());
    format!("{} × {} {unit}", side(size.w.get()), side(size.h.get()))
}

/// A shop, as a link to its own address.
pub fn shop_bit(desk: &Desk, to: &Ref) -> Bit {
    let shop = desk.reader.find(to).and_then(|id| desk.reader.get::<Shop>(&id));
    let href = shop.and_then(|shop| shop.is.url.get()).map(|url| url.as_str().to_string());
    Bit { href, ..desk.link_ref(to) }
}
