//! One file becomes what it says. Runs for many files at once; no file sees another.

use super::files::{Role, role};
use super::table::{Any, fields_of, read_any};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::fact::{Fact, List, Span};
use crate::base::id::{Kind, RecordId, Scope, to};
use crate::base::lang::Lang;
use crate::base::limits;
use crate::base::place::Place;
use crate::kinds::common::KeptCommon;
use crate::kinds::episode;
use crate::kinds::record::{MarkdownFile, check_extra, check_id, check_id_text, check_was, common_fields};
use crate::kinds::site::FORMAT;
use crate::kinds::{News, Page, Site};
use crate::parse::decode::{Cx, Fields, Mention, Presence, read_fields, shorten};
use crate::parse::foreign::Foreign;
use crate::parse::markdown::{self, Prose};
use crate::parse::marks::Marks;
use crate::parse::values::{SourceRef, link_kinds};
use crate::parse::yaml::{self, Key, Node, Yaml};
use crate::parse::{conflict, front, lyrics, private, quotes};
use crate::source::{Aside, Found, Source, Tree};
use std::borrow::Cow;
use std::sync::Arc;

/// The key at the head of a file for what all of its records have.
pub const DEFAULTS: &str = "_defaults";

/// What one file says.
#[derive(Clone, Debug)]
pub struct Parsed {
    pub path: Arc<str>,
    pub says: Says,
    pub mentions: Vec<Mention>,
    /// Which of its texts may stand in the open.
    pub marks: Marks,
    /// The languages that its texts are keyed by.
    pub foreign: Vec<Foreign>,
    pub complaints: Vec<Diagnostic>,
}

#[derive(Clone, Debug)]
pub enum Says {
    /// It could not be read, or has nothing in it.
    Nothing,
    Site(Box<Site>),
    Records(Vec<Any>),
    /// A Markdown file; without a language it is in the site's first one.
    News {
        id: RecordId,
        lang: Option<Lang>,
        file: Arc<MarkdownFile<News>>,
    },
    Page {
        id: RecordId,
        lang: Option<Lang>,
        file: Arc<MarkdownFile<Page>>,
    },
    About {
        of: Mention,
        lang: Option<Lang>,
        prose: Arc<Prose>,
    },
    Picture,
    Template(Source),
    Static,
}

impl Says {
    /// The text in Markdown.
    pub fn prose(&self) -> Option<&Arc<Prose>> {
        match self {
            Says::News { file, .. } => Some(&file.prose),
            Says::Page { file, .. } => Some(&file.prose),
            Says::About { prose, .. } => Some(prose),
            _ => None,
        }
    }

    /// The greater part of a text goes where it takes no memory, if there is such a place.
    pub fn put_aside(&mut self, aside: &Arc<Aside>) {
        // Nobody else has it yet.
        let prose = match self {
            Says::News { file, .. } => Arc::get_mut(file).map(|file| &mut file.prose),
            Says::Page { file, .. } => Arc::get_mut(file).map(|file| &mut file.prose),
            Says::About { prose, .. } => Some(prose),
            _ => None,
        };
        if let Some(prose) = prose.and_then(Arc::get_mut) {
            prose.put_aside(aside);
        }
    }
}

/// Reads and parses one file.
pub fn read_file(tree: &dyn Tree, found: &Found) -> Parsed {
    read_file_and(tree, found, &mut |_, _| {})
}

/// The same; `also` sees what a text was found to say, beside the text.
pub fn read_file_and(tree: &dyn Tree, found: &Found, also: &mut dyn FnMut(&Says, &str)) -> Parsed {
    let mut parsed = Parsed {
        path: found.path.clone(),
        says: Says::Nothing,
        mentions: Vec::new(),
        marks: Marks::default(),
        foreign: Vec::new(),
        complaints: Vec::new(),
    };
    match role(&found.path) {
        Err(complaint) => parsed.complaints.push(complaint),
        Ok(Role::Picture) => parsed.says = Says::Picture,
        Ok(Role::Static) => parsed.says = Says::Static,
        Ok(role) => match Source::read(tree, found) {
            Err(complaint) => parsed.complaints.push(complaint),
            Ok(source) => match (conflict::find(&found.path, &source.text), role) {
                (Some(complaint), _) => parsed.complaints.push(complaint),
                (None, Role::Template) => parsed.says = Says::Template(source),
                (None, role) => {
                    parsed.says = Reading { parsed: &mut parsed }.run(role, &source.text);
                    also(&parsed.says, &source.text);
                }
            },
        },
    }
    parsed
}

