//! Markdown becomes finished HTML with holes, once for each text. What depends on the page it stands on (the
//! addresses of links, the words of its language, pictures) is filled in later, as often as it is shown.
//!
//! CommonMark with tables, footnotes, task lists, strikethrough, definition lists and alerts. No quote or dash
//! is ever replaced by another. HTML in a text goes through `clean` when it is filled.

use super::anchors::Anchors;
use super::elements::Elements;
use super::emphasis::{self, Marked};
use super::escape::{cut, escape, one_line};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::exact::exact;
use crate::base::limits::{MARKDOWN_DEPTH, MARKDOWN_PARTS, PROBLEMS_PRINTED};
use crate::base::place::Place;
use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, Tag, TagEnd};
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::prose::{Body, Hole, Opening, What};
pub use super::prose::{Fill, Filled, Heading, Link, Prose, Word};

mod brackets;
mod html;
mod links;
mod notes;
mod slips;
#[cfg(test)]
mod tests;

use html::Stands;
use notes::Note;
use slips::Slips;

/// Parses the part `span` of a file's `text`.
pub fn read(file: &Arc<str>, text: &str, span: Range<usize>, complaints: &mut Vec<Diagnostic>) -> Prose {
    let start = span.start;
    let body = text.get(span).unwrap_or_default();
    let mut writer = Writer::new(file, body, start, complaints);
    let unresolved = RefCell::new(Vec::new());
    match Marked::new(body) {
        None => {
            let mut events = emphasis::events(body, Some(&unresolved));
            writer.write_all(events.by_ref());
            writer.check_definitions(events.reference_definitions(), &|at| at);
            for found in unresolved.take() {
                let at = found.span.clone();
                writer.check_unresolved(found, at);
            }
        }
        Some(marked) => {
            writer.is_marked = true;
            let mut events = emphasis::events(&marked.copy, Some(&unresolved));
            writer.write_all(events.by_ref().map(|(event, at)| (event, marked.back(at))));
            writer.check_definitions(events.reference_definitions(), &|at| marked.back(at));
            for found in unresolved.take() {
                let at = marked.back(found.span.clone());
                writer.check_unresolved(found, at);
            }
        }
    }
    writer.finish()
}

/// HTML in the making: of the text, or of one footnote.
#[derive(Default)]
struct Out {
    html: String,
    holes: Vec<Hole>,
    /// Where the digits of heading tags stand.
    digits: Vec<usize>,
    /// Where texts begin in the HTML, and where they are written in the file. Ascending.
    spots: Vec<(u32, u32)>,
}

/// A place in HTML, behind the holes that stand there.
struct Spot {
    at: usize,
    hole_count: usize,
}

impl Out {
    fn append(&mut self, other: Out) {
        let shift = self.html.len();
        self.html.push_str(&other.html);
        self.holes.extend(other.holes.into_iter().map(|hole| Hole { at: hole.at + shift, ..hole }));
        self.digits.extend(other.digits.into_iter().map(|at| at + shift));
        self.spots.extend(other.spots.into_iter().map(|(at, written)| (at + shift as u32, written)));
    }

    /// The place that is reached now, for `insert`.
    fn spot(&self) -> Spot {
        Spot { at: self.html.len(), hole_count: self.holes.len() }
    }

    /// Puts in what was not known yet when the spot was passed. No heading has begun since.
    fn insert(&mut self, spot: &Spot, text: &str) {
        self.html.insert_str(spot.at, text);
        self.holes[spot.hole_count..].iter_mut().for_each(|hole| hole.at += text.len());
        let behind = self.spots.iter_mut().rev().take_while(|(at, _)| *at as usize >= spot.at);
        behind.for_each(|(at, _)| *at += text.len() as u32);
    }

    fn hole(&mut self, what: What) {
        self.holes.push(Hole { at: self.html.len(), what });
    }
}

struct OpenHeading {
    /// Where its id goes.
    spot: Spot,
    level: u8,
    text: String,
}

