//! `/feed.xml`, `/ko/feed.xml`: news and changes as an Atom feed (RFC 4287).

use super::desk::Desk;
use super::entries::{Entry, channel};
use super::xml::Xml;
use super::{Ask, Made, Output};
use crate::plan::Slot;

pub const OUTPUT: Output =
    Output { name: "feed", path: "/feed.xml", about: "the latest news and changes as an Atom feed", slots, make };

fn slots(ask: &Ask) -> Vec<Slot> {
    super::entries::slots(ask, OUTPUT.name, "feed.xml")
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let Some(channel) = channel(desk, slot) else { return Made::Bytes(Vec::new()) };
    let mut xml = Xml::begin();
    xml.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", desk.lang.as_str())]);
    xml.text("id", &[], &channel.own);
    xml.text("title", &[], &channel.title);
    if let Some(description) = &channel.description {
        xml.text("subtitle", &[], description);
    }
    xml.text("updated", &[], &channel.updated.rfc3339());
    xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &channel.own)]);
    if channel.has_home {
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &channel.home)]);
    }
    xml.open("author", &[]);
    xml.text("name", &[], &channel.title);
    xml.close("author");
    if let Some(license) = &channel.license {
        xml.text("rights", &[], license);
    }
    channel.entries.iter().for_each(|entry| write_entry(entry, &mut xml));
    xml.close("feed");
    Made::Bytes(xml.finish())
}

fn write_entry(entry: &Entry, xml: &mut Xml) {
    let in_lang: Vec<(&str, &str)> = entry.lang.iter().map(|lang| ("xml:lang", lang.as_str())).collect();
    xml.open("entry", &in_lang);
    xml.text("id", &[], &entry.id);
    xml.text("title", &[], &entry.title);
    xml.text("updated", &[], &entry.updated.rfc3339());
    xml.text("published", &[], &entry.published.rfc3339());
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &entry.url)]);
    for (id, name) in &entry.tags {
        xml.empty("category", &[("term", id), ("label", name)]);
    }
    if !entry.summary.is_empty() {
        xml.text("summary", &[], &entry.summary);
    }
    xml.text("content", &[("type", "html")], &entry.html);
    xml.close("entry");
}
