//! Looks at all finished files together: does every address lead somewhere, and nowhere it should not?

use super::address::{self, Ground, Standing, Target};
use super::near;
use super::problem::{Problem, Why};
use super::seen::{Attr, FileKind, Seen};
use super::verdict::{Verdict, Wrong, find_wrong};
use crate::base::address::Base;
use crate::base::diagnostic::Code;
use crate::base::limits;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

/// Checks every page. `others` are the paths of written files that were not scanned. Sorted by page and
/// line, each thing once.
pub fn check(base: &Base, pages: &[(&str, &Seen)], others: &[&str]) -> Vec<Problem> {
    Site::new(base, pages, others).check(pages)
}

/// The finished files of a site, ready to be asked. Made anew when one of them changes.
pub struct Site<'a> {
    ground: Ground<'a>,
    base_path: &'a str,
    /// By address below the base path, NFC: `songs/promise/`. Nothing for a file that was not scanned.
    files: HashMap<Cow<'a, str>, Option<&'a Seen>>,
}

/// What can be asked of a page before the others are finished: whether a link leads to one that there will be.
pub struct Planned<'a, H> {
    ground: Ground<'a>,
    has: H,
}

impl<'a, H: Fn(&str) -> bool> Planned<'a, H> {
    /// `has` tells whether something will stand at a path below the base path: `songs/promise/`.
    pub fn new(base: &'a Base, has: H) -> Planned<'a, H> {
        Planned { ground: Ground::new(base), has }
    }

    /// The same without the links that surely lead somewhere, so that they need not be kept until the end. Those to a place
    /// on another page stay, and all of a page that moves what its addresses count from.
    pub fn settle(&self, seen: Seen) -> Seen {
        if seen.base().is_some() {
            return seen;
        }
        seen.without(|address| match address.strip_prefix('#') {
            Some(own) => seen.has_anchor(own),
            None => self.ground.plain(address).is_some_and(|(path, place)| place.is_empty() && (self.has)(path)),
        })
    }
}

impl<'a> Site<'a> {
    pub fn new(base: &'a Base, pages: &[(&'a str, &'a Seen)], others: &[&'a str]) -> Site<'a> {
        let scanned = pages.iter().map(|(path, seen)| (*path, Some(*seen)));
        // Scanned files come last: a path that stands in both lists keeps its `Seen`.
        let all = others.iter().map(|path| (*path, None)).chain(scanned);
        let files = all.map(|(path, seen)| (address::normal(without_index(path)), seen)).collect();
        Site { ground: Ground::new(base), base_path: base.path(), files }
    }

    /// Checks some of the pages, or all, against all.
    pub fn check(&self, pages: &[(&str, &Seen)]) -> Vec<Problem> {
        let pages = pages.par_iter().with_min_len(64);
        let mut problems: Vec<Problem> = pages.flat_map_iter(|(path, seen)| self.check_page(path, seen)).collect();
        problems.sort_by(|a, b| a.order().cmp(&b.order()));
        problems.dedup();
        self.suggest(&mut problems);
        problems
    }

    fn check_page(&self, page: &str, seen: &Seen) -> Vec<Problem> {
        let is_lost_page = page == "404.html" || page.ends_with("/404.html");
        let mut standing: Option<Standing<'_>> = None;
        let mut problems = Vec::new();
        for link in seen.links() {
            let address = link.address;
            if seen.base().is_none() && self.is_plainly_there(address, seen) {
                continue;
            }
            let standing = standing.get_or_insert_with(|| self.stand(page, seen));
            let verdict = match link.attr {
                Attr::Base => self.judge(&self.ground.standing(page), address),
                _ if is_lost_page && seen.base().is_none() && address::depends_on_page(address) => {
                    Verdict::Wrong(Box::new(Wrong::new(Code::DeadLink, Why::FromLostPage)))
                }
                _ => self.judge(standing, address),
            };
            if let Some(found) = find_wrong(verdict, &link) {
                problems.push(Problem {
                    code: found.code,
                    page: page.to_string(),
                    line: link.line,
                    attr: Some(link.attr),
                    address: address.to_string(),
                    why: found.why,
                    path: found.path,
                    fragment: found.fragment,
                    near: found.near,
                });
            }
        }
        problems.extend(seen.raw_markup().iter().map(|raw| Problem {
            code: Code::RawMarkup,
            page: page.to_string(),
            line: raw.line,
            attr: None,
            address: raw.excerpt.to_string(),
            why: Why::Markup,
            path: None,
            fragment: None,
            near: None,
        }));
        problems
    }

    /// The short way for nearly every link of nearly every page: one look at the files, no copy.
    fn is_plainly_there(&self, address: &str, page: &Seen) -> bool {
        if let Some(fragment) = address.strip_prefix('#') {
            return page.has_anchor(fragment);
        }
        let Some((path, fragment)) = self.ground.plain(address) else { return false };
        let Some(file) = self.files.get(path) else { return false };
        fragment.is_empty() || file.is_some_and(|seen| seen.has_anchor(fragment))
    }

    /// Where the relative addresses of a page start from.
    fn stand<'s>(&'s self, page: &str, seen: &Seen) -> Standing<'s> {
        let own = self.ground.standing(page);
        seen.base().and_then(|base| self.ground.moved(&own, base)).unwrap_or(own)
    }

    fn judge(&self, standing: &Standing<'_>, address: &str) -> Verdict {
        let found = match self.ground.resolve(standing, address) {
            Target::Host { host } if host.is_empty() => return Verdict::Scheme(String::new()),
            Target::Host { host } => return Verdict::Host(host),
            Target::Scheme { scheme } => return Verdict::Scheme(scheme),
            Target::Inside { path, fragment } => match self.judge_inside(path, fragment) {
                None => return Verdict::Fine,
                Some(found) => found,
            },
            Target::BareBase => Wrong { path: Some(String::new()), ..Wrong::new(Code::DeadLink, Why::NeedsSlash) },
            Target::Beside { path } => {
                let below = &path[1..];
                let base = self.base_path.trim_matches('/');
                let has_case = below.get(..base.len()).is_some_and(|start| start.eq_ignore_ascii_case(base));
                let below = if has_case { below[base.len()..].trim_start_matches('/') } else { below };
                let near = self.find(below).map(|_| below.to_string());
                let why = Why::OutsideBase { base: self.base_path.to_string() };
                Wrong { near, path: Some(path), ..Wrong::new(Code::BaseEscape, why) }
            }
        };
        Verdict::Wrong(Box::new(found))
    }

    fn judge_inside(&self, path: String, fragment: Option<String>) -> Option<Wrong> {
        let Some(file) = self.find(&path) else {
            let has_page = !path.ends_with('/') && self.files.contains_key(format!("{path}/").as_str());
            let why = if has_page { Why::NeedsSlash } else { Why::Missing };
            return Some(Wrong { path: Some(path), fragment, ..Wrong::new(Code::DeadLink, why) });
        };
        let (fragment, seen) = (fragment?, (*file)?);
        let has_place = match seen.kind() {
            FileKind::Page => seen.has_anchor(&fragment),
            // `#svgView(…)` is no place.
            FileKind::Drawing => seen.has_anchor(&fragment) || fragment.contains('('),
            FileKind::Style | FileKind::Feed | FileKind::Data | FileKind::Other => true,
        };
        if has_place {
            return None;
        }
        let near =
            near::nearest(&fragment, seen.anchors().map(|anchor| (near::mask(anchor), anchor))).map(str::to_string);
        let path = Some(without_index(&path).to_string());
        Some(Wrong { path, near, fragment: Some(fragment), ..Wrong::new(Code::DeadLink, Why::NoSuchPlace) })
    }

    fn find(&self, path: &str) -> Option<&Option<&'a Seen>> {
        self.files.get(without_index(path))
    }

    /// By what a page is known here.
    pub(super) fn key_of<'p>(&self, page: &'p str) -> Cow<'p, str> {
        address::normal(without_index(page))
    }

    /// The file that an address on a page leads to, by what it is known here.
    pub(super) fn page_at<'s>(&'s self, page: &str, address: &'s str) -> Option<(Cow<'s, str>, Option<&'a Seen>)> {
        if let Some((path, _)) = self.ground.plain(address)
            && let Some(file) = self.files.get(path)
        {
            return Some((Cow::Borrowed(path), *file));
        }
        match self.ground.resolve(&self.ground.standing(page), address) {
            Target::Inside { path, .. } => {
                let path = without_index(&path).to_string();
                let file = *self.files.get(path.as_str())?;
                Some((Cow::Owned(path), file))
            }
            _ => None,
        }
    }

    /// The page that an address ends with which was meant to count from the root: `about` on a page of the news.
    fn by_its_end<'s>(&'s self, path: &str) -> Option<&'s str> {
        let inner = path.trim_end_matches('/');
        inner.match_indices('/').map(|(slash, _)| &inner[slash + 1..]).find_map(|end| {
            let found = |path: &str| self.files.get_key_value(path).map(|(path, _)| &**path);
            found(&format!("{end}/")).or_else(|| found(end))
        })
    }

    /// Looks for what was meant where nothing is. Only for as many addresses as are printed: each costs a
    /// walk over all paths.
    fn suggest(&self, problems: &mut [Problem]) {
        let is_missing = |problem: &&mut Problem| problem.why == Why::Missing;
        let missing = problems.iter_mut().filter(is_missing).filter_map(|problem| problem.path.clone());
        let mut wanted = BTreeSet::new();
        for path in missing {
            if wanted.len() == limits::PROBLEMS_PRINTED {
                break;
            }
            wanted.insert(path);
        }
        if wanted.is_empty() {
            return;
        }
        let mut paths: Vec<&str> = self.files.keys().map(|path| &**path).collect();
        paths.sort_unstable();
        let by_case: HashMap<String, &str> = paths.iter().rev().map(|path| (path.to_lowercase(), *path)).collect();
        let masked: Vec<(u64, &str)> = paths.iter().map(|path| (near::mask(path), *path)).collect();
        let found: HashMap<String, (Why, Option<&str>)> = wanted
            .into_par_iter()
            .map(|path| {
                let same = by_case.get(path.to_lowercase().as_str()).copied();
                let why = if same.is_some() { Why::OtherCase } else { Why::Missing };
                let near = same
                    .or_else(|| self.by_its_end(&path))
                    .or_else(|| near::nearest(&path, masked.iter().copied()));
                (path, (why, near))
            })
            .collect();
        for problem in problems.iter_mut().filter(is_missing) {
            let path = problem.path.as_deref().unwrap_or("");
            if let Some((why, near)) = found.get(path) {
                problem.why = why.clone();
                problem.near = near.map(str::to_string);
            }
        }
    }
}

