//! Complaints on paper: as text with the lines they are about, as JSON, or as GitHub shows them beside a
//! change. annotate-snippets stays behind this file.

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::limits;
use crate::base::place::{LineColumn, Place};
use crate::render::templates::THEME;
use crate::render::theme;
use crate::source::{Source, Tree};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use clap::ValueEnum;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// One object a line, for programs
    Json,
    /// For GitHub, which shows each beside its line
    Github,
}

/// Prints complaints. Texts go to stderr, JSON and GitHub's commands to stdout.
pub struct Report<'a> {
    tree: &'a dyn Tree,
    format: Format,
    texts: BTreeMap<Arc<str>, Option<String>>,
}

impl<'a> Report<'a> {
    pub fn new(tree: &'a dyn Tree, format: Format) -> Report<'a> {
        Report { tree, format, texts: BTreeMap::new() }
    }

    /// Prints as many as a person can bear; `count` tells how many there are.
    pub fn print(&mut self, complaints: &[Diagnostic]) {
        let shown = |complaint: &&Diagnostic| complaint.severity != Severity::Note;
        for complaint in complaints.iter().filter(shown).take(limits::PROBLEMS_PRINTED) {
            let text = self.say(complaint);
            match self.format {
                Format::Text => anstream::eprintln!("{text}\n"),
                Format::Json | Format::Github => anstream::println!("{text}"),
            }
        }
    }

    /// One complaint in the report's format, without a line break at the end.
    pub fn say(&mut self, complaint: &Diagnostic) -> String {
        match self.format {
            Format::Text => self.text(complaint, Renderer::styled()),
            Format::Json => self.json(complaint),
            Format::Github => self.github(complaint),
        }
    }

    /// The same without colour, whatever the terminal.
    pub fn say_plain(&mut self, complaint: &Diagnostic) -> String {
        self.text(complaint, Renderer::plain())
    }

    /// The last lines of a build that failed.
    pub fn count(&self, complaints: &[Diagnostic], out: &Path) {
        if self.format != Format::Text {
            return;
        }
        let mut counts: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
        for complaint in complaints.iter().filter(|complaint| complaint.severity != Severity::Note) {
            *counts.entry((complaint.severity, complaint.code.name())).or_default() += 1;
        }
        let all: usize = counts.values().sum();
        if all > limits::PROBLEMS_PRINTED {
            anstream::eprintln!("… and {} more", all - limits::PROBLEMS_PRINTED);
        }
        let list: Vec<String> = counts.iter().map(|((_, code), count)| format!("{count} {code}")).collect();
        let problems = if all == 1 { "problem" } else { "problems" };
        anstream::eprintln!("{all} {problems} ({}); {} stays as it was", list.join(", "), out.display());
        if let Some(((_, code), _)) = counts.first_key_value() {
            anstream::eprintln!("`linernotes explain {code}` says more");
        }
    }

    /// The text of a file as places count it.
    fn source(&mut self, file: &Arc<str>) -> Option<&str> {
        let tree = self.tree;
        let read = || match file.strip_prefix(THEME) {
            Some(name) => theme::template(name).map(str::to_string),
            None => {
                let bytes = tree.read_path(file).ok()?;
                Source::from_bytes(file.clone(), bytes).ok().map(|source| source.text)
            }
        };
        self.texts.entry(file.clone()).or_insert_with(read).as_deref()
    }

    fn line_column(&mut self, place: &Place) -> Option<LineColumn> {
        let start = place.start as usize;
        if place.end == 0 {
            return None;
        }
        self.source(&place.file).map(|text| LineColumn::of(text, start))
    }

    fn text(&mut self, complaint: &Diagnostic, renderer: Renderer) -> String {
        let level = match complaint.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let mut places: Vec<(&Place, &str, bool)> = Vec::new();
        places.extend(complaint.place.iter().map(|place| (place, complaint.label.as_str(), true)));
        places.extend(complaint.others.iter().map(|(place, label)| (place, label.as_str(), false)));
        // Places of one file stand in one picture, the first file first.
        let mut files: Vec<Arc<str>> = Vec::new();
        for (place, _, _) in &places {
            if !files.contains(&place.file) {
                files.push(place.file.clone());
            }
        }
        let texts: Vec<String> = files.iter().map(|file| self.source(file).unwrap_or("").to_string()).collect();
        let mut group =
            Group::with_title(level.primary_title(complaint.message.as_str()).id(complaint.code.name()));
        let mut bare = Vec::new();
        for (file, text) in files.iter().zip(&texts) {
            let of_file = places.iter().filter(|(place, _, _)| place.file == *file);
            let drawn: Vec<_> = of_file.filter(|(place, _, _)| place.end > 0 && !text.is_empty()).collect();
            if drawn.is_empty() {
                bare.push(file.clone());
                continue;
            }
            let annotations = drawn.iter().map(|(place, label, is_main)| {
                let kind = if *is_main { AnnotationKind::Primary } else { AnnotationKind::Context };
                let span = clamp(text, place.start as usize, place.end as usize);
                kind.span(span).label((!label.is_empty()).then_some(*label))
            });
            group = group.element(Snippet::source(text.as_str()).path(&**file).annotations(annotations));
        }
        for file in &bare {
            group = group.element(annotate_snippets::Origin::path(&**file));
        }
        let help = complaint.help.iter().map(|help| Group::with_title(Level::HELP.secondary_title(help.as_str())));
        let groups: Vec<Group> = std::iter::once(group).chain(help).collect();
        if bare.len() < files.len() {
            return renderer.render(&groups);
        }
        // Without a picture the renderer would draw the edge of one between the groups.
        groups.into_iter().map(|group| renderer.render(&[group])).collect::<Vec<_>>().join("\n")
    }

    fn json(&mut self, complaint: &Diagnostic) -> String {
        #[derive(Serialize)]
        struct Line<'a> {
            severity: &'a str,
            code: &'a str,
            message: &'a str,
            file: Option<&'a str>,
            line: Option<usize>,
            column: Option<usize>,
            label: &'a str,
            others: Vec<Other<'a>>,
            help: &'a [String],
        }
        #[derive(Serialize)]
        struct Other<'a> {
            file: &'a str,
            line: Option<usize>,
            column: Option<usize>,
            label: &'a str,
        }
        let at = complaint.place.as_ref().and_then(|place| self.line_column(place));
        let others = complaint
            .others
            .iter()
            .map(|(place, label)| {
                let at = self.line_column(place);
                Other { file: &place.file, line: at.map(|at| at.line), column: at.map(|at| at.column), label }
            })
            .collect();
        let line = Line {
            severity: complaint.severity.name(),
            code: complaint.code.name(),
            message: &complaint.message,
            file: complaint.place.as_ref().map(|place| &*place.file),
            line: at.map(|at| at.line),
            column: at.map(|at| at.column),
            label: &complaint.label,
            others,
            help: &complaint.help,
        };
        serde_json::to_string(&line).unwrap_or_default()
    }

    /// <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>
    fn github(&mut self, complaint: &Diagnostic) -> String {
        let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
        let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
        let mut command = match complaint.severity {
            Severity::Error => "::error ".to_string(),
            Severity::Warning => "::warning ".to_string(),
            Severity::Note => "::notice ".to_string(),
        };
        if let Some(place) = &complaint.place {
            command += &format!("file={},", property(&place.file));
            if let Some(at) = self.line_column(place) {
                command += &format!("line={},col={},", at.line, at.column);
            }
        }
        command += &format!("title={}", property(complaint.code.name()));
        let lines: Vec<&str> = [complaint.message.as_str()]
            .into_iter()
            .chain(Some(complaint.label.as_str()).filter(|label| !label.is_empty()))
            .chain(complaint.help.iter().map(String::as_str))
            .collect();
        format!("{command}::{}", data(&lines.join("\n")))
    }
}

/// A span that lies in the text, on the boundaries of characters, and has at least one character.
fn clamp(text: &str, start: usize, end: usize) -> std::ops::Range<usize> {
    let boundary = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = boundary(start);
    start..boundary(end).max(start)
}
