//! `/characters/<id>/`: who somebody in the story is, who plays them, and what others are to them.

use super::desk::Desk;
use super::record::{RecordView, record_view};
use super::views::{Bit, Cite, Row, Spoiler};
use super::{Ask, Made, Output};
use crate::base::id::{Kind, RecordId};
use crate::base::view::view_of;
use crate::kinds::Character;
use crate::kinds::character::{Relation, RelationKind};
use crate::parse::values::Ep;
use crate::plan::Slot;
use crate::plan::routes::Section;
use serde::Serialize;

pub const OUTPUT: Output =
    Output { name: "characters", path: "/characters/<id>/", about: "a page for each character", slots, make };

fn slots(ask: &Ask) -> Vec<Slot> {
    super::record_slots(ask, OUTPUT.name, Kind::Character)
}

/// What `character.html` sees as `character`.
#[derive(Serialize)]
struct CharacterView {
    id: String,
    name: Bit,
    /// The same without a link, for lines about this character.
    short: Bit,
    /// The name in the site's other languages.
    titles: Vec<Bit>,
    /// "Main character", "Guest".
    role: Option<String>,
    /// The whole record tells something of an episode, so everything but the name stands inside it.
    spoiler: Option<Spoiler>,
    rows: Vec<Row>,
    relations: Vec<RelationView>,
    /// Those that tell something of an episode; each has a spoiler.
    hidden_relations: Vec<RelationView>,
    /// Acts of the story that they belong to.
    groups: Vec<Bit>,
    #[serde(flatten)]
    record: RecordView,
}

/// What somebody else is to this character.
#[derive(Serialize)]
struct RelationView {
    who: Bit,
    /// In the author's words, else "parent" and the like; nothing when `own_label` alone says it.
    what: Option<Bit>,
    /// What this character is to them, in words.
    own_label: Option<Bit>,
    spoiler: Option<Spoiler>,
    cites: Vec<Cite>,
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let (id, record) = super::expect_record::<Character>(slot, desk);
    let character = &record.is;
    let name = desk.link(id);
    let mut rows = desk.rows(&record.common).of("character");
    rows.add_name("name", character.name.fact());
    rows.add("played_by", character.played_by.fact(), |by| desk.credits(by));
    rows.add("group", character.group.fact(), |group| vec![desk.text(group)]);
    rows.add("job", character.job.fact(), |job| vec![desk.text(job)]);
    rows.add("hometown", character.hometown.fact(), |town| vec![desk.text(town)]);
    rows.add("about", character.about.fact(), |about| vec![desk.text(about)]);
    let episodes = character.played_by.iter().filter_map(|credit| credit.episodes.get());
    let mut seen: Vec<RecordId> = Vec::new();
    for episode in episodes.flat_map(|eps| desk.reader.episodes(eps, &id.drama)) {
        if !seen.contains(&episode) {
            seen.push(episode);
        }
    }
    rows.add_bits("episodes", seen.iter().map(|episode| desk.link(episode)).collect());
    let (hidden, open): (Vec<RelationView>, Vec<RelationView>) =
        relations(desk, id, &character.relations).into_iter().partition(|relation| relation.spoiler.is_some());
    rows.add_wanted(&[
        ("relations", !hidden.is_empty() || !open.is_empty()),
        ("role", character.role.fact().is_some()),
        ("figures", !record.common.figures.is_empty()),
    ]);
    let acts = desk.reader.mentions(id, Kind::Artist).filter(|back| back.field == "members");
    let view = CharacterView {
        id: id.id.to_string(),
        titles: character.name.get().map(|name| desk.other_names(name)).unwrap_or_default(),
        role: character.role.get().map(|role| desk.t(&format!("role_{}", role.name()))),
        spoiler: record.common.spoiler.get().map(|ep| desk.spoiler(ep)),
        rows: rows.done(),
        relations: open,
        hidden_relations: hidden,
        groups: acts.map(|back| desk.link(&back.by)).collect(),
        record: record_view(desk, id, &record.common, character.name.get()),
        short: Bit { href: None, ..name.clone() },
        name,
    };
    let by: Vec<String> = desk.credits(&character.played_by).into_iter().map(|bit| bit.text).collect();
    // A description shows nothing that the page itself keeps closed.
    let is_sure = character.played_by.fact().is_none_or(|by| by.said().is_some());
    let key = match &view.spoiler {
        Some(_) => "describe_character_hidden",
        None if is_sure => "describe_character",
        None => "describe_character_alone",
    };
    let description = desk.strings.fill(
        key,
        &[("name", &view.name.text), ("by", &by.join(", ")), ("drama", &super::drama_name(desk, &id.drama))],
    );
    let mut page = desk.page(slot, "character", Section::Cast.name(), view.name.clone(), description);
    page.og_type = "profile".into();
    desk.tell(super::jsonld::character::tell(desk, id, record));
    page.crumbs = desk.crumbs(Section::Cast, &id.drama);
    page.fix = desk.fix(&record.place);
    Made::Page(Desk::finish(desk, "character.html", page, vec![("character", view_of(&view))]))
}

