//! `awards.yaml`: prizes won and missed.

use crate::base::day::Day;
use crate::base::day::Zone;
use crate::base::fact::{List, Maybe, Need, Span};
use crate::base::text::Text;
use crate::base::walk::{Walk, Words};
use crate::parse::decode::{Cx, Value, fields, words};
use crate::parse::shape::Shape;
use crate::parse::values::About;
use crate::parse::walked::Walked;
use crate::parse::yaml::{Node, Yaml};

fields! { "an award";
    pub struct Award {
        /// The ceremony.
        ceremony: Need<Text>,
        /// The prize.
        prize: Need<Text>,
        /// Who or what it went to.
        to: List<Winner>,
        /// When.
        date: Maybe<Day>,
        /// Its last day, when it took several.
        until: Maybe<Day>,
        /// Where.
        place: Maybe<Text>,
        /// How it ended.
        result: Maybe<AwardResult>,
    }
}

words! {
    pub enum AwardResult { Won "won", Nominated "nominated", }
}

/// A record, or a name that has none.
#[derive(Clone, Debug, PartialEq)]
pub enum Winner {
    Record(About),
    Named(Text, Span),
}

impl Walked for Winner {
    fn walk<'a>(&'a self, walk: &mut Walk<'a, '_>) {
        if let Winner::Named(text, _) = self {
            walk.words(Words::Text(text));
        }
    }
    fn agrees(&self, other: &Winner, zone: &Zone) -> bool {
        match (self, other) {
            (Winner::Record(one), Winner::Record(other)) => one.agrees(other, zone),
            (Winner::Named(one, _), Winner::Named(other, _)) => one.agrees(other, zone),
            _ => false,
        }
    }
}

impl Value for Winner {
    const OPENS: bool = false;
    fn form() -> String {
        "a record such as `person:kim-soo-hyun`, or a name".into()
    }
    fn shape() -> Shape {
        Shape::Text
    }
    fn read(node: &Node, cx: &mut Cx) -> Option<Winner> {
        let is_link = |text: &str| {
            text.split_once(':').is_some_and(|(kind, id)| {
                !id.starts_with(' ') && !kind.is_empty() && kind.bytes().all(|b| b.is_ascii_lowercase())
            })
        };
        match (&node.is, node.text()) {
            (Yaml::Text { .. }, Some(text)) if is_link(text) => About::read(node, cx).map(Winner::Record),
            _ => Text::read(node, cx).map(|text| Winner::Named(text, node.at)),
        }
    }
}
