//! Where web fonts stand, and which there are. Their names never change, since they are made of what all pages show:
//! a name with a fingerprint would have to stand in those very pages.

use super::Plan;
use crate::base::address::SitePath;
use crate::base::lang::Lang;

/// The output that makes them.
pub const OUTPUT: &str = "fonts";

/// The font of headings, by the name of its face.
pub const SERIF: &str = "serif";
/// The font of everything else.
pub const SANS: &str = "sans";

/// The faces that go to readers. Two: each more is half as much again to load; bold text is drawn from the plain.
pub const FACES: [&str; 2] = [SANS, SERIF];

/// The file of a face with what the pages of a language show.
pub fn path(face: &str, lang: &Lang) -> SitePath {
    SitePath::new(format!("assets/fonts/{face}.{lang}.woff2"))
}

/// The files that a page of a language loads; none when no fonts are made.
pub fn of(plan: &Plan, lang: &Lang) -> Vec<SitePath> {
    FACES.iter().map(|face| path(face, lang)).filter(|path| plan.has_file(&path.file())).collect()
}
