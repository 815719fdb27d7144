//! Pictures as a reader gets them: in several sizes, upright, without the place where they were taken, with whose they
//! are. Every picture here is made by the test.

use super::cases::{asked, messages};
use image::codecs::gif::GifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, Frame, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use linernotes::engine::build::{Built, build_drawing};
use linernotes::engine::cache::MemoryCache;
use linernotes::engine::cards::{Caches, Drawing};
use linernotes::engine::pictures::PictureCount;
use linernotes::engine::sinks::InMemory;
use linernotes::engine::watch::Unwatched;
use linernotes::source::Memory;
use std::collections::BTreeMap;
use std::io::Cursor;

type Files = BTreeMap<String, Vec<u8>>;

const SITE: &str = "title: {en: A Drama, ko: 어떤 드라마}\naddress: https://drama.example/base/\nlanguages: [en, ko]\n\
    timezone: Asia/Seoul\noutputs: {cards: on, fonts: off}\n";

/// What a telephone writes beside a picture, and nobody wants to publish.
const SECRET: &str = "37 degrees north";

fn site(files: &[(&str, Vec<u8>)]) -> Memory {
    let mut tree = Memory::new();
    tree.put("content/site.yaml", SITE);
    tree.put("content/sources.yaml", "label: {kind: label, title: A page}\n");
    for (path, bytes) in files {
        tree.put(path, bytes.clone());
    }
    tree
}

fn build(tree: &Memory, cache: Option<&MemoryCache>) -> (Built, Files) {
    let pictures = cache.map(|cache| cache as _);
    let drawing = Drawing::Drawn(Caches { pictures, cards: pictures, fonts: None });
    let sink = InMemory::default();
    match build_drawing(tree, &asked(), drawing, &sink, &Unwatched) {
        Ok(built) => (built, sink.into_files()),
        Err(_) => panic!("a tree in memory can always be read"),
    }
}

#[track_caller]
fn build_well(tree: &Memory) -> Files {
    let (built, files) = build(tree, None);
    assert_eq!(messages(tree, &built), "");
    files
}

fn text<'f>(files: &'f Files, path: &str) -> &'f str {
    let bytes = files.get(path).unwrap_or_else(|| panic!("no {path}; there are {:?}", files.keys()));
    std::str::from_utf8(bytes).unwrap()
}

/// Red above, blue below, as stored.
fn two_colours(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |_, y| if y < height / 2 { Rgb([200, 30, 30]) } else { Rgb([30, 30, 200]) })
}

fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 90).encode_image(picture).unwrap();
    bytes
}

fn written(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// EXIF with a turn and a place.
fn exif(turn: u8) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x02".to_vec();
    tiff.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turn, 0, 0]);
    // The directory of GPS, and in it the name of a method, which is free text.
    tiff.extend([0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38, 0, 0, 0, 0]);
    tiff.extend([0, 1, 0x00, 0x1b, 0, 7, 0, 0, 0, SECRET.len() as u8, 0, 0, 0, 56, 0, 0, 0, 0]);
    tiff.extend(SECRET.bytes());
    tiff
}

/// A photograph as telephones make it: lying on its side, with the place, a remark and a film behind it.
fn photo(turn: u8) -> Vec<u8> {
    let plain = jpeg(&two_colours(64, 40));
    let segment = |marker: u8, content: &[u8]| {
        [&[0xff, marker][..], &(content.len() as u16 + 2).to_be_bytes(), content].concat()
    };
    let exif = segment(0xe1, &[b"Exif\0\0", &exif(turn)[..]].concat());
    let remark = segment(0xfe, SECRET.as_bytes());
    [&plain[..2], &exif, &remark, &plain[2..], SECRET.as_bytes()].concat()
}

const IMAGES: &str = "stage:\n  file: stage.jpg\n  alt: {en: The stage from afar, ko: 멀리서 본 무대}\n  rights: licensed\n  \
    license: CC-BY-4.0\n  creator: {en: Park Photo, ko: 박사진}\n";
const PEOPLE: &str = "kim: {name: {en: Kim, ko: 김}, image: stage, sources: [label]}\n";

fn site_with_photo(turn: u8) -> Memory {
    site(&[
        ("content/images.yaml", IMAGES.into()),
        ("content/people.yaml", PEOPLE.into()),
        ("content/images/stage.jpg", photo(turn)),
    ])
}

