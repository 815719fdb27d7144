//! Two records that look like one thing. Found by what they are called, folded, in a table: never by comparing
//! each with each.

use super::Model;
use super::table::Any;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::id::{Kind, RecordId, Ref};
use crate::base::lang::Lang;
use crate::base::name::Name;
use crate::base::text::Text;
use crate::kinds::common::{Credited, Ids};
use crate::parse::values::About;
use std::collections::{HashMap, HashSet};
use std::fmt::Write;

/// Small letters and digits of a name, so that a hyphen more or less does not hide it; the name itself when it
/// has neither (`!!!`).
pub fn fold(text: &str) -> String {
    let folded: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if folded.is_empty() { text.to_lowercase() } else { folded }
}

/// Complains of the second of two that look like one.
pub fn find(model: &Model, complaints: &mut Vec<Diagnostic>) {
    let mut first: HashMap<String, &Any> = HashMap::new();
    let mut told: HashSet<(&RecordId, &RecordId)> = HashSet::new();
    for id in model.lists.values().flatten() {
        let Some(any) = model.records.get(id) else { continue };
        for key in keys(any) {
            match first.get(&key).copied() {
                None => drop(first.insert(key, any)),
                Some(other) if are_two(other, any) => {}
                Some(other) => {
                    if told.insert((other.id(), id)) {
                        complaints.push(same_thing(model, other, any));
                    }
                }
            }
        }
    }
}

fn same_thing(model: &Model, first: &Any, second: &Any) -> Diagnostic {
    let name = |any: &Any| {
        let head = any.head();
        head.name.say(model.languages.first(), &model.languages).map(|said| said.text.to_string())
    };
    let called = name(second).or_else(|| name(first)).unwrap_or_default();
    let (one, two) = (first.id(), second.id());
    let message = match one.kind == two.kind {
        true => format!("the {} `{}` and `{}` look like one: \"{called}\"", one.kind.plural(), one.id, two.id),
        false => {
            format!("the {} `{}` and the {} `{}` look like one: \"{called}\"", one.kind, one.id, two.kind, two.id)
        }
    };
    let complaint = Diagnostic::new(Code::SameThing, message)
        .at(second.place().clone())
        .label("the second one")
        .also(first.place().clone(), "the first one")
        .help(format!("if they are one, keep one record and write `was: [{}]` in it", two.id));
    complaint.help(match two.kind {
        Kind::Source => "if they are two, give each the address where it really stands",
        Kind::Event | Kind::Award => "if they are two, say of each what tells it from the other",
        _ => "if they are two, add to one name what tells them apart, or give both their `ids:`",
    })
}

