//! `robots.txt`: everything may be read, and where the sitemap is.

use super::desk::Desk;
use super::{Ask, Made, Output};
use crate::base::address::SitePath;
use crate::plan::{Key, Slot};

pub const OUTPUT: Output =
    Output { name: "robots", path: "/robots.txt", about: "what search engines may read: everything", slots, make };

fn slots(_: &Ask) -> Vec<Slot> {
    vec![Slot { path: SitePath::new("robots.txt"), lang: None, output: OUTPUT.name, key: Key::Only, place: None }]
}

fn make(_: &Slot, desk: &Desk) -> Made {
    let mut text = String::from("User-agent: *\nAllow: /\n");
    let sitemap = SitePath::new("sitemap.xml");
    if desk.has_file(&sitemap.file()) {
        text.push_str(&format!("\nSitemap: {}\n", desk.routes.base().absolute(&sitemap)));
    }
    Made::Bytes(text.into_bytes())
}
