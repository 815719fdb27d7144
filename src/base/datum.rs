//! Plain data on its way into JSON: what a record says, in an order that is always the same.

use serde::ser::{Serialize, Serializer};

/// A value as JSON has it. Maps keep the order in which they were made.
#[derive(Clone, Debug, PartialEq)]
pub enum Datum {
    Nothing,
    Flag(bool),
    Number(u64),
    Text(String),
    List(Vec<Datum>),
    Map(Vec<(String, Datum)>),
}

impl Datum {
    pub fn text(text: impl Into<String>) -> Datum {
        Datum::Text(text.into())
    }

    /// A map of what there is; entries with nothing in them are left out.
    pub fn map<const N: usize>(entries: [(&str, Option<Datum>); N]) -> Datum {
        Datum::Map(entries.into_iter().filter_map(|(key, value)| Some((key.to_string(), value?))).collect())
    }

    /// A list of texts; nothing for none.
    pub fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Option<Datum> {
        let list: Vec<Datum> = texts.into_iter().map(Datum::text).collect();
        (!list.is_empty()).then_some(Datum::List(list))
    }

    /// What a map has under a key.
    pub fn get(&self, key: &str) -> Option<&Datum> {
        match self {
            Datum::Map(entries) => entries.iter().find(|(known, _)| known == key).map(|(_, value)| value),
            _ => None,
        }
    }

    pub fn as_text(&self) -> Option<&str> {
        match self {
            Datum::Text(text) => Some(text),
            _ => None,
        }
    }

    /// As a file: indented, with a line end behind it, so that two versions can be compared line by line.
    pub fn to_json(&self) -> Vec<u8> {
        // Neither texts nor numbers can fail to be written into memory.
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

impl Serialize for Datum {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Datum::Nothing => to.serialize_unit(),
            Datum::Flag(flag) => to.serialize_bool(*flag),
            Datum::Number(number) => to.serialize_u64(*number),
            Datum::Text(text) => to.serialize_str(text),
            Datum::List(list) => to.collect_seq(list),
            Datum::Map(entries) => to.collect_map(entries.iter().map(|(key, value)| (key, value))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Datum;

    #[test]
    fn maps_keep_their_order() {
        let datum = Datum::map([
            ("z", Some(Datum::Number(1))),
            ("none", None),
            ("a", Some(Datum::List(vec![Datum::Flag(true), Datum::Nothing]))),
            ("text", Some(Datum::text("눈물\n\"x\""))),
        ]);
        let text = String::from_utf8(datum.to_json()).unwrap();
        assert_eq!(
            text,
            "{\n  \"z\": 1,\n  \"a\": [\n    true,\n    null\n  ],\n  \"text\": \"눈물\\n\\\"x\\\"\"\n}\n"
        );
    }
}
