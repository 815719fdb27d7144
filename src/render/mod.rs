//! Templates become pages, and some of those pictures. tera stays behind this folder, but for the type of its
//! values.

#[cfg(feature = "cards")]
pub mod card;
#[cfg(any(feature = "cards", feature = "fonts"))]
pub mod faces;
#[cfg(feature = "cards")]
pub mod fit;
#[cfg(feature = "cards")]
pub mod fonts;
#[cfg(feature = "cards")]
mod palette;
pub mod minify;
pub mod pictures;
pub mod templates;
pub mod theme;
pub mod tokens;
#[cfg(feature = "fonts")]
pub mod web_font;

pub use templates::Renderer;
