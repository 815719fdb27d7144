//! What every page says of itself: one heading of the first level, a title, a description, its language, its
//! address, and the same page in other languages.

use super::check::Site;
use super::problem::{Problem, Why};
use super::seen::{FileKind, Seen};
use crate::base::diagnostic::Code;
use crate::base::digest::Digest;
use rayon::prelude::*;

/// What is wrong with the head of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Head {
    NoHeading,
    Headings(u32),
    NoTitle,
    NoDescription,
    NoLang,
    NoCanonical,
    /// Not a whole address.
    CanonicalRelative,
    /// On another host, or where no page is.
    CanonicalOutside,
    /// The list of languages lacks the page's own.
    AlternateSelf,
    /// The list of languages does not say which is for everybody else.
    AlternateDefault,
    AlternateTwice,
    /// That page does not name this one.
    AlternateBack,
    /// That page says it is in this language.
    AlternateLang(String),
    /// Another page of the language has the same.
    SameTitle(String),
    SameDescription(String),
    /// An id stands more often than once.
    RepeatedAnchor,
}

impl Head {
    pub(super) fn code(&self) -> Code {
        match self {
            Head::SameTitle(_) | Head::SameDescription(_) => Code::SameTitle,
            Head::RepeatedAnchor => Code::RepeatedAnchor,
            _ => Code::PageHead,
        }
    }

    /// `of` is the address or the text that it is about.
    pub(super) fn message(&self, of: &str) -> String {
        match self {
            Head::NoHeading => "a page has no heading `<h1>`".into(),
            Head::Headings(count) => format!("a page has {count} headings `<h1>`"),
            Head::NoTitle => "a page has no `<title>`".into(),
            Head::NoDescription => "a page has no description for search engines".into(),
            Head::NoLang => "a page does not say which language it is in".into(),
            Head::NoCanonical => "a page does not name its own address".into(),
            Head::CanonicalRelative => {
                format!("a page names its own address as `{of}`, which is not a whole address")
            }
            Head::CanonicalOutside => {
                format!("a page names `{of}` as its own address, and that is no page of the site")
            }
            Head::AlternateSelf => "a page names its translations, and not itself".into(),
            Head::AlternateDefault => {
                "a page names its translations, and none for readers of other languages".into()
            }
            Head::AlternateTwice => format!("a page names two translations for `{of}`"),
            Head::AlternateBack => {
                format!("a page names `{of}` as its translation, which does not name it in turn")
            }
            Head::AlternateLang(lang) => format!("a page names `{of}` as a translation, which is in `{lang}`"),
            Head::SameTitle(_) => format!("two pages are called \"{of}\""),
            Head::SameDescription(_) => format!("two pages describe themselves as \"{of}\""),
            Head::RepeatedAnchor => format!("the id `{of}` stands more than once on a page"),
        }
    }

    pub(super) fn advice(&self) -> String {
        match self {
            Head::NoHeading | Head::Headings(_) => "a page has one `<h1>`: what it is about".into(),
            Head::NoTitle => {
                "write `<title>` into the head: it stands in the browser's tab and in search results".into()
            }
            Head::NoDescription => "write `<meta name=\"description\" content=\"{{ page.description }}\">`".into(),
            Head::NoLang => "write `<html lang=\"{{ page.lang }}\">`".into(),
            Head::NoCanonical | Head::CanonicalRelative | Head::CanonicalOutside => {
                "write `<link rel=\"canonical\" href=\"{{ page.canonical }}\">`".into()
            }
            Head::AlternateSelf
            | Head::AlternateDefault
            | Head::AlternateTwice
            | Head::AlternateBack
            | Head::AlternateLang(_) => {
                "write the links of `page.alternates` and `page.x_default` as the theme's `base.html` does".into()
            }
            Head::SameTitle(other) => {
                format!("the other one is `{other}`; say in each title what tells them apart")
            }
            Head::SameDescription(other) => {
                format!("the other one is `{other}`; give each a description of its own, or it helps nobody")
            }
            Head::RepeatedAnchor => "a link to it leads to the first; give each element an id of its own".into(),
        }
    }
}

