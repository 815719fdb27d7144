//! What is made of the model: one file for each kind of output, and the table of them all.
//!
//! An output says which slots it fills (`slots`) and what goes into each (`make`). A page gets a view: plain
//! data made for its template, never a record. `linernotes list outputs`, the switches in `site.yaml` and the
//! tests follow from the table.

pub mod assets;
pub mod desk;
pub mod figures;
pub mod frame;
pub mod jsonld;
pub mod names;
pub mod prose;
pub mod rows;
pub mod views;

pub mod song;
// People, cast, artists, episodes, home.
pub mod artist;
pub mod artists_list;
pub mod cast;
pub mod chart_cast;
pub mod chart_ratings;
pub mod character;
pub mod drama;
pub mod drama_facts;
pub mod episode;
pub mod episodes_list;
pub mod person;
pub mod record;
pub mod soundtrack;
pub mod works;

// Releases, lists, news, pages of the site.
pub mod about;
pub mod absolute;
pub mod add_to_calendar;
pub mod awards;
pub mod calendar;
#[cfg(feature = "cards")]
pub mod cards;
pub mod checklist;
pub mod contents;
pub mod data;
pub mod dates;
pub mod entries;
pub mod feed;
pub mod feed_json;
#[cfg(feature = "fonts")]
pub mod fonts;
pub mod headers;
pub mod help;
pub mod host;
pub mod images;
pub mod ical;
pub mod listing;
pub mod manifest;
pub mod news;
pub mod news_list;
pub mod not_found;
pub mod oembed;
pub mod offline;
pub mod og;
pub mod page;
pub mod picture;
pub mod places;
pub mod playlist;
pub mod redirects;
pub mod release;
pub mod releases_list;
pub mod robots;
pub mod rss;
pub mod schedule;
pub mod search;
pub mod share;
pub mod sitemap;
pub mod sources;
pub mod tables;
pub mod tag;
pub mod timeline;
pub mod track_list;
pub mod tracks;
pub mod videos;
pub mod xml;

use crate::base::address::SitePath;
use crate::base::id::{Kind, RecordId, Scope};
use crate::base::lang::Lang;
use crate::base::place::Place;
use crate::base::view::{View, view_of};
use crate::kinds::record::Record;
use crate::kinds::{Common, Drama};
use crate::model::head::has_page;
use crate::model::{Known, Reader};
use crate::parse::values::About;
use crate::plan::pictures::{Picture, Variant};
use crate::plan::routes::Section;
use crate::plan::{Key, Routes, Slot};
use desk::Desk;
use std::sync::Arc;

/// A kind of output.
pub struct Output {
    /// As in `outputs:` of site.yaml.
    pub name: &'static str,
    /// Where its files stand, in the first language: `/songs/<id>/`. The other languages have theirs below
    /// `/<language>/`, and so have several dramas.
    pub path: &'static str,
    /// One line for a list of outputs.
    pub about: &'static str,
    /// The files it will make.
    pub slots: fn(&Ask) -> Vec<Slot>,
    /// Makes one of them.
    pub make: fn(&Slot, &Desk) -> Made,
}

/// What an output may ask when it says which files it makes.
pub struct Ask<'a> {
    pub reader: &'a Reader<'a>,
    pub routes: &'a Routes,
    /// Files of the theme and of the site's `static/` and pictures, by path below the output folder.
    pub assets: &'a Assets,
    /// The slots of the outputs that stand before this one in the table.
    pub so_far: &'a [Slot],
}

impl Ask<'_> {
    /// One slot for each language.
    pub fn each_lang(&self, slot: impl FnMut(&Lang) -> Slot) -> Vec<Slot> {
        self.reader.languages().iter().map(slot).collect()
    }
}

/// What goes into an output file, before it is bytes.
pub enum Made {
    Page(Page),
    Bytes(Vec<u8>),
    /// The bytes of an asset, by its path below the output folder.
    Asset(String),
    /// A picture, drawn from a template.
    Card(Card),
    /// The font of that face with what the pages of the slot's language show: made when they all are.
    Font(Arc<str>),
    /// A picture of the content, in one of its sizes: made before pages are.
    Picture,
}

