//! What is kept of one finished file. Small, since all are held at once: every text lies in one string.

use crate::base::digest::Digest;
use crate::base::exact::exact;
use std::fmt;

/// How a file was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FileKind {
    Page,
    Drawing,
    Style,
    Feed,
    Data,
    #[default]
    Other,
}

/// Where in a file an address stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attr {
    Href,
    Src,
    Srcset,
    Poster,
    Data,
    Action,
    Background,
    Ping,
    /// The target of a redirect, `<meta http-equiv=refresh>`.
    Refresh,
    /// What is told to others about the page: `og:image` and its like.
    Meta,
    /// `<base href>`.
    Base,
    /// `url()` and the strings of `image-set()`.
    Css,
    Import,
    /// `<loc>` of a sitemap, `<link>` of a feed and other elements that hold an address.
    Element,
    /// `<id>` or `<guid>` of a feed: a name first, an address second.
    Id,
    Enclosure,
    /// A whole address in a file that is no page.
    Text,
}

impl Attr {
    /// As a person who looks into the file finds it.
    pub fn name(self) -> &'static str {
        match self {
            Attr::Href | Attr::Base => "href",
            Attr::Src => "src",
            Attr::Srcset => "srcset",
            Attr::Poster => "poster",
            Attr::Data => "data",
            Attr::Action => "action",
            Attr::Background => "background",
            Attr::Ping => "ping",
            Attr::Refresh => "refresh",
            Attr::Meta => "meta",
            Attr::Css => "url()",
            Attr::Import => "@import",
            Attr::Element | Attr::Text => "address",
            Attr::Id => "id",
            Attr::Enclosure => "enclosure",
        }
    }

    /// May it hold a picture written out as `data:image/…`?
    pub fn takes_picture(self) -> bool {
        matches!(self, Attr::Href | Attr::Src | Attr::Srcset | Attr::Poster | Attr::Background | Attr::Css)
    }
}

/// One address that a file names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use<'a> {
    pub attr: Attr,
    /// As in the file, entities decoded; what follows `data:` is cut.
    pub address: &'a str,
    /// From 1.
    pub line: u32,
    /// The browser fetches it, or goes there, without a click.
    pub loads: bool,
}

/// The same page in another language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alternate<'a> {
    /// A language tag or `x-default`.
    pub lang: &'a str,
    pub address: &'a str,
}

/// Markdown signs that a reader of the page sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawMarkup {
    pub line: u32,
    /// The text from the opening sign to the closing one; cut when long.
    pub excerpt: Box<str>,
}

/// A stretch of `Seen::text`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    start: u32,
    length: u32,
}

/// Twelve bytes: a page has sixty of them, and there may be 100,000 pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Link {
    start: u32,
    line: u32,
    length: u16,
    attr: Attr,
    loads: bool,
}

/// What `scan` noted of one file.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Seen {
    kind: FileKind,
    text: Box<str>,
    links: Box<[Link]>,
    /// Sorted by `hash`, then by text, each once: a list of sources has thousands, and every page asks.
    anchors: Box<[(u32, Piece)]>,
    /// Language and index of the link.
    alternates: Box<[(Piece, u32)]>,
    raw_markup: Box<[RawMarkup]>,
    title: Option<Piece>,
    description: Option<(Piece, Digest)>,
    lang: Option<Piece>,
    canonical: Option<Piece>,
    refresh: Option<Piece>,
    base: Option<Piece>,
    /// Ids that stand more often than once.
    repeated: Box<[Piece]>,
    h1_count: u32,
    is_noindex: bool,
}

impl Seen {
    pub fn kind(&self) -> FileKind {
        self.kind
    }