struct Reading<'a> {
    parsed: &'a mut Parsed,
}

impl Reading<'_> {
    fn run(&mut self, role: Role, text: &str) -> Says {
        match role {
            Role::Template | Role::Picture | Role::Static => Says::Nothing,
            Role::Site => self.site(text),
            Role::Table { kind, drama } => self.table(kind, drama, text),
            Role::One { kind, drama, id } => {
                let place = Place::file(&self.parsed.path);
                if let Err(complaint) = check_id_text(&id, place.clone()) {
                    self.parsed.complaints.push(complaint);
                }
                let id = RecordId::new(kind, &drama, &id);
                let Some(node) = self.one(kind, text) else { return Says::Nothing };
                let node = self.unwrapped(kind.name(), node, &|key| is_field(kind, key));
                self.episode_key(&id, Place::file(&self.parsed.path));
                Says::Records(self.record(id, &drama, place, &node, text).into_iter().collect())
            }
            Role::Drama { drama } => self.drama(drama, text),
            Role::News { name, lang } => self.news(&name, lang, text),
            Role::Page { id, lang } => self.page(&id, lang, text),
            Role::About { kind, drama, id, lang } => self.about(kind, drama, &id, lang, text),
        }
    }

    fn yaml(&mut self, text: &str, kind: Option<Kind>) -> Option<Node> {
        let path = self.parsed.path.clone();
        let node = yaml::read(&path, text, 0..text.len(), &mut self.parsed.complaints)?;
        private::check_node(&path, text, &node, kind, &mut self.parsed.complaints);
        Some(node)
    }

    /// A file that is one record: without anything in it the record would be missing in silence.
    fn one(&mut self, kind: Kind, text: &str) -> Option<Node> {
        let before = self.parsed.complaints.len();
        let node = self.yaml(text, Some(kind));
        if node.is_none() && self.parsed.complaints.len() == before {
            let what =
                if text.trim().is_empty() { "this file is empty" } else { "this file has only remarks in it" };
            let needed: Vec<&str> = fields_of(kind).iter().filter(|f| f.needed).map(|f| f.name).collect();
            self.parsed.complaints.push(
                Diagnostic::new(Code::MissingField, format!("{what}, so there is no {kind}"))
                    .at(Place::file(&self.parsed.path))
                    .help(format!(
                        "write its fields ({}), or delete the file until there is something to say",
                        needed.join(", ")
                    )),
            );
        }
        node
    }

    /// An episode is keyed by its number, written in one way only.
    fn episode_key(&mut self, id: &RecordId, place: Place) {
        if id.kind == Kind::Episode
            && let Some(help) = episode::key_problem(&id.id)
        {
            let message = format!("`{}` is not how an episode's number is written", id.id);
            self.parsed.complaints.push(Diagnostic::new(Code::BadId, message).at(place).help(help));
        }
    }

    /// Whether a part could not be read: then what seems to be missing may stand in it.
    fn is_broken_since(&self, before: usize) -> bool {
        let is_broken = |complaint: &Diagnostic| matches!(complaint.code, Code::YamlSyntax | Code::BadFile);
        self.parsed.complaints[before..].iter().any(is_broken)
    }

    fn cx<'c>(&'c mut self, owner: RecordId, drama: &Arc<str>, text: &'c str) -> Cx<'c> {
        Cx {
            file: &self.parsed.path,
            text,
            owner,
            field: "",
            top: "",
            presence: Presence::default(),
            drama: drama.clone(),
            complaints: &mut self.parsed.complaints,
            mentions: &mut self.parsed.mentions,
            marks: &mut self.parsed.marks,
            foreign: &mut self.parsed.foreign,
        }
    }

    fn site(&mut self, text: &str) -> Says {
        let none: Arc<str> = "".into();
        let before = self.parsed.complaints.len();
        let node = self.yaml(text, None);
        if self.is_broken_since(before) {
            return Says::Nothing;
        }
        let told = self.parsed.complaints.len();
        if node.is_none() && told == before {
            let needed = <Site as Fields>::FIELDS.iter().filter(|about| about.needed).map(|about| about.name);
            self.parsed.complaints.push(
                Diagnostic::new(Code::MissingField, "nothing is said of the site in this file")
                    .at(Place::file(&self.parsed.path))
                    .help(format!("write its fields: {}", needed.collect::<Vec<_>>().join(", "))),
            );
            return Says::Nothing;
        }
        let node = node.unwrap_or(Node { at: Span::default(), is: Yaml::Map(Vec::new()) });
        let format = node.get("format").and_then(|node| Some((node.text()?.parse::<u32>().ok()?, node.at)));
        if let Some((format, at)) = format.filter(|(format, _)| !(1..=FORMAT).contains(format)) {
            let complaint = match format {
                0 => Diagnostic::new(Code::WrongType, "there is no format 0")
                    .help("the first is 1: write `format: 1`"),
                _ => Diagnostic::new(
                    Code::NewerFormat,
                    format!("these files are in format {format}, and this program knows formats up to {FORMAT}"),
                )
                .help(format!("it needs a newer linernotes than this one, which is {}", env!("CARGO_PKG_VERSION"))),
            };
            let place = Place { file: self.parsed.path.clone(), start: at.start, end: at.end };
            self.parsed.complaints.push(complaint.at(place));
            return Says::Nothing;
        }
        let is_field = |key: &str| <Site as Fields>::FIELDS.iter().any(|about| about.name == key);
        let node = self.unwrapped("site", node, &is_field);
        let owner = RecordId { kind: Kind::Page, drama: none.clone(), id: none.clone() };
        let mut cx = self.cx(owner, &none, text);
        let site = read_fields::<Site>(&node, &mut cx, &[], &mut |_, _, _| false);
        self.spare_missing(before, told);
        match site {
            Some(site) => Says::Site(Box::new(site)),
            None => Says::Nothing,
        }
    }

    /// What stands below a key that is no field, such as the record's own id, in a file that is one record.
    fn unwrapped(&mut self, called: &str, node: Node, is_field: &dyn Fn(&str) -> bool) -> Node {
        let Yaml::Map(entries) = &node.is else { return node };
        let [(key, inner)] = &entries[..] else { return node };
        let has_fields =
            matches!(&inner.is, Yaml::Map(fields) if fields.iter().any(|(key, _)| is_field(&key.text)));
        if is_field(&key.text) || !has_fields {
            return node;
        }
        self.parsed.complaints.push(
            Diagnostic::new(
                Code::WrongType,
                format!("this file is the {called} itself, so its fields stand at the edge of the line"),
            )
            .at(Place { file: self.parsed.path.clone(), start: key.at.start, end: key.at.end })
            .help(format!("delete the line `{}:`, and the spaces before the lines below it", shorten(&key.text))),
        );
        inner.clone()
    }

    /// What stands below `songs:` in `songs.yaml`.
    fn below_the_kind<'n>(&mut self, kind: Kind, entries: &'n [(Key, Node)]) -> &'n [(Key, Node)] {
        let [(key, Node { is: Yaml::Map(inner), .. })] = entries else { return entries };
        let is_kind = [kind.stem(), kind.plural(), kind.name()].contains(&key.text.as_str());
        let are_records =
            inner.iter().all(|(key, node)| matches!(node.is, Yaml::Map(_)) && !is_field(kind, &key.text));
        if !is_kind || !are_records || inner.is_empty() {
            return entries;
        }
        self.parsed.complaints.push(
            Diagnostic::new(Code::WrongType, format!("the ids of {} stand at the edge of the line", kind.plural()))
                .at(Place { file: self.parsed.path.clone(), start: key.at.start, end: key.at.end })
                .help(format!("delete the line `{}:`, and two spaces before each of the lines below it", key.text)),
        );
        inner
    }

    /// The entries as they were meant, where fields stand at the edge of the line or records inside others. That is
    /// told, and nothing that would only follow from it.
    fn as_meant<'n>(&mut self, kind: Kind, entries: &'n [(Key, Node)]) -> Cow<'n, [(Key, Node)]> {
        let has_inner = |node: &Node| matches!(&node.is, Yaml::Map(fields) if fields.iter().any(|(key, node)| is_inner_record(kind, key, node)));
        if !entries.iter().any(|(key, node)| is_field_at_the_edge(kind, key, node) || has_inner(node)) {
            return Cow::Borrowed(entries);
        }
        let mut meant: Vec<(Key, Node)> = Vec::with_capacity(entries.len());
        let mut is_run = false;
        for (key, node) in entries {
            let place = Place { file: self.parsed.path.clone(), start: key.at.start, end: key.at.end };
            if is_field_at_the_edge(kind, key, node) {
                if !std::mem::replace(&mut is_run, true) {
                    self.parsed.complaints.push(field_at_the_edge(kind, key, place));
                }
                let Some((_, record)) = meant.last_mut().filter(|(key, _)| key.text != DEFAULTS) else { continue };
                record.at.end = node.at.end;
                match &mut record.is {
                    Yaml::Map(fields) if fields.iter().all(|(known, _)| known.text != key.text) => {
                        fields.push((key.clone(), node.clone()));
                    }
                    Yaml::Nothing => record.is = Yaml::Map(vec![(key.clone(), node.clone())]),
                    _ => {}
                }
                continue;
            }
            is_run = false;
            let mut node = node.clone();
            let mut inner = Vec::new();
            if let Yaml::Map(fields) = &mut node.is {
                (inner, *fields) =
                    std::mem::take(fields).into_iter().partition(|(key, node)| is_inner_record(kind, key, node));
            }
            meant.push((key.clone(), node));
            for (inner_key, node) in inner {
                let place =
                    Place { file: self.parsed.path.clone(), start: inner_key.at.start, end: inner_key.at.end };
                let (other, outer) = (shorten(&inner_key.text), shorten(&key.text));
                self.parsed.complaints.push(
                    Diagnostic::new(
                        Code::WrongType,
                        format!(
                            "`{other}` stands inside of `{outer}`, and looks like {} of its own",
                            kind.with_article()
                        ),
                    )
                    .at(place)
                    .help(
                        "begin it at the edge of the line, as the others do, and its fields two spaces further in",
                    ),
                );
                meant.push((inner_key, node));
            }
        }
        Cow::Owned(meant)
    }

    /// A file of records by id, with `_defaults:` at its head.
    fn table(&mut self, kind: Kind, drama: Arc<str>, text: &str) -> Says {
        let Some(node) = self.yaml(text, Some(kind)) else { return Says::Records(Vec::new()) };
        let Yaml::Map(entries) = &node.is else {
            let form = format!("{} by their ids: `my-{}:` and its fields below it, indented", kind.plural(), kind);
            let complaint = Diagnostic::new(Code::WrongType, format!("this file takes {form}")).at(Place {
                file: self.parsed.path.clone(),
                start: node.at.start,
                end: node.at.end.min(node.at.start + 80),
            });
            self.parsed.complaints.push(match node.is {
                Yaml::List(_) => complaint
                    .help("take the hyphens at the edge away, and begin each record with its id and a colon"),
                _ => complaint.help("begin each record with its id and a colon, at the edge of the line"),
            });
            return Says::Nothing;
        };
        let entries = self.below_the_kind(kind, entries);
        let entries = self.as_meant(kind, entries);
        let mut defaults = None;
        let mut records = Vec::with_capacity(entries.len());
        let mut is_cut = false;
        for (key, value) in entries.iter() {
            let place = Place { file: self.parsed.path.clone(), start: key.at.start, end: key.at.end };
            if key.text == DEFAULTS {
                let owner = RecordId::new(kind, &drama, DEFAULTS);
                let mut cx = self.cx(owner, &drama, text);
                defaults =
                    read_fields::<Defaults>(value, &mut cx, &[], &mut |_, _, _| false).and_then(|d| d.sources.0);
                continue;
            }
            if let Some((id, fields)) = key.text.split_once([':', '：'])
                && check_id_text(id, place.clone()).is_ok()
            {
                let complaint =
                    Diagnostic::new(Code::BadId, format!("`{}` is no id", shorten(&key.text))).at(place);
                self.parsed.complaints.push(match key.text.contains('：') {
                    true => complaint.help(format!("the colon is not the one that YAML knows: write `{id}:`")),
                    false => complaint
                        .help(format!("a space is missing after the colon: write `{id}: {}…`", shorten(fields))),
                });
                continue;
            }
            if let Err(complaint) = check_id(key, place.clone()) {
                self.parsed.complaints.push(complaint);
                // Nothing can be called so, not even for the rest of this build: addresses are made of it.
                if key.text.is_empty() || key.text.contains('/') {
                    continue;
                }
            }
            if self.parsed.complaints.len() > limits::PROBLEMS_KEPT {
                self.parsed.complaints.truncate(limits::PROBLEMS_KEPT);
                is_cut = true;
            }
            let id = RecordId::new(kind, &drama, &key.text);
            self.episode_key(&id, place.clone());
            let Some(mut record) = self.record(id, &drama, place, value, text) else { continue };
            if let Some(defaults) = &defaults
                && !record.common().sources.is_given()
            {
                record.common_mut().sources = List(Some(defaults.clone()));
            }
            records.push(record);
        }
        if is_cut {
            let message =
                format!("this file has more than {} mistakes, and only these are told", limits::PROBLEMS_KEPT);
            let help = "correct the first of them: the others are often the same";
            self.parsed
                .complaints
                .push(Diagnostic::new(Code::BadFile, message).at(Place::file(&self.parsed.path)).help(help));
        }
        Says::Records(records)
    }

    fn record(&mut self, id: RecordId, drama: &Arc<str>, place: Place, node: &Node, text: &str) -> Option<Any> {
        let kind = id.kind;
        if node.is == Yaml::Nothing {
            let needed: Vec<&str> = fields_of(kind).iter().filter(|f| f.needed).map(|f| f.name).collect();
            let complaint = Diagnostic::new(Code::MissingField, format!("the {kind} `{}` has no fields", id.id))
                .at(place)
                .help(match needed.is_empty() {
                    true => "write its fields below it, indented by two spaces".to_string(),
                    false => format!("write its fields below it, indented by two spaces: {}", needed.join(", ")),
                });
            self.parsed.complaints.push(complaint);
            return None;
        }
        let path = self.parsed.path.clone();
        lyrics::check_node(&path, text, node, &mut self.parsed.complaints);
        let mut cx = self.cx(id, drama, text);
        let any = read_any(kind, place, node, &mut cx)?;
        check_was(node.get("was"), &mut cx);
        check_extra(node.get("extra"), &mut cx);
        if let Any::Release(release) = &any {
            release.is.check(&mut cx);
        }
        Some(any)
    }

    fn drama(&mut self, drama: Arc<str>, text: &str) -> Says {
        let before = self.parsed.complaints.len();
        let Some(node) = self.one(Kind::Drama, text) else { return Says::Nothing };
        let node = self.unwrapped("drama", node, &|key| is_field(Kind::Drama, key));
        let told = self.parsed.complaints.len();
        let place = Place::file(&self.parsed.path);
        let written = node.get("id").and_then(|id| id.text()).map(str::to_string);
        let id_node = node.get("id");
        if let Some(written) = &written {
            let at = id_node.map(|node| node.at).unwrap_or_default();
            let id_place = Place { file: self.parsed.path.clone(), start: at.start, end: at.end };
            if let Err(complaint) = check_id_text(written, id_place.clone()) {
                self.parsed.complaints.push(complaint);
            }
            if !drama.is_empty() && **written != *drama {
                self.parsed.complaints.push(
                    Diagnostic::new(
                        Code::BadId,
                        format!("the drama is called `{written}` here, and its folder `{drama}`"),
                    )
                    .at(id_place)
                    .help("give both the same name: the folder's name is part of every address"),
                );
            }
        }
        // Whatever it is called in the file, the others name it by its folder.
        let id = match drama.is_empty() {
            true => written.as_deref().unwrap_or("drama"),
            false => &drama,
        };
        let id = RecordId::new(Kind::Drama, &drama, id);
        let record = self.record(id, &drama, place, &node, text);
        self.spare_missing(before, told);
        Says::Records(record.into_iter().collect())
    }

    /// Front matter and prose of a Markdown file.
    fn document<T: Fields>(&mut self, id: &RecordId, text: &str) -> Option<(T, KeptCommon, Arc<Prose>)> {
        let path = self.parsed.path.clone();
        let parts = match front::split(&path, text) {
            Ok(parts) => parts,
            Err(complaint) => {
                self.parsed.complaints.push(complaint);
                return None;
            }
        };
        let is_headless = parts.front.is_empty() && parts.body.start == 0;
        if is_headless && let Some(needed) = T::FIELDS.iter().find(|about| about.needed) {
            let message = format!("this file has no head that tells its `{}`", needed.name);
            self.parsed.complaints.push(Diagnostic::new(Code::MissingField, message).at(Place::file(&path)).help(
                format!(
                    "begin it with a line `---`, a line `{}:` with {}, and a line `---`",
                    needed.name,
                    (needed.form)()
                ),
            ));
            return None;
        }
        let before = self.parsed.complaints.len();
        let node = yaml::read(&path, text, parts.front.clone(), &mut self.parsed.complaints);
        if self.is_broken_since(before) {
            return None;
        }
        let told = self.parsed.complaints.len();
        let node = node.unwrap_or(Node {
            at: Span { start: parts.front.start as u32, end: parts.front.end as u32 },
            is: Yaml::Map(Vec::new()),
        });
        private::check_node(&path, text, &node, None, &mut self.parsed.complaints);
        self.parsed.complaints.extend(front::second_head(&path, text, parts.body.clone()));
        let prose = self.prose(id, text, parts.body.clone());
        let mut common = KeptCommon::default();
        let none: Arc<str> = "".into();
        let mut cx = self.cx(id.clone(), &none, text);
        let also = &mut |key: &str, node: &Node, cx: &mut Cx| common.set(key, node, cx);
        let front = read_fields(&node, &mut cx, common_fields(), also);
        check_was(node.get("was"), &mut cx);
        check_extra(node.get("extra"), &mut cx);
        self.spare_missing(before, told);
        let front = front?;
        // What is written about a record rests on the record's own sources.
        let has_sources = !common.sources.is_empty() || !matches!(id.kind, Kind::News | Kind::Page);
        quotes::check(&path, text, parts.body, has_sources, &mut self.parsed.complaints);
        Some((front, common, prose))
    }

    /// What could not be read as YAML is not missing besides: one mistake, one message. `before` and `told` are
    /// how many complaints there were before and after the YAML was read.
    fn spare_missing(&mut self, before: usize, told: usize) {
        if self.parsed.complaints[before..told].iter().any(|complaint| complaint.code == Code::YamlSyntax) {
            let later = self.parsed.complaints.split_off(told);
            let kept = later.into_iter().filter(|complaint| complaint.code != Code::MissingField);
            self.parsed.complaints.extend(kept);
        }
    }

    fn prose(&mut self, id: &RecordId, text: &str, body: std::ops::Range<usize>) -> Arc<Prose> {
        let path = self.parsed.path.clone();
        let prose = markdown::read(&path, text, body.clone(), &mut self.parsed.complaints);
        private::check(&path, text, body.clone(), &mut self.parsed.complaints);
        lyrics::check(&path, text, body, &mut self.parsed.complaints);
        for link in prose.links() {
            // A record of `images.yaml` has words of its own.
            if link.is_image && link.alt.trim().is_empty() && !link.target.starts_with("image:") {
                self.parsed.complaints.push(
                    Diagnostic::new(Code::ImageAlt, "this picture has no words for those who cannot see it")
                        .at(link.place.clone())
                        .help("say between the brackets what is to be seen: `![The booklet, open in the middle](booklet.jpg)`"),
                );
            }
            let Some((kinds, target)) = link.target.split_once(':').and_then(|(k, id)| Some((link_kinds(k)?, id)))
            else {
                continue;
            };
            let at = place_of_id(text, &link.target, target.len(), &link.place);
            let drama = id.drama.clone();
            let mut cx = self.cx(id.clone(), &drama, text);
            cx.field = "text";
            cx.mention(target, at, kinds);
        }
        Arc::new(prose)
    }

    fn news(&mut self, name: &str, lang: Option<Lang>, text: &str) -> Says {
        // The day stands before the id: 2024-04-26-pre-sale.
        let (day, id) = match name.split_at_checked(10) {
            Some((day, rest)) if rest.starts_with('-') => (crate::base::day::Day::new(day), &rest[1..]),
            _ => (None, name),
        };
        let path = self.parsed.path.clone();
        let shape = |text: &str| text.bytes().map(|b| if b.is_ascii_digit() { b'0' } else { b }).eq(*b"0000-00-00");
        if day.is_none() && name.get(..10).is_some_and(shape) {
            let message = format!("the name of this file begins with `{}`, and there is no such day", &name[..10]);
            let help = "begin it with the day of the news, such as `2024-04-26-pre-sale.en.md`";
            self.parsed.complaints.push(Diagnostic::new(Code::BadFile, message).at(Place::file(&path)).help(help));
            return Says::Nothing;
        }
        let mut parts = name.splitn(4, '-');
        if day.is_none()
            && let (Some(year), Some(month), Some(day), Some(rest)) =
                (parts.next(), parts.next(), parts.next(), parts.next())
            && let (4, Ok(month), Ok(day)) = (year.len(), month.parse::<u32>(), day.parse::<u32>())
            && crate::base::day::Day::new(&format!("{year}-{month:02}-{day:02}")).is_some()
        {
            let end = path.rsplit_once('/').and_then(|(_, file)| file.split_once('.')).map_or("md", |(_, end)| end);
            self.parsed.complaints.push(
                Diagnostic::new(
                    Code::BadFile,
                    "the day in the name of this file is not written with two digits each",
                )
                .at(Place::file(&path))
                .help(format!("name it `{year}-{month:02}-{day:02}-{rest}.{end}`")),
            );
            return Says::Nothing;
        }
        if let Err(complaint) = check_id_text(id, Place::file(&path)) {
            self.parsed.complaints.push(complaint);
        }
        if id.is_empty() {
            return Says::Nothing;
        }
        let id = RecordId::new(Kind::News, &"".into(), id);
        let Some((mut front, common, prose)) = self.document::<News>(&id, text) else { return Says::Nothing };
        match (front.date.fact(), day) {
            (Some(_), _) => {}
            (None, Some(day)) => {
                let when = crate::base::day::When::day(day);
                front.date.0 = Some(Box::new(Fact::plain(when, Span::default())));
            }
            (None, None) => self.parsed.complaints.push(
                Diagnostic::new(Code::MissingField, "this news item has no date")
                    .at(Place::file(&path))
                    .help("begin the file's name with a day, such as `2024-04-26-pre-sale.en.md`, or add `date:`"),
            ),
        }
        for tag in &front.tags {
            if crate::base::id::id_problem(tag.as_str()).is_some() {
                let at = front.tags.fact().map(|fact| fact.at).unwrap_or_default();
                let place = Place { file: path.clone(), start: at.start, end: at.end };
                if let Err(complaint) = check_id_text(tag.as_str(), place) {
                    self.parsed
                        .complaints
                        .push(complaint.help("what a tag is called stands under `tags:` in site.yaml"));
                }
            }
        }
        let file = MarkdownFile { place: Place::file(&path), front, common, prose };
        Says::News { id, lang, file: Arc::new(file) }
    }

    fn page(&mut self, id: &str, lang: Option<Lang>, text: &str) -> Says {
        let path = self.parsed.path.clone();
        if let Err(complaint) = check_id_text(id, Place::file(&path)) {
            self.parsed.complaints.push(complaint);
        }
        let id = RecordId::new(Kind::Page, &"".into(), id);
        let Some((front, common, prose)) = self.document::<Page>(&id, text) else { return Says::Nothing };
        let file = MarkdownFile { place: Place::file(&path), front, common, prose };
        Says::Page { id, lang, file: Arc::new(file) }
    }

    fn about(&mut self, kind: Kind, drama: Arc<str>, id: &str, lang: Option<Lang>, text: &str) -> Says {
        let path = self.parsed.path.clone();
        let owner = RecordId::new(kind, &drama, id);
        let Some((_, _, prose)) = self.document::<AboutFront>(&owner, text) else { return Says::Nothing };
        let drama = if kind.scope() == Scope::Site { "".into() } else { drama };
        let at = Kind::ALL.iter().position(|k| *k == kind).unwrap_or(0);
        let kinds = if matches!(kind, Kind::Person | Kind::Artist) { to::PERFORMER } else { &Kind::ALL[at..=at] };
        let to = crate::base::id::Ref { kinds, drama, id: id.into(), at: Span::default() };
        let of = Mention { to, owner, field: "about", file: path };
        self.parsed.mentions.push(of.clone());
        Says::About { of, lang, prose }
    }
}

