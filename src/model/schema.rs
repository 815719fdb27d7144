//! JSON Schemas of the files a fan keeps, made from the table of kinds: an editor that reads them completes fields
//! and marks mistakes while they are typed. In draft 7, since that is what the YAML extensions of editors know best;
//! ours needs nothing of the newer ones. What only a build can know (whether a record exists) is not in them.

use super::files::{Role, role};
use super::read::{AboutFront, DEFAULTS, Defaults};
use super::table::{fields_of, needs_sources};
use crate::base::fact::How;
use crate::base::id::{Kind, RESERVED_IDS};
use crate::base::limits::ID_CHARACTERS;
use crate::kinds::Site;
use crate::kinds::record::common_fields;
use crate::parse::decode::{FieldAbout, Fields};
use crate::parse::shape::{self, Shape};
use crate::parse::values::{NAME_KINDS, SYSTEMS};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Stands in every schema, so that a folder of them is known for ours.
pub const MADE_BY: &str = "Made by `linernotes schema`; changes will be lost";

/// What one schema is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    Site,
    Drama,
    /// `songs.yaml`: records by id.
    Table(Kind),
    /// `songs/promise.yaml`: one record.
    One(Kind),
    /// The head of a Markdown file.
    Head(Kind),
    /// The head of a long text about a record.
    About,
}

impl Of {
    /// Every schema there is, in the order of the manual.
    pub fn all() -> Vec<Of> {
        let tables = Kind::ALL.iter().filter(|kind| !matches!(kind, Kind::Drama | Kind::News | Kind::Page));
        let mut all = vec![Of::Site, Of::Drama];
        all.extend(tables.flat_map(|kind| [Of::Table(*kind), Of::One(*kind)]));
        all.extend([Of::Head(Kind::News), Of::Head(Kind::Page), Of::About]);
        all
    }

    /// The schema of the file at a path, if it is one that has a schema.
    pub fn file(path: &Arc<str>) -> Option<Of> {
        Some(match role(path).ok()? {
            Role::Site => Of::Site,
            Role::Drama { .. } => Of::Drama,
            Role::Table { kind, .. } => Of::Table(kind),
            Role::One { kind, .. } => Of::One(kind),
            Role::News { .. } => Of::Head(Kind::News),
            Role::Page { .. } => Of::Head(Kind::Page),
            Role::About { .. } => Of::About,
            Role::Picture | Role::Template | Role::Static => return None,
        })
    }

    /// What it is called, also as a file: `songs` for `songs.yaml`, `song` for a file of one song.
    pub fn name(self) -> &'static str {
        match self {
            Of::Site => "site",
            Of::Drama => "drama",
            Of::Table(kind) => kind.stem(),
            Of::One(kind) | Of::Head(kind) => kind.name(),
            Of::About => "about",
        }
    }

    /// The files that it is for, as editors want to have them named.
    pub fn files(self) -> String {
        match self {
            Of::Site => "content/site.yaml".into(),
            Of::Drama => "content/**/drama.yaml".into(),
            Of::Table(kind) => format!("content/**/{}.yaml", kind.stem()),
            Of::One(kind) => format!("content/**/{}/*.yaml", kind.stem()),
            Of::Head(kind) => format!("the head of content/{}/*.md", kind.stem()),
            Of::About => "the head of content/**/about/**/*.md".into(),
        }
    }
}

/// The schema as JSON.
pub fn schema(of: Of) -> Value {
    let mut writer = Writer::default();
    let mut schema = match of {
        Of::Site => writer.fields(Site::FIELDS, &[], false),
        Of::Drama => writer.fields(fields_of(Kind::Drama), common_fields(), true),
        Of::One(kind) => writer.fields(fields_of(kind), common_fields(), needs_sources(kind)),
        Of::Head(kind) => writer.fields(fields_of(kind), common_fields(), false),
        Of::About => writer.fields(AboutFront::FIELDS, common_fields(), false),
        Of::Table(kind) => writer.table(kind),
    };
    let mut whole = Map::new();
    whole.insert("$schema".into(), json!("http://json-schema.org/draft-07/schema#"));
    whole.insert("$comment".into(), json!(MADE_BY));
    whole.insert("title".into(), json!(of.files()));
    if let Some(fields) = schema.as_object_mut() {
        whole.append(fields);
    }
    whole.insert("definitions".into(), Value::Object(writer.definitions));
    Value::Object(whole)
}

