//! What pages may know of pictures before any is made.

use super::{Budget, read, unusable};
use crate::base::diagnostic::{Code, Diagnostic, Severity};
use crate::base::digest::Digest;
use crate::base::place::Place;
use crate::engine::cache::Cache;
use crate::model::{Model, Reader};
use crate::plan::pictures::{self, File, Picture, Settings};
use crate::render::pictures::{Fault, Looked};
use crate::source::Tree;
use crate::source::picture::Picture as Sort;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// How closely pictures are looked at.
#[derive(Clone, Copy)]
pub enum Look<'a> {
    /// What their heads say: enough for addresses and sizes.
    Heads,
    /// Whether they can be decoded, and how they look from afar; the cache knows of those that were seen before.
    Whole(Option<&'a dyn Cache>),
}

/// Where each picture is named first, by its path.
type Named = HashMap<String, (Place, &'static str)>;

/// What pages may know of the pictures of the content, by path; nothing of one that is not to be used, which is told.
pub fn look_at(
    tree: &dyn Tree,
    paths: &[Arc<str>],
    (model, is_off): (&Model, bool),
    how: Look,
    complaints: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Option<Picture>> {
    if paths.is_empty() {
        return BTreeMap::new();
    }
    let settings = settings(model, is_off, complaints);
    let version = version();
    let budget = Budget::default();
    let look = |path: &Arc<str>| {
        let mut told = Vec::new();
        let picture = read(tree, path, &mut told).and_then(|(sort, digest, looked)| {
            tell_left_out(path, &looked, &mut told);
            let file = File {
                path,
                sort,
                digest,
                size: looked.upright(),
                has_alpha: looked.has_alpha,
                is_moving: looked.is_moving,
            };
            let mut picture = Picture::plan(&file, &settings, &version);
            if let (Look::Whole(cache), false) = (how, picture.variants.is_empty()) {
                let key = Digest::of(format!("{version}, {digest}, blur").as_bytes());
                match blur(sort, &looked, key, cache, &budget) {
                    Ok(blur) => picture.blur = blur,
                    Err(fault) => {
                        told.push(unusable(path, &fault));
                        return None;
                    }
                }
            }
            Some(picture)
        });
        (picture, told)
    };
    let looked: Vec<_> = paths.par_iter().map(look).collect();
    let mut pictures = BTreeMap::new();
    for (path, (picture, told)) in paths.iter().zip(looked) {
        complaints.extend(told);
        pictures.insert(path.to_string(), picture);
    }
    pictures
}

/// Adds to what was told of pictures where each is named. That may be another place though the pictures are the same.
pub fn with_places(model: &Model, told: &[Diagnostic]) -> Vec<Diagnostic> {
    if told.is_empty() {
        return Vec::new();
    }
    let named = named(model);
    let with_place = |complaint: &Diagnostic| {
        let file = complaint.place.as_ref().map(|place| &*place.file);
        match file.and_then(|file| named.get(file)) {
            Some((place, label)) => complaint.clone().also(place.clone(), *label),
            None => complaint.clone(),
        }
    };
    told.iter().map(with_place).collect()
}

/// What the bytes of a picture depend on besides its file.
fn version() -> String {
    #[cfg(feature = "images")]
    let version = crate::render::pictures::draw::VERSION;
    #[cfg(not(feature = "images"))]
    let version = 0;
    format!("picture {version}, linernotes {}", env!("CARGO_PKG_VERSION"))
}

/// The widths that the site asks for.
fn settings(model: &Model, is_off: bool, complaints: &mut Vec<Diagnostic>) -> Settings {
    let mut settings = Settings { is_on: cfg!(feature = "images") && !is_off, ..Settings::default() };
    let reader = Reader::new(model);
    let Some(asked) = reader.site().images.get() else { return settings };
    let mut tell = |at: crate::base::fact::Span, width: u32| {
        let (least, most) = (Settings::LEAST_WIDTH, Settings::MOST_WIDTH);
        let place = Place { file: "content/site.yaml".into(), start: at.start, end: at.end };
        let told = format!("no picture can be made {width} pixels wide");
        complaints.push(
            Diagnostic::new(Code::WrongType, told).at(place).help(format!("a width is from {least} to {most}")),
        );
    };
    let is_good = |width: &u32| (Settings::LEAST_WIDTH..=Settings::MOST_WIDTH).contains(width);
    if let Some(fact) = asked.widths.fact()
        && let Some(widths) = fact.is.as_ref().filter(|widths| !widths.is_empty())
    {
        match widths.iter().find(|width| !is_good(width)) {
            Some(bad) => tell(fact.at, *bad),
            None => {
                settings.widths = widths.clone();
                settings.widths.sort_unstable();
                settings.widths.dedup();
            }
        }
    }
    if let Some(fact) = asked.avif_width.fact()
        && let Some(width) = fact.is
    {
        match width == 0 || is_good(&width) {
            true => settings.avif_width = width,
            false => tell(fact.at, width),
        }
    }
    settings
}

/// Where records and texts name pictures, the first of each.
fn named(model: &Model) -> Named {
    let mut named = Named::new();
    for (image, place) in model.images() {
        for path in image.paths() {
            named.entry(path).or_insert_with(|| (place.clone(), "this record names it"));
        }
    }
    for link in model.proses().flat_map(|prose| prose.links()).filter(|link| link.is_image) {
        for path in pictures::tries(&link.place.file, &link.target) {
            named.entry(path).or_insert_with(|| (link.place.clone(), "it is shown here"));
        }
    }
    named
}

/// A drawing may look otherwise without what was taken out of it.
fn tell_left_out(path: &Arc<str>, looked: &Looked, told: &mut Vec<Diagnostic>) {
    let Some((line, what)) = looked.left_out.first() else { return };
    let more = match looked.left_out.len() {
        1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    told.push(
        Diagnostic::new(Code::ImageUnsafe, format!("this drawing is published without {what} (line {line}){more}"))
            .at(Place::file(path))
            .severity(Severity::Warning)
            .help("look at it as it is on the site; draw it without that, and this is no longer told"),
    );
}

/// How the picture looks from afar. To be sure that it can be drawn at all, all of it is decoded once.
#[cfg(feature = "images")]
fn blur(
    sort: Sort,
    looked: &Looked,
    key: Digest,
    cache: Option<&dyn Cache>,
    budget: &Budget,
) -> Result<Option<Vec<u8>>, Fault> {
    let bytes = match cache.and_then(|cache| cache.get(key)) {
        Some(bytes) => bytes,
        None => {
            let blur = || crate::render::pictures::draw::decode(sort, looked).map(|drawn| drawn.blur());
            let bytes = budget.with(looked.upright(), blur)?.unwrap_or_default();
            if let Some(cache) = cache {
                cache.put(key, &bytes);
            }
            bytes
        }
    };
    Ok((!bytes.is_empty()).then_some(bytes))
}

/// Without the feature no picture has variants.
#[cfg(not(feature = "images"))]
fn blur(
    _: Sort,
    looked: &Looked,
    _: Digest,
    _: Option<&dyn Cache>,
    budget: &Budget,
) -> Result<Option<Vec<u8>>, Fault> {
    budget.with(looked.upright(), || Ok(None))
}
