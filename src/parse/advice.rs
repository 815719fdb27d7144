//! What to write in place of a value that cannot be read: one line for the author, where it is certain. People know
//! other ways to write things from elsewhere. Nothing here decides what a value is: every answer is given only after
//! the value has been refused.

mod dates;
mod numbers;

pub use dates::{clock, day, when, zone};
pub use numbers::{decimal, length, number};

use super::decode::shorten;
use crate::base::lang::{Lang, better_tag};
use std::ops::RangeInclusive;

/// Quotation marks that are none to YAML.
pub fn quotation_marks(text: &str) -> Option<String> {
    let bare = text.trim_matches(['“', '”', '„', '‘', '’', '«', '»', '「', '」']);
    let first = text.chars().next().filter(|_| bare != text && !bare.is_empty())?;
    Some(format!("`{first}` are no quotation marks to YAML: write `{}`", shorten(bare)))
}

/// The `true` or `false` that a word stands for in other programs and languages.
pub fn meant_truth(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "true" | "yes" | "on" | "y" | "1" | "예" | "네" | "はい" | "是" => Some(true),
        "false" | "no" | "off" | "n" | "0" | "아니요" | "아니오" | "いいえ" | "否" => Some(false),
        _ => None,
    }
}

/// Of yes and no.
pub fn truth(text: &str) -> Option<String> {
    meant_truth(text).map(|word| format!("write `{word}`"))
}

/// One of the allowed words, for another that means the same or goes on longer: `sat` for `Saturday`.
pub fn word<'w>(text: &str, mut allowed: impl Iterator<Item = &'w str> + Clone) -> Option<&'w str> {
    const SAME: &[(&str, &[&str])] = &[
        ("mon", &["월", "월요일"]),
        ("tue", &["화", "화요일"]),
        ("wed", &["수", "수요일"]),
        ("thu", &["목", "목요일"]),
        ("fri", &["금", "금요일"]),
        ("sat", &["토", "토요일"]),
        ("sun", &["일", "일요일"]),
        ("ended", &["finished", "completed", "complete", "over", "종영", "완결"]),
        ("airing", &["ongoing", "running", "on air", "current", "방영중", "방영 중"]),
        ("announced", &["upcoming", "planned", "예정"]),
        ("series", &["tv", "drama", "tv series"]),
        ("film", &["movie", "영화"]),
        ("album", &["ost", "soundtrack", "lp", "앨범"]),
        ("ep", &["mini", "mini album"]),
        ("digital", &["stream", "streaming", "download", "mp3"]),
        ("instrumental", &["inst", "inst.", "mr", "karaoke"]),
        ("score", &["bgm"]),
        ("main", &["lead", "protagonist", "hero", "heroine", "주연"]),
        ("support", &["supporting", "조연"]),
        ("spouse", &["husband", "wife", "남편", "아내"]),
        ("parent", &["mother", "father", "엄마", "아빠"]),
        ("child", &["son", "daughter", "아들", "딸"]),
        ("sibling", &["brother", "sister"]),
        ("won", &["win", "winner", "수상"]),
        ("nominated", &["nominee", "후보"]),
        ("sold-out", &["sold out", "soldout", "품절"]),
        ("pre-sale", &["preorder", "pre-order", "예약판매"]),
        ("public-domain", &["pd", "cc0"]),
        ("booklet", &["소책자"]),
        ("photo card", &["photocard", "포토카드"]),
        ("photo book", &["photobook", "포토북"]),
    ];
    let lower = text.trim().to_lowercase();
    let same = SAME.iter().find(|(_, others)| others.contains(&lower.as_str())).map(|(word, _)| *word);
    allowed.find(|word| Some(*word) == same || word.len() > 2 && lower.starts_with(&word.to_lowercase()))
}

