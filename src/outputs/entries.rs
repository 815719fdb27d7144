//! What the feeds tell, newest first: news, and what changed in the facts. Atom, RSS and JSON Feed all write this
//! one list. Ids are addresses and dates are of the content, so a build at another hour gives the same bytes.
//!
//! A feed has no closed parts: what tells something of an episode is never in it.

use super::absolute::absolute;
use super::dates::{dates, in_words};
use super::desk::Desk;
use super::listing::{summary, tag_name, text, version};
use super::{Ask, data};
use crate::base::address::SitePath;
use crate::base::datum::Datum;
use crate::base::day::{Day, Moment, When, start_of_day};
use crate::base::fact::How;
use crate::base::id::{Kind, RecordId};
use crate::base::lang::Lang;
use crate::model::Reader;
use crate::plan::routes::Section;
use crate::plan::{Key, Routes, Slot};
use std::collections::HashSet;

/// How many entries a feed holds.
const ENTRIES: usize = 50;

/// An entry as every format needs it.
pub struct Entry {
    /// Never changes, and is no other entry's.
    pub id: String,
    /// Where to read more.
    pub url: String,
    pub title: String,
    /// Where the text is not in the language of the feed.
    pub lang: Option<Lang>,
    pub published: Moment,
    pub updated: Moment,
    /// Each with its id.
    pub tags: Vec<(String, String)>,
    /// Plain.
    pub summary: String,
    /// With whole addresses.
    pub html: String,
}

/// What the feed as a whole says of itself.
pub struct Channel {
    /// Its own address.
    pub own: String,
    pub title: String,
    pub description: Option<String>,
    /// The page that holds the same for people.
    pub home: String,
    /// There is such a page: neither news nor home are switched off.
    pub has_home: bool,
    pub license: Option<String>,
    /// When its newest entry changed.
    pub updated: Moment,
    pub entries: Vec<Entry>,
}

/// What a feed tells of: a news item, or a change on a day.
#[derive(Clone)]
enum What {
    News,
    Change(Day),
}

/// One slot for each language that there is something to tell in.
pub fn slots(ask: &Ask, output: &'static str, name: &str) -> Vec<Slot> {
    let planned: HashSet<&str> = ask.so_far.iter().map(|slot| slot.path.as_str()).collect();
    let has = |path: &SitePath| planned.contains(path.as_str());
    let mut slots = ask.each_lang(|lang| Slot {
        path: ask.routes.in_lang(lang, name),
        lang: Some(lang.clone()),
        output,
        key: Key::Only,
        place: None,
    });
    slots.retain(|slot| {
        slot.lang.as_ref().is_some_and(|lang| !latest(ask.reader, ask.routes, lang, &has).is_empty())
    });
    slots
}

/// The newest entries of a language, newest first.
pub fn channel(desk: &Desk, slot: &Slot) -> Option<Channel> {
    let base = desk.routes.base();
    let site = desk.reader.site();
    let has = |path: &SitePath| desk.has_file(&path.file());
    let found = latest(desk.reader, desk.routes, desk.lang, &has);
    let entries: Vec<Entry> = found
        .into_iter()
        .filter_map(|(what, id)| match what {
            What::News => news(desk, &id),
            What::Change(day) => change(desk, &id, day),
        })
        .collect();
    let updated = entries.iter().map(|entry| &entry.updated).max_by_key(|moment| moment.unix())?.clone();
    let news = desk.routes.section(desk.lang, Section::News, "");
    let home = if has(&news) { news } else { desk.routes.home(desk.lang) };
    Some(Channel {
        own: base.absolute(&slot.path),
        title: site.title.get().map(|title| desk.text(title).text).unwrap_or_default(),
        description: site.description.get().map(|description| desk.text(description).text),
        home: base.absolute(&home),
        has_home: has(&home),
        license: site.text_license.get().map(|license| license.as_str().to_string()),
        updated,
        entries,
    })
}

/// What is told, newest first; what is of the same moment in the order of the lists, news before changes.
fn latest(reader: &Reader, routes: &Routes, lang: &Lang, has: &dyn Fn(&SitePath) -> bool) -> Vec<(What, RecordId)> {
    let is_there = |id: &RecordId| routes.record(lang, id).is_some_and(|address| has(&address.path));
    let mut found: Vec<(i64, What, RecordId)> = Vec::new();
    let newest = reader.list(Kind::News, &"".into()).iter().filter_map(|id| {
        let head = reader.head(id).filter(|head| head.spoiler.is_none())?;
        Some((moment(reader, head.when.as_ref()?)?.unix(), What::News, id.clone()))
    });
    found.extend(newest.filter(|(.., id)| is_there(id)).take(ENTRIES));
    for kind in Kind::ALL.iter().filter(|kind| **kind != Kind::News) {
        let changed = data::records(reader, *kind).into_iter().filter_map(|id| {
            let head = reader.head(&id).filter(|head| head.spoiler.is_none())?;
            let day = head.updated?;
            Some((start_of_day(day, reader.zone())?.unix(), What::Change(day), id))
        });
        found.extend(changed.filter(|(.., id)| is_there(id)));
    }
    found.sort_by_key(|(moment, ..)| std::cmp::Reverse(*moment));
    found.truncate(ENTRIES);
    found.into_iter().map(|(_, what, id)| (what, id)).collect()
}

