//! What is named and is not there: each mention of it, or once the file that should have it.

use super::Model;
use super::near::Near;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::fix::Fix;
use crate::base::id::{Kind, RecordId, Ref, Scope, id_problem, to};
use crate::base::place::Place;
use crate::kinds::episode::key_problem;
use crate::parse::decode::{Mention, either};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

impl Model {
    /// Where there is no record of a kind at all, and several are named: the file that should have them is told, once.
    pub(super) fn whole_kinds(
        &self,
        missing: &mut Vec<&Mention>,
        empty: &[(Arc<str>, Kind)],
        complaints: &mut Vec<Diagnostic>,
    ) {
        type Group<'m> = ((Kind, Arc<str>), Vec<&'m Mention>);
        let mut groups: Vec<Group> = Vec::new();
        let has_any = |kind: Kind, drama: &Arc<str>| {
            let drama = RecordId::new(kind, drama, "").drama;
            self.lists.get(&(kind, drama)).is_some_and(|list| !list.is_empty())
        };
        missing.retain(|mention| {
            let to = &mention.to;
            let is_known_drama = to.drama.is_empty()
                || self.records.contains_key(&RecordId {
                    kind: Kind::Drama,
                    drama: "".into(),
                    id: to.drama.clone(),
                });
            if !is_known_drama || to.kinds.len() > 2 || to.kinds.iter().any(|kind| has_any(*kind, &to.drama)) {
                return true;
            }
            let key = (to.kinds[0], RecordId::new(to.kinds[0], &to.drama, "").drama);
            match groups.iter_mut().find(|(known, _)| *known == key) {
                Some((_, group)) => group.push(mention),
                None => groups.push((key, vec![mention])),
            }
            false
        });
        for ((kind, drama), group) in groups {
            let folder = if drama.is_empty() { "content".to_string() } else { format!("content/{drama}") };
            let is_its = |path: &str| path.rsplit_once('/').is_some_and(|(of, _)| of == folder);
            let file = empty.iter().find(|(path, of)| *of == kind && is_its(path)).map(|(path, _)| path);
            if file.is_none() && group.len() == 1 {
                missing.extend(group);
                continue;
            }
            let mut names: Vec<&str> = group.iter().map(|mention| &*mention.to.id).collect();
            names.sort_unstable();
            names.dedup();
            let named: Vec<String> = names.iter().take(3).map(|name| format!("`{name}`")).collect();
            let more = if names.len() > 3 { format!(" and {} more", names.len() - 3) } else { String::new() };
            let named = format!("{}{more}", named.join(", "));
            let first = group.iter().min_by_key(|mention| (&mention.file, mention.to.at)).map(|mention| Place {
                file: mention.file.clone(),
                start: mention.to.at.start,
                end: mention.to.at.end,
            });
            let Some(first) = first else { continue };
            let should = format!("{folder}/{}.yaml", kind.stem());
            complaints.push(match file {
                Some(file) => {
                    Diagnostic::new(Code::NoSuch, format!("no {kind} is described here, and others name {named}"))
                        .at(Place::file(file))
                        .also(first, "the first of them")
                        .help(format!("write the {} into this file, or bring back what stood in it", kind.plural()))
                }
                None => Diagnostic::new(
                    Code::NoSuch,
                    format!(
                        "no file describes {}, and {named} {} named",
                        kind.plural(),
                        if names.len() == 1 { "is" } else { "are" }
                    ),
                )
                .at(first)
                .label("the first place")
                .help(format!("write them into `{should}`, or see that the file is there and has its right name")),
            });
        }
    }

    /// Says of each mention that what it names is not there.
    pub(super) fn tell_missing(&self, missing: &[&Mention], complaints: &mut Vec<Diagnostic>) {
        let mut near = Near::new(self);
        let mut counts: HashMap<&str, usize> = HashMap::new();
        missing.iter().for_each(|mention| *counts.entry(&*mention.to.id).or_default() += 1);
        // A record whose id is none was told; what is like no other may well mean that one.
        let has_no_id = |id: &RecordId| {
            id_problem(&id.id).is_some() || id.kind == Kind::Episode && key_problem(&id.id).is_some()
        };
        let without: BTreeSet<Kind> = match missing.is_empty() {
            true => BTreeSet::new(),
            false => self.records.keys().filter(|id| has_no_id(id)).map(|id| id.kind).collect(),
        };
        let may_be_one = |mention: &&&Mention, near: &mut Near| {
            mention.to.kinds.iter().any(|kind| without.contains(kind)) && near.meant(&mention.to).is_none()
        };
        let missing: Vec<&&Mention> = missing.iter().filter(|mention| !may_be_one(mention, &mut near)).collect();
        let no_such = missing.iter().map(|mention| {
            let mut told = self.no_such(mention, &mut near);
            // Where several say the same, the one that is called otherwise may be the mistyped one.
            told.fix = told.fix.filter(|_| counts[&*mention.to.id] == 1);
            told
        });
        complaints.extend(no_such);
    }

    /// What to say of a record that is named and does not exist.
    fn no_such(&self, mention: &Mention, near: &mut Near) -> Diagnostic {
        let to = &mention.to;
        let place = Place { file: mention.file.clone(), start: to.at.start, end: to.at.end };
        let label = self.phrase(mention);
        let mut others = Kind::ALL.iter().map(|kind| RecordId::new(*kind, &to.drama, &to.id));
        if let Some(other) = others.find(|id| self.records.contains_key(id)) {
            let record = &self.records[&other];
            return Diagnostic::new(
                Code::WrongKind,
                format!("`{}` is {}, and {} belongs here", to.id, other.kind.with_article(), either(to.kinds)),
            )
            .at(place)
            .label(label)
            .also(record.place().clone(), format!("here `{}` is described", to.id))
            .help(format!("write the id of {} here", either(to.kinds)));
        }
        if let Some(help) = self.in_other_drama(to) {
            let message = format!("no {} is called `{}` here", kind_names(to.kinds), to.id);
            return Diagnostic::new(Code::NoSuch, message).at(place).label(label).help(help);
        }
        let message = format!("no {} is called `{}`", kind_names(to.kinds), to.id);
        let complaint = Diagnostic::new(Code::NoSuch, message).at(place).label(label);
        if &*to.id == "unknown" {
            return complaint.help("what nobody knows is named under `wanted:`, or left out; `unknown` is no id");
        }
        if to.kinds == to::IMAGE && to.id.contains('.') {
            let help =
                format!("a picture is named by the id of its record in images.yaml, which has `file: {}`", to.id);
            return complaint.help(help);
        }
        let Some(meant) = near.meant(to) else {
            let file = to.kinds.first().map_or("", |kind| kind.stem());
            return complaint
                .help(format!("add it to `content/{file}.yaml`, or see that it is spelt as it is there"));
        };
        let near = &meant.record.id;
        let complaint = complaint.fix(meant.is_certain.then(|| {
            // The id may stand behind `song:` or the name of a drama.
            let start = to.at.end - (to.id.len() as u32).min(to.at.end);
            let place = Place { file: mention.file.clone(), start: start.max(to.at.start), end: to.at.end };
            Fix::new("writes the id as it is described", place, &*to.id, &**near)
        }));
        let Some(record) = self.records.get(&meant.record) else { return complaint };
        let head = record.head();
        let name = head.name.say(self.languages.first(), &self.languages).map(|said| said.text.to_string());
        let name = name.map_or(String::new(), |name| format!("{name}, "));
        complaint.help(format!("did you mean `{near}` ({name}{})?", record.place().file))
    }

    /// What to write for a record that another drama has, or a drama of another name.
    fn in_other_drama(&self, to: &Ref) -> Option<String> {
        let has = |kind: Kind, drama: &Arc<str>| {
            kind.scope() == Scope::Drama
                && *drama != to.drama
                && self.records.contains_key(&RecordId { kind, drama: drama.clone(), id: to.id.clone() })
        };
        let mut found = self.lists.keys().filter(|(kind, drama)| to.kinds.contains(kind) && has(*kind, drama));
        let (_, drama) = found.next()?;
        Some(match (drama.is_empty(), found.next()) {
            (true, _) => format!("this site has one drama, so its records are named without it: write `{}`", to.id),
            (false, None) => format!("it belongs to the drama `{drama}`: write `{drama}/{}`", to.id),
            (false, Some(_)) => format!("several dramas have one: write which, as in `{drama}/{}`", to.id),
        })
    }

    /// "the song "Fallin'" says it is sung by `isac-hong`".
    fn phrase(&self, mention: &Mention) -> String {
        let owner = match self.records.get(&mention.owner) {
            Some(any) => {
                let head = any.head();
                let name = head.name.say(self.languages.first(), &self.languages).map(|said| said.text.to_string());
                let name = name.unwrap_or_else(|| mention.owner.id.to_string());
                format!("the {} \"{name}\"", mention.owner.kind)
            }
            None => format!("the {} `{}`", mention.owner.kind, mention.owner.id),
        };
        let id = &mention.to.id;
        match mention.field {
            "by" => format!("{owner} says it is sung by `{id}`"),
            "played_by" => format!("{owner} says they are played by `{id}`"),
            "sources" => format!("{owner} says it rests on `{id}`"),
            "text" => format!("{owner} links to it"),
            "about" => format!("{owner} says it is about `{id}`"),
            field => format!("{owner} names it in `{field}`"),
        }
    }
}

/// "song", "artist or person".
fn kind_names(kinds: &[Kind]) -> String {
    let what = if kinds == to::PERFORMER { "artist or person".into() } else { either(kinds) };
    what.trim_start_matches("an ").trim_start_matches("a ").to_string()
}
