use crate::base::diagnostic::Diagnostic;
use crate::base::place::Place;
use std::ops::Range;
use std::sync::Arc;
#[derive(Clone, Debug, Default)]
pub struct Prose {
    html: String,
    pub opening: String,
    pub headings: Vec<Heading>,
    links: Vec<Link>,
}
#[derive(Clone, Debug)]
pub struct Heading {
    pub level: u8,
    pub id: String,
    pub text: String,
}
#[derive(Clone, Debug)]
pub struct Link {
    pub target: String,
    pub title: Option<String>,
    pub place: Place,
    pub is_image: bool,
    pub label_is_empty: bool,
}
pub fn read(_f: &Arc<str>, t: &str, s: Range<usize>, _c: &mut Vec<Diagnostic>) -> Prose {
    Prose { html: t[s].to_string(), ..Default::default() }
}
impl Prose {
    pub fn links(&self) -> impl Iterator<Item = &Link> {
        self.links.iter()
    }
    pub fn is_empty(&self) -> bool {
        self.html.is_empty()
    }
}
