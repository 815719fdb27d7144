//! `/artists/<id>/`: a group, a unit or an act: its songs, who belongs to it, what it is a unit of.

use super::desk::Desk;
use super::record::{RecordView, record_view};
use super::views::{Bit, Row};
use super::works::{ToldView, Works, told, works};
use super::{Ask, Made, Output};
use crate::base::id::{Kind, RecordId};
use crate::base::view::view_of;
use crate::kinds::Artist;
use crate::kinds::artist::Member;
use crate::plan::Slot;
use crate::plan::routes::Section;
use serde::Serialize;

pub const OUTPUT: Output = Output {
    name: "artist-pages",
    path: "/artists/<id>/",
    about: "a page for each group, unit and act",
    slots,
    make,
};

fn slots(ask: &Ask) -> Vec<Slot> {
    super::record_slots(ask, OUTPUT.name, Kind::Artist)
}

/// What `artist.html` sees as `artist`.
#[derive(Serialize)]
struct ArtistView {
    id: String,
    name: Bit,
    /// The name in the site's other languages.
    titles: Vec<Bit>,
    /// "Group", "Unit".
    kind: String,
    rows: Vec<Row>,
    works: Works,
    /// Sentences about its work.
    facts: Vec<ToldView>,
    #[serde(flatten)]
    record: RecordView,
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let (id, record) = super::expect_record::<Artist>(slot, desk);
    let artist = &record.is;
    let name = desk.link(id);
    let units = units_of(desk, id);
    let mut rows = desk.rows(&record.common).of("artist");
    rows.add_name("name", artist.name.fact());
    rows.add("role", artist.role.fact(), |role| vec![desk.text(role)]);
    rows.add("known_for", artist.known_for.fact(), |works| works.iter().map(|work| desk.text(work)).collect());
    rows.add("of", artist.of.fact(), |of| desk.links(of.iter().map(|to| &to.0)));
    rows.add_bits("units", units.iter().map(|unit| desk.link(unit)).collect());
    let others = members_elsewhere(desk, id, &artist.members);
    match artist.members.fact() {
        Some(members) => drop(rows.add("members", Some(members), |members| {
            let mut bits: Vec<Bit> = members.iter().map(|member| member_bit(desk, member)).collect();
            bits.extend(others.iter().cloned());
            bits
        })),
        None => drop(rows.add_bits("members", others)),
    }
    rows.add_wanted(&[("facts", !artist.facts.is_empty()), ("figures", !record.common.figures.is_empty())]);
    let view = ArtistView {
        id: id.id.to_string(),
        titles: artist.name.get().map(|name| desk.other_names(name)).unwrap_or_default(),
        kind: artist.kind.get().map(|kind| desk.t(&format!("artist_{}", kind.name()))).unwrap_or_default(),
        rows: rows.done(),
        works: works(desk, id, &units),
        facts: told(desk, &artist.facts),
        record: record_view(desk, id, &record.common, artist.name.get()),
        name,
    };
    let description = desk.strings.fill(
        "describe_artist",
        &[("name", &view.name.text), ("kind", &view.kind), ("drama", &super::drama_name(desk, ""))],
    );
    let mut page = desk.page(slot, "artist", Section::Artists.name(), view.name.clone(), description);
    page.og_type = "profile".into();
    desk.tell(super::jsonld::artist::tell(desk, id, record));
    page.crumbs = desk.crumbs(Section::Artists, "");
    page.fix = desk.fix(&record.place);
    Made::Page(Desk::finish(desk, "artist.html", page, vec![("artist", view_of(&view))]))
}

/// Units that say they come from this group.
pub fn units_of(desk: &Desk, id: &RecordId) -> Vec<RecordId> {
    desk.reader.mentions(id, Kind::Artist).filter(|back| back.field == "of").map(|back| back.by.clone()).collect()
}

/// A member, with who sings for a character and from when until when.
fn member_bit(desk: &Desk, member: &Member) -> Bit {
    let mut bit = member.who.get().map(|who| desk.link_ref(who)).unwrap_or_default();
    let singers: Vec<String> =
        desk.links(member.by.iter().map(|to| &to.0)).into_iter().map(|bit| bit.text).collect();
    let mut notes = Vec::new();
    if !singers.is_empty() {
        notes.push(desk.strings.fill("sung_by", &[("name", &singers.join(", "))]));
    }
    notes.extend(desk.span(member.from.get().copied(), member.until.get().copied()));
    bit.note = (!notes.is_empty()).then(|| notes.join(", "));
    bit
}

/// People who say that they belong to it, and whom its own list does not have.
fn members_elsewhere(desk: &Desk, id: &RecordId, listed: &[Member]) -> Vec<Bit> {
    let is_listed = |person: &RecordId| {
        let is_them =
            |member: &Member| member.who.get().is_some_and(|who| who.candidates().any(|id| id == *person));
        listed.iter().any(is_them)
    };
    let backs = desk.reader.mentions(id, Kind::Person).filter(|back| back.field == "member_of");
    backs.filter(|back| !is_listed(&back.by)).map(|back| desk.link(&back.by)).collect()
}
