//! How a mistake can be mended without asking: what stands where, and what should. Only for what is certain.

use super::place::Place;

/// A mending that changes nothing but what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, after "this": `puts the text in quotes`.
    pub does: &'static str,
    /// All in one file; never empty.
    pub edits: Vec<Edit>,
}

/// A stretch of a file and what should stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub place: Place,
    /// What stands there now; where something else does, the mending is left alone.
    pub was: String,
    pub now: String,
}

impl Fix {
    /// A mending of one stretch.
    pub fn new(does: &'static str, place: Place, was: impl Into<String>, now: impl Into<String>) -> Fix {
        Fix { does, edits: vec![Edit { place, was: was.into(), now: now.into() }] }
    }

    /// Whether every stretch still reads as it did. `text` is the file's, as places count it.
    pub fn fits(&self, text: &str) -> bool {
        self.edits
            .iter()
            .all(|edit| text.get(edit.place.start as usize..edit.place.end as usize) == Some(edit.was.as_str()))
    }
}

/// A text as YAML takes it in double quotes.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
