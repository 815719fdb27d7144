//! Many texts looked for at once, in one pass. aho-corasick stays behind this file.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// Texts to look for.
pub struct Needles(Option<AhoCorasick>);

/// Whether a letter and its capital are the same. Only of Latin letters without accents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    Same,
    Differs,
}

/// Up to here the faster form is made, which takes some hundred bytes of memory for each byte of a needle.
const FAST_BYTES: usize = 32_000;

impl Needles {
    /// Empty texts are found nowhere.
    pub fn new(texts: &[impl AsRef<str>], case: Case) -> Needles {
        let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
        // An empty text would be found everywhere; the index of each must stay.
        let never = "\u{10fffe}\u{10fffe}";
        let filled = texts.iter().map(|text| if text.is_empty() { never } else { text });
        let byte_count: usize = texts.iter().map(|text| text.len()).sum();
        let kind = if byte_count <= FAST_BYTES { None } else { Some(AhoCorasickKind::ContiguousNFA) };
        let built = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .ascii_case_insensitive(case == Case::Same)
            .kind(kind)
            .build(filled);
        // It fails only above four thousand million states.
        Needles(built.ok().filter(|_| !texts.is_empty()))
    }

    /// Every place where one of the texts stands: its number and the offset of its first byte.
    pub fn each<'s>(&'s self, text: &'s str) -> impl Iterator<Item = (usize, usize)> + 's {
        let found = self.0.iter().flat_map(move |all| all.find_overlapping_iter(text));
        found.map(|found| (found.pattern().as_usize(), found.start()))
    }

    /// Places where one of the texts begins, of those that overlap only one; in the order of their ends. Faster.
    pub fn some<'s>(&'s self, bytes: &'s [u8]) -> impl Iterator<Item = (usize, usize)> + 's {
        let found = self.0.iter().flat_map(move |all| all.find_iter(bytes));
        found.map(|found| (found.pattern().as_usize(), found.start()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_found_also_inside_each_other() {
        let needles = Needles::new(&["abc", "b", "", "xyz"], Case::Differs);
        assert_eq!(needles.each("aabcb").collect::<Vec<_>>(), [(1, 2), (0, 1), (1, 4)]);
        assert_eq!(needles.each("ABC").count(), 0);
        assert_eq!(Needles::new(&["abc"], Case::Same).some(b"xABC").collect::<Vec<_>>(), [(0, 1)]);
        assert_eq!(Needles::new(&[""; 0], Case::Same).each("abc").count(), 0);
    }
}
