//! `/places/`: where it was filmed, and apart from that where it is set.

use super::desk::Desk;
use super::drama_facts::country_name;
use super::figures::{FigureView, figures};
use super::names::{NameView, names};
use super::picture::{self, Spot};
use super::views::{Bit, Cite, PictureView, Row, Spoiler};
use super::{Ask, Made, Output};
use crate::base::id::{Kind, RecordId};
use crate::base::view::view_of;
use crate::kinds::Place;
use crate::kinds::place::PlaceKind;
use crate::plan::Slot;
use crate::plan::routes::Section;
use serde::Serialize;

pub const OUTPUT: Output =
    Output { name: "places", path: "/places/", about: "places of filming and of the story", slots, make };

fn slots(ask: &Ask) -> Vec<Slot> {
    super::section_slots(ask, OUTPUT.name, Section::Places, Kind::Place)
}

/// What `places.html` sees as `places`.
#[derive(Serialize)]
struct PlacesView {
    title: String,
    drama: Bit,
    groups: Vec<GroupView>,
}

/// Places of filming, of the story, or others; none is empty.
#[derive(Serialize)]
struct GroupView {
    id: &'static str,
    title: String,
    places: Vec<PlaceView>,
}

#[derive(Serialize)]
struct PlaceView {
    id: String,
    /// Ids it had before.
    was: Vec<String>,
    name: Bit,
    /// The name in the site's other languages.
    titles: Vec<Bit>,
    names: Vec<NameView>,
    rows: Vec<Row>,
    is_fictional: bool,
    /// Its picture, which may tell something of an episode.
    picture: Option<PictureView>,
    note: Option<Bit>,
    figures: Vec<FigureView>,
    links: Vec<Bit>,
    /// Records that mention it.
    events: Vec<Bit>,
    cites: Vec<Cite>,
    spoiler: Option<Spoiler>,
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let (drama, record) = super::expect_drama(slot, desk);
    let list = desk.reader.list(Kind::Place, drama);
    let kind = |id: &RecordId| desk.reader.get::<Place>(id).and_then(|place| place.is.kind.get().copied());
    let groups = [("filming", Some(PlaceKind::Location)), ("story", Some(PlaceKind::Setting)), ("other", None)];
    let groups = groups.into_iter().map(|(name, of)| GroupView {
        id: name,
        title: desk.t(&format!("places_{name}")),
        places: list.iter().filter(|id| kind(id) == of).filter_map(|id| view(desk, id)).collect(),
    });
    let title = desk.t("section_places");
    let view = PlacesView {
        title: title.clone(),
        drama: desk.link(&record.id),
        groups: groups.filter(|group| !group.places.is_empty()).collect(),
    };
    let description = desk.strings.fill("describe_places", &[("drama", &view.drama.text)]);
    let mut page = desk.page(slot, "places", Section::Places.name(), desk.plain(title), description);
    page.crumbs = desk.home_crumbs(drama);
    desk.tell(super::jsonld::lists::list(&page.url, &page.title, super::jsonld::events::places(desk, drama)));
    Made::Page(Desk::finish(desk, "places.html", page, vec![("places", view_of(&view))]))
}

fn view(desk: &Desk, id: &RecordId) -> Option<PlaceView> {
    let record = desk.reader.get::<Place>(id)?;
    let place = &record.is;
    let mut rows = desk.rows(&record.common).of("place");
    rows.add("used_for", place.used_for.fact(), |text| vec![desk.text(text)]);
    rows.add("country", place.country.fact(), |country| vec![desk.plain(country_name(desk, &country.0))]);
    rows.add("episodes", place.episodes.fact(), |eps| desk.episode_links(eps, &id.drama));
    rows.add_wanted(&[("name", true), ("kind", true), ("figures", !record.common.figures.is_empty())]);
    let name = place.name.get();
    Some(PlaceView {
        id: id.id.to_string(),
        was: super::former_ids(&record.common),
        name: desk.reader.head(id).map(|head| desk.head_name(head)).unwrap_or_default(),
        titles: name.map(|name| desk.other_names(name)).unwrap_or_default(),
        names: name.map(|name| names(desk, name)).unwrap_or_default(),
        rows: rows.done(),
        is_fictional: place.fictional.get() == Some(&true),
        picture: picture::of_record(desk, &record.common, Spot::Below),
        note: record.common.note.get().map(|note| desk.text(note)),
        figures: figures(desk, &record.common),
        links: super::outside_links(desk, &record.common),
        events: super::backs(desk, id, Kind::Event),
        cites: desk.cite_list(&record.common.sources),
        spoiler: desk.spoiler_of(id),
    })
}
