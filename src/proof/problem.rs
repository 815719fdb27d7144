//! What is wrong with a link, and how it is said to the author.

use super::head::Head;
use super::seen::Attr;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::place::Place;

/// What is wrong, beyond the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// No page and no file is there.
    Missing,
    /// A page is there, but its address ends in a slash.
    NeedsSlash,
    /// Something is there, `Problem::near`, that differs in small and capital letters.
    OtherCase,
    /// The page is there, `Problem::fragment` is not on it.
    NoSuchPlace,
    /// Something is to be fetched, but the address is empty.
    Empty,
    /// Counted from the page it stands on, and that page is shown at every address that does not exist.
    FromLostPage,
    /// On the site's host, outside the site, which begins at `base`.
    OutsideBase { base: String },
    /// Not `https` and its like. Empty where an address names no host.
    Scheme { scheme: String },
    /// Would be fetched from there without a click.
    OtherHost { host: String },
    /// Not a link: signs of Markdown.
    Markup,
    /// Not a link: what the page says of itself.
    Head(Head),
}

/// One thing wrong with one finished file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub code: Code,
    /// The finished file: `songs/promise/index.html`.
    pub page: String,
    /// In the finished file, from 1.
    pub line: u32,
    /// Where the address stands; nothing for `raw-markup`.
    pub attr: Option<Attr>,
    /// As in the file, entities decoded; for `raw-markup` the text with its signs.
    pub address: String,
    pub why: Why,
    /// Where the address leads, decoded, as the path of a page: `songs/promisse/`. For `base-escape` from
    /// the root of the host, with a slash in front.
    pub path: Option<String>,
    /// The place in the page, decoded.
    pub fragment: Option<String>,
    /// What was probably meant: a path for a path, a fragment for a fragment. Only when near.
    pub near: Option<String>,
}

impl Problem {
    /// By file, then by line.
    pub(super) fn order(&self) -> (&str, u32, &str, Code, Option<Attr>) {
        (&self.page, self.line, &self.address, self.code, self.attr)
    }

    /// Says it to the author: at the place where it was written, where that is known, else by template,
    /// page and line.
    pub fn into_diagnostic(self, written: Option<Place>, template: Option<String>) -> Diagnostic {
        let mut diagnostic = Diagnostic::new(self.code, self.message());
        diagnostic.help.extend(self.advice());
        match written {
            Some(place) => {
                if diagnostic.help.is_empty() {
                    diagnostic.help.extend(self.without_neighbour());
                }
                diagnostic.at(place).label(self.label())
            }
            None => diagnostic.help(self.whereabouts(template)),
        }
    }

    fn message(&self) -> String {
        let Problem { address, .. } = self;
        let path = format!("/{}", self.path.as_deref().unwrap_or(""));
        let near = format!("/{}", self.near.as_deref().unwrap_or(""));
        let fragment = self.fragment.as_deref().unwrap_or("");
        match &self.why {
            Why::Missing => format!("no page and no file is at `{path}`"),
            Why::NeedsSlash => format!("the address `{address}` lacks the slash at its end"),
            Why::OtherCase => format!("`{path}` and `{near}` differ in capital letters"),
            Why::NoSuchPlace => format!("the page `{path}` has no place called `#{fragment}`"),
            Why::Empty => "an address is empty where something is to be loaded".into(),
            Why::FromLostPage => format!("the address `{address}` leads elsewhere each time this page is shown"),
            Why::OutsideBase { base } => format!("`{address}` leads out of the site, which begins at `{base}/`"),
            Why::Scheme { scheme } if scheme.is_empty() => format!("the address `{address}` names no host"),
            Why::Scheme { .. } => format!("the address `{address}` is of a kind that the site does not allow"),
            Why::OtherHost { host } => format!("the page would load something from `{host}` without a click"),
            Why::Head(head) => head.message(address),
            Why::Markup => format!("`{address}` shows its Markdown signs to the reader"),
        }
    }

