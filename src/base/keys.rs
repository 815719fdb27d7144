//! What a name is found by: the forms in which it stands in the search index, and in which a query is compared
//! with it. `static/search.js` does the same in the browser; `tests/search/keys.tsv` holds both to one truth.
//!
//! A text has four keys. Its *fold*: words in small letters, without marks and signs. Its *strokes*: the keys one
//! presses to type it on a Korean keyboard, named by the letters on a Latin one, so that a half-typed syllable is
//! a beginning and a keyboard left in English is no mistake at all. Its *initials*: 눈물 is ㄴㅁ. Its *sound*: a
//! rough spelling in Latin letters in which 김수현, `Kim Soo-hyun` and `gim suhyeon` are the same.

use unicode_normalization::UnicodeNormalization;

/// Words in small letters, one space between them; signs are gone, and with them marks on Latin letters.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        push_words(text.bytes().map(char::from), &mut folded);
        folded.make_ascii_lowercase();
        return folded;
    }
    let plain = text.nfd().filter(|c| !matches!(c, '\u{300}'..='\u{36f}')).map(half_width);
    push_words(plain.nfc(), &mut folded);
    folded.to_lowercase()
}

fn push_words(chars: impl Iterator<Item = char>, to: &mut String) {
    let mut is_between = false;
    for c in chars {
        if c.is_alphanumeric() {
            if is_between && !to.is_empty() {
                to.push(' ');
            }
            is_between = false;
            to.push(c);
        } else if !matches!(c, '\'' | '\u{2019}' | '\u{2bc}') {
            is_between = true;
        }
    }
}

/// `Ａ` → `A`.
fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// The parts of a Hangul syllable: first consonant, vowel, last consonant (0 for none).
fn parts(c: char) -> Option<(usize, usize, usize)> {
    let at = (c as u32).checked_sub('가' as u32).filter(|at| *at < 11_172)? as usize;
    Some((at / 588, at % 588 / 28, at % 28))
}

pub fn has_hangul(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '가'..='힣' | 'ㄱ'..='ㅣ'))
}

// Unicode §3.12 gives the order of these; the letters are those of the standard keyboard (KS X 5002).

const LEADS: [&str; 19] =
    ["r", "R", "s", "e", "E", "f", "a", "q", "Q", "t", "T", "d", "w", "W", "c", "z", "x", "v", "g"];
const VOWELS: [&str; 21] = [
    "k", "o", "i", "O", "j", "p", "u", "P", "h", "hk", "ho", "hl", "y", "n", "nj", "np", "nl", "b", "m", "ml", "l",
];
const TAILS: [&str; 28] = [
    "", "r", "R", "rt", "s", "sw", "sg", "e", "f", "fr", "fa", "fq", "ft", "fx", "fv", "fg", "a", "q", "qt", "t",
    "T", "d", "w", "c", "z", "x", "v", "g",
];
/// ㄱ to ㅎ and ㅏ to ㅣ, as they stand alone.
const LETTERS: [&str; 51] = [
    "r", "R", "rt", "s", "sw", "sg", "e", "E", "f", "fr", "fa", "fq", "ft", "fx", "fv", "fg", "a", "q", "Q", "qt",
    "t", "T", "d", "w", "W", "c", "z", "x", "v", "g", "k", "o", "i", "O", "j", "p", "u", "P", "h", "hk", "ho",
    "hl", "y", "n", "nj", "np", "nl", "b", "m", "ml", "l",
];

/// The keys that type a folded text, without spaces. Letters of other scripts stay as they are.
pub fn strokes(folded: &str) -> String {
    let mut keys = String::with_capacity(folded.len() * 2);
    for c in folded.chars().filter(|c| *c != ' ') {
        if let Some((lead, vowel, tail)) = parts(c) {
            keys.push_str(LEADS[lead]);
            keys.push_str(VOWELS[vowel]);
            keys.push_str(TAILS[tail]);
        } else if let 'ㄱ'..='ㅣ' = c {
            keys.push_str(LETTERS[(c as u32 - 'ㄱ' as u32) as usize]);
        } else {
            keys.push(c);
        }
    }
    keys
}

