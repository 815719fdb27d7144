//! A walk through a record: every value with all that is said about it, and every text, whatever the kind.
//!
//! The macro `fields!` writes the walk of a mapping down beside its reading, so a new field is walked without
//! a line here. What rests on which source, what is unknown, derived, disputed or not translated is found by
//! this one way; nothing that looks for such things knows a kind by name.

use super::day::Zone;
use super::fact::{Claim, Fact, How, Span};
use super::id::Ref;
use super::name::Name;
use super::place::Place;
use super::text::Text;
use std::fmt::Write;

/// One step from a record to a value inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    Field(&'static str),
    /// An entry of a list, from 0.
    At(usize),
    /// An entry under a key of the author's own.
    Key(&'a str),
}

/// A path as the author would say it: `ratings[1].percent`, entries counted from 1.
pub fn path_text(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        let dot = if text.is_empty() { "" } else { "." };
        // Writing to a string cannot fail.
        let _ = match step {
            Step::Field(name) => write!(text, "{dot}{name}"),
            Step::Key(key) => write!(text, "{dot}{key}"),
            Step::At(at) => write!(text, "[{}]", at + 1),
        };
    }
    text
}

/// What somebody else says instead, or said before.
#[derive(Clone, Copy, Debug)]
pub struct Other<'a> {
    pub at: Span,
    pub sources: &'a [Ref],
    /// Says the same in other words, or less exactly: a rounding, the same moment, a month for a day.
    pub agrees: bool,
}

/// A value that somebody stated, without its type.
#[derive(Debug)]
pub struct Stated<'a, 's> {
    pub path: &'s [Step<'a>],
    pub at: Span,
    /// Its value is there; else the author wrote `unknown`.
    pub is_known: bool,
    /// Opened in the file with `is:`.
    pub is_opened: bool,
    /// Made of facts that the walk shows next.
    pub has_parts: bool,
    pub how: How,
    pub has_because: bool,
    pub via: Option<&'a str>,
    /// Its own sources, else those of the nearest mapping around it that names some. Empty: the record's.
    pub sources: &'s [&'a Ref],
    pub also: Vec<Other<'a>>,
    pub earlier: Vec<Other<'a>>,
}

/// What a text is.
#[derive(Clone, Copy, Debug)]
pub enum Words<'a> {
    Text(&'a Text),
    Name(&'a Name),
}

/// A text inside a record, and the value that it stands in.
#[derive(Debug)]
pub struct Written<'a, 's> {
    pub path: &'s [Step<'a>],
    pub at: Span,
    pub words: Words<'a>,
}

/// Looks at what the walk comes to.
pub trait Visitor<'a> {
    /// What follows stands in the file of this place.
    fn part(&mut self, place: &'a Place);

    fn fact(&mut self, stated: &Stated<'a, '_>);

    fn words(&mut self, written: &Written<'a, '_>);
}

/// The way through one record.
pub struct Walk<'a, 'v> {
    path: Vec<Step<'a>>,
    /// Of the value that is being walked.
    at: Span,
    sources: Vec<&'a Ref>,
    /// The site's, in which moments are compared.
    zone: &'v Zone,
    visitor: &'v mut dyn Visitor<'a>,
}

impl<'a, 'v> Walk<'a, 'v> {
    pub fn new(zone: &'v Zone, visitor: &'v mut dyn Visitor<'a>) -> Walk<'a, 'v> {
        Walk { path: Vec::new(), at: Span::default(), sources: Vec::new(), zone, visitor }
    }

    /// Shows a value, then goes through what is in it.
    pub fn fact<T>(
        &mut self,
        name: &'static str,
        fact: &'a Fact<T>,
        has_parts: bool,
        agrees: impl Fn(&T, &T, &Zone) -> bool,
        inside: impl FnOnce(&'a T, &mut Walk<'a, 'v>),
    ) {
        self.path.push(Step::Field(name));
        let outer = (self.at, self.sources.len());
        let mut kept = Vec::new();
        self.at = fact.at;
        let opened = fact.opened.as_deref();
        if let Some(opened) = opened.filter(|opened| !opened.sources.is_empty()) {
            kept = std::mem::replace(&mut self.sources, opened.sources.iter().collect());
        }
        let zone = self.zone;
        let others = |claims: &'a [Claim<T>]| -> Vec<Other<'a>> {
            let agrees = |claim: &Claim<T>| fact.is.as_ref().is_some_and(|is| agrees(is, &claim.is, zone));
            let other =
                |claim: &'a Claim<T>| Other { at: claim.at, sources: &claim.sources, agrees: agrees(claim) };
            claims.iter().map(other).collect()
        };
        self.visitor.fact(&Stated {
            path: &self.path,
            at: fact.at,
            is_known: fact.is.is_some(),
            is_opened: opened.is_some(),
            has_parts,
            how: fact.how(),
            has_because: opened.is_some_and(|opened| opened.because.is_some()),
            via: opened.and_then(|opened| opened.via.as_deref()),
            sources: &self.sources,
            also: opened.map(|opened| others(&opened.also)).unwrap_or_default(),
            earlier: opened.map(|opened| others(&opened.earlier)).unwrap_or_default(),
        });
        if let Some(opened) = opened {
            let notes = opened.also.iter().chain(&opened.earlier).filter_map(|claim| claim.note.as_ref());
            opened.because.iter().chain(notes).for_each(|text| self.words(Words::Text(text)));
        }
        if let Some(value) = &fact.is {
            inside(value, self);
        }
        if opened.is_some_and(|opened| !opened.sources.is_empty()) {
            self.sources = kept;
        }
        debug_assert_eq!(self.sources.len(), outer.1, "sources are put back as they were");
        self.at = outer.0;
        self.path.pop();
    }

    /// Goes through a mapping; `sources` are those that it names for all that is in it.
    pub fn mapping(&mut self, sources: Vec<&'a Ref>, inside: impl FnOnce(&mut Walk<'a, 'v>)) {
        if sources.is_empty() {
            inside(self);
            return;
        }
        let outer = std::mem::replace(&mut self.sources, sources);
        inside(self);
        self.sources = outer;
    }

    /// Goes through one entry of a list or of a mapping with keys of the author's own.
    pub fn entry(&mut self, step: Step<'a>, inside: impl FnOnce(&mut Walk<'a, 'v>)) {
        self.path.push(step);
        inside(self);
        self.path.pop();
    }

    /// Shows a text.
    pub fn words(&mut self, words: Words<'a>) {
        self.visitor.words(&Written { path: &self.path, at: self.at, words });
    }
}
