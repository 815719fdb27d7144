//! Lists of news that are cut in pages: which part stands on which page, and the way to the others.

use super::desk::Desk;
use super::prose::html;
use super::views::{Bit, Card};
use crate::base::address::SitePath;
use crate::base::id::RecordId;
use crate::base::text::Text;
use crate::kinds::News;
use crate::kinds::record::{Document, Version};
use serde::Serialize;

/// How many news stand on one page of a list.
pub const PER_PAGE: usize = 25;

pub fn page_count(length: usize) -> usize {
    length.div_ceil(PER_PAGE)
}

/// The part of a list that stands on a page, which is counted from 1.
pub fn part_of(list: &[RecordId], number: usize) -> &[RecordId] {
    let from = (number.saturating_sub(1) * PER_PAGE).min(list.len());
    &list[from..(from + PER_PAGE).min(list.len())]
}

/// The way from one page of a list to the others.
#[derive(Serialize)]
pub struct PagerView {
    /// "Page 2 of 8"
    pub text: String,
    /// The first and the last page, where they are not beside this one.
    pub first: Option<Bit>,
    pub previous: Option<Bit>,
    pub next: Option<Bit>,
    pub last: Option<Bit>,
}

/// Nothing for a list of one page. `first` is the address of its first page.
pub fn pager(desk: &Desk, first: &SitePath, number: usize, count: usize) -> Option<PagerView> {
    let to = |at: usize, key: &str| Bit {
        href: Some(desk.routes.href(&desk.routes.page(first, at))),
        ..desk.plain(desk.t(key))
    };
    (count > 1).then(|| PagerView {
        text: numbers(desk, "page_of", number, count),
        first: (number > 2).then(|| to(1, "page_first")),
        previous: (number > 1).then(|| to(number - 1, "page_newer")),
        next: (number < count).then(|| to(number + 1, "page_older")),
        last: (number + 1 < count).then(|| to(count, "page_last")),
    })
}

/// The title of a page of a list; the first has no number.
pub fn page_title(desk: &Desk, title: &str, number: usize) -> String {
    match number {
        0 | 1 => title.to_string(),
        _ => desk.strings.fill("page_title", &[("title", title), ("number", &number.to_string())]),
    }
}

fn numbers(desk: &Desk, key: &str, number: usize, count: usize) -> String {
    desk.strings.fill(key, &[("number", &number.to_string()), ("count", &count.to_string())])
}

/// The text of a news item for the reader of this page.
pub fn version<'d>(desk: &Desk<'d>, id: &RecordId) -> Option<&'d Version<News>> {
    let record = desk.reader.get::<Document<News>>(id)?;
    Some(record.is.version(desk.lang, desk.reader.languages().first()))
}

/// A news item in a list: its title, its day, one line of it unless it tells something of an episode.
pub fn news_card(desk: &Desk, id: &RecordId) -> Card {
    let head = desk.reader.head(id);
    let when = head.and_then(|head| head.when.as_ref()).map(|when| desk.when(when));
    let is_open = head.is_none_or(|head| head.spoiler.is_none());
    let version = version(desk, id).filter(|_| is_open);
    let summary = version.map(|version| Bit {
        lang: (version.lang != *desk.lang).then(|| version.lang.to_string()),
        ..desk.plain(summary(desk, version))
    });
    Card {
        id: id.id.to_string(),
        title: desk.link(id),
        bits: when.into_iter().collect(),
        summary: summary.filter(|summary| !summary.text.is_empty()),
        ..Card::default()
    }
}

/// What the author says in one line, else how the text begins.
pub fn summary(desk: &Desk, version: &Version<News>) -> String {
    match version.front.description.get() {
        Some(description) => description.as_str().to_string(),
        None => super::prose::opening(desk, &version.prose),
    }
}

/// The text as HTML, and its language where that is not the page's.
pub fn text<T>(desk: &Desk, version: &Version<T>) -> (String, Option<String>) {
    let lang = (version.lang != *desk.lang).then(|| version.lang.to_string());
    (html(desk, &version.prose, &"".into()), lang)
}

/// A text of the head of a Markdown file: written plainly, it is in the language of the file.
pub fn own_text<T>(desk: &Desk, version: &Version<T>, text: &Text) -> Bit {
    let bit = desk.text(text);
    let is_plain = text.plain.as_ref() == Some(&bit.text);
    let lang = (version.lang != *desk.lang).then(|| version.lang.to_string());
    if is_plain { Bit { lang, ..bit } } else { bit }
}

/// What a tag is called.
pub fn tag_name(desk: &Desk, tag: &str) -> Bit {
    let named = desk.reader.site().tags.get().and_then(|tags| tags.0.iter().find(|(id, _)| id == tag));
    named.map_or_else(|| desk.plain(tag), |(_, name)| desk.text(name))
}

/// A tag, as a link to the list of its news.
pub fn tag_link(desk: &Desk, tag: &str) -> Bit {
    Bit { href: desk.href(&desk.routes.tag(desk.lang, tag)), ..tag_name(desk, tag) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::id::Kind;

    #[test]
    fn every_item_stands_on_one_page() {
        let id = |n: usize| RecordId::new(Kind::News, &"".into(), &n.to_string());
        for length in [0, 1, 25, 26, 50, 51] {
            let list: Vec<RecordId> = (0..length).map(id).collect();
            let pages: Vec<&[RecordId]> = (1..=page_count(length)).map(|page| part_of(&list, page)).collect();
            assert_eq!(pages.concat(), list);
            assert!(part_of(&list, page_count(length) + 1).is_empty());
        }
    }
}
