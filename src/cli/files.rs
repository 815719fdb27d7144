//! The files that complaints are about, each read once, with lines and columns as found.

use crate::base::place::{LineColumn, Place};
use crate::render::templates::THEME;
use crate::render::theme;
use crate::source::{AsFound, Tree};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Reads files when they are asked for, and keeps them.
pub struct Files<'a> {
    tree: &'a dyn Tree,
    known: BTreeMap<Arc<str>, Option<Arc<AsFound>>>,
}

/// What columns are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Characters,
    Utf16,
}

/// Both ends of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    pub start: LineColumn,
    /// Behind the last character.
    pub end: LineColumn,
}

impl<'a> Files<'a> {
    pub fn new(tree: &'a dyn Tree) -> Files<'a> {
        Files { tree, known: BTreeMap::new() }
    }

    /// A file as found; nothing when it cannot be read as text.
    pub fn get(&mut self, file: &Arc<str>) -> Option<Arc<AsFound>> {
        let tree = self.tree;
        let read = || {
            let bytes = match file.strip_prefix(THEME) {
                Some(name) => theme::template(name)?.as_bytes().to_vec(),
                None => tree.read_path(file).ok()?,
            };
            AsFound::new(bytes).map(Arc::new)
        };
        self.known.entry(file.clone()).or_insert_with(read).clone()
    }

    /// Lines and columns of a place; nothing for a file as a whole.
    pub fn region(&mut self, place: &Place, unit: Unit) -> Option<Region> {
        if place.end == 0 {
            return None;
        }
        let file = self.get(&place.file)?;
        let span = file.span(place.start as usize..place.end as usize);
        let at = |at| match unit {
            Unit::Characters => file.line_column(at),
            Unit::Utf16 => file.line_column_utf16(at),
        };
        Some(Region { start: at(span.start), end: at(span.end) })
    }
}
