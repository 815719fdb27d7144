//! `/feed.json`, `/ko/feed.json`: news and changes as JSON Feed 1.1.

use super::desk::Desk;
use super::entries::{Entry, channel};
use super::{Ask, Made, Output};
use crate::base::datum::Datum;
use crate::plan::Slot;

pub const OUTPUT: Output = Output {
    name: "json-feed",
    path: "/feed.json",
    about: "the latest news and changes as JSON Feed 1.1",
    slots,
    make,
};

fn slots(ask: &Ask) -> Vec<Slot> {
    super::entries::slots(ask, OUTPUT.name, "feed.json")
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let Some(channel) = channel(desk, slot) else { return Made::Bytes(Vec::new()) };
    let author = Datum::map([("name", Some(Datum::text(&channel.title)))]);
    let feed = Datum::map([
        ("version", Some(Datum::text("https://jsonfeed.org/version/1.1"))),
        ("title", Some(Datum::text(&channel.title))),
        ("home_page_url", Some(Datum::text(&channel.home))),
        ("feed_url", Some(Datum::text(&channel.own))),
        ("description", channel.description.as_ref().map(Datum::text)),
        ("language", Some(Datum::text(desk.lang.as_str()))),
        ("authors", Some(Datum::List(vec![author]))),
        ("items", Some(Datum::List(channel.entries.iter().map(item).collect()))),
    ]);
    Made::Bytes(feed.to_json())
}

fn item(entry: &Entry) -> Datum {
    Datum::map([
        ("id", Some(Datum::text(&entry.id))),
        ("url", Some(Datum::text(&entry.url))),
        ("title", Some(Datum::text(&entry.title))),
        ("content_html", Some(Datum::text(&entry.html))),
        ("summary", (!entry.summary.is_empty()).then(|| Datum::text(&entry.summary))),
        ("date_published", Some(Datum::text(entry.published.rfc3339()))),
        ("date_modified", Some(Datum::text(entry.updated.rfc3339()))),
        ("tags", Datum::texts(entry.tags.iter().map(|(_, name)| name))),
        ("language", entry.lang.as_ref().map(|lang| Datum::text(lang.as_str()))),
    ])
}
