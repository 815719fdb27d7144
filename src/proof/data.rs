//! Addresses of the site in files that are no pages: JSON, calendars, lists of songs, manifests, plain text. Found
//! by the site's own origin (`https://fan.example`), for a whole address is written the same in every format.

use super::references::decode;
use super::seen::{Attr, FileKind, Notes, Seen};
use super::tags::Lines;
use memchr::memmem;
use serde_json::Value;
use std::borrow::Cow;

/// Which of them a file is, told by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Data {
    /// Anything with whole addresses in it.
    Text,
    /// A web app manifest, whose addresses are relative to it.
    Manifest,
    /// `_redirects`: two addresses and a number in a line.
    Redirects,
}

impl Data {
    pub fn named(name: &str) -> Option<Data> {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        Some(match ending.to_ascii_lowercase().as_str() {
            "webmanifest" => Data::Manifest,
            "json" if stem == "manifest" => Data::Manifest,
            "json" | "jsonld" | "geojson" | "ndjson" | "ics" | "csv" | "tsv" | "txt" | "md" | "m3u" | "m3u8"
            | "xspf" | "vcf" | "js" | "mjs" => Data::Text,
            _ if name == "_redirects" => Data::Redirects,
            _ => return None,
        })
    }
}

pub(super) fn scan_data(bytes: &[u8], data: Data, origin: &str) -> Seen {
    let mut notes = Notes::new(FileKind::Data);
    let mut lines = Lines::new(bytes);
    each_address(bytes, origin, |address, at| {
        notes.link(Attr::Text, address, lines.line(at), false);
    });
    match data {
        Data::Text => {}
        Data::Manifest => {
            if let Ok(value) = serde_json::from_slice(bytes) {
                manifest("", &value, origin, &mut notes);
            }
        }
        Data::Redirects => {
            for (at, line) in String::from_utf8_lossy(bytes).lines().enumerate() {
                let to = line.split('#').next().and_then(|line| line.split_whitespace().nth(1));
                // A pattern leads to many places.
                if let Some(to) = to.filter(|to| to.starts_with('/') && !to.contains([':', '*'])) {
                    notes.link(Attr::Text, to, at as u32 + 1, false);
                }
            }
        }
    }
    notes.finish()
}

/// The addresses of a manifest that are not whole (W3C Web Application Manifest §1); the others are found anyway.
fn manifest(key: &str, value: &Value, origin: &str, notes: &mut Notes) {
    match value {
        Value::Array(list) => list.iter().for_each(|item| manifest(key, item, origin, notes)),
        Value::Object(map) => map.iter().for_each(|(key, value)| manifest(key, value, origin, notes)),
        Value::String(address) if !address.starts_with(origin) => match key {
            "src" => drop(notes.link(Attr::Src, address, 1, true)),
            "start_url" | "scope" | "url" | "action" => drop(notes.link(Attr::Text, address, 1, false)),
            _ => {}
        },
        _ => {}
    }
}

/// Every whole address of the site, with where it stands (in the file as it is, or near it).
pub(super) fn each_address(bytes: &[u8], origin: &str, mut each: impl FnMut(&str, usize)) {
    if origin.is_empty() {
        return;
    }
    let bytes = plain(bytes);
    for at in memmem::find_iter(&bytes, origin.as_bytes()) {
        let rest = &bytes[at..];
        let is_end = |at: &usize| {
            let b = &rest[*at];
            *b <= b' '
                || matches!(b, b'"' | b'\'' | b'<' | b'>' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'|' | b'\\')
                || matches!(b, b'`' | b',')
                || *b == b';' && !is_reference(&rest[..*at])
        };
        let end = (0..rest.len()).find(is_end).unwrap_or(rest.len());
        let end = end - rest[..end].iter().rev().take_while(|b| matches!(b, b'.' | b'!' | b'?' | b':')).count();
        // The host must end here: `https://fan.example.org` is another.
        if !matches!(rest[..end].get(origin.len()), None | Some(b'/' | b'?' | b'#' | b'&')) {
            continue;
        }
        // `&quot;` ends an address as the quotation mark does; `&amp;` goes on.
        let address = decode(&rest[..end]);
        let address = address.split(['"', '\'', '<', '>']).next().unwrap_or("");
        each(address, at);
    }
}

/// Does the semicolon behind this text end `&amp;` or its like?
fn is_reference(text: &[u8]) -> bool {
    let name = text.iter().rev().take_while(|b| b.is_ascii_alphanumeric() || **b == b'#').count();
    (1..10).contains(&name) && text[..text.len() - name].ends_with(b"&")
}

/// Without the marks that JSON may set before a slash, and the line ends that a calendar sets anywhere.
fn plain(bytes: &[u8]) -> Cow<'_, [u8]> {
    let has_marks = memmem::find(bytes, b":\\/\\/").is_some();
    let is_folded = bytes.starts_with(b"BEGIN:V");
    if !has_marks && !is_folded {
        return bytes.into();
    }
    let text = String::from_utf8_lossy(bytes);
    let text = if is_folded { text.replace("\r\n ", "").replace("\r\n\t", "") } else { text.replace("\\/", "/") };
    text.into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "https://fan.example";

    fn found(name: &str, text: &str) -> Vec<String> {
        let data = Data::named(name).unwrap();
        let seen = scan_data(text.as_bytes(), data, ORIGIN);
        seen.links().map(|link| format!("{} {}", link.line, link.address)).collect()
    }

    #[test]
    fn whole_addresses_are_found_in_every_format() {
        for (name, text, expected) in [
            ("a.json", "{\n\"url\":\"https://fan.example/a/\"}", vec!["2 https://fan.example/a/"]),
            ("a.json", "\"https:\\/\\/fan.example\\/a\\/\"", vec!["1 https://fan.example/a/"]),
            ("a.json", "\"<a href=\\\"https://fan.example/a/\\\">\"", vec!["1 https://fan.example/a/"]),
            ("a.csv", "a,https://fan.example/a/,b", vec!["1 https://fan.example/a/"]),
            (
                "a.txt",
                "See https://fan.example/a/. And https://fan.example!",
                vec!["1 https://fan.example/a/", "1 https://fan.example"],
            ),
            ("a.txt", "https://fan.example.org/ https://b.example/https", vec![]),
            (
                "a.ics",
                "BEGIN:VCALENDAR\r\nURL:https://fan.ex\r\n ample/a\r\n /\r\n",
                vec!["2 https://fan.example/a/"],
            ),
            ("a.xspf", "<info>https://fan.example/a/?b&amp;c</info>", vec!["1 https://fan.example/a/?b&c"]),
            ("_redirects", "# x\n/old/ /new/ 301\n/a/* /b/:splat\n", vec!["2 /new/"]),
        ] {
            assert_eq!(found(name, text), expected, "{text}");
        }
    }

    #[test]
    fn a_manifest_names_files_from_where_it_stands() {
        let text = r#"{"name":"x","start_url":"./","icons":[{"src":"icon.png","type":"image/png"}],"id":"y"}"#;
        let mut told = found("manifest.webmanifest", text);
        told.sort();
        assert_eq!(told, ["1 ./", "1 icon.png"]);
        assert_eq!(found("manifest.webmanifest", "{"), Vec::<String>::new());
    }

    #[test]
    fn only_files_of_text_are_read() {
        for name in ["a.png", "CNAME", "a.css", "_headers"] {
            assert_eq!(Data::named(name), None, "{name}");
        }
    }
}