    /// Every address of the file, in its order.
    pub fn links(&self) -> impl ExactSizeIterator<Item = Use<'_>> {
        self.links.iter().map(|link| Use {
            attr: link.attr,
            address: self.at(Piece { start: link.start, length: link.length.into() }),
            line: link.line,
            loads: link.loads,
        })
    }

    /// What a fragment can point at, normalised to NFC, in an order that depends on nothing else.
    pub fn anchors(&self) -> impl ExactSizeIterator<Item = &str> {
        self.anchors.iter().map(|(_, piece)| self.at(*piece))
    }

    pub fn has_anchor(&self, anchor: &str) -> bool {
        let wanted = hash(anchor);
        let compare = |(hash, piece): &(u32, Piece)| hash.cmp(&wanted).then_with(|| self.at(*piece).cmp(anchor));
        self.anchors.binary_search_by(compare).is_ok()
    }

    /// The ids that stand on the page more often than once.
    pub fn repeated_anchors(&self) -> impl ExactSizeIterator<Item = &str> {
        self.repeated.iter().map(|piece| self.at(*piece))
    }

    pub fn title(&self) -> Option<&str> {
        self.title.map(|piece| self.at(piece))
    }

    /// How it begins, cut when long, and what it is told from others by.
    pub fn description(&self) -> Option<(&str, Digest)> {
        self.description.map(|(piece, digest)| (self.at(piece), digest))
    }

    /// The language that the page as a whole says it is in.
    pub fn lang(&self) -> Option<&str> {
        self.lang.map(|piece| self.at(piece))
    }

    pub fn canonical(&self) -> Option<&str> {
        self.canonical.map(|piece| self.at(piece))
    }

    pub fn alternates(&self) -> impl ExactSizeIterator<Item = Alternate<'_>> {
        let address = |index: u32| {
            let link = self.links.get(index as usize);
            link.map_or("", |link| self.at(Piece { start: link.start, length: link.length.into() }))
        };
        self.alternates.iter().map(move |(lang, link)| Alternate { lang: self.at(*lang), address: address(*link) })
    }

    pub fn h1_count(&self) -> u32 {
        self.h1_count
    }

    /// Search engines are asked to leave the page out.
    pub fn is_noindex(&self) -> bool {
        self.is_noindex
    }

    /// Where the page sends its reader on to.
    pub fn refresh(&self) -> Option<&str> {
        self.refresh.map(|piece| self.at(piece))
    }

    /// What relative addresses of the page start from, when not the page itself.
    pub fn base(&self) -> Option<&str> {
        self.base.map(|piece| self.at(piece))
    }

    pub fn raw_markup(&self) -> &[RawMarkup] {
        &self.raw_markup
    }

    /// About how much memory it holds.
    pub fn byte_count(&self) -> usize {
        size_of::<Seen>()
            + self.text.len()
            + size_of_val(&*self.links)
            + size_of_val(&*self.anchors)
            + size_of_val(&*self.alternates)
            + self.raw_markup.iter().map(|raw| size_of::<RawMarkup>() + raw.excerpt.len()).sum::<usize>()
    }

    /// The same without links of which nothing more is to be asked. Those to the page in other languages stay.
    pub(super) fn without(&self, is_settled: impl Fn(&str) -> bool) -> Seen {
        let mut text = String::with_capacity(self.text.len());
        let mut moved = |piece: Piece| {
            let start = text.len() as u32;
            text.push_str(self.at(piece));
            Piece { start, ..piece }
        };
        let mut links = Vec::with_capacity(self.links.len());
        let mut alternates = Vec::with_capacity(self.alternates.len());
        for (index, link) in self.links.iter().enumerate() {
            let piece = Piece { start: link.start, length: link.length.into() };
            let translated = self.alternates.iter().filter(|(_, of)| *of as usize == index);
            let before = alternates.len();
            alternates.extend(translated.map(|(lang, _)| (*lang, links.len() as u32)));
            if alternates.len() > before || !is_settled(self.at(piece)) {
                links.push(Link { start: moved(piece).start, ..*link });
            }
        }
        let alternates = alternates.into_iter().map(|(lang, of)| (moved(lang), of)).collect();
        let anchors = self.anchors.iter().map(|(hash, piece)| (*hash, moved(*piece))).collect();
        let repeated = self.repeated.iter().map(|piece| moved(*piece)).collect();
        let title = self.title.map(&mut moved);
        let description = self.description.map(|(piece, digest)| (moved(piece), digest));
        let [lang, canonical, refresh, base] =
            [self.lang, self.canonical, self.refresh, self.base].map(|piece| piece.map(&mut moved));
        Seen {
            kind: self.kind,
            links: exact(links),
            anchors,
            alternates,
            raw_markup: self.raw_markup.clone(),
            title,
            description,
            lang,
            canonical,
            refresh,
            base,
            repeated,
            h1_count: self.h1_count,
            is_noindex: self.is_noindex,
            text: text.as_str().into(),
        }
    }

    fn at(&self, piece: Piece) -> &str {
        text_at(&self.text, piece)
    }
}

