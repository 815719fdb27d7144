//! `/songs/<id>/`: one recording: who, when, who wrote it, every title it goes by, where it is heard.

use super::desk::Desk;
use super::record::{RecordView, record_view};
use super::views::{Bit, Row, Spoiler};
use super::{Ask, Made, Output};
use crate::base::day::{Dur, When};
use crate::base::fact::Fact;
use crate::base::id::{Kind, RecordId};
use crate::base::view::view_of;
use crate::kinds::song::{SongKind, Writers};
use crate::kinds::{Common, Release, Song};
use crate::model::reader::Reader;
use crate::plan::Slot;
use crate::plan::routes::Section;
use serde::Serialize;

pub const OUTPUT: Output =
    Output { name: "songs", path: "/songs/<id>/", about: "a page for each song", slots, make };

fn slots(ask: &Ask) -> Vec<Slot> {
    super::record_slots(ask, OUTPUT.name, Kind::Song)
}

/// What `song.html` sees as `song`.
#[derive(Serialize)]
struct SongView {
    id: String,
    title: Bit,
    /// The title in the site's other languages.
    titles: Vec<Bit>,
    by: Vec<Bit>,
    /// "Part 4", where a release says so.
    part: Option<String>,
    kind: String,
    rows: Vec<Row>,
    heard: Vec<HeardView>,
    /// The releases that have it.
    releases: Vec<super::views::Card>,
    takes: Vec<TakeView>,
    #[serde(flatten)]
    record: RecordView,
}

/// One time that it is heard.
#[derive(Serialize)]
struct HeardView {
    episodes: Vec<Bit>,
    at: Option<super::views::FactView>,
    scene: Option<super::views::FactView>,
    spoiler: Option<Spoiler>,
    cites: Vec<super::views::Cite>,
}

