//! Links and images of a text, and which of them are refused.

use super::super::escape::one_line;
use super::super::near::shorten;
use super::super::prose::{Hole, Link, What};
use super::super::schemes::{meant_kind, refused};
use super::{LinkEnd, Writer};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::id::Kind;
use pulldown_cmark::LinkType;
use std::ops::Range;

impl Writer<'_> {
    pub(super) fn open_link(&mut self, link_type: LinkType, target: &str, title: &str, at: Range<usize>) {
        let end = if self.is_plain() {
            LinkEnd::Nothing
        } else {
            let is_unshown = matches!(link_type, LinkType::ShortcutUnknown | LinkType::CollapsedUnknown);
            let target = match link_type {
                LinkType::Email => format!("mailto:{target}"),
                _ => target.to_string(),
            };
            match self.link(link_type, target, title, at) {
                Some(link) => {
                    self.out.hole(What::Open(Box::new(link)));
                    if is_unshown { LinkEnd::Unshown } else { LinkEnd::Hole }
                }
                None => LinkEnd::Nothing,
            }
        };
        self.unshown += usize::from(end == LinkEnd::Unshown);
        self.link_ends.push(end);
    }

    pub(super) fn open_image(&mut self, link_type: LinkType, target: &str, title: &str, at: Range<usize>) {
        let end = if self.is_plain() {
            LinkEnd::Nothing
        } else {
            match self.link(link_type, target.to_string(), title, at) {
                Some(link) => {
                    self.images.push(Link { is_image: true, ..link });
                    LinkEnd::Image
                }
                None => LinkEnd::Nothing,
            }
        };
        self.link_ends.push(end);
    }

    pub(super) fn close_link(&mut self) {
        match self.link_ends.pop() {
            Some(LinkEnd::Hole) => self.close_label(),
            Some(LinkEnd::Unshown) => {
                self.unshown -= 1;
                self.close_label();
            }
            Some(LinkEnd::Image) => {
                if let Some(mut image) = self.images.pop() {
                    image.alt = one_line(&image.alt);
                    image.label_is_empty = image.alt.is_empty();
                    self.out.hole(What::Image(Box::new(image)));
                }
            }
            Some(LinkEnd::Nothing) | None => {}
        }
    }

    /// Ends a link. One in which nothing is to be seen takes its label from where it leads.
    fn close_label(&mut self) {
        let hole_count = self.out.holes.len();
        if let Some(Hole { at, what: What::Open(link) }) = self.out.holes.last_mut()
            && self.out.html[*at..].trim().is_empty()
        {
            link.label_is_empty = true;
            self.out.html.truncate(*at);
            if let Some(heading) = &mut self.open_heading {
                // What it will be called is not known yet; its id is the nearest thing.
                heading.text.push_str(link.target.rsplit([':', '/']).next().unwrap_or_default());
            } else if self.is_opening && self.elements.is_seen() {
                self.opening.name(hole_count - 1);
            }
        }
        self.out.hole(What::Close);
    }

    /// The link, or a complaint where its address is of a kind that the site does not allow.
    fn link(&mut self, link_type: LinkType, target: String, title: &str, at: Range<usize>) -> Option<Link> {
        let place = self.place(self.target_place(link_type, &target, at));
        if target.trim().is_empty() {
            let complaint = Diagnostic::new(Code::DeadLink, "this leads nowhere")
                .at(place)
                .help("put an address, a path or a record such as `song:promise` between the round brackets");
            self.complain(complaint);
            return None;
        }
        if let Some(scheme) = refused(&target) {
            let said = if scheme.is_empty() { "//".to_string() } else { format!("{scheme}:") };
            let kinds: Vec<String> = Kind::ALL.iter().map(|kind| format!("`{}:`", kind.name())).collect();
            let complaint =
                Diagnostic::new(Code::LinkScheme, format!("a link cannot begin with `{said}`")).at(place);
            if let (Some(kind), Some((_, id))) = (meant_kind(&scheme), target.split_once(':')) {
                self.complain(complaint.help(format!("did you mean `{kind}:{}`?", shorten(id))));
                return None;
            }
            let complaint = complaint
                .help("an address begins with `https:`, `http:`, `mailto:` or `tel:`; a path of this site with `/`")
                .help(format!("a record is named with its kind: {}", kinds.join(", ")));
            self.complain(complaint);
            return None;
        }
        let title = (!title.is_empty()).then(|| title.to_string());
        Some(Link { target, title, place, is_image: false, label_is_empty: false, alt: String::new() })
    }

    /// Where the target itself is written, or the whole link where that is not to be found in it.
    fn target_place(&self, link_type: LinkType, target: &str, at: Range<usize>) -> Range<usize> {
        let written = &self.body[at.clone()];
        let from = match link_type {
            LinkType::Inline => written.rfind("](").map(|from| from + 2),
            LinkType::ReferenceUnknown => written.rfind("][").map(|from| from + 2),
            LinkType::ShortcutUnknown | LinkType::CollapsedUnknown => written.find('[').map(|from| from + 1),
            _ => None,
        };
        let found = from.and_then(|from| written[from..].find(target).map(|found| from + found));
        match found {
            Some(found) if !target.is_empty() => at.start + found..at.start + found + target.len(),
            _ => at,
        }
    }
}
