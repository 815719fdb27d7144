//! The templates of the theme, with a site's own laid over them.
//!
//! The theme's stand under `theme/` and are found without it, so a site's `base.html` may extend
//! `theme/base.html` and change one block of every page.

use super::theme;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::korean;
use crate::base::place::Place;
use crate::base::view::View;
use crate::parse::decode::nearest;
use crate::plan::reach::Reach;
use crate::source::Source;
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::{Context, ErrorKind, Kwargs, State, StringInput, Tera, TeraResult};

/// Where the theme's own files are said to stand in messages.
pub const THEME: &str = "theme/";
/// Where a site keeps its own.
pub const FOLDER: &str = "templates/";

/// Turns views into pages.
pub struct Renderer {
    tera: Tera,
    /// The site's own templates, by the name that tera knows.
    own: BTreeMap<String, Arc<str>>,
    /// Their texts, by path.
    texts: Vec<(Arc<str>, String)>,
    reach: Reach,
}

impl Renderer {
    /// Takes the site's own templates. Those that cannot be read are told, every one of them.
    pub fn new(sources: &[Source], complaints: &mut Vec<Diagnostic>) -> Renderer {
        let mut tera = engine();
        let mut own = BTreeMap::new();
        let mut good: Vec<(String, &str)> = Vec::new();
        for (name, bytes) in theme::TEMPLATES.iter().filter(|(name, _)| is_template(name)) {
            if let Ok(text) = std::str::from_utf8(bytes) {
                good.push((format!("{THEME}{name}"), text));
            }
        }
        for source in sources.iter().filter(|source| is_template(&source.path)) {
            let name = source.path.strip_prefix(FOLDER).unwrap_or(&source.path);
            // Alone, so that the second broken file is told too; only its syntax counts here.
            match engine().add_raw_template(name, &source.text).err().map(|error| syntax(&error, source)) {
                Some(Some(complaint)) => complaints.push(complaint),
                _ => {
                    own.insert(name.to_string(), source.path.clone());
                    good.push((name.to_string(), &source.text));
                }
            }
        }
        if let Err(error) = tera.add_raw_templates(good.iter().map(|(name, text)| (name.as_str(), *text))) {
            complaints.extend(names(&error, &own, sources));
            // Without the site's own templates the theme is whole, so the other stages can go on.
            tera = engine();
            let ours = good.iter().filter(|(name, _)| name.starts_with(THEME));
            if let Err(error) = tera.add_raw_templates(ours.map(|(name, text)| (name.as_str(), *text))) {
                complaints.extend(names(&error, &own, sources));
            }
            own.clear();
            good.retain(|(name, _)| name.starts_with(THEME));
        }
        let mut reach = Reach::new(&good, THEME);
        reach.has_own_policy = has_own_policy(&good);
        let is_own = |source: &&Source| own.values().any(|path| *path == source.path);
        let texts =
            sources.iter().filter(is_own).map(|source| (source.path.clone(), source.text.clone())).collect();
        Renderer { tera, own, texts, reach }
    }

    /// What each template is made of.
    pub fn reach(&self) -> &Reach {
        &self.reach
    }

