//! What is under version control: the repository itself, and what should not be in it.

use super::{Around, Finding, NoLook};
use crate::engine::git::Listed;
use std::path::Path;

/// Whether there is a repository with a remote to publish to. A site without one is fine, so these are notes.
pub fn repository(around: &Around, found: &mut Vec<Finding>) -> Result<(), NoLook> {
    match &around.repository {
        None => found.push(
            Finding::note("repository", "the site is in no Git repository: nobody keeps its history, and `linernotes publish` needs one")
                .cure("`git init`, `git add -A`, `git commit -m \"The first content\"`; docs/publish.md goes on from there"),
        ),
        Some(repository) if !repository.has_remote => found.push(
            Finding::note(
                "repository",
                format!("the repository has no remote `{}`, so `linernotes publish` does not know where to", around.asked.remote),
            )
            .cure(format!("`git remote add {} https://github.com/<name>/<repository>.git`", around.asked.remote)),
        ),
        Some(_) => {}
    }
    Ok(())
}

/// Whether what the program makes is kept like what its author writes.
pub fn output(around: &Around, found: &mut Vec<Finding>) -> Result<(), NoLook> {
    let Some(repository) = &around.repository else { return Ok(()) };
    let cache = around.asked.root.join(".linernotes");
    let made: [(&Path, &str); 2] = [
        (&around.asked.out, "it is made anew from the content, so every build would be a change of its own"),
        (&cache, "it is a cache, and may be deleted at any time"),
    ];
    for (folder, why) in made {
        let Ok(real) = folder.canonicalize() else { continue };
        // Git knows nothing of what lies elsewhere.
        if !real.starts_with(&repository.top) || real == repository.top {
            continue;
        }
        let said = around.said(&real);
        let ignore = format!("write a line `{said}/` into the file .gitignore beside content/");
        let kept = repository.git.list(Listed::Kept, &real)?.len();
        if kept > 0 {
            let files = if kept == 1 { "1 file".to_string() } else { format!("{kept} files") };
            found.push(
                Finding::problem("output", format!("{files} of {said}/ are under version control; {why}"))
                    .at(format!("{said}/"))
                    .cure(format!("`git rm -r --cached --quiet {said}` takes them out of the repository and leaves them on disk; commit that"))
                    .cure(ignore),
            );
        } else if !repository.git.list(Listed::Loose, &real)?.is_empty() {
            found.push(
                Finding::problem(
                    "output",
                    format!("{said}/ would be under version control with the next `git add -A`; {why}"),
                )
                .at(format!("{said}/"))
                .cure(ignore),
            );
        }
    }
    Ok(())
}
