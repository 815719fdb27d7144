//! Random edits of the default content, of the kind that fingers make: nothing panics, and no record is lost
//! without a word. The same edits every time; `SEED=7 EDITS=100000 cargo test --test suite edits` makes others.

use linernotes::model::read::{Says, read_file};
use linernotes::source::{Disk, Memory, Tree};
use std::path::Path;
use std::sync::Arc;

/// Numbers that look random and are the same every time (xorshift, Marsaglia 2003).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % sides.max(1)
    }
}

/// One slip of the fingers.
fn edit(text: &str, dice: &mut Dice) -> String {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let (at, here) = chars[dice.roll(chars.len())];
    let insert = |what: &str| format!("{}{what}{}", &text[..at], &text[at..]);
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let line = dice.roll(lines.len());
    match dice.roll(10) {
        0 | 1 => format!("{}{}", &text[..at], &text[at + here.len_utf8()..]),
        2 => insert("\t"),
        3 => insert(" "),
        4 => insert(
            ["\"", "'", ":", "#", "-", "{", "]", ",", "&", "!", "\u{a0}", "：", "\n", "|", "~", "\\", "`"]
                [dice.roll(17)],
        ),
        5 => text.replacen('"', "'", 1 + dice.roll(20)),
        6 => {
            lines.insert(line, lines[line]);
            lines.concat()
        }
        7 => {
            lines.remove(line);
            lines.concat()
        }
        8 => {
            let other = dice.roll(lines.len());
            lines.swap(line, other);
            lines.concat()
        }
        _ => {
            let from = line.min(lines.len().saturating_sub(1));
            let shifted = format!(" {}", lines[from]);
            lines[from] = &shifted;
            lines.concat()
        }
    }
}

/// How many records a file tells of, and whether anything is complained of.
fn look(path: &Arc<str>, text: &str) -> (usize, bool) {
    let mut tree = Memory::new();
    tree.put(path, text);
    let found = tree.list(&mut Vec::new()).unwrap();
    let parsed = read_file(&tree, &found[0]);
    let count = match &parsed.says {
        Says::Records(records) => records.len(),
        Says::Nothing => 0,
        _ => 1,
    };
    (count, !parsed.complaints.is_empty())
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

#[test]
fn no_edit_loses_a_record_in_silence() {
    let disk = Disk::new(Path::new(env!("CARGO_MANIFEST_DIR")));
    let mut files = Vec::new();
    for found in disk.list(&mut Vec::new()).unwrap() {
        let is_text = [".yaml", ".md"].iter().any(|end| found.path.ends_with(end));
        if found.path.starts_with("content/") && is_text {
            let text = String::from_utf8(disk.read(&found).unwrap()).unwrap();
            let (count, is_told) = look(&found.path, &text);
            assert!(!is_told && count > 0, "{}", found.path);
            files.push((found.path, text, count));
        }
    }
    assert!(files.len() > 10);
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ number("SEED", 1));
    // Long files take their time; a few edits of each are as good as many of one.
    let short: Vec<_> = files.iter().filter(|(_, text, _)| text.len() < 20_000).collect();
    for turn in 0..number("EDITS", 2_000) {
        let (path, text, count) = match turn % 50 {
            0 => &files[dice.roll(files.len())],
            _ => short[dice.roll(short.len())],
        };
        let mut edited = edit(text, &mut dice);
        if dice.roll(4) == 0 && !edited.is_empty() {
            edited = edit(&edited, &mut dice);
        }
        let (left, is_told) = look(path, &edited);
        // A record of one line may be taken away, or made a remark of, on purpose.
        let remarks = |text: &str| text.lines().filter(|line| line.trim_start().starts_with('#')).count();
        let is_meant = edited.len() + 2 < text.len() || remarks(&edited) > remarks(text);
        if left < *count && !is_told && !is_meant {
            let line = text.lines().zip(edited.lines()).position(|(a, b)| a != b).unwrap_or_default();
            let near =
                |text: &str| text.lines().skip(line.saturating_sub(3)).take(7).collect::<Vec<_>>().join("\n");
            panic!("{path}: {count} records became {left} without a word:\n{}\n--\n{}", near(text), near(&edited));
        }
    }
}
