//! What the author most likely meant, and how a message names what was written.

use super::mend::allowed_distance;
use super::yaml::is_strange_blank;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::id::Kind;
use crate::base::place::Place;

/// "a song", "an artist or a person".
pub fn either(kinds: &[Kind]) -> String {
    kinds.iter().map(|kind| kind.with_article()).collect::<Vec<_>>().join(" or ")
}

/// At most 60 characters of what the author wrote, for a message.
pub fn shorten(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    match line.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_string(),
    }
}

/// A field that the kind does not have.
pub fn unknown_field<'k>(
    name: &str,
    at: Place,
    of: &str,
    known: impl Iterator<Item = &'k str> + Clone,
) -> Diagnostic {
    let mut complaint =
        Diagnostic::new(Code::UnknownField, format!("{of} has no field `{}`", shorten(name))).at(at);
    if name.contains(is_strange_blank) {
        complaint = complaint.help("there is a character in it that cannot be seen: type the word anew");
    }
    let bare = name.trim_start_matches(['-', '–', '*', '•', '+', '?']);
    if let Some(field) = known.clone().find(|field| bare != name && *field == bare) {
        return complaint.help(format!(
            "take `{}` away; where an entry of a list begins, a space stands behind the hyphen: `- {field}: …`",
            &name[..name.len() - bare.len()]
        ));
    }
    match nearest(name, known.clone()) {
        Some(near) => complaint.help(format!("did you mean `{near}`?")),
        None => complaint.help(format!("its fields are: {}", known.collect::<Vec<_>>().join(", "))),
    }
}

/// The word that somebody who wrote `text` most likely meant, if one is near.
pub fn nearest<'k>(text: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let text = text.to_lowercase();
    let allowed = allowed_distance(&text);
    let distance = |word: &str| strsim::osa_distance(&text, &word.to_lowercase());
    known
        .map(|word| (distance(word), word))
        .filter(|(far, _)| *far <= allowed)
        .min_by_key(|(far, word)| (*far, word.len()))
        .map(|(_, word)| word)
}
