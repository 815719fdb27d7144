//! A text in Markdown, read: finished HTML with holes for what depends on the page it stands on.

use super::clean::clean;
use super::escape::{attribute, cut, escape, escape_href};
use crate::base::place::Place;
use crate::source::Aside;
use crate::source::aside::Stored;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// One text, ready to be filled.
#[derive(Clone, Debug, Default)]
pub struct Prose {
    pub(super) body: Body,
    /// Ascending.
    pub(super) holes: Box<[Hole]>,
    /// In the order of the text, with the levels they have on the page. None is empty.
    pub headings: Box<[Heading]>,
    /// The first paragraph in plain words, at most 200 characters and an ellipsis. Nothing that is folded away.
    /// What a link without a label is called depends on the page: `opening_on` has it, this has not.
    pub opening: Box<str>,
    /// Where the names of such links stand, if there are any.
    pub(super) named_opening: Option<Box<Opening>>,
    pub(super) has_html: bool,
}

/// The greater part of a text.
#[derive(Clone)]
pub(super) enum Body {
    Here {
        html: Box<str>,
        spots: Box<[Spot]>,
    },
    /// The HTML, so many bytes, and behind it the spots.
    Aside(Stored, usize),
}

/// Where a text begins in the HTML, and where it is written in the file. Ascending.
pub(super) type Spot = (u32, u32);

impl Default for Body {
    fn default() -> Body {
        Body::Here { html: "".into(), spots: Box::default() }
    }
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.html())
    }
}

impl Body {
    fn html(&self) -> Cow<'_, str> {
        match self {
            Body::Here { html, .. } => Cow::Borrowed(html),
            Body::Aside(stored, length) => Cow::Owned(stored.read_text(*length)),
        }
    }

    /// Of the HTML.
    fn length(&self) -> usize {
        match self {
            Body::Here { html, .. } => html.len(),
            Body::Aside(_, length) => *length,
        }
    }

    fn spots(&self) -> Cow<'_, [Spot]> {
        match self {
            Body::Here { spots, .. } => Cow::Borrowed(spots),
            Body::Aside(stored, length) => {
                let bytes = stored.read();
                let (numbers, _) = bytes.get(*length..).unwrap_or_default().as_chunks::<4>();
                let numbers: Vec<u32> = numbers.iter().map(|number| u32::from_le_bytes(*number)).collect();
                let (pairs, _) = numbers.as_chunks::<2>();
                Cow::Owned(pairs.iter().map(|[at, written]| (*at, *written)).collect())
            }
        }
    }

    fn put_aside(&mut self, aside: &Arc<Aside>) {
        let Body::Here { html, spots } = self else { return };
        let mut bytes = Vec::with_capacity(html.len() + size_of_val(&**spots));
        bytes.extend_from_slice(html.as_bytes());
        bytes.extend(spots.iter().flat_map(|(at, written)| [at.to_le_bytes(), written.to_le_bytes()]).flatten());
        if let Some(stored) = aside.put(&bytes) {
            *self = Body::Aside(stored, html.len());
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// From 1 to 6; from 2 where the author has written a heading of level 1.
    pub level: u8,
    /// Used once in the text, never empty.
    pub id: String,
    pub text: String,
}

/// Something that a link or an image leads to: a record (`song:promise`), an address, a path, a `#place`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub target: String,
    pub title: Option<String>,
    pub place: Place,
    pub is_image: bool,
    pub label_is_empty: bool,
    /// Of an image: what it shows, in plain words.
    pub alt: String,
}

/// What a page knows.
pub trait Fill {
    fn link(&self, link: &Link) -> Filled;
    fn word(&self, word: Word) -> String;

    /// Stands before every id of the text and in its links to its own places, so that several texts fit on one
    /// page. Letters, digits and `-`.
    fn prefix(&self) -> &str {
        ""
    }
}

/// How one link looks on one page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// Without one only the label is shown.
    pub href: Option<String>,
    /// Plain text, used where the author has written no label.
    pub label: Option<String>,
    /// The language of the label, where it is not that of the page.
    pub lang: Option<String>,
    pub is_outside: bool,
    /// The whole of a picture, in place of a plain tag with `href` as its source.
    pub picture: Option<Box<Shown>>,
}

/// How a picture looks, as HTML, by where in the text it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// A paragraph has nothing else; stands in its place.
    pub alone: String,
    pub in_line: String,
    /// There nothing in it may be a link.
    pub in_link: String,
}

/// What the program itself says inside a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Word {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
    Footnotes,
    BackToText,
    Done,
    NotDone,
    Table,
}