/// A page: which template, and what it sees.
pub struct Page {
    pub template: &'static str,
    /// One top-level name each.
    pub view: Vec<(&'static str, View)>,
}

/// A picture: which SVG template, what it sees, and where its texts were written, for the check that fonts have all
/// their characters.
pub struct Card {
    pub template: &'static str,
    pub view: Vec<(&'static str, View)>,
    pub texts: Vec<(String, Place)>,
}

/// The files that pages load, and those that are only copied. Known before any page is made.
#[derive(Default)]
pub struct Assets {
    /// By path below the output folder.
    pub files: std::collections::BTreeMap<String, Asset>,
    /// `site.css` → `assets/site.1a2b3c4d.css`: names with a fingerprint, by the name a template asks for.
    pub named: std::collections::BTreeMap<String, String>,
    /// The pictures of the content, by path below the root; nothing of one that is not to be used, which was told.
    pub pictures: std::collections::BTreeMap<String, Option<Picture>>,
    /// What the browser holds style sheets and scripts against, by the same names.
    pub integrity: std::collections::BTreeMap<String, String>,
    /// `early.js`: the script that stands in every page, because it must run before the page is drawn.
    pub early: String,
    /// `sw.js`: the script that keeps visited pages, before the build has put anything into it.
    pub worker: String,
}

impl Assets {
    /// Every file that a picture of the content becomes.
    pub fn picture_files(&self) -> impl Iterator<Item = &Variant> {
        self.pictures.values().flatten().flat_map(Picture::files)
    }
}

/// One file that is copied.
pub struct Asset {
    pub bytes: std::sync::Arc<[u8]>,
    /// Where it is from, if from the site's own files.
    pub from: Option<std::sync::Arc<str>>,
}

/// Every output, in the order of `linernotes list outputs`.
pub const OUTPUTS: &[Output] = &[
    assets::OUTPUT,
    #[cfg(feature = "images")]
    images::OUTPUT,
    song::OUTPUT,
    // People, cast, artists, episodes, home.
    drama::OUTPUT,
    cast::OUTPUT,
    character::OUTPUT,
    person::OUTPUT,
    artists_list::OUTPUT,
    artist::OUTPUT,
    episodes_list::OUTPUT,
    episode::OUTPUT,
    soundtrack::OUTPUT,
    // Releases, lists, news, pages of the site.
    releases_list::OUTPUT,
    release::OUTPUT,
    checklist::OUTPUT,
    timeline::OUTPUT,
    awards::OUTPUT,
    places::OUTPUT,
    schedule::OUTPUT,
    news_list::OUTPUT,
    news::OUTPUT,
    tag::OUTPUT,
    sources::OUTPUT,
    help::OUTPUT,
    search::OUTPUT,
    about::OUTPUT,
    page::OUTPUT,
    not_found::OUTPUT,
    offline::OUTPUT,
    offline::END,
    redirects::OUTPUT,
    feed::OUTPUT,
    feed_json::OUTPUT,
    rss::OUTPUT,
    calendar::OUTPUT,
    add_to_calendar::OUTPUT,
    playlist::OUTPUT,
    track_list::OUTPUT,
    data::OUTPUT,
    tables::OUTPUT,
    manifest::OUTPUT,
    // Beside pages that stand before it.
    oembed::OUTPUT,
    // It lists the pages of all that stand before it.
    sitemap::OUTPUT,
    robots::OUTPUT,
    host::OUTPUT,
    headers::OUTPUT,
    #[cfg(feature = "fonts")]
    fonts::OUTPUT,
    // A card for each page of those that stand before it.
    #[cfg(feature = "cards")]
    cards::OUTPUT,
];

/// The output of a slot.
pub fn output_of(slot: &Slot) -> &'static Output {
    // Slots are made by the outputs of this table, which write their own names into them.
    OUTPUTS.iter().find(|output| output.name == slot.output).unwrap_or(&OUTPUTS[0])
}

/// The slot of a file that is there once, in no language.
pub fn file_slot(output: &'static str, path: &str) -> Slot {
    Slot { path: SitePath::new(path), lang: None, output, key: Key::File(path.into()), place: None }
}

/// A slot for each record of a kind in each language.
pub fn record_slots(ask: &Ask, output: &'static str, kind: Kind) -> Vec<Slot> {
    let mut slots = Vec::new();
    let dramas: Vec<Arc<str>> = match kind.scope() {
        Scope::Site => vec!["".into()],
        Scope::Drama => ask.reader.dramas().into_iter().map(|(drama, _)| drama).collect(),
    };
    for drama in &dramas {
        for id in ask.reader.list(kind, drama) {
            let place = ask.reader.any(id).map(|any| any.place().clone());
            for lang in ask.reader.languages().iter() {
                if let Some(address) = ask.routes.record(lang, id) {
                    slots.push(Slot {
                        path: address.path,
                        lang: Some(lang.clone()),
                        output,
                        key: Key::Record(id.clone()),
                        place: place.clone(),
                    });
                }
            }
        }
    }
    slots
}

/// A slot for each drama that has records of a kind, in each language: a list of them.
pub fn section_slots(ask: &Ask, output: &'static str, section: Section, kind: Kind) -> Vec<Slot> {
    let dramas = ask.reader.dramas();
    let full = dramas.iter().filter(|(drama, _)| !ask.reader.list(kind, drama).is_empty());
    full.flat_map(|(drama, _)| drama_slots(ask, output, section, drama)).collect()
}

/// The slots of a list of one drama, one in each language.
pub fn drama_slots(ask: &Ask, output: &'static str, section: Section, drama: &Arc<str>) -> Vec<Slot> {
    ask.each_lang(|lang| Slot {
        path: ask.routes.section(lang, section, drama),
        lang: Some(lang.clone()),
        output,
        key: Key::Drama(drama.clone()),
        place: None,
    })
}

/// The slots of a list of the whole site, one in each language.
pub fn site_slots(ask: &Ask, output: &'static str, section: Section) -> Vec<Slot> {
    ask.each_lang(|lang| Slot {
        path: ask.routes.section(lang, section, ""),
        lang: Some(lang.clone()),
        output,
        key: Key::Only,
        place: None,
    })
}

/// The drama that a slot is about: its key, and the drama itself.
pub fn expect_drama<'s, 'd>(slot: &'s Slot, desk: &Desk<'d>) -> (&'s Arc<str>, &'d Record<Drama>) {
    let Key::Drama(key) = &slot.key else { unreachable!("slots of this output are made for each drama") };
    let id = desk.reader.dramas().into_iter().find(|(drama, _)| drama == key).map(|(_, id)| id);
    match id.and_then(|id| desk.reader.get::<Drama>(&id)) {
        Some(record) => (key, record),
        None => unreachable!("the plan was made from the same model: {key:?}"),
    }
}

/// The record that a slot is about.
pub fn expect_record<'s, 'd, T: Known>(slot: &'s Slot, desk: &Desk<'d>) -> (&'s RecordId, &'d Record<T>) {
    let Key::Record(id) = &slot.key else {
        unreachable!("slots of this output are made by record_slots, one for each record")
    };
    match desk.reader.get::<T>(id) {
        Some(record) => (id, record),
        None => unreachable!("the plan was made from the same model: {id:?}"),
    }
}

/// The records before and after one in its list, as links. Those that give something away are passed over.
pub fn neighbours(desk: &Desk, id: &RecordId) -> (Option<views::Bit>, Option<views::Bit>) {
    let is_open = |id: &&RecordId| desk.spoiler_of(id).is_none();
    let before = std::iter::successors(desk.reader.before(id), |id| desk.reader.before(id)).find(is_open);
    let after = std::iter::successors(desk.reader.after(id), |id| desk.reader.after(id)).find(is_open);
    (before.map(|id| desk.link(id)), after.map(|id| desk.link(id)))
}

/// Records of a kind that mention this one, as links with their dates.
pub fn backs(desk: &Desk, id: &RecordId, kind: Kind) -> Vec<views::Bit> {
    mentioning(desk, id, kind).iter().filter(|id| desk.spoiler_of(id).is_none()).map(|id| dated(desk, id)).collect()
}

/// The same for those that tell something of an episode, which only a closed part of a page may show.
pub fn hidden_backs(desk: &Desk, id: &RecordId, kind: Kind) -> Vec<views::Hidden> {
    let hidden = |id: &RecordId| Some(views::Hidden { spoiler: desk.spoiler_of(id)?, bit: dated(desk, id) });
    mentioning(desk, id, kind).iter().filter_map(hidden).collect()
}

/// Sorted by date, undated ones last; news with the newest first.
fn mentioning(desk: &Desk, id: &RecordId, kind: Kind) -> Vec<RecordId> {
    let mut ids: Vec<RecordId> = desk.reader.mentions(id, kind).map(|back| back.by.clone()).collect();
    ids.dedup();
    if kind == Kind::News && !ids.is_empty() {
        ids.retain(|id| desk.reader.is_listed(id));
        ids.sort_by_cached_key(|id| desk.reader.position(id));
        return ids;
    }
    ids.sort_by_cached_key(|id| {
        let when = desk.reader.head(id).and_then(|head| head.when.as_ref());
        let moment = when.map(|when| when.on_site(desk.reader.zone()));
        (moment.is_none(), moment)
    });
    ids
}

/// A link to a record with its day behind it.
pub fn dated(desk: &Desk, id: &RecordId) -> views::Bit {
    let when = desk.reader.head(id).and_then(|head| head.when.as_ref());
    let note = when.map(|when| desk.strings.day(when.on_site(desk.reader.zone()).0));
    views::Bit { note, ..desk.link(id) }
}

/// A link to a record, without its name where the name would tell something of an episode and stands on no
/// page of its own.
pub fn open_link(desk: &Desk, id: &RecordId) -> views::Bit {
    match desk.spoiler_of(id) {
        Some(spoiler) if !has_page(id.kind) => {
            let text = desk.strings.fill("hidden_record", &[("episode", &spoiler.episode)]);
            views::Bit { text, lang: None, ..desk.link(id) }
        }
        _ => desk.link(id),
    }
}

/// Links to what a record is about, none of them telling anything.
pub fn about_links<'r>(
    desk: &Desk,
    about: impl IntoIterator<Item = &'r About>,
    drama: &Arc<str>,
) -> Vec<views::Bit> {
    let links = |about: &About| match about {
        About::Record(to) => vec![match desk.reader.find(to) {
            Some(id) => open_link(desk, &id),
            None => desk.link_ref(to),
        }],
        About::Episodes(eps) => desk.episode_links(eps, drama),
    };
    about.into_iter().flat_map(links).collect()
}

