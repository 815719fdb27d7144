//! `/rss.xml`, `/ko/rss.xml`: news and changes as RSS 2.0, for programs that know nothing newer.

use super::desk::Desk;
use super::entries::{Entry, channel};
use super::xml::Xml;
use super::{Ask, Made, Output};
use crate::plan::Slot;

pub const OUTPUT: Output =
    Output { name: "rss", path: "/rss.xml", about: "the latest news and changes as RSS 2.0", slots, make };

fn slots(ask: &Ask) -> Vec<Slot> {
    super::entries::slots(ask, OUTPUT.name, "rss.xml")
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let Some(channel) = channel(desk, slot) else { return Made::Bytes(Vec::new()) };
    let mut xml = Xml::begin();
    xml.open("rss", &[("version", "2.0"), ("xmlns:atom", "http://www.w3.org/2005/Atom")]);
    xml.open("channel", &[]);
    xml.text("title", &[], &channel.title);
    xml.text("link", &[], &channel.home);
    xml.empty("atom:link", &[("rel", "self"), ("type", "application/rss+xml"), ("href", &channel.own)]);
    // It must be there (RSS 2.0, "Required channel elements").
    xml.text("description", &[], channel.description.as_ref().unwrap_or(&channel.title));
    xml.text("language", &[], desk.lang.as_str());
    if let Some(license) = &channel.license {
        xml.text("copyright", &[], license);
    }
    xml.text("lastBuildDate", &[], &channel.updated.rfc2822());
    channel.entries.iter().for_each(|entry| write_item(entry, &mut xml));
    xml.close("channel");
    xml.close("rss");
    Made::Bytes(xml.finish())
}

fn write_item(entry: &Entry, xml: &mut Xml) {
    xml.open("item", &[]);
    xml.text("title", &[], &entry.title);
    xml.text("link", &[], &entry.url);
    // The id of a change is an address with a date behind it, which is no place to go to.
    let is_address = if entry.id == entry.url { "true" } else { "false" };
    xml.text("guid", &[("isPermaLink", is_address)], &entry.id);
    xml.text("pubDate", &[], &entry.published.rfc2822());
    entry.tags.iter().for_each(|(_, name)| xml.text("category", &[], name));
    xml.text("description", &[], &entry.html);
    xml.close("item");
}
