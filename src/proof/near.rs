//! What was probably meant: the nearest of many names, found without comparing most of them.

/// The one of the texts, each with its `mask`, that differs in few letters, the first of equals. Nothing
/// when none is near, or when only a number differs: episode 17 is not episode 16 misspelt.
pub(super) fn nearest<'t>(wanted: &str, texts: impl Iterator<Item = (u64, &'t str)>) -> Option<&'t str> {
    let limit = match wanted.chars().count() {
        ..3 => return None,
        3..6 => 1,
        6..16 => 2,
        _ => 3,
    };
    let wanted_mask = mask(wanted);
    let no_digits = |text: &str| text.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    let mut best: Option<(usize, &str)> = None;
    for (mask, text) in texts {
        // One letter for another changes a byte each side, or up to four where they are not Latin.
        let bytes = if wanted.is_ascii() && text.is_ascii() { limit } else { limit * 4 };
        let is_far = text.len().abs_diff(wanted.len()) > bytes
            || (mask ^ wanted_mask).count_ones() as usize > bytes * 2
            || text.is_empty();
        if is_far {
            continue;
        }
        let distance = strsim::osa_distance(wanted, text);
        let is_nearer = distance <= limit && best.is_none_or(|(least, _)| distance < least);
        if is_nearer && (distance == 0 || no_digits(wanted) != no_digits(text)) {
            best = Some((distance, text));
        }
    }
    best.map(|(_, text)| text)
}

/// Which bytes a text has, folded to 64 bits: tells most texts apart at once.
pub(super) fn mask(text: &str) -> u64 {
    text.bytes().fold(0, |mask, byte| mask | 1 << (byte & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_near_is_offered() {
        let texts = ["songs/promise/", "songs/hold-me-back/", "episodes/16/", "people/김수현/", "", "a"];
        let near = |wanted: &str| nearest(wanted, texts.iter().map(|text| (mask(text), *text)));
        assert_eq!(near("songs/promisse/"), Some("songs/promise/"));
        assert_eq!(near("song/promise/"), Some("songs/promise/"));
        assert_eq!(near("songs/promise"), Some("songs/promise/"));
        assert_eq!(near("songs/hold-em-back/"), Some("songs/hold-me-back/"));
        assert_eq!(near("people/김수헌/"), Some("people/김수현/"));
        assert_eq!(near("episodes/17/"), None);
        assert_eq!(near("episode/16/"), Some("episodes/16/"));
        assert_eq!(near("songs/other/"), None);
        assert_eq!(near("b"), None);
    }
}
