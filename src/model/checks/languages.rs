//! The languages of the site, and texts that are in none of them.

use super::Files;
use crate::base::diagnostic::{Code, Diagnostic, Severity};
use crate::base::lang::{Lang, Languages, meant};
use crate::base::place::Place;
use crate::model::Model;

/// The list of languages in `site.yaml`, and every text that is keyed by another one.
pub fn site(model: &Model, files: &Files, complaints: &mut Vec<Diagnostic>) {
    if let (Some(file), Some(fact)) = (&files.site, model.site.languages.fact()) {
        let place = Place { file: file.clone(), start: fact.at.start, end: fact.at.end };
        let list = fact.is.as_deref().unwrap_or_default();
        if fact.is.is_some() && list.is_empty() && !files.has_odd_languages {
            complaints.push(
                Diagnostic::new(Code::MissingField, "the site has no language")
                    .at(place.clone())
                    .help("name at least one: `languages: [en]`; the first is that of the pages at the top"),
            );
        }
        for lang in list {
            let Some(meant) = meant(lang.as_str()).filter(|_| lang.is_registered()) else { continue };
            // A language, and hardly ever the one that is meant: `kr` is Kanuri.
            let message = format!("`{lang}` is a language, but most likely not the one that is meant");
            let told = Diagnostic::new(Code::LangTag, message).at(place.clone());
            let is_used = model.languages.find(meant).is_some();
            complaints.push(match is_used {
                true => told.help(format!("write `{meant}`, as the texts of the site do")),
                false => told.severity(Severity::Warning).help(format!("did you mean `{meant}`?")),
            });
        }
        let repeated = list.iter().enumerate().filter(|(at, lang)| list[..*at].contains(lang));
        for (_, lang) in repeated {
            complaints.push(
                Diagnostic::new(Code::RepeatedEntry, format!("the site's languages name `{lang}` twice"))
                    .at(place.clone())
                    .help("keep one of them"),
            );
        }
    }
    if !files.knows_languages {
        return;
    }
    let known: Vec<&str> = model.languages.iter().map(Lang::as_str).collect();
    for (file, foreign) in &files.foreign {
        for text in foreign.iter().filter(|text| !model.languages.has(&text.lang)) {
            let near = near(&text.lang, &model.languages);
            // A name may be told in any language, and a text in one alone is shown in that.
            if near.is_none() && (text.is_name || text.is_alone) {
                continue;
            }
            let complaint = Diagnostic::new(
                Code::LangTag,
                format!("the site has no pages in `{}`, so this text would be shown nowhere", text.lang),
            )
            .at(Place { file: file.clone(), start: text.at.start, end: text.at.end });
            let complaint = match near {
                Some(near) => complaint.help(format!("did you mean `{near}`?")),
                None => complaint.severity(Severity::Warning).help(format!(
                    "its languages are {}; more can be added under `languages:` in site.yaml",
                    known.join(", ")
                )),
            };
            complaints.push(match text.count {
                1 => complaint,
                2 => complaint.help("the same once more in this file"),
                count => complaint.help(format!("the same {} more times in this file", count - 1)),
            });
        }
    }
}

/// The site's language that was most likely meant: `ko` by `kr`, `pt-BR` by `pt`.
pub fn near<'l>(lang: &Lang, languages: &'l Languages) -> Option<&'l Lang> {
    let by_country = meant(lang.as_str()).and_then(|tag| languages.find(tag));
    let by_letters = || languages.iter().find(|own| own.as_str().eq_ignore_ascii_case(lang.as_str()));
    by_country.or_else(by_letters).or_else(|| languages.iter().find(|own| own.is(lang.language())))
}
