//! What is taken out of files, and that no file makes a reader of heads fall over.

use super::*;
use proptest::prelude::*;

const SECRET: &[u8] = b"37 degrees north";

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn riff(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    for (name, content) in chunks {
        body.extend(*name);
        body.extend((content.len() as u32).to_le_bytes());
        body.extend(*content);
        body.extend(vec![0; content.len() % 2]);
    }
    [b"RIFF", &(body.len() as u32).to_le_bytes()[..], &body].concat()
}

fn webp() -> Vec<u8> {
    let head = [0x10 | 0x08 | 0x04, 0, 0, 0, 29, 0, 0, 19, 0, 0];
    let exif = [b"Exif\0\0", &exif::only_turn(6)[..], SECRET].concat();
    riff(&[(b"VP8X", &head), (b"ALPH", b"x"), (b"VP8 ", &[0; 12]), (b"EXIF", &exif), (b"XMP ", SECRET)])
}

fn one(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    [&(content.len() as u32 + 8).to_be_bytes()[..], name, content].concat()
}

/// A picture of 30 by 20 with EXIF behind it.
fn avif() -> Vec<u8> {
    let item = |id: u8, kind: &[u8; 4]| one(b"infe", &[&[2, 0, 0, 0, 0, id, 0, 0][..], kind, b"\0"].concat());
    let ispe = one(b"ispe", &[0, 0, 0, 0, 0, 0, 0, 30, 0, 0, 0, 20]);
    let head = one(b"ftyp", b"avif\0\0\0\0avif");
    let made = |start: u32| {
        let place = |id: u8, from: u32, length: usize| {
            [&[0, id, 0, 0, 0, 1][..], &from.to_be_bytes(), &(length as u32).to_be_bytes()].concat()
        };
        let iloc =
            [&[0, 0, 0, 0, 0x44, 0, 0, 2][..], &place(1, start, 4), &place(2, start + 4, SECRET.len())].concat();
        let inner = [
            one(b"iinf", &[&[0, 0, 0, 0, 0, 2][..], &item(1, b"av01"), &item(2, b"Exif")].concat()),
            one(b"iloc", &iloc),
            one(b"iprp", &one(b"ipco", &ispe)),
        ]
        .concat();
        let meta = one(b"meta", &[&[0; 4][..], &inner].concat());
        [&head[..], &meta].concat()
    };
    let start = made(0).len() as u32 + 8;
    [made(start), one(b"mdat", &[b"av01", SECRET].concat())].concat()
}

fn gif() -> Vec<u8> {
    let remark = [b"\x21\xfe\x10", SECRET, b"\0"].concat();
    let xmp = [b"\x21\xff\x0bXMP DataXMP\x10", SECRET, b"\0"].concat();
    let frame = b"\x2c\0\0\0\0\x04\0\x03\0\0\x02\x02\x4c\x01\0";
    let again = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0";
    [&b"GIF89a\x04\0\x03\0\x80\0\0\0\0\0\xff\xff\xff"[..], again, &remark, &xmp, frame, frame, b"\x3b"].concat()
}

const SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='4cm' viewBox='0 0 4 2'><style><![CDATA[a{}]]></style><g/></svg>";

#[test]
fn places_are_taken_out_of_webp_avif_and_gif() {
    let looked = look(Sort::Webp, &webp()).unwrap();
    assert_eq!((looked.width, looked.height, looked.turn, looked.has_alpha), (30, 20, 6, true));
    assert_eq!(looked.upright(), (20, 30));
    assert_eq!(look(Sort::Webp, &looked.bytes).unwrap().turn, 1, "what is left is whole");
    let head = [0x10, 0, 0, 0, 29, 0, 0, 19, 0, 0];
    assert_eq!(looked.bytes, riff(&[(b"VP8X", &head), (b"ALPH", b"x"), (b"VP8 ", &[0; 12])]));

    let file = avif();
    assert!(has(&file, SECRET));
    let looked = look(Sort::Avif, &file).unwrap();
    assert_eq!((looked.width, looked.height, looked.bytes.len()), (30, 20, file.len()));
    assert!(!has(&looked.bytes, SECRET) && has(&looked.bytes, b"av01"));

    let looked = look(Sort::Gif, &gif()).unwrap();
    assert_eq!((looked.width, looked.height, looked.is_moving), (4, 3, true));
    assert!(!has(&looked.bytes, SECRET) && has(&looked.bytes, b"NETSCAPE2.0"));
    assert_eq!(look(Sort::Gif, &looked.bytes).unwrap().bytes, looked.bytes);
}

#[test]
fn a_drawing_has_the_size_that_browsers_give_it() {
    let size = |attributes: &str| {
        let svg = format!("<svg xmlns='http://www.w3.org/2000/svg' {attributes}/>");
        let looked = look(Sort::Svg, svg.as_bytes()).unwrap();
        (looked.width, looked.height)
    };
    assert_eq!(size("width='4cm' viewBox='0 0 4 2'"), (151, 76));
    assert_eq!(size("width='100' height='50px'"), (100, 50));
    assert_eq!(size("width='100%' viewBox='0,0,4,2'"), (960, 480));
    assert_eq!(size(""), (960, 480));
    let looked = look(Sort::Svg, SVG.as_bytes()).unwrap();
    assert!(has(&looked.bytes, b"<style>a{}</style>") && looked.left_out.is_empty());
    for bad in [
        "<html/>",
        "<svg/>",
        "<svg xmlns='http://www.w3.org/2000/svg'>",
        "x",
        "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>",
    ] {
        assert!(look(Sort::Svg, bad.as_bytes()).is_err(), "{bad}");
    }
}

proptest! {
    /// Whatever is cut off or changed: an answer, never a fall.
    #[test]
    fn any_bytes_are_a_picture_or_a_fault(
        which in 0..4_usize, cut in 0..400_usize, changes in prop::collection::vec((0..400_usize, any::<u8>()), 0..6)
    ) {
        let (sort, mut bytes) = match which {
            0 => (Sort::Webp, webp()),
            1 => (Sort::Avif, avif()),
            2 => (Sort::Gif, gif()),
            _ => (Sort::Svg, SVG.as_bytes().to_vec()),
        };
        for (at, byte) in changes {
            let length = bytes.len();
            bytes[at % length] = byte;
        }
        bytes.truncate(bytes.len().saturating_sub(cut.saturating_sub(200)));
        for sort in [sort, Sort::Jpeg, Sort::Png] {
            let _ = look(sort, &bytes);
        }
    }
}

#[cfg(feature = "images")]
#[test]
fn colours_of_a_profile_become_those_of_the_web() {
    use image::{ImageEncoder, Rgb, RgbImage};
    let profile = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::png::PngEncoder::new(&mut bytes);
    encoder.set_icc_profile(profile).unwrap();
    let picture = RgbImage::from_pixel(4, 4, Rgb([200, 100, 50]));
    encoder.write_image(&picture, 4, 4, image::ExtendedColorType::Rgb8).unwrap();
    let looked = look(Sort::Png, &bytes).unwrap();
    assert!(has(&looked.bytes, b"iCCP"), "the profile is needed to show it");
    let drawn = draw::decode(Sort::Png, &looked).unwrap();
    // More red than before: the red of Display P3 is redder than that of sRGB.
    let Rgb([red, green, _]) = *drawn.picture().to_rgb8().get_pixel(1, 1);
    assert!(red > 205 && green < 100, "{red} {green}");
}
