//! How things are written as JSON-LD: a type, an address of their own, properties that may have several values.

use serde::{Serialize, Serializer};

/// The values of one property: left out when there are none, bare when there is one, else a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Many<T>(Vec<T>);

impl<T> Many<T> {
    /// Nothing is said.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The values, in their order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }
}

impl<T> Default for Many<T> {
    fn default() -> Many<T> {
        Many(Vec::new())
    }
}

impl<T> From<T> for Many<T> {
    fn from(value: T) -> Many<T> {
        Many(vec![value])
    }
}

impl<T> From<Option<T>> for Many<T> {
    fn from(value: Option<T>) -> Many<T> {
        Many(value.into_iter().collect())
    }
}

impl<T> From<Vec<T>> for Many<T> {
    fn from(values: Vec<T>) -> Many<T> {
        Many(values)
    }
}

impl<T> FromIterator<T> for Many<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Many<T> {
        Many(values.into_iter().collect())
    }
}

impl<T: Serialize> Serialize for Many<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [value] => value.serialize(serializer),
            values => values.serialize(serializer),
        }
    }
}

/// A thing that is described elsewhere, by its address.
#[derive(Serialize, Clone, Debug, Default, PartialEq)]
pub struct Ref {
    #[serde(rename = "@id")]
    pub id: String,
}

/// Declares types of schema.org: each field is the property of that name, which may have several values. A thing
/// without an `@id` is only told of where it stands.
macro_rules! things {
    ($($(#[doc = $doc:literal])* $name:ident $type:literal { $($field:ident: $value:ty,)* })*) => {$(
        $(#[doc = $doc])*
        #[derive(serde::Serialize, Clone, Debug, Default, PartialEq)]
        #[serde(tag = "@type", rename = $type, rename_all = "camelCase")]
        pub struct $name {
            #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
            pub id: Option<String>,
            $(
                #[serde(skip_serializing_if = "crate::outputs::jsonld::node::Many::is_empty")]
                pub $field: crate::outputs::jsonld::node::Many<$value>,
            )*
        }
    )*};
}

/// Declares a value that is of one of several types.
macro_rules! one_of {
    ($($(#[doc = $doc:literal])* $name:ident { $($variant:ident($type:ty),)* })*) => {$(
        $(#[doc = $doc])*
        #[derive(serde::Serialize, Clone, Debug, PartialEq)]
        #[serde(untagged)]
        pub enum $name { $($variant(Box<$type>),)* }

        $(impl From<$type> for $name {
            fn from(value: $type) -> $name {
                $name::$variant(Box::new(value))
            }
        })*
    )*};
}

pub(crate) use {one_of, things};

#[cfg(test)]
mod tests {
    use super::*;

    things! {
        /// For the test.
        Sample "Thing" { alternate_name: String, same_as: Ref, }
    }

    #[test]
    fn a_property_is_left_out_bare_or_a_list() {
        let json = |sample: &Sample| serde_json::to_string(sample).unwrap();
        let mut sample = Sample::default();
        assert_eq!(json(&sample), r#"{"@type":"Thing"}"#);
        sample.alternate_name = "a".to_string().into();
        assert_eq!(json(&sample), r#"{"@type":"Thing","alternateName":"a"}"#);
        sample.alternate_name = vec!["a".to_string(), "b".to_string()].into();
        sample.same_as = Ref { id: "x:y".into() }.into();
        sample.id = Some("x:z".into());
        assert_eq!(
            json(&sample),
            r#"{"@type":"Thing","@id":"x:z","alternateName":["a","b"],"sameAs":{"@id":"x:y"}}"#
        );
    }
}
