//! A value that somebody stated: how sure it is, who says so, and who says otherwise.

use super::day::Day;
use super::id::Ref;
use super::text::Text;
use std::borrow::Borrow;
use std::ops::Deref;

/// Bytes from and to in the record's file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

/// How a value is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum How {
    #[default]
    Stated,
    Derived,
    Expected,
    Rumoured,
    About,
}

impl How {
    pub const WORDS: &[(&str, How)] = &[
        ("stated", How::Stated),
        ("derived", How::Derived),
        ("expected", How::Expected),
        ("rumoured", How::Rumoured),
        ("about", How::About),
    ];

    pub fn name(self) -> &'static str {
        How::WORDS.iter().find(|(_, how)| *how == self).map_or("stated", |(name, _)| name)
    }

    /// May a machine be told this as a fact? What is expected, rumoured or only about so may not: nothing there
    /// shows how it is known. A reader of the page sees it with that word beside it.
    pub fn may_be_said(self) -> bool {
        matches!(self, How::Stated | How::Derived)
    }
}

/// One value of a record. Plain in the file, or opened to say more about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact<T> {
    /// Nothing: the author wrote `unknown`, it exists but nobody knows it.
    pub is: Option<T>,
    /// Where the value stands.
    pub at: Span,
    /// What an opened value says besides; absent for a plain one.
    pub opened: Option<Box<Opened<T>>>,
}

/// What stands beside `is:` in an opened value.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened<T> {
    pub how: How,
    pub because: Option<Text>,
    pub sources: Vec<Ref>,
    pub via: Option<String>,
    /// What other sources say.
    pub also: Vec<Claim<T>>,
    /// Once announced, then moved: history, not a disagreement.
    pub earlier: Vec<Claim<T>>,
    /// For an unknown date: it lies between these, and sorts by them.
    pub after: Option<Day>,
    pub before: Option<Day>,
}

/// What one source, or several, say instead.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim<T> {
    pub is: T,
    /// Where the value stands.
    pub at: Span,
    pub sources: Vec<Ref>,
    pub note: Option<Text>,
}

impl<T> Default for Opened<T> {
    /// Stated, and nothing more is said.
    fn default() -> Opened<T> {
        Opened {
            how: How::Stated,
            because: None,
            sources: Vec::new(),
            via: None,
            also: Vec::new(),
            earlier: Vec::new(),
            after: None,
            before: None,
        }
    }
}

impl<T> Fact<T> {
    pub fn plain(is: T, at: Span) -> Fact<T> {
        Fact { is: Some(is), at, opened: None }
    }

    pub fn how(&self) -> How {
        self.opened.as_ref().map_or(How::Stated, |opened| opened.how)
    }

    /// The value, if it is known and may be told as a fact: see `How::may_be_said`.
    pub fn said(&self) -> Option<&T> {
        self.is.as_ref().filter(|_| self.how().may_be_said())
    }

    pub fn also(&self) -> &[Claim<T>] {
        self.opened.as_ref().map_or(&[], |opened| &opened.also)
    }
}

/// A field that may be left out. It mostly is, and then takes no more room than a pointer.
#[derive(Clone, Debug, PartialEq)]
pub struct Maybe<T>(pub Option<Box<Fact<T>>>);

/// A field that every record of its kind must have. Without a value only where the author was told of it,
/// or where `unknown` is allowed and written.
#[derive(Clone, Debug, PartialEq)]
pub struct Need<T>(pub Option<Fact<T>>);

macro_rules! held {
    ($name:ident) => {
        impl<T> $name<T> {
            /// The value, if it was given and is known.
            pub fn get(&self) -> Option<&T> {
                self.0.as_ref()?.is.as_ref()
            }

            /// The value with all that is said about it.
            pub fn fact(&self) -> Option<&Fact<T>> {
                self.0.as_ref().map(|fact| fact.borrow())
            }

            /// The value, if it may be told as a fact: see `How::may_be_said`.
            pub fn said(&self) -> Option<&T> {
                self.0.as_ref()?.said()
            }

            /// Written down as `unknown`.
            pub fn is_unknown(&self) -> bool {
                self.0.as_ref().is_some_and(|fact| fact.is.is_none())
            }
        }

        impl<T> Default for $name<T> {
            fn default() -> $name<T> {
                $name(None)
            }
        }
    };
}
held!(Maybe);
held!(Need);

/// A list, empty when left out. The list as a whole may be opened.
#[derive(Clone, Debug, PartialEq)]
pub struct List<T>(pub Option<Box<Fact<Vec<T>>>>);

/// A list that every record of its kind must have.
#[derive(Clone, Debug, PartialEq)]
pub struct NeedList<T>(pub Option<Fact<Vec<T>>>);

macro_rules! listed {
    ($name:ident) => {
        impl<T> $name<T> {
            pub fn fact(&self) -> Option<&Fact<Vec<T>>> {
                self.0.as_ref().map(|fact| fact.borrow())
            }

            /// The list, empty unless it may be told as a fact: see `How::may_be_said`.
            pub fn said(&self) -> &[T] {
                self.0.as_ref().and_then(|fact| fact.said()).map_or(&[], Vec::as_slice)
            }

            /// The author wrote the field, be it as an empty list.
            pub fn is_given(&self) -> bool {
                self.0.is_some()
            }
        }

        impl<T> Deref for $name<T> {
            type Target = [T];
            fn deref(&self) -> &[T] {
                self.0.as_ref().and_then(|fact| fact.is.as_deref()).unwrap_or(&[])
            }
        }

        impl<'a, T> IntoIterator for &'a $name<T> {
            type Item = &'a T;
            type IntoIter = std::slice::Iter<'a, T>;
            fn into_iter(self) -> Self::IntoIter {
                self.iter()
            }
        }

        impl<T> Default for $name<T> {
            fn default() -> $name<T> {
                $name(None)
            }
        }
    };
}
listed!(List);
listed!(NeedList);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_stated_or_derived_may_be_said() {
        let fact = |how| {
            let opened = Opened { how, ..Opened::default() };
            Fact { is: Some(7), at: Span::default(), opened: Some(Box::new(opened)) }
        };
        let said: Vec<&str> =
            How::WORDS.iter().filter(|(_, how)| fact(*how).said().is_some()).map(|w| w.0).collect();
        assert_eq!(said, ["stated", "derived"]);
        assert_eq!(Fact { is: None::<u32>, ..fact(How::Stated) }.said(), None);
        assert_eq!(Maybe(Some(Box::new(fact(How::Rumoured)))).said(), None);
        assert!(List(Some(Box::new(Fact { is: Some(vec![1]), at: Span::default(), opened: None }))).said() == [1]);
    }
}
