//! Templates become pages. tera stays behind this folder, but for the type of its values.

pub mod minify;
pub mod templates;
pub mod theme;

pub use templates::Renderer;
