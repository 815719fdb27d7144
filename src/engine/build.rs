//! One build from files to files: read, link, plan, make, prove. What is written where is the sink's affair.
//!
//! Every stage goes on after a mistake of the author's, so that one build tells them all; whether anything is
//! published is decided at the end.

use super::cards::{Came, CardCount, Drawing, Easel, Lack, failed, tell_lacks};
use super::fonts::{self, FontCount, PageGlyphs};
use super::parts::{assets, strings, switches, writable};
use super::pictures::{Look, PictureCount, look_at, with_places};
use super::watch::{Timed, Unwatched, Watch};
use crate::base::day::Zone;
use crate::base::diagnostic::{Code, Diagnostic, Severity, sort};
use crate::base::lang::Lang;
use crate::base::limits;
use crate::base::place::Place;
use crate::base::view::View;
use crate::model::link::{Asked, link};
use crate::model::read::{Parsed, Says, read_file};
use crate::model::reader::Read;
use crate::model::secrets::{Secret, without_open};
use crate::model::{Model, Reader};
use crate::outputs::desk::{Around, Desk};
use crate::outputs::frame::{frame, words};
use crate::outputs::{Ask, Assets, Made, OUTPUTS, Page, output_of};
use crate::plan::strings::AllStrings;
use crate::plan::{Plan, Routes, Slot, cards, pictures as plan_pictures};
use crate::proof::{self, Guard, Leak, Planned, Seen};
use crate::render::Renderer;
use crate::source::{Aside, Found, Source, Tree};
use rayon::prelude::*;
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Takes finished files. Called from many threads.
pub trait Sink: Sync {
    type Fault: Send;
    fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), Self::Fault>;

    /// A place for what need not lie in memory while a large site is built, if there is one.
    fn aside(&self) -> Option<Arc<Aside>> {
        None
    }
}

/// What a build came to, but for the files themselves.
#[derive(Debug, Default)]
pub struct Built {
    /// Sorted, none twice.
    pub complaints: Vec<Diagnostic>,
    pub page_count: usize,
    pub file_count: usize,
    pub cards: CardCount,
    pub fonts: FontCount,
    /// The site's.
    pub zone: Zone,
    pub pictures: PictureCount,
    /// There would be so many cards that only those of dramas, songs and releases are made.
    pub has_few_cards: bool,
}

/// Why a build could not go on: never the author's mistake.
#[derive(Debug)]
pub enum Stop<F> {
    /// The folder of the site could not be read.
    Tree(io::Error),
    /// A file could not be put away.
    Sink(F),
    /// What was put aside could not be read back.
    Aside(io::Error),
}

/// Builds a site without drawing: share cards stay SVG text.
pub fn build<S: Sink>(tree: &dyn Tree, asked: &Asked, sink: &S) -> Result<Built, Stop<S::Fault>> {
    build_drawing(tree, asked, Drawing::Outlined, sink, &Unwatched)
}

