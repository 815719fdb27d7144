//! What `--version` says: the version, the commit that the program was made from, and what is in it.

use std::sync::LazyLock;

/// As the build script found it, in releases only; or as whoever builds says it.
const COMMIT: Option<&str> = option_env!("LINERNOTES_COMMIT");

/// Whatever can be left out of the program, and whether it is in this one.
const FEATURES: [(&str, bool); 6] = [
    ("avif", cfg!(feature = "avif")),
    ("cards", cfg!(feature = "cards")),
    ("fonts", cfg!(feature = "fonts")),
    ("images", cfg!(feature = "images")),
    ("links", cfg!(feature = "links")),
    ("serve", cfg!(feature = "serve")),
];

/// `0.1.0 (commit 1a2b3c4d5e, with cards, fonts, images, links, serve)`; clap wants it for as long as the program runs.
pub fn version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(written);
    &VERSION
}

fn written() -> String {
    let has: Vec<&str> = FEATURES.iter().filter(|(_, has)| *has).map(|(name, _)| *name).collect();
    let features = if has.is_empty() { "nothing that can be left out".to_string() } else { has.join(", ") };
    let commit = COMMIT.map(|commit| format!("commit {commit}, ")).unwrap_or_default();
    format!("{} ({commit}with {features})", env!("CARGO_PKG_VERSION"))
}
