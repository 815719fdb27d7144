//! The facts of a record, one by one, whatever its kind.
//!
//! A fact is a field of a record, or one entry of a list of entries: a rating, an offer, a disc. Fields that say
//! something about the record, not about its subject (`note`, `links`, `was` and the like), are none. A value
//! deep inside an entry that is opened is shown beside the fact that it belongs to.

use super::table::Any;
use crate::base::day::Zone;
use crate::base::fact::{How, Span};
use crate::base::id::Ref;
use crate::base::place::Place;
use crate::base::walk::{Other, Stated, Step, Visitor, Written};

/// Fields that state nothing about the subject.
const NO_FACTS: &[&str] =
    &["id", "sources", "wanted", "note", "extra", "links", "image", "spoiler", "ids", "was", "updated", "shown_as"];

/// A fact, without the type of its value.
#[derive(Debug)]
pub struct FactOf<'a> {
    pub path: Vec<Step<'a>>,
    /// Where the part of the record begins that it stands in.
    pub part: &'a Place,
    /// Its value; of an entry, from its first value to its last.
    pub at: Span,
    pub is_known: bool,
    /// A value inside the fact before it, which has more to say; it is not counted.
    pub is_inner: bool,
    pub how: How,
    pub has_because: bool,
    pub via: Option<&'a str>,
    /// Each once. Those of the record where the fact names none.
    pub sources: Vec<&'a Ref>,
    /// It names sources of its own.
    pub has_own_sources: bool,
    pub also: Vec<Other<'a>>,
    pub earlier: Vec<Other<'a>>,
}

impl<'a> FactOf<'a> {
    pub fn place(&self, at: Span) -> Place {
        Place { file: self.part.file.clone(), start: at.start, end: at.end }
    }

    /// Somebody says something else, not only in other words.
    pub fn is_disputed(&self) -> bool {
        self.also.iter().any(|other| !other.agrees)
    }

    fn new(stated: &Stated<'a, '_>, part: &'a Place, path: &[Step<'a>], is_inner: bool) -> FactOf<'a> {
        let mut fact = FactOf {
            path: path.to_vec(),
            part,
            at: stated.at,
            is_known: true,
            is_inner,
            how: How::Stated,
            has_because: false,
            via: None,
            sources: Vec::new(),
            has_own_sources: false,
            also: Vec::new(),
            earlier: Vec::new(),
        };
        fact.add_sources(stated.sources);
        if stated.path == path {
            fact.is_known = stated.is_known;
            fact.how = stated.how;
            fact.has_because = stated.has_because;
            fact.via = stated.via;
            fact.also.clone_from(&stated.also);
            fact.earlier.clone_from(&stated.earlier);
        }
        fact
    }

    fn add_sources(&mut self, sources: &[&'a Ref]) {
        for source in sources {
            if !self.sources.iter().any(|known| known.id == source.id) {
                self.sources.push(source);
            }
        }
    }
}

/// Every fact of a record, in the order of its kind's fields.
pub fn facts_of<'a>(any: &'a Any, zone: &Zone) -> Vec<FactOf<'a>> {
    let mut finding = Finding { part: any.place(), facts: Vec::new(), whole: None };
    any.walk(zone, &mut finding);
    let common: Vec<&Ref> = any.common().sources.iter().map(|source| &source.0).collect();
    for fact in &mut finding.facts {
        // What names the record's own sources once more names no others.
        let is_common = |source: &&Ref| common.iter().any(|known| known.id == source.id);
        fact.has_own_sources = !fact.sources.iter().all(is_common) || {
            !fact.sources.is_empty() && fact.sources.len() < common.len()
        };
        if fact.sources.is_empty() {
            fact.sources.clone_from(&common);
        }
    }
    finding.facts
}

struct Finding<'a> {
    part: &'a Place,
    facts: Vec<FactOf<'a>>,
    /// Where the last fact that is counted stands in the list.
    whole: Option<usize>,
}

impl<'a> Visitor<'a> for Finding<'a> {
    fn part(&mut self, place: &'a Place) {
        self.part = place;
        self.whole = None;
    }

    fn fact(&mut self, stated: &Stated<'a, '_>) {
        let path = stated.path;
        if matches!(path.first(), Some(Step::Field(name)) if NO_FACTS.contains(name)) {
            return;
        }
        let whole = self.whole.map(|at| &mut self.facts[at]).filter(|fact| path.starts_with(&fact.path));
        if let Some(whole) = whole {
            if path.last() == Some(&Step::Field("sources")) {
                return;
            }
            whole.add_sources(stated.sources);
            whole.at.start = whole.at.start.min(stated.at.start);
            whole.at.end = whole.at.end.max(stated.at.end);
        } else {
            let is_opened = stated.is_opened || !stated.is_known;
            if stated.has_parts && path.len() == 1 && !is_opened {
                // Its entries are facts, or it is one together with its first field.
                return;
            }
            let end = if matches!(path.get(1), Some(Step::At(_) | Step::Key(_))) { 2 } else { 1 };
            self.whole = Some(self.facts.len());
            self.facts.push(FactOf::new(stated, self.part, &path[..end.min(path.len())], false));
        }
        let is_whole = self.whole.is_some_and(|at| self.facts[at].path == path);
        if !is_whole && (stated.is_opened || !stated.is_known) {
            self.facts.push(FactOf::new(stated, self.part, path, true));
        }
    }

    fn words(&mut self, _: &Written<'a, '_>) {}
}