fn is_field(kind: Kind, name: &str) -> bool {
    fields_of(kind).iter().chain(common_fields()).any(|about| about.name == name)
}

/// A field of the kind where an id should stand, as in a file whose fields are not indented.
fn is_field_at_the_edge(kind: Kind, key: &Key, value: &Node) -> bool {
    let is_record = match &value.is {
        Yaml::Map(entries) => entries.iter().any(|(key, _)| is_field(kind, &key.text)),
        _ => false,
    };
    is_field(kind, &key.text) && !is_record
}

/// A record that was indented too far, so that it lies in the one above.
fn is_inner_record(kind: Kind, key: &Key, value: &Node) -> bool {
    let is_needed = |name: &str| fields_of(kind).iter().any(|about| about.needed && about.name == name);
    let has_needed = match &value.is {
        Yaml::Map(fields) => fields.iter().any(|(key, _)| is_needed(&key.text)),
        _ => false,
    };
    has_needed && !is_field(kind, &key.text)
}

fn field_at_the_edge(kind: Kind, key: &Key, place: Place) -> Diagnostic {
    let message =
        format!("`{}` stands at the edge of the line, where the ids of {} stand", key.text, kind.plural());
    Diagnostic::new(Code::WrongType, message).at(place).help(format!(
        "put two spaces before it and before what follows it, so that it belongs to the {kind} above"
    ))
}

/// Where in a link the id stands, if it stands there once as it is; else the link.
fn place_of_id(text: &str, target: &str, id_length: usize, link: &Place) -> Span {
    let written = text.get(link.start as usize..link.end as usize).unwrap_or("");
    let mut found = written.match_indices(target);
    match (found.next(), found.next()) {
        (Some((at, _)), None) => {
            let end = link.start + (at + target.len()) as u32;
            Span { start: end - id_length as u32, end }
        }
        _ => Span { start: link.start, end: link.end },
    }
}

crate::parse::decode::fields! { "_defaults";
    /// What every record of a file has that does not say otherwise.
    pub struct Defaults {
        /// Ids of sources.
        sources: List<SourceRef>,
    }
}

crate::parse::decode::fields! { "the head of a text";
    /// Front matter of a long text: nothing is needed.
    pub struct AboutFront {
        /// A title, for yourself.
        title: crate::base::fact::Maybe<crate::parse::values::Word>,
    }
}
