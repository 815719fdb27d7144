//! `/sources/`: every source, with what rests on it. Each note of every page leads here.

use super::desk::Desk;
use super::views::Bit;
use super::{Ask, Made, Output};
use crate::base::id::{Kind, RecordId};
use crate::base::view::view_of;
use crate::kinds::Source;
use crate::plan::Slot;
use crate::plan::routes::Section;
use serde::Serialize;

pub const OUTPUT: Output =
    Output { name: "sources", path: "/sources/", about: "every source and what rests on it", slots, make };

/// How many records of a kind are named below one source; the rest are counted.
const NAMED: usize = 200;

fn slots(ask: &Ask) -> Vec<Slot> {
    match ask.reader.list(Kind::Source, &"".into()).is_empty() {
        true => Vec::new(),
        false => super::site_slots(ask, OUTPUT.name, Section::Sources),
    }
}

/// What `sources.html` sees as `sources`.
#[derive(Serialize)]
struct SourcesView {
    title: String,
    /// "44 sources"
    count: String,
    sources: Vec<SourceView>,
}

#[derive(Serialize)]
struct SourceView {
    id: String,
    /// Ids it had before.
    was: Vec<String>,
    /// Leads out of the site where the source can be read.
    title: Bit,
    publisher: Option<Bit>,
    author: Option<Bit>,
    published: Option<Bit>,
    /// When it was read.
    read: Option<Bit>,
    /// A kept copy of it.
    archived: Option<Bit>,
    /// "News", "Database".
    kind: String,
    /// The name of its language, where it is not the page's.
    language: Option<String>,
    /// "High": how far it can be trusted.
    trust: Option<String>,
    note: Option<Bit>,
    links: Vec<Bit>,
    /// "Rests on it: 34 facts in 12 records"
    rests: Option<String>,
    on_it: Vec<RestView>,
}

/// Records of one kind that rest on a source.
#[derive(Serialize)]
struct RestView {
    /// "Songs"
    kind: String,
    count: usize,
    records: Vec<Bit>,
    /// "and 12 more"
    more: Option<String>,
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let list = desk.reader.list(Kind::Source, &"".into());
    let title = desk.t("section_sources");
    let view = SourcesView {
        title: title.clone(),
        count: desk.strings.count("source_count", list.len()),
        sources: list.iter().filter_map(|id| source_view(desk, id)).collect(),
    };
    let values = [("drama", super::drama_name(desk, "")), ("count", list.len().to_string())];
    let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let description = desk.strings.fill("describe_sources", &values);
    let mut page = desk.page(slot, "sources", Section::Sources.name(), desk.plain(title), description);
    page.crumbs = desk.home_crumbs("");
    desk.tell(super::jsonld::lists::sources(desk, &page.url, &page.title));
    Made::Page(Desk::finish(desk, "sources.html", page, vec![("sources", view_of(&view))]))
}

fn source_view(desk: &Desk, id: &RecordId) -> Option<SourceView> {
    let record = desk.reader.get::<Source>(id)?;
    let source = &record.is;
    let own = source.language.get().filter(|lang| !desk.lang.is(lang.language()));
    let name = desk.reader.head(id).map(|head| desk.head_name(head)).unwrap_or_default();
    // A plain title is in the source's own language, not in the site's first one.
    let is_plain = source.title.get().is_some_and(|title| title.by.is_empty() && title.all.is_none());
    let lang = match source.language.get().filter(|_| is_plain) {
        Some(_) => own.map(|lang| lang.to_string()),
        None => name.lang.clone(),
    };
    let on_it = rests(desk, id);
    let count = on_it.iter().map(|rest| rest.count).sum();
    let outside = |url: &crate::base::address::Url| Some(url.as_str().to_string());
    Some(SourceView {
        id: id.id.to_string(),
        was: super::former_ids(&record.common),
        title: Bit { href: source.url.get().and_then(outside), lang, ..name },
        publisher: source.publisher.get().filter(|_| source.title.get().is_some()).map(|text| desk.text(text)),
        author: source.author.get().map(|text| desk.text(text)),
        published: source.published.get().map(|day| desk.day(*day)),
        read: source.read.get().map(|day| desk.day(*day)),
        archived: source.archived.get().map(|url| Bit { href: outside(url), ..desk.plain(url.host()) }),
        kind: source.kind.get().map(|kind| desk.t(&format!("source_kind_{}", kind.name()))).unwrap_or_default(),
        language: own.map(|lang| crate::plan::strings::own_name(lang).into_owned()),
        trust: source.trust.get().map(|trust| desk.t(&format!("trust_{}", trust.name()))),
        note: record.common.note.get().map(|note| desk.text(note)),
        links: super::outside_links(desk, &record.common),
        rests: (count > 0).then(|| rests_text(desk, id, count)),
        on_it,
    })
}

/// How much rests on a source. News and the like rest on it too, but are no facts.
fn rests_text(desk: &Desk, source: &RecordId, records: usize) -> String {
    match desk.reader.gaps().facts_on.get(&source.id) {
        None => desk.strings.count("rests_on_it", records),
        Some(facts) => {
            let (facts, records) =
                (desk.strings.count("facts_counted", *facts), desk.strings.count("records_counted", records));
            desk.strings.fill("facts_on_it", &[("facts", &facts), ("records", &records)])
        }
    }
}

/// What rests on a source, by kind; news that are not out are not told of.
fn rests(desk: &Desk, source: &RecordId) -> Vec<RestView> {
    let of_kind = |kind: &Kind| {
        let mut ids: Vec<&RecordId> = desk.reader.mentions(source, *kind).map(|back| &back.by).collect();
        ids.dedup();
        ids.retain(|id| desk.reader.is_listed(id));
        ids.sort_by_cached_key(|id| (id.drama.clone(), desk.reader.position(id)));
        let left = ids.len().saturating_sub(NAMED);
        RestView {
            kind: desk.t(&format!("kinds_{}", kind.name())),
            count: ids.len(),
            records: ids.iter().take(NAMED).map(|id| super::open_link(desk, id)).collect(),
            more: (left > 0).then(|| desk.strings.count("and_more", left)),
        }
    };
    Kind::ALL.iter().map(of_kind).filter(|rest| rest.count > 0).collect()
}
