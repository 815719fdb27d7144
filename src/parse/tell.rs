//! What a record says, told again as plain data, and the JSON Schema of that data. Both follow from the fields of
//! a kind (`fields!`), so that a new field is in the open data without another line. Where something tells a part
//! of the story (`spoiler:`), only that it is hidden is told.

use crate::base::address::Url;
use crate::base::datum::Datum;
use crate::base::day::{Clock, Day, Dur, When, Zone};
use crate::base::fact::{Claim, Fact, How, List, Maybe, Need, NeedList};
use crate::base::id::{RecordId, Ref};
use crate::base::lang::{Lang, Languages};
use crate::base::name::{Name, NameOrder, OtherName};
use crate::base::number::Dec;
use crate::base::text::Text;

/// What telling must know of the whole site.
pub trait Teller {
    fn languages(&self) -> &Languages;
    /// The zone of hours that name none.
    fn zone(&self) -> &Zone;
    /// The record that a reference means.
    fn find(&self, to: &Ref) -> Option<RecordId>;
}

/// A value that can be told as data.
pub trait Tell {
    /// Nothing for what is not told at all.
    fn tell(&self, teller: &dyn Teller) -> Option<Datum>;

    /// The name of its definition in the schema, which is added to the others.
    fn shape(shapes: &mut Shapes) -> String;

    /// Settings of the site and a fan's own fields are no open data.
    const IS_TOLD: bool = true;
}

/// A field: a value with all that is said about it.
pub trait TellField {
    const IS_TOLD: bool;
    /// Stands in every record of its kind.
    const IS_NEEDED: bool;
    fn tell(&self, teller: &dyn Teller) -> Option<Datum>;
    fn shape(shapes: &mut Shapes) -> String;
}

/// A field in the schema.
pub struct FieldShape {
    pub name: &'static str,
    pub about: &'static str,
    pub is_needed: bool,
    /// The name of its definition.
    pub shape: String,
}

/// A map with these fields.
pub fn object_of(fields: &[FieldShape]) -> Datum {
    let needed: Vec<&str> = fields.iter().filter(|field| field.is_needed).map(|field| field.name).collect();
    object(fields.iter().map(|field| (field.name, to(&field.shape), field.about)).collect(), &needed)
}

/// The definitions of a JSON Schema, each by its name, in the order in which they were asked for.
#[derive(Default)]
pub struct Shapes(Vec<(String, Datum)>);

impl Shapes {
    /// Adds a definition once. `make` may add those that it needs.
    pub fn define(&mut self, name: &str, make: impl FnOnce(&mut Shapes) -> Datum) -> String {
        if !self.0.iter().any(|(known, _)| known == name) {
            // Its place is taken first: a shape may hold itself.
            let at = self.0.len();
            self.0.push((name.to_string(), Datum::Nothing));
            self.0[at].1 = make(self);
        }
        name.to_string()
    }

    pub fn into_definitions(self) -> Datum {
        Datum::Map(self.0)
    }

    /// A list of what is defined under that name.
    fn list(&mut self, of: &str) -> String {
        self.define(&format!("list-of-{of}"), |_| {
            Datum::map([("type", Some(Datum::text("array"))), ("items", Some(to(of)))])
        })
    }

    /// A value with its sources and everything else that is said about it.
    fn fact(&mut self, of: &str) -> String {
        self.define(&format!("fact-{of}"), |shapes| {
            let said = to(&shapes.said());
            let claims = to(&shapes.claims(of));
            let nothing = Datum::map([("type", Some(Datum::text("null")))]);
            let value = Datum::map([("anyOf", Some(Datum::List(vec![to(of), nothing])))]);
            let properties =
                Datum::map([("value", Some(value)), ("also", Some(claims.clone())), ("earlier", Some(claims))]);
            // What is the same of every value is told once: a schema that repeats it is half as long again.
            Datum::map([
                ("type", Some(Datum::text("object"))),
                ("allOf", Some(Datum::List(vec![said]))),
                ("properties", Some(properties)),
                ("required", Datum::texts(["value"])),
                ("unevaluatedProperties", Some(Datum::Flag(false))),
            ])
        })
    }

