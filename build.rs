//! Tells the program the commit that it is made from, for `--version`: read from `.git`, without git and without a
//! network, so the same commit gives the same program. Only in releases: whoever works on the program would otherwise
//! compile all of it anew after every commit. `LINERNOTES_COMMIT` in the environment says it instead, for a folder that
//! is no repository.

use std::env;
use std::path::{Path, PathBuf};

#[path = "build/commit.rs"]
mod commit;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build/commit.rs");
    println!("cargo::rerun-if-env-changed=LINERNOTES_COMMIT");
    if env::var_os("LINERNOTES_COMMIT").is_some() || env::var("PROFILE").as_deref() != Ok("release") {
        return;
    }
    let root = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let Some(found) = commit::read(Path::new(&root)) else { return };
    for path in &found.read {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    println!("cargo::rustc-env=LINERNOTES_COMMIT={}", found.commit);
}
