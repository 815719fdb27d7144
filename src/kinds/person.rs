//! `people.yaml`: one human, one record, whether acting, singing or both. No birthday, family or home.

use super::common::Told;
use crate::base::fact::{List, Maybe, Need};
use crate::base::name::Name;
use crate::base::text::Text;
use crate::parse::decode::fields;
use crate::parse::values::ArtistRef;

fields! { "a person";
    pub struct Person {
        /// What they are called.
        name: Need<Name>,
        /// Works they are known for.
        known_for: List<Text>,
        /// Groups and units they belong to.
        member_of: List<ArtistRef>,
        /// What they do.
        role: Maybe<Text>,
        /// Sentences about their work, each with its source.
        facts: List<Told>,
    }
}
