//! The words everything else is written in: places in files, complaints, languages, names, facts, days.
//! Nothing here reads a file or knows what a song is.

pub mod diagnostic;
pub mod limits;
pub mod place;
