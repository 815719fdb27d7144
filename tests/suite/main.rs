//! What an author or a reader sees. The bulk are cases in `tests/cases/`, one text file each.

mod binary;
#[cfg(feature = "cards")]
mod cards;
mod cases;
mod check;
mod derived;
mod disk;
mod docs;
mod edits;
mod facts;
mod floors;
mod machines;
mod payloads;
mod promises;
mod schemas;
mod search;
mod theme;
mod thirty;
