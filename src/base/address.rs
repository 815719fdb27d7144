//! Where the site stands on the web, and the paths of its files. The base path is added here and nowhere
//! else.

use std::borrow::Borrow;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

/// The path of one output file's address, below the base path: `songs/promise/` or `feed.xml`. No leading
/// slash; empty for the home page; a trailing slash stands for its `index.html`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePath(Arc<str>);

impl SitePath {
    pub fn new(path: impl Into<Arc<str>>) -> SitePath {
        let path = path.into();
        debug_assert!(!path.starts_with('/') && !path.contains("//"), "a site path is relative and clean: {path}");
        SitePath(path)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file in the output folder: `songs/promise/index.html`.
    pub fn file(&self) -> String {
        if self.0.is_empty() || self.0.ends_with('/') {
            [&*self.0, "index.html"].concat()
        } else {
            self.0.to_string()
        }
    }

    /// The address of an output file: the reverse of `file`.
    pub fn of_file(file: &str) -> SitePath {
        let path = match file.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => file,
        };
        SitePath(path.into())
    }
}

/// So that maps of them can be asked for a path as text.
impl Borrow<str> for SitePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}", self.0)
    }
}

impl fmt::Debug for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// The site's own address, split in what names the host and what lies before every path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    /// `https://example.github.io`: scheme, host and port, no slash at the end.
    origin: String,
    /// Empty, or `/queen-of-tears`: a slash in front, none at the end.
    path: String,
}

impl Base {
    /// Reads an address such as `https://example.github.io/queen-of-tears/`. Says in words what is wrong.
    pub fn new(address: &str) -> Result<Base, &'static str> {
        let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
        let rest = rest.ok_or("an address begins with `https://`")?;
        let scheme = &address[..address.len() - rest.len()];
        let (host, path) = rest.split_once('/').map_or((rest, ""), |(host, path)| (host, path));
        let fine =
            |s: &str, more: &str| s.bytes().all(|b| b.is_ascii_alphanumeric() || more.as_bytes().contains(&b));
        if host.is_empty() || !fine(host, ".-:[]") {
            return Err("after `https://` comes the name of a host, such as `example.github.io`");
        }
        let path = path.trim_end_matches('/');
        if path.split('/').any(|part| matches!(part, "." | "..")) {
            return Err("an address says where it leads without `.` or `..` as a part of its path");
        }
        if path.starts_with('/') || path.contains("//") {
            return Err("two slashes after one another have nothing between them; write one");
        }
        let last = path.rsplit('/').next().unwrap_or_default();
        if [".html", ".htm", ".php"].iter().any(|end| last.ends_with(end)) {
            return Err("the site's address ends with the folder of its home page, without the name of a file");
        }
        if !fine(path, "/-._~%") {
            return Err("the path of an address has only letters, digits and `- . _ ~ /`");
        }
        let path = if path.is_empty() { String::new() } else { format!("/{path}") };
        Ok(Base { origin: format!("{scheme}{}", host.to_ascii_lowercase()), path })
    }

    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Empty, or the path with a slash in front and none at the end.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The host's name, without a port.
    pub fn host(&self) -> &str {
        let host = self.origin.split_once("://").map_or("", |(_, host)| host);
        host.split(':').next().unwrap_or(host)
    }

    /// Is this a domain that somebody can own, and not one of GitHub's? The names that RFC 2606 keeps for examples, and
    /// those of machines at home, are none. Nor is one with a port: GitHub Pages answers at none but its own.
    pub fn has_own_domain(&self) -> bool {
        const NOBODYS: &[&str] =
            &["example", "test", "invalid", "localhost", "local", "example.com", "example.org", "example.net"];
        let host = self.host();
        let is_below = |name: &str| host == name || host.strip_suffix(name).is_some_and(|rest| rest.ends_with('.'));
        let is_name = host.contains('.') && host.parse::<IpAddr>().is_err() && !host.contains(['[', ']']);
        let has_port = self.origin().matches(':').count() > 1;
        is_name && !has_port && !is_below("github.io") && !NOBODYS.iter().any(|name| is_below(name))
    }

    /// The host that a `CNAME` names, if it is another one than that of this address.
    pub fn other_host(&self, cname: &[u8]) -> Option<String> {
        let named = String::from_utf8_lossy(cname).trim().to_ascii_lowercase();
        (!named.is_empty() && named != self.host()).then_some(named)
    }

    /// What stands in an `href`: the path from the root of the host.
    pub fn href(&self, path: &SitePath) -> String {
        [&*self.path, "/", path.as_str()].concat()
    }

    /// The whole address, for feeds, sitemaps and canonical links.
    pub fn absolute(&self, path: &SitePath) -> String {
        [&*self.origin, &*self.path, "/", path.as_str()].concat()
    }

    /// The same for programs that keep a calendar up to date: `webcal://example.org/calendar.ics`.
    pub fn webcal(&self, path: &SitePath) -> String {
        let (_, host) = self.origin.split_once("://").unwrap_or(("", &self.origin));
        format!("webcal://{host}{}/{}", self.path, path.as_str())
    }
}

