//! Days, hours, zones and lengths of time. jiff stays behind this file; zone rules come with the program,
//! never from the machine, so that the same site is built everywhere.

use jiff::civil;
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};
use std::cmp::Ordering;
use std::fmt;

/// A calendar day, or a month or a year of which the day is not said. No zone ever shifts it. Sorts by
/// time; what is less exact comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Day {
    pub year: i16,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31; only where there is a month.
    pub day: Option<u8>,
}

impl Day {
    /// Reads `2024`, `2024-04` or `2024-04-26`; nothing else, and only days that exist.
    pub fn new(text: &str) -> Option<Day> {
        let digits = |s: &str, n: usize| {
            (s.len() == n && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse::<u16>().ok())
        };
        let mut parts = text.split('-');
        let year = digits(parts.next()?, 4)??.try_into().ok()?;
        let month = parts.next().map(|m| digits(m, 2)?).map_or(Some(None), |m| m.map(Some))?;
        let day = parts.next().map(|d| digits(d, 2)?).map_or(Some(None), |d| d.map(Some))?;
        if parts.next().is_some() || year < 1 {
            return None;
        }
        let day = Day { year, month: month.map(|m| m as u8), day: day.map(|d| d as u8) };
        civil::Date::new(year, day.month.unwrap_or(1) as i8, day.day.unwrap_or(1) as i8).ok().map(|_| day)
    }

    /// The day that a moment has in a zone.
    pub fn from_unix(seconds: i64, zone: &Zone) -> Option<Day> {
        let date = jiff::Timestamp::from_second(seconds).ok()?.to_zoned(zone.0.clone()).date();
        Some(Day::from_date(date))
    }

    fn from_date(date: civil::Date) -> Day {
        Day { year: date.year(), month: Some(date.month() as u8), day: Some(date.day() as u8) }
    }

    /// The first day that it can be.
    fn earliest(self) -> civil::Date {
        // Every `Day` was checked when it was made.
        civil::Date::new(self.year, self.month.unwrap_or(1) as i8, self.day.unwrap_or(1) as i8).unwrap_or_default()
    }

    /// One of the two may be said less exactly: April 2024 may be the 26th of it.
    pub fn may_be(self, other: Day) -> bool {
        let same = |one: Option<u8>, other: Option<u8>| one.zip(other).is_none_or(|(one, other)| one == other);
        self.year == other.year && same(self.month, other.month) && same(self.day, other.day)
    }

    /// Is this surely later, whatever the parts are that either does not say? No month of 2024 is after `2024`.
    pub fn is_after(self, other: Day) -> bool {
        let part = |own: Option<u8>, others: Option<u8>| own.zip(others).map(|(own, others)| own.cmp(&others));
        let order = self.year.cmp(&other.year);
        let order = match order {
            Ordering::Equal => part(self.month, other.month).unwrap_or(Ordering::Equal),
            order => order,
        };
        match order {
            Ordering::Equal => part(self.day, other.day) == Some(Ordering::Greater),
            order => order == Ordering::Greater,
        }
    }

    /// The day before; only for a whole day.
    pub fn before(self) -> Option<Day> {
        self.day.and_then(|_| self.earliest().yesterday().ok()).map(Day::from_date)
    }

    /// 0 is Monday, as ISO 8601 counts; only for a whole day.
    pub fn weekday(self) -> Option<usize> {
        self.day.map(|_| self.earliest().weekday().to_monday_zero_offset() as usize)
    }

    /// As calendars write it (RFC 5545 §3.3.4): `20240310`; only for a whole day.
    pub fn calendar(self) -> Option<String> {
        self.day.map(|_| self.earliest().strftime("%Y%m%d").to_string())
    }

    /// How many days lie between, by the first days that both can be.
    pub fn days_until(self, later: Day) -> i32 {
        self.earliest().until(later.earliest()).map_or(0, |span| span.get_days())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        self.month.map_or(Ok(()), |month| write!(f, "-{month:02}"))?;
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

/// A time zone of the IANA database, by its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone(TimeZone);

/// The rules that come with the program. Without being asked jiff would take those of the machine.
fn zones() -> TimeZoneDatabase {
    TimeZoneDatabase::bundled()
}

impl Zone {
    pub fn named(name: &str) -> Option<Zone> {
        let is_name = name.contains('/') || name == "UTC";
        is_name.then(|| zones().get(name).ok()).flatten().map(Zone)
    }

    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The name of every zone that is known, for saying which one is near.
    pub fn names() -> Vec<String> {
        zones().available().map(|name| name.as_str().to_string()).filter(|name| name.contains('/')).collect()
    }
}

impl Default for Zone {
    fn default() -> Zone {
        Zone(TimeZone::UTC)
    }
}

/// A day, perhaps with an hour, in the site's zone or a named one.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct When {
    /// As written: for `24:50` the day before the one it really falls on.
    pub day: Day,
    pub time: Option<Clock>,
    /// Named when it is not the site's.
    pub zone: Option<Zone>,
}

/// Hour and minute of a broadcast day, which runs on past midnight: 24:50 is 00:50 of the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Clock {
    /// 0 to 29.
    pub hour: u8,
    pub minute: u8,
}

