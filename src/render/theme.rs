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
