//! How each plain value is written in YAML.

use super::decode::{Cx, Value, either, shorten, unknown_field, wrong_word};
use super::mend;
use super::odd;
use super::shape::{self, Shape};
use super::walked::Walked;
use super::yaml::{Key, Node, Yaml};
use super::{codes, foreign, why};
use crate::base::address::Url;
use crate::base::day::{Clock, Day, Dur, When, Zone};
use crate::base::diagnostic::{Code, Diagnostic, Severity};
use crate::base::fact::Span;
use crate::base::id::{Kind, Ref, to};
use crate::base::lang::{Lang, better_tag, meant};
use crate::base::name::{Latin, Name, NameOrder, OtherName};
use crate::base::number::Dec;
use crate::base::text::Text;

/// Values that are a single word with a fixed form.
macro_rules! word_value {
    ($($type:ty, $unknown:literal, $form:literal, $shape:expr, $read:expr, $why:expr;)*) => {$(
        impl Value for $type {
            const MAY_BE_UNKNOWN: bool = $unknown;
            fn form() -> String {
                $form.into()
            }
            fn shape() -> Shape {
                $shape
            }
            fn read(node: &Node, cx: &mut Cx) -> Option<Self> {
                let text = cx.word(node, $form)?;
                let value = $read(text);
                if value.is_none() {
                    cx.wrong(node, $form);
                    let why: Option<String> = $why(text);
                    explain(cx, why);
                }
                value
            }
        }
    )*};
}

word_value! {
    Day, true, "a date: `2024-04-26`, `2024-04` or `2024`", shape::day(), Day::new, why::day;
    When, true, "a date, with or without an hour: `2024-04-26` or `2024-04-26 18:00`", shape::when(), When::new, why::when;
    Clock, true, "an hour such as `21:20`", shape::clock(), Clock::new, why::clock;
    Dur, true, "a length such as `3:41` (minutes and seconds)", shape::length(), Dur::new, why::length;
    Dec, true, "a number such as `24.850`", shape::decimal(), Dec::new, why::decimal;
    u32, true, "a whole number", Shape::Whole, |text: &str| text.parse::<u32>().ok(), why::number;
    bool, false, "`true` or `false`", Shape::Truth, |text: &str| match text { "true" => Some(true), "false" => Some(false), _ => None }, why::truth;
    Zone, false, "a time zone such as `Asia/Seoul`", shape::zone(), Zone::named, why::zone;
}

/// Adds what is wrong with a value of this form, unless it was said already what to write instead.
fn explain(cx: &mut Cx, why: Option<String>) {
    if let (Some(last), Some(why)) = (cx.complaints.last_mut(), why) {
        if last.help.is_empty() {
            last.help.push(why);
        }
    }
}

impl Value for Lang {
    fn form() -> String {
        "a language such as `ko`, `en` or `pt-BR`".into()
    }
    fn shape() -> Shape {
        shape::language()
    }
    fn read(node: &Node, cx: &mut Cx) -> Option<Lang> {
        let text = cx.word(node, &Lang::form())?;
        let lang = Lang::new(text);
        let complaint = match &lang {
            // A language, and hardly ever the one that is meant: `kr` is Kanuri.
            Some(lang) if lang.is_registered() => meant(text).map(|meant| {
                Diagnostic::new(
                    Code::LangTag,
                    format!("`{text}` is a language, but most likely not the one that is meant"),
                )
                .severity(Severity::Warning)
                .help(format!("did you mean `{meant}`?"))
            }),
            _ => Some(no_tag(text)),
        };
        if let Some(complaint) = complaint {
            let complaint = complaint.at(cx.place(node.at)).label(format!("in {}", cx.owner_name()));
            cx.complain(complaint);
        }
        lang
    }
}

/// What to say of a text that stands where a language belongs.
fn no_tag(text: &str) -> Diagnostic {
    let complaint = Diagnostic::new(Code::LangTag, format!("`{}` is not a language", shorten(text)));
    match better_tag(text) {
        Some(better) => complaint.help(format!("did you mean `{better}`?")),
        None => complaint
            .help("a language is written with two or three small letters: `ko`, `en`, `ja`; `zxx` is for none"),
    }
}

