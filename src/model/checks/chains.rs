//! Chains of records and of things in a box that must come to an end.

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::fact::Fact;
use crate::base::id::RecordId;
use crate::kinds::Release;
use crate::kinds::record::Record;
use crate::model::{Any, Model};
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// Chains of records that must come to an end.
pub fn loops(model: &Model, complaints: &mut Vec<Diagnostic>) {
    let mut next: HashMap<&RecordId, (RecordId, &str)> = HashMap::new();
    for (id, any) in &model.records {
        let to = match any {
            Any::Drama(drama) => {
                let part_of = drama.is.part_of.get().map(|to| (&to.0, "part_of"));
                part_of.or(drama.is.follows.get().map(|to| (&to.0, "follows")))
            }
            Any::Release(release) => release.is.edition_of.get().map(|to| (&to.0, "edition_of")),
            Any::Song(song) => {
                song.is.version_of.get().and_then(|version| version.song.get()).map(|to| (&to.0, "version_of"))
            }
            Any::Episode(episode) => episode.is.after.get().map(|to| (&to.0, "after")),
            _ => None,
        };
        if let Some((to, field)) = to
            && let Some(to) = to.candidates().next()
        {
            next.insert(id, (to, field));
        }
    }
    let steps: HashMap<&RecordId, &RecordId> = next.iter().map(|(from, (to, _))| (*from, to)).collect();
    for circle in circles(&steps) {
        let (first, last) = (circle[0], circle[circle.len() - 1]);
        let names: Vec<String> = circle.iter().chain([&first]).map(|id| format!("`{}`", id.id)).collect();
        complaints.push(
            Diagnostic::new(
                Code::Loop,
                format!("`{}` leads round in a circle: {}", next[last].1, names.join(" → ")),
            )
            .at(model.records[first].place().clone())
            .help("one of them must be the first; take the field out there"),
        );
    }
}

/// The circles among things of which each leads to one other: each once, from its least. Every thing is passed
/// once, however long the chains are.
fn circles<T: Copy + Ord + Hash>(next: &HashMap<T, T>) -> Vec<Vec<T>> {
    let mut starts: Vec<T> = next.keys().copied().collect();
    starts.sort_unstable();
    let mut passed: HashMap<T, usize> = HashMap::new();
    let mut found = Vec::new();
    for (walk, start) in starts.into_iter().enumerate() {
        let mut at = start;
        while !passed.contains_key(&at) {
            passed.insert(at, walk);
            match next.get(&at) {
                Some(to) => at = *to,
                None => break,
            }
        }
        // Stopped at something of this very walk that leads on: that is where a circle closes.
        if passed.get(&at) != Some(&walk) || !next.contains_key(&at) {
            continue;
        }
        let mut circle = vec![at];
        let mut step = next[&at];
        while step != at {
            circle.push(step);
            step = next[&step];
        }
        let least = circle.iter().enumerate().min_by_key(|(_, thing)| **thing).map_or(0, |(at, _)| at);
        circle.rotate_left(least);
        found.push(circle);
    }
    found
}

/// Things in a box may lie in another thing of it, not in each other.
pub fn item_loops(release: &Record<Release>, complaints: &mut Vec<Diagnostic>) {
    let Some(contents) = release.is.contents.get() else { return };
    let keys: HashSet<&str> = contents.0.iter().map(|(key, _)| key.as_str()).collect();
    let mut next: HashMap<&str, &str> = HashMap::new();
    for (key, item) in &contents.0 {
        let Some(Fact { is: Some(inside), at, .. }) = item.inside.fact() else { continue };
        if keys.contains(inside.as_str()) {
            next.insert(key, inside.as_str());
            continue;
        }
        let keys = contents.0.iter().map(|(key, _)| key.as_str());
        let near = crate::parse::decode::nearest(inside.as_str(), keys.clone()).map(str::to_string);
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the things in this box are: {}", keys.collect::<Vec<_>>().join(", ")),
        };
        complaints.push(
            Diagnostic::new(Code::NoSuch, format!("nothing in this box is called `{}`", inside.as_str()))
                .at(release.at(*at))
                .help(help),
        );
    }
    for circle in circles(&next) {
        let first = contents.0.iter().find(|(key, _)| key == circle[0]).and_then(|(_, item)| item.inside.fact());
        let at = first.map(|fact| fact.at).unwrap_or_default();
        complaints.push(
            Diagnostic::new(Code::Loop, format!("`{}` lies in itself by `in`: {}", circle[0], circle.join(" → ")))
                .at(release.at(at))
                .help("say of one of them that it lies in nothing"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_found_once_and_from_their_least() {
        let next = |pairs: &[(u32, u32)]| pairs.iter().copied().collect::<HashMap<_, _>>();
        // 1 → 2 → 4 → 3 → 2, and 7 → 7; 9 leads nowhere.
        let steps = next(&[(1, 2), (2, 4), (4, 3), (3, 2), (7, 7), (8, 9)]);
        assert_eq!(circles(&steps), [vec![2, 4, 3], vec![7]]);
        assert!(circles(&next(&[(1, 2), (2, 3), (5, 2)])).is_empty());
        // A long chain is walked once.
        let long: HashMap<u32, u32> = (0..200_000).map(|at| (at + 1, at)).collect();
        assert!(circles(&long).is_empty());
    }
}
