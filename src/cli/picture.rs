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

/// The picture of some places that are near each other.
fn draw<'a>(path: &str, file: &'a AsFound, marks: &[Mark<'a>]) -> Vec<Element<'a>> {
    let (Some(first), Some(last)) = (marks.first(), marks.iter().map(|mark| mark.span.end).max()) else {
        return Vec::new();
    };
    let line = file.line(first.span.start);
    let line_span = file.line_span(line);
    if line_span.len() > LINE_BYTES {
        return draw_part_of_line(path, file, first);
    }
    // One line more, for a place may end where the next one begins.
    let text = &file.found()[line_span.start..file.line_span(file.line(last) + 1).end];
    let annotations = marks.iter().map(|mark| {
        let kind = if mark.is_main { AnnotationKind::Primary } else { AnnotationKind::Context };
        let span = mark.span.start - line_span.start..mark.span.end - line_span.start;
        kind.span(span).label((!mark.label.is_empty()).then_some(mark.label))
    });
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
