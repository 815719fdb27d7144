//! How each plain value is written in YAML.

mod text;

pub use text::{NAME_KINDS, SYSTEMS};

use super::decode::{Cx, Value, either, nearest, shorten};
use super::shape::{self, Shape};
use super::walked::Walked;
use super::yaml::{Node, Yaml};
use super::{advice, codes};
use crate::base::address::Url;
use crate::base::day::{Clock, Day, Dur, When, Zone};
use crate::base::diagnostic::{Code, Diagnostic, Severity};
use crate::base::id::{Kind, Ref, id_problem, to};
use crate::base::lang::{Lang, better_tag, meant};
use crate::base::number::Dec;

/// Values that are a single word with a fixed form.
macro_rules! word_value {
    ($($type:ty, $unknown:literal, $form:literal, $shape:expr, $read:expr, $advice:expr;)*) => {$(
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
                    cx.wrong_word(node, $form, $advice(text));
                }
                value
            }
        }
    )*};
}

word_value! {
    Day, true, "a date: `2024-04-26`, `2024-04` or `2024`", shape::day(), Day::new, advice::day;
    When, true, "a date, with or without an hour: `2024-04-26` or `2024-04-26 18:00`", shape::when(), When::new, advice::when;
    Clock, true, "an hour such as `21:20`", shape::clock(), Clock::new, advice::clock;
    Dur, true, "a length such as `3:41` (minutes and seconds)", shape::length(), Dur::new, advice::length;
    Dec, true, "a number such as `24.850`", shape::decimal(), Dec::new, advice::decimal;
    u32, true, "a whole number", Shape::Whole, |text: &str| text.parse::<u32>().ok(), advice::number;
    bool, false, "`true` or `false`", Shape::Truth, |text: &str| match text { "true" => Some(true), "false" => Some(false), _ => None }, advice::truth;
    Zone, false, "a time zone such as `Asia/Seoul`", shape::zone(), Zone::named, advice::zone;
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
            // The list of the site's own is looked at together with its texts.
            Some(lang) if lang.is_registered() && cx.owner.kind == Kind::Page && cx.owner.id.is_empty() => None,
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
                cx.wrong_word(node, &Url::form(), node.text().and_then(advice::address));
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
                    let meant: Option<String> = $meant(text);
                    cx.wrong_word(node, $form, meant.map(|meant| format!("did you mean `{meant}`?")));
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
        if let Some(help) = advice::episodes(text) {
            cx.wrong_word(node, &Ep::form(), Some(help));
            return None;
        }
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
    if let Some(help) = advice::episodes(text) {
        cx.wrong_word(node, &Eps::form(), Some(help));
        return None;
    }
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
            let is_id = id_problem(text).is_none();
            cx.wrong_word(
                node,
                &form,
                is_id.then(|| format!("say what it is, too: `person:{text}`, `song:{text}` …")),
            );
            return None;
        };
        let id = id.trim();
        if kind == "episodes" {
            let part = Node { at: node.at, is: Yaml::Text { text: id.into(), style: super::yaml::Style::Plain } };
            return Eps::read(&part, cx).map(About::Episodes);
        }
        let Some(kinds) = link_kinds(kind) else {
            let help = match meant_kind(kind) {
                Some(meant) => format!("write `{meant}:{id}`"),
                None => {
                    let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).chain(["episodes"]).collect();
                    format!("before the colon stands one of: {}", names.join(", "))
                }
            };
            cx.wrong_word(node, &form, Some(help));
            return None;
        };
        Some(About::Record(cx.mention(id, node.at, kinds)))
    }
}

/// The kind of record that was most likely meant by a word.
pub fn meant_kind(word: &str) -> Option<&'static str> {
    let lower = word.to_lowercase();
    let is_it = |kind: &&Kind| [kind.name(), kind.plural(), kind.stem()].contains(&lower.as_str());
    let kind = Kind::ALL.iter().find(is_it).map(|kind| kind.name());
    kind.or_else(|| match lower.as_str() {
        "ep" | "eps" => Some("episode"),
        "singer" | "actor" | "actress" | "cast" => Some("person"),
        "group" | "band" => Some("artist"),
        "album" | "single" => Some("release"),
        "track" => Some("song"),
        lower => nearest(lower, Kind::ALL.iter().map(|kind| kind.name())),
    })
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
