//! What a page says of its share card, for `og:image`. The cards themselves are made in `cards.rs`.

use super::views::ShareImage;
use crate::model::Reader;
use crate::plan::{Plan, Routes, Slot, Strings, cards};

/// The share card of a page, when cards are made. `title` is the page's.
pub fn share_image(
    reader: &Reader,
    routes: &Routes,
    plan: &Plan,
    strings: &Strings,
    slot: &Slot,
    title: &str,
) -> Option<ShareImage> {
    let lang = slot.lang.as_ref()?;
    let shown = cards::of(plan, reader, slot)?;
    let site = reader.site().title.get().and_then(|title| reader.say(title, lang)).map_or("", |said| said.text);
    let alt = match shown.is_own && title != site {
        true => strings.fill("card_alt", &[("title", title), ("site", site)]),
        false => strings.fill("card_alt_site", &[("site", site)]),
    };
    let url = routes.base().absolute(&shown.path);
    Some(ShareImage { url, width: cards::WIDTH, height: cards::HEIGHT, alt, credit: None, license: None })
}
