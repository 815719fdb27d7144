//! linernotes: a static site generator for fan sites about a drama and its soundtrack.
//!
//! The modules below are floors, lowest first. A file uses only floors below its own, or its own floor
//! without a circle; `outputs` and `render` are siblings and do not see each other. `tests/floors.rs`
//! holds us to it. `ARCHITECTURE.md` has the map.
#![forbid(unsafe_code)]

pub mod base;
pub mod source;
pub mod parse;
pub mod kinds;
pub mod model;
pub mod plan;
pub mod outputs;
pub mod render;
pub mod proof;
pub mod engine;
pub mod author;
pub mod doctor;
#[cfg(feature = "serve")]
pub mod serve;
pub mod cli;
