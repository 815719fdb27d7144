//! `/help/`: what somebody looked for and found no source for, record by record, and how to help.

use super::desk::Desk;
use super::views::Bit;
use super::{Ask, Made, Output};
use crate::base::id::{Kind, RecordId, Scope};
use crate::base::view::view_of;
use crate::model::Reader;
use crate::plan::Slot;
use crate::plan::routes::Section;
use serde::Serialize;

pub const OUTPUT: Output =
    Output { name: "help", path: "/help/", about: "what is wanted, and how to help", slots, make };

fn slots(ask: &Ask) -> Vec<Slot> {
    let site = ask.reader.site();
    let has_way = site.contact.get().is_some() || site.repository.get().is_some();
    match has_way || records(ask.reader).any(|id| is_wanting(ask.reader, &id)) {
        true => super::site_slots(ask, OUTPUT.name, Section::Help),
        false => Vec::new(),
    }
}

/// What `help.html` sees as `help`.
#[derive(Serialize)]
struct HelpView {
    title: String,
    /// Where to write to.
    contact: Option<Bit>,
    /// Where the files are kept.
    repository: Option<Bit>,
    /// "23 records want something"; nothing when none does.
    count: Option<String>,
    groups: Vec<GroupView>,
}

/// Records of one kind.
#[derive(Serialize)]
struct GroupView {
    id: &'static str,
    /// "Songs"
    kind: String,
    records: Vec<WantingView>,
}

#[derive(Serialize)]
struct WantingView {
    record: Bit,
    /// Which drama, where the site has several.
    drama: Option<Bit>,
    /// What its fields are called.
    fields: Vec<String>,
    /// Where it can be told.
    fix: Option<String>,
}

/// Every record, by kind.
fn records<'m>(reader: &Reader<'m>) -> impl Iterator<Item = RecordId> + use<'m> {
    let dramas: Vec<_> = reader.dramas().into_iter().map(|(drama, _)| drama).collect();
    let mut ids: Vec<RecordId> = Vec::new();
    for kind in Kind::ALL {
        match kind.scope() {
            Scope::Site => ids.extend_from_slice(reader.list(*kind, &"".into())),
            Scope::Drama => dramas.iter().for_each(|drama| ids.extend_from_slice(reader.list(*kind, drama))),
        }
    }
    ids.into_iter()
}

/// A song whose title nobody knows wants it, whether the author says so or not.
fn wants_title(reader: &Reader, id: &RecordId) -> bool {
    id.kind == Kind::Song && reader.head(id).is_some_and(|head| head.is_unknown)
}

fn is_wanting(reader: &Reader, id: &RecordId) -> bool {
    reader.any(id).is_some_and(|any| !any.common().wanted.is_empty()) || wants_title(reader, id)
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let site = desk.reader.site();
    let mut groups: Vec<GroupView> = Vec::new();
    for id in records(desk.reader).filter(|id| is_wanting(desk.reader, id)) {
        let view = wanting_view(desk, &id);
        match groups.last_mut() {
            Some(group) if group.id == id.kind.name() => group.records.push(view),
            _ => groups.push(GroupView {
                id: id.kind.name(),
                kind: desk.t(&format!("kinds_{}", id.kind.name())),
                records: vec![view],
            }),
        }
    }
    let count: usize = groups.iter().map(|group| group.records.len()).sum();
    let title = desk.t("section_help");
    let outside = |url: &crate::base::address::Url| Bit {
        href: Some(url.as_str().to_string()),
        ..desk
            .plain(url.as_str().trim_start_matches("mailto:").trim_start_matches("https://").trim_end_matches('/'))
    };
    let view = HelpView {
        title: title.clone(),
        contact: site.contact.get().map(outside),
        repository: site.repository.get().map(outside),
        count: (count > 0).then(|| desk.strings.count("wanting_count", count)),
        groups,
    };
    let description = desk.strings.fill("describe_help", &[("drama", &super::drama_name(desk, ""))]);
    let mut page = desk.page(slot, "help", Section::Help.name(), desk.plain(title), description);
    page.crumbs = desk.home_crumbs("");
    Made::Page(Desk::finish(desk, "help.html", page, vec![("help", view_of(&view))]))
}

fn wanting_view(desk: &Desk, id: &RecordId) -> WantingView {
    let any = desk.reader.any(id);
    let wanted = any.map(|any| &*any.common().wanted).unwrap_or_default();
    // `writers.lyrics` is named by its last word.
    let name = |field: &str| desk.field_name(id.kind.name(), field.rsplit('.').next().unwrap_or(field));
    let mut fields: Vec<String> = wanted.iter().map(|field| name(field.as_str())).collect();
    if wants_title(desk.reader, id) {
        fields.insert(0, name("title"));
    }
    let mut told: Vec<String> = Vec::new();
    for field in fields {
        if !told.contains(&field) {
            told.push(field);
        }
    }
    let drama = RecordId { kind: Kind::Drama, drama: "".into(), id: id.drama.clone() };
    WantingView {
        record: super::open_link(desk, id),
        drama: (!id.drama.is_empty()).then(|| desk.link(&drama)),
        fields: told,
        fix: any.and_then(|any| desk.fix(any.place())),
    }
}
