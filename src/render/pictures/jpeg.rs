//! JPEG (ITU-T T.81, annex B): a row of segments, each behind a marker.

use super::{Bytes, Fault, Looked, big, exif};

/// Takes out EXIF, XMP, IPTC, previews, remarks, and whatever stands behind the picture: phones put films there.
pub fn look(bytes: &[u8]) -> Result<Looked, Fault> {
    let mut file = Bytes::new(bytes);
    let mut looked = Looked { turn: 1, ..Looked::default() };
    let mut kept: Vec<u8> = Vec::with_capacity(bytes.len());
    file.take(2)?;
    loop {
        if file.byte()? != 0xff {
            return Err(Fault::broken("something stands between its segments"));
        }
        let mut marker = file.byte()?;
        while marker == 0xff {
            marker = file.byte()?;
        }
        match marker {
            // The end.
            0xd9 => {
                kept.extend([0xff, marker]);
                break;
            }
            0x01 | 0xd0..=0xd8 => kept.extend([0xff, marker]),
            _ => {
                let start = file.at;
                let length = big(file.take(2)?, 0, 2) as usize;
                let content = file.take(length.saturating_sub(2))?;
                let is_frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
                if is_frame && looked.width == 0 {
                    looked.height = big(content, 1, 2) as u32;
                    looked.width = big(content, 3, 2) as u32;
                }
                if marker == 0xe1 && content.starts_with(b"Exif\0") {
                    looked.turn = exif::turn(content.get(6..).unwrap_or_default());
                }
                if is_kept(marker, content) {
                    kept.extend([0xff, marker]);
                    kept.extend(&bytes[start..file.at]);
                }
                if marker == 0xda {
                    let start = file.at;
                    skip_scan(&mut file)?;
                    kept.extend(&bytes[start..file.at]);
                }
            }
        }
    }
    looked.bytes = match looked.turn {
        1 => [b"\xff\xd8", &kept[..]].concat(),
        turn => {
            let tiff = exif::only_turn(turn);
            let length = (tiff.len() + 8) as u16;
            [b"\xff\xd8\xff\xe1", &length.to_be_bytes()[..], b"Exif\0\0", &tiff, &kept].concat()
        }
    };
    Ok(looked)
}

/// Of the segments for programs only those stay that say how to show the picture.
fn is_kept(marker: u8, content: &[u8]) -> bool {
    match marker {
        0xe0 => content.starts_with(b"JFIF\0"),
        0xe2 => content.starts_with(b"ICC_PROFILE\0"),
        0xee => content.starts_with(b"Adobe"),
        0xe1..=0xef | 0xfe => false,
        _ => true,
    }
}

/// Goes over the pixels, to the marker behind them.
fn skip_scan(file: &mut Bytes) -> Result<(), Fault> {
    loop {
        let rest = file.bytes.get(file.at..).unwrap_or_default();
        let next = memchr::memchr(0xff, rest).ok_or_else(Fault::cut_short)?;
        match rest.get(next + 1) {
            // A byte of 255 among the pixels, and marks to find the way again.
            Some(0 | 0xd0..=0xd7) => file.at += next + 2,
            Some(_) => {
                file.at += next;
                return Ok(());
            }
            None => return Err(Fault::cut_short()),
        }
    }
}
