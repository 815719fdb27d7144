//! What is told of a person: names, what they do, the groups they belong to, their prizes.

use super::super::desk::Desk;
use super::agents::Person;
use super::credits::awards;
use super::graph::Node;
use super::ids::{id_of, same_as, url_of};
use super::stub::{group, may_be_named, name, other_names};
use crate::base::id::{Kind, RecordId};
use crate::kinds::record::Record;
use crate::kinds::{self, Artist};

/// The person alone: what they did is told by the works.
pub fn tell(desk: &Desk, id: &RecordId, record: &Record<kinds::Person>) -> Vec<Node> {
    if !may_be_named(desk, id) {
        return Vec::new();
    }
    let person = &record.is;
    let mut groups: Vec<RecordId> =
        person.member_of.said().iter().filter_map(|to| desk.reader.find(&to.0)).collect();
    let is_member = |group: &RecordId| {
        let artist = desk.reader.get::<Artist>(group).map(|record| &record.is);
        let members = artist.map(|artist| artist.members.said()).unwrap_or_default();
        members.iter().filter_map(|member| member.who.said()).any(|who| who.candidates().any(|who| who == *id))
    };
    for back in desk.reader.mentions(id, Kind::Artist).filter(|back| back.field == "members") {
        if !groups.contains(&back.by) && is_member(&back.by) {
            groups.push(back.by.clone());
        }
    }
    vec![
        Person {
            id: Some(id_of(desk, id)),
            name: name(desk, id).into(),
            alternate_name: other_names(desk, id).into(),
            url: url_of(desk, id).into(),
            same_as: same_as(Kind::Person, &record.common).into(),
            job_title: person.role.said().map(|role| desk.text(role).text).into(),
            member_of: groups.iter().filter_map(|id| group(desk, id)).collect(),
            award: awards(desk, id).into(),
        }
        .into(),
    ]
}