/// The addresses that a page loads pictures from, below the base path.
fn pictures_of(page: &str) -> Vec<String> {
    let values = page.split(['"', ' ', ',']).filter_map(|part| part.strip_prefix("/base/images/"));
    values.map(|path| format!("images/{path}")).collect()
}

#[test]
fn a_photograph_is_turned_made_smaller_and_tells_no_place() {
    let files = build_well(&site_with_photo(6));
    for (path, bytes) in &files {
        let has = |words: &[u8]| bytes.windows(words.len()).any(|part| part == words);
        assert!(!has(SECRET.as_bytes()), "{path} tells where it was taken");
        assert!(!path.ends_with(".jpg") || !has(b"Exif"), "{path} has EXIF");
    }
    let page = text(&files, "people/kim/index.html");
    let named = pictures_of(page);
    let formats = if cfg!(feature = "avif") { 3 } else { 2 };
    assert!(named.len() >= formats, "{page}");
    for path in &named {
        assert!(files[path].len() > 50, "{path} is named and empty");
    }
    assert!(page.contains("width=\"40\" height=\"64\" alt=\"The stage from afar\""), "{page}");
    let made = |end: &str| named.iter().find(|path| path.ends_with(end)).unwrap();
    let decode = |end: &str| image::load_from_memory(&files[made(end)]).unwrap().to_rgb8();
    for end in [".jpg", ".webp"] {
        let picture = decode(end);
        assert_eq!(picture.dimensions(), (40, 64), "{end}");
        // What was above is at the right: turned by a quarter with the clock.
        let [left, right] = [5, 35].map(|x| picture.get_pixel(x, 32));
        assert!(left[2] > 150 && left[0] < 90 && right[0] > 150 && right[2] < 90, "{end}: {left:?} {right:?}");
    }
    if cfg!(feature = "avif") {
        assert_eq!(&files[made(".avif")][4..12], b"ftypavif");
    }
}