    fn label(&self) -> &'static str {
        match self.why {
            Why::Missing | Why::OtherCase | Why::Empty => "this leads nowhere",
            Why::NeedsSlash => "a slash belongs at the end",
            Why::NoSuchPlace => "the page is there, this place on it is not",
            Why::FromLostPage => "this counts from the page it is on",
            Why::OutsideBase { .. } => "this is not a part of the site",
            Why::Scheme { .. } => "this cannot be linked to",
            Why::OtherHost { .. } => "this would be loaded from elsewhere",
            Why::Markup => "these signs stay visible",
            Why::Head(_) => "",
        }
    }

    fn advice(&self) -> Option<String> {
        let near = self.near.as_deref();
        Some(match &self.why {
            Why::Missing => format!("did you mean `/{}`?", near?),
            Why::NeedsSlash => {
                format!("the page is at `/{}/`; without the slash some hosts do not find it", self.path.as_deref()?)
                    .replace("//", "/")
            }
            Why::OtherCase => format!("write `/{}`: on the web the two are different addresses", near?),
            Why::NoSuchPlace => format!("did you mean `#{}`?", near?),
            Why::Empty => "give the address, or take the whole element away".into(),
            Why::FromLostPage => {
                "this page is shown for every address that does not exist; begin the address with `/`".into()
            }
            Why::OutsideBase { base } => match near {
                Some(near) => format!("did you mean `{base}/{near}`?"),
                None => format!("addresses within the site begin with `{base}/`"),
            },
            Why::Scheme { scheme } if scheme.is_empty() => "write it in full: `https://example.org/`".into(),
            Why::Scheme { .. } => {
                "a link may begin with `https:`, `http:`, `mailto:`, `tel:` or `webcal:`, or be a path of the site"
                    .into()
            }
            Why::OtherHost { .. } => {
                "put a copy into the site and use that, or make it a link that the reader clicks".into()
            }
            Why::Head(head) => head.advice(),
            Why::Markup => "put a space between the signs and the letters outside them, or write `<strong>`; \
                 where the signs are meant, mark the element with `data-verbatim`"
                .into(),
        })
    }

    /// What to do about a link of the author's own where nothing is near.
    fn without_neighbour(&self) -> Option<String> {
        let path = self.path.as_deref().unwrap_or("");
        match self.why {
            Why::Missing => {}
            Why::NoSuchPlace => {
                return Some(
                    "a place is called after its heading, in small letters with hyphens: `#what-is-in-it`".into(),
                );
            }
            _ => return None,
        }
        let end = path.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
        if matches!(end.as_str(), "jpg" | "jpeg" | "png" | "webp" | "avif" | "gif" | "svg") {
            let file = path.split_once("images/").map_or(path, |(_, file)| file);
            return Some(format!(
                "put the picture at `content/images/{file}`, or see that it is spelt as it is there"
            ));
        }
        if end == "md" {
            return Some(match record_of_file(path) {
                Some(record) => format!("link to the page, not to its file: `[…]({record})`"),
                None => "link to the page, not to its file: `[…](page:its-id)`, `[…](news:its-id)`".into(),
            });
        }
        Some("a record is named safest by its id, `[…](song:its-id)`; an address of the site begins with `/` and a page's ends with it".into())
    }

    /// Which finished file has it, and who made that.
    fn whereabouts(&self, template: Option<String>) -> String {
        let attr = match self.attr {
            Some(attr) => format!(" (`{}`: `{}`)", attr.name(), shorten(&self.address)),
            None => String::new(),
        };
        let template = template.map_or(String::new(), |name| format!(", made by the template `{name}`"));
        match self.line {
            0 => format!("it is the finished file `{}`{template}", self.page),
            line => format!("it stands in line {line} of the finished file `{}`{attr}{template}", self.page),
        }
    }
}

/// How the record is linked to that a Markdown file is of: `page:about` for `pages/about.en.md`.
fn record_of_file(path: &str) -> Option<String> {
    let mut parts = path.rsplit('/');
    let (file, folder) = (parts.next()?, parts.next()?);
    let id = file.split('.').next()?;
    match (folder, parts.next()) {
        ("pages", _) => Some(format!("page:{id}")),
        ("news", _) => {
            Some(format!("news:{}", id.get(11..).filter(|_| id.as_bytes()[0].is_ascii_digit()).unwrap_or(id)))
        }
        (kind, Some("about")) => Some(format!("{kind}:{id}")),
        _ => None,
    }
}