/// The first consonants, as they stand alone.
const INITIALS: [char; 19] = [
    'ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ',
    'ㅎ',
];
/// Two consonants typed one after the other become one letter: `ㄱㅅ` is shown as `ㄳ`.
const PAIRS: [(char, &str); 11] = [
    ('ㄳ', "ㄱㅅ"),
    ('ㄵ', "ㄴㅈ"),
    ('ㄶ', "ㄴㅎ"),
    ('ㄺ', "ㄹㄱ"),
    ('ㄻ', "ㄹㅁ"),
    ('ㄼ', "ㄹㅂ"),
    ('ㄽ', "ㄹㅅ"),
    ('ㄾ', "ㄹㅌ"),
    ('ㄿ', "ㄹㅍ"),
    ('ㅀ', "ㄹㅎ"),
    ('ㅄ', "ㅂㅅ"),
];

/// The first consonant of every syllable of a folded text; everything else stays, spaces do not.
pub fn initials(folded: &str) -> String {
    let mut found = String::with_capacity(folded.len());
    for c in folded.chars().filter(|c| *c != ' ') {
        match (parts(c), PAIRS.iter().find(|(pair, _)| *pair == c)) {
            (Some((lead, ..)), _) => found.push(INITIALS[lead]),
            (None, Some((_, two))) => found.push_str(two),
            (None, None) => found.push(c),
        }
    }
    found
}

// Revised Romanisation (2000), letter by letter, without the changes between syllables.
const LEAD_SOUNDS: [&str; 19] =
    ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"];
const VOWEL_SOUNDS: [&str; 21] = [
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu",
    "eu", "ui", "i",
];
const TAIL_SOUNDS: [&str; 28] = [
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng",
    "t", "t", "k", "t", "p", "t",
];
/// How a word begins, before the rest is looked at: Lee and Yi are 이.
const BEGINNINGS: [(&str, &str); 4] = [("lee", "i"), ("rhee", "i"), ("yi", "i"), ("wu", "u")];
/// One after the other, each everywhere. `1` to `3` stand for ch, sh and ng while the rest is changed.
const SOUNDS: [(&str, &str); 43] = [
    ("sch", "2"),
    ("ch", "1"),
    ("sh", "2"),
    ("th", "t"),
    ("ph", "p"),
    ("ck", "k"),
    ("ng", "3"),
    ("ark", "ak"),
    ("eui", "i"),
    ("ui", "i"),
    ("wae", "e"),
    ("ae", "e"),
    ("ai", "e"),
    ("ay", "e"),
    ("oe", "e"),
    ("oi", "e"),
    ("we", "e"),
    ("ee", "i"),
    ("eo", "u"),
    ("eu", "u"),
    ("oo", "u"),
    ("ou", "u"),
    ("o", "u"),
    ("wu", "u"),
    ("x", "ks"),
    ("ce", "se"),
    ("ci", "si"),
    ("cy", "sy"),
    ("c", "k"),
    ("q", "k"),
    ("g", "k"),
    ("j", "c"),
    ("z", "c"),
    ("d", "t"),
    ("b", "p"),
    ("f", "p"),
    ("v", "p"),
    ("r", "l"),
    ("1", "c"),
    ("2", "s"),
    ("3", "ng"),
    ("uu", "u"),
    ("ii", "i"),
];

/// A rough spelling of a folded text, the same for the usual ways to write a Korean name in Latin letters. Empty
/// when there are no Latin letters and no Hangul in it. Digits are left out.
pub fn sound(folded: &str) -> String {
    let mut latin = String::with_capacity(folded.len() * 2);
    for word in folded.split(' ') {
        let start = latin.len();
        for c in word.chars() {
            if let Some((lead, vowel, tail)) = parts(c) {
                latin.push_str(LEAD_SOUNDS[lead]);
                latin.push_str(VOWEL_SOUNDS[vowel]);
                latin.push_str(TAIL_SOUNDS[tail]);
            } else if c.is_ascii_lowercase() {
                latin.push(c);
            }
        }
        if let Some((from, to)) = BEGINNINGS.iter().find(|(from, _)| latin[start..].starts_with(from)) {
            latin.replace_range(start..start + from.len(), to);
        }
    }
    for (from, to) in SOUNDS {
        if latin.contains(from) {
            latin = latin.replace(from, to);
        }
    }
    let mut last = None;
    latin.retain(|c| last.replace(c) != Some(c));
    latin
}