struct Writer<'a> {
    file: &'a Arc<str>,
    body: &'a str,
    /// Where the body stands in its file.
    start: usize,
    complaints: &'a mut Vec<Diagnostic>,
    complaint_count: usize,
    is_marked: bool,
    out: Out,
    /// What was being written when footnotes began.
    outer: Vec<(Out, String)>,
    notes: HashMap<String, Note>,
    anchors: Anchors,
    headings: Vec<Heading>,
    open_heading: Option<OpenHeading>,
    opening: Opening,
    is_opening: bool,
    depth: usize,
    is_too_deep: bool,
    /// For the tags that are open: whether they were written. Only beyond the depth they are not.
    link_ends: Vec<LinkEnd>,
    /// Images that are open; what is inside them becomes their alternative text.
    images: Vec<Link>,
    /// Open links whose label is their target, which is not shown.
    unshown: usize,
    /// For each open strikethrough: whether it is one.
    strikes: Vec<bool>,
    alignments: Vec<Alignment>,
    column: usize,
    is_head: bool,
    /// Where the name of the table goes, and the words of its head.
    table_name: Option<(Spot, String)>,
    /// Where the tag and the content of the cell begin.
    cell: (usize, Spot),
    has_body: bool,
    has_html: bool,
    elements: Elements,
    /// There is more of HTML that stays open, of links and headings or of mistakes than a page should have: what follows is
    /// not read.
    is_too_much: bool,
    slips: Slips,
    /// Where the last cell of the row ends, in the body.
    last_cell: usize,
    /// How many links, pictures, headings and footnotes there are.
    part_count: usize,
}

/// What a link's end has to write.
#[derive(Clone, Copy, PartialEq)]
enum LinkEnd {
    Hole,
    Nothing,
    /// The hidden label ends.
    Unshown,
    /// An image that is shown.
    Image,
}

