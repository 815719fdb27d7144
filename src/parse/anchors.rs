//! Anchors of headings: short, readable, Hangul kept, each used once in a text.

use std::collections::HashMap;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The longest anchor, in characters.
const CHARACTERS: usize = 100;

/// The anchors given out so far in one text.
#[derive(Default)]
pub struct Anchors {
    /// For each anchor in use, the number to try next when it is wanted again.
    next: HashMap<String, u32>,
}

impl Anchors {
    /// An anchor for a heading of that text. Never empty, never given twice.
    pub fn give(&mut self, heading: &str) -> String {
        let wanted = anchor(heading);
        let Some(&tried) = self.next.get(&wanted) else {
            self.next.insert(wanted.clone(), 2);
            return wanted;
        };
        let mut number = tried;
        let numbered = loop {
            let numbered = format!("{wanted}-{number}");
            number += 1;
            if !self.next.contains_key(&numbered) {
                break numbered;
            }
        };
        self.next.insert(wanted, number);
        self.next.insert(numbered.clone(), 2);
        numbered
    }
}

/// Lower case, NFC, spaces as `-`, no punctuation.
fn anchor(heading: &str) -> String {
    let mut anchor = String::with_capacity(heading.len());
    let mut length = 0;
    let mut is_gap = false;
    for c in heading.chars().flat_map(char::to_lowercase).nfc() {
        if c.is_whitespace() || c == '-' {
            is_gap = true;
        } else if c.is_alphanumeric() || c == '_' || is_combining_mark(c) {
            if is_gap && !anchor.is_empty() {
                anchor.push('-');
                length += 1;
            }
            is_gap = false;
            anchor.push(c);
            length += 1;
        }
        if length >= CHARACTERS {
            break;
        }
    }
    // What footnotes and the middle of a page are called stays theirs.
    if anchor == "main" || anchor.starts_with("fn-") || anchor.starts_with("fnref-") {
        anchor.insert_str(0, "h-");
    }
    if anchor.is_empty() { "section".into() } else { anchor }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_readable() {
        for (heading, expected) in [
            ("Track list", "track-list"),
            ("수록곡 (Part 1)", "수록곡-part-1"),
            ("\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}", "한글"),
            ("  A — B  ", "a-b"),
            ("24.4.26.", "24426"),
            ("!?", "section"),
            ("", "section"),
            ("FN 1", "h-fn-1"),
            ("Main", "h-main"),
            ("snake_case", "snake_case"),
        ] {
            assert_eq!(anchor(heading), expected, "{heading}");
        }
    }

    #[test]
    fn no_anchor_is_given_twice() {
        let mut anchors = Anchors::default();
        let given: Vec<String> = ["A", "A", "A 2", "a", "A-2"].iter().map(|text| anchors.give(text)).collect();
        assert_eq!(given, ["a", "a-2", "a-2-2", "a-3", "a-2-3"]);
    }
}
