//! Data that are nobody's business: addresses of mail, telephone numbers, Korean resident numbers, fields for
//! birthdays and homes. Conservative: barcodes, dates and numbers of catalogues are none of these.

use super::yaml::{Node, Yaml};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::id::Kind;
use crate::base::place::Place;
use std::ops::Range;
use std::sync::Arc;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Private {
    Mail,
    Phone,
    Resident,
}

impl Private {
    fn name(self) -> &'static str {
        match self {
            Private::Mail => "an e-mail address",
            Private::Phone => "a telephone number",
            Private::Resident => "a resident registration number",
        }
    }
}

/// Fields whose values are addresses and codes, where digits and `@` mean something else.
const CODES: &[&str] = &[
    "contact",
    "url",
    "repository",
    "address",
    "archived",
    "found_at",
    "barcode",
    "isrc",
    "catalogue_number",
    "ids",
    "file",
    "theme",
    "image",
];

/// Fields that people make for what does not belong here.
pub fn is_private_field(name: &str) -> bool {
    let name = name.to_lowercase().replace(['-', ' '], "_");
    matches!(
        name.as_str(),
        "birthday"
            | "birthdate"
            | "birth_date"
            | "date_of_birth"
            | "dob"
            | "born"
            | "birth"
            | "birthplace"
            | "age"
            | "home"
            | "home_address"
            | "address"
            | "residence"
            | "family"
            | "parents"
            | "spouse"
            | "children"
            | "phone"
            | "telephone"
            | "mobile"
            | "email"
            | "e_mail"
            | "mail"
            | "blood_type"
            | "height"
            | "weight"
            | "religion"
            | "생일"
            | "생년월일"
            | "나이"
            | "주소"
            | "집"
            | "가족"
            | "전화"
            | "전화번호"
            | "이메일"
            | "혈액형"
            | "본적"
    )
}

/// What to say of a field of that sort.
pub fn field(name: &str, at: Place) -> Diagnostic {
    Diagnostic::new(
        Code::PrivateData,
        format!("`{name}` is private, and a person's record has no field for it on purpose"),
    )
    .at(at)
    .help("take it out: a fan site tells of the work, not of birthdays, bodies, families or homes")
}

/// Looks through all texts of a file. In the file of people, fields that are told as such are passed over.
pub fn check_node(file: &Arc<str>, text: &str, node: &Node, kind: Option<Kind>, complaints: &mut Vec<Diagnostic>) {
    match &node.is {
        Yaml::Nothing => {}
        Yaml::List(list) => list.iter().for_each(|node| check_node(file, text, node, kind, complaints)),
        Yaml::Map(entries) => {
            let is_passed =
                |key: &str| CODES.contains(&key) || (kind == Some(Kind::Person) && is_private_field(key));
            for (_, node) in entries.iter().filter(|(key, _)| !is_passed(&key.text)) {
                check_node(file, text, node, kind, complaints);
            }
        }
        Yaml::Text { text: value, .. } => {
            if find(value).next().is_some() {
                check(file, text, node.at.start as usize..node.at.end as usize, complaints);
            }
        }
    }
}

/// Looks through the part `span` of a file's `text`.
pub fn check(file: &Arc<str>, text: &str, span: Range<usize>, complaints: &mut Vec<Diagnostic>) {
    let Some(part) = text.get(span.clone()) else { return };
    for (at, what) in find(part) {
        complaints.push(
            Diagnostic::new(Code::PrivateData, format!("{} stands here, for everybody to read", what.name()))
                .at(Place::new(file, span.start + at.start..span.start + at.end))
                .help("take it out; the way to reach you belongs under `contact:` in site.yaml"),
        );
    }
}

/// In pieces, so that a processor counts many bytes at once.
fn has_eight_digits(bytes: &[u8]) -> bool {
    let mut count = 0;
    bytes.chunks(128).any(|piece| {
        count += piece.iter().map(|byte| u8::from(byte.is_ascii_digit())).sum::<u8>() as usize;
        count >= 8
    })
}

/// Everything private in a text, in its order.
pub fn find(text: &str) -> impl Iterator<Item = (Range<usize>, Private)> + '_ {
    // Most texts have neither, and are looked at once, byte by byte.
    let has = memchr::memchr(b'@', text.as_bytes()).is_some() || has_eight_digits(text.as_bytes());
    let mut words = Vec::new();
    if has {
        words.extend(mails(text).map(|at| (at, Private::Mail)));
        words.extend(numbers(text));
        words.sort_by_key(|(at, _)| at.start);
    }
    words.into_iter()
}

fn mails(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    text.match_indices('@').filter_map(move |(at, _)| {
        let start = text[..at]
            .rfind(|c| !is_part(c))
            .map_or(0, |end| end + text[end..].chars().next().map_or(1, char::len_utf8));
        let host = &text[at + 1..];
        let end = host.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))).unwrap_or(host.len());
        let host = host[..end].trim_end_matches(['.', '-']);
        let (name, top) = host.rsplit_once('.')?;
        let is_host = !name.is_empty() && top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic());
        // `https://host/@name.tld` is the address of a page.
        // A link that opens a letter is put there for readers to write to.
        let is_address = text[..start].ends_with('/') || text[..start].ends_with("mailto:") || start == at;
        (is_host && !is_address).then_some(start..at + 1 + host.len())
    })
}