#[test]
fn a_page_shows_whose_the_picture_is_and_what_is_to_be_seen_in_its_language() {
    let files = build_well(&site_with_photo(1));
    let page = text(&files, "people/kim/index.html");
    for part in [
        "<figcaption><span class=\"credit\">Picture: Park Photo · <a href=\"https://creativecommons.org/licenses/by/4.0/\">CC-BY-4.0</a></span>",
        "<img class=\"blur\" src=\"data:image/webp;base64,",
        "<meta property=\"og:image\" content=\"https://drama.example/base/images/stage-",
        "<meta property=\"og:image:alt\" content=\"The stage from afar\">",
        "\"@type\":\"ImageObject\",\"url\":\"https://drama.example/base/images/stage-",
        "\"creditText\":\"Picture: Park Photo · CC-BY-4.0\",\"license\":\"https://creativecommons.org/licenses/by/4.0/\"",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
    assert!(!page.contains("class=\"art\""), "the picture stands in place of the drawing");
    let korean = text(&files, "ko/people/kim/index.html");
    assert!(korean.contains("alt=\"멀리서 본 무대\"") && korean.contains("사진: 박사진"), "{korean}");
    assert!(!korean.contains("The stage from afar"));
}

#[test]
fn a_picture_made_once_is_kept_and_its_name_follows_its_content() {
    let cache = MemoryCache::default();
    let tree = site_with_photo(1);
    let (first, files) = build(&tree, Some(&cache));
    assert_eq!(first.pictures, PictureCount { made: 1, kept: 0 });
    let (second, again) = build(&tree, Some(&cache));
    assert_eq!(second.pictures, PictureCount { made: 0, kept: 1 });
    assert_eq!(files, again);
    let names = |files: &Files| -> Vec<String> {
        files.keys().filter(|path| path.starts_with("images/")).cloned().collect()
    };
    let other = build_well(&site_with_photo(3));
    assert!(names(&other).iter().all(|name| !names(&files).contains(name)), "{:?}", names(&other));
    // Without anything kept the bytes are the same.
    assert_eq!(build(&tree, None).1, files);
}

#[test]
fn switched_off_a_picture_is_itself_without_the_place() {
    let mut tree = site_with_photo(6);
    tree.put("content/site.yaml", SITE.replace("fonts: off", "fonts: off, images: off"));
    let files = build_well(&tree);
    let page = text(&files, "people/kim/index.html");
    assert!(page.contains("<img src=\"/base/images/stage.jpg\" width=\"40\" height=\"64\""), "{page}");
    assert!(!page.contains("<picture>"));
    let copy = &files["images/stage.jpg"];
    assert!(!copy.windows(SECRET.len()).any(|part| part == SECRET.as_bytes()));
    // A browser turns it by what little EXIF is left.
    let mut decoder = image::ImageReader::with_format(Cursor::new(copy), ImageFormat::Jpeg).into_decoder().unwrap();
    use image::ImageDecoder;
    assert_eq!(decoder.orientation().unwrap(), image::metadata::Orientation::Rotate90);
    assert_eq!(decoder.exif_metadata().unwrap().unwrap().len(), 26, "the turn and nothing else");
    assert_eq!(image::load_from_memory(copy).unwrap(), image::load_from_memory(&photo(6)).unwrap());
}

#[test]
fn pictures_of_static_lose_the_place_too() {
    let png = written(two_colours(4, 4), ImageFormat::Png);
    let remark = [&(SECRET.len() as u32).to_be_bytes()[..], b"tEXt", SECRET.as_bytes(), b"\0\0\0\0"].concat();
    let tree =
        site(&[("static/photo.jpg", photo(1)), ("static/drawn.png", [&png[..33], &remark, &png[33..]].concat())]);
    let files = build_well(&tree);
    assert_eq!(files["photo.jpg"], jpeg(&two_colours(64, 40)));
    assert_eq!(files["drawn.png"], png);
}

#[test]
fn what_shines_through_stays_so_and_films_keep_moving() {
    let glass = RgbaImage::from_fn(30, 20, |x, _| Rgba([10, 200, 10, if x < 15 { 0 } else { 255 }]));
    let mut film = Vec::new();
    let frame = |red: u8| Frame::new(RgbaImage::from_pixel(6, 4, Rgba([red, 0, 0, 255])));
    GifEncoder::new(&mut film).encode_frames([frame(0), frame(255)]).unwrap();
    let film = [&film[..film.len() - 1], b"\x21\xfe\x03abc\0", b"\x3b"].concat();
    let images =
        "glass: {file: glass.png, alt: Glass, rights: own}\nfilm: {file: film.gif, alt: A film, rights: own}\n";
    let tree = site(&[
        ("content/images.yaml", images.into()),
        ("content/images/glass.png", written(glass, ImageFormat::Png)),
        ("content/images/film.gif", film.clone()),
        (
            "content/pages/free.md",
            "---\ntitle: Free\n---\n![Glass](glass.png)\n\nText with ![a film](film.gif) in it.\n".into(),
        ),
    ]);
    let files = build_well(&tree);
    let page = text(&files, "free/index.html");
    assert!(!page.contains("class=\"blur\""), "the blurred picture would be seen through it");
    let fallback = pictures_of(page).into_iter().find(|path| path.ends_with(".png")).unwrap();
    let drawn = image::load_from_memory(&files[&fallback]).unwrap().to_rgba8();
    assert_eq!((drawn.get_pixel(2, 2)[3], drawn.get_pixel(28, 2)[3]), (0, 255));
    let webp = pictures_of(page).into_iter().find(|path| path.ends_with(".webp")).unwrap();
    assert!(image::load_from_memory(&files[&webp]).unwrap().color().has_alpha());
    // The film is as it was, but for the remark.
    assert_eq!(files["images/film.gif"].len(), film.len() - 7);
    assert!(page.contains("<p>Text with <span class=\"picture\"><span class=\"shot\"><img src=\"/base/images/film.gif\" width=\"6\" height=\"4\" alt=\"a film\""), "{page}");
}

#[test]
fn texts_show_pictures_alone_in_a_line_in_a_link_and_by_their_record() {
    let text_of_page = "---\ntitle: Free\n---\n![Alone](stage.jpg)\n\nIn ![a line](/images/stage.jpg).\n\n\
        [![In a link](../images/stage.jpg)](person:kim)\n\n![](image:stage)\n\n<b>HTML</b> with ![one](stage.jpg)\n";
    let mut tree = site_with_photo(1);
    tree.put("content/pages/free.en.md", text_of_page);
    let files = build_well(&tree);
    let page = text(&files, "free/index.html");
    let prose = page.split("<div class=\"prose\">").nth(1).unwrap();
    for part in [
        "<figure class=\"picture\"><span class=\"shot\">",
        "alt=\"Alone\" loading=\"lazy\" decoding=\"async\"></picture></span><figcaption><span class=\"credit\">Picture: Park Photo",
        "<p>In <span class=\"picture\">",
        "<a href=\"/base/people/kim/\"><span class=\"picture\">",
        "alt=\"The stage from afar\"",
        "<b>HTML</b> with <span class=\"picture\"><span class=\"shot\"><img class=\"blur\"",
    ] {
        assert!(prose.contains(part), "{part} is not in\n{prose}");
    }
    let link = prose.split("<a href=\"/base/people/kim/\">").nth(1).unwrap();
    assert!(!link.split("</a>").next().unwrap().contains("<a "), "no link stands in a link: {link}");
    assert!(!page.contains('\u{f4ec}'));
}

#[test]
fn a_picture_that_tells_something_is_only_in_a_closed_part() {
    let images = "end: {file: end.jpg, alt: They stand before the altar at last, rights: own, spoiler: 2}\n";
    let mut tree = site(&[
        ("content/images.yaml", images.into()),
        ("content/images/end.jpg", photo(1)),
        ("content/drama.yaml", "id: d\nname: A Drama\nsources: [label]\n".into()),
        ("content/episodes.yaml", "1: {airs: 2024-03-09, sources: [label]}\n2: {airs: 2024-03-10, sources: [label]}\n".into()),
        ("content/people.yaml", "kim: {name: Kim, image: end, sources: [label]}\n".into()),
        (
            "content/news/2024-03-11-seen.en.md",
            "---\ntitle: Seen\nsources: [label]\n---\nFirst.\n\n![One more](end.jpg)\n\nA line with ![one](end.jpg) in it.\n".into(),
        ),
    ]);
    let (built, files) = build(&tree, None);
    assert_eq!(messages(&tree, &built), "", "nothing leaks");
    let page = text(&files, "people/kim/index.html");
    let open = page.split("<details class=\"spoiler\"").next().unwrap();
    assert!(!open.contains("images/end-"), "{open}");
    assert!(page.contains("<figcaption>They stand before the altar at last"), "{page}");
    assert!(page.contains("class=\"art\""), "the drawing stays");
    let news = text(&files, "news/seen/index.html");
    assert_eq!(news.matches("<details class=\"spoiler\" data-spoiler data-episode=\"2\"").count(), 1, "{news}");
    assert!(news.contains("A line with an entry that tells something of: Episode 2 in it."), "{news}");
    for feed in ["feed.xml", "feed.json", "rss.xml"] {
        assert!(!text(&files, feed).contains("images/end-"), "{feed}");
    }
    // With the words in plain view the build stops.
    tree.put(
        "content/people.yaml",
        "kim: {name: Kim, note: They stand before the altar at last, and more., image: end, sources: [label]}\n",
    );
    assert!(messages(&tree, &build(&tree, None).0).contains("spoiler-leak"));
}

#[test]
fn every_bad_picture_is_told_with_where_it_is_named() {
    let whole = jpeg(&two_colours(64, 40));
    let png = written(two_colours(64, 40), ImageFormat::Png);
    let mut garbled = png.clone();
    let middle = garbled.len() / 2;
    garbled[middle..middle + 8].fill(0xaa);
    // The head of a picture of 8,000 by 5,126 pixels, with nothing behind it that could be decoded.
    let mut huge = png.clone();
    huge[16..24].copy_from_slice(&[0, 0, 0x1f, 0x40, 0, 0, 0x14, 0x06]);
    let webp = written(two_colours(64, 40), ImageFormat::WebP);
    let images = "cut: {file: cut.jpg, alt: A, rights: own}\nlying: {file: lying.png, alt: B, rights: own}\n\
        garbled: {file: garbled.png, alt: C, rights: own}\nhuge: {file: huge.png, alt: D, rights: own}\n\
        webp: {file: webp.webp, alt: E, rights: own}\ngif: {file: gif.gif, alt: F, rights: own}\n";
    let tree = site(&[
        ("content/images.yaml", images.into()),
        ("content/images/cut.jpg", whole[..whole.len() / 2].to_vec()),
        ("content/images/lying.png", whole.clone()),
        ("content/images/garbled.png", garbled),
        ("content/images/huge.png", huge),
        ("content/images/webp.webp", webp[..webp.len() - 9].to_vec()),
        ("content/images/gif.gif", b"GIF89a\x04\0\x04\0\x80\0\0".to_vec()),
        ("content/pages/free.md", "---\ntitle: Free\n---\n![Cut](cut.jpg)\n".into()),
    ]);
    let (built, _) = build(&tree, None);
    let told = messages(&tree, &built);
    for part in [
        "error[image-broken]: this picture is cut short: its end is missing\n --> content/images/cut.jpg",
        "::: content/images.yaml:1:13",
        "error[image-type]: this picture is called `.png`, and it is a JPEG",
        "error[image-broken]: this picture cannot be read: ",
        "content/images/garbled.png",
        "error[image-broken]: this picture has 42 megapixels, and 40 is the most\n",
        "content/images/huge.png",
        "content/images/webp.webp",
        "content/images/gif.gif",
    ] {
        assert!(told.contains(part), "{part} is not in\n{told}");
    }
    assert_eq!(told.matches("error[").count(), 6, "each is told once, and nothing follows from it:\n{told}");
}

#[test]
fn a_drawing_is_published_without_what_no_picture_needs() {
    let svg = "<?xml version='1.0'?>\n<!-- drawn at home -->\n<svg xmlns='http://www.w3.org/2000/svg' \
        xmlns:xlink='http://www.w3.org/1999/xlink' xmlns:i='http://i.example/' viewBox='0 0 4 2' onload='alert(1)' i:where='home'>\n\
        <metadata>37 degrees north</metadata><script>alert(2)</script>\n\
        <style>rect { fill: url(https://b.example/x) }</style>\n\
        <a href='javascript:alert(3)'><rect width='4' height='2' fill='url(#g)' style='fill:url(https://b.example/y)'/></a>\n\
        <image href='https://b.example/z.png'/><use xlink:href='#g'/><set attributeName='xlink:href' to='javascript:x'/>\n\
        <foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject><text>A &amp; B</text></svg>";
    let tree = site(&[
        (
            "content/images.yaml",
            "d: {file: d.svg, alt: A drawing, rights: own}\nbad: {file: bad.svg, alt: A drawing, rights: own}\n"
                .into(),
        ),
        ("content/images/d.svg", svg.into()),
        ("content/images/bad.svg", "<svg xmlns='http://www.w3.org/2000/svg'><g></svg>".into()),
        ("content/pages/free.md", "---\ntitle: Free\n---\n![A drawing](d.svg)\n".into()),
    ]);
    let (built, files) = build(&tree, None);
    let told = messages(&tree, &built);
    assert!(
        told.contains(
            "warning[image-unsafe]: this drawing is published without `onload`, which runs a script (line 3)"
        ),
        "{told}"
    );
    assert!(told.contains("error[image-broken]: this picture cannot be read: line 1 is no XML"), "{told}");
    let drawing = text(&files, "images/d.svg");
    for gone in
        ["script", "alert", "b.example", "north", "home", "foreignObject", "onload", "<image", "<set", "<!--"]
    {
        assert!(!drawing.contains(gone), "{gone} is in\n{drawing}");
    }
    for kept in
        ["<rect width=\"4\" height=\"2\" fill=\"url(#g)\"/>", "<use xlink:href=\"#g\"/>", "<text>A &amp; B</text>"]
    {
        assert!(drawing.contains(kept), "{kept} is not in\n{drawing}");
    }
    assert!(text(&files, "free/index.html").contains("width=\"960\" height=\"480\""), "the size of its view");
}

#[test]
fn a_site_may_ask_for_other_widths() {
    let photo = jpeg(&two_colours(300, 200));
    let mut tree = site(&[
        ("content/images.yaml", IMAGES.into()),
        ("content/images/stage.jpg", photo),
        ("content/people.yaml", PEOPLE.into()),
    ]);
    let widths = |files: &Files, end: &str| -> Vec<u32> {
        let made = files.keys().filter(|path| path.starts_with("images/") && path.ends_with(end));
        let mut widths: Vec<u32> =
            made.map(|path| path.rsplit(['-', '.']).nth(1).unwrap().parse().unwrap()).collect();
        widths.sort_unstable();
        widths
    };
    tree.put("content/site.yaml", format!("{SITE}images: {{widths: [200, 100], avif_width: 0}}\n"));
    let files = build_well(&tree);
    assert_eq!(widths(&files, ".webp"), [100, 200]);
    assert_eq!(widths(&files, ".avif"), [0; 0]);
    tree.put("content/site.yaml", format!("{SITE}images: {{widths: [2, 100]}}\n"));
    let told = messages(&tree, &build(&tree, None).0);
    assert!(told.contains("no picture can be made 2 pixels wide"), "{told}");
}
