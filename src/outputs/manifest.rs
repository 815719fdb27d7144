//! `/manifest.webmanifest`: how a telephone shows the site when it is put among the programs. Its colours are those
//! of the style sheet.

use super::desk::Desk;
use super::{Ask, Made, Output};
use crate::base::address::SitePath;
use crate::base::datum::Datum;
use crate::base::lang::Lang;
use crate::model::reader::Read;
use crate::plan::{Key, Routes, Slot};

pub const OUTPUT: Output = Output {
    name: "manifest",
    path: "/manifest.webmanifest",
    about: "name, icon and colours, for putting the site on a home screen",
    slots,
    make,
};

fn slots(ask: &Ask) -> Vec<Slot> {
    ask.each_lang(|lang| Slot {
        path: path(ask.routes, lang),
        lang: Some(lang.clone()),
        output: OUTPUT.name,
        key: Key::Only,
        place: None,
    })
}

/// Where the manifest of a language stands.
pub fn path(routes: &Routes, lang: &Lang) -> SitePath {
    routes.in_lang(lang, "manifest.webmanifest")
}

fn make(_: &Slot, desk: &Desk) -> Made {
    let site = desk.reader.site();
    let title = site.title.get().map(|title| desk.text(title).text).unwrap_or_default();
    let home = |lang: &Lang| Datum::text(desk.routes.href(&desk.routes.home(lang)));
    let icon =
        |name: &str| desk.assets.named.get(name).map(|path| icon(&desk.routes.href(&SitePath::new(path.as_str()))));
    let icons: Vec<Datum> = icon("icon.svg").into_iter().collect();
    let colour = |token: &str| colour(desk, token).map(Datum::text);
    let manifest = Datum::map([
        ("id", Some(home(desk.lang))),
        ("name", Some(Datum::text(&title))),
        ("short_name", Some(Datum::text(short(&title)))),
        ("description", site.description.get().map(|description| Datum::text(desk.text(description).text))),
        ("lang", Some(Datum::text(desk.lang.as_str()))),
        ("dir", Some(Datum::text(direction(desk.lang)))),
        ("start_url", Some(home(desk.lang))),
        // All languages: changing the language does not leave the site.
        ("scope", Some(home(desk.reader.languages().first()))),
        ("display", Some(Datum::text("browser"))),
        ("theme_color", colour("--wine")),
        ("background_color", colour("--paper")),
        ("icons", (!icons.is_empty()).then_some(Datum::List(icons))),
    ]);
    Made::Bytes(manifest.to_json())
}

fn icon(href: &str) -> Datum {
    Datum::map([
        ("src", Some(Datum::text(href))),
        ("sizes", Some(Datum::text("any"))),
        ("type", Some(Datum::text("image/svg+xml"))),
        ("purpose", Some(Datum::text("any"))),
    ])
}

/// What fits below an icon: the title, or its first words.
fn short(title: &str) -> String {
    const CHARACTERS: usize = 15;
    let mut short = String::new();
    for word in title.split_whitespace() {
        let length = short.chars().count() + usize::from(!short.is_empty()) + word.chars().count();
        if !short.is_empty() && length > CHARACTERS {
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    short
}

/// Which way a language is written.
fn direction(lang: &Lang) -> &'static str {
    const FROM_RIGHT: &[&str] = &["ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"];
    if FROM_RIGHT.contains(&lang.language()) { "rtl" } else { "ltr" }
}

/// A colour of the style sheet, by its token; the first one is that of the light scheme.
fn colour(desk: &Desk, token: &str) -> Option<String> {
    let path = desk.assets.named.get("site.css")?;
    desk.reader.note(|| Read::Asset(path.clone()));
    let css = std::str::from_utf8(&desk.assets.files.get(path)?.bytes).ok()?;
    let (_, rest) = css.split_once(&format!("{token}:"))?;
    let value = rest.split([';', '}']).next()?.trim();
    let value = value.strip_prefix("light-dark(").and_then(|both| both.split(',').next()).unwrap_or(value).trim();
    let digits = value.strip_prefix('#')?;
    let is_colour = matches!(digits.len(), 3 | 6) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    is_colour.then(|| value.to_string())
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn a_short_name_is_made_of_whole_words() {
        for (title, wanted) in [
            ("Queen of Tears", "Queen of Tears"),
            ("Songs from Queen of Tears", "Songs from"),
            ("눈물의 여왕", "눈물의 여왕"),
            ("K-ON!", "K-ON!"),
            ("Donaudampfschiff", "Donaudampfschiff"),
            ("", ""),
        ] {
            assert_eq!(short(title), wanted);
        }
    }
}
