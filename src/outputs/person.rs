//! `/people/<id>/`: one human, whatever they do: act, sing, write, direct.

use super::desk::Desk;
use super::record::{RecordView, record_view};
use super::views::{Bit, Crumb, Row};
use super::works::{ToldView, Works, groups_of, told, works};
use super::{Ask, Made, Output};
use crate::base::id::{Kind, RecordId};
use crate::base::view::view_of;
use crate::kinds::Person;
use crate::plan::Slot;
use crate::plan::routes::Section;
use serde::Serialize;

pub const OUTPUT: Output =
    Output { name: "people", path: "/people/<id>/", about: "a page for each person", slots, make };

fn slots(ask: &Ask) -> Vec<Slot> {
    super::record_slots(ask, OUTPUT.name, Kind::Person)
}

/// What `person.html` sees as `person`.
#[derive(Serialize)]
struct PersonView {
    id: String,
    name: Bit,
    /// The name in the site's other languages.
    titles: Vec<Bit>,
    rows: Vec<Row>,
    works: Works,
    /// Sentences about their work.
    facts: Vec<ToldView>,
    #[serde(flatten)]
    record: RecordView,
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let (id, record) = super::expect_record::<Person>(slot, desk);
    let person = &record.is;
    let name = desk.link(id);
    let groups = groups_of(desk, id, &person.member_of);
    let mut rows = desk.rows(&record.common).of("person");
    rows.add_name("name", person.name.fact());
    rows.add("role", person.role.fact(), |role| vec![desk.text(role)]);
    rows.add("known_for", person.known_for.fact(), |works| works.iter().map(|work| desk.text(work)).collect());
    // Said on either side, so there may be more of them than the field has.
    let memberships: Vec<Bit> = groups.iter().map(|(_, bit)| bit.clone()).collect();
    match person.member_of.fact() {
        Some(fact) => drop(rows.add("member_of", Some(fact), |_| memberships.clone())),
        None => drop(rows.add_bits("member_of", memberships)),
    }
    rows.add_wanted(&[("facts", !person.facts.is_empty()), ("figures", !record.common.figures.is_empty())]);
    let ids: Vec<RecordId> = groups.into_iter().map(|(group, _)| group).collect();
    let view = PersonView {
        id: id.id.to_string(),
        titles: person.name.get().map(|name| desk.other_names(name)).unwrap_or_default(),
        rows: rows.done(),
        works: works(desk, id, &ids),
        facts: told(desk, &person.facts),
        record: record_view(desk, id, &record.common, person.name.get()),
        name,
    };
    let drama = drama_of(desk, id);
    let description = desk.strings.fill(
        "describe_person",
        &[("name", &view.name.text), ("drama", &super::drama_name(desk, drama.as_deref().unwrap_or("")))],
    );
    let (section, crumbs) = section_of(desk, id, &ids);
    let mut page = desk.page(slot, "person", section, view.name.clone(), description);
    page.og_type = "profile".into();
    desk.tell(super::jsonld::person::tell(desk, id, record));
    page.crumbs = crumbs;
    page.fix = desk.fix(&record.place);
    Made::Page(Desk::finish(desk, "person.html", page, vec![("person", view_of(&view))]))
}

/// The drama that somebody worked for, where the site has several and they worked for one.
fn drama_of(desk: &Desk, id: &RecordId) -> Option<std::sync::Arc<str>> {
    let kinds = [Kind::Character, Kind::Song, Kind::Episode];
    let mut dramas = kinds.iter().flat_map(|kind| desk.reader.mentions(id, *kind)).map(|back| &back.by.drama);
    let first = dramas.next()?;
    dramas.all(|drama| drama == first).then(|| first.clone())
}

/// The list that leads to somebody: the cast, the artists, or the soundtrack for those who write. Each of
/// these pages exists, since it lists the very record that mentions them.
fn section_of(desk: &Desk, id: &RecordId, groups: &[RecordId]) -> (&'static str, Vec<Crumb>) {
    if let Some(part) = desk.reader.mentions(id, Kind::Character).next() {
        return (Section::Cast.name(), desk.crumbs(Section::Cast, &part.by.drama));
    }
    let mut songs = desk.reader.mentions(id, Kind::Song);
    let performs = desk.reader.mentions(id, Kind::Song).any(|back| matches!(back.field, "by" | "featuring"));
    if performs || !groups.is_empty() {
        return (Section::Artists.name(), desk.crumbs(Section::Artists, ""));
    }
    match songs.next() {
        Some(song) => (Section::Soundtrack.name(), desk.crumbs(Section::Soundtrack, &song.by.drama)),
        None => ("", desk.home_crumbs("")),
    }
}
