//! Days, hours and zones in other ways than ours.

use super::super::near::nearest;
use crate::base::day::{Clock, Day, Zone};

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

/// `2024-04-26..2024-05-02`: the first day and the last.
fn span(text: &str) -> Option<String> {
    let parts = ["..", " - ", " – ", "–", "~", " to ", " bis "].iter().find_map(|sign| text.split_once(sign))?;
    let (first, last) = (read(parts.0)?.ok()?, read(parts.1.trim_start_matches('.'))?.ok()?);
    Some(format!("write the first day, `{first}`; where there is a field for the last it is `until: {last}`"))
}

/// Of a date.
pub fn day(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some(told) = span(text) {
        return Some(told);
    }
    // `2024-04-26T18:00`, `2024-04-26 6pm`; but not `26 April 2024`.
    if let Some((day, _)) = text.split_once(['T', ' ', ',']).filter(|(day, _)| Day::new(day).is_some()) {
        return Some(format!("write `{day}`: only the day belongs here"));
    }
    match read(text)? {
        Ok(written) if written == text => None,
        Ok(written) => Some(format!("write `{written}`")),
        Err(why) => Some(why),
    }
}

/// The day that a text means, as it is written here, or why there is no such day. Nothing when it is no date at all.
fn read(text: &str) -> Option<Result<String, String>> {
    let lower = text.to_lowercase();
    let named = lower
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| word.len() >= 3)
        .find_map(|word| MONTHS.iter().position(|month| month.to_lowercase().starts_with(word)))
        .map(|at| at as u32 + 1);
    let numbers: Vec<(usize, u32)> = lower
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(|part| Some((part.len(), part.parse().ok()?)))
        .collect::<Option<_>>()?;
    let (year, month, day) = match (named, &numbers[..]) {
        (Some(month), [(1 | 2, day), (4, year)] | [(4, year), (1 | 2, day)]) => (*year, month, Some(*day)),
        (Some(month), [(4, year)]) => (*year, month, None),
        (None, [(4, year), (1 | 2, month), (1 | 2, day)]) => (*year, *month, Some(*day)),
        (None, [(4, year), (1 | 2, month)]) => (*year, *month, None),
        (None, [(8, whole)]) => (*whole / 10_000, *whole / 100 % 100, Some(*whole % 100)),
        // 03/04/2024 may be read in two ways unless one number is no month, or points say that it is the German one.
        (None, [(1 | 2, first), (1 | 2, second), (4, year)])
            if *first <= 12 && *second <= 12 && !text.contains('.') =>
        {
            return Some(Err(format!(
                "write the year first: `{year}-{first:02}-{second:02}` or `{year}-{second:02}-{first:02}`, whichever was meant"
            )));
        }
        (None, [(1 | 2, first), (1 | 2, second), (4, year)]) if *second <= 12 => (*year, *second, Some(*first)),
        (None, [(1 | 2, first), (1 | 2, second), (4, year)]) => (*year, *first, Some(*second)),
        (None, [(1 | 2, month), (4, year)]) => (*year, *month, None),
        _ => return None,
    };
    let written = |month: u32, day: Option<u32>| match day {
        Some(day) => format!("{year:04}-{month:02}-{day:02}"),
        None => format!("{year:04}-{month:02}"),
    };
    if !(1..=12).contains(&month) {
        let swapped = day.map(|day| written(day, Some(month))).filter(|text| Day::new(text).is_some());
        let swapped = swapped.map(|text| format!("; if day and month have changed places, write `{text}`"));
        return Some(Err(format!("there is no month {month}{}", swapped.unwrap_or_default())));
    }
    let whole = written(month, day);
    if Day::new(&whole).is_some() {
        return Some(Ok(whole));
    }
    let last = (28..=31).rev().find(|last| Day::new(&written(month, Some(*last))).is_some())?;
    Some(Err(format!("{} {year} has {last} days", MONTHS[month as usize - 1])))
}

