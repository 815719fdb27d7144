//! `/cast/`: everybody in the story by the size of their part and by family or house, who plays them, what
//! they are to each other; then the people behind the camera.

use super::chart_cast::{CastChart, chart};
use super::desk::Desk;
use super::drama_facts;
use super::views::{Bit, Cite, Row, Spoiler};
use super::{Ask, Made, Output};
use crate::base::id::{Kind, RecordId};
use crate::base::view::view_of;
use crate::kinds::Character;
use crate::kinds::character::{Part, RelationKind};
use crate::kinds::record::Record;
use crate::plan::Slot;
use crate::plan::routes::Section;
use serde::Serialize;

pub const OUTPUT: Output =
    Output { name: "cast", path: "/cast/", about: "the characters and who plays them", slots, make };

fn slots(ask: &Ask) -> Vec<Slot> {
    super::section_slots(ask, OUTPUT.name, Section::Cast, Kind::Character)
}

/// What `cast.html` sees as `cast`.
#[derive(Serialize)]
struct CastView {
    title: String,
    drama: Bit,
    /// Main characters first; only those there are.
    roles: Vec<RoleView>,
    relations: Vec<RelationView>,
    /// The same as a drawing; nothing where there is none to draw, or too much.
    chart: Option<CastChart>,
    /// Those that tell something of an episode; each has a spoiler.
    hidden_relations: Vec<RelationView>,
    /// Everybody else, by job.
    crew: Vec<Row>,
}

#[derive(Serialize)]
struct RoleView {
    /// `main`, `support`, `guest`, `cameo`; `other` where it is not said.
    id: &'static str,
    label: String,
    groups: Vec<GroupView>,
}

#[derive(Serialize)]
struct GroupView {
    /// The family or house, or that they have none; nothing where nobody has one.
    name: Option<Bit>,
    characters: Vec<CharacterView>,
}

#[derive(Serialize)]
struct CharacterView {
    character: Bit,
    /// The name in another language.
    subtitle: Option<Bit>,
    played_by: Vec<Bit>,
    job: Option<Bit>,
    spoiler: Option<Spoiler>,
}

/// `who` is `what` to `to`.
#[derive(Serialize)]
struct RelationView {
    who: Bit,
    /// In the author's words, else "parent" and the like.
    what: Bit,
    to: Bit,
    spoiler: Option<Spoiler>,
    cites: Vec<Cite>,
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let (drama, record) = super::expect_drama(slot, desk);
    let ids = desk.reader.list(Kind::Character, drama);
    let characters: Vec<&Record<Character>> = ids.iter().filter_map(|id| desk.reader.get(id)).collect();
    let (hidden, open): (Vec<RelationView>, Vec<RelationView>) =
        relations(desk, &characters).into_iter().partition(|relation| relation.spoiler.is_some());
    let title = desk.t("section_cast");
    let view = CastView {
        title: title.clone(),
        drama: desk.link(&record.id),
        roles: roles(desk, &characters),
        relations: open,
        chart: chart(desk, &characters),
        hidden_relations: hidden,
        crew: drama_facts::crew(desk, record),
    };
    let description = desk.strings.fill("describe_cast", &[("drama", &view.drama.text)]);
    let mut page = desk.page(slot, "cast", Section::Cast.name(), desk.plain(title), description);
    page.og_type = "profile".into();
    desk.tell(super::jsonld::lists::records(desk, &page.url, &page.title, ids));
    page.crumbs = desk.home_crumbs(drama);
    Made::Page(Desk::finish(desk, "cast.html", page, vec![("cast", view_of(&view))]))
}

fn roles(desk: &Desk, characters: &[&Record<Character>]) -> Vec<RoleView> {
    let order = [Some(Part::Main), Some(Part::Support), Some(Part::Guest), Some(Part::Cameo), None];
    let role = |part: Option<Part>| {
        let id = part.map_or("other", |part| part.name());
        let of_part = characters.iter().filter(|character| character.is.role.get().copied() == part);
        let mut groups: Vec<GroupView> = Vec::new();
        for character in of_part {
            let name = character.is.group.get().map(|group| desk.text(group));
            let view = entry(desk, character);
            match groups.iter_mut().find(|group| group.name == name) {
                Some(group) => group.characters.push(view),
                None => groups.push(GroupView { name, characters: vec![view] }),
            }
        }
        // Whoever belongs to no family or house stands behind them, below a heading that sets them off.
        groups.sort_by_key(|group| group.name.is_none());
        if let [_, .., last] = &mut groups[..] {
            last.name.get_or_insert_with(|| desk.plain(desk.t("roles_other")));
        }
        RoleView { id, label: desk.t(&format!("roles_{id}")), groups }
    };
    order.into_iter().map(role).filter(|role| !role.groups.is_empty()).collect()
}

fn entry(desk: &Desk, record: &Record<Character>) -> CharacterView {
    let name = record.is.name.get();
    CharacterView {
        character: desk.link(&record.id),
        subtitle: name.and_then(|name| desk.other_names(name).into_iter().next()),
        played_by: desk.credits(&record.is.played_by),
        job: record.is.job.get().map(|job| desk.text(job)),
        spoiler: record.common.spoiler.get().map(|ep| desk.spoiler(ep)),
    }
}

/// Every relation once, as its first teller has it.
fn relations(desk: &Desk, characters: &[&Record<Character>]) -> Vec<RelationView> {
    let mut told: Vec<(&RecordId, RecordId, RelationKind, bool)> = Vec::new();
    let mut views = Vec::new();
    for character in characters {
        for relation in &character.is.relations {
            let (Some(to), Some(kind)) = (relation.to.get(), relation.kind.get().copied()) else { continue };
            let Some(to) = desk.reader.find(to) else { continue };
            let spoiler = relation.spoiler.get().map(|ep| desk.spoiler(ep));
            let spoiler = spoiler.or_else(|| desk.spoiler_of(&character.id)).or_else(|| desk.spoiler_of(&to));
            let label = relation.label.get().map(|label| desk.text(label));
            let is_told = told.iter().any(|(who, whom, known, is_hidden)| {
                *whom == character.id && **who == to && *known == kind.reverse() && *is_hidden == spoiler.is_some()
            });
            if is_told && label.is_none() {
                continue;
            }
            views.push(RelationView {
                who: desk.link(&character.id),
                what: label.unwrap_or_else(|| desk.plain(desk.t(&format!("relation_{}", kind.name())))),
                to: desk.link(&to),
                cites: desk.cite_list(&relation.sources),
                spoiler,
            });
            told.push((&character.id, to, kind, views.last().is_some_and(|view| view.spoiler.is_some())));
        }
    }
    views
}