/// Builds a site, with share cards as asked.
pub fn build_drawing<S: Sink>(
    tree: &dyn Tree,
    asked: &Asked,
    drawing: Drawing,
    sink: &S,
    watch: &dyn Watch,
) -> Result<Built, Stop<S::Fault>> {
    let mut complaints = Vec::new();
    watch.stage("read and parse");
    let aside = sink.aside();
    let parsed = read_keeping(tree, aside.as_ref(), &mut complaints).map_err(Stop::Tree)?;
    if !is_told(&complaints) && !has_site(&parsed) {
        complaints.push(no_site());
        sort(&mut complaints);
        return Ok(Built { complaints, ..Built::default() });
    }
    let cache = match drawing {
        Drawing::Drawn(caches) => caches.pictures,
        Drawing::Outlined => None,
    };
    watch.stage("link and check");
    let linked = Linked::new(parsed, asked, &mut complaints);
    watch.stage("plan");
    let ready = Ready::after(tree, linked, Same::default(), Look::Whole(cache), &mut complaints);
    let is_error = |complaint: &&Diagnostic| complaint.severity == Severity::Error;
    if complaints.iter().filter(is_error).count() > limits::PROBLEMS_PRINTED {
        // More than anybody reads: pages would only be made to find more of them.
        sort(&mut complaints);
        return Ok(Built { complaints, ..Built::default() });
    }
    watch.stage("make");
    let (pictures, picture_count) = ready.make_pictures(tree, drawing, sink, &mut complaints)?;
    let mut pages = ready.make_all_drawing(drawing, sink, watch, &mut complaints)?;
    pages.reserve_exact(pictures.len());
    pages.extend(pictures);
    watch.stage("prove");
    ready.prove(&pages.iter().collect::<Vec<_>>(), &mut complaints);
    super::signs::place_signs(tree, &mut complaints);
    sort(&mut complaints);
    let count = |came| {
        let made = pages.iter().filter(|page| page.came == Some(came));
        let fonts = made.clone().filter(|page| page.path.ends_with(fonts::ENDING)).count();
        (made.count() - fonts, fonts)
    };
    let (drawn, kept) = (count(Came::Drawn), count(Came::Kept));
    let built = Built {
        complaints,
        page_count: pages.iter().filter(|page| page.is_page).count(),
        file_count: pages.len(),
        cards: CardCount { drawn: drawn.0, kept: kept.0 },
        fonts: FontCount { made: drawn.1, kept: kept.1 },
        zone: ready.model.zone().clone(),
        pictures: picture_count,
        has_few_cards: cards::are_few(&Reader::new(&ready.model), &ready.plan),
    };
    if let Some(aside) = aside {
        if let Some(fault) = aside.fault() {
            return Err(Stop::Aside(fault));
        }
        aside.close();
    }
    // Millions of small things: freed beside what is still to do.
    std::thread::spawn(move || drop((ready, pages)));
    Ok(built)
}

/// Reads and parses every file of a tree, many at once; in the order of their paths.
pub fn read(tree: &dyn Tree, complaints: &mut Vec<Diagnostic>) -> io::Result<Vec<Parsed>> {
    read_keeping(tree, None, complaints)
}

/// The same; the greater part of long texts is put aside, if there is such a place.
fn read_keeping(
    tree: &dyn Tree,
    aside: Option<&Arc<Aside>>,
    complaints: &mut Vec<Diagnostic>,
) -> io::Result<Vec<Parsed>> {
    let found = tree.list(complaints)?;
    let read = |found: &Found| {
        let mut parsed = read_file(tree, found);
        if let Some(aside) = aside {
            parsed.says.put_aside(aside);
        }
        parsed
    };
    Ok(found.par_iter().map(read).collect())
}

/// The model of a site alone: for questions about its facts, which need no page.
pub fn know(tree: &dyn Tree, asked: &Asked, complaints: &mut Vec<Diagnostic>) -> io::Result<Model> {
    let parsed = read(tree, complaints)?;
    if !has_site(&parsed) {
        complaints.push(no_site());
    }
    let model = link(parsed, asked, complaints);
    sort(complaints);
    Ok(model)
}

/// Whether a `site.yaml` that is there and cannot be read was told of.
pub(super) fn is_told(complaints: &[Diagnostic]) -> bool {
    complaints.iter().any(|complaint| complaint.place.as_ref().is_some_and(|at| is_site(&at.file)))
}

pub(super) fn has_site(parsed: &[Parsed]) -> bool {
    parsed.iter().any(|file| is_site(&file.path))
}

fn is_site(path: &str) -> bool {
    matches!(path, "content" | "content/site.yaml" | "content/site.yml")
}

pub(super) fn no_site() -> Diagnostic {
    Diagnostic::new(Code::NoSite, "there is no site here: `content/site.yaml` is missing")
        .help("run the program in the folder that has `content/` in it, or name that folder with `--root`")
}

/// Everything that is settled before the first page is made.
pub struct Ready {
    pub model: Model,
    pub plan: Plan,
    pub routes: Routes,
    pub(super) assets: Told<Assets>,
    pub(super) strings: Told<AllStrings>,
    pub(super) renderer: Told<Renderer>,
    /// Texts that only closed parts of pages may have, and what looks for them.
    pub(super) secrets: Vec<Secret>,
    pub(super) guard: Guard,
    easel: Easel,
    /// What pages see as `site`, by language and drama.
    frames: HashMap<(Lang, String), View>,
    /// What they see as `t`.
    words: HashMap<Lang, View>,
}

