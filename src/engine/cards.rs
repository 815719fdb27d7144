//! Cards on their way from template to picture: words in place, every character in a font, drawn, or kept from an
//! earlier build.

use super::cache::Cache;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::place::Place;
use crate::outputs::Card;
use crate::render::Renderer;

/// What becomes of share cards.
#[derive(Clone, Copy, Default)]
pub enum Drawing<'a> {
    /// They stay SVG text, checked but not drawn: for whoever wants no pictures.
    #[default]
    Outlined,
    /// They become pictures; those that the cache has are not drawn again.
    Drawn(Option<&'a dyn Cache>),
}

/// How a card came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    Drawn,
    Kept,
}

/// How many cards were drawn, and how many were there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CardCount {
    pub drawn: usize,
    pub kept: usize,
}

/// Draws cards; fonts are opened for the first one.
#[derive(Default)]
pub struct Easel {
    #[cfg(feature = "cards")]
    painter: std::sync::OnceLock<crate::render::card::Painter>,
}

impl Easel {
    /// A card as SVG text, every character of which is in a font. `path` is where the card will be, for messages.
    pub fn outline(&self, card: &Card, renderer: &Renderer, path: &str) -> Result<String, Diagnostic> {
        let svg = renderer.render(card.template, &card.view, path)?;
        let svg = String::from_utf8(svg).map_err(|_| failed(card, renderer, path, "it is not UTF-8"))?;
        #[cfg(feature = "cards")]
        {
            let text = crate::render::card::text_of(&svg).map_err(|why| failed(card, renderer, path, &why))?;
            let missing = crate::render::fonts::missing(&text);
            if !missing.is_empty() {
                return Err(missing_glyph(card, renderer, path, &missing));
            }
        }
        Ok(svg)
    }

    /// The bytes of a card that was outlined.
    #[cfg(feature = "cards")]
    pub fn draw(
        &self,
        svg: String,
        drawing: Drawing,
        fail: impl Fn(&str) -> Diagnostic,
    ) -> Result<(Vec<u8>, Option<Came>), Diagnostic> {
        let Drawing::Drawn(cache) = drawing else { return Ok((svg.into_bytes(), None)) };
        let painter = self.painter.get_or_init(crate::render::card::Painter::new);
        let key = painter.key(&svg);
        if let Some(bytes) = cache.and_then(|cache| cache.get(key)) {
            return Ok((bytes, Some(Came::Kept)));
        }
        let bytes = painter.draw(&svg).map_err(|why| fail(&why))?;
        if let Some(cache) = cache {
            cache.put(key, &bytes);
        }
        Ok((bytes, Some(Came::Drawn)))
    }

    /// Without the feature no output makes cards.
    #[cfg(not(feature = "cards"))]
    pub fn draw(
        &self,
        svg: String,
        _: Drawing,
        _: impl Fn(&str) -> Diagnostic,
    ) -> Result<(Vec<u8>, Option<Came>), Diagnostic> {
        Ok((svg.into_bytes(), None))
    }
}

/// A template that makes no picture.
pub fn failed(card: &Card, renderer: &Renderer, path: &str, why: &str) -> Diagnostic {
    Diagnostic::new(Code::TemplateFailed, format!("this template makes no picture: {why}"))
        .at(Place::file(&renderer.file_of(card.template)))
        .label(format!("while {path} was being drawn"))
        .help("it must make a whole SVG, from `<svg xmlns=\"http://www.w3.org/2000/svg\" …>` to `</svg>`")
}

/// Blames the text that the characters stand in, else the template.
#[cfg(feature = "cards")]
fn missing_glyph(card: &Card, renderer: &Renderer, path: &str, missing: &[char]) -> Diagnostic {
    let shown: Vec<String> = missing.iter().take(8).map(|c| format!("`{c}` (U+{:04X})", u32::from(*c))).collect();
    let more = if missing.len() > shown.len() { " and others" } else { "" };
    let shown = format!("{}{more}", shown.join(", "));
    let found = card.texts.iter().find(|(text, _)| text.contains(missing[0]));
    let (message, place) = match found {
        Some((text, place)) => {
            (format!("“{text}” has a character that no font of the program has: {shown}"), place.clone())
        }
        None => (
            format!("this template writes a character that no font of the program has: {shown}"),
            Place::file(&renderer.file_of(card.template)),
        ),
    };
    Diagnostic::new(Code::MissingGlyph, message)
        .at(place)
        .help(format!("on the share card {path} it would be an empty box: write the text without it"))
        .help("or make no cards: `outputs: {cards: off}` in content/site.yaml")
}
