//! Markdown on a page: links find the records they name, in the page's language.

use super::desk::{Desk, encode_path};
use super::picture::{self, Spot};
use crate::base::address::SitePath;
use crate::base::id::{Kind, Ref};
use crate::parse::markdown::{Fill, Filled, Link, Prose, Word};
use crate::parse::values::link_kinds;
use crate::plan::pictures;
use std::sync::Arc;

/// The HTML of a text that belongs to a drama, or to the whole site.
pub fn html(desk: &Desk, prose: &Prose, drama: &Arc<str>) -> String {
    prose.fill(&Filling { desk, drama })
}

/// How a text begins, in plain words, with the names of the records that it links to.
pub fn opening(desk: &Desk, prose: &Prose) -> String {
    prose.opening_on(&Filling { desk, drama: &"".into() })
}

struct Filling<'d, 'a> {
    desk: &'d Desk<'a>,
    drama: &'d Arc<str>,
}

impl Fill for Filling<'_, '_> {
    fn link(&self, link: &Link) -> Filled {
        let filled = if link.is_image { self.image(link) } else { self.target(link) };
        if let Some(href) = &filled.href {
            self.desk.wrote(href, &link.place);
        }
        filled
    }

    fn word(&self, word: Word) -> String {
        self.desk.t(match word {
            Word::Note => "alert_note",
            Word::Tip => "alert_tip",
            Word::Important => "alert_important",
            Word::Warning => "alert_warning",
            Word::Caution => "alert_caution",
            Word::Footnotes => "footnotes",
            Word::BackToText => "back_to_text",
            Word::Done => "task_done",
            Word::NotDone => "task_open",
            Word::Table => "table",
        })
    }
}

impl Filling<'_, '_> {
    fn target(&self, link: &Link) -> Filled {
        let desk = self.desk;
        let target = link.target.as_str();
        if let Some((kind, id)) = target.split_once(':') {
            if kind == "tag" {
                let path = desk.routes.tag(desk.lang, id);
                // A tag that no news has is a slip, told as a link that leads nowhere; lists of tags that are switched
                // off are not.
                let is_off = !desk.has(&path) && desk.reader.tags().any(|known| known == id);
                let href = (!is_off).then(|| desk.routes.href(&path));
                return Filled { href, label: Some(id.to_string()), ..Filled::default() };
            }
            if let Some(kinds) = link_kinds(kind) {
                return self.record(kinds, id);
            }
            let is_outside = matches!(kind, "http" | "https");
            return Filled {
                href: Some(target.to_string()),
                label: Some(target.to_string()),
                is_outside,
                ..Filled::default()
            };
        }
        let href = match target.strip_prefix('/') {
            Some(path) => self.in_site(path),
            None => target.to_string(),
        };
        Filled { label: Some(href.clone()), href: Some(href), ..Filled::default() }
    }

    /// A path as the author wrote it leads to the page of that path in the reader's language, where there is
    /// one.
    fn in_site(&self, path: &str) -> String {
        let desk = self.desk;
        let (path, rest) = match path.find(['#', '?']) {
            Some(at) => path.split_at(at),
            None => (path, ""),
        };
        let clean = path.split('/').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
        let clean = if path.ends_with('/') && !clean.is_empty() { format!("{clean}/") } else { clean };
        let here = desk.routes.in_lang(desk.lang, &clean);
        let path = if desk.has_file(&here.file()) { here } else { SitePath::new(clean) };
        format!("{}{rest}", desk.routes.href(&path))
    }

    fn record(&self, kinds: &'static [Kind], id: &str) -> Filled {
        let (drama, id) = match id.split_once('/') {
            Some((drama, id)) => (drama.into(), id),
            None => (self.drama.clone(), id),
        };
        let to = Ref { kinds, drama, id: id.into(), at: Default::default() };
        let bit = self.desk.link_ref(&to);
        Filled { href: bit.href, label: Some(bit.text), lang: bit.lang, ..Filled::default() }
    }

    /// A picture beside the text, or below `content/images/`; or one of `images.yaml` by its id.
    fn image(&self, link: &Link) -> Filled {
        let desk = self.desk;
        let target = link.target.as_str();
        let view = match target.strip_prefix("image:") {
            Some(id) => {
                let to = Ref { kinds: &[Kind::Image], drama: "".into(), id: id.into(), at: Default::default() };
                desk.reader.find(&to).and_then(|id| picture::of_image(desk, &id, &link.alt, Spot::Below))
            }
            None => picture::of_text(desk, &link.place.file, target, &link.alt),
        };
        match view {
            Some(Some(view)) => {
                desk.wrote(&view.src, &link.place);
                Filled { picture: Some(Box::new(picture::shown(desk, &view))), ..Filled::default() }
            }
            // It is there, and was told of already.
            Some(None) => Filled::default(),
            None if target.contains(':') || target.starts_with('/') => self.target(link),
            None => {
                let path = pictures::tries(&link.place.file, target).swap_remove(0);
                let path = format!("images/{}", pictures::below(&path));
                let href = format!("{}/{}", desk.routes.base().path(), encode_path(&path));
                Filled { href: Some(href), ..Filled::default() }
            }
        }
    }
}
