//! A complaint as text, with the lines it is about and carets below them. annotate-snippets stays behind this file.
//!
//! The renderer looks through all of the text it is given, so it gets the few lines around a place and no more:
//! with whole files, 5,000 complaints about a file of a megabyte took 3 s.

use super::files::Files;
use super::print::shown;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::place::Place;
use crate::source::AsFound;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use std::ops::Range;
use std::sync::Arc;

/// Places that are at most so many lines apart stand in one picture.
const LINES_BETWEEN: usize = 40;
/// A place that goes over more lines is shown by its first.
const LINES_SHOWN: usize = 100;
/// A line of more bytes is shown in part.
const LINE_BYTES: usize = 1_000;
/// How many characters around a place are shown of such a line.
const CHARACTERS_AROUND: usize = 40;
/// How many characters of a place are shown of such a line.
const CHARACTERS_SHOWN: usize = 60;

/// A place in a file as found.
struct Mark<'c> {
    span: Range<usize>,
    label: &'c str,
    is_main: bool,
}

/// Draws a complaint; `help` are its last lines.
pub fn picture(complaint: &Diagnostic, help: &[&str], files: &mut Files, renderer: Renderer) -> String {
    let level = match complaint.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut places: Vec<(&Place, &str, bool)> = Vec::new();
    places.extend(complaint.place.iter().map(|place| (place, complaint.label.as_str(), true)));
    places.extend(complaint.others.iter().map(|(place, label)| (place, label.as_str(), false)));
    // The first file first.
    let mut paths: Vec<&Arc<str>> = Vec::new();
    for (place, _, _) in &places {
        if !paths.contains(&&place.file) {
            paths.push(&place.file);
        }
    }
    let texts: Vec<Option<Arc<AsFound>>> = paths.iter().map(|path| files.get(path)).collect();
    let title = level.primary_title(complaint.message.as_str()).id(complaint.code.name());
    let mut group = Group::with_title(title);
    let mut bare_count = 0;
    for (path, text) in paths.iter().zip(&texts) {
        let of_file = places.iter().filter(|(place, _, _)| place.file == **path && place.end > 0);
        let file = text.as_deref().filter(|file| !file.found().is_empty());
        let marks = of_file.filter_map(|(place, label, is_main)| {
            let span = file?.span(place.start as usize..place.end as usize);
            Some(Mark { span, label, is_main: *is_main })
        });
        let marks: Vec<Mark> = marks.collect();
        let Some(file) = file.filter(|_| !marks.is_empty()) else {
            bare_count += 1;
            group = group.element(Origin::path(shown(path)));
            continue;
        };
        for marks in close_together(file, marks) {
            group = group.elements(draw(&shown(path), file, &marks));
        }
    }
    let help = help.iter().map(|help| Group::with_title(Level::HELP.secondary_title(*help)));
    let groups: Vec<Group> = std::iter::once(group).chain(help).collect();
    if bare_count < paths.len() {
        return renderer.render(&groups);
    }
    // Without a picture the renderer would draw the edge of one between the groups.
    groups.into_iter().map(|group| renderer.render(&[group])).collect::<Vec<_>>().join("\n")
}

/// Parts the places of a file into those that one picture can show; the main place stands in the first.
fn close_together<'c>(file: &AsFound, mut marks: Vec<Mark<'c>>) -> Vec<Vec<Mark<'c>>> {
    for mark in &mut marks {
        let line = file.line(mark.span.start);
        if file.line(mark.span.end) > line + LINES_SHOWN {
            mark.span.end = file.line_span(line).end.max(mark.span.start);
        }
    }
    marks.sort_by_key(|mark| mark.span.start);
    let mut parts: Vec<Vec<Mark>> = Vec::new();
    for mark in marks {
        let is_long = |mark: &Mark| file.line_span(file.line(mark.span.start)).len() > LINE_BYTES;
        let is_close = |last: &Mark| {
            file.line(mark.span.start) <= file.line(last.span.end) + LINES_BETWEEN
                && !is_long(&mark)
                && !is_long(last)
        };
        match parts.last_mut() {
            Some(part) if part.last().is_some_and(is_close) => part.push(mark),
            _ => parts.push(vec![mark]),
        }
    }
    parts.sort_by_key(|part| !part.iter().any(|mark| mark.is_main));
    parts
}

/// What of a file a picture of some places is drawn from: all of their lines, and one more, for a place may end
/// where the next line begins.
fn window(file: &AsFound, marks: &[Mark]) -> Range<usize> {
    let start = marks.iter().map(|mark| mark.span.start).min().unwrap_or(0);
    let end = marks.iter().map(|mark| mark.span.end).max().unwrap_or(0);
    file.line_span(file.line(start)).start..file.line_span(file.line(end) + 1).end
}

