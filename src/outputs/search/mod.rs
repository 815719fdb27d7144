//! `/search/`: everything that has a page, by name. Without script it is a plain index; with it, one field finds
//! things as they are typed, from the index beside the page.

pub mod entries;

use super::desk::Desk;
use super::views::Bit;
use super::{Ask, Made, Output};
use crate::base::keys;
use crate::base::lang::Lang;
use crate::base::view::view_of;
use crate::plan::{Key, Slot};
use entries::{Entry, GROUPS, Group, entries_of};
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;

pub const OUTPUT: Output = Output {
    name: "search",
    about: "a page that finds everything by name",
    path: "/search/, with index.json",
    slots,
    make,
};

/// How many entries of a group the page itself lists; the index has them all.
const LISTED: usize = 300;
/// An index that would be larger is cut in parts, one for each beginning of a word.
const WHOLE_BYTES: usize = 200_000;

fn slots(ask: &Ask) -> Vec<Slot> {
    let dramas = ask.reader.dramas();
    let ids = || GROUPS.iter().flat_map(|group| group.ids(ask.reader, &dramas));
    // What an entry takes in the index: its address and title, and four keys of every spelling.
    let size: usize = ids()
        .filter_map(|id| ask.reader.head(&id))
        .map(|head| 90 + head.name.spellings().map(|name| 3 * name.len()).sum::<usize>())
        .sum();
    let file = |lang: &Lang, name: &str, key: Key| Slot {
        path: ask.routes.in_lang(lang, &format!("search/{name}")),
        lang: Some(lang.clone()),
        output: OUTPUT.name,
        key,
        place: None,
    };
    let mut slots = ask.each_lang(|lang| file(lang, "", Key::Only));
    slots.extend(ask.each_lang(|lang| file(lang, "index.json", Key::File("index.json".into()))));
    if size > WHOLE_BYTES {
        for shelf in keys::SHELVES {
            let name: Arc<str> = format!("index-{shelf}.json").into();
            slots.extend(ask.each_lang(|lang| file(lang, &name, Key::File(name.clone()))));
        }
    }
    slots
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let Key::File(name) = &slot.key else { return page(slot, desk) };
    match name.strip_prefix("index-").and_then(|rest| rest.chars().next()) {
        Some(shelf) => Made::Bytes(json(&Index::of(desk, Some(shelf)))),
        None if is_cut(slot, desk) => {
            let parts: String = keys::SHELVES.iter().collect();
            Made::Bytes(json(&Parts { version: VERSION, parts }))
        }
        None => Made::Bytes(json(&Index::of(desk, None))),
    }
}

/// Does the index beside this one come in parts?
fn is_cut(slot: &Slot, desk: &Desk) -> bool {
    let part = slot.path.file().replace("index.json", &format!("index-{}.json", keys::SHELVES[0]));
    desk.has_file(&part)
}

fn json(value: &impl Serialize) -> Vec<u8> {
    // Serde fails only on maps whose keys are no text and on faults of the writer; here are neither.
    serde_json::to_vec(value).unwrap_or_default()
}

/// Of the form of the index; the script refuses another.
const VERSION: u32 = 1;

/// `index.json`: everything that can be found in one language.
#[derive(Serialize)]
struct Index {
    version: u32,
    /// What the groups are called, in the order in which they are shown.
    groups: Vec<String>,
    entries: Vec<Row>,
}

/// Group, address, title, what stands under it, the language of the title where it is not the page's; then the
/// keys of its names, each sort joined by `|`: folds, strokes, initials, sounds.
type Row = (usize, String, String, String, String, String, String, String, String);

/// `index.json` of a large site: names the parts, `index-k.json` and so on.
#[derive(Serialize)]
struct Parts {
    version: u32,
    parts: String,
}

impl Index {
    /// All, or only what has a word on that shelf.
    fn of(desk: &Desk, shelf: Option<char>) -> Index {
        let mut rows = Vec::new();
        for (at, group) in GROUPS.iter().enumerate() {
            for entry in entries_of(desk, group) {
                let folds: BTreeSet<String> = entry.names.iter().map(|name| keys::fold(name)).collect();
                let folds: Vec<String> = folds.into_iter().filter(|fold| !fold.is_empty()).collect();
                let is_here = |shelf| {
                    let mut words = folds.iter().flat_map(|fold| fold.split(' '));
                    words.any(|word| keys::shelf(word) == Some(shelf))
                };
                if shelf.is_none_or(is_here) {
                    rows.push(row(at, entry, &folds));
                }
            }
        }
        let groups = GROUPS.iter().map(|group| desk.t(&group.title_key())).collect();
        Index { version: VERSION, groups, entries: rows }
    }
}

fn row(group: usize, entry: Entry, folds: &[String]) -> Row {
    let korean = || folds.iter().filter(|fold| keys::has_hangul(fold));
    let joined = |names: &mut dyn Iterator<Item = String>| {
        let names: BTreeSet<String> = names.filter(|name| !name.is_empty()).collect();
        names.into_iter().collect::<Vec<_>>().join("|")
    };
    let strokes = joined(&mut korean().map(|fold| keys::strokes(fold)));
    let initials = joined(&mut korean().map(|fold| keys::initials(fold)));
    let sounds = joined(&mut folds.iter().map(|fold| keys::sound(fold)));
    let (title, under) = (entry.title, entry.under.unwrap_or_default());
    (
        group,
        title.href.unwrap_or_default(),
        title.text,
        under,
        title.lang.unwrap_or_default(),
        folds.join("|"),
        strokes,
        initials,
        sounds,
    )
}

/// What `search.html` sees as `search`.
#[derive(Serialize)]
struct SearchView {
    groups: Vec<GroupView>,
    /// The address of the index.
    index: String,
    /// The address of the script.
    script: String,
}

/// Everything of one sort.
#[derive(Serialize)]
struct GroupView {
    /// For its anchor.
    id: &'static str,
    title: String,
    entries: Vec<Bit>,
    /// How many more there are than the page lists, in words.
    more: Option<Bit>,
}

fn page(slot: &Slot, desk: &Desk) -> Made {
    let group = |group: &Group| {
        let mut entries: Vec<Bit> =
            entries_of(desk, group).into_iter().map(|entry| Bit { note: entry.under, ..entry.title }).collect();
        let rest = entries.len().saturating_sub(LISTED);
        entries.truncate(LISTED);
        let more =
            (rest > 0).then(|| desk.plain(desk.strings.fill("search_more", &[("count", &rest.to_string())])));
        GroupView { id: group.id, title: desk.t(&group.title_key()), entries, more }
    };
    let file = |name: &str| desk.routes.href(&desk.routes.in_lang(desk.lang, &format!("search/{name}")));
    let script = desk.assets.named.get("search.js").map(|path| crate::base::address::SitePath::new(path.as_str()));
    let view = SearchView {
        groups: GROUPS.iter().map(group).filter(|group| !group.entries.is_empty()).collect(),
        index: file("index.json"),
        script: script.map(|path| desk.routes.href(&path)).unwrap_or_default(),
    };
    let title = desk.plain(desk.t("search"));
    let site = desk.reader.site().title.get().map(|title| desk.text(title).text).unwrap_or_default();
    let description = desk.strings.fill("describe_search", &[("site", &site)]);
    let mut page = desk.page(slot, "search", "search", title, description);
    page.noindex = true;
    page.crumbs = desk.home_crumbs("");
    Made::Page(desk.finish("search.html", page, vec![("search", view_of(&view))]))
}
