//! `/releases/<id>/`: an album or single: dates, songs, what is in the box, where it is sold.

use super::contents::{ItemView, contents_of, item_view, shop_bit};
use super::desk::Desk;
use super::drama_facts::country_name;
use super::record::{RecordView, record_view};
use super::releases_list::{card, kind_name, part_name};
use super::tracks::{DiscView, discs, format_name};
use super::views::{Bit, Card, FactView, Row};
use super::{Ask, Made, Output};
use crate::base::id::{Kind, RecordId};
use crate::base::view::view_of;
use crate::kinds::Common;
use crate::kinds::record::Record;
use crate::kinds::release::{Format, FormatKind, Money, Offer, Release};
use crate::plan::Slot;
use crate::plan::routes::Section;
use serde::Serialize;

pub const OUTPUT: Output =
    Output { name: "releases", path: "/releases/<id>/", about: "a page for each release", slots, make };

fn slots(ask: &Ask) -> Vec<Slot> {
    super::record_slots(ask, OUTPUT.name, Kind::Release)
}

/// What `release.html` sees as `release`.
#[derive(Serialize)]
struct ReleaseView {
    id: String,
    name: Bit,
    /// The name in the site's other languages.
    titles: Vec<Bit>,
    /// "Album", "Single".
    kind: String,
    /// "Part 4".
    part: Option<String>,
    edition: Option<Bit>,
    /// The idea behind it.
    concept: Option<FactView>,
    rows: Vec<Row>,
    discs: Vec<DiscView>,
    /// The same tracks as a playlist without sound.
    playlist: Option<String>,
    /// And in plain text.
    track_list: Option<String>,
    /// Its dates, to be put into a calendar.
    calendar: Option<String>,
    /// What is in the box.
    contents: Vec<ItemView>,
    /// The address of the checklist.
    checklist: Option<String>,
    offers: Vec<OfferView>,
    /// Other shops sell it too, which no source names.
    offers_more: bool,
    /// Other editions of the same release.
    editions: Vec<Card>,
    #[serde(flatten)]
    record: RecordView,
}

/// A shop that sells it.
#[derive(Serialize)]
struct OfferView {
    shop: Bit,
    /// "Pre-sale".
    kind: Option<String>,
    rows: Vec<Row>,
    note: Option<Bit>,
    cites: Vec<super::views::Cite>,
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let (id, record) = super::expect_record::<Release>(slot, desk);
    let release = &record.is;
    let name = Bit { href: None, ..desk.link(id) };
    let part = release.part.get().map(|part| part_name(desk, *part));
    let rows = rows(desk, record);
    let discs = discs(desk, id);
    let all = contents_of(desk.reader, id);
    let contents: Vec<ItemView> = all.iter().map(|(key, item)| item_view(desk, key, item, all)).collect();
    let checklist = desk.routes.checklist(desk.lang, id);
    let view = ReleaseView {
        id: id.id.to_string(),
        titles: release.name.get().map(|name| desk.other_names(name)).unwrap_or_default(),
        kind: kind_name(desk, release),
        part,
        edition: release.edition.get().map(|edition| desk.text(edition)),
        concept: release.concept.fact().map(|concept| desk.fact(concept, |text| vec![desk.text(text)])),
        rows,
        discs,
        playlist: super::track_list::href(desk, id, super::playlist::FILE),
        track_list: super::track_list::href(desk, id, super::track_list::FILE),
        calendar: super::add_to_calendar::href(desk, id),
        checklist: desk.has_file(&checklist.file()).then(|| desk.routes.href(&checklist)),
        contents,
        offers: release.offers.iter().map(|offer| offer_view(desk, offer)).collect(),
        offers_more: release.offers_more.get() == Some(&true),
        editions: editions(desk, id).iter().map(|id| card(desk, id)).collect(),
        record: record_view(desk, id, &record.common, release.name.get()),
        name,
    };
    let key = if view.contents.is_empty() { "describe_release" } else { "describe_release_box" };
    let names = [("name", view.name.text.as_str()), ("drama", &super::drama_name(desk, &id.drama))];
    let description = desk.strings.fill(key, &names);
    let mut page = desk.page(slot, "release", Section::Releases.name(), view.name.clone(), description);
    page.og_type = "music.album".into();
    page.og = super::og::release(desk, id, record);
    desk.tell(super::jsonld::release::tell(desk, id, record));
    page.crumbs = desk.crumbs(Section::Releases, &id.drama);
    page.fix = desk.fix(&record.place);
    page.qr = super::views::qr(&page.canonical);
    Made::Page(Desk::finish(desk, "release.html", page, vec![("release", view_of(&view))]))
}