/// In which part of a large index a word stands: by the sound that it begins with. Names that are spelt in
/// several ways begin in one of these ways; ㄹ and ㅇ are together because 이 is also Lee.
pub fn shelf(word: &str) -> Option<char> {
    let first = word.chars().next()?;
    let sound = match parts(first) {
        Some((lead, ..)) => LEAD_SOUNDS[lead].chars().next().unwrap_or('a'),
        None => match INITIALS.iter().position(|lead| *lead == initials(word).chars().next().unwrap_or(first)) {
            Some(lead) => LEAD_SOUNDS[lead].chars().next().unwrap_or('a'),
            None => first,
        },
    };
    Some(match sound {
        'a' | 'e' | 'i' | 'o' | 'u' | 'w' | 'y' | 'l' | 'r' => 'a',
        'k' | 'g' | 'q' | 'c' | 'x' | 'j' | 'z' => 'k',
        'd' | 't' => 't',
        'b' | 'p' | 'f' | 'v' => 'p',
        'n' | 'm' | 's' | 'h' => sound,
        '0'..='9' => '0',
        _ => 'o',
    })
}

/// Every shelf there is.
pub const SHELVES: &[char] = &['0', 'a', 'h', 'k', 'm', 'n', 'o', 'p', 's', 't'];

#[cfg(test)]
mod tests {
    use super::*;

    /// The same table that `tests/site/search.mjs` holds against the script.
    #[test]
    fn keys_are_those_of_the_table() {
        let table = include_str!("../../tests/search/keys.tsv");
        let mut wrong = Vec::new();
        for line in table.lines().skip(1) {
            let columns: Vec<&str> = line.split('\t').collect();
            let text = columns[0];
            let folded = fold(text);
            let shelf = shelf(&folded).map(String::from).unwrap_or_default();
            let found = [text, &folded, &strokes(&folded), &initials(&folded), &sound(&folded), &shelf].join("\t");
            if found != line {
                wrong.push(found);
            }
        }
        assert!(wrong.is_empty(), "these lines are otherwise in tests/search/keys.tsv:\n{}", wrong.join("\n"));
    }

    #[test]
    fn spellings_of_one_name_sound_alike() {
        for same in [
            &["김수현", "Kim Soo-hyun", "kim soohyun", "gim su-hyeon", "Gim Suhyeon", "KIM SU HYUN"][..],
            &["박성훈", "Park Sung-hoon", "Pak Sunghun", "Bak Seonghun"],
            &["이주빈", "Lee Joo-bin", "Yi Jubin", "I Ju-bin"],
            &["최", "Choi", "Choe"],
            &["정", "Jung", "Jeong", "Chung"],
            &["우영", "Woo-young", "U-yeong", "Wooyoung"],
            &["현우", "Hyun-woo", "Hyeon-u", "Hyunwoo"],
            &["김지원", "Kim Ji-won", "Gim Jiwon", "kim jeewon"],
            &["곽동연", "Kwak Dong-yeon", "Gwak Dongyeon"],
        ] {
            let sounds: Vec<String> = same.iter().map(|name| sound(&fold(name))).collect();
            assert!(sounds.iter().all(|sound| *sound == sounds[0]), "{same:?}: {sounds:?}");
        }
        assert_ne!(sound(&fold("Kim Soo-hyun")), sound(&fold("Kim Ji-won")));
    }

    #[test]
    fn every_shelf_is_known() {
        for word in ["10cm", "약속", "promise", "ㄴㅁ", "ㄳ", "東京", "žižek", "한", "lee"] {
            assert!(SHELVES.contains(&shelf(&fold(word)).unwrap()), "{word}");
        }
    }
}
