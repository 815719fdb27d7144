//! What must hold between records, and of each as a whole. One walk over the records: each is looked at by the
//! checks of its kind, then the few that need all of them together. What one file alone can tell is complained of
//! where it is read.

use super::table::needs_sources;
use super::{Any, Model};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::parse::decode::Mention;
use crate::parse::foreign::Foreign;
use std::collections::BTreeSet;
use std::sync::Arc;

mod acts;
mod awards;
mod broadcast;
mod chains;
mod counts;
mod credits;
mod cues;
mod dates;
mod images;
pub mod languages;
mod numbers;
mod quotes;
mod relations;
mod releases;
mod runs;
mod tell;
mod today;
mod versions;

/// What the checks know of the files beside the records that they became.
#[derive(Default)]
pub struct Files {
    /// Where `site.yaml` is, if there is one.
    pub site: Option<Arc<str>>,
    /// Pictures among the content.
    pub pictures: BTreeSet<Arc<str>>,
    /// Texts in languages that a site may not have, by file.
    pub foreign: Vec<(Arc<str>, Vec<Foreign>)>,
    pub mentions: Vec<Mention>,
    /// Something in the list of languages was told to be none.
    pub has_odd_languages: bool,
    /// The site says which languages it has.
    pub knows_languages: bool,
}

/// Runs every check. The order of complaints does not matter: the report is sorted.
pub fn run(model: &Model, files: &Files, complaints: &mut Vec<Diagnostic>) {
    for any in model.records.values() {
        no_source(any, complaints);
        dates::record(model, any, complaints);
        today::record(model, any, complaints);
        match any {
            Any::Release(release) => {
                counts::release(model, release, complaints);
                releases::record(model, release, complaints);
                chains::item_loops(release, complaints);
                numbers::release(release, complaints);
            }
            Any::Drama(drama) => {
                counts::drama(model, drama, complaints);
                credits::drama(drama, complaints);
            }
            Any::Episode(episode) => {
                broadcast::episode(model, episode, complaints);
                cues::episode(model, episode, complaints);
                numbers::episode(episode, complaints);
                credits::episode(episode, complaints);
            }
            Any::Song(song) => {
                cues::song(model, song, complaints);
                numbers::song(song, complaints);
                credits::song(song, complaints);
            }
            Any::Artist(artist) => acts::artist(artist, complaints),
            Any::Person(person) => acts::person(model, person, complaints),
            Any::Award(award) => awards::record(model, award, complaints),
            Any::Character(character) => relations::character(model, character, complaints),
            Any::Image(image) => images::record(model, files, image, complaints),
            Any::News(news) => {
                quotes::news(news, complaints);
                versions::news(model, news, complaints);
            }
            Any::Page(page) => versions::page(page, complaints),
            _ => {}
        }
    }
    dates::episodes(model, complaints);
    chains::loops(model, complaints);
    acts::circles(model, complaints);
    images::unrecorded(model, files, complaints);
    languages::site(model, files, complaints);
    runs::gaps(model, &files.mentions, complaints);
    today::site(model, files, complaints);
}

/// Every fact has a source: its own, its record's, or the file's.
fn no_source(any: &Any, complaints: &mut Vec<Diagnostic>) {
    let id = any.id();
    let sources = &any.common().sources;
    // What was written and could not be read has been told already.
    let is_told = sources.fact().is_some_and(|fact| fact.is.is_none());
    if needs_sources(id.kind) && sources.is_empty() && !is_told {
        complaints.push(
            Diagnostic::new(
                Code::NoSource,
                format!("the {} `{}` does not say where its facts are from", id.kind, id.id),
            )
            .at(any.place().clone())
            .help("add `sources: [...]` with ids from sources.yaml")
            .help("or, when a whole file rests on the same ones, `_defaults:` with `sources:` at its head"),
        );
    }
}
