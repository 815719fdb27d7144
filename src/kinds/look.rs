//! `theme:` of `site.yaml`: tokens of the style sheet with values of the site's own. Which tokens there are, the style
//! sheet says; here a colour is a colour, and nothing in a value can end it and begin something else.

use super::common::Extra;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::fact::Span;
use crate::parse::decode::{Cx, Value, shorten};
use crate::parse::shape::Shape;
use crate::parse::walked::Walked;
use crate::parse::yaml::{Key, Node, Yaml};

/// What a token is about, and under which key it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// `colours:`, for light pages.
    Light,
    /// `colours: {dark: …}`.
    Dark,
    Fonts,
    Sizes,
}

impl Group {
    /// As in the file.
    pub fn name(self) -> &'static str {
        match self {
            Group::Light => "colours",
            Group::Dark => "dark",
            Group::Fonts => "fonts",
            Group::Sizes => "sizes",
        }
    }
}

/// A token with the site's value: `wine`, `#1f4e7a`.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    pub group: Group,
    /// Without the two dashes that it has in the style sheet.
    pub name: String,
    pub name_at: Span,
    /// As CSS has it; safe to write into a style sheet.
    pub value: String,
    pub at: Span,
}

/// What the site says about its look.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    /// In the author's order.
    pub settings: Vec<Setting>,
    /// All of it, as templates see it.
    pub all: Extra,
}

impl Walked for Look {}

/// Keys that are near enough to be meant, and would be passed over as fields of the site's own.
const SLIPS: &[(&str, &str)] = &[
    ("colors", "colours"),
    ("color", "colours"),
    ("colour", "colours"),
    ("dark", "colours: {dark: …}"),
    ("font", "fonts"),
    ("size", "sizes"),
    ("width", "sizes: {page: …}"),
];

impl Value for Look {
    const OPENS: bool = false;
    fn form() -> String {
        "tokens of the style sheet under `colours`, `fonts` and `sizes`, and fields of your own".into()
    }
    fn shape() -> Shape {
        Shape::Anything
    }
    fn read(node: &Node, cx: &mut Cx) -> Option<Look> {
        let all = Extra::read(node, cx)?;
        let mut settings = Vec::new();
        let Yaml::Map(entries) = &node.is else { return None };
        for (key, value) in entries {
            match key.text.as_str() {
                "colours" => read_group(Group::Light, value, cx, &mut settings),
                "fonts" => read_group(Group::Fonts, value, cx, &mut settings),
                "sizes" => read_group(Group::Sizes, value, cx, &mut settings),
                other => {
                    if let Some((_, meant)) = SLIPS.iter().find(|(slip, _)| *slip == other) {
                        let message = format!("`theme:` does nothing with `{other}`");
                        let complaint = Diagnostic::new(Code::UnknownField, message).at(cx.place(key.at));
                        cx.complain(complaint.help(format!("did you mean `{meant}`?")));
                    }
                }
            }
        }
        Some(Look { settings, all })
    }
}

fn read_group(group: Group, node: &Node, cx: &mut Cx, settings: &mut Vec<Setting>) {
    let Yaml::Map(entries) = &node.is else {
        if node.is != Yaml::Nothing {
            cx.wrong(node, "names of tokens, each with a value");
        }
        return;
    };
    for (key, value) in entries {
        if group == Group::Light && key.text == Group::Dark.name() {
            read_group(Group::Dark, value, cx, settings);
            continue;
        }
        if let Some(css) = read_value(group, key, value, cx) {
            settings.push(Setting { group, name: key.text.clone(), name_at: key.at, value: css, at: value.at });
        }
    }
}

