//! The default theme, which the program carries with it. Any file of it can be replaced by a file of the
//! same name in a site's own `templates/` or `static/`.

macro_rules! files {
    ($folder:literal: $($name:literal)*) => {
        &[$(($name, include_bytes!(concat!("../../", $folder, "/", $name)).as_slice())),*]
    };
}

/// `templates/`, by name. A test compares the list with the folder.
pub const TEMPLATES: &[(&str, &[u8])] = files! { "templates":
    "artist.html"
    "artists.html"
    "base.html"
    "cast.html"
    "character.html"
    "episode.html"
    "episodes.html"
    "home.html"
    "parts.html"
    "person.html"
    "record.html"
    "song.html"
    "soundtrack.html"
    "strings/en.yaml"
    "strings/ko.yaml"
};

/// `static/`, by name.
pub const STATIC: &[(&str, &[u8])] = files! { "static":
    "icon.svg"
    "site.css"
};

/// A template or a strings file of the theme, as text.
pub fn template(name: &str) -> Option<&'static str> {
    let (_, bytes) = TEMPLATES.iter().find(|(known, _)| *known == name)?;
    std::str::from_utf8(bytes).ok()
}
