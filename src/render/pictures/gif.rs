//! GIF (89a): blocks, each in pieces of at most 255 bytes.

use super::{Bytes, Fault, Looked, little};

pub fn look(bytes: &[u8]) -> Result<Looked, Fault> {
    let mut file = Bytes::new(bytes);
    let head = file.take(13)?;
    skip_colours(&mut file, head[10])?;
    let mut looked = Looked {
        width: little(head, 6, 2) as u32,
        height: little(head, 8, 2) as u32,
        turn: 1,
        bytes: bytes[..file.at].to_vec(),
        ..Looked::default()
    };
    let mut frame_count = 0;
    loop {
        let start = file.at;
        match file.byte()? {
            0x2c => {
                let place = file.take(9)?;
                skip_colours(&mut file, place[8])?;
                file.byte()?;
                skip_pieces(&mut file)?;
                frame_count += 1;
            }
            0x21 => {
                let label = file.byte()?;
                let name = file.bytes.get(file.at + 1..file.at + 12).unwrap_or_default();
                let flags = file.bytes.get(file.at + 1).copied().unwrap_or_default();
                skip_pieces(&mut file)?;
                match label {
                    // How long a frame stays, and what is seen through it.
                    0xf9 => looked.has_alpha |= flags & 1 == 1,
                    // How often it is played. Other programs keep remarks of their own, such as XMP, the same way.
                    0xff if matches!(name, b"NETSCAPE2.0" | b"ANIMEXTS1.0" | b"ICCRGBG1012") => {}
                    _ => continue,
                }
            }
            0x3b => break,
            _ => return Err(Fault::broken("it has a block of an unknown kind")),
        }
        looked.bytes.extend(&bytes[start..file.at]);
    }
    looked.bytes.push(0x3b);
    looked.is_moving = frame_count > 1;
    Ok(looked)
}

/// A table of colours, where these flags say that there is one.
fn skip_colours(file: &mut Bytes, flags: u8) -> Result<(), Fault> {
    if flags & 0x80 != 0 {
        file.take(3 << ((flags & 7) + 1))?;
    }
    Ok(())
}

fn skip_pieces(file: &mut Bytes) -> Result<(), Fault> {
    loop {
        match file.byte()? {
            0 => return Ok(()),
            length => drop(file.take(usize::from(length))?),
        }
    }
}
