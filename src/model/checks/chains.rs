//! Chains of records and of things in a box that must come to an end.

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::fact::Fact;
use crate::base::id::RecordId;
use crate::kinds::Release;
use crate::kinds::record::Record;
use crate::model::{Any, Model};
use std::collections::HashMap;

/// Chains of records that must come to an end.
pub fn loops(model: &Model, complaints: &mut Vec<Diagnostic>) {
    let mut next: HashMap<&RecordId, (RecordId, &str)> = HashMap::new();
    for (id, any) in &model.records {
        let to = match &**any {
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
    let mut told: Vec<&RecordId> = Vec::new();
    let mut starts: Vec<&&RecordId> = next.keys().collect();
    starts.sort();
    for start in starts {
        let mut chain = vec![*start];
        let mut at: &RecordId = start;
        while let Some((to, field)) = next.get(at) {
            if to == *start {
                // Told once, at its first record.
                if !chain.iter().any(|id| told.contains(id)) {
                    let names: Vec<String> = chain.iter().chain([start]).map(|id| format!("`{}`", id.id)).collect();
                    complaints.push(
                        Diagnostic::new(
                            Code::Loop,
                            format!("`{field}` leads round in a circle: {}", names.join(" → ")),
                        )
                        .at(model.records[*start].place().clone())
                        .help("one of them must be the first; take the field out there"),
                    );
                    told.extend(&chain);
                }
                break;
            }
            if chain.contains(&to) {
                break;
            }
            chain.push(to);
            at = to;
        }
    }
}

/// Things in a box may lie in another thing of it, not in each other.
pub fn item_loops(release: &Record<Release>, complaints: &mut Vec<Diagnostic>) {
    let Some(contents) = release.is.contents.get() else { return };
    let item = |key: &str| contents.0.iter().find(|(k, _)| k == key).map(|(_, item)| item);
    for (key, start) in &contents.0 {
        let Some(Fact { is: Some(inside), at, .. }) = start.inside.fact() else { continue };
        if item(inside.as_str()).is_none() {
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
            continue;
        }
        let mut seen = vec![key.as_str()];
        let mut here = start;
        while let Some(next) = here.inside.get() {
            if seen.contains(&next.as_str()) {
                if next.as_str() == seen[0] && seen.iter().min() == Some(&seen[0]) {
                    complaints.push(
                        Diagnostic::new(
                            Code::Loop,
                            format!("`{key}` lies in itself by `in`: {}", seen.join(" → ")),
                        )
                        .at(release.at(*at))
                        .help("say of one of them that it lies in nothing"),
                    );
                }
                break;
            }
            seen.push(next.as_str());
            let Some(next) = item(next.as_str()) else { break };
            here = next;
        }
    }
}
