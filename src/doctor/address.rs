//! The address of the site against its repository, and against the domain that the host was told.

use super::{Around, Finding, NoLook};
use crate::base::repository::Fit;
use std::collections::BTreeSet;

const CNAME: &str = "CNAME";

/// The address of `site.yaml` against what GitHub gives the repository.
pub fn address(around: &Around, found: &mut Vec<Finding>) -> Result<(), NoLook> {
    let Some(base) = &around.asked.base else { return Ok(()) };
    let address = format!("{}{}/", base.origin(), base.path());
    let finding = |message: String| Finding::problem("address", message).at("content/site.yaml");
    let github = around.repository.as_ref().and_then(|repository| repository.github.as_ref());
    let own = "with a domain of your own, write that, and see docs/own-domain.md";
    if let Some(github) = github.filter(|github| github.fits(base) == Fit::Not) {
        let pages = github.pages();
        let why = match (
            base.host() == pages.trim_start_matches("https://").split('/').next().unwrap_or_default(),
            github.is_of_user(),
        ) {
            // The usual slip: the name of the repository is missing, or there where it should not be.
            (true, false) => format!("this repository is that of a project, so its site is at {pages}"),
            (true, true) => format!("this repository is called after its owner, so its site is at {pages}"),
            (false, _) => format!("GitHub shows the site of this repository at {pages}"),
        };
        found.push(
            finding(format!("the address is {address}, and {why}; no page would find its style sheet"))
                .cure(format!("write `address: {pages}` in content/site.yaml"))
                .cure(own),
        );
    } else if github.is_none() && !base.has_own_domain() && !base.host().ends_with(".github.io") {
        found.push(
            Finding::note("address", format!("the address {address} is nobody's: it does for trying things out"))
                .at("content/site.yaml")
                .cure("write where the site will stand, before it is published"),
        );
    }
    Ok(())
}

/// Each `CNAME` that somebody made against the address.
pub fn domain(around: &Around, found: &mut Vec<Finding>) -> Result<(), NoLook> {
    let Some(base) = &around.asked.base else { return Ok(()) };
    let own = around.asked.root.join("static").join(CNAME);
    let mut told = BTreeSet::new();
    if let Ok(bytes) = std::fs::read(&own) {
        told.insert((around.said(&own), bytes));
    }
    if let Some(repository) = &around.repository {
        let (remote, branch) = (&around.asked.remote, &around.asked.branch);
        // As it was last seen: a look at what surrounds a site needs no network.
        for name in [format!("refs/remotes/{remote}/{branch}"), format!("refs/linernotes/{remote}/{branch}")] {
            let Some(commit) = repository.git.commit(&name)? else { continue };
            let files = repository.git.files(&commit)?;
            if let Some((_, entry)) = files.iter().find(|(path, _)| path == CNAME) {
                told.insert((format!("{CNAME} on the branch {branch}"), repository.git.bytes(&entry.oid)?));
                break;
            }
        }
    }
    for (place, bytes) in told {
        let Some(there) = base.other_host(&bytes) else { continue };
        let problem = Finding::problem(
            "domain",
            format!(
                "{place} names {there}, and the address is on {}: links of the pages lead elsewhere",
                base.host()
            ),
        );
        found.push(
            problem
                .at(place)
                .cure(format!(
                    "if the site is to be at {there}, write `address: https://{there}/` in content/site.yaml"
                ))
                .cure("if not, remove that file, and take the domain away in the settings of the repository"),
        );
    }
    Ok(())
}
