//! `/news/` and `/news/page/2/`: the news, newest first.

use super::desk::Desk;
use super::listing::{PagerView, news_card, page_count, page_title, pager, part_of, tag_link};
use super::views::{Bit, Card, PageView};
use super::{Ask, Made, Output};
use crate::base::id::{Kind, RecordId};
use crate::base::view::view_of;
use crate::plan::routes::Section;
use crate::plan::{Key, Slot};
use serde::Serialize;

pub const OUTPUT: Output =
    Output { name: "news-list", path: "/news/, /news/page/2/", about: "the list of news, in pages", slots, make };

fn slots(ask: &Ask) -> Vec<Slot> {
    let count = page_count(ask.reader.list(Kind::News, &"".into()).len());
    let page = |number: usize| {
        ask.each_lang(|lang| Slot {
            path: ask.routes.page(&ask.routes.section(lang, Section::News, ""), number),
            lang: Some(lang.clone()),
            output: OUTPUT.name,
            key: Key::Page(number),
            place: None,
        })
    };
    (1..=count).flat_map(page).collect()
}

/// What `news-list.html` sees as `news`.
#[derive(Serialize)]
struct NewsListView {
    title: String,
    /// On the pages of a tag: whose news these are.
    tag: Option<Bit>,
    cards: Vec<Card>,
    pager: Option<PagerView>,
    /// Every tag with the number of its news; on the first page only.
    tags: Vec<Bit>,
}

const TEMPLATE: &str = "news-list.html";

/// The list, for machines: many entries, so only where it is wanted.
fn tell(desk: &Desk, page: &PageView, list: &[RecordId]) {
    if desk.tells(TEMPLATE) {
        desk.tell(super::jsonld::lists::records(desk, &page.url, &page.title, list));
    }
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let Key::Page(number) = slot.key else { unreachable!("slots of this output are pages of a list") };
    let list = desk.reader.list(Kind::News, &"".into());
    let first = desk.routes.section(desk.lang, Section::News, "");
    let title = page_title(desk, desk.strings.get("section_news"), number);
    let counted = |tag: &str| {
        let count = desk.reader.tagged(tag).len().to_string();
        Bit { note: Some(count), ..tag_link(desk, tag) }
    };
    let view = NewsListView {
        title: title.clone(),
        tag: None,
        cards: part_of(list, number).iter().map(|id| news_card(desk, id)).collect(),
        pager: pager(desk, &first, number, page_count(list.len())),
        tags: if number == 1 { desk.reader.tags().map(counted).collect() } else { Vec::new() },
    };
    let drama = super::drama_name(desk, "");
    let key = if number == 1 { "describe_news_list" } else { "describe_news_page" };
    let description = desk.strings.fill(key, &[("drama", &drama), ("number", &number.to_string())]);
    let mut page = desk.page(slot, "news-list", Section::News.name(), desk.plain(title), description);
    page.og_type = "article".into();
    tell(desk, &page, part_of(list, number));
    page.crumbs = if number == 1 { desk.home_crumbs("") } else { desk.crumbs(Section::News, "") };
    Made::Page(desk.finish(TEMPLATE, page, vec![("news", view_of(&view))]))
}

/// A page of the news of a tag, which looks the same.
pub fn make_tag(slot: &Slot, desk: &Desk, tag: &str, number: usize) -> Made {
    let list = desk.reader.tagged(tag);
    let first = desk.routes.tag(desk.lang, tag);
    let name = super::listing::tag_name(desk, tag);
    let title = page_title(desk, &name.text, number);
    let view = NewsListView {
        title: title.clone(),
        cards: part_of(list, number).iter().map(|id| news_card(desk, id)).collect(),
        pager: pager(desk, &first, number, page_count(list.len())),
        tags: Vec::new(),
        tag: Some(name),
    };
    let key = if number == 1 { "describe_tag" } else { "describe_tag_page" };
    let tag = view.tag.as_ref().map(|tag| tag.text.as_str()).unwrap_or_default();
    let values = [("tag", tag), ("drama", &super::drama_name(desk, "")), ("number", &number.to_string())];
    let description = desk.strings.fill(key, &values);
    let lang = view.tag.as_ref().and_then(|tag| tag.lang.clone());
    // A list of the same name may stand elsewhere; words of two languages are not mixed.
    let title = if lang.is_none() { desk.strings.fill("tag_title", &[("title", &title)]) } else { title };
    let mut page =
        desk.page(slot, "news-list", Section::News.name(), Bit { lang, ..desk.plain(title) }, description);
    page.og_type = "article".into();
    tell(desk, &page, part_of(list, number));
    page.crumbs = desk.crumbs(Section::News, "");
    Made::Page(desk.finish(TEMPLATE, page, vec![("news", view_of(&view))]))
}
