//! WebP (RFC 9649): chunks in a RIFF container.

use super::{Bytes, Fault, Looked, exif, little};

/// In the first byte of `VP8X`: there is EXIF, there is XMP.
const TOLD: u8 = 0x08 | 0x04;

pub fn look(bytes: &[u8]) -> Result<Looked, Fault> {
    let mut file = Bytes::new(bytes);
    let head = file.take(12)?;
    let size = little(head, 4, 4) as usize;
    if size + 8 > bytes.len() {
        return Err(Fault::cut_short());
    }
    file.bytes = &bytes[..size + 8];
    let mut looked = Looked { turn: 1, bytes: head.to_vec(), ..Looked::default() };
    while !file.is_at_end() {
        let name = file.take(4)?;
        let length = file.take(4)?;
        let content = file.take(little(length, 0, 4) as usize)?;
        // Chunks begin at even places.
        if content.len() % 2 == 1 && !file.is_at_end() {
            file.byte()?;
        }
        let mut content = content.to_vec();
        match name {
            b"VP8X" => {
                looked.width = little(&content, 4, 3) as u32 + 1;
                looked.height = little(&content, 7, 3) as u32 + 1;
                if let Some(flags) = content.first_mut() {
                    looked.has_alpha |= *flags & 0x10 != 0;
                    *flags &= !TOLD;
                }
            }
            b"VP8 " if looked.width == 0 => {
                looked.width = little(&content, 6, 2) as u32 & 0x3fff;
                looked.height = little(&content, 8, 2) as u32 & 0x3fff;
            }
            b"VP8L" if looked.width == 0 => {
                let bits = little(&content, 1, 4) as u32;
                looked.width = (bits & 0x3fff) + 1;
                looked.height = (bits >> 14 & 0x3fff) + 1;
                looked.has_alpha = bits >> 28 & 1 == 1;
            }
            b"ANIM" => looked.is_moving = true,
            b"EXIF" => {
                let tiff = content.strip_prefix(b"Exif\0\0").unwrap_or(&content);
                looked.turn = exif::turn(tiff);
            }
            _ => {}
        }
        if matches!(name, b"VP8X" | b"VP8 " | b"VP8L" | b"ALPH" | b"ICCP" | b"ANIM" | b"ANMF") {
            looked.bytes.extend(name);
            looked.bytes.extend(length);
            looked.bytes.extend(&content);
            looked.bytes.extend(&[0][..content.len() % 2]);
        }
    }
    let size = (looked.bytes.len() - 8) as u32;
    looked.bytes[4..8].copy_from_slice(&size.to_le_bytes());
    Ok(looked)
}
