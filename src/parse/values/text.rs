//! Texts and names, in one language or several.

use super::super::decode::{Cx, Value, shorten, unknown_field, wrong_word};
use super::super::yaml::{Key, Node, Yaml};
use super::super::{advice, foreign, mend};
use super::{Ep, Shape, no_tag};
use crate::base::day::Day;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::fact::Span;
use crate::base::id::{Kind, to};
use crate::base::lang::{Lang, better_tag};
use crate::base::name::{Latin, Name, NameOrder, OtherName};
use crate::base::text::Text;

impl Value for Text {
    const MAY_BE_UNKNOWN: bool = true;

    fn form() -> String {
        "a text, or one for each language: `{en: …, ko: …}`".into()
    }
    fn shape() -> Shape {
        Shape::Text
    }

    fn read(node: &Node, cx: &mut Cx) -> Option<Text> {
        let Yaml::Map(entries) = &node.is else {
            return cx.said(node).map(Text::plain);
        };
        let mut text = Text::default();
        for (key, value) in entries {
            if fell_apart(&key.text, key.at, value, node, cx) {
                return None;
            }
            match (key.text.as_str(), Lang::new(&key.text)) {
                ("all", _) => text.all = cx.said(value),
                (_, Some(lang)) => {
                    // A source's title may stand in its own language beside the site's.
                    let is_alone = entries.len() == 1 || cx.owner.kind == Kind::Source;
                    key_language(&lang, key, false, is_alone, cx);
                    text.by.extend(cx.said(value).map(|line| (lang, line)));
                }
                _ => no_language(&key.text, key.at, cx),
            }
        }
        Some(text)
    }
}

/// `{en: You, Clouds, Rain}` is three keys to YAML. Tells so.
fn fell_apart(key: &str, at: Span, value: &Node, whole: &Node, cx: &mut Cx) -> bool {
    let is_flow = cx.text[whole.at.start as usize..].starts_with('{');
    if !is_flow || value.is != Yaml::Nothing || cx.text[at.end as usize..].trim_start().starts_with(':') {
        return false;
    }
    let Yaml::Map(entries) = &whole.is else { return false };
    if let Some((lang, text)) = key.split_once(':').filter(|(lang, _)| *lang == "all" || Lang::new(lang).is_some())
    {
        let complaint =
            Diagnostic::new(Code::YamlSyntax, format!("a space is missing after the colon of `{lang}`"))
                .at(cx.place(at))
                .help(format!("write `{lang}: {}`", shorten(text)));
        cx.complain(complaint);
        return true;
    }
    let is_one_text =
        entries.iter().all(|(key, value)| value.is == Yaml::Nothing && Lang::new(&key.text).is_none());
    if is_one_text {
        let written = shorten(&cx.text[whole.at.start as usize..whole.at.end as usize]);
        let complaint = Diagnostic::new(Code::TextLost, "a text that begins with `{` must stand in quotes")
            .at(cx.place(whole.at))
            .help(format!("write \"{written}\""));
        cx.complain(complaint);
        return true;
    }
    // What stands behind a comma and is no language belongs to the text before it.
    let mut said: Vec<(&str, String, Span)> = Vec::new();
    for (key, value) in entries {
        match (value.text(), said.last_mut()) {
            (Some(text), _) => said.push((&key.text, text.to_string(), value.at)),
            (None, Some((_, text, at))) => {
                *text = format!("{text}, {}", key.text);
                at.end = key.at.end;
            }
            (None, None) => said.push((&key.text, String::new(), key.at)),
        }
    }
    let whole_text: Vec<String> = said.iter().map(|(lang, text, _)| format!("{lang}: \"{text}\"")).collect();
    let texts = said.iter().map(|(_, _, at)| at.start as usize..at.end as usize);
    let braces = whole.at.start as usize..whole.at.end as usize;
    let fix = mend::parts_in_braces(cx.file, cx.text, braces, entries.len(), texts.collect());
    let complaint = Diagnostic::new(Code::TextLost, "a comma inside `{…}` ends the text, so this one fell apart")
        .at(cx.place(whole.at))
        .label(format!("`{}` is read as a key of its own", shorten(key)))
        .help(format!("put the text in quotes: `{{{}}}`", whole_text.join(", ")))
        .help("or write each language on a line of its own")
        .fix(fix);
    cx.complain(complaint);
    true
}

