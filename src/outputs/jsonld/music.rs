//! Songs, what they are recordings of, and what they come out on.

use super::agents::{Agent, Organization, Person};
use super::node::{Ref, one_of, things};
use serde::Serialize;

things! {
    /// <https://schema.org/MusicRecording>: one recording, as the site's songs are.
    MusicRecording "MusicRecording" {
        name: String, alternate_name: String, url: String, same_as: String, by_artist: Agent, duration: String,
        date_published: String, isrc_code: String, in_language: String, in_album: MusicAlbum, recording_of: Ref,
        award: String,
    }
    /// <https://schema.org/MusicComposition>: what was written, apart from any recording.
    MusicComposition "MusicComposition" {
        name: String, alternate_name: String, composer: Agent, lyricist: Person, creator: Agent,
        contributor: Agent, in_language: String, recorded_as: Ref,
    }
    /// <https://schema.org/MusicAlbum>: what the editions and formats of a release have in common.
    MusicAlbum "MusicAlbum" {
        name: String, alternate_name: String, url: String, same_as: String, by_artist: Agent,
        album_production_type: Production, album_release_type: ReleaseType, date_published: String,
        num_tracks: u32, track: Track, album_release: Ref, award: String,
    }
    /// <https://schema.org/MusicRelease>: one edition in one format. It has no artist of its own.
    MusicRelease "MusicRelease" {
        name: String, alternate_name: String, url: String, same_as: String, release_of: Ref,
        music_release_format: ReleaseFormat, record_label: Organization, catalog_number: String,
        identifier: PropertyValue, date_published: String, offers: Offer,
    }
    /// <https://schema.org/Offer>
    Offer "Offer" {
        seller: Organization, url: String, price: String, price_currency: String, availability_starts: String,
        availability_ends: String, eligible_region: String, gtin8: String, gtin12: String,
        gtin13: String, gtin14: String,
    }
    /// <https://schema.org/ItemList> of the songs of a disc, in order.
    TrackList "ItemList" { name: String, number_of_items: u32, item_list_element: TrackItem, }
    /// <https://schema.org/ListItem> with a song.
    TrackItem "ListItem" { position: u32, item: MusicRecording, }
}

/// <https://schema.org/PropertyValue>: a number and who gives such numbers.
#[derive(Serialize, Clone, Debug, PartialEq)]
#[serde(tag = "@type")]
pub struct PropertyValue {
    #[serde(rename = "propertyID")]
    pub property_id: &'static str,
    pub value: String,
}

one_of! {
    /// What is on an album: songs without an order, or lists of them.
    Track { Song(MusicRecording), List(TrackList), }
}

/// <https://schema.org/MusicAlbumProductionType>
#[derive(Serialize, Clone, Copy, Debug, PartialEq)]
pub enum Production {
    #[serde(rename = "https://schema.org/SoundtrackAlbum")]
    Soundtrack,
}

/// <https://schema.org/MusicAlbumReleaseType>
#[derive(Serialize, Clone, Copy, Debug, PartialEq)]
pub enum ReleaseType {
    #[serde(rename = "https://schema.org/AlbumRelease")]
    Album,
    #[serde(rename = "https://schema.org/SingleRelease")]
    Single,
    #[serde(rename = "https://schema.org/EPRelease")]
    Ep,
}

/// <https://schema.org/MusicReleaseFormatType>: formats that it does not have are left out.
#[derive(Serialize, Clone, Copy, Debug, PartialEq)]
pub enum ReleaseFormat {
    #[serde(rename = "https://schema.org/CDFormat")]
    Cd,
    #[serde(rename = "https://schema.org/DigitalFormat")]
    Digital,
    #[serde(rename = "https://schema.org/VinylFormat")]
    Vinyl,
    #[serde(rename = "https://schema.org/CassetteFormat")]
    Cassette,
    #[serde(rename = "https://schema.org/DVDFormat")]
    Dvd,
}