impl fmt::Debug for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seen")
            .field("kind", &self.kind)
            .field("title", &self.title())
            .field("links", &self.links().collect::<Vec<_>>())
            .field("anchors", &self.anchors().collect::<Vec<_>>())
            .field("raw_markup", &self.raw_markup)
            .finish_non_exhaustive()
    }
}

fn text_at(text: &str, piece: Piece) -> &str {
    let start = piece.start as usize;
    text.get(start..start + piece.length as usize).unwrap_or("")
}

/// FNV-1a: small, and the same in every run.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// How much of a description is kept: enough to tell the author which it is.
const DESCRIPTION_CHARACTERS: usize = 60;

/// How much of a `data:` address is kept: enough to see its type.
const DATA_BYTES: usize = 64;

/// A `Seen` while it is being made.
pub(super) struct Notes {
    text: String,
    links: Vec<Link>,
    anchors: Vec<(u32, Piece)>,
    alternates: Vec<(Piece, u32)>,
    pub raw_markup: Vec<RawMarkup>,
    seen: Seen,
}

impl Notes {
    pub fn new(kind: FileKind) -> Notes {
        let (text, links) = if kind == FileKind::Page { (2_048, 64) } else { (0, 0) };
        Notes {
            text: String::with_capacity(text),
            links: Vec::with_capacity(links),
            anchors: Vec::new(),
            alternates: Vec::new(),
            raw_markup: Vec::new(),
            seen: Seen { kind, ..Seen::default() },
        }
    }

    pub fn link(&mut self, attr: Attr, address: &str, line: u32, loads: bool) -> Piece {
        let is_data = address.len() > DATA_BYTES
            && address.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
        let limit = if is_data { DATA_BYTES } else { u16::MAX.into() };
        let piece = self.keep(&address[..address.floor_char_boundary(limit)]);
        self.links.push(Link { start: piece.start, line, length: piece.length as u16, attr, loads });
        piece
    }

    /// The link just noted is the same page in another language.
    pub fn alternate(&mut self, lang: &str) {
        let lang = self.keep(lang);
        self.alternates.push((lang, self.links.len().saturating_sub(1) as u32));
    }

    pub fn anchor(&mut self, id: &str) {
        let id = super::address::normal(id);
        let piece = self.keep(&id);
        self.anchors.push((hash(&id), piece));
    }

    pub fn title(&mut self, text: &str) {
        self.seen.title = self.seen.title.or(Some(self.keep(text)));
    }

    pub fn has_title(&self) -> bool {
        self.seen.title.is_some()
    }

    pub fn description(&mut self, text: &str) {
        if self.seen.description.is_none() {
            let end = text.char_indices().nth(DESCRIPTION_CHARACTERS).map_or(text.len(), |(end, _)| end);
            let piece = self.keep(&text[..end]);
            if end < text.len() {
                self.text.push('…');
            }
            let piece = Piece { length: self.text.len() as u32 - piece.start, ..piece };
            self.seen.description = Some((piece, Digest::of(text.as_bytes())));
        }
    }

    pub fn lang(&mut self, text: &str) {
        self.seen.lang = self.seen.lang.or(Some(self.keep(text)));
    }

    pub fn canonical(&mut self, address: Piece) {
        self.seen.canonical = self.seen.canonical.or(Some(address));
    }

    pub fn refresh(&mut self, address: Piece) {
        self.seen.refresh = self.seen.refresh.or(Some(address));
    }

    pub fn base(&mut self, address: Piece) {
        self.seen.base = self.seen.base.or(Some(address));
    }

    pub fn noindex(&mut self) {
        self.seen.is_noindex = true;
    }

    pub fn h1(&mut self) {
        self.seen.h1_count += 1;
    }

