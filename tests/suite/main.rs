//! What an author or a reader sees. The bulk are cases in `tests/cases/`, one text file each.

mod binary;
mod cases;
mod disk;
mod docs;
mod finished;
mod floors;
mod payloads;
mod promises;
mod switches;
mod theme;
