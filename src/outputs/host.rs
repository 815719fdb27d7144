//! Two files for GitHub Pages: `.nojekyll`, so that it serves the files as they are, and `CNAME`, which names a
//! domain of one's own.

use super::desk::Desk;
use super::{Ask, Made, Output};
use crate::base::address::SitePath;
use crate::plan::{Key, Slot};

pub const OUTPUT: Output = Output {
    name: "host",
    path: "/.nojekyll, /CNAME",
    about: "`.nojekyll` and `CNAME` for GitHub Pages",
    slots,
    make,
};

const CNAME: &str = "CNAME";

fn slots(ask: &Ask) -> Vec<Slot> {
    let slot = |path: &str| Slot {
        path: SitePath::new(path),
        lang: None,
        output: OUTPUT.name,
        key: Key::File(path.into()),
        place: None,
    };
    let mut slots = vec![slot(".nojekyll")];
    let base = ask.routes.base();
    // A domain with a path behind it is named by the site at its root.
    if base.has_own_domain() && base.path().is_empty() {
        slots.push(slot(CNAME));
    }
    slots
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let host = desk.routes.base().host();
    Made::Bytes(if slot.path.as_str() == CNAME { format!("{host}\n").into_bytes() } else { Vec::new() })
}
