//! `characters.yaml`: who is in the story.

use super::common::Credited;
use crate::base::fact::{List, Maybe, Need, NeedList};
use crate::base::name::Name;
use crate::base::text::Text;
use crate::parse::decode::{fields, words};
use crate::parse::values::{CharacterRef, Ep};

fields! { "a character";
    pub struct Character {
        /// What they are called.
        name: Need<Name>,
        /// Who plays them, and who speaks them in other languages.
        played_by: NeedList<Credited>,
        /// How large the part is.
        role: Maybe<Part>,
        /// What they do.
        job: Maybe<Text>,
        /// Where they come from.
        hometown: Maybe<Text>,
        /// Who they are.
        about: Maybe<Text>,
        /// Their family or house.
        group: Maybe<Text>,
        /// Who they are to others.
        relations: List<Relation>,
    }
}

words! {
    pub enum Part { Main "main", Support "support", Guest "guest", Cameo "cameo", }
}

fields! { "a relation";
    /// "parent" means that this character is a parent of the other.
    pub struct Relation {
        /// To whom.
        to: Need<CharacterRef>,
        /// What they are to them.
        kind: Need<RelationKind>,
        /// The same in words.
        label: Maybe<Text>,
        /// Tells something of that episode.
        spoiler: Maybe<Ep>,
        /// Who says so.
        sources: List<crate::parse::values::SourceRef>,
    }
}

words! {
    pub enum RelationKind {
        Other "other", Spouse "spouse", Parent "parent", Child "child", Sibling "sibling",
        Partner "partner", Friend "friend", Rival "rival", Colleague "colleague",
    }
}

impl RelationKind {
    /// What the other is to this one.
    pub fn reverse(self) -> RelationKind {
        match self {
            RelationKind::Parent => RelationKind::Child,
            RelationKind::Child => RelationKind::Parent,
            same => same,
        }
    }
}
