//! What is told of a release: the album, and one release for each format. Never what is in the box.

use super::super::desk::Desk;
use super::agents::Organization;
use super::credits::{awards, organization};
use super::graph::Node;
use super::ids::{date, id_of, part_of, same_as, url_of};
use super::music::{
    MusicAlbum, MusicRelease, Offer as Offered, Production, PropertyValue, ReleaseFormat, ReleaseType, Track,
    TrackItem, TrackList,
};
use super::node::{Many, Ref};
use super::song::all_performers;
use super::stub::{album as album_stub, is_told, name, other_names, recording, seller};
use crate::base::fact::List;
use crate::base::id::{Kind, RecordId};
use crate::kinds::record::Record;
use crate::kinds::release::{self, Format, FormatKind, Offer, Release, ReleaseKind};
use crate::parse::values::SongRef;

/// The album first; of an edition of another release, that edition.
pub fn tell(desk: &Desk, id: &RecordId, record: &Record<Release>) -> Vec<Node> {
    if !is_told(desk, id, &record.is) {
        return Vec::new();
    }
    let releases = releases(desk, id, record);
    let refs: Vec<Ref> = releases.iter().filter_map(|release| Some(Ref { id: release.id.clone()? })).collect();
    let mut nodes: Vec<Node> = Vec::new();
    if record.is.edition_of.fact().is_none() {
        nodes.push(album(desk, id, record, refs).into());
    }
    nodes.extend(releases.into_iter().map(Node::from));
    nodes
}

fn album(desk: &Desk, id: &RecordId, record: &Record<Release>, releases: Vec<Ref>) -> MusicAlbum {
    let release = &record.is;
    MusicAlbum {
        id: Some(part_of(desk, id, "album")),
        name: name(desk, id).into(),
        alternate_name: other_names(desk, id).into(),
        url: url_of(desk, id).into(),
        same_as: Many::default(),
        by_artist: all_performers(desk, &release.listed_songs()).into(),
        album_production_type: Production::Soundtrack.into(),
        album_release_type: release.kind.said().and_then(release_type).into(),
        date_published: release.released.said().map(|when| date(desk, when)).into(),
        num_tracks: track_count(release).into(),
        track: tracks(desk, release).into(),
        album_release: releases.into(),
        award: awards(desk, id).into(),
    }
}

fn release_type(kind: &ReleaseKind) -> Option<ReleaseType> {
    match kind {
        ReleaseKind::Album => Some(ReleaseType::Album),
        ReleaseKind::Single => Some(ReleaseType::Single),
        ReleaseKind::Ep => Some(ReleaseType::Ep),
        ReleaseKind::Other => None,
    }
}

/// How many tracks the complete list has: only where somebody says so.
fn track_count(release: &Release) -> Option<u32> {
    let discs = || {
        let counts: Option<Vec<u32>> =
            release.discs.said().iter().map(|disc| disc.track_count.said().copied()).collect();
        counts.filter(|counts| !counts.is_empty()).map(|counts| counts.iter().sum())
    };
    release.track_count.said().copied().or_else(discs)
}

/// Songs without an order, or a list for each disc.
fn tracks(desk: &Desk, release: &Release) -> Vec<Track> {
    let mut all = side(desk, &release.songs, &release.tracks, None);
    for disc in release.discs.said() {
        let title = disc.title.said().map(|title| desk.text(title).text);
        let number = disc.number.said().map(|n| desk.strings.fill("disc_number", &[("number", &n.to_string())]));
        all.extend(side(desk, &disc.songs, &disc.tracks, title.or(number)));
    }
    all
}

fn side(desk: &Desk, songs: &List<SongRef>, tracks: &List<release::Track>, called: Option<String>) -> Vec<Track> {
    let song = |to: &SongRef| recording(desk, &desk.reader.find(to)?);
    let item = |(at, track): (usize, &release::Track)| {
        let position = track.number.said().copied().or_else(|| u32::try_from(at + 1).ok());
        let item = song(&track.song.said()?.0)?;
        Some(TrackItem { id: None, position: position.into(), item: item.into() })
    };
    let items: Vec<TrackItem> = tracks.said().iter().enumerate().filter_map(item).collect();
    let mut all: Vec<Track> = songs.said().iter().filter_map(song).map(Track::from).collect();
    if !items.is_empty() {
        let list = TrackList {
            id: None,
            name: called.into(),
            number_of_items: u32::try_from(items.len()).ok().into(),
            item_list_element: items.into(),
        };
        all.push(list.into());
    }
    all
}