/// Of a day with or without an hour.
pub fn when(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some(told) = span(text) {
        return Some(told);
    }
    let Some((day_text, time)) = parted(text) else { return day(text) };
    let date = match read(day_text)? {
        Ok(date) => date,
        Err(why) => return Some(why),
    };
    if Day::new(&date).is_some_and(|day| day.day.is_none()) {
        return Some("an hour needs a whole day before it, such as `2024-04-26 18:00`".into());
    }
    let (time, zone_text) = split_zone(time);
    let hour = match read_hour(time)? {
        Ok(hour) => hour,
        Err(why) => return Some(why),
    };
    let Some(zone_text) = zone_text else { return Some(format!("write `{date} {hour}`")) };
    match zone_name(zone_text) {
        Some(name) => Some(format!("write `{date} {hour} {name}`: zones are called by a place")),
        None => Some(format!("write `{date} {hour}`, and behind it {}", zone_form())),
    }
}

/// A text that has a day and an hour, in two.
fn parted(text: &str) -> Option<(&str, &str)> {
    if let Some((day, time)) = text.split_once(['T', ' ', ','])
        && Day::new(day).is_some()
    {
        return Some((day, time.trim_start_matches([',', ' '])));
    }
    // `26.04.2024 18:00`, `2024년 4월 26일 오후 6시`.
    let is_hour = |word: &str| word.contains([':', '시']) || matches!(word, "오전" | "오후");
    let mut at = 0;
    for word in text.split_inclusive(' ') {
        if at > 0 && is_hour(word.trim_end()) {
            return Some((text[..at].trim_end_matches([',', ' ']), &text[at..]));
        }
        at += word.len();
    }
    None
}

/// Of an hour.
pub fn clock(text: &str) -> Option<String> {
    let text = text.trim();
    let (time, zone_text) = split_zone(text);
    let hour = match read_hour(time)? {
        Ok(hour) => hour,
        Err(why) => return Some(why),
    };
    Some(match zone_text.map(|name| (name, zone_name(name))) {
        None => format!("write `{hour}`"),
        Some((_, Some(name))) => format!("write `{hour}`; the zone stands in a line of its own: `zone: {name}`"),
        Some((_, None)) => {
            format!("write `{hour}`; the zone stands in a line of its own, `zone:`, with {}", zone_form())
        }
    })
}

/// `21:20 KST`, `18:00Z`, `18:00+09:00`: the hour and its zone.
fn split_zone(text: &str) -> (&str, Option<&str>) {
    let text = text.trim();
    if let Some((time, zone)) = text.rsplit_once(' ')
        && (zone.starts_with(|c: char| {
            c.is_ascii_uppercase() && !zone.eq_ignore_ascii_case("pm") && !zone.eq_ignore_ascii_case("am")
        }) || zone.contains('/')
            || zone.starts_with(['+', '(']))
        && time.contains(|c: char| c.is_ascii_digit())
    {
        return (time.trim_end(), Some(zone.trim_matches(['(', ')'])));
    }
    let behind = text.find(':').unwrap_or(text.len());
    if let Some(sign) = text[behind..].find(['+', '-', 'Z', 'K', 'J']) {
        let (time, zone) = text.split_at(behind + sign);
        return (time.trim_end(), Some(zone));
    }
    (text, None)
}

/// `9:20 pm`, `21.20`, `9:20`, `오후 6시 30분`: as it is written here, or why there is no such hour.
fn read_hour(text: &str) -> Option<Result<String, String>> {
    let lower = text.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let is_later = has(&["pm", "p.m", "오후", "저녁", "밤"]);
    let is_earlier = has(&["am", "a.m", "오전", "새벽", "아침"]);
    let numbers: Vec<u32> = lower
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let (hour, minute) = match numbers[..] {
        [hour] if is_later || is_earlier || has(&["h", "시"]) || lower.len() <= 2 => (hour, 0),
        // 2120
        [both] if lower.len() == 4 => (both / 100, both % 100),
        [hour, minute] | [hour, minute, _] => (hour, minute),
        _ => return None,
    };
    let hour = match hour {
        12 if is_earlier => 0,
        1..=11 if is_later => hour + 12,
        hour => hour,
    };
    if minute > 59 {
        return Some(Err("minutes go from 00 to 59".into()));
    }
    if hour > 29 {
        return Some(Err("hours go from 00 to 29: `24:50` is ten to one in the night that follows".into()));
    }
    let written = format!("{hour:02}:{minute:02}");
    Clock::new(&written).map(|_| Ok(written))
}

