//! `linernotes doctor`: what surrounds the content, and what cures it.

use super::Exit;
use super::print::{coloured, data, talk};
use super::report::Shape;
use super::site::Site;
use crate::base::address::Base;
use crate::doctor::{Asked, Finding, NoLook, Weight, examine};
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;

#[derive(Args, Debug)]
pub struct DoctorLine {
    /// The folder of the site, with content/ in it
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Where the finished site is [default: dist/ in the site's folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Where it will stand on the web, in place of `address:` in site.yaml
    #[arg(long, value_name = "URL", value_parser = |text: &str| Base::new(text).map_err(str::to_string))]
    address: Option<Base>,
    /// The branch that the site is published on
    #[arg(long, value_name = "NAME", default_value = "gh-pages")]
    branch: String,
    /// The remote that it is published to, as `git remote` names it
    #[arg(long, value_name = "NAME", default_value = "origin")]
    remote: String,
    /// How findings are printed
    #[arg(long, value_enum, default_value_t = Shape::Text)]
    format: Shape,
}

pub fn run(line: &DoctorLine) -> Exit {
    match doctor(line) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn doctor(line: &DoctorLine) -> Result<Exit, Exit> {
    let site = Site::find(&line.root)?;
    let base = match &line.address {
        Some(base) => Some(base.clone()),
        None => site.base()?,
    };
    let asked = Asked {
        root: site.root.clone(),
        out: site.out(line.out.as_deref()),
        base,
        remote: line.remote.clone(),
        branch: line.branch.clone(),
    };
    let has_address = asked.base.is_some();
    let found = examine(asked).map_err(|error| {
        talk(format_args!("error: {error}"));
        if let NoLook::Machine(fault) = &error
            && let Some(help) = fault.help()
        {
            talk(format_args!("help: {help}"));
        }
        Exit::Machine
    })?;
    for finding in &found {
        match line.format {
            Shape::Text => tell(finding)?,
            Shape::Json => data(&json(finding))?,
        }
    }
    if !has_address {
        talk(
            "note: no file says where the site will stand, so its address was not looked at; see `linernotes check`",
        );
    }
    let problems = found.iter().filter(|finding| finding.weight == Weight::Problem).count();
    if line.format == Shape::Text {
        talk(match problems {
            0 => "nothing to cure".to_string(),
            1 => "1 thing to cure".to_string(),
            count => format!("{count} things to cure"),
        });
    }
    Ok(if problems == 0 { Exit::Done } else { Exit::Author })
}

fn name(weight: Weight) -> &'static str {
    match weight {
        Weight::Problem => "problem",
        Weight::Note => "note",
    }
}

fn tell(finding: &Finding) -> Result<(), Exit> {
    let mut text = format!("{}[{}]: {}\n", name(finding.weight), finding.check, finding.message);
    for cure in &finding.cures {
        text += &format!("  cure: {cure}\n");
    }
    data(&text)?;
    coloured(&finding.diff)?;
    data("\n")
}

/// `docs/doctor.md` documents the names.
fn json(finding: &Finding) -> String {
    #[derive(Serialize)]
    struct Line<'a> {
        weight: &'a str,
        check: &'a str,
        message: &'a str,
        path: Option<&'a str>,
        cures: &'a [String],
        diff: &'a str,
    }
    let line = Line {
        weight: name(finding.weight),
        check: finding.check,
        message: &finding.message,
        path: finding.path.as_deref(),
        cures: &finding.cures,
        diff: &finding.diff,
    };
    serde_json::to_string(&line).unwrap_or_default() + "\n"
}
