//! `linernotes view [WHAT] [ID]`: what the template of one page gets to see, as JSON.

use super::Exit;
use super::print::{data_and_end, shown, talk};
use super::site::SiteLine;
use crate::base::address::SitePath;
use crate::base::lang::Lang;
use crate::base::view::View;
use crate::engine::build::Ready;
use crate::engine::shown::{Shown, full_id_of, id_of};
use crate::parse::decode::nearest;
use crate::plan::Slot;
use clap::Args;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use std::collections::BTreeSet;

#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  linernotes view                            every page\n  linernotes view song promise               \
                        what song.html sees of this song\n  linernotes view song promise --only song   without what \
                        all pages share\n  linernotes view /releases/special-album/   by the address of the page"
)]
pub struct ViewLine {
    /// A kind of page (`song`, `release`, `home`), or an address (`/songs/promise/`); without it the pages are listed
    what: Option<String>,
    /// Which one, by its id
    id: Option<String>,
    /// In which language [default: the first of the site]
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
    /// Only this name of those that the template sees: `song`, `page`, `site`, `t`
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    #[command(flatten)]
    site: SiteLine,
}

/// What is printed. `view` keeps the order in which the page was made, which is always the same.
#[derive(Serialize)]
struct Printed {
    template: &'static str,
    file: String,
    page: String,
    view: Names,
}

struct Names(Vec<(&'static str, View)>);

impl Serialize for Names {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

pub fn run(line: &ViewLine) -> Exit {
    match view(line) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn view(line: &ViewLine) -> Result<Exit, Exit> {
    let ready = line.site.open()?.ready()?;
    let lang = language(line, &ready)?;
    let Some(what) = &line.what else {
        return Ok(list(
            ready.plan.slots().iter().filter(|slot| slot.lang.as_ref() == Some(lang) && is_page(slot)),
        ));
    };
    let slots = if what.contains('/') {
        vec![by_address(what, &ready)?]
    } else {
        by_kind(what, line.id.as_deref(), lang, &ready)?
    };
    let [slot] = slots[..] else { return Ok(list(slots.into_iter())) };
    let Some(shown) = ready.show(slot) else {
        talk(format_args!("{} is made without a template", slot.path));
        return Err(Exit::Usage);
    };
    print(shown, slot, line)
}

fn print(found: Shown, slot: &Slot, line: &ViewLine) -> Result<Exit, Exit> {
    let Shown { template, file, mut view } = found;
    let text = match &line.only {
        None => {
            let printed =
                Printed { template, file: file.to_string(), page: slot.path.to_string(), view: Names(view) };
            serde_json::to_string_pretty(&printed)
        }
        Some(name) => {
            let Some(at) = view.iter().position(|(known, _)| known == name) else {
                let names = view.iter().map(|(name, _)| *name);
                return Err(unknown(&format!("{template} sees nothing called `{}`", shown(name)), name, names));
            };
            serde_json::to_string_pretty(&view.swap_remove(at).1)
        }
    };
    match text {
        Ok(text) => Ok(data_and_end(&(text + "\n"))),
        Err(error) => {
            talk(format_args!("error: {} cannot be shown as JSON: {error}", slot.path));
            Err(Exit::Machine)
        }
    }
}

fn language<'r>(line: &ViewLine, ready: &'r Ready) -> Result<&'r Lang, Exit> {
    let Some(asked) = &line.lang else { return Ok(ready.model.first_language()) };
    ready.languages().find(|lang| lang.as_str().eq_ignore_ascii_case(asked)).ok_or_else(|| {
        let known: Vec<&str> = ready.languages().map(Lang::as_str).collect();
        talk(format_args!("the site has no language `{}`; it has {}", shown(asked), known.join(", ")));
        Exit::Usage
    })
}

/// The page at an address, which may be copied from a browser: with the host, the base path or `index.html`.
fn by_address<'r>(asked: &str, ready: &'r Ready) -> Result<&'r Slot, Exit> {
    let base = ready.routes.base();
    let path = asked.strip_prefix(base.origin()).unwrap_or(asked);
    let path = path.split(['#', '?']).next().unwrap_or(path);
    let under = path.strip_prefix(base.path()).filter(|rest| rest.starts_with('/'));
    let path = under.unwrap_or(path).trim_start_matches('/');
    let path = match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => path,
    };
    let tries = [path.to_string(), format!("{}/", path.trim_end_matches('/'))];
    let found = tries.iter().find_map(|path| ready.plan.find(&SitePath::new(path.as_str())));
    found.ok_or_else(|| {
        let pages: Vec<String> = ready.plan.slots().iter().map(|slot| slot.path.to_string()).collect();
        let message = format!("the site has no page at `{}`", shown(asked));
        unknown(&message, &format!("/{path}"), pages.iter().map(String::as_str))
    })
}

fn by_kind<'r>(what: &str, id: Option<&str>, lang: &Lang, ready: &'r Ready) -> Result<Vec<&'r Slot>, Exit> {
    let all = ready.slots_of(what, None, lang);
    if all.is_empty() {
        let words: BTreeSet<&str> =
            ready.plan.slots().iter().filter(|slot| is_page(slot)).map(|slot| slot.output).collect();
        let kinds = crate::base::id::Kind::ALL.iter().map(|kind| kind.name());
        let is_kind = kinds.clone().any(|kind| kind == what);
        let message = match is_kind {
            true => format!("no {what} has a page"),
            false => format!("there is no kind of page called `{}`", shown(what)),
        };
        let known: BTreeSet<&str> = words.into_iter().chain(kinds).collect();
        return Err(unknown(&message, if is_kind { "" } else { what }, known.into_iter()));
    }
    let Some(id) = id else { return Ok(all) };
    let found = ready.slots_of(what, Some(id), lang);
    if found.is_empty() {
        let message = format!("there is no {what} `{}`", shown(id));
        return Err(unknown(&message, id, all.iter().map(|slot| id_of(slot))));
    }
    Ok(found)
}

/// Pages, for whoever does not know yet what to ask for.
fn list<'r>(slots: impl Iterator<Item = &'r Slot>) -> Exit {
    let line = |slot: &Slot| format!("{:<16} {:<32} {}\n", slot.output, full_id_of(slot), slot.path);
    data_and_end(&slots.map(line).collect::<String>())
}

fn is_page(slot: &Slot) -> bool {
    slot.path.as_str().ends_with('/') || slot.path.as_str().is_empty() || slot.path.as_str().ends_with(".html")
}

/// Says that something is not there, and what is near.
fn unknown<'k>(message: &str, asked: &str, known: impl Iterator<Item = &'k str>) -> Exit {
    talk(format_args!("error: {message}"));
    match nearest(asked, known) {
        Some(near) => talk(format_args!("help: did you mean `{near}`?")),
        None => talk("help: `linernotes view` lists the pages"),
    }
    Exit::Usage
}
