//! What the program writes into the folder of a site because its author asked for it: a new site, a new record, a new
//! name for an old one, the workflow that publishes. Says what is to be written, and writes it whole or not at all;
//! what is asked and what is printed is `cli`'s affair.

pub mod block;
pub mod folder;
mod lines;
pub mod record;
pub mod rename;
pub mod site;
mod starter;
pub mod survey;
pub mod workflow;
