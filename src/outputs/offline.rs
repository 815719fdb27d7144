//! Reading without a connection: `sw.js`, which keeps the pages that a reader visits, and the page that is shown for
//! those that were not visited. A site that switches this off serves a `sw.js` that takes itself and what it kept away,
//! since readers' browsers would go on with the old one for as long as they found no other.

use super::desk::Desk;
use super::{Ask, Assets, Made, Output};
use crate::base::address::SitePath;
use crate::base::digest::Digest;
use crate::base::lang::Lang;
use crate::base::view::view_of;
use crate::plan::{Key, Plan, Routes, Slot};
use serde::Serialize;
use std::collections::BTreeMap;

pub const OUTPUT: Output = Output {
    name: "offline",
    path: "/sw.js, /offline/",
    about: "pages that were visited open without a connection",
    slots,
    make,
};

/// Takes its place when it is off.
pub const END: Output = Output {
    name: "offline-end",
    path: "/sw.js",
    about: "takes away what `offline` left in readers' browsers, once that is off",
    slots: end_slots,
    make: make_end,
};

/// The name never changes: browsers ask for it again to see whether there is a newer one.
const FILE: &str = "sw.js";
const PAGE: &str = "offline/";

fn script(output: &'static str) -> Slot {
    Slot { path: SitePath::new(FILE), lang: None, output, key: Key::Only, place: None }
}

fn slots(ask: &Ask) -> Vec<Slot> {
    let mut slots = ask.each_lang(|lang| Slot {
        path: ask.routes.in_lang(lang, PAGE),
        lang: Some(lang.clone()),
        output: OUTPUT.name,
        key: Key::Only,
        place: None,
    });
    slots.push(script(OUTPUT.name));
    slots
}

fn end_slots(ask: &Ask) -> Vec<Slot> {
    match ask.so_far.iter().any(|slot| slot.output == OUTPUT.name) {
        true => Vec::new(),
        false => vec![script(END.name)],
    }
}

/// The address of the script, for pages to register. Nothing when there is only the one that takes itself away.
pub fn worker(routes: &Routes, plan: &Plan) -> Option<String> {
    let path = SitePath::new(FILE);
    plan.find(&path).filter(|slot| slot.output == OUTPUT.name).map(|_| routes.href(&path))
}

/// What `sw.js` knows of the site, as JSON on its first line.
#[derive(Serialize)]
struct Known {
    /// Of what it kept; another one when any file that pages load is another.
    version: String,
    /// `/`, or `/my-drama/`: sites of one host share what a browser keeps.
    base: String,
    /// The pages for want of a connection by what an address of their language begins with.
    pages: BTreeMap<String, String>,
}

/// What `offline.html` sees as `offline`.
#[derive(Serialize)]
struct OfflineView {
    title: String,
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    if slot.lang.is_none() {
        let page = |lang: &Lang| {
            let home = desk.routes.href(&desk.routes.home(lang));
            (home, desk.routes.href(&desk.routes.in_lang(lang, PAGE)))
        };
        let known = Known {
            version: version(desk.assets),
            base: desk.routes.href(&SitePath::new("")),
            pages: desk.reader.languages().iter().map(page).collect(),
        };
        return Made::Bytes(with(&known, &desk.assets.worker));
    }
    let view = OfflineView { title: desk.t("offline_title") };
    let title = desk.plain(view.title.clone());
    let mut page = desk.page(slot, "offline", "", title, desk.t("describe_offline"));
    page.noindex = true;
    Made::Page(Desk::finish(desk, "offline.html", page, vec![("offline", view_of(&view))]))
}

fn make_end(_: &Slot, desk: &Desk) -> Made {
    let known =
        Known { version: String::new(), base: desk.routes.href(&SitePath::new("")), pages: BTreeMap::new() };
    Made::Bytes(with(&known, &desk.assets.worker))
}

fn with(known: &Known, script: &str) -> Vec<u8> {
    // Serde fails only on maps whose keys are no text and on faults of the writer; here are neither.
    let known = serde_json::to_string(known).unwrap_or_default();
    format!("const SITE={known};\n{script}").into_bytes()
}

/// Names carry digests of their files, so names are enough.
fn version(assets: &Assets) -> String {
    let names: Vec<&str> = assets.named.values().map(String::as_str).collect();
    Digest::of(names.join("\n").as_bytes()).short()
}
