//! What one file says, with no look at any other.

mod anchors;
mod clean;
pub mod decode;
mod emphasis;
pub mod front;
pub mod markdown;
pub mod values;
pub mod yaml;
