//! What must hold of everything written, read from the finished bytes and never from the model: so it
//! also finds what a template, a stylesheet or a file of the author's own got wrong. `scan` notes what one
//! file shows and links to; `check` looks at all files together.
//!
//! The scanner is our own: a full HTML parser would cost more than the build. It follows the WHATWG rules
//! for finding tags, attributes and text, and leaves out what needs a tree. In scripts, JSON and other data it finds
//! the whole addresses of the site; `srcdoc` is not looked into.

mod address;
mod attributes;
mod check;
mod css;
mod data;
#[cfg(test)]
mod fuzz;
mod glyphs;
mod head;
mod layers;
mod leaks;
mod markup;
mod near;
mod open;
mod problem;
mod references;
mod scan;
mod seen;
mod tags;
mod verdict;
mod xml;

pub use check::{Planned, Site, check};
pub use glyphs::{Characters, Glyphs, Headings, glyphs};
pub use head::Head;
pub use leaks::{Guard, Leak};
pub use open::Spot;
pub use problem::{Problem, Why};
#[cfg(feature = "serve")]
pub(crate) use references::decode;
pub use seen::{Alternate, Attr, FileKind, RawMarkup, Seen, Use};
#[cfg(feature = "serve")]
pub(crate) use tags::{Next, Tags, Token};

use data::Data;

/// Notes what one finished file shows and links to. The ending of its name says how it is read; other
/// files give an empty `Seen`. Takes any bytes, in time that grows with their number. `origin` is that of the site
/// (`https://fan.example`), by which its addresses are found in data.
pub fn scan(path: &str, bytes: &[u8], origin: &str) -> Seen {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "html" | "htm" => scan::scan_page(bytes, FileKind::Page, origin),
        "svg" => scan::scan_page(bytes, FileKind::Drawing, origin),
        "css" => css::scan_style(bytes),
        "xml" | "rss" | "atom" => xml::scan_feed(bytes, origin),
        _ => match Data::named(name) {
            Some(data) => data::scan_data(bytes, data, origin),
            None => Seen::default(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_says_how_a_file_is_read() {
        let kinds =
            ["a/index.html", "art.SVG", "assets/site.css", "feed.xml", "a.png", "CNAME", "a.html/b", "a.json"];
        let kinds = kinds.map(|path| scan(path, b"", "").kind());
        use FileKind::*;
        assert_eq!(kinds, [Page, Drawing, Style, Feed, Other, Other, Other, Data]);
    }
}