/// What a record may not share with another one. Empty for kinds whose titles repeat by nature: news, episodes.
fn keys(any: &Any) -> Vec<String> {
    let id = any.id();
    let mut keys = Vec::new();
    // Everything that tells two of a name apart stands behind the name.
    let mut of_text = |class: &str, text: &Text, apart: &str| {
        for wording in text.wordings() {
            let key = format!("{class}\n{}\n{}\n{apart}", id.drama, fold(wording));
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
    };
    let kind = id.kind.name();
    match any {
        Any::Person(person) => named(person.is.name.get(), |text| of_text("performer", text, "")),
        Any::Artist(artist) => named(artist.is.name.get(), |text| of_text("performer", text, "")),
        Any::Character(character) => named(character.is.name.get(), |text| of_text(kind, text, "")),
        Any::Drama(drama) => named(drama.is.name.get(), |text| of_text(kind, text, "")),
        Any::Shop(shop) => named(shop.is.name.get(), |text| of_text(kind, text, "")),
        Any::Place(place) => {
            let apart = place.is.kind.get().map_or("", |kind| kind.name());
            named(place.is.name.get(), |text| of_text(kind, text, apart));
        }
        Any::Song(song) if song.is.version_of.fact().is_none() => {
            let mut apart = credited(song.is.by.iter().chain(song.is.featuring.iter()));
            let _ = write!(apart, "{}", song.is.kind.get().copied().unwrap_or_default().name());
            named(song.is.title.get(), |text| of_text(kind, text, &apart));
        }
        Any::Release(release) if release.is.edition_of.fact().is_none() => {
            let is = &release.is;
            let edition = is.edition.get().and_then(|text| text.wordings().next()).map(fold).unwrap_or_default();
            let what = is.kind.get().copied().unwrap_or_default().name();
            let apart = format!("{what}\n{:?}\n{edition}", is.part.get());
            named(is.name.get(), |text| of_text(kind, text, &apart));
        }
        Any::Event(event) => {
            let when = event.is.date.get().map(|when| (when.day, when.time));
            let about: Vec<String> = event.is.about.iter().map(about_key).collect();
            event.is.what.get().into_iter().for_each(|text| of_text(kind, text, &format!("{when:?}\n{about:?}")));
        }
        Any::Award(award) => {
            use crate::kinds::award::Winner;
            let winner = |winner: &Winner| match winner {
                Winner::Record(about) => about_key(about),
                Winner::Named(text, _) => text.wordings().next().map(fold).unwrap_or_default(),
            };
            let to: Vec<String> = award.is.to.iter().map(winner).collect();
            let ceremony = award.is.ceremony.get().and_then(|text| text.wordings().next()).map(fold);
            let apart = format!("{ceremony:?}\n{:?}\n{to:?}", award.is.date.get());
            award.is.prize.get().into_iter().for_each(|text| of_text(kind, text, &apart));
        }
        Any::Source(source) => {
            // Two things said on one page are one source.
            if let Some(url) = source.is.url.get() {
                keys.push(format!("{kind}\n{}", url.as_str().trim_end_matches('/')));
            }
        }
        _ => {}
    }
    keys
}

fn named(name: Option<&Name>, mut of_text: impl FnMut(&Text)) {
    if let Some(name) = name {
        of_text(&name.text);
    }
}

fn ref_key(to: &Ref) -> String {
    format!("{}/{}", to.drama, to.id)
}

fn about_key(about: &About) -> String {
    match about {
        About::Record(to) => format!("{:?}{}", to.kinds, ref_key(to)),
        About::Episodes(eps) => format!("{:?}", eps.0.iter().map(|part| format!("{part:?}")).collect::<Vec<_>>()),
    }
}

/// Who is credited, in an order of its own.
fn credited<'c>(credits: impl Iterator<Item = &'c Credited>) -> String {
    let name = |credit: &Credited| {
        let named = || credit.credited.get().and_then(|text| text.wordings().next()).map(fold).unwrap_or_default();
        credit.who.get().map_or_else(named, |who| ref_key(who))
    };
    let mut names: Vec<String> = credits.map(name).collect();
    names.sort_unstable();
    names.join("\n")
}

/// They share a name, but something says that they are two.
fn are_two(one: &Any, other: &Any) -> bool {
    let (first, second) = (one.head(), other.head());
    let differs = |lang: &Lang| {
        // `all:` may be one spelling for want of another, so it tells nobody apart.
        let name = |text: &'_ Text| text.by.iter().find(|(l, _)| l == lang).map(|(_, name)| fold(name));
        // What is said of one only tells nothing.
        name(&first.name.text).zip(name(&second.name.text)).is_some_and(|(one, other)| one != other)
    };
    let mut tags = first.name.text.by.iter().map(|(lang, _)| lang);
    let is_source = one.id().kind == Kind::Source;
    !is_source && tags.any(differs)
        || ids_differ(one.common().ids.get(), other.common().ids.get())
        || is_member(one, other)
        || is_member(other, one)
}

/// One database has both, under two numbers.
fn ids_differ(one: Option<&Ids>, other: Option<&Ids>) -> bool {
    let Some((one, other)) = one.zip(other) else { return false };
    one.all().zip(other.all()).any(|((_, one), (_, other))| one.zip(other).is_some_and(|(one, other)| one != other))
}

/// A band may be called after one of its members.
fn is_member(act: &Any, person: &Any) -> bool {
    let is = |to: &Ref, any: &Any| to.candidates().any(|id| id == *any.id());
    let in_act = match act {
        Any::Artist(artist) => artist.is.members.iter().any(|m| m.who.get().is_some_and(|who| is(who, person))),
        _ => false,
    };
    let in_person = match person {
        Any::Person(one) => one.is.member_of.iter().any(|of| is(of, act)),
        _ => false,
    };
    in_act || in_person
}