fn read_value(group: Group, key: &Key, node: &Node, cx: &mut Cx) -> Option<String> {
    let (form, is_good): (&str, fn(&str) -> bool) = match group {
        Group::Light | Group::Dark => ("a colour such as `\"#7a1f3d\"`", |text| colour(text).is_some()),
        Group::Fonts => ("names of fonts, with commas between them, such as `Georgia, serif`", is_fonts),
        Group::Sizes => ("a size such as `60rem`, or `clamp(…)` of sizes", is_size),
    };
    let text = match &node.is {
        Yaml::Text { text, .. } => text.trim(),
        Yaml::Nothing if matches!(group, Group::Light | Group::Dark) => {
            let message = format!("`{}` has no value, but it takes {form}", key.text);
            let complaint = Diagnostic::new(Code::WrongType, message).at(cx.place(key.at));
            cx.complain(complaint.help("without quotes YAML takes what stands behind a `#` for a remark"));
            return None;
        }
        _ => {
            cx.wrong(node, form);
            return None;
        }
    };
    if is_good(text) {
        return Some(text.to_string());
    }
    let message = format!("`{}` is `{}`, but it takes {form}", key.text, shorten(text));
    let mut complaint = Diagnostic::new(Code::WrongType, message).at(cx.place(node.at));
    if matches!(group, Group::Light | Group::Dark) {
        complaint = match colour(&format!("#{text}")) {
            Some(_) => complaint.help(format!("write `\"#{text}\"`")),
            None => complaint.help("a `#` and six digits from 0 to f: two each for red, green and blue"),
        };
    }
    cx.complain(complaint);
    None
}

/// Red, green and blue of `#rgb` or `#rrggbb`.
pub fn colour(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#')?;
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let value = u32::from_str_radix(digits, 16).ok()?;
    match digits.len() {
        3 => Some([8, 4, 0].map(|shift| (value >> shift & 15) as u8 * 17)),
        6 => Some([16, 8, 0].map(|shift| (value >> shift & 255) as u8)),
        _ => None,
    }
}

/// A list of families (CSS Fonts 4 §2.1), each in quotes or of plain words.
fn is_fonts(text: &str) -> bool {
    text.split(',').all(|family| {
        let family = family.trim();
        let quoted = ['"', '\''].iter().find_map(|quote| family.strip_prefix(*quote)?.strip_suffix(*quote));
        let words = quoted.unwrap_or(family);
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
        let begins = words.chars().next().is_some_and(|c| c.is_alphabetic() || (quoted.is_some() && c != ' '));
        begins && words.chars().all(is_word)
    })
}

const UNITS: &[&str] =
    &["rem", "em", "px", "ch", "ex", "lh", "rlh", "vw", "vh", "vi", "vb", "pt", "mm", "cm", "in", "%", ""];

/// A length or a number, or `clamp`, `min`, `max`, `calc` of such (CSS Values 4).
fn is_size(text: &str) -> bool {
    let is_sign = |c: char| matches!(c, ' ' | '(' | ')' | ',' | '+' | '*' | '/' | '-');
    let mut depth = 0i32;
    let is_balanced = text.chars().all(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth >= 0
    }) && depth == 0;
    let words = || text.split(is_sign).filter(|word| !word.is_empty());
    let is_word = |word: &str| {
        let unit = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let number = &word[..word.len() - unit.len()];
        match number.is_empty() {
            true => matches!(word, "clamp" | "min" | "max" | "calc"),
            false => number.parse::<f64>().is_ok() && UNITS.contains(&unit),
        }
    };
    let is_alone = !text.contains(is_sign);
    let is_function =
        ["clamp(", "min(", "max(", "calc("].iter().any(|name| text.starts_with(name)) && text.ends_with(')');
    is_balanced
        && !text.contains("/*")
        && words().all(is_word)
        && words().next().is_some()
        && (is_alone || is_function)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_fonts_and_sizes_and_nothing_else() {
        assert_eq!(colour("#7a1f3d"), Some([0x7a, 0x1f, 0x3d]));
        assert_eq!(colour("#fA0"), Some([255, 170, 0]));
        for odd in ["7a1f3d", "#7a1f3", "#", "#+12", "red", "#7a1f3d;}", "#가가"] {
            assert_eq!(colour(odd), None, "{odd}");
        }
        for good in ["Georgia, serif", "\"Noto Serif KR\", '나눔명조', serif", "system-ui"] {
            assert!(is_fonts(good), "{good}");
        }
        for bad in ["", "a;b", "url(x)", "\"a", "a,,b", "\"a\\\"", "serif}", "3rd"] {
            assert!(!is_fonts(bad), "{bad}");
        }
        for good in ["60rem", "1.65", "0", "clamp(1rem, 0.96rem + 0.2vw, 1.125rem)", "min(90vw, 70ch)", "50%"] {
            assert!(is_size(good), "{good}");
        }
        for bad in
            ["", "wide", "60 rem", "url(1px)", "1rem;", "clamp(1rem", "1rem)", "1px/*", "1e3q", "calc(1px) x", "-"]
        {
            assert!(!is_size(bad), "{bad}");
        }
    }
}
