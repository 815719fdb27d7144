//! A picture in other sizes and formats. image, moxcms, webp and ravif stay behind this file.

use super::{Fault, Looked};
use crate::plan::pictures::{Format, Variant};
use crate::source::picture::Picture as Sort;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::imageops::FilterType as Filter;
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Goes up when the same picture would become other bytes.
pub const VERSION: u32 = 1;

/// From 0 to 100, chosen by looking: no difference is seen on a screen at arm's length.
const JPEG: u8 = 82;
const WEBP: f32 = 78.0;
/// The scale of `ravif`, on which 60 looks like a JPEG of 80.
const AVIF: f32 = 60.0;
/// From 1 to 10. At 9 a picture takes half the time of 6, and hardly more bytes.
const AVIF_SPEED: u8 = 9;

/// How wide the blurred picture is that stands there until the real one has come.
const BLUR_WIDTH: u32 = 16;
const BLUR: f32 = 30.0;

/// The most memory that one picture may take while it is decoded: 16 bits a channel of the largest one, twice.
const MEMORY: u64 = 1 << 30;

/// A decoded picture: upright, in sRGB, 8 bits a channel.
pub struct Drawn(DynamicImage);

/// Decodes a picture; says in plain words why it cannot.
pub fn decode(sort: Sort, looked: &Looked) -> Result<Drawn, Fault> {
    // The libraries are fuzzed, and a build must not end by what they missed.
    let decoded = catch_unwind(AssertUnwindSafe(|| decode_unguarded(sort, looked)));
    decoded.unwrap_or_else(|_| Err(Fault::broken("its content makes no sense")))
}

fn decode_unguarded(sort: Sort, looked: &Looked) -> Result<Drawn, Fault> {
    let format = match sort {
        Sort::Jpeg => ImageFormat::Jpeg,
        Sort::Png => ImageFormat::Png,
        Sort::Gif => ImageFormat::Gif,
        Sort::Webp => ImageFormat::WebP,
        Sort::Avif | Sort::Svg => unreachable!("these are never drawn: see plan::pictures"),
    };
    let broken = |error: image::ImageError| Fault::broken(&error.to_string());
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(&looked.bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let profile = decoder.icc_profile().ok().flatten();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
    // In eight bits, with or without a channel for what shines through.
    picture = match picture.color().has_alpha() {
        true => DynamicImage::ImageRgba8(picture.into_rgba8()),
        false => DynamicImage::ImageRgb8(picture.into_rgb8()),
    };
    if let Some(profile) = profile {
        to_srgb(&mut picture, &profile);
    }
    if let Some(turn) = Orientation::from_exif(looked.turn) {
        picture.apply_orientation(turn);
    }
    Ok(Drawn(picture))
}

/// Gives a picture the colours that browsers expect of one without a profile. A profile that says nothing of such
/// colours (of grey, or of printing inks, which are gone already) is passed over.
fn to_srgb(picture: &mut DynamicImage, profile: &[u8]) {
    let Ok(profile) = ColorProfile::new_from_slice(profile) else { return };
    if profile.color_space != DataColorSpace::Rgb {
        return;
    }
    let layout = if picture.color().has_alpha() { Layout::Rgba } else { Layout::Rgb };
    let srgb = ColorProfile::new_srgb();
    let Ok(transform) = profile.create_transform_8bit(layout, &srgb, layout, TransformOptions::default()) else {
        return;
    };
    let from = picture.as_bytes().to_vec();
    let to: &mut [u8] = match picture {
        DynamicImage::ImageRgba8(pixels) => pixels,
        DynamicImage::ImageRgb8(pixels) => pixels,
        _ => return,
    };
    // Both are as long as each other, which is all that it asks.
    let _ = transform.transform(&from, to);
}

impl Drawn {
    #[cfg(test)]
    pub(super) fn picture(&self) -> &DynamicImage {
        &self.0
    }

    /// The same, small enough for these widths: what is made of it then costs little memory.
    pub fn at_most(self, width: u32) -> Drawn {
        if self.0.width() <= width { self } else { Drawn(self.resized(width)) }
    }

    fn resized(&self, width: u32) -> DynamicImage {
        let height = Variant::height_of(width, (self.0.width(), self.0.height()));
        self.0.resize_exact(width, height, Filter::Lanczos3)
    }

    /// A few dozen bytes that look like the picture from afar (WebP); nothing for one that something shines through.
    pub fn blur(&self) -> Option<Vec<u8>> {
        let DynamicImage::ImageRgb8(_) = &self.0 else { return None };
        let width = BLUR_WIDTH.min(self.0.width());
        let height = Variant::height_of(width, (self.0.width(), self.0.height())).min(4 * BLUR_WIDTH);
        webp(&self.0.thumbnail_exact(width, height), BLUR).ok()
    }

    /// The bytes of one variant.
    pub fn encode(&self, variant: &Variant) -> Result<Vec<u8>, Fault> {
        let encoded = catch_unwind(AssertUnwindSafe(|| {
            let picture = match variant.width == self.0.width() {
                true => self.0.clone(),
                false => self.resized(variant.width),
            };
            encode(&picture, variant.format)
        }));
        let why = |why: &str| Fault::broken(&format!("it cannot be written as {}: {why}", variant.format.name()));
        encoded.map_err(|_| why("its content makes no sense"))?.map_err(|error| why(&error))
    }
}

fn encode(picture: &DynamicImage, format: Format) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    match format {
        Format::Jpeg => {
            let pixels = picture.to_rgb8();
            JpegEncoder::new_with_quality(&mut bytes, JPEG)
                .encode_image(&pixels)
                .map_err(|error| error.to_string())?;
        }
        Format::Png => {
            let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::Adaptive);
            let color = match picture.color().has_alpha() {
                true => ExtendedColorType::Rgba8,
                false => ExtendedColorType::Rgb8,
            };
            let written = encoder.write_image(picture.as_bytes(), picture.width(), picture.height(), color);
            written.map_err(|error| error.to_string())?;
        }
        Format::Webp => bytes = webp(picture, WEBP)?,
        Format::Avif => bytes = avif(picture)?,
        Format::AsItIs => unreachable!("such a variant is the file itself"),
    }
    Ok(bytes)
}

