//! Who belongs to whom: groups, units and their members. Said on either side it holds on both.

use super::tell::called;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::id::{Kind, RecordId};
use crate::kinds::artist::{ArtistKind, Member};
use crate::kinds::record::Record;
use crate::kinds::{Artist, Person};
use crate::model::{Any, Model};
use std::collections::{BTreeSet, HashMap};

/// All that can be told of one act by itself.
pub fn artist(record: &Record<Artist>, complaints: &mut Vec<Diagnostic>) {
    let artist = &record.is;
    if artist.kind.get() == Some(&ArtistKind::Unit) && !artist.of.is_given() {
        let at = artist.kind.fact().map(|fact| record.at(fact.at)).unwrap_or_else(|| record.place.clone());
        complaints.push(
            Diagnostic::new(
                Code::MissingField,
                format!("{} is a unit, and does not say of which group", called(&record.id)),
            )
            .at(at)
            .help("add a line `of: [...]` with the ids of its groups; if it comes from none, it is a `group`"),
        );
    }
    for (at, group) in artist.of.iter().enumerate() {
        if group.id == record.id.id {
            complaints.push(
                Diagnostic::new(Code::Loop, format!("{} is said to come from itself", called(&record.id)))
                    .at(record.at(group.at))
                    .help("`of` names the larger group that a unit comes from"),
            );
        }
        repeated(record, "of", &group.id, group.at, artist.of[..at].iter().map(|g| (&*g.id, g.at)), complaints);
    }
    for (at, member) in artist.members.iter().enumerate() {
        let Some(who) = member.who.get() else { continue };
        let overlapping = artist.members[..at].iter().filter(|other| overlap(other, member));
        let others = overlapping.filter_map(|other| other.who.get()).map(|other| (&*other.id, other.at));
        repeated(record, "members", &who.id, who.at, others, complaints);
    }
}

/// Somebody may leave and come back: two times that do not overlap are no slip.
fn overlap(one: &Member, other: &Member) -> bool {
    let ends_before = |first: &Member, last: &Member| match (first.until.get(), last.from.get()) {
        (Some(until), Some(from)) => !until.is_after(*from),
        _ => false,
    };
    !ends_before(one, other) && !ends_before(other, one)
}

fn repeated<'o, T>(
    record: &Record<T>,
    field: &str,
    id: &str,
    at: crate::base::fact::Span,
    mut before: impl Iterator<Item = (&'o str, crate::base::fact::Span)>,
    complaints: &mut Vec<Diagnostic>,
) {
    let Some((_, first)) = before.find(|(other, _)| *other == id) else { return };
    complaints.push(
        Diagnostic::new(Code::RepeatedEntry, format!("`{id}` stands twice in `{field}` of {}", called(&record.id)))
            .at(record.at(at))
            .label("the second time")
            .also(record.at(first), "the first time")
            .help("keep one of them"),
    );
}

/// A person's own side of it.
pub fn person(model: &Model, record: &Record<Person>, complaints: &mut Vec<Diagnostic>) {
    let groups = &record.is.member_of;
    for (at, group) in groups.iter().enumerate() {
        repeated(record, "member_of", &group.id, group.at, groups[..at].iter().map(|g| (&*g.id, g.at)), complaints);
        let found = group.candidates().find_map(|id| model.records.get(&id));
        let Some(Any::Artist(artist)) = found.map(|any| &**any) else { continue };
        let Some(fact) = artist.is.members.fact() else { continue };
        if fact.is.as_ref().is_some_and(|members| members.is_empty()) {
            complaints.push(
                Diagnostic::new(
                    Code::CountDiffers,
                    format!(
                        "{} says that it has no members, and {} says to be one",
                        called(&artist.id),
                        called(&record.id)
                    ),
                )
                .at(record.at(group.at))
                .also(artist.at(fact.at), "an empty list says that there is nobody")
                .help("leave `members` out when nobody has looked: who belongs to it may be said on either side"),
            );
        }
    }
}

/// A unit of a unit of itself.
pub fn circles(model: &Model, complaints: &mut Vec<Diagnostic>) {
    let mut next: HashMap<&RecordId, Vec<RecordId>> = HashMap::new();
    for (id, any) in &model.records {
        if let Any::Artist(artist) = &**any
            && !artist.is.of.is_empty()
        {
            let others = artist.is.of.iter().flat_map(|group| group.candidates()).filter(|to| to != id);
            next.insert(id, others.filter(|to| to.kind == Kind::Artist).collect());
        }
    }
    let mut starts: Vec<&RecordId> = next.keys().copied().collect();
    starts.sort();
    let mut told: BTreeSet<RecordId> = BTreeSet::new();
    for start in starts {
        let mut seen: BTreeSet<RecordId> = BTreeSet::new();
        let mut open: Vec<RecordId> = next[start].clone();
        while let Some(at) = open.pop() {
            if seen.insert(at.clone()) {
                open.extend(next.get(&at).into_iter().flatten().cloned());
            }
        }
        if !seen.contains(start) || told.contains(start) {
            continue;
        }
        // Those on the way that come back, too.
        let on_the_way: Vec<String> =
            seen.iter().filter(|id| next.contains_key(id)).map(|id| format!("`{}`", id.id)).collect();
        complaints.push(
            Diagnostic::new(Code::Loop, format!("`of` leads round in a circle: {}", on_the_way.join(", ")))
                .at(model.records[start].place().clone())
                .help("a unit comes from a group, and not the other way round; take the field out at the group"),
        );
        told.extend(seen);
    }
}
