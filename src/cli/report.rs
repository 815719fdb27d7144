//! Complaints on paper: as text with the lines they are about, as JSON, as GitHub shows them beside a change, or as
//! SARIF. annotate-snippets stays behind `picture.rs`.

use super::files::{Files, Unit};
use super::picture::picture;
use super::print::{self, shown};
use super::{Exit, sarif};
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::fix::Fix;
use crate::base::limits;
use crate::base::place::{LineColumn, Place};
use crate::source::Tree;
use annotate_snippets::Renderer;
use clap::ValueEnum;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// One object a line, for programs
    Json,
    /// For GitHub, which shows each beside its line
    Github,
    /// SARIF 2.1.0, for GitHub's code scanning and editors
    Sarif,
}

/// How what was found is printed, where it is no complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shape {
    /// For people
    Text,
    /// For programs
    Json,
}

/// What a text says below a complaint that can be mended.
const MENDS: &str = "`linernotes check --fix` does it";

/// Prints complaints. Texts go to stderr, everything else to stdout.
pub struct Report<'a> {
    files: Files<'a>,
    format: Format,
    /// From where the program was started to the site's folder: empty, or with a slash at its end.
    prefix: String,
}

impl<'a> Report<'a> {
    pub fn new(tree: &'a dyn Tree, format: Format) -> Report<'a> {
        Report { files: Files::new(tree), format, prefix: String::new() }
    }

    /// Says where the site's folder lies below the one that GitHub and others count paths from.
    pub fn below(mut self, prefix: String) -> Report<'a> {
        self.prefix = prefix;
        self
    }

    /// Prints as many as a person can bear, or all of them for a program; `count` tells how many there are.
    pub fn print(&mut self, complaints: &[Diagnostic]) -> Result<(), Exit> {
        let shown = |complaint: &&Diagnostic| complaint.severity != Severity::Note;
        let complaints = complaints.iter().filter(shown);
        let format = self.format;
        let mut lines = |limit: usize, end: &str| {
            complaints.clone().take(limit).fold(String::new(), |text, complaint| text + &self.say(complaint) + end)
        };
        match format {
            Format::Text => {
                let text = lines(limits::PROBLEMS_PRINTED, "\n\n");
                if !text.is_empty() {
                    print::talk(text.strip_suffix('\n').unwrap_or(&text));
                }
                Ok(())
            }
            Format::Github => print::data(&lines(limits::PROBLEMS_PRINTED, "\n")),
            Format::Json => print::data(&lines(usize::MAX, "\n")),
            Format::Sarif => {
                let complaints: Vec<&Diagnostic> = complaints.take(sarif::RESULTS).collect();
                print::data(&(sarif::log(&complaints, &mut self.files, &self.prefix) + "\n"))
            }
        }
    }

    /// One complaint in the report's format, without a line break at the end.
    pub fn say(&mut self, complaint: &Diagnostic) -> String {
        match self.format {
            Format::Text => self.text(complaint, Renderer::styled()),
            Format::Json => self.json(complaint),
            Format::Github => self.github(complaint),
            Format::Sarif => sarif::log(&[complaint], &mut self.files, &self.prefix),
        }
    }

    /// The same as text without colour, whatever the terminal.
    pub fn say_plain(&mut self, complaint: &Diagnostic) -> String {
        self.text(complaint, Renderer::plain())
    }

    /// The last lines of a run that found something: how many of each code, and what became of the site. In text
    /// only; nothing when there is nothing to count.
    pub fn count(&self, complaints: &[Diagnostic], end: &str) {
        if self.format == Format::Text
            && let Some(lines) = counts(complaints, end)
        {
            print::talk(lines);
        }
    }

    fn text(&mut self, complaint: &Diagnostic, renderer: Renderer) -> String {
        let help = self.help(complaint);
        picture(complaint, &help, &mut self.files, renderer)
    }

