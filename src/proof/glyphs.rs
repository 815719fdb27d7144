//! Which characters a finished page shows, and which of them in headings: what its fonts must have. Reads the page
//! and its style sheets as they are, so it holds for templates and styles of the author's own too.

use super::attributes::is_void;
use super::references::decode;
use super::tags::{Next, Tags, Token};
use std::collections::BTreeSet;

/// A set of characters. One bit for each of the first 65,536; the few others apart.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Characters {
    low: Vec<u64>,
    high: BTreeSet<char>,
}

impl Characters {
    pub fn add(&mut self, text: &str) {
        for c in text.chars() {
            match u32::from(c) {
                code @ ..0x10000 => {
                    if self.low.is_empty() {
                        self.low = vec![0; 1024];
                    }
                    self.low[code as usize / 64] |= 1 << (code % 64);
                }
                _ => drop(self.high.insert(c)),
            }
        }
    }

    pub fn join(&mut self, other: &Characters) {
        if self.low.is_empty() {
            self.low.clone_from(&other.low);
        } else {
            self.low.iter_mut().zip(&other.low).for_each(|(mine, theirs)| *mine |= theirs);
        }
        self.high.extend(&other.high);
    }

    /// In the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = char> {
        let bits = self.low.iter().enumerate().flat_map(|(at, word)| {
            (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| at as u32 * 64 + bit)
        });
        bits.filter_map(char::from_u32).chain(self.high.iter().copied())
    }
}

/// What one page shows, or many.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Glyphs {
    /// Anywhere, headings and attributes that are shown included.
    pub all: Characters,
    /// In what is set in the font of headings.
    pub headings: Characters,
}

impl Glyphs {
    pub fn join(&mut self, other: &Glyphs) {
        self.all.join(&other.all);
        self.headings.join(&other.headings);
    }
}

/// What is set in the font of headings, as style sheets say: elements with a name, classes, or both.
#[derive(Default, Debug)]
pub struct Headings(Vec<Selector>);

/// The last part of a selector. What stands around an element is not looked at: a font with a few characters too
/// many does no harm.
#[derive(Debug, PartialEq, Eq)]
struct Selector {
    element: String,
    classes: Vec<String>,
    /// The class in `:not(.x)`.
    without: Option<String>,
}

impl Headings {
    /// The selectors of the rules that use `property` (`var(--serif)`) for a font.
    pub fn of<'c>(styles: impl IntoIterator<Item = &'c str>, property: &str) -> Headings {
        let mut found = Headings::default();
        for style in styles {
            let style = without_comments(style);
            let mut head = "";
            let mut from = 0;
            for (at, sign) in style.match_indices(['{', '}', ';']) {
                let part = &style[from..at];
                if sign == "{" {
                    head = part;
                } else if part.contains(property) && !part.trim_start().starts_with("--") {
                    found.add(head);
                }
                from = at + 1;
            }
        }
        found
    }

    fn add(&mut self, list: &str) {
        for selector in split(list, |c| c == ',') {
            let selector = selector.trim();
            let last = split(selector, |c| matches!(c, ' ' | '>' | '+' | '~' | '\n')).pop().unwrap_or_default();
            if let Some(inner) = last.strip_prefix(":is(").or(last.strip_prefix(":where(")) {
                self.add(inner.rsplit_once(')').map_or(inner, |(inner, _)| inner));
                continue;
            }
            // Marks of lists are figures, which every font has.
            let plain = last.split([':', '[', '#']).next().unwrap_or_default();
            if plain.is_empty() || last.contains("::") {
                continue;
            }
            let mut parts = plain.split('.');
            let element = parts.next().unwrap_or_default().to_ascii_lowercase();
            let without = last.split_once(":not(.").and_then(|(_, rest)| rest.split_once(')'));
            let without = without.map(|(class, _)| class.to_string());
            self.0.push(Selector { element, classes: parts.map(String::from).collect(), without });
        }
    }

    fn has(&self, element: &[u8], class: &str) -> bool {
        let has = |name: &str| class.split_ascii_whitespace().any(|has| has == name);
        self.0.iter().any(|selector| {
            (selector.element.is_empty() || selector.element.as_bytes().eq_ignore_ascii_case(element))
                && selector.classes.iter().all(|name| has(name))
                && !selector.without.as_ref().is_some_and(|name| has(name))
        })
    }
}

