//! The default theme, which the program carries with it. Any file of it can be replaced by a file of the
//! same name in a site's own `templates/` or `static/`.

macro_rules! files {
    ($folder:literal: $($name:literal)*) => {
        &[$(($name, include_bytes!(concat!("../../", $folder, "/", $name)).as_slice())),*]
    };
}

/// `templates/`, by name. A test compares the list with the folder.
pub const TEMPLATES: &[(&str, &[u8])] = files! { "templates":
    "404.html"
    "about.html"
    "artist.html"
    "artists.html"
    "awards.html"
    "base.html"
    "cards/card.svg"
    "cast.html"
    "character.html"
    "checklist.html"
    "episode.html"
    "episodes.html"
    "help.html"
    "home.html"
    "lists.html"
    "news-list.html"
    "news.html"
    "offline.html"
    "page.html"
    "parts.html"
    "person.html"
    "places.html"
    "record.html"
    "redirect.html"
    "release.html"
    "releases.html"
    "schedule.html"
    "search.html"
    "song.html"
    "soundtrack.html"
    "sources.html"
    "strings/en.yaml"
    "strings/ko.yaml"
    "timeline.html"
};

/// The script of `static/` that stands in every page, since a style sheet's colours depend on it.
pub const EARLY: &str = "early.js";

/// The script of `static/` that keeps visited pages: the build puts what it knows of the site before it.
pub const WORKER: &str = "sw.js";

/// `static/`, by name.
pub const STATIC: &[(&str, &[u8])] = files! { "static":
    "checklist.js"
    "early.js"
    "icon.svg"
    "print.css"
    "search.js"
    "site.css"
    "site.js"
    "sw.js"
};

/// A template or a strings file of the theme, as text.
pub fn template(name: &str) -> Option<&'static str> {
    let (_, bytes) = TEMPLATES.iter().find(|(known, _)| *known == name)?;
    std::str::from_utf8(bytes).ok()
}

/// One file of the theme, as a fan speaks of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThemeFile {
    /// `templates` or `static`: where a site puts its own.
    pub folder: &'static str,
    /// Below that folder: `song.html`, `strings/en.yaml`.
    pub name: &'static str,
    pub bytes: &'static [u8],
}

/// Every file of the theme, templates first, by name.
pub fn files() -> impl Iterator<Item = ThemeFile> {
    let of = |folder, list: &'static [(&'static str, &'static [u8])]| {
        list.iter().map(move |(name, bytes)| ThemeFile { folder, name, bytes })
    };
    of("templates", TEMPLATES).chain(of("static", STATIC))
}

/// The manual says in one table what each file is for.
const MANUAL: &str = include_str!("../../docs/templates.md");

impl ThemeFile {
    /// Where a site keeps its own in place of it.
    pub fn path(&self) -> String {
        format!("{}/{}", self.folder, self.name)
    }

    /// One line: what the manual says of it, else the first sentence of the comment at its head.
    pub fn about(&self) -> String {
        let row = format!("| `{}` | ", self.name);
        let said = MANUAL.lines().find_map(|line| line.strip_prefix(&row)?.strip_suffix(" |"));
        said.map_or_else(|| self.head(), without_links)
    }

    fn head(&self) -> String {
        let text = std::str::from_utf8(self.bytes).unwrap_or_default().trim_start();
        let comment = match text.split_once('\n').map_or(text, |(line, _)| line) {
            line if line.starts_with("{#") => text.split("#}").next().unwrap_or_default(),
            line if line.starts_with("/*") => text.split("*/").next().unwrap_or_default(),
            line if line.starts_with("//") || line.starts_with('#') => line,
            _ => "",
        };
        let words = comment.trim_start_matches(['{', '#', '-', '/', '*', ' ']);
        let sentence = words.split(". ").next().unwrap_or(words).split_whitespace().collect::<Vec<_>>().join(" ");
        sentence.trim_end_matches(['.', '-', '#', ' ']).to_string()
    }
}

/// `[Share cards](cards.md)` as `Share cards`: where the line is read, nothing can be clicked.
fn without_links(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, (words, after))) =
        rest.split_once('[').and_then(|(before, link)| Some((before, link.split_once("](")?)))
    {
        plain.push_str(before);
        plain.push_str(words);
        rest = after.split_once(')').map_or("", |(_, after)| after);
    }
    plain + rest
}
