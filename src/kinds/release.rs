//! `releases/<id>.yaml`: an album or single, its discs, and what is in the box.

use crate::base::address::Url;
use crate::base::day::{Day, Dur, When, Zone};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::fact::{List, Maybe, Need};
use crate::base::id::RecordId;
use crate::base::name::Name;
use crate::base::number::Dec;
use crate::base::text::Text;
use crate::base::walk::Walk;
use crate::parse::advice;
use crate::parse::decode::{Cx, Value, fields, read_by_key, words};
use crate::parse::shape::Shape;
use crate::parse::values::{Country, Currency, PerformerRef, ReleaseRef, ShopRef, SongRef, Word};
use crate::parse::walked::{Walked, walk_by_key};
use crate::parse::yaml::Node;
use std::collections::HashSet;

fields! { "a release";
    pub struct Release {
        /// What it is called.
        name: Need<Name>,
        /// What sort of release it is.
        kind: Need<ReleaseKind>,
        /// Which part of a series of singles.
        part: Maybe<u32>,
        /// Which edition.
        edition: Maybe<Text>,
        /// The release whose songs, discs and contents it shares.
        edition_of: Maybe<ReleaseRef>,
        /// Its lead songs.
        lead: List<SongRef>,
        /// How far it has come.
        status: Maybe<ReleaseStatus>,
        /// When it could first be ordered.
        presale_from: Maybe<When>,
        /// When it came out.
        released: Maybe<When>,
        /// What it comes on.
        formats: List<Format>,
        /// Its label.
        label: Maybe<Text>,
        /// Who distributes it.
        distributor: Maybe<Text>,
        /// The label's number for it.
        catalogue_number: Maybe<Word>,
        /// The number under its bars.
        barcode: Maybe<Word>,
        /// What sources claim of its numbers.
        says: Maybe<ReleaseSays>,
        /// Its songs, when their order is not known.
        songs: List<SongRef>,
        /// Its songs in order.
        tracks: List<Track>,
        /// Its discs.
        discs: List<Disc>,
        /// How many tracks the complete list has.
        track_count: Maybe<u32>,
        /// What is in the box, by a short key.
        contents: Maybe<Contents>,
        /// Where it is sold.
        offers: List<Offer>,
        /// Other shops sell it too, which no source names.
        offers_more: Maybe<bool>,
        /// The idea behind it.
        concept: Maybe<Text>,
    }
}

words! {
    pub enum ReleaseKind { Album "album", Single "single", Ep "ep", Other "other", }
}

words! {
    pub enum ReleaseStatus {
        Released "released", Announced "announced", PreSale "pre-sale", SoldOut "sold-out", Cancelled "cancelled",
    }
}

fields! { "a format";
    pub struct Format {
        /// What it is.
        what: Need<FormatKind>,
        /// How many of them.
        count: Maybe<u32>,
        /// When this format came out.
        released: Maybe<When>,
    }
}

words! {
    pub enum FormatKind {
        Cd "CD", Digital "digital", Lp "LP", Cassette "cassette", Usb "USB", Card "card", Dvd "DVD",
        BluRay "Blu-ray", Other "other",
    }
}

fields! { "a claim about the release";
    pub struct ReleaseSays {
        /// Number of songs with singing.
        vocal_songs: Maybe<u32>,
        /// Number of score tracks.
        score_tracks: Maybe<u32>,
        /// Number of tracks.
        tracks: Maybe<u32>,
        /// Number of discs.
        discs: Maybe<u32>,
        /// Number of pages of the booklet.
        pages: Maybe<u32>,
    }
}

fields! { "a track";
    pub struct Track {
        /// Which song; `unknown` when only the number is known.
        song: Need<TrackSong>,
        /// Its number on the disc.
        number: Maybe<u32>,
        /// The side of a record or cassette.
        side: Maybe<Word>,
        /// The title as printed, when it differs.
        printed_title: Maybe<Text>,
        /// How long it is here.
        duration: Maybe<Dur>,
    }
}

