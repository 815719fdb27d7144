//! `assets/fonts/<face>.<language>.woff2`: the characters that the pages of a language show, and no others, so that
//! they come fast. And the licences of the fonts.

use super::desk::Desk;
use super::{Ask, Made, Output};
use crate::base::address::SitePath;
use crate::plan::fonts::{self, FACES};
use crate::plan::{Key, Slot};

pub const OUTPUT: Output = Output {
    name: fonts::OUTPUT,
    path: "/assets/fonts/<face>.<language>.woff2",
    about: "web fonts with the characters that the pages show",
    slots,
    make,
};

fn slots(ask: &Ask) -> Vec<Slot> {
    let slot = |path: SitePath, lang, key: &str| Slot {
        path,
        lang,
        output: OUTPUT.name,
        key: Key::File(key.into()),
        place: None,
    };
    let languages = || ask.reader.languages().iter();
    let fonts = languages()
        .flat_map(|lang| FACES.iter().map(move |face| slot(fonts::path(face, lang), Some(lang.clone()), face)));
    fonts.chain([slot(SitePath::new("assets/fonts/OFL.txt"), None, "OFL.txt")]).collect()
}

fn make(slot: &Slot, _: &Desk) -> Made {
    match (&slot.key, &slot.lang) {
        (Key::File(face), Some(_)) => Made::Font(face.clone()),
        _ => Made::Bytes(OFL.as_bytes().to_vec()),
    }
}

/// Both licences, each with the copyright of its font.
const OFL: &str = concat!(
    include_str!("../render/fonts/OFL-Pretendard.txt"),
    "\n\n",
    include_str!("../render/fonts/OFL-NanumMyeongjo.txt")
);
