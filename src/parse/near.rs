//! What was most likely meant by a word that is not known.

/// The word that somebody who wrote `text` most likely meant, if one is near.
pub fn nearest<'k>(text: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let text = text.to_lowercase();
    let allowed = match text.chars().count() {
        0..=2 => 0,
        3..=5 => 1,
        6..=10 => 2,
        _ => 3,
    };
    let distance = |word: &str| strsim::osa_distance(&text, &word.to_lowercase());
    known
        .map(|word| (distance(word), word))
        .filter(|(far, _)| *far <= allowed)
        .min_by_key(|(far, word)| (*far, word.len()))
        .map(|(_, word)| word)
}
