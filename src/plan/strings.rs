//! The program's own words on a page, by language: `templates/strings/<lang>.yaml`. A new language is one
//! file; a site overrides a single string in a file of the same name.

use crate::base::day::{Clock, Day};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::korean::josa;
use crate::base::lang::Lang;
use crate::base::place::Place;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The words of one language. What a language lacks is said in English.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Strings {
    texts: BTreeMap<String, String>,
    months: Vec<String>,
    weekdays: Vec<String>,
}

/// A strings file, as `serde_yaml` reads it.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    months: Vec<String>,
    /// From Monday.
    #[serde(default)]
    weekdays: Vec<String>,
    #[serde(default)]
    texts: BTreeMap<String, String>,
}

impl Strings {
    /// Lays a file over these words. `known` are the keys that there are; others are slips.
    pub fn add(&mut self, file: &Arc<str>, text: &str, known: Option<&Strings>, complaints: &mut Vec<Diagnostic>) {
        let read: File = match serde_yaml::from_str(text) {
            Ok(read) => read,
            Err(error) => {
                let at = error.location().map_or(0, |location| location.index());
                let reason = error.to_string();
                let reason = reason.split(" at line ").next().unwrap_or(&reason);
                complaints.push(
                    Diagnostic::new(Code::YamlSyntax, format!("these strings cannot be read: {reason}"))
                        .at(Place::new(file, at.min(text.len())..at.min(text.len()))),
                );
                return;
            }
        };
        if let Some(known) = known {
            for key in read.texts.keys().filter(|key| !known.texts.contains_key(*key)) {
                let at = text.find(&format!("{key}:")).unwrap_or(0);
                let place = Place::new(file, at..at + key.len());
                let keys = known.texts.keys().map(String::as_str);
                complaints.push(crate::parse::decode::unknown_field(key, place, "a strings file", keys));
            }
        }
        self.texts.extend(read.texts);
        if read.months.len() == 12 {
            self.months = read.months;
        }
        if read.weekdays.len() == 7 {
            self.weekdays = read.weekdays;
        }
    }

    /// The word for a key; the key itself shows a slip of ours, which a test looks for.
    pub fn get<'s>(&'s self, key: &'s str) -> &'s str {
        self.texts.get(key).map_or(key, String::as_str)
    }

    pub fn has(&self, key: &str) -> bool {
        self.texts.contains_key(key)
    }

    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    pub fn texts(&self) -> &BTreeMap<String, String> {
        &self.texts
    }

    /// A sentence with names put in: `{name}`, or `{name|을/를}` with the particle that follows it.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.get(key), values)
    }

    /// A count in words: the key with `_one` for one, where the language has it.
    pub fn count(&self, key: &str, count: usize) -> String {
        let one = format!("{key}_one");
        let key = if count == 1 && self.has(&one) { &one } else { key };
        self.fill(key, &[("count", &count.to_string())])
    }

    /// The name of a day of the week, from 0 for Monday.
    pub fn weekday(&self, at: usize) -> &str {
        self.weekdays.get(at).map_or("", String::as_str)
    }

    /// A day as people write it: `26 April 2024`, `2024년 4월 26일 (금)`.
    pub fn day(&self, day: Day) -> String {
        let name = |list: &[String], at: usize| list.get(at).cloned().unwrap_or_else(|| (at + 1).to_string());
        let month = day.month.map_or(String::new(), |m| name(&self.months, m as usize - 1));
        let weekday = day.weekday().map_or(String::new(), |w| name(&self.weekdays, w));
        let number = |n: Option<u8>| n.map_or(String::new(), |n| n.to_string());
        let key = match (day.month, day.day) {
            (None, _) => "date_year",
            (Some(_), None) => "date_month",
            (Some(_), Some(_)) => "date_day",
        };
        self.fill(
            key,
            &[
                ("y", &day.year.to_string()),
                ("m", &number(day.month)),
                ("d", &number(day.day)),
                ("month", &month),
                ("weekday", &weekday),
            ],
        )
    }

    /// A day and an hour in the site's zone.
    pub fn moment(&self, day: Day, clock: Option<Clock>) -> String {
        match clock {
            None => self.day(day),
            Some(clock) => self.fill("date_time", &[("date", &self.day(day)), ("time", &clock.to_string())]),
        }
    }
}

/// Puts values into a text with `{name}` and `{name|을/를}` in it.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else { break };
        let inner = &rest[open + 1..open + close];
        let (name, particle) = inner.split_once('|').map_or((inner, None), |(n, p)| (n, Some(p)));
        filled.push_str(&rest[..open]);
        match values.iter().find(|(key, _)| *key == name) {
            Some((_, value)) => {
                filled.push_str(value);
                filled.push_str(particle.map_or("", |pair| josa(value, pair)));
            }
            None => filled.push_str(&rest[open..open + close + 1]),
        }
        rest = &rest[open + close + 1..];
    }
    filled.push_str(rest);
    filled
}

/// The words of every language of a site.
pub type AllStrings = BTreeMap<Lang, Arc<Strings>>;

/// The name of a language in itself, for the language switch.
pub fn own_name(lang: &Lang) -> Cow<'_, str> {
    match lang.as_str() {
        "en" => "English".into(),
        "ko" => "한국어".into(),
        "ja" => "日本語".into(),
        "zh" => "中文".into(),
        "zh-Hant" => "繁體中文".into(),
        "zh-Hans" => "简体中文".into(),
        "de" => "Deutsch".into(),
        "fr" => "Français".into(),
        "es" => "Español".into(),
        "pt" | "pt-BR" => "Português".into(),
        "it" => "Italiano".into(),
        "vi" => "Tiếng Việt".into(),
        "id" => "Bahasa Indonesia".into(),
        "th" => "ไทย".into(),
        "ru" => "Русский".into(),
        other => other.into(),
    }
}