/// Runs of digits with the signs that people put between them.
fn numbers(text: &str) -> Vec<(Range<usize>, Private)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !(bytes[at].is_ascii_digit() || (bytes[at] == b'+' && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)))
        {
            at += 1;
            continue;
        }
        let start = at;
        at += 1;
        while at < bytes.len() {
            let is_between = matches!(bytes[at], b'-' | b' ' | b'.' | b')' | b'(')
                && bytes.get(at + 1).is_some_and(|b| b.is_ascii_digit() || *b == b'(');
            if !bytes[at].is_ascii_digit() && !is_between {
                break;
            }
            at += 1;
        }
        let is_in_word = |byte: Option<&u8>| {
            byte.is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'_' | b'-' | b'=' | b':' | b'%'))
        };
        if is_in_word(start.checked_sub(1).and_then(|before| bytes.get(before))) || is_in_word(bytes.get(at)) {
            continue;
        }
        let run = &text[start..at];
        if is_resident(run) {
            found.push((start..at, Private::Resident));
        } else if is_phone(run) {
            found.push((start..at, Private::Phone));
        }
    }
    found
}

/// Six digits of a birthday, and seven of which the first tells the century.
fn is_resident(run: &str) -> bool {
    let Some((birthday, rest)) = run.split_once('-') else { return false };
    let is_number = |text: &str, length: usize| text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
    let part = |from: usize| birthday.get(from..from + 2).and_then(|text| text.parse::<u32>().ok()).unwrap_or(0);
    is_number(birthday, 6)
        && is_number(rest, 7)
        && (1..=12).contains(&part(2))
        && (1..=31).contains(&part(4))
        && matches!(rest.as_bytes()[0], b'1'..=b'8')
}

/// With the code of a country in front, or as Korea writes them: an area of two or three digits that begins with
/// 0, three or four, four. Without signs between them only numbers of mobile telephones are sure.
fn is_phone(run: &str) -> bool {
    let digits: String = run.chars().filter(char::is_ascii_digit).collect();
    if run.starts_with('+') {
        return (9..=15).contains(&digits.len());
    }
    let parts: Vec<usize> =
        run.split(['-', ' ', '.', ')', '(']).filter(|part| !part.is_empty()).map(str::len).collect();
    let is_split = matches!(parts[..], [2..=4, 3..=4, 4]) && digits.starts_with('0') && !digits.starts_with("00");
    let is_mobile = parts.len() == 1 && digits.len() == 11 && digits.starts_with("010");
    is_split || is_mobile
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Private)> {
        find(text).map(|(at, what)| (&text[at], what)).collect()
    }

    #[test]
    fn private_data_are_found() {
        assert_eq!(found("Write to some.one@mail.example.com."), [("some.one@mail.example.com", Private::Mail)]);
        assert_eq!(found("메일은 fan@example.co.kr로"), [("fan@example.co.kr", Private::Mail)]);
        for phone in [
            "010-1234-5678",
            "01012345678",
            "02-123-4567",
            "010 1234 5678",
            "+82 10-1234-5678",
            "+821012345678",
            "0507-1234-5678",
        ] {
            assert_eq!(found(&format!("call {phone}, now")), [(phone, Private::Phone)], "{phone}");
        }
        assert_eq!(found("900101-1234567"), [("900101-1234567", Private::Resident)]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_taken(text in r"[0-9+@ .()a-z가-힣é>\n-]{0,60}") {
            for (at, _) in find(&text) {
                proptest::prop_assert!(!text[at].is_empty());
            }
            let file: Arc<str> = "a.md".into();
            let mut complaints = Vec::new();
            check(&file, &text, 0..text.len(), &mut complaints);
            super::super::quotes::check(&file, &text, 0..text.len(), false, &mut complaints);
            super::super::lyrics::check(&file, &text, 0..text.len(), &mut complaints);
            for place in complaints.iter().filter_map(|complaint| complaint.place.as_ref()) {
                proptest::prop_assert!(text.get(place.start as usize..place.end as usize).is_some());
            }
        }
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for fine in [
            "2024-04-26",
            "2024-04-26 21:10",
            "8809355970456",
            "880-9355-970456",
            "1,510,000 viewers",
            "24.850 %",
            "https://news.example/2024/0312345678",
            "https://x.example/view?id=010-1234-5678",
            "KRA402400001",
            "@heize",
            "https://social.example/@name.tld",
            "[write](mailto:a@b.example)",
            "991301-1234567",
            "10 20 30",
            "1 2 3 4 5 6 7 8 9",
            "0:12–3:45 and 0:50",
            "episodes 1-16, 2024.03.09",
            "L200002940",
            "ISBN 979-11-123-4567-8",
            "part 01-234-567",
        ] {
            assert_eq!(found(fine), [], "{fine}");
        }
    }
}
