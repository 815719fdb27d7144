//! `/releases/`: every release: albums, then the parts in their order, then the others.

use super::desk::Desk;
use super::views::{Bit, Card};
use super::{Ask, Made, Output};
use crate::base::fact::{Fact, How};
use crate::base::id::{Kind, RecordId};
use crate::base::view::view_of;
use crate::kinds::Release;
use crate::kinds::release::ReleaseKind;
use crate::plan::Slot;
use crate::plan::routes::Section;
use serde::Serialize;

pub const OUTPUT: Output =
    Output { name: "releases-list", path: "/releases/", about: "the list of releases", slots, make };

fn slots(ask: &Ask) -> Vec<Slot> {
    super::section_slots(ask, OUTPUT.name, Section::Releases, Kind::Release)
}

/// What `releases.html` sees as `releases`.
#[derive(Serialize)]
struct ReleasesView {
    title: String,
    drama: Bit,
    groups: Vec<GroupView>,
}

/// Albums, parts or others; none is empty.
#[derive(Serialize)]
struct GroupView {
    id: &'static str,
    title: String,
    cards: Vec<Card>,
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let (drama, record) = super::expect_drama(slot, desk);
    let list = desk.reader.list(Kind::Release, drama);
    let mut groups = [("albums", Vec::new()), ("parts", Vec::new()), ("others", Vec::new())];
    for id in list {
        let Some(release) = desk.reader.get::<Release>(id).map(|record| &record.is) else { continue };
        groups[release.rank().0].1.push(card(desk, id));
    }
    let groups = groups.into_iter().filter(|(_, cards)| !cards.is_empty()).map(|(name, cards)| GroupView {
        id: name,
        title: desk.t(&format!("releases_{name}")),
        cards,
    });
    let title = desk.t("section_releases");
    let view = ReleasesView { title: title.clone(), drama: desk.link(&record.id), groups: groups.collect() };
    let description = desk.strings.fill("describe_releases", &[("drama", &view.drama.text)]);
    let mut page = desk.page(slot, "releases", Section::Releases.name(), desk.plain(title), description);
    page.og_type = "music.album".into();
    desk.tell(super::jsonld::lists::records(desk, &page.url, &page.title, list));
    page.crumbs = desk.home_crumbs(drama);
    Made::Page(Desk::finish(desk, "releases.html", page, vec![("releases", view_of(&view))]))
}

/// A release in a list: its part, what it is, its date, how far it has come.
pub fn card(desk: &Desk, id: &RecordId) -> Card {
    let mut card = desk.card(id);
    let Some(release) = desk.reader.get::<Release>(id).map(|record| &record.is) else { return card };
    card.bits.extend(release.part.get().map(|part| desk.plain(part_name(desk, *part))));
    if release.part.get().is_none() {
        card.bits.push(desk.plain(kind_name(desk, release)));
    }
    card.bits.extend(release.edition.get().map(|edition| desk.text(edition)));
    card.bits.extend(release.released.fact().and_then(|fact| date_bit(desk, fact)));
    let status = release.status.get().map(|status| format!("release_status_{}", status.name()));
    card.bits.extend(status.map(|status| desk.plain(desk.t(&status))));
    card
}

/// A date in a few words, with how it is known behind it; "after 28 April 2024" where it is not known.
fn date_bit(desk: &Desk, fact: &Fact<crate::base::day::When>) -> Option<Bit> {
    let how = (fact.how() != How::Stated).then(|| desk.t(&format!("how_{}", fact.how().name())));
    Some(Bit { note: how, ..desk.when_of(fact)? })
}

/// "Album", "Single".
pub fn kind_name(desk: &Desk, release: &Release) -> String {
    desk.t(&format!("release_kind_{}", release.kind.get().copied().unwrap_or(ReleaseKind::Other).name()))
}

/// "Part 4".
pub fn part_name(desk: &Desk, part: u32) -> String {
    desk.strings.fill("part_number", &[("number", &part.to_string())])
}
