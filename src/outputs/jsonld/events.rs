//! What is told of dated things: events, ceremonies, showings; and of places.

use super::super::desk::Desk;
use super::agents::Place;
use super::drama::country;
use super::episode::all_broadcasts;
use super::graph::Node;
use super::ids::{date, id_of, part_of, same_as};
use super::screen::Event as Told;
use super::stub::{may_be_named, name, other_names, reference};
use crate::base::id::{Kind, RecordId};
use crate::kinds::place::PlaceKind;
use crate::kinds::{Award, Event, Place as Where};
use crate::model::head::has_page;
use crate::parse::values::About;
use std::sync::Arc;

/// Events whose day may be said, by day.
pub fn timeline(desk: &Desk, drama: &Arc<str>) -> Vec<Node> {
    let mut ids: Vec<&RecordId> = desk.reader.list(Kind::Event, drama).iter().collect();
    ids.sort_by_cached_key(|id| {
        desk.reader.head(id).and_then(|head| Some(head.when.as_ref()?.on_site(desk.reader.zone())))
    });
    ids.into_iter().filter_map(|id| event(desk, id)).collect()
}

fn event(desk: &Desk, id: &RecordId) -> Option<Node> {
    let event = &desk.reader.get::<Event>(id).filter(|_| may_be_named(desk, id))?.is;
    let day = event.date.said()?;
    let about = event.about.said().iter().filter_map(|about| match about {
        // By its address alone, so only what its own page tells of.
        About::Record(to) => {
            let id = desk.reader.find(to).filter(|id| has_page(id.kind) && id.kind != Kind::Page)?;
            reference(desk, &id)
        }
        About::Episodes(_) => None,
    });
    let told = Told {
        id: Some(id_of(desk, id)),
        name: name(desk, id).into(),
        start_date: date(desk, day).into(),
        end_date: event.until.said().map(|day| day.to_string()).into(),
        about: about.collect(),
        ..Told::default()
    };
    Some(told.into())
}

/// Each ceremony once, however many prizes it gave; the prizes are told of those who won them.
pub fn ceremonies(desk: &Desk, drama: &Arc<str>) -> Vec<Node> {
    let mut told: Vec<Told> = Vec::new();
    for id in desk.reader.list(Kind::Award, drama).iter().filter(|id| may_be_named(desk, id)) {
        let Some(award) = desk.reader.get::<Award>(id).map(|record| &record.is) else { continue };
        let (Some(ceremony), Some(day)) = (award.ceremony.said(), award.date.said()) else { continue };
        let place = award.place.said().map(|place| desk.text(place).text);
        let event = Told {
            id: Some(part_of(desk, id, "award")),
            name: desk.text(ceremony).text.into(),
            start_date: day.to_string().into(),
            end_date: award.until.said().map(|day| day.to_string()).into(),
            location: place.map(|name| Place { name: name.into(), ..Place::default() }).into(),
            ..Told::default()
        };
        if !told.iter().any(|known| (&known.name, &known.start_date) == (&event.name, &event.start_date)) {
            told.push(event);
        }
    }
    told.into_iter().map(Node::from).collect()
}

/// Every showing of an episode.
pub fn schedule(desk: &Desk, drama: &Arc<str>) -> Vec<Node> {
    all_broadcasts(desk, desk.reader.list(Kind::Episode, drama)).iter().cloned().map(Node::from).collect()
}

/// Places that exist: those of the story are none.
pub fn places(desk: &Desk, drama: &Arc<str>) -> Vec<Node> {
    let place = |id: &RecordId| {
        let record = desk.reader.get::<Where>(id).filter(|_| may_be_named(desk, id))?;
        let place = &record.is;
        let is_real = place.fictional.get() != Some(&true) && place.kind.get() != Some(&PlaceKind::Setting);
        is_real.then(|| {
            Node::from(Place {
                id: Some(id_of(desk, id)),
                name: name(desk, id).into(),
                alternate_name: other_names(desk, id).into(),
                same_as: same_as(Kind::Place, &record.common).into(),
                contained_in_place: place.country.said().map(|code| country(desk, &code.0)).into(),
            })
        })
    };
    desk.reader.list(Kind::Place, drama).iter().filter_map(place).collect()
}
