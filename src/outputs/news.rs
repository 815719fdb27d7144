//! `/news/<id>/`: one news item, in the page's language or marked with the one it is in.

use super::desk::Desk;
use super::listing::{own_text, summary, tag_link, text};
use super::record::{RecordView, record_view};
use super::views::{Bit, Cite, Spoiler};
use super::{Ask, Made, Output};
use crate::base::id::Kind;
use crate::base::view::view_of;
use crate::kinds::News;
use crate::kinds::news::Quote;
use crate::kinds::record::{Document, Version};
use crate::plan::Slot;
use crate::plan::routes::Section;
use serde::Serialize;

pub const OUTPUT: Output =
    Output { name: "news", path: "/news/<id>/", about: "a page for each news item", slots, make };

fn slots(ask: &Ask) -> Vec<Slot> {
    super::record_slots(ask, OUTPUT.name, Kind::News)
}

const TEMPLATE: &str = "news.html";

/// What `news.html` sees as `news`.
#[derive(Serialize)]
struct NewsView {
    id: String,
    title: Bit,
    date: Option<Bit>,
    /// The text, as HTML.
    html: String,
    lang: Option<String>,
    /// Set when the text tells something of an episode.
    spoiler: Option<Spoiler>,
    quote: Option<QuoteView>,
    /// Records that it concerns.
    concerns: Vec<Bit>,
    tags: Vec<Bit>,
    cites: Vec<Cite>,
    #[serde(flatten)]
    record: RecordView,
}

/// A few words that somebody said.
#[derive(Serialize)]
struct QuoteView {
    text: Bit,
    who: Option<Bit>,
    cites: Vec<Cite>,
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let (id, record) = super::expect_record::<Document<News>>(slot, desk);
    let version = record.is.version(desk.lang, desk.reader.languages().first());
    let head = desk.reader.head(id);
    let spoiler = desk.spoiler_of(id);
    let (html, lang) = text(desk, version);
    let front = &version.front;
    let when = head.and_then(|head| head.when.as_ref());
    let cites = desk.cite_list(&version.common.sources);
    let quote = front.quote.get().map(|quote| quote_view(desk, version, quote));
    let mut behind = record_view(desk, id, &version.common, None);
    behind.note = version.common.note.get().map(|note| own_text(desk, version, note));
    // The list has the newest first; a reader means time by "before" and "after".
    std::mem::swap(&mut behind.previous, &mut behind.next);
    let title = Bit { href: None, ..desk.link(id) };
    let view = NewsView {
        id: id.id.to_string(),
        date: when.map(|when| desk.when(when)),
        html,
        lang,
        quote,
        concerns: super::about_links(desk, &front.about, &"".into()),
        tags: front.tags.iter().map(|tag| tag_link(desk, tag.as_str())).collect(),
        cites,
        record: behind,
        spoiler,
        title,
    };
    let summary = if view.spoiler.is_none() { summary(desk, version) } else { String::new() };
    let plain = || {
        let date = view.date.as_ref().map(|date| date.text.as_str()).unwrap_or_default();
        desk.strings.fill("describe_news", &[("title", &view.title.text), ("date", date)])
    };
    let description = if summary.is_empty() { plain() } else { summary };
    let mut page = desk.page(slot, "news", Section::News.name(), view.title.clone(), description);
    page.og_type = "article".into();
    page.og = super::og::news(desk, id, version);
    if desk.tells(TEMPLATE) {
        desk.tell(super::jsonld::news::tell(desk, id, version, &page.description));
    }
    page.crumbs = desk.crumbs(Section::News, "");
    page.fix = desk.fix(&version.place);
    if let Some(head) = head {
        desk.untranslated(&mut page, &head.langs, &version.lang);
        // Only the text is in another language, and says so itself; dates and links are in the page's.
        page.main_lang = None;
    }
    Made::Page(Desk::finish(desk, TEMPLATE, page, vec![("news", view_of(&view))]))
}

fn quote_view(desk: &Desk, version: &Version<News>, quote: &Quote) -> QuoteView {
    QuoteView {
        text: quote.text.get().map(|text| own_text(desk, version, text)).unwrap_or_default(),
        who: quote.who.get().map(|who| desk.link_ref(who)),
        cites: desk.cite(quote.of.get().map(|source| &source.0)),
    }
}
