//! What is told of a page that lists things: the list, in order, each thing as other pages name it.

use super::super::desk::Desk;
use super::agents::{Organization, Person};
use super::graph::{CreativeWork, ItemList, ListItem, Node};
use super::ids::id_of;
use super::stub::{may_be_named, node};
use crate::base::id::{Kind, RecordId};
use crate::kinds::Source;

/// A list of records. `page` is the whole address of the page that shows it.
pub fn records<'i>(desk: &Desk, page: &str, title: &str, ids: impl IntoIterator<Item = &'i RecordId>) -> Vec<Node> {
    list(page, title, ids.into_iter().filter_map(|id| node(desk, id)).collect())
}

/// A list of things. Those that are told in full on this very page stand in it whole.
pub fn list(page: &str, title: &str, nodes: Vec<Node>) -> Vec<Node> {
    if nodes.is_empty() {
        return Vec::new();
    }
    let count = u32::try_from(nodes.len()).ok();
    let item = |(position, item): (u32, Node)| ListItem {
        id: None,
        position: position.into(),
        item: item.into(),
        ..ListItem::default()
    };
    let list = ItemList {
        id: Some(format!("{page}#list")),
        name: title.to_string().into(),
        number_of_items: count.into(),
        item_list_element: (1..).zip(nodes).map(item).collect(),
    };
    vec![list.into()]
}

/// Every source, as it is cited.
pub fn sources(desk: &Desk, page: &str, title: &str) -> Vec<Node> {
    let ids = desk.reader.list(Kind::Source, &"".into());
    list(page, title, ids.iter().filter_map(|id| source(desk, id)).map(Node::from).collect())
}

/// A source as a page names it: what it is called. The page of sources tells the rest, under the same `@id`; a home
/// page that rests on fifty sources would tell of little else.
pub fn named(desk: &Desk, id: &RecordId) -> Option<CreativeWork> {
    let source = source(desk, id)?;
    Some(CreativeWork { id: source.id, name: source.name, ..CreativeWork::default() })
}

/// A source as an article cites it: also where it stands.
pub fn citation(desk: &Desk, id: &RecordId) -> Option<CreativeWork> {
    let source = source(desk, id)?;
    Some(CreativeWork { id: source.id, name: source.name, url: source.url, ..CreativeWork::default() })
}

/// A source: what it is called, where it stands, who published it and when.
fn source(desk: &Desk, id: &RecordId) -> Option<CreativeWork> {
    let source = &desk.reader.get::<Source>(id).filter(|_| may_be_named(desk, id))?.is;
    let publisher = source.publisher.said().map(|name| desk.text(name).text);
    let title = source.title.said().map(|title| desk.text(title).text);
    let web =
        |url: &crate::base::address::Url| Some(url.as_str().to_string()).filter(|url| url.starts_with("http"));
    Some(CreativeWork {
        id: Some(id_of(desk, id)),
        name: title.or_else(|| publisher.clone()).into(),
        url: source.url.said().and_then(web).into(),
        publisher: publisher.map(|name| Organization { name: name.into(), ..Organization::default() }).into(),
        author: source
            .author
            .said()
            .map(|name| Person { name: desk.text(name).text.into(), ..Person::default() })
            .into(),
        date_published: source.published.said().map(|day| day.to_string()).into(),
        in_language: source.language.said().map(|lang| lang.to_string()).into(),
        archived_at: source.archived.said().and_then(web).into(),
    })
}
