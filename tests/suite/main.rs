//! What an author or a reader sees. The bulk are cases in `tests/cases/`, one text file each.

mod binary;
#[cfg(feature = "cards")]
mod cards;
mod cases;
mod check;
mod derived;
mod disk;
mod docs;
mod doctor;
mod edits;
mod facts;
mod finished;
mod floors;
mod headers;
mod howto;
mod machines;
mod new_record;
mod new_site;
mod partial;
mod payloads;
#[cfg(feature = "images")]
mod pictures;
mod promises;
mod publish;
mod rename;
mod repo;
mod schemas;
mod search;
#[cfg(feature = "serve")]
mod serve;
mod shell;
mod switches;
mod theme;
mod theme_commands;
mod thirty;
#[cfg(feature = "serve")]
mod tutorial;
mod workflow;
