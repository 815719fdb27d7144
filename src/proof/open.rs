//! What of a page stands in the open: its text outside closed spoilers, and everything that is no text at all.
//! A closed spoiler is `<details data-spoiler>` without `open`; its `<summary>` is open to everybody.

use super::layers::{each_layer, without_tags};
use super::references::decode;
use super::tags::{Next, Tags, Token};
use crate::base::letters::add_letters;
use memchr::memmem;

/// Where in a finished file a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// The name of the file.
    FileName,
    Title,
    /// `<meta content>`: the description and what is told to other sites.
    Meta,
    Alt,
    /// Any other attribute.
    Attribute,
    /// JSON-LD, script or style.
    Script,
    Comment,
    /// What stands on the lid of a closed part.
    Summary,
    /// In a spoiler that is open from the start.
    OpenDetails,
    /// In a closed part that is not marked as a spoiler.
    OtherDetails,
    /// In plain view.
    Text,
    /// In a file that is no page.
    Data,
}

/// The letters of a file that stand in the open, with where they stand.
#[derive(Default)]
pub(super) struct Open {
    pub letters: String,
    /// Where in `letters` a stretch begins, what it is, and where in the file.
    stretches: Vec<(usize, Spot, usize)>,
}

impl Open {
    /// What stands at an offset of `letters`, and where in the file.
    pub fn spot(&self, at: usize) -> (Spot, usize) {
        let next = self.stretches.partition_point(|(start, _, _)| *start <= at);
        let (_, spot, byte) = self.stretches[next.saturating_sub(1)];
        (spot, byte)
    }

    fn begin(&mut self, spot: Spot, at: usize) {
        self.stretches.push((self.letters.len(), spot, at));
    }

    /// A text on its own, however it is wrapped.
    pub fn wrapped(&mut self, text: &str, spot: Spot, at: usize) {
        self.begin(spot, at);
        let letters = &mut self.letters;
        each_layer(text, &mut |layer| {
            // Nothing runs on from one to the next.
            letters.push('\n');
            add_letters(layer, letters);
            if layer.contains('<') {
                letters.push('\n');
                add_letters(&without_tags(layer), letters);
            }
        });
        self.letters.push('\n');
    }
}

/// One open element inside a closed spoiler, or the spoiler itself.
type Name = Vec<u8>;

struct Walk<'a> {
    bytes: &'a [u8],
    tags: Tags<'a>,
    open: Open,
    /// Running text of the page, which goes on across tags.
    text: Open,
    /// The elements open in the outermost closed spoiler, that spoiler first; empty outside.
    closed: Vec<Name>,
    /// In the lid of that spoiler.
    is_summary: bool,
    /// Other folded parts that are open now, innermost last.
    others: Vec<Spot>,
    /// Up to here comments have been looked for.
    seen: usize,
    comment: memmem::Finder<'static>,
}

pub(super) fn open_page(bytes: &[u8], is_drawing: bool) -> [Open; 2] {
    let mut walk = Walk {
        bytes,
        tags: Tags::new(bytes, is_drawing),
        open: Open::default(),
        text: Open::default(),
        closed: Vec::new(),
        is_summary: false,
        others: Vec::new(),
        seen: 0,
        comment: memmem::Finder::new(b"<!--"),
    };
    while let Some(token) = walk.tags.next() {
        match token {
            Token::Text(range) => {
                walk.comments(range.start);
                walk.text(&decode(&bytes[range.clone()]), range.start);
            }
            Token::Cdata(range) => walk.text(&String::from_utf8_lossy(&bytes[range.clone()]), range.start),
            Token::Instruction(range) => {
                walk.open.wrapped(&String::from_utf8_lossy(&bytes[range.clone()]), Spot::Script, range.start);
            }
            Token::Open(name) => walk.element(&name.to_ascii_lowercase()),
            Token::Close(name) => {
                walk.tags.skip_attributes();
                walk.close(&name.to_ascii_lowercase());
            }
        }
    }
    walk.comments(bytes.len());
    [walk.text, walk.open]
}