/// A song on a track, which may be unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackSong(pub SongRef);

impl Walked for TrackSong {
    fn agrees(&self, other: &TrackSong, zone: &Zone) -> bool {
        self.0.agrees(&other.0, zone)
    }
}

impl Value for TrackSong {
    const MAY_BE_UNKNOWN: bool = true;
    fn form() -> String {
        "the id of a song".into()
    }
    fn shape() -> Shape {
        SongRef::shape()
    }
    fn read(node: &Node, cx: &mut Cx) -> Option<TrackSong> {
        SongRef::read(node, cx).map(TrackSong)
    }
}

fields! { "a disc";
    pub struct Disc {
        /// Its number.
        number: Need<u32>,
        /// What it is.
        format: Maybe<FormatKind>,
        /// What it is called.
        title: Maybe<Text>,
        /// Its songs, when their order is not known.
        songs: List<SongRef>,
        /// Its songs in order.
        tracks: List<Track>,
        /// How many tracks the complete list has.
        track_count: Maybe<u32>,
    }
}

/// What is in the box, in the author's order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contents(pub Vec<(String, Item)>);

impl Walked for Contents {
    const HAS_PARTS: bool = true;
    fn walk<'a>(&'a self, walk: &mut Walk<'a, '_>) {
        walk_by_key(&self.0, walk);
    }
}

impl Value for Contents {
    const OPENS: bool = false;
    fn form() -> String {
        "what is in the box, by a short key: `{booklet: {what: booklet}}`".into()
    }
    fn shape() -> Shape {
        Shape::Keyed { key: "^.+$", value: Box::new(Item::shape()) }
    }
    fn read(node: &Node, cx: &mut Cx) -> Option<Contents> {
        read_by_key(node, cx, &Contents::form()).map(Contents)
    }
}

fields! { "a thing in the box";
    pub struct Item {
        /// What it is.
        what: Need<ItemKind>,
        /// What it is, when no word fits.
        label: Maybe<Text>,
        /// How many different ones exist.
        designs: Maybe<u32>,
        /// How many are in one box.
        you_get: Maybe<Count>,
        /// How those are chosen.
        pick: Maybe<Pick>,
        /// How many pages it has.
        pages: Maybe<u32>,
        /// Its size.
        size: Maybe<Size>,
        /// How it is made.
        style: Maybe<Text>,
        /// The thing that it lies in.
        inside "in": Maybe<Word>,
        /// Only from that shop.
        exclusive_to: Maybe<ShopRef>,
        /// Each design, where they are known.
        cards: List<Card>,
        /// A remark.
        note: Maybe<Text>,
        /// Who says so.
        sources: List<crate::parse::values::SourceRef>,
    }
}

words! {
    pub enum ItemKind {
        Other "other", Booklet "booklet", PhotoBook "photo book", PhotoCard "photo card", Poster "poster",
        Sticker "sticker", Box "box", Sleeve "sleeve", LyricBook "lyric book", Film "film", MemoPad "memo pad",
    }
}

words! {
    pub enum Pick { Fixed "fixed", Random "random", Choice "choice", }
}

/// How many are in a box: a number, or every design.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    Of(u32),
    All,
}

impl Walked for Count {}

impl Value for Count {
    const MAY_BE_UNKNOWN: bool = true;
    fn form() -> String {
        "a whole number, or `all`".into()
    }
    fn shape() -> Shape {
        Shape::Either(vec![Shape::Whole, Shape::OneOf(vec!["all"])])
    }
    fn read(node: &Node, cx: &mut Cx) -> Option<Count> {
        let text = cx.word(node, &Count::form())?;
        let count = if text == "all" { Some(Count::All) } else { text.parse().ok().map(Count::Of) };
        if count.is_none() {
            cx.wrong_word(node, &Count::form(), advice::number(text));
        }
        count
    }
}

