//! `/feed.xml`, `/ko/feed.xml`: the latest news as an Atom feed (RFC 4287). Ids are addresses and dates come from
//! the content, so a build at another hour gives the same bytes.

use super::absolute::absolute;
use super::desk::Desk;
use super::listing::{summary, tag_name, text, version};
use super::xml::Xml;
use super::{Ask, Made, Output};
use crate::base::day::{Day, Moment, When, start_of_day};
use crate::base::id::{Kind, RecordId};
use crate::plan::routes::Section;
use crate::plan::{Key, Slot};

pub const OUTPUT: Output = Output { name: "feed", about: "the latest news as an Atom feed", slots, make };

/// How many news a feed holds.
const ENTRIES: usize = 50;

fn slots(ask: &Ask) -> Vec<Slot> {
    if latest(ask.reader).next().is_none() {
        return Vec::new();
    }
    ask.each_lang(|lang| Slot {
        path: ask.routes.in_lang(lang, "feed.xml"),
        lang: Some(lang.clone()),
        output: OUTPUT.name,
        key: Key::Only,
        place: None,
    })
}

/// The latest news that have a date and give nothing away: a feed has no closed parts.
fn latest<'m>(reader: &crate::model::Reader<'m>) -> impl Iterator<Item = &'m RecordId> {
    let is_open =
        |id: &&RecordId| reader.head(id).is_some_and(|head| head.spoiler.is_none() && head.when.is_some());
    reader.list(Kind::News, &"".into()).iter().filter(is_open).take(ENTRIES)
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let base = desk.routes.base();
    let site = desk.reader.site();
    let title = site.title.get().map(|title| desk.text(title).text).unwrap_or_default();
    let list: Vec<&RecordId> = latest(desk.reader).collect();
    let changed = |id: &RecordId| Some(dates(desk, id)?.1);
    let Some(updated) = list.iter().filter_map(|id| changed(id)).max_by_key(Moment::unix) else {
        return Made::Bytes(Vec::new());
    };
    let own = base.absolute(&slot.path);
    let mut xml = Xml::begin();
    xml.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", desk.lang.as_str())]);
    xml.text("id", &[], &own);
    xml.text("title", &[], &title);
    if let Some(description) = site.description.get() {
        xml.text("subtitle", &[], &desk.text(description).text);
    }
    xml.text("updated", &[], &updated.rfc3339());
    xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &own)]);
    let news = desk.routes.section(desk.lang, Section::News, "");
    if desk.plan.has(&news) {
        let news = base.absolute(&news);
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &news)]);
    }
    xml.open("author", &[]);
    xml.text("name", &[], &title);
    xml.close("author");
    if let Some(license) = site.text_license.get() {
        xml.text("rights", &[], license.as_str());
    }
    for id in list {
        entry(desk, id, &mut xml);
    }
    xml.close("feed");
    Made::Bytes(xml.finish())
}

fn entry(desk: &Desk, id: &RecordId, xml: &mut Xml) -> Option<()> {
    let base = desk.routes.base();
    let version = version(desk, id)?;
    let (published, updated) = dates(desk, id)?;
    let url = base.absolute(&desk.routes.record(desk.lang, id)?.path);
    let lang = (version.lang != *desk.lang).then(|| version.lang.as_str());
    let in_lang: Vec<(&str, &str)> = lang.map(|lang| ("xml:lang", lang)).into_iter().collect();
    xml.open("entry", &in_lang);
    xml.text("id", &[], &url);
    xml.text("title", &[], version.front.title.get().map(|title| title.as_str()).unwrap_or_default());
    xml.text("updated", &[], &updated.rfc3339());
    xml.text("published", &[], &published.rfc3339());
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &url)]);
    for tag in &version.front.tags {
        xml.empty("category", &[("term", tag.as_str()), ("label", &tag_name(desk, tag.as_str()).text)]);
    }
    let summary = summary(desk, version);
    if !summary.is_empty() {
        xml.text("summary", &[], &summary);
    }
    let (html, _) = text(desk, version);
    xml.text("content", &[("type", "html")], &absolute(&html, base.origin(), &url));
    xml.close("entry");
    Some(())
}

/// When a news item came out and when it last changed. A day begins at midnight in the site's zone.
fn dates(desk: &Desk, id: &RecordId) -> Option<(Moment, Moment)> {
    let zone = desk.reader.zone();
    let moment = |when: &When| when.moment(zone).or_else(|| start_of_day(when.day, zone));
    let head = desk.reader.head(id)?;
    let published = moment(head.when.as_ref()?)?;
    let changed = head.updated.and_then(|day: Day| start_of_day(day, zone));
    let updated = changed.filter(|changed| changed.unix() > published.unix());
    Some((published.clone(), updated.unwrap_or(published)))
}
