//! Pictures of the content: what the head of a file says of it, the file without what its author did not mean to
//! publish, and, with the feature `images`, the same picture in other sizes and formats.
//!
//! Heads are read by small readers of our own, so that size and turn of a picture are known before anything is decoded,
//! and in a build that cannot decode.

mod avif;
#[cfg(feature = "images")]
pub mod draw;
mod exif;
mod gif;
mod jpeg;
mod png;
mod svg;
#[cfg(test)]
mod tests;
mod webp;

use crate::base::limits;
use crate::source::picture::Picture as Sort;

/// A picture as its file says it is.
#[derive(Debug, Default, PartialEq)]
pub struct Looked {
    /// In pixels, as stored: before it is turned.
    pub width: u32,
    pub height: u32,
    /// How it must be turned to stand upright: EXIF 2.32's `Orientation`, from 1 (as it is) to 8.
    pub turn: u8,
    pub has_alpha: bool,
    /// It has more than one frame.
    pub is_moving: bool,
    /// The file without places, names, previews and remarks. What it takes to look the same stays: the colour
    /// profile, and the turn, alone.
    pub bytes: Vec<u8>,
    /// What was taken out of a drawing that somebody may miss: the line, from 1, and what it was.
    pub left_out: Vec<(u32, String)>,
}

impl Looked {
    /// Width and height as shown.
    pub fn upright(&self) -> (u32, u32) {
        if self.turn > 4 { (self.height, self.width) } else { (self.width, self.height) }
    }
}

/// Why a picture cannot be used, and what to do.
#[derive(Debug, PartialEq)]
pub struct Fault {
    pub message: String,
    pub help: String,
}

impl Fault {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Fault {
        Fault { message: message.into(), help: help.into() }
    }

    /// The file ends too early.
    fn cut_short() -> Fault {
        Fault::new("this picture is cut short: its end is missing", "copy or download it again")
    }

    /// It has more pixels than are taken.
    pub fn too_large(pixels: u64) -> Fault {
        let most = limits::PICTURE_PIXELS / 1_000_000;
        let message = format!("this picture has {} megapixels, and {most} is the most", pixels.div_ceil(1_000_000));
        Fault::new(message, "make it smaller: on no screen is more seen than 4,000 pixels in width")
    }

    /// The file is none of its kind.
    fn broken(why: &str) -> Fault {
        Fault::new(
            format!("this picture cannot be read: {why}"),
            "open it in a program for pictures and save it anew",
        )
    }
}

/// Reads the head of a picture and takes out what is not to be published.
pub fn look(sort: Sort, bytes: &[u8]) -> Result<Looked, Fault> {
    let looked = match sort {
        Sort::Jpeg => jpeg::look(bytes),
        Sort::Png => png::look(bytes),
        Sort::Gif => gif::look(bytes),
        Sort::Webp => webp::look(bytes),
        Sort::Avif => avif::look(bytes),
        Sort::Svg => svg::look(bytes),
    }?;
    match looked.width > 0 && looked.height > 0 {
        true => Ok(looked),
        false => Err(Fault::broken("its width or height is nought")),
    }
}

/// The bytes of a file, from front to back.
struct Bytes<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Bytes<'a> {
    fn new(bytes: &'a [u8]) -> Bytes<'a> {
        Bytes { bytes, at: 0 }
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Fault> {
        let end = self.at.checked_add(length).ok_or_else(Fault::cut_short)?;
        let taken = self.bytes.get(self.at..end).ok_or_else(Fault::cut_short)?;
        self.at = end;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, Fault> {
        Ok(self.take(1)?[0])
    }

    fn is_at_end(&self) -> bool {
        self.at >= self.bytes.len()
    }
}

/// A number with its highest byte first; nought beyond the end.
fn big(bytes: &[u8], at: usize, length: usize) -> u64 {
    let bytes = bytes.get(at..).unwrap_or_default();
    bytes.iter().take(length).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// A number with its lowest byte first; nought beyond the end.
fn little(bytes: &[u8], at: usize, length: usize) -> u64 {
    let bytes = bytes.get(at..).unwrap_or_default();
    bytes.iter().take(length).rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}
