//! What is told of a character: the name, and who plays them in what. Who they are to others is left to readers.

use super::super::desk::Desk;
use super::agents::Person;
use super::credits::roles;
use super::graph::Node;
use super::ids::{id_of, same_as, url_of};
use super::node::Ref;
use super::screen::{Movie, TvSeries};
use super::stub::{drama_of, may_be_named, name, node, other_names};
use crate::base::id::{Kind, RecordId};
use crate::kinds::Character;
use crate::kinds::record::Record;

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
    nodes.extend(drama_of(desk, id).and_then(|drama| node(desk, &drama)).map(|drama| match drama {
        Node::Series(series) => TvSeries { actor: roles(desk, id).into(), character: own.into(), ..*series }.into(),
        Node::Movie(movie) => Movie { actor: roles(desk, id).into(), character: own.into(), ..*movie }.into(),
        other => other,
    }));
    nodes
}
