//! PNG (third edition, §5): a row of chunks, the last one empty.

use super::{Bytes, Fault, Looked, big, exif};

/// What it takes to show the picture. Texts, the day, EXIF and what programs keep for themselves go.
const KEPT: &[&[u8; 4]] = &[
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV",
    b"cLLI", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

pub fn look(bytes: &[u8]) -> Result<Looked, Fault> {
    let mut file = Bytes::new(bytes);
    let mut looked = Looked { turn: 1, bytes: file.take(8)?.to_vec(), ..Looked::default() };
    // Behind the head, where the turn goes.
    let mut head = looked.bytes.len();
    loop {
        let start = file.at;
        let length = big(file.take(4)?, 0, 4) as usize;
        let name = file.take(4)?;
        let content = file.take(length)?;
        file.take(4)?;
        match name {
            b"IHDR" => {
                looked.width = big(content, 0, 4) as u32;
                looked.height = big(content, 4, 4) as u32;
                looked.has_alpha = matches!(content.get(9), Some(4 | 6));
                head = looked.bytes.len() + file.at - start;
            }
            b"tRNS" => looked.has_alpha = true,
            b"acTL" => looked.is_moving = big(content, 0, 4) > 1,
            b"eXIf" => looked.turn = exif::turn(content),
            _ => {}
        }
        if KEPT.iter().any(|kept| name == *kept) {
            looked.bytes.extend(&bytes[start..file.at]);
        }
        if name == b"IEND" {
            break;
        }
    }
    if looked.turn != 1 {
        let chunk = chunk(b"eXIf", &exif::only_turn(looked.turn));
        looked.bytes.splice(head..head, chunk);
    }
    Ok(looked)
}

fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let named = [name, content].concat();
    [&(content.len() as u32).to_be_bytes()[..], &named, &check(&named).to_be_bytes()].concat()
}

/// The cyclic redundancy code (annex D), bit by bit: what it is made of is short.
fn check(bytes: &[u8]) -> u32 {
    let step = |code: u32, _| if code & 1 == 1 { 0xedb8_8320 ^ (code >> 1) } else { code >> 1 };
    !bytes.iter().fold(u32::MAX, |code, byte| (0..8).fold(code ^ u32::from(*byte), step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_a_chunk_is_the_known_one() {
        // The end of every PNG.
        assert_eq!(chunk(b"IEND", b""), b"\0\0\0\0IEND\xaeB`\x82");
    }
}
