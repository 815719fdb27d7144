//! `/<id>/`: free pages, in the page's language or marked with the one they are in.

use super::desk::Desk;
use super::listing::{own_text, text};
use super::views::{Bit, Cite, FactView, Row};
use super::{Ask, Made, Output};
use crate::base::id::{Kind, RecordId};
use crate::base::view::view_of;
use crate::kinds::Page;
use crate::kinds::record::{Document, Version};
use crate::plan::{Key, Slot};
use serde::Serialize;

pub const OUTPUT: Output = Output { name: "pages", path: "/<id>/", about: "free pages", slots, make };

fn slots(ask: &Ask) -> Vec<Slot> {
    let mut slots = super::record_slots(ask, OUTPUT.name, Kind::Page);
    // The one that is called `about` stands on the page about the site.
    slots.retain(|slot| !matches!(&slot.key, Key::Record(id) if is_about(id)));
    slots
}

/// Is this the free page that the page about the site shows?
pub fn is_about(id: &RecordId) -> bool {
    id.kind == Kind::Page && *id.id == *"about"
}

/// What `page.html` sees as `free`.
#[derive(Serialize)]
struct PageBody {
    id: String,
    title: Bit,
    #[serde(flatten)]
    text: FreeText,
    note: Option<Bit>,
    figures: Vec<super::figures::FigureView>,
    links: Vec<Bit>,
    cites: Vec<Cite>,
    extra: crate::base::view::View,
}

/// The text of a free page.
#[derive(Serialize)]
pub struct FreeText {
    /// As HTML.
    pub html: String,
    /// Only when it is not the page's.
    pub lang: Option<String>,
    /// What somebody looked for in vain.
    pub rows: Vec<Row>,
}

pub fn free_text(desk: &Desk, version: &Version<Page>) -> FreeText {
    let (html, lang) = text(desk, version);
    let wanted = version.common.wanted.iter().map(|name| Row {
        key: name.as_str().to_string(),
        label: desk.field_name("page", name.as_str()),
        fact: FactView { wanted: true, ..FactView::default() },
    });
    FreeText { html, lang, rows: wanted.collect() }
}

/// What the author says in one line, else how the text begins.
pub fn description(desk: &Desk, version: &Version<Page>, title: &str) -> String {
    match version.front.description.get() {
        Some(description) => description.as_str().to_string(),
        None if !version.prose.opening.is_empty() => super::prose::opening(desk, &version.prose),
        None => desk.strings.fill("describe_page", &[("title", title), ("drama", &super::drama_name(desk, ""))]),
    }
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let (id, record) = super::expect_record::<Document<Page>>(slot, desk);
    let version = record.is.version(desk.lang, desk.reader.languages().first());
    let text = free_text(desk, version);
    let view = PageBody {
        id: id.id.to_string(),
        title: Bit { href: None, ..desk.link(id) },
        text,
        note: version.common.note.get().map(|note| own_text(desk, version, note)),
        figures: super::figures::figures(desk, &version.common),
        links: super::outside_links(desk, &version.common),
        cites: desk.cite_list(&version.common.sources),
        extra: super::extra(&version.common),
    };
    let description = description(desk, version, &view.title.text);
    let mut page = desk.page(slot, "page", &id.id, view.title.clone(), description);
    page.crumbs = desk.home_crumbs("");
    page.fix = desk.fix(&version.place);
    if let Some(head) = desk.reader.head(id) {
        desk.untranslated(&mut page, &head.langs, &version.lang);
        // Only the text is in another language, and says so itself; dates and links are in the page's.
        page.main_lang = None;
    }
    Made::Page(Desk::finish(desk, "page.html", page, vec![("free", view_of(&view))]))
}
