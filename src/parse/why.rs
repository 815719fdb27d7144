//! What is wrong with a value that cannot be read, and what to write: one line for the author, where it is certain.
//! Every answer is given only after the value has been refused.

use super::near::nearest;
use crate::base::day::{Clock, Day, Zone};
use crate::base::diagnostic::{Code, Diagnostic};

const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Of a date, or of the day of a moment.
pub fn day(text: &str) -> Option<String> {
    let text = text.trim();
    let parts: Vec<&str> = text.split(['-', '.', '/', ' ']).filter(|part| !part.is_empty()).collect();
    let numbers: Option<Vec<u32>> = parts.iter().map(|part| part.parse().ok()).collect();
    let Some(numbers) = numbers else { return day_in_words(&parts) };
    let (year, month, day) = match numbers[..] {
        [year, month] if year > 999 => (year, month, None),
        [year, month, day] if year > 999 => (year, month, Some(day)),
        // 26/04/2024 may be read in two ways unless one number is no month.
        [first, second, year] if year > 999 && first > 12 && second <= 12 => (year, second, Some(first)),
        [first, second, year] if year > 999 && second > 12 && first <= 12 => (year, first, Some(second)),
        [_, _, year] if year > 999 => return Some("write the year first, then the month, then the day".into()),
        _ => return None,
    };
    if !(1..=12).contains(&month) {
        let swapped =
            day.map(|day| format!("{year:04}-{day:02}-{month:02}")).filter(|text| Day::new(text).is_some());
        return Some(match swapped {
            Some(swapped) => {
                format!("there is no month {month}; if day and month have changed places, write `{swapped}`")
            }
            None => format!("there is no month {month}"),
        });
    }
    let name = MONTHS[month as usize - 1];
    let written = day.map_or(format!("{year:04}-{month:02}"), |day| format!("{year:04}-{month:02}-{day:02}"));
    match Day::new(&written) {
        Some(_) if written != text => Some(format!("write `{written}`")),
        Some(_) => None,
        None => {
            let last =
                (28..=31).rev().find(|last| Day::new(&format!("{year:04}-{month:02}-{last:02}")).is_some())?;
            Some(format!("{name} {year} has {last} days"))
        }
    }
}

/// "26 April 2024", "April 26, 2024", "April 2024".
fn day_in_words(parts: &[&str]) -> Option<String> {
    let month_of = |part: &str| {
        let part = part.trim_end_matches([',', '.']).to_lowercase();
        let is_it = |name: &&&str| part.len() >= 3 && name.to_lowercase().starts_with(&part);
        MONTHS.iter().position(|name| is_it(&name)).map(|at| at + 1)
    };
    let month = parts.iter().find_map(|part| month_of(part))?;
    let numbers: Vec<u32> =
        parts.iter().filter_map(|part| part.trim_end_matches([',', '.']).parse().ok()).collect();
    let year = numbers.iter().find(|number| **number > 999)?;
    let written = match numbers.iter().find(|number| **number <= 31) {
        Some(day) => format!("{year:04}-{month:02}-{day:02}"),
        None => format!("{year:04}-{month:02}"),
    };
    Day::new(&written).map(|_| format!("write `{written}`"))
}

/// Of a day with or without an hour.
pub fn when(text: &str) -> Option<String> {
    let mut parts = text.split_ascii_whitespace();
    let (first, second, third) = (parts.next()?, parts.next(), parts.next());
    // 2024-04-26T18:00
    if let Some((date, time)) = first.split_once('T')
        && Day::new(date).is_some()
    {
        return Some(format!("write a space in place of the `T`: `{date} {}`", time.get(..5).unwrap_or(time)));
    }
    let Some(date) = Day::new(first) else { return day(text.trim()).or_else(|| day(first)) };
    let time = second?;
    if Clock::new(time).is_none() {
        return clock(time);
    }
    if date.day.is_none() {
        return Some("an hour needs a whole day before it, such as `2024-04-26 18:00`".into());
    }
    third.filter(|name| Zone::named(name).is_none()).and_then(zone)
}

