//! `/`: the home page. Of a site of one drama it is the drama's; of several, each has its own at `/<drama>/`
//! and `/` lists them; of none, `/` shows news and pages. It leaves out what there is none of.
//!
//! "Next" and "last" are as of the day in `site.yaml`, never today: the page is the same whenever it is built.

use super::desk::Desk;
use super::drama_facts::{SeasonView, rows, seasons};
use super::record::{RecordView, record_view};
use super::views::{Bit, Card, FactView, Row};
use super::works::song_card;
use super::{Ask, Made, Output};
use crate::base::day::{Clock, Day};
use crate::base::id::{Kind, RecordId};
use crate::base::view::view_of;
use crate::kinds::record::{Document, Record};
use crate::kinds::release::ReleaseKind;
use crate::kinds::song::SongKind;
use crate::kinds::{Drama, News, Release, Song};
use crate::plan::{Key, Slot};
use serde::Serialize;
use std::cmp::Ordering;
use std::sync::Arc;

pub const OUTPUT: Output =
    Output { name: "home", path: "/", about: "the home page of the site and of each drama", slots, make };

const SONGS: usize = 4;
const NEWS: usize = 5;

fn slots(ask: &Ask) -> Vec<Slot> {
    let slot = |path, lang: &crate::base::lang::Lang, key, place| Slot {
        path,
        lang: Some(lang.clone()),
        output: OUTPUT.name,
        key,
        place,
    };
    let dramas = ask.reader.dramas();
    let mut slots = Vec::new();
    if !dramas.iter().any(|(key, _)| key.is_empty()) {
        slots.extend(ask.each_lang(|lang| slot(ask.routes.home(lang), lang, Key::Only, None)));
    }
    for (key, id) in &dramas {
        let place = ask.reader.any(id).map(|any| any.place().clone());
        let home = |lang: &_| slot(ask.routes.drama_home(lang, key), lang, Key::Drama(key.clone()), place.clone());
        slots.extend(ask.each_lang(home));
    }
    slots
}

/// What `home.html` sees as `home`.
#[derive(Serialize)]
struct HomeView {
    title: Bit,
    /// One line about the site.
    text: Option<Bit>,
    drama: Option<DramaView>,
    /// Of a site of several.
    dramas: Vec<Card>,
    /// The day that "next" and "last" are counted from.
    as_of: Option<Bit>,
    last: Option<DatedView>,
    next: Option<DatedView>,
    /// The newest songs, newest first.
    songs: Vec<Card>,
    album: Option<Card>,
    news: Vec<Card>,
    /// Free pages; only where there is no single drama to show.
    pages: Vec<Bit>,
}

#[derive(Serialize)]
struct DramaView {
    id: String,
    /// The name in other languages.
    titles: Vec<Bit>,
    /// "Series"; nothing where it is not said.
    kind: Option<String>,
    status: Option<String>,
    summary: Option<FactView>,
    rows: Vec<Row>,
    seasons: Vec<SeasonView>,
    #[serde(flatten)]
    record: RecordView,
}

/// Something with a day.
#[derive(Serialize)]
struct DatedView {
    what: Bit,
    when: Bit,
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    match &slot.key {
        Key::Drama(_) => drama_home(slot, desk),
        _ => site_home(slot, desk),
    }
}