/// The ids that a record had before, for anchors that old links lead to.
pub fn former_ids(common: &Common) -> Vec<String> {
    common.was.iter().map(|was| was.as_str().to_string()).collect()
}

/// Links that lead out of the site.
pub fn outside_links(desk: &Desk, common: &Common) -> Vec<views::Bit> {
    common.links.iter().filter_map(|link| outside_link(desk, link)).collect()
}

fn outside_link(desk: &Desk, link: &crate::kinds::common::Link) -> Option<views::Bit> {
    let url = link.url.get()?;
    let text = link.label.get().map(|label| desk.text(label).text).unwrap_or_else(|| url.host().to_string());
    Some(views::Bit { text, href: Some(url.as_str().to_string()), ..views::Bit::default() })
}

/// A fan's own fields.
pub fn extra(common: &Common) -> View {
    common.extra.get().map(|extra| view_of(&extra.0)).unwrap_or_else(View::none)
}

/// What the drama is called; the site's title where there is none.
pub fn drama_name(desk: &Desk, drama: &str) -> String {
    let found = desk.reader.dramas().into_iter().find(|(key, _)| **key == *drama).map(|(_, id)| id);
    match found {
        Some(id) => desk.link(&id).text,
        None => desk.reader.site().title.get().map(|title| desk.text(title).text).unwrap_or_default(),
    }
}

