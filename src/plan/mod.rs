//! Which files there will be: addresses, languages and clashes, before any content exists.

pub mod cards;
pub mod fonts;
pub mod pictures;
pub mod reach;
pub mod routes;
pub mod slot;
pub mod strings;

pub use routes::Routes;
pub use slot::{Key, Plan, Slot};
pub use strings::Strings;