fn drama_home(slot: &Slot, desk: &Desk) -> Made {
    let (key, record) = super::expect_drama(slot, desk);
    let (drama, id) = (&record.is, &record.id);
    let as_of = desk.reader.site().as_of.get().copied();
    let (last, next) = around(desk, key, as_of);
    let word = |prefix: &str, word: &str| desk.t(&format!("{prefix}_{word}"));
    let news = match key.is_empty() {
        true => news(desk, desk.reader.list(Kind::News, &"".into())),
        false => news(desk, &super::mentioning(desk, id, Kind::News)),
    };
    let title = Bit { href: None, ..desk.link(id) };
    let rows = rows(desk, record);
    let seasons = seasons(desk, drama);
    let mut behind = record_view(desk, id, &record.common, drama.name.get());
    // The newest news stand above, and the timeline tells every event.
    (behind.news, behind.events, behind.hidden) = Default::default();
    let view = HomeView {
        text: None,
        dramas: Vec::new(),
        as_of: as_of.map(|day| desk.day(day)),
        last,
        next,
        songs: newest_songs(desk, key, as_of),
        album: newest_album(desk, key),
        news,
        pages: Vec::new(),
        drama: Some(DramaView {
            id: id.id.to_string(),
            titles: drama.name.get().map(|name| desk.other_names(name)).unwrap_or_default(),
            kind: drama.kind.get().map(|kind| word("drama_kind", kind.name())),
            status: drama.status.get().map(|status| word("drama_status", status.name())),
            summary: drama.summary.fact().map(|text| desk.fact(text, |text| vec![desk.text(text)])),
            rows,
            seasons,
            record: behind,
        }),
        title,
    };
    let description = match drama.summary.get() {
        Some(summary) => desk.text(summary).text,
        None => desk.strings.fill("describe_drama", &[("name", &view.title.text)]),
    };
    let mut page = desk.page(slot, "home", "home", view.title.clone(), description);
    if key.is_empty() {
        site_title(desk, &mut page);
    } else {
        page.crumbs = desk.home_crumbs("");
    }
    page.og_type = super::og::type_of(drama).into();
    page.og = super::og::drama(desk, key, record);
    desk.tell(super::jsonld::drama::tell(desk, key, record));
    page.fix = desk.fix(&record.place);
    Made::Page(Desk::finish(desk, "home.html", page, vec![("home", view_of(&view))]))
}

fn site_home(slot: &Slot, desk: &Desk) -> Made {
    let site = desk.reader.site();
    let title = site.title.get().map(|title| desk.text(title)).unwrap_or_default();
    let text = site.description.get().map(|text| desk.text(text));
    desk.cite_list(&site.sources);
    let dramas = desk.reader.dramas().into_iter().map(|(_, id)| {
        let drama = desk.reader.get::<Drama>(&id).map(|record| &record.is);
        let mut card = desk.card(&id);
        card.bits.extend(desk.reader.head(&id).and_then(|head| head.when.as_ref()).map(|when| desk.when(when)));
        card.summary = drama.and_then(|drama| drama.summary.get()).map(|text| desk.text(text));
        card
    });
    let view = HomeView {
        drama: None,
        dramas: dramas.collect(),
        as_of: None,
        last: None,
        next: None,
        songs: Vec::new(),
        album: None,
        news: news(desk, desk.reader.list(Kind::News, &"".into())),
        pages: desk.reader.list(Kind::Page, &"".into()).iter().map(|id| desk.link(id)).collect(),
        title,
        text,
    };
    let plain = || desk.strings.fill("describe_home", &[("title", &view.title.text)]);
    let description = view.text.as_ref().map_or_else(plain, |text| text.text.clone());
    let page = desk.page(slot, "home", "home", view.title.clone(), description);
    let dramas = desk.reader.list(Kind::Drama, &"".into());
    desk.tell(super::jsonld::lists::records(desk, &page.url, &page.title, dramas));
    Made::Page(Desk::finish(desk, "home.html", page, vec![("home", view_of(&view))]))
}

/// The home page of the site is called as the site is.
fn site_title(desk: &Desk, page: &mut super::views::PageView) {
    if let Some(title) = desk.reader.site().title.get() {
        let title = desk.text(title);
        (page.title, page.title_lang) = (title.text, title.lang);
    }
}

/// Which side of a day another lies on; nothing when one of them is too vague to tell.
fn side(day: Day, of: Day) -> Option<Ordering> {
    if day.year != of.year {
        return Some(day.year.cmp(&of.year));
    }
    match day.month?.cmp(&of.month?) {
        Ordering::Equal => Some(day.day?.cmp(&of.day?)),
        side => Some(side),
    }
}

