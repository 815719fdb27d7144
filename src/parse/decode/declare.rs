//! How a kind is declared: once, and everything else follows from it.

/// Declares a mapping with fixed keys: the struct, how it is read, and what the manual says of it.
macro_rules! fields {
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
    ($called:literal; $(#[$meta:meta])* pub struct $name:ident {
        $( $(#[doc = $doc:literal])+ $field:ident $($key:literal)?: $type:ty, )*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name { $( $(#[doc = $doc])+ pub $field: $type, )* }

        $crate::parse::tell::told! { $called $name { $($field $($key)?, $type, concat!($($doc),+);)* } }

        impl $crate::parse::decode::Fields for $name {
            const CALLED: &'static str = $called;
            const FIELDS: &'static [$crate::parse::decode::FieldAbout] = &[$(
                $crate::parse::decode::FieldAbout {
                    name: $crate::parse::decode::fields!(@key $field $($key)?),
                    about: concat!($($doc),+),
                    needed: <$type as $crate::parse::decode::Field>::NEEDED,
                    form: <$type as $crate::parse::decode::Formed>::form,
                    shape: <$type as $crate::parse::decode::Field>::shape,
                },
            )*];

            fn set(
                &mut self,
                key: &str,
                node: &$crate::parse::yaml::Node,
                cx: &mut $crate::parse::decode::Cx,
            ) -> bool {
                $(
                    if key == $crate::parse::decode::fields!(@key $field $($key)?) {
                        self.$field = $crate::parse::decode::Field::read(node, cx);
                        return true;
                    }
                )*
                let _ = (node, cx);
                false
            }
        }

        impl $crate::parse::walked::Walked for $name {
            const HAS_PARTS: bool = true;

            fn walk<'a>(&'a self, walk: &mut $crate::base::walk::Walk<'a, '_>) {
                use $crate::parse::walked::WalkedField;
                let mut sources = Vec::new();
                $( sources.extend(self.$field.sources()); )*
                walk.mapping(sources, |walk| {
                    $( self.$field.walk($crate::parse::decode::fields!(@key $field $($key)?), walk); )*
                });
            }

            fn agrees(&self, other: &$name, zone: &$crate::base::day::Zone) -> bool {
                use $crate::parse::walked::WalkedField;
                true $( && self.$field.agrees(&other.$field, zone) )*
            }
        }

        impl $crate::parse::decode::Value for $name {
            fn form() -> String {
                let names: Vec<&str> = <$name as $crate::parse::decode::Fields>::FIELDS
                    .iter().map(|about| about.name).collect();
                format!("`{{{}}}`", names.join(", "))
            }

            fn shape() -> $crate::parse::shape::Shape {
                $crate::parse::shape::Shape::Fields { called: $called, fields: <$name as $crate::parse::decode::Fields>::FIELDS }
            }

            fn read(
                node: &$crate::parse::yaml::Node,
                cx: &mut $crate::parse::decode::Cx,
            ) -> Option<$name> {
                $crate::parse::decode::read_fields(node, cx, &[], &mut |_, _, _| false)
            }
        }
    };
}

/// Declares a choice among fixed words, the first of which is meant when nothing is said.
macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[doc = $doc:literal])* $variant:ident $word:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[doc = $doc])* $variant,)* }

        impl $name {
            pub const ALL: &[$name] = &[$($name::$variant,)*];

            /// As written in the files.
            pub fn name(self) -> &'static str { match self { $($name::$variant => $word,)* } }
        }

        impl Default for $name {
            fn default() -> $name { $name::ALL[0] }
        }
        $crate::parse::tell::told_word! { $name }

        impl $crate::parse::walked::Walked for $name {}

        impl $crate::parse::decode::Value for $name {
            const MAY_BE_UNKNOWN: bool = true;
            const OPENS: bool = false;

            fn form() -> String {
                let words: Vec<String> = $name::ALL.iter().map(|word| format!("`{}`", word.name())).collect();
                format!("one of {}", words.join(", "))
            }

            fn shape() -> $crate::parse::shape::Shape {
                $crate::parse::shape::Shape::OneOf($name::ALL.iter().map(|word| word.name()).collect())
            }

            fn read(
                node: &$crate::parse::yaml::Node,
                cx: &mut $crate::parse::decode::Cx,
            ) -> Option<$name> {
                let found = $name::ALL.iter().copied().find(|word| node.text() == Some(word.name()));
                if found.is_none() {
                    let field = cx.field;
                    $crate::parse::decode::wrong_word(node, cx, field, $name::ALL.iter().map(|word| word.name()));
                }
                found
            }
        }
    };
}

pub(crate) use {fields, words};
