//! The words everything else is written in: places in files, complaints, languages, names, facts, days.
//! Nothing here reads a file or knows what a song is.

pub mod address;
pub mod art;
pub mod datum;
pub mod day;
pub mod diagnostic;
pub mod digest;
pub mod exact;
pub mod fact;
pub mod fault;
pub mod fix;
pub mod host;
pub mod id;
pub mod keys;
pub mod korean;
pub mod lang;
pub mod letters;
pub mod limits;
pub mod lock;
pub mod map;
pub mod name;
pub mod needles;
pub mod number;
pub mod place;
pub mod qr;
pub mod repository;
pub mod text;
pub mod view;
pub mod walk;
