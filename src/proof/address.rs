//! Where an address leads, seen from the file it stands in (WHATWG URL §4.4, as far as a site needs it).

use crate::base::address::Base;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Where an address leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// Below the base path: the path from there, decoded, NFC, no slash in front.
    Inside { path: String, fragment: Option<String> },
    /// To the base path itself, its slash left out.
    BareBase,
    /// On the site's own host, but not below the base path. The path has a slash in front.
    Beside { path: String },
    /// To another host.
    Host { host: String },
    /// No place on the web: `mailto`, `javascript`. In small letters.
    Scheme { scheme: String },
}

/// The site's address, ready to compare with.
pub(super) struct Ground<'a> {
    origin: Cow<'a, str>,
    /// Decoded, without slashes around it; empty for a site at the root of its host.
    base: String,
}

/// Where relative addresses start from.
#[derive(Clone, Debug)]
pub(super) struct Standing<'a> {
    origin: Cow<'a, str>,
    /// Decoded, from the root of the host, no slash in front.
    path: String,
}

/// An address with all that it leaves out filled in.
enum Full<'s> {
    Web { origin: Cow<'s, str>, path: String, fragment: &'s str },
    Other { scheme: String },
}

impl<'a> Ground<'a> {
    pub fn new(base: &'a Base) -> Ground<'a> {
        let (scheme, host) = base.origin().split_once("://").unwrap_or(("https", base.origin()));
        let origin = match origin_of(scheme, host) {
            same if same == base.origin() => Cow::Borrowed(base.origin()),
            other => Cow::Owned(other),
        };
        Ground { origin, base: walk("", base.path().trim_matches('/')) }
    }

    /// Path and fragment of an address that begins at the root and has nothing to decode: the short way.
    pub fn plain<'s>(&self, address: &'s str) -> Option<(&'s str, &'s str)> {
        let from_host = address.strip_prefix(&*self.origin).unwrap_or(address);
        let below = from_host.strip_prefix('/')?.strip_prefix(self.base.as_str())?;
        let below = if self.base.is_empty() { below } else { below.strip_prefix('/')? };
        let mut end = below.len();
        let mut last = b'/';
        for (at, byte) in below.bytes().enumerate() {
            match byte {
                b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'A'..=b'Z' => {}
                b'/' if last != b'/' || end < at => {}
                b'.' if last != b'/' => {}
                b'#' if end == below.len() => end = at,
                _ => return None,
            }
            last = byte;
        }
        let (path, fragment) = (&below[..end], below.get(end + 1..).unwrap_or(""));
        (!fragment.eq_ignore_ascii_case("top")).then_some((path, fragment))
    }

    /// Where a file of the site stands: `songs/promise/index.html`.
    pub fn standing(&self, file: &str) -> Standing<'_> {
        let gap = if self.base.is_empty() { "" } else { "/" };
        Standing { origin: Cow::Borrowed(&self.origin), path: format!("{}{gap}{}", self.base, normal(file)) }
    }

    /// Where a `<base href>` moves it; nothing when that is no address of the web.
    pub fn moved(&self, from: &Standing<'_>, base_href: &str) -> Option<Standing<'static>> {
        match full(from, &clean(base_href)) {
            Full::Web { origin, path, .. } => Some(Standing { origin: Cow::Owned(origin.into_owned()), path }),
            Full::Other { .. } => None,
        }
    }

    pub fn resolve(&self, from: &Standing<'_>, address: &str) -> Target {
        let address = clean(address);
        let (origin, path, fragment) = match full(from, &address) {
            Full::Web { origin, path, fragment } => (origin, path, fragment),
            Full::Other { scheme } => return Target::Scheme { scheme },
        };
        if origin != self.origin {
            let host = origin.split_once("://").map_or("", |(_, host)| host);
            return Target::Host { host: host.to_string() };
        }
        let below = match path.strip_prefix(self.base.as_str()) {
            Some("") if !self.base.is_empty() => return Target::BareBase,
            Some(rest) if self.base.is_empty() => Some(rest),
            Some(rest) => rest.strip_prefix('/'),
            None => None,
        };
        match below {
            Some(below) => Target::Inside { path: below.to_string(), fragment: place(fragment) },
            None => Target::Beside { path: format!("/{path}") },
        }
    }
}

