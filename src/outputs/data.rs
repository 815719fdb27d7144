//! `/data/songs.json` and so on: the facts as open data, every value with its sources and what others say, texts
//! in all languages side by side. `/data/schema.json` describes them (JSON Schema 2020-12), `/data/index.json` lists
//! them. The shape is told in docs/data.md.
//!
//! What tells something of an episode is left out; `"hidden": true` stands in its place.

use super::desk::Desk;
use super::{Ask, Made, Output};
use crate::base::address::SitePath;
use crate::base::datum::Datum;
use crate::base::day::{Day, Zone};
use crate::base::id::{Kind, RecordId, Ref, Scope};
use crate::base::lang::Languages;
use crate::base::text::Text;
use crate::kinds::Common;
use crate::model::Reader;
use crate::model::table::shape_of;
use crate::parse::tell::{FieldShape, Shapes, Tell, Teller, choice, hidden, object, object_of, to, word};
use crate::plan::{Key, Slot};

pub const OUTPUT: Output = Output {
    name: "data",
    path: "/data/<kind>.json, /data/index.json, /data/schema.json",
    about: "the facts with their sources, for programs",
    slots,
    make,
};

/// The version of the shape. It changes when a program that reads the files would have to.
pub const VERSION: u64 = 1;

const INDEX: &str = "index";
const SCHEMA: &str = "schema";

/// Kinds whose records are facts. News and pages are texts: the feeds have them.
fn kinds() -> impl Iterator<Item = Kind> {
    Kind::ALL.iter().copied().filter(|kind| !matches!(kind, Kind::News | Kind::Page))
}

fn path(name: &str) -> SitePath {
    SitePath::new(format!("data/{name}.json"))
}

fn slots(ask: &Ask) -> Vec<Slot> {
    let full = kinds().filter(|kind| !records(ask.reader, *kind).is_empty()).map(Kind::stem);
    let slot = |name: &str| Slot {
        path: path(name),
        lang: None,
        output: OUTPUT.name,
        key: Key::File(name.into()),
        place: None,
    };
    let mut slots: Vec<Slot> = full.map(slot).collect();
    if !slots.is_empty() {
        slots.extend([slot(INDEX), slot(SCHEMA)]);
    }
    slots
}

/// Every record of a kind, drama by drama, in the author's order.
pub fn records(reader: &Reader, kind: Kind) -> Vec<RecordId> {
    match kind.scope() {
        Scope::Site => reader.list(kind, &"".into()).to_vec(),
        Scope::Drama => {
            reader.dramas().iter().flat_map(|(drama, _)| reader.list(kind, drama).iter().cloned()).collect()
        }
    }
}

/// Looks up what telling a record needs.
pub struct SiteTeller<'a>(pub &'a Reader<'a>);

impl Teller for SiteTeller<'_> {
    fn languages(&self) -> &Languages {
        self.0.languages()
    }
    fn zone(&self) -> &Zone {
        self.0.zone()
    }
    fn find(&self, to: &Ref) -> Option<RecordId> {
        self.0.find(to)
    }
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let Key::File(name) = &slot.key else { unreachable!("slots of this output have the names of their files") };
    let file = match (&**name, kinds().find(|kind| kind.stem() == &**name)) {
        (SCHEMA, _) => schema(desk),
        (_, Some(kind)) => file_of(desk, kind),
        (_, None) => index(desk),
    };
    Made::Bytes(file.to_json())
}

/// What stands at the head of every file.
fn head(desk: &Desk, updated: Option<Day>) -> Vec<(String, Datum)> {
    let site = desk.reader.site();
    let teller = SiteTeller(desk.reader);
    let base = desk.routes.base();
    let day = |day: Option<Day>| day.map(|day| Datum::text(day.to_string()));
    let head = Datum::map([
        ("version", Some(Datum::Number(VERSION))),
        ("schema", Some(Datum::text(base.absolute(&path(SCHEMA))))),
        ("site", Some(Datum::text(base.absolute(&SitePath::new(""))))),
        ("title", site.title.get().and_then(|title| title.tell(&teller))),
        ("license", site.text_license.get().map(|license| Datum::text(license.as_str()))),
        ("as_of", day(site.as_of.get().copied())),
        ("updated", day(updated)),
        ("languages", Datum::texts(desk.reader.languages().iter().map(|lang| lang.to_string()))),
        ("time_zone", Some(Datum::text(desk.reader.zone().name()))),
    ]);
    match head {
        Datum::Map(entries) => entries,
        _ => Vec::new(),
    }
}

