//! What may be written for a value, as data: what the JSON Schemas for editors are made from. Says the same as
//! the readers in `decode` and `values`, as far as one file can tell; whether a record exists, only a build knows.

use super::decode::FieldAbout;

/// The form of a value.
#[derive(Clone, Debug)]
pub enum Shape {
    /// A fan's own fields.
    Anything,
    /// Words on one line.
    Line,
    /// Words, or words for each language.
    Text,
    /// A name with all that may stand in it.
    Name,
    /// A single word of a form, as a regular expression (ECMA 262).
    Word(String),
    /// A word of a form that YAML may take for a number: a year, an episode, a decimal.
    WordOrNumber(String),
    /// A whole number.
    Whole,
    Truth,
    /// One of these words.
    OneOf(Vec<&'static str>),
    List(Box<Shape>),
    /// A mapping with fixed keys.
    Fields {
        called: &'static str,
        fields: &'static [FieldAbout],
    },
    /// A mapping with keys of the author's own, of a form.
    Keyed {
        key: &'static str,
        value: Box<Shape>,
    },
    /// Any of these.
    Either(Vec<Shape>),
    /// A value that may be `unknown`, or be opened to say more about it.
    Fact {
        value: Box<Shape>,
        may_be_unknown: bool,
        opens: bool,
    },
}

/// An id: small letters, digits and single hyphens.
pub const ID: &str = "[a-z0-9]+(-[a-z0-9]+)*";
/// A language tag; `is` is the key that opens a value.
pub const LANGUAGE: &str = "(?!is$)[a-z]{2,3}(-[A-Za-z0-9]{1,8})*";
const DAY: &str = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?";
const CLOCK: &str = r"[0-2]\d:[0-5]\d";

/// The whole of a word.
pub fn whole(pattern: &str) -> String {
    format!("^({pattern})$")
}

/// The id of a record, perhaps of another drama.
pub fn reference() -> Shape {
    Shape::WordOrNumber(whole(&format!("({ID}/)?{ID}")))
}

/// Some episodes.
pub fn episodes() -> Shape {
    let one = || Shape::WordOrNumber(whole(&format!(r"all|({ID}/)?{ID}(\s*\.\.\s*({ID}/)?{ID})?")));
    Shape::Either(vec![one(), Shape::List(Box::new(one()))])
}

pub fn day() -> Shape {
    Shape::WordOrNumber(whole(DAY))
}

pub fn when() -> Shape {
    let zone = zone_pattern();
    Shape::WordOrNumber(whole(&format!(r"{DAY}|\d{{4}}-\d{{2}}-\d{{2}}\s+{CLOCK}(\s+({zone}))?")))
}

pub fn clock() -> Shape {
    Shape::Word(whole(CLOCK))
}

pub fn length() -> Shape {
    Shape::Word(whole(r"\d{1,3}:[0-5]\d|\d{1,2}:[0-5]\d:[0-5]\d"))
}

pub fn decimal() -> Shape {
    Shape::WordOrNumber(whole(r"-?\d+(\.\d+)?"))
}

pub fn address() -> Shape {
    Shape::Word(whole(r#"[Hh][Tt][Tt][Pp][Ss]?://[^\s<>"]+|(mailto|tel):[^\s<>"]+"#))
}

fn zone_pattern() -> &'static str {
    "UTC|[A-Za-z_]+/[A-Za-z0-9_+/-]+"
}

pub fn zone() -> Shape {
    Shape::Word(whole(zone_pattern()))
}

pub fn language() -> Shape {
    Shape::Word(whole(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*"))
}

pub fn capitals(count: usize) -> Shape {
    Shape::Word(whole(&format!("[A-Z]{{{count}}}")))
}
