//! `404.html`: shown for every address that there is none of. One file for all languages, in the first one, with
//! a line in each and the way home.

use super::desk::Desk;
use super::views::Bit;
use super::{Ask, Made, Output};
use crate::base::address::SitePath;
use crate::base::view::view_of;
use crate::plan::{Key, Slot};
use serde::Serialize;

pub const OUTPUT: Output =
    Output { name: "not-found", path: "/404.html", about: "the page for addresses that do not exist", slots, make };

fn slots(ask: &Ask) -> Vec<Slot> {
    vec![Slot {
        path: SitePath::new("404.html"),
        lang: Some(ask.reader.languages().first().clone()),
        output: OUTPUT.name,
        key: Key::Only,
        place: None,
    }]
}

/// What `404.html` sees as `lost`.
#[derive(Serialize)]
struct LostView {
    title: String,
    /// One for each language, the first one first.
    lines: Vec<LineView>,
}

#[derive(Serialize)]
struct LineView {
    /// Only when it is not the page's.
    lang: Option<String>,
    text: String,
    home: Bit,
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let lines = desk.reader.languages().iter().map(|lang| {
        let strings = desk.strings_of(lang);
        LineView {
            lang: (lang != desk.lang).then(|| lang.to_string()),
            text: strings.get("not_found").to_string(),
            home: Bit {
                text: strings.get("go_home").to_string(),
                href: desk.href(&desk.routes.home(lang)),
                ..Bit::default()
            },
        }
    });
    let title = desk.t("not_found_title");
    let view = LostView { title: title.clone(), lines: lines.collect() };
    let description = desk.t("not_found");
    let mut page = desk.page(slot, "not-found", "not-found", desk.plain(title), description);
    page.noindex = true;
    // There is one page for all languages.
    page.alternates.clear();
    Made::Page(Desk::finish(desk, "404.html", page, vec![("lost", view_of(&view))]))
}
