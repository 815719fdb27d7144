//! Korean particles: which of two forms follows a word, by the sound it ends in.

/// What a word ends in, to the ear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Vowel,
    /// ㄹ, after which (으)로 is 로.
    Rieul,
    Consonant,
}

/// The particle that follows `word`, of a pair such as `은/는`, `이/가`, `을/를`, `과/와` or `으로/로`: first the
/// form after a consonant, then the one after a vowel.
pub fn josa<'p>(word: &str, pair: &'p str) -> &'p str {
    let Some((after_consonant, after_vowel)) = pair.split_once('/') else { return pair };
    match ending(word) {
        Ending::Vowel => after_vowel,
        Ending::Rieul if after_consonant.starts_with("으로") => after_vowel,
        Ending::Rieul | Ending::Consonant => after_consonant,
    }
}

fn ending(word: &str) -> Ending {
    // What stands in brackets behind a word is not read aloud, nor are signs.
    let mut word = word.trim_end();
    if word.ends_with(')')
        && let Some(open) = word.rfind('(')
        && open > 0
    {
        word = &word[..open];
    }
    let last = word.chars().rev().find(|c| c.is_alphanumeric());
    match last {
        Some(c @ '가'..='힣') => match (c as u32 - '가' as u32) % 28 {
            0 => Ending::Vowel,
            8 => Ending::Rieul,
            _ => Ending::Consonant,
        },
        // 영 일 이 삼 사 오 육 칠 팔 구
        Some('0' | '3' | '6') => Ending::Consonant,
        Some('1' | '7' | '8') => Ending::Rieul,
        Some('2' | '4' | '5' | '9') => Ending::Vowel,
        // Latin words are heard as Korean writes them: Crush is 크러쉬, BSS 비에스에스, Last Chance 라스트 챈스.
        Some(c) if c.is_ascii_alphabetic() => latin_ending(word),
        _ => Ending::Vowel,
    }
}

/// How a Latin word ends when Korean says it. Words in capitals are spelt out letter by letter.
fn latin_ending(word: &str) -> Ending {
    let last_word = word.rsplit(|c: char| !c.is_ascii_alphanumeric()).find(|w| !w.is_empty()).unwrap_or("");
    let is_spelt = last_word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    let lower = last_word.to_ascii_lowercase();
    if is_spelt {
        return match lower.chars().last() {
            Some('l' | 'r') => Ending::Rieul,
            Some('m' | 'n') => Ending::Consonant,
            _ => Ending::Vowel,
        };
    }
    if lower.ends_with("le") || lower.ends_with('l') {
        return Ending::Rieul;
    }
    if lower.ends_with("ng") || lower.ends_with(['m', 'n']) || lower.ends_with("me") || lower.ends_with("ne") {
        return Ending::Consonant;
    }
    // A stop after a short vowel closes the syllable: book 북, cat 캣, tip 팁; after another consonant 으 is added.
    let mut letters = lower.chars().rev();
    let (last, before) = (letters.next(), letters.next());
    match (last, before) {
        (Some('k' | 'p' | 't' | 'b'), Some('a' | 'e' | 'i' | 'o' | 'u')) => Ending::Consonant,
        (Some('k'), Some('c')) => Ending::Consonant,
        _ => Ending::Vowel,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_follow_the_last_sound() {
        for (word, pair, wanted) in [
            ("눈물의 여왕", "은/는", "은"),
            ("김수현", "이/가", "이"),
            ("크러쉬", "이/가", "가"),
            ("서울", "으로/로", "로"),
            ("부산", "으로/로", "으로"),
            ("제주", "으로/로", "로"),
            ("10CM", "이/가", "이"),
            ("BSS", "과/와", "와"),
            ("Crush", "을/를", "를"),
            ("Last Chance", "은/는", "는"),
            ("Part.1", "을/를", "을"),
            ("Part.2", "을/를", "를"),
            ("Part.11", "으로/로", "로"),
            ("눈물의 여왕(Queen of Tears)", "은/는", "은"),
            ("떨림", "을/를", "을"),
            ("\"청혼\"", "을/를", "을"),
        ] {
            assert_eq!(josa(word, pair), wanted, "{word} {pair}");
        }
    }
}
