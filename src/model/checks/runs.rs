//! Runs of episodes (`1..5`) that pass over one that no file describes.

use super::tell::{and, missing_numbers};
use crate::base::diagnostic::{Code, Diagnostic, Severity};
use crate::base::id::{Kind, to};
use crate::base::place::Place;
use crate::kinds::episode::Number;
use crate::model::Model;
use crate::parse::decode::Mention;

/// Looks at each run. Its ends are two mentions that stand in the same place of a file.
pub fn gaps(model: &Model, mentions: &[Mention], complaints: &mut Vec<Diagnostic>) {
    let is_run = |pair: &&[Mention]| {
        let (from, until) = (&pair[0], &pair[1]);
        from.to.kinds == to::EPISODE
            && until.to.kinds == to::EPISODE
            && from.to.at == until.to.at
            && from.file == until.file
    };
    for pair in mentions.windows(2).filter(is_run) {
        let (from, until) = (&pair[0].to, &pair[1].to);
        let (Some(first), Some(last)) = (Number::of(&from.id), Number::of(&until.id)) else { continue };
        let Some(list) = model.lists.get(&(Kind::Episode, from.drama.clone())) else { continue };
        if first.season != last.season || from.drama != until.drama || first.number > last.number {
            continue;
        }
        let within = |number: &Number| {
            number.season == first.season && (first.number..=last.number).contains(&number.number)
        };
        let held: Vec<u32> =
            list.iter().filter_map(|id| Number::of(&id.id)).filter(within).map(|number| number.number).collect();
        // An end that does not exist is told as such.
        if held.first() != Some(&first.number) || held.last() != Some(&last.number) {
            continue;
        }
        let missing = missing_numbers(first.number, &held);
        if missing.is_empty() {
            continue;
        }
        complaints.push(
            Diagnostic::new(
                Code::NoSuch,
                format!("this run of episodes passes over {}, which no file describes", and(&missing)),
            )
            .at(Place { file: pair[0].file.clone(), start: from.at.start, end: from.at.end })
            .severity(Severity::Warning)
            .help("add the episode to episodes.yaml, or write the run in two parts"),
        );
    }
}
