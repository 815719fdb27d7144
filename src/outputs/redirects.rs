//! A small page at each address that a record once had, `was:`, leading to where it is now.

use super::desk::Desk;
use super::views::Bit;
use super::{Ask, Made, Output};
use crate::base::address::SitePath;
use crate::base::id::{Kind, RecordId, Scope, id_problem};
use crate::base::lang::Lang;
use crate::base::view::view_of;
use crate::model::{Any, Reader};
use crate::plan::{Key, Routes, Slot};
use serde::Serialize;
use std::collections::{BTreeSet, HashSet};

pub const OUTPUT: Output = Output {
    name: "redirects",
    path: "each address in `was:`",
    about: "pages at former addresses, leading to the present ones",
    slots,
    make,
};

/// The last part of a checklist's address.
const CHECKLIST: &str = "checklist/";

fn slots(ask: &Ask) -> Vec<Slot> {
    let dramas: Vec<_> = ask.reader.dramas().into_iter().map(|(drama, _)| drama).collect();
    let mut slots = Vec::new();
    // Nothing is left to lead to where an output is switched off or a news item held back.
    let planned: HashSet<&SitePath> = ask.so_far.iter().map(|slot| &slot.path).collect();
    for kind in Kind::ALL.iter().filter(|kind| crate::model::head::has_page(**kind)) {
        let lists: Vec<&[RecordId]> = match kind.scope() {
            Scope::Site => vec![ask.reader.list(*kind, &"".into())],
            Scope::Drama => dramas.iter().map(|drama| ask.reader.list(*kind, drama)).collect(),
        };
        for id in lists.into_iter().flatten() {
            for was in former_ids(ask.reader, id) {
                for lang in ask.reader.languages().iter() {
                    slots.extend(former_pages(ask, lang, id, &was, &planned));
                }
            }
        }
    }
    slots
}

/// Said in any language of a text; what is no id never had an address.
fn former_ids(reader: &Reader, id: &RecordId) -> BTreeSet<String> {
    let commons = match reader.any(id) {
        Some(Any::News(record)) => record.is.versions.iter().map(|version| &*version.common).collect(),
        Some(Any::Page(record)) => record.is.versions.iter().map(|version| &*version.common).collect(),
        Some(any) => vec![any.common()],
        None => Vec::new(),
    };
    let all = commons.into_iter().flat_map(super::former_ids);
    all.filter(|was| id_problem(was).is_none()).collect()
}

/// A record's page, and the checklist below it.
fn former_pages(ask: &Ask, lang: &Lang, id: &RecordId, was: &str, planned: &HashSet<&SitePath>) -> Vec<Slot> {
    let former = RecordId { id: was.into(), ..id.clone() };
    let mut pairs: Vec<(SitePath, SitePath)> = Vec::new();
    let path = |id: &RecordId| ask.routes.record(lang, id).map(|address| address.path);
    pairs.extend(path(&former).zip(path(id)));
    if id.kind == Kind::Release && !super::contents::contents_of(ask.reader, id).is_empty() {
        pairs.push((ask.routes.checklist(lang, &former), ask.routes.checklist(lang, id)));
    }
    let slot = |(path, _): (SitePath, SitePath)| Slot {
        path,
        lang: Some(lang.clone()),
        output: OUTPUT.name,
        key: Key::Was(id.clone(), was.into()),
        place: ask.reader.any(id).map(|any| any.place().clone()),
    };
    // The only drama of a site is at home whatever it is called.
    pairs.into_iter().filter(|(former, now)| former != now && planned.contains(now)).map(slot).collect()
}

/// Where a former address leads.
pub(super) fn now(routes: &Routes, lang: &Lang, id: &RecordId, former: &SitePath) -> SitePath {
    match id.kind == Kind::Release && former.as_str().ends_with(CHECKLIST) {
        true => routes.checklist(lang, id),
        false => routes.record(lang, id).map(|address| address.path).unwrap_or_else(|| routes.home(lang)),
    }
}

/// What `redirect.html` sees as `redirect`.
#[derive(Serialize)]
struct RedirectView {
    /// "This page has moved."
    title: String,
    to: Bit,
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let Key::Was(id, _) = &slot.key else { unreachable!("slots of this output are former addresses") };
    let path = now(desk.routes, desk.lang, id, &slot.path);
    let view = RedirectView {
        title: desk.t("moved_title"),
        to: Bit { href: Some(desk.routes.href(&path)), ..super::open_link(desk, id) },
    };
    let description = desk.strings.fill("describe_moved", &[("name", &view.to.text)]);
    let mut page = desk.page(slot, "redirect", "", desk.plain(view.title.clone()), description);
    page.canonical = desk.routes.base().absolute(&path);
    page.noindex = true;
    page.alternates.clear();
    Made::Page(Desk::finish(desk, "redirect.html", page, vec![("redirect", view_of(&view))]))
}