    /// Makes a page. `page` names it in a complaint.
    pub fn render(&self, template: &str, view: &[(&'static str, View)], page: &str) -> Result<Vec<u8>, Diagnostic> {
        let mut context = Context::new();
        for (name, value) in view {
            context.insert_value(*name, value.clone());
        }
        let mut bytes = Vec::with_capacity(8 << 10);
        match self.tera.render_to(template, &context, &mut bytes) {
            Ok(()) => Ok(bytes),
            Err(error) => Err(self.failed(&error, template, page)),
        }
    }

    fn failed(&self, error: &tera::Error, template: &str, page: &str) -> Diagnostic {
        let complaint = |message: String| {
            Diagnostic::new(Code::TemplateFailed, message).label(format!("while the page {page} was being made"))
        };
        match error.kind() {
            ErrorKind::RenderingError(report) => {
                let range = report.span().range.clone();
                let file = self.path_of(report.filename());
                // The theme calls a component of the site's otherwise than that wants to be called.
                let called =
                    file.strip_prefix(THEME).and_then(theme::template).and_then(|text| text.get(range.clone()));
                let own = called.filter(|_| report.message().contains("component call")).and_then(|call| {
                    let name = call.trim_start_matches(['<', ' ']).split([' ', '/', '>']).next()?;
                    self.own_component(|_, component| component == name)
                });
                if let Some(at) = own {
                    let help =
                        format!("`{file}` calls it: a component in place of the theme's takes the same arguments");
                    return complaint(plain_message(report.message())).at(at).help(help);
                }
                let at = Place::new(&file, range);
                let told = complaint(plain_message(report.message())).at(at);
                match near_field(report.message()) {
                    Some(near) => told.help(format!("did you mean `{near}`?")),
                    None => told,
                }
            }
            other => {
                let words = other.to_string();
                // Components that call themselves stand in the site's own templates: the theme has none.
                let calls_itself =
                    |text: &str, name: &str| [' ', '/'].iter().any(|end| text.contains(&format!("<{name}{end}")));
                let own = words.contains("recursion").then(|| self.own_component(calls_itself)).flatten();
                match own {
                    Some(at) => complaint("a component calls itself without an end".into())
                        .at(at)
                        .help("take the call of itself out, or put it under an `if` that ends"),
                    None => {
                        complaint(format!("the page {page} could not be made: {}", words.trim_end_matches('.')))
                            .at(Place::file(&self.path_of(template)))
                    }
                }
            }
        }
    }

    /// The file that a template's name stands for.
    fn path_of(&self, name: &str) -> Arc<str> {
        match self.own.get(name) {
            Some(path) => path.clone(),
            None if name.starts_with(THEME) => name.into(),
            None => format!("{THEME}{name}").into(),
        }
    }

    /// Where one of the site's own templates makes a component, told by the template's text and the name.
    fn own_component(&self, is_it: impl Fn(&str, &str) -> bool) -> Option<Place> {
        self.texts.iter().find_map(|(path, text)| {
            text.match_indices("component ").find_map(|(found, word)| {
                let at = found + word.len();
                let name = text[at..].split(|c: char| !(c.is_alphanumeric() || c == '_')).next()?;
                let is_made = text[at + name.len()..].starts_with('(');
                (is_made && is_it(text, name)).then(|| Place::new(path, at..at + name.len()))
            })
        })
    }

    /// Where words stand between quotation marks in one of the site's own templates, which then made them: a page's
    /// own template may be the theme's, and only a block of it the site's.
    pub fn written_in_own(&self, words: &str) -> Option<Place> {
        let quoted = ['"', '\''].map(|quote| format!("{quote}{words}{quote}"));
        let found = |text: &str| quoted.iter().find_map(|quoted| text.find(quoted.as_str()));
        let place = |at: usize, path: &Arc<str>| Place::new(path, at + 1..at + 1 + words.len());
        self.texts.iter().filter(|_| !words.is_empty()).find_map(|(path, text)| Some(place(found(text)?, path)))
    }

    /// The file that a page's template stands in.
    pub fn file_of(&self, template: &str) -> Arc<str> {
        self.path_of(template)
    }
}

/// Whether a template of the site puts a policy of its own into pages.
fn has_own_policy(templates: &[(String, &str)]) -> bool {
    fn block(text: &str) -> Option<&str> {
        text.split_once("block csp").and_then(|(_, rest)| rest.split_once("endblock")).map(|(block, _)| block)
    }
    let ours = theme::template("base.html").and_then(block);
    templates.iter().filter(|(name, _)| !name.starts_with(THEME)).any(|(name, text)| match block(text) {
        Some(own) => Some(own) != ours,
        // One that takes the place of the theme's and has no such block has no policy, or one that is well hidden.
        None => name == "base.html" && !text.contains("theme/base.html"),
    })
}

/// Files that are templates; the strings beside them are not.
pub fn is_template(path: &str) -> bool {
    path.ends_with(".html") || path.ends_with(".svg") || path.ends_with(".xml") || path.ends_with(".txt")
}

fn engine() -> Tera {
    let mut tera = Tera::new();
    // Before any template: an empty tera cannot refuse a prefix.
    if let Err(error) = tera.set_fallback_prefixes([THEME]) {
        unreachable!("no template is loaded yet: {error}");
    }
    // An SVG is markup too.
    tera.autoescape_on([".html", ".htm", ".xml", ".svg"]);
    #[cfg(feature = "cards")]
    tera.register_filter("fit", super::fit::filter);
    #[cfg(not(feature = "cards"))]
    tera.register_filter("fit", |_: StringInput, _: Kwargs, _: &State| -> TeraResult<View> {
        Err(tera::Error::message("`fit` measures text for share cards, and this program is built without them"))
    });
    tera.register_filter("josa", |word: StringInput, arguments: Kwargs, _: &State| -> TeraResult<View> {
        let pair = arguments.must_get::<&str>("pair")?;
        let joined = format!("{}{}", word.as_str(), korean::josa(word.as_str(), pair));
        Ok(word.inherit_safety(joined))
    });
    tera
}

fn syntax(error: &tera::Error, source: &Source) -> Option<Diagnostic> {
    let ErrorKind::SyntaxError(report) = error.kind() else { return None };
    Some(
        Diagnostic::new(
            Code::TemplateSyntax,
            format!("this template cannot be read: {}", plain_message(report.message())),
        )
        .at(Place::new(&source.path, report.span().range.clone())),
    )
}

/// tera writes its notes and hints behind the message, line by line.
fn plain_message(message: &str) -> String {
    let line = message.lines().next().unwrap_or(message);
    // The names that there are may be hundreds.
    let line = line.split(FIELDS).next().unwrap_or(line);
    line.trim_end_matches('.').to_string()
}

/// What stands before the list of names in tera's message.
const FIELDS: &str = ". Available fields: ";

/// The field that was most likely meant, of those that tera lists.
fn near_field(message: &str) -> Option<&str> {
    let (said, fields) = message.lines().next()?.split_once(FIELDS)?;
    let wanted = said.split('`').nth(1)?;
    nearest(wanted, fields.split(", "))
}

/// Names that no template, filter, function or component has: tera tells them all in one text.
fn names(error: &tera::Error, own: &BTreeMap<String, Arc<str>>, sources: &[Source]) -> Vec<Diagnostic> {
    let path_of = |name: &str| own.get(name).cloned().unwrap_or_else(|| name.into());
    let file_of = |name: &str| sources.iter().find(|source| *source.path == *path_of(name));
    let text = match error.kind() {
        ErrorKind::Msg(text) => text.to_string(),
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let complaint = Diagnostic::new(Code::TemplateSyntax, plain_message(report.message()))
                .at(Place::new(&path_of(report.filename()), report.span().range.clone()));
            return vec![complaint];
        }
        ErrorKind::MissingParent { current, parent } => {
            let complaint =
                Diagnostic::new(Code::TemplateName, format!("there is no template `{parent}` to extend"))
                    .at(Place::file(&path_of(current)));
            return vec![complaint];
        }
        ErrorKind::CircularExtend { tpl, .. } => {
            let complaint = Diagnostic::new(Code::TemplateName, format!("`{tpl}` extends itself"))
                .at(Place::file(&path_of(tpl)))
                .help(format!("to change a block of the theme's own: `{{% extends \"{THEME}{tpl}\" %}}`"));
            return vec![complaint];
        }
        ErrorKind::CircularInclude { tpl, include_chain } => {
            let chain = include_chain.join(" → ");
            let complaint = Diagnostic::new(Code::TemplateName, format!("`{tpl}` includes itself: {chain}"))
                .at(Place::file(&path_of(tpl)));
            return vec![complaint];
        }
        other => other.to_string(),
    };
    text.split("\n\nerror: ")
        .map(|one| {
            let message = one.lines().next().unwrap_or("").trim_start_matches("error: ").to_string();
            let mut complaint = Diagnostic::new(Code::TemplateName, message);
            // "  --> song.html:12:4", both from 1.
            let arrow = one.lines().find_map(|line| line.trim().strip_prefix("--> "));
            let place = arrow.and_then(|arrow| {
                let mut parts = arrow.rsplitn(3, ':');
                let column: usize = parts.next()?.trim().parse().ok()?;
                let line: usize = parts.next()?.parse().ok()?;
                let name = parts.next()?;
                let offset = file_of(name).map_or(0, |source| offset_of(&source.text, line, column));
                Some(Place::new(&path_of(name), offset..offset + 1))
            });
            if let Some(place) = place {
                complaint = complaint.at(place);
            }
            complaint
        })
        .collect()
}

fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let in_line = text[start..].char_indices().nth(column.saturating_sub(1)).map_or(0, |(at, _)| at);
    start + in_line
}