/// A relation as either side told it, seen from this character.
struct Seen<'d> {
    other: RecordId,
    /// What the other is to this one.
    kind: RelationKind,
    spoiler: Option<&'d Ep>,
    /// As the other told it, and as this one did.
    theirs: Option<&'d Relation>,
    own: Option<&'d Relation>,
}

/// Relations told by this character and by others about them; what both tell is one line.
fn relations(desk: &Desk, id: &RecordId, own: &[Relation]) -> Vec<RelationView> {
    let mut seen: Vec<Seen> = Vec::new();
    for relation in own {
        let (Some(to), Some(kind)) = (relation.to.get(), relation.kind.get()) else { continue };
        let Some(other) = desk.reader.find(to) else { continue };
        let spoiler = relation.spoiler.get();
        seen.push(Seen { other, kind: kind.reverse(), spoiler, theirs: None, own: Some(relation) });
    }
    for back in desk.reader.mentions(id, Kind::Character).filter(|back| back.field == "relations") {
        let Some(other) = desk.reader.get::<Character>(&back.by) else { continue };
        for relation in &other.is.relations {
            let (Some(to), Some(kind)) = (relation.to.get(), relation.kind.get().copied()) else { continue };
            if to.candidates().all(|to| to != *id) {
                continue;
            }
            let spoiler = relation.spoiler.get();
            let is_same = |seen: &&mut Seen| {
                seen.other == back.by && seen.kind == kind && same_spoiler(seen.spoiler, spoiler)
            };
            match seen.iter_mut().find(is_same) {
                Some(known) => known.theirs = Some(relation),
                None => {
                    seen.push(Seen { other: back.by.clone(), kind, spoiler, theirs: Some(relation), own: None });
                }
            }
        }
    }
    seen.iter().map(|seen| view(desk, seen)).collect()
}

/// The same episode must be seen; where in its file each stands does not matter.
fn same_spoiler(one: Option<&Ep>, other: Option<&Ep>) -> bool {
    match (one, other) {
        (Some(Ep::Of(one)), Some(Ep::Of(other))) => (&one.drama, &one.id) == (&other.drama, &other.id),
        (one, other) => one == other,
    }
}

fn view(desk: &Desk, seen: &Seen) -> RelationView {
    let label = |relation: Option<&Relation>| relation.and_then(|r| r.label.get()).map(|label| desk.text(label));
    let (theirs, own) = (label(seen.theirs), label(seen.own));
    let word = || desk.plain(desk.t(&format!("relation_{}", seen.kind.name())));
    let is_said = seen.kind == RelationKind::Other && own.is_some();
    let mut cites = seen.own.map(|own| desk.cite_list(&own.sources)).unwrap_or_default();
    for cite in seen.theirs.map(|theirs| desk.cite_list(&theirs.sources)).unwrap_or_default() {
        if !cites.contains(&cite) {
            cites.push(cite);
        }
    }
    RelationView {
        who: desk.link(&seen.other),
        what: theirs.or_else(|| (!is_said).then(word)),
        own_label: own,
        spoiler: seen.spoiler.map(|ep| desk.spoiler(ep)).or_else(|| desk.spoiler_of(&seen.other)),
        cites,
    }
}
