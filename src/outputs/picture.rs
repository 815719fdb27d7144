//! Pictures on a page: the sizes and formats to choose from, what is to be seen, and to whom the picture belongs.

use super::desk::{Desk, encode_path};
use super::views::{Bit, PictureSource, PictureView, ShareImage};
use crate::base::id::{Kind, RecordId};
use crate::kinds::image::Rights;
use crate::kinds::record::Record;
use crate::kinds::{Common, Image};
use crate::model::reader::Read;
use crate::parse::escape::{attribute, escape, escape_href};
use crate::parse::prose::Shown;
use crate::plan::pictures::{Format, Picture, Variant, tries};
use crate::source::picture::Picture as Sort;
use std::sync::Arc;

/// Where on a page a picture stands, which decides how large it is shown and when it is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// Beside the title, seen at once.
    Head,
    /// Further down: loaded when a reader comes near.
    Below,
}

impl Spot {
    /// How wide it is shown, for the choice among the sizes: the style sheet says the same.
    fn sizes(self) -> &'static str {
        match self {
            Spot::Head => "(min-width: 44rem) 20rem, 46vw",
            Spot::Below => "(min-width: 46rem) 42rem, 100vw",
        }
    }
}

/// The picture that a record names as its own.
pub fn of_record(desk: &Desk, common: &Common, spot: Spot) -> Option<PictureView> {
    let id = desk.reader.find(&common.image.get()?.0)?;
    of_image(desk, &id, "", spot)?
}

/// The picture of a record of `images.yaml`, with the words that a text has for it, else its own. An inner nothing is a
/// picture that is not to be used.
pub fn of_image(desk: &Desk, id: &RecordId, alt: &str, spot: Spot) -> Option<Option<PictureView>> {
    let record = desk.reader.get::<Image>(id)?;
    let picture = record.is.paths().iter().find_map(|path| find(desk, path))?;
    let said = match alt {
        "" => record.is.alt.get().map(|alt| desk.text(alt)).unwrap_or_default(),
        alt => desk.plain(alt),
    };
    Some(picture.map(|picture| view(desk, picture, Some(record), said, spot)))
}

/// The picture that a text shows, by the path that it names and the words that it has for it. An inner nothing as above.
pub fn of_text(desk: &Desk, file: &str, target: &str, alt: &str) -> Option<Option<PictureView>> {
    let (path, picture) =
        tries(file, target).into_iter().find_map(|path| find(desk, &path).map(|found| (path, found)))?;
    let record = record_of(desk, &path);
    Some(picture.map(|picture| view(desk, picture, record, desk.plain(alt), Spot::Below)))
}

/// The picture at a path below the root.
fn find<'d>(desk: &Desk<'d>, path: &str) -> Option<Option<&'d Picture>> {
    desk.reader.note(|| Read::Asset(path.to_string()));
    desk.assets.pictures.get(path).map(Option::as_ref)
}

/// The record that speaks of a file.
fn record_of<'d>(desk: &Desk<'d>, path: &str) -> Option<&'d Record<Image>> {
    let site: Arc<str> = "".into();
    let records = desk.reader.list(Kind::Image, &site).iter().filter_map(|id| desk.reader.get::<Image>(id));
    records.into_iter().find(|record| record.is.paths().iter().any(|of| of == path))
}