/// One for each format; one when nothing is said of formats.
fn releases(desk: &Desk, id: &RecordId, record: &Record<Release>) -> Vec<MusicRelease> {
    let release = &record.is;
    let formats = release.formats.said();
    let physical = formats.iter().filter(|format| !is_digital(format)).count();
    // Of an edition, the album of the release that it is an edition of, where that one's page tells of it.
    let root = match release.edition_of.fact() {
        None => Some(id.clone()),
        Some(of) => of.said().and_then(|to| desk.reader.find(to)),
    };
    let album = root.and_then(|root| album_stub(desk, &root)).and_then(|album| Some(Ref { id: album.id? }));
    let labels: Vec<Organization> =
        release.label.said().map(|label| organization(desk.text(label).text)).into_iter().collect();
    let one = |format: Option<&Format>, address: String| {
        // Numbers and offers belong to what can be held; to which of several, nobody says.
        let is_numbered = formats.len() < 2 || physical == 1 && format.is_some_and(|format| !is_digital(format));
        let barcode = release.barcode.said().filter(|_| is_numbered).map(|barcode| barcode.as_str());
        let number = release.catalogue_number.said().filter(|_| is_numbered);
        let when = match format.and_then(|format| format.released.fact()) {
            Some(own) => own.said(),
            None => release.released.said(),
        };
        let offers = release.offers.said().iter().filter(|_| is_numbered);
        MusicRelease {
            id: Some(address),
            name: name(desk, id).into(),
            alternate_name: other_names(desk, id).into(),
            url: url_of(desk, id).into(),
            same_as: same_as(Kind::Release, &record.common).into_iter().filter(|_| is_numbered).collect(),
            release_of: album.clone().into(),
            music_release_format: format.and_then(|format| release_format(*format.what.said()?)).into(),
            record_label: labels.clone().into(),
            catalog_number: number.map(|number| number.as_str().to_string()).into(),
            identifier: barcode
                .and_then(|barcode| {
                    let (property_id, value) = (gtin_name(barcode)?, digits(barcode));
                    Some(PropertyValue { property_id, value })
                })
                .into(),
            date_published: when.map(|when| date(desk, when)).into(),
            offers: offers.map(|one| offer(desk, one, barcode)).collect(),
        }
    };
    match formats {
        [] | [_] => vec![one(formats.first(), id_of(desk, id))],
        several => several
            .iter()
            .enumerate()
            .map(|(at, format)| one(Some(format), part_of(desk, id, &format!("release-{}", at + 1))))
            .collect(),
    }
}

fn is_digital(format: &Format) -> bool {
    format.what.get() == Some(&FormatKind::Digital)
}

fn release_format(kind: FormatKind) -> Option<ReleaseFormat> {
    match kind {
        FormatKind::Cd => Some(ReleaseFormat::Cd),
        FormatKind::Digital => Some(ReleaseFormat::Digital),
        FormatKind::Lp => Some(ReleaseFormat::Vinyl),
        FormatKind::Cassette => Some(ReleaseFormat::Cassette),
        FormatKind::Dvd => Some(ReleaseFormat::Dvd),
        // schema.org has no name for these.
        FormatKind::Usb | FormatKind::Card | FormatKind::BluRay | FormatKind::Other => None,
    }
}

/// Bars are often printed with spaces.
fn digits(barcode: &str) -> String {
    barcode.chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}

/// Which GTIN a barcode is, by its length (GS1 General Specifications §3.3).
fn gtin_name(barcode: &str) -> Option<&'static str> {
    let digits = digits(barcode);
    let is_number = digits.bytes().all(|b| b.is_ascii_digit());
    match digits.len() {
        _ if !is_number => None,
        8 => Some("gtin8"),
        12 => Some("gtin12"),
        13 => Some("gtin13"),
        14 => Some("gtin14"),
        _ => None,
    }
}

fn offer(desk: &Desk, offer: &Offer, barcode: Option<&str>) -> Offered {
    let price = offer.price.said();
    let seller = offer.shop.said().and_then(|shop| desk.reader.find(shop)).and_then(|shop| seller(desk, &shop));
    let amount = price.and_then(|price| Some((price.amount.said()?, price.currency.said()?)));
    let gtin = |name: &str| barcode.filter(|code| gtin_name(code) == Some(name)).map(digits);
    Offered {
        id: None,
        seller: seller.into(),
        url: offer.url.said().map(|url| url.as_str().to_string()).filter(|url| url.starts_with("http")).into(),
        price: amount.map(|(amount, _)| amount.as_str().to_string()).into(),
        price_currency: amount.map(|(_, currency)| currency.0.clone()).into(),
        availability_starts: offer.from.said().map(|when| date(desk, when)).into(),
        availability_ends: offer.until.said().map(|when| date(desk, when)).into(),
        eligible_region: offer.ships_to.said().iter().map(|country| country.0.clone()).collect(),
        gtin8: gtin("gtin8").into(),
        gtin12: gtin("gtin12").into(),
        gtin13: gtin("gtin13").into(),
        gtin14: gtin("gtin14").into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_barcode_is_named_by_its_length() {
        let cases = [
            ("8804775369834", Some("gtin13")),
            ("880 477-5369834", Some("gtin13")),
            ("036000291452", Some("gtin12")),
            ("96385074", Some("gtin8")),
            ("08804775369834", Some("gtin14")),
            ("88047753698", None),
            ("L200002937", None),
            ("", None),
        ];
        for (barcode, name) in cases {
            assert_eq!(gtin_name(barcode), name, "{barcode}");
        }
    }
}
