//! The dates of records that can be put into a calendar or told in a feed: of episodes, releases and events.

use super::desk::Desk;
use crate::base::day::When;
use crate::base::fact::Fact;
use crate::base::id::{Kind, RecordId};
use crate::kinds::release::FormatKind;
use crate::kinds::{Episode, Event, Release};
use crate::model::Reader;

/// Which of its dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    Airs,
    Presale,
    Released,
    /// One format of a release that came out on a day of its own.
    Format(FormatKind),
    Event,
}

impl Which {
    /// For ids, with letters, digits and hyphens only.
    pub fn name(self) -> String {
        match self {
            Which::Airs => "airs".into(),
            Which::Presale => "presale".into(),
            Which::Released => "released".into(),
            Which::Format(format) => format!("released-{}", format.name().to_lowercase()),
            Which::Event => "event".into(),
        }
    }
}

/// Every date that a record gives, known or not, in the order of its fields.
pub fn dates<'d>(reader: &Reader<'d>, id: &RecordId) -> Vec<(Which, &'d Fact<When>)> {
    let mut found: Vec<(Which, Option<&Fact<When>>)> = Vec::new();
    match id.kind {
        Kind::Episode => {
            if let Some(record) = reader.get::<Episode>(id) {
                found.push((Which::Airs, record.is.airs.fact()));
            }
        }
        Kind::Release => {
            if let Some(record) = reader.get::<Release>(id) {
                found.push((Which::Presale, record.is.presale_from.fact()));
                found.push((Which::Released, record.is.released.fact()));
                for format in &record.is.formats {
                    let kind = format.what.get().copied().unwrap_or(FormatKind::Other);
                    found.push((Which::Format(kind), format.released.fact()));
                }
            }
        }
        Kind::Event => {
            if let Some(record) = reader.get::<Event>(id) {
                found.push((Which::Event, record.is.date.fact()));
            }
        }
        _ => {}
    }
    found.into_iter().filter_map(|(which, fact)| Some((which, fact?))).collect()
}

/// A date in words, in the site's zone.
pub fn in_words(desk: &Desk, when: &When) -> String {
    desk.when(when).text
}
