//! What every page of a language shares: the menu, the foot, the words. Made once, seen by all.

use super::Assets;
use super::desk::Desk;
use super::views::Bit;
use crate::base::address::SitePath;
use crate::base::lang::Lang;
use crate::base::view::{View, view_of};
use crate::model::Reader;
use crate::plan::routes::Section;
use crate::plan::strings::AllStrings;
use crate::plan::{Plan, Routes};
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
    icon: String,
    /// The Atom feed of this language, if there is one.
    feed: Option<String>,
    unofficial: bool,
    license: Option<String>,
    contact: Option<String>,
    repository: Option<String>,
    as_of: Option<Bit>,
    /// Every file of the theme by its plain name: `assets["site.css"]`.
    assets: std::collections::BTreeMap<String, String>,
    /// Settings from `theme:` in site.yaml.
    theme: View,
    /// Your own fields from `extra:` in site.yaml.
    extra: View,
}

/// An entry of a menu.
#[derive(Serialize)]
struct Entry {
    id: &'static str,
    text: String,
    href: String,
}

/// The shared views of one language, and of one drama where there are several.
pub fn frame(
    reader: &Reader,
    routes: &Routes,
    strings: &AllStrings,
    plan: &Plan,
    assets: &Assets,
    lang: &Lang,
    drama: &str,
) -> Vec<(&'static str, View)> {
    let desk = Desk::new(reader, routes, strings, lang, assets, plan);
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
    let feed = routes.in_lang(lang, "feed.xml");
    let view = SiteView {
        title: site.title.get().map(|title| desk.text(title).text).unwrap_or_default(),
        lang: lang.to_string(),
        base: routes.base().path().to_string(),
        home: routes.href(&routes.home(lang)),
        has_home: plan.has(&routes.home(lang)),
        nav: NAV.iter().filter_map(entry).collect(),
        footer: FOOTER.iter().filter_map(entry).collect(),
        css: asset("site.css"),
        icon: asset("icon.svg"),
        feed: has(&feed).then(|| routes.href(&feed)),
        unofficial: site.unofficial.get().copied().unwrap_or(true),
        license: site.text_license.get().map(|license| license.as_str().to_string()),
        contact: site.contact.get().map(|url| url.as_str().to_string()),
        repository: site.repository.get().map(|url| url.as_str().to_string()),
        as_of: site.as_of.get().map(|day| desk.day(*day)),
        assets: assets.named.keys().map(|name| (name.clone(), asset(name))).collect(),
        theme: site.theme.get().map_or_else(View::none, |theme| view_of(&theme.0)),
        extra: site.extra.get().map_or_else(View::none, |extra| view_of(&extra.0)),
    };
    vec![("site", view_of(&view)), ("t", view_of(desk.strings.texts()))]
}
