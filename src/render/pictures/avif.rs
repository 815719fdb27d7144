//! AVIF (HEIF, ISO/IEC 23008-12): boxes within boxes. It is never decoded, so it is published as it is, with EXIF and
//! XMP overwritten by noughts in their places: taking them out would move everything that the file counts from its start.

use super::{Fault, Looked, big};
use std::cell::Cell;
use std::ops::Range;

pub fn look(bytes: &[u8]) -> Result<Looked, Fault> {
    let top = boxes(bytes, 0..bytes.len())?;
    let mut looked = Looked { turn: 1, bytes: bytes.to_vec(), ..Looked::default() };
    looked.is_moving = top.iter().any(|one| one.name == *b"moov");
    let mut hidden: Vec<Range<usize>> =
        top.iter().filter(|one| one.name == *b"uuid").map(|one| one.at.clone()).collect();
    let Some(meta) = top.iter().find(|one| one.name == *b"meta") else {
        return Err(Fault::broken("it does not say how large it is"));
    };
    let inner = boxes(bytes, full(&meta.at))?;
    let of = |name: &[u8; 4]| inner.iter().find(|one| one.name == *name).map(|one| one.at.clone());
    if let Some(properties) = of(b"iprp") {
        for list in boxes(bytes, properties)?.iter().filter(|one| one.name == *b"ipco") {
            for one in boxes(bytes, list.at.clone())? {
                let content = &bytes[one.at.clone()];
                match &one.name {
                    // A picture of several tiles has the size of each, and of the whole.
                    b"ispe"
                        if big(content, 4, 4) * big(content, 8, 4)
                            > u64::from(looked.width) * u64::from(looked.height) =>
                    {
                        looked.width = big(content, 4, 4) as u32;
                        looked.height = big(content, 8, 4) as u32;
                    }
                    // In quarters of a circle, against the clock: EXIF 8, 3 and 6.
                    b"irot" => looked.turn = [1, 8, 3, 6][usize::from(content.first().copied().unwrap_or(0) & 3)],
                    b"auxC" => looked.has_alpha = true,
                    _ => {}
                }
            }
        }
    }
    let told = of(b"iinf").map(|at| told(bytes, at)).transpose()?.unwrap_or_default();
    if let Some(places) = of(b"iloc") {
        let idat = of(b"idat").map_or(0, |at| at.start);
        hidden.extend(extents(&bytes[places], &told, idat));
    }
    for range in hidden {
        looked.bytes.get_mut(range).ok_or_else(Fault::cut_short)?.fill(0);
    }
    Ok(looked)
}

struct Box {
    name: [u8; 4],
    /// Its content.
    at: Range<usize>,
}

/// The content behind version and flags.
fn full(at: &Range<usize>) -> Range<usize> {
    (at.start + 4).min(at.end)..at.end
}

fn boxes(bytes: &[u8], within: Range<usize>) -> Result<Vec<Box>, Fault> {
    let mut found = Vec::new();
    let mut at = within.start;
    while at + 8 <= within.end {
        let (head, size) = match big(bytes, at, 4) {
            // To the end, and a size that needs eight bytes.
            0 => (8, (within.end - at) as u64),
            1 => (16, big(bytes, at + 8, 8)),
            size => (8, size),
        };
        let end = usize::try_from(size).ok().and_then(|size| at.checked_add(size));
        let end = end.filter(|end| *end <= within.end && size >= head).ok_or_else(Fault::cut_short)?;
        let mut name = [0; 4];
        name.copy_from_slice(&bytes[at + 4..at + 8]);
        found.push(Box { name, at: at + head as usize..end });
        at = end;
    }
    Ok(found)
}

/// The numbers of the items that hold EXIF or XMP.
fn told(bytes: &[u8], at: Range<usize>) -> Result<Vec<u64>, Fault> {
    let count_length = if bytes.get(at.start) == Some(&0) { 2 } else { 4 };
    let entries = boxes(bytes, (at.start + 4 + count_length).min(at.end)..at.end)?;
    let told = entries.iter().filter_map(|entry| {
        let content = &bytes[entry.at.clone()];
        // `infe` has names of items from its version 2 on.
        let id_length = if content.first() == Some(&3) { 4 } else { 2 };
        let name = content.get(4 + id_length + 2..)?.get(..4)?;
        matches!(name, b"Exif" | b"mime").then(|| big(content, 4, id_length))
    });
    Ok(told.collect())
}

/// Where in the file those items lie (`iloc`).
fn extents(iloc: &[u8], items: &[u64], idat: usize) -> Vec<Range<usize>> {
    let version = iloc.first().copied().unwrap_or(0);
    let lengths = big(iloc, 4, 2);
    let length = |shift: u64| (lengths >> shift & 15) as usize;
    let (offset, size, base) = (length(12), length(8), length(4));
    let index = if version == 0 { 0 } else { length(0) };
    let id = if version < 2 { 2 } else { 4 };
    let at = Cell::new(6);
    let next = |length: usize| {
        let number = big(iloc, at.get(), length);
        at.set(at.get() + length);
        number
    };
    let mut found = Vec::new();
    for _ in 0..next(id) {
        let item = next(id);
        let method = if version == 0 { 0 } else { next(2) & 15 };
        next(2);
        let from = next(base);
        for _ in 0..next(2) {
            next(index);
            let start = from.saturating_add(next(offset)) as usize + if method == 1 { idat } else { 0 };
            let end = start.saturating_add(next(size) as usize);
            if items.contains(&item) && method < 2 {
                found.push(start..end);
            }
        }
        // Beyond the end there would be noughts for long.
        if at.get() > iloc.len() {
            break;
        }
    }
    found
}
