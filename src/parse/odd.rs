//! Values written in ways that people know from elsewhere: what was probably meant, for the help of a message.
//! Nothing here decides what a value is.

use super::decode::shorten;
use crate::base::day::{Day, Dur};
use crate::base::lang::Lang;

/// What to write instead, for a value that is not of the form that its field takes. `form` is the wording of
/// that form, which names the sort of value.
pub(super) fn advice(text: &str, form: &str) -> Option<String> {
    let text = text.trim();
    let bare = text.trim_matches(['“', '”', '„', '‘', '’', '«', '»', '「', '」']);
    if bare != text && !bare.is_empty() {
        return Some(format!(
            "`{}` are no quotation marks to YAML: write `{}`",
            text.chars().next()?,
            shorten(bare)
        ));
    }
    let is = |start: &str| form.starts_with(start);
    if is("a date") {
        date(text, form.contains("hour"))
    } else if is("`true`") {
        truth(text).map(|word| format!("write `{word}`"))
    } else if is("an hour") {
        hour(text).map(|hour| format!("write `{hour}`"))
    } else if is("a length") {
        let seconds = text.parse::<u32>().ok().filter(|seconds| *seconds < 36_000)?;
        Some(format!("if these are seconds, write `{}`", Dur(seconds)))
    } else if is("a whole number") || is("a number") {
        number(text, is("a number")).map(|number| format!("write `{number}`, without a unit or a separator"))
    } else if is("an address") || is("the site's address") {
        let is_host = text.split('/').next()?.contains('.') && !text.contains([' ', '@', ':']);
        is_host.then(|| format!("write `https://{}`", shorten(text)))
    } else if is("a time zone") {
        let zone = match text.to_uppercase().as_str() {
            "KST" | "KOREA" | "SEOUL" | "ROK" => "Asia/Seoul",
            "JST" | "JAPAN" | "TOKYO" => "Asia/Tokyo",
            "GMT" | "Z" => "UTC",
            _ => return Some("name it by a large town in it, as in `Europe/Paris` or `America/New_York`".into()),
        };
        Some(format!("write `{zone}`"))
    } else if is("a language") {
        language(text).map(|tag| format!("write `{tag}`"))
    } else {
        None
    }
}

/// The language that a word most likely means.
pub(super) fn language(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let known = match lower.as_str() {
        "english" | "eng" | "영어" => "en",
        "korean" | "kor" | "kr" | "한국어" => "ko",
        "japanese" | "jpn" | "jp" | "일본어" => "ja",
        "chinese" | "chi" | "cn" | "중국어" => "zh",
        "spanish" => "es",
        "french" => "fr",
        "german" => "de",
        "portuguese" => "pt",
        "indonesian" => "id",
        "vietnamese" => "vi",
        "thai" => "th",
        _ => "",
    };
    if !known.is_empty() {
        return Some(known.into());
    }
    let tag = text.trim().replace('_', "-");
    let (language, rest) =
        tag.split_once('-').map_or((tag.as_str(), None), |(language, rest)| (language, Some(rest)));
    let language = language.to_ascii_lowercase();
    let tag = rest.map_or(language.clone(), |rest| format!("{language}-{rest}"));
    (tag != text && (2..=3).contains(&language.len()) && Lang::new(&tag).is_some()).then_some(tag)
}

/// The `true` or `false` that a word stands for in other programs and languages.
pub(crate) fn truth(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "on" | "y" | "1" | "예" | "네" | "はい" | "是" => Some(true),
        "false" | "no" | "off" | "n" | "0" | "아니요" | "아니오" | "いいえ" | "否" => Some(false),
        _ => None,
    }
}

