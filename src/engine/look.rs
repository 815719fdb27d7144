//! The tokens that a site sets in `site.yaml`, as a small style sheet behind that of the theme.

use crate::base::diagnostic::Diagnostic;
use crate::model::Reader;
use crate::outputs::Assets;
use crate::render::tokens;
use std::sync::Arc;

/// The file of the theme, or the site's own in its place, that the tokens belong to.
const STYLE: &str = "site.css";

/// By this name templates find what is made here.
const TOKENS: &str = "tokens.css";

/// Makes the style sheet of the site's tokens, where there are any.
pub(super) fn add_tokens(reader: &Reader, assets: &mut Assets, complaints: &mut Vec<Diagnostic>) {
    let Some(look) = reader.site().theme.get() else { return };
    let style = assets.named.get(STYLE).and_then(|path| assets.files.get(path));
    let Some(css) = style.map(|style| String::from_utf8_lossy(&style.bytes).into_owned()) else { return };
    let file: Arc<str> = "content/site.yaml".into();
    if let Some(css) = tokens::style(&css, &look.settings, &file, complaints) {
        assets.add_named(TOKENS, css.into_bytes().into(), None);
    }
}
