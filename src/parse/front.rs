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
        return match misplaced_head(file, text) {
            Some(complaint) => Err(complaint),
            None => Ok(Parts { front: 0..0, body: 0..text.len() }),
        };
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

/// A head further down, as where two files were put together: it would be shown to readers as a heading.
pub fn second_head(file: &Arc<str>, text: &str, body: Range<usize>) -> Option<Diagnostic> {
    let mut at = body.start;
    let mut is_after_blank = true;
    // The rule that may begin a head, and how many fields stand below it.
    let mut open: Option<(Range<usize>, usize)> = None;
    for line in text.get(body)?.split_inclusive('\n') {
        let here = at..at + line.trim_end().len();
        at += line.len();
        let line = line.trim_end();
        open = match open.take() {
            Some((rule, fields)) if line == "---" && fields > 0 => {
                return Some(
                    Diagnostic::new(
                        Code::YamlSyntax,
                        "a second head begins here, and a file has one, in its first lines",
                    )
                    .at(Place::new(file, rule))
                    .label("the fields below would be shown to readers")
                    .help(
                        "put these fields into the head at the top; a text of its own stands in a file of its own",
                    ),
                );
            }
            Some((rule, fields)) if is_field(line) || fields > 0 && line.starts_with([' ', '-', '#']) => {
                Some((rule, fields + 1))
            }
            _ if line == "---" && is_after_blank => Some((here, 0)),
            _ => None,
        };
        is_after_blank = line.is_empty();
    }
    None
}

/// A key and a colon.
fn is_field(line: &str) -> bool {
    let key = line.split_once(':').filter(|(_, value)| value.is_empty() || value.starts_with(' '));
    key.is_some_and(|(key, _)| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
}

/// A head that begins with something else than a line `---`, and would be shown to readers as text.
fn misplaced_head(file: &Arc<str>, text: &str) -> Option<Diagnostic> {
    let blank = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}');
    let start = text.len() - text.trim_start_matches(blank).len();
    let mut lines = text[start..].lines();
    let first = lines.next()?.trim_end();
    // What follows looks like a field: a key and a colon.
    let is_head = lines.next().is_some_and(|line| {
        let key = line.trim_start().split([':', '：', '=']).next().unwrap_or("");
        key.len() < line.trim_start().len()
            && !key.is_empty()
            && key.trim().chars().all(|c| c.is_ascii_lowercase() || c == '_')
    });
    let is_fence = first.starts_with("```") && matches!(first.trim_start_matches('`').trim(), "" | "yaml" | "yml");
    let is_toml = first == "+++";
    let is_dashes = first.chars().all(|c| "-–—−_=─━".contains(c));
    if first.is_empty() || !is_head || !(is_fence || is_toml || is_dashes) {
        return None;
    }
    let place = Place::new(file, start..start + first.len());
    let complaint = |message: &str| Diagnostic::new(Code::YamlSyntax, message).at(place);
    Some(match first {
        "---" => complaint("the head of a file begins in its first line, and here something stands before it")
            .help("delete the empty lines and blanks above and before `---`"),
        "+++" => complaint("the head of this file is in TOML, and only YAML is read here")
            .help("put it between two lines `---`, and write `title: Promise` in place of `title = \"Promise\"`"),
        _ => complaint("the head of a file stands between two lines of three hyphens, `---`")
            .help("write `---` in this line, and the same in the line below the last field"),
    })
}
