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

    /// Whether the language stands in ISO 639: those with two letters are known here; those with three are too
    /// many, and taken as they are unless they have a code with two.
    pub fn is_registered(&self) -> bool {
        match self.language() {
            two if two.len() == 2 => TWO_LETTERS.split_ascii_whitespace().any(|known| known == two),
            three => meant(three).is_none(),
        }
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

/// Two-letter codes of ISO 639-1, which BCP 47 takes as they are.
const TWO_LETTERS: &str = "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy \
    da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig \
    ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn \
    mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si \
    sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo \
    za zh zu";

/// What people write for a language that is another: codes of countries, codes with three letters for languages
/// that have one with two, names.
const MEANT: &[(&str, &str)] = &[
    ("kr", "ko"),
    ("kor", "ko"),
    ("korean", "ko"),
    ("hangul", "ko"),
    ("한국어", "ko"),
    ("한글", "ko"),
    ("us", "en"),
    ("gb", "en"),
    ("eng", "en"),
    ("english", "en"),
    ("영어", "en"),
    ("jp", "ja"),
    ("jpn", "ja"),
    ("japanese", "ja"),
    ("일본어", "ja"),
    ("日本語", "ja"),
    ("cn", "zh"),
    ("zho", "zh"),
    ("chi", "zh"),
    ("chinese", "zh"),
    ("중국어", "zh"),
    ("中文", "zh"),
    ("tw", "zh"),
    ("hk", "zh"),
    ("cz", "cs"),
    ("ces", "cs"),
    ("dk", "da"),
    ("dan", "da"),
    ("gr", "el"),
    ("ell", "el"),
    ("ua", "uk"),
    ("ukr", "uk"),
    ("vn", "vi"),
    ("vie", "vi"),
    ("se", "sv"),
    ("swe", "sv"),
    ("br", "pt"),
    ("por", "pt"),
    ("portuguese", "pt"),
    ("deu", "de"),
    ("ger", "de"),
    ("german", "de"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("french", "fr"),
    ("spa", "es"),
    ("spanish", "es"),
    ("ita", "it"),
    ("italian", "it"),
    ("rus", "ru"),
    ("russian", "ru"),
    ("tha", "th"),
    ("thai", "th"),
    ("ind", "id"),
    ("indonesian", "id"),
    ("in", "id"),
    ("iw", "he"),
    ("heb", "he"),
    ("tur", "tr"),
    ("turkish", "tr"),
    ("pol", "pl"),
    ("nld", "nl"),
    ("dut", "nl"),
    ("ara", "ar"),
    ("hin", "hi"),
    ("msa", "ms"),
    ("may", "ms"),
    ("fas", "fa"),
    ("per", "fa"),
];

/// The language that was most likely meant by something else. `kr` is a language, too (Kanuri), but hardly ever the
/// one that is meant.
pub fn meant(tag: &str) -> Option<&'static str> {
    let lower = tag.to_lowercase();
    let head = lower.split(['-', '_']).next().unwrap_or_default();
    MEANT.iter().find(|(written, _)| *written == lower || *written == head).map(|(_, meant)| *meant)
}

/// What to write in place of a tag that is none: `ko-KR` for `ko_KR`, `en` for `EN`, `ja` for `jp`.
pub fn better_tag(tag: &str) -> Option<String> {
    if let Some(meant) = meant(tag) {
        return Some(meant.into());
    }
    let tag = tag.replace('_', "-");
    let (head, rest) = tag.split_once('-').map_or((tag.as_str(), None), |(head, rest)| (head, Some(rest)));
    let head = head.to_lowercase();
    let better = rest.map_or(head.clone(), |rest| format!("{head}-{rest}"));
    Lang::new(&better).filter(Lang::is_registered).map(|lang| lang.to_string())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_known_for_what_was_meant() {
        for (written, better) in [
            ("kr", "ko"),
            ("jp", "ja"),
            ("EN", "en"),
            ("ko_KR", "ko-KR"),
            ("한국어", "ko"),
            ("Korean", "ko"),
            ("kor", "ko"),
        ] {
            assert_eq!(better_tag(written).as_deref(), Some(better), "{written}");
        }
        for written in ["xq", "note", "title", "x"] {
            assert_eq!(better_tag(written), None, "{written}");
        }
        for (tag, is_one) in
            [("ko", true), ("zxx", true), ("ain", true), ("pt-BR", true), ("jp", false), ("kor", false)]
        {
            assert_eq!(Lang::new(tag).unwrap().is_registered(), is_one, "{tag}");
        }
        // Every correction is itself a language.
        for (_, meant) in MEANT {
            assert!(Lang::new(meant).unwrap().is_registered(), "{meant}");
        }
    }
}
