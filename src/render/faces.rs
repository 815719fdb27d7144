//! The font files that the program carries, packed. Share cards are drawn with them, web fonts are cut from them.
//!
//! Both families are under the SIL Open Font License, which stands beside them in `fonts/`. The files are whole, as
//! their makers gave them out, but for being packed with brotli (quality 11, window of 24 bits): 2.8 MB instead of
//! 9.6. brotli-decompressor stays behind this file.

use crate::base::digest::Digest;
use std::sync::OnceLock;

/// One font file.
#[derive(Debug)]
pub struct Face {
    /// As templates name it: `serif`.
    pub name: &'static str,
    /// What the file calls itself, which is what `font-family` of a share card needs.
    pub family: &'static str,
    /// As `font-weight` counts.
    pub weight: u16,
    packed: &'static [u8],
    /// A constant that is worked out when somebody first asks: few runs of the program need all fonts.
    unpacked: OnceLock<Vec<u8>>,
}

/// Every font. The serif has Hangul and plain Latin; the sans has most Latin letters, Greek and Cyrillic too.
pub static FACES: [Face; 3] = [
    Face::new("serif", "NanumMyeongjo", 600, include_bytes!("fonts/NanumMyeongjo-Bold.ttf.br")),
    Face::new("sans", "Pretendard", 400, include_bytes!("fonts/Pretendard-Regular.ttf.br")),
    Face::new("sans-bold", "Pretendard", 600, include_bytes!("fonts/Pretendard-SemiBold.ttf.br")),
];

/// The face that templates name so.
pub fn face(name: &str) -> Option<&'static Face> {
    FACES.iter().find(|face| face.name == name)
}

impl Face {
    const fn new(name: &'static str, family: &'static str, weight: u16, packed: &'static [u8]) -> Face {
        Face { name, family, weight, packed, unpacked: OnceLock::new() }
    }

    /// The font, with TrueType outlines.
    pub fn bytes(&self) -> &[u8] {
        self.unpacked.get_or_init(|| {
            let mut bytes = Vec::with_capacity(4 * self.packed.len());
            let mut packed = self.packed;
            match brotli_decompressor::BrotliDecompress(&mut packed, &mut bytes) {
                Ok(()) => bytes,
                Err(error) => unreachable!("{} is part of the program and read by a test: {error}", self.family),
            }
        })
    }

    /// Tells one version of the file from another.
    pub fn packed_digest(&self) -> Digest {
        Digest::of(self.packed)
    }
}
