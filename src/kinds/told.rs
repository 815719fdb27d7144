//! How the values that only some kinds have are told as data.

use super::award::Winner;
use super::common::{Credit, Credited, Extra};
use super::drama::{Minutes, Season, Seasons};
use super::look::Look;
use super::release::{Contents, Count, Item, TrackSong};
use super::site::{Outputs, SiteAddress, Tags};
use super::song::{Take, Takes};
use crate::base::datum::Datum;
use crate::base::id::Ref;
use crate::base::text::Text;
use crate::parse::tell::{Shapes, Tell, Teller, object, to};
use crate::parse::values::About;

/// Settings of the site and a fan's own fields are nobody else's data.
macro_rules! untold {
    ($($type:ty)*) => {$(
        impl Tell for $type {
            const IS_TOLD: bool = false;
            fn tell(&self, _: &dyn Teller) -> Option<Datum> {
                None
            }
            fn shape(shapes: &mut Shapes) -> String {
                shapes.define("nothing", |_| Datum::Flag(false))
            }
        }
    )*};
}
untold! { Extra Look Outputs SiteAddress Tags }

/// Values by keys of the author's own.
macro_rules! told_by_key {
    ($($type:ty, $name:literal, $of:ty;)*) => {$(
        impl Tell for $type {
            fn tell(&self, teller: &dyn Teller) -> Option<Datum> {
                let told = self.0.iter().filter_map(|(key, value)| Some((key.to_string(), value.tell(teller)?)));
                Some(Datum::Map(told.collect()))
            }
            fn shape(shapes: &mut Shapes) -> String {
                shapes.define($name, |shapes| {
                    let of = to(&<$of>::shape(shapes));
                    Datum::map([("type", Some(Datum::text("object"))), ("additionalProperties", Some(of))])
                })
            }
        }
    )*};
}
told_by_key! { Seasons, "seasons", Season; Contents, "contents", Item; Takes, "takes", Take; }

/// Any of several shapes.
fn any_of(shapes: Vec<Datum>) -> Datum {
    Datum::map([("anyOf", Some(Datum::List(shapes)))])
}

impl Tell for Credited {
    fn tell(&self, teller: &dyn Teller) -> Option<Datum> {
        self.0.tell(teller)
    }
    fn shape(shapes: &mut Shapes) -> String {
        Credit::shape(shapes)
    }
}

impl Tell for TrackSong {
    fn tell(&self, teller: &dyn Teller) -> Option<Datum> {
        self.0.0.tell(teller)
    }
    fn shape(shapes: &mut Shapes) -> String {
        Ref::shape(shapes)
    }
}

impl Tell for Winner {
    fn tell(&self, teller: &dyn Teller) -> Option<Datum> {
        match self {
            Winner::Record(about) => about.tell(teller),
            Winner::Named(name, _) => Some(Datum::map([("credited", name.tell(teller))])),
        }
    }
    fn shape(shapes: &mut Shapes) -> String {
        shapes.define("winner", |shapes| {
            let about = to(&About::shape(shapes));
            let name = to(&Text::shape(shapes));
            any_of(vec![about, object(vec![("credited", name, "")], &["credited"])])
        })
    }
}

impl Tell for Minutes {
    fn tell(&self, _: &dyn Teller) -> Option<Datum> {
        let number = |number: u32| Some(Datum::Number(u64::from(number)));
        Some(Datum::map([("min", number(self.min)), ("max", number(self.max))]))
    }
    fn shape(shapes: &mut Shapes) -> String {
        shapes.define("minutes", |shapes| {
            let number = to(&u32::shape(shapes));
            object(vec![("min", number.clone(), ""), ("max", number, "")], &["min", "max"])
        })
    }
}

impl Tell for Count {
    fn tell(&self, _: &dyn Teller) -> Option<Datum> {
        Some(match self {
            Count::Of(count) => Datum::Number(u64::from(*count)),
            Count::All => Datum::text("all"),
        })
    }
    fn shape(shapes: &mut Shapes) -> String {
        shapes.define("count", |shapes| {
            let all = Datum::map([("const", Some(Datum::text("all")))]);
            any_of(vec![to(&u32::shape(shapes)), all])
        })
    }
}