/// A file that was made, and what `proof` saw in it.
pub struct Finished {
    pub(super) path: String,
    pub(super) seen: Seen,
    pub(super) leaks: Vec<Leak>,
    pub(super) template: Option<&'static str>,
    /// What it asked of the model.
    pub reads: Vec<Read>,
    pub(super) is_page: bool,
    /// How it came to be, of a card or font that was drawn.
    pub(super) came: Option<Came>,
    /// What no font has of the words of a card.
    pub(super) lack: Option<(Lang, Box<Lack>)>,
}

impl Finished {
    /// A file with nothing noted of it yet.
    pub(super) fn at(path: String) -> Finished {
        Finished {
            path,
            seen: Seen::default(),
            leaks: Vec::new(),
            template: None,
            reads: Vec::new(),
            is_page: false,
            came: None,
            lack: None,
        }
    }
}

/// What of an earlier state is still true.
#[derive(Clone, Copy, Default)]
pub struct Same<'a> {
    pub before: Option<&'a Ready>,
    /// No file below `templates/` is another.
    pub templates: bool,
    /// No file that is copied is another.
    pub files: bool,
    /// `site.yaml` says the same.
    pub site: bool,
}

/// Something that was made, with what was told while it was.
pub(super) struct Told<T> {
    is: Arc<T>,
    pub(super) complaints: Vec<Diagnostic>,
}

impl<T> Told<T> {
    pub(super) fn make(make: impl FnOnce(&mut Vec<Diagnostic>) -> T) -> Told<T> {
        let mut complaints = Vec::new();
        Told { is: Arc::new(make(&mut complaints)), complaints }
    }

    /// What there was before, if it is still true.
    fn again(before: Option<&Told<T>>, make: impl FnOnce(&mut Vec<Diagnostic>) -> T) -> Told<T> {
        match before {
            Some(before) => Told { is: before.is.clone(), complaints: before.complaints.clone() },
            None => Told::make(make),
        }
    }
}

impl<T> std::ops::Deref for Told<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.is
    }
}

/// The model of a site, and the files that are no part of it.
pub struct Linked {
    model: Model,
    templates: Vec<Source>,
    /// Paths below the root of files that are copied.
    copies: Vec<Arc<str>>,
    /// Those of pictures.
    pictures: Vec<Arc<str>>,
}

impl Linked {
    pub fn new(mut parsed: Vec<Parsed>, asked: &Asked, complaints: &mut Vec<Diagnostic>) -> Linked {
        let mut templates = Vec::new();
        let mut copies = Vec::new();
        let mut pictures = Vec::new();
        for file in &mut parsed {
            match std::mem::replace(&mut file.says, Says::Nothing) {
                Says::Template(source) => templates.push(source),
                Says::Static => copies.push(file.path.clone()),
                Says::Picture => {
                    pictures.push(file.path.clone());
                    file.says = Says::Picture;
                }
                says => file.says = says,
            }
        }
        Linked { model: link(parsed, asked, complaints), templates, copies, pictures }
    }
}

impl Ready {
    /// Links, checks and plans what was read. Of pictures only the heads are looked at.
    pub fn new(tree: &dyn Tree, parsed: Vec<Parsed>, asked: &Asked, complaints: &mut Vec<Diagnostic>) -> Ready {
        let linked = Linked::new(parsed, asked, complaints);
        Ready::after(tree, linked, Same::default(), Look::Heads, complaints)
    }

