//! Two files for GitHub Pages: `.nojekyll`, so that it serves the files as they are, and `CNAME`, which names a
//! domain of one's own.

use super::desk::Desk;
use super::{Ask, Made, Output};
use crate::base::address::{Base, SitePath};
use crate::plan::{Key, Slot};
use std::net::IpAddr;

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
    if has_own_domain(ask.routes.base()) {
        slots.push(slot(CNAME));
    }
    slots
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let host = desk.routes.base().host();
    Made::Bytes(if slot.path.as_str() == CNAME { format!("{host}\n").into_bytes() } else { Vec::new() })
}

/// Is this a domain that somebody can own, with the site at its root? The names that RFC 2606 keeps for examples,
/// and those of machines at home, are none. Nor is one with a port: GitHub Pages answers at none but its own.
fn has_own_domain(base: &Base) -> bool {
    const NOBODYS: &[&str] =
        &["example", "test", "invalid", "localhost", "local", "example.com", "example.org", "example.net"];
    let host = base.host();
    let is_below = |name: &str| host == name || host.strip_suffix(name).is_some_and(|rest| rest.ends_with('.'));
    let is_name = host.contains('.') && host.parse::<IpAddr>().is_err() && !host.contains(['[', ']']);
    let has_port = base.origin().matches(':').count() > 1;
    is_name
        && !has_port
        && base.path().is_empty()
        && !is_below("github.io")
        && !NOBODYS.iter().any(|name| is_below(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_domain_of_ones_own_is_named() {
        let is_own = |address: &str| has_own_domain(&Base::new(address).unwrap());
        for address in ["https://queenoftears.fan/", "https://ost.fans.kr"] {
            assert!(is_own(address), "{address}");
        }
        for address in [
            "https://me.github.io/queen-of-tears/",
            "https://me.github.io/",
            "https://fans.kr/queen-of-tears/",
            "https://site.example/",
            "https://example.org/",
            "http://localhost:8080/",
            "https://queenoftears.fan:8443/",
            "http://127.0.0.1/",
            "http://[::1]:80/",
        ] {
            assert!(!is_own(address), "{address}");
        }
    }
}
