//! `/releases/<id>/playlist.xspf`: the tracks of a release as a playlist without sound (XSPF 1), for programs that
//! find the songs by title and performer.

use super::desk::Desk;
use super::track_list::{Song, songs};
use super::xml::Xml;
use super::{Ask, Made, Output};
use crate::plan::{Key, Slot};

pub const OUTPUT: Output = Output {
    name: "playlists",
    path: "/releases/<id>/playlist.xspf",
    about: "the tracks of each release as a playlist (XSPF), without sound",
    slots,
    make,
};

pub const FILE: &str = "playlist.xspf";

fn slots(ask: &Ask) -> Vec<Slot> {
    super::track_list::slots_named(ask, OUTPUT.name, FILE)
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let Key::Record(id) = &slot.key else { unreachable!("slots of this output are made by record_slots") };
    let base = desk.routes.base();
    let page = desk.routes.record(desk.lang, id).map(|address| base.absolute(&address.path)).unwrap_or_default();
    let name = desk.link(id).text;
    let mut xml = Xml::begin();
    xml.open("playlist", &[("version", "1"), ("xmlns", "http://xspf.org/ns/0/")]);
    xml.text("title", &[], &name);
    xml.text("info", &[], &page);
    xml.text("location", &[], &base.absolute(&slot.path));
    if let Some(license) = desk.reader.site().text_license.get().and_then(|license| address_of(license.as_str())) {
        xml.text("license", &[], &license);
    }
    xml.open("trackList", &[]);
    songs(desk, id).iter().for_each(|song| write_track(song, &name, &mut xml));
    xml.close("trackList");
    xml.close("playlist");
    Made::Bytes(xml.finish())
}

/// The address of a licence, which XSPF wants instead of its name.
fn address_of(license: &str) -> Option<String> {
    let rest = license.strip_prefix("CC-")?;
    let (sort, version) = rest.rsplit_once('-')?;
    let is_known = matches!(sort, "BY" | "BY-SA" | "BY-NC" | "BY-ND" | "BY-NC-SA" | "BY-NC-ND");
    is_known.then(|| format!("https://creativecommons.org/licenses/{}/{version}/", sort.to_lowercase()))
}

fn write_track(song: &Song, album: &str, xml: &mut Xml) {
    xml.open("track", &[]);
    if let Some(title) = &song.title {
        xml.text("title", &[], title);
    }
    if !song.by.is_empty() {
        xml.text("creator", &[], &song.by);
    }
    xml.text("album", &[], album);
    // A number counts from 1 (XSPF 1, §4.1.1.2.14.1.1.1.9), and only where the order is known.
    if let Some(number) = song.number.filter(|number| *number > 0) {
        xml.text("trackNum", &[], &number.to_string());
    }
    if let Some(length) = song.length {
        xml.text("duration", &[], &(u64::from(length.0) * 1000).to_string());
    }
    if let Some(page) = &song.page {
        xml.text("info", &[], page);
    }
    xml.close("track");
}