/// An address short enough for a message.
fn shorten(address: &str) -> String {
    let mut short: String = address.chars().take(100).collect();
    if short.len() < address.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(code: Code, address: &str, why: Why) -> Problem {
        Problem {
            code,
            page: "songs/promise/index.html".into(),
            line: 12,
            attr: Some(Attr::Href),
            address: address.into(),
            why,
            path: None,
            fragment: None,
            near: None,
        }
    }

    #[test]
    fn a_link_with_a_place_is_told_there() {
        let place = Place::new(&"content/news/a.md".into(), 10..20);
        let told = Problem {
            path: Some("songs/promisse/".into()),
            near: Some("songs/promise/".into()),
            ..problem(Code::DeadLink, "/queen/songs/promisse/", Why::Missing)
        }
        .into_diagnostic(Some(place.clone()), Some("song.html".into()));
        assert_eq!(told.message, "no page and no file is at `/songs/promisse/`");
        assert_eq!(told.help, ["did you mean `/songs/promise/`?"]);
        assert_eq!((told.place, told.label.as_str()), (Some(place), "this leads nowhere"));
    }

    #[test]
    fn a_link_without_a_neighbour_says_what_to_do() {
        for (path, why, help) in [
            ("images/pages/card.jpg", Why::Missing, "put the picture at `content/images/pages/card.jpg`"),
            ("ko/news/pages/about.en.md", Why::Missing, "`[…](page:about)`"),
            ("news/2024-04-26-pre-sale.en.md", Why::Missing, "`[…](news:pre-sale)`"),
            ("about/song/promise.md", Why::Missing, "`[…](song:promise)`"),
            ("nothing-like-it/", Why::Missing, "`[…](song:its-id)`"),
            ("songs/", Why::NoSuchPlace, "called after its heading"),
        ] {
            let place = Place::new(&"content/news/a.md".into(), 10..20);
            let problem = Problem { path: Some(path.into()), ..problem(Code::DeadLink, path, why) };
            let told = problem.into_diagnostic(Some(place), None);
            assert!(told.help.len() == 1 && told.help[0].contains(help), "{path}: {:?}", told.help);
        }
    }

    #[test]
    fn a_link_of_a_template_names_template_page_and_line() {
        let why = Why::OtherHost { host: "fonts.example".into() };
        let told = problem(Code::ThirdParty, "https://fonts.example/a.css", why)
            .into_diagnostic(None, Some("base.html".into()));
        assert_eq!(told.message, "the page would load something from `fonts.example` without a click");
        assert_eq!(
            told.help,
            [
                "put a copy into the site and use that, or make it a link that the reader clicks",
                "it stands in line 12 of the finished file `songs/promise/index.html` \
                 (`href`: `https://fonts.example/a.css`), made by the template `base.html`",
            ]
        );
    }

    #[test]
    fn every_reason_is_said_in_plain_words() {
        let text = || "x".to_string();
        for why in [
            Why::Missing,
            Why::NeedsSlash,
            Why::OtherCase,
            Why::NoSuchPlace,
            Why::Empty,
            Why::FromLostPage,
            Why::OutsideBase { base: text() },
            Why::Scheme { scheme: text() },
            Why::Scheme { scheme: String::new() },
            Why::OtherHost { host: text() },
            Why::Markup,
        ] {
            let full = Problem {
                path: Some(text()),
                fragment: Some(text()),
                near: Some(text()),
                ..problem(Code::DeadLink, "x", why.clone())
            };
            let told = full.into_diagnostic(None, None);
            let all = format!("{} {}", told.message, told.help.join(" "));
            assert!(!["invalid", "illegal", "``", "//x"].iter().any(|word| all.contains(word)), "{all}");
            assert!(!told.message.ends_with('.') && told.help.len() == 2, "{all}");
        }
    }
}