/// The picture of some places that are near each other.
fn draw<'a>(path: &str, file: &'a AsFound, marks: &[Mark<'a>]) -> Vec<Element<'a>> {
    let Some(first) = marks.first() else { return Vec::new() };
    let line = file.line(first.span.start);
    if file.line_span(line).len() > LINE_BYTES {
        return draw_part_of_line(path, file, first);
    }
    let window = window(file, marks);
    let annotations = marks.iter().map(|mark| {
        let kind = if mark.is_main { AnnotationKind::Primary } else { AnnotationKind::Context };
        let span = mark.span.start - window.start..mark.span.end - window.start;
        kind.span(span).label((!mark.label.is_empty()).then_some(mark.label))
    });
    let text = &file.found()[window.clone()];
    vec![Snippet::source(text).line_start(line).path(path.to_string()).annotations(annotations).into()]
}

/// A place in a line too long to be shown whole: its column must be told, for the picture begins elsewhere.
fn draw_part_of_line<'a>(path: &str, file: &'a AsFound, mark: &Mark<'a>) -> Vec<Element<'a>> {
    let found = file.found();
    let at = file.line_column(mark.span.start);
    let line = file.line_span(at.line);
    let (start, end) = (mark.span.start, mark.span.end.min(line.end));
    let before = found[line.start..start].char_indices().rev().nth(CHARACTERS_AROUND - 1).map_or(0, |(at, _)| at);
    let from = line.start + before;
    let till = |from: usize, count: usize| {
        found[from..line.end].char_indices().nth(count).map_or(line.end, |(at, _)| from + at)
    };
    let end = end.min(till(start, CHARACTERS_SHOWN)).max(start);
    let to = till(end, CHARACTERS_AROUND);
    let mut text = String::new();
    if from > line.start {
        text.push('…');
    }
    let shift = text.len();
    text.push_str(found[from..to].trim_end_matches(['\n', '\r']));
    if to < line.end {
        text.push('…');
    }
    let span = (start - from + shift).min(text.len())..(end - from + shift).min(text.len());
    let kind = if mark.is_main { AnnotationKind::Primary } else { AnnotationKind::Context };
    let annotation = kind.span(span).label((!mark.label.is_empty()).then_some(mark.label));
    let origin = Origin::path(path.to_string()).line(at.line).char_column(at.column);
    vec![origin.into(), Snippet::source(text).line_start(at.line).annotation(annotation).into()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::Code;
    use crate::source::Memory;

    fn file(text: &str) -> AsFound {
        AsFound::new(text.as_bytes().to_vec()).unwrap()
    }

    fn mark(span: Range<usize>, is_main: bool) -> Mark<'static> {
        Mark { span, label: "", is_main }
    }

    #[test]
    fn a_picture_is_drawn_from_a_few_lines_of_a_large_file() {
        let text = "song:\n  title: A song\n".repeat(50_000);
        let file = file(&text);
        for at in [0, text.len() / 2, text.len() - 3] {
            assert!(window(&file, &[mark(at..at + 2, true)]).len() < 60, "{at}");
        }
        // The first and the second time, far from each other: two pictures, the main one first.
        let parts = close_together(&file, vec![mark(900_000..900_004, true), mark(0..4, false)]);
        assert_eq!(parts.iter().map(|part| part[0].is_main).collect::<Vec<_>>(), [true, false]);
        // A place as long as the file is shown by its first line.
        let parts = close_together(&file, vec![mark(0..text.len(), true)]);
        assert!(window(&file, &parts[0]).len() < 60);
    }

    fn drawn(text: &str, span: Range<usize>) -> String {
        let mut tree = Memory::new();
        tree.put("a.yaml", text);
        let complaint = Diagnostic::new(Code::WrongType, "wrong").at(Place::new(&"a.yaml".into(), span)).label("x");
        picture(&complaint, &["do"], &mut Files::new(&tree), Renderer::plain())
    }

    #[test]
    fn of_a_long_line_a_part_is_shown() {
        let text = format!("a: 1\nb: {}wrong{}\nc: 1\n", "눈물 ".repeat(5_000), " 🎵".repeat(5_000));
        let at = text.find("wrong").unwrap();
        let drawn = drawn(&text, at..at + 5);
        let lines: Vec<&str> = drawn.lines().collect();
        assert_eq!(lines[1], " --> a.yaml:2:15004");
        assert!(drawn.contains("2 | …") && drawn.contains(" wrong 🎵"), "{drawn}");
        assert!(drawn.contains("^^^^^ x") && drawn.ends_with("help: do"), "{drawn}");
        assert!(drawn.len() < 1_000, "{drawn}");
    }

    #[test]
    fn a_place_at_the_end_of_a_file_or_of_a_line_is_shown() {
        assert!(drawn("a: 1\nb:", 7..7).contains("a.yaml:2:3"));
        assert!(drawn("a:\r\nb: 1\r\n", 2..2).contains("a.yaml:1:3"));
        assert!(drawn("a: 1\n", 3..999).contains("a.yaml:1:4"));
    }
}
