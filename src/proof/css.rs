//! Addresses in stylesheets: `url()`, `@import` and the strings of `image-set()` (CSS Syntax 3, CSS Images 4).

use super::seen::{Attr, FileKind, Notes, Seen};
use super::tags::{Lines, is_space};
use std::borrow::Cow;

/// Notes a stylesheet. A bare fragment is left out: it points into the page that is styled.
pub(super) fn scan_style(bytes: &[u8]) -> Seen {
    let mut notes = Notes::new(FileKind::Style);
    let mut lines = Lines::new(bytes);
    find_addresses(bytes, |attr, address, at| {
        if !address.starts_with('#') {
            notes.link(attr, address, lines.line(at), true);
        }
    });
    notes.finish()
}

/// Hands out every address with its offset, in order.
pub(super) fn find_addresses(bytes: &[u8], mut each: impl FnMut(Attr, &str, usize)) {
    let mut css = Css { bytes, at: 0 };
    // Says what a string would be: the target of `@import`, a picture inside `image-set(`, or only text.
    let mut rule = Rule::None;
    let mut depth = 0u32;
    while let Some(&byte) = bytes.get(css.at) {
        let start = css.at;
        match byte {
            b'"' | b'\'' => {
                let text = css.string();
                match rule {
                    Rule::Import => {
                        each(Attr::Import, &unescape(text), start);
                        rule = Rule::None;
                    }
                    Rule::ImageSet(_) => each(Attr::Css, &unescape(text), start),
                    Rule::Skip | Rule::None => {}
                }
            }
            b'/' if bytes.get(start + 1) == Some(&b'*') => {
                let end = memchr::memmem::find(&bytes[start + 2..], b"*/");
                css.at = end.map_or(bytes.len(), |end| start + 2 + end + 2);
            }
            b'\\' => css.at = (start + 2).min(bytes.len()),
            b'@' => {
                css.at += 1;
                let name = css.word();
                rule = match () {
                    () if name.eq_ignore_ascii_case(b"import") => Rule::Import,
                    // What it names is never fetched.
                    () if name.eq_ignore_ascii_case(b"namespace") => Rule::Skip,
                    () => Rule::None,
                };
            }
            b';' | b'{' | b'}' => {
                rule = Rule::None;
                css.at += 1;
            }
            b'(' => {
                depth += 1;
                css.at += 1;
            }
            b')' => {
                depth = depth.saturating_sub(1);
                if matches!(rule, Rule::ImageSet(outer) if outer >= depth) {
                    rule = Rule::None;
                }
                css.at += 1;
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'-' | b'_' | 0x80.. => {
                let name = css.word();
                if bytes.get(css.at) != Some(&b'(') {
                    continue;
                }
                if name.eq_ignore_ascii_case(b"url") {
                    css.at += 1;
                    let address = css.url();
                    match rule {
                        Rule::Skip => {}
                        Rule::Import => {
                            each(Attr::Import, &unescape(address), start);
                            rule = Rule::None;
                        }
                        Rule::ImageSet(_) | Rule::None => each(Attr::Css, &unescape(address), start),
                    }
                } else if name.eq_ignore_ascii_case(b"image-set") || name.eq_ignore_ascii_case(b"-webkit-image-set")
                {
                    rule = Rule::ImageSet(depth);
                } else if matches!(rule, Rule::ImageSet(_)) && name.eq_ignore_ascii_case(b"type") {
                    css.at += 1;
                    css.url();
                }
            }
            _ => css.at += 1,
        }
    }
}

enum Rule {
    None,
    Import,
    Skip,
    /// With the number of brackets open around it.
    ImageSet(u32),
}

struct Css<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Css<'a> {
    fn word(&mut self) -> &'a [u8] {
        let rest = &self.bytes[self.at..];
        let is_part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | 0x80..);
        let length = rest.iter().position(|b| !is_part(b)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// A string, from its quote on; the end of the line ends it too.
    fn string(&mut self) -> &'a [u8] {
        let quote = self.bytes[self.at];
        self.at += 1;
        let start = self.at;
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => self.at = (self.at + 1).min(self.bytes.len()),
                b'\n' => return &self.bytes[start..self.at - 1],
                _ if byte == quote => return &self.bytes[start..self.at - 1],
                _ => {}
            }
        }
        &self.bytes[start..self.at]
    }

    /// What stands between the brackets of `url(`, and stops behind them.
    fn url(&mut self) -> &'a [u8] {
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().position(|b| !is_space(*b)).unwrap_or(rest.len());
        let quoted = match self.bytes.get(self.at) {
            Some(b'"' | b'\'') => Some(self.string()),
            _ => None,
        };
        let start = self.at;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b')' => break,
                b'\\' => self.at = (self.at + 2).min(self.bytes.len()),
                _ => self.at += 1,
            }
        }
        let bare = &self.bytes[start..self.at];
        self.at = (self.at + 1).min(self.bytes.len());
        quoted.unwrap_or(bare.trim_ascii())
    }
}

