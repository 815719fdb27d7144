//! Markdown signs that stay visible because they stand in a YAML file, which is not Markdown: where they were
//! written, and whether they are meant. Looked for only when a finished page shows some.

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::place::Place;
use crate::source::{Source, Tree};
use std::sync::Arc;

/// Gives complaints of visible signs the place in the content that they come from. Those that the author marked
/// as meant, `\*`, are taken out.
pub fn place_signs(tree: &dyn Tree, complaints: &mut Vec<Diagnostic>) {
    let is_lost = |complaint: &Diagnostic| complaint.code == Code::RawMarkup && complaint.place.is_none();
    if !complaints.iter().any(is_lost) {
        return;
    }
    let texts = texts(tree);
    complaints.retain_mut(|complaint| {
        if !is_lost(complaint) {
            return true;
        }
        let shown = complaint.message.split('`').nth(1).unwrap_or_default();
        // A long one is cut, and blanks are made one.
        let shown = shown.trim_end_matches('…').to_string();
        if let Some((source, at)) = find(&texts, &shown) {
            complaint.place = Some(Place::new(&source.path, at..at + shown.len()));
            complaint.label = "these signs stay visible".into();
            if !source.path.ends_with(".md") {
                complaint.help = vec![
                    "texts in YAML files are not Markdown: leave the signs out".into(),
                    format!("if they belong to the text, write `{}`", escaped(&shown)),
                ];
            }
            return true;
        }
        let is_meant = [escaped(&shown), escaped(&shown).replace('\\', "\\\\")];
        !is_meant.iter().any(|meant| find(&texts, meant).is_some())
    });
}

fn escaped(text: &str) -> String {
    text.replace('*', "\\*").replace('~', "\\~")
}

/// Every text of the content that has a sign in it.
fn texts(tree: &dyn Tree) -> Vec<Source> {
    let found = tree.list(&mut Vec::new()).unwrap_or_default();
    let is_text = |path: &Arc<str>| {
        path.starts_with("content/") && [".yaml", ".yml", ".md"].iter().any(|end| path.ends_with(end))
    };
    let sources =
        found.iter().filter(|found| is_text(&found.path)).filter_map(|found| Source::read(tree, found).ok());
    sources.filter(|source| source.text.contains(['*', '~'])).collect()
}

fn find<'a>(texts: &'a [Source], words: &str) -> Option<(&'a Source, usize)> {
    texts.iter().filter(|_| !words.is_empty()).find_map(|source| Some((source, source.text.find(words)?)))
}
