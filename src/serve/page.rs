//! A page on its way to a browser: what it shows, and the script that keeps it up to date, which no built file has.

use super::address::SCRIPT;
use super::policy;
use super::told::Problems;
use crate::base::digest::Digest;
use crate::parse::escape::escape;
use crate::proof::{Next, Tags, Token, decode};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// The attributes of a `<link>` to a style sheet, in a form that the script can make one of.
pub type Style = BTreeMap<String, String>;

/// What stands in the head of a page that matters here.
pub struct Head {
    /// Behind `<head>`; the end of the page where there is none.
    at: usize,
    /// The policies that the page has, as values of attributes.
    policies: Vec<Range<usize>>,
    /// The tags that load style sheets.
    styles: Vec<(Range<usize>, Style)>,
}

/// What a browser was given for an address: two that are equal look the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shows {
    pub what: What,
    page: Digest,
    /// Of the page without the tags of its style sheets: these can be changed without loading it anew.
    bare: Digest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Page,
    /// The page for addresses that do not exist.
    Missing,
    /// The list of problems, while there is no site yet.
    Problems,
}

impl Head {
    pub fn of(html: &[u8]) -> Head {
        let mut head = Head { at: html.len(), policies: Vec::new(), styles: Vec::new() };
        let mut tags = Tags::new(html, false);
        while let Some(token) = tags.next() {
            let name = match token {
                Token::Open(name) => name,
                Token::Close(b"head" | b"HEAD") => break,
                Token::Close(_) => {
                    tags.skip_attributes();
                    continue;
                }
                _ => continue,
            };
            let start = tags.offset() - name.len() - 1;
            let name = name.to_ascii_lowercase();
            let Some(attributes) = attributes(html, &mut tags) else { break };
            match name.as_slice() {
                b"head" => head.at = tags.offset(),
                b"body" => break,
                b"meta" => head.policies.extend(policy_of(attributes)),
                b"link" => head.styles.extend(style_of(attributes).map(|style| (start..tags.offset(), style))),
                b"script" | b"style" | b"title" | b"noscript" => drop(tags.raw_text(&name)),
                _ => {}
            }
        }
        head
    }

    /// The style sheets in their order.
    pub fn styles(&self) -> impl Iterator<Item = &Style> {
        self.styles.iter().map(|(_, style)| style)
    }
}

type Attributes = Vec<(String, String, Range<usize>)>;

/// The attributes of a tag with where their values stand; nothing when the file ends in it.
fn attributes(html: &[u8], tags: &mut Tags) -> Option<Attributes> {
    let mut found = Attributes::new();
    loop {
        match tags.attribute() {
            Next::Attribute(attribute) => {
                let name = String::from_utf8_lossy(attribute.name).to_ascii_lowercase();
                // A value in quotation marks is followed by one.
                let written = &html[attribute.at..tags.offset()];
                let is_quoted =
                    [b"\"", b"'"].iter().any(|mark| written.ends_with(&[attribute.value, *mark].concat()));
                let end = tags.offset() - usize::from(is_quoted);
                let value = end - attribute.value.len()..end;
                // Of two the first counts.
                if !found.iter().any(|(known, _, _)| *known == name) {
                    found.push((name, decode(attribute.value).into_owned(), value));
                }
            }
            Next::End { .. } => return Some(found),
            Next::Cut => return None,
        }
    }
}

fn policy_of(attributes: Attributes) -> Option<Range<usize>> {
    let is_policy = |(name, value, _): &(String, String, Range<usize>)| {
        name == "http-equiv" && value.eq_ignore_ascii_case("content-security-policy")
    };
    attributes.iter().any(is_policy).then_some(())?;
    attributes.into_iter().find(|(name, _, _)| name == "content").map(|(_, _, at)| at)
}

fn style_of(attributes: Attributes) -> Option<Style> {
    let style: Style = attributes.into_iter().map(|(name, value, _)| (name, value)).collect();
    let is_style = style.get("rel")?.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("stylesheet"));
    is_style.then_some(style)
}

impl Shows {
    pub fn of(what: What, html: &[u8], head: &Head) -> Shows {
        let mut bare = Vec::with_capacity(html.len());
        let mut at = 0;
        for (tag, _) in &head.styles {
            bare.extend_from_slice(&html[at..tag.start]);
            at = tag.end;
        }
        bare.extend_from_slice(&html[at..]);
        Shows { what, page: Digest::of(html), bare: Digest::of(&bare) }
    }

    /// Of the list of problems.
    pub fn of_problems(problems: &Problems) -> Shows {
        let digest = Digest::of(&serde_json::to_vec(problems).unwrap_or_default());
        Shows { what: What::Problems, page: digest, bare: digest }
    }

    /// What a browser need not be sent twice: of the page as it is served with this script.
    pub fn tag(&self, script: &Digest) -> String {
        format!("\"{}-{}\"", self.page, script.short())
    }

    /// Reads what `Display` writes.
    pub fn read(text: &str) -> Option<Shows> {
        let mut parts = text.split('.');
        let name = parts.next()?;
        let what = [What::Page, What::Missing, What::Problems].into_iter().find(|what| what.name() == name)?;
        let shows = Shows { what, page: Digest::read(parts.next()?)?, bare: Digest::read(parts.next()?)? };
        parts.next().is_none().then_some(shows)
    }

