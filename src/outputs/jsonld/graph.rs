//! The page and the site, lists and texts, and the graph that holds all that a page says.

use super::super::views::ShareImage;
use super::agents::{MusicGroup, Organization, Person, Place};
use super::music::{MusicAlbum, MusicComposition, MusicRecording, MusicRelease};
use super::node::{Many, Ref, one_of, things};
use super::screen::{BroadcastEvent, Event, Movie, TvEpisode, TvSeries};
use serde::Serialize;

/// All that one page says.
#[derive(Serialize, Clone, Debug, PartialEq)]
pub struct Graph {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: Vec<Node>,
}

impl Graph {
    /// In this order.
    pub fn new(graph: Vec<Node>) -> Graph {
        Graph { context: "https://schema.org", graph }
    }
}

one_of! {
    /// Anything that a graph or a list may hold.
    Node {
        Ref(Ref), Page(WebPage), Site(WebSite), Crumbs(BreadcrumbList), List(ItemList), Article(NewsArticle),
        Work(CreativeWork), Person(Person), Group(MusicGroup), Place(Place), Recording(MusicRecording),
        Composition(MusicComposition), Album(MusicAlbum), Release(MusicRelease), Series(TvSeries), Movie(Movie),
        Episode(TvEpisode), Broadcast(BroadcastEvent), Event(Event),
    }
}

impl Node {
    /// Its address among all things of the web.
    pub fn id(&self) -> Option<&str> {
        match self {
            Node::Ref(node) => Some(&node.id),
            Node::Page(node) => Some(&node.id),
            Node::Site(node) => node.id.as_deref(),
            Node::Crumbs(node) => node.id.as_deref(),
            Node::List(node) => node.id.as_deref(),
            Node::Article(node) => node.id.as_deref(),
            Node::Work(node) => node.id.as_deref(),
            Node::Person(node) => node.id.as_deref(),
            Node::Group(node) => node.id.as_deref(),
            Node::Place(node) => node.id.as_deref(),
            Node::Recording(node) => node.id.as_deref(),
            Node::Composition(node) => node.id.as_deref(),
            Node::Album(node) => node.id.as_deref(),
            Node::Release(node) => node.id.as_deref(),
            Node::Series(node) => node.id.as_deref(),
            Node::Movie(node) => node.id.as_deref(),
            Node::Episode(node) => node.id.as_deref(),
            Node::Broadcast(node) => node.id.as_deref(),
            Node::Event(node) => node.id.as_deref(),
        }
    }

    /// The same by its address alone.
    pub fn as_ref(&self) -> Option<Ref> {
        self.id().map(|id| Ref { id: id.to_string() })
    }
}

/// <https://schema.org/WebPage> and its sorts.
#[derive(Serialize, Clone, Debug, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct WebPage {
    #[serde(rename = "@type")]
    pub sort: PageSort,
    #[serde(rename = "@id")]
    pub id: String,
    pub url: String,
    #[serde(skip_serializing_if = "Many::is_empty")]
    pub name: Many<String>,
    pub in_language: String,
    #[serde(skip_serializing_if = "Many::is_empty")]
    pub is_part_of: Many<Ref>,
    #[serde(skip_serializing_if = "Many::is_empty")]
    pub breadcrumb: Many<Ref>,
    #[serde(skip_serializing_if = "Many::is_empty")]
    pub primary_image_of_page: Many<ImageObject>,
    #[serde(skip_serializing_if = "Many::is_empty")]
    pub main_entity: Many<Ref>,
    #[serde(skip_serializing_if = "Many::is_empty")]
    pub license: Many<String>,
    #[serde(skip_serializing_if = "Many::is_empty")]
    pub citation: Many<CreativeWork>,
}

/// What sort of page it is.
#[derive(Serialize, Clone, Copy, Debug, PartialEq)]
pub enum PageSort {
    WebPage,
    AboutPage,
    CollectionPage,
    ProfilePage,
}

things! {
    /// <https://schema.org/WebSite>
    WebSite "WebSite" {
        name: String, alternate_name: String, url: String, description: String, in_language: String,
        license: String,
    }
    /// <https://schema.org/BreadcrumbList>: the way to the page.
    BreadcrumbList "BreadcrumbList" { item_list_element: ListItem, }
    /// <https://schema.org/ItemList>
    ItemList "ItemList" { name: String, number_of_items: u32, item_list_element: ListItem, }
    /// <https://schema.org/ListItem>
    ListItem "ListItem" { position: u32, name: String, item: Node, }
    /// <https://schema.org/NewsArticle>
    NewsArticle "NewsArticle" {
        headline: String, url: String, description: String, date_published: String, date_modified: String,
        in_language: String, keywords: String, about: Node, is_part_of: Ref, main_entity_of_page: Ref,
        citation: CreativeWork,
    }
    /// <https://schema.org/CreativeWork>: a source.
    CreativeWork "CreativeWork" {
        name: String, url: String, publisher: Organization, author: Person, date_published: String,
        in_language: String, archived_at: String,
    }
    /// <https://schema.org/ImageObject>
    ImageObject "ImageObject" {
        url: String, content_url: String, width: Distance, height: Distance, caption: String,
        credit_text: String, license: String,
    }
    /// <https://schema.org/QuantitativeValue>: so many of a unit.
    Distance "QuantitativeValue" { value: u32, unit_code: String, }
}

/// A picture that stands for the page.
pub fn image_object(image: &ShareImage) -> ImageObject {
    // UN/CEFACT's code for a pixel.
    let pixels =
        |value: u32| Distance { value: value.into(), unit_code: "E37".to_string().into(), ..Distance::default() };
    ImageObject {
        id: None,
        url: image.url.clone().into(),
        content_url: image.url.clone().into(),
        width: pixels(image.width).into(),
        height: pixels(image.height).into(),
        caption: image.alt.clone().into(),
        credit_text: image.credit.clone().into(),
        license: image.license.clone().into(),
    }
}
