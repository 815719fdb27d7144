//! What in a YAML file can be mended with certainty, and how. Everything doubtful is left to the author.

use crate::base::fix::{Edit, Fix, quoted};
use crate::base::place::Place;
use std::ops::Range;
use std::sync::Arc;

const QUOTES: &str = "puts the text in quotes";

/// Quotes a plain text of which YAML would take the end for a comment. `kept` is what YAML would keep, empty when
/// that is nothing; `lost` is the rest of the line from the `#`.
///
/// Most remarks have a blank after the `#` (`# a remark`), and titles and tags have none (`#1`).
pub fn cut_text(file: &Arc<str>, text: &str, kept: Range<usize>, lost: Range<usize>) -> Option<Fix> {
    let sign = &text[lost.clone()];
    let first = sign.strip_prefix('#')?.chars().next()?;
    let is_remark = ["#TODO", "#FIXME", "#XXX"].iter().any(|word| sign.starts_with(word));
    // In a list or mapping on one line the text would end at one of these.
    let is_in_brackets = sign.ends_with([',', ']', '}']);
    if !first.is_alphanumeric() || is_remark || is_in_brackets {
        return None;
    }
    let whole = if kept.is_empty() { lost } else { kept.start..lost.end };
    let was = text.get(whole.clone()).filter(|was| !was.contains(['\n', '\r']))?;
    Some(Fix::new(QUOTES, Place::new(file, whole), was, quoted(was)))
}

/// Quotes the value of a line such as `title: Wait: What`. `at` is the colon that is one too many.
pub fn colon_in_text(file: &Arc<str>, text: &str, at: usize) -> Option<Fix> {
    let (value, was) = value_of_line(text, at)?;
    // The colon is in the value, and the value is a text that nobody has begun to quote or to build.
    if at < value.start || was.starts_with(['"', '\'', '[', '{', '#', '&', '*', '!', '|', '>', '-', '?']) {
        return None;
    }
    Some(Fix::new(QUOTES, Place::new(file, value), was, quoted(was)))
}

/// Quotes the value of a line such as `name: @heize`. `at` lies in that line.
pub fn sign_before_text(file: &Arc<str>, text: &str, at: usize) -> Option<Fix> {
    let (value, was) = value_of_line(text, at)?;
    if !was.starts_with(['@', '`', '%']) || was.contains(": ") {
        return None;
    }
    Some(Fix::new(QUOTES, Place::new(file, value), was, quoted(was)))
}

/// The value of a line `key: value`, or `- key: value`, without blanks around it; none with a comment behind it.
fn value_of_line(text: &str, at: usize) -> Option<(Range<usize>, &str)> {
    let start = text[..at].rfind('\n').map_or(0, |n| n + 1);
    let line = text[start..].split(['\n', '\r']).next()?;
    let (key, _) = line.split_once(": ")?;
    let name = key.trim_start_matches([' ', '-']);
    let is_key = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    if !is_key || line.contains(" #") {
        return None;
    }
    let value = line[key.len() + 2..].trim();
    let from = start + line.len() - line[key.len() + 2..].trim_start().len();
    // In brackets that go over several lines, a text would end before one of these.
    let is_in_brackets = value.ends_with([',', ']', '}']);
    (!value.is_empty() && !is_in_brackets).then_some((from..from + value.len(), value))
}