impl Clock {
    /// Reads `21:20` and `24:50`.
    pub fn new(text: &str) -> Option<Clock> {
        let (hour, minute) = text.split_once(':')?;
        let two = |s: &str| {
            (s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse::<u8>().ok()).flatten()
        };
        let clock = Clock { hour: two(hour)?, minute: two(minute)? };
        (clock.hour < 30 && clock.minute < 60).then_some(clock)
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}

impl When {
    /// Reads a day, a day and an hour, or these and the name of a zone.
    pub fn new(text: &str) -> Option<When> {
        let mut parts = text.split_ascii_whitespace();
        let day = Day::new(parts.next()?)?;
        let time = parts.next().map(Clock::new).map_or(Some(None), |t| t.map(Some))?;
        let zone = parts.next().map(Zone::named).map_or(Some(None), |z| z.map(Some))?;
        let is_sound = parts.next().is_none() && (time.is_none() || day.day.is_some());
        is_sound.then_some(When { day, time, zone })
    }

    pub fn day(day: Day) -> When {
        When { day, ..When::default() }
    }

    /// The moment, where an hour is said.
    pub fn moment(&self, site_zone: &Zone) -> Option<Moment> {
        let clock = self.time?;
        let mut date = self.day.earliest();
        if clock.hour >= 24 {
            date = date.tomorrow().ok()?;
        }
        let zone = self.zone.as_ref().unwrap_or(site_zone);
        let zoned = date.at((clock.hour % 24) as i8, clock.minute as i8, 0, 0).to_zoned(zone.0.clone()).ok()?;
        Some(Moment(zoned))
    }

    /// The day it falls on in the site's zone, with the hour there.
    pub fn on_site(&self, site_zone: &Zone) -> (Day, Option<Clock>) {
        self.in_zone(site_zone, site_zone)
    }

    /// The day it falls on in a zone, with the hour there.
    pub fn in_zone(&self, site_zone: &Zone, there: &Zone) -> (Day, Option<Clock>) {
        match self.moment(site_zone) {
            None => (self.day, None),
            Some(moment) => {
                let there = moment.0.with_time_zone(there.0.clone());
                let clock = Clock { hour: there.hour() as u8, minute: there.minute() as u8 };
                (Day::from_date(there.date()), Some(clock))
            }
        }
    }

    /// Is this surely later? Hours count where both have one. A day without an hour may be a broadcast day, so
    /// `24:50` on the 14th is not after the 14th.
    pub fn is_after(&self, other: &When, site_zone: &Zone) -> bool {
        match (self.moment(site_zone), other.moment(site_zone)) {
            (Some(own), Some(others)) => own > others,
            _ => {
                let (own, others) = (self.on_site(site_zone).0, other.on_site(site_zone).0);
                self.day.is_after(other.day) && own.is_after(others) && self.day.is_after(others)
            }
        }
    }

