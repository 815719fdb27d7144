//! The address of each thing, the same in all languages and on all pages, and what other databases call it.

use super::super::desk::Desk;
use crate::base::day::When;
use crate::base::id::{Kind, RecordId};
use crate::kinds::Common;
use crate::kinds::common::LinkKind;

/// What a record is called on the web: the address of its page in the first language, with its kind behind it.
/// Where it stands on no page of the site, the home page's address serves.
pub fn id_of(desk: &Desk, id: &RecordId) -> String {
    part_of(desk, id, id.kind.name())
}

/// The same for something that a page tells of beside its record: the `composition` of a song.
pub fn part_of(desk: &Desk, id: &RecordId, part: &str) -> String {
    let first = desk.reader.languages().first();
    let base = desk.routes.base();
    match desk.routes.record(first, id).filter(|address| desk.has_file(&address.path.file())) {
        Some(address) => match &address.fragment {
            Some(fragment) => format!("{}#{fragment}", base.absolute(&address.path)),
            None => format!("{}#{part}", base.absolute(&address.path)),
        },
        None => {
            let drama = if id.drama.is_empty() { String::new() } else { format!("{}-", id.drama) };
            format!("{}#{part}-{drama}{}", base.absolute(&desk.routes.home(first)), id.id)
        }
    }
}

/// The whole address of a record's own page, in the page's language.
pub fn url_of(desk: &Desk, id: &RecordId) -> Option<String> {
    let address = desk.routes.record(desk.lang, id).filter(|address| address.fragment.is_none())?;
    desk.has_file(&address.path.file()).then(|| desk.routes.base().absolute(&address.path))
}

/// The site itself, which its home page tells of; nothing where there is none.
pub fn site_id(desk: &Desk) -> Option<String> {
    let home = desk.routes.home(desk.reader.languages().first());
    desk.has(&home).then(|| format!("{}#website", desk.routes.base().absolute(&home)))
}

/// A day or a moment, with the offset of its zone.
pub fn date(desk: &Desk, when: &When) -> String {
    let zone = desk.reader.zone();
    when.moment(zone).map_or_else(|| when.on_site(zone).0.to_string(), |moment| moment.rfc3339())
}

/// The address that an id of a database stands for; nothing for what is none.
type AddressOf = fn(Kind, &str) -> Option<String>;

/// Pages elsewhere that are of the same thing: those of databases, its own page, its accounts.
pub fn same_as(kind: Kind, common: &Common) -> Vec<String> {
    let mut addresses = Vec::new();
    if let Some(ids) = common.ids.said() {
        let known: [(_, AddressOf); 6] = [
            (&ids.wikidata, wikidata),
            (&ids.musicbrainz, musicbrainz),
            (&ids.tmdb, tmdb),
            (&ids.tvmaze, tvmaze),
            (&ids.imdb, imdb),
            (&ids.mdl, mdl),
        ];
        addresses.extend(known.iter().filter_map(|(id, address)| address(kind, id.said()?.as_str())));
    }
    for link in common.links.said() {
        let is_own = matches!(link.kind.said(), Some(LinkKind::Official | LinkKind::Social));
        if let Some(url) = link.url.said().filter(|url| is_own && url.as_str().starts_with("http")) {
            addresses.push(url.as_str().to_string());
        }
    }
    addresses
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// A number, perhaps with words behind it: `123-queen-of-tears`.
fn is_slug(text: &str) -> bool {
    let fine = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    fine && is_number(text.split('-').next().unwrap_or(text))
}

fn wikidata(_: Kind, id: &str) -> Option<String> {
    id.strip_prefix('Q').is_some_and(is_number).then(|| format!("https://www.wikidata.org/wiki/{id}"))
}

fn musicbrainz(kind: Kind, id: &str) -> Option<String> {
    let what = match kind {
        Kind::Song => "recording",
        Kind::Person | Kind::Artist => "artist",
        Kind::Release => "release",
        _ => return None,
    };
    let groups: Vec<usize> = id.split('-').map(str::len).collect();
    let is_uuid = groups == [8, 4, 4, 4, 12] && id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    is_uuid.then(|| format!("https://musicbrainz.org/{what}/{id}"))
}

fn tmdb(kind: Kind, id: &str) -> Option<String> {
    let what = match kind {
        Kind::Drama => "tv",
        Kind::Person => "person",
        _ => return None,
    };
    is_slug(id).then(|| format!("https://www.themoviedb.org/{what}/{id}"))
}

fn tvmaze(kind: Kind, id: &str) -> Option<String> {
    let what = match kind {
        Kind::Drama => "shows",
        Kind::Episode => "episodes",
        Kind::Person => "people",
        Kind::Character => "characters",
        _ => return None,
    };
    is_number(id).then(|| format!("https://www.tvmaze.com/{what}/{id}"))
}

fn imdb(_: Kind, id: &str) -> Option<String> {
    let what = match id.get(..2)? {
        "tt" => "title",
        "nm" => "name",
        "co" => "company",
        _ => return None,
    };
    is_number(&id[2..]).then(|| format!("https://www.imdb.com/{what}/{id}/"))
}

fn mdl(kind: Kind, id: &str) -> Option<String> {
    let what = match kind {
        Kind::Drama => "",
        Kind::Person => "people/",
        _ => return None,
    };
    is_slug(id).then(|| format!("https://mydramalist.com/{what}{id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_databases_become_addresses() {
        let uuid = "f27ec8db-af05-4f36-916e-3d57f91ecf5e";
        let cases: [(AddressOf, Kind, &str, &str); 9] = [
            (wikidata, Kind::Drama, "Q42", "https://www.wikidata.org/wiki/Q42"),
            (
                musicbrainz,
                Kind::Song,
                uuid,
                "https://musicbrainz.org/recording/f27ec8db-af05-4f36-916e-3d57f91ecf5e",
            ),
            (
                musicbrainz,
                Kind::Artist,
                uuid,
                "https://musicbrainz.org/artist/f27ec8db-af05-4f36-916e-3d57f91ecf5e",
            ),
            (tmdb, Kind::Drama, "215720", "https://www.themoviedb.org/tv/215720"),
            (tvmaze, Kind::Drama, "12", "https://www.tvmaze.com/shows/12"),
            (imdb, Kind::Drama, "tt123", "https://www.imdb.com/title/tt123/"),
            (imdb, Kind::Person, "nm123", "https://www.imdb.com/name/nm123/"),
            (mdl, Kind::Drama, "123-a-drama", "https://mydramalist.com/123-a-drama"),
            (mdl, Kind::Person, "12-somebody", "https://mydramalist.com/people/12-somebody"),
        ];
        for (address, kind, id, expected) in cases {
            assert_eq!(address(kind, id).as_deref(), Some(expected));
        }
        for id in ["", "42", "Q", "Q4/2", "tt", "é1", "x", "Q42#", "f27ec8db"] {
            for (address, ..) in cases {
                let made = address(Kind::Drama, id);
                assert!(made.is_none() || is_number(id), "{id}: {made:?}");
            }
        }
    }
}