fn webp(picture: &DynamicImage, quality: f32) -> Result<Vec<u8>, String> {
    let (width, height, pixels) = (picture.width(), picture.height(), picture.as_bytes());
    let encoder = match picture.color().has_alpha() {
        true => webp::Encoder::from_rgba(pixels, width, height),
        false => webp::Encoder::from_rgb(pixels, width, height),
    };
    encoder.encode_simple(false, quality).map(|bytes| bytes.to_vec()).map_err(|error| format!("{error:?}"))
}

#[cfg(feature = "avif")]
fn avif(picture: &DynamicImage) -> Result<Vec<u8>, String> {
    use ravif::{Encoder, Img, RGB8, RGBA8};
    let encoder =
        Encoder::new().with_quality(AVIF).with_alpha_quality(AVIF).with_speed(AVIF_SPEED).with_num_threads(Some(1));
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let encoded = match picture {
        DynamicImage::ImageRgba8(pixels) => {
            let pixels: Vec<RGBA8> = pixels.pixels().map(|p| RGBA8::new(p[0], p[1], p[2], p[3])).collect();
            encoder.encode_rgba(Img::new(&pixels, width, height))
        }
        _ => {
            let pixels: Vec<RGB8> = picture.to_rgb8().pixels().map(|p| RGB8::new(p[0], p[1], p[2])).collect();
            encoder.encode_rgb(Img::new(&pixels, width, height))
        }
    };
    encoded.map(|encoded| encoded.avif_file).map_err(|error| error.to_string())
}

/// Without the feature no picture has such a variant.
#[cfg(not(feature = "avif"))]
fn avif(_: &DynamicImage) -> Result<Vec<u8>, String> {
    let _ = (AVIF, AVIF_SPEED);
    Err("this program was built without AVIF".into())
}
