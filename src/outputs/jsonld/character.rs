//! What is told of a character: the name, and who plays them in what. Who they are to others is left to readers.

use super::super::desk::Desk;
use super::credits::roles;
use super::graph::Node;
use super::ids::{id_of, same_as, url_of};
use super::node::Ref;
use super::screen::{Movie, TvSeries};
use super::stub::{drama_of, is_film, may_be_named, name, other_names};
use crate::base::id::{Kind, RecordId};
use crate::kinds::record::Record;
use crate::kinds::{Character, Drama};

use super::agents::Person;

/// The character, then the drama with its player.
pub fn tell(desk: &Desk, id: &RecordId, record: &Record<Character>) -> Vec<Node> {
    if !may_be_named(desk, id) {
        return Vec::new();
    }
    let own = Ref { id: id_of(desk, id) };
    let person = Person {
        id: Some(own.id.clone()),
        name: name(desk, id).into(),
        alternate_name: other_names(desk, id).into(),
        url: url_of(desk, id).into(),
        same_as: same_as(Kind::Character, &record.common).into(),
        ..Person::default()
    };
    let mut nodes = vec![person.into()];
    if let Some(drama) = drama_of(desk, id)
        && let Some(is) = desk.reader.get::<Drama>(&drama).map(|record| &record.is)
    {
        let (address, called, url) = (Some(id_of(desk, &drama)), name(desk, &drama), url_of(desk, &drama));
        let actor = roles(desk, id).into();
        nodes.push(match is_film(is) {
            true => Movie {
                id: address,
                name: called.into(),
                url: url.into(),
                actor,
                character: own.into(),
                ..Movie::default()
            }
            .into(),
            false => TvSeries {
                id: address,
                name: called.into(),
                url: url.into(),
                actor,
                character: own.into(),
                ..TvSeries::default()
            }
            .into(),
        });
    }
    nodes
}