impl Walk<'_> {
    /// Comments are passed over by `Tags`, but not by somebody who looks at the source.
    fn comments(&mut self, until: usize) {
        while let Some(found) = self.comment.find(&self.bytes[self.seen..until.max(self.seen)]) {
            let start = self.seen + found;
            let end = memmem::find(&self.bytes[start..], b"-->").map_or(self.bytes.len(), |end| start + end);
            self.open.wrapped(&String::from_utf8_lossy(&self.bytes[start..end]), Spot::Comment, start);
            self.seen = end;
        }
        self.seen = self.seen.max(until.min(self.bytes.len()));
    }

    fn text(&mut self, text: &str, at: usize) {
        let spot = match (self.closed.is_empty(), self.is_summary) {
            (false, false) => return,
            (false, true) => Spot::Summary,
            (true, _) => self.others.last().copied().unwrap_or(Spot::Text),
        };
        self.text.begin(spot, at);
        add_letters(text, &mut self.text.letters);
    }

    fn element(&mut self, name: &[u8]) {
        let (mut is_spoiler, mut is_open, mut is_empty) = (false, false, false);
        loop {
            match self.tags.attribute() {
                Next::Cut => break,
                Next::End { is_empty: empty } => {
                    is_empty = empty;
                    break;
                }
                Next::Attribute(attribute) => {
                    is_spoiler |= attribute.name.eq_ignore_ascii_case(b"data-spoiler");
                    is_open |= attribute.name.eq_ignore_ascii_case(b"open");
                    let spot = match (name, attribute.name.to_ascii_lowercase().as_slice()) {
                        (b"meta", b"content") => Spot::Meta,
                        (_, b"alt") => Spot::Alt,
                        _ => Spot::Attribute,
                    };
                    if !attribute.value.is_empty() {
                        self.open.wrapped(&String::from_utf8_lossy(attribute.value), spot, attribute.at);
                    }
                }
            }
        }
        let at = self.tags.offset();
        match name {
            b"title" if !self.tags.is_foreign => {
                let range = self.tags.raw_text(name);
                self.open.wrapped(&String::from_utf8_lossy(&self.bytes[range]), Spot::Title, at);
                return;
            }
            b"script" | b"style" | b"textarea" | b"iframe" | b"xmp" | b"noembed" | b"noframes" if !is_empty => {
                let range = self.tags.raw_text(name);
                self.open.wrapped(&String::from_utf8_lossy(&self.bytes[range]), Spot::Script, at);
                self.seen = self.tags.offset();
                return;
            }
            b"svg" | b"math" if !is_empty => self.tags.is_foreign = true,
            _ => {}
        }
        if name == b"details" && self.closed.is_empty() {
            match (is_spoiler, is_open) {
                (true, false) => self.closed.push(name.to_vec()),
                (true, true) => self.others.push(Spot::OpenDetails),
                (false, _) => self.others.push(Spot::OtherDetails),
            }
        } else if !self.closed.is_empty() && !is_empty && !super::attributes::is_void(name) {
            // Only the first lid of the outermost spoiler is one.
            self.is_summary |= name == b"summary" && self.closed.len() == 1;
            self.closed.push(name.to_vec());
        }
    }

    fn close(&mut self, name: &[u8]) {
        if name == b"svg" || name == b"math" {
            self.tags.is_foreign = false;
        }
        if self.closed.is_empty() {
            if name == b"details" {
                self.others.pop();
            }
            return;
        }
        match self.closed.iter().rposition(|open| open == name) {
            Some(at) => self.closed.truncate(at),
            // The end of something around the spoiler ends the spoiler, as browsers have it.
            None if is_around(name) => self.closed.clear(),
            None => {}
        }
        self.is_summary &= self.closed.iter().any(|open| open == b"summary");
    }
}

/// Elements whose end closes what was left open inside them.
fn is_around(name: &[u8]) -> bool {
    matches!(
        name,
        b"html"
            | b"body"
            | b"main"
            | b"article"
            | b"section"
            | b"div"
            | b"li"
            | b"ul"
            | b"ol"
            | b"dl"
            | b"dd"
            | b"table"
            | b"td"
            | b"th"
            | b"tr"
            | b"aside"
            | b"header"
            | b"footer"
            | b"nav"
            | b"figure"
            | b"blockquote"
    )
}
