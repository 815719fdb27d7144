//! A text reduced to its letters and digits, so that it is found again however it is set: in other case, with
//! other signs or spaces, cut by a tag, a line end or a hyphen.

use unicode_normalization::UnicodeNormalization;

/// Adds the letters and digits of a text, small and in normal form C.
pub fn add_letters(text: &str, to: &mut String) {
    if !text.is_ascii() && text.chars().any(joins) {
        let whole: String = text.nfc().collect();
        return add_normal(&whole, to);
    }
    add_normal(text, to);
}

/// The letters and digits of a text.
pub fn letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    add_letters(text, &mut letters);
    letters
}

fn add_normal(text: &str, to: &mut String) {
    for c in text.chars() {
        match c {
            'a'..='z' | '0'..='9' | '가'..='힣' => to.push(c),
            'A'..='Z' => to.push(c.to_ascii_lowercase()),
            '\0'..='\x7f' => {}
            _ if c.is_alphanumeric() => to.extend(c.to_lowercase()),
            _ => {}
        }
    }
}

/// May become one character with the one before it: accents, parts of Hangul, voice marks of kana.
fn joins(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1100}'..='\u{11ff}' | '\u{3099}' | '\u{309a}')
}

/// How much a text says: a letter counts once; a Hangul syllable or a Han character, which says as much as two
/// or three letters, twice.
pub fn weight(letters: &str) -> usize {
    letters.chars().map(|c| if c >= '\u{2e80}' { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_letters_and_digits_count() {
        for (text, expected) in [
            ("The butler did it!", "thebutlerdidit"),
            ("the-butler_did  it", "thebutlerdidit"),
            ("don’t, don't", "dontdont"),
            ("눈물의 여왕 (2024)", "눈물의여왕2024"),
            ("\u{1112}\u{1161}\u{11ab}글", "한글"),
            ("CAFE\u{301}", "café"),
            ("", ""),
        ] {
            assert_eq!(letters(text), expected, "{text}");
        }
    }

    #[test]
    fn six_syllables_say_as_much_as_twelve_letters() {
        assert_eq!(weight(&letters("눈물의 여왕 끝")), 12);
        assert_eq!(weight(&letters("The end is near")), 12);
    }
}
