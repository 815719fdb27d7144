//! What characters are to each other, and cannot be.

use super::tell::called;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::kinds::Character;
use crate::kinds::character::{Relation, RelationKind};
use crate::kinds::record::Record;
use crate::model::{Any, Model};

/// All that can be told of the relations of one character.
pub fn character(model: &Model, record: &Record<Character>, complaints: &mut Vec<Diagnostic>) {
    for (at, relation) in record.is.relations.iter().enumerate() {
        let (Some(to), Some(kind)) = (relation.to.get(), relation.kind.get()) else { continue };
        let Some(id) = to.candidates().find(|id| model.records.contains_key(id)) else { continue };
        if id == record.id {
            let message = format!("{} is said to be {} to themselves", called(&record.id), kind.name());
            complaints.push(
                Diagnostic::new(Code::Loop, message)
                    .at(record.at(to.at))
                    .help("name the other one, or take the line out"),
            );
            continue;
        }
        let is_same =
            |other: &&Relation| other.to.get().is_some_and(|of| of.id == to.id) && other.kind.get() == Some(kind);
        if let Some(first) = record.is.relations.iter().take(at).find(is_same).and_then(|first| first.to.get()) {
            let message =
                format!("`{}` stands twice as {} in `relations` of {}", to.id, kind.name(), called(&record.id));
            complaints.push(
                Diagnostic::new(Code::RepeatedEntry, message)
                    .at(record.at(to.at))
                    .label("the second time")
                    .also(record.at(first.at), "the first time")
                    .help("keep one of them"),
            );
        }
        if !matches!(kind, RelationKind::Parent | RelationKind::Child) || id < record.id {
            continue;
        }
        let Some(Any::Character(other)) = model.records.get(&id) else { continue };
        let back = other.is.relations.iter().find(|back| {
            back.to.get().is_some_and(|of| of.candidates().any(|id| id == record.id))
                && back.kind.get() == Some(kind)
        });
        if let Some(back) = back.and_then(|back| back.to.get()) {
            complaints.push(
                Diagnostic::new(Code::Loop, format!("`{}` and `{}` are each said to be the {} of the other", record.id.id, id.id, kind.name()))
                    .at(record.at(to.at))
                    .also(other.at(back.at), "and the other way round")
                    .help("`parent` means that this character is a parent of the other; correct one of them, or say it once"),
            );
        }
    }
}
