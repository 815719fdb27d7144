//! What must hold of all finished files together, told to the author: what `proof` found, with the places in the
//! content that it comes from.

use super::build::{Finished, Ready, once_for_each_place};
use crate::base::address::SitePath;
use crate::base::diagnostic::{Code, Diagnostic, Severity};
use crate::base::map::Set;
use crate::base::place::Place;
use crate::model::Reader;
use crate::outputs::desk::Desk;
use crate::outputs::{Made, output_of};
use crate::proof::{Attr, Problem, Seen, Site, Why};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};

impl Ready {
    /// Looks at all files. Those that could not be made are told of already.
    pub fn prove(&self, files: &[&Finished], complaints: &mut Vec<Diagnostic>) {
        let scanned: Vec<(&str, &Seen)> = files.iter().map(|file| (file.path.as_str(), &file.seen)).collect();
        // A page that could not be made was told of; links to it are no second mistake.
        let missing = self.missing(files);
        let missing: Vec<&str> = missing.iter().map(String::as_str).collect();
        // Nor are links that the theme makes to records that something is wrong with.
        let has_errors = complaints.iter().any(|complaint| complaint.severity == Severity::Error);
        // A page whose file could not be read is not made; links to it, written or not, are no second mistake.
        let has_gaps = self.model.has_gaps();
        let site = Site::new(self.routes.base(), &scanned, &missing);
        let mut problems: Vec<(Problem, Option<Place>)> = Vec::new();
        // To programs the address of the home page is the site's name, whether or not the page is made.
        let homes: HashSet<String> =
            self.languages().map(|lang| self.routes.home(lang).as_str().to_string()).collect();
        let found = site.check(&scanned);
        let with_problems: HashSet<&str> = found.iter().map(|problem| problem.page.as_str()).collect();
        let written = self.written(&with_problems);
        for problem in found {
            let written = written.get(&problem.page).and_then(|all| {
                all.iter().find(|(address, _)| *address == problem.address).map(|(_, place)| place.clone())
            });
            let written = written.or_else(|| self.renderer.written_in_own(&problem.address));
            if problem.code == Code::DeadLink && (has_gaps || has_errors && written.is_none()) {
                continue;
            }
            let is_for_programs = matches!(problem.attr, Some(Attr::Text | Attr::Element));
            if is_for_programs && problem.path.as_deref().is_some_and(|path| homes.contains(path)) {
                continue;
            }
            problems.push((problem, written));
        }
        // The text of a page stands in feeds too, where its links have no place: told once.
        let told: HashSet<Option<String>> = problems
            .iter()
            .filter(|(_, written)| written.is_some())
            .map(|(problem, _)| problem.path.clone())
            .collect();
        problems.retain(|(problem, written)| {
            written.is_some() || problem.attr != Some(Attr::Text) || !told.contains(&problem.path)
        });
        if !has_errors {
            // What stands in `static/` is the author's own affair; what is missing in a page may follow from an error.
            let made = files.iter().filter(|file| file.is_page);
            let made: Vec<(&str, &Seen)> = made.map(|file| (file.path.as_str(), &file.seen)).collect();
            problems.extend(site.check_heads(&made).into_iter().map(|problem| (problem, None)));
        }
        let mut found: Vec<Diagnostic> = Vec::new();
        let is_missing = |(problem, _): &(Problem, _)| problem.why == Why::Missing;
        let held = if problems.iter().any(is_missing) { self.held_back() } else { HashMap::new() };
        let blamed: HashSet<&str> = problems.iter().map(|(problem, _)| problem.page.as_str()).collect();
        let blamed = files.iter().filter(|file| blamed.contains(file.path.as_str()));
        let templates: HashMap<&str, &'static str> =
            blamed.filter_map(|file| Some((file.path.as_str(), file.template?))).collect();
        for (problem, written) in problems {
            let template = templates.get(problem.page.as_str()).copied();
            found.push(self.say(problem, written, template, &held));
        }
        // What stands on a page is looked for there first, before files that only programs read.
        let (pages, others): (Vec<&Finished>, Vec<&Finished>) =
            files.iter().filter(|file| !file.leaks.is_empty()).partition(|file| file.is_page);
        for file in pages.into_iter().chain(others) {
            let template = file.template.map(|name| self.renderer.file_of(name));
            let place = |secret: usize| self.secrets[secret].place.clone();
            let leaks = file.leaks.iter();
            found.extend(leaks.map(|leak| leak.say(&file.path, place(leak.secret), template.as_deref())));
        }
        complaints.extend(once_for_each_place(found));
    }

    /// The planned files that were not made.
    fn missing(&self, files: &[&Finished]) -> Vec<String> {
        if files.len() == self.plan.slots().len() {
            return Vec::new();
        }
        let made: Set<&str> = files.iter().map(|file| file.path.as_str()).collect();
        let planned = self.plan.slots().iter().map(|slot| slot.path.file());
        planned.filter(|path| !made.contains(path.as_str())).collect()
    }

    /// Where in the content the addresses of some pages are written. They are made once more for it: mostly nobody asks.
    fn written(&self, files: &HashSet<&str>) -> HashMap<String, Vec<(String, Place)>> {
        let written = |file: &&str| {
            let slot = self.plan.find_file(file)?;
            let reader = Reader::forgetful(&self.model);
            let lang = slot.lang.as_ref().unwrap_or(self.model.first_language());
            let desk = Desk::noting(&reader, self.around(), lang);
            match (output_of(slot).make)(slot, &desk) {
                Made::Page(_) => Some((file.to_string(), desk.into_written())),
                _ => None,
            }
        };
        files.par_iter().filter_map(written).collect()
    }

    fn say(
        &self,
        problem: Problem,
        written: Option<Place>,
        template: Option<&'static str>,
        held: &HashMap<SitePath, String>,
    ) -> Diagnostic {
        let path = problem.path.as_ref().filter(|path| problem.why == Why::Missing && !path.contains("//"));
        let held = path.and_then(|path| held.get(&SitePath::new(path.trim_start_matches('/'))).cloned());
        let template = template.map(|name| self.renderer.file_of(name).to_string());
        let mut told = problem.into_diagnostic(written, template);
        if let Some(held) = held {
            told.message = held;
            told.help = vec![
                "link to it when it is out, or write `[…](news:its-id)`: that is plain text until then".into(),
            ];
        }
        told
    }

    /// What is to be at an address one day, and why it is not there now.
    fn held_back(&self) -> HashMap<SitePath, String> {
        let mut held = HashMap::new();
        for (id, why) in self.model.all_held_back() {
            for lang in self.languages() {
                let address = self.routes.record(lang, id);
                held.extend(address.map(|to| (to.path, format!("the {} `{}` {why}", id.kind, id.id))));
            }
        }
        held
    }
}
