//! HTML that an author has written into a text: followed, and refused where it would take everything with it.

use super::super::elements::Elements;
use super::super::escape::{self, escape};
use super::super::prose::{Link, What};
use super::super::schemes::{is_record_kind, refused};
use super::Writer;
use crate::base::diagnostic::{Code, Diagnostic};
use std::ops::Range;

/// What HTML that is never closed may repeat in any text, in bytes; a long text may have more.
const REPEATED_BYTES: usize = 1 << 20;

/// What an address in HTML is for.
#[derive(Clone, Copy, PartialEq)]
enum Use {
    Link,
    Picture,
}

/// The addresses in a piece of HTML, between quotation marks, and where each stands.
fn addresses(html: &str) -> Vec<(Range<usize>, &str, Use)> {
    let mut found = Vec::new();
    for (name, of) in [("href", Use::Link), ("src", Use::Picture)] {
        found.extend(values(html, name).into_iter().map(|(at, value)| (at, value, of)));
    }
    found.sort_by_key(|(at, _, _)| at.start);
    found
}

/// The values of an attribute.
fn values<'h>(html: &'h str, name: &str) -> Vec<(Range<usize>, &'h str)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = html[from..].find(name).map(|at| from + at) {
        from = at + name.len();
        let is_attribute = html[..at].ends_with(|c: char| c.is_ascii_whitespace() || c == '"' || c == '\'');
        let rest = html[from..].trim_start().strip_prefix('=').map(str::trim_start);
        let Some(rest) = rest.filter(|_| is_attribute) else { continue };
        let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
        let start = html.len() - rest.len() + 1;
        let Some(length) = html[start..].find(quote) else { break };
        found.push((start..start + length, &html[start..start + length]));
        from = start + length;
    }
    found
}

/// Where a piece of HTML stands.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Stands {
    /// In lines of its own.
    InLines,
    /// Among words.
    Among,
}

impl Writer<'_> {
    pub(super) fn raw(&mut self, html: &str, at: Range<usize>, stands: Stands) {
        if self.is_plain() {
            // Only its words are shown, as those of a picture.
            let mut elements = Elements::default();
            elements.follow(html, at.start);
            self.check_unkept(elements.unkept(), stands);
            return;
        }
        let is_within = self.elements.follow(html, at.start);
        let unkept = self.elements.unkept();
        self.check_unkept(unkept, stands);
        if !is_within {
            // Shown as written from here on; a browser would take its time over thousands of open elements.
            self.complain_depth(at);
            escape(html, &mut self.out.html);
            return;
        }
        self.has_html = true;
        self.check_repeated(&at);
        let mut from = 0;
        for (value, written, of) in addresses(html) {
            let place = at.start + value.start..at.start + value.end;
            let target = written.trim();
            let is_record = target.split_once(':').is_some_and(|(kind, _)| is_record_kind(kind));
            let is_outside = target.starts_with("https://") || target.starts_with("http://");
            if of == Use::Picture && !is_outside || value.start < from {
                continue;
            }
            // One from another host is refused when the page is finished: then its place is known.
            if is_record || of == Use::Picture {
                escape::raw(&html[from..value.start], &mut self.out.html);
                from = value.end;
                let link = Link {
                    target: target.to_string(),
                    title: None,
                    place: self.place(place),
                    is_image: false,
                    label_is_empty: false,
                    alt: String::new(),
                };
                self.out.hole(What::Address(Box::new(link)));
            } else if let Some(scheme) = refused(target).filter(|scheme| !scheme.is_empty()) {
                // It would be taken out with the rest of what can harm a reader.
                let complaint = Diagnostic::new(Code::LinkScheme, format!("a link cannot begin with `{scheme}:`"))
                    .at(self.place(place))
                    .help("an address begins with `https:`, `http:`, `mailto:` or `tel:`; a path of this site with `/`");
                self.complain(complaint);
            }
        }
        escape::raw(&html[from..], &mut self.out.html);
    }

    /// Elements such as `<b>` that are not closed begin again in every block after their own: some of them in
    /// a long text would fill the memory.
    pub(super) fn check_repeated(&mut self, at: &Range<usize>) {
        let allowed = REPEATED_BYTES + 4 * self.body.len();
        if self.elements.repeated_bytes() > allowed && !self.is_too_much {
            self.is_too_much = true;
            let complaint = Diagnostic::new(Code::BadFile, "this text has too much HTML that is never closed")
                .at(self.place(at.start..at.start))
                .help("close every `<b>`, `<i>`, `<font>` and the like in the paragraph that it is opened in");
            self.complain(complaint);
        }
    }

    pub(super) fn check_swallowed(&mut self) {
        let Some((name, at)) = self.elements.swallowing() else { return };
        if self.slips.has_told(name) {
            return;
        }
        let written = if name.starts_with('<') { name.clone() } else { format!("<{name}>") };
        let end = if name.starts_with('<') { "-->".to_string() } else { format!("</{name}>") };
        let message = format!("`{written}` is opened here and never closed, so the rest of the text would be lost");
        let complaint = Diagnostic::new(Code::BadFile, message)
            .at(self.place(at.clone()))
            .help(format!("close it with `{end}`; to show it as written, put it between backticks"));
        self.complain(complaint);
    }
}
