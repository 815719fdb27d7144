//! Two files for GitHub Pages: `.nojekyll`, so that it serves the files as they are, and `CNAME`, which names a
//! domain of one's own.

use super::desk::Desk;
use super::{Ask, Made, Output, file_slot};
use crate::plan::Slot;

pub const OUTPUT: Output = Output {
    name: "host",
    path: "/.nojekyll, /CNAME",
    about: "`.nojekyll` and `CNAME` for GitHub Pages",
    slots,
    make,
};

const CNAME: &str = "CNAME";

fn slots(ask: &Ask) -> Vec<Slot> {
    let mut slots = vec![file_slot(OUTPUT.name, ".nojekyll")];
    let base = ask.routes.base();
    // A domain with a path behind it is named by the site at its root.
    if base.has_own_domain() && base.path().is_empty() {
        slots.push(file_slot(OUTPUT.name, CNAME));
    }
    slots
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let host = desk.routes.base().host();
    Made::Bytes(if slot.path.as_str() == CNAME { format!("{host}\n").into_bytes() } else { Vec::new() })
}