#[derive(Serialize)]
struct TakeView {
    id: String,
    title: Bit,
    how: String,
    /// Only where it says so itself.
    by: Vec<Bit>,
    duration: Option<super::views::FactView>,
    /// Only where it says so itself.
    released: Option<super::views::FactView>,
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let (id, record) = super::expect_record::<Song>(slot, desk);
    let song = &record.is;
    let title = desk.link(id);
    let by = desk.performers(record);
    let part = part_of(desk.reader, id).or_else(|| song.part.get().copied());
    let part = part.map(|part| desk.strings.fill("part_number", &[("number", &part.to_string())]));
    let mut rows = desk.rows(&record.common);
    rows.add_name("title", song.title.fact());
    rows.add("by", song.by.fact(), |by| desk.credits(by));
    rows.add("featuring", song.featuring.fact(), |by| desk.credits(by));
    match (song.released.fact(), first_release(desk, id)) {
        (None, Some((released, of))) => {
            rows.add_borrowed("released", released, of, |when| vec![desk.when(when)]);
        }
        (released, _) => drop(rows.add("released", released, |when| vec![desk.when(when)])),
    }
    let none = Writers::default();
    let writers = song.writers.get().unwrap_or(&none);
    rows.add("music", writers.music.fact(), |who| desk.credits(who));
    rows.add("lyrics", writers.lyrics.fact(), |who| desk.credits(who));
    rows.add("arrangement", writers.arrangement.fact(), |who| desk.credits(who));
    rows.add("together", writers.together.fact(), |who| desk.credits(who));
    if song.writers.fact().is_none() {
        rows.add::<()>("writers", None, |()| Vec::new());
    }
    let length =
        |length: &Dur| vec![Bit { text: length.to_string(), datetime: Some(length.iso()), ..Bit::default() }];
    rows.add("duration", song.duration.fact(), length);
    rows.add("languages", song.languages.fact(), |langs| {
        langs.iter().map(|lang| desk.plain(crate::plan::strings::own_name(lang))).collect()
    });
    rows.add("isrc", song.isrc.fact(), |isrc| vec![desk.plain(isrc.as_str())]);
    rows.add("version_of", song.version_of.fact(), |version| {
        version.song.get().map(|song| desk.link_ref(song)).into_iter().collect()
    });
    let rows = rows.done();
    let heard: Vec<HeardView> = song
        .heard_in
        .iter()
        .map(|heard| HeardView {
            episodes: heard.episode.get().map(|eps| desk.episode_links(eps, &id.drama)).unwrap_or_default(),
            at: heard.at.fact().map(|at| desk.fact(at, length)),
            scene: heard.scene.fact().map(|scene| desk.fact(scene, |text| vec![desk.text(text)])),
            spoiler: heard.spoiler.get().map(|ep| desk.spoiler(ep)),
            cites: desk.cite_list(&heard.sources),
        })
        .collect();
    let takes = song.takes.get().map(|takes| takes.0.as_slice()).unwrap_or_default();
    let takes = takes.iter().map(|(key, take)| TakeView {
        id: format!("{}-{key}", id.id),
        title: take.title.get().map(|name| desk.name(name)).unwrap_or_else(|| title.clone()),
        how: take.how.get().map(|how| desk.t(&format!("take_{}", how.name()))).unwrap_or_default(),
        by: desk.credits(&take.by),
        duration: take.duration.fact().map(|fact| desk.fact(fact, length)),
        released: take.released.fact().map(|when| desk.date_view(when)),
    });
    let releases = releases_of(desk.reader, id).iter().map(|release| desk.card(release)).collect();
    let view = SongView {
        id: id.id.to_string(),
        titles: song.title.get().map(|name| desk.other_names(name)).unwrap_or_default(),
        kind: desk.t(&format!("song_kind_{}", song.kind.get().copied().unwrap_or(SongKind::Vocal).name())),
        takes: takes.collect(),
        record: record_view(desk, id, &record.common, song.title.get()),
        title,
        by,
        part,
        rows,
        heard,
        releases,
    };
    let by_text = view.by.iter().map(|bit| bit.text.as_str()).collect::<Vec<_>>().join(", ");
    // A description is told on: no rumour of who sings.
    let is_sure = song.by.fact().is_none_or(|by| by.said().is_some());
    let description = desk.strings.fill(
        if is_sure { "describe_song" } else { "describe_song_alone" },
        &[("title", &view.title.text), ("by", &by_text), ("drama", &super::drama_name(desk, &id.drama))],
    );
    let mut page = desk.page(slot, "song", Section::Soundtrack.name(), view.title.clone(), description);
    page.og_type = "music.song".into();
    page.og = super::og::song(desk, id, record);
    desk.tell(super::jsonld::song::tell(desk, id, record));
    page.crumbs = desk.crumbs(Section::Soundtrack, &id.drama);
    page.fix = desk.fix(&record.place);
    page.qr = super::views::qr(&page.canonical);
    Made::Page(desk.finish("song.html", page, vec![("song", view_of(&view))]))
}

/// The releases that have a song, in the author's order.
pub fn releases_of(reader: &Reader, song: &RecordId) -> Vec<RecordId> {
    let mut releases: Vec<RecordId> = Vec::new();
    for back in reader.mentions(song, Kind::Release) {
        if matches!(back.field, "songs" | "tracks" | "discs") && !releases.contains(&back.by) {
            releases.push(back.by.clone());
        }
    }
    // Parts first and in their order, then by date.
    releases.sort_by_cached_key(|id| {
        let part = reader.get::<Release>(id).and_then(|release| release.is.part.get().copied());
        let when = reader.head(id).and_then(|head| head.when.as_ref().map(|when| when.on_site(reader.zone())));
        (part.unwrap_or(u32::MAX), when.is_none(), when, id.clone())
    });
    releases
}

/// The number of the single that it came out on.
pub fn part_of(reader: &Reader, song: &RecordId) -> Option<u32> {
    let part = |id: &RecordId| reader.get::<Release>(id)?.is.part.get().copied();
    releases_of(reader, song).iter().find_map(part)
}

/// When the first release that has it came out, and what else that release says.
fn first_release<'d>(desk: &'d Desk, song: &RecordId) -> Option<(&'d Fact<When>, &'d Common)> {
    let releases = releases_of(desk.reader, song);
    let first = desk.reader.get::<Release>(releases.first()?)?;
    Some((first.is.released.fact()?, &first.common))
}
