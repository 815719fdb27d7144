//! The files that pictures become.

use super::{Budget, PictureCount, read, unusable};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::digest::Digest;
use crate::base::place::Place;
use crate::engine::build::{Finished, Ready, Sink, Stop};
use crate::engine::cache::Cache;
use crate::engine::cards::{Came, Drawing};
use crate::plan::pictures::{Format, Picture, Variant};
use crate::render::pictures::{Fault, Looked};
use crate::source::Tree;
use crate::source::picture::Picture as Sort;
use rayon::prelude::*;
use std::sync::Arc;

/// The files that one picture becomes.
type Files = Vec<(Variant, Vec<u8>, Option<Came>)>;

impl Ready {
    /// Makes the files of all pictures, and hands each to the sink.
    pub(in crate::engine) fn make_pictures<S: Sink>(
        &self,
        tree: &dyn Tree,
        drawing: Drawing,
        sink: &S,
        complaints: &mut Vec<Diagnostic>,
    ) -> Result<(Vec<Finished>, PictureCount), Stop<S::Fault>> {
        let budget = Budget::default();
        let make = |(path, picture): (&String, &Option<Picture>)| {
            let Some(picture) = picture else { return Ok(Vec::new()) };
            let path: Arc<str> = path.as_str().into();
            let files = self.files(tree, &path, picture, drawing, &budget)?;
            let mut finished = Vec::with_capacity(files.len());
            for (variant, bytes, came) in files {
                finished.push((self.seen(Finished::at(variant.path.clone()), &bytes), came));
                sink.put(&variant.path, bytes).map_err(Stopped::Sink)?;
            }
            Ok::<_, Stopped<S::Fault>>(finished)
        };
        let made: Vec<_> = self.assets.pictures.par_iter().map(make).collect();
        let mut finished = Vec::new();
        let mut count = PictureCount::default();
        for made in made {
            match made {
                Ok(files) => {
                    let is_of = |came| files.iter().any(|(_, of)| *of == Some(came));
                    count.made += usize::from(is_of(Came::Drawn));
                    count.kept += usize::from(is_of(Came::Kept) && !is_of(Came::Drawn));
                    finished.extend(files.into_iter().map(|(file, _)| file));
                }
                Err(Stopped::Told(told)) => complaints.push(*told),
                Err(Stopped::Sink(fault)) => return Err(Stop::Sink(fault)),
            }
        }
        Ok((finished, count))
    }

    /// Whether a file is a picture of the content.
    pub(in crate::engine) fn is_picture(&self, path: &str) -> bool {
        self.assets.picture_files().any(|file| file.path == path)
    }

    /// What names the bytes of a picture of the content.
    pub(in crate::engine) fn picture_key(&self, path: &str) -> Option<Digest> {
        path.starts_with("images/")
            .then(|| self.assets.picture_files().find(|file| file.path == path))?
            .map(|file| file.key)
    }

    /// One file of a picture, when somebody asks for it: drawn, or as it was kept.
    pub(in crate::engine) fn picture(&self, tree: &dyn Tree, path: &str, drawing: Drawing) -> Option<Vec<u8>> {
        let is_it = |picture: &Picture| picture.files().any(|file| file.path == path);
        let mut all = self.assets.pictures.iter().filter_map(|(from, picture)| Some((from, picture.as_ref()?)));
        let (from, picture) = all.find(|(_, picture)| is_it(picture))?;
        let files = self.files(tree, &from.as_str().into(), picture, drawing, &Budget::default()).ok()?;
        files.into_iter().find(|(file, _, _)| file.path == path).map(|(_, bytes, _)| bytes)
    }

    /// Those of a picture that the plan has. Decodes it only when one of them is not there already.
    fn files(
        &self,
        tree: &dyn Tree,
        path: &Arc<str>,
        picture: &Picture,
        drawing: Drawing,
        budget: &Budget,
    ) -> Result<Files, Told> {
        let planned: Vec<&Variant> = picture.files().filter(|file| self.plan.has_file(&file.path)).collect();
        let cache = match drawing {
            Drawing::Drawn(caches) => caches.pictures,
            Drawing::Outlined if picture.variants.is_empty() => None,
            Drawing::Outlined => {
                return Ok(planned.into_iter().map(|file| (file.clone(), Vec::new(), None)).collect());
            }
        };
        let kept: Vec<Option<Vec<u8>>> =
            planned.iter().map(|file| cache.filter(|_| file.format != Format::AsItIs)?.get(file.key)).collect();
        if kept.iter().all(Option::is_some) {
            let kept = planned.into_iter().zip(kept.into_iter().flatten());
            return Ok(kept.map(|(file, bytes)| (file.clone(), bytes, Some(Came::Kept))).collect());
        }
        let mut told = Vec::new();
        let Some((sort, _, looked)) = read(tree, path, &mut told) else {
            // It went away or changed while the site was made.
            let changed =
                || Diagnostic::new(Code::BadFile, "this file changed during the build").at(Place::file(path));
            return Err(Told(Box::new(told.into_iter().next().unwrap_or_else(changed))));
        };
        if picture.variants.is_empty() {
            return Ok(planned.into_iter().map(|file| (file.clone(), looked.bytes.clone(), None)).collect());
        }
        draw((sort, &looked), &planned, kept, cache, budget).map_err(|fault| Told(Box::new(unusable(path, &fault))))
    }
}

/// Draws what is not there already, and keeps it. One form after the other: several pictures are drawn at the same time.
#[cfg(feature = "images")]
fn draw(
    (sort, looked): (Sort, &Looked),
    planned: &[&Variant],
    kept: Vec<Option<Vec<u8>>>,
    cache: Option<&dyn Cache>,
    budget: &Budget,
) -> Result<Files, Fault> {
    let widest = planned.iter().map(|file| file.width).max().unwrap_or(1);
    let decode = || crate::render::pictures::draw::decode(sort, looked).map(|drawn| drawn.at_most(widest));
    let drawn = budget.with(looked.upright(), decode)?;
    let mut files = Files::with_capacity(planned.len());
    for (file, kept) in planned.iter().zip(kept) {
        let file = (*file).clone();
        if let Some(bytes) = kept {
            files.push((file, bytes, Some(Came::Kept)));
            continue;
        }
        let bytes = drawn.encode(&file)?;
        if let Some(cache) = cache {
            cache.put(file.key, &bytes);
        }
        files.push((file, bytes, Some(Came::Drawn)));
    }
    Ok(files)
}

/// Without the feature no picture has variants.
#[cfg(not(feature = "images"))]
fn draw(
    _: (Sort, &Looked),
    _: &[&Variant],
    _: Vec<Option<Vec<u8>>>,
    _: Option<&dyn Cache>,
    _: &Budget,
) -> Result<Files, Fault> {
    Ok(Vec::new())
}

/// Why a picture was not made, said to the author.
struct Told(Box<Diagnostic>);

enum Stopped<F> {
    Told(Box<Diagnostic>),
    Sink(F),
}

impl<F> From<Told> for Stopped<F> {
    fn from(told: Told) -> Stopped<F> {
        Stopped::Told(told.0)
    }
}