/// Of an address.
pub fn address(text: &str) -> Option<String> {
    let text = text.trim();
    if text.contains(char::is_whitespace) {
        return Some("an address has no spaces; one that belongs into it is written `%20`".into());
    }
    if let Some(rest) = text.strip_prefix("//") {
        return Some(format!("write `https://{}`", shorten(rest)));
    }
    if let Some((scheme, rest)) = text.split_once(':')
        && strsim::osa_distance(&scheme.to_lowercase(), "https") <= 2
        && !(rest.starts_with("//") && matches!(scheme, "https" | "http"))
        && !rest.trim_start_matches('/').is_empty()
    {
        return Some(format!("write `https://{}`", shorten(rest.trim_start_matches('/'))));
    }
    let host = text.split('/').next().unwrap_or_default();
    if host.contains('.') && !host.contains([':', '@']) && !host.starts_with('.') {
        return Some(format!("write `https://{}`", shorten(text)));
    }
    (text.contains('@') && !text.contains(':'))
        .then(|| format!("an address of mail is written `mailto:{}`", shorten(text)))
}

/// The language that a word most likely means.
pub fn language(text: &str) -> Option<String> {
    let text = text.trim();
    better_tag(text).filter(|tag| tag != text && Lang::new(tag).is_some())
}

/// The entries of a list that was written with signs that only look like YAML's.
pub fn entries(text: &str) -> Option<String> {
    let is_odd =
        |c: char| matches!(c, '–' | '—' | '−' | '•' | '·' | '・' | '［' | '］' | '【' | '】' | '，' | '、');
    if !text.contains(is_odd) && !text.starts_with("* ") && !text.starts_with("+ ") {
        return None;
    }
    let parts = text.split(['，', '、', ',', '–', '—', '−', '•', '·', '・', '［', '］', '【', '】']);
    let parts: Vec<&str> = parts
        .map(|part| part.trim().trim_start_matches(['*', '+']).trim())
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty()).then(|| shorten(&parts.join(", ")))
}

/// The number of an episode, or a run of them, in other ways than `7`, `s2-7` and `1..13`.
pub fn episodes(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    if matches!(text.as_str(), "every" | "each" | "*" | "whole" | "전체" | "모두" | "전부" | "전편") {
        return Some("write `all`".into());
    }
    if matches!(text.as_str(), "yes" | "true" | "no" | "false") {
        return Some("say which episode: its number, or `all`".into());
    }
    if text.contains([',', ';', '&', '+']) {
        let parts: Option<Vec<String>> =
            text.split([',', ';', '&', '+']).map(|part| one_or_run(part.trim())).collect();
        return parts.map(|parts| format!("write a list: `[{}]`", parts.join(", ")));
    }
    let meant = one_or_run(&text)?;
    (meant != text.replace(' ', "")).then(|| format!("write `{meant}`"))
}

fn one_or_run(text: &str) -> Option<String> {
    const SIGNS: &[&str] = &["...", "..", "…", "~", "–", "—", "−", " to ", " - ", "-", "〜", "부터"];
    if let Some(one) = episode(text) {
        return Some(one);
    }
    SIGNS.iter().find_map(|sign| {
        let (from, to) = text.split_once(sign)?;
        Some(format!("{}..{}", episode(from)?, episode(to.trim_end_matches("까지"))?))
    })
}

