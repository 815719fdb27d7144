//! Notes what one HTML page, or one SVG drawing, shows and links to.

use super::attributes::{Element, Known, candidates, has_word, is_void, loads_by_rel, refresh_target};
use super::markup::Paragraph;
use super::references::decode;
use super::seen::{Attr, FileKind, Notes, Seen};
use super::tags::{Attribute, Lines, Next, Tags, Token};
use super::{css, data};
use memchr::memchr;
use std::ops::Range;

pub(super) fn scan_page(bytes: &[u8], kind: FileKind, origin: &str) -> Seen {
    let mut scan = Scan {
        bytes,
        origin,
        tags: Tags::new(bytes, kind == FileKind::Drawing),
        lines: Lines::new(bytes),
        notes: Notes::new(kind),
        known: Vec::new(),
        paragraph: Paragraph::new(bytes),
        verbatim: None,
        foreign_depth: 0,
        is_drawing: kind == FileKind::Drawing,
    };
    scan.run();
    scan.notes.finish()
}

struct Scan<'a> {
    bytes: &'a [u8],
    origin: &'a str,
    tags: Tags<'a>,
    lines: Lines<'a>,
    notes: Notes,
    /// Of the tag that is being read.
    known: Vec<(Known, Attribute<'a>)>,
    paragraph: Paragraph<'a>,
    /// The element whose text is not looked at, with how many of its name are open.
    verbatim: Option<(&'a [u8], u32)>,
    foreign_depth: u32,
    is_drawing: bool,
}

impl<'a> Scan<'a> {
    fn run(&mut self) {
        while let Some(token) = self.tags.next() {
            match token {
                Token::Text(range) | Token::Cdata(range) => self.text(range),
                Token::Open(name) => with_lower_case(name, |lower| self.open(name, lower)),
                Token::Close(name) => {
                    self.tags.skip_attributes();
                    with_lower_case(name, |lower| self.close(name, lower));
                }
                Token::Instruction(_) => {}
            }
        }
        self.end_paragraph();
    }

    fn text(&mut self, range: Range<usize>) {
        if self.verbatim.is_none() {
            self.paragraph.text(range);
        }
    }

    fn open(&mut self, name: &'a [u8], lower: &[u8]) {
        let Some((is_empty, seen)) = self.read_attributes() else { return };
        let element = Element::named(lower);
        if seen != 0 {
            self.note_attributes(element, lower);
        }
        let is_foreign = self.foreign_depth > 0 || self.is_drawing;
        let is_empty = is_empty && (is_foreign || element == Element::Foreign);
        match &mut self.verbatim {
            Some((outer, depth)) if outer.eq_ignore_ascii_case(name) && !is_empty => *depth += 1,
            Some(_) => {}
            None => {
                if !element.runs_on() {
                    self.end_paragraph();
                }
                match element {
                    Element::Picture => self.paragraph.thing(),
                    Element::Break => self.paragraph.line_break(),
                    _ => {}
                }
                let is_verbatim = matches!(element, Element::Verbatim | Element::VerbatimBlock)
                    || seen & (1 << Known::Verbatim as u32) != 0;
                if is_verbatim && !is_empty && !is_void(lower) {
                    self.verbatim = Some((name, 1));
                    self.paragraph.thing();
                }
            }
        }
        match element {
            Element::H1 => self.notes.h1(),
            Element::Foreign if !is_empty => self.set_foreign(self.foreign_depth.saturating_add(1)),
            Element::Title if !is_foreign => {
                let text = self.tags.raw_text(b"title");
                if !self.notes.has_title() {
                    let text = decode(&self.bytes[text]);
                    self.notes.title(&text.split_whitespace().collect::<Vec<_>>().join(" "));
                }
            }
            Element::Style if !is_empty => {
                let text = self.tags.raw_text(b"style");
                let (lines, notes) = (&mut self.lines, &mut self.notes);
                css::find_addresses(&self.bytes[text.clone()], |attr, address, at| {
                    notes.link(attr, address, lines.line(text.start + at), true);
                });
            }
            Element::Raw if !is_empty => {
                let text = self.tags.raw_text(lower);
                if lower == b"script" {
                    // JSON-LD above all; an address of the site is one in any script.
                    let (lines, notes) = (&mut self.lines, &mut self.notes);
                    data::each_address(&self.bytes[text.clone()], self.origin, |address, at| {
                        notes.link(Attr::Text, address, lines.line(text.start + at), false);
                    });
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &[u8], lower: &[u8]) {
        let element = Element::named(lower);
        match &mut self.verbatim {
            Some((outer, depth)) if outer.eq_ignore_ascii_case(name) => {
                *depth -= 1;
                if *depth == 0 {
                    self.verbatim = None;
                }
            }
            Some(_) => {}
            None if !element.runs_on() => self.end_paragraph(),
            None => {}
        }
        if element == Element::Foreign {
            self.set_foreign(self.foreign_depth.saturating_sub(1));
        }
    }

    fn set_foreign(&mut self, depth: u32) {
        self.foreign_depth = depth;
        self.tags.is_foreign = depth > 0 || self.is_drawing;
    }

    /// Collects the attributes of a start tag; nothing when the file ends in it. Says whether it ends in
    /// `/>` and, as bits, which attributes it has.
    fn read_attributes(&mut self) -> Option<(bool, u32)> {
        self.known.clear();
        let mut seen = 0u32;
        loop {
            match self.tags.attribute() {
                Next::Cut => return None,
                Next::End { is_empty } => return Some((is_empty, seen)),
                Next::Attribute(attribute) => {
                    let Some(known) = with_lower_case(attribute.name, Known::named) else { continue };
                    let bit = 1 << known as u32;
                    if seen & bit == 0 || known == Known::Paint && self.known.len() < 64 {
                        seen |= bit;
                        self.known.push((known, attribute));
                    }
                }
            }
        }
    }

    fn value(&self, wanted: Known) -> Option<&'a [u8]> {
        self.known.iter().find(|(known, _)| *known == wanted).map(|(_, attribute)| attribute.value)
    }

    fn note_attributes(&mut self, element: Element, lower: &[u8]) {
        let loads = match element {
            Element::Anchor => false,
            Element::Link => self.value(Known::Rel).is_some_and(loads_by_rel),
            _ => true,
        };
        for index in 0..self.known.len() {
            let (known, Attribute { value, at, .. }) = self.known[index];
            let mut link = |attr, loads| {
                let line = self.lines.line(at);
                self.notes.link(attr, &decode(value), line, loads)
            };
            match known {
                Known::Href if element == Element::Base => {
                    let base = link(Attr::Base, false);
                    self.notes.base(base);
                }
                Known::Href => {
                    let address = link(Attr::Href, loads);
                    if element == Element::Link {
                        self.note_relation(address);
                    }
                }
                Known::XlinkHref => {
                    link(Attr::Href, loads);
                }
                Known::Src => {
                    link(Attr::Src, true);
                }
                Known::Poster => {
                    link(Attr::Poster, true);
                }
                Known::Background => {
                    link(Attr::Background, true);
                }
                Known::Data if element == Element::Object => {
                    link(Attr::Data, true);
                }
                Known::Action if element == Element::Form => {
                    link(Attr::Action, false);
                }
                Known::Srcset | Known::Ping => {
                    let (list, line) = (decode(value), self.lines.line(at));
                    if known == Known::Ping {
                        for address in list.split_ascii_whitespace() {
                            self.notes.link(Attr::Ping, address, line, true);
                        }
                    } else {
                        candidates(&list, |address| {
                            self.notes.link(Attr::Srcset, address, line, true);
                        });
                    }
                }
                Known::Style | Known::Paint if memchr(b'(', value).is_some() => {
                    let line = self.lines.line(at);
                    css::find_addresses(decode(value).as_bytes(), |attr, address, _| {
                        self.notes.link(attr, address, line, true);
                    });
                }
                Known::Id => self.notes.anchor(&decode(value)),
                Known::Name if lower == b"a" && self.value(Known::Id) != Some(value) => {
                    self.notes.anchor(&decode(value));
                }
                Known::Lang if element == Element::Html => self.notes.lang(&decode(value)),
                Known::Content if element == Element::Meta => self.note_meta(&decode(value), at),
                _ => {}
            }
        }
    }

    fn note_relation(&mut self, address: super::seen::Piece) {
        let Some(rel) = self.value(Known::Rel) else { return };
        if has_word(rel, b"canonical") {
            self.notes.canonical(address);
        } else if has_word(rel, b"alternate")
            && let Some(lang) = self.value(Known::Hreflang)
        {
            self.notes.alternate(&decode(lang));
        }
    }

    fn note_meta(&mut self, content: &str, at: usize) {
        if self.value(Known::HttpEquiv).is_some_and(|value| value.trim_ascii().eq_ignore_ascii_case(b"refresh")) {
            if let Some(address) = refresh_target(content) {
                let piece = self.notes.link(Attr::Refresh, address, self.lines.line(at), true);
                self.notes.refresh(piece);
            }
            return;
        }
        let Some(name) = self.value(Known::Property).or(self.value(Known::Name)) else { return };
        match name.trim_ascii().to_ascii_lowercase().as_slice() {
            b"description" => self.notes.description(content),
            b"robots" if content.to_ascii_lowercase().contains("noindex") => self.notes.noindex(),
            b"og:image"
            | b"og:image:url"
            | b"og:image:secure_url"
            | b"og:url"
            | b"og:video"
            | b"og:video:url"
            | b"og:video:secure_url"
            | b"og:audio"
            | b"og:audio:url"
            | b"og:audio:secure_url"
            | b"twitter:image"
            | b"twitter:image:src"
            | b"twitter:player" => {
                self.notes.link(Attr::Meta, content, self.lines.line(at), false);
            }
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        self.paragraph.end(&mut self.notes.raw_markup);
    }
}

/// Names are nearly always in small letters already.
fn with_lower_case<T>(name: &[u8], act: impl FnOnce(&[u8]) -> T) -> T {
    if name.iter().any(u8::is_ascii_uppercase) { act(&name.to_ascii_lowercase()) } else { act(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(html: &str) -> Vec<String> {
        let seen = scan_page(html.as_bytes(), FileKind::Page, "https://fan.example");
        let say = |link: crate::proof::Use<'_>| {
            let loads = if link.loads { " loads" } else { "" };
            format!("{} {} {}{loads}", link.line, link.attr.name(), link.address)
        };
        seen.links().map(say).collect()
    }

    #[test]
    fn every_sort_of_address_is_noted() {
        for (html, expected) in [
            ("<A HREF=/x/>", vec!["1 href /x/"]),
            ("<a href='a' href='b'>", vec!["1 href a"]),
            ("<a\n\nhref=a&amp;b>", vec!["3 href a&b"]),
            ("<area href=a>", vec!["1 href a"]),
            ("<img src=a srcset='b, c 2x'>", vec!["1 src a loads", "1 srcset b loads", "1 srcset c loads"]),
            (
                "<source srcset='a,b 1x,c (1,2) 2x,,d'>",
                ["a,b", "c", "d"].map(|a| format!("1 srcset {a} loads")).iter().map(String::as_str).collect(),
            ),
            ("<link rel=preload imagesrcset='a 1x'>", vec!["1 srcset a loads"]),
            ("<video poster=a src=b></video>", vec!["1 poster a loads", "1 src b loads"]),
            ("<object data=a></object><p data=b>", vec!["1 data a loads"]),
            ("<form action=a><button formaction=b>", vec!["1 action a", "1 action b"]),
            ("<link rel=stylesheet href=a><link rel=me href=b>", vec!["1 href a loads", "1 href b"]),
            ("<meta http-equiv=refresh content=\"0;url='a'\">", vec!["1 refresh a loads"]),
            ("<meta name=twitter:image content=a>", vec!["1 meta a"]),
            ("<style>\na{b:url(c)}</style>", vec!["2 url() c loads"]),
            ("<i style='a:url(&quot;b&quot;)'>", vec!["1 url() b loads"]),
            ("<svg><a xlink:href=a></a><use href=b /></svg>", vec!["1 href a", "1 href b loads"]),
            ("<svg><![CDATA[<a href=x>]]></svg><a href=y>", vec!["1 href y"]),
            ("<svg><style>a{b:url(c)}</style><script/><a href=d></svg>", vec!["1 url() c loads", "1 href d"]),
            ("<noscript><img src=a></noscript>", vec!["1 src a loads"]),
            ("<template><a href=a></template>", vec!["1 href a"]),
            ("<a data-src=a data-href=b>", vec![]),
            ("<script>'<a href=x>'</script><!-- <a href=x> -->", vec![]),
            ("<textarea><a href=x></textarea><title><a href=x></title>", vec![]),
            ("<SCRIPT></scripty><a href=x></SCRIPT ><a href=y>", vec!["1 href y"]),
            ("<a href='x", vec![]),
            ("<a href=x", vec![]),
        ] {
            assert_eq!(links(html), expected, "{html}");
        }
    }

    #[test]
    fn the_head_of_a_page_is_noted() {
        let html = "<!doctype html><html lang=ko><head><title>\n A &amp;  B</title><svg><title>no</title></svg>\
            <meta name=description content='What &lt;it> is'><meta name=robots content='noindex, follow'>\
            <link rel=canonical href=/c/><link rel=alternate hreflang=en href=/en/>\
            <link rel=alternate hreflang=x-default href=/d/><link rel=alternate type=x href=/feed.xml>\
            <body><h1 id=b>H</h1><h1>I</h1><a name=a id=a></a><a name=c></a><i id=b></i>";
        let seen = scan_page(html.as_bytes(), FileKind::Page, "");
        assert_eq!(seen.title(), Some("A & B"));
        assert_eq!(seen.description().map(|(text, _)| text), Some("What <it> is"));
        assert_eq!((seen.lang(), seen.canonical(), seen.refresh()), (Some("ko"), Some("/c/"), None));
        let alternates: Vec<_> = seen.alternates().map(|a| (a.lang, a.address)).collect();
        assert_eq!(alternates, [("en", "/en/"), ("x-default", "/d/")]);
        assert!(["a", "b", "c"].iter().all(|id| seen.has_anchor(id)));
        assert_eq!(
            (seen.h1_count(), seen.anchors().len(), seen.repeated_anchors().len(), seen.is_noindex()),
            (2, 3, 1, true)
        );
    }

    fn leftovers(html: &str) -> Vec<(u32, String)> {
        let seen = scan_page(html.as_bytes(), FileKind::Page, "");
        seen.raw_markup().iter().map(|raw| (raw.line, raw.excerpt.to_string())).collect()
    }

    #[test]
    fn visible_markdown_signs_are_found() {
        for (html, line, excerpt) in [
            ("<p>\n**눈물의 여왕(Queen of Tears)**은", 2, "**눈물의 여왕(Queen of Tears)**"),
            ("<p>a **&quot;b&quot;**은", 1, "**\"b\"**"),
            ("<p>**a <a href=x>b</a>\nc**", 1, "**a b c**"),
            ("<p>a\n**<code>b</code>**은", 2, "**…**"),
            ("<h1 title='x'>*a*</h1>", 1, "*a*"),
            ("<summary>~~a~~</summary>", 1, "~~a~~"),
        ] {
            assert_eq!(
                leftovers(html).first().map(|(line, text)| (*line, text.as_str())),
                Some((line, excerpt)),
                "{html}"
            );
        }
    }

    #[test]
    fn signs_that_are_meant_are_left_alone() {
        for html in [
            "<p>a**</p><p>**b",
            "<pre>**a**</pre><code>*a*</code><kbd>**a**</kbd><samp>*a*</samp>",
            "<pre><b>**a**</b></pre>",
            "<script>a = '**b**'</script><style>/* **a** */</style>",
            "<textarea>**a**</textarea><template><p>**a**</p></template>",
            "<img alt='**a**'><title>**a**</title><!-- **a** -->",
            "<span data-verbatim>**a**</span>",
            "<p data-verbatim>**<b>a</b>**<p>",
            "<span data-verbatim=''><span>x</span>**a**</span>",
            "5 * 3 * 2, *NSYNC, f*ck, 10*",
            "<hr>***<hr>",
            "<td>Price*</td><td>*tax</td>",
        ] {
            assert_eq!(leftovers(html), [], "{html}");
        }
        assert_eq!(leftovers("<i data-verbatim>*a*</i> *b* <br data-verbatim> *c*").len(), 2);
    }
}
