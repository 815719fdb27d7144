//! `sources.yaml`: what the facts rest on.

use crate::base::address::Url;
use crate::base::day::Day;
use crate::base::fact::{Maybe, Need};
use crate::base::lang::Lang;
use crate::base::text::Text;
use crate::parse::decode::{fields, words};

fields! { "a source";
    pub struct Source {
        /// What sort of source it is.
        kind: Need<SourceKind>,
        /// Its title, in its own language.
        title: Maybe<Text>,
        /// Who published it.
        publisher: Maybe<Text>,
        /// Who wrote it.
        author: Maybe<Text>,
        /// Where it stands.
        url: Maybe<Url>,
        /// When it was published.
        published: Maybe<Day>,
        /// When it was read.
        read: Maybe<Day>,
        /// A kept copy of it.
        archived: Maybe<Url>,
        /// The language it is in.
        language: Maybe<Lang>,
        /// How far it can be trusted.
        trust: Maybe<Trust>,
    }
}

words! {
    pub enum SourceKind {
        News "news", Official "official", Broadcaster "broadcaster", Label "label", Retailer "retailer",
        Magazine "magazine", Blog "blog", Forum "forum", Database "database", Physical "physical",
        Wiki "wiki", Social "social",
    }
}

words! {
    pub enum Trust { Medium "medium", High "high", Low "low", }
}