/// Notes a language that a text is keyed by; what is no language is told at once.
fn key_language(lang: &Lang, key: &Key, is_name: bool, is_alone: bool, cx: &mut Cx) {
    // Asked once for each language of a file.
    if cx.foreign.iter().any(|known| known.lang == *lang) || lang.is_registered() {
        foreign::note(cx.foreign, lang, key.at, is_name, is_alone);
    } else {
        let complaint = no_tag(&key.text).at(cx.place(key.at));
        cx.complain(complaint);
    }
}

fn no_language(key: &str, at: Span, cx: &mut Cx) {
    if better_tag(key).is_some() {
        let complaint = no_tag(key).at(cx.place(at));
        cx.complain(complaint);
        return;
    }
    let mut complaint =
        Diagnostic::new(Code::UnknownField, format!("`{}` is not a language", shorten(key))).at(cx.place(at));
    if let Some(tag) = advice::language(key) {
        complaint = complaint.help(format!("write `{tag}`"));
    }
    cx.complain(complaint.help(
        "a text in several languages has keys such as `en`, `ko` or `ja`, or `all` for the same in every one",
    ));
}

/// What another name may be.
pub const NAME_KINDS: &[&str] =
    &["stage", "legal", "former", "literal", "spelling", "styled", "short", "pen", "dub", "fan", "search"];
/// Ways to write a name in Latin letters.
pub const SYSTEMS: &[&str] = &["revised", "mccune", "hepburn", "kunrei", "pinyin", "own"];

impl Value for Name {
    const MAY_BE_UNKNOWN: bool = true;

    fn form() -> String {
        "a name, or one for each language: `{ko: 김수현, en: Kim Soo-hyun}`".into()
    }
    fn shape() -> Shape {
        Shape::Name
    }

    fn read(node: &Node, cx: &mut Cx) -> Option<Name> {
        let Yaml::Map(entries) = &node.is else {
            return cx.said(node).map(|line| Name::from(Text::plain(line)));
        };
        let mut name = Name::default();
        let told = cx.complaints.len();
        for (key, value) in entries {
            if fell_apart(&key.text, key.at, value, node, cx) {
                return None;
            }
            match key.text.as_str() {
                "all" => name.text.all = cx.said(value),
                "sort" => name.sort = Text::read(value, cx).unwrap_or_default(),
                "reading" => name.reading = by_language(value, cx, |node, cx| cx.line(node)),
                "also" => name.also = read_list(value, cx, read_other_name),
                "order" => read_order(value, cx, &mut name),
                key_text => match Lang::new(key_text) {
                    Some(lang) if key_text.contains('-') || matches!(value.is, Yaml::Map(_) | Yaml::List(_)) => {
                        read_latin(&lang, value, cx, &mut name);
                    }
                    Some(lang) => {
                        key_language(&lang, key, true, entries.len() == 1, cx);
                        name.text.by.extend(cx.said(value).map(|line| (lang, line)));
                    }
                    None => no_language(key_text, key.at, cx),
                },
            }
        }
        if name.text.is_empty() && name.latin.is_empty() && cx.complaints.len() == told {
            cx.wrong(node, &Name::form());
        }
        Some(name)
    }
}

fn read_list<T>(node: &Node, cx: &mut Cx, mut read: impl FnMut(&Node, &mut Cx) -> Option<T>) -> Vec<T> {
    match &node.is {
        Yaml::List(list) => list.iter().filter_map(|item| read(item, cx)).collect(),
        _ => {
            cx.wrong(node, "a list");
            Vec::new()
        }
    }
}