impl<'a> Writer<'a> {
    fn new(file: &'a Arc<str>, body: &'a str, start: usize, complaints: &'a mut Vec<Diagnostic>) -> Writer<'a> {
        Writer {
            file,
            body,
            start,
            complaints,
            complaint_count: 0,
            is_marked: false,
            out: Out { html: String::with_capacity(body.len() + body.len() / 4), ..Out::default() },
            outer: Vec::new(),
            notes: HashMap::new(),
            anchors: Anchors::default(),
            headings: Vec::new(),
            open_heading: None,
            opening: Opening::default(),
            is_opening: false,
            depth: 0,
            is_too_deep: false,
            link_ends: Vec::new(),
            images: Vec::new(),
            unshown: 0,
            strikes: Vec::new(),
            alignments: Vec::new(),
            column: 0,
            is_head: false,
            table_name: None,
            cell: (0, Spot { at: 0, hole_count: 0 }),
            has_body: false,
            has_html: false,
            elements: Elements::default(),
            is_too_much: false,
            slips: Slips::default(),
            last_cell: 0,
            part_count: 0,
        }
    }

    fn place(&self, at: Range<usize>) -> Place {
        Place::new(self.file, self.start + at.start..self.start + at.end)
    }

    fn push(&mut self, html: &str) {
        self.out.html.push_str(html);
    }

    /// Starts a block on a line of its own.
    fn block(&mut self, html: &str) {
        if !self.out.html.is_empty() && !self.out.html.ends_with('\n') {
            self.out.html.push('\n');
        }
        self.out.html.push_str(html);
    }

    /// Whether what comes now is shown as HTML at all.
    fn is_plain(&self) -> bool {
        !self.images.is_empty() || self.unshown > 0
    }

    /// Stops where a text turns out to be more than a page can have.
    fn write_all<'e>(&mut self, events: impl Iterator<Item = (Event<'e>, Range<usize>)>) {
        for (event, at) in events {
            self.write(event, at);
            if self.is_too_much {
                return;
            }
        }
    }

    /// One more link, picture, heading or footnote.
    fn count_part(&mut self, at: &Range<usize>) {
        self.part_count += 1;
        if self.part_count == MARKDOWN_PARTS {
            self.is_too_much = true;
            let message =
                format!("this text has more than {MARKDOWN_PARTS} links, pictures, headings and footnotes");
            let first = self.body[at.start..].chars().next().map_or(0, char::len_utf8);
            let complaint = Diagnostic::new(Code::BadFile, message)
                .at(self.place(at.start..at.start + first))
                .label("one too many begins here")
                .help("divide it into several pages");
            self.complain(complaint);
        }
    }

    fn write(&mut self, event: Event<'_>, at: Range<usize>) {
        match event {
            Event::Start(tag) => {
                self.depth += 1;
                if self.depth <= MARKDOWN_DEPTH {
                    self.open(tag, at);
                } else {
                    self.complain_depth(at);
                }
            }
            Event::End(tag) => {
                if is_block(tag) {
                    self.check_signs();
                }
                match tag {
                    TagEnd::TableCell => self.last_cell = at.end,
                    TagEnd::TableRow => self.check_row(at.clone()),
                    TagEnd::CodeBlock => self.slips.is_code = false,
                    _ => {}
                }
                if !self.elements.is_empty() && is_block(tag) {
                    self.elements.block_ends();
                    self.check_repeated(&at);
                }
                if self.depth <= MARKDOWN_DEPTH {
                    self.close(tag);
                }
                self.depth -= 1;
            }
            Event::Text(text) if self.is_marked => {
                let text = emphasis::without_marks(&text);
                self.check_text(&text, &at);
                self.written(&text, at.start);
            }
            Event::Text(text) => {
                self.check_text(&text, &at);
                self.written(&text, at.start);
            }
            Event::Code(text) => {
                let is_plain = self.is_plain();
                if !is_plain {
                    self.push("<code>");
                }
                self.text(&text);
                if !is_plain {
                    self.push("</code>");
                }
            }
            Event::Html(html) => self.raw(&html, at, Stands::InLines),
            Event::InlineHtml(html) => self.raw(&html, at, Stands::Among),
            Event::SoftBreak => self.text("\n"),
            Event::HardBreak => {
                if !self.is_plain() {
                    self.push("<br>");
                }
                self.text("\n");
            }
            Event::Rule => self.block("<hr>\n"),
            Event::TaskListMarker(is_done) => {
                self.push("<input type=\"checkbox\" disabled");
                self.push(if is_done { " checked aria-label=\"" } else { " aria-label=\"" });
                self.out.hole(What::Word(if is_done { Word::Done } else { Word::NotDone }));
                self.push("\"> ");
            }
            Event::FootnoteReference(name) => {
                self.count_part(&at);
                self.refer(&name);
            }
            // Mathematics is not switched on.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text),
        }
    }

    /// More than can be printed are not kept, nor looked for: a hostile text would take minutes.
    fn complain(&mut self, complaint: Diagnostic) {
        self.complaint_count += 1;
        self.is_too_much |= self.complaint_count > PROBLEMS_PRINTED;
        if self.complaint_count <= PROBLEMS_PRINTED {
            self.complaints.push(complaint);
        }
    }

    fn complain_depth(&mut self, at: Range<usize>) {
        if self.is_too_deep {
            return;
        }
        self.is_too_deep = true;
        let first = self.body[at.start..].chars().next().map_or(0, char::len_utf8);
        let complaint =
            Diagnostic::new(Code::BadFile, format!("this text is nested more than {MARKDOWN_DEPTH} levels deep"))
                .at(self.place(at.start..at.start + first))
                .label("one level too many begins here")
                .help("write it with fewer lists, quotations or emphases inside each other");
        self.complain(complaint);
    }

    /// Text that is written at a place of the body.
    fn written(&mut self, text: &str, at: usize) {
        if !self.is_plain() {
            self.out.spots.push((self.out.html.len() as u32, (self.start + at) as u32));
        }
        self.text(text);
    }

    fn text(&mut self, text: &str) {
        if self.unshown > 0 {
            return;
        }
        if let Some(image) = self.images.last_mut() {
            image.alt.push_str(text);
            return;
        }
        escape(text, &mut self.out.html);
        if let Some(heading) = &mut self.open_heading {
            heading.text.push_str(text);
        } else if let Some((_, name)) = &mut self.table_name {
            name.push_str(text);
        } else if self.is_opening && self.elements.is_seen() {
            self.opening.push(text);
        }
    }

    fn open(&mut self, tag: Tag<'_>, at: Range<usize>) {
        if matches!(tag, Tag::Heading { .. } | Tag::Link { .. } | Tag::Image { .. } | Tag::FootnoteDefinition(_)) {
            self.count_part(&at);
        }
        match tag {
            Tag::Paragraph => {
                self.check_paragraph(at);
                self.block("<p>");
                self.is_opening = self.opening.is_empty() && self.outer.is_empty();
            }
            Tag::Heading { level, .. } => {
                self.block("<h");
                let level = level as u8;
                self.out.digits.push(self.out.html.len());
                self.out.html.push(char::from(b'0' + level));
                self.push(" id=\"");
                self.out.hole(What::Prefix);
                self.open_heading = Some(OpenHeading { spot: self.out.spot(), level, text: String::new() });
                self.push("\">");
            }
            Tag::BlockQuote(None) => self.block("<blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => {
                let (class, word) = match kind {
                    BlockQuoteKind::Note => ("note", Word::Note),
                    BlockQuoteKind::Tip => ("tip", Word::Tip),
                    BlockQuoteKind::Important => ("important", Word::Important),
                    BlockQuoteKind::Warning => ("warning", Word::Warning),
                    BlockQuoteKind::Caution => ("caution", Word::Caution),
                };
                self.block("<div class=\"alert ");
                self.push(class);
                self.push("\" role=\"note\"><p class=\"alert-title\">");
                self.out.hole(What::Word(word));
                self.push("</p>\n");
            }
            Tag::CodeBlock(kind) => {
                self.slips.is_code = true;
                match kind {
                    CodeBlockKind::Fenced(_) => self.check_fence(at),
                    CodeBlockKind::Indented => self.check_indented(at),
                }
                let language = match &kind {
                    CodeBlockKind::Fenced(info) => info.split_whitespace().next().unwrap_or_default(),
                    CodeBlockKind::Indented => "",
                };
                self.block("<pre><code");
                if !language.is_empty() {
                    self.push(" class=\"language-");
                    escape(language, &mut self.out.html);
                    self.push("\"");
                }
                self.push(">");
            }
            Tag::List(None) => self.block("<ul>\n"),
            Tag::List(Some(1)) => self.block("<ol>\n"),
            Tag::List(Some(first)) => self.block(&format!("<ol start=\"{first}\">\n")),
            Tag::Item => self.block("<li>"),
            Tag::DefinitionList => self.block("<dl>\n"),
            Tag::DefinitionListTitle => self.block("<dt>"),
            Tag::DefinitionListDefinition => self.block("<dd>"),
            Tag::FootnoteDefinition(name) => {
                self.outer.push((std::mem::take(&mut self.out), name.to_string()));
            }
            Tag::Table(alignments) => {
                self.alignments = alignments;
                self.has_body = false;
                self.block("<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"");
                self.out.hole(What::Word(Word::Table));
                self.table_name = Some((self.out.spot(), String::new()));
                self.push("\"><table>\n");
            }
            Tag::TableHead => {
                self.is_head = true;
                self.column = 0;
                self.push("<thead><tr>");
            }
            Tag::TableRow => {
                self.is_head = false;
                self.column = 0;
                self.push(if self.has_body { "<tr>" } else { "<tbody>\n<tr>" });
                self.has_body = true;
            }
            Tag::TableCell => {
                let start = self.out.html.len();
                self.push(if self.is_head { "<th scope=\"col\"" } else { "<td" });
                self.push(match self.alignments.get(self.column) {
                    Some(Alignment::Left) => " class=\"left\">",
                    Some(Alignment::Center) => " class=\"center\">",
                    Some(Alignment::Right) => " class=\"right\">",
                    Some(Alignment::None) | None => ">",
                });
                self.cell = (start, self.out.spot());
            }
            Tag::Emphasis => self.inline("<em>"),
            Tag::Strong => self.inline("<strong>"),
            Tag::Strikethrough => {
                // A single `~` is a span in Korean (~4월, 5월~), whatever GFM makes of it.
                let is_struck = self.body[at.start..].starts_with("~~");
                self.strikes.push(is_struck);
                if is_struck { self.inline("<del>") } else { self.text("~") }
            }
            Tag::Link { link_type, dest_url, title, id } => {
                self.use_reference(link_type, &id);
                self.open_link(link_type, &dest_url, &title, at);
            }
            Tag::Image { link_type, dest_url, title, id } => {
                self.use_reference(link_type, &id);
                self.open_image(link_type, &dest_url, &title, at);
            }
            // HTML comes as events of its own; the others are not switched on.
            Tag::HtmlBlock | Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => {
                self.push("</p>\n");
                self.is_opening = false;
            }
            TagEnd::Heading(_) => self.close_heading(),
            TagEnd::BlockQuote(None) => self.push("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.push("</div>\n"),
            TagEnd::CodeBlock => self.push("</code></pre>\n"),
            TagEnd::List(true) => self.push("</ol>\n"),
            TagEnd::List(false) => self.push("</ul>\n"),
            TagEnd::Item => self.push("</li>\n"),
            TagEnd::DefinitionList => self.push("</dl>\n"),
            TagEnd::DefinitionListTitle => self.push("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.push("</dd>\n"),
            TagEnd::FootnoteDefinition => {
                if let Some((outer, name)) = self.outer.pop() {
                    let note = std::mem::replace(&mut self.out, outer);
                    self.note(&name).out.get_or_insert_default().append(note);
                }
            }
            TagEnd::Table => self.push(if self.has_body { "</tbody></table></div>\n" } else { "</table></div>\n" }),
            TagEnd::TableHead => self.close_table_head(),
            TagEnd::TableRow => self.push("</tr>\n"),
            TagEnd::TableCell => {
                let (start, content) = &self.cell;
                let is_empty = self.out.html.len() == content.at && self.out.holes.len() == content.hole_count;
                if self.is_head && is_empty {
                    // A head with nothing in it names no column.
                    self.out.html.truncate(*start);
                    self.push("<td></td>");
                } else {
                    self.push(if self.is_head { "</th>" } else { "</td>" });
                }
                if let Some((_, name)) = &mut self.table_name {
                    name.push('\n');
                }
                self.column += 1;
            }
            TagEnd::Emphasis => self.inline("</em>"),
            TagEnd::Strong => self.inline("</strong>"),
            TagEnd::Strikethrough => match self.strikes.pop() {
                Some(true) => self.inline("</del>"),
                Some(false) | None => self.text("~"),
            },
            TagEnd::Link | TagEnd::Image => self.close_link(),
            TagEnd::HtmlBlock | TagEnd::Superscript | TagEnd::Subscript | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn inline(&mut self, html: &str) {
        if !self.is_plain() {
            self.push(html);
        }
    }

    /// A table is called after its columns, so that two on a page differ for those who listen.
    fn close_table_head(&mut self) {
        if let Some((spot, words)) = self.table_name.take() {
            let columns: Vec<String> = words.lines().map(one_line).filter(|name| !name.is_empty()).collect();
            if !columns.is_empty() {
                let mut name = String::from(": ");
                escape(&cut(&columns.join(", ")), &mut name);
                self.out.insert(&spot, &name);
            }
        }
        self.push("</tr></thead>\n");
    }

    fn close_heading(&mut self) {
        let Some(heading) = self.open_heading.take() else { return };
        let text = one_line(&heading.text);
        // Letters, digits, `-` and `_`: nothing that has to be escaped.
        let id = self.anchors.give(&text);
        self.out.insert(&heading.spot, &id);
        self.push("</h");
        self.out.digits.push(self.out.html.len());
        self.out.html.push(char::from(b'0' + heading.level));
        self.push(">\n");
        if !text.is_empty() && !self.elements.is_folded() {
            self.headings.push(Heading { level: heading.level, id, text });
        }
    }

    fn finish(mut self) -> Prose {
        self.check_swallowed();
        if self.is_too_much {
            return Prose::default();
        }
        self.write_notes();
        let has_first = self.headings.iter().any(|heading| heading.level == 1)
            || self.out.digits.iter().any(|&at| self.out.html.as_bytes()[at] == b'1');
        if has_first {
            for &at in &self.out.digits {
                let lower = match self.out.html.as_bytes()[at] {
                    b'1' => "2",
                    b'2' => "3",
                    b'3' => "4",
                    b'4' => "5",
                    _ => "6",
                };
                self.out.html.replace_range(at..=at, lower);
            }
            for heading in &mut self.headings {
                heading.level = (heading.level + 1).min(6);
            }
        }
        Prose {
            body: Body::Here { html: self.out.html.as_str().into(), spots: exact(self.out.spots) },
            holes: exact(self.out.holes),
            headings: exact(self.headings),
            opening: self.opening.plain().as_str().into(),
            named_opening: self.opening.kept(),
            has_html: self.has_html,
        }
    }
}

/// Whether words end where this ends.
fn is_block(tag: TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::HtmlBlock
    )
}
