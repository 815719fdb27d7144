//! Files that are copied: the theme's, the site's own, pictures among the content.

use super::{Ask, Asset, Assets, Made, Output};
use crate::base::address::SitePath;
use crate::base::digest::{Digest, integrity};
use crate::base::place::Place;
use crate::plan::pictures::Format;
use crate::plan::{Key, Slot};
use std::sync::Arc;

use super::desk::Desk;

pub const OUTPUT: Output = Output {
    name: "assets",
    path: "/assets/, /images/",
    about: "style sheet, icon, the files of static/ and pictures",
    slots,
    make,
};

fn slots(ask: &Ask) -> Vec<Slot> {
    let slot = |(path, asset): (&String, &Asset)| Slot {
        path: SitePath::new(path.as_str()),
        lang: None,
        output: OUTPUT.name,
        key: Key::File(path.as_str().into()),
        place: asset.from.as_ref().map(Place::file),
    };
    ask.assets
        .files
        .iter()
        .map(slot)
        .chain(super::images::slots_of(ask, OUTPUT.name, |of| of == Format::AsItIs))
        .collect()
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    match desk.assets.files.contains_key(slot.path.as_str()) {
        true => Made::Asset(slot.path.as_str().to_string()),
        false => Made::Picture,
    }
}

impl Assets {
    /// A file of the theme: its name gets a fingerprint of its bytes, so that browsers may keep it for ever.
    pub fn add_named(&mut self, name: &str, bytes: Arc<[u8]>, from: Option<Arc<str>>) {
        let digest = Digest::of(&bytes).short();
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let path = format!("assets/{stem}.{digest}.{ending}");
        if matches!(ending, "css" | "js") {
            self.integrity.insert(name.to_string(), integrity(&bytes));
        }
        self.named.insert(name.to_string(), path.clone());
        self.files.insert(path, Asset { bytes, from });
    }

    /// A file that keeps its name.
    pub fn add(&mut self, path: &str, bytes: Arc<[u8]>, from: Arc<str>) {
        self.files.insert(path.to_string(), Asset { bytes, from: Some(from) });
    }
}