    /// Plans a site, with what is still true of an earlier state, and with pictures looked at as asked.
    pub fn after(
        tree: &dyn Tree,
        linked: Linked,
        same: Same,
        how: Look,
        complaints: &mut Vec<Diagnostic>,
    ) -> Ready {
        let Linked { model, templates, copies, pictures } = linked;
        let before = |is_same: bool| same.before.filter(|_| is_same);
        let renderer = Told::again(before(same.templates).map(|ready| &ready.renderer), |complaints| {
            Renderer::new(&templates, complaints)
        });
        let reader = Reader::forgetful(&model);
        let strings = Told::again(before(same.templates && same.site).map(|ready| &ready.strings), |complaints| {
            strings(&reader, &templates, complaints)
        });
        let routes = Routes::new(&reader);
        let switched_off = switches(&reader, complaints);
        let assets = Told::again(before(same.files && same.site).map(|ready| &ready.assets), |complaints| {
            let rules = fonts::rules(&reader, &switched_off);
            let mut assets = assets(tree, copies, &rules, complaints);
            super::look::add_tokens(&reader, &mut assets, complaints);
            let is_off = switched_off.iter().any(|name| name == plan_pictures::OUTPUT);
            assets.pictures = look_at(tree, &pictures, (&model, is_off), how, complaints);
            assets
        });
        for told in [&renderer.complaints, &strings.complaints] {
            complaints.extend_from_slice(told);
        }
        complaints.extend(with_places(&model, &assets.complaints));
        let mut slots: Vec<Slot> = Vec::new();
        for output in OUTPUTS.iter().filter(|output| !switched_off.iter().any(|name| name == output.name)) {
            let ask = Ask { reader: &reader, routes: &routes, assets: &assets, so_far: &slots };
            let mut more = (output.slots)(&ask);
            slots.append(&mut more);
        }
        let slots = writable(slots, complaints);
        let mut clashes = Vec::new();
        let plan = Plan::new(slots, &mut clashes);
        complaints.extend(once_for_each_place(clashes));
        let around =
            Around { routes: &routes, strings: &strings, assets: &assets, plan: &plan, reach: renderer.reach() };
        let mut frames = HashMap::new();
        for slot in plan.slots() {
            let Some(lang) = &slot.lang else { continue };
            let key = (lang.clone(), slot.drama().to_string());
            let drama = slot.drama();
            frames.entry(key).or_insert_with(|| frame(&reader, around, lang, drama));
        }
        let words = strings.iter().map(|(lang, strings)| (lang.clone(), words(strings))).collect();
        // What the program itself says anywhere is no spoiler.
        let open = strings.values().flat_map(|strings| strings.texts().values().cloned());
        let secrets = without_open(model.secrets().to_vec(), open);
        let texts: Vec<(&str, &str)> = secrets.iter().map(|s| (s.letters.as_str(), s.text.as_str())).collect();
        let guard = Guard::new(&texts);
        Ready {
            model,
            plan,
            routes,
            assets,
            strings,
            renderer,
            secrets,
            guard,
            easel: Easel::default(),
            frames,
            words,
        }
    }

