//! Front matter: the YAML between two `---` lines at the head of a Markdown file.

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::place::Place;
use std::ops::Range;
use std::sync::Arc;

/// Where in a Markdown file the front matter and the text stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// Empty when there is no front matter.
    pub front: Range<usize>,
    pub body: Range<usize>,
}

/// Finds the parts of a Markdown file, or tells why they cannot be told apart.
pub fn split(file: &Arc<str>, text: &str) -> Result<Parts, Diagnostic> {
    let is_rule = |line: &str| line.trim_end() == "---";
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| is_rule(line)) else {
        return Ok(Parts { front: 0..0, body: 0..text.len() });
    };
    let mut at = first.len();
    for line in lines {
        if is_rule(line) {
            return Ok(Parts { front: first.len()..at, body: at + line.len()..text.len() });
        }
        if line.trim_end() == "..." {
            let place = Place::new(file, at..at + 3);
            return Err(Diagnostic::new(Code::YamlSyntax, "the head of this file is closed with `...`")
                .at(place)
                .help("close it with a line `---`"));
        }
        at += line.len();
    }
    Err(Diagnostic::new(Code::YamlSyntax, "the head of this file is opened with `---` and never closed")
        .at(Place::new(file, 0..3))
        .help("put a line `---` between the fields and the text"))
}
