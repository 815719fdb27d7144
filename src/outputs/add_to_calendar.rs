//! `/episodes/<id>/calendar.ics`, `/releases/<id>/calendar.ics`: the dates of one record, to be put into a calendar.

use super::calendar::{events, is_dated};
use super::desk::Desk;
use super::ical::calendar;
use super::{Ask, Made, Output};
use crate::base::id::{Kind, RecordId};
use crate::plan::{Key, Slot};
use std::collections::HashSet;

pub const OUTPUT: Output = Output {
    name: "add-to-calendar",
    path: "/episodes/<id>/calendar.ics, /releases/<id>/calendar.ics",
    about: "the dates of one episode or release, for calendars",
    slots,
    make,
};

const FILE: &str = "calendar.ics";

fn slots(ask: &Ask) -> Vec<Slot> {
    let planned: HashSet<String> = ask.so_far.iter().map(|slot| slot.path.file()).collect();
    let mut slots = Vec::new();
    for kind in [Kind::Episode, Kind::Release] {
        for mut slot in super::record_slots(ask, OUTPUT.name, kind) {
            let Key::Record(id) = &slot.key else { continue };
            let path = slot.lang.as_ref().and_then(|lang| ask.routes.beside(lang, id, FILE));
            // Without its page nothing would lead to it.
            if let Some(path) = path.filter(|_| planned.contains(&slot.path.file()) && is_dated(ask.reader, id)) {
                slot.path = path;
                slots.push(slot);
            }
        }
    }
    slots
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let Key::Record(id) = &slot.key else { unreachable!("slots of this output are made by record_slots") };
    Made::Bytes(calendar(&desk.link(id).text, desk.lang.as_str(), &events(desk, id)))
}

/// The address of the file of a record, if there is one.
pub fn href(desk: &Desk, id: &RecordId) -> Option<String> {
    let path = desk.routes.beside(desk.lang, id, FILE)?;
    desk.has_file(path.as_str()).then(|| desk.routes.href(&path))
}
