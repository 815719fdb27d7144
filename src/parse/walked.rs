//! What is inside a value, and when two values say the same. A value with nothing inside says so in one line:
//! `impl Walked for Count {}`. The macros `fields!` and `words!` write theirs by themselves.

use crate::base::address::Url;
use crate::base::day::{Clock, Day, Dur, When, Zone};
use crate::base::fact::{List, Maybe, Need, NeedList};
use crate::base::id::Ref;
use crate::base::lang::Lang;
use crate::base::name::Name;
use crate::base::number::Dec;
use crate::base::text::Text;
use crate::base::walk::{Step, Walk, Words};

/// A value that the walk through a record comes to.
pub trait Walked: PartialEq {
    /// Is made of facts, each of which may be opened.
    const HAS_PARTS: bool = false;

    /// Goes through the facts and texts inside it.
    fn walk<'a>(&'a self, _: &mut Walk<'a, '_>) {}

    /// Two sources that say these do not contradict each other. Moments are compared in the site's zone.
    fn agrees(&self, other: &Self, _: &Zone) -> bool {
        self == other
    }

    /// The source that it names, if it is the name of one.
    fn source(&self) -> Option<&Ref> {
        None
    }
}

/// A field of a mapping that the walk comes to.
pub trait WalkedField {
    fn walk<'a>(&'a self, name: &'static str, walk: &mut Walk<'a, '_>);

    /// What is left out, or unknown, contradicts nothing.
    fn agrees(&self, other: &Self, zone: &Zone) -> bool;

    /// The sources that it names, if it is a list of them.
    fn sources(&self) -> Vec<&Ref>;
}

macro_rules! one {
    ($($held:ident)*) => {$(
        impl<T: Walked> WalkedField for $held<T> {
            fn walk<'a>(&'a self, name: &'static str, walk: &mut Walk<'a, '_>) {
                if let Some(fact) = self.fact() {
                    walk.fact(name, fact, T::HAS_PARTS, T::agrees, |value, walk| value.walk(walk));
                }
            }
            fn agrees(&self, other: &Self, zone: &Zone) -> bool {
                self.get().zip(other.get()).is_none_or(|(one, other)| one.agrees(other, zone))
            }
            fn sources(&self) -> Vec<&Ref> {
                Vec::new()
            }
        }
    )*};
}
one! { Maybe Need }

macro_rules! many {
    ($($held:ident)*) => {$(
        impl<T: Walked> WalkedField for $held<T> {
            fn walk<'a>(&'a self, name: &'static str, walk: &mut Walk<'a, '_>) {
                let Some(fact) = self.fact() else { return };
                let agrees = |one: &Vec<T>, other: &Vec<T>, zone: &Zone| have_the_same(one, other, zone);
                walk.fact(name, fact, T::HAS_PARTS, agrees, |list, walk| {
                    for (at, value) in list.iter().enumerate() {
                        walk.entry(Step::At(at), |walk| value.walk(walk));
                    }
                });
            }
            fn agrees(&self, other: &Self, zone: &Zone) -> bool {
                !self.is_given() || !other.is_given() || have_the_same(self, other, zone)
            }
            fn sources(&self) -> Vec<&Ref> {
                self.iter().filter_map(T::source).collect()
            }
        }
    )*};
}
many! { List NeedList }

/// The same entries, in whatever order.
fn have_the_same<T: Walked>(one: &[T], other: &[T], zone: &Zone) -> bool {
    one.len() == other.len() && one.iter().all(|value| other.iter().any(|other| value.agrees(other, zone)))
}

/// Goes through values by keys of the author's own.
pub fn walk_by_key<'a, T: Walked>(entries: &'a [(String, T)], walk: &mut Walk<'a, '_>) {
    for (key, value) in entries {
        walk.entry(Step::Key(key), |walk| value.walk(walk));
    }
}

impl Walked for Clock {}
impl Walked for Dur {}
impl Walked for u32 {}
impl Walked for bool {}
impl Walked for Url {}
impl Walked for Zone {}
impl Walked for Lang {}

impl Walked for Day {
    fn agrees(&self, other: &Day, _: &Zone) -> bool {
        self.may_be(*other)
    }
}

impl Walked for When {
    fn agrees(&self, other: &When, zone: &Zone) -> bool {
        if let (Some(one), Some(other)) = (self.moment(zone), other.moment(zone)) {
            return one.unix() == other.unix();
        }
        // Whoever names no hour may count the night by the day before, as broadcasters do.
        let days = |when: &When| [when.day, when.on_site(zone).0];
        days(self).iter().any(|one| days(other).iter().any(|other| one.may_be(*other)))
    }
}

impl Walked for Dec {
    fn agrees(&self, other: &Dec, _: &Zone) -> bool {
        self.is_rounding_of(other) || other.is_rounding_of(self)
    }
}

impl Walked for Text {
    fn walk<'a>(&'a self, walk: &mut Walk<'a, '_>) {
        walk.words(Words::Text(self));
    }
    fn agrees(&self, other: &Text, _: &Zone) -> bool {
        share_a_wording(self.wordings(), other)
    }
}

impl Walked for Name {
    fn walk<'a>(&'a self, walk: &mut Walk<'a, '_>) {
        walk.words(Words::Name(self));
    }
    fn agrees(&self, other: &Name, _: &Zone) -> bool {
        share_a_wording(self.spellings(), &other.text)
    }
}

fn share_a_wording<'a>(mut one: impl Iterator<Item = &'a str>, other: &Text) -> bool {
    one.any(|one| other.wordings().any(|other| one.to_lowercase() == other.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agree<T: Walked>(read: fn(&str) -> Option<T>, one: &str, other: &str) -> bool {
        let zone = Zone::named("Asia/Seoul").unwrap();
        let (one, other) = (read(one).unwrap(), read(other).unwrap());
        assert_eq!(one.agrees(&other, &zone), other.agrees(&one, &zone), "agreement has no direction");
        one.agrees(&other, &zone)
    }

    #[test]
    fn one_moment_is_one_truth() {
        for (one, other) in [
            ("2024-04-14 24:50", "2024-04-15 00:50"),
            ("2024-04-14 21:10", "2024-04-14 14:10 Europe/Berlin"),
            ("2024-04-14 24:50", "2024-04-15"),
            ("2024-04-14 24:50", "2024-04-14"),
            ("2024-04", "2024-04-14 21:10"),
        ] {
            assert!(agree(When::new, one, other), "{one} and {other}");
        }
        for (one, other) in
            [("2024-04-14 21:10", "2024-04-14 21:20"), ("2024-04-14", "2024-04-15"), ("2024-05", "2024-04-15")]
        {
            assert!(!agree(When::new, one, other), "{one} and {other}");
        }
    }

    #[test]
    fn a_rounding_agrees_with_what_it_rounds() {
        for (one, other) in
            [("5.9", "5.853"), ("24.85", "24.850"), ("25", "24.5"), ("24", "24.5"), ("-1.2", "-1.249")]
        {
            assert!(agree(Dec::new, one, other), "{one} and {other}");
        }
        for (one, other) in [("5.8", "5.853"), ("24.85", "24.86"), ("1.2", "-1.2"), ("25", "24.4")] {
            assert!(!agree(Dec::new, one, other), "{one} and {other}");
        }
        let long = "1".repeat(60);
        assert!(agree(Dec::new, &long, &long), "longer than any number of the machine's");
        assert!(!agree(Dec::new, &long, &format!("{}.{long}", "2".repeat(60))));
    }
}