    /// Whether only style sheets are others.
    pub fn differs_in_style(&self, now: &Shows) -> bool {
        self.what == now.what && self.page != now.page && self.bare == now.bare
    }
}

impl What {
    fn name(self) -> &'static str {
        match self {
            What::Page => "page",
            What::Missing => "missing",
            What::Problems => "problems",
        }
    }
}

impl fmt::Display for Shows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.what.name(), self.page, self.bare)
    }
}

/// The page with the script in it, as early as can be. A policy of the page's own is widened by the two addresses
/// that the script needs, where it does not allow them.
pub fn with_script(html: &[u8], head: &Head, shows: &Shows, host: &str) -> Vec<u8> {
    let script = format!("<script src=\"{SCRIPT}\" data-shows=\"{shows}\"></script>");
    let mut changes = vec![(head.at..head.at, script)];
    for at in &head.policies {
        let allowed = policy::allow(&decode(&html[at.clone()]), &format!("http://{host}"));
        changes.extend(allowed.map(|policy| {
            let mut text = String::new();
            escape(&policy, &mut text);
            (at.clone(), text)
        }));
    }
    changes.sort_by_key(|(at, _)| at.start);
    let mut page = Vec::with_capacity(html.len() + 1024);
    let mut from = 0;
    for (at, text) in changes {
        page.extend_from_slice(&html[from..at.start]);
        page.extend_from_slice(text.as_bytes());
        from = at.end;
    }
    page.extend_from_slice(&html[from..]);
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    fn served(html: &str) -> String {
        let head = Head::of(html.as_bytes());
        let shows = Shows::of(What::Page, html.as_bytes(), &head);
        let page = String::from_utf8(with_script(html.as_bytes(), &head, &shows, "127.0.0.1:1")).unwrap();
        page.replace(&shows.to_string(), "…")
    }

    const TAG: &str = "<script src=\"/.linernotes/live.js\" data-shows=\"…\"></script>";

    #[test]
    fn a_page_is_as_built_but_for_one_script() {
        for (html, wanted) in [
            (
                "<!DOCTYPE html><head><title>a</title></head>",
                format!("<!DOCTYPE html><head>{TAG}<title>a</title></head>"),
            ),
            ("<html><HEAD lang=en>\n<body>", format!("<html><HEAD lang=en>{TAG}\n<body>")),
            ("<!-- <head> --><p>a<head2>", format!("<!-- <head> --><p>a<head2>{TAG}")),
            ("", TAG.to_string()),
            ("<head", format!("<head{TAG}")),
            ("<header>a</header>", format!("<header>a</header>{TAG}")),
        ] {
            assert_eq!(served(html), wanted);
        }
    }

    #[test]
    fn a_policy_that_allows_nothing_is_widened_by_what_the_script_needs() {
        let html =
            "<head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src &#x27;none&#x27;\"></head>";
        let wanted = "content=\"default-src &#39;none&#39;; \
                      script-src http://127.0.0.1:1/.linernotes/live.js; connect-src http://127.0.0.1:1/.linernotes/events\"";
        assert!(served(html).contains(wanted), "{}", served(html));
        let own = "<head><meta http-equiv=content-security-policy content='default-src &apos;self&apos;'>";
        assert!(served(own).ends_with("content='default-src &apos;self&apos;'>"));
    }

    #[test]
    fn other_style_sheets_are_told_from_other_pages() {
        let of = |html: &str| Shows::of(What::Page, html.as_bytes(), &Head::of(html.as_bytes()));
        let page = |style: &str, text: &str| {
            format!(
                "<head><!-- c --><title>x</title>\n{style}\n<script>'<link rel=stylesheet>'</script></head><p>{text}"
            )
        };
        let old = of(&page("<link rel=\"stylesheet\" href=/a.css>", "a"));
        let restyled = of(&page("<link href='/b.css' integrity=x rel='Stylesheet'>", "a"));
        let rewritten = of(&page("<link rel=\"stylesheet\" href=/a.css>", "b"));
        assert!(
            old.differs_in_style(&restyled) && !old.differs_in_style(&rewritten) && !old.differs_in_style(&old)
        );
        assert!(
            !of(&page("<link rel=icon href=/a>", "a")).differs_in_style(&of(&page("<link rel=icon href=/b>", "a")))
        );
        assert_eq!(Shows::read(&old.to_string()), Some(old));
        for text in ["", "page", "page.a.b", &format!("{old}.x"), &old.to_string().replace("page", "p")] {
            assert_eq!(Shows::read(text), None, "{text}");
        }
        let html = page("<link rel=stylesheet href='/a&amp;b.css' media=print>", "");
        let head = Head::of(html.as_bytes());
        let styles: Vec<String> = head.styles().map(|style| format!("{style:?}")).collect();
        assert_eq!(styles, [r#"{"href": "/a&b.css", "media": "print", "rel": "stylesheet"}"#]);
    }
}