/// Of a time zone.
pub fn zone(text: &str) -> Option<String> {
    Some(match zone_name(text) {
        Some(name) => format!("zones are called by a place: `{name}`"),
        None => match near_zone(text) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write {}", zone_form()),
        },
    })
}

fn zone_form() -> &'static str {
    "a large town in it, as in `Asia/Seoul`, `Europe/Paris` or `America/New_York`"
}

/// The zone that a common short name stands for, or that is called so.
fn zone_name(text: &str) -> Option<String> {
    const SHORT: &[(&str, &str)] = &[
        ("kst", "Asia/Seoul"),
        ("korea", "Asia/Seoul"),
        ("rok", "Asia/Seoul"),
        ("seoul", "Asia/Seoul"),
        ("한국", "Asia/Seoul"),
        ("jst", "Asia/Tokyo"),
        ("japan", "Asia/Tokyo"),
        ("cet", "Europe/Berlin"),
        ("cest", "Europe/Berlin"),
        ("bst", "Europe/London"),
        ("est", "America/New_York"),
        ("edt", "America/New_York"),
        ("et", "America/New_York"),
        ("pst", "America/Los_Angeles"),
        ("pdt", "America/Los_Angeles"),
        ("pt", "America/Los_Angeles"),
        ("gmt", "UTC"),
        ("utc", "UTC"),
        ("z", "UTC"),
        ("gmt+9", "Asia/Seoul"),
        ("utc+9", "Asia/Seoul"),
        ("+9", "Asia/Seoul"),
        ("+09:00", "Asia/Seoul"),
        ("+0900", "Asia/Seoul"),
        ("ist", "Asia/Kolkata"),
    ];
    let text = text.trim();
    let lower = text.to_lowercase();
    let short = SHORT.iter().find(|(short, _)| *short == lower).map(|(_, name)| name.to_string());
    short.or_else(|| Zone::named(text).map(|_| text.to_string()))
}

/// A name that is spelt nearly so, or the town without its continent.
fn near_zone(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase().replace(' ', "_");
    let names = Zone::names();
    let is_town = |name: &&String| name.rsplit('/').next().is_some_and(|town| town.to_lowercase() == lower);
    // A typo in one of the many names of the same place is nearest to the name itself.
    let town = names.iter().find(is_town).map(String::as_str);
    town.or_else(|| nearest(&lower, names.iter().map(String::as_str))).map(str::to_string)
}

#[cfg(test)]
mod tests {
    use super::super::tests::expect;
    use super::*;

    #[test]
    fn days_of_other_habits() {
        let either = "write the year first: `2024-03-04` or `2024-04-03`, whichever was meant";
        let swapped = "there is no month 13; if day and month have changed places, write `2024-01-13`";
        expect(
            day,
            &[
                ("2024-02-30", Some("February 2024 has 29 days")),
                ("2023-02-29", Some("February 2023 has 28 days")),
                ("2024-04-31", Some("April 2024 has 30 days")),
                ("2024-13", Some("there is no month 13")),
                ("2024-13-01", Some(swapped)),
                ("2024-00-10", Some("there is no month 0")),
                ("2024-4-6", Some("write `2024-04-06`")),
                ("2024/04/26", Some("write `2024-04-26`")),
                ("2024.04.26", Some("write `2024-04-26`")),
                ("20240426", Some("write `2024-04-26`")),
                ("26.4.2024", Some("write `2024-04-26`")),
                ("5.4.2024", Some("write `2024-04-05`")),
                ("4/26/2024", Some("write `2024-04-26`")),
                ("3/4/2024", Some(either)),
                ("04/2024", Some("write `2024-04`")),
                ("26 April 2024", Some("write `2024-04-26`")),
                ("Apr 26, 2024", Some("write `2024-04-26`")),
                ("Apr 2024", Some("write `2024-04`")),
                ("2024년 4월 26일", Some("write `2024-04-26`")),
                ("2024년 4월", Some("write `2024-04`")),
                ("2024-04-26T18:00", Some("write `2024-04-26`: only the day belongs here")),
                (
                    "2024-04-26..2024-05-02",
                    Some(
                        "write the first day, `2024-04-26`; where there is a field for the last it is `until: 2024-05-02`",
                    ),
                ),
                ("soon", None),
                ("", None),
                ("99999999999-1-1", None),
                ("1.2.3.4.5", None),
            ],
        );
    }

