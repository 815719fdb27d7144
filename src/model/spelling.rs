//! Names in running text that are spelt as their records do not list them: "Kim Soohyun" where the record has
//! Kim Soo-hyun. Only names of two words or more in Latin letters are looked for, and only spellings that differ
//! in spaces, hyphens and the like: anything looser would take another person for a slip.

use super::Model;
use super::same::fold;
use super::table::Any;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::id::{Kind, RecordId};
use crate::base::name::Name;
use crate::base::place::Place;
use crate::base::walk::{Stated, Step, Visitor, Words, Written};
use crate::parse::markdown::Prose;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// The most words that a name is looked for in.
const WORDS: usize = 6;
/// Letters that a name needs to be told from other words.
const LETTERS: usize = 7;

/// A name that may be written in several ways.
struct Known<'m> {
    record: &'m RecordId,
    /// As the record has it first.
    name: &'m str,
    /// In small letters.
    spellings: HashSet<String>,
}

/// Complains of each spelling once for each place.
pub fn find(model: &Model, complaints: &mut Vec<Diagnostic>) {
    let names = names(model);
    if names.is_empty() {
        return;
    }
    for id in model.lists.values().flatten() {
        let Some(any) = model.records.get(id) else { continue };
        match any {
            // Their titles are quoted as they stand.
            Any::Source(_) => continue,
            Any::News(news) => {
                for version in &news.is.versions {
                    if let Some(fact) = version.front.title.fact() {
                        let at = Place { start: fact.at.start, end: fact.at.end, ..version.place.clone() };
                        fact.is.iter().for_each(|title| look(&names, title.as_str(), &|_| at.clone(), complaints));
                    }
                    prose(&names, &version.place, &version.prose, complaints);
                }
            }
            Any::Page(page) => {
                for version in &page.is.versions {
                    prose(&names, &version.place, &version.prose, complaints);
                }
            }
            _ => {}
        }
        let mut looking = Looking { names: &names, part: any.place(), complaints };
        any.walk(&model.zone, &mut looking);
    }
}

/// Looks through a text in Markdown.
fn prose(names: &HashMap<String, Known>, file: &Place, prose: &Prose, complaints: &mut Vec<Diagnostic>) {
    let html = prose.html();
    for (start, text) in Prose::texts(&html) {
        let place = |found: Range<usize>| match prose.written(start + found.start..start + found.end) {
            Some(written) => Place::new(&file.file, written),
            None => file.clone(),
        };
        look(names, text, &place, complaints);
    }
}

fn names(model: &Model) -> HashMap<String, Known<'_>> {
    let mut names: HashMap<String, Known> = HashMap::new();
    let kinds = [Kind::Drama, Kind::Character, Kind::Person, Kind::Artist];
    for id in model.lists.iter().filter(|((kind, _), _)| kinds.contains(kind)).flat_map(|(_, list)| list) {
        let Some(name) = model.records.get(id).and_then(|any| name_of(any)) else { continue };
        for spelling in name.spellings().filter(|spelling| is_looked_for(spelling)) {
            let known = names.entry(fold(spelling));
            let known = known.or_insert_with(|| Known { record: id, name: spelling, spellings: HashSet::new() });
            known.spellings.insert(plain(spelling));
        }
    }
    names
}

fn name_of(any: &Any) -> Option<&Name> {
    match any {
        Any::Drama(drama) => drama.is.name.get(),
        Any::Character(character) => character.is.name.get(),
        Any::Person(person) => person.is.name.get(),
        Any::Artist(artist) => artist.is.name.get(),
        _ => None,
    }
}

/// Two words or more, all in Latin letters, and long enough.
fn is_looked_for(name: &str) -> bool {
    let is_plain = name.chars().all(|c| is_latin(c) || matches!(c, ' ' | '-'));
    let words = name.split([' ', '-']).filter(|word| !word.is_empty()).count();
    is_plain && (2..=WORDS).contains(&words) && name.chars().filter(|c| c.is_alphabetic()).count() >= LETTERS
}

fn is_latin(c: char) -> bool {
    // Basic Latin, Latin-1 and the two extensions behind it.
    c.is_alphabetic() && (c as u32) < 0x250
}

fn plain(text: &str) -> String {
    text.to_lowercase()
}

