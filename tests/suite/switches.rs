//! Outputs that a site switches off leave no link behind.

use crate::cases::{make, messages};
use linernotes::base::diagnostic::Severity;
use linernotes::outputs::OUTPUTS;
use linernotes::source::Memory;
use std::path::Path;

/// The default site, read into memory, with some outputs off.
fn without(off: &[&str]) -> Memory {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tree = Memory::new();
    let mut folders = vec![root.join("content")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            let mut text = std::fs::read_to_string(&path).unwrap();
            if name == "content/site.yaml" {
                text += "\noutputs:\n";
                off.iter().for_each(|name| text += &format!("  {name}: off\n"));
            }
            tree.put(&name, text);
        }
    }
    tree
}

/// Checks a site without these. `text` are parts of the address of links that its own texts have.
fn expect_whole(off: &[&str]) {
    let tree = without(off);
    let (built, files) = make(&tree);
    // A link that the author wrote into a text is his to change, and is told where he wrote it.
    let of_theme: Vec<_> = built
        .complaints
        .iter()
        .filter(|complaint| complaint.severity != Severity::Note && complaint.place.is_none())
        .collect();
    assert!(of_theme.is_empty(), "without {off:?}:\n{}", messages(&tree, &built));
    assert!(!files.is_empty());
}

#[test]
fn any_half_of_the_outputs_can_be_off() {
    let names: Vec<&str> = OUTPUTS.iter().map(|output| output.name).filter(|name| *name != "assets").collect();
    let half = |wanted: usize| -> Vec<&str> {
        names.iter().enumerate().filter(|(at, _)| at % 2 == wanted).map(|(_, name)| *name).collect()
    };
    expect_whole(&half(0));
    expect_whole(&half(1));
    // Those that nearly every page links to.
    expect_whole(&["home", "sources", "people", "places", "news-list"]);
}
