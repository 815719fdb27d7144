//! `events.yaml`: dated things that belong to no other record.

use crate::base::day::{Day, When};
use crate::base::fact::{List, Maybe, Need};
use crate::base::text::Text;
use crate::parse::decode::{fields, words};
use crate::parse::values::About;

fields! { "an event";
    pub struct Event {
        /// When it was, or began.
        date: Need<When>,
        /// When it ended.
        until: Maybe<Day>,
        /// What happened.
        what: Need<Text>,
        /// What sort of event it is.
        kind: Maybe<EventKind>,
        /// Which records it concerns.
        about: List<About>,
    }
}

words! {
    pub enum EventKind {
        Other "other", Broadcast "broadcast", Release "release", Award "award", Record "record",
        Chart "chart", Press "press", Shop "shop", Filming "filming",
    }
}