/// A run of letters in a text.
struct Token {
    start: usize,
    end: usize,
    is_capital: bool,
    /// Only a space or a hyphen stands before the next one.
    is_joined: bool,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut before = ' ';
    let mut rest = text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        if !is_latin(c) {
            before = c;
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some((at, next)) = rest.next_if(|(_, next)| next.is_alphanumeric()) {
            end = at + next.len_utf8();
        }
        if let Some(last) = tokens.last_mut() {
            last.is_joined = matches!(&text[last.end..start], " " | "-" | "\u{2010}" | "\u{2011}");
        }
        // `@kimsoohyun` and `#KimSoohyun` are addresses, not spellings.
        let is_capital = c.is_uppercase() && !matches!(before, '@' | '#' | '/' | '.' | '_');
        tokens.push(Token { start, end, is_capital, is_joined: false });
    }
    tokens
}

/// `place` says where a stretch of the text is written.
fn look(
    names: &HashMap<String, Known>,
    text: &str,
    place: &dyn Fn(Range<usize>) -> Place,
    complaints: &mut Vec<Diagnostic>,
) {
    let tokens = tokens(text);
    let mut from = 0;
    while from < tokens.len() {
        let mut until = from;
        let mut folded = String::new();
        // Whoever writes a name as it is listed means that one, though another may go on longer.
        let (mut listed, mut other) = (None, None);
        while tokens[from].is_capital && until < tokens.len() && until - from < WORDS {
            let token = &tokens[until];
            folded.extend(text[token.start..token.end].chars().flat_map(char::to_lowercase));
            if let Some(known) = names.get(&folded) {
                let written = &text[tokens[from].start..token.end];
                let slot = if known.spellings.contains(&plain(written)) { &mut listed } else { &mut other };
                *slot = Some((known, until));
            }
            if !token.is_joined {
                break;
            }
            until += 1;
        }
        from = match (listed, other) {
            (Some((_, last)), _) => last + 1,
            (None, Some((known, last))) => {
                let found = tokens[from].start..tokens[last].end;
                complaints.push(spelling(known, &text[found.clone()], &place(found)));
                last + 1
            }
            (None, None) => from + 1,
        };
    }
}

fn spelling(known: &Known, written: &str, at: &Place) -> Diagnostic {
    let Known { record, name, .. } = known;
    Diagnostic::new(
        Code::Spelling,
        format!("\"{written}\" is spelt \"{name}\" in the {} `{}`", record.kind, record.id),
    )
    .at(at.clone())
    .help(format!("write \"{name}\""))
    .help(format!(
        "if both are in use, list the other one in the record: `also: [{{text: {written}, kind: spelling}}]` in its name"
    ))
}

struct Looking<'n, 'm, 'c> {
    names: &'n HashMap<String, Known<'m>>,
    part: &'m Place,
    complaints: &'c mut Vec<Diagnostic>,
}

impl<'a> Visitor<'a> for Looking<'_, 'a, '_>
where
    Self: 'a,
{
    fn part(&mut self, part: &'a Place) {
        self.part = part;
    }

    fn fact(&mut self, _: &Stated<'a, '_>) {}

    fn words(&mut self, written: &Written<'a, '_>) {
        let Words::Text(text) = written.words else { return };
        // What the credits or a speaker say in their own words is not ours to spell.
        let is_quoted = written.path.iter().any(|step| matches!(step, Step::Field("as" | "quote")));
        if is_quoted {
            return;
        }
        let at = Place { file: self.part.file.clone(), start: written.at.start, end: written.at.end };
        text.wordings().for_each(|wording| look(self.names, wording, &|_| at.clone(), self.complaints));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_several_latin_words_are_looked_for() {
        for name in ["Kim Soo-hyun", "Choi Yu-ree", "Queen of Tears"] {
            assert!(is_looked_for(name), "{name}");
        }
        for name in ["Heize", "10CM", "김수현", "So So", "O'Neil Kim", "Yoon Kwon 2"] {
            assert!(!is_looked_for(name), "{name}");
        }
    }

    #[test]
    fn a_text_falls_into_runs_of_letters() {
        let text = "Kim Soo-hyun's (김수현) @KimSoohyun, Mr. Kim";
        let found: Vec<(&str, bool, bool)> = tokens(text)
            .iter()
            .map(|token| (&text[token.start..token.end], token.is_capital, token.is_joined))
            .collect();
        assert_eq!(
            found,
            [
                ("Kim", true, true),
                ("Soo", true, true),
                ("hyun", false, false),
                ("s", false, false),
                ("KimSoohyun", false, false),
                ("Mr", true, false),
                ("Kim", true, false),
            ]
        );
    }
}
