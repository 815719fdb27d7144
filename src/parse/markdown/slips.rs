//! Signs of Markdown that a reader would see because of a slip, and words that nobody would see. What is certainly a
//! slip is an error; what may be meant is a warning that says how to write it then.

use super::super::clean;
use super::super::elements::Unkept;
use super::super::near::shorten;
use super::Writer;
use super::html::Stands;
use crate::base::diagnostic::{Code, Diagnostic, Severity};
use std::collections::HashSet;
use std::ops::Range;

/// What has been seen of a text so far.
#[derive(Default)]
pub(super) struct Slips {
    /// Inside code that stands in lines of its own.
    pub is_code: bool,
    /// Runs of `*`, `_` and `~` of this paragraph that mark nothing.
    signs: Vec<Range<usize>>,
    /// The paragraph has a backtick that was told.
    has_backtick: bool,
    /// Where the last text ended: a backslash before that is text itself and escapes nothing.
    text_end: usize,
    /// The labels of references that were used.
    pub(super) used: HashSet<String>,
    /// Names of elements that were told.
    elements: HashSet<String>,
}

impl Slips {
    /// Whether it was told that an element is taken out.
    pub fn has_told(&self, element: &str) -> bool {
        self.elements.contains(element)
    }
}

/// What the lines of a paragraph begin with where they were meant for something else.
#[derive(Clone, Copy, PartialEq)]
enum Looks {
    Table,
    /// Strokes between words, and none around them.
    Columns,
    List,
    Other,
}

fn looks(line: &str) -> Looks {
    let mut rest = line.chars();
    match rest.next() {
        Some('|') if line.len() > 1 && line.ends_with('|') => Looks::Table,
        Some('-' | '+') if rest.next().is_some_and(char::is_alphabetic) => Looks::List,
        Some('•' | '·' | '‣' | '●' | '○' | '▪' | '◦') => Looks::List,
        Some('0'..='9') => {
            let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
            let is_short = line.len() - rest.len() < 4;
            let is_item = rest.strip_prefix(['.', ')']).is_some_and(|rest| rest.starts_with(char::is_alphabetic));
            if is_short && is_item { Looks::List } else { Looks::Other }
        }
        _ if line.contains(" | ") => Looks::Columns,
        _ => Looks::Other,
    }
}

