//! What the files of one text in several languages say differently, although it holds for all of them.

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::fact::{Fact, Maybe, Span};
use crate::base::place::Place;
use crate::kinds::record::{Document, Record, Version};
use crate::kinds::{News, Page};
use crate::model::Model;
use crate::parse::walked::Walked;

/// All that can be told of one news item.
pub fn news(model: &Model, record: &Record<Document<News>>, complaints: &mut Vec<Diagnostic>) {
    let versions = &record.is.versions;
    draft(versions, |front| &front.draft, complaints);
    let held = versions.iter().find_map(|version| Some((version, version.front.publish_from.fact()?)));
    if let Some((first, fact)) = held
        && let Some(day) = fact.is
        && let Some(other) = versions.iter().find(|other| other.front.publish_from.get() != Some(&day))
    {
        let message =
            format!("`publish_from: {day}` of the {} text holds back the text in every language", first.lang);
        complaints.push(
            Diagnostic::new(Code::HeldBack, message)
                .at(place(first, fact.at))
                .also(
                    place(other, other.front.publish_from.fact().map_or(Span::default(), |fact| fact.at)),
                    "another says something else",
                )
                .help("write the same day into each of its files"),
        );
    }
    let dated = || versions.iter().filter_map(|version| Some((version, version.front.date.get()?)));
    let Some((first, day)) = dated().next() else { return };
    for (other, other_day) in dated().skip(1).filter(|(_, other)| !day.agrees(other, &model.zone)) {
        let message = format!(
            "the texts of the news item `{}` have two days, {} and {}",
            record.id.id, day.day, other_day.day
        );
        complaints.push(
            Diagnostic::new(Code::RepeatedId, message)
                .at(place(other, other.front.date.fact().map_or(Span::default(), |fact| fact.at)))
                .also(place(first, first.front.date.fact().map_or(Span::default(), |fact| fact.at)), "the first one")
                .help("if they are one news item, give both the same day; if they are two, give one of them another id"),
        );
    }
}

/// All that can be told of one free page.
pub fn page(record: &Record<Document<Page>>, complaints: &mut Vec<Diagnostic>) {
    draft(&record.is.versions, |front| &front.draft, complaints);
}

fn draft<T>(versions: &[Version<T>], of: impl Fn(&T) -> &Maybe<bool>, complaints: &mut Vec<Diagnostic>) {
    let is_draft = |version: &&Version<T>| of(&version.front).get() == Some(&true);
    let (Some(first), Some(other)) =
        (versions.iter().find(is_draft), versions.iter().find(|version| !is_draft(version)))
    else {
        return;
    };
    let at = of(&first.front).fact().map_or(Span::default(), |fact: &Fact<bool>| fact.at);
    complaints.push(
        Diagnostic::new(
            Code::HeldBack,
            format!("`draft: true` of the {} text holds back the text in every language", first.lang),
        )
        .at(place(first, at))
        .also(place(other, Span::default()), "this one is no draft")
        .help("write it into each of its files, or take it out"),
    );
}

fn place<T>(version: &Version<T>, at: Span) -> Place {
    Place { file: version.place.file.clone(), start: at.start, end: at.end }
}
