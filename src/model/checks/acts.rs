//! Who belongs to whom: groups, units and their members. Said on either side it holds on both.

use super::tell::called;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::id::{RecordId, Ref};
use crate::kinds::artist::{ArtistKind, Member};
use crate::kinds::record::Record;
use crate::kinds::{Artist, Person};
use crate::model::{Any, Model};
use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

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
    for group in artist.of.iter().filter(|group| group.id == record.id.id) {
        complaints.push(
            Diagnostic::new(Code::Loop, format!("{} is said to come from itself", called(&record.id)))
                .at(record.at(group.at))
                .help("`of` names the larger group that a unit comes from"),
        );
    }
    repeated(record, "of", &mut artist.of.iter().map(|group| &group.0), complaints);
    let mut by_name: HashMap<&str, Vec<&Member>> = HashMap::new();
    for member in &artist.members {
        let Some(who) = member.who.get() else { continue };
        let before = by_name.entry(&who.id).or_default();
        match before.iter().find(|other| overlap(other, member)).and_then(|other| other.who.get()) {
            Some(first) => complaints.push(twice(record, "members", first, who)),
            None => before.push(member),
        }
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

fn repeated<T>(
    record: &Record<T>,
    field: &str,
    groups: &mut dyn Iterator<Item = &Ref>,
    complaints: &mut Vec<Diagnostic>,
) {
    let mut seen: HashMap<&str, &Ref> = HashMap::new();
    for group in groups {
        match seen.get(&*group.id) {
            Some(first) => complaints.push(twice(record, field, first, group)),
            None => drop(seen.insert(&group.id, group)),
        }
    }
}

fn twice<T>(record: &Record<T>, field: &str, first: &Ref, second: &Ref) -> Diagnostic {
    let message = format!("`{}` stands twice in `{field}` of {}", second.id, called(&record.id));
    Diagnostic::new(Code::RepeatedEntry, message)
        .at(record.at(second.at))
        .label("the second time")
        .also(record.at(first.at), "the first time")
        .help("keep one of them")
}

/// A person's own side of it.
pub fn person(model: &Model, record: &Record<Person>, complaints: &mut Vec<Diagnostic>) {
    let groups = &record.is.member_of;
    repeated(record, "member_of", &mut groups.iter().map(|group| &group.0), complaints);
    for group in groups {
        let found = group.candidates().find_map(|id| model.records.get(&id));
        let Some(Any::Artist(artist)) = found else { continue };
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
    let mut next: HashMap<&RecordId, Vec<&RecordId>> = HashMap::new();
    for (id, any) in &model.records {
        if let Any::Artist(artist) = any
            && !artist.is.of.is_empty()
        {
            let groups = artist.is.of.iter().flat_map(|group| group.candidates()).filter(|to| to != id);
            let known = groups.filter_map(|to| model.records.get_key_value(&to)).map(|(to, _)| to);
            next.insert(id, known.collect());
        }
    }
    for circle in knots(&next) {
        let names: Vec<String> = circle.iter().map(|id| format!("`{}`", id.id)).collect();
        complaints.push(
            Diagnostic::new(Code::Loop, format!("`of` leads round in a circle: {}", names.join(", ")))
                .at(model.records[circle[0]].place().clone())
                .help("a unit comes from a group, and not the other way round; take the field out at the group"),
        );
    }
}

/// What is left when everything that ends somewhere, or that nothing leads to, is taken away: each group of things
/// that hang together, sorted. Every step is taken a few times at most, however long the chains are.
fn knots<T: Copy + Ord + Hash>(next: &HashMap<T, Vec<T>>) -> Vec<Vec<T>> {
    let mut back: HashMap<T, Vec<T>> = HashMap::new();
    for (from, to) in next {
        to.iter().for_each(|to| back.entry(*to).or_default().push(*from));
    }
    let mut left: BTreeSet<T> = next.keys().chain(back.keys()).copied().collect();
    let none = Vec::new();
    for (forward, backward) in [(next, &back), (&back, next)] {
        let of = |steps: &HashMap<T, Vec<T>>, at: &T, left: &BTreeSet<T>| {
            steps.get(at).map_or(0, |to| to.iter().filter(|to| left.contains(to)).count())
        };
        let mut degree: HashMap<T, usize> = left.iter().map(|at| (*at, of(forward, at, &left))).collect();
        let mut ends: Vec<T> = left.iter().copied().filter(|at| degree[at] == 0).collect();
        while let Some(end) = ends.pop() {
            left.remove(&end);
            for before in backward.get(&end).unwrap_or(&none) {
                let Some(degree) = degree.get_mut(before).filter(|degree| **degree > 0) else { continue };
                *degree -= 1;
                if *degree == 0 {
                    ends.push(*before);
                }
            }
        }
    }
    let mut found = Vec::new();
    while let Some(first) = left.pop_first() {
        let mut knot = vec![first];
        let mut at = 0;
        while at < knot.len() {
            let here = knot[at];
            at += 1;
            let beside = next.get(&here).into_iter().chain(back.get(&here)).flatten();
            knot.extend(beside.copied().filter(|thing| left.remove(thing)));
        }
        knot.sort_unstable();
        found.push(knot);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knots_are_found_among_many_ways() {
        let next: HashMap<u32, Vec<u32>> = HashMap::from([
            (1, vec![2, 9]),
            (2, vec![3]),
            (3, vec![1]),
            (4, vec![1]),
            (6, vec![7]),
            (7, vec![6, 8]),
        ]);
        assert_eq!(knots(&next), [vec![1, 2, 3], vec![6, 7]]);
        let long: HashMap<u32, Vec<u32>> = (0..100_000).map(|at| (at + 1, vec![at])).collect();
        assert!(knots(&long).is_empty());
    }
}