/// Spaces in place of tabs at the beginning of lines, where how many is certain: two for each when no line of the
/// stretch begins with spaces; where some do, as many as they have, if that is one number and no line has two tabs.
pub fn tabs(file: &Arc<str>, text: &str, span: Range<usize>) -> Option<Fix> {
    let mut spaces: Option<usize> = None;
    let mut tabbed: Vec<(usize, usize)> = Vec::new();
    let mut at = span.start;
    for line in text[span].split_inclusive('\n') {
        let tabs = line.bytes().take_while(|b| *b == b'\t').count();
        let blanks = line.bytes().take_while(|b| *b == b' ').count();
        if line.trim().is_empty() {
            // Blank lines may hold what they like.
        } else if tabs > 0 {
            tabbed.push((at, tabs));
        } else if blanks > 0 && spaces.replace(blanks).is_some_and(|other| other != blanks) {
            return None;
        }
        at += line.len();
    }
    if spaces.is_some() && tabbed.iter().any(|(_, tabs)| *tabs > 1) {
        return None;
    }
    let width = spaces.unwrap_or(2);
    let edits = tabbed.into_iter().map(|(at, tabs)| Edit {
        place: Place::new(file, at..at + tabs),
        was: "\t".repeat(tabs),
        now: " ".repeat(width * tabs),
    });
    some_edits("puts spaces in place of tabs", edits.collect())
}

/// Quotes the texts of `{en: You, Clouds, Rain}`, which fell apart at their commas. `count` is how many entries YAML
/// found in the braces; `texts` are the texts put together again.
pub fn parts_in_braces(
    file: &Arc<str>,
    text: &str,
    braces: Range<usize>,
    count: usize,
    texts: Vec<Range<usize>>,
) -> Option<Fix> {
    // Every comma ends an entry, and none was forgotten as a repeated key.
    let written = text.get(braces)?;
    if written.contains(['"', '\'', '[', '#', '\n', '\r']) || written.matches(',').count() + 1 != count {
        return None;
    }
    let apart = texts.into_iter().filter(|at| text[at.clone()].contains(','));
    let edits = apart.map(|at| Edit {
        place: Place::new(file, at.clone()),
        was: text[at.clone()].to_string(),
        now: quoted(&text[at]),
    });
    some_edits(QUOTES, edits.collect())
}

/// The first line, without its indent, that has a no-break space in its indent.
pub fn no_break_indent(text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_start_matches([' ', '\u{a0}']);
        let indent = &line[..line.len() - words.len()];
        if indent.contains('\u{a0}') && !words.trim().is_empty() {
            return Some(at + indent.len()..at + line.trim_end().len());
        }
        at += line.len();
    }
    None
}

/// A space in place of each no-break space at the beginning of a line.
pub fn no_break_spaces(file: &Arc<str>, text: &str, span: Range<usize>) -> Option<Fix> {
    let mut edits = Vec::new();
    let mut at = span.start;
    for line in text[span].split_inclusive('\n') {
        let indent = &line[..line.len() - line.trim_start_matches([' ', '\u{a0}']).len()];
        if indent.contains('\u{a0}') {
            let place = Place::new(file, at..at + indent.len());
            edits.push(Edit { place, was: indent.into(), now: " ".repeat(indent.chars().count()) });
        }
        at += line.len();
    }
    some_edits("puts spaces in place of no-break spaces", edits)
}

fn some_edits(does: &'static str, edits: Vec<Edit>) -> Option<Fix> {
    (!edits.is_empty()).then_some(Fix { does, edits })
}

/// A stretch of a text with a mending made, for seeing whether it helps.
pub fn mended(text: &str, span: Range<usize>, fix: &Fix) -> String {
    let mut mended = String::with_capacity(span.len());
    let mut at = span.start;
    for edit in &fix.edits {
        mended += &text[at..edit.place.start as usize];
        mended += &edit.now;
        at = edit.place.end as usize;
    }
    mended + &text[at..span.end]
}

/// How many slips of the finger a word of this length may have to be taken for another.
pub fn allowed_distance(text: &str) -> usize {
    match text.chars().count() {
        0..=2 => 0,
        3..=5 => 1,
        6..=10 => 2,
        _ => 3,
    }
}

/// The one known word that a mistyped key means: near, with no other nearly as near, and not written beside it.
pub fn certain_key<'k>(
    name: &str,
    known: impl Iterator<Item = &'k str>,
    is_taken: impl Fn(&str) -> bool,
) -> Option<&'k str> {
    let most = allowed_distance(name).min(2);
    let mut near = known.filter(|word| strsim::osa_distance(name, word) <= most);
    let word = near.next()?;
    (near.next().is_none() && !is_taken(word)).then_some(word)
}

