//! The languages that texts of a file are keyed by. Which of them the site has is only known when all files are.

use crate::base::fact::Span;
use crate::base::lang::Lang;

/// A language that texts or names of one file are keyed by, at its first place.
#[derive(Clone, Debug, PartialEq)]
pub struct Foreign {
    pub lang: Lang,
    pub at: Span,
    /// A name, which may be told in any language.
    pub is_name: bool,
    /// The text is in this language alone, so it is shown in it.
    pub is_alone: bool,
    /// How many there are of the sort.
    pub count: usize,
}

/// Notes one more. A file has few languages, so the list stays short.
pub fn note(list: &mut Vec<Foreign>, lang: &Lang, at: Span, is_name: bool, is_alone: bool) {
    let same = |known: &&mut Foreign| known.lang == *lang && known.is_name == is_name && known.is_alone == is_alone;
    match list.iter_mut().find(same) {
        Some(known) => known.count += 1,
        None => list.push(Foreign { lang: lang.clone(), at, is_name, is_alone, count: 1 }),
    }
}
