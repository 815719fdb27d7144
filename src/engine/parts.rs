//! What a site is made with, besides its records: the slots that can be written, copied files, words, switches.

use super::ledger::{PathFault, check_path};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::limits;
use crate::base::place::Place;
use crate::model::Reader;
use crate::outputs::{Assets, OUTPUTS};
use crate::plan::strings::AllStrings;
use crate::plan::{Slot, Strings};
use crate::render::templates::{FOLDER, THEME, is_template};
use crate::render::{minify, theme};
use crate::source::{Source, Tree};
use rayon::prelude::*;
use std::io;
use std::sync::Arc;

/// The slots whose files can be written everywhere; the others are told.
pub(super) fn writable(slots: Vec<Slot>, complaints: &mut Vec<Diagnostic>) -> Vec<Slot> {
    let problem = |slot: &Slot| {
        let path = slot.path.file();
        match check_path(&path) {
            Err(PathFault(fault)) => Some(format!("this file cannot be part of the site: its path {fault}")),
            Ok(()) if path.chars().count() > limits::PATH_CHARACTERS => Some(format!(
                "this file cannot be part of the site: its path there would be longer than {} characters",
                limits::PATH_CHARACTERS
            )),
            Ok(()) => None,
        }
    };
    let (good, bad): (Vec<Slot>, Vec<Slot>) = slots.into_iter().partition(|slot| problem(slot).is_none());
    complaints.extend(bad.iter().filter_map(|slot| {
        let complaint = Diagnostic::new(Code::BadFile, problem(slot)?).help("rename it");
        Some(match &slot.place {
            Some(place) => complaint.at(place.clone()),
            None => complaint.label(slot.path.to_string()),
        })
    }));
    good
}

/// The theme's files, with a site's own in their place or beside them. `rules` name the web fonts.
pub(super) fn assets(
    tree: &dyn Tree,
    copies: Vec<Arc<str>>,
    rules: &str,
    complaints: &mut Vec<Diagnostic>,
) -> Assets {
    let mut assets = Assets::default();
    let own: Vec<(Arc<str>, io::Result<Vec<u8>>)> =
        copies.into_par_iter().map(|path| (path.clone(), tree.read_path(&path))).collect();
    let mut replaced = Vec::new();
    for (path, bytes) in own {
        let bytes: Arc<[u8]> = match bytes {
            Ok(bytes) => bytes.into(),
            Err(error) => {
                let why = crate::source::tree::reason(&error);
                complaints.push(
                    Diagnostic::new(Code::BadFile, format!("this file cannot be read: {why}"))
                        .at(Place::file(&path)),
                );
                continue;
            }
        };
        let bytes = match super::pictures::published(&path, &bytes, complaints) {
            Some(stripped) => stripped.into(),
            None => bytes,
        };
        match path.strip_prefix("static/") {
            // A copy of the theme's own file is the theme's.
            Some(name) if theme::STATIC.iter().any(|(known, own)| *known == name && **own == *bytes) => {}
            Some(name) if theme::STATIC.iter().any(|(known, _)| *known == name) => {
                replaced.push(name.to_string());
                match name {
                    theme::EARLY => assets.early = String::from_utf8_lossy(&bytes).into_owned(),
                    theme::WORKER => assets.worker = String::from_utf8_lossy(&bytes).into_owned(),
                    "site.css" => {
                        let whole = [&*bytes, b"\n", rules.as_bytes()].concat();
                        assets.add_named(name, whole.into(), Some(path.clone()));
                    }
                    _ => assets.add_named(name, bytes, Some(path.clone())),
                }
            }
            Some(name) => assets.add(name, bytes, path.clone()),
            None => unreachable!("only files of `static/` are copied"),
        }
    }
    for (name, bytes) in theme::STATIC.iter().filter(|(name, _)| !replaced.iter().any(|own| own == name)) {
        let text = || String::from_utf8_lossy(bytes);
        match name.rsplit('.').next() {
            _ if *name == theme::EARLY => assets.early = minify::script(&text()),
            _ if *name == theme::WORKER => assets.worker = minify::script(&text()),
            Some("css") => {
                let rules = if *name == "site.css" { rules } else { "" };
                assets.add_named(name, (minify::style(&text()) + rules).into_bytes().into(), None);
            }
            Some("js") => assets.add_named(name, minify::script(&text()).into_bytes().into(), None),
            _ => assets.add_named(name, Arc::from(*bytes), None),
        }
    }
    assets
}

/// The words of every language of the site: English below, the language's own over it, the site's on top.
pub(super) fn strings(reader: &Reader, templates: &[Source], complaints: &mut Vec<Diagnostic>) -> AllStrings {
    let mut english = Strings::default();
    let lay = |strings: &mut Strings, lang: &str, known: Option<&Strings>, complaints: &mut Vec<Diagnostic>| {
        let name = format!("strings/{lang}.yaml");
        let path: Arc<str> = format!("{THEME}{name}").into();
        if let Some(text) = theme::template(&name) {
            strings.add(&path, text, known, complaints);
        }
    };
    lay(&mut english, "en", None, complaints);
    let mut all = AllStrings::new();
    for lang in reader.languages().iter() {
        let mut strings = english.clone();
        // The words of `pt` first, then what `pt-BR` says otherwise.
        let mut tags = vec![lang.language(), lang.as_str()];
        tags.dedup();
        for tag in tags {
            if tag != "en" {
                lay(&mut strings, tag, None, complaints);
            }
            let own = format!("{FOLDER}strings/{tag}.yaml");
            if let Some(source) = templates.iter().find(|source| *source.path == *own) {
                strings.add(&source.path, &source.text, Some(&english), complaints);
            }
        }
        all.insert(lang.clone(), Arc::new(strings));
    }
    for source in templates {
        let is_strings = source.path.strip_prefix("templates/strings/").is_some_and(|name| name.ends_with(".yaml"));
        if !is_template(&source.path) && !is_strings {
            complaints.push(
                Diagnostic::new(Code::BadFile, "this is no template, so it would be left out")
                    .at(Place::file(&source.path))
                    .help("templates end in `.html`; words stand in `templates/strings/<language>.yaml`")
                    .help("files for readers belong in `static/`"),
            );
        }
    }
    all
}

/// The names of outputs that the site has switched off.
pub(super) fn switches(reader: &Reader, complaints: &mut Vec<Diagnostic>) -> Vec<String> {
    let Some(outputs) = reader.site().outputs.get() else { return Vec::new() };
    let known = || OUTPUTS.iter().map(|output| output.name);
    let file: Arc<str> = "content/site.yaml".into();
    let mut off = Vec::new();
    for (name, is_on, at) in &outputs.0 {
        if !known().any(|output| output == name) {
            let place = Place { file: file.clone(), start: at.start, end: at.end };
            complaints.push(
                crate::parse::decode::unknown_field(name, place, "`outputs:`", known())
                    .help("`linernotes list outputs` shows them all"),
            );
        } else if !is_on {
            off.push(name.clone());
        }
    }
    off
}