/// Does it lead elsewhere when the page is shown at another address?
pub(super) fn depends_on_page(address: &str) -> bool {
    let address = clean(address);
    !address.starts_with(['/', '\\', '#']) && !address.is_empty() && scheme_of(&address).is_none()
}

/// The place in a page that a fragment names, decoded; nothing where it means the page as a whole.
fn place(fragment: &str) -> Option<String> {
    let fragment = fragment.split(":~:").next().unwrap_or("");
    let is_whole = fragment.is_empty() || fragment.eq_ignore_ascii_case("top");
    (!is_whole).then(|| decode(fragment).into_owned())
}

/// What browsers drop: spaces around it, line ends inside (§4.4, first steps).
fn clean(address: &str) -> Cow<'_, str> {
    let bare = address.trim_matches(|c: char| c <= ' ');
    if bare.contains(['\n', '\r', '\t']) {
        Cow::Owned(bare.replace(['\n', '\r', '\t'], ""))
    } else {
        Cow::Borrowed(bare)
    }
}

/// The scheme, as written, and what follows its colon.
fn scheme_of(address: &str) -> Option<(&str, &str)> {
    let end = address.bytes().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.')))?;
    let is_scheme = address.as_bytes()[end] == b':' && address.as_bytes()[0].is_ascii_alphabetic();
    is_scheme.then(|| (&address[..end], &address[end + 1..]))
}

fn full<'s>(from: &'s Standing<'_>, address: &'s str) -> Full<'s> {
    let is_slash = |c: char| c == '/' || c == '\\';
    let own_scheme = from.origin.split_once("://").map_or("https", |(scheme, _)| scheme);
    let (scheme, rest) = match scheme_of(address) {
        None => (own_scheme.to_string(), address),
        Some((scheme, rest)) => {
            let scheme = scheme.to_ascii_lowercase();
            let two_slashes = rest.starts_with("//");
            match scheme.as_str() {
                "http" | "https" if scheme == own_scheme && !two_slashes => (scheme, rest),
                "http" | "https" => return web(&scheme, rest.trim_start_matches(is_slash)),
                // A calendar of the site's own is offered this way.
                "webcal" if two_slashes => {
                    let found = web(own_scheme, &rest[2..]);
                    let is_own = matches!(&found, Full::Web { origin, .. } if *origin == from.origin);
                    return if is_own { found } else { Full::Other { scheme } };
                }
                _ => return Full::Other { scheme },
            }
        }
    };
    let mut slashes = rest.chars();
    if slashes.next().is_some_and(is_slash) && slashes.next().is_some_and(is_slash) {
        return web(&scheme, rest.trim_start_matches(is_slash));
    }
    let (path, fragment) = split(rest);
    let path = match path.strip_prefix(is_slash) {
        _ if path.is_empty() => from.path.clone(),
        Some(from_root) => walk("", from_root),
        None => walk(from.path.rsplit_once('/').map_or("", |(folder, _)| folder), path),
    };
    Full::Web { origin: Cow::Borrowed(&from.origin), path, fragment }
}

/// An address from its host on.
fn web<'s>(scheme: &str, rest: &'s str) -> Full<'s> {
    let end = rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
    let (path, fragment) = split(&rest[end..]);
    let path = walk("", path.strip_prefix(['/', '\\']).unwrap_or(path));
    Full::Web { origin: Cow::Owned(origin_of(scheme, &rest[..end])), path, fragment }
}

/// Scheme and host in small letters, without a name before the host and the port that goes without saying.
fn origin_of(scheme: &str, authority: &str) -> String {
    let host = authority.rsplit('@').next().unwrap_or(authority).to_ascii_lowercase();
    let port = if scheme == "http" { ":80" } else { ":443" };
    let host = host.strip_suffix(port).or(host.strip_suffix(':')).unwrap_or(&host);
    format!("{scheme}://{host}")
}

