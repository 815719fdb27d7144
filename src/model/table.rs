//! The table of kinds: which type reads and holds each. A new kind is a file in `kinds/` and a line here.

use super::head::Head;
use crate::base::datum::Datum;
use crate::base::day::Zone;
use crate::base::fact::Span;
use crate::base::id::{Kind, RecordId};
use crate::base::place::Place;
use crate::base::walk::{Visitor, Walk};
use crate::kinds::record::{Document, Record, read_record};
use crate::kinds::{self, Common};
use crate::parse::decode::{Cx, FieldAbout, Fields};
use crate::parse::tell::{FieldShape, Shapes, Teller};
use crate::parse::walked::Walked;
use crate::parse::yaml::Node;
use std::sync::Arc;

macro_rules! table {
    (yaml: $($kind:ident),*; markdown: $($document:ident),*;) => {
        /// A record of some kind, shared by whoever keeps it: the preview keeps what files say, and the model of it.
        #[derive(Clone, Debug)]
        pub enum Any {
            $($kind(Arc<Record<kinds::$kind>>),)*
            $($document(Arc<Record<Document<kinds::$document>>>),)*
        }

        impl Any {
            pub fn id(&self) -> &RecordId {
                match self { $(Any::$kind(record) => &record.id,)* $(Any::$document(record) => &record.id,)* }
            }

            pub fn place(&self) -> &Place {
                match self { $(Any::$kind(record) => &record.place,)* $(Any::$document(record) => &record.place,)* }
            }

            /// Where in its file it stands; empty for what is written in Markdown.
            pub fn whole(&self) -> Span {
                match self { $(Any::$kind(record) => record.whole,)* $(Any::$document(record) => record.whole,)* }
            }

            pub fn common(&self) -> &Common {
                match self { $(Any::$kind(record) => &record.common,)* $(Any::$document(record) => &record.common,)* }
            }

            pub fn common_mut(&mut self) -> &mut Common {
                match self {
                    $(Any::$kind(record) => &mut Arc::make_mut(record).common,)*
                    $(Any::$document(record) => &mut Arc::make_mut(record).common,)*
                }
            }

            /// Goes through all that it says, but for prose. A text in several languages has a part for each.
            pub fn walk<'a>(&'a self, zone: &Zone, visitor: &mut dyn Visitor<'a>) {
                match self {
                    $(Any::$kind(record) => {
                        visitor.part(&record.place);
                        let mut walk = Walk::new(zone, visitor);
                        record.is.walk(&mut walk);
                        record.common.walk(&mut walk);
                    })*
                    $(Any::$document(record) => {
                        for version in &record.is.versions {
                            visitor.part(&version.place);
                            let mut walk = Walk::new(zone, visitor);
                            version.front.walk(&mut walk);
                            version.common.walk(&mut walk);
                        }
                    })*
                }
            }

            /// What other pages may show of it.
            pub fn head(&self) -> Head {
                let head = match self {
                    $(Any::$kind(record) => super::head::Headed::head(&**record),)*
                    $(Any::$document(record) => super::head::Headed::head(&**record),)*
                };
                head.with_common(self.common())
            }
        }

        impl Any {
            /// What it says, as data: its own fields. A text in Markdown is none.
            pub fn tell_fields(&self, teller: &dyn Teller) -> Vec<(String, Datum)> {
                match self {
                    $(Any::$kind(record) => record.is.tell_fields(teller),)*
                    $(Any::$document(_) => Vec::new(),)*
                }
            }
        }

        /// The shape of that data.
        pub fn shape_of(kind: Kind, shapes: &mut Shapes) -> Vec<FieldShape> {
            match kind {
                $(Kind::$kind => kinds::$kind::shape_fields(shapes),)*
                $(Kind::$document => Vec::new(),)*
            }
        }

        /// Reads a record of a kind that is kept in YAML.
        pub fn read_any(kind: Kind, place: Place, node: &Node, cx: &mut Cx) -> Option<Any> {
            match kind {
                $(Kind::$kind => read_record::<kinds::$kind>(place, node, cx).map(Arc::new).map(Any::$kind),)*
                $(Kind::$document => None,)*
            }
        }

        /// The fields of a kind, for messages and the manual.
        pub fn fields_of(kind: Kind) -> &'static [FieldAbout] {
            match kind {
                $(Kind::$kind => <kinds::$kind as Fields>::FIELDS,)*
                $(Kind::$document => <kinds::$document as Fields>::FIELDS,)*
            }
        }

        $(impl Known for kinds::$kind {
            const KIND: Kind = Kind::$kind;
            fn of(any: &Any) -> Option<&Record<Self>> {
                match any { Any::$kind(record) => Some(record), _ => None }
            }
        })*
        $(impl Known for Document<kinds::$document> {
            const KIND: Kind = Kind::$document;
            fn of(any: &Any) -> Option<&Record<Self>> {
                match any { Any::$document(record) => Some(record), _ => None }
            }
        })*
    };
}

/// A type that the table holds records of.
pub trait Known: Sized {
    const KIND: Kind;
    fn of(any: &Any) -> Option<&Record<Self>>;
}

table! {
    yaml: Drama, Episode, Character, Person, Artist, Song, Release, Event, Award, Place, Shop, Source, Image;
    markdown: News, Page;
}

/// The kinds whose records must say where they are from.
pub fn needs_sources(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Drama
            | Kind::Episode
            | Kind::Person
            | Kind::Artist
            | Kind::Character
            | Kind::Song
            | Kind::Release
            | Kind::Event
            | Kind::Award
            | Kind::Place
    )
}