/// What every record may have, of the record that a page is about.
fn common_of<'d>(desk: &Desk<'d>, slot: &Slot) -> Option<&'d Common> {
    let id = about_of(desk, slot)?;
    desk.reader.any(&id).map(|any| any.common())
}

/// The record that a page is about.
fn about_of(desk: &Desk, slot: &Slot) -> Option<RecordId> {
    match &slot.key {
        Key::Record(id) => Some(id.clone()),
        Key::Drama(key) if slot.output == drama::OUTPUT.name => {
            desk.reader.dramas().into_iter().find(|(other, _)| other == key).map(|(_, id)| id)
        }
        _ => None,
    }
}

/// The drawing of the record that a page is about. News and places have none: it would say nothing of them.
fn drawn(desk: &Desk, slot: &Slot) -> Option<views::ArtView> {
    let has_art = |kind| {
        matches!(
            kind,
            Kind::Drama
                | Kind::Song
                | Kind::Release
                | Kind::Person
                | Kind::Artist
                | Kind::Character
                | Kind::Episode
        )
    };
    let id = about_of(desk, slot).filter(|id| has_art(id.kind))?;
    let drawn = crate::base::art::sketch(id.kind.name(), &id.id);
    Some(views::ArtView { petal: drawn.petal, leaf: drawn.leaf, turns: drawn.turns })
}
