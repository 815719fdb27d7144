//! How each plain value is written in YAML.

use super::decode::{Cx, Value, either, shorten, unknown_field, wrong_word};
use super::yaml::{Node, Yaml};
use crate::base::address::Url;
use crate::base::day::{Clock, Day, Dur, When, Zone};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::fact::Span;
use crate::base::id::{Kind, Ref, to};
use crate::base::lang::Lang;
use crate::base::name::{Latin, Name, NameOrder, OtherName};
use crate::base::number::Dec;
use crate::base::text::Text;

/// Values that are a single word with a fixed form.
macro_rules! word_value {
    ($($type:ty, $unknown:literal, $form:literal, $read:expr;)*) => {$(
        impl Value for $type {
            const MAY_BE_UNKNOWN: bool = $unknown;
            fn form() -> String {
                $form.into()
            }
            fn read(node: &Node, cx: &mut Cx) -> Option<Self> {
                let value = cx.word(node, $form).map(|text| $read(text))?;
                if value.is_none() {
                    cx.wrong(node, $form);
                }
                value
            }
        }
    )*};
}

word_value! {
    Day, true, "a date: `2024-04-26`, `2024-04` or `2024`", Day::new;
    When, true, "a date, with or without an hour: `2024-04-26` or `2024-04-26 18:00`", When::new;
    Clock, true, "an hour such as `21:20`", Clock::new;
    Dur, true, "a length such as `3:41` (minutes and seconds)", Dur::new;
    Dec, true, "a number such as `24.850`", Dec::new;
    u32, true, "a whole number", |text: &str| text.parse::<u32>().ok();
    bool, false, "`true` or `false`", |text: &str| match text { "true" => Some(true), "false" => Some(false), _ => None };
    Zone, false, "a time zone such as `Asia/Seoul`", Zone::named;
    Lang, false, "a language such as `ko`, `en` or `pt-BR`", Lang::new;
}

impl Value for Url {
    const MAY_BE_UNKNOWN: bool = true;
    fn form() -> String {
        "an address that begins with `https://`".into()
    }
    fn read(node: &Node, cx: &mut Cx) -> Option<Url> {
        let url = cx.word(node, &Url::form()).map(Url::new)?;
        match &url {
            Some(url) => {
                let place = cx.place(node.at);
                cx.marks.addresses.push((url.as_str().to_string(), place));
            }
            None => cx.wrong(node, &Url::form()),
        }
        url
    }
}

/// A word of the author's own: a number in a catalogue, a code.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Word(pub String);

impl Word {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Value for Word {
    const MAY_BE_UNKNOWN: bool = true;
    fn form() -> String {
        "a text".into()
    }
    fn read(node: &Node, cx: &mut Cx) -> Option<Word> {
        cx.line(node).map(Word)
    }
}

/// An ISO 4217 code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Currency(pub String);

/// An ISO 3166-1 code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Country(pub String);

fn capitals(text: &str, count: usize) -> Option<String> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_uppercase())).then(|| text.to_string())
}

word_value! {
    Currency, false, "a currency such as `KRW`", |text: &str| capitals(text, 3).map(Currency);
    Country, false, "a country such as `KR`", |text: &str| capitals(text, 2).map(Country);
}

impl Value for Text {
    const MAY_BE_UNKNOWN: bool = true;

    fn form() -> String {
        "a text, or one for each language: `{en: …, ko: …}`".into()
    }

    fn read(node: &Node, cx: &mut Cx) -> Option<Text> {
        let Yaml::Map(entries) = &node.is else {
            return cx.said(node).map(Text::plain);
        };
        let mut text = Text::default();
        for (key, value) in entries {
            if fell_apart(&key.text, value, node, cx) {
                return None;
            }
            match (key.text.as_str(), Lang::new(&key.text)) {
                ("all", _) => text.all = cx.said(value),
                (_, Some(lang)) => text.by.extend(cx.said(value).map(|line| (lang, line))),
                _ => no_language(&key.text, key.at, cx),
            }
        }
        Some(text)
    }
}

/// `{en: You, Clouds, Rain}` is three keys to YAML. Tells so.
fn fell_apart(key: &str, value: &Node, whole: &Node, cx: &mut Cx) -> bool {
    let is_flow = cx.text[whole.at.start as usize..].starts_with('{');
    if !is_flow || value.is != Yaml::Nothing || Lang::new(key).is_some_and(|_| key.len() == 2) {
        return false;
    }
    let Yaml::Map(entries) = &whole.is else { return false };
    // What stands behind a comma and is no language belongs to the text before it.
    let mut said: Vec<(&str, String)> = Vec::new();
    for (key, value) in entries {
        match (value.text(), said.last_mut()) {
            (Some(text), _) => said.push((&key.text, text.to_string())),
            (None, Some((_, text))) => *text = format!("{text}, {}", key.text),
            (None, None) => said.push((&key.text, String::new())),
        }
    }
    let whole_text: Vec<String> = said.iter().map(|(lang, text)| format!("{lang}: \"{text}\"")).collect();
    let complaint = Diagnostic::new(Code::TextLost, "a comma inside `{…}` ends the text, so this one fell apart")
        .at(cx.place(whole.at))
        .label(format!("`{}` is read as a key of its own", shorten(key)))
        .help(format!("put the text in quotes: `{{{}}}`", whole_text.join(", ")))
        .help("or write each language on a line of its own");
    cx.complain(complaint);
    true
}

fn no_language(key: &str, at: Span, cx: &mut Cx) {
    let complaint =
        Diagnostic::new(Code::UnknownField, format!("`{}` is not a language", shorten(key))).at(cx.place(at)).help(
            "a text in several languages has keys such as `en`, `ko` or `ja`, or `all` for the same in every one",
        );
    cx.complain(complaint);
}

