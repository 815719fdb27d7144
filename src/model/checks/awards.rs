//! Who a prize went to: a record named with its kind, or a name that has none.

use super::tell::called;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::id::{Kind, RecordId, id_problem};
use crate::kinds::Award;
use crate::kinds::award::Winner;
use crate::kinds::record::Record;
use crate::model::Model;

/// An id where a name would be shown as it stands: most likely its kind was forgotten.
pub fn record(model: &Model, award: &Record<Award>, complaints: &mut Vec<Diagnostic>) {
    for winner in &award.is.to {
        let Winner::Named(name, at) = winner else { continue };
        let Some(id) = name.plain.as_deref().filter(|id| id_problem(id).is_none()) else { continue };
        let kinds =
            Kind::ALL.iter().filter(|kind| !matches!(kind, Kind::Source | Kind::Image | Kind::News | Kind::Page));
        let found =
            kinds.map(|kind| RecordId::new(*kind, &award.id.drama, id)).find(|id| model.records.contains_key(id));
        let complaint = match found {
            Some(found) => Diagnostic::new(
                Code::WrongType,
                format!("`{id}` is the id of {}, and would be shown as a name", found.kind.with_article()),
            )
            .help(format!("write `{}:{id}`", found.kind)),
            None if id.contains('-') => Diagnostic::new(
                Code::NoSuch,
                format!("nothing is called `{id}`, and it would be shown as a name"),
            )
            .help("a record is named with its kind, `person:its-id`; a name is written as readers should see it"),
            None => continue,
        };
        complaints.push(complaint.at(award.at(*at)).label(format!("in {}", called(&award.id))));
    }
}
