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
mod finished;
mod floors;
mod machines;
mod payloads;
mod promises;
mod schemas;
mod search;
mod switches;
mod theme;
mod theme_commands;
mod thirty;
