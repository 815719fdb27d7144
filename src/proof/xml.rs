//! Addresses in sitemaps and feeds: Atom (RFC 4287), RSS 2.0, sitemaps.org. The markup inside an entry is
//! not looked into.

use super::data;
use super::references::decode;
use super::seen::{Attr, FileKind, Notes, Seen};
use super::tags::{Lines, Next, Tags, Token};

pub(super) fn scan_feed(bytes: &[u8], origin: &str) -> Seen {
    let mut notes = Notes::new(FileKind::Feed);
    let mut lines = Lines::new(bytes);
    let mut tags = Tags::new(bytes, true);
    // The element that holds an address as its text, with where it began and what it says so far.
    let mut holder: Option<(&[u8], usize, Attr, String)> = None;
    while let Some(token) = tags.next() {
        match token {
            Token::Text(range) => {
                match &mut holder {
                    Some((_, _, _, text)) => text.push_str(&decode(&bytes[range])),
                    // The markup of an entry, or a sentence: whole addresses are links in both.
                    None => {
                        let line = lines.line(range.start);
                        data::each_address(decode(&bytes[range]).as_bytes(), origin, |address, _| {
                            notes.link(Attr::Text, address, line, false);
                        });
                    }
                }
            }
            Token::Cdata(range) => match &mut holder {
                Some((_, _, _, text)) => text.push_str(&String::from_utf8_lossy(&bytes[range])),
                None => {
                    let line = lines.line(range.start);
                    data::each_address(&bytes[range], origin, |address, _| {
                        notes.link(Attr::Text, address, line, false);
                    });
                }
            },
            Token::Instruction(range) => {
                if let Some(address) = stylesheet(&bytes[range.clone()]) {
                    notes.link(Attr::Href, &decode(address), lines.line(range.start), true);
                }
            }
            Token::Open(name) => {
                let (local, start) = (local_name(name), tags.offset());
                let mut is_name_only = false;
                let is_empty = loop {
                    match tags.attribute() {
                        Next::Cut => return notes.finish(),
                        Next::End { is_empty } => break is_empty,
                        Next::Attribute(attribute) => {
                            let attr = match (local, attribute.name) {
                                (b"link", b"href") => Attr::Href,
                                (b"enclosure" | b"content" | b"thumbnail" | b"player" | b"source", b"url") => {
                                    Attr::Enclosure
                                }
                                (b"content", b"src") => Attr::Src,
                                (b"guid", b"isPermaLink") => {
                                    is_name_only = attribute.value == b"false";
                                    continue;
                                }
                                _ => continue,
                            };
                            notes.link(attr, &decode(attribute.value), lines.line(attribute.at), false);
                        }
                    }
                };
                let attr = match local {
                    b"loc" | b"thumbnail_loc" | b"content_loc" | b"player_loc" | b"link" | b"comments" | b"url"
                    | b"uri" | b"icon" | b"logo" => Some(Attr::Element),
                    b"id" | b"guid" if !is_name_only => Some(Attr::Id),
                    _ => None,
                };
                holder = attr.filter(|_| !is_empty).map(|attr| (name, start, attr, String::new()));
            }
            Token::Close(name) => {
                tags.skip_attributes();
                if let Some((_, start, attr, text)) = holder.take_if(|(open, ..)| *open == name) {
                    notes.link(attr, text.trim(), lines.line(start), false);
                }
            }
        }
    }
    notes.finish()
}

/// `loc` of `image:loc`.
fn local_name(name: &[u8]) -> &[u8] {
    name.rsplit(|b| *b == b':').next().unwrap_or(name)
}

/// What `<?xml-stylesheet href="…"?>` loads.
fn stylesheet(instruction: &[u8]) -> Option<&[u8]> {
    let rest = instruction.strip_prefix(b"xml-stylesheet")?;
    let mut tags = Tags::new(rest, true);
    loop {
        match tags.attribute() {
            Next::Attribute(attribute) if attribute.name == b"href" => return Some(attribute.value),
            Next::Attribute(_) => {}
            Next::End { .. } | Next::Cut => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(xml: &str) -> Vec<(u32, String)> {
        let seen = scan_feed(xml.as_bytes(), "https://fan.example");
        seen.links().map(|link| (link.line, format!("{} {}", link.attr.name(), link.address))).collect()
    }

    fn expect(xml: &str, expected: &[(u32, &str)]) {
        let expected: Vec<_> = expected.iter().map(|(line, text)| (*line, text.to_string())).collect();
        assert_eq!(found(xml), expected);
    }

    #[test]
    fn a_sitemap_names_pages_and_their_translations() {
        let xml = "<?xml version=\"1.0\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n\
            <url><loc> https://a.example/x/?a=1&amp;b=2\n</loc>\n\
            <xhtml:link rel=\"alternate\" hreflang=\"ko\" href=\"https://a.example/ko/x/\"/>\n\
            <image:image><image:loc>https://a.example/x.png</image:loc></image:image></url></urlset>";
        expect(
            xml,
            &[
                (3, "address https://a.example/x/?a=1&b=2"),
                (5, "href https://a.example/ko/x/"),
                (6, "address https://a.example/x.png"),
            ],
        );
    }

    #[test]
    fn feeds_name_pages_and_files() {
        expect(
            "<?xml-stylesheet href='/feed.xsl' type='text/xsl'?><feed><id>https://a.example/</id>\
             <link href='https://a.example/feed.xml' rel='self'/><entry><id>tag:a,2024:1</id>\
             <author><uri>https://b.example</uri></author><content type='html'>&lt;a href='/x'></content></entry></feed>",
            &[
                (1, "href /feed.xsl"),
                (1, "id https://a.example/"),
                (1, "href https://a.example/feed.xml"),
                (1, "id tag:a,2024:1"),
                (1, "address https://b.example"),
            ],
        );
        expect(
            "<rss><link><![CDATA[https://a.example/]]></link><guid isPermaLink='false'>x</guid>\
             <guid>https://a.example/1</guid><enclosure url='https://a.example/a.mp3'/></rss>",
            &[
                (1, "address https://a.example/"),
                (1, "id https://a.example/1"),
                (1, "enclosure https://a.example/a.mp3"),
            ],
        );
    }

    #[test]
    fn what_is_cut_off_is_left_out() {
        expect("<loc>https://a", &[]);
        expect("<loc><b></loc>", &[]);
        expect("<link href='x", &[]);
        expect("<?xml-stylesheet href='x", &[]);
    }
}