/// Of an hour.
pub fn clock(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    if lower.ends_with("am") || lower.ends_with("pm") {
        return Some("write the hours from 00 to 24 and leave out am and pm: `21:20`".into());
    }
    let Some((hour, rest)) = lower.split_once(':') else {
        let number: u32 = lower.parse().ok()?;
        return (number < 30).then(|| format!("write the minutes, too: `{number:02}:00`"));
    };
    let (minute, seconds) = rest.split_once(':').map_or((rest, None), |(minute, seconds)| (minute, Some(seconds)));
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    if minute > 59 {
        return Some("minutes go from 00 to 59".into());
    }
    if hour > 29 {
        return Some("hours go from 00 to 29: `24:50` is ten to one in the night that follows".into());
    }
    let written = format!("{hour:02}:{minute:02}");
    match seconds {
        Some(_) => Some(format!("leave out the seconds: `{written}`")),
        None => Some(format!("write two digits for each: `{written}`")),
    }
}

/// Of a time zone.
pub fn zone(text: &str) -> Option<String> {
    const SHORT: &[(&str, &str)] = &[
        ("kst", "Asia/Seoul"),
        ("korea", "Asia/Seoul"),
        ("jst", "Asia/Tokyo"),
        ("japan", "Asia/Tokyo"),
        ("cet", "Europe/Berlin"),
        ("est", "America/New_York"),
        ("edt", "America/New_York"),
        ("pst", "America/Los_Angeles"),
        ("pdt", "America/Los_Angeles"),
        ("gmt", "UTC"),
        ("utc", "UTC"),
        ("z", "UTC"),
        ("gmt+9", "Asia/Seoul"),
        ("utc+9", "Asia/Seoul"),
        ("+09:00", "Asia/Seoul"),
        ("ist", "Asia/Kolkata"),
    ];
    let lower = text.trim().to_lowercase().replace(' ', "_");
    if let Some((_, name)) = SHORT.iter().find(|(short, _)| *short == lower) {
        return Some(format!("zones are called by a place: `{name}`"));
    }
    let names = Zone::names();
    let city = |name: &&String| name.rsplit('/').next().is_some_and(|city| city.to_lowercase() == lower);
    // A typo in one of the many names of the same place is nearest to the name itself.
    let near =
        names.iter().find(city).map(String::as_str).or_else(|| nearest(&lower, names.iter().map(String::as_str)));
    near.map(|near| format!("did you mean `{near}`?"))
}

/// Of a length.
pub fn length(text: &str) -> Option<String> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return (seconds > 0).then(|| format!("if these are seconds, write `{}`", crate::base::day::Dur(seconds)));
    }
    let parts: Option<Vec<u32>> = text.split(':').map(|part| part.parse().ok()).collect();
    match parts?[..] {
        [.., _, second] if second > 59 => Some("seconds go from 00 to 59".into()),
        [_, minute, _] if minute > 59 => Some("minutes go from 00 to 59 when there are hours".into()),
        [minute, second] => Some(format!("write two digits for the seconds: `{minute}:{second:02}`")),
        _ => None,
    }
}

/// Of a number with a point.
pub fn decimal(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some(bare) = text.strip_suffix('%') {
        return Some(format!("leave out the sign: `{}`", bare.trim()));
    }
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match text.split_once(',') {
        Some((whole, part)) if is_digits(whole) && is_digits(part) && part.len() != 3 => {
            Some(format!("write a point in place of the comma: `{whole}.{part}`"))
        }
        Some(_) => number(text),
        None => None,
    }
}

/// Of a whole number.
pub fn number(text: &str) -> Option<String> {
    let bare: String = text.trim().chars().filter(|c| !matches!(c, ',' | '_' | ' ' | '\'')).collect();
    let is_digits = !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit());
    if is_digits && bare != text.trim() {
        return Some(format!("write it without signs between the digits: `{bare}`"));
    }
    is_digits.then(|| format!("the largest number that fits is {}", u32::MAX))
}

/// Of yes and no.
pub fn truth(text: &str) -> Option<String> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "y" | "on" | "true" | "1" | "예" | "네" => Some("write `true`".into()),
        "no" | "n" | "off" | "false" | "0" | "아니요" | "아니오" => Some("write `false`".into()),
        _ => None,
    }
}