fn rows(desk: &Desk, record: &Record<Release>) -> Vec<Row> {
    let release = &record.is;
    let mut rows = desk.rows(&record.common).of("release");
    rows.add_name("name", release.name.fact());
    rows.add("edition", release.edition.fact().filter(|fact| fact.opened.is_some()), |edition| {
        vec![desk.text(edition)]
    });
    rows.add("edition_of", release.edition_of.fact(), |to| vec![desk.link_ref(to)]);
    rows.add("status", release.status.fact(), |status| {
        vec![desk.plain(desk.t(&format!("release_status_{}", status.name())))]
    });
    rows.add("presale_from", release.presale_from.fact(), |when| vec![desk.when(when)]);
    rows.add("released", release.released.fact(), |when| vec![desk.when(when)]);
    rows.add("formats", release.formats.fact(), |formats| {
        formats.iter().map(|format| desk.plain(format_text(desk, format))).collect()
    });
    let parts = release.formats.iter().filter_map(|format| {
        let what = format_name(desk, format.what.get().copied().unwrap_or(FormatKind::Other));
        desk.part(&what, "count", format.count.fact(), |count| vec![desk.plain(count.to_string())])
    });
    rows.add_parts("formats", parts.collect());
    for format in &release.formats {
        let what = format_name(desk, format.what.get().copied().unwrap_or(FormatKind::Other));
        let label = desk.strings.fill("released_on", &[("format", &what)]);
        rows.add_fact_labelled("format-released", label, format.released.fact(), |when| vec![desk.when(when)]);
    }
    rows.add("lead", release.lead.fact(), |songs| desk.links(songs.iter().map(|song| &song.0)));
    rows.add("label", release.label.fact(), |label| vec![desk.text(label)]);
    rows.add("distributor", release.distributor.fact(), |name| vec![desk.text(name)]);
    rows.add("catalogue_number", release.catalogue_number.fact(), |number| vec![desk.plain(number.as_str())]);
    rows.add("barcode", release.barcode.fact(), |number| vec![desk.plain(number.as_str())]);
    let mut list = rows.done();
    list.extend(super::tracks::claims(desk, release, &record.common));
    rows.add("track_count", release.track_count.fact(), |count| vec![desk.plain(count.to_string())]);
    let is_told = |row: &Row| record.common.wanted.iter().any(|name| name.as_str() == row.key);
    let mut told: Vec<(&str, bool)> = list.iter().filter(|row| is_told(row)).map(|row| (&*row.key, true)).collect();
    told.extend([
        ("songs", !release.songs.is_empty()),
        ("tracks", !release.tracks.is_empty()),
        ("discs", !release.discs.is_empty()),
        ("contents", release.contents.get().is_some()),
        ("offers", !release.offers.is_empty()),
        ("concept", release.concept.get().is_some()),
        ("figures", !record.common.figures.is_empty()),
    ]);
    rows.add_wanted(&told);
    let rest = rows.done();
    list.extend(rest);
    list
}

/// "2 CDs".
fn format_text(desk: &Desk, format: &Format) -> String {
    let kind = format.what.get().copied().unwrap_or(FormatKind::Other);
    let what = format_name(desk, kind);
    let Some(count) = format.count.get().filter(|count| **count > 1) else { return what };
    let is_disc = matches!(kind, FormatKind::Cd | FormatKind::Lp | FormatKind::Dvd | FormatKind::BluRay);
    let key = if is_disc { "format_count_disc" } else { "format_count" };
    desk.strings.fill(key, &[("count", &count.to_string()), ("format", &what)])
}

fn offer_view(desk: &Desk, offer: &Offer) -> OfferView {
    let none = Common::default();
    let mut rows = desk.rows(&none).of("offer");
    rows.add("from", offer.from.fact(), |when| vec![desk.when(when)]);
    rows.add("until", offer.until.fact(), |when| vec![desk.when(when)]);
    rows.add("price", offer.price.fact(), |price| vec![desk.plain(money_text(desk, price))]);
    rows.add("ships_to", offer.ships_to.fact(), |countries| {
        countries.iter().map(|country| desk.plain(country_name(desk, &country.0))).collect()
    });
    rows.add("url", offer.url.fact(), |url| {
        vec![Bit { href: Some(url.as_str().to_string()), ..desk.plain(url.host()) }]
    });
    rows.add("checked", offer.checked.fact(), |day| vec![desk.day(*day)]);
    OfferView {
        shop: offer.shop.get().map(|shop| shop_bit(desk, shop)).unwrap_or_default(),
        kind: offer.kind.get().map(|kind| desk.t(&format!("offer_{}", kind.name()))),
        rows: rows.done(),
        note: offer.note.get().map(|note| desk.text(note)),
        cites: desk.cite_list(&offer.sources),
    }
}

/// "35,000 KRW", or as the language writes that currency.
fn money_text(desk: &Desk, price: &Money) -> String {
    let amount = price.amount.get().map(|amount| amount.grouped()).unwrap_or_default();
    let currency = price.currency.get().map(|currency| currency.0.as_str()).unwrap_or_default();
    let own = format!("money_{currency}");
    let key = if desk.strings.has(&own) { own.as_str() } else { "money" };
    desk.strings.fill(key, &[("amount", &amount), ("currency", currency)])
}

/// The release whose edition it is, and every other edition of the two, in the author's order.
fn editions(desk: &Desk, id: &RecordId) -> Vec<RecordId> {
    let of = |id: &RecordId| {
        let to = desk.reader.get::<Release>(id)?.is.edition_of.get()?;
        desk.reader.find(to)
    };
    let first = of(id);
    let root = first.as_ref().unwrap_or(id);
    let backs = desk.reader.mentions(root, Kind::Release).filter(|back| back.field == "edition_of");
    let mut ids: Vec<RecordId> = first.iter().cloned().chain(backs.map(|back| back.by.clone())).collect();
    ids.retain(|other| other != id);
    ids.sort_by_cached_key(|id| desk.reader.position(id));
    ids.dedup();
    ids
}
