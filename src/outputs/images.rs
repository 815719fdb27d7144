//! `/images/`: the pictures of the content in the sizes and formats that browsers choose from. Those that stay as they
//! are belong to `assets`.

use super::Ask;
use crate::base::address::SitePath;
use crate::base::place::Place;
use crate::plan::pictures::Format;
use crate::plan::{Key, Slot};

#[cfg(feature = "images")]
pub const OUTPUT: super::Output = super::Output {
    name: crate::plan::pictures::OUTPUT,
    path: "/images/<name>-<digest>-<width>.<format>",
    about: "pictures in several sizes, as AVIF, WebP and one for every browser",
    slots: |ask| slots_of(ask, crate::plan::pictures::OUTPUT, |of| of != Format::AsItIs),
    make: |_, _| super::Made::Picture,
};

/// A slot for each file of a picture that is written in such a format.
pub fn slots_of(ask: &Ask, output: &'static str, is_meant: fn(Format) -> bool) -> Vec<Slot> {
    let mut slots = Vec::new();
    for (from, picture) in &ask.assets.pictures {
        let files = picture.iter().flat_map(|picture| picture.files()).filter(|file| is_meant(file.format));
        slots.extend(files.map(|file| Slot {
            path: SitePath::new(file.path.as_str()),
            lang: None,
            output,
            key: Key::File(file.path.as_str().into()),
            place: Some(Place::file(&from.as_str().into())),
        }));
    }
    slots
}
