//! What sort of picture a file is: by the end of its name, and by its first bytes.

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::place::Place;
use std::sync::Arc;

/// The sorts that every browser of today shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    Png,
    Jpeg,
    Gif,
    Webp,
    Avif,
    Svg,
}

impl Picture {
    /// By the end of a name; nothing for files that are no pictures.
    pub fn by_name(path: &str) -> Option<Picture> {
        let end = path.rsplit_once('.')?.1.to_ascii_lowercase();
        Some(match end.as_str() {
            "png" => Picture::Png,
            "jpg" | "jpeg" => Picture::Jpeg,
            "gif" => Picture::Gif,
            "webp" => Picture::Webp,
            "avif" => Picture::Avif,
            "svg" => Picture::Svg,
            _ => return None,
        })
    }

    /// By its first bytes: PNG 1.2 §3.1, JPEG's start of image, GIF89a §17, the RIFF container of WebP, the `ftyp` box of
    /// AVIF (ISO/IEC 23000-22), or XML whose first element is `svg`.
    pub fn by_bytes(bytes: &[u8]) -> Option<Picture> {
        let from = |at: usize, sign: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(sign));
        if from(0, b"\x89PNG\r\n\x1a\n") {
            return Some(Picture::Png);
        }
        if from(0, b"\xff\xd8\xff") {
            return Some(Picture::Jpeg);
        }
        if from(0, b"GIF87a") || from(0, b"GIF89a") {
            return Some(Picture::Gif);
        }
        if from(0, b"RIFF") && from(8, b"WEBP") {
            return Some(Picture::Webp);
        }
        if from(4, b"ftyp") {
            // The brands of the box: the major one, a version, and those that the file also fits.
            let length =
                bytes.get(..4).map_or(0, |head| head.iter().fold(0, |sum, byte| sum << 8 | *byte as usize));
            let brands = bytes.get(8..length.min(bytes.len())).unwrap_or_default();
            let is_avif = brands.chunks(4).any(|brand| brand == b"avif" || brand == b"avis");
            return is_avif.then_some(Picture::Avif);
        }
        is_svg(bytes).then_some(Picture::Svg)
    }

    /// The end of a name that fits.
    pub fn end(self) -> &'static str {
        match self {
            Picture::Png => "png",
            Picture::Jpeg => "jpg",
            Picture::Gif => "gif",
            Picture::Webp => "webp",
            Picture::Avif => "avif",
            Picture::Svg => "svg",
        }
    }

    /// As people call it.
    pub fn name(self) -> &'static str {
        match self {
            Picture::Png => "PNG",
            Picture::Jpeg => "JPEG",
            Picture::Gif => "GIF",
            Picture::Webp => "WebP",
            Picture::Avif => "AVIF",
            Picture::Svg => "SVG",
        }
    }
}

/// Behind a declaration, a document type and remarks the first element is `svg`.
fn is_svg(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4_096)]);
    let mut rest = head.trim_start_matches('\u{feff}').trim_start();
    loop {
        let skip = |end: &str| rest.split_once(end).map(|(_, rest)| rest.trim_start());
        let next = if rest.starts_with("<!--") {
            skip("-->")
        } else if rest.starts_with("<?") {
            skip("?>")
        } else if rest.starts_with("<!") {
            skip(">")
        } else {
            let name = rest.strip_prefix('<').unwrap_or_default();
            let name = name.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next().unwrap_or_default();
            return name == "svg" || name.ends_with(":svg");
        };
        match next {
            Some(next) => rest = next,
            None => return false,
        }
    }
}

/// Complains of a picture that is not what its name says.
pub fn check(path: &Arc<str>, bytes: &[u8]) -> Option<Diagnostic> {
    let named = Picture::by_name(path)?;
    let found = Picture::by_bytes(bytes);
    if found == Some(named) {
        return None;
    }
    let complaint = |message: String| Diagnostic::new(Code::ImageType, message).at(Place::file(path));
    let stem = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(stem, _)| stem);
    Some(match found {
        Some(found) => {
            complaint(format!("this picture is called `.{}`, and it is a {}", named.end(), found.name()))
                .help(format!("call it `{stem}.{}`, and change its name where it is used", found.end()))
        }
        None if bytes.is_empty() => {
            complaint("this picture is empty".into()).help("save it again: something went wrong when it was copied")
        }
        None => complaint(format!("this file is called a {}, and it is no picture that browsers show", named.name())).help(
            "open it and save it as PNG, JPEG, WebP, AVIF, GIF or SVG; a page of a web site is easily saved in place of its picture",
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_known_by_their_first_bytes() {
        let avif = b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf rest";
        let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic avif";
        for (bytes, wanted) in [
            (&b"\x89PNG\r\n\x1a\n...."[..], Some(Picture::Png)),
            (b"\xff\xd8\xff\xe0....", Some(Picture::Jpeg)),
            (b"GIF89a", Some(Picture::Gif)),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some(Picture::Webp)),
            (b"RIFF\x10\0\0\0WAVEfmt ", None),
            (avif, Some(Picture::Avif)),
            (heic, None),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Some(Picture::Svg)),
            (b"<?xml version='1.0'?>\n<!-- a <b> -->\n<!DOCTYPE svg>\n<svg>", Some(Picture::Svg)),
            (b"<!DOCTYPE html><html>", None),
            (b"<!-- never closed", None),
            (b"", None),
            (b"\0\0\0\0ftyp", None),
        ] {
            assert_eq!(Picture::by_bytes(bytes), wanted, "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn a_picture_is_what_its_name_says() {
        let told = |path: &str, bytes: &[u8]| check(&path.into(), bytes).map(|complaint| complaint.message);
        assert_eq!(told("content/images/a.JPG", b"\xff\xd8\xff\xe0"), None);
        assert_eq!(told("content/notes.txt", b"hello"), None);
        let message = "this picture is called `.png`, and it is a JPEG";
        assert_eq!(told("content/images/a.png", b"\xff\xd8\xff\xe0").as_deref(), Some(message));
        let message = "this file is called a JPEG, and it is no picture that browsers show";
        assert_eq!(told("content/images/a.jpg", b"<!doctype html>").as_deref(), Some(message));
    }
}