fields! { "a size";
    pub struct Size {
        /// Width.
        w: Need<Dec>,
        /// Height.
        h: Need<Dec>,
        /// `mm` when nothing is said.
        unit: Maybe<Word>,
    }
}

fields! { "a card";
    pub struct Card {
        /// A short key, for ticking it off.
        id: Need<Word>,
        /// What is on it.
        name: Maybe<Text>,
        /// Who is on it.
        who: List<PerformerRef>,
    }
}

fields! { "an offer";
    pub struct Offer {
        /// Which shop.
        shop: Need<ShopRef>,
        /// Before or after it came out.
        kind: Maybe<OfferKind>,
        /// From when.
        from: Maybe<When>,
        /// Until when.
        until: Maybe<When>,
        /// What it costs.
        price: Maybe<Money>,
        /// Its page in the shop.
        url: Maybe<Url>,
        /// Where the shop sends it.
        ships_to: List<Country>,
        /// When somebody last looked.
        checked: Maybe<Day>,
        /// A remark.
        note: Maybe<Text>,
        /// Who says so.
        sources: List<crate::parse::values::SourceRef>,
    }
}

words! {
    pub enum OfferKind { Sale "sale", PreSale "pre-sale", }
}

fields! { "a price";
    pub struct Money {
        /// How much.
        amount: Need<Dec>,
        /// In which currency.
        currency: Need<Currency>,
    }
}

impl Release {
    /// A release or a disc lists songs with an order or without, never both ways.
    pub fn check(&self, cx: &mut Cx) {
        let ways = [
            ("songs", self.songs.fact().map(|fact| fact.at)),
            ("tracks", self.tracks.fact().map(|fact| fact.at)),
            ("discs", self.discs.fact().map(|fact| fact.at)),
        ];
        order_mixed(&ways, cx);
        for disc in &self.discs {
            order_mixed(
                &[
                    ("songs", disc.songs.fact().map(|fact| fact.at)),
                    ("tracks", disc.tracks.fact().map(|fact| fact.at)),
                ],
                cx,
            );
        }
    }
}

fn order_mixed(ways: &[(&str, Option<crate::base::fact::Span>)], cx: &mut Cx) {
    let mut given = ways.iter().filter_map(|(name, at)| at.map(|at| (name, at)));
    if let (Some((first, first_at)), Some((second, second_at))) = (given.next(), given.next()) {
        let complaint = Diagnostic::new(
            Code::OrderMixed,
            format!("{} lists its songs both under `{first}` and under `{second}`", cx.owner_name()),
        )
        .at(cx.place(second_at))
        .label("the second list")
        .also(cx.place(first_at), "the first list")
        .help("keep `tracks` (or `discs`) when the order is known, `songs` when it is not");
        cx.complain(complaint);
    }
}

impl Release {
    /// Where it stands among the others: albums first, then parts by their numbers, then the rest.
    pub fn rank(&self) -> (usize, u32) {
        match (self.kind.get(), self.part.get()) {
            (Some(ReleaseKind::Album), None) => (0, 0),
            (_, Some(part)) => (1, *part),
            (_, None) => (2, 0),
        }
    }

    /// Every song it lists, with an order or without; unknown ones left out, none twice.
    pub fn listed_songs(&self) -> Vec<RecordId> {
        let plain =
            self.songs.iter().chain(self.discs.iter().flat_map(|disc| disc.songs.iter())).map(|song| &song.0);
        let tracks = self.tracks.iter().chain(self.discs.iter().flat_map(|disc| disc.tracks.iter()));
        let tracks = tracks.filter_map(|track| track.song.get()).map(|song| &song.0.0);
        let mut seen: HashSet<RecordId> = HashSet::new();
        let all = plain.chain(tracks).flat_map(|to| to.candidates());
        all.filter(|id| seen.insert(id.clone())).collect()
    }
}
