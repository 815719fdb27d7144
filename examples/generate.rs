//! Writes a made-up site into a folder: `cargo run --release --example generate -- posts 10000 DIR`.

#[path = "../benches/corpus/mod.rs"]
mod corpus;

use corpus::Corpus;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, count, folder] = arguments.as_slice() else { return usage() };
    let Some(corpus) = Corpus::named(name, count) else { return usage() };
    let folder = Path::new(folder);
    if folder.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
        eprintln!("error: {} is not empty", folder.display());
        return ExitCode::from(2);
    }
    match corpus.files().write(folder) {
        Ok(()) => {
            eprintln!("{corpus}: written into {}", folder.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {} could not be written: {error}", folder.display());
            ExitCode::from(3)
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("usage: generate posts|dramas COUNT DIR");
    ExitCode::from(2)
}
