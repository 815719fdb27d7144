//! A table of facts, row by row, in the order in which they are added.

use super::desk::Desk;
use super::views::{AspectView, Bit, FactView, Row, parts_differ};
use crate::base::fact::Fact;
use crate::base::name::Name;
use crate::kinds::Common;

impl<'a> Desk<'a> {
    /// Rows of a table of facts, in the order in which they are added. The record's own sources get the first
    /// numbers of the page, because most of its facts rest on them.
    pub fn rows<'d>(&'d self, common: &'d Common) -> Rows<'d, 'a> {
        self.cite_list(&common.sources);
        Rows { desk: self, common, kind: "", rows: Vec::new() }
    }
}

/// Builds the rows of a table of facts.
pub struct Rows<'d, 'a> {
    desk: &'d Desk<'a>,
    common: &'d Common,
    kind: &'static str,
    rows: Vec<Row>,
}

impl Rows<'_, '_> {
    /// Of this kind of record, whose own word for a field is taken before the one that all share:
    /// `field_drama_music` before `field_music`.
    pub fn of(mut self, kind: &'static str) -> Self {
        self.kind = kind;
        self
    }

    fn label(&self, key: &str) -> String {
        self.desk.field_name(self.kind, key)
    }

    /// Adds a field if it is given, or if somebody looked for it in vain.
    pub fn add<T>(&mut self, key: &str, fact: Option<&Fact<T>>, show: impl Fn(&T) -> Vec<Bit>) -> &mut Self {
        let wanted = self.common.wanted.iter().any(|name| name.as_str() == key);
        let mut view = match fact {
            Some(fact) => self.desk.fact(fact, show),
            None if wanted => FactView::default(),
            None => return self,
        };
        view.wanted = wanted && view.bits.is_empty();
        if view.bits.is_empty() && !view.unknown && !view.wanted {
            return self;
        }
        let label = self.label(key);
        self.rows.push(Row { key: key.into(), label, fact: view });
        self
    }

    /// Adds a name or a title, which stands over the page already: only if there is more to say about it.
    pub fn add_name(&mut self, key: &str, fact: Option<&Fact<Name>>) -> &mut Self {
        let desk = self.desk;
        self.add(key, fact.filter(|fact| fact.opened.is_some() || fact.is.is_none()), |name| vec![desk.name(name)])
    }

    /// Adds a field of another record that this one shares.
    pub fn add_borrowed<T>(
        &mut self,
        key: &str,
        fact: &Fact<T>,
        common: &Common,
        show: impl Fn(&T) -> Vec<Bit>,
    ) -> &mut Self {
        let label = self.label(key);
        self.rows.push(Row { key: key.into(), label, fact: self.desk.borrowed(fact, common, show) });
        self
    }

    /// Says more about parts of the value that was added last.
    pub fn add_parts(&mut self, key: &str, parts: Vec<AspectView>) -> &mut Self {
        if let Some(row) = self.rows.last_mut().filter(|row| row.key == key) {
            row.fact.parts_differ = parts_differ(&parts);
            row.fact.parts = parts;
        }
        self
    }

    /// Adds a line that is worked out, not written.
    pub fn add_bits(&mut self, key: &str, bits: Vec<Bit>) -> &mut Self {
        if !bits.is_empty() {
            let label = self.label(key);
            self.rows.push(Row { key: key.into(), label, fact: FactView { bits, ..FactView::default() } });
        }
        self
    }

    /// Adds a field with a label of the author's own.
    pub fn add_fact_labelled<T>(
        &mut self,
        key: &str,
        label: String,
        fact: Option<&Fact<T>>,
        show: impl Fn(&T) -> Vec<Bit>,
    ) -> &mut Self {
        let Some(fact) = fact else { return self };
        self.rows.push(Row { key: key.into(), label, fact: self.desk.fact(fact, show) });
        self
    }

    /// Adds a line with a label of the author's own.
    pub fn add_labelled(&mut self, key: &str, label: String, bits: Vec<Bit>) -> &mut Self {
        if !bits.is_empty() {
            self.rows.push(Row { key: key.into(), label, fact: FactView { bits, ..FactView::default() } });
        }
        self
    }

    /// Adds what somebody looked for in vain and no row tells yet. `shown` are fields that the page shows
    /// elsewhere, each with whether it has anything in it.
    pub fn add_wanted(&mut self, shown: &[(&str, bool)]) -> &mut Self {
        for name in self.common.wanted.iter().map(|name| name.as_str()) {
            // A name is always there; what is wanted of it is its spelling in some language.
            let is_told = matches!(name, "name" | "title")
                || self.rows.iter().any(|row| row.key == name)
                || shown.contains(&(name, true));
            if !is_told {
                let label = self.label(name.rsplit('.').next().unwrap_or(name));
                let fact = FactView { wanted: true, ..FactView::default() };
                self.rows.push(Row { key: name.replace('.', "-"), label, fact });
            }
        }
        self
    }

    pub fn done(&mut self) -> Vec<Row> {
        std::mem::take(&mut self.rows)
    }
}
