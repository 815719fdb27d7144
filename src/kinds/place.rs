//! `places.yaml`: where it was filmed, and where it is set.

use crate::base::fact::{Maybe, Need};
use crate::base::name::Name;
use crate::base::text::Text;
use crate::parse::decode::{fields, words};
use crate::parse::values::{Country, Eps};

fields! { "a place";
    pub struct Place {
        /// What it is called.
        name: Need<Name>,
        /// A real place of filming, or a place of the story.
        kind: Maybe<PlaceKind>,
        /// Where it lies.
        country: Maybe<Country>,
        /// What it is used for.
        used_for: Maybe<Text>,
        /// In which episodes it is seen.
        episodes: Maybe<Eps>,
        /// Exists only in the story.
        fictional: Maybe<bool>,
    }
}

words! {
    pub enum PlaceKind { Location "location", Setting "setting", }
}
