//! Runs of episodes (`1..5`) that pass over one that no file describes.

use super::tell::{and, missing_numbers};
use crate::base::diagnostic::{Code, Diagnostic, Severity};
use crate::base::id::{Kind, to};
use crate::base::place::Place;
use crate::kinds::episode::Number;
use crate::model::Model;
use crate::parse::decode::Mention;
use std::collections::HashMap;
use std::sync::Arc;

/// Looks at each run. Its ends are two mentions that stand in the same place of a file.
pub fn gaps(model: &Model, mentions: &[Mention], complaints: &mut Vec<Diagnostic>) {
    let is_run = |pair: &&[Mention]| {
        let (from, until) = (&pair[0], &pair[1]);
        from.to.kinds == to::EPISODE
            && until.to.kinds == to::EPISODE
            && from.to.at == until.to.at
            && from.file == until.file
    };
    let mut held: HashMap<&str, Vec<Number>> = HashMap::new();
    for pair in mentions.windows(2).filter(is_run) {
        let (from, until) = (&pair[0].to, &pair[1].to);
        let (Some(first), Some(last)) = (Number::of(&from.id), Number::of(&until.id)) else { continue };
        if first.season != last.season || from.drama != until.drama || first.number > last.number {
            continue;
        }
        let all = held.entry(&from.drama).or_insert_with(|| numbers(model, &from.drama));
        // An end that does not exist is told as such.
        let (Ok(start), Ok(end)) = (all.binary_search(&first), all.binary_search(&last)) else { continue };
        if (end - start) as u32 == last.number - first.number {
            continue;
        }
        let within: Vec<u32> = all[start..=end].iter().map(|number| number.number).collect();
        let missing = missing_numbers(first.number, &within);
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

/// The numbers of a drama's episodes, sorted, each once.
fn numbers(model: &Model, drama: &Arc<str>) -> Vec<Number> {
    let list = model.lists.get(&(Kind::Episode, drama.clone()));
    let mut numbers: Vec<Number> = list.into_iter().flatten().filter_map(|id| Number::of(&id.id)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}
