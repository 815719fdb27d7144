//! `_headers` and `_redirects`, from which Netlify and Cloudflare Pages take what GitHub Pages cannot do: the policy of
//! the pages as a header, the long life of files whose names carry a fingerprint, and real redirects in place of the
//! small pages. Made only when a build asks for them, for one host, since the two read redirects differently.

use super::desk::Desk;
use super::frame::policy;
use super::{Ask, Made, Output, file_slot, redirects};
use crate::base::address::SitePath;
use crate::base::host::Host;
use crate::plan::{Key, Slot};

pub const OUTPUT: Output = Output {
    name: "headers",
    path: "/_headers, /_redirects",
    about: "headers and redirects for Netlify or Cloudflare, where `build --headers` asks for them",
    slots,
    make,
};

const HEADERS: &str = "_headers";
const REDIRECTS: &str = "_redirects";

fn slots(ask: &Ask) -> Vec<Slot> {
    let is_asked = ask.reader.headers().is_some();
    [HEADERS, REDIRECTS].into_iter().filter(|_| is_asked).map(|path| file_slot(OUTPUT.name, path)).collect()
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    // Nobody else asks for these slots.
    let host = desk.reader.headers().unwrap_or(Host::Netlify);
    let text = if slot.path.as_str() == HEADERS { headers(desk) } else { moved(desk, host) };
    Made::Bytes(text.into_bytes())
}

/// Both hosts join the headers of all rules that fit, so no header stands in two that can fit one file.
fn headers(desk: &Desk) -> String {
    let mut text = "/*\n".to_string();
    if !desk.has_own_policy() {
        // A header holds for every page, and what it forbids no page can allow: each page's own policy is stricter.
        let frames: Vec<&str> = super::videos::origins(desk).into_iter().collect();
        let frames = if frames.is_empty() { String::new() } else { format!("; frame-src {}", frames.join(" ")) };
        text += &format!("  Content-Security-Policy: {}{frames}\n", policy(&desk.assets.early));
    }
    text += "  X-Content-Type-Options: nosniff\n";
    for path in desk.assets.named.values() {
        let address = desk.routes.href(&SitePath::new(path.as_str()));
        text += &format!("{address}\n  Cache-Control: public, max-age=31536000, immutable\n");
    }
    text
}

/// Former addresses. Netlify takes one with and without a slash at its end for the same, and needs the `!` to prefer a
/// redirect to the page that is there as well; Cloudflare always prefers it, and takes addresses as they are.
fn moved(desk: &Desk, host: Host) -> String {
    let mut text = String::new();
    for slot in desk.whole_plan().slots() {
        let (Key::Was(id, _), Some(lang)) = (&slot.key, &slot.lang) else { continue };
        let from = desk.routes.href(&slot.path);
        let to = desk.routes.href(&redirects::now(desk.routes, lang, id, &slot.path));
        match host {
            Host::Netlify => text += &format!("{from} {to} 301!\n"),
            Host::Cloudflare => text += &format!("{from} {to} 301\n{} {to} 301\n", from.trim_end_matches('/')),
        }
    }
    text
}
