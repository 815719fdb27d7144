//! EXIF (CIPA DC-008): only the turn of a picture is read, and only that is ever written.

use super::{big, little};

/// The tag that says how a picture is turned.
const ORIENTATION: u64 = 0x0112;

/// How a picture is turned, by a block that begins with the byte order; 1 where it does not say.
pub fn turn(tiff: &[u8]) -> u8 {
    let number: fn(&[u8], usize, usize) -> u64 = match tiff.get(..4) {
        Some(b"II*\0") => little,
        Some(b"MM\0*") => big,
        _ => return 1,
    };
    let directory = number(tiff, 4, 4) as usize;
    let count = number(tiff, directory, 2) as usize;
    let entries = (0..count).map(|entry| directory.saturating_add(2 + 12 * entry));
    let found = entries.take_while(|at| *at < tiff.len()).find(|at| number(tiff, *at, 2) == ORIENTATION);
    match found.map(|at| number(tiff, at + 8, 2)) {
        Some(turn @ 1..=8) => turn as u8,
        _ => 1,
    }
}

/// A block that says nothing but the turn.
pub fn only_turn(turn: u8) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x01\0".to_vec();
    // The tag, one short number, and no other directory.
    tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, turn, 0, 0, 0, 0, 0, 0, 0]);
    tiff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_is_read_in_both_byte_orders() {
        let big_ended =
            b"MM\0*\0\0\0\x08\0\x02\x01\x0f\0\x02\0\0\0\x01\0\0\0\0\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        assert_eq!(turn(big_ended), 6);
        for wanted in 1..=8 {
            assert_eq!(turn(&only_turn(wanted)), wanted);
        }
        for none in [&b""[..], b"II*\0", b"II*\0\xff\xff\xff\xff", &only_turn(9), b"MM\0*\0\0\0\x08\xff\xff"] {
            assert_eq!(turn(none), 1);
        }
    }
}
