//! What every page of a language shares: the menu, the foot, the words. Made once, seen by all.

use super::desk::{Around, Desk};
use super::views::Bit;
use crate::base::address::SitePath;
use crate::base::digest::integrity;
use crate::base::id::Kind;
use crate::base::lang::Lang;
use crate::base::view::{View, view_of};
use crate::kinds::episode::Number;
use crate::model::Reader;
use crate::plan::routes::Section;
use crate::plan::{Strings, fonts};
use serde::Serialize;

/// What templates see as `site`.
#[derive(Serialize)]
struct SiteView {
    title: String,
    lang: String,
    /// The base path, for addresses of your own: empty, or `/my-drama`.
    base: String,
    home: String,
    /// There is a page at `home`.
    has_home: bool,
    nav: Vec<Entry>,
    footer: Vec<Entry>,
    css: String,
    /// The style sheet with the tokens of site.yaml, which stands behind `css`; nothing where it sets none.
    tokens: Option<String>,
    icon: String,
    /// What a browser may do on a page: nothing that another host has a part in.
    csp: String,
    /// The script that must run before the page is drawn, as the HTML of a `<script>`; `csp` allows just this one.
    early: String,
    /// For the attribute `integrity`, by the same names as `assets`.
    integrity: std::collections::BTreeMap<String, String>,
    /// The web fonts of this language, to be loaded early.
    fonts: Vec<String>,
    /// The Atom feed of this language, if there is one.
    feed: Option<String>,
    /// The page that finds things by name, if there is one.
    search: Option<String>,
    /// The script that keeps visited pages for reading without a connection, if the site has it.
    worker: Option<String>,
    /// How many numbered episodes each season of the drama has: `16`, or `16,12`. Nothing where there are none.
    episodes: Option<String>,
    /// The drama that the page belongs to; empty on a site of one.
    drama: String,
    /// Every feed of this language.
    feeds: Vec<FeedLink>,
    /// What a telephone needs to put the site on its home screen.
    manifest: Option<String>,
    unofficial: bool,
    license: Option<String>,
    contact: Option<String>,
    repository: Option<String>,
    as_of: Option<Bit>,
    /// Every file of the theme by its plain name: `assets["site.css"]`.
    assets: std::collections::BTreeMap<String, String>,
    /// All of `theme:` in site.yaml, your own settings among them.
    theme: View,
    /// Your own fields from `extra:` in site.yaml.
    extra: View,
}

/// A feed, as programs find it.
#[derive(Serialize)]
struct FeedLink {
    /// `application/atom+xml`
    kind: &'static str,
    title: String,
    href: String,
}

/// An entry of a menu.
#[derive(Serialize)]
struct Entry {
    id: &'static str,
    text: String,
    href: String,
}

/// No drama has more seasons; a number beyond is a slip.
const SEASONS: usize = 100;

/// The numbers of episodes by season, as far as they are numbered.
fn seasons(reader: &Reader, drama: &str) -> Option<String> {
    let mut counts: Vec<usize> = Vec::new();
    for id in reader.list(Kind::Episode, &drama.into()) {
        let Some(number) = Number::of(&id.id) else { continue };
        let at = (number.season as usize).clamp(1, SEASONS) - 1;
        counts.resize(counts.len().max(at + 1), 0);
        counts[at] += 1;
    }
    let counts: Vec<String> = counts.iter().map(usize::to_string).collect();
    (!counts.is_empty()).then(|| counts.join(","))
}

/// A policy (CSP 3), for a `<meta>` or a header: the site's own files and the one inline script.
pub(super) fn policy(early: &str) -> String {
    let script = if early.is_empty() { String::new() } else { format!(" '{}'", integrity(early.as_bytes())) };
    format!(
        "default-src 'self'; script-src 'self'{script}; img-src 'self' data:; object-src 'none'; base-uri 'none'; \
         form-action 'self'"
    )
}

/// What all pages of a language see as `t`: the program's own words.
pub fn words(strings: &Strings) -> View {
    view_of(strings.texts())
}

/// What all pages of a language see as `site`, and of one drama where there are several.
pub fn frame(reader: &Reader, around: Around, lang: &Lang, drama: &str) -> View {
    let Around { routes, assets, plan, .. } = around;
    let desk = Desk::new(reader, around, lang);
    let site = reader.site();
    let has = |path: &SitePath| plan.has_file(&path.file());
    let entry = |section: &Section| {
        let path = routes.section(lang, *section, drama);
        has(&path).then(|| Entry {
            id: section.name(),
            text: desk.t(&format!("section_{}", section.name())),
            href: routes.href(&path),
        })
    };
    let asset = |name: &str| {
        assets.named.get(name).map(|path| routes.href(&SitePath::new(path.as_str()))).unwrap_or_default()
    };
    const NAV: &[Section] = &[
        Section::Soundtrack,
        Section::Releases,
        Section::Artists,
        Section::Episodes,
        Section::Cast,
        Section::Timeline,
        Section::News,
    ];
    const FOOTER: &[Section] =
        &[Section::Schedule, Section::Awards, Section::Places, Section::Sources, Section::Help, Section::About];
    const FEEDS: &[(&str, &str, &str)] = &[
        ("feed.xml", "application/atom+xml", "Atom"),
        ("feed.json", "application/feed+json", "JSON Feed"),
        ("rss.xml", "application/rss+xml", "RSS"),
    ];
    let title = site.title.get().map(|title| desk.text(title).text).unwrap_or_default();
    let feed = routes.in_lang(lang, "feed.xml");
    let search = routes.in_lang(lang, "search/");
    let manifest = super::manifest::path(routes, lang);
    let feeds = FEEDS.iter().filter_map(|(name, kind, called)| {
        let path = routes.in_lang(lang, name);
        has(&path).then(|| FeedLink { kind, title: format!("{title} ({called})"), href: routes.href(&path) })
    });
    let view = SiteView {
        title: title.clone(),
        lang: lang.to_string(),
        base: routes.base().path().to_string(),
        home: routes.href(&routes.home(lang)),
        has_home: plan.has(&routes.home(lang)),
        nav: NAV.iter().filter_map(entry).collect(),
        footer: FOOTER.iter().filter_map(entry).collect(),
        css: asset("site.css"),
        tokens: Some(asset("tokens.css")).filter(|href| !href.is_empty()),
        icon: asset("icon.svg"),
        csp: policy(&assets.early),
        early: assets.early.clone(),
        integrity: assets.integrity.clone(),
        fonts: fonts::of(plan, lang).iter().map(|path| routes.href(path)).collect(),
        search: has(&search).then(|| routes.href(&search)),
        feed: has(&feed).then(|| routes.href(&feed)),
        feeds: feeds.collect(),
        manifest: has(&manifest).then(|| routes.href(&manifest)),
        worker: super::offline::worker(routes, plan),
        episodes: seasons(reader, drama),
        drama: drama.to_string(),
        unofficial: site.unofficial.get().copied().unwrap_or(true),
        license: site.text_license.get().map(|license| license.as_str().to_string()),
        contact: site.contact.get().map(|url| url.as_str().to_string()),
        repository: site.repository.get().map(|url| url.as_str().to_string()),
        as_of: site.as_of.get().map(|day| desk.day(*day)),
        assets: assets.named.keys().map(|name| (name.clone(), asset(name))).collect(),
        theme: site.theme.get().map_or_else(View::none, |theme| view_of(&theme.all.0)),
        extra: site.extra.get().map_or_else(View::none, |extra| view_of(&extra.0)),
    };
    view_of(&view)
}