/// The schema as it stands in a file.
pub fn text(of: Of) -> String {
    format!("{:#}\n", schema(of))
}

/// Writes schemas, with what several places share once, as definitions.
#[derive(Default)]
struct Writer {
    definitions: Map<String, Value>,
}

impl Writer {
    /// A mapping with fixed keys.
    fn fields(&mut self, own: &[FieldAbout], more: &[FieldAbout], needs_sources: bool) -> Value {
        let mut properties = Map::new();
        for about in own.iter().chain(more) {
            let shape = self.shape(&(about.shape)());
            properties.entry(about.name).or_insert_with(|| described(shape, about.about.trim()));
        }
        let mut required: Vec<&str> = own.iter().filter(|about| about.needed).map(|about| about.name).collect();
        if needs_sources && !required.contains(&"sources") {
            required.push("sources");
        }
        let mut object = json!({"type": "object", "properties": properties, "additionalProperties": false});
        if !required.is_empty() {
            object["required"] = json!(required);
        }
        object
    }

    /// A file of records by id. An empty one says nothing, and that is fine.
    fn table(&mut self, kind: Kind) -> Value {
        let record = self.fields(fields_of(kind), common_fields(), false);
        let record = described(record, &format!("{}, by its id", kind.with_article()));
        self.definitions.insert("record".into(), record);
        let defaults = described(
            self.fields(Defaults::FIELDS, &[], false),
            "What every record here has that does not say otherwise.",
        );
        let id = format!("^(?!({})$){}$", RESERVED_IDS.join("|"), shape::ID);
        json!({
            "type": ["object", "null"],
            "properties": {DEFAULTS: defaults},
            "patternProperties": {id: {"$ref": "#/definitions/record"}},
            "propertyNames": {"maxLength": ID_CHARACTERS},
            "additionalProperties": false,
        })
    }

    /// A reference to a definition, which is made when it is first asked for.
    fn defined(&mut self, name: &str, make: impl FnOnce(&mut Writer) -> Value) -> Value {
        if !self.definitions.contains_key(name) {
            // A place for it first: it may mention itself.
            self.definitions.insert(name.into(), Value::Bool(true));
            let made = make(self);
            self.definitions.insert(name.into(), made);
        }
        json!({"$ref": format!("#/definitions/{name}")})
    }

    fn shape(&mut self, shape: &Shape) -> Value {
        match shape {
            Shape::Anything => json!({"type": "object"}),
            Shape::Line => self.defined("line", |_| line()),
            Shape::Text => self.defined("text", |writer| writer.by_language(line())),
            Shape::Name => self.defined("name", Writer::name),
            Shape::Word(pattern) => json!({"type": "string", "pattern": pattern}),
            // A number that YAML made of a word has lost how it was written, so nothing more can be said of it.
            Shape::WordOrNumber(pattern) => json!({"type": ["string", "number"], "pattern": pattern}),
            Shape::Whole => {
                json!({"type": ["integer", "string"], "minimum": 0, "maximum": u32::MAX, "pattern": r"^\d+$"})
            }
            Shape::Truth => json!({"enum": [true, false]}),
            Shape::OneOf(words) => json!({"enum": words}),
            Shape::List(item) => json!({"type": "array", "items": self.shape(item)}),
            Shape::Fields { called, fields } => {
                let name = called.trim_start_matches("an ").trim_start_matches("a ").replace(' ', "-");
                self.defined(&name, |writer| writer.fields(fields, &[], false))
            }
            Shape::Keyed { key, value } => {
                json!({"type": "object", "patternProperties": {*key: self.shape(value)}, "additionalProperties": false})
            }
            Shape::Either(shapes) => {
                json!({"anyOf": shapes.iter().map(|shape| self.shape(shape)).collect::<Vec<_>>()})
            }
            Shape::Fact { value, may_be_unknown, opens } => self.fact(value, *may_be_unknown, *opens),
        }
    }

