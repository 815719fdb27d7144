//! A picture of few colours as a small PNG: the colours that the design names and the most frequent of the others,
//! every pixel the nearest of them. `png` stays behind this file.

use std::collections::HashMap;

/// How many colours there are besides those of the design: enough for the soft edges of letters.
const FREQUENT: usize = 32;

type Colour = [u8; 3];

/// Writes opaque pixels of four bytes each. `design` are colours to keep as they are.
pub fn encode(pixels: &[u8], width: u32, height: u32, design: &[Colour]) -> Result<Vec<u8>, String> {
    // Most of a card is paper: runs of one colour are looked up once.
    let colours = || pixels.chunks_exact(4).map(|pixel| [pixel[0], pixel[1], pixel[2]]);
    let mut counts: HashMap<Colour, u32> = HashMap::new();
    let mut run = (Colour::default(), 0);
    for colour in colours() {
        if colour != run.0 {
            *counts.entry(run.0).or_default() += run.1;
            run = (colour, 0);
        }
        run.1 += 1;
    }
    *counts.entry(run.0).or_default() += run.1;
    counts.retain(|_, count| *count > 0);
    let palette = palette_of(&counts, design);
    let nearest: HashMap<Colour, u8> = counts.keys().map(|colour| (*colour, nearest(&palette, *colour))).collect();
    let mut indices = Vec::with_capacity(pixels.len() / 4);
    let mut last = (Colour::default(), nearest.get(&Colour::default()).copied().unwrap_or_default());
    for colour in colours() {
        if colour != last.0 {
            last = (colour, nearest[&colour]);
        }
        indices.push(last.1);
    }
    let mut bytes = Vec::with_capacity(32 << 10);
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette.concat());
    encoder.set_compression(png::Compression::High);
    // Neighbours in a palette are no neighbours in colour: a filter would only make noise of them.
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header().map_err(|error| error.to_string())?;
    writer.write_image_data(&indices).map_err(|error| error.to_string())?;
    writer.finish().map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// The colours of the design that are really there, and the most frequent others; ties by value, so that the same
/// picture has the same bytes.
fn palette_of(counts: &HashMap<Colour, u32>, design: &[Colour]) -> Vec<Colour> {
    let mut palette: Vec<Colour> = design.iter().copied().filter(|colour| counts.contains_key(colour)).collect();
    palette.sort_unstable();
    palette.dedup();
    palette.truncate(256 - FREQUENT);
    let mut others: Vec<(u32, Colour)> = counts
        .iter()
        .filter(|(colour, _)| !palette.contains(colour))
        .map(|(colour, count)| (*count, *colour))
        .collect();
    others.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    palette.extend(others.into_iter().take(FREQUENT).map(|(_, colour)| colour));
    palette
}

fn nearest(palette: &[Colour], colour: Colour) -> u8 {
    let distance =
        |other: &Colour| -> u32 { other.iter().zip(colour).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum() };
    let found = palette.iter().enumerate().min_by_key(|(_, other)| distance(other));
    found.map_or(0, |(at, _)| at as u8)
}

/// The colours that an SVG names as `#rrggbb`.
pub fn colours_named(svg: &str) -> Vec<Colour> {
    let colour = |rest: &str| {
        let digits = rest.get(..6)?;
        let value =
            u32::from_str_radix(digits, 16).ok().filter(|_| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
        let [_, red, green, blue] = value.to_be_bytes();
        Some([red, green, blue])
    };
    let mut colours: Vec<Colour> = svg.split('#').skip(1).filter_map(colour).collect();
    colours.sort_unstable();
    colours.dedup();
    colours
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_of_the_design_are_kept() {
        assert_eq!(
            colours_named("<a fill='#7a1f3d' b='#d8cbb7'/> #12 #zz0000 #7a1f3d"),
            [[122, 31, 61], [216, 203, 183]]
        );
        // Three hundred greys, and one pixel of wine.
        let mut pixels: Vec<u8> = (0..300u32).flat_map(|n| [n as u8, n as u8, n as u8, 255]).collect();
        pixels.extend([122, 31, 61, 255]);
        let bytes = encode(&pixels, 301, 1, &[[122, 31, 61], [1, 2, 3]]).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
        let palette = reader.info().palette.clone().unwrap();
        assert_eq!(palette.len(), 3 * 33, "what is named and not there takes no place");
        let mut indices = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut indices).unwrap();
        let last = usize::from(indices[300]);
        assert_eq!(palette[3 * last..3 * last + 3], [122, 31, 61]);
        assert_eq!(bytes, encode(&pixels, 301, 1, &[[122, 31, 61]]).unwrap(), "the same picture, the same bytes");
    }
}