fn updated(desk: &Desk, ids: &[RecordId]) -> Option<Day> {
    ids.iter().filter_map(|id| desk.reader.head(id)?.updated).max()
}

fn file_of(desk: &Desk, kind: Kind) -> Datum {
    let ids = records(desk.reader, kind);
    let mut file = head(desk, updated(desk, &ids));
    file.insert(1, ("kind".into(), Datum::text(kind.name())));
    file.push(("records".into(), Datum::List(ids.iter().filter_map(|id| record(desk, id)).collect())));
    Datum::Map(file)
}

/// One record. Of one that tells something of an episode only the id.
fn record(desk: &Desk, id: &RecordId) -> Option<Datum> {
    let mut told = vec![("id".to_string(), Datum::text(&*id.id))];
    if !id.drama.is_empty() {
        told.push(("drama".into(), Datum::text(&*id.drama)));
    }
    let head = desk.reader.head(id)?;
    if head.spoiler.is_some() {
        if let Datum::Map(entries) = hidden() {
            told.extend(entries);
        }
        return Some(Datum::Map(told));
    }
    if let Some(number) = head.number {
        told.push(("season".into(), Datum::Number(number.season.into())));
        told.push(("number".into(), Datum::Number(number.number.into())));
    }
    let address = |lang: &crate::base::lang::Lang| {
        let address = desk.routes.record(lang, id).filter(|address| desk.has_file(&address.path.file()))?;
        let fragment = address.fragment.map(|place| format!("#{place}")).unwrap_or_default();
        Some((lang.to_string(), Datum::text(format!("{}{fragment}", desk.routes.base().absolute(&address.path)))))
    };
    let addresses: Vec<(String, Datum)> = desk.reader.languages().iter().filter_map(address).collect();
    if !addresses.is_empty() {
        told.push(("addresses".into(), Datum::Map(addresses)));
    }
    told.extend(fields(desk.reader, id)?);
    Some(Datum::Map(told))
}

/// What a record says, its own fields first, then those that every record may have. A drama's `id` is the record's.
pub fn fields(reader: &Reader, id: &RecordId) -> Option<Vec<(String, Datum)>> {
    let any = reader.any(id)?;
    let teller = SiteTeller(reader);
    let mut told = any.tell_fields(&teller);
    told.extend(any.common().tell_fields(&teller));
    told.retain(|(name, _)| name != "id");
    Some(told)
}

fn index(desk: &Desk) -> Datum {
    let full: Vec<(Kind, usize)> = kinds().map(|kind| (kind, records(desk.reader, kind).len())).collect();
    let base = desk.routes.base();
    let entry = |(kind, count): &(Kind, usize)| {
        Datum::map([
            ("kind", Some(Datum::text(kind.name()))),
            ("address", Some(Datum::text(base.absolute(&path(kind.stem()))))),
            ("count", Some(Datum::Number(*count as u64))),
        ])
    };
    let all: Vec<RecordId> = kinds().flat_map(|kind| records(desk.reader, kind)).collect();
    let mut file = head(desk, updated(desk, &all));
    file.push(("files".into(), Datum::List(full.iter().filter(|(_, count)| *count > 0).map(entry).collect())));
    Datum::Map(file)
}

/// The addresses of the data, for the page that leads to it: each with the kind it is of.
pub fn addresses(desk: &Desk) -> Vec<(Kind, SitePath)> {
    kinds().map(|kind| (kind, path(kind.stem()))).filter(|(_, path)| desk.has_file(path.as_str())).collect()
}

/// The list of the files, and what describes them.
pub fn about_addresses(desk: &Desk) -> Vec<SitePath> {
    [path(INDEX), path(SCHEMA)].into_iter().filter(|path| desk.has_file(path.as_str())).collect()
}

