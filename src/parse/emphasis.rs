//! Emphasis beside Hangul. By CommonMark's rule `**눈물의 여왕(Queen of Tears)**은` keeps its asterisks: the
//! closing run stands between punctuation and a letter (commonmark-spec#650). Korean puts a particle there
//! all the time.
//!
//! Mending the events afterwards is too late: the parser may have paired the wrong runs. So the text is
//! parsed, a mark is put beside the runs in question, on the side of the letter, and the copy is parsed in
//! place of the text; its offsets are led back. This is the rule of markdown-cjk-friendly. A text without
//! such a run is parsed once.

use super::schemes::is_record_kind;
use crate::base::limits::PROBLEMS_PRINTED;
use pulldown_cmark::{
    BrokenLink, BrokenLinkCallback, CowStr, Event, LinkType, OffsetIter, Options, Parser, Tag, TagEnd,
};
use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;

/// The Ugaritic word divider: punctuation that nobody writes.
pub const MARK: char = '\u{1039F}';

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
}

/// A reference in square brackets that no line gives an address for.
pub struct Unresolved {
    /// In the text as it was parsed.
    pub span: Range<usize>,
    pub link_type: LinkType,
    pub reference: String,
}

/// The events of a text. `[song:promise]` is a link of its own; what else has no address is noted, if asked.
pub fn events<'t>(
    text: &'t str,
    unresolved: Option<&'t RefCell<Vec<Unresolved>>>,
) -> OffsetIter<'t, impl BrokenLinkCallback<'t>> {
    let record = move |link: BrokenLink<'t>| {
        let found = link.reference.split_once(':').filter(|(kind, id)| {
            !id.is_empty() && !id.contains(|c: char| c.is_whitespace() || c == '|') && is_record_kind(kind)
        });
        if let (None, Some(unresolved)) = (found, unresolved) {
            let mut noted = unresolved.borrow_mut();
            if noted.len() < PROBLEMS_PRINTED {
                let reference = link.reference.to_string();
                noted.push(Unresolved { span: link.span.clone(), link_type: link.link_type, reference });
            }
        }
        found.map(|_| (CowStr::from(link.reference.to_string()), CowStr::from("")))
    };
    Parser::new_with_broken_link_callback(text, options(), Some(record)).into_offset_iter()
}

/// A text with marks put in.
pub struct Marked {
    pub copy: String,
    /// Where the marks stand in the copy. Ascending.
    at: Vec<usize>,
}

impl Marked {
    /// The copy to be parsed in place of the text, if any run needs it.
    pub fn new(text: &str) -> Option<Marked> {
        if !may_need_marks(text) || text.contains(MARK) {
            return None;
        }
        let marks = places(text);
        if marks.is_empty() {
            return None;
        }
        let mut copy = String::with_capacity(text.len() + marks.len() * MARK.len_utf8());
        let mut from = 0;
        let mut at = Vec::with_capacity(marks.len());
        for mark in marks {
            copy.push_str(&text[from..mark]);
            at.push(copy.len());
            copy.push(MARK);
            from = mark;
        }
        copy.push_str(&text[from..]);
        Some(Marked { copy, at })
    }

    /// From a range in the copy to the range in the text.
    pub fn back(&self, range: Range<usize>) -> Range<usize> {
        let back = |offset: usize| offset - self.at.partition_point(|&at| at < offset) * MARK.len_utf8();
        back(range.start)..back(range.end)
    }
}

/// Text of an event without marks.
pub fn without_marks(text: &str) -> Cow<'_, str> {
    if text.contains(MARK) { text.replace(MARK, "").into() } else { text.into() }
}

