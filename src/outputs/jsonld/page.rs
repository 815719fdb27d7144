//! The page around what it tells: what sort of page it is, the way to it, its sources; on the home page the site.

use super::super::desk::Desk;
use super::super::views::{PageView, ShareImage};
use super::graph::{BreadcrumbList, Graph, ListItem, Node, PageSort, WebPage, WebSite, image_object};
use super::ids::site_id;
use super::lists::named;
use super::node::{Many, Ref};
use crate::base::id::RecordId;
use crate::kinds::Site;

/// All that a page says, ready to stand in a `script` element; nothing for pages that have no address of their
/// own. A page in another language than its own tells of itself only: the original tells the rest.
pub fn script(
    desk: &Desk,
    page: &PageView,
    cited: &[RecordId],
    things: Vec<Node>,
    image: Option<&ShareImage>,
) -> Option<String> {
    if page.alternates.is_empty() {
        return None;
    }
    let things = if page.noindex { Vec::new() } else { things };
    let is_article = matches!(things.first(), Some(Node::Article(_)));
    let mut graph = vec![
        WebPage {
            sort: sort_of(&page.kind),
            id: page.url.clone(),
            url: page.url.clone(),
            name: title(page).into(),
            in_language: page.main_lang.as_ref().unwrap_or(&page.lang).clone(),
            is_part_of: site_id(desk).map(|id| Ref { id }).into(),
            breadcrumb: (!page.crumbs.is_empty()).then(|| Ref { id: crumbs_id(page) }).into(),
            primary_image_of_page: image.map(image_object).into(),
            main_entity: things.first().and_then(Node::as_ref).into(),
            license: license(desk.reader.site()).into(),
            // An article cites its sources itself.
            citation: match is_article {
                true => Many::default(),
                false => cited.iter().filter_map(|id| named(desk, id)).collect(),
            },
        }
        .into(),
    ];
    graph.extend(crumbs(desk, page).map(Node::from));
    if page.kind == "home" && page.crumbs.is_empty() {
        graph.push(site(desk).into());
    }
    graph.extend(things);
    serde_json::to_string(&Graph::new(graph)).ok().map(|json| for_script(&json))
}

/// JSON that no parser of HTML takes for anything else (the HTML standard, §4.12.1.3), and that JavaScript before
/// ES2019 reads too.
fn for_script(json: &str) -> String {
    let mut safe = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => safe.push_str(&format!("\\u{:04x}", c as u32)),
            _ => safe.push(c),
        }
    }
    safe
}

fn sort_of(kind: &str) -> PageSort {
    match kind {
        "about" => PageSort::AboutPage,
        "person" | "artist" => PageSort::ProfilePage,
        "artists" | "awards" | "cast" | "episodes" | "news-list" | "places" | "releases" | "schedule"
        | "soundtrack" | "sources" | "timeline" => PageSort::CollectionPage,
        _ => PageSort::WebPage,
    }
}

fn title(page: &PageView) -> Option<String> {
    page.is_title_open.then(|| page.title.clone())
}

fn crumbs_id(page: &PageView) -> String {
    format!("{}#breadcrumb", page.url)
}

/// The last step is the page itself, which needs no address.
fn crumbs(desk: &Desk, page: &PageView) -> Option<BreadcrumbList> {
    let origin = desk.routes.base().origin();
    let steps = page.crumbs.iter().map(|crumb| (crumb.text.clone(), Some(format!("{origin}{}", crumb.href))));
    let steps = steps.chain(title(page).map(|title| (title, None)));
    let item = |(position, (name, address)): (u32, (String, Option<String>))| ListItem {
        id: None,
        position: position.into(),
        name: name.into(),
        item: address.map(|id| Node::from(Ref { id })).into(),
    };
    (!page.crumbs.is_empty()).then(|| BreadcrumbList {
        id: Some(crumbs_id(page)),
        item_list_element: (1..).zip(steps).map(item).collect(),
    })
}

fn site(desk: &Desk) -> WebSite {
    let site = desk.reader.site();
    let name = site.title.said().map(|title| desk.text(title).text);
    let others = site.title.said().into_iter().flat_map(|title| title.wordings());
    let others = others.filter(|other| name.as_deref() != Some(*other)).map(str::to_string);
    WebSite {
        id: site_id(desk),
        alternate_name: others.collect(),
        url: desk.routes.base().absolute(&desk.routes.home(desk.lang)).into(),
        description: site.description.said().map(|text| desk.text(text).text).into(),
        in_language: desk.reader.languages().iter().map(|lang| lang.to_string()).collect(),
        license: license(site).into(),
        name: name.into(),
    }
}

/// The address of the licence of the texts: one of Creative Commons by its SPDX name, or as it was written.
fn license(site: &Site) -> Option<String> {
    license_address(site.text_license.said()?.as_str())
}

/// The address of a licence by its name.
pub fn license_address(name: &str) -> Option<String> {
    if name.starts_with("https://") {
        return Some(name.to_string());
    }
    let rest = name.strip_prefix("CC")?;
    if rest == "0-1.0" {
        return Some("https://creativecommons.org/publicdomain/zero/1.0/".into());
    }
    let (terms, version) = rest.strip_prefix('-')?.rsplit_once('-')?;
    let is_known = matches!(terms, "BY" | "BY-SA" | "BY-ND" | "BY-NC" | "BY-NC-SA" | "BY-NC-ND")
        && matches!(version, "1.0" | "2.0" | "2.5" | "3.0" | "4.0");
    is_known.then(|| format!("https://creativecommons.org/licenses/{}/{version}/", terms.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::fact::{Fact, Maybe, Span};
    use crate::parse::values::Word;

    #[test]
    fn no_text_ends_the_script() {
        let safe = for_script("{\"name\":\"</script><!-- a & b \u{2028}\u{2029}\"}");
        assert_eq!(safe, r#"{"name":"\u003c/script\u003e\u003c!-- a \u0026 b \u2028\u2029"}"#);
        let read: serde_json::Value = serde_json::from_str(&safe).unwrap();
        assert_eq!(read["name"], "</script><!-- a & b \u{2028}\u{2029}");
    }

    #[test]
    fn a_licence_is_named_by_its_address() {
        let of = |name: &str| {
            let fact = Fact::plain(Word(name.into()), Span::default());
            license(&Site { text_license: Maybe(Some(Box::new(fact))), ..Site::default() })
        };
        assert_eq!(of("CC-BY-4.0").as_deref(), Some("https://creativecommons.org/licenses/by/4.0/"));
        assert_eq!(of("CC-BY-NC-SA-3.0").as_deref(), Some("https://creativecommons.org/licenses/by-nc-sa/3.0/"));
        assert_eq!(of("CC0-1.0").as_deref(), Some("https://creativecommons.org/publicdomain/zero/1.0/"));
        assert_eq!(of("https://example.org/terms").as_deref(), Some("https://example.org/terms"));
        assert_eq!(of("all rights reserved"), None);
        assert_eq!(of("CC-4.0"), None);
    }
}
