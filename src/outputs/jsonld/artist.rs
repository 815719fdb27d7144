//! What is told of a group, a unit or an act: names, where it comes from, who belongs to it.

use super::super::artist::units_of;
use super::super::desk::Desk;
use super::agents::{MusicGroup, Person};
use super::credits::awards;
use super::graph::Node;
use super::ids::{id_of, same_as, url_of};
use super::stub::{group, may_be_named, name, other_names, person};
use crate::base::id::{Kind, RecordId};
use crate::kinds;
use crate::kinds::Artist;
use crate::kinds::record::Record;

/// The act alone: its songs tell who sings them.
pub fn tell(desk: &Desk, id: &RecordId, record: &Record<Artist>) -> Vec<Node> {
    if !may_be_named(desk, id) {
        return Vec::new();
    }
    let artist = &record.is;
    let find = |to| desk.reader.find(to);
    let of = artist.of.said().iter().filter_map(|to| group(desk, &find(&to.0)?));
    let units = units_of(desk, id).into_iter().filter(|unit| {
        let unit = desk.reader.get::<Artist>(unit).map(|record| record.is.of.said()).unwrap_or_default();
        unit.iter().any(|to| to.candidates().any(|of| of == *id))
    });
    vec![
        MusicGroup {
            id: Some(id_of(desk, id)),
            name: name(desk, id).into(),
            alternate_name: other_names(desk, id).into(),
            url: url_of(desk, id).into(),
            same_as: same_as(Kind::Artist, &record.common).into(),
            member: members(desk, id, artist).into(),
            parent_organization: of.collect(),
            sub_organization: units.filter_map(|unit| group(desk, &unit)).collect(),
            award: awards(desk, id).into(),
        }
        .into(),
    ]
}

/// Who belongs to it by its own list, or by what they say themselves.
fn members(desk: &Desk, id: &RecordId, artist: &Artist) -> Vec<Person> {
    let own = artist.members.said().iter().filter_map(|member| member.who.said());
    let mut ids: Vec<RecordId> = own.filter_map(|who| desk.reader.find(who)).collect();
    let says_so = |person: &RecordId| {
        let groups = desk.reader.get::<kinds::Person>(person).map(|record| record.is.member_of.said());
        groups.unwrap_or_default().iter().any(|to| to.candidates().any(|group| group == *id))
    };
    for back in desk.reader.mentions(id, Kind::Person).filter(|back| back.field == "member_of") {
        if !ids.contains(&back.by) && says_so(&back.by) {
            ids.push(back.by.clone());
        }
    }
    ids.iter().filter_map(|id| person(desk, id)).collect()
}