    pub fn finish(mut self) -> Seen {
        let text = &self.text;
        let order = |(hash, piece): &(u32, Piece)| (*hash, text_at(text, *piece));
        self.anchors.sort_unstable_by(|a, b| order(a).cmp(&order(b)));
        let mut repeated: Vec<Piece> = Vec::new();
        self.anchors.dedup_by(|a, b| {
            let is_same = order(a) == order(b);
            if is_same && repeated.last() != Some(&b.1) {
                repeated.push(b.1);
            }
            is_same
        });
        Seen {
            repeated: exact(repeated),
            text: self.text.as_str().into(),
            links: exact(self.links),
            anchors: exact(self.anchors),
            alternates: exact(self.alternates),
            raw_markup: exact(self.raw_markup),
            ..self.seen
        }
    }

    fn keep(&mut self, text: &str) -> Piece {
        // A finished file is far below 4 GB; were it not, the piece would read as empty.
        let start = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.text.push_str(text);
        Piece { start, length: u32::try_from(text.len()).unwrap_or(0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_found_whatever_their_order_and_form() {
        let mut notes = Notes::new(FileKind::Page);
        for id in ["writers", "b", "\u{1112}\u{1161}\u{11ab}", "b", "a"] {
            notes.anchor(id);
        }
        let seen = notes.finish();
        assert!(["a", "b", "writers", "한"].iter().all(|id| seen.has_anchor(id)));
        assert!(!seen.has_anchor("c") && !seen.has_anchor(""));
        assert_eq!(seen.anchors().len(), 4);
        assert_eq!(seen.repeated_anchors().collect::<Vec<_>>(), ["b"]);
    }

    #[test]
    fn long_addresses_are_cut() {
        let mut notes = Notes::new(FileKind::Page);
        notes.link(Attr::Src, &format!("data:image/png;base64,{}", "A".repeat(9_999)), 1, true);
        notes.link(Attr::Href, &"한".repeat(99_999), 2, false);
        let seen = notes.finish();
        let lengths: Vec<usize> = seen.links().map(|link| link.address.len()).collect();
        assert_eq!(lengths, [DATA_BYTES, 65_535]);
    }

    #[test]
    fn links_that_are_settled_are_forgotten_and_nothing_else() {
        let mut notes = Notes::new(FileKind::Page);
        notes.title("Title");
        notes.description("What it is");
        notes.lang("ko");
        notes.link(Attr::Href, "/fine/", 1, false);
        let own = notes.link(Attr::Href, "/own/", 2, false);
        notes.canonical(own);
        notes.link(Attr::Href, "/en/", 3, false);
        notes.alternate("en");
        notes.link(Attr::Src, "/odd/#x", 4, true);
        notes.link(Attr::Href, "/ko/", 5, false);
        notes.alternate("ko");
        notes.anchor("b");
        notes.anchor("a");
        notes.anchor("b");
        let whole = notes.finish();
        let seen = whole.without(|address| !address.contains('#'));
        let links: Vec<(&str, u32)> = seen.links().map(|link| (link.address, link.line)).collect();
        assert_eq!(links, [("/en/", 3), ("/odd/#x", 4), ("/ko/", 5)]);
        assert!(seen.alternates().eq(whole.alternates()) && seen.alternates().len() == 2);
        assert_eq!((seen.title(), seen.description()), (whole.title(), whole.description()));
        assert_eq!((seen.lang(), seen.canonical()), (Some("ko"), Some("/own/")));
        assert!(seen.anchors().eq(whole.anchors()) && seen.has_anchor("a"));
        assert_eq!(seen.repeated_anchors().collect::<Vec<_>>(), ["b"]);
        assert!(seen.byte_count() < whole.byte_count());
        assert!(whole.without(|_| false).links().eq(whole.links()));
    }

    #[test]
    fn long_descriptions_are_cut_and_told_apart() {
        let seen = |text: &str| {
            let mut notes = Notes::new(FileKind::Page);
            notes.description(text);
            notes.finish()
        };
        assert_eq!(seen("Short.").description().map(|(text, _)| text.to_string()), Some("Short.".into()));
        let long = ["가".repeat(60) + "a", "가".repeat(60) + "b"].map(|text| seen(&text));
        let [(one, first), (other, second)] = [long[0].description().unwrap(), long[1].description().unwrap()];
        assert_eq!((one, other), (&*format!("{}…", "가".repeat(60)), one));
        assert!(first != second);
    }

    #[test]
    fn a_link_takes_twelve_bytes() {
        assert_eq!(size_of::<Link>(), 12);
    }
}