/// The address of an output file, below the base path.
fn without_index(file: &str) -> &str {
    match file.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => file,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proof::scan;

    /// A site of `path: text` files; each problem as `path:line code address | why`.
    fn told_of(site: &str, files: &[(&str, &str)]) -> Vec<String> {
        let base = Base::new(site).unwrap();
        let seen: Vec<(&str, Seen)> =
            files.iter().map(|(path, text)| (*path, scan(path, text.as_bytes(), base.origin()))).collect();
        let pages: Vec<(&str, &Seen)> = seen.iter().map(|(path, seen)| (*path, seen)).collect();
        let others = ["a.png", "data/songs.json", "ko/index.html.gz"];
        let say = |p: Problem| {
            let near = p.near.map_or(String::new(), |near| format!(" -> {near}"));
            format!("{}:{} {} {} | {:?}{near}", p.page, p.line, p.code.name(), p.address, p.why)
        };
        check(&base, &pages, &others).into_iter().map(say).collect()
    }

    const ROOT: &str = "https://fan.example";

    fn page(body: &str) -> Vec<String> {
        told_of(
            "https://fan.example/queen/",
            &[
                ("index.html", body),
                ("songs/promise/index.html", "<h1 id=writers>"),
                ("people/김수현/index.html", ""),
                ("art.svg", "<svg><g id=moon></g></svg>"),
            ],
        )
    }

    fn expect(body: &str, expected: &str) {
        let told = page(body).iter().map(|line| line.split_once(' ').unwrap().1.to_string()).collect::<Vec<_>>();
        assert_eq!(told.join("\n"), expected, "{body}");
    }

    #[test]
    fn what_is_there_may_be_linked_to() {
        for body in [
            "<a href='/queen/'>",
            "<a href=''>",
            "<a href='songs/promise/#writers'>",
            "<a href='/queen/songs/promise/index.html?x#writers'>",
            "<a href='https://fan.example/queen/songs/promise/'>",
            "<a href='people/%EA%B9%80%EC%88%98%ED%98%84/'>",
            "<a href='people/\u{1100}\u{1175}\u{11b7}수현/'>",
            "<p id=x><a href='#x'><a href='#top'><a href='#'><a href='#:~:text=x'>",
            "<img src=a.png srcset='a.png 1x, /queen/a.png 2x'><svg><use href='art.svg#moon'/></svg>",
            "<a href='a.png#t=1'><a href='data/songs.json'>",
            "<a href='https://b.example'><a href='mailto:a@b.example'><a href='tel:+82'><a href='webcal://b.example/x'>",
            "<link rel=canonical href='https://b.example/'><link rel='license me' href='https://b.example/'>",
            "<img src='data:image/png;base64,AAAA'><i style='background:url(data:image/svg+xml,x)'>",
            "<meta property=og:image content='https://b.example/x.png'>",
            "<meta http-equiv=refresh content='0; url=songs/promise/'><meta http-equiv=refresh content=5>",
            "<form action='https://b.example/'></form><form action=''></form>",
        ] {
            assert_eq!(page(body), Vec::<String>::new(), "{body}");
        }
    }

    #[test]
    fn dead_links_say_what_was_meant() {
        for (body, expected) in [
            ("<a href='/queen/songs/promisse/'>", "dead-link /queen/songs/promisse/ | Missing -> songs/promise/"),
            ("<a href='/queen/nothing-like-it/'>", "dead-link /queen/nothing-like-it/ | Missing"),
            ("<a href='songs/promise'>", "dead-link songs/promise | NeedsSlash"),
            ("<a href='/queen'>", "dead-link /queen | NeedsSlash"),
            ("<a href='Songs/Promise/'>", "dead-link Songs/Promise/ | OtherCase -> songs/promise/"),
            ("<img src='A.png'>", "dead-link A.png | OtherCase -> a.png"),
            ("<a href='songs/promise/#writer'>", "dead-link songs/promise/#writer | NoSuchPlace -> writers"),
            ("<a href='songs/promise/#Writers'>", "dead-link songs/promise/#Writers | NoSuchPlace -> writers"),
            ("<a href='#x'>", "dead-link #x | NoSuchPlace"),
            ("<svg><use href='art.svg#sun'/></svg>", "dead-link art.svg#sun | NoSuchPlace"),
            ("<img src=''>", "dead-link  | Empty"),
            ("<a href='songs/'>", "dead-link songs/ | Missing"),
            ("<img srcset='moon.png 2x'>", "dead-link moon.png | Missing"),
            ("<meta http-equiv=refresh content='0; url=/queen/x/'>", "dead-link /queen/x/ | Missing"),
            ("<meta property=og:image content='/queen/x.jpeg'>", "dead-link /queen/x.jpeg | Missing"),
            (
                "<link rel=canonical href='https://fan.example/queen/x/'>",
                "dead-link https://fan.example/queen/x/ | Missing",
            ),
            ("<a href='webcal://fan.example/queen/c.ics'>", "dead-link webcal://fan.example/queen/c.ics | Missing"),
        ] {
            expect(body, expected);
        }
    }

    #[test]
    fn the_base_path_is_not_left() {
        let outside = "OutsideBase { base: \"/queen\" }";
        expect("<a href='/songs/promise/'>", &format!("base-escape /songs/promise/ | {outside} -> songs/promise/"));
        expect(
            "<a href='/Queen/songs/promise/'>",
            &format!("base-escape /Queen/songs/promise/ | {outside} -> songs/promise/"),
        );
        expect("<a href='../x/'>", &format!("base-escape ../x/ | {outside}"));
        expect("<a href='https://fan.example/'>", &format!("base-escape https://fan.example/ | {outside} -> "));
    }

    #[test]
    fn nothing_is_fetched_from_another_host() {
        for body in [
            "<script src='https://b.example/x'></script>",
            "<img src='//b.example/x'>",
            "<img srcset='a.png 1x, https://b.example/x 2x'>",
            "<link rel='stylesheet' href='https://b.example/x'>",
            "<link rel='alternate stylesheet' href='https://b.example/x'>",
            "<link rel=preconnect href='https://b.example'>",
            "<iframe src='https://b.example/x'></iframe>",
            "<video poster='https://b.example/x'></video>",
            "<object data='https://b.example/x'></object>",
            "<p style='background:url(https://b.example/x)'>",
            "<style>@import 'https://b.example/x';</style>",
            "<svg><image xlink:href='https://b.example/x'/></svg>",
            "<svg><rect fill='url(https://b.example/x#y)'/></svg>",
            "<a ping='https://b.example/x'>",
            "<meta http-equiv=Refresh content='0;URL=\"https://b.example/x\"'>",
            "<base href='https://b.example/'><img src='a.png'>",
        ] {
            let told = page(body);
            assert!(told.len() == 1 && told[0].contains("third-party"), "{body}: {told:?}");
        }
    }

    #[test]
    fn feeds_and_stylesheets_are_checked_from_where_they_stand() {
        let told = told_of(
            ROOT,
            &[
                ("assets/site.css", "a{b:url(../a.png)}\nc{d:url(a.png);e:url(#f)}"),
                ("sitemap.xml", "<loc>https://fan.example/x/</loc>"),
                (
                    "feed.xml",
                    "<id>https://fan.example/#2024-04-26</id><id>tag:x</id><id>https://fan.example/y</id>",
                ),
                ("index.html", ""),
            ],
        );
        assert_eq!(
            told,
            [
                "assets/site.css:2 dead-link a.png | Missing -> a.png",
                "feed.xml:1 dead-link https://fan.example/y | Missing",
                "sitemap.xml:1 dead-link https://fan.example/x/ | Missing",
            ]
        );
    }

    #[test]
    fn the_page_for_lost_readers_stands_nowhere() {
        let told =
            told_of(ROOT, &[("404.html", "<a href='/'><a href='x/'><a href='#a' id=a>"), ("index.html", "")]);
        assert_eq!(told, ["404.html:1 dead-link x/ | FromLostPage"]);
    }

    #[test]
    fn a_base_element_is_followed() {
        let files =
            [("index.html", "<base href='/x/'><a href='y/'><a href='#here' id=here>"), ("x/y/index.html", "")];
        let told = told_of(ROOT, &files);
        assert_eq!(
            told,
            ["index.html:1 dead-link #here | Missing", "index.html:1 dead-link /x/ | Missing"],
            "as in a browser, a bare fragment counts from the base too"
        );
    }

    #[test]
    fn problems_come_sorted_and_once() {
        let page = "<a href='/x/'>\n<a href='/y/'><a href='/x/'>\n<p>**a**";
        let told = told_of(ROOT, &[("b/index.html", page), ("a/index.html", "<a href='/x/'><a href='/x/'>")]);
        assert_eq!(
            told,
            [
                "a/index.html:1 dead-link /x/ | Missing",
                "b/index.html:1 dead-link /x/ | Missing",
                "b/index.html:2 dead-link /x/ | Missing",
                "b/index.html:2 dead-link /y/ | Missing",
                "b/index.html:3 raw-markup **a** | Markup",
            ]
        );
    }

    #[test]
    fn some_pages_can_be_checked_alone() {
        let base = Base::new(ROOT).unwrap();
        let (a, b) =
            (scan("a/index.html", b"<a href='/b/#x'>", ROOT), scan("b/index.html", b"<a href='/c/'>", ROOT));
        let site = Site::new(&base, &[("a/index.html", &a), ("b/index.html", &b)], &[]);
        let told = site.check(&[("a/index.html", &a)]);
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].path.as_deref(), told[0].fragment.as_deref()), (Some("b/"), Some("x")));
    }
}
