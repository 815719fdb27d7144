//! What the page of any record shows behind its own facts: a remark, long text, other names, numbers, prizes,
//! events, news, links.

use super::desk::Desk;
use super::figures::FigureView;
use super::names::NameView;
use super::videos;
use super::views::{Bit, Cite, Hidden, VideoView};
use crate::base::id::{Kind, RecordId};
use crate::base::name::{Name, NameOrder};
use crate::base::view::View;
use crate::kinds::Common;
use serde::Serialize;

/// Stands in a record's view as fields of its own: `person.note`, `person.awards`.
#[derive(Serialize)]
pub struct RecordView {
    /// What every fact of the record rests on that has no number of its own.
    pub rests_on: Vec<Cite>,
    pub note: Option<Bit>,
    /// Long text, as HTML.
    pub about: Option<String>,
    pub about_lang: Option<String>,
    /// Every other name it goes by.
    pub names: Vec<NameView>,
    /// Which part of the name stands first, where the author says so.
    pub order: Option<String>,
    pub figures: Vec<FigureView>,
    pub awards: Vec<Bit>,
    pub events: Vec<Bit>,
    pub news: Vec<Bit>,
    /// Prizes and events that tell something of an episode.
    pub hidden: Vec<Hidden>,
    pub links: Vec<Bit>,
    /// Films that play elsewhere; they are none of `links`.
    pub videos: Vec<VideoView>,
    /// The same in other databases: "Wikidata Q1", as a link where its address is known.
    pub ids: Vec<Bit>,
    /// The records before and after it in its list.
    pub previous: Option<Bit>,
    pub next: Option<Bit>,
    pub extra: View,
}

/// Looks all of it up, and names the sources of the whole record, so that the page lists them.
pub fn record_view(desk: &Desk, id: &RecordId, common: &Common, name: Option<&Name>) -> RecordView {
    let rests_on = desk.cite_list(&common.sources);
    let about = desk.about(id);
    let (previous, next) = super::neighbours(desk, id);
    let mut hidden = super::hidden_backs(desk, id, Kind::Award);
    hidden.extend(super::hidden_backs(desk, id, Kind::Event));
    RecordView {
        rests_on,
        note: common.note.get().map(|note| desk.text(note)),
        about_lang: about.as_ref().and_then(|(_, lang)| lang.clone()),
        about: about.map(|(html, _)| html),
        names: name.map(|name| super::names::names(desk, name)).unwrap_or_default(),
        order: name.and_then(|name| order(desk, name)),
        figures: super::figures::figures(desk, common),
        awards: super::backs(desk, id, Kind::Award),
        events: super::backs(desk, id, Kind::Event),
        news: super::backs(desk, id, Kind::News),
        hidden,
        links: common
            .links
            .iter()
            .filter(|link| videos::player_of(link).is_none())
            .filter_map(|link| super::outside_link(desk, link))
            .collect(),
        videos: videos::videos(desk, common),
        ids: ids(desk, id.kind, common),
        previous,
        next,
        extra: super::extra(common),
    }
}

/// Said, not done: a name is shown as the author wrote it in each language, and never put into another order.
fn order(desk: &Desk, name: &Name) -> Option<String> {
    let own = name.order.iter().find(|(lang, _)| lang.as_ref() == Some(desk.lang));
    let any = || name.order.iter().find(|(lang, _)| lang.is_none());
    let key = match own.or_else(any)?.1 {
        NameOrder::FamilyFirst => "order_family_first",
        NameOrder::GivenFirst => "order_given_first",
    };
    Some(desk.t(key))
}

/// What other databases call it.
fn ids(desk: &Desk, kind: Kind, common: &Common) -> Vec<Bit> {
    let Some(ids) = common.ids.get() else { return Vec::new() };
    let known = ids.all().filter_map(|(database, id)| Some((database, id?)));
    let bit = |(database, id): (&str, &str)| Bit {
        href: address(database, kind, id),
        ..desk.plain(format!("{} {id}", desk.t(&format!("ids_{database}"))))
    };
    known.map(bit).collect()
}

/// Where a database shows something of that kind; nothing for a kind that it does not have.
fn address(database: &str, kind: Kind, id: &str) -> Option<String> {
    let id = super::desk::encode_path(id);
    let below = |host: &str, path: Option<&str>| path.map(|path| format!("https://{host}/{path}{id}"));
    match database {
        "wikidata" => below("www.wikidata.org", Some("wiki/")),
        "musicbrainz" => below(
            "musicbrainz.org",
            match kind {
                Kind::Person | Kind::Artist => Some("artist/"),
                Kind::Song => Some("recording/"),
                Kind::Release => Some("release/"),
                Kind::Place => Some("place/"),
                _ => None,
            },
        ),
        // Its ids say themselves what they are of: tt1234567, nm1234567.
        "imdb" => match id.get(..2)? {
            "tt" => Some(format!("https://www.imdb.com/title/{id}/")),
            "nm" => Some(format!("https://www.imdb.com/name/{id}/")),
            _ => None,
        },
        "tmdb" => below(
            "www.themoviedb.org",
            match kind {
                // A film is written `movie/1234`.
                Kind::Drama if id.starts_with("movie/") => Some(""),
                Kind::Drama => Some("tv/"),
                Kind::Person => Some("person/"),
                _ => None,
            },
        ),
        "tvmaze" => below(
            "www.tvmaze.com",
            match kind {
                Kind::Drama => Some("shows/"),
                Kind::Episode => Some("episodes/"),
                Kind::Character => Some("characters/"),
                Kind::Person => Some("people/"),
                _ => None,
            },
        ),
        "mdl" => below(
            "mydramalist.com",
            match kind {
                Kind::Drama => Some(""),
                Kind::Person => Some("people/"),
                _ => None,
            },
        ),
        _ => None,
    }
}
