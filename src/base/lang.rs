//! Language tags (BCP 47), as far as a site needs them.

use std::fmt;
use std::sync::Arc;

/// A language tag such as `en`, `ko`, `pt-BR`, `ko-Latn`: never empty, kept as written.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang(Arc<str>);

impl Lang {
    /// Takes a tag of the right form: a language of two or three small letters, then subtags of one to
    /// eight letters or digits (RFC 5646 §2.1, without the grandfathered tags). Whether the registry
    /// knows the tag is not asked.
    pub fn new(tag: &str) -> Option<Lang> {
        let mut parts = tag.split('-');
        let language = parts.next()?;
        let is_language = (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_lowercase());
        let are_subtags = parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()));
        (is_language && are_subtags).then(|| Lang(tag.into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without script and region: `pt` of `pt-BR`.
    pub fn language(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// Is this the language given, whatever script or region either names?
    pub fn is(&self, language: &str) -> bool {
        self.language() == language
    }
}

impl Default for Lang {
    /// English, the language of the program's own messages.
    fn default() -> Lang {
        Lang("en".into())
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The languages of a site, first one first. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Languages(Vec<Lang>);

impl Languages {
    /// An empty list becomes English alone: whoever reads the list has complained of it already.
    pub fn new(list: Vec<Lang>) -> Languages {
        if list.is_empty() { Languages(vec![Lang::default()]) } else { Languages(list) }
    }

    /// The language whose pages stand at `/` and in which plain text is written.
    pub fn first(&self) -> &Lang {
        &self.0[0]
    }

    pub fn iter(&self) -> impl Iterator<Item = &Lang> {
        self.0.iter()
    }

    pub fn has(&self, lang: &Lang) -> bool {
        self.0.contains(lang)
    }

    /// The site's language of that tag.
    pub fn find(&self, tag: &str) -> Option<&Lang> {
        self.0.iter().find(|lang| lang.as_str() == tag)
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }
}

impl Default for Languages {
    fn default() -> Languages {
        Languages::new(Vec::new())
    }
}
