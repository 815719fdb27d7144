//! `cards/<lang>/<kind>-<id>.png`: the pictures that chats and networks show with a link. Each shows what its page
//! is about, in words that are safe for everyone: nothing of what a page keeps closed.

use super::desk::Desk;
use super::listing::tag_name;
use super::views::Bit;
use super::{Ask, Card, Made, Output};
use crate::base::art::art;
use crate::base::id::{Kind, RecordId};
use crate::base::lang::Lang;
use crate::base::place::Place;
use crate::base::view::view_of;
use crate::kinds::common::Credited;
use crate::kinds::record::Record;
use crate::kinds::release::ReleaseKind;
use crate::kinds::song::SongKind;
use crate::kinds::{Artist, Character, Drama, Person, Release, Song};
use crate::parse::values::SongRef;
use crate::plan::cards::{self, MANY, Subject};
use crate::plan::{Key, Slot};
use serde::Serialize;
use std::collections::BTreeMap;

pub const OUTPUT: Output = Output {
    name: cards::OUTPUT,
    path: "/cards/<language>/<kind>-<id>.png",
    about: "share cards: the pictures that chats show with a link",
    slots,
    make,
};

fn slots(ask: &Ask) -> Vec<Slot> {
    // By path, since several pages may have one card.
    let mut own: BTreeMap<String, (Slot, Subject)> = BTreeMap::new();
    let is_page = |slot: &&Slot| slot.path.file().ends_with("index.html");
    for page in ask.so_far.iter().filter(is_page) {
        let Some((path, subject)) = cards::own(ask.reader, page) else { continue };
        if subject.is_chosen(&ask.reader.site().cards) {
            let key = match (&page.key, subject) {
                (_, Subject::List) => Key::File(page.output.into()),
                (Key::Tag(tag, _), _) => Key::Tag(tag.clone(), 1),
                (key, _) => key.clone(),
            };
            let slot = Slot { path, lang: page.lang.clone(), output: OUTPUT.name, key, place: page.place.clone() };
            own.entry(slot.path.to_string()).or_insert((slot, subject));
        }
    }
    if own.len() > MANY {
        own.retain(|_, (_, subject)| subject.is_first());
    }
    let mut slots: Vec<Slot> = own.into_values().map(|(slot, _)| slot).collect();
    slots.extend(ask.each_lang(|lang| Slot {
        path: cards::shared(lang),
        lang: Some(lang.clone()),
        output: OUTPUT.name,
        key: Key::Only,
        place: None,
    }));
    slots
}

/// What `cards/card.svg` sees as `card`.
#[derive(Serialize)]
struct ShareView {
    /// Whose card it is: `song`, `drama` and so on, `tag`, `list`, or `site` for the one that many pages share.
    kind: String,
    /// The language of its words.
    lang: String,
    /// What it is, in a few words: "Song · Part 4". May be empty.
    label: String,
    /// What it is called, the largest words.
    title: Bit,
    /// The same in another language.
    also: Option<Bit>,
    /// Who and when, a line each.
    lines: Vec<String>,
    /// The name of the site.
    site: String,
    /// Where the site is, without `https://`.
    host: String,
    /// The drawing of the record: layers, the lowest first.
    art: Vec<LayerView>,
}

/// One path of a drawing, in a square from -50 to 50.
#[derive(Serialize)]
struct LayerView {
    /// For the `d` of a path.
    path: String,
    /// The colour that fills it: `wine`, `blush` or `gold`.
    fill: Option<String>,
    /// The colour of its line.
    line: Option<String>,
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let mut share = match &slot.key {
        Key::Record(id) => of_record(desk, id),
        Key::Drama(key) => match desk.reader.dramas().into_iter().find(|(drama, _)| drama == key) {
            Some((_, id)) => of_record(desk, &id),
            None => of_site(desk),
        },
        Key::Tag(tag, _) => {
            Share { kind: "tag", label: desk.t("tag"), title: tag_name(desk, tag), ..Share::of(tag) }
        }
        Key::File(list) => of_list(desk, list),
        _ => of_site(desk),
    };
    let place = match &slot.key {
        Key::Record(id) => place_of(desk, id),
        _ => slot.place.clone(),
    };
    let site = site_title(desk);
    share.lines.retain(|line| !line.is_empty());
    let settings = Place::file(&"content/site.yaml".into());
    let mut texts = vec![(site.text.clone(), settings.clone())];
    texts.append(&mut share.named);
    let own = [share.title.text.clone(), share.label.clone()].into_iter();
    let own = own.chain(share.also.iter().map(|bit| bit.text.clone())).chain(share.lines.iter().cloned());
    texts.extend(own.map(|text| (text, place.clone().unwrap_or_else(|| settings.clone()))));
    let layers = art(share.kind, &share.art).layers.into_iter();
    let view = ShareView {
        kind: share.kind.to_string(),
        lang: desk.lang.to_string(),
        label: share.label,
        title: share.title,
        also: share.also,
        lines: share.lines,
        host: desk.routes.base().host().to_string() + desk.routes.base().path(),
        site: site.text,
        art: layers
            .map(|layer| LayerView {
                path: layer.path,
                fill: layer.fill.map(|tone| tone.name().to_string()),
                line: layer.line.map(|tone| tone.name().to_string()),
            })
            .collect(),
    };
    Made::Card(Card { template: "cards/card.svg", view: vec![("card", view_of(&view))], texts })
}