    /// A value, plain or opened with `is:`.
    fn fact(&mut self, value: &Shape, may_be_unknown: bool, opens: bool) -> Value {
        let plain = self.shape(value);
        let plain_or_unknown = match may_be_unknown {
            true => either(plain.clone(), json!({"const": "unknown"})),
            false => plain.clone(),
        };
        if !opens {
            return plain_or_unknown;
        }
        let sources = json!({"type": "array", "items": self.shape(&shape::reference())});
        let text = self.shape(&Shape::Text);
        let day = self.shape(&shape::day());
        let claim = json!({
            "type": "object",
            "properties": {"is": plain, "sources": sources, "note": text},
            "required": ["is"],
            "additionalProperties": false,
        });
        let how: Vec<&str> = How::WORDS.iter().map(|(word, _)| *word).collect();
        let opened = json!({
            "type": "object",
            "description": "The value, and more about it.",
            "properties": {
                "is": plain_or_unknown,
                "how": {"enum": how, "description": "How it is known; `stated` when nothing is said."},
                "because": described(text, "Why this value, where sources differ or it is derived."),
                "sources": {"type": "array", "items": sources["items"], "description": "Ids of the sources of this one fact."},
                "via": described(line(), "The source's own source."),
                "also": {"type": "array", "items": claim, "description": "What other sources say."},
                "earlier": {"type": "array", "items": claim, "description": "What was once announced, and then moved."},
                "after": described(day.clone(), "An unknown date lies behind this day."),
                "before": described(day, "An unknown date lies before this day."),
            },
            "required": ["is"],
            "additionalProperties": false,
            "if": {"properties": {"how": {"const": "derived"}}, "required": ["how"]},
            "then": {"required": ["because"]},
        });
        either(plain_or_unknown, opened)
    }

    /// A value, or one for each language.
    fn by_language(&mut self, value: Value) -> Value {
        let languages = format!("^(all|{})$", shape::LANGUAGE);
        let map = json!({
            "type": "object",
            "patternProperties": {languages: value},
            "additionalProperties": false,
            "minProperties": 1,
        });
        either(value, map)
    }

    /// A name: plain, or with all that may stand in it.
    fn name(&mut self) -> Value {
        let text = self.shape(&Shape::Text);
        let language = self.shape(&shape::language());
        let latin = json!({
            "type": "object",
            "properties": {"text": line(), "system": {"enum": SYSTEMS}},
            "required": ["text"],
            "additionalProperties": false,
        });
        let word = either(line(), latin);
        let spelling = json!({"anyOf": [word["anyOf"][0], word["anyOf"][1], {"type": "array", "items": word}]});
        let other = json!({
            "type": "object",
            "properties": {
                "text": text,
                "lang": language,
                "kind": {"enum": NAME_KINDS},
                "until": self.shape(&shape::day()),
                "spoiler": self.shape(&shape::reference()),
                "sources": {"type": "array", "items": self.shape(&shape::reference())},
                "note": line(),
            },
            "required": ["text"],
            "additionalProperties": false,
        });
        let order = json!({"enum": ["family-first", "given-first"]});
        let of_languages = |value: &Value| {
            json!({
                "type": "object",
                "patternProperties": {format!("^{}$", shape::LANGUAGE): value},
                "additionalProperties": false,
            })
        };
        let languages = format!("^(?!(all)$){}$", shape::LANGUAGE);
        let map = json!({
            "type": "object",
            "properties": {
                "all": described(line(), "The same in every language."),
                "sort": described(text, "Where it stands in lists, when the rule gets it wrong."),
                "reading": described(of_languages(&line()), "How it is read, by language."),
                "also": {"type": "array", "items": either(line(), other), "description": "Every other name it goes by."},
                "order": either(order.clone(), of_languages(&order)),
            },
            "patternProperties": {languages: spelling},
            "additionalProperties": false,
            "minProperties": 1,
        });
        either(line(), map)
    }
}

/// Words on one line: whatever YAML makes of them, they stay the text that was written.
fn line() -> Value {
    json!({"type": ["string", "number", "boolean"], "pattern": r"\S"})
}

fn either(one: Value, other: Value) -> Value {
    json!({"anyOf": [one, other]})
}

/// With a description. In draft 7 nothing beside `$ref` is read, so a reference is wrapped.
fn described(schema: Value, about: &str) -> Value {
    match schema {
        Value::Object(mut fields) if !fields.contains_key("$ref") => {
            fields.insert("description".into(), json!(about));
            Value::Object(fields)
        }
        other => json!({"description": about, "allOf": [other]}),
    }
}