/// Splits at signs that stand in no brackets.
fn split(text: &str, is_edge: impl Fn(char) -> bool) -> Vec<&str> {
    let (mut depth, mut from, mut parts) = (0usize, 0, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            c if depth == 0 && is_edge(c) => {
                parts.push(&text[from..at]);
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    parts
}

fn without_comments(style: &str) -> String {
    let mut rest = style;
    let mut plain = String::with_capacity(style.len());
    while let Some((before, after)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    plain + rest
}

/// The characters of a finished page.
pub fn glyphs(page: &[u8], headings: &Headings) -> Glyphs {
    let mut glyphs = Glyphs::default();
    let mut tags = Tags::new(page, false);
    // Open elements, and whether what stands in them is set as a heading.
    let mut open: Vec<(&[u8], bool)> = Vec::new();
    while let Some(token) = tags.next() {
        match token {
            Token::Text(range) | Token::Cdata(range) => {
                let text = decode(&page[range]);
                glyphs.all.add(&text);
                if open.last().is_some_and(|(_, is_heading)| *is_heading) {
                    glyphs.headings.add(&text);
                }
            }
            Token::Open(name) => {
                let mut class = String::new();
                let is_empty = loop {
                    match tags.attribute() {
                        Next::Attribute(attribute) => {
                            let value = decode(attribute.value);
                            if is_shown(attribute.name) {
                                glyphs.all.add(&value);
                            }
                            if attribute.name.eq_ignore_ascii_case(b"class") {
                                class = value.into_owned();
                            }
                        }
                        Next::End { is_empty } => break is_empty,
                        Next::Cut => return glyphs,
                    }
                };
                if is_unseen(name) {
                    tags.raw_text(&name.to_ascii_lowercase());
                } else if !is_empty && !is_void(&name.to_ascii_lowercase()) {
                    let is_inside = open.last().is_some_and(|(_, is_heading)| *is_heading);
                    open.push((name, is_inside || headings.has(name, &class)));
                }
            }
            Token::Close(name) => {
                tags.skip_attributes();
                if let Some(at) = open.iter().rposition(|(open, _)| open.eq_ignore_ascii_case(name)) {
                    open.truncate(at);
                }
            }
            Token::Instruction(_) => {}
        }
    }
    glyphs
}

/// Browsers, scripts or style sheets show what it says.
fn is_shown(attribute: &[u8]) -> bool {
    let name = attribute.to_ascii_lowercase();
    name.starts_with(b"data-") || matches!(&*name, b"alt" | b"placeholder" | b"value" | b"label")
}

/// Its text is no text of the page.
fn is_unseen(element: &[u8]) -> bool {
    [&b"script"[..], b"style", b"title"].iter().any(|name| element.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(page: &str, style: &str) -> (String, String) {
        let headings = Headings::of([style], "var(--serif)");
        let glyphs = glyphs(page.as_bytes(), &headings);
        (glyphs.all.iter().collect(), glyphs.headings.iter().collect())
    }

    #[test]
    fn headings_are_what_the_style_sheet_says() {
        let style = ":root{--serif:x;--a:var(--serif)}h1,h2>b{font:1em var(--serif)}/* i{font:var(--serif)} */\
            @media print{.card .title.big:hover{font-family:var(--serif)}}u{color:red;font-family:var(--serif)}\
            h3:not(.plain){font-family:var(--serif)}:is(ol,ul) i{x:y}ul li::marker{font-family:var(--serif)}:is(dt,dd){font-family:var(--serif)}";
        for (page, headings) in [
            ("<h1>a<i>b</i></h1>c", "ab"),
            ("<b>a</b><h1>b<br>c</h1>d", "abc"),
            ("<i>a</i>", ""),
            ("<p class='title'>a</p><p class='x title big'>b</p>", "b"),
            ("<u>a</u><li>b</li><dd>c", "ac"),
            ("<h1>a<script>b</script>&amp;</h1><style>c</style>", "&a"),
            ("<H1>a</H1>b", "a"),
            ("<h3>a</h3><h3 class='x plain'>b</h3><h3 class=plains>c</h3>", "ac"),
        ] {
            assert_eq!(shown(page, style).1, headings, "{page}");
        }
    }

    #[test]
    fn all_characters_are_noted_once() {
        let page = "<title>t</title><p data-a='한' lang=xy>왕&#233; 💜왕<script>s</script><!-- c --><img alt=涙>";
        assert_eq!(shown(page, "").0, " é涙왕한💜");
    }

    #[test]
    fn sets_join() {
        let (mut one, mut other) = (Characters::default(), Characters::default());
        one.add("ac💜");
        other.add("b한");
        let mut empty = Characters::default();
        empty.join(&other);
        assert_eq!(empty, other);
        one.join(&other);
        one.join(&Characters::default());
        assert_eq!(one.iter().collect::<String>(), "abc한💜");
    }
}