impl Writer<'_> {
    pub(super) fn slip(&mut self, at: Range<usize>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Code::RawMarkup, message).at(self.place(at))
    }

    /// The lines of a paragraph as they are written.
    pub(super) fn check_paragraph(&mut self, at: Range<usize>) {
        self.slips.signs.clear();
        self.slips.has_backtick = false;
        let body = self.body;
        let mut start = at.start;
        // The first line of a run that looks alike, and how many lines it has.
        let mut run: Option<(Looks, Range<usize>, usize)> = None;
        for line in body[at].split_inclusive('\n') {
            let inner = line.trim_start_matches([' ', '\t', '>']);
            let from = start + line.len() - inner.len();
            let inner = inner.trim_end();
            start += line.len();
            self.check_heading(inner, from);
            let now = looks(inner);
            match &mut run {
                Some((before, _, count)) if *before == now => *count += 1,
                _ => {
                    self.check_run(run.take());
                    run = Some((now, from..from + inner.len(), 1));
                }
            }
        }
        self.check_run(run);
    }

    fn check_heading(&mut self, line: &str, from: usize) {
        let title = line.trim_start_matches('#');
        let count = line.len() - title.len();
        if (2..=6).contains(&count) && title.starts_with(|c: char| c.is_alphanumeric() || "\"“‘《「(*".contains(c))
        {
            let signs = &line[..count];
            let told = self
                .slip(from..from + count, format!("no space stands behind `{signs}`, so this is no heading"))
                .label("these signs stay visible")
                .help(format!("write `{signs} {}`", shorten(title)));
            self.complain(told);
        }
    }

    fn check_run(&mut self, run: Option<(Looks, Range<usize>, usize)>) {
        let Some((looks, first, count)) = run else { return };
        let line = &self.body[first.clone()];
        let is_row = looks == Looks::Table && line.matches('|').count() > 2;
        if count < 2 && !is_row {
            return;
        }
        let lines = if count == 1 { "this line looks".to_string() } else { format!("these {count} lines look") };
        let parts = if count == 1 { "is none" } else { "are none" };
        let told = match looks {
            Looks::Other => return,
            Looks::Table | Looks::Columns => {
                let strokes = line.trim_matches('|').matches('|').count();
                let rule = format!("|{}", " --- |".repeat((strokes + 1).min(12)));
                let severity = if looks == Looks::Table { Severity::Error } else { Severity::Warning };
                self.slip(first, format!("{lines} like a table and {parts}"))
                    .severity(severity)
                    .label("the signs stay visible")
                    .help(format!(
                        "below its first line a table has one of hyphens, as wide as the first: `{rule}`"
                    ))
            }
            Looks::List => {
                let inner = line.trim_start_matches(|c: char| !c.is_alphabetic());
                let item = if line.starts_with(|c: char| c.is_ascii_digit()) { "1." } else { "-" };
                self.slip(first, format!("{lines} like a list and {parts}"))
                    .label("they become one paragraph")
                    .severity(Severity::Warning)
                    .help(format!(
                        "an entry begins with a hyphen or a number, and a space: `{item} {}`",
                        shorten(inner)
                    ))
            }
        };
        self.complain(told);
    }

    /// Text that a reader sees. `at` is where it is written, and it is written as it is seen.
    pub(super) fn check_text(&mut self, text: &str, at: &Range<usize>) {
        if self.slips.is_code || self.body.get(at.clone()) != Some(text) {
            return;
        }
        let bytes = self.body.as_bytes();
        let is_escaped = at.start > self.slips.text_end && bytes[at.start - 1] == b'\\';
        self.slips.text_end = at.end;
        let is_sign = |byte: &u8| matches!(byte, b'*' | b'~' | b'_' | b'`' | b'^' | b'{' | b':');
        if !text.as_bytes().iter().any(is_sign) {
            return;
        }
        for (index, sign) in text.bytes().enumerate().skip(usize::from(is_escaped)) {
            let here = at.start + index;
            let next = bytes.get(here + 1);
            match sign {
                b'*' | b'~' | b'_' => match self.slips.signs.last_mut() {
                    Some(run) if run.end == here && bytes[run.start] == sign => run.end += 1,
                    _ => self.slips.signs.push(here..here + 1),
                },
                b'`' if !std::mem::replace(&mut self.slips.has_backtick, true) => {
                    let told = self
                        .slip(here..here + 1, "the backtick is opened here and never closed")
                        .severity(Severity::Warning)
                        .help("write another where the code ends; one that is meant is written with a backslash before it; an apostrophe is `'`");
                    self.complain(told);
                }
                b':' if next.is_some_and(u8::is_ascii_alphanumeric) => self.check_address(here),
                b'^' if here > 0 && bytes[here - 1] == b'[' => self.check_footnote(here),
                b'{' if matches!(next, Some(b'{' | b'%')) && (here == 0 || bytes[here - 1] != b'{') => {
                    let told = self
                        .slip(here..here + 2, "nothing is filled in here: a text is no template")
                        .label("these signs stay visible")
                        .severity(Severity::Warning)
                        .help("write what should stand here; a record is named by a link such as `[song:promise]`");
                    self.complain(told);
                }
                _ => {}
            }
        }
    }

    /// A paragraph is over. A sign that stands alone and looks as if it began something was meant to; of two, `proof`
    /// tells when the page is finished.
    pub(super) fn check_signs(&mut self) {
        let body = self.body;
        let runs = std::mem::take(&mut self.slips.signs);
        for (index, run) in runs.iter().enumerate() {
            let (sign, length) = (&body[run.clone()], run.len());
            let has_partner = runs.iter().enumerate().any(|(other, at)| {
                let last = body[..at.start].chars().next_back();
                let may_end = last.is_some_and(|c| !c.is_whitespace() && !c.is_ascii_digit());
                let may_begin = body[at.end..].chars().next().is_some_and(|c| !c.is_whitespace());
                other != index && &body[at.clone()] == sign && (may_end || other < index && may_begin)
            });
            let before = body[..run.start].chars().next_back();
            let after = body[run.end..].chars().next();
            let begins = before.is_none_or(|c| c.is_whitespace() || "(\"'“‘《「".contains(c))
                && after.is_some_and(char::is_alphanumeric);
            let is_markup = if sign.starts_with('~') { length == 2 } else { length <= 3 };
            if has_partner || !begins || !is_markup {
                continue;
            }
            let meant: String = sign.chars().flat_map(|sign| ['\\', sign]).collect();
            let told = self
                .slip(run.clone(), format!("`{sign}` is opened here and never closed"))
                .label("it stays visible")
                .severity(Severity::Warning)
                .help(format!(
                    "write `{sign}` where the words end that it marks; if it is meant to be seen, write `{meant}`"
                ));
            self.complain(told);
        }
    }

    /// Cells behind the last column of a table.
    pub(super) fn check_row(&mut self, row: Range<usize>) {
        let last = std::mem::take(&mut self.last_cell);
        let Some(rest) = self.body.get(last..row.end).filter(|_| last > row.start) else { return };
        let inner = rest.trim_start().strip_prefix('|').unwrap_or(rest.trim_start());
        let lost = inner.trim_matches(|c: char| c == '|' || c.is_whitespace());
        if lost.is_empty() {
            return;
        }
        let from = last + rest.find(lost).unwrap_or(0);
        let told = Diagnostic::new(
            Code::TextLost,
            "this row has more cells than the head of the table, so this would be lost",
        )
        .at(self.place(from..from + lost.lines().next().unwrap_or_default().len()))
        .help("give the head and the line below it one more column; a `|` that is meant is written `\\|`");
        self.complain(told);
    }

    /// Code between lines of backticks that goes on to the end.
    pub(super) fn check_fence(&mut self, at: Range<usize>) {
        let body = self.body;
        let written = body[at.clone()].trim_end();
        let sign = written.chars().next().filter(|sign| matches!(sign, '`' | '~'));
        let Some(sign) = sign else { return };
        let fence = written.len() - written.trim_start_matches(sign).len();
        let (first, last) =
            (written.lines().next().unwrap_or_default(), written.lines().next_back().unwrap_or_default());
        let last = last.trim_start_matches([' ', '\t', '>']);
        let is_closed = written.contains('\n') && last.len() >= fence && last.chars().all(|c| c == sign);
        if is_closed {
            return;
        }
        let signs = match sign {
            '`' => format!("of {fence} backticks"),
            _ => format!("`{}`", "~".repeat(fence)),
        };
        let told = self
            .slip(
                at.start..at.start + first.len(),
                "code begins here and never ends, so the rest of the text would be shown as code",
            )
            .help(format!("write a line {signs} where the code ends"));
        self.complain(told);
    }

    /// Lines that are code because they are indented, and look like something else.
    pub(super) fn check_indented(&mut self, at: Range<usize>) {
        let body = self.body;
        let line = body[at.clone()].lines().next().unwrap_or_default();
        let text = line.trim_start();
        let is_item =
            text.starts_with("- ") || text.starts_with("* ") || text.starts_with("# ") || text.contains("](");
        if !is_item {
            return;
        }
        let from = at.start + line.len() - text.len();
        let told = self
            .slip(
                from..from + text.trim_end().len(),
                "four spaces before a line make code of it, so its signs are shown",
            )
            .severity(Severity::Warning)
            .help("begin it further to the left; code that is meant stands between lines of three backticks");
        self.complain(told);
    }

    /// HTML that is taken out of a text, since a reader could be harmed by it or it is none.
    pub(super) fn check_unkept(&mut self, unkept: Vec<Unkept>, stands: Stands) {
        for Unkept { name, at, is_end } in unkept {
            if is_end && self.slips.elements.contains(&name) {
                continue;
            }
            let body = self.body;
            let written = shorten(&body[at.clone()]);
            let takes_content = clean::takes_content(&name);
            let message = match takes_content {
                true => {
                    format!("`{written}` cannot stand in a text, so it would be left out with all that is in it")
                }
                false => format!("`{written}` is no HTML that a text may have, so it would be left out"),
            };
            let line = body[..at.start].rfind('\n').map_or(0, |found| found + 1);
            let can_escape = stands == Stands::Among || body[line..at.start].trim().is_empty();
            let shown = if can_escape { format!("\\{written}") } else { written.replacen('<', "&lt;", 1) };
            let told = Diagnostic::new(Code::TextLost, message).at(self.place(at));
            let told = match name.as_str() {
                "iframe" | "video" | "audio" | "embed" | "object" => told
                    .help("a page loads nothing from elsewhere by itself: write a link, `[what it is](https://…)`"),
                "script" => told.help("take it out: scripts belong in templates of your own"),
                "style" | "font" | "center" | "big" => {
                    told.help("take it out: how a page looks is set under `theme:` in site.yaml")
                }
                "strike" => told.help("write `~~text~~`"),
                "tt" => told.help("write the text between backticks"),
                "svg" | "math" => {
                    told.help("save the drawing as a file, and write `![what it shows](drawing.svg)`")
                }
                _ => told,
            };
            let or_else = if told.help.is_empty() { "; else take it out" } else { "" };
            self.complain(told.help(format!("to show it as it stands, write `{shown}`{or_else}")));
            self.slips.elements.insert(name);
        }
    }
}