/// The entries of a list that was written with signs that only look like YAML's.
pub(super) fn entries(text: &str) -> Option<String> {
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

fn number(text: &str, may_have_point: bool) -> Option<String> {
    let kept: String = text.chars().filter(|c| !matches!(c, ',' | '_' | ' ' | '\u{a0}' | '%' | '+')).collect();
    let digits: String = kept.chars().take_while(|c| c.is_ascii_digit() || (may_have_point && *c == '.')).collect();
    let digits = digits.trim_end_matches('.');
    (!digits.is_empty() && digits != text && digits.len() <= 9).then(|| digits.to_string())
}

/// `9:20 pm`, `21.20`, `9:20`.
fn hour(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let is_later = lower.contains("pm") || lower.contains("p.m") || lower.contains("오후");
    let is_earlier = lower.contains("am") || lower.contains("a.m") || lower.contains("오전");
    let numbers: Vec<u8> = lower
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .filter_map(|n| n.parse().ok())
        .collect();
    let (hour, minute) = match numbers[..] {
        [hour] if is_later || is_earlier || lower.contains(['h', '시']) => (hour, 0),
        [hour, minute] | [hour, minute, 0] => (hour, minute),
        _ => return None,
    };
    let hour = match hour {
        12 if is_earlier => 0,
        1..=11 if is_later => hour + 12,
        hour => hour,
    };
    (hour < 30 && minute < 60).then(|| format!("{hour:02}:{minute:02}"))
}

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// What is wrong with a date, or how it is written here.
fn date(text: &str, may_have_hour: bool) -> Option<String> {
    let (day, time) = match text.split_once(['T', ' ']) {
        // `2024-04-26 6pm`, `2024-04-26T18:00`; but not `26 April 2024`.
        Some((day, time)) if Day::new(day).is_some() => (day, Some(time)),
        _ => (text, None),
    };
    if let Some(time) = time {
        let hour = hour(time)?;
        return Some(match may_have_hour {
            true => format!("write `{day} {hour}`"),
            false => format!("write `{day}`: only the day belongs here"),
        });
    }
    let lower = text.to_lowercase();
    let month_name = lower
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| word.len() >= 3)
        .find_map(|word| MONTHS.iter().position(|month| word.starts_with(month)))
        .map(|month| month as u32 + 1);
    let numbers: Vec<(usize, u32)> = lower
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .filter_map(|part| Some((part.len(), part.parse().ok()?)))
        .collect();
    let (year, month, day) = match (month_name, &numbers[..]) {
        (Some(month), [(_, day), (4, year)] | [(4, year), (_, day)]) => (*year, month, Some(*day)),
        (Some(month), [(4, year)]) => (*year, month, None),
        (None, [(4, year), (_, month), (_, day)]) => (*year, *month, Some(*day)),
        (None, [(4, year), (_, month)]) => (*year, *month, None),
        (None, [(_, day), (_, month), (4, year)]) if text.contains('/') && *day <= 12 && *month <= 12 => {
            return Some(format!(
                "write the year first: `{year}-{month:02}-{day:02}` or `{year}-{day:02}-{month:02}`, whichever was meant"
            ));
        }
        (None, [(_, day), (_, month), (4, year)]) if *month <= 12 => (*year, *month, Some(*day)),
        (None, [(_, month), (_, day), (4, year)]) => (*year, *month, Some(*day)),
        _ => return None,
    };
    if !(1..=12).contains(&month) {
        return Some(format!("there is no month {month}"));
    }
    let whole = match day {
        Some(day) => format!("{year}-{month:02}-{day:02}"),
        None => format!("{year}-{month:02}"),
    };
    Some(match (Day::new(&whole), day) {
        (Some(_), _) => format!("write `{whole}`: year, month and day with hyphens"),
        (None, Some(day)) => format!("there is no day {day} in the month {year}-{month:02}"),
        (None, None) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_other_habits_are_understood() {
        const WHEN: &str = "a date, with or without an hour";
        for (text, said) in [
            ("26.04.2024", "`2024-04-26`"),
            ("2024/04/26", "`2024-04-26`"),
            ("2024-4-6", "`2024-04-06`"),
            ("26/04/2024", "`2024-04-26`"),
            ("04/26/2024", "`2024-04-26`"),
            ("04/05/2024", "`2024-05-04` or `2024-04-05`"),
            ("26 April 2024", "`2024-04-26`"),
            ("Apr 26, 2024", "`2024-04-26`"),
            ("April 2024", "`2024-04`"),
            ("2024년 4월 26일", "`2024-04-26`"),
            ("2024년 4월", "`2024-04`"),
            ("2024-13-01", "no month 13"),
            ("2024-02-30", "no day 30 in the month 2024-02"),
            ("2024-04-26T18:00", "`2024-04-26 18:00`"),
            ("2024-04-26 6pm", "`2024-04-26 18:00`"),
            ("2024-04-26 오후 6시 30분", "`2024-04-26 18:30`"),
            ("“2024-04-26”", "write `2024-04-26`"),
        ] {
            let told = advice(text, WHEN).unwrap_or_default();
            assert!(told.contains(said), "{text}: {told}");
        }
        for text in ["soon", "", "2024", "0", "99999999999-1-1", "1.2.3.4.5"] {
            let _ = advice(text, WHEN);
        }
    }

    #[test]
    fn other_values_are_understood() {
        for (text, form, said) in [
            ("yes", "`true` or `false`", Some("write `true`")),
            ("예", "`true` or `false`", Some("write `true`")),
            ("maybe", "`true` or `false`", None),
            ("9:20 pm", "an hour such as", Some("write `21:20`")),
            ("221", "a length such as", Some("if these are seconds, write `3:41`")),
            ("1,234", "a whole number", Some("write `1234`, without a unit or a separator")),
            ("24.8 %", "a number such as", Some("write `24.8`, without a unit or a separator")),
            ("www.tvn.example/a", "an address that", Some("write `https://www.tvn.example/a`")),
            ("English", "a language such as", Some("write `en`")),
            ("pt_BR", "a language such as", Some("write `pt-BR`")),
        ] {
            assert_eq!(advice(text, form).as_deref(), said, "{text}");
        }
        assert_eq!(entries("– a").as_deref(), Some("a"));
        assert_eq!(entries("［a，b］").as_deref(), Some("a, b"));
        assert_eq!(entries("a"), None);
    }
}