/// A day begins at midnight in the site's zone.
fn moment(reader: &Reader, when: &When) -> Option<Moment> {
    when.moment(reader.zone()).or_else(|| start_of_day(when.day, reader.zone()))
}

fn news(desk: &Desk, id: &RecordId) -> Option<Entry> {
    let base = desk.routes.base();
    let version = version(desk, id)?;
    let head = desk.reader.head(id)?;
    let published = moment(desk.reader, head.when.as_ref()?)?;
    let changed = head.updated.and_then(|day| start_of_day(day, desk.reader.zone()));
    let changed = changed.filter(|changed| changed.unix() > published.unix());
    let url = base.absolute(&desk.routes.record(desk.lang, id)?.path);
    let (html, _) = text(desk, version);
    let tag = |tag: &crate::parse::values::Word| (tag.as_str().to_string(), tag_name(desk, tag.as_str()).text);
    Some(Entry {
        id: url.clone(),
        title: version.front.title.get().map(|title| title.as_str().to_string()).unwrap_or_default(),
        lang: (version.lang != *desk.lang).then(|| version.lang.clone()),
        updated: changed.unwrap_or_else(|| published.clone()),
        published,
        tags: version.front.tags.iter().map(tag).collect(),
        summary: summary(desk, version),
        html: absolute(&html, base.origin(), &url),
        url,
    })
}

/// What changed in a record on a day: its new date, and why its values are what they are.
fn change(desk: &Desk, id: &RecordId, day: Day) -> Option<Entry> {
    let base = desk.routes.base();
    let address = desk.routes.record(desk.lang, id)?;
    let page = base.absolute(&address.path);
    let (url, id_text) = match &address.fragment {
        // Two on one page: the date stands behind the place.
        Some(place) => (format!("{page}#{place}"), format!("{page}#{place}-{day}")),
        None => (page.clone(), format!("{page}#{day}")),
    };
    let name = desk.link(id).text;
    let at = start_of_day(day, desk.reader.zone())?;
    let mut title = desk.strings.fill("feed_updated", &[("name", &name)]);
    let mut lines: Vec<String> = Vec::new();
    for (_, fact) in dates(desk.reader, id) {
        let Some(when) = fact.is.as_ref().filter(|_| fact.how() != How::Rumoured) else { continue };
        let earlier = fact.opened.as_ref().and_then(|opened| opened.earlier.last());
        if let Some(earlier) = earlier {
            title = desk.strings.fill("feed_new_date", &[("name", &name)]);
            let (date, earlier) = (in_words(desk, when), in_words(desk, &earlier.is));
            lines.push(desk.strings.fill("feed_moved", &[("date", &date), ("earlier", &earlier)]));
        } else if id.kind == Kind::Release && when.on_site(desk.reader.zone()).0 == day {
            title = desk.strings.fill("feed_new_release", &[("name", &name)]);
            lines.push(desk.strings.fill("feed_released", &[("date", &in_words(desk, when))]));
        }
    }
    let fields = data::fields(desk.reader, id).unwrap_or_default();
    for (field, told) in &fields {
        let mut reasons = Vec::new();
        gather_reasons(desk, told, &mut reasons);
        for reason in reasons {
            let field = desk.field_name(id.kind.name(), field);
            lines.push(desk.strings.fill("feed_because", &[("field", &field), ("because", &reason)]));
        }
    }
    if lines.is_empty() {
        lines.push(desk.strings.fill("feed_updated_sentence", &[("name", &name)]));
    }
    let link = format!("<p><a href=\"{}\">{}</a></p>", escape(&url), escape(&name));
    let html: String = lines.iter().map(|line| format!("<p>{}</p>", escape(line))).collect();
    Some(Entry {
        id: id_text,
        url,
        title,
        lang: None,
        published: at.clone(),
        updated: at,
        tags: Vec::new(),
        summary: lines.swap_remove(0),
        html: html + &link,
    })
}

/// Every `because` in a field, however deep, in the language of the feed or in another.
fn gather_reasons(desk: &Desk, told: &Datum, found: &mut Vec<String>) {
    match told {
        Datum::Map(entries) => {
            for (key, value) in entries {
                match key.as_str() {
                    "because" => found.extend(said(desk, value)),
                    _ => gather_reasons(desk, value, found),
                }
            }
        }
        Datum::List(list) => list.iter().for_each(|one| gather_reasons(desk, one, found)),
        _ => {}
    }
}

/// A text by language, for a reader of the feed.
fn said(desk: &Desk, text: &Datum) -> Option<String> {
    let own = text.get(desk.lang.as_str()).or_else(|| text.get("all"));
    let other = || desk.reader.languages().iter().find_map(|lang| text.get(lang.as_str()));
    let any = || match text {
        Datum::Map(entries) => entries.first().map(|(_, value)| value),
        _ => None,
    };
    own.or_else(other).or_else(any)?.as_text().map(str::to_string)
}

/// A text between tags or quotes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