fn view(desk: &Desk, picture: &Picture, record: Option<&Record<Image>>, said: Bit, spot: Spot) -> PictureView {
    let href = |file: &Variant| format!("{}/{}", desk.routes.base().path(), encode_path(&file.path));
    let spoiler = record.and_then(|record| desk.spoiler_of(&record.id));
    let srcset = |format: Format| {
        let files = picture.variants.iter().filter(|file| file.format == format);
        files.map(|file| format!("{} {}w", href(file), file.width)).collect::<Vec<_>>().join(", ")
    };
    let sources = [Format::Avif, Format::Webp]
        .into_iter()
        .map(|format| PictureSource { kind: format.media_type().to_string(), srcset: srcset(format) });
    // Words that tell something are text in the closed part, which attributes are not.
    let (alt, caption) = match spoiler {
        Some(_) => (desk.plain(desk.t("picture_told")), Some(said)),
        None => (said, None),
    };
    let mut view = PictureView {
        html: String::new(),
        src: href(&picture.fallback),
        width: picture.fallback.width,
        height: picture.fallback.height,
        sources: sources.filter(|source| !source.srcset.is_empty()).collect(),
        sizes: spot.sizes().to_string(),
        blur: picture
            .blur
            .as_ref()
            .map(|bytes| format!("data:image/webp;base64,{}", crate::base::digest::base64(bytes))),
        is_lazy: spot == Spot::Below,
        alt: alt.text,
        alt_lang: alt.lang,
        caption,
        credit: record.map(|record| credit(desk, &record.is)).unwrap_or_default(),
        license: record.and_then(|record| license(&record.is)),
        // Other programs show neither drawings nor the newer formats.
        is_for_all: match picture.fallback.format {
            Format::AsItIs => matches!(picture.sort, Sort::Jpeg | Sort::Png | Sort::Gif),
            _ => true,
        },
        spoiler,
    };
    view.html = html(&view);
    view
}

/// Who made it, what must be printed beside it, under which licence it is shown, and where it was found.
fn credit(desk: &Desk, image: &Image) -> Vec<Bit> {
    let mut bits = Vec::new();
    if let Some(creator) = image.creator.get() {
        let creator = desk.text(creator);
        bits.push(Bit { text: desk.strings.fill("picture_by", &[("name", &creator.text)]), ..creator });
    }
    bits.extend(image.credit.get().map(|credit| desk.text(credit)));
    let name = image.license.get().map(|name| name.as_str());
    let is_address = |name: &str| name.starts_with("https://");
    bits.extend(name.map(|name| Bit {
        text: if is_address(name) { desk.t("picture_licence") } else { name.to_string() },
        href: license(image),
        ..Bit::default()
    }));
    let rights = match image.rights.get() {
        Some(Rights::Permission) => Some("picture_permission"),
        Some(Rights::Quotation) => Some("picture_quotation"),
        Some(Rights::PublicDomain) => Some("picture_public_domain"),
        Some(Rights::Own | Rights::Licensed) | None => None,
    };
    bits.extend(rights.map(|key| desk.plain(desk.t(key))));
    bits.extend(image.found_at.get().map(|url| Bit {
        text: url.host().to_string(),
        href: Some(url.as_str().to_string()),
        ..Bit::default()
    }));
    bits
}

/// The address of the licence.
fn license(image: &Image) -> Option<String> {
    super::jsonld::page::license_address(image.license.get()?.as_str())
}

/// The elements that show it: the real one above its blurred form, and no style written into either, which the policy of
/// the pages forbids.
fn html(view: &PictureView) -> String {
    let mut html = String::from("<span class=\"shot\">");
    let size = format!(" width=\"{}\" height=\"{}\"", view.width, view.height);
    if let Some(blur) = &view.blur {
        html.push_str(&format!("<img class=\"blur\" src=\"{blur}\"{size} alt=\"\">"));
    }
    if !view.sources.is_empty() {
        html.push_str("<picture>");
    }
    for source in &view.sources {
        html.push_str("<source");
        attribute("type", Some(&source.kind), &mut html);
        attribute("srcset", Some(&source.srcset), &mut html);
        attribute("sizes", Some(&view.sizes), &mut html);
        html.push('>');
    }
    html.push_str("<img src=\"");
    escape_href(&view.src, &mut html);
    html.push('"');
    html.push_str(&size);
    attribute("alt", Some(&view.alt), &mut html);
    attribute("lang", view.alt_lang.as_deref(), &mut html);
    html.push_str(if view.is_lazy { " loading=\"lazy\" decoding=\"async\">" } else { " decoding=\"async\">" });
    html.push_str(if view.sources.is_empty() { "</span>" } else { "</picture></span>" });
    html
}