    /// What to do about a complaint, each a line of its own.
    pub fn help<'c>(&mut self, complaint: &'c Diagnostic) -> Vec<&'c str> {
        let mends = self.fix(complaint).map(|_| MENDS);
        complaint.help.iter().map(String::as_str).chain(mends).collect()
    }

    /// The lines that a complaint is about, with marks below them and nothing above; empty when it is about none.
    pub fn snippet(&mut self, complaint: &Diagnostic) -> String {
        let text = picture(complaint, &[], &mut self.files, Renderer::plain());
        // The first two lines say what is wrong, and where.
        let lines: Vec<&str> = text.lines().skip(2).collect();
        let is_edge = |line: &&&str| line.trim() == "|";
        let from = lines.iter().take_while(is_edge).count();
        let to = lines.len() - lines.iter().rev().take_while(is_edge).count();
        lines.get(from..to).unwrap_or_default().join("\n")
    }

    /// Line and column of a place, both from 1, as an editor counts; nothing for a file as a whole.
    pub fn start(&mut self, place: &Place) -> Option<LineColumn> {
        self.files.region(place, Unit::Characters).map(|region| region.start)
    }

    /// What mends a complaint, if the file reads as it must for that.
    fn fix<'c>(&mut self, complaint: &'c Diagnostic) -> Option<&'c Fix> {
        let fix = complaint.fix.as_ref()?;
        let file = self.files.get(&fix.edits.first()?.place.file)?;
        fix.fits(file.text()).then_some(fix)
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
            end_line: Option<usize>,
            end_column: Option<usize>,
            label: &'a str,
            others: Vec<Other<'a>>,
            help: &'a [String],
            /// `check --fix` mends it.
            fixable: bool,
        }
        #[derive(Serialize)]
        struct Other<'a> {
            file: &'a str,
            line: Option<usize>,
            column: Option<usize>,
            label: &'a str,
        }
        let at = complaint.place.as_ref().and_then(|place| self.files.region(place, Unit::Characters));
        let others = complaint.others.iter().map(|(place, label)| {
            let at = self.files.region(place, Unit::Characters).map(|region| region.start);
            Other { file: &place.file, line: at.map(|at| at.line), column: at.map(|at| at.column), label }
        });
        let others = others.collect();
        let line = Line {
            severity: complaint.severity.name(),
            code: complaint.code.name(),
            message: &complaint.message,
            file: complaint.place.as_ref().map(|place| &*place.file),
            line: at.map(|at| at.start.line),
            column: at.map(|at| at.start.column),
            end_line: at.map(|at| at.end.line),
            end_column: at.map(|at| at.end.column),
            label: &complaint.label,
            others,
            help: &complaint.help,
            fixable: self.fix(complaint).is_some(),
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
            command += &format!("file={},", property(&format!("{}{}", self.prefix, place.file)));
            if let Some(at) = self.files.region(place, Unit::Utf16) {
                command += &format!("line={},col={},", at.start.line, at.start.column);
                // GitHub takes columns only of a place on one line.
                if at.end.line == at.start.line && at.end.column > at.start.column {
                    command += &format!("endLine={},endColumn={},", at.end.line, at.end.column);
                }
            }
        }
        command += &format!("title={}", property(complaint.code.name()));
        let lines: Vec<&str> = [complaint.message.as_str()]
            .into_iter()
            .chain(Some(complaint.label.as_str()).filter(|label| !label.is_empty()))
            .chain(self.help(complaint))
            .collect();
        format!("{command}::{}", data(&lines.join("\n")))
    }
}

/// `5 problems (3 no-such, 2 text-lost); nothing was written`, and where to read more.
fn counts(complaints: &[Diagnostic], end: &str) -> Option<String> {
    let mut counts: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    for complaint in complaints.iter().filter(|complaint| complaint.severity != Severity::Note) {
        *counts.entry((complaint.severity, complaint.code.name())).or_default() += 1;
    }
    let ((_, code), _) = counts.first_key_value()?;
    let all: usize = counts.values().sum();
    let mut lines = String::new();
    if all > limits::PROBLEMS_PRINTED {
        lines += &format!("… and {} more\n", all - limits::PROBLEMS_PRINTED);
    }
    let list: Vec<String> = counts.iter().map(|((_, code), count)| format!("{count} {code}")).collect();
    let problems = if all == 1 { "problem" } else { "problems" };
    lines += &format!("{all} {problems} ({})", list.join(", "));
    if !end.is_empty() {
        lines += &format!("; {}", shown(end));
    }
    Some(format!("{lines}\n`linernotes explain {code}` says more"))
}
