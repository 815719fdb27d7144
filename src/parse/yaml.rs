//! YAML as a tree of nodes that know where they stand. saphyr-parser stays behind this file.
//!
//! Every scalar stays the text that the author wrote: `no`, `21:20`, `007` and `2024-04-26` are what they
//! look like, and what they mean is decided by the field. That is also why typed values are read from these
//! nodes and not through serde: it stops at the first mistake, and has no places.

use super::mend;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::fact::Span;
use crate::base::fix::Fix;
use crate::base::limits;
use crate::base::place::Place;
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// One value as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub at: Span,
    pub is: Yaml,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Yaml {
    Text {
        text: String,
        style: Style,
    },
    /// Nothing written after the key, or an unquoted `~` or `null`.
    Nothing,
    List(Vec<Node>),
    /// In the author's order, each key once.
    Map(Vec<(Key, Node)>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Plain,
    /// Plain, and YAML took the rest of its line for a comment: text may be lost.
    CutByComment,
    Quoted,
    Block,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    pub text: String,
    pub at: Span,
}

impl Node {
    /// The value of a key, if this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.is {
            Yaml::Map(entries) => entries.iter().find(|(k, _)| k.text == key).map(|(_, node)| node),
            _ => None,
        }
    }

    pub fn text(&self) -> Option<&str> {
        match &self.is {
            Yaml::Text { text, .. } => Some(text),
            _ => None,
        }
    }
}

/// Reads the YAML that stands in a stretch of a file. A part that cannot be read is told and left out; the
/// top-level entries around it are still read, so that every mistake of a file is told at once. Nothing when
/// there is no value at all.
pub fn read(file: &Arc<str>, text: &str, span: Range<usize>, complaints: &mut Vec<Diagnostic>) -> Option<Node> {
    let yaml = &text[span.clone()];
    if let Some((at, odd)) = yaml.char_indices().find(|(_, c)| matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}')) {
        let place = Place::new(file, span.start + at..span.start + at + odd.len_utf8());
        let message = "a line is broken here by a character that only some programs know";
        complaints
            .push(Diagnostic::new(Code::YamlSyntax, message).at(place).help("delete it and press Enter instead"));
        return None;
    }
    let before = complaints.len();
    let whole = Builder::new(file, text, span.clone()).run(complaints);
    if complaints[before..].iter().all(|complaint| complaint.code != Code::YamlSyntax) {
        return whole;
    }
    let parts = top_level(yaml);
    if parts.len() < 2 {
        return None;
    }
    // The same again entry by entry: the complaints of the whole come back with those of the others.
    complaints.truncate(before);
    let mut entries: Vec<(Key, Node)> = Vec::new();
    for part in parts {
        let part = span.start + part.start..span.start + part.end;
        if let Some(Node { is: Yaml::Map(more), .. }) = Builder::new(file, text, part).run(complaints) {
            entries.extend(more);
        }
    }
    Some(Node { at: Span { start: span.start as u32, end: span.end as u32 }, is: Yaml::Map(entries) })
}

/// The stretches that begin where a line has a letter in its first column.
fn top_level(yaml: &str) -> Vec<Range<usize>> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in yaml.split_inclusive('\n') {
        if !line.starts_with([' ', '\t', '#', '\n', '\r', '-', '}', ']', '\u{a0}']) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([yaml.len()]).collect();
    starts.into_iter().zip(ends).map(|(start, end)| start..end).collect()
}

enum Open {
    List(u32, usize, Vec<Node>),
    Map(u32, usize, Entries, Option<Key>),
}

/// The entries of a mapping that is being read.
#[derive(Default)]
struct Entries {
    list: Vec<(Key, Node)>,
    /// Place of each key, kept once there are more than a few: a file may hold 100,000 records.
    index: HashMap<String, Span>,
}

impl Entries {
    const FEW: usize = 16;

    fn place_of(&self, key: &str) -> Option<Span> {
        if self.list.len() <= Self::FEW {
            return self.list.iter().find(|(k, _)| k.text == key).map(|(k, _)| k.at);
        }
        self.index.get(key).copied()
    }

