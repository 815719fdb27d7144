//! Cards on their way from template to picture: words in place, every character in a font, drawn, or kept from an
//! earlier build.

use super::build::Finished;
use super::cache::Cache;
use crate::base::diagnostic::{Code, Diagnostic, Severity};
use crate::base::lang::Lang;
use crate::base::place::Place;
use crate::outputs::Card;
use crate::render::Renderer;
use std::collections::BTreeMap;

/// What becomes of share cards.
#[derive(Clone, Copy, Default)]
pub enum Drawing<'a> {
    /// They stay SVG text, checked but not drawn, and web fonts are empty: for whoever wants no files.
    #[default]
    Outlined,
    /// They become pictures, and web fonts are made; what the caches have is not made again.
    Drawn(Caches<'a>),
}

/// What is kept from build to build.
#[derive(Clone, Copy, Default)]
pub struct Caches<'a> {
    pub cards: Option<&'a dyn Cache>,
    pub fonts: Option<&'a dyn Cache>,
    pub pictures: Option<&'a dyn Cache>,
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
    /// A card as SVG text, and what no font has of its words. `path` is where the card will be, for messages.
    pub fn outline(
        &self,
        card: &Card,
        renderer: &Renderer,
        path: &str,
    ) -> Result<(String, Option<Box<Lack>>), Diagnostic> {
        let svg = renderer.render(card.template, &card.view, path)?;
        let svg = String::from_utf8(svg).map_err(|_| failed(card, renderer, path, "it is not UTF-8"))?;
        #[cfg(feature = "cards")]
        {
            let text = crate::render::card::text_of(&svg).map_err(|why| failed(card, renderer, path, &why))?;
            let missing = crate::render::fonts::missing(&text);
            if !missing.is_empty() {
                return Lack::of(card, renderer, path, missing).map(|lack| (svg, Some(Box::new(lack))));
            }
        }
        Ok((svg, None))
    }

    /// The bytes of a card that was outlined.
    #[cfg(feature = "cards")]
    pub fn draw(
        &self,
        svg: String,
        drawing: Drawing,
        fail: impl Fn(&str) -> Diagnostic,
    ) -> Result<(Vec<u8>, Option<Came>), Diagnostic> {
        let Drawing::Drawn(Caches { cards: cache, .. }) = drawing else { return Ok((svg.into_bytes(), None)) };
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

/// Characters on a card that no font has.
#[derive(Debug)]
pub struct Lack {
    characters: Vec<char>,
    /// The first text with one of them, and where it was written.
    text: String,
    place: Place,
}

impl Lack {
    /// Blames the template for what none of the texts has.
    #[cfg(feature = "cards")]
    fn of(card: &Card, renderer: &Renderer, path: &str, characters: Vec<char>) -> Result<Lack, Diagnostic> {
        let with = |c: &char| card.texts.iter().find(|(text, _)| text.contains(*c));
        let own: Vec<char> = characters.iter().copied().filter(|c| with(c).is_none()).collect();
        match characters.first().and_then(with) {
            Some((text, place)) if own.is_empty() => {
                Ok(Lack { text: text.clone(), place: place.clone(), characters })
            }
            _ => {
                let message =
                    format!("this template writes a character that no font of the program has: {}", shown(&own));
                Err(Diagnostic::new(Code::MissingGlyph, message)
                    .at(Place::file(&renderer.file_of(card.template)))
                    .help(format!("on the share card {path} it would be an empty box: leave it out")))
            }
        }
    }

    /// The card without the texts that have them: what is left is whole.
    pub fn without(&self, svg: &str) -> String {
        let mut kept = String::with_capacity(svg.len());
        let mut rest = svg;
        while let Some(start) = rest.find("<text") {
            let end = rest[start..].find("</text>").map_or(rest.len(), |end| start + end + "</text>".len());
            let is_whole = !rest[start..end].contains(&*self.characters);
            kept.push_str(&rest[..if is_whole { end } else { start }]);
            rest = &rest[end..];
        }
        kept + rest
    }
}

/// A few characters, for a message.
pub(super) fn shown(characters: &[char]) -> String {
    const FEW: usize = 8;
    let few: Vec<String> =
        characters.iter().take(FEW).map(|c| format!("`{c}` (U+{:04X})", u32::from(*c))).collect();
    let more = if characters.len() > FEW { " and others" } else { "" };
    format!("{}{more}", few.join(", "))
}

/// Says, once for each language, how many cards cannot show their words.
pub fn tell_lacks(files: &[&Finished]) -> Vec<Diagnostic> {
    let mut by_lang: BTreeMap<&Lang, Vec<&Lack>> = BTreeMap::new();
    for (lang, lack) in files.iter().filter_map(|file| file.lack.as_ref()) {
        by_lang.entry(lang).or_default().push(lack);
    }
    let tell = |(lang, lacks): (&Lang, Vec<&Lack>)| {
        // The one whose text stands first in the files.
        let first = lacks.iter().min_by_key(|lack| (&lack.place, &lack.text))?;
        let (cards, show) = if lacks.len() == 1 { ("share card", "shows") } else { ("share cards", "show") };
        let message = format!(
            "{} {cards} in `{lang}` {show} only the site's name, since no font of the program has all of their \
             characters: “{}” has {}",
            lacks.len(),
            first.text,
            shown(&first.characters)
        );
        let told = Diagnostic::new(Code::MissingGlyph, message).severity(Severity::Warning);
        Some(
            told.at(first.place.clone())
                .help("write the texts without them where that is right")
                .help("or make no cards: `outputs: {cards: off}` in content/site.yaml"),
        )
    };
    by_lang.into_iter().filter_map(tell).collect()
}
