//! `/releases/<id>/checklist/`: everything in the box on one page to print: each thing, each design, each with
//! a square to tick, and how many boxes a full set takes where it is drawn by lot.

use super::contents::{CardView, card_view, contents_of, item_view};
use super::desk::Desk;
use super::views::{Bit, Row};
use super::{Ask, Made, Output};
use crate::base::digest::Digest;
use crate::base::id::Kind;
use crate::base::view::view_of;
use crate::kinds::Release;
use crate::kinds::release::{Count, Item, Pick};
use crate::plan::Slot;
use crate::plan::routes::Section;
use serde::Serialize;

pub const OUTPUT: Output = Output {
    name: "checklists",
    path: "/releases/<id>/checklist/",
    about: "what is in the box of a release, to print and tick off",
    slots,
    make,
};

/// How many designs without names are written out one by one.
const WRITTEN_OUT: u32 = 400;

fn slots(ask: &Ask) -> Vec<Slot> {
    let mut slots = super::record_slots(ask, OUTPUT.name, Kind::Release);
    slots.retain_mut(|slot| {
        let (crate::plan::Key::Record(id), Some(lang)) = (&slot.key, &slot.lang) else { return false };
        slot.path = ask.routes.checklist(lang, id);
        !contents_of(ask.reader, id).is_empty()
    });
    slots
}

/// What `checklist.html` sees as `checklist`.
#[derive(Serialize)]
struct ChecklistView {
    /// Under which a reader's browser keeps the ticks, the same in every language.
    id: String,
    /// Another one when the lines are others: a link with somebody's ticks fits only the list that it was made on.
    stamp: String,
    title: String,
    release: Bit,
    items: Vec<ThingView>,
    /// How many squares there are.
    count: String,
    /// Some numbers of boxes are told, so what they rest on is said.
    has_expected: bool,
}

/// A thing in the box.
#[derive(Serialize)]
struct ThingView {
    /// Its key: `photo-cards`.
    id: String,
    name: Bit,
    /// How many there are and how they are chosen.
    rows: Vec<Row>,
    note: Option<Bit>,
    /// What to tick off; never empty.
    lines: Vec<LineView>,
    /// "On average, 37.2 boxes bring all 12 designs."
    expected: Option<String>,
}

/// A thing to tick off.
#[derive(Serialize)]
struct LineView {
    /// The thing and the design: `photo-cards/3`.
    key: String,
    #[serde(flatten)]
    card: CardView,
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let (id, record) = super::expect_record::<Release>(slot, desk);
    let all = contents_of(desk.reader, id);
    let items: Vec<ThingView> = all.iter().map(|(key, item)| thing(desk, key, item, all)).collect();
    let release = desk.link(id);
    let title = desk.strings.fill("checklist_of", &[("name", &release.text)]);
    desk.cite_list(&record.common.sources);
    let keys: Vec<&str> = items.iter().flat_map(|item| &item.lines).map(|line| line.key.as_str()).collect();
    let view = ChecklistView {
        id: format!("{}{}{}", id.drama, if id.drama.is_empty() { "" } else { "/" }, id.id),
        stamp: Digest::of(keys.join("\n").as_bytes()).short().to_string(),
        title: title.clone(),
        count: desk.strings.count("checklist_count", items.iter().map(|item| item.lines.len()).sum()),
        has_expected: items.iter().any(|item| item.expected.is_some()),
        release,
        items,
    };
    let names = [("name", view.release.text.as_str()), ("drama", &super::drama_name(desk, &id.drama))];
    let description = desk.strings.fill("describe_checklist", &names);
    let mut page = desk.page(slot, "checklist", Section::Releases.name(), desk.plain(title), description);
    page.og_type = "music.album".into();
    page.crumbs = desk.crumbs(Section::Releases, &id.drama);
    page.crumbs.extend(view.release.href.clone().map(|href| super::views::Crumb {
        text: view.release.text.clone(),
        lang: view.release.lang.clone(),
        href,
    }));
    page.fix = desk.fix(&record.place);
    Made::Page(Desk::finish(desk, "checklist.html", page, vec![("checklist", view_of(&view))]))
}

fn thing(desk: &Desk, key: &str, item: &Item, all: &[(String, Item)]) -> ThingView {
    let view = item_view(desk, key, item, all);
    ThingView {
        lines: lines(desk, item, &view.name)
            .into_iter()
            .enumerate()
            .map(|(at, card)| line(key, at, card))
            .collect(),
        expected: expected(desk, item),
        id: view.id,
        name: view.name,
        rows: view.rows,
        note: view.note,
    }
}

/// A design without an id is known by its place.
fn line(item: &str, at: usize, card: CardView) -> LineView {
    let own = if card.id.is_empty() { (at + 1).to_string() } else { card.id.clone() };
    LineView { key: format!("{item}/{own}"), card }
}

/// Each design by its name, else by a number; the thing itself when it has but one.
fn lines(desk: &Desk, item: &Item, name: &Bit) -> Vec<CardView> {
    if !item.cards.is_empty() {
        return item.cards.iter().map(|card| card_view(desk, card)).collect();
    }
    let line = |id: String, name: Bit| CardView { id, name, who: Vec::new() };
    match item.designs.get().copied() {
        Some(designs @ 2..=WRITTEN_OUT) => {
            let name = |n: &str| desk.plain(desk.strings.fill("design_number", &[("number", n)]));
            (1..=designs).map(|n| n.to_string()).map(|n| line(n.clone(), name(&n))).collect()
        }
        _ => vec![line("1".into(), name.clone())],
    }
}

/// How many boxes bring every design, on average. Told only for one design in each box, drawn by lot.
fn expected(desk: &Desk, item: &Item) -> Option<String> {
    let designs = item.designs.get().copied().filter(|designs| (2..=10_000).contains(designs))?;
    if item.pick.get() != Some(&Pick::Random) {
        return None;
    }
    match item.you_get.get()? {
        Count::Of(1) => {
            let boxes = format!("{:.1}", expected_boxes(designs));
            let designs = designs.to_string();
            Some(desk.strings.fill("expected_boxes", &[("designs", &designs), ("boxes", &boxes)]))
        }
        Count::Of(_) => Some(desk.t("expected_many")),
        Count::All => None,
    }
}

/// The coupon collector's N·(1 + 1/2 + … + 1/N).
fn expected_boxes(designs: u32) -> f64 {
    f64::from(designs) * (1..=designs).map(|n| 1.0 / f64::from(n)).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::expected_boxes;

    #[test]
    fn twelve_designs_take_37_boxes() {
        assert_eq!(format!("{:.1}", expected_boxes(12)), "37.2");
        assert_eq!(format!("{:.1}", expected_boxes(2)), "3.0");
    }
}