/// `ep. 7`, `e07`, `#7`, `7화`, `s02e07`, `2x07`.
fn episode(text: &str) -> Option<String> {
    let text = text.trim();
    let is_number = |digits: &str, length: RangeInclusive<usize>| {
        length.contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let plain = |digits: &str| digits.trim_start_matches('0').to_string();
    let bare = ["episodes", "episode", "eps", "ep", "e", "no", "#", "제"]
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .unwrap_or(text)
        .trim_start_matches(['.', ' ', '#', '-']);
    let bare = bare.trim_end_matches(['화', '회', '.', ' ']);
    if is_number(bare, 1..=4) && !plain(bare).is_empty() {
        return Some(plain(bare));
    }
    let (season, number) = match text.strip_prefix('s') {
        Some(rest) => rest.split_once('e').or_else(|| rest.split_once("-e")).or_else(|| rest.split_once('-')),
        None => text.split_once('x'),
    }?;
    let (season, number) = (season.trim().trim_end_matches('-'), number.trim());
    let are_numbers = is_number(season, 1..=2) && is_number(number, 1..=4);
    (are_numbers && !plain(season).is_empty() && !plain(number).is_empty())
        .then(|| format!("s{}-{}", plain(season), plain(number)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is advised for each slip; nothing where nothing is certain.
    #[track_caller]
    pub(super) fn expect(advice: fn(&str) -> Option<String>, cases: &[(&str, Option<&str>)]) {
        for (text, said) in cases {
            assert_eq!(advice(text).as_deref(), *said, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_slip_is_taken(text in r"[0-9:./, +T%apmksex~가화é-]{0,20}") {
            for advice in [
                day, when, clock, zone, length, decimal, number, truth, address, language, episodes, entries,
                quotation_marks,
            ] {
                let _ = advice(&text);
            }
        }
    }

    #[test]
    fn yes_and_no() {
        expect(truth, &[("yes", Some("write `true`")), ("아니요", Some("write `false`")), ("maybe", None)]);
    }

    #[test]
    fn addresses() {
        expect(
            address,
            &[
                ("www.example.com/x", Some("write `https://www.example.com/x`")),
                ("//example.com/x", Some("write `https://example.com/x`")),
                ("htps://example.com", Some("write `https://example.com`")),
                ("https:example.com", Some("write `https://example.com`")),
                ("a@b.example", Some("an address of mail is written `mailto:a@b.example`")),
                (
                    "https://a.example/a b",
                    Some("an address has no spaces; one that belongs into it is written `%20`"),
                ),
                ("javascript:alert(1)", None),
                ("https://example.com/index.html", None),
                ("here", None),
            ],
        );
    }

    #[test]
    fn words_that_mean_the_same() {
        let word = |text: &str, allowed: &[&'static str]| word(text, allowed.iter().copied());
        assert_eq!(word("Saturday", &["sat", "sun"]), Some("sat"));
        assert_eq!(word("일요일", &["sat", "sun"]), Some("sun"));
        assert_eq!(word("finished", &["airing", "ended"]), Some("ended"));
        assert_eq!(word("finished", &["won"]), None);
        assert_eq!(word("vokal", &["vocal"]), None);
    }

    #[test]
    fn languages() {
        expect(
            language,
            &[
                ("English", Some("en")),
                ("kr", Some("ko")),
                ("pt_BR", Some("pt-BR")),
                ("EN", Some("en")),
                ("xx", None),
            ],
        );
    }

    #[test]
    fn episodes_and_runs() {
        expect(
            episodes,
            &[
                ("1-2", Some("write `1..2`")),
                ("1–16", Some("write `1..16`")),
                ("1~16", Some("write `1..16`")),
                ("1 to 16", Some("write `1..16`")),
                ("1화부터 3화까지", Some("write `1..3`")),
                ("1...3", Some("write `1..3`")),
                ("1, 2, 5-7", Some("write a list: `[1, 2, 5..7]`")),
                ("ep. 7", Some("write `7`")),
                ("E07", Some("write `7`")),
                ("7화", Some("write `7`")),
                ("07", Some("write `7`")),
                ("S02E07", Some("write `s2-7`")),
                ("2x07", Some("write `s2-7`")),
                ("every", Some("write `all`")),
                ("7", None),
                ("s2-7", None),
                ("1..13", None),
                ("1 .. 13", None),
                ("s2-1..s2-13", None),
                ("prologue", None),
                ("special-1", None),
            ],
        );
    }

    #[test]
    fn signs_that_only_look_like_those_of_yaml() {
        assert_eq!(entries("– a").as_deref(), Some("a"));
        assert_eq!(entries("［a，b］").as_deref(), Some("a, b"));
        assert_eq!(entries("a"), None);
        let told = quotation_marks("“2024-04-26”").unwrap_or_default();
        assert!(told.ends_with("write `2024-04-26`"), "{told}");
        assert_eq!(quotation_marks("a"), None);
    }
}