/// The last and the next dated thing: an episode, a release or an event that gives nothing away.
fn around(desk: &Desk, drama: &Arc<str>, as_of: Option<Day>) -> (Option<DatedView>, Option<DatedView>) {
    let Some(as_of) = as_of else { return (None, None) };
    let zone = desk.reader.zone();
    let (mut past, mut future): (Vec<_>, Vec<_>) = (Vec::new(), Vec::new());
    for kind in [Kind::Event, Kind::Release, Kind::Episode] {
        for id in desk.reader.list(kind, drama) {
            let Some(when) = desk.reader.head(id).and_then(|head| head.when.as_ref()) else { continue };
            let moment: (Day, Option<Clock>) = when.on_site(zone);
            match side(moment.0, as_of) {
                Some(Ordering::Greater) => future.push((moment, id, when)),
                Some(_) => past.push((moment, id, when)),
                None => {}
            }
        }
    }
    past.sort_by_key(|(moment, ..)| *moment);
    future.sort_by_key(|(moment, ..)| *moment);
    let is_open = |id: &RecordId| desk.spoiler_of(id).is_none();
    let last = past.iter().rev().find(|(_, id, _)| is_open(id));
    let next = future.iter().find(|(_, id, _)| is_open(id));
    let view = |(_, id, when): &(_, &RecordId, &crate::base::day::When)| DatedView {
        what: desk.link(id),
        when: desk.when(when),
    };
    (last.map(view), next.map(view))
}

/// Sung ones before any other, since a score comes out all at once.
fn newest_songs(desk: &Desk, drama: &Arc<str>, as_of: Option<Day>) -> Vec<Card> {
    let zone = desk.reader.zone();
    let moment = |id: &RecordId| desk.reader.head(id)?.when.as_ref().map(|when| when.on_site(zone));
    let is_out = |day: Day| as_of.and_then(|as_of| side(day, as_of)) != Some(Ordering::Greater);
    let list = desk.reader.list(Kind::Song, drama).iter();
    let mut songs: Vec<_> = list.filter_map(|id| Some((moment(id)?, id))).filter(|song| is_out(song.0.0)).collect();
    // As many of one day stay in the author's order.
    songs.sort_by_key(|song| std::cmp::Reverse(song.0));
    let song = |id: &RecordId| desk.reader.get::<Song>(id);
    let is_open = |record: &Record<Song>| record.common.spoiler.get().is_none();
    let is_sung = |record: &Record<Song>| record.is.kind.get().is_none_or(|kind| *kind == SongKind::Vocal);
    let open = songs.iter().filter(|(_, id)| song(id).is_some_and(|song| is_open(song) && is_sung(song)));
    open.take(SONGS).map(|(_, id)| song_card(desk, id)).collect()
}

fn newest_album(desk: &Desk, drama: &Arc<str>) -> Option<Card> {
    let release = |id: &&RecordId| desk.reader.get::<Release>(id);
    let is_album = |id: &&RecordId| {
        let is_one = |release: &Release| {
            release.kind.get() == Some(&ReleaseKind::Album) && release.edition_of.get().is_none()
        };
        release(id).is_some_and(|record| is_one(&record.is) && record.common.spoiler.get().is_none())
    };
    let when = |id: &RecordId| desk.reader.head(id)?.when.as_ref().map(|when| when.on_site(desk.reader.zone()));
    let albums = desk.reader.list(Kind::Release, drama).iter().filter(is_album);
    let newest = albums.max_by_key(|id| when(id))?;
    let mut card = desk.card(newest);
    let is = &release(&newest)?.is;
    card.bits.extend(is.released.fact().and_then(|fact| desk.when_of(fact)));
    card.summary = is.concept.get().map(|concept| desk.text(concept));
    Some(card)
}

fn news(desk: &Desk, ids: &[RecordId]) -> Vec<Card> {
    let card = |id: &RecordId| {
        let mut card = desk.card(id);
        card.subtitle = None;
        card.bits.extend(desk.reader.head(id).and_then(|head| head.when.as_ref()).map(|when| desk.when(when)));
        if let Some(record) = desk.reader.get::<Document<News>>(id) {
            let version = record.is.version(desk.lang, desk.reader.languages().first());
            let lang = (version.lang != *desk.lang).then(|| version.lang.to_string());
            let description = version.front.description.get();
            card.summary = description.map(|text| Bit { lang, ..desk.plain(text.as_str()) });
        }
        card
    };
    ids.iter().take(NEWS).map(card).collect()
}