    #[test]
    fn moments_of_other_habits() {
        let night = "hours go from 00 to 29: `24:50` is ten to one in the night that follows";
        expect(
            when,
            &[
                ("2024-04-26T18:00:00", Some("write `2024-04-26 18:00`")),
                ("2024-04-26T18:00Z", Some("write `2024-04-26 18:00 UTC`: zones are called by a place")),
                (
                    "2024-04-26T18:00:00+09:00",
                    Some("write `2024-04-26 18:00 Asia/Seoul`: zones are called by a place"),
                ),
                ("2024-04-26 18:00 KST", Some("write `2024-04-26 18:00 Asia/Seoul`: zones are called by a place")),
                ("2024-04-26 9:20 (KST)", Some("write `2024-04-26 09:20 Asia/Seoul`: zones are called by a place")),
                ("2024-04-26 6pm", Some("write `2024-04-26 18:00`")),
                ("2024-04-26, 18:00", Some("write `2024-04-26 18:00`")),
                ("26.04.2024 18:00", Some("write `2024-04-26 18:00`")),
                ("2024-04-26 오후 6시 30분", Some("write `2024-04-26 18:30`")),
                ("2024년 4월 26일 오후 6시", Some("write `2024-04-26 18:00`")),
                ("2024-04-26 25:61", Some("minutes go from 00 to 59")),
                ("2024-04-26 31:00", Some(night)),
                ("2024-04-26 9:00", Some("write `2024-04-26 09:00`")),
                ("2024-04 18:00", Some("an hour needs a whole day before it, such as `2024-04-26 18:00`")),
                ("2024-02-30 18:00", Some("February 2024 has 29 days")),
                ("2024.04.26", Some("write `2024-04-26`")),
                ("in spring", None),
            ],
        );
        let unknown = when("2024-04-26 18:00 XYZ").unwrap_or_default();
        assert!(unknown.starts_with("write `2024-04-26 18:00`, and behind it a large town"), "{unknown}");
    }

    #[test]
    fn hours_and_zones() {
        expect(
            clock,
            &[
                ("9:20 pm", Some("write `21:20`")),
                ("9pm", Some("write `21:00`")),
                ("21.20", Some("write `21:20`")),
                ("2120", Some("write `21:20`")),
                ("9", Some("write `09:00`")),
                ("9:20", Some("write `09:20`")),
                ("21:20 KST", Some("write `21:20`; the zone stands in a line of its own: `zone: Asia/Seoul`")),
                ("21:20:00", Some("write `21:20`")),
                ("evening", None),
            ],
        );
        expect(
            zone,
            &[
                ("KST", Some("zones are called by a place: `Asia/Seoul`")),
                ("Seoul", Some("zones are called by a place: `Asia/Seoul`")),
                ("asia/seuol", Some("did you mean `Asia/Seoul`?")),
                ("Paris", Some("did you mean `Europe/Paris`?")),
                (
                    "Moon/Base",
                    Some("write a large town in it, as in `Asia/Seoul`, `Europe/Paris` or `America/New_York`"),
                ),
            ],
        );
    }
}