    /// What others say instead of a value, or what was said before.
    fn claims(&mut self, of: &str) -> String {
        let claim = self.define(&format!("claim-{of}"), |shapes| {
            let (ids, text) = (to(&ids(shapes)), to(&Text::shape(shapes)));
            object(vec![("value", to(of), ""), ("sources", ids, ""), ("note", text, "")], &["value"])
        });
        self.list(&claim)
    }

    /// What may be said of any value.
    fn said(&mut self) -> String {
        self.define("said", |shapes| {
            let text = to(&Text::shape(shapes));
            let ids = to(&ids(shapes));
            let day = to(&Day::shape(shapes));
            let how = choice(How::WORDS.iter().map(|(word, _)| *word));
            let any = || Datum::Map(Vec::new());
            let fields = vec![
                ("value", any(), "The value; null when it exists but nobody knows it."),
                ("how", how, "How it is known; stated when nothing is said."),
                ("because", text, "Why this value."),
                ("sources", ids, "Who says so; without it, the sources of the record."),
                ("via", word(), "The source's own source."),
                ("also", any(), "What others say."),
                ("earlier", any(), "What was announced before."),
                ("after", day.clone(), "An unknown date lies behind this day."),
                ("before", day, "An unknown date lies before this day."),
            ];
            let Datum::Map(mut shape) = object(fields, &["value"]) else { return Datum::Nothing };
            // Closed by the shapes that take it in.
            shape.retain(|(key, _)| key != "additionalProperties");
            Datum::Map(shape)
        })
    }
}

/// A reference to a definition.
pub fn to(name: &str) -> Datum {
    Datum::map([("$ref", Some(Datum::text(format!("#/$defs/{name}"))))])
}

/// Any text.
pub fn word() -> Datum {
    Datum::map([("type", Some(Datum::text("string")))])
}

/// One of several words.
pub fn choice(words: impl IntoIterator<Item = &'static str>) -> Datum {
    Datum::map([("enum", Datum::texts(words))])
}

/// A text of a fixed form.
fn pattern(pattern: &str) -> Datum {
    Datum::map([("type", Some(Datum::text("string"))), ("pattern", Some(Datum::text(pattern)))])
}

/// A map with fixed keys: name, shape and meaning of each, and those that are always there.
pub fn object(fields: Vec<(&str, Datum, &str)>, needed: &[&str]) -> Datum {
    let mut properties = Vec::new();
    for (name, mut shape, about) in fields {
        if let (Datum::Map(entries), false) = (&mut shape, about.is_empty()) {
            entries.push(("description".into(), Datum::text(about)));
        }
        properties.push((name.to_string(), shape));
    }
    Datum::map([
        ("type", Some(Datum::text("object"))),
        ("properties", Some(Datum::Map(properties))),
        ("required", Datum::texts(needed.iter().copied())),
        ("additionalProperties", Some(Datum::Flag(false))),
    ])
}

/// What stands in the place of something that tells a part of the story.
pub fn hidden() -> Datum {
    Datum::map([("hidden", Some(Datum::Flag(true)))])
}

/// A map that may be hidden, as everything with a `spoiler:` of its own may be.
pub fn may_be_hidden(shown: Datum) -> Datum {
    let is_true = Datum::map([("const", Some(Datum::Flag(true)))]);
    let hidden = object(vec![("hidden", is_true, "It tells something of an episode.")], &["hidden"]);
    Datum::map([("anyOf", Some(Datum::List(vec![shown, hidden])))])
}

fn ids(shapes: &mut Shapes) -> String {
    shapes.define("id", |_| word());
    shapes.list("id")
}

/// Ids of records of one kind that is known from the field.
fn told_ids(refs: &[Ref]) -> Option<Datum> {
    Datum::texts(refs.iter().map(|to| to.id.to_string()))
}

