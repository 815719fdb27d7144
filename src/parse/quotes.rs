//! Quotations in Markdown: short, and with a source. Only texts that have a line beginning with `>` are parsed a
//! second time.

use super::emphasis;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::place::Place;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;
use std::sync::Arc;

/// How many words of somebody else may be repeated at once.
pub const QUOTE_WORDS: usize = 50;

/// How many words a text has. Han and kana are written without spaces: two of them count as a word.
pub fn word_count(text: &str) -> usize {
    let is_dense =
        |c: &char| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}');
    let dense = text.chars().filter(is_dense).count();
    let spaced = text.split(|c: char| c.is_whitespace() || is_dense(&c));
    spaced.filter(|word| word.chars().any(char::is_alphanumeric)).count() + dense.div_ceil(2)
}

/// One quotation of a text.
#[derive(Debug)]
struct Quotation {
    at: Range<usize>,
    words: usize,
    has_link: bool,
}

/// Complains of quotations in the part `body` of a file's `text` that are too long or come from nowhere. With
/// `has_sources` the head of the file, or the record that the text is about, says where they are from.
pub fn check(file: &Arc<str>, text: &str, body: Range<usize>, has_sources: bool, complaints: &mut Vec<Diagnostic>) {
    let start = body.start;
    let body = text.get(body).unwrap_or_default();
    if !body.lines().any(|line| line.trim_start().starts_with('>')) {
        return;
    }
    for quotation in quotations(body) {
        // The carets stand under the beginning of its first line.
        let line = body[quotation.at.clone()].lines().next().unwrap_or_default().trim_end();
        let line = line.char_indices().nth(60).map_or(line.len(), |(end, _)| end);
        let at = start + quotation.at.start;
        let place = Place::new(file, at..at + line);
        if quotation.words > QUOTE_WORDS {
            complaints.push(
                Diagnostic::new(
                    Code::QuoteLong,
                    format!("this quotation has {} words, and at most {QUOTE_WORDS} are fair", quotation.words),
                )
                .at(place.clone())
                .help("keep the words that matter, and say the rest in your own"),
            );
        }
        if !quotation.has_link && !has_sources {
            complaints.push(
                Diagnostic::new(Code::QuoteLong, "this quotation does not say where it can be read")
                    .at(place)
                    .help("put a link or a footnote in it or in the line before or after it, such as `[the report](source:my-source)`")
                    .help("or name the source in the head of the file: `sources: [my-source]`"),
            );
        }
    }
}

/// Outermost quotations, each with whether a link or a footnote stands in it or in the block beside it.
fn quotations(body: &str) -> Vec<Quotation> {
    let mut found: Vec<Quotation> = Vec::new();
    let (mut depth, mut quote_depth) = (0_usize, None);
    // Whether the block before had a link, and whether the last quotation may still get one from the block behind.
    let (mut block_has_link, mut before_has_link, mut is_behind) = (false, false, false);
    let mut words = String::new();
    for (event, at) in emphasis::events(body, None) {
        match event {
            Event::Start(tag) => {
                if depth == 0 {
                    block_has_link = false;
                }
                depth += 1;
                match tag {
                    Tag::BlockQuote(None) if quote_depth.is_none() => {
                        quote_depth = Some(depth);
                        words.clear();
                        found.push(Quotation { at, words: 0, has_link: before_has_link });
                    }
                    Tag::Link { .. } => block_has_link = true,
                    _ => {}
                }
            }
            Event::End(tag) => {
                if matches!(tag, TagEnd::BlockQuote(_)) && quote_depth == Some(depth) {
                    quote_depth = None;
                    if let Some(quotation) = found.last_mut() {
                        quotation.words = word_count(&words);
                        quotation.has_link |= block_has_link;
                    }
                    is_behind = true;
                    depth -= 1;
                    before_has_link = false;
                    continue;
                }
                depth -= 1;
                if depth == 0 {
                    if is_behind && let Some(quotation) = found.last_mut() {
                        quotation.has_link |= block_has_link;
                    }
                    is_behind = false;
                    before_has_link = block_has_link;
                }
            }
            Event::FootnoteReference(_) => block_has_link = true,
            Event::Text(text) | Event::Code(text) if quote_depth.is_some() => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak if quote_depth.is_some() => words.push(' '),
            _ => {}
        }
        if matches!(quote_depth, Some(at) if depth == at) && !words.ends_with(' ') {
            words.push(' ');
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(body: &str) -> Vec<String> {
        let mut complaints = Vec::new();
        check(&"a.md".into(), body, 0..body.len(), false, &mut complaints);
        complaints.into_iter().map(|complaint| complaint.message).collect()
    }

    #[test]
    fn words_are_counted_in_any_script() {
        assert_eq!(word_count("눈물의 여왕은 드라마다."), 3);
        assert_eq!(word_count("one – two, three"), 3);
        assert_eq!(word_count("涙の女王"), 2);
        assert_eq!(word_count(""), 0);
    }

    #[test]
    fn a_quotation_is_short_and_has_a_source() {
        let long = "word ".repeat(51);
        assert_eq!(
            told(&format!("> {long}[here](source:a)\n")),
            ["this quotation has 52 words, and at most 50 are fair"]
        );
        assert_eq!(told("> Short.\n"), ["this quotation does not say where it can be read"]);
        for fine in [
            "> Short ([here](source:a)).\n",
            "He [said](source:a):\n\n> Short.\n",
            "> Short.\n\n[He](source:a) said so.\n",
            "> Short.[^1]\n\n[^1]: A book.\n",
            "> [!NOTE]\n> Not a quotation at all.\n",
            "No quotation, 3 > 2.\n",
            "- > Short ([here](source:a)).\n",
        ] {
            assert!(told(fine).is_empty(), "{fine}: {:?}", told(fine));
        }
        assert_eq!(told("> One.\n\nPlain.\n\n> Two.\n\n[There](source:a).\n").len(), 1);
        assert_eq!(told("> One\n>\n> > inside\n").len(), 1);
    }
}