// The schema.

fn schema(desk: &Desk) -> Datum {
    let mut shapes = Shapes::default();
    let mut files: Vec<Datum> = Vec::new();
    for kind in kinds().filter(|kind| !records(desk.reader, *kind).is_empty()) {
        let record = record_shape(kind, &mut shapes);
        let name = shapes.define(&format!("{}-file", kind.stem()), |shapes| {
            let mut fields = head_shape(shapes);
            fields.insert(1, ("kind", choice([kind.name()]), ""));
            let records = Datum::map([("type", Some(Datum::text("array"))), ("items", Some(to(&record)))]);
            fields.push(("records", records, "Every record of this kind, in the author's order."));
            object(fields, &["version", "kind", "schema", "site", "languages", "time_zone", "records"])
        });
        files.push(to(&name));
    }
    let index = shapes.define("index-file", |shapes| {
        let mut fields = head_shape(shapes);
        let number = to(&u32::shape(shapes));
        let file = object(
            vec![("kind", word(), ""), ("address", word(), ""), ("count", number, "How many records it holds.")],
            &["kind", "address", "count"],
        );
        let files = Datum::map([("type", Some(Datum::text("array"))), ("items", Some(file))]);
        fields.push(("files", files, ""));
        object(fields, &["version", "schema", "site", "languages", "time_zone", "files"])
    });
    files.push(to(&index));
    Datum::map([
        ("$schema", Some(Datum::text("https://json-schema.org/draft/2020-12/schema"))),
        ("$id", Some(Datum::text(desk.routes.base().absolute(&path(SCHEMA))))),
        ("anyOf", Some(Datum::List(files))),
        ("$defs", Some(shapes.into_definitions())),
    ])
}

fn head_shape(shapes: &mut Shapes) -> Vec<(&'static str, Datum, &'static str)> {
    let text = to(&Text::shape(shapes));
    let day = to(&Day::shape(shapes));
    let languages = Datum::map([("type", Some(Datum::text("array"))), ("items", Some(word()))]);
    let version = Datum::map([("const", Some(Datum::Number(VERSION)))]);
    vec![
        ("version", version, "Another number means another shape."),
        ("schema", word(), "The address of this schema."),
        ("site", word(), "The site that the data is of."),
        ("title", text, "What the site is called."),
        ("license", word(), "The licence of the texts, as an SPDX identifier."),
        ("as_of", day.clone(), "The day that the facts are true for."),
        ("updated", day, "The latest day on which one of the records changed."),
        ("languages", languages, "The languages of the site, first one first."),
        ("time_zone", word(), "The zone that hours are written in unless they say otherwise."),
    ]
}

fn record_shape(kind: Kind, shapes: &mut Shapes) -> String {
    shapes.define(kind.name(), |shapes| {
        let mut fields: Vec<FieldShape> = shape_of(kind, shapes);
        fields.extend(Common::shape_fields(shapes));
        fields.retain(|field| !matches!(field.name, "id" | "spoiler"));
        let number = u32::shape(shapes);
        let text = Text::shape(shapes);
        let word = shapes.define("word", |_| word());
        let own = |name, about, is_needed, shape: &str| FieldShape { name, about, is_needed, shape: shape.into() };
        let mut all = vec![own("id", "Its id, which never changes.", true, &word)];
        all.push(own("drama", "The drama it belongs to, in a site of several.", false, &word));
        if kind == Kind::Episode {
            all.push(own("season", "Its season.", false, &number));
            all.push(own("number", "Its number in the season.", false, &number));
        }
        all.push(own("addresses", "Where it is to be read, in each language.", false, &text));
        all.extend(fields);
        let shown = object_of(&all);
        let is_true = Datum::map([("const", Some(Datum::Flag(true)))]);
        let hidden = vec![
            ("id", to(&word), ""),
            ("drama", to(&word), ""),
            ("hidden", is_true, "It tells something of an episode."),
        ];
        let hidden = object(hidden, &["id", "hidden"]);
        Datum::map([("anyOf", Some(Datum::List(vec![shown, hidden])))])
    })
}
