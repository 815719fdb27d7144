//! Numbers and lengths in other ways than ours.

use crate::base::day::Dur;
use crate::base::number::Dec;

/// Of a whole number.
pub fn number(text: &str) -> Option<String> {
    let text = &narrow(text.trim());
    if let Some(written) = spelt_out(text) {
        return Some(format!("write it out in digits: `{written}`"));
    }
    if let Some(bare) = text.strip_prefix('-').filter(|bare| is_digits(bare)) {
        return Some(format!("there are no numbers below nothing here; write `{bare}` if that is meant"));
    }
    if is_digits(text) && text.len() < 10 {
        return Some(format!("write it in the ordinary digits: `{text}`"));
    }
    if is_digits(text) {
        return Some(format!("the largest number that fits is {}", u32::MAX));
    }
    let (digits, unit) = parted(text)?;
    let bare: String = digits.chars().filter(char::is_ascii_digit).collect();
    if let Some((whole, part)) = digits.split_once('.').filter(|(whole, part)| is_digits(whole) && is_digits(part))
    {
        return Some(match part.len() {
            3 => format!("write `{bare}` if the point parts thousands; only a whole number belongs here"),
            _ => format!("only a whole number belongs here, such as `{whole}`"),
        });
    }
    let bare = bare.trim_start_matches('0');
    let bare = if bare.is_empty() { "0" } else { bare };
    Some(match unit {
        "" => format!("write it without signs between the digits: `{bare}`"),
        unit => format!("leave out `{unit}`: write `{bare}`"),
    })
}

/// Of a number with a point.
pub fn decimal(text: &str) -> Option<String> {
    let text = &narrow(text.trim());
    if let Some(written) = spelt_out(text) {
        return Some(format!("write it out in digits: `{written}`"));
    }
    let (digits, unit) = parted(text)?;
    let digits = digits.trim_end_matches('.');
    let bare = digits.replace([',', '_', ' ', '\'', '\u{a0}', '\u{202f}'], "");
    let without = match unit {
        "" => String::new(),
        unit => format!(", without the `{unit}`"),
    };
    match (digits.split_once(','), digits.contains('.')) {
        // 24,85 is no number of thousands; 5,853 may be either, and 5,853,000 and 1,234.5 are.
        (Some((whole, part)), false) if is_digits(whole) && is_digits(part) => Some(match part.len() {
            3 if whole.len() <= 3 => format!(
                "write `{whole}.{part}` if the comma stands before the decimals, `{whole}{part}` if it parts thousands{without}"
            ),
            _ => format!("write a point in place of the comma: `{whole}.{part}`{without}"),
        }),
        _ => {
            let written = if bare.starts_with('.') { format!("0{bare}") } else { bare };
            Dec::new(&written).filter(|_| written != *text).map(|_| format!("write `{written}`{without}"))
        }
    }
}

/// Of a length.
pub fn length(text: &str) -> Option<String> {
    let text = &narrow(text.trim()).to_lowercase();
    if let Ok(seconds) = text.parse::<u32>() {
        return (1..36_000).contains(&seconds).then(|| format!("if these are seconds, write `{}`", Dur(seconds)));
    }
    let parts: Vec<u32> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok().filter(|number| *number < 10_000))
        .collect::<Option<_>>()?;
    // A length of zero hours is written without them.
    match parts[..] {
        [minutes] if text.contains('분') || text.contains('m') || text.contains('\'') => {
            Some(format!("write `{minutes}:00`"))
        }
        [seconds] if text.contains('초') || text.contains('s') => Some(format!("write `{}`", Dur(seconds))),
        [.., second] if second > 59 => Some("seconds go from 00 to 59".into()),
        [_, minute, _] if minute > 59 => Some("minutes go from 00 to 59 when there are hours".into()),
        [minute, second] => {
            Some(format!("write `{minute}:{second:02}`: minutes, a colon and two digits of seconds"))
        }
        [hour, minute, second] => Some(format!("write `{hour}:{minute:02}:{second:02}`")),
        _ => None,
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Full-width digits and signs become the ordinary ones.
fn narrow(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            c => c,
        })
        .collect()
}

