//! Which elements and attributes of HTML and SVG matter to the check, and how their values are read.

use super::tags::is_space;

/// What an element means for links and for visible text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    /// Interrupts a paragraph.
    Block,
    /// Runs on in a paragraph.
    Inline,
    Anchor,
    Link,
    Meta,
    Base,
    Html,
    H1,
    Title,
    Style,
    /// Holds text in which no tag counts: `script`, `textarea`, `iframe`.
    Raw,
    /// Shows its text as it is, in a paragraph: `code`.
    Verbatim,
    /// Shows its text as it is, or not at all: `pre`, `template`.
    VerbatimBlock,
    /// `svg` and `math`.
    Foreign,
    Break,
    Picture,
    Form,
    Object,
}

impl Element {
    pub fn named(name: &[u8]) -> Element {
        match name {
            b"a" | b"area" => Element::Anchor,
            b"link" => Element::Link,
            b"meta" => Element::Meta,
            b"base" => Element::Base,
            b"html" => Element::Html,
            b"h1" => Element::H1,
            b"title" => Element::Title,
            b"style" => Element::Style,
            b"script" | b"textarea" | b"iframe" | b"xmp" | b"noembed" | b"noframes" => Element::Raw,
            b"code" | b"kbd" | b"samp" => Element::Verbatim,
            b"pre" | b"template" => Element::VerbatimBlock,
            b"svg" | b"math" => Element::Foreign,
            b"br" => Element::Break,
            b"img" => Element::Picture,
            b"form" | b"button" | b"input" => Element::Form,
            b"object" => Element::Object,
            b"abbr" | b"b" | b"bdi" | b"bdo" | b"cite" | b"data" | b"del" | b"dfn" | b"em" | b"font" | b"i"
            | b"ins" | b"label" | b"mark" | b"q" | b"rb" | b"rp" | b"rt" | b"ruby" | b"s" | b"small" | b"span"
            | b"strong" | b"sub" | b"sup" | b"time" | b"tspan" | b"tt" | b"u" | b"var" | b"wbr" => Element::Inline,
            _ => Element::Block,
        }
    }

    pub fn runs_on(self) -> bool {
        use Element::*;
        matches!(self, Inline | Anchor | Break | Picture | Verbatim)
    }
}

/// The attributes that are looked at; each counts once in a tag, as browsers have it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    Href,
    XlinkHref,
    Src,
    Srcset,
    Poster,
    Data,
    Action,
    Background,
    Ping,
    Style,
    Paint,
    Id,
    Name,
    Rel,
    HttpEquiv,
    Content,
    Property,
    Lang,
    Hreflang,
    Verbatim,
}

impl Known {
    pub fn named(name: &[u8]) -> Option<Known> {
        Some(match name {
            b"href" => Known::Href,
            b"xlink:href" => Known::XlinkHref,
            b"src" => Known::Src,
            b"srcset" | b"imagesrcset" => Known::Srcset,
            b"poster" => Known::Poster,
            b"data" => Known::Data,
            b"action" | b"formaction" => Known::Action,
            b"background" => Known::Background,
            b"ping" => Known::Ping,
            b"style" => Known::Style,
            b"fill" | b"stroke" | b"filter" | b"mask" | b"clip-path" | b"marker-start" | b"marker-mid"
            | b"marker-end" | b"cursor" => Known::Paint,
            b"id" => Known::Id,
            b"name" => Known::Name,
            b"rel" => Known::Rel,
            b"http-equiv" => Known::HttpEquiv,
            b"content" => Known::Content,
            b"property" => Known::Property,
            b"lang" => Known::Lang,
            b"hreflang" => Known::Hreflang,
            b"data-verbatim" => Known::Verbatim,
            _ => return None,
        })
    }
}

/// Elements that never have an end tag, of those that may carry `data-verbatim`.
pub(super) fn is_void(lower: &[u8]) -> bool {
    matches!(
        lower,
        b"br"
            | b"img"
            | b"hr"
            | b"input"
            | b"wbr"
            | b"link"
            | b"meta"
            | b"base"
            | b"source"
            | b"track"
            | b"area"
            | b"col"
            | b"embed"
    )
}