impl Value for Url {
    const MAY_BE_UNKNOWN: bool = true;
    fn form() -> String {
        "an address that begins with `https://`".into()
    }
    fn shape() -> Shape {
        shape::address()
    }
    fn read(node: &Node, cx: &mut Cx) -> Option<Url> {
        let url = cx.word(node, &Url::form()).map(Url::new)?;
        match &url {
            Some(url) => {
                let place = cx.place(node.at);
                cx.marks.addresses.push((url.as_str().to_string(), place));
            }
            None => {
                cx.wrong(node, &Url::form());
                explain(cx, node.text().and_then(why::address));
            }
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

impl Walked for Word {
    fn agrees(&self, other: &Word, _: &Zone) -> bool {
        self.0.to_lowercase() == other.0.to_lowercase()
    }
}

impl Value for Word {
    const MAY_BE_UNKNOWN: bool = true;
    fn form() -> String {
        "a text".into()
    }
    fn shape() -> Shape {
        Shape::Line
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

impl Walked for Currency {}
impl Walked for Country {}

/// A code in capitals, of a list that is known here. One that is not on it may be new, so that is a warning.
macro_rules! code_value {
    ($($type:ident $form:literal $what:literal $length:literal $is_one:expr, $meant:expr;)*) => {$(
        impl Value for $type {
            fn form() -> String {
                $form.into()
            }
            fn shape() -> Shape {
                shape::capitals($length)
            }
            fn read(node: &Node, cx: &mut Cx) -> Option<$type> {
                let text = cx.word(node, $form)?;
                let Some(code) = capitals(text, $length) else {
                    cx.wrong(node, $form);
                    let meant: Option<String> = $meant(text);
                    explain(cx, meant.map(|meant| format!("did you mean `{meant}`?")));
                    return None;
                };
                if !$is_one(&code) {
                    let message = format!("`{code}` is the code of no {}", $what);
                    let complaint = Diagnostic::new(Code::Checksum, message).at(cx.place(node.at));
                    let meant: Option<String> = $meant(&code);
                    cx.complain(match meant {
                        Some(meant) => complaint.help(format!("did you mean `{meant}`?")),
                        None => complaint.help(format!("look it up: it takes {}", $form)),
                    });
                }
                Some($type(code))
            }
        }
    )*};
}

code_value! {
    Currency "a currency such as `KRW`" "currency" 3 codes::is_currency, codes::currency_meant;
    Country "a country such as `KR`" "country" 2 codes::is_country, codes::country_meant;
}

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
    if let Some(tag) = odd::language(key) {
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
            return cx.said(node).map(|line| Name { text: Text::plain(line), ..Name::default() });
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

/// One episode, or all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ep {
    Of(Ref),
    All,
}

impl Walked for Ep {
    fn agrees(&self, other: &Ep, _: &Zone) -> bool {
        match (self, other) {
            (Ep::Of(one), Ep::Of(other)) => is_same(one, other),
            (one, other) => one == other,
        }
    }
}

impl Value for Ep {
    fn form() -> String {
        "an episode: its number, such as `7`, or `all`".into()
    }
    fn shape() -> Shape {
        shape::reference()
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

impl Walked for Eps {
    fn agrees(&self, other: &Eps, _: &Zone) -> bool {
        let part = |(one, other): (&EpsPart, &EpsPart)| match (one, other) {
            (EpsPart::One(one), EpsPart::One(other)) => is_same(one, other),
            (EpsPart::Run(from, to), EpsPart::Run(from_too, to_too)) => {
                is_same(from, from_too) && is_same(to, to_too)
            }
            (one, other) => one == other,
        };
        self.0.len() == other.0.len() && self.0.iter().zip(&other.0).all(part)
    }
}

impl Value for Eps {
    fn form() -> String {
        "episodes: `7`, `1..13`, `all`, or a list of these".into()
    }
    fn shape() -> Shape {
        shape::episodes()
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

/// Names the same record, wherever in the file it does so.
fn is_same(one: &Ref, other: &Ref) -> bool {
    (one.kinds, &one.drama, &one.id) == (other.kinds, &other.drama, &other.id)
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

        impl Walked for $name {
            fn agrees(&self, other: &$name, _: &Zone) -> bool {
                is_same(&self.0, &other.0)
            }
            fn source(&self) -> Option<&Ref> {
                (self.0.kinds == to::SOURCE).then_some(&self.0)
            }
        }

        impl Value for $name {
            fn form() -> String {
                format!("the id of {}", either($kinds))
            }
            fn shape() -> Shape {
                shape::reference()
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

impl Walked for About {
    fn agrees(&self, other: &About, zone: &Zone) -> bool {
        match (self, other) {
            (About::Record(one), About::Record(other)) => is_same(one, other),
            (About::Episodes(one), About::Episodes(other)) => one.agrees(other, zone),
            _ => false,
        }
    }
}

impl Value for About {
    const OPENS: bool = false;
    fn form() -> String {
        "a record named with its kind, such as `song:promise` or `episodes:1..16`".into()
    }
    fn shape() -> Shape {
        let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        Shape::Word(shape::whole(&format!(r"({}|episodes):\s*\S+(\s*\.\.\s*\S+)?", kinds.join("|"))))
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