/// What differs from card to card.
#[derive(Default)]
struct Share {
    kind: &'static str,
    /// What its art is drawn from.
    art: String,
    label: String,
    title: Bit,
    also: Option<Bit>,
    lines: Vec<String>,
    /// Names of other records in the lines, with the places of those records.
    named: Vec<(String, Place)>,
}

impl Share {
    fn of(art: &str) -> Share {
        Share { art: art.to_string(), ..Share::default() }
    }
}

fn site_title(desk: &Desk) -> Bit {
    desk.reader.site().title.get().map(|title| desk.text(title)).unwrap_or_default()
}

/// The title of the site in its next language.
fn of_site(desk: &Desk) -> Share {
    let site = desk.reader.site();
    let title = site_title(desk);
    let say = |lang: &Lang| {
        let text = site.title.get()?.exactly(lang, desk.reader.languages())?;
        (text != title.text).then(|| Bit { text: text.to_string(), lang: Some(lang.to_string()), ..Bit::default() })
    };
    let also = desk.reader.languages().iter().filter(|lang| *lang != desk.lang).find_map(say);
    Share { kind: "site", also, title, ..Share::of("") }
}

fn of_list(desk: &Desk, output: &str) -> Share {
    let section = output.strip_suffix("-list").unwrap_or(output);
    let key = format!("section_{section}");
    if !desk.strings.has(&key) {
        return of_site(desk);
    }
    Share { kind: "list", title: desk.plain(desk.t(&key)), ..Share::of(section) }
}

fn of_record(desk: &Desk, id: &RecordId) -> Share {
    let Some(head) = desk.reader.head(id) else { return of_site(desk) };
    let day = head.when.as_ref().map(|when| desk.strings.day(when.on_site(desk.reader.zone()).0));
    let drama = super::drama_name(desk, &id.drama);
    // The site's own name stands on every card already.
    let drama = if id.drama.is_empty() || drama == site_title(desk).text { String::new() } else { drama };
    let mut label: Vec<String> = Vec::new();
    let mut lines: Vec<String> = Vec::new();
    let mut named: Vec<(String, Place)> = Vec::new();
    match id.kind {
        Kind::Drama => {
            let drama = desk.reader.get::<Drama>(id).map(|record| &record.is);
            let kind = drama.and_then(|drama| drama.kind.get());
            label.push(kind.map_or(desk.t("card_drama"), |kind| desk.t(&format!("drama_kind_{}", kind.name()))));
            let span =
                drama.and_then(|drama| desk.span(drama.first_air.get().copied(), drama.last_air.get().copied()));
            lines.extend(span);
        }
        Kind::Song => {
            let song = desk.reader.get::<Song>(id);
            let kind = song.and_then(|song| song.is.kind.get().copied()).unwrap_or(SongKind::Vocal);
            label.push(desk.t(&format!("song_kind_{}", kind.name())));
            let part = super::song::part_of(desk.reader, id);
            label.extend(part.map(|part| desk.strings.fill("part_number", &[("number", &part.to_string())])));
            lines.extend(song.and_then(|song| performers(desk, song).join(", ", &mut named)));
            lines.extend(day.or_else(|| released(desk, id)));
        }
        Kind::Release => {
            if let Some(release) = desk.reader.get::<Release>(id).map(|record| &record.is) {
                let kind = release.kind.get().copied().unwrap_or(ReleaseKind::Other);
                label.push(desk.t(&format!("release_kind_{}", kind.name())));
                // A single is known by who sings it, an album by itself.
                let by = first_performers(desk, release).filter(|_| kind == ReleaseKind::Single);
                lines.extend(by.and_then(|by| by.join(", ", &mut named)));
            }
            lines.extend(day);
        }
        Kind::Character => {
            let character = desk.reader.get::<Character>(id).map(|record| &record.is);
            let role = character.and_then(|character| character.role.get());
            label.push(role.map_or(desk.t("card_character"), |role| desk.t(&format!("role_{}", role.name()))));
            let by = character.map(|character| Names::of_credits(desk, &character.played_by)).unwrap_or_default();
            let by = by.join(", ", &mut named);
            lines.extend(by.map(|by| desk.strings.fill("card_played_by", &[("name", &by)])));
        }
        Kind::Person => {
            let person = desk.reader.get::<Person>(id).map(|record| &record.is);
            let role = person.and_then(|person| person.role.get());
            label.push(role.map_or(desk.t("card_person"), |role| desk.text(role).text));
            let parts = plays(desk, id).join(", ", &mut named);
            let parts = parts.map(|parts| desk.strings.fill("card_as", &[("name", &parts)]));
            lines.extend(parts.or_else(|| sings(desk, id).join(" · ", &mut named)));
        }
        Kind::Artist => {
            let artist = desk.reader.get::<Artist>(id).map(|record| &record.is);
            let kind = artist.and_then(|artist| artist.kind.get());
            label.push(kind.map_or(desk.t("card_artist"), |kind| desk.t(&format!("artist_{}", kind.name()))));
            lines.extend(sings(desk, id).join(" · ", &mut named));
        }
        Kind::Episode => {
            let number = head.number.filter(|_| !head.name.text.is_empty());
            label.push(number.map_or(desk.t("card_episode"), |n| desk.episode_name(n.season, n.number)));
            lines.extend(day);
        }
        Kind::News => {
            label.push(desk.t("section_news"));
            lines.extend(day);
        }
        _ => {}
    }
    label.push(drama);
    label.retain(|part| !part.is_empty());
    Share {
        kind: id.kind.name(),
        art: id.id.to_string(),
        label: label.join(" · "),
        title: desk.head_name(head),
        also: desk.other_names(&head.name).into_iter().next(),
        lines,
        named,
    }
}

