//! `artists.yaml`: groups, units and acts.

use super::common::Told;
use crate::base::day::Day;
use crate::base::fact::{List, Maybe, Need};
use crate::base::name::Name;
use crate::base::text::Text;
use crate::parse::decode::{fields, words};
use crate::parse::values::{ArtistRef, MemberRef, PersonRef};

fields! { "an artist";
    pub struct Artist {
        /// What sort of act it is.
        kind: Need<ArtistKind>,
        /// What it is called.
        name: Need<Name>,
        /// What it does.
        role: Maybe<Text>,
        /// Works it is known for.
        known_for: List<Text>,
        /// Sentences about its work, each with its source.
        facts: List<Told>,
        /// The groups that a unit comes from.
        of: List<ArtistRef>,
        /// Who belongs to it.
        members: List<Member>,
    }
}

words! {
    /// "act": the source does not say how many they are.
    pub enum ArtistKind { Act "act", Group "group", Unit "unit", Fictional "fictional", }
}

fields! { "a member";
    pub struct Member {
        /// A person, or a character of a fictional act.
        who: Need<MemberRef>,
        /// Who sings for a character.
        by: List<PersonRef>,
        /// Since when.
        from: Maybe<Day>,
        /// Until when.
        until: Maybe<Day>,
    }
}