impl Site<'_> {
    /// Checks the heads of pages, each alone and all of them together. Drawings and other files are passed over, as
    /// are pages that only send their reader on.
    pub fn check_heads(&self, pages: &[(&str, &Seen)]) -> Vec<Problem> {
        let alone = pages.par_iter().with_min_len(64).filter(|(_, seen)| is_page(seen));
        let mut problems: Vec<Problem> = alone.flat_map_iter(|(page, seen)| self.check_head(page, seen)).collect();
        for (page, seen) in pages.iter().filter(|(_, seen)| seen.kind() == FileKind::Page) {
            problems.extend(seen.repeated_anchors().map(|id| problem(page, id, Head::RepeatedAnchor)));
        }
        same(pages, titled, Head::SameTitle, &mut problems);
        same(pages, Seen::description, Head::SameDescription, &mut problems);
        problems.sort_by(|a, b| a.order().cmp(&b.order()));
        problems
    }

    fn check_head(&self, page: &str, seen: &Seen) -> Vec<Problem> {
        let mut found: Vec<(Head, &str)> = Vec::new();
        let is_said = |text: Option<&str>| text.is_some_and(|text| !text.trim().is_empty());
        match seen.h1_count() {
            0 => found.push((Head::NoHeading, "")),
            1 => {}
            count => found.push((Head::Headings(count), "")),
        }
        if !is_said(seen.title()) {
            found.push((Head::NoTitle, ""));
        }
        if !is_said(seen.description().map(|(text, _)| text)) {
            found.push((Head::NoDescription, ""));
        }
        if !is_said(seen.lang()) {
            found.push((Head::NoLang, ""));
        }
        match seen.canonical() {
            None => found.push((Head::NoCanonical, "")),
            Some(address) if !is_whole(address) => found.push((Head::CanonicalRelative, address)),
            Some(address) if self.page_at(page, address).is_none() => found.push((Head::CanonicalOutside, address)),
            Some(_) => {}
        }
        self.check_alternates(page, seen, &mut found);
        found.into_iter().map(|(head, of)| problem(page, of, head)).collect()
    }

    fn check_alternates<'s>(&self, page: &str, seen: &'s Seen, found: &mut Vec<(Head, &'s str)>) {
        // Without a language of its own, which was told, nothing can be compared.
        let Some(own_lang) = seen.lang().filter(|lang| !lang.is_empty()) else { return };
        if seen.alternates().len() == 0 || seen.is_noindex() {
            return;
        }
        let own = self.key_of(page);
        let (mut has_self, mut has_default, mut langs) = (false, false, Vec::new());
        for alternate in seen.alternates() {
            if langs.iter().any(|lang: &&str| lang.eq_ignore_ascii_case(alternate.lang)) {
                found.push((Head::AlternateTwice, alternate.lang));
            }
            langs.push(alternate.lang);
            // An address that leads nowhere is told as a link.
            let Some((key, other)) = self.page_at(page, alternate.address) else { continue };
            if alternate.lang.eq_ignore_ascii_case("x-default") {
                has_default = true;
                continue;
            }
            let Some(other) = other else { continue };
            if key == own {
                has_self |= alternate.lang.eq_ignore_ascii_case(own_lang);
                continue;
            }
            match other.lang() {
                Some(lang) if !lang.eq_ignore_ascii_case(alternate.lang) => {
                    found.push((Head::AlternateLang(lang.to_string()), alternate.address));
                    continue;
                }
                _ => {}
            }
            let leads_back = other.alternates().any(|back| {
                back.lang.eq_ignore_ascii_case(own_lang)
                    && self.page_at(page, back.address).is_some_and(|(key, _)| key == own)
            });
            if !leads_back {
                found.push((Head::AlternateBack, alternate.address));
            }
        }
        if !has_self {
            found.push((Head::AlternateSelf, ""));
        }
        if !has_default {
            found.push((Head::AlternateDefault, ""));
        }
    }
}

