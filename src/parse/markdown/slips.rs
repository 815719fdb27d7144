//! Signs of Markdown that a reader would see because of a slip, and words that nobody would see. What is certainly a
//! slip is an error; what may be meant is a warning that says how to write it then.

use super::super::clean;
use super::super::elements::Unkept;
use super::super::emphasis::Unresolved;
use super::super::near::{nearest, shorten};
use super::super::schemes::{is_record_kind, meant_kind};
use super::Writer;
use super::html::Stands;
use crate::base::diagnostic::{Code, Diagnostic, Severity};
use crate::base::id::{Kind, id_problem};
use pulldown_cmark::{LinkType, RefDefs};
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
    used: HashSet<String>,
    /// Names of elements that were told.
    elements: HashSet<String>,
}

impl Slips {
    /// Whether it was told that an element is taken out.
    pub fn has_told(&self, element: &str) -> bool {
        self.elements.contains(element)
    }
}

fn label(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
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
    fn slip(&mut self, at: Range<usize>, message: impl Into<String>) -> Diagnostic {
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

    /// `words(song:promise)`, where the square brackets were forgotten. `at` is the colon.
    fn check_address(&mut self, at: usize) {
        let body = self.body;
        let word = body[..at].bytes().rev().take_while(u8::is_ascii_lowercase).take(20).count();
        let before = &body[..at - word];
        let is_bare = before.strip_suffix('(').is_some_and(|before| before.ends_with(char::is_alphanumeric));
        let rest = &body[at + 1..];
        let id =
            &rest[..rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'/')).count()];
        if !is_bare || !is_record_kind(&body[at - word..at]) || !rest[id.len()..].starts_with(')') {
            return;
        }
        let target = &body[at - word..at + 1 + id.len()];
        let told = self
            .slip(at - word - 1..at + id.len() + 2, "the words of this link stand in no brackets, so it is none")
            .label("this stays visible")
            .help(format!("write `[words]({target})`, or `[{target}]` for its name"));
        self.complain(told);
    }

    /// `[^name]` without a line that says what stands there. `at` is the `^`.
    fn check_footnote(&mut self, at: usize) {
        let rest = &self.body[at + 1..];
        let length = rest.bytes().take(60).position(|byte| matches!(byte, b']' | b'\n' | b' ' | b'['));
        let Some(length) = length.filter(|length| *length > 0 && rest[*length..].starts_with(']')) else { return };
        let name = &rest[..length];
        let told = self
            .slip(at - 1..at + length + 2, format!("the footnote `{name}` is not written anywhere"))
            .label("these brackets stay visible")
            .help(format!("add a line of its own, below: `[^{name}]: what it says`"));
        self.complain(told);
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

    pub(super) fn use_reference(&mut self, link_type: LinkType, id: &str) {
        if matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut) {
            self.slips.used.insert(label(id));
        }
    }

    /// Lines such as `[label]: address` are shown nowhere themselves.
    pub(super) fn check_definitions(
        &mut self,
        definitions: &RefDefs<'_>,
        back: &dyn Fn(Range<usize>) -> Range<usize>,
    ) {
        let mut unused: Vec<(Range<usize>, &str)> = definitions
            .iter()
            // `[//]: # (a remark)` is how remarks are written in Markdown.
            .filter(|(name, definition)| {
                !matches!(&*definition.dest, "#" | "") && *name != "//" && !self.slips.used.contains(&label(name))
            })
            .map(|(name, definition)| (back(definition.span.clone()), name))
            .collect();
        unused.sort_by_key(|(at, _)| at.start);
        for (at, name) in unused {
            let line = at.start..at.start + self.body[at.clone()].lines().next().unwrap_or_default().len();
            let message =
                format!("no link of this text uses `[{}]`, so this line would be shown nowhere", shorten(name));
            let told = Diagnostic::new(Code::TextLost, message)
                .at(self.place(line))
                .severity(Severity::Warning)
                .help(format!("write `[words][{}]` where the link belongs, or delete the line", shorten(name)))
                .help(format!("to show the line as it stands, write `\\[{}]`", shorten(name)));
            self.complain(told);
        }
    }

    /// References in square brackets without an address.
    pub(super) fn check_unresolved(&mut self, found: Unresolved, at: Range<usize>) {
        let body = self.body;
        let name = &found.reference;
        let (before, behind) = (&body[..at.start], &body[at.end..]);
        let is_wiki = before.ends_with('[') && !before.ends_with("\\[") && behind.starts_with(']');
        let labels = matches!(found.link_type, LinkType::ReferenceUnknown | LinkType::CollapsedUnknown);
        let told = if is_wiki {
            let (target, words) = name.split_once('|').unwrap_or((name, name));
            let is_record = target.split_once(':').is_some_and(|(kind, _)| is_record_kind(kind));
            let help = match is_record {
                _ if before.ends_with("![") => format!("write `![what it shows]({})`", shorten(target)),
                true => format!("write `[{}]({target})`", shorten(words)),
                false => format!(
                    "write where it leads: `[{}](song:its-id)`, `[{}](/about/)`",
                    shorten(words),
                    shorten(words)
                ),
            };
            self.slip(at.start - 1..at.end + 1, "a link in two pairs of square brackets is not known here")
                .help(help)
        } else if let Some(inner) = in_brackets(behind) {
            self.failed_link(&at, inner)
        } else if name.starts_with("http://") || name.starts_with("https://") {
            let has_words = before.ends_with(')');
            let help = match has_words {
                true => format!(
                    "the words stand in the square brackets, the address in the round ones: `[words]({})`",
                    shorten(name)
                ),
                false => format!("write `[words]({})`, or `<{}>`", shorten(name), shorten(name)),
            };
            self.slip(at, "an address alone in square brackets is no link").help(help)
        } else if is_of_a_forum(name) {
            self.slip(at, "signs of a forum mark nothing here").help(
                "write `**bold**`, `*italic*`, `[words](https://…)`, and `> ` before each line of a quotation",
            )
        } else if let Some(told) = self.unknown_kind(name, &at) {
            told
        } else if let Some(alert) = name.strip_prefix('!').filter(|_| before.trim_end_matches(' ').ends_with('>')) {
            const BOXES: &[&str] = &["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];
            let boxes: Vec<String> = BOXES.iter().map(|word| format!("`[!{word}]`")).collect();
            self.slip(at, format!("`[!{}]` is no box that is known here", shorten(alert))).help(
                match nearest(alert, BOXES.iter().copied()) {
                    Some(near) => format!("did you mean `[!{near}]`?"),
                    None => format!("the boxes are: {}", boxes.join(", ")),
                },
            )
        } else if labels {
            self.slip(at, format!("nothing says where `[{}]` leads", shorten(name)))
                .help(format!(
                    "add a line of its own, below: `[{}]: https://…`, or write `[words](https://…)`",
                    shorten(name)
                ))
                .help("brackets that are meant to be seen are written `\\[`")
        } else {
            return;
        };
        self.complain(told.label("these brackets stay visible"));
    }

    /// `[words](…)` that is no link, or has a space between its two parts.
    fn failed_link(&self, at: &Range<usize>, inner: InBrackets) -> Diagnostic {
        let span = at.start..at.end + inner.length;
        let told = |message: &str| Diagnostic::new(Code::RawMarkup, message).at(self.place(span.clone()));
        let target = inner.target.trim();
        if inner.has_gap {
            return told("a space stands between the two parts of this link, so it is none").help(format!(
                "write `{}({})`",
                shorten(&self.body[at.clone()]),
                shorten(target)
            ));
        }
        if !inner.is_closed {
            return told("the bracket with the address is never closed, so this is no link")
                .help("write `)` behind the address");
        }
        let kind = target.split_once(':').filter(|(kind, _)| is_record_kind(kind));
        match kind {
            Some((kind, id)) => told("an address has no spaces, so this is no link")
                .help(format!("write `({kind}:{})`", id.split_whitespace().collect::<Vec<_>>().join("-"))),
            None => told("an address has no spaces, so this is no link").help(format!(
                "write `%20` for each, or put the address between `<` and `>`: `(<{}>)`",
                shorten(target)
            )),
        }
    }

    /// `[songs:promise]`, where `song` is the kind.
    fn unknown_kind(&self, name: &str, at: &Range<usize>) -> Option<Diagnostic> {
        let (kind, id) = name.split_once(':')?;
        let id = id.trim();
        let looks_like_one = kind.len() > 1
            && kind.chars().all(char::is_alphabetic)
            && !id.is_empty()
            && id.split('/').all(|part| id_problem(part).is_none());
        if !looks_like_one || (is_record_kind(kind) && !name.contains(char::is_whitespace)) {
            return None;
        }
        let names = || Kind::ALL.iter().map(|kind| kind.name());
        let meant = meant_kind(kind);
        let told = Diagnostic::new(Code::RawMarkup, format!("`{kind}` is no kind of record, so this is no link"));
        let told = match is_record_kind(kind) {
            true => {
                Diagnostic::new(Code::RawMarkup, "a space stands in the name of this record, so this is no link")
            }
            false => told,
        };
        Some(told.at(self.place(at.clone())).help(match meant {
            Some(meant) => format!("write `[{meant}:{id}]`"),
            None => format!("the kinds are: {}", names().collect::<Vec<_>>().join(", ")),
        }))
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

/// `[/b]`, `[url=…]`: the signs that forums write.
fn is_of_a_forum(name: &str) -> bool {
    const TAGS: &[&str] =
        &["b", "i", "u", "s", "url", "img", "quote", "spoiler", "color", "size", "center", "list"];
    match name.split_once('=') {
        Some((tag, _)) => TAGS.contains(&tag.to_lowercase().as_str()),
        None => name.strip_prefix('/').is_some_and(|tag| TAGS.contains(&tag.to_lowercase().as_str())),
    }
}

/// What stands in round brackets behind square ones.
struct InBrackets<'a> {
    target: &'a str,
    is_closed: bool,
    has_gap: bool,
    /// With the brackets and what stands before them.
    length: usize,
}

/// Behind `[words]`: `(…)` in the same line, or ` (…)` with what can only be an address in it.
fn in_brackets(behind: &str) -> Option<InBrackets<'_>> {
    let has_gap = behind.starts_with([' ', '\n']);
    let line = &behind[usize::from(has_gap)..];
    let line = line.lines().next().unwrap_or_default();
    let rest = line.strip_prefix('(')?;
    let (target, is_closed) = match rest.split_once(')') {
        Some((target, _)) => (target, true),
        None => (rest, false),
    };
    let is_address = target.starts_with(['/', '#'])
        || target.contains("://")
        || target.split_once(':').is_some_and(|(kind, id)| is_record_kind(kind) && !id.is_empty());
    let length = usize::from(has_gap) + 1 + target.len() + usize::from(is_closed);
    let has_space = target.trim().contains(char::is_whitespace);
    let is_file =
        target.trim().rsplit('.').next().is_some_and(|end| {
            matches!(end, "jpg" | "jpeg" | "png" | "webp" | "svg" | "gif" | "avif" | "pdf" | "md")
        });
    let is_meant = match has_gap {
        true => is_address && is_closed && !target.contains(' '),
        false => is_address || (is_file && (has_space || !is_closed)),
    };
    is_meant.then_some(InBrackets { target, is_closed, has_gap, length })
}