impl Default for Base {
    fn default() -> Base {
        Base { origin: "https://example.org".into(), path: String::new() }
    }
}

/// An address outside the site, or a path in it, of a kind that a page may carry.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Url(String);

impl Url {
    /// Takes `https: http: mailto: tel:` addresses without spaces or control characters.
    pub fn new(text: &str) -> Option<Url> {
        let scheme = text.split_once(':')?.0.to_ascii_lowercase();
        let is_known = matches!(scheme.as_str(), "https" | "http" | "mailto" | "tel");
        let is_whole = !text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"'));
        let has_host =
            !scheme.starts_with("http") || text.split_once("://").is_some_and(|(_, rest)| !rest.is_empty());
        (is_known && is_whole && has_host).then(|| Url(text.into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host, for showing where a link leads.
    pub fn host(&self) -> &str {
        let rest = self.0.split_once("://").map_or("", |(_, rest)| rest);
        let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
        host.strip_prefix("www.").unwrap_or(host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_path_is_added_once() {
        let base = Base::new("https://example.github.io/queen-of-tears/").unwrap();
        let song = SitePath::new("songs/promise/");
        assert_eq!(base.href(&song), "/queen-of-tears/songs/promise/");
        assert_eq!(base.absolute(&song), "https://example.github.io/queen-of-tears/songs/promise/");
        assert_eq!(base.href(&SitePath::new("")), "/queen-of-tears/");
        assert_eq!(Base::new("https://a.example").unwrap().href(&SitePath::new("")), "/");
        let calendar = SitePath::new("calendar.ics");
        assert_eq!(base.webcal(&calendar), "webcal://example.github.io/queen-of-tears/calendar.ics");
        assert_eq!(
            Base::new("http://localhost:80").unwrap().webcal(&calendar),
            "webcal://localhost:80/calendar.ics"
        );
        assert_eq!(song.file(), "songs/promise/index.html");
        assert_eq!(SitePath::of_file("songs/promise/index.html"), song);
        assert_eq!(SitePath::of_file("404.html").file(), "404.html");
    }

    #[test]
    fn only_a_domain_of_ones_own_is_named() {
        let is_own = |address: &str| Base::new(address).unwrap().has_own_domain();
        for address in ["https://queenoftears.fan/", "https://ost.fans.kr", "https://fans.kr/queen-of-tears/"] {
            assert!(is_own(address), "{address}");
        }
        for address in [
            "https://me.github.io/queen-of-tears/",
            "https://me.github.io/",
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

    #[test]
    fn what_is_no_address_is_told() {
        for text in [
            "example.org",
            "ftp://example.org",
            "https://",
            "https://a b/",
            "https://a/../b",
            "https://a//b",
            "https://a/x/index.html",
        ] {
            assert!(Base::new(text).is_err(), "{text}");
        }
        assert!(Url::new("javascript:alert(1)").is_none());
        assert!(Url::new("https://").is_none());
        assert!(Url::new("mailto:a@b.example").is_some());
    }
}