/// `1e3`, `0x10`, `12k`, `151만`, `1.5 million`: the number in digits.
fn spelt_out(text: &str) -> Option<String> {
    const TIMES: &[(&str, u64)] = &[
        ("k", 1_000),
        ("thousand", 1_000),
        ("천", 1_000),
        ("만", 10_000),
        ("million", 1_000_000),
        ("억", 100_000_000),
    ];
    const WORDS: &[&str] = &[
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ];
    let lower = text.to_lowercase();
    if let Some(number) = WORDS.iter().position(|word| *word == lower) {
        return Some(number.to_string());
    }
    if let Some(digits) = lower.strip_prefix("0x") {
        return u32::from_str_radix(digits, 16).ok().map(|number| number.to_string());
    }
    let (number, times) = match lower.split_once('e') {
        Some((number, power)) if is_digits(power) => (number, 10_u64.checked_pow(power.parse().ok()?)?),
        _ => TIMES.iter().find_map(|(word, times)| Some((lower.strip_suffix(word)?, *times)))?,
    };
    let number = number.trim().replace(',', "");
    let (whole, part) = number.split_once('.').unwrap_or((&number, ""));
    let fits = is_digits(whole) && (part.is_empty() || is_digits(part)) && part.len() <= 9;
    let scaled = fits.then(|| format!("{whole}{part}").parse::<u64>().ok()).flatten()?.checked_mul(times)?;
    let places = 10_u64.checked_pow(part.len() as u32)?;
    (scaled % places == 0).then(|| (scaled / places).to_string())
}

/// The digits at the beginning, with the signs between them, and what stands behind.
fn parted(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix('+').unwrap_or(text).trim_start_matches(['~', '≈', ' ']);
    let is_inner =
        |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '_' | ' ' | '\'' | '\u{a0}' | '\u{202f}');
    let end = text.find(|c: char| !is_inner(c)).unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    let digits = digits.trim_end_matches([' ', ',', '\u{a0}']);
    let is_number = digits.len() <= 20 && digits.bytes().any(|byte| byte.is_ascii_digit());
    let has_more = unit.bytes().any(|byte| byte.is_ascii_digit());
    (is_number && !has_more).then_some((digits, unit.trim()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::expect;
    use super::*;

    #[test]
    fn whole_numbers() {
        let below = "there are no numbers below nothing here; write `5` if that is meant";
        let point = "write `5853` if the point parts thousands; only a whole number belongs here";
        expect(
            number,
            &[
                ("1,510,000", Some("write it without signs between the digits: `1510000`")),
                ("1 510 000", Some("write it without signs between the digits: `1510000`")),
                ("16 episodes", Some("leave out `episodes`: write `16`")),
                ("16화", Some("leave out `화`: write `16`")),
                ("1e3", Some("write it out in digits: `1000`")),
                ("1.5e3", Some("write it out in digits: `1500`")),
                ("12k", Some("write it out in digits: `12000`")),
                ("151만", Some("write it out in digits: `1510000`")),
                ("0x10", Some("write it out in digits: `16`")),
                ("１６", Some("write it in the ordinary digits: `16`")),
                ("two", Some("write it out in digits: `2`")),
                ("5.853", Some(point)),
                ("16.5", Some("only a whole number belongs here, such as `16`")),
                ("-5", Some(below)),
                ("99999999999", Some("the largest number that fits is 4294967295")),
                ("many", None),
                ("", None),
            ],
        );
    }

    #[test]
    fn numbers_with_a_point() {
        expect(
            decimal,
            &[
                ("24,85", Some("write a point in place of the comma: `24.85`")),
                (
                    "5,853",
                    Some("write `5.853` if the comma stands before the decimals, `5853` if it parts thousands"),
                ),
                ("1,234.5", Some("write `1234.5`")),
                ("1,510,000", Some("write `1510000`")),
                ("24.85 %", Some("write `24.85`, without the `%`")),
                (".5", Some("write `0.5`")),
                ("5.", Some("write `5`")),
                ("1e3", Some("write it out in digits: `1000`")),
                ("about", None),
            ],
        );
    }

    #[test]
    fn lengths() {
        expect(
            length,
            &[
                ("221", Some("if these are seconds, write `3:41`")),
                ("3:61", Some("seconds go from 00 to 59")),
                ("3:4", Some("write `3:04`: minutes, a colon and two digits of seconds")),
                ("3.41", Some("write `3:41`: minutes, a colon and two digits of seconds")),
                ("3m41s", Some("write `3:41`: minutes, a colon and two digits of seconds")),
                ("3분 41초", Some("write `3:41`: minutes, a colon and two digits of seconds")),
                ("80 min", Some("write `80:00`")),
                ("41초", Some("write `0:41`")),
                ("1:75:00", Some("minutes go from 00 to 59 when there are hours")),
                ("long", None),
            ],
        );
    }
}