fn by_language<T>(node: &Node, cx: &mut Cx, mut read: impl FnMut(&Node, &mut Cx) -> Option<T>) -> Vec<(Lang, T)> {
    let Yaml::Map(entries) = &node.is else {
        cx.wrong(node, "one for each language: `{ja: …}`");
        return Vec::new();
    };
    let mut list = Vec::new();
    for (key, value) in entries {
        match Lang::new(&key.text) {
            Some(lang) => list.extend(read(value, cx).map(|value| (lang, value))),
            None => no_language(&key.text, key.at, cx),
        }
    }
    list
}

/// A name in another script: plain, `{text, system}`, or a list of these.
fn read_latin(lang: &Lang, node: &Node, cx: &mut Cx, name: &mut Name) {
    match &node.is {
        Yaml::List(list) => list.iter().for_each(|item| read_latin(lang, item, cx, name)),
        Yaml::Map(entries) => {
            let mut latin = Latin { lang: lang.clone(), text: String::new(), system: None };
            for (key, value) in entries {
                match key.text.as_str() {
                    "text" => latin.text = cx.said(value).unwrap_or_default(),
                    "system" => match value.text().filter(|text| SYSTEMS.contains(text)) {
                        Some(system) => latin.system = Some(system.to_string()),
                        None => wrong_word(value, cx, "system", SYSTEMS.iter().copied()),
                    },
                    other => {
                        let at = cx.place(key.at);
                        cx.complain(unknown_field(other, at, "a romanisation", ["text", "system"].into_iter()));
                    }
                }
            }
            if latin.text.is_empty() {
                cx.wrong(node, "`{text: …, system: revised}`");
            } else {
                name.latin.push(latin);
            }
        }
        _ => {
            if let Some(text) = cx.said(node) {
                name.latin.push(Latin { lang: lang.clone(), text, system: None });
            }
        }
    }
}

fn read_other_name(node: &Node, cx: &mut Cx) -> Option<OtherName> {
    let Yaml::Map(entries) = &node.is else {
        return cx.said(node).map(|line| OtherName { text: Text::plain(line), ..OtherName::default() });
    };
    let around = cx.enter(node);
    let mut other = OtherName::default();
    for (key, value) in entries {
        match key.text.as_str() {
            "text" => other.text = Text::read(value, cx).unwrap_or_default(),
            "lang" => other.lang = Value::read(value, cx),
            "kind" => match value.text().filter(|text| NAME_KINDS.contains(text)) {
                Some(kind) => other.kind = Some(kind.to_string()),
                None => wrong_word(value, cx, "kind", NAME_KINDS.iter().copied()),
            },
            "until" => other.until = Day::read(value, cx).map(|day| day.to_string()),
            "spoiler" => other.is_spoiler = Ep::read(value, cx).is_some(),
            "sources" => {
                let refs = read_list(value, cx, |node, cx| cx.reference(node, to::SOURCE));
                other.sources = refs.into_iter().map(|r| r.id.to_string()).collect();
            }
            "note" => drop(cx.line(value)),
            unknown => {
                let at = cx.place(key.at);
                let known = ["text", "lang", "kind", "until", "spoiler", "sources"];
                cx.complain(unknown_field(unknown, at, "another name", known.into_iter()));
            }
        }
    }
    cx.leave(around);
    if other.text.is_empty() {
        cx.wrong(node, "`{text: …, kind: spelling}`");
        return None;
    }
    Some(other)
}

fn read_order(node: &Node, cx: &mut Cx, name: &mut Name) {
    fn one(node: &Node, cx: &mut Cx) -> Option<NameOrder> {
        match node.text() {
            Some("family-first") => Some(NameOrder::FamilyFirst),
            Some("given-first") => Some(NameOrder::GivenFirst),
            _ => {
                wrong_word(node, cx, "order", ["family-first", "given-first"].into_iter());
                None
            }
        }
    }
    match &node.is {
        Yaml::Map(_) => name.order = by_language(node, cx, one).into_iter().map(|(l, o)| (Some(l), o)).collect(),
        _ => name.order.extend(one(node, cx).map(|order| (None, order))),
    }
}