/// Writes a known word in place of a mistyped key.
pub fn key(place: Place, was: &str, now: &str) -> Fix {
    Fix::new("writes the name of the field right", place, was, now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apply(text: &str, fix: Option<Fix>) -> Option<String> {
        let fix = fix?;
        assert!(fix.fits(text), "{fix:?}");
        Some(mended(text, 0..text.len(), &fix))
    }

    #[test]
    fn a_text_cut_by_a_sign_is_quoted() {
        let cut = |text: &str| {
            let value = text.find(": ").unwrap() + 2;
            let lost = text.find('#').unwrap();
            let kept = value..text[..lost].trim_end().len().max(value);
            apply(text, cut_text(&"f".into(), text, kept, lost..text.trim_end().len()))
        };
        assert_eq!(cut("title: Love & #1\n").unwrap(), "title: \"Love & #1\"\n");
        assert_eq!(cut("title: #1\r\n").unwrap(), "title: \"#1\"\r\n");
        assert_eq!(cut("title: Say \"hi\" #눈물\n").unwrap(), "title: \"Say \\\"hi\\\" #눈물\"\n");
        assert_eq!(cut("title: C:\\x #1\n").unwrap(), "title: \"C:\\\\x #1\"\n");
        for doubtful in ["title: Love # a remark", "title: Love #", "title: Love #TODO ask", "x: {en: Love #1}"] {
            assert_eq!(cut(doubtful), None, "{doubtful}");
        }
    }

    #[test]
    fn a_text_with_a_colon_is_quoted() {
        let colon = |text: &str| apply(text, colon_in_text(&"f".into(), text, text.rfind(": ").unwrap()));
        assert_eq!(colon("a: 1\n  title: Wait: What\nb: 2\n"), None, "the last colon is another line's");
        assert_eq!(colon("  title: Wait: What\r\n").unwrap(), "  title: \"Wait: What\"\r\n");
        assert_eq!(colon("- title:   Wait: \"What\"  \n").unwrap(), "- title:   \"Wait: \\\"What\\\"\"  \n");
        for doubtful in
            ["title: \"Wait\": What", "title: Wait: What # no", "a b: c: d", "x: - a: b", "  en: x", "  en: x: y,"]
        {
            assert_eq!(colon(doubtful), None, "{doubtful}");
        }
    }

    #[test]
    fn tabs_become_as_many_spaces_as_is_certain() {
        let spaces = |text: &str| apply(text, tabs(&"f".into(), text, 0..text.len()));
        assert_eq!(spaces("a:\n\tb:\n\t\tc: 1\n").unwrap(), "a:\n  b:\n    c: 1\n");
        assert_eq!(spaces("a:\n    b: 1\n\tc: 2\n").unwrap(), "a:\n    b: 1\n    c: 2\n");
        assert_eq!(spaces("a:\n  b:\n    d: 1\n\tc: 2\n"), None, "two or four?");
        assert_eq!(spaces("a:\n    b: 1\n\t\tc: 2\n"), None, "below which?");
        assert_eq!(spaces("a:\n  b: \t1\n"), None, "not at the beginning");
    }

    #[test]
    fn a_key_is_certain_only_when_it_is_the_only_one_near() {
        let known = ["name", "note", "notes", "sources", "released"];
        let certain = |name: &str, taken: &str| certain_key(name, known.iter().copied(), |word| word == taken);
        assert_eq!(certain("nmae", ""), Some("name"));
        assert_eq!(certain("relesaed", ""), Some("released"));
        assert_eq!(certain("nmae", "name"), None, "it stands there already");
        assert_eq!(certain("notee", ""), None, "note or notes");
        assert_eq!(certain("birthday", ""), None);
    }
}