/// Of an address.
pub fn address(text: &str) -> Option<String> {
    let text = text.trim();
    if text.contains(char::is_whitespace) {
        return Some("an address has no spaces; one that belongs into it is written `%20`".into());
    }
    let host = text.split('/').next().unwrap_or_default();
    let is_host = host.contains('.') && !host.contains(':') && !host.contains('@') && !host.starts_with('.');
    if is_host {
        return Some(format!("write `https://{text}`"));
    }
    (text.contains('@') && !text.contains(':')).then(|| format!("an address of mail is written `mailto:{text}`"))
}

/// Of an unknown date that would lie between two others.
pub fn nothing_between(after: Option<Day>, before: Option<Day>) -> Option<Diagnostic> {
    let (after, before) = after.zip(before).filter(|(after, before)| after.is_after(*before))?;
    let message = format!("`after` ({after}) is later than `before` ({before}), so nothing lies between them");
    Some(Diagnostic::new(Code::DateOrder, message).help("`after` is the earlier day, `before` the later one"))
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn any_slip_is_taken(text in r"[0-9:./, +T%apm가é-]{0,20}") {
            for why in [day, when, clock, zone, length, decimal, number, truth, address] {
                let _ = why(&text);
            }
        }
    }

    #[test]
    fn each_slip_has_words_of_its_own() {
        type Why = fn(&str) -> Option<String>;
        let cases: &[(Why, &str, Option<&str>)] = &[
            (day, "2024-02-30", Some("February 2024 has 29 days")),
            (day, "2023-02-29", Some("February 2023 has 28 days")),
            (day, "2024-04-31", Some("April 2024 has 30 days")),
            (day, "2024-13", Some("there is no month 13")),
            (
                day,
                "2024-13-01",
                Some("there is no month 13; if day and month have changed places, write `2024-01-13`"),
            ),
            (day, "2024-00-10", Some("there is no month 0")),
            (day, "2024-4-6", Some("write `2024-04-06`")),
            (day, "2024.04.26", Some("write `2024-04-26`")),
            (day, "26.4.2024", Some("write `2024-04-26`")),
            (day, "4/26/2024", Some("write `2024-04-26`")),
            (day, "3/4/2024", Some("write the year first, then the month, then the day")),
            (day, "26 April 2024", Some("write `2024-04-26`")),
            (day, "Apr 2024", Some("write `2024-04`")),
            (day, "soon", None),
            (when, "2024-04-26 25:61", Some("minutes go from 00 to 59")),
            (
                when,
                "2024-04-26 31:00",
                Some("hours go from 00 to 29: `24:50` is ten to one in the night that follows"),
            ),
            (when, "2024-04-26 9:00", Some("write two digits for each: `09:00`")),
            (when, "2024-04-26T18:00:00", Some("write a space in place of the `T`: `2024-04-26 18:00`")),
            (when, "2024-04 18:00", Some("an hour needs a whole day before it, such as `2024-04-26 18:00`")),
            (when, "2024-04-26 18:00 Asia/Soul", Some("did you mean `Asia/Seoul`?")),
            (when, "2024-02-30 18:00", Some("February 2024 has 29 days")),
            (clock, "9pm", Some("write the hours from 00 to 24 and leave out am and pm: `21:20`")),
            (zone, "KST", Some("zones are called by a place: `Asia/Seoul`")),
            (zone, "Seoul", Some("did you mean `Asia/Seoul`?")),
            (zone, "asia/seuol", Some("did you mean `Asia/Seoul`?")),
            (zone, "Moon/Base", None),
            (length, "221", Some("if these are seconds, write `3:41`")),
            (length, "3:61", Some("seconds go from 00 to 59")),
            (length, "3:4", Some("write two digits for the seconds: `3:04`")),
            (decimal, "24,85", Some("write a point in place of the comma: `24.85`")),
            (decimal, "24.85 %", Some("leave out the sign: `24.85`")),
            (number, "1,510,000", Some("write it without signs between the digits: `1510000`")),
            (number, "99999999999", Some("the largest number that fits is 4294967295")),
            (truth, "yes", Some("write `true`")),
            (address, "www.example.com/x", Some("write `https://www.example.com/x`")),
            (address, "a@b.example", Some("an address of mail is written `mailto:a@b.example`")),
        ];
        for (why, text, wanted) in cases {
            assert_eq!(why(text).as_deref(), *wanted, "{text}");
        }
    }
}
