//! `…/oembed.json` beside the pages of dramas, episodes, songs, releases and news: what a page that links to one
//! of them may show (oembed.com, 1.0). Of the type `link`, so nothing of ours is run or drawn elsewhere.

use super::desk::Desk;
use super::jsonld::stub::may_be_named;
use super::sitemap::is_kept;
use super::{Ask, Made, Output};
use crate::base::address::SitePath;
use crate::base::id::RecordId;
use crate::model::Reader;
use crate::plan::{Key, Slot};
use serde::Serialize;

pub const OUTPUT: Output = Output {
    name: "oembed",
    path: "/songs/<id>/oembed.json and so on",
    about: "how links to a page may look elsewhere (`oembed.json`)",
    slots,
    make,
};

/// How long others may keep it: a day, in seconds.
const CACHE_AGE: u32 = 86_400;

fn slots(ask: &Ask) -> Vec<Slot> {
    let pages = ask.so_far.iter().filter(|slot| is_kept(ask.reader, slot) && is_offered(ask.reader, slot));
    pages.map(|page| Slot { path: beside(&page.path), output: OUTPUT.name, ..page.clone() }).collect()
}

/// The whole address of the file beside a page, where there is one.
pub fn address(desk: &Desk, page: &SitePath) -> Option<String> {
    let path = beside(page);
    desk.has_file(path.as_str()).then(|| desk.routes.base().absolute(&path))
}

/// The file beside a page.
fn beside(page: &SitePath) -> SitePath {
    SitePath::new(format!("{}oembed.json", page.as_str()))
}

fn is_offered(reader: &Reader, slot: &Slot) -> bool {
    // Only what may be told on: no rumoured title, and nothing that tells something of an episode.
    let is_open = |id: &RecordId| reader.head(id).is_some_and(|head| head.spoiler.is_none() && head.is_name_sure);
    match (slot.output, &slot.key) {
        ("home", _) => true,
        ("songs" | "releases" | "episode-pages" | "news", Key::Record(id)) => is_open(id),
        _ => false,
    }
}

/// What oEmbed calls a response (1.0, §2.3.4).
#[derive(Serialize)]
struct Link {
    #[serde(rename = "type")]
    kind: &'static str,
    version: &'static str,
    title: String,
    provider_name: String,
    provider_url: String,
    cache_age: u32,
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let site = desk.reader.site().title.get().map(|title| desk.text(title).text).unwrap_or_default();
    let id = match &slot.key {
        Key::Record(id) => Some(id.clone()),
        Key::Drama(key) if !key.is_empty() => {
            desk.reader.dramas().into_iter().find(|(known, _)| known == key).map(|(_, id)| id)
        }
        _ => None,
    };
    let title = id.filter(|id| may_be_named(desk, id)).map(|id| desk.link(&id).text);
    let link = Link {
        kind: "link",
        version: "1.0",
        title: title.unwrap_or_else(|| site.clone()),
        provider_name: site,
        provider_url: desk.routes.base().absolute(&desk.routes.home(desk.lang)),
        cache_age: CACHE_AGE,
    };
    let mut bytes = serde_json::to_vec(&link).unwrap_or_default();
    bytes.push(b'\n');
    Made::Bytes(bytes)
}