const NAME_KINDS: &[&str] =
    &["stage", "legal", "former", "literal", "spelling", "styled", "short", "pen", "dub", "fan", "search"];
const SYSTEMS: &[&str] = &["revised", "mccune", "hepburn", "kunrei", "pinyin", "own"];

impl Value for Name {
    const MAY_BE_UNKNOWN: bool = true;

    fn form() -> String {
        "a name, or one for each language: `{ko: 김수현, en: Kim Soo-hyun}`".into()
    }

    fn read(node: &Node, cx: &mut Cx) -> Option<Name> {
        let Yaml::Map(entries) = &node.is else {
            return cx.said(node).map(|line| Name { text: Text::plain(line), ..Name::default() });
        };
        let mut name = Name::default();
        for (key, value) in entries {
            if fell_apart(&key.text, value, node, cx) {
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
                    Some(lang) => name.text.by.extend(cx.said(value).map(|line| (lang, line))),
                    None => no_language(key_text, key.at, cx),
                },
            }
        }
        if name.text.is_empty() && !entries.is_empty() && name.latin.is_empty() {
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

/// One episode, or all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ep {
    Of(Ref),
    All,
}

impl Value for Ep {
    fn form() -> String {
        "an episode: its number, such as `7`, or `all`".into()
    }
    fn read(node: &Node, cx: &mut Cx) -> Option<Ep> {
        let text = cx.word(node, &Ep::form())?;
        Some(if text == "all" { Ep::All } else { Ep::Of(cx.mention(text, node.at, to::EPISODE)) })
    }
}

/// Some episodes, as written: single ones, runs, all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Eps(pub Vec<EpsPart>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EpsPart {
    One(Ref),
    /// From and to, both counted in.
    Run(Ref, Ref),
    All,
}

impl Value for Eps {
    fn form() -> String {
        "episodes: `7`, `1..13`, `all`, or a list of these".into()
    }
    fn read(node: &Node, cx: &mut Cx) -> Option<Eps> {
        if let Yaml::List(list) = &node.is {
            return Some(Eps(list.iter().filter_map(|item| read_eps_part(item, cx)).collect()));
        }
        read_eps_part(node, cx).map(|part| Eps(vec![part]))
    }
}

fn read_eps_part(node: &Node, cx: &mut Cx) -> Option<EpsPart> {
    let text = cx.word(node, &Eps::form())?;
    if let Some((from, to_)) = text.split_once("..")
        && let (Ok(from), Ok(to_)) = (from.trim().parse::<u32>(), to_.trim().parse::<u32>())
        && from > to_
    {
        cx.wrong(node, "a run of episodes from the earlier to the later: `1..13`");
        return None;
    }
    Some(match text.split_once("..") {
        _ if text == "all" => EpsPart::All,
        Some((from, to_)) => EpsPart::Run(
            cx.mention(from.trim(), node.at, to::EPISODE),
            cx.mention(to_.trim(), node.at, to::EPISODE),
        ),
        None => EpsPart::One(cx.mention(text, node.at, to::EPISODE)),
    })
}

/// References to one kind, or to kinds that share their ids.
macro_rules! reference {
    ($($(#[$doc:meta])* $name:ident $kinds:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(pub Ref);

        impl std::ops::Deref for $name {
            type Target = Ref;
            fn deref(&self) -> &Ref {
                &self.0
            }
        }

        impl Value for $name {
            fn form() -> String {
                format!("the id of {}", either($kinds))
            }
            fn read(node: &Node, cx: &mut Cx) -> Option<$name> {
                cx.reference(node, $kinds).map($name)
            }
        }
    )*};
}

reference! {
    DramaRef to::DRAMA;
    CharacterRef to::CHARACTER;
    PersonRef to::PERSON;
    ArtistRef to::ARTIST;
    EpisodeRef to::EPISODE;
    SongRef to::SONG;
    ReleaseRef to::RELEASE;
    ShopRef to::SHOP;
    SourceRef to::SOURCE;
    ImageRef to::IMAGE;
    /// A person or an artist.
    PerformerRef to::PERFORMER;
    /// A person, or a character of a fictional act.
    MemberRef to::MEMBER;
}

/// Any record, named with its kind: `song:promise`, `drama:queen-of-tears`, `episodes:1..16`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    Record(Ref),
    Episodes(Eps),
}

impl Value for About {
    const OPENS: bool = false;
    fn form() -> String {
        "a record named with its kind, such as `song:promise` or `episodes:1..16`".into()
    }
    fn read(node: &Node, cx: &mut Cx) -> Option<About> {
        let form = About::form();
        let text = cx.word(node, &form)?;
        let Some((kind, id)) = text.split_once(':') else {
            cx.wrong(node, &form);
            return None;
        };
        let id = id.trim();
        if kind == "episodes" {
            let part = Node { at: node.at, is: Yaml::Text { text: id.into(), style: super::yaml::Style::Plain } };
            return Eps::read(&part, cx).map(About::Episodes);
        }
        let Some(kinds) = link_kinds(kind) else {
            let names = Kind::ALL.iter().map(|kind| kind.name()).chain(["episodes"]);
            wrong_word(node, cx, "kind", names);
            return None;
        };
        Some(About::Record(cx.mention(id, node.at, kinds)))
    }
}

/// What `person:` or `song:` in a link may find: `person:` and `artist:` find either.
pub fn link_kinds(kind: &str) -> Option<&'static [Kind]> {
    let kind = Kind::named(kind)?;
    if matches!(kind, Kind::Person | Kind::Artist) {
        return Some(to::PERFORMER);
    }
    let at = Kind::ALL.iter().position(|k| *k == kind)?;
    Some(&Kind::ALL[at..=at])
}