    /// Was the hour left out when clocks were put forward? There was no 02:30 in Berlin on 31 March 2024.
    pub fn is_skipped(&self, site_zone: &Zone) -> bool {
        let Some(clock) = self.time else { return false };
        let earliest = self.day.earliest();
        let date = if clock.hour >= 24 { earliest.tomorrow().unwrap_or(earliest) } else { earliest };
        let local = date.at((clock.hour % 24) as i8, clock.minute as i8, 0, 0);
        let zone = self.zone.as_ref().unwrap_or(site_zone);
        matches!(zone.0.to_ambiguous_timestamp(local).offset(), AmbiguousOffset::Gap { .. })
    }
}

/// A point in time, as a clock somewhere shows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(jiff::Zoned);

impl Moment {
    /// RFC 3339 with the zone's offset: `2024-03-10T18:00:00+09:00`.
    pub fn rfc3339(&self) -> String {
        self.0.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    /// As mail and RSS write it (RFC 2822): `Sun, 10 Mar 2024 18:00:00 +0900`.
    pub fn rfc2822(&self) -> String {
        self.0.strftime("%a, %d %b %Y %H:%M:%S %z").to_string()
    }

    /// As calendars write it, in UTC (RFC 5545 §3.3.5): `20240310T090000Z`.
    pub fn calendar(&self) -> String {
        self.0.with_time_zone(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string()
    }

    /// So many minutes later.
    pub fn after_minutes(&self, minutes: u32) -> Option<Moment> {
        self.0.checked_add(jiff::SignedDuration::from_mins(i64::from(minutes))).ok().map(Moment)
    }

    /// Seconds since 1970.
    pub fn unix(&self) -> i64 {
        self.0.timestamp().as_second()
    }
}

/// Midnight of a day in a zone, for feeds, which must name an hour (RFC 4287 §3.3).
pub fn start_of_day(day: Day, zone: &Zone) -> Option<Moment> {
    day.earliest().to_zoned(zone.0.clone()).ok().map(Moment)
}

/// A length of time, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Dur(pub u32);

impl Dur {
    /// Reads `m:ss` or `h:mm:ss`.
    pub fn new(text: &str) -> Option<Dur> {
        let parts: Vec<&str> = text.split(':').collect();
        let number = |s: &str, widths: std::ops::RangeInclusive<usize>| {
            (widths.contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit()))
                .then(|| s.parse::<u32>().ok())
                .flatten()
        };
        let sixty = |s: &str| number(s, 2..=2).filter(|n| *n < 60);
        match parts.as_slice() {
            [m, s] => Some(Dur(number(m, 1..=3)? * 60 + sixty(s)?)),
            [h, m, s] => Some(Dur(number(h, 1..=2)? * 3600 + sixty(m)? * 60 + sixty(s)?)),
            _ => None,
        }
    }

    /// ISO 8601: `PT3M41S`, for `<time datetime>` and structured data.
    pub fn iso(self) -> String {
        let (h, m, s) = (self.0 / 3600, self.0 / 60 % 60, self.0 % 60);
        let part = |n: u32, unit: char| if n > 0 { format!("{n}{unit}") } else { String::new() };
        let text = format!("PT{}{}{}", part(h, 'H'), part(m, 'M'), part(s, 'S'));
        if text == "PT" { "PT0S".into() } else { text }
    }
}

impl fmt::Display for Dur {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (h, m, s) = (self.0 / 3600, self.0 / 60 % 60, self.0 % 60);
        if h > 0 { write!(f, "{h}:{m:02}:{s:02}") } else { write!(f, "{m}:{s:02}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_year_a_month_or_a_day_that_exists() {
        for text in ["2024", "2024-04", "2024-04-26", "2024-02-29"] {
            assert_eq!(Day::new(text).map(|d| d.to_string()).as_deref(), Some(text));
        }
        for text in ["24", "2024-4-26", "2024-13", "2023-02-29", "2024-04-26-1", "2024/04/26", "", "2024-"] {
            assert_eq!(Day::new(text), None, "{text}");
        }
    }

    #[test]
    fn past_midnight_is_the_next_day() {
        let seoul = Zone::named("Asia/Seoul").unwrap();
        let late = When::new("2024-04-14 24:50").unwrap();
        let early = When::new("2024-04-15 00:50").unwrap();
        assert_eq!(late.moment(&seoul), early.moment(&seoul));
        assert_eq!(late.on_site(&seoul).0, Day::new("2024-04-15").unwrap());
        assert_eq!(late.moment(&seoul).unwrap().rfc3339(), "2024-04-15T00:50:00+09:00");
    }

    #[test]
    fn a_named_zone_is_shown_in_the_sites_zone() {
        let seoul = Zone::named("Asia/Seoul").unwrap();
        let when = When::new("2024-04-14 23:30 Europe/Berlin").unwrap();
        assert_eq!(when.on_site(&seoul), (Day::new("2024-04-15").unwrap(), Clock::new("06:30")));
    }

    #[test]
    fn a_day_is_after_another_only_when_it_surely_is() {
        let day = |text: &str| Day::new(text).unwrap();
        for (later, earlier) in [("2025", "2024-12-31"), ("2024-05", "2024-04-30"), ("2024-04-27", "2024-04-26")] {
            assert!(day(later).is_after(day(earlier)), "{later} {earlier}");
            assert!(!day(earlier).is_after(day(later)), "{earlier} {later}");
        }
        for (one, other) in [("2024", "2024-04"), ("2024-04", "2024-04-26"), ("2024-04-26", "2024-04-26")] {
            assert!(!day(one).is_after(day(other)) && !day(other).is_after(day(one)), "{one} {other}");
        }
        assert_eq!(day("2024-03-01").before(), Day::new("2024-02-29"));
        let seoul = Zone::named("Asia/Seoul").unwrap();
        let when = |text: &str| When::new(text).unwrap();
        assert!(!when("2024-04-14 24:50").is_after(&when("2024-04-14"), &seoul));
        assert!(!when("2024-04-14 24:50").is_after(&when("2024-04-15 00:50"), &seoul));
        assert!(when("2024-04-14 24:51").is_after(&when("2024-04-15 00:50"), &seoul));
        assert!(when("2024-04-16").is_after(&when("2024-04-14 24:50"), &seoul));
    }

    #[test]
    fn an_hour_that_clocks_passed_over_is_known() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        let when = |text: &str| When::new(text).unwrap();
        assert!(when("2024-03-31 02:30").is_skipped(&berlin));
        assert!(when("2024-03-30 26:30").is_skipped(&berlin));
        assert!(!when("2024-03-31 03:30").is_skipped(&berlin));
        assert!(!when("2024-03-31 02:30 Asia/Seoul").is_skipped(&berlin));
        assert!(!when("2024-03-31").is_skipped(&berlin));
    }

    #[test]
    fn lengths_are_read_and_written() {
        assert_eq!(Dur::new("3:41").unwrap().iso(), "PT3M41S");
        assert_eq!(Dur::new("1:02:03").unwrap().to_string(), "1:02:03");
        assert_eq!(Dur::new("3:61"), None);
        assert_eq!(Dur::new("341"), None);
    }
}
