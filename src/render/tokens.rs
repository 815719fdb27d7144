//! The tokens of a style sheet: the custom properties at its head, which a site may give values of its own in
//! `site.yaml`. The list is read from the style sheet itself, so it is never another than what the pages use.

use super::minify;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::place::Place;
use crate::kinds::look::{Group, Setting, colour};
use crate::parse::decode::{nearest, shorten};
use std::sync::Arc;

/// The tokens that texts are written in; each must be readable on `paper`.
pub const OF_TEXTS: &[&str] = &["ink", "soft", "wine", "wine-deep", "mark"];

/// The least contrast of text with what it stands on (WCAG 2.2, 1.4.3).
const LEAST: f64 = 4.5;

/// A custom property of the style sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Without the dashes: `wine`.
    pub name: String,
    pub value: TokenValue,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenValue {
    Colour {
        light: String,
        dark: String,
    },
    /// Families of fonts.
    Fonts(String),
    Size(String),
}

impl Token {
    /// The key under `theme:` that it belongs to.
    pub fn group(&self) -> Group {
        match self.value {
            TokenValue::Colour { .. } => Group::Light,
            TokenValue::Fonts(_) => Group::Fonts,
            TokenValue::Size(_) => Group::Sizes,
        }
    }
}

/// The custom properties of the first `:root` of a style sheet, in its order.
pub fn tokens(css: &str) -> Vec<Token> {
    let css = minify::style(css);
    let Some((_, rest)) = css.split_once(":root{") else { return Vec::new() };
    let block = rest.split('}').next().unwrap_or_default();
    let token = |line: &str| {
        let (name, value) = line.trim().strip_prefix("--")?.split_once(':')?;
        let value = value.trim();
        let pair = value.strip_prefix("light-dark(").and_then(|pair| pair.strip_suffix(')')?.split_once(','));
        let value = match pair {
            Some((light, dark)) => TokenValue::Colour { light: light.trim().into(), dark: dark.trim().into() },
            None if colour(value).is_some() => TokenValue::Colour { light: value.into(), dark: value.into() },
            None if value.ends_with("serif") || value.starts_with(['"', '\'']) => TokenValue::Fonts(value.into()),
            None => TokenValue::Size(value.into()),
        };
        Some(Token { name: name.trim().to_string(), value })
    };
    block.split(';').filter_map(token).collect()
}

/// The site's own values as a style sheet that stands behind the one they are tokens of. Nothing when there are none.
/// What is no token is told, and so are colours in which text would be hard to read.
pub fn style(css: &str, settings: &[Setting], file: &Arc<str>, complaints: &mut Vec<Diagnostic>) -> Option<String> {
    let mut known = tokens(css);
    let mut own: Vec<(String, Group, Place)> = Vec::new();
    for setting in settings {
        let group = if setting.group == Group::Dark { Group::Light } else { setting.group };
        let of_group = || known.iter().filter(move |token| token.group() == group);
        if of_group().any(|token| token.name == setting.name) {
            let place = Place { file: file.clone(), start: setting.at.start, end: setting.at.end };
            for token in known.iter_mut().filter(|token| token.name == setting.name) {
                match (&mut token.value, setting.group) {
                    (TokenValue::Colour { dark, .. }, Group::Dark) => *dark = setting.value.clone(),
                    (TokenValue::Colour { light, .. }, _) => *light = setting.value.clone(),
                    (TokenValue::Fonts(value) | TokenValue::Size(value), _) => *value = setting.value.clone(),
                }
            }
            own.push((setting.name.clone(), setting.group, place));
            continue;
        }
        let place = Place { file: file.clone(), start: setting.name_at.start, end: setting.name_at.end };
        let message =
            format!("the style sheet has no token `{}` for `{}`", shorten(&setting.name), setting.group.name());
        let complaint = Diagnostic::new(Code::UnknownField, message).at(place);
        let elsewhere = known.iter().find(|token| token.name == setting.name);
        let names = || of_group().map(|token| token.name.as_str());
        complaints.push(match (elsewhere, nearest(&setting.name, names())) {
            (Some(token), _) => complaint.help(format!("it belongs under `{}`", token.group().name())),
            (None, Some(near)) => complaint.help(format!("did you mean `{near}`?")),
            (None, None) => complaint.help(format!("there are: {}", names().collect::<Vec<_>>().join(", "))),
        });
    }
    if own.is_empty() {
        return None;
    }
    faint(&known, &own, complaints);
    Some(written(&known, &own))
}