/// The first paragraph in plain words, as far as a description can need it.
#[derive(Clone, Debug, Default)]
pub(super) struct Opening {
    text: String,
    /// Where a link stands without a label, and which hole of the text it is.
    names: Vec<(usize, usize)>,
}

impl Opening {
    /// Enough for `OPENING_CHARACTERS` of any script.
    const BYTES: usize = 2_000;

    pub fn push(&mut self, text: &str) {
        if self.text.len() < Opening::BYTES {
            self.text.push_str(text);
        }
    }

    /// Here stands the name of what the link in this hole leads to.
    pub fn name(&mut self, hole: usize) {
        if self.text.len() < Opening::BYTES && self.names.len() < Opening::BYTES {
            self.names.push((self.text.len(), hole));
        }
    }

    /// Nothing where there are no names: `plain` has it all.
    pub fn kept(self) -> Option<Box<Opening>> {
        (!self.names.is_empty()).then(|| Box::new(self))
    }

    /// In plain words, without the names.
    pub fn plain(&self) -> String {
        cut(&self.text)
    }

    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.text.trim().is_empty()
    }
}

#[derive(Clone, Debug)]
pub(super) struct Hole {
    /// Where in the HTML.
    pub at: usize,
    pub what: What,
}

/// Small, since a text may have many that are no links.
#[derive(Clone, Debug)]
pub(super) enum What {
    Open(Box<Link>),
    /// The end of the link opened last.
    Close,
    Image(Box<Link>),
    /// The address in a link that the author wrote as HTML.
    Address(Box<Link>),
    Word(Word),
    Prefix,
    /// Of a footnote.
    Number(usize),
}

impl Prose {
    /// The greater part of it goes where it takes no memory, if there is such a place.
    pub fn put_aside(&mut self, aside: &Arc<Aside>) {
        self.body.put_aside(aside);
    }

    /// With its holes.
    pub fn html(&self) -> Cow<'_, str> {
        self.body.html()
    }

    /// A text's HTML without its tags, in pieces, each with where it stands in the HTML (for `written`); what links without a
    /// label are called is not in it.
    pub fn texts(html: &str) -> impl Iterator<Item = (usize, &str)> {
        let mut at = 0;
        html.split('<').enumerate().map(move |(index, piece)| {
            let start = at;
            at += piece.len() + 1;
            match (index, piece.split_once('>')) {
                (0, _) => (start, piece),
                (_, Some((tag, text))) => (start + tag.len() + 1, text),
                (_, None) => (start, ""),
            }
        })
    }

    /// Where in its file something is written that stands in the HTML, if the text it belongs to is known.
    pub fn written(&self, html: Range<usize>) -> Option<Range<usize>> {
        let (all, spots) = (self.html(), self.body.spots());
        let before = spots.partition_point(|(at, _)| *at as usize <= html.start);
        let (at, written) = spots.get(before.checked_sub(1)?)?;
        let between = all.get(*at as usize..html.start).filter(|between| !between.contains('<'))?;
        // Signs of HTML are written longer than they are.
        let longer: usize = [("&amp;", 4), ("&lt;", 3), ("&gt;", 3), ("&quot;", 5), ("&#39;", 4)]
            .iter()
            .map(|(sign, longer)| between.matches(sign).count() * longer)
            .sum();
        let start = *written as usize + between.len() - longer;
        Some(start..start + html.len())
    }

    /// Links and images in the order they were written, footnotes last.
    pub fn links(&self) -> impl Iterator<Item = &Link> {
        self.holes.iter().filter_map(|hole| match &hole.what {
            What::Open(link) | What::Image(link) | What::Address(link) => Some(&**link),
            What::Close | What::Word(_) | What::Prefix | What::Number(_) => None,
        })
    }

    pub fn is_empty(&self) -> bool {
        self.body.length() == 0
    }

    /// The opening with the names that links without a label have on this page.
    pub fn opening_on(&self, by: &dyn Fill) -> String {
        let Some(opening) = &self.named_opening else { return self.opening.to_string() };
        let mut text = String::new();
        let mut from = 0;
        for (at, hole) in &opening.names {
            text.push_str(&opening.text[from..*at]);
            from = *at;
            if let Some(What::Open(link)) = self.holes.get(*hole).map(|hole| &hole.what) {
                text.push_str(&by.link(link).label.unwrap_or_default());
            }
        }
        text.push_str(&opening.text[from..]);
        cut(&text)
    }

    /// What the text says, sentence by sentence, without signs of any kind.
    pub fn sentences(&self) -> Vec<String> {
        let mut sentences = vec![String::new()];
        let html = self.html();
        let mut rest = &*html;
        while let Some(start) = rest.find('<') {
            add_sentences(&rest[..start], &mut sentences);
            let tag = &rest[start..];
            let end = tag.find('>').map_or(tag.len(), |end| end + 1);
            let name = tag[1..end].trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next();
            if !matches!(name, Some("a" | "em" | "strong" | "del" | "code" | "span" | "sup" | "b" | "i")) {
                sentences.push(String::new());
            }
            rest = &tag[end..];
        }
        add_sentences(rest, &mut sentences);
        sentences.retain(|sentence| !sentence.trim().is_empty());
        sentences
    }

    /// The HTML for one page.
    pub fn fill(&self, by: &dyn Fill) -> String {
        let body = self.html();
        if body.len() < self.body.length() {
            // It could not be read back, which ends the build.
            return String::new();
        }
        let mut html = String::with_capacity(body.len() + 64 * self.holes.len());
        // Pictures have more than a text of an author may have, so they are put in when that is cleaned.
        let mut pictures: Vec<String> = Vec::new();
        let mut from = 0;
        let mut end = "";
        let mut is_in_link = false;
        for hole in &self.holes {
            html.push_str(&body[from..hole.at]);
            from = hole.at;
            match &hole.what {
                What::Word(word) => escape(&by.word(*word), &mut html),
                What::Number(number) => html.push_str(&number.to_string()),
                What::Prefix => html.push_str(by.prefix()),
                What::Close => {
                    html.push_str(end);
                    is_in_link = false;
                }
                What::Address(link) => {
                    let href = by.link(link).href.unwrap_or_default();
                    escape_href(&href, &mut html);
                }
                What::Image(link) => {
                    let filled = by.link(link);
                    let Some(shown) = filled.picture else {
                        fill_image(link, filled, &mut html);
                        continue;
                    };
                    let is_alone = html.ends_with("<p>") && body[from..].starts_with("</p>");
                    let picture = match (is_alone, is_in_link) {
                        (true, _) => {
                            html.truncate(html.len() - "<p>".len());
                            from += "</p>".len();
                            shown.alone
                        }
                        (false, true) => shown.in_link,
                        (false, false) => shown.in_line,
                    };
                    if self.has_html {
                        html.push_str(&stand_in(pictures.len()));
                        pictures.push(picture);
                    } else {
                        html.push_str(&picture);
                    }
                }
                What::Open(link) => {
                    let filled = by.link(link);
                    is_in_link = filled.href.is_some();
                    end = open_link(link, &filled, by.prefix(), &mut html);
                    if link.label_is_empty {
                        escape(filled.label.as_deref().unwrap_or(&link.target), &mut html);
                    }
                }
            }
        }
        html.push_str(&body[from..]);
        if !self.has_html {
            return html;
        }
        let cleaned = clean(&html);
        pictures.iter().enumerate().fold(cleaned, |html, (at, picture)| html.replacen(&stand_in(at), picture, 1))
    }
}

