//! Web fonts: a font of the program with just the characters that a site shows, as WOFF2; and the rules of the
//! style sheet that name them. skera, read-fonts and ttf2woff2 stay behind this file.
//!
//! The files carry no name of their own but the copyright and the licence: what is left of a font may not go by the
//! name that its makers keep for the whole one (SIL OFL 1.1, §3), and style sheets give it one anyway.

use super::faces::{Face, face};
use crate::base::digest::Digest;
use crate::base::lang::Lang;
use crate::plan::fonts;
use read_fonts::collections::IntSet;
use read_fonts::types::{NameId, Tag};
use read_fonts::{FontRef, TableProvider};
use skera::{DEFAULT_DROP_TABLES, Plan, SubsetFlags, subset_font};
use std::collections::BTreeSet;

/// Goes up when the same characters would become other bytes.
const VERSION: &str = "2";

/// What a browser may look for in these fonts; for everything else it need not load them. The ranges are those of
/// the whole fonts: what is just in the files is known only when all pages are made, and then no style sheet may
/// change any more. A character in between that a file lacks comes from the next font, as ever.
const RANGE: &str = "U+20-7E,U+A0-24F,U+2C6-2DC,U+370-52F,U+1100-11FF,U+1E00-1EFF,U+2000-206F,U+20A0-20BF,\
    U+2100-23FF,U+25A0-26FF,U+3000-30FF,U+3130-318F,U+AC00-D7A3,U+FF00-FFEF";
/// The hyphen of names like Kim Soo-hyun. That of the serif is as long as a dash and stands as high: the page's sans
/// lends it another.
const HYPHEN: &str = "U+2D";
const LATIN: &str = "U+20-7E,U+A0-24F,U+2000-206F";
const HANGUL: &str = "U+1100-11FF,U+3130-318F,U+AC00-D7A3";

/// A font that many readers have, made as wide as ours while that is on its way, so that nothing moves when it comes.
struct Near {
    /// As `local()` knows it: the full name and the PostScript name.
    names: &'static [&'static str],
    range: &'static str,
    /// Our width through theirs. Latin: the mean over the text of the example's English pages; Hangul: of any
    /// syllable, which are all of one width. Measured from the files (Liberation has the widths of Arial and Times).
    size: f64,
}

/// A face as style sheets name it.
struct Told {
    face: &'static str,
    weight: u16,
    /// Height above and below the line, as parts of the size.
    above: f64,
    below: f64,
    near: &'static [Near],
}

const TOLD: [Told; 2] = [
    Told {
        face: fonts::SANS,
        weight: 400,
        above: 0.9521,
        below: 0.2412,
        near: &[
            Near { names: &["Arial", "ArialMT", "Liberation Sans", "LiberationSans"], range: LATIN, size: 1.002 },
            Near { names: &["NanumGothic", "Nanum Gothic"], range: HANGUL, size: 0.9194 },
        ],
    },
    Told {
        face: fonts::SERIF,
        weight: 700,
        above: 0.9082,
        below: 0.2148,
        near: &[
            Near {
                names: &[
                    "Times New Roman Bold",
                    "TimesNewRomanPS-BoldMT",
                    "Liberation Serif Bold",
                    "LiberationSerif-Bold",
                ],
                range: LATIN,
                size: 1.035,
            },
            Near {
                names: &["NanumMyeongjo Bold", "NanumMyeongjoBold", "NanumMyeongjoOTFBold"],
                range: HANGUL,
                size: 1.0,
            },
        ],
    },
];

/// The rules for the end of a style sheet in `assets/`: a family for each face and language, one of fonts that
/// readers have, and the properties `--web-sans` and `--web-serif` with the family of the page's language. A font that
/// is late is used from the next page on (`optional`): were it put in place when it comes, the page would move.
pub fn rules(languages: &[Lang]) -> String {
    let mut css = String::new();
    for Told { face, weight, above, below, near } in &TOLD {
        for lang in languages {
            css += &format!(
                "@font-face{{font-family:\"Site {face} {lang}\";src:url(fonts/{face}.{lang}.woff2) format(\"woff2\");\
                 font-weight:{weight};font-display:optional;unicode-range:{RANGE}}}\n"
            );
        }
        if *face == fonts::SERIF {
            for lang in languages {
                css += &format!(
                    "@font-face{{font-family:\"Site {face} {lang}\";src:url(fonts/{}.{lang}.woff2) format(\"woff2\");\
                     font-weight:{weight};font-display:optional;unicode-range:{HYPHEN}}}\n",
                    fonts::SANS
                );
            }
        }
        for Near { names, range, size } in *near {
            let names: Vec<String> = names.iter().map(|name| format!("local(\"{name}\")")).collect();
            css += &format!(
                "@font-face{{font-family:\"Near {face}\";src:{};font-weight:{weight};size-adjust:{}%;\
                 ascent-override:{}%;descent-override:{}%;line-gap-override:0%;unicode-range:{range}}}\n",
                names.join(","),
                percent(*size),
                percent(above / size),
                percent(below / size),
            );
        }
    }
    for lang in languages {
        let families = fonts::FACES.map(|face| format!("--web-{face}:\"Site {face} {lang}\""));
        css += &format!(":root[lang=\"{lang}\"]{{{}}}\n", families.join(";"));
    }
    css
}

/// With two digits behind the point at most.
fn percent(part: f64) -> f64 {
    (part * 10_000.0).round() / 100.0
}

/// A whole font, opened to be cut.
pub struct Cloth {
    face: &'static Face,
    font: FontRef<'static>,
}

