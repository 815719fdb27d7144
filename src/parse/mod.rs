//! What one file says, with no look at any other.

pub mod decode;
pub mod front;
pub mod markdown;
pub mod values;
pub mod yaml;