/// Pages that readers stay on, and that are more than a line some service has asked for.
fn is_page(seen: &Seen) -> bool {
    let is_something = seen.h1_count() > 0 || seen.title().is_some() || seen.lang().is_some();
    seen.kind() == FileKind::Page && seen.refresh().is_none() && is_something
}

fn titled(seen: &Seen) -> Option<(&str, Digest)> {
    seen.title().map(|title| (title, Digest::of(title.as_bytes())))
}

fn is_whole(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

/// Tells of pages of one language that say the same of themselves; only of those that search engines show.
fn same<'s>(
    pages: &[(&str, &'s Seen)],
    what: fn(&'s Seen) -> Option<(&'s str, Digest)>,
    head: fn(String) -> Head,
    problems: &mut Vec<Problem>,
) {
    // Small, for there is one for each page: the number of its language, what it says, its own number.
    let mut langs: Vec<&str> = Vec::new();
    let mut said: Vec<(u32, Digest, u32)> = Vec::with_capacity(pages.len());
    for (at, (_, seen)) in pages.iter().enumerate().filter(|(_, (_, seen))| is_page(seen) && !seen.is_noindex()) {
        let Some((_, digest)) = what(seen).filter(|(text, _)| !text.trim().is_empty()) else { continue };
        let lang = seen.lang().unwrap_or("");
        let number = langs.iter().position(|known| *known == lang).unwrap_or_else(|| {
            langs.push(lang);
            langs.len() - 1
        });
        said.push((number as u32, digest, at as u32));
    }
    said.par_sort_unstable();
    for group in said.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
        let [(_, _, first), others @ ..] = group else { continue };
        let first = pages[*first as usize].0;
        problems.extend(others.iter().filter_map(|(_, _, at)| {
            let (page, seen) = pages[*at as usize];
            Some(problem(page, what(seen)?.0, head(first.to_string())))
        }));
    }
}

fn problem(page: &str, of: &str, head: Head) -> Problem {
    Problem {
        code: head.code(),
        page: page.to_string(),
        line: 0,
        attr: None,
        address: of.to_string(),
        why: Why::Head(head),
        path: None,
        fragment: None,
        near: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::address::Base;
    use crate::proof::scan;

    const ADDRESS: &str = "https://fan.example/queen/";

    fn page(path: &str, lang: &str, more: &str) -> String {
        let title = format!("{path} in {lang}");
        format!(
            "<html lang={lang}><title>{title}</title><meta name=description content='About {title}'>\
             <link rel=canonical href='{ADDRESS}{path}'>{more}<h1>{path}</h1>"
        )
    }

    fn alternates(list: &[(&str, &str)]) -> String {
        let link =
            |(lang, path): &(&str, &str)| format!("<link rel=alternate hreflang={lang} href='{ADDRESS}{path}'>");
        list.iter().map(link).collect()
    }

    /// `page: what is wrong (of what)`, one a line.
    fn told(files: &[(&str, String)]) -> Vec<String> {
        let base = Base::new(ADDRESS).unwrap();
        let seen: Vec<(&str, Seen)> =
            files.iter().map(|(path, text)| (*path, scan(path, text.as_bytes(), base.origin()))).collect();
        let pages: Vec<(&str, &Seen)> = seen.iter().map(|(path, seen)| (*path, seen)).collect();
        let say = |problem: Problem| {
            let Why::Head(head) = &problem.why else { panic!("{problem:?}") };
            format!("{}: {head:?} ({})", problem.page, problem.address)
        };
        Site::new(&base, &pages, &[]).check_heads(&pages).into_iter().map(say).collect()
    }

    const BOTH: &[(&str, &str)] = &[("en", ""), ("ko", "ko/"), ("x-default", "")];

    #[test]
    fn a_page_that_says_everything_is_fine() {
        let files = [
            ("index.html", page("", "en", &alternates(BOTH))),
            ("ko/index.html", page("ko/", "ko", &alternates(BOTH))),
            ("art.svg", "<svg><title>x</title></svg>".into()),
            ("google123.html", "google-site-verification: google123.html".into()),
            ("old/index.html", "<title>Moved</title><meta http-equiv=refresh content='0;url=/queen/'>".into()),
        ];
        assert_eq!(told(&files), Vec::<String>::new());
    }

    #[test]
    fn what_a_page_lacks_is_told() {
        let whole = page("", "en", "");
        for (cut, with, expected) in [
            ("<h1></h1>", "", "NoHeading ()"),
            ("<h1></h1>", "<h1>a</h1><h1>b</h1>", "Headings(2) ()"),
            ("<title> in en</title>", "<title> </title>", "NoTitle ()"),
            ("<meta name=description content='About  in en'>", "", "NoDescription ()"),
            ("lang=en", "", "NoLang ()"),
            ("<link rel=canonical href='https://fan.example/queen/'>", "", "NoCanonical ()"),
            ("https://fan.example/queen/", "/queen/", "CanonicalRelative (/queen/)"),
            ("https://fan.example/queen/", "https://b.example/", "CanonicalOutside (https://b.example/)"),
            (
                "https://fan.example/queen/",
                "https://fan.example/queen/x/",
                "CanonicalOutside (https://fan.example/queen/x/)",
            ),
            ("<h1></h1>", "<h1 id=a></h1><p id=a><p id=a>", "RepeatedAnchor (a)"),
        ] {
            assert!(whole.contains(cut), "{cut}");
            assert_eq!(told(&[("index.html", whole.replace(cut, with))]), [format!("index.html: {expected}")]);
        }
    }

    #[test]
    fn translations_name_each_other_and_themselves() {
        let both = |own: &str, ko: &str| {
            told(&[("index.html", page("", "en", own)), ("ko/index.html", page("ko/", "ko", ko))])
        };
        let all = alternates(BOTH);
        let ko = "https://fan.example/queen/ko/";
        assert_eq!(both(&all, ""), [format!("index.html: AlternateBack ({ko})")]);
        let no_default = alternates(&BOTH[..2]);
        assert_eq!(both(&no_default, &all), ["index.html: AlternateDefault ()"]);
        let no_self = alternates(&BOTH[1..]);
        assert_eq!(both(&no_self, &all), ["index.html: AlternateSelf ()"]);
        assert_eq!(
            both(&all, &alternates(&[("ko", "ko/"), ("x-default", "")])),
            [format!("index.html: AlternateBack ({ko})")]
        );
        let twice = format!("{all}{}", alternates(&BOTH[1..2]));
        assert_eq!(both(&twice, &all), ["index.html: AlternateTwice (ko)"]);
        let wrong = alternates(&[("en", ""), ("ja", "ko/"), ("x-default", "")]);
        let told = both(&wrong, &all);
        assert_eq!(told[0], format!("index.html: AlternateLang(\"ko\") ({ko})"));
        let hidden = format!("<meta name=robots content=noindex>{no_self}");
        assert_eq!(both(&hidden, "").len(), 0, "nobody looks at a page that is left out");
    }

    #[test]
    fn pages_of_one_language_are_told_apart() {
        let two = |lang: &str, more: &str| {
            let a = page("", "en", "");
            let b = page("b/", lang, more).replace(&format!("b/ in {lang}"), " in en");
            told(&[("index.html", a), ("b/index.html", b)])
        };
        assert_eq!(
            two("en", ""),
            [
                "b/index.html: SameDescription(\"index.html\") (About  in en)",
                "b/index.html: SameTitle(\"index.html\") ( in en)"
            ]
            .map(|line| line.replace("( in en)", "(in en)"))
        );
        assert_eq!(two("ko", ""), Vec::<String>::new());
        assert_eq!(two("en", "<meta name=robots content=noindex>"), Vec::<String>::new());
    }
}