/// A value with all that is said about it.
fn tell_fact<T>(fact: &Fact<T>, teller: &dyn Teller, tell: &dyn Fn(&T) -> Option<Datum>) -> Datum {
    let value = fact.is.as_ref().and_then(tell).unwrap_or(Datum::Nothing);
    let Some(opened) = &fact.opened else { return Datum::map([("value", Some(value))]) };
    let claims = |claims: &[Claim<T>]| {
        let claim = |claim: &Claim<T>| {
            Datum::map([
                ("value", Some(tell(&claim.is).unwrap_or(Datum::Nothing))),
                ("sources", told_ids(&claim.sources)),
                ("note", claim.note.as_ref().and_then(|note| note.tell(teller))),
            ])
        };
        (!claims.is_empty()).then(|| Datum::List(claims.iter().map(claim).collect()))
    };
    let day = |day: Option<Day>| day.map(|day| Datum::text(day.to_string()));
    Datum::map([
        ("value", Some(value)),
        ("how", (opened.how != How::Stated).then(|| Datum::text(opened.how.name()))),
        ("because", opened.because.as_ref().and_then(|because| because.tell(teller))),
        ("sources", told_ids(&opened.sources)),
        ("via", opened.via.as_ref().map(Datum::text)),
        ("also", claims(&opened.also)),
        ("earlier", claims(&opened.earlier)),
        ("after", day(opened.after)),
        ("before", day(opened.before)),
    ])
}

macro_rules! told_fields {
    ($($held:ident $held_needed:literal)*; $($listed:ident $listed_needed:literal)*) => {
        $(impl<T: Tell> TellField for $held<T> {
            const IS_TOLD: bool = T::IS_TOLD;
            const IS_NEEDED: bool = $held_needed;
            fn tell(&self, teller: &dyn Teller) -> Option<Datum> {
                let fact = self.fact().filter(|_| T::IS_TOLD)?;
                Some(tell_fact(fact, teller, &|value| value.tell(teller)))
            }
            fn shape(shapes: &mut Shapes) -> String {
                let of = T::shape(shapes);
                shapes.fact(&of)
            }
        })*
        $(impl<T: Tell> TellField for $listed<T> {
            const IS_TOLD: bool = T::IS_TOLD;
            const IS_NEEDED: bool = $listed_needed;
            fn tell(&self, teller: &dyn Teller) -> Option<Datum> {
                let fact = self.fact().filter(|_| T::IS_TOLD)?;
                let list = |list: &Vec<T>| Some(Datum::List(list.iter().filter_map(|one| one.tell(teller)).collect()));
                Some(tell_fact(fact, teller, &list))
            }
            fn shape(shapes: &mut Shapes) -> String {
                let of = T::shape(shapes);
                let list = shapes.list(&of);
                shapes.fact(&list)
            }
        })*
    };
}
told_fields! { Need true Maybe false; List false NeedList true }

/// `a broadcast slot` → `broadcast-slot`: the name of a shape in the schema.
pub fn name_of(called: &str) -> String {
    called.trim_start_matches("a ").trim_start_matches("an ").replace([' ', '.'], "-")
}

/// Tells a mapping with fixed keys. `fields!` writes one of these for each.
macro_rules! told {
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
    ($called:literal $name:ident { $($field:ident $($key:literal)?, $type:ty, $doc:expr;)* }) => {
        impl $name {
            /// Each field that is given, with its name.
            pub fn tell_fields(&self, teller: &dyn $crate::parse::tell::Teller) -> Vec<(String, $crate::base::datum::Datum)> {
                let mut told = Vec::new();
                $(
                    if let Some(value) = $crate::parse::tell::TellField::tell(&self.$field, teller) {
                        told.push(($crate::parse::tell::told!(@key $field $($key)?).to_string(), value));
                    }
                )*
                told
            }

            /// The shape of each field.
            pub fn shape_fields(shapes: &mut $crate::parse::tell::Shapes) -> Vec<$crate::parse::tell::FieldShape> {
                let mut fields = Vec::new();
                $(
                    if <$type as $crate::parse::tell::TellField>::IS_TOLD {
                        fields.push($crate::parse::tell::FieldShape {
                            name: $crate::parse::tell::told!(@key $field $($key)?),
                            about: ($doc).trim(),
                            is_needed: <$type as $crate::parse::tell::TellField>::IS_NEEDED,
                            shape: <$type as $crate::parse::tell::TellField>::shape(shapes),
                        });
                    }
                )*
                fields
            }
        }

        impl $crate::parse::tell::Tell for $name {
            fn tell(&self, teller: &dyn $crate::parse::tell::Teller) -> Option<$crate::base::datum::Datum> {
                let told = self.tell_fields(teller);
                Some(match told.iter().any(|(key, _)| key == "spoiler") {
                    true => $crate::parse::tell::hidden(),
                    false => $crate::base::datum::Datum::Map(told),
                })
            }

            fn shape(shapes: &mut $crate::parse::tell::Shapes) -> String {
                shapes.define(&$crate::parse::tell::name_of($called), |shapes| {
                    let mut fields = $name::shape_fields(shapes);
                    let count = fields.len();
                    fields.retain(|field| field.name != "spoiler");
                    let can_hide = fields.len() < count;
                    let shown = $crate::parse::tell::object_of(&fields);
                    if can_hide { $crate::parse::tell::may_be_hidden(shown) } else { shown }
                })
            }
        }
    };
}
pub(crate) use told;

