//! QR codes (ISO/IEC 18004) for paper: an address as the path of a drawing. The one file that knows the library.

use qrcode::bits::encode_auto;
use qrcode::canvas::{Canvas, MaskPattern};
use qrcode::ec::construct_codewords;
use qrcode::{Color, EcLevel};

/// The white edge that readers need, in squares.
const EDGE: usize = 4;

/// A drawing of an address: squares of one unit, the edge included.
#[derive(Debug, PartialEq, Eq)]
pub struct Qr {
    /// How many units wide and high.
    pub side: usize,
    /// The dark squares, for `<path d>`.
    pub path: String,
}

/// Nothing when the address is too long for any code.
pub fn draw(address: &str) -> Option<Qr> {
    const LEVEL: EcLevel = EcLevel::M;
    let bits = encode_auto(address.as_bytes(), LEVEL).ok()?;
    let version = bits.version();
    let (data, corrections) = construct_codewords(&bits.into_bytes(), version, LEVEL).ok()?;
    let mut canvas = Canvas::new(version, LEVEL);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(&data, &corrections);
    // The code says which of the eight masks it wears. Weighing all eight against each other took a tenth of a build;
    // any of them can be read.
    canvas.apply_mask(MaskPattern::Checkerboard);
    let width = version.width() as usize;
    let colors = canvas.into_colors();
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row[x..].iter().take_while(|color| **color == Color::Dark).count();
            if run > 0 {
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + EDGE, y + EDGE));
            }
            x += run.max(1);
        }
    }
    Some(Qr { side: width + 2 * EDGE, path })
}

#[cfg(test)]
mod tests {
    use super::draw;

    #[test]
    fn the_finder_squares_stand_in_three_corners() {
        let qr = draw("https://queen-of-tears.example/songs/promise/").unwrap();
        // ISO/IEC 18004: version v has 17 + 4 v squares.
        let width = qr.side - 8;
        assert_eq!((width - 17) % 4, 0);
        let far = 4 + width - 7;
        assert!(qr.path.starts_with("M4 4h7v1h-7z"), "{}", qr.path);
        assert!(qr.path.contains(&format!("M{far} 4h7v1h-7z")));
        assert!(qr.path.contains(&format!("M4 {far}h7v1h-7z")));
    }

    #[test]
    fn an_endless_address_has_none() {
        assert_eq!(draw(&"a".repeat(5000)), None);
    }
}
