//! `sitemap.xml` (sitemaps.org 0.9): every page that search engines should keep, with its other languages and the
//! day of its content. A large site has `sitemap-1.xml` and so on, and an index of them.

use super::desk::Desk;
use super::xml::Xml;
use super::{Ask, Made, Output};
use crate::base::address::SitePath;
use crate::base::day::Day;
use crate::base::id::Kind;
use crate::model::Reader;
use crate::plan::{Key, Slot};

pub const OUTPUT: Output = Output {
    name: "sitemap",
    path: "/sitemap.xml, /sitemap-1.xml",
    about: "the addresses of all pages, for search engines",
    slots,
    make,
};

/// A sitemap may hold so many addresses.
const ADDRESSES: usize = 50_000;
/// And 50 MB: a link to another language takes up to 200 bytes or so.
const LINKS: usize = 200_000;

fn slots(ask: &Ask) -> Vec<Slot> {
    let slot =
        |path: String, key| Slot { path: SitePath::new(path), lang: None, output: OUTPUT.name, key, place: None };
    let count = ask.so_far.iter().filter(|slot| is_kept(ask.reader, slot)).count();
    let mut slots = vec![slot("sitemap.xml".into(), Key::Only)];
    let parts = count.div_ceil(size_of_part(ask.reader));
    if parts > 1 {
        slots.extend((1..=parts).map(|number| slot(format!("sitemap-{number}.xml"), Key::Page(number))));
    }
    slots
}

/// How many addresses stand in one file.
fn size_of_part(reader: &Reader) -> usize {
    ADDRESSES.min(LINKS / (reader.languages().count() + 1))
}

/// Should search engines keep this page? It has a language, is written in it, and is no redirect.
pub fn is_kept(reader: &Reader, slot: &Slot) -> bool {
    let path = slot.path.as_str();
    let is_page = path.is_empty() || path.ends_with('/');
    let Some(lang) = slot.lang.as_ref().filter(|_| is_page) else { return false };
    match &slot.key {
        Key::Was(..) => false,
        // Search engines should lead to things, not to a list of answers.
        _ if slot.output == super::search::OUTPUT.name => false,
        // Nor to what is shown for want of a page.
        _ if slot.output == super::offline::OUTPUT.name => false,
        Key::Record(id) if matches!(id.kind, Kind::News | Kind::Page) => {
            reader.head(id).is_some_and(|head| head.langs.contains(lang))
        }
        _ => true,
    }
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let kept: Vec<&Slot> = desk.whole_plan().slots().iter().filter(|slot| is_kept(desk.reader, slot)).collect();
    let size = size_of_part(desk.reader);
    let mut xml = Xml::begin();
    match slot.key {
        Key::Page(number) => {
            let part = kept.chunks(size).nth(number.saturating_sub(1)).unwrap_or_default();
            write_addresses(desk, part, &mut xml);
        }
        _ if kept.len() <= size => write_addresses(desk, &kept, &mut xml),
        _ => {
            xml.open("sitemapindex", &[("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9")]);
            for number in 1..=kept.len().div_ceil(size) {
                let path = SitePath::new(format!("sitemap-{number}.xml"));
                xml.open("sitemap", &[]);
                xml.text("loc", &[], &desk.routes.base().absolute(&path));
                xml.close("sitemap");
            }
            xml.close("sitemapindex");
        }
    }
    Made::Bytes(xml.finish())
}

fn write_addresses(desk: &Desk, slots: &[&Slot], xml: &mut Xml) {
    let base = desk.routes.base();
    xml.open(
        "urlset",
        &[
            ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"),
            ("xmlns:xhtml", "http://www.w3.org/1999/xhtml"),
        ],
    );
    for slot in slots {
        xml.open("url", &[]);
        xml.text("loc", &[], &base.absolute(&slot.path));
        if let Some(day) = changed(desk, slot) {
            xml.text("lastmod", &[], &day.to_string());
        }
        let others = translations(desk, slot);
        if others.len() > 1 {
            for (lang, url) in &others {
                xml.empty("xhtml:link", &[("rel", "alternate"), ("hreflang", lang), ("href", url)]);
            }
            let first = others[0].1.as_str();
            xml.empty("xhtml:link", &[("rel", "alternate"), ("hreflang", "x-default"), ("href", first)]);
        }
        xml.close("url");
    }
    xml.close("urlset");
}

/// The same page in every language that it is written in, its own included, in the order of the languages.
fn translations(desk: &Desk, slot: &Slot) -> Vec<(String, String)> {
    let Some(own) = &slot.lang else { return Vec::new() };
    let in_lang = |lang: &crate::base::lang::Lang| {
        let path = desk.routes.translated(&slot.path, own, lang);
        let other = desk.whole_plan().find(&path).filter(|other| is_kept(desk.reader, other))?;
        Some((lang.to_string(), desk.routes.base().absolute(&other.path)))
    };
    desk.reader.languages().iter().filter_map(in_lang).collect()
}

/// The day that the record of a page last changed; of news, at least the day that they came out.
fn changed(desk: &Desk, slot: &Slot) -> Option<Day> {
    let Key::Record(id) = &slot.key else { return None };
    let head = desk.reader.head(id)?;
    let out = head.when.as_ref().filter(|_| id.kind == Kind::News).map(|when| when.on_site(desk.reader.zone()).0);
    head.updated.max(out)
}