/// Tells one of several words.
macro_rules! told_word {
    ($name:ident) => {
        impl $crate::parse::tell::Tell for $name {
            fn tell(&self, _: &dyn $crate::parse::tell::Teller) -> Option<$crate::base::datum::Datum> {
                Some($crate::base::datum::Datum::text(self.name()))
            }
            fn shape(shapes: &mut $crate::parse::tell::Shapes) -> String {
                // `RelationKind` → `relation-kind`.
                let mut name = String::new();
                for c in stringify!($name).chars() {
                    if c.is_ascii_uppercase() && !name.is_empty() {
                        name.push('-');
                    }
                    name.push(c.to_ascii_lowercase());
                }
                let words = $name::ALL.iter().map(|word| word.name());
                shapes.define(&format!("one-{name}"), |_| $crate::parse::tell::choice(words))
            }
        }
    };
}
pub(crate) use told_word;

/// Values that are told as one JSON value.
macro_rules! told_values {
    ($($type:ty, $name:literal, $shape:expr, |$value:ident, $teller:ident| $told:expr;)*) => {$(
        impl Tell for $type {
            fn tell(&self, $teller: &dyn Teller) -> Option<Datum> {
                let $value = self;
                Some($told)
            }
            fn shape(shapes: &mut Shapes) -> String {
                shapes.define($name, |_| $shape)
            }
        }
    )*};
}

const DAY: &str = r"^\d{4}(-\d{2}(-\d{2})?)?$";
const WHEN: &str = r"^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2})?)?)?$";

told_values! {
    u32, "number", number(), |number, _teller| Datum::Number(u64::from(*number));
    bool, "yes-or-no", Datum::map([("type", Some(Datum::text("boolean")))]), |flag, _teller| Datum::Flag(*flag);
    Day, "day", pattern(DAY), |day, _teller| Datum::text(day.to_string());
    When, "when", pattern(WHEN), |when, teller| Datum::text(match when.moment(teller.zone()) {
        Some(moment) => moment.rfc3339(),
        None => when.day.to_string(),
    });
    Clock, "clock", pattern(r"^\d{2}:\d{2}$"), |clock, _teller| Datum::text(clock.to_string());
    Dur, "seconds", number(), |length, _teller| Datum::Number(u64::from(length.0));
    Dec, "decimal", pattern(r"^-?\d+(\.\d+)?$"), |number, _teller| Datum::text(number.as_str());
    Url, "address", word(), |url, _teller| Datum::text(url.as_str());
    Zone, "zone", word(), |zone, _teller| Datum::text(zone.name());
    Lang, "language", word(), |lang, _teller| Datum::text(lang.as_str());
    Text, "text", by_language(), |text, teller| tell_text(text, teller);
}

fn number() -> Datum {
    Datum::map([("type", Some(Datum::text("integer"))), ("minimum", Some(Datum::Number(0)))])
}

/// Texts by language; `all` is the same in every one.
fn by_language() -> Datum {
    Datum::map([
        ("type", Some(Datum::text("object"))),
        ("patternProperties", Some(Datum::map([("^(all|[a-z]{2,3}(-[A-Za-z0-9]{1,8})*)$", Some(word()))]))),
        ("additionalProperties", Some(Datum::Flag(false))),
    ])
}

