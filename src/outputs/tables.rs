//! `/data/songs.csv`, `/data/episodes.csv`: the facts that people count and sort, for spreadsheets (RFC 4180, with
//! the byte order mark by which they know UTF-8). A cell that a spreadsheet would run as a formula gets an apostrophe
//! before it.

use super::data::records;
use super::desk::Desk;
use super::{Ask, Made, Output};
use crate::base::address::SitePath;
use crate::base::id::{Kind, RecordId};
use crate::base::lang::Lang;
use crate::base::text::Text;
use crate::kinds::common::Credited;
use crate::kinds::{Common, Episode, Release, Song};
use crate::plan::{Key, Slot};

pub const OUTPUT: Output = Output {
    name: "tables",
    path: "/data/songs.csv, /data/episodes.csv",
    about: "songs and episodes as tables for spreadsheets (CSV)",
    slots,
    make,
};

/// The kinds that have a table.
const KINDS: &[Kind] = &[Kind::Song, Kind::Episode];

fn path(kind: Kind) -> SitePath {
    SitePath::new(format!("data/{}.csv", kind.stem()))
}

fn slots(ask: &Ask) -> Vec<Slot> {
    let has_open = |kind: &&Kind| {
        records(ask.reader, **kind).iter().any(|id| ask.reader.head(id).is_some_and(|head| head.spoiler.is_none()))
    };
    let slot = |kind: &Kind| Slot {
        path: path(*kind),
        lang: None,
        output: OUTPUT.name,
        key: Key::File(kind.stem().into()),
        place: None,
    };
    KINDS.iter().filter(has_open).map(slot).collect()
}

/// The addresses of the tables that there are.
pub fn addresses(desk: &Desk) -> Vec<(Kind, SitePath)> {
    let all = KINDS.iter().map(|kind| (*kind, path(*kind)));
    all.filter(|(_, path)| desk.has_file(path.as_str())).collect()
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let Key::File(name) = &slot.key else { unreachable!("slots of this output have the names of their kinds") };
    let is_songs = &**name == Kind::Song.stem();
    let kind = if is_songs { Kind::Song } else { Kind::Episode };
    let mut table = Table::default();
    for id in records(desk.reader, kind) {
        // What tells something of an episode has no place in an open table.
        if desk.spoiler_of(&id).is_some() {
            continue;
        }
        if is_songs { song(desk, &id, &mut table) } else { episode(desk, &id, &mut table) }
    }
    Made::Bytes(table.to_csv())
}

/// Cells under the names of their columns.
#[derive(Default)]
struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn begin_row(&mut self) {
        self.rows.push(Vec::new());
    }

    /// The next cell of the row. Every row has the same columns in the same order.
    fn add(&mut self, column: impl Into<String>, cell: impl Into<String>) {
        if self.rows.len() == 1 {
            self.columns.push(column.into());
        }
        if let Some(row) = self.rows.last_mut() {
            row.push(cell.into());
        }
    }

    fn to_csv(&self) -> Vec<u8> {
        let mut csv = String::from("\u{feff}");
        for row in std::iter::once(&self.columns).chain(&self.rows) {
            let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
            csv.push_str(&cells.join(","));
            csv.push_str("\r\n");
        }
        csv.into_bytes()
    }
}