/// A look at the bytes that spares most texts the second parse: whether any run at all, be it in code or in
/// an address, stands between a letter and punctuation beside Hangul. Never says no wrongly.
fn may_need_marks(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(found) = memchr::memchr2(b'*', b'~', &bytes[from..]) {
        let start = from + found;
        let sign = bytes[start];
        let end = start + bytes[start..].iter().take_while(|&&b| b == sign).count();
        from = end;
        // After a backslash the run may be one shorter; the parser will know.
        if start > 0 && bytes[start - 1] == b'\\' || side(text, &(start..end)).is_some() {
            return true;
        }
    }
    false
}

/// Where a mark has to go for this run of delimiters, if it needs one.
fn side(text: &str, run: &Range<usize>) -> Option<usize> {
    if text.as_bytes()[run.start] == b'~' && run.len() < 2 {
        return None; // a single `~` is a span: 5~6화
    }
    let (before, after) = (text[..run.start].chars().next_back()?, text[run.end..].chars().next()?);
    if before.is_whitespace() || after.is_whitespace() || !(is_cjk(before) || is_cjk(after)) {
        return None;
    }
    match (is_punctuation(before), is_punctuation(after)) {
        (true, false) => Some(run.end),
        (false, true) => Some(run.start),
        _ => None,
    }
}

/// Where marks have to go. Ascending. Looks only at runs that the parser took for delimiters, paired or not:
/// code, addresses, escapes and HTML never come up.
fn places(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut verbatim = 0;
    // Inside a link whose label is its address, or is matched by its text: a mark would change where it leads.
    let mut label = 0_usize;
    // Where the last text ended: a backslash before that is text itself and escapes nothing.
    let mut told = 0;
    for (event, at) in events(text, None) {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => verbatim += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock) => verbatim -= 1,
            Event::Start(Tag::Link { link_type, .. } | Tag::Image { link_type, .. }) => {
                use LinkType::{Autolink, Collapsed, CollapsedUnknown, Email, Shortcut, ShortcutUnknown};
                let is_address = matches!(link_type, Autolink | Email);
                let is_matched = matches!(link_type, Shortcut | Collapsed | ShortcutUnknown | CollapsedUnknown);
                label += usize::from(label > 0 || is_address || is_matched);
            }
            Event::End(TagEnd::Link | TagEnd::Image) => label = label.saturating_sub(1),
            Event::Start(tag @ (Tag::Strong | Tag::Emphasis | Tag::Strikethrough)) if label == 0 => {
                let is_one = tag == Tag::Emphasis || !matches!(bytes.get(at.start + 1), Some(b'*' | b'~'));
                let length = if is_one { 1 } else { 2 };
                runs.extend([at.start..at.start + length, at.end - length..at.end]);
            }
            // Where the text differs from what was written, an entity stands there.
            Event::Text(written) if verbatim == 0 && label == 0 && text[at.clone()] == *written => {
                let is_escaped = at.start > told && bytes[at.start - 1] == b'\\';
                let signs = memchr::memchr2_iter(b'*', b'~', written.as_bytes());
                runs.extend(signs.filter(|i| *i > 0 || !is_escaped).map(|i| at.start + i..at.start + i + 1));
                told = at.end;
            }
            _ => {}
        }
    }
    runs.retain(|run| bytes[run.start] != b'_');
    runs.sort_unstable_by_key(|run| run.start);
    runs.dedup_by(|next, run| {
        let is_joined = next.start <= run.end && bytes[run.start] == bytes[next.start];
        if is_joined {
            run.end = run.end.max(next.end);
        }
        is_joined
    });
    let mut marks: Vec<usize> = runs.iter().filter_map(|run| side(text, run)).collect();
    marks.dedup();
    marks
}

fn is_punctuation(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}

fn is_cjk(c: char) -> bool {
    matches!(c as u32,
        0x1100..=0x11ff | 0x2e80..=0x4dbf | 0x4e00..=0x9fff | 0xa960..=0xa97c | 0xac00..=0xd7fb
        | 0xf900..=0xfaff | 0xfe30..=0xfe6b | 0xff01..=0xffee | 0x20000..=0x3fffd)
}
