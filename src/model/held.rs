//! What is written and not out yet: drafts, and news with a day to come. A link to it is plain text until then.

use super::Model;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::id::{Kind, RecordId};
use crate::base::place::Place;
use crate::parse::decode::Mention;

impl Model {
    /// Why a record is not shown, in words that follow its name; nothing for what is shown.
    pub fn held_back(&self, id: &RecordId) -> Option<String> {
        if !matches!(id.kind, Kind::News | Kind::Page) {
            return None;
        }
        let head = self.heads.get(id)?;
        if self.positions.contains_key(id) {
            return None;
        }
        Some(match head.publish_from.filter(|_| !head.is_draft) {
            Some(day) => format!("is held back until {day}"),
            None => "is a draft".into(),
        })
    }

    /// Every news item and page that is not shown.
    pub fn all_held_back(&self) -> impl Iterator<Item = (&RecordId, String)> {
        self.heads.keys().filter_map(|id| Some((id, self.held_back(id)?)))
    }
}

/// Tells of links in texts that lead to what is not out.
pub(super) fn run(model: &Model, mentions: &[Mention], complaints: &mut Vec<Diagnostic>) {
    for mention in mentions.iter().filter(|mention| mention.field == "text") {
        let to = mention.to.candidates().find(|id| model.records.contains_key(id));
        // What is not out itself may link to it: both may come out together.
        let Some((to, why)) = to.and_then(|to| Some((to.clone(), model.held_back(&to)?))) else { continue };
        if model.held_back(&mention.owner).is_some() {
            continue;
        }
        let place = Place { file: mention.file.clone(), start: mention.to.at.start, end: mention.to.at.end };
        complaints.push(
            Diagnostic::new(Code::HeldBack, format!("the {} `{}` {why}", to.kind, to.id))
                .at(place)
                .label("this is plain text until it is out")
                .help("the link comes by itself when it is out; `--drafts` shows it now"),
        );
    }
}
