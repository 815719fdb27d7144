//! What stands at an address. A path is decoded once and looked up among the files of the site, never joined to a
//! folder: there is nothing that `..` could climb out of.

use crate::engine::resident::Served;

/// Where the preview's own files are, at the root of the host: the ledger has this name in every output folder, so
/// no site has a file there.
pub const FOLDER: &str = "/.linernotes/";
pub const SCRIPT: &str = "/.linernotes/live.js";
pub const EVENTS: &str = "/.linernotes/events";

/// What an address leads to, as on a host of static files (GitHub Pages).
pub enum Stands {
    /// A file of the site, by its path in it.
    File(String, Served),
    /// A folder asked for without its slash: where to go instead.
    Folder(String),
    /// There is nothing; the site's page for that, where it has one.
    Nothing(Option<Served>),
    /// Not below the site's path on its host.
    Outside,
    /// Percent signs that are none, or bytes that are no text.
    Unreadable,
}

/// The page for addresses that do not exist.
const NOTHING_HERE: &str = "404.html";

/// Looks up a path as it stands in a request, without its query; `base` has a slash at both ends.
pub fn stands(path: &str, base: &str, file: &dyn Fn(&str) -> Option<Served>) -> Stands {
    let Some(below) = path.strip_prefix(base) else {
        return if format!("{path}/") == base { Stands::Folder(base.to_string()) } else { Stands::Outside };
    };
    let Some(wanted) = decoded(below) else { return Stands::Unreadable };
    let found = |path: String| file(&path).map(|served| Stands::File(path, served));
    if wanted.is_empty() || wanted.ends_with('/') {
        return found(format!("{wanted}index.html")).unwrap_or_else(|| Stands::Nothing(file(NOTHING_HERE)));
    }
    found(wanted.clone())
        .or_else(|| found(format!("{wanted}.html")))
        .or_else(|| file(&format!("{wanted}/index.html")).map(|_| Stands::Folder(format!("{path}/"))))
        .unwrap_or_else(|| Stands::Nothing(file(NOTHING_HERE)))
}

/// The files that a page on the screen is made of: what it asked for, and what it may have got instead.
pub fn files_of(path: &str, base: &str) -> Vec<String> {
    let wanted = path.strip_prefix(base).and_then(decoded);
    wanted.map_or_else(Vec::new, |wanted| match wanted {
        folder if folder.is_empty() || folder.ends_with('/') => {
            vec![format!("{folder}index.html"), NOTHING_HERE.into()]
        }
        file if file.ends_with(".html") => vec![file, NOTHING_HERE.into()],
        file => vec![format!("{file}.html"), NOTHING_HERE.into()],
    })
}

/// Takes `%EC%82%AC` back; nothing when the percent signs are no codes, or the bytes no text.
pub fn decoded(path: &str) -> Option<String> {
    if !path.contains('%') {
        return Some(path.to_string());
    }
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        if *byte == b'%' {
            bytes.push((digit(after.first())? * 16 + digit(after.get(1))?) as u8);
            rest = &after[2..];
        } else {
            bytes.push(*byte);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::digest::Digest;

    fn told(path: &str, base: &str) -> String {
        const FILES: &[&str] =
            &["index.html", "404.html", "a.html", "songs/x/index.html", "노래/index.html", "b.txt"];
        let file = |path: &str| {
            let bytes = FILES.contains(&path).then_some(path.as_bytes())?;
            Some(Served { bytes: bytes.into(), digest: Digest::of(bytes) })
        };
        match stands(path, base, &file) {
            Stands::File(path, _) => path,
            Stands::Folder(to) => format!("-> {to}"),
            Stands::Nothing(page) => if page.is_some() { "404" } else { "none" }.to_string(),
            Stands::Outside => "outside".to_string(),
            Stands::Unreadable => "unreadable".to_string(),
        }
    }

    #[test]
    fn addresses_lead_where_a_host_of_static_files_leads_them() {
        for (path, wanted) in [
            ("/q/", "index.html"),
            ("/q", "-> /q/"),
            ("/q/index.html", "index.html"),
            ("/q/a", "a.html"),
            ("/q/a.html", "a.html"),
            ("/q/a/", "404"),
            ("/q/songs/x", "-> /q/songs/x/"),
            ("/q/songs/x/", "songs/x/index.html"),
            ("/q/songs%2Fx/", "songs/x/index.html"),
            ("/q/%EB%85%B8%EB%9E%98/", "노래/index.html"),
            ("/q/songs/", "404"),
            ("/", "outside"),
            ("/qq/", "outside"),
            ("//q/", "outside"),
            ("/q/%zz", "unreadable"),
            ("/q/%e", "unreadable"),
            ("/q/%ff", "unreadable"),
            ("*", "outside"),
        ] {
            assert_eq!(told(path, "/q/"), wanted, "{path}");
        }
        assert_eq!(told("/b.txt", "/"), "b.txt");
    }

    #[test]
    fn nothing_climbs_out_of_the_site() {
        for path in [
            "/../b.txt",
            "/..%2fb.txt",
            "/%2e%2e/b.txt",
            "/%252e%252e/b.txt",
            "/..%5cb.txt",
            "/..\\b.txt",
            "//b.txt",
            "/./b.txt",
            "/b.txt%00",
            "/b.txt%00.html",
            "/%c0%ae%c0%ae/b.txt",
            "/C:/b.txt",
            "/con",
            "/b.txt::$DATA",
            "/%2fetc/passwd",
            "/songs/../b.txt",
            "/b.txt.",
            "/b.txt%20",
            "/B.TXT",
            "//evil.example/songs/x",
        ] {
            assert!(["404", "unreadable"].contains(&&*told(path, "/")), "{path}: {}", told(path, "/"));
        }
    }
}