/// What is written plainly is in the site's first language.
fn tell_text(text: &Text, teller: &dyn Teller) -> Datum {
    let plain = text.plain.iter().map(|text| (teller.languages().first().to_string(), text));
    let all = text.all.iter().map(|text| ("all".to_string(), text));
    let by = text.by.iter().map(|(lang, text)| (lang.to_string(), text));
    Datum::Map(plain.chain(all).chain(by).map(|(lang, text)| (lang, Datum::text(text))).collect())
}

impl Tell for Name {
    fn tell(&self, teller: &dyn Teller) -> Option<Datum> {
        let list = |list: Vec<Datum>| (!list.is_empty()).then_some(Datum::List(list));
        let latin = self.latin.iter().map(|latin| {
            Datum::map([
                ("language", Some(Datum::text(latin.lang.as_str()))),
                ("text", Some(Datum::text(&latin.text))),
                ("system", latin.system.as_ref().map(Datum::text)),
            ])
        });
        let reading: Vec<(String, Datum)> =
            self.reading.iter().map(|(lang, text)| (lang.to_string(), Datum::text(text))).collect();
        let order = self.order.iter().map(|(lang, order)| {
            let order = match order {
                NameOrder::FamilyFirst => "family-first",
                NameOrder::GivenFirst => "given-first",
            };
            (lang.as_ref().map_or("all", |lang| lang.as_str()).to_string(), Datum::text(order))
        });
        let order: Vec<(String, Datum)> = order.collect();
        Some(Datum::map([
            ("text", Some(tell_text(&self.text, teller))),
            ("latin", list(latin.collect())),
            ("reading", (!reading.is_empty()).then_some(Datum::Map(reading))),
            ("also", list(self.also.iter().map(|other| tell_other_name(other, teller)).collect())),
            ("sort", (!self.sort.is_empty()).then(|| tell_text(&self.sort, teller))),
            ("order", (!order.is_empty()).then_some(Datum::Map(order))),
        ]))
    }

    fn shape(shapes: &mut Shapes) -> String {
        shapes.define("name", |shapes| {
            let text = to(&Text::shape(shapes));
            let many = |one: Datum| Datum::map([("type", Some(Datum::text("array"))), ("items", Some(one))]);
            let latin = object(
                vec![("language", word(), ""), ("text", word(), ""), ("system", word(), "")],
                &["language", "text"],
            );
            let other = object(
                vec![
                    ("text", text.clone(), ""),
                    ("language", word(), ""),
                    ("kind", word(), ""),
                    ("until", word(), ""),
                    ("sources", to(&ids(shapes)), ""),
                ],
                &["text"],
            );
            object(
                vec![
                    ("text", text.clone(), "The name in each language."),
                    ("latin", many(latin), "Given romanisations and other scripts."),
                    ("reading", text.clone(), "How it is read."),
                    ("also", many(may_be_hidden(other)), "Every other name it goes by."),
                    ("sort", text.clone(), "What lists sort it by."),
                    ("order", text, "Whether the family name comes first."),
                ],
                &["text"],
            )
        })
    }
}

fn tell_other_name(other: &OtherName, teller: &dyn Teller) -> Datum {
    if other.is_spoiler {
        return hidden();
    }
    Datum::map([
        ("text", Some(tell_text(&other.text, teller))),
        ("language", other.lang.as_ref().map(|lang| Datum::text(lang.as_str()))),
        ("kind", other.kind.as_ref().map(Datum::text)),
        ("until", other.until.as_ref().map(Datum::text)),
        ("sources", Datum::texts(other.sources.iter())),
    ])
}

impl Tell for Ref {
    fn tell(&self, teller: &dyn Teller) -> Option<Datum> {
        let found = teller.find(self);
        let id = found.as_ref().map_or(&self.id, |found| &found.id);
        let drama = found.as_ref().map(|found| &found.drama).filter(|drama| !drama.is_empty());
        Some(Datum::map([
            ("kind", found.as_ref().map(|found| Datum::text(found.kind.name()))),
            ("drama", drama.map(|drama| Datum::text(&**drama))),
            ("id", Some(Datum::text(&**id))),
        ]))
    }

    fn shape(shapes: &mut Shapes) -> String {
        let fields = vec![("kind", word(), ""), ("drama", word(), ""), ("id", word(), "")];
        shapes.define("record", |_| object(fields, &["kind", "id"]))
    }
}
