//! What an author or a reader sees. The bulk are cases in `tests/cases/`, one text file each.

mod binary;
mod cases;
mod disk;
mod docs;
mod edits;
mod floors;
mod payloads;
mod promises;
mod schemas;
mod theme;
mod thirty;