/// What the pages load: each token once, in the order of the style sheet.
fn written(known: &[Token], own: &[(String, Group, Place)]) -> String {
    let (mut plain, mut colours, mut old) = (String::new(), String::new(), String::new());
    for token in known.iter().filter(|token| own.iter().any(|(name, ..)| *name == token.name)) {
        let name = &token.name;
        match &token.value {
            TokenValue::Colour { light, dark } => {
                colours += &format!("--{name}:light-dark({light},{dark});");
                old += &format!("--{name}:{light};");
            }
            TokenValue::Fonts(value) | TokenValue::Size(value) => plain += &format!("--{name}:{value};"),
        }
    }
    let mut css = String::new();
    if !plain.is_empty() {
        css += &format!(":root{{{plain}}}");
    }
    if !colours.is_empty() {
        // On paper the style sheet has black and white, which these would undo. Browsers from before 2024 do not know
        // light-dark(), and take the light colours.
        css += &format!(
            "@media screen{{:root{{{colours}}}@supports not (color:light-dark(#000,#fff)){{:root{{{old}}}}}}}"
        );
    }
    css
}

/// Tells of texts that can hardly be read, where the site chose their colour or that of the paper.
fn faint(known: &[Token], own: &[(String, Group, Place)], complaints: &mut Vec<Diagnostic>) {
    for (scheme, words) in [(Group::Light, "light"), (Group::Dark, "dark")] {
        let of = |name: &str| {
            known.iter().find(|token| token.name == name).and_then(|token| match &token.value {
                TokenValue::Colour { light, .. } if scheme == Group::Light => Some(light.clone()),
                TokenValue::Colour { dark, .. } => Some(dark.clone()),
                _ => None,
            })
        };
        let place = |name: &str| {
            let found = own.iter().find(|(token, group, _)| token == name && *group == scheme);
            found.map(|(.., place)| place.clone())
        };
        let Some(paper) = of("paper") else { continue };
        for name in OF_TEXTS {
            let Some(place) = place(name).or_else(|| place("paper")) else { continue };
            let Some(text) = of(name) else { continue };
            let (Some(a), Some(b)) = (colour(&text), colour(&paper)) else { continue };
            let ratio = contrast(a, b);
            if ratio < LEAST {
                // Rounded down, so that what is too little never looks like enough.
                let ratio = (ratio * 10.0).floor() / 10.0;
                let message = format!("text in `{name}` is hard to read on {words} pages: {text} on {paper}");
                complaints.push(
                    Diagnostic::new(Code::FaintText, message)
                        .at(place)
                        .label(format!("contrast {ratio:.1} to 1, and text needs {LEAST} to 1"))
                        .help(if scheme == Group::Light {
                            "choose a darker colour for the text, or a lighter one for `paper`"
                        } else {
                            "choose a lighter colour for the text, or a darker one for `paper`"
                        }),
                );
            }
        }
    }
}

/// The contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio").
pub fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let light = |colour: [u8; 3]| {
        let [red, green, blue] = colour.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (a, b) = (light(a), light(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::theme::STATIC;

    fn theme() -> String {
        let (_, bytes) = STATIC.iter().find(|(name, _)| *name == "site.css").unwrap();
        String::from_utf8_lossy(bytes).into_owned()
    }

    #[test]
    fn the_theme_has_tokens_of_every_group_and_can_be_read() {
        let tokens = tokens(&theme());
        for group in [Group::Light, Group::Fonts, Group::Sizes] {
            assert!(tokens.iter().any(|token| token.group() == group), "{group:?}");
        }
        let of = |name: &str| tokens.iter().find(|token| token.name == name).map(|token| &token.value);
        let Some(TokenValue::Colour { light: paper, dark: night }) = of("paper") else { panic!("no paper") };
        for name in OF_TEXTS {
            let Some(TokenValue::Colour { light, dark }) = of(name) else { panic!("no {name}") };
            for (text, on) in [(light, paper), (dark, night)] {
                let ratio = contrast(colour(text).unwrap(), colour(on).unwrap());
                assert!(ratio >= LEAST, "{name}: {text} on {on} is {ratio}");
            }
        }
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert_eq!(contrast([0; 3], [255; 3]).round(), 21.0);
        assert_eq!(contrast([7; 3], [7; 3]), 1.0);
        // The grey that everybody cites as the lightest on white.
        assert!((contrast([0x76; 3], [255; 3]) - 4.54).abs() < 0.01);
    }
}
