//! Pictures of the content on their way to the site. Their heads are read before anything is planned (`look`); they are
//! decoded few at a time, and what was made of them once is kept from build to build (`make`).

mod look;
mod make;

pub use look::{Look, look_at, with_places};

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::digest::Digest;
use crate::base::limits;
use crate::base::lock::lock;
use crate::base::place::Place;
use crate::render::pictures::{Fault, Looked, look as look_into};
use crate::source::Tree;
use crate::source::picture::{Picture as Sort, check};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// How many pictures were made, and how many were there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PictureCount {
    pub made: usize,
    pub kept: usize,
}

/// A picture of `static/` without what its author did not mean to publish; nothing for files that stay as they are. A
/// drawing there is the site's own, as scripts there are.
pub(super) fn published(path: &Arc<str>, bytes: &[u8], complaints: &mut Vec<Diagnostic>) -> Option<Vec<u8>> {
    if let Some(complaint) = check(path, bytes) {
        complaints.push(complaint);
        return None;
    }
    let sort = Sort::by_name(path).filter(|sort| *sort != Sort::Svg)?;
    match look_into(sort, bytes) {
        Ok(looked) => Some(looked.bytes),
        Err(fault) => {
            complaints.push(unusable(path, &fault));
            None
        }
    }
}

/// A picture as it lies there, with its type and digest. What is wrong with it is told.
fn read(tree: &dyn Tree, path: &Arc<str>, told: &mut Vec<Diagnostic>) -> Option<(Sort, Digest, Looked)> {
    let bytes = match tree.read_path(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let why = crate::source::tree::reason(&error);
            let message = format!("this file cannot be read: {why}");
            told.push(Diagnostic::new(Code::BadFile, message).at(Place::file(path)));
            return None;
        }
    };
    if let Some(complaint) = check(path, &bytes) {
        told.push(complaint);
        return None;
    }
    let sort = Sort::by_name(path)?;
    let fault = match look_into(sort, &bytes) {
        Ok(looked) => match u64::from(looked.width) * u64::from(looked.height) {
            pixels if pixels > limits::PICTURE_PIXELS && sort != Sort::Svg => Fault::too_large(pixels),
            _ => return Some((sort, Digest::of(&bytes), looked)),
        },
        Err(fault) => fault,
    };
    told.push(unusable(path, &fault));
    None
}

fn unusable(path: &Arc<str>, fault: &Fault) -> Diagnostic {
    Diagnostic::new(Code::ImageBroken, fault.message.clone()).at(Place::file(path)).help(fault.help.clone())
}

/// How many pixels may be decoded at the same time: as many as the largest picture has that is taken. So memory does not
/// grow with the number of pictures, nor of cores.
#[derive(Default)]
struct Budget {
    taken: Mutex<u64>,
    freed: Condvar,
}

impl Budget {
    /// Waits until there is room, works, and makes room again.
    fn with<R>(&self, (width, height): (u32, u32), work: impl FnOnce() -> R) -> R {
        let size = (u64::from(width) * u64::from(height)).min(limits::PICTURE_PIXELS);
        let taken = lock(&self.taken);
        let is_full = |taken: &mut u64| *taken + size > limits::PICTURE_PIXELS;
        let mut taken = self.freed.wait_while(taken, is_full).unwrap_or_else(PoisonError::into_inner);
        *taken += size;
        drop(taken);
        // Decoding does not panic: `draw` catches what a library may have missed.
        let done = work();
        *lock(&self.taken) -= size;
        self.freed.notify_all();
        done
    }
}
