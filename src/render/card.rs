//! Share cards: an SVG as a PNG of 1200×630. resvg stays behind this file.
//!
//! Fonts are the program's own, never the system's, and an SVG loads nothing: the same text is the same picture on
//! every machine.

use super::faces::FACES;
use super::palette;
use crate::base::digest::Digest;
use crate::plan::cards::{HEIGHT, WIDTH};
use resvg::{tiny_skia, usvg};
use std::sync::Arc;

/// Goes up when the same SVG would become another picture, so that drawn cards are not kept.
const VERSION: &str = "1";

/// Draws cards. Made once; many may draw at the same time.
pub struct Painter {
    fonts: Arc<usvg::fontdb::Database>,
    /// What a picture depends on besides its SVG.
    version: String,
}

impl Default for Painter {
    fn default() -> Painter {
        Painter::new()
    }
}

impl Painter {
    pub fn new() -> Painter {
        let mut database = usvg::fontdb::Database::new();
        let mut version = format!("card {VERSION}, linernotes {}", env!("CARGO_PKG_VERSION"));
        for face in &FACES {
            database.load_font_source(usvg::fontdb::Source::Binary(Arc::new(face.bytes())));
            version += &format!(", {} {}", face.name, face.fingerprint());
        }
        database.set_serif_family("NanumMyeongjo");
        database.set_sans_serif_family("Pretendard");
        Painter { fonts: Arc::new(database), version }
    }

    /// Names the picture of an SVG: another SVG, font or version of the program is another key.
    pub fn key(&self, svg: &str) -> Digest {
        Digest::of(format!("{}\n{svg}", self.version).as_bytes())
    }

    /// Draws one card; says in plain words why it cannot.
    pub fn draw(&self, svg: &str) -> Result<Vec<u8>, String> {
        let tree = self.read(svg)?;
        let Some(mut canvas) = tiny_skia::Pixmap::new(WIDTH, HEIGHT) else {
            unreachable!("{WIDTH}×{HEIGHT} is a size that a picture can have")
        };
        canvas.fill(tiny_skia::Color::WHITE);
        let size = tree.size();
        let scale = tiny_skia::Transform::from_scale(WIDTH as f32 / size.width(), HEIGHT as f32 / size.height());
        resvg::render(&tree, scale, &mut canvas.as_mut());
        palette::encode(canvas.data(), WIDTH, HEIGHT, &palette::colours_named(svg))
    }

    fn read(&self, svg: &str) -> Result<usvg::Tree, String> {
        let options = usvg::Options {
            fontdb: self.fonts.clone(),
            font_family: "Pretendard".into(),
            // A template of the site's must not look at files of whoever builds it.
            image_href_resolver: usvg::ImageHrefResolver {
                resolve_data: Box::new(|_, _, _| None),
                resolve_string: Box::new(|_, _| None),
            },
            ..usvg::Options::default()
        };
        usvg::Tree::from_str(svg, &options).map_err(|error| error.to_string())
    }
}

/// The text that a card shows, or why it is no picture: reads the SVG without drawing it.
pub fn text_of(svg: &str) -> Result<String, String> {
    let document = usvg::roxmltree::Document::parse(svg).map_err(|error| error.to_string())?;
    if document.root_element().tag_name().name() != "svg" {
        return Err("the outermost element is not `svg`".into());
    }
    let texts = document.descendants().filter(|node| node.tag_name().name() == "text");
    let inside = texts.flat_map(|text| text.descendants()).filter(|node| node.is_text());
    Ok(inside.filter_map(|node| node.text()).collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
#[path = "card_tests.rs"]
mod tests;
