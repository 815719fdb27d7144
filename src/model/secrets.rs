//! Which texts of a site tell something of an episode, so that nothing open may have them: what stands below a
//! `spoiler:`, and the long texts of records that are marked as a whole.

use super::Model;
use super::head::has_page;
use crate::base::id::RecordId;
use crate::base::letters::{add_letters, letters, weight};
use crate::base::needles::{Case, Needles};
use crate::base::place::Place;
use crate::parse::markdown::Prose;
use crate::parse::marks::{Marked, Marks};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A text that may stand in a closed part of a page, and nowhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// Its beginning, where it is long.
    pub text: String,
    /// The letters and digits of that.
    pub letters: String,
    pub place: Place,
}

/// Shorter texts are found by chance: twelve letters, or six syllables of Hangul.
const LEAST_WEIGHT: usize = 12;

/// So much of a text is looked for: summaries are cut, and the beginning of a text is its own already.
const MOST_WEIGHT: usize = 80;

/// A text as long as this that stands in a longer open one was copied there. A shorter one, such as a name, may
/// well be a part of it by right.
const COPIED_WEIGHT: usize = 20;

/// A long text with the record that it belongs to and its file.
pub(super) type Long = (RecordId, Arc<str>, Arc<Prose>);

/// Finds them. What stands in the open elsewhere, word for word, is no secret.
pub(super) fn secrets(model: &Model, marks: Vec<Marks>, long: &[Long]) -> Vec<Secret> {
    let is_marked = |id: &RecordId| model.heads.get(id).is_some_and(|head| head.spoiler.is_some());
    let mut found: BTreeMap<String, (String, Place)> = BTreeMap::new();
    let mut add = |text: &str, place: &Place| {
        let text = beginning(text);
        let letters = letters(text);
        if weight(&letters) >= LEAST_WEIGHT {
            // The same text may be marked more than once: told at the first place.
            let first = found.entry(letters).or_insert_with(|| (text.to_string(), place.clone()));
            if *place < first.1 {
                *first = (text.to_string(), place.clone());
            }
        }
    };
    for marked in marks.iter().flat_map(|marks| &marks.marked).filter(|marked| !is_public(marked)) {
        add(&marked.text, &marked.place);
    }
    let (hidden, open): (Vec<&Long>, Vec<&Long>) = long.iter().partition(|(id, _, _)| is_marked(id));
    for (_, file, prose) in hidden {
        prose.sentences().iter().for_each(|sentence| add(sentence, &Place::file(file)));
    }
    if found.is_empty() {
        return Vec::new();
    }
    let lines = marks.iter().flat_map(|marks| marks.open.lines().map(str::to_string));
    let lines = lines.chain(open.iter().flat_map(|(_, _, prose)| prose.sentences()));
    let names = model.heads.values().filter(|head| has_page(head.id.kind));
    let names = names.flat_map(|head| head.name.text.wordings().map(str::to_string));
    let secrets = found.into_iter().map(|(letters, (text, place))| Secret { text, letters, place }).collect();
    without_open(secrets, lines.chain(names))
}

/// Leaves out those that stand in the open.
pub fn without_open(secrets: Vec<Secret>, lines: impl Iterator<Item = String>) -> Vec<Secret> {
    if secrets.is_empty() {
        return secrets;
    }
    let mut open = String::from("\n");
    for line in lines {
        add_letters(&line, &mut open);
        open.push('\n');
    }
    let texts: Vec<&str> = secrets.iter().map(|secret| secret.letters.as_str()).collect();
    let mut is_open = vec![false; secrets.len()];
    for (at, _) in Needles::new(&texts, Case::Differs).each(&open) {
        is_open[at] |= weight(texts[at]) < COPIED_WEIGHT;
    }
    let mut is_open = is_open.into_iter();
    let mut secrets = secrets;
    secrets.retain(|_| !is_open.next().unwrap_or(false));
    secrets
}

/// The title of a record with a page of its own stands on it, marked or not: the manual asks to keep it free of
/// spoilers.
fn is_public(marked: &Marked) -> bool {
    marked.is_of_record && has_page(marked.owner.kind) && matches!(marked.field, "name" | "title" | "shown_as")
}

fn beginning(text: &str) -> &str {
    let mut sum = 0;
    let over = text.char_indices().find(|(_, c)| {
        sum += match c {
            c if !c.is_alphanumeric() => 0,
            '\u{2e80}'.. => 2,
            _ => 1,
        };
        sum > MOST_WEIGHT
    });
    &text[..over.map_or(text.len(), |(end, _)| end)]
}

impl Model {
    /// What may stand only in a closed part of a page, sorted by its letters.
    pub fn secrets(&self) -> &[Secret] {
        &self.secrets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Secret {
        Secret {
            text: beginning(text).into(),
            letters: letters(beginning(text)),
            place: Place::file(&"content/a.yaml".into()),
        }
    }

    fn left(text: &str, open: &[&str]) -> bool {
        !without_open(vec![secret(text)], open.iter().map(|line| line.to_string())).is_empty()
    }

    #[test]
    fn what_is_told_openly_is_no_secret() {
        assert!(left("Her long-lost brother", &["Another text", "brother"]));
        assert!(!left("Her long-lost brother", &["her long lost brother!"]));
        assert!(!left("Her long-lost brother", &["He was her long-lost brother."]), "a phrase of a longer text");
        let long = "The butler did it in the library with the candlestick";
        assert!(left(long, &[&format!("And so we learn: {long}.")]), "copied into a summary");
        assert!(left(long, &[long]), "written once more without a mark, it is told there");
    }

    #[test]
    fn the_beginning_of_a_long_text_stands_for_it() {
        assert_eq!(beginning(&"a ".repeat(200)), "a ".repeat(80));
        assert_eq!(beginning(&"한".repeat(200)).chars().count(), 40);
        assert_eq!(beginning("short."), "short.");
    }
}