/// Other records as a card names them.
#[derive(Default)]
struct Names(Vec<(String, Option<Place>)>);

impl Names {
    /// Without what stands behind them on a page, which may tell of an episode.
    fn of_credits<'c>(desk: &Desk, credits: impl IntoIterator<Item = &'c Credited>) -> Names {
        let name = |credit: &Credited| {
            let id = credit.who.get().and_then(|who| desk.reader.find(who));
            (desk.credit(credit).text, id.and_then(|id| place_of(desk, &id)))
        };
        Names(credits.into_iter().map(name).filter(|(name, _)| !name.is_empty()).collect())
    }

    fn of_records(desk: &Desk, ids: impl Iterator<Item = RecordId>) -> Names {
        Names(ids.map(|id| (desk.link(&id).text, place_of(desk, &id))).collect())
    }

    /// All of them in one text, noting where they were written; nothing when there are none.
    fn join(self, between: &str, named: &mut Vec<(String, Place)>) -> Option<String> {
        let text = self.0.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(between);
        named.extend(self.0.into_iter().filter_map(|(name, place)| Some((name, place?))));
        (!text.is_empty()).then_some(text)
    }
}

fn place_of(desk: &Desk, id: &RecordId) -> Option<Place> {
    desk.reader.any(id).map(|any| any.place().clone())
}

/// The day of the first release that has a song.
fn released(desk: &Desk, song: &RecordId) -> Option<String> {
    let first = super::song::releases_of(desk.reader, song).into_iter().next()?;
    let when = desk.reader.head(&first)?.when.as_ref()?;
    Some(desk.strings.day(when.on_site(desk.reader.zone()).0))
}

/// Who performs a song.
fn performers(desk: &Desk, song: &Record<Song>) -> Names {
    Names::of_credits(desk, song.is.by.iter().chain(song.is.featuring.iter()))
}

/// Who performs the first song of a release.
fn first_performers(desk: &Desk, release: &Release) -> Option<Names> {
    let tracks = release.tracks.iter().filter_map(|track| track.song.get().map(|song| &song.0));
    let song: &SongRef = release.lead.iter().chain(release.songs.iter()).chain(tracks).next()?;
    let id = desk.reader.find(song)?;
    desk.reader.get::<Song>(&id).map(|song| performers(desk, song))
}

/// Whom somebody plays, of those that may be named; as many as a line holds.
fn plays(desk: &Desk, id: &RecordId) -> Names {
    let parts = desk.reader.mentions(id, Kind::Character).filter(|back| back.field == "played_by");
    Names::of_records(desk, parts.map(|back| back.by.clone()).filter(|id| desk.spoiler_of(id).is_none()).take(2))
}

/// The songs of somebody, as many as a line holds.
fn sings(desk: &Desk, id: &RecordId) -> Names {
    let songs = desk.reader.mentions(id, Kind::Song).filter(|back| matches!(back.field, "by" | "featuring"));
    Names::of_records(desk, songs.map(|back| back.by.clone()).filter(|id| desk.spoiler_of(id).is_none()).take(3))
}
