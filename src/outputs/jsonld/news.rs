//! What is told of a news item: its headline, its day, what it is about, what it rests on.

use super::super::desk::Desk;
use super::super::listing::tag_name;
use super::graph::{NewsArticle, Node};
use super::ids::{date, id_of, site_id, url_of};
use super::lists::citation;
use super::node::Ref;
use super::stub::{may_be_named, node};
use crate::base::id::RecordId;
use crate::kinds::News;
use crate::kinds::record::Version;
use crate::parse::values::About;

/// The article; `description` is one line of it, and gives nothing away.
pub fn tell(desk: &Desk, id: &RecordId, version: &Version<News>, description: &str) -> Vec<Node> {
    if !may_be_named(desk, id) {
        return Vec::new();
    }
    let (front, head) = (&version.front, desk.reader.head(id));
    let when = head.and_then(|head| head.when.as_ref()).filter(|_| {
        // A date in the file's name is stated.
        front.date.fact().is_none_or(|date| date.said().is_some())
    });
    let about = |about: &About| match about {
        About::Record(to) => desk.reader.find(to).and_then(|id| node(desk, &id)).into_iter().collect(),
        About::Episodes(eps) => {
            desk.reader.episodes(eps, &"".into()).iter().filter_map(|id| node(desk, id)).collect::<Vec<_>>()
        }
    };
    let sources = version.common.sources.said().iter().filter_map(|to| desk.reader.find(&to.0));
    let url = url_of(desk, id);
    vec![
        NewsArticle {
            id: Some(id_of(desk, id)),
            headline: front.title.said().map(|title| title.as_str().to_string()).into(),
            description: description.to_string().into(),
            date_published: when.map(|when| date(desk, when)).into(),
            date_modified: version.common.updated.said().map(|day| day.to_string()).into(),
            in_language: version.lang.to_string().into(),
            keywords: front.tags.said().iter().map(|tag| tag_name(desk, tag.as_str()).text).collect(),
            about: front.about.said().iter().flat_map(about).collect(),
            is_part_of: site_id(desk).map(|id| Ref { id }).into(),
            main_entity_of_page: url.clone().map(|id| Ref { id }).into(),
            citation: sources.filter_map(|id| citation(desk, &id)).collect(),
            url: url.into(),
        }
        .into(),
    ]
}