/// A cell as RFC 4180 writes it, and as no spreadsheet runs it (OWASP, "CSV Injection").
fn quoted(cell: &str) -> String {
    let begins_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if begins_formula { format!("'{cell}") } else { cell.to_string() };
    match cell.contains(['"', ',', '\r', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell,
    }
}

/// A text in one language only: each has a column of its own.
fn text_in(desk: &Desk, text: Option<&Text>, lang: &Lang) -> String {
    text.and_then(|text| text.exactly(lang, desk.reader.languages())).unwrap_or_default().to_string()
}

fn add_text(desk: &Desk, table: &mut Table, column: &str, text: Option<&Text>) {
    for lang in desk.reader.languages().iter() {
        table.add(format!("{column}_{lang}"), text_in(desk, text, lang));
    }
}

/// The ids of those who are credited, or their names where they are no records.
fn credited(desk: &Desk, credits: &[Credited]) -> String {
    let name = |credit: &Credited| match credit.who.get() {
        Some(who) => who.id.to_string(),
        None => credit.credited.get().map(|name| desk.text(name).text).unwrap_or_default(),
    };
    credits.iter().map(name).collect::<Vec<_>>().join("; ")
}

/// Their names in one language, or in another where they have none in it.
fn names_in(desk: &Desk, credits: &[Credited], lang: &Lang) -> String {
    let languages = desk.reader.languages();
    let name = |credit: &Credited| {
        let head = credit.who.get().and_then(|who| desk.reader.find(who)).and_then(|id| desk.reader.head(&id));
        let text = head.map(|head| &head.name.text).or(credit.credited.get());
        text.and_then(|text| text.say(lang, languages)).map(|said| said.text.to_string()).unwrap_or_default()
    };
    credits.iter().map(name).collect::<Vec<_>>().join("; ")
}

fn add_end(desk: &Desk, table: &mut Table, id: &RecordId, common: &Common) {
    let sources: Vec<&str> = common.sources.iter().map(|source| &*source.0.id).collect();
    table.add("sources", sources.join("; "));
    let first = desk.reader.languages().first();
    let address = desk.routes.record(first, id).filter(|address| desk.has_file(&address.path.file()));
    table.add("address", address.map(|address| desk.routes.base().absolute(&address.path)).unwrap_or_default());
}

/// In a site of several dramas each row says whose it is.
fn begin(desk: &Desk, table: &mut Table, id: &RecordId) {
    table.begin_row();
    table.add("id", &*id.id);
    if desk.reader.is_of_several() {
        table.add("drama", &*id.drama);
    }
}

fn song(desk: &Desk, id: &RecordId, table: &mut Table) {
    let Some(record) = desk.reader.get::<Song>(id) else { return };
    let song = &record.is;
    begin(desk, table, id);
    add_text(desk, table, "title", song.title.get().map(|name| &name.text).or(song.shown_as.get()));
    let performers: Vec<Credited> = song.by.iter().chain(song.featuring.iter()).cloned().collect();
    table.add("performers", credited(desk, &performers));
    for lang in desk.reader.languages().iter() {
        table.add(format!("performers_{lang}"), names_in(desk, &performers, lang));
    }
    let empty = Vec::new();
    let writers = song.writers.get();
    for (column, list) in [
        ("music", writers.map(|writers| &*writers.music)),
        ("lyrics", writers.map(|writers| &*writers.lyrics)),
        ("arrangement", writers.map(|writers| &*writers.arrangement)),
        ("writers_together", writers.map(|writers| &*writers.together)),
    ] {
        table.add(column, credited(desk, list.unwrap_or(&empty)));
    }
    table.add("kind", song.kind.get().map(|kind| kind.name()).unwrap_or_default());
    table.add("seconds", song.duration.get().map(|length| length.0.to_string()).unwrap_or_default());
    let releases = releases(desk, id);
    let ids: Vec<&str> = releases.iter().map(|id| &*id.id).collect();
    table.add("releases", ids.join("; "));
    let own = song.released.get().cloned();
    let first = || releases.iter().filter_map(|id| desk.reader.head(id)?.when.clone());
    let earliest = || first().min_by_key(|when| when.on_site(desk.reader.zone()));
    table.add("released", own.or_else(earliest).map(|when| date(desk, &when)).unwrap_or_default());
    add_end(desk, table, id, &record.common);
}

/// The releases that list a song, in the author's order.
fn releases(desk: &Desk, song: &RecordId) -> Vec<RecordId> {
    let mut ids: Vec<RecordId> = desk
        .reader
        .mentions(song, Kind::Release)
        .map(|back| back.by.clone())
        .filter(|id| {
            let release = desk.reader.get::<Release>(id);
            desk.spoiler_of(id).is_none() && release.is_some_and(|record| record.is.listed_songs().contains(song))
        })
        .collect();
    ids.sort_by_cached_key(|id| desk.reader.position(id));
    ids.dedup();
    ids
}

/// `2024-04-26`, or with the hour and its offset.
fn date(desk: &Desk, when: &crate::base::day::When) -> String {
    when.moment(desk.reader.zone()).map_or_else(|| when.day.to_string(), |moment| moment.rfc3339())
}

fn episode(desk: &Desk, id: &RecordId, table: &mut Table) {
    let Some(record) = desk.reader.get::<Episode>(id) else { return };
    let episode = &record.is;
    let number = desk.reader.head(id).and_then(|head| head.number);
    begin(desk, table, id);
    table.add("season", number.map(|number| number.season.to_string()).unwrap_or_default());
    table.add("number", number.map(|number| number.number.to_string()).unwrap_or_default());
    table.add("kind", episode.kind.get().map(|kind| kind.name()).unwrap_or_default());
    add_text(desk, table, "title", episode.title.get().map(|name| &name.text));
    table.add("airs", episode.airs.get().map(|when| date(desk, when)).unwrap_or_default());
    table.add("minutes", episode.runtime.get().map(|minutes| minutes.to_string()).unwrap_or_default());
    let rating = |rating: &crate::kinds::episode::Rating| {
        let agency = rating.agency.get().map(|agency| agency.as_str()).unwrap_or_default();
        let area = text_in(desk, rating.area.get(), desk.reader.languages().first());
        let percent = rating.percent.get().map(|percent| format!("{percent}%"));
        let viewers = rating.viewers.get().map(|viewers| viewers.to_string());
        let value = percent.or(viewers).unwrap_or_default();
        [agency, &area, &value].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
    };
    table.add("ratings", episode.ratings.iter().map(rating).collect::<Vec<_>>().join("; "));
    add_end(desk, table, id, &record.common);
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        for (cell, written) in [
            ("눈물의 여왕", "눈물의 여왕"),
            ("Love, & \"you\"", "\"Love, & \"\"you\"\"\""),
            ("=1+1", "'=1+1"),
            ("+82", "'+82"),
            ("-", "'-"),
            ("@heize", "'@heize"),
            ("Can't", "Can't"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(quoted(cell), written);
        }
    }
}
