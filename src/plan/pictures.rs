//! In which sizes and formats each picture is made, and where these will stand. All of it follows from the file, so pages
//! know it before a picture is decoded.

use crate::base::digest::Digest;
use crate::source::picture::Picture as Sort;

/// The output that makes pictures in other sizes. Without it, or switched off, a picture has one form: its own.
pub const OUTPUT: &str = "images";

/// In which widths pictures are made, in pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Ascending, never empty.
    pub widths: Vec<u32>,
    /// The widest AVIF: the format takes the least room and the most time.
    pub avif_width: u32,
    /// Pictures are made at all.
    pub is_on: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { widths: vec![480, 960, 1_600], avif_width: 960, is_on: true }
    }
}

impl Settings {
    /// A width that may be asked for.
    pub const LEAST_WIDTH: u32 = 16;
    pub const MOST_WIDTH: u32 = 4_096;
}

/// The widest picture for browsers that know neither AVIF nor WebP, and for chats that show it with a link.
const FALLBACK_WIDTH: u32 = 1_200;

/// How a variant is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    Avif,
    Webp,
    Jpeg,
    Png,
    /// The file itself, without what its author did not mean to publish.
    AsItIs,
}

impl Format {
    /// As people call it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Avif => "AVIF",
            Format::Webp => "WebP",
            Format::Jpeg => "JPEG",
            Format::Png => "PNG",
            Format::AsItIs => "it is",
        }
    }

    fn end(self) -> &'static str {
        match self {
            Format::Avif => "avif",
            Format::Webp => "webp",
            Format::Jpeg => "jpg",
            Format::Png | Format::AsItIs => "png",
        }
    }

    /// For `type` of a `<source>`.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Avif => "image/avif",
            Format::Webp => "image/webp",
            Format::Jpeg => "image/jpeg",
            Format::Png | Format::AsItIs => "image/png",
        }
    }
}

/// One file that a picture becomes.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// Below the output folder.
    pub path: String,
    pub width: u32,
    pub height: u32,
    pub format: Format,
    /// Names its bytes: another picture, size, format or version of the program is another key.
    pub key: Digest,
}

impl Variant {
    /// The height that goes with a width, for a picture of that size.
    pub fn height_of(width: u32, (of_width, of_height): (u32, u32)) -> u32 {
        let height = u64::from(of_height) * u64::from(width) + u64::from(of_width) / 2;
        (height / u64::from(of_width.max(1))).clamp(1, u64::from(u32::MAX)) as u32
    }
}

/// What of a file decides its variants.
#[derive(Clone, Debug)]
pub struct File<'f> {
    /// Below the root: `content/images/stage.jpg`.
    pub path: &'f str,
    pub sort: Sort,
    /// Of the bytes as found.
    pub digest: Digest,
    /// As shown: upright.
    pub size: (u32, u32),
    pub has_alpha: bool,
    pub is_moving: bool,
}

/// A picture of the content, as pages know it.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    pub sort: Sort,
    pub width: u32,
    pub height: u32,
    /// For every browser, and for `og:image`.
    pub fallback: Variant,
    /// Smaller formats, the smallest first, each from narrow to wide.
    pub variants: Vec<Variant>,
    /// What stands there until it has come: a tiny WebP.
    pub blur: Option<Vec<u8>>,
}

impl Picture {
    /// Every file that it becomes.
    pub fn files(&self) -> impl Iterator<Item = &Variant> {
        self.variants.iter().chain([&self.fallback])
    }

    /// Plans the files of one picture. Its blurred form is not known yet.
    pub fn plan(file: &File, settings: &Settings, version: &str) -> Picture {
        let (width, height) = file.size;
        let below = below(file.path);
        let is_drawn = settings.is_on && !file.is_moving && !matches!(file.sort, Sort::Svg | Sort::Avif);
        let variant = |width: u32, format: Format| {
            let height = Variant::height_of(width, file.size);
            let key =
                Digest::of(format!("{version}, {}, {} {width}×{height}", file.digest, format.name()).as_bytes());
            let path = match format {
                Format::AsItIs => format!("images/{below}"),
                _ => {
                    let stem = below.rsplit_once('.').map_or(below, |(stem, _)| stem);
                    format!("images/{stem}-{}-{width}.{}", key.short(), format.end())
                }
            };
            Variant { path, width, height, format, key }
        };
        let mut picture = Picture {
            sort: file.sort,
            width,
            height,
            fallback: variant(width, Format::AsItIs),
            variants: Vec::new(),
            blur: None,
        };
        if is_drawn {
            let widths = widths(width, settings);
            let formats = [(Format::Avif, settings.avif_width), (Format::Webp, u32::MAX)];
            for (format, widest) in
                formats.into_iter().filter(|(format, _)| *format != Format::Avif || cfg!(feature = "avif"))
            {
                picture
                    .variants
                    .extend(widths.iter().filter(|width| **width <= widest).map(|w| variant(*w, format)));
            }
            // A drawing keeps its edges.
            let is_photo = file.sort == Sort::Jpeg || file.sort == Sort::Webp && !file.has_alpha;
            let format = if is_photo { Format::Jpeg } else { Format::Png };
            picture.fallback = variant(width.min(FALLBACK_WIDTH), format);
        }
        picture
    }
}

