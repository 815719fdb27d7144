//! Writes calendars (RFC 5545): escaped, folded, with CRLF. icalendar stays behind this file, which gives it every
//! property that it would otherwise take from chance or the clock (`UID`, `DTSTAMP`), and folds its lines again.

use crate::base::day::{Day, Moment};
use icalendar::{Calendar, Component, Event, Property};

/// When something is: at a moment, or all day.
pub enum At {
    /// In UTC; with an end only where its length is known.
    Moment { start: Moment, end: Option<Moment> },
    /// As calendars write it: `20240427`.
    Day(String),
}

/// How sure it is (§3.8.1.11).
#[derive(Clone, Copy)]
pub enum Status {
    Confirmed,
    Tentative,
    Cancelled,
}

/// Something with a date.
pub struct Dated {
    /// The same in every language and in every build.
    pub uid: String,
    /// When what is said of it last changed.
    pub stamp: Day,
    pub at: At,
    pub status: Status,
    pub summary: String,
    /// The whole address of its page.
    pub url: String,
}

/// A calendar of that name, as bytes. Never empty: a calendar must hold something (§3.6).
pub fn calendar(name: &str, lang: &str, events: &[Dated]) -> Vec<u8> {
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", format!("-//linernotes//{lang}")));
    calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
    calendar.append_property(Property::new("X-WR-CALNAME", line(name)));
    for dated in events {
        calendar.push(event(dated));
    }
    folded(&calendar.to_string()).into_bytes()
}

/// The same with lines of at most 75 octets (§3.1). icalendar 0.17 folds too, but leaves 76 octets in a last line
/// whose text has just 75, for it forgets the space before them.
fn folded(text: &str) -> String {
    const OCTETS: usize = 75;
    let mut folded = String::with_capacity(text.len() + text.len() / OCTETS * 3);
    // No value holds a line end, so all that are followed by a space are folds.
    for line in text.replace("\r\n ", "").split_terminator("\r\n") {
        let mut room = OCTETS;
        for c in line.chars() {
            if c.len_utf8() > room {
                folded.push_str("\r\n ");
                room = OCTETS - 1;
            }
            folded.push(c);
            room -= c.len_utf8();
        }
        folded.push_str("\r\n");
    }
    folded
}

fn event(dated: &Dated) -> Event {
    let mut event = Event::new();
    event.add_property("UID", line(&dated.uid));
    event.add_property("DTSTAMP", stamp(dated));
    event.add_property("SUMMARY", line(&dated.summary));
    event.add_property("URL", &dated.url);
    let status = match dated.status {
        Status::Confirmed => "CONFIRMED",
        Status::Tentative => "TENTATIVE",
        Status::Cancelled => "CANCELLED",
    };
    event.add_property("STATUS", status);
    match &dated.at {
        At::Moment { start, end } => {
            event.add_property("DTSTART", start.calendar());
            if let Some(end) = end {
                event.add_property("DTEND", end.calendar());
            }
        }
        At::Day(day) => {
            let mut property = Property::new("DTSTART", day);
            property.add_parameter("VALUE", "DATE");
            event.append_property(property);
            // A day in a calendar is no appointment: whoever has it is still free.
            event.add_property("TRANSP", "TRANSPARENT");
        }
    }
    event.done()
}

/// The beginning of the day in UTC (§3.8.7.2 wants an hour).
fn stamp(dated: &Dated) -> String {
    let first = Day { month: dated.stamp.month.or(Some(1)), day: dated.stamp.day.or(Some(1)), ..dated.stamp };
    format!("{}T000000Z", first.calendar().unwrap_or_default())
}

/// A text without what a content line cannot hold (§3.1).
fn line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::day::{When, Zone};

    fn dated(summary: &str, when: &str, minutes: Option<u32>) -> Dated {
        let when = When::new(when).unwrap();
        let at = match when.moment(&Zone::named("Asia/Seoul").unwrap()) {
            Some(start) => At::Moment { end: minutes.and_then(|minutes| start.after_minutes(minutes)), start },
            None => At::Day(when.day.calendar().unwrap()),
        };
        let stamp = Day::new("2024-05").unwrap();
        Dated {
            uid: "episode-1@a.example".into(),
            stamp,
            at,
            status: Status::Confirmed,
            summary: summary.into(),
            url: "https://a.example/episodes/1/".into(),
        }
    }

    fn told(events: &[Dated]) -> String {
        String::from_utf8(calendar("눈물의 여왕, 방송; 발매", "ko", events)).unwrap()
    }

    #[test]
    fn hours_are_in_utc_and_days_have_none() {
        let text = told(&[dated("1회", "2024-03-09 21:20", None), dated("2회", "2024-03-10", None)]);
        assert!(text.contains("DTSTART:20240309T122000Z\r\n") && text.contains("DTSTART;VALUE=DATE:20240310\r\n"));
        assert!(!text.contains("DTEND") && text.contains("DTSTAMP:20240501T000000Z\r\n"));
        assert!(text.contains("X-WR-CALNAME:눈물의 여왕\\, 방송\\; 발매\r\n"), "{text}");
        let text = told(&[dated("24:50", "2024-03-09 24:50", Some(80))]);
        assert!(
            text.contains("DTSTART:20240309T155000Z\r\n") && text.contains("DTEND:20240309T171000Z\r\n"),
            "{text}"
        );
    }

    #[test]
    fn lines_are_folded_between_characters() {
        let title = "가나다라마바사 아자차카타파하, ".repeat(9) + "\r\nend\\";
        let text = told(&[dated(&title, "2024-03-09", None)]);
        assert!(text.lines().all(|line| line.len() <= 75), "{text}");
        assert!(text.split("\r\n").all(|line| !line.contains(['\r', '\n'])));
        let whole = text.replace("\r\n ", "");
        let summary = whole.lines().find_map(|line| line.strip_prefix("SUMMARY:")).unwrap();
        assert_eq!(summary, title.replace('\\', "\\\\").replace(',', "\\,").replace("\r\n", "  "));
    }

    #[test]
    fn a_last_line_has_room_for_its_space() {
        // 8 octets of `SUMMARY:` and 142 of the title: the second line would have 75 and the space.
        for length in 60..240 {
            let text = told(&[dated(&"x".repeat(length), "2024-03-09", None)]);
            assert!(text.lines().all(|line| line.len() <= 75), "{length}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_title_comes_back_whole(title in "[ 가-힣a-z,;\\\\\u{a0}\u{1F600}é\t]{0,200}") {
            let text = told(&[dated(&title, "2024-03-09", None)]);
            proptest::prop_assert!(text.split("\r\n").all(|line| line.len() <= 75));
            let whole = text.replace("\r\n ", "");
            let summary = whole.split("\r\n").find_map(|line| line.strip_prefix("SUMMARY:")).unwrap_or_default();
            let escaped = line(&title).replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;");
            proptest::prop_assert_eq!(summary, escaped);
        }
    }
}
