//! What a page says to machines: JSON-LD in the words of schema.org. Types first, each with schema.org's own
//! properties; then what is told of each kind of record; then the page around it.
//!
//! Only facts go in: `How::may_be_said` decides which. Nothing that tells something of an episode, nothing of
//! what is in a box, nothing that is not known. Every thing has one `@id` in all languages and on all pages.

pub mod agents;
pub mod graph;
pub mod music;
pub mod node;
pub mod screen;

pub mod artist;
pub mod character;
pub mod credits;
pub mod drama;
pub mod episode;
pub mod events;
pub mod ids;
pub mod lists;
pub mod news;
pub mod page;
pub mod person;
pub mod release;
pub mod song;
pub mod stub;