/// Path and fragment; the query says nothing about which file it is.
fn split(rest: &str) -> (&str, &str) {
    let (before, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    (before.split('?').next().unwrap_or(before), fragment)
}

/// Goes along a path from a folder, minding `.` and `..`, decoding each part.
fn walk(folder: &str, path: &str) -> String {
    if folder.is_empty() && !path.contains(['%', '\\']) && !path.starts_with('.') && !path.contains("/.") {
        return normal(path).into_owned();
    }
    let mut parts: Vec<Cow<'_, str>> = folder.split('/').filter(|f| !f.is_empty()).map(Cow::Borrowed).collect();
    let mut rest = path.split(['/', '\\']).peekable();
    while let Some(part) = rest.next() {
        let dots = part.replace("%2e", ".").replace("%2E", ".");
        match dots.as_str() {
            "." => {}
            ".." => drop(parts.pop()),
            _ => {
                parts.push(decode(part));
                continue;
            }
        }
        if rest.peek().is_none() {
            parts.push(Cow::Borrowed(""));
        }
    }
    parts.join("/")
}

/// Percent signs resolved to UTF-8, then NFC. What is no UTF-8 stays as written, as does `%2F`: it is no
/// slash between folders.
fn decode(part: &str) -> Cow<'_, str> {
    if !part.contains('%') {
        return normal(part);
    }
    let bytes = part.as_bytes();
    let digit = |at: usize| bytes.get(at).and_then(|b| (*b as char).to_digit(16));
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'%').then(|| Some(digit(at + 1)? * 16 + digit(at + 2)?)).flatten();
        match code {
            Some(code) if code != u32::from(b'/') => {
                plain.push(code as u8);
                at += 3;
            }
            _ => {
                plain.push(bytes[at]);
                at += 1;
            }
        }
    }
    match String::from_utf8(plain) {
        Ok(plain) => Cow::Owned(normal(&plain).into_owned()),
        Err(_) => normal(part),
    }
}

