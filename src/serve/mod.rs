//! The site on this machine while its author works on it: watches the files, has the engine make anew what a change
//! touches, answers browsers, and tells those that have a page of it open. Never writes, never prints; what to say
//! goes to a `Teller`.
//!
//! `keep.rs` is the file to read first. hyper and tokio stay behind `http.rs`, notify behind `watch.rs`.

mod address;
mod answer;
mod failed;
mod folders;
mod gate;
pub mod http;
mod keep;
mod live;
mod media;
mod page;
mod policy;
mod preview;
mod range;
mod request;
mod told;
mod watch;

pub use gate::Names;
pub use keep::{Keeper, Round, Teller};
pub use preview::Preview;
pub use told::{Problems, SHOWN, Spot, Told};
pub use watch::{Eyes, Watch};