pub(super) fn has_word(list: &[u8], word: &[u8]) -> bool {
    list.split(|b| is_space(*b)).any(|part| part.eq_ignore_ascii_case(word))
}

/// Does a browser fetch, or call, what a `<link>` of these relations points at? Only a list made of words
/// that are known to be mere statements is taken as one.
pub(super) fn loads_by_rel(rel: &[u8]) -> bool {
    const STATEMENTS: &[&[u8]] = &[
        b"canonical",
        b"alternate",
        b"license",
        b"author",
        b"me",
        b"next",
        b"prev",
        b"help",
        b"search",
        b"bookmark",
        b"tag",
        b"self",
        b"edit",
        b"shortlink",
        b"describedby",
        b"up",
        b"first",
        b"last",
        b"contents",
        b"index",
        b"start",
        b"glossary",
        b"copyright",
        b"privacy-policy",
        b"terms-of-service",
    ];
    let mut words = rel.split(|b| is_space(*b)).filter(|word| !word.is_empty());
    words.any(|word| !STATEMENTS.iter().any(|known| known.eq_ignore_ascii_case(word)))
}

/// The addresses of a `srcset` (WHATWG HTML §4.8.4.2.2): they may hold commas, descriptors follow a space.
pub(super) fn candidates(list: &str, mut each: impl FnMut(&str)) {
    let is_gap = |c: char| c.is_ascii_whitespace() || c == ',';
    let mut rest = list.trim_start_matches(is_gap);
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (address, after) = rest.split_at(end);
        let bare = address.trim_end_matches(',');
        each(bare);
        rest = after;
        if bare.len() == address.len() {
            let mut depth = 0u32;
            let over = rest.find(|c| {
                match c {
                    '(' => depth += 1,
                    ')' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                c == ',' && depth == 0
            });
            rest = &rest[over.unwrap_or(rest.len())..];
        }
        rest = rest.trim_start_matches(is_gap);
    }
}

/// Where `0; url=/x/` leads; nothing when a page only reloads itself (WHATWG HTML §4.2.5.3).
pub(super) fn refresh_target(content: &str) -> Option<&str> {
    let content = content.trim_start();
    let rest = content.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    if rest.len() == content.len() {
        return None;
    }
    let rest = rest.trim_start().trim_start_matches([';', ',']).trim();
    let named = rest.get(..3).filter(|word| word.eq_ignore_ascii_case("url"));
    let rest = named.and_then(|_| rest[3..].trim_start().strip_prefix('=')).map_or(rest, str::trim_start);
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let rest = quote.map_or(rest, |quote| rest[1..].split(quote).next().unwrap_or(""));
    (!rest.is_empty()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_srcset_is_read_as_a_browser_does() {
        let found = |list| {
            let mut found = Vec::new();
            candidates(list, |address| found.push(address.to_string()));
            found.join(" | ")
        };
        assert_eq!(found("a 1x, b 2x"), "a | b");
        assert_eq!(found("a,b 1x,c (1,2) 2x,,d"), "a,b | c | d");
        assert_eq!(found(" , a, \n b,"), "a | b");
        assert_eq!(found("data:image/png;base64,AA== 1x"), "data:image/png;base64,AA==");
        assert_eq!(found(" ,, "), "");
    }

    #[test]
    fn a_redirect_names_its_target() {
        for (content, target) in [
            ("0; url=/x/", Some("/x/")),
            ("0;URL = '/x y/' z", Some("/x y/")),
            (" 5 , /x/ ", Some("/x/")),
            ("0;url", Some("url")),
            ("5", None),
            ("0; url=", None),
            ("0; url=\"", None),
            ("url=/x/", None),
            ("", None),
            ("0;한", Some("한")),
        ] {
            assert_eq!(refresh_target(content), target, "{content}");
        }
    }

    #[test]
    fn only_statements_are_not_fetched() {
        for rel in ["canonical", "Alternate", "license me", "author", ""] {
            assert!(!loads_by_rel(rel.as_bytes()), "{rel}");
        }
        for rel in ["stylesheet", "alternate stylesheet", "icon", "preload", "dns-prefetch", "manifest", "novel"] {
            assert!(loads_by_rel(rel.as_bytes()), "{rel}");
        }
    }
}