pub(super) fn normal(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || unicode_normalization::is_nfc(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(target: Target) -> String {
        match target {
            Target::Inside { path, fragment: None } => format!("in {path}"),
            Target::Inside { path, fragment: Some(place) } => format!("in {path} at {place}"),
            Target::BareBase => "bare".into(),
            Target::Beside { path } => format!("beside {path}"),
            Target::Host { host } => format!("host {host}"),
            Target::Scheme { scheme } => format!("scheme {scheme}"),
        }
    }

    fn expect(site: &str, from: &str, cases: &[(&str, &str)]) {
        let base = Base::new(site).unwrap();
        let ground = Ground::new(&base);
        for (address, expected) in cases {
            assert_eq!(told(ground.resolve(&ground.standing(from), address)), *expected, "{address}");
        }
    }

    #[test]
    fn addresses_lead_where_a_browser_goes() {
        expect(
            "https://fan.github.io/queen/",
            "songs/promise/index.html",
            &[
                ("/queen/songs/", "in songs/"),
                ("/queen/", "in "),
                ("/queen", "bare"),
                ("/queen#x", "bare"),
                ("/queens/", "beside /queens/"),
                ("/", "beside /"),
                ("/songs/", "beside /songs/"),
                ("/Queen/songs/", "beside /Queen/songs/"),
                ("", "in songs/promise/index.html"),
                ("#writers", "in songs/promise/index.html at writers"),
                ("?a=/b#c", "in songs/promise/index.html at c"),
                ("#", "in songs/promise/index.html"),
                ("#TOP", "in songs/promise/index.html"),
                ("#:~:text=a", "in songs/promise/index.html"),
                ("#a:~:text=b", "in songs/promise/index.html at a"),
                ("#%ED%95%9C", "in songs/promise/index.html at 한"),
                (".", "in songs/promise/"),
                ("./", "in songs/promise/"),
                ("..", "in songs/"),
                ("../", "in songs/"),
                ("../hold-me-back/?x#y", "in songs/hold-me-back/ at y"),
                ("%2e%2E/x/", "in songs/x/"),
                ("../../../../x", "beside /x"),
                ("../../..", "beside /"),
                ("a.png", "in songs/promise/a.png"),
                ("a/./b/../c", "in songs/promise/a/c"),
                ("/queen/a%20b/%ED%95%9C", "in a b/한"),
                ("/queen/\u{1112}\u{1161}\u{11ab}", "in 한"),
                ("/queen/a%2Fb/%zz%", "in a%2Fb/%zz%"),
                ("/queen/%ff", "in %ff"),
                ("/queen//x", "in /x"),
                ("/queen/x/../../../y", "beside /y"),
                ("\\queen\\songs\\", "in songs/"),
                (" /queen/so\nngs/\t", "in songs/"),
                ("https://fan.github.io/queen/x/", "in x/"),
                ("HTTPS://me@FAN.github.io:443/queen/x/#y", "in x/ at y"),
                ("//fan.github.io/queen/", "in "),
                ("https:x", "in songs/promise/x"),
                ("https:/queen/x", "in x"),
                ("https:\\\\cdn.example", "host cdn.example"),
                ("http:/queen/x", "host queen"),
                ("https://fan.github.io", "beside /"),
                ("webcal://fan.github.io/queen/calendar.ics", "in calendar.ics"),
                ("webcal://other.example/c.ics", "scheme webcal"),
                ("http://fan.github.io/queen/", "host fan.github.io"),
                ("https://fan.github.io:8443/queen/", "host fan.github.io:8443"),
                ("https://fan.github.io.evil.example/", "host fan.github.io.evil.example"),
                ("https://fan.github.io@evil.example/", "host evil.example"),
                ("//cdn.example/x.js", "host cdn.example"),
                ("/\\cdn.example/x.js", "host cdn.example"),
                ("///cdn.example/x.js", "host cdn.example"),
                ("http:cdn.example", "host cdn.example"),
                ("https://", "host "),
                ("mailto:a@b.example", "scheme mailto"),
                ("java\nscript:alert(1)", "scheme javascript"),
                ("JavaScript:x", "scheme javascript"),
                ("data:image/png,x", "scheme data"),
                ("a:b", "scheme a"),
                ("1:b", "in songs/promise/1:b"),
                ("./a:b", "in songs/promise/a:b"),
            ],
        );
    }

    #[test]
    fn a_site_may_stand_at_the_root_of_its_host() {
        let cases = [
            ("/", "in "),
            ("/x/", "in x/"),
            ("../../..", "in "),
            ("https://a.example", "in "),
            ("https://a.example#x", "in  at x"),
        ];
        expect("https://a.example", "404.html", &cases);
        expect("http://a.example:80/%7Efan", "x/index.html", &[("/~fan/y", "in y"), ("../z", "in z")]);
    }

    #[test]
    fn files_are_called_what_they_are_called() {
        expect(
            "https://a.example",
            "100%25 a/index.html",
            &[("", "in 100%25 a/index.html"), ("b", "in 100%25 a/b")],
        );
    }

    #[test]
    fn the_short_way_agrees_with_the_long_one() {
        for site in ["https://fan.github.io/queen/", "https://fan.github.io"] {
            let base = Base::new(site).unwrap();
            let ground = Ground::new(&base);
            let from = ground.standing("a/index.html");
            for address in [
                "/queen/x/#y",
                "/queen/",
                "/queen",
                "/",
                "//x",
                "//queen/",
                "/queen//x",
                "/queen/.x",
                "/queen/x/..",
                "/queen/a?b",
                "/queen/%41",
                "/queen/a#b#c",
                "/queen/a#%41",
                "https://fan.github.io/queen/x",
                "https://fan.github.io/",
                "x",
                "#x",
                "https://fan.github.io.example/queen/",
                "https://fan.github.io//queen/",
                "/queen/a:b",
                "/queen/x#TOP",
                "/queen/a\\b",
            ] {
                let Some((path, fragment)) = ground.plain(address) else { continue };
                let fragment = (!fragment.is_empty()).then(|| fragment.to_string());
                let short = Target::Inside { path: path.to_string(), fragment };
                assert_eq!(short, ground.resolve(&from, address), "{address}");
            }
            let is_short = |rest: &str| ground.plain(&format!("{}/{rest}", base.path())).is_some();
            assert!(is_short("songs/promise/#writers") && is_short("") && is_short("a.png"));
        }
    }

    #[test]
    fn what_is_said_absolutely_is_known() {
        for address in ["/x", "//a.example", "https://a.example/", "#x", "", "mailto:a"] {
            assert!(!depends_on_page(address), "{address}");
        }
        assert!(["x", "../x", "?x"].into_iter().all(depends_on_page));
    }
}
