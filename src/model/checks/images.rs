//! Pictures: a file for every record, a record for every file, and the right to show it.

use super::Files;
use super::tell::called;
use crate::base::diagnostic::{Code, Diagnostic, Severity};
use crate::base::fact::Fact;
use crate::base::place::Place;
use crate::kinds::Image;
use crate::kinds::image::Rights;
use crate::kinds::record::Record;
use crate::model::{Any, Model};
use crate::parse::decode::nearest;
use std::collections::BTreeSet;
use std::sync::Arc;

/// All that can be told of one image.
pub fn record(model: &Model, files: &Files, record: &Record<Image>, complaints: &mut Vec<Diagnostic>) {
    let image = &record.is;
    if let Some(Fact { is: Some(file), at, .. }) = image.file.fact()
        && !image.paths().iter().any(|path| files.pictures.contains(path.as_str()))
    {
        let names = || files.pictures.iter().map(|path| short(path));
        let complaint = Diagnostic::new(Code::NoSuch, format!("there is no picture `{}`", file.as_str()))
            .at(record.at(*at))
            .label(format!("{} needs it", called(&record.id)));
        complaints.push(match nearest(file.as_str(), names()) {
            Some(near) => complaint.help(format!("did you mean `{near}`?")),
            None => complaint.help(format!(
                "put the file at `content/images/{}`, or see that it is spelt as it is there",
                file.as_str()
            )),
        });
    }
    if let Some(Fact { is: Some(Rights::Licensed), at, .. }) = image.rights.fact()
        && image.license.fact().is_none()
    {
        complaints.push(
            Diagnostic::new(
                Code::ImageRights,
                format!("{} is licensed, and does not say under which licence", called(&record.id)),
            )
            .at(record.at(*at))
            .help("add a line `license:` with its name, such as `CC-BY-4.0`, and `creator:` with who made it"),
        );
    }
    let first = model.first_language();
    if let Some(Fact { is: Some(alt), at, .. }) = image.alt.fact()
        && alt.exactly(first, &model.languages).is_none()
    {
        complaints.push(
            Diagnostic::new(
                Code::ImageAlt,
                format!(
                    "what is to be seen on {} is not said in `{first}`, the site's first language",
                    called(&record.id)
                ),
            )
            .at(record.at(*at))
            .help(format!("add it: `alt: {{{first}: …}}`")),
        );
    }
}

/// As a record names it.
fn short(path: &str) -> &str {
    let below = path.strip_prefix("content/").unwrap_or(path);
    below.strip_prefix("images/").unwrap_or(below)
}

/// Pictures that no record speaks of: nobody can see why they may be shown.
pub fn unrecorded(model: &Model, files: &Files, complaints: &mut Vec<Diagnostic>) {
    if files.pictures.is_empty() {
        return;
    }
    let mut recorded: BTreeSet<String> = BTreeSet::new();
    for any in model.records.values() {
        if let Any::Image(image) = any {
            recorded.extend(image.is.paths());
        }
    }
    let missing = |path: &&Arc<str>| !recorded.contains(&***path);
    for path in files.pictures.iter().filter(missing) {
        complaints.push(
            Diagnostic::new(Code::ImageRights, "no record says why this picture may be shown")
                .at(Place::file(path))
                .severity(Severity::Warning)
                .help(format!("add it to `content/images.yaml` with `file: {}`, `alt:` and `rights:`", short(path)))
                .help("a picture that belongs to the site itself, such as an icon, may lie in `static/`"),
        );
    }
}