/// A picture of a text, wherever in it it stands.
pub fn shown(desk: &Desk, view: &PictureView) -> Shown {
    let bare: Vec<Bit> = view.credit.iter().map(|bit| Bit { href: None, ..bit.clone() }).collect();
    let bare = PictureView { credit: bare, ..view.clone() };
    Shown { alone: figure(desk, view), in_line: inline(desk, view), in_link: inline(desk, &bare) }
}

/// A picture that is a paragraph of a text by itself, with what belongs beside it.
fn figure(desk: &Desk, view: &PictureView) -> String {
    let mut figure = format!("<figure class=\"picture\">{}", view.html);
    if view.caption.is_some() || !view.credit.is_empty() {
        figure.push_str("<figcaption>");
        if let Some(caption) = &view.caption {
            bit(caption, &mut figure);
            figure.push(' ');
        }
        credits(view, &mut figure);
        figure.push_str("</figcaption>");
    }
    figure.push_str("</figure>");
    let Some(spoiler) = &view.spoiler else { return figure };
    // As the component `spoiler` of the theme has it.
    let mut closed = String::from("<details class=\"spoiler\" data-spoiler");
    attribute("data-episode", spoiler.number.map(|number| number.to_string()).as_deref(), &mut closed);
    if let Some(seen) = spoiler.seen {
        attribute("data-seen", Some(&seen.to_string()), &mut closed);
        attribute("data-drama", Some(&spoiler.drama), &mut closed);
    }
    closed.push_str("><summary>");
    escape(&format!("{} {}", desk.t("spoiler_for"), spoiler.episode), &mut closed);
    closed.push_str("</summary><div>");
    closed + &figure + "</div></details>"
}

/// A picture within a line of a text. One that tells something of an episode is not shown there: nothing can be closed
/// in the middle of a line.
fn inline(desk: &Desk, view: &PictureView) -> String {
    let mut html = String::new();
    match &view.spoiler {
        Some(spoiler) => escape(&desk.strings.fill("hidden_record", &[("episode", &spoiler.episode)]), &mut html),
        None => {
            html.push_str("<span class=\"picture\">");
            html.push_str(&view.html);
            credits(view, &mut html);
            html.push_str("</span>");
        }
    }
    html
}

fn credits(view: &PictureView, html: &mut String) {
    if view.credit.is_empty() {
        return;
    }
    html.push_str("<span class=\"credit\">");
    for (at, one) in view.credit.iter().enumerate() {
        html.push_str(if at > 0 { " · " } else { "" });
        bit(one, html);
    }
    html.push_str("</span>");
}

/// As the component `bit` of the theme has it.
fn bit(bit: &Bit, html: &mut String) {
    let (start, end) = match (&bit.href, &bit.lang) {
        (Some(_), _) => ("<a", "</a>"),
        (None, Some(_)) => ("<span", "</span>"),
        (None, None) => return escape(&bit.text, html),
    };
    html.push_str(start);
    if let Some(href) = &bit.href {
        html.push_str(" href=\"");
        escape_href(href, html);
        html.push('"');
    }
    attribute("lang", bit.lang.as_deref(), html);
    html.push('>');
    escape(&bit.text, html);
    html.push_str(end);
}

/// The picture as chats and networks show it.
pub fn share(desk: &Desk, view: &PictureView) -> Option<ShareImage> {
    let origin = desk.routes.base().origin();
    let credit: Vec<&str> = view.credit.iter().map(|bit| bit.text.as_str()).collect();
    view.is_for_all.then(|| ShareImage {
        url: format!("{origin}{}", view.src),
        width: view.width,
        height: view.height,
        alt: view.alt.clone(),
        credit: (!credit.is_empty()).then(|| credit.join(" · ")),
        license: view.license.clone(),
    })
}
