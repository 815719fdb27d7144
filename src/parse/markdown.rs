//! Markdown becomes finished HTML with holes, once for each text. What depends on the page it stands on (the
//! addresses of links, the words of its language, pictures) is filled in later, as often as it is shown.
//!
//! CommonMark with tables, footnotes, task lists, strikethrough, definition lists and alerts. No quote or dash
//! is ever replaced by another. HTML in a text goes through `clean` when it is filled.

use super::anchors::Anchors;
use super::elements::Elements;
use super::emphasis::{self, Marked};
use super::escape::{self, cut, escape, one_line};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::id::Kind;
use crate::base::limits::{MARKDOWN_DEPTH, PROBLEMS_PRINTED};
use crate::base::place::Place;
use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, LinkType, Tag, TagEnd};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

pub use super::prose::{Fill, Filled, Heading, Link, Prose, Word};
use super::prose::{Hole, Opening, What};
use super::schemes::refused;

#[cfg(test)]
mod tests;

/// Parses the part `span` of a file's `text`.
pub fn read(file: &Arc<str>, text: &str, span: Range<usize>, complaints: &mut Vec<Diagnostic>) -> Prose {
    let start = span.start;
    let body = text.get(span).unwrap_or_default();
    let mut writer = Writer::new(file, body, start, complaints);
    match Marked::new(body) {
        None => emphasis::events(body).for_each(|(event, at)| writer.write(event, at)),
        Some(marked) => {
            writer.is_marked = true;
            emphasis::events(&marked.copy).for_each(|(event, at)| writer.write(event, marked.back(at)));
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
    }

    /// The place that is reached now, for `insert`.
    fn spot(&self) -> Spot {
        Spot { at: self.html.len(), hole_count: self.holes.len() }
    }

    /// Puts in what was not known yet when the spot was passed. No heading has begun since.
    fn insert(&mut self, spot: &Spot, text: &str) {
        self.html.insert_str(spot.at, text);
        self.holes[spot.hole_count..].iter_mut().for_each(|hole| hole.at += text.len());
    }

    fn hole(&mut self, what: What) {
        self.holes.push(Hole { at: self.html.len(), what });
    }
}

/// What HTML that is never closed may repeat in any text, in bytes; a long text may have more.
const REPEATED_BYTES: usize = 1 << 20;

/// How many of the references to one footnote it leads back to.
const WAYS_BACK: usize = 100;

#[derive(Default)]
struct Note {
    /// From 1, in the order in which they come up; the ids are made of it.
    index: usize,
    reference_count: usize,
    /// Absent until the definition comes.
    out: Option<Out>,
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
    /// HTML that stays open makes more of the text than a browser should be given.
    is_too_much: bool,
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
                if !self.elements.is_empty() && is_block(tag) {
                    self.elements.block_ends();
                    self.check_repeated(&at);
                }
                if self.depth <= MARKDOWN_DEPTH {
                    self.close(tag);
                }
                self.depth -= 1;
            }
            Event::Text(text) if self.is_marked => self.text(&emphasis::without_marks(&text)),
            Event::Text(text) => self.text(&text),
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
            Event::Html(html) | Event::InlineHtml(html) => self.raw(&html, at),
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
            Event::FootnoteReference(name) => self.refer(&name),
            // Mathematics is not switched on.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text),
        }
    }

    /// More than can be printed are not kept: a hostile text would fill the memory with them.
    fn complain(&mut self, complaint: Diagnostic) {
        self.complaint_count += 1;
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
        match tag {
            Tag::Paragraph => {
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
            Tag::Link { link_type, dest_url, title, .. } => self.open_link(link_type, &dest_url, &title, at),
            Tag::Image { link_type, dest_url, title, .. } => self.open_image(link_type, &dest_url, &title, at),
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

    fn open_link(&mut self, link_type: LinkType, target: &str, title: &str, at: Range<usize>) {
        let end = if self.is_plain() {
            LinkEnd::Nothing
        } else {
            let is_unshown = matches!(link_type, LinkType::ShortcutUnknown | LinkType::CollapsedUnknown);
            let target = match link_type {
                LinkType::Email => format!("mailto:{target}"),
                _ => target.to_string(),
            };
            match self.link(link_type, target, title, at) {
                Some(link) => {
                    self.out.hole(What::Open(Box::new(link)));
                    if is_unshown { LinkEnd::Unshown } else { LinkEnd::Hole }
                }
                None => LinkEnd::Nothing,
            }
        };
        self.unshown += usize::from(end == LinkEnd::Unshown);
        self.link_ends.push(end);
    }

    fn open_image(&mut self, link_type: LinkType, target: &str, title: &str, at: Range<usize>) {
        let end = if self.is_plain() {
            LinkEnd::Nothing
        } else {
            match self.link(link_type, target.to_string(), title, at) {
                Some(link) => {
                    self.images.push(Link { is_image: true, ..link });
                    LinkEnd::Image
                }
                None => LinkEnd::Nothing,
            }
        };
        self.link_ends.push(end);
    }

    fn close_link(&mut self) {
        match self.link_ends.pop() {
            Some(LinkEnd::Hole) => self.close_label(),
            Some(LinkEnd::Unshown) => {
                self.unshown -= 1;
                self.close_label();
            }
            Some(LinkEnd::Image) => {
                if let Some(mut image) = self.images.pop() {
                    image.alt = one_line(&image.alt);
                    image.label_is_empty = image.alt.is_empty();
                    self.out.hole(What::Image(Box::new(image)));
                }
            }
            Some(LinkEnd::Nothing) | None => {}
        }
    }

    /// Ends a link. One in which nothing is to be seen takes its label from where it leads.
    fn close_label(&mut self) {
        let hole_count = self.out.holes.len();
        if let Some(Hole { at, what: What::Open(link) }) = self.out.holes.last_mut()
            && self.out.html[*at..].trim().is_empty()
        {
            link.label_is_empty = true;
            self.out.html.truncate(*at);
            if let Some(heading) = &mut self.open_heading {
                // What it will be called is not known yet; its id is the nearest thing.
                heading.text.push_str(link.target.rsplit([':', '/']).next().unwrap_or_default());
            } else if self.is_opening && self.elements.is_seen() {
                self.opening.name(hole_count - 1);
            }
        }
        self.out.hole(What::Close);
    }

    /// The link, or a complaint where its address is of a kind that the site does not allow.
    fn link(&mut self, link_type: LinkType, target: String, title: &str, at: Range<usize>) -> Option<Link> {
        let place = self.place(self.target_place(link_type, &target, at));
        if target.trim().is_empty() {
            let complaint = Diagnostic::new(Code::DeadLink, "this leads nowhere")
                .at(place)
                .help("put an address, a path or a record such as `song:promise` between the round brackets");
            self.complain(complaint);
            return None;
        }
        if let Some(scheme) = refused(&target) {
            let said = if scheme.is_empty() { "//".to_string() } else { format!("{scheme}:") };
            let kinds: Vec<String> = Kind::ALL.iter().map(|kind| format!("`{}:`", kind.name())).collect();
            let complaint = Diagnostic::new(Code::LinkScheme, format!("a link cannot begin with `{said}`"))
                .at(place)
                .help("an address begins with `https:`, `http:`, `mailto:` or `tel:`; a path of this site with `/`")
                .help(format!("a record is named with its kind: {}", kinds.join(", ")));
            self.complain(complaint);
            return None;
        }
        let title = (!title.is_empty()).then(|| title.to_string());
        Some(Link { target, title, place, is_image: false, label_is_empty: false, alt: String::new() })
    }

    /// Where the target itself is written, or the whole link where that is not to be found in it.
    fn target_place(&self, link_type: LinkType, target: &str, at: Range<usize>) -> Range<usize> {
        let written = &self.body[at.clone()];
        let from = match link_type {
            LinkType::Inline => written.rfind("](").map(|from| from + 2),
            LinkType::ReferenceUnknown => written.rfind("][").map(|from| from + 2),
            LinkType::ShortcutUnknown | LinkType::CollapsedUnknown => written.find('[').map(|from| from + 1),
            _ => None,
        };
        let found = from.and_then(|from| written[from..].find(target).map(|found| from + found));
        match found {
            Some(found) if !target.is_empty() => at.start + found..at.start + found + target.len(),
            _ => at,
        }
    }

    /// The footnote of that name; `[^Box]` and `[^box]` are one.
    fn note(&mut self, name: &str) -> &mut Note {
        let index = self.notes.len() + 1;
        self.notes.entry(name.to_lowercase()).or_insert_with(|| Note { index, ..Note::default() })
    }

    fn refer(&mut self, name: &str) {
        if self.is_plain() {
            return;
        }
        let note = self.note(name);
        note.reference_count += 1;
        let (index, count) = (note.index, note.reference_count);
        // The parser sees no link around a reference, so this is never a link inside a link.
        self.push("<sup class=\"footnote-ref\"><a href=\"#");
        self.out.hole(What::Prefix);
        self.push(&format!("fn-{index}\""));
        if count <= WAYS_BACK {
            self.push(" id=\"");
            self.out.hole(What::Prefix);
            self.push(&reference_id(index, count));
            self.push("\"");
        }
        self.push(" role=\"doc-noteref\">");
        self.out.hole(What::Number(index));
        self.push("</a></sup>");
    }

    fn raw(&mut self, html: &str, at: Range<usize>) {
        if self.is_plain() {
            return;
        }
        if !self.elements.follow(html, at.start) {
            // Shown as written from here on; a browser would take its time over thousands of open elements.
            self.complain_depth(at);
            escape(html, &mut self.out.html);
            return;
        }
        self.has_html = true;
        self.check_repeated(&at);
        escape::raw(html, &mut self.out.html);
    }

    /// Elements such as `<b>` that are not closed begin again in every block after their own: some of them in
    /// a long text would fill the memory.
    fn check_repeated(&mut self, at: &Range<usize>) {
        let allowed = REPEATED_BYTES + 4 * self.body.len();
        if self.elements.repeated_bytes() > allowed && !self.is_too_much {
            self.is_too_much = true;
            let complaint = Diagnostic::new(Code::BadFile, "this text has too much HTML that is never closed")
                .at(self.place(at.start..at.start))
                .help("close every `<b>`, `<i>`, `<font>` and the like in the paragraph that it is opened in");
            self.complain(complaint);
        }
    }

    fn check_swallowed(&mut self) {
        let Some((name, at)) = self.elements.swallowing() else { return };
        let written = if name.starts_with('<') { name.clone() } else { format!("<{name}>") };
        let end = if name.starts_with('<') { "-->".to_string() } else { format!("</{name}>") };
        let message = format!("`{written}` is opened here and never closed, so the rest of the text would be lost");
        let complaint = Diagnostic::new(Code::BadFile, message)
            .at(self.place(at.clone()))
            .help(format!("close it with `{end}`; to show it as written, put it between backticks"));
        self.complain(complaint);
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
            html: self.out.html,
            holes: self.out.holes,
            headings: self.headings,
            opening: self.opening.plain(),
            named_opening: self.opening,
            has_html: self.has_html,
        }
    }

    fn write_notes(&mut self) {
        if self.notes.is_empty() {
            return;
        }
        let mut notes: Vec<Note> = std::mem::take(&mut self.notes).into_values().collect();
        notes.sort_by_key(|note| note.index);
        let order = order_of(&self.out, &notes);
        let mut numbers = vec![0; notes.len() + 1];
        order.iter().enumerate().for_each(|(at, &index)| numbers[index] = at + 1);
        let number = |out: &mut Out| {
            for hole in &mut out.holes {
                if let What::Number(index) = &mut hole.what {
                    *index = numbers[*index];
                }
            }
        };
        number(&mut self.out);
        self.block("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
        self.out.hole(What::Word(Word::Footnotes));
        self.push("\">\n<ol>\n");
        for index in order {
            let note = std::mem::take(&mut notes[index - 1]);
            self.push("<li id=\"");
            self.out.hole(What::Prefix);
            self.push(&format!("fn-{index}\">"));
            let mut out = note.out.unwrap_or_default();
            number(&mut out);
            // The way back stands at the end of the last paragraph, if there is one.
            let end = if out.html.ends_with("</p>\n") { "</p>\n" } else { "" };
            out.html.truncate(out.html.len() - end.len());
            self.out.append(out);
            for count in 1..=note.reference_count.min(WAYS_BACK) {
                self.push(" <a href=\"#");
                self.out.hole(What::Prefix);
                self.push(&format!(
                    "{}\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"",
                    reference_id(index, count)
                ));
                self.out.hole(What::Word(Word::BackToText));
                match count {
                    1 => self.push(&format!(" {}\">↩</a>", numbers[index])),
                    _ => self.push(&format!(" {}-{count}\">↩<sup>{count}</sup></a>", numbers[index])),
                }
            }
            self.push(end);
            self.push("</li>\n");
        }
        self.push("</ol>\n</section>\n");
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

/// The footnotes by index, in the order in which a reader is first led to them; what nobody refers to is last.
fn order_of(text: &Out, notes: &[Note]) -> Vec<usize> {
    let mut order = Vec::with_capacity(notes.len());
    let mut is_known = vec![false; notes.len() + 1];
    let mut next = Some(text);
    let mut read_count = 0;
    while let Some(out) = next {
        for hole in &out.holes {
            if let What::Number(index) = hole.what
                && !std::mem::replace(&mut is_known[index], true)
            {
                order.push(index);
            }
        }
        next = loop {
            match order.get(read_count).map(|index: &usize| notes[index - 1].out.as_ref()) {
                Some(None) => read_count += 1,
                Some(out) => {
                    read_count += 1;
                    break out;
                }
                None => break None,
            }
        };
    }
    order.extend((1..=notes.len()).filter(|index| !is_known[*index]));
    order
}

fn reference_id(index: usize, count: usize) -> String {
    if count == 1 { format!("fnref-{index}") } else { format!("fnref-{index}-{count}") }
}