    /// What pages are made with.
    pub(super) fn around(&self) -> Around<'_> {
        let Ready { routes, strings, assets, plan, renderer, .. } = self;
        Around { routes, strings, assets, plan, reach: renderer.reach() }
    }

    /// Makes, renders and looks through every file, and hands each to the sink. Cards stay SVG text.
    pub fn make_all<S: Sink>(
        &self,
        sink: &S,
        complaints: &mut Vec<Diagnostic>,
    ) -> Result<Vec<Finished>, Stop<S::Fault>> {
        self.make_all_drawing(Drawing::Outlined, sink, &Unwatched, complaints)
    }

    /// The same, with cards as asked.
    pub fn make_all_drawing<S: Sink>(
        &self,
        drawing: Drawing,
        sink: &S,
        watch: &dyn Watch,
        complaints: &mut Vec<Diagnostic>,
    ) -> Result<Vec<Finished>, Stop<S::Fault>> {
        let pictures: HashSet<&str> = self.assets.picture_files().map(|file| file.path.as_str()).collect();
        // Pictures are made by themselves: few at a time.
        let others = self.plan.slots().iter().filter(|slot| !pictures.contains(slot.path.as_str()));
        let (slots, gathered): (Vec<&Slot>, Vec<&Slot>) = others.partition(|slot| !fonts::is_gathered(slot));
        let shown = (!gathered.is_empty()).then(|| PageGlyphs::new(&self.assets));
        let planned = Planned::new(self.routes.base(), |path: &str| self.plan.has_path(path));
        let (done, all) = (AtomicUsize::new(0), self.plan.slots().len());
        let made: Vec<Result<Finished, Box<MakeError<S::Fault>>>> = slots
            .par_iter()
            .map(|slot| {
                let began = watch.now();
                let reader = Reader::forgetful(&self.model);
                let viewed = Cell::new(began);
                let on_view = || viewed.set(watch.now());
                let made = self.make_asking(slot, drawing, reader, &on_view);
                let (finished, bytes) = made.map_err(|complaint| Box::new(MakeError::Complaint(complaint)))?;
                let made = watch.now();
                let mut finished = self.seen(finished, &bytes);
                finished.seen = planned.settle(finished.seen);
                if let Some(shown) = shown.as_ref().filter(|_| finished.is_page) {
                    shown.note(slot.lang.as_ref(), &bytes);
                }
                let looked = watch.now();
                sink.put(&finished.path, bytes).map_err(|fault| Box::new(MakeError::Fault(fault)))?;
                watch.made(&Timed {
                    path: &finished.path,
                    output: slot.output,
                    template: finished.template,
                    view: viewed.get() - began,
                    template_work: made - viewed.get(),
                    look: looked - made,
                    put: watch.now() - looked,
                });
                watch.done(done.fetch_add(1, Ordering::Relaxed) + 1, all);
                Ok(finished)
            })
            .collect();
        let (mut failed, mut fault) = (Vec::new(), None);
        let good = |one: Result<Finished, Box<MakeError<S::Fault>>>| {
            match one.map_err(|error| *error) {
                Ok(page) => return Some(page),
                Err(MakeError::Complaint(complaint)) => failed.push(complaint),
                Err(MakeError::Fault(why)) => fault = Some(why),
            }
            None
        };
        // In place: they are many, and not small.
        let mut finished: Vec<Finished> = made.into_iter().filter_map(good).collect();
        if let Some(fault) = fault {
            return Err(Stop::Sink(fault));
        }
        complaints.extend(once_for_each_place(failed));
        complaints.extend(tell_lacks(&finished.iter().collect::<Vec<_>>()));
        if let Some(shown) = shown {
            let fonts = shown.make_fonts(&gathered, drawing, sink, complaints)?;
            // Not twice the room for a few more.
            finished.reserve_exact(fonts.len());
            finished.extend(fonts);
            watch.done(all, all);
        }
        Ok(finished)
    }

    /// Looks through a finished file.
    pub(super) fn seen(&self, mut finished: Finished, bytes: &[u8]) -> Finished {
        finished.seen = proof::scan(&finished.path, bytes, self.routes.base().origin());
        self.look_for_secrets(&mut finished, bytes);
        finished
    }

    /// One file: what its output makes of the model, as bytes, with what it asked of the model. A card stays SVG text.
    pub fn make(&self, slot: &Slot) -> Result<(Finished, Vec<u8>), Diagnostic> {
        self.make_asking(slot, Drawing::Outlined, Reader::new(&self.model), &|| ())
    }

    /// The same, with a card as asked, and nobody noting what is asked.
    pub fn make_drawing(&self, slot: &Slot, drawing: Drawing) -> Result<(Finished, Vec<u8>), Diagnostic> {
        self.make_asking(slot, drawing, Reader::forgetful(&self.model), &|| ())
    }

    /// `on_view` is called when the view is there, before a template sees it.
    fn make_asking(
        &self,
        slot: &Slot,
        drawing: Drawing,
        reader: Reader,
        on_view: &dyn Fn(),
    ) -> Result<(Finished, Vec<u8>), Diagnostic> {
        let first = self.model.first_language();
        let lang = slot.lang.as_ref().unwrap_or(first);
        let desk = Desk::new(&reader, self.around(), lang);
        let made = (output_of(slot).make)(slot, &desk);
        drop(desk);
        on_view();
        let mut finished = Finished::at(slot.path.file());
        let bytes = match made {
            Made::Bytes(bytes) => bytes,
            Made::Asset(path) => {
                reader.note(|| Read::Asset(path.clone()));
                self.assets.files.get(&path).map(|asset| asset.bytes.to_vec()).unwrap_or_default()
            }
            Made::Page(Page { template, mut view }) => {
                reader.note(|| Read::Template(template.to_string()));
                view.extend(self.frame_of(slot, lang));
                finished.is_page = true;
                finished.template = Some(template);
                self.renderer.render(template, &view, &slot.path.to_string())?
            }
            Made::Font(_) | Made::Picture => Vec::new(),
            Made::Card(mut card) => {
                reader.note(|| Read::Template(card.template.to_string()));
                card.view.extend(self.frame_of(slot, lang));
                let path = slot.path.to_string();
                let (mut svg, lack) = self.easel.outline(&card, &self.renderer, &path)?;
                if let Some(lack) = lack {
                    // The card that the pages of a language share says less, if this is not that.
                    let shared = self.plan.find(&cards::shared(lang)).filter(|shared| shared.path != slot.path);
                    svg = match shared {
                        Some(shared) => String::from_utf8_lossy(&self.make(shared)?.1).into_owned(),
                        None => lack.without(&svg),
                    };
                    finished.lack = Some((lang.clone(), lack));
                }
                // Once it is drawn, nobody can read what it says.
                finished.leaks = self.guard.leaks("card.svg", svg.as_bytes());
                let fail = |why: &str| failed(&card, &self.renderer, &path, why);
                let (bytes, came) = self.easel.draw(svg, drawing, fail)?;
                finished.came = came;
                bytes
            }
        };
        finished.reads = reader.into_reads();
        Ok((finished, bytes))
    }

    /// What the page shares with others of its language and drama.
    pub(super) fn frame_of(
        &self,
        slot: &Slot,
        lang: &Lang,
    ) -> impl Iterator<Item = (&'static str, View)> + use<'_> {
        let site = self.frames.get(&(lang.clone(), slot.drama().to_string()));
        let words = self.words.get(lang);
        [("site", site), ("t", words)].into_iter().filter_map(|(name, view)| Some((name, view?.clone())))
    }

    /// The languages and dramas whose pages share something else than before.
    pub(super) fn frames_unlike(&self, before: &Ready) -> HashSet<(Lang, String)> {
        let other = self.frames.iter().filter(|(of, frame)| before.frames.get(*of) != Some(*frame));
        other.map(|(of, _)| of.clone()).collect()
    }

    /// Looks for texts that only closed parts of pages may have.
    pub(super) fn look_for_secrets(&self, finished: &mut Finished, bytes: &[u8]) {
        let leaks = self.guard.leaks(&finished.path, bytes);
        finished.leaks.extend(leaks);
    }

    /// Whether the same texts are kept from readers.
    pub(super) fn has_same_secrets(&self, other: &Ready) -> bool {
        let texts = |ready: &Ready| ready.secrets.iter().map(|secret| secret.letters.clone()).collect::<Vec<_>>();
        texts(self) == texts(other)
    }

    pub fn languages(&self) -> impl Iterator<Item = &Lang> {
        self.strings.keys()
    }
}

enum MakeError<F> {
    Complaint(Diagnostic),
    Fault(F),
}

/// The same mistake in a template shows on every page that it makes: told once, with the number of pages.
pub(super) fn once_for_each_place(complaints: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut groups: BTreeMap<(Option<Place>, Code, String), (Diagnostic, usize)> = BTreeMap::new();
    for complaint in complaints {
        let key = (
            complaint.place.clone(),
            complaint.code,
            match complaint.place {
                Some(_) => String::new(),
                None => complaint.message.clone(),
            },
        );
        groups.entry(key).and_modify(|(_, count)| *count += 1).or_insert((complaint, 1));
    }
    let more = |(complaint, count): (Diagnostic, usize)| match count {
        1 => complaint,
        2 => complaint.help("the same on one more page"),
        _ => complaint.help(format!("the same on {} more pages", count - 1)),
    };
    groups.into_values().map(more).collect()
}