/// Those of the settings that are narrower than the picture, and its own width where that is not much more.
fn widths(width: u32, settings: &Settings) -> Vec<u32> {
    let mut widths: Vec<u32> = settings.widths.iter().copied().filter(|of| *of < width).collect();
    if settings.widths.last().is_none_or(|widest| width <= *widest) {
        widths.push(width);
    }
    widths
}

/// The paths that a picture may have which a text names: beside the text, or below `content/images/`. Also the address that
/// it has on the site when it is not made in other sizes.
pub fn tries(file: &str, target: &str) -> Vec<String> {
    if let Some(below) = target.strip_prefix("/images/") {
        return vec![tidy(&format!("content/images/{below}")), tidy(&format!("content/{below}"))];
    }
    if target.contains(':') || target.starts_with('/') {
        return Vec::new();
    }
    let folder = file.rsplit_once('/').map_or("content", |(folder, _)| folder);
    let beside = folder.strip_prefix("content").unwrap_or(folder).trim_start_matches('/');
    let tries = [
        format!("{folder}/{target}"),
        format!("content/images/{beside}/{target}"),
        format!("content/images/{target}"),
    ];
    tries.iter().map(|path| tidy(path)).collect()
}

/// A path without `.` and `..`.
fn tidy(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The path of a picture below `content/images/`, or below `content/` when it lies beside a text.
pub fn below(path: &str) -> &str {
    let below = path.strip_prefix("content/").unwrap_or(path);
    below.strip_prefix("images/").unwrap_or(below)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(path: &str, sort: Sort, size: (u32, u32), settings: &Settings) -> Vec<(u32, Format)> {
        let file = File { path, sort, digest: Digest::of(b"x"), size, has_alpha: false, is_moving: false };
        Picture::plan(&file, settings, "test").files().map(|file| (file.width, file.format)).collect()
    }

    #[test]
    fn a_picture_is_never_made_wider_than_it_is() {
        let settings = Settings::default();
        let photo = |width| plan("content/images/a.jpg", Sort::Jpeg, (width, 300), &settings);
        let avif = |widths: &[u32]| -> Vec<(u32, Format)> {
            widths.iter().filter(|_| cfg!(feature = "avif")).map(|width| (*width, Format::Avif)).collect()
        };
        let small = [avif(&[300]), vec![(300, Format::Webp), (300, Format::Jpeg)]].concat();
        assert_eq!(photo(300), small);
        let webp = |width| (width, Format::Webp);
        let middle = [avif(&[480, 960]), vec![webp(480), webp(960), webp(1000), (1000, Format::Jpeg)]].concat();
        assert_eq!(photo(1_000), middle);
        let large = [avif(&[480, 960]), vec![webp(480), webp(960), webp(1600), (1200, Format::Jpeg)]].concat();
        assert_eq!(photo(6_000), large);
    }

    #[test]
    fn a_drawing_or_a_site_that_makes_none_keeps_the_file() {
        let settings = Settings::default();
        assert_eq!(plan("content/a.svg", Sort::Svg, (4, 2), &settings), [(4, Format::AsItIs)]);
        let off = Settings { is_on: false, ..settings };
        assert_eq!(plan("content/a.jpg", Sort::Jpeg, (4000, 2), &off), [(4000, Format::AsItIs)]);
    }

    #[test]
    fn names_follow_from_what_a_file_is_made_of() {
        let name = |path: &str, digest: &[u8], version: &str| {
            let sort = Sort::Jpeg;
            let digest = Digest::of(digest);
            let file = File { path, sort, digest, size: (300, 200), has_alpha: false, is_moving: false };
            Picture::plan(&file, &Settings::default(), version).fallback.path
        };
        let first = name("content/news/a.b.jpg", b"x", "1");
        assert!(first.starts_with("images/news/a.b-") && first.ends_with("-300.jpg"), "{first}");
        assert_eq!(name("content/news/a.b.jpg", b"x", "1"), first);
        assert_ne!(name("content/news/a.b.jpg", b"y", "1"), first);
        assert_ne!(name("content/news/a.b.jpg", b"x", "2"), first);
    }
}