/// Goes on with the last sentence of a list, and begins a new one behind each full stop.
fn add_sentences(text: &str, sentences: &mut Vec<String>) {
    let text = text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    for (at, part) in text.split_inclusive(['.', '!', '?', '。']).enumerate() {
        if at > 0 && part.starts_with(char::is_whitespace) {
            sentences.push(String::new());
        }
        if let Some(last) = sentences.last_mut() {
            last.push_str(part);
        }
    }
}

/// Writes the start of a link and gives its end.
fn open_link(link: &Link, filled: &Filled, prefix: &str, html: &mut String) -> &'static str {
    let end = match &filled.href {
        Some(href) => {
            html.push_str("<a href=\"");
            match href.strip_prefix('#') {
                Some(own) => {
                    html.push('#');
                    html.push_str(prefix);
                    escape_href(own, html);
                }
                None => escape_href(href, html),
            }
            html.push('"');
            "</a>"
        }
        None if filled.lang.is_some() => {
            html.push_str("<span");
            "</span>"
        }
        None => return "",
    };
    attribute("lang", filled.lang.as_deref(), html);
    attribute("title", link.title.as_deref(), html);
    attribute("rel", filled.is_outside.then_some("external"), html);
    html.push('>');
    end
}

/// What stands in the place of a picture while a text is cleaned: letters that nobody writes.
fn stand_in(number: usize) -> String {
    format!("\u{f4ec}{number}\u{f4ed}")
}

fn fill_image(link: &Link, filled: Filled, html: &mut String) {
    match filled.href {
        Some(src) => {
            html.push_str("<img src=\"");
            escape_href(&src, html);
            html.push('"');
            attribute("alt", Some(&link.alt), html);
            attribute("title", link.title.as_deref(), html);
            html.push_str(" loading=\"lazy\">");
        }
        None => escape(&link.alt, html),
    }
}
