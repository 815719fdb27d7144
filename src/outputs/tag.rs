//! `/tags/<tag>/` and `/tags/<tag>/page/2/`: the news with a tag, newest first.

use super::desk::Desk;
use super::listing::page_count;
use super::{Ask, Made, Output};
use crate::plan::{Key, Slot};

pub const OUTPUT: Output =
    Output { name: "tags", path: "/tags/<tag>/", about: "the news with a tag, in pages", slots, make };

fn slots(ask: &Ask) -> Vec<Slot> {
    let mut slots = Vec::new();
    for tag in ask.reader.tags() {
        for number in 1..=page_count(ask.reader.tagged(tag).len()) {
            slots.extend(ask.each_lang(|lang| Slot {
                path: ask.routes.page(&ask.routes.tag(lang, tag), number),
                lang: Some(lang.clone()),
                output: OUTPUT.name,
                key: Key::Tag(tag.into(), number),
                place: None,
            }));
        }
    }
    slots
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let Key::Tag(tag, number) = &slot.key else { unreachable!("slots of this output are pages of tags") };
    super::news_list::make_tag(slot, desk, tag, *number)
}