    fn push(&mut self, key: Key, node: Node) {
        if self.list.len() == Self::FEW {
            self.index = self.list.iter().map(|(k, _)| (k.text.clone(), k.at)).collect();
        }
        if self.list.len() >= Self::FEW {
            self.index.insert(key.text.clone(), key.at);
        }
        self.list.push((key, node));
    }
}

struct Builder<'a> {
    file: &'a Arc<str>,
    text: &'a str,
    span: Range<usize>,
    /// Byte offset of each character, where some take more than one byte.
    bytes: Option<Vec<u32>>,
    anchors: HashMap<usize, (Node, usize)>,
    /// Bytes that aliases have added so far.
    copied: usize,
}

impl<'a> Builder<'a> {
    fn new(file: &'a Arc<str>, text: &'a str, span: Range<usize>) -> Builder<'a> {
        let yaml = &text[span.clone()];
        let bytes = (!yaml.is_ascii())
            .then(|| yaml.char_indices().map(|(at, _)| at as u32).chain([yaml.len() as u32]).collect());
        Builder { file, text, span, bytes, anchors: HashMap::new(), copied: 0 }
    }

    /// The byte in the whole text of a character of the stretch.
    fn byte(&self, character: usize) -> usize {
        let in_span = match &self.bytes {
            None => character.min(self.span.len()),
            Some(bytes) => bytes[character.min(bytes.len() - 1)] as usize,
        };
        self.span.start + in_span
    }

    fn complain(&self, code: Code, message: impl Into<String>, at: Range<usize>) -> Diagnostic {
        Diagnostic::new(code, message).at(Place::new(self.file, at))
    }

    fn run(mut self, complaints: &mut Vec<Diagnostic>) -> Option<Node> {
        let yaml = &self.text[self.span.clone()];
        let mut open: Vec<Open> = Vec::new();
        let mut top = None;
        let mut documents = 0;
        for event in Parser::new_from_str(yaml) {
            let (event, at) = match event {
                Ok(event) => event,
                Err(error) => {
                    complaints.push(self.explain(&error));
                    return None;
                }
            };
            let (start, end) = (self.byte(at.start.index()), self.byte(at.end.index()));
            let (node, anchor) = match event {
                Event::DocumentStart(_) => {
                    documents += 1;
                    if documents > 1 {
                        let message = "a second document begins here, and only the first would be read";
                        complaints.push(
                            self.complain(Code::YamlSyntax, message, start..end).help("remove the line `---`"),
                        );
                        return top;
                    }
                    continue;
                }
                Event::SequenceStart(anchor, _) => {
                    open.push(Open::List(start as u32, anchor, Vec::new()));
                    if open.len() > limits::YAML_DEPTH {
                        complaints.push(self.too_deep(start));
                        return None;
                    }
                    continue;
                }
                Event::MappingStart(anchor, _) => {
                    if let Some(Open::Map(_, _, _, None)) = open.last() {
                        let message = "a key must be a word, not a list or a mapping";
                        complaints.push(self.complain(Code::YamlSyntax, message, start..end));
                        return None;
                    }
                    open.push(Open::Map(start as u32, anchor, Entries::default(), None));
                    if open.len() > limits::YAML_DEPTH {
                        complaints.push(self.too_deep(start));
                        return None;
                    }
                    continue;
                }
                Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                    Some(Open::List(from, anchor, list)) => (
                        Node { at: Span { start: from, end: self.trimmed(start) as u32 }, is: Yaml::List(list) },
                        anchor,
                    ),
                    Some(Open::Map(from, anchor, entries, _)) => {
                        let end = entries.list.last().map_or(end as u32, |(_, node)| node.at.end);
                        (Node { at: Span { start: from, end }, is: Yaml::Map(entries.list) }, anchor)
                    }
                    None => continue,
                },
                Event::Scalar(text, style, anchor, _) => {
                    (self.scalar(text.into_owned(), style, start, end), anchor)
                }
                Event::Alias(anchor) => {
                    let Some((node, size)) = self.anchors.get(&anchor) else {
                        let message = "a part of the file is used here before it is complete";
                        complaints.push(self.complain(Code::YamlSyntax, message, start..end));
                        return None;
                    };
                    self.copied += size;
                    if self.copied > limits::YAML_ALIAS_FACTOR * self.span.len().max(1) {
                        let message = format!(
                            "with its `*` references written out this file would be more than {} times as long",
                            limits::YAML_ALIAS_FACTOR
                        );
                        complaints.push(self.complain(Code::BadFile, message, start..end));
                        return None;
                    }
                    (Node { at: Span { start: start as u32, end: end as u32 }, ..node.clone() }, 0)
                }
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => continue,
            };
            if anchor > 0 {
                self.anchors.insert(anchor, (node.clone(), size(&node)));
            }
            match open.last_mut() {
                None => top = Some(node),
                Some(Open::List(_, _, list)) => list.push(node),
                Some(Open::Map(_, _, entries, key @ None)) => match node.is {
                    Yaml::Text { text, .. } => {
                        if let Some(first) = entries.place_of(&text) {
                            complaints.push(self.repeated(&text, first, node.at));
                        }
                        *key = Some(Key { text, at: node.at });
                    }
                    Yaml::Nothing => {
                        let text = self.text[node.at.start as usize..node.at.end as usize].trim().to_string();
                        *key = Some(Key { text, at: node.at });
                    }
                    Yaml::List(_) | Yaml::Map(_) => {
                        let message = "a key must be a word, not a list or a mapping";
                        complaints.push(self.complain(Code::YamlSyntax, message, start..end));
                        return None;
                    }
                },
                Some(Open::Map(_, _, entries, key)) => {
                    let key = key.take().unwrap_or(Key { text: String::new(), at: node.at });
                    // Of a repeated key the first stands; the complaint is made.
                    if entries.place_of(&key.text).is_none() {
                        entries.push(key, node);
                    }
                }
            }
        }
        top
    }

    /// The end of a stretch without the blanks and comments that the parser counts in.
    fn trimmed(&self, end: usize) -> usize {
        self.text[..end].trim_end().len().max(self.span.start)
    }

    fn scalar(&self, text: String, style: ScalarStyle, start: usize, end: usize) -> Node {
        let quoted_end = |quote: char| {
            // The parser's end of a quoted scalar runs on over blanks and a comment.
            let inner = &self.text[start..end];
            inner.rfind(quote).map_or(end, |at| start + at + 1)
        };
        let (style, end) = match style {
            ScalarStyle::Plain => {
                let rest = self.text[end..].split(['\n', '\r']).next().unwrap_or("");
                let is_cut = rest.trim_start().starts_with('#') && end > start;
                (if is_cut { Style::CutByComment } else { Style::Plain }, end)
            }
            ScalarStyle::SingleQuoted => (Style::Quoted, quoted_end('\'')),
            ScalarStyle::DoubleQuoted => (Style::Quoted, quoted_end('"')),
            ScalarStyle::Literal | ScalarStyle::Folded => (Style::Block, self.trimmed(end).max(start)),
        };
        let is_plain = matches!(style, Style::Plain | Style::CutByComment);
        let is_nothing = is_plain && matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL");
        // The parser places a missing value on the colon of its key.
        let is_on_colon = text.is_empty() && self.text[start..].starts_with(':');
        let (start, end) = if is_on_colon { (start + 1, start + 1) } else { (start, end) };
        let at = Span { start: start as u32, end: end as u32 };
        Node { at, is: if is_nothing { Yaml::Nothing } else { Yaml::Text { text, style } } }
    }

    fn repeated(&self, key: &str, first: Span, second: Span) -> Diagnostic {
        self.complain(
            Code::RepeatedKey,
            format!("`{key}` stands twice here"),
            second.start as usize..second.end as usize,
        )
        .label("the second time")
        .also(Place::new(self.file, first.start as usize..first.end as usize), "the first time")
        .help("keep one of them; YAML would silently forget the other")
    }

    fn too_deep(&self, at: usize) -> Diagnostic {
        let message = format!("this is nested more than {} levels deep", limits::YAML_DEPTH);
        self.complain(Code::BadFile, message, at..at + 1)
    }

    /// A mending of the whole stretch, if it can be read after that.
    fn if_it_helps(&self, fix: Option<Fix>) -> Option<Fix> {
        let mended = mend::mended(self.text, self.span.clone(), fix.as_ref()?);
        fix.filter(|_| Parser::new_from_str(&mended).all(|event| event.is_ok()))
    }

    /// The parser's complaint in a fan's words.
    fn explain(&self, error: &ScanError) -> Diagnostic {
        let at = self.byte(error.marker().index()).min(self.span.end);
        let line_start = self.text[..at].rfind('\n').map_or(0, |n| n + 1).max(self.span.start);
        let line = self.text[line_start..].lines().next().unwrap_or("");
        let place = at..(at + self.text[at..].chars().next().map_or(0, char::len_utf8));
        let whole_line = line_start + (line.len() - line.trim_start().len())..line_start + line.len();
        let indent = &line[..line.len() - line.trim_start().len()];
        let info = error.info();
        if indent.contains('\t') || info.contains("tab") {
            return self
                .complain(Code::YamlSyntax, "this line is indented with a tab", whole_line)
                .help("use two spaces instead: YAML does not take tabs at the start of a line")
                .fix(self.if_it_helps(mend::tabs(self.file, self.text, self.span.clone())));
        }
        // To YAML it is a letter, so what cannot be read is often the line after.
        let is_here = line.trim_start_matches(' ').starts_with('\u{a0}');
        let fix = self.if_it_helps(mend::no_break_spaces(self.file, self.text, self.span.clone()));
        if let Some(indented) = mend::no_break_indent(&self.text[self.span.start..line_start + line.len()])
            && (is_here || fix.is_some())
        {
            let indented = match is_here {
                true => whole_line,
                false => self.span.start + indented.start..self.span.start + indented.end,
            };
            return self
                .complain(Code::YamlSyntax, "this line is indented with a no-break space", indented)
                .help("delete the blanks before the first word and type spaces")
                .fix(fix);
        }
        if info.contains("mapping values are not allowed") || info.contains("simple key expected") {
            return self
                .complain(
                    Code::YamlSyntax,
                    "a colon and a space after it end a key, and here is one too many",
                    place,
                )
                .help("put the text in quotes: `title: \"Wait: What\"`")
                .fix(mend::colon_in_text(self.file, self.text, at));
        }
        if info.contains("recursion limit") {
            return self.too_deep(at);
        }
        let value = line.split_once(": ").map_or(line, |(_, value)| value).trim();
        if let Some(sign) = value.chars().next().filter(|c| "@`%*&!|>".contains(*c)) {
            return self
                .complain(
                    Code::YamlSyntax,
                    format!("a text that begins with `{sign}` must stand in quotes"),
                    whole_line,
                )
                .help(format!("write \"{value}\""))
                .fix(mend::sign_before_text(self.file, self.text, at));
        }
        let is_in_quotes = info.contains("quoted scalar") && !info.contains("trailing content");
        let is_escape = info.contains("escape") || info.contains("hexadecimal");
        if (is_in_quotes && !is_escape) || info.contains("end of stream") || info.contains("unexpected eof") {
            return self
                .complain(Code::YamlSyntax, "a quotation mark or bracket is opened and never closed", place)
                .help("look for the last `\"`, `'`, `[` or `{` above this place");
        }
        if info.contains("trailing content after double-quoted") {
            return self
                .complain(Code::YamlSyntax, "there is text after the closing quotation mark", place)
                .help("put all of it between the quotes; a `\"` inside is written `\\\"`");
        }
        if info.contains("indent") || info.contains("did not find expected next token") {
            return self
                .complain(Code::YamlSyntax, "this line does not begin under the lines it belongs to", whole_line)
                .help("give it as many spaces at its start as its neighbours have");
        }
        if info.contains("expected ':'") {
            return self
                .complain(Code::YamlSyntax, "a key without a value", whole_line)
                .help("write a colon and a space after the key: `title: Promise`");
        }
        self.complain(Code::YamlSyntax, format!("this cannot be read as YAML: {info}"), place)
            .help("a text with signs such as : # [ ] { } , & * ! | > ' \" % @ ` is safest in quotes")
    }
}

/// About how many bytes a node takes, for the limit on aliases.
fn size(node: &Node) -> usize {
    match &node.is {
        Yaml::Text { text, .. } => text.len() + 16,
        Yaml::Nothing => 16,
        Yaml::List(list) => 16 + list.iter().map(size).sum::<usize>(),
        Yaml::Map(map) => 16 + map.iter().map(|(key, node)| key.text.len() + 16 + size(node)).sum::<usize>(),
    }
}