impl Cloth {
    /// The face that templates name so.
    pub fn of(name: &str) -> Option<Cloth> {
        let face = face(name)?;
        let font = FontRef::new(face.bytes()).ok()?;
        // skera leaves out other outlines without a word.
        font.glyf().ok()?;
        Some(Cloth { face, font })
    }

    pub fn has(&self, character: char) -> bool {
        self.font.cmap().is_ok_and(|cmap| cmap.map_codepoint(character).is_some())
    }

    /// Names the font with these characters: others, another version of the program or of the font are another key.
    pub fn key(&self, characters: &BTreeSet<char>) -> Digest {
        let characters: String = characters.iter().collect();
        let version = format!("web font {VERSION}, linernotes {}, {}", env!("CARGO_PKG_VERSION"), self.face.name);
        let whole = self.face.packed_digest();
        Digest::of(format!("{version}, {whole}\n{characters}").as_bytes())
    }

    /// A WOFF2 file with those of the characters that the font has; else says why it cannot be.
    pub fn cut(&self, characters: &BTreeSet<char>) -> Result<Vec<u8>, String> {
        let characters: IntSet<u32> = characters.iter().map(|c| u32::from(*c)).collect();
        let tags = |names: &[&[u8; 4]]| names.iter().map(|name| Tag::new(name)).collect::<Vec<_>>();
        let mut dropped: IntSet<Tag> = DEFAULT_DROP_TABLES.iter().copied().collect();
        // No page sets text from top to bottom.
        dropped.extend(tags(&[b"vhea", b"vmtx", b"VORG"]));
        let features = tags(&[b"ccmp", b"locl", b"kern", b"mark", b"mkmk", b"ljmo", b"vjmo", b"tjmo"]);
        let mut scripts = IntSet::empty();
        scripts.invert();
        // Copyright, licence, and where that stands.
        let names: IntSet<NameId> = [0u16, 13, 14].into_iter().map(NameId::from).collect();
        let plan = Plan::new(
            &IntSet::empty(),
            &characters,
            &self.font,
            SubsetFlags::SUBSET_FLAGS_NO_HINTING,
            &dropped,
            &scripts,
            &features.into_iter().collect(),
            &names,
            &[0x409u16].into_iter().collect(),
        );
        let cut = subset_font(&self.font, &plan).map_err(|error| error.to_string())?;
        let options = ttf2woff2::EncodeOptions {
            quality: 11.into(),
            transform_glyf_loca: is_safe_to_transform(&cut),
            ..Default::default()
        };
        ttf2woff2::encode_with_options(&cut, options).map_err(|error| error.to_string())
    }
}

/// May the outlines be written the way that saves an eighth? Chromium refuses files whose outlines lie just under
/// 131,072 bytes when places in them are counted in pairs of bytes.
fn is_safe_to_transform(font: &[u8]) -> bool {
    let Ok(font) = FontRef::new(font) else { return false };
    let outlines = font.table_data(Tag::new(b"glyf")).map_or(0, |data| data.as_bytes().len());
    outlines < 120_000 || font.head().is_ok_and(|head| head.index_to_loc_format() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::fonts::{FACES, SANS};

    fn cut(face: &str, text: &str) -> Vec<u8> {
        Cloth::of(face).unwrap().cut(&text.chars().collect()).unwrap()
    }

    #[test]
    fn a_font_has_what_is_asked_for_and_grows_with_it() {
        for face in FACES {
            let small = cut(face, "눈물의 여왕");
            assert_eq!(&small[..4], b"wOF2", "{face}");
            assert!(small.len() < 4_000, "{face}: {}", small.len());
            let large = cut(face, &('가'..='갛').collect::<String>());
            assert!(large.len() > small.len());
            assert_eq!(small, cut(face, "왕여 의물눈"), "the order of characters is nothing");
        }
        assert_eq!(cut(SANS, "가"), cut(SANS, "가💜"), "what the font lacks is left out");
    }

    #[test]
    fn the_licence_stays_and_the_name_goes() {
        let packed = cut(SANS, "a");
        assert!(packed.len() > 300);
        let cloth = Cloth::of(SANS).unwrap();
        assert!(cloth.has('왕') && cloth.has('é') && !cloth.has('涙'));
        let keys: BTreeSet<Digest> = FACES
            .iter()
            .flat_map(|face| ["a", "ab"].map(|text| Cloth::of(face).unwrap().key(&text.chars().collect())))
            .collect();
        assert_eq!(keys.len(), 4);
    }

    #[test]
    fn rules_name_every_language() {
        let languages = ["en", "ko"].map(|lang| Lang::new(lang).unwrap());
        let css = rules(&languages);
        assert_eq!(css.matches("font-display:optional").count(), 6, "two faces and a hyphen for each language");
        assert!(css.contains(":root[lang=\"ko\"]{--web-sans:\"Site sans ko\";--web-serif:\"Site serif ko\"}"));
        assert!(css.contains("size-adjust:91.94%;ascent-override:103.56%"), "{css}");
        for told in &TOLD {
            let font = Cloth::of(told.face).unwrap().font;
            let (line, head) = (font.hhea().unwrap(), font.head().unwrap());
            let part = |units: i16| f64::from(units) / f64::from(head.units_per_em());
            assert!((part(line.ascender().to_i16()) - told.above).abs() < 0.001, "{}", told.face);
            assert!((part(-line.descender().to_i16()) - told.below).abs() < 0.001, "{}", told.face);
        }
    }
}
