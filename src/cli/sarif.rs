//! Complaints as SARIF 2.1.0, which GitHub's code scanning and editors read.
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use super::files::{Files, Region, Unit};
use crate::base::diagnostic::{Code, Diagnostic, Severity};
use crate::base::fix::Fix;
use crate::base::place::{LineColumn, Place};
use serde_json::{Value, json};

/// GitHub shows at most so many results of a run.
pub const RESULTS: usize = 5_000;
/// GitHub leaves out a result without a place; what no file is to blame for stands here.
const NO_FILE: &str = "content/site.yaml";

/// A whole log. `prefix` leads from the folder that paths are counted from to the site's: empty, or with a slash
/// at its end.
pub fn log(complaints: &[&Diagnostic], files: &mut Files, prefix: &str) -> String {
    let results: Vec<Value> = complaints.iter().map(|complaint| result(complaint, files, prefix)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "linernotes",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": Code::ALL.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
            }},
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    });
    serde_json::to_string_pretty(&log).unwrap_or_default()
}

fn level(severity: Severity) -> &'static str {
    severity.name()
}

fn rule(code: Code) -> Value {
    let page = code.page();
    json!({
        "id": code.name(),
        "shortDescription": {"text": sentence(code.about())},
        "fullDescription": {"text": meaning(page)},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": level(code.severity())},
    })
}

/// The first paragraph of a page of the manual.
fn meaning(page: &str) -> &str {
    let text = page.split_once("## What it means\n").map_or(page, |(_, text)| text);
    text.trim_start().split("\n\n").next().unwrap_or(text)
}

fn sentence(about: &str) -> String {
    let mut chars = about.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}

fn result(complaint: &Diagnostic, files: &mut Files, prefix: &str) -> Value {
    let index = Code::ALL.iter().position(|code| *code == complaint.code);
    let mut lines = vec![complaint.message.as_str()];
    lines.extend(Some(complaint.label.as_str()).filter(|label| !label.is_empty()));
    lines.extend(complaint.help.iter().map(String::as_str));
    let mut result = json!({
        "ruleId": complaint.code.name(),
        "ruleIndex": index,
        "level": level(complaint.severity),
        "message": {"text": lines.join("\n")},
        "locations": [location(complaint.place.as_ref(), files, prefix)],
    });
    let others: Vec<Value> = complaint
        .others
        .iter()
        .enumerate()
        .map(|(number, (place, label))| {
            let mut other = location(Some(place), files, prefix);
            other["id"] = json!(number + 1);
            if !label.is_empty() {
                other["message"] = json!({"text": label});
            }
            other
        })
        .collect();
    if !others.is_empty() {
        result["relatedLocations"] = others.into();
    }
    if let Some(fix) = complaint.fix.as_ref().and_then(|fix| fix_of(fix, files, prefix)) {
        result["fixes"] = json!([fix]);
    }
    result
}

fn location(place: Option<&Place>, files: &mut Files, prefix: &str) -> Value {
    let file = place.map_or(NO_FILE, |place| &*place.file);
    let whole = LineColumn { line: 1, column: 1 };
    let region = place.and_then(|place| files.region(place, Unit::Utf16));
    let region = region.unwrap_or(Region { start: whole, end: whole });
    json!({"physicalLocation": {"artifactLocation": {"uri": uri(prefix, file)}, "region": numbers(region)}})
}

fn numbers(region: Region) -> Value {
    json!({
        "startLine": region.start.line,
        "startColumn": region.start.column,
        "endLine": region.end.line,
        "endColumn": region.end.column,
    })
}

fn fix_of(fix: &Fix, files: &mut Files, prefix: &str) -> Option<Value> {
    let file = fix.edits.first()?.place.file.clone();
    if !fix.fits(files.get(&file)?.text()) {
        return None;
    }
    let mut replacements = Vec::new();
    for edit in &fix.edits {
        let region = files.region(&edit.place, Unit::Utf16)?;
        replacements.push(json!({"deletedRegion": numbers(region), "insertedContent": {"text": edit.now}}));
    }
    Some(json!({
        "description": {"text": format!("This {}.", fix.does)},
        "artifactChanges": [{"artifactLocation": {"uri": uri(prefix, &file)}, "replacements": replacements}],
    }))
}

/// A path as RFC 3986 writes it.
fn uri(prefix: &str, file: &str) -> String {
    let mut uri = String::new();
    for byte in prefix.bytes().chain(file.bytes()) {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(byte.into()),
            _ => uri += &format!("%{byte:02X}"),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_written_as_addresses() {
        assert_eq!(uri("my site/", "content/눈.yaml"), "my%20site/content/%EB%88%88.yaml");
    }
}
