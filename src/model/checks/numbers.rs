//! Numbers and codes that carry their own proof: shares of a hundred, ISRC, the digits under a barcode.

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::fact::{Fact, Maybe};
use crate::base::number::Dec;
use crate::kinds::record::Record;
use crate::kinds::{Episode, Release, Song};
use crate::parse::values::Word;

/// Shares of the audience.
pub fn episode(record: &Record<Episode>, complaints: &mut Vec<Diagnostic>) {
    for rating in &record.is.ratings {
        for (field, fact) in [("percent", rating.percent.fact()), ("peak", rating.peak.fact())] {
            let Some(Fact { is: Some(share), at, .. }) = fact else { continue };
            if !is_share(share) {
                complaints.push(
                    Diagnostic::new(
                        Code::WrongType,
                        format!("`{field}` is `{share}`, and a share is between 0 and 100"),
                    )
                    .at(record.at(*at))
                    .label(format!("in the episode `{}`", record.id.id))
                    .help("the number of people who watched belongs under `viewers`"),
                );
            }
        }
    }
}

fn is_share(share: &Dec) -> bool {
    (0.0..=100.0).contains(&share.as_f64()) && !share.as_str().starts_with('-')
}

/// The codes of a song and its takes.
pub fn song(record: &Record<Song>, complaints: &mut Vec<Diagnostic>) {
    isrc(record, &record.is.isrc, complaints);
    for (_, take) in record.is.takes.get().map(|takes| &takes.0[..]).unwrap_or_default() {
        isrc(record, &take.isrc, complaints);
    }
}

fn isrc(record: &Record<Song>, code: &Maybe<Word>, complaints: &mut Vec<Diagnostic>) {
    let Some(Fact { is: Some(code), at, .. }) = code.fact() else { return };
    if is_isrc(code.as_str()) {
        return;
    }
    complaints.push(
        Diagnostic::new(Code::Checksum, format!("`{}` is not of the form of an ISRC", code.as_str()))
            .at(record.at(*at))
            .help("an ISRC has two letters, three letters or digits, two digits of the year and five more: `KRA402400001`"),
    );
}

/// ISO 3901: prefix, year, designation; hyphens are for reading only.
fn is_isrc(code: &str) -> bool {
    let plain: Vec<u8> = code.bytes().filter(|byte| *byte != b'-').collect();
    plain.len() == 12
        && plain[..2].iter().all(u8::is_ascii_uppercase)
        && plain[2..5].iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && plain[5..].iter().all(u8::is_ascii_digit)
}

/// The number under the bars of a release.
pub fn release(record: &Record<Release>, complaints: &mut Vec<Diagnostic>) {
    let Some(Fact { is: Some(barcode), at, .. }) = record.is.barcode.fact() else { return };
    let digits: Vec<u32> =
        barcode.as_str().chars().filter(|c| !matches!(c, ' ' | '-')).map_while(|c| c.to_digit(10)).collect();
    let length = barcode.as_str().chars().filter(|c| !matches!(c, ' ' | '-')).count();
    let complaint = |message: String| Diagnostic::new(Code::Checksum, message).at(record.at(*at));
    if digits.len() != length || !matches!(length, 8 | 12 | 13 | 14) {
        complaints.push(complaint(format!("`{}` is not of the form of a barcode", barcode.as_str())).help(
            "under the bars stand 8, 12, 13 or 14 digits; a number with letters is the label's: `catalogue_number`",
        ));
        return;
    }
    let (last, body) = (digits[length - 1], &digits[..length - 1]);
    let wanted = check_digit(body);
    if wanted != last {
        complaints.push(
            complaint(format!(
                "the digits of `{}` do not agree with the last one, which proves them",
                barcode.as_str()
            ))
            .label(format!("by the others it would be {wanted}"))
            .help("look at the package again: a digit is wrong, or two have changed places"),
        );
    }
}

/// GS1 General Specifications §7.9: from the right the digits count three times and once by turns.
fn check_digit(body: &[u32]) -> u32 {
    let sum: u32 =
        body.iter().rev().enumerate().map(|(at, digit)| if at % 2 == 0 { digit * 3 } else { *digit }).sum();
    (10 - sum % 10) % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_prove_themselves() {
        let digits = |text: &str| text.chars().filter_map(|c| c.to_digit(10)).collect::<Vec<_>>();
        for code in ["8809355970456", "4006381333931", "036000291452", "73513537", "10614141000415"] {
            let all = digits(code);
            let (last, body) = all.split_last().unwrap();
            let is_right = check_digit(body) == *last;
            // The first is made up, and wrong on purpose.
            assert_eq!(is_right, code != "8809355970456", "{code}");
        }
        for code in ["KRA402400001", "KR-A40-24-00001", "USRC17607839"] {
            assert!(is_isrc(code), "{code}");
        }
        for code in ["KRA40240000", "krA402400001", "1RA402400001", "KRA4024O0001"] {
            assert!(!is_isrc(code), "{code}");
        }
    }

    #[test]
    fn a_share_is_at_most_the_whole() {
        for (text, is_right) in
            [("24.850", true), ("0", true), ("100", true), ("100.1", false), ("-1", false), ("-0", false)]
        {
            assert_eq!(is_share(&Dec::new(text).unwrap()), is_right, "{text}");
        }
    }
}