/// Escapes resolved (CSS Syntax 3 §4.3.7).
fn unescape(raw: &[u8]) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(raw);
    if !text.contains('\\') {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c != '\\' {
            plain.push(c);
            continue;
        }
        let mut digits = String::new();
        while digits.len() < 6 {
            let Some(digit) = rest.next_if(char::is_ascii_hexdigit) else { break };
            digits.push(digit);
        }
        if let Ok(value) = u32::from_str_radix(&digits, 16) {
            rest.next_if(|c| c.is_ascii_whitespace());
            plain.push(char::from_u32(value).unwrap_or('\u{FFFD}'));
        } else {
            // An escaped line end continues the string.
            plain.extend(rest.next().filter(|c| *c != '\n'));
        }
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(css: &str) -> Vec<String> {
        let mut found = Vec::new();
        find_addresses(css.as_bytes(), |attr, address, _| found.push(format!("{} {address}", attr.name())));
        found
    }

    #[test]
    fn addresses_are_found() {
        for (css, expected) in [
            ("a{background:url(/a.png)}", "url() /a.png"),
            ("a{background:URL( '/a b.png' )}", "url() /a b.png"),
            ("@font-face{src:url(\"f.woff2\") format(\"woff2\")}", "url() f.woff2"),
            ("@import 'base.css' screen;a{content:'x'}", "@import base.css"),
            ("@IMPORT url(base.css) layer(x);", "@import base.css"),
            ("a{background:image-set('a.png' 1x type('image/png'))}b{content:'x'}", "url() a.png"),
            ("a{b:url(a\\(1\\).png)}", "url() a(1).png"),
            ("a{b:url(\\2f x.png)}", "url() /x.png"),
            ("a{b:url(never", "url() never"),
            ("a{b:url()}", "url() "),
            ("a{--x:url(한.png)}", "url() 한.png"),
        ] {
            assert_eq!(found(css), [expected], "{css}");
        }
        let two = "a{background:image-set(url(a.png) 1x,'b.png' 2x),url(c.png)}d{content:'e'}";
        assert_eq!(found(two), ["url() a.png", "url() b.png", "url() c.png"]);
    }

    #[test]
    fn what_is_no_address_is_left_alone() {
        for css in [
            "/* url(a.png) */",
            "a{content:'url(a.png)'}",
            "@namespace url(http://www.w3.org/1999/xhtml);",
            "a{content:\"\\\"url(a)\"}",
            ".curl(x){}",
            "a[href='http://x']{color:red}",
            "/* never",
            "'never",
            "\\",
            "@",
        ] {
            assert_eq!(found(css), Vec::<String>::new(), "{css}");
        }
    }

    #[test]
    fn a_stylesheet_knows_its_lines() {
        let seen = scan_style(b"a{}\nb{background:url(x.png);\nfilter:url(#f);mask:url(y.svg#m)}");
        let links: Vec<_> = seen.links().map(|link| (link.line, link.address, link.loads)).collect();
        assert_eq!(links, [(2, "x.png", true), (3, "y.svg#m", true)]);
    }
}
