//! All files together: records are gathered, references resolved, what follows from them worked out.

use super::files::{Role, role};
use super::gaps::Gaps;
use super::head::Head;
use super::read::{DEFAULTS, Parsed, Says};
use super::secrets::{Long, secrets};
use super::unread::Unread;
use super::{Any, Back, Model, checks, held, provenance, same, spelling};
use crate::base::address::Base;
use crate::base::day::{Day, When};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::host::Host;
use crate::base::id::{Kind, RecordId, Scope};
use crate::base::lang::{Lang, Languages, meant};
use crate::base::map::Map;
use crate::base::place::Place;
use crate::kinds::record::{Document, MarkdownFile, Record, Version};
use crate::kinds::{News, Page, Site};
use crate::parse::decode::{Mention, nearest};
use crate::parse::markdown::Prose;
use crate::parse::marks::Marks;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a build is asked for, beside the files.
#[derive(Clone, Debug)]
pub struct Asked {
    /// In place of the address in `site.yaml`.
    pub address: Option<Base>,
    /// The moment of the build, in seconds since 1970: it becomes a day in the site's zone.
    pub now: i64,
    pub drafts: bool,
    /// The host that headers and redirects are written for, if for any.
    pub headers: Option<Host>,
}

/// Makes the model. Whatever is wrong is told, and what can be made of the rest is made.
pub fn link(parsed: Vec<Parsed>, asked: &Asked, complaints: &mut Vec<Diagnostic>) -> Model {
    let found = complaints.len();
    let mut gathering = Gathering::default();
    let mut marks = Vec::new();
    let mut unreadable: Vec<Arc<str>> = Vec::new();
    for mut file in parsed {
        if matches!(file.says, Says::Nothing) && !file.complaints.is_empty() {
            unreadable.push(file.path.clone());
        }
        complaints.append(&mut file.complaints);
        gathering.files.mentions.append(&mut file.mentions);
        if !file.foreign.is_empty() {
            gathering.files.foreign.push((file.path.clone(), std::mem::take(&mut file.foreign)));
        }
        marks.push(file.marks);
        gathering.take(file.path, file.says, complaints);
    }
    let (found, read) = complaints.split_at(found);
    let mut unread = Unread::of(found, read);
    unreadable.iter().for_each(|file| unread.add_file(file));
    let site = gathering.files.site.clone();
    let is_of_site =
        |place: &Option<Place>| place.as_ref().zip(site.as_ref()).is_some_and(|(at, site)| at.file == *site);
    gathering.files.has_odd_languages =
        read.iter().any(|complaint| complaint.code == Code::LangTag && is_of_site(&complaint.place));
    let model = gathering.into_model(marks, unread, asked, complaints);
    // What a newer format means by the rest, nobody here can judge.
    if complaints.iter().any(|complaint| complaint.code == Code::NewerFormat) {
        complaints.retain(|complaint| complaint.code == Code::NewerFormat);
    }
    model
}

#[derive(Default)]
struct Gathering {
    site: Option<Box<Site>>,
    records: Map<RecordId, Any>,
    /// In the order of files, and within a file as written.
    order: Vec<RecordId>,
    news: Vec<(RecordId, Option<Lang>, Arc<MarkdownFile<News>>)>,
    pages: Vec<(RecordId, Option<Lang>, Arc<MarkdownFile<Page>>)>,
    about: Vec<(Mention, Option<Lang>, Arc<Prose>)>,
    /// What the checks know of the files themselves.
    files: checks::Files,
    /// The folders that files of a drama were found in, with one file each.
    folders: BTreeMap<Arc<str>, Arc<str>>,
    /// Files of records that have none, with what they should have.
    empty: Vec<(Arc<str>, Kind)>,
}

impl Gathering {
    fn take(&mut self, path: Arc<str>, says: Says, complaints: &mut Vec<Diagnostic>) {
        match says {
            Says::Site(site) => {
                self.site = Some(site);
                self.files.site = Some(path);
            }
            Says::Records(records) => {
                if let (true, Ok(Role::Table { kind, .. })) = (records.is_empty(), role(&path)) {
                    self.empty.push((path.clone(), kind));
                }
                for record in records {
                    let id = record.id();
                    if id.kind != Kind::Drama && id.kind.scope() == Scope::Drama {
                        self.folders.entry(id.drama.clone()).or_insert_with(|| path.clone());
                    }
                    self.add(record, complaints);
                }
            }
            Says::News { id, lang, file } => self.news.push((id, lang, file)),
            Says::Page { id, lang, file } => self.pages.push((id, lang, file)),
            Says::About { of, lang, prose } => self.about.push((of, lang, prose)),
            Says::Picture => drop(self.files.pictures.insert(path)),
            Says::Nothing | Says::Template(_) | Says::Static => {}
        }
    }

    fn add(&mut self, record: Any, complaints: &mut Vec<Diagnostic>) {
        let id = record.id().clone();
        let twin = |kind: Kind| RecordId { kind, ..id.clone() };
        let rivals: Vec<RecordId> = match id.kind {
            Kind::Person | Kind::Artist => vec![twin(Kind::Person), twin(Kind::Artist)],
            // The first season may be named or not: `s1-7` is `7`.
            Kind::Episode => {
                let plain = id.id.strip_prefix("s1-").map_or_else(|| format!("s1-{}", id.id), str::to_string);
                vec![id.clone(), RecordId { id: plain.into(), ..id.clone() }]
            }
            _ => vec![id.clone()],
        };
        if let Some(first) = rivals.iter().find_map(|rival| self.records.get(rival)) {
            let message = match id.kind {
                Kind::Person | Kind::Artist => {
                    format!("people and artists share their ids, and two of them are called `{}`", id.id)
                }
                Kind::Episode if first.id().id != id.id => {
                    format!("`{}` and `{}` are the same episode", first.id().id, id.id)
                }
                _ => format!("two records are called `{}`", id.id),
            };
            complaints.push(
                Diagnostic::new(Code::RepeatedId, message)
                    .at(record.place().clone())
                    .label("the second one")
                    .also(first.place().clone(), "the first one")
                    .help("give one of them another id, or make one record of both"),
            );
            return;
        }
        self.order.push(id.clone());
        self.records.insert(id, record);
    }

    fn into_model(
        mut self,
        marks: Vec<Marks>,
        mut unread: Unread,
        asked: &Asked,
        complaints: &mut Vec<Diagnostic>,
    ) -> Model {
        let has_site = self.site.is_some();
        let site = *self.site.take().unwrap_or_default();
        // One that stands twice is told; its pages are made once.
        let mut listed: Vec<Lang> = Vec::new();
        for lang in &site.languages {
            if !listed.contains(lang) {
                listed.push(lang.clone());
            }
        }
        // One that stands twice may have been meant for another.
        let is_twice = listed.len() < site.languages.len();
        self.files.knows_languages = has_site && !listed.is_empty() && !is_twice && !self.files.has_odd_languages;
        self.mean_languages(&mut listed);
        let languages = Languages::new(listed);
        let zone = site.timezone.get().cloned().unwrap_or_default();
        let today = Day::from_unix(asked.now, &zone).unwrap_or_default();
        let own = site.address.get().map(|address| address.0.clone()).unwrap_or_default();
        let is_drama = |any: &&Any| any.id().kind == Kind::Drama;
        let is_in_folder = |any: &Any| any.place().file.matches('/').count() > 1;
        let has_one = self.records.values().filter(is_drama).any(|any| !is_in_folder(any));
        // Beside a drama at the top a folder of another without one is a slip.
        let is_of_several = self.records.values().filter(is_drama).any(is_in_folder)
            || !has_one && self.folders.keys().any(|folder| !folder.is_empty());
        let before = complaints.len();
        self.gather_documents(&languages, complaints);
        if !self.files.knows_languages {
            // Nobody knows which languages there are.
            let found = complaints.split_off(before);
            complaints.extend(found.into_iter().filter(|complaint| complaint.code != Code::BadFile));
        }
        if !unread.has(Kind::Drama) {
            self.check_folders(is_of_several, &mut unread, complaints);
        }
        let mut model = Model {
            base: asked.address.clone().unwrap_or(own),
            site,
            languages,
            zone,
            is_of_several,
            has_gaps: !unread.is_empty(),
            today,
            shows_drafts: asked.drafts,
            headers: asked.headers,
            records: self.records,
            lists: BTreeMap::new(),
            positions: Map::default(),
            mentioned: Map::default(),
            about: Map::default(),
            heads: Map::default(),
            tags: BTreeMap::new(),
            secrets: Vec::new(),
            gaps: Gaps::default(),
        };
        for id in &self.order {
            model.lists.entry((id.kind, id.drama.clone())).or_default().push(id.clone());
        }
        model.sort_episodes();
        let mut missing = model.resolve(&self.files.mentions, &unread);
        model.whole_kinds(&mut missing, &self.empty, complaints);
        model.tell_missing(&missing, complaints);
        model.expand_mentions();
        model.make_heads();
        model.sort_news();
        model.sort_releases();
        // They stay for the whole build.
        model.lists.values_mut().chain(model.tags.values_mut()).for_each(Vec::shrink_to_fit);
        model.positions = model
            .lists
            .values()
            .flat_map(|list| list.iter().cloned().enumerate())
            .map(|(at, id)| (id, at))
            .collect();
        let mut long: Vec<Long> = Vec::new();
        for (of, lang, prose) in self.about {
            let Some(id) = of.to.candidates().find(|id| model.records.contains_key(id)) else { continue };
            let lang = lang.unwrap_or_else(|| model.languages.first().clone());
            long.push((id.clone(), of.file.clone(), prose.clone()));
            model.about.entry(id).or_default().push((lang, prose));
        }
        for any in model.records.values() {
            match any {
                Any::News(news) => long.extend(news.is.versions.iter().map(|version| version.long(&news.id))),
                Any::Page(page) => long.extend(page.is.versions.iter().map(|version| version.long(&page.id))),
                _ => {}
            }
        }
        model.secrets = secrets(&model, marks, &long);
        let before = complaints.len();
        let mut of_gaps = Vec::new();
        // Both look through every record.
        let check = || {
            checks::run(&model, &self.files, complaints);
            same::find(&model, complaints);
            spelling::find(&model, complaints);
            if !unread.is_empty() {
                // What is not read cannot be counted.
                let counted = |complaint: &Diagnostic| complaint.code == Code::CountDiffers;
                let found = complaints.split_off(before);
                complaints.extend(found.into_iter().filter(|complaint| !counted(complaint)));
            }
            held::run(&model, &self.files.mentions, complaints);
        };
        let ((), gaps) = rayon::join(check, || provenance::find(&model, &mut of_gaps));
        complaints.extend(of_gaps);
        model.gaps = gaps;
        model.gaps.notes(&model.languages, complaints);
        model
    }

    /// Files of one text in several languages become one record.
    fn gather_documents(&mut self, languages: &Languages, complaints: &mut Vec<Diagnostic>) {
        for (id, version) in versions(std::mem::take(&mut self.news), languages, complaints) {
            self.add(document(id, version, Any::News), complaints);
        }
        for (id, version) in versions(std::mem::take(&mut self.pages), languages, complaints) {
            self.add(document(id, version, Any::Page), complaints);
        }
        for (mention, lang, _) in &self.about {
            check_language(lang.as_ref(), &mention.file, languages, complaints);
        }
    }

    /// Where the site names a country for a language (`kr`), and its texts have the language, that one is meant. The
    /// check of languages tells.
    fn mean_languages(&self, listed: &mut [Lang]) {
        for at in 0..listed.len() {
            let better = meant(listed[at].as_str()).and_then(Lang::new);
            if let Some(better) = better.filter(|better| !listed.contains(better) && self.is_written_in(better)) {
                listed[at] = better;
            }
        }
    }

    fn is_written_in(&self, lang: &Lang) -> bool {
        let files = self.news.iter().map(|(_, lang, _)| lang).chain(self.pages.iter().map(|(_, lang, _)| lang));
        let mut files = files.chain(self.about.iter().map(|(_, lang, _)| lang)).flatten();
        files.any(|of| of == lang)
            || self.files.foreign.iter().any(|(_, foreign)| foreign.iter().any(|text| text.lang == *lang))
    }

    /// Either one drama at the top, or several in folders; a folder without a drama is a slip, and what is in it is
    /// left aside: nothing is said that only follows from it.
    fn check_folders(&mut self, is_of_several: bool, unread: &mut Unread, complaints: &mut Vec<Diagnostic>) {
        let has_drama = self.records.keys().any(|id| id.kind == Kind::Drama);
        let mut wrong: Vec<Arc<str>> = Vec::new();
        for (folder, file) in &self.folders {
            if !has_drama && folder.is_empty() {
                complaints.push(
                    Diagnostic::new(Code::NoSuch, "this file belongs to a drama, and there is none")
                        .at(Place::file(file))
                        .help("write `content/drama.yaml` with `id:`, `name:` and `sources:`"),
                );
                continue;
            }
            let of = RecordId { kind: Kind::Drama, drama: "".into(), id: folder.clone() };
            let at_top = |any: &&Any| any.id().kind == Kind::Drama && any.place().file.matches('/').count() == 1;
            if folder.is_empty()
                && is_of_several
                && let Some(drama) = self.records.values().find(at_top)
            {
                complaints.push(
                    Diagnostic::new(Code::BadFile, "this drama stands beside the folders of others")
                        .at(drama.place().clone())
                        .help(format!(
                            "move it, with its songs, episodes and so on, to `content/{}/`",
                            drama.id().id
                        )),
                );
            } else if folder.is_empty() && is_of_several {
                complaints.push(
                    Diagnostic::new(Code::BadFile, "this file belongs to no drama")
                        .at(Place::file(file))
                        .help("a site of several dramas keeps each in a folder of its own: `content/<drama>/`"),
                );
            } else if !folder.is_empty() && !self.records.contains_key(&of) {
                let dramas = self.records.keys().filter(|id| id.kind == Kind::Drama).map(|id| &*id.id);
                let help = match nearest(folder, dramas) {
                    _ if has_drama && !is_of_several => {
                        "this site has one drama, whose files stand in `content/` itself: move it there, or out of `content/`".into()
                    }
                    Some(near) => format!("did you mean the folder `content/{near}/`?"),
                    None => format!("write `content/{folder}/drama.yaml`, or see that the folder's name is right"),
                };
                let complaint = Diagnostic::new(Code::BadFile, format!("there is no drama `{folder}`"));
                complaints.push(complaint.at(Place::file(file)).help(help));
                wrong.push(folder.clone());
            }
        }
        if !has_drama {
            return;
        }
        for folder in &wrong {
            let is_in = |id: &RecordId| id.drama == *folder;
            unread.add(self.order.iter().filter(|id| is_in(id)).map(|id| id.kind));
            self.records.retain(|id, _| !is_in(id));
            self.order.retain(|id| !is_in(id));
            self.files.mentions.retain(|mention| !is_in(&mention.owner));
            self.about.retain(|(of, _, _)| of.to.drama != *folder);
        }
    }
}

fn document<T>(id: RecordId, versions: Vec<Version<T>>, any: fn(Arc<Record<Document<T>>>) -> Any) -> Any {
    let place = versions[0].place.clone();
    let common = versions[0].common.clone();
    any(Arc::new(Record { id, place, whole: Default::default(), common, is: Document { versions } }))
}

/// Groups files by id, each in the order of the site's languages.
fn versions<T>(
    files: Vec<(RecordId, Option<Lang>, Arc<MarkdownFile<T>>)>,
    languages: &Languages,
    complaints: &mut Vec<Diagnostic>,
) -> Vec<(RecordId, Vec<Version<T>>)> {
    let mut groups: Vec<(RecordId, Vec<Version<T>>)> = Vec::new();
    let mut at: Map<RecordId, usize> = Map::default();
    for (id, lang, file) in files {
        check_language(lang.as_ref(), &file.place.file, languages, complaints);
        let version = Version { lang: lang.unwrap_or_else(|| languages.first().clone()), file };
        let group = *at.entry(id.clone()).or_insert_with(|| {
            // Mostly there is one.
            groups.push((id.clone(), Vec::with_capacity(1)));
            groups.len() - 1
        });
        let group = &mut groups[group].1;
        match group.iter().find(|other| other.lang == version.lang) {
            Some(other) => complaints.push(
                Diagnostic::new(
                    Code::RepeatedId,
                    format!("two files are the {} text of `{}`", version.lang, id.id),
                )
                .at(version.place.clone())
                .also(other.place.clone(), "the first one")
                .help("give one of them another id, or another language at the end of its name"),
            ),
            None => group.push(version),
        }
    }
    for (_, group) in &mut groups {
        group.sort_by_key(|version| languages.iter().position(|lang| *lang == version.lang));
    }
    groups
}

fn check_language(lang: Option<&Lang>, file: &Arc<str>, languages: &Languages, complaints: &mut Vec<Diagnostic>) {
    let Some(lang) = lang.filter(|lang| !languages.has(lang)) else { return };
    let known: Vec<&str> = languages.iter().map(Lang::as_str).collect();
    let complaint = Diagnostic::new(
        Code::BadFile,
        format!("the site has no pages in `{lang}`, so this text would be shown nowhere"),
    )
    .at(Place::file(file));
    complaints.push(match checks::languages::near(lang, languages) {
        Some(near) => complaint.help(format!("did you mean `{near}`? Then the file's name ends in `.{near}.md`")),
        None => complaint.help(format!(
            "its languages are {}; more can be added under `languages:` in site.yaml",
            known.join(", ")
        )),
    });
}

impl Model {
    /// Regular episodes by season and number, a special behind the one it follows, else at the end.
    fn sort_episodes(&mut self) {
        use crate::kinds::episode::Number;
        let keys: Map<RecordId, ((u32, u32), usize)> = self
            .lists
            .iter()
            .filter(|((kind, _), _)| *kind == Kind::Episode)
            .flat_map(|(_, list)| list.iter().enumerate())
            .map(|(at, id)| {
                let number = Number::of(&id.id);
                let after = || match self.records.get(id) {
                    Some(Any::Episode(episode)) => episode.is.after.get().and_then(|to| Number::of(&to.id)),
                    _ => None,
                };
                let key = match number.or_else(after) {
                    Some(Number { season, number }) => (season, number),
                    None => (u32::MAX, u32::MAX),
                };
                (id.clone(), (key, if number.is_some() { 0 } else { at + 1 }))
            })
            .collect();
        for ((kind, _), list) in &mut self.lists {
            if *kind == Kind::Episode {
                list.sort_by_key(|id| keys.get(id).copied());
            }
        }
    }

    /// Every mention finds its record, or is given back.
    fn resolve<'m>(&mut self, mentions: &'m [Mention], unread: &Unread) -> Vec<&'m Mention> {
        let mut missing = Vec::new();
        for mention in mentions {
            let found = mention.to.candidates().find(|id| self.records.contains_key(id));
            match found {
                // What a file says for all of its records is noted for each of them.
                Some(_) if &*mention.owner.id == DEFAULTS => {}
                Some(id) => self.note_mention(id, mention.owner.clone(), mention.field),
                // It may stand in a file that could not be read, which was told.
                None if unread.has_any_of(mention.to.kinds) => {}
                None => missing.push(mention),
            }
        }
        for list in self.mentioned.values_mut() {
            list.sort();
            list.dedup();
        }
        missing
    }

    fn note_mention(&mut self, of: RecordId, by: RecordId, field: &'static str) {
        // A run of episodes is mentioned by its ends; `expand_mentions` says all of it.
        let is_run = of.kind == Kind::Episode && is_expanded(by.kind, field);
        if of != by && !is_run {
            self.mentioned.entry(of).or_default().push(Back { by, field });
        }
    }

    /// Mentions that are written elsewhere: sources at the head of a file, runs of episodes (`1..16`, `all`).
    fn expand_mentions(&mut self) {
        let mut more: Vec<(RecordId, Back)> = Vec::new();
        for (id, any) in &self.records {
            let sources = any.common().sources.iter().flat_map(|source| source.candidates());
            let known = sources.filter(|source| self.records.contains_key(source));
            more.extend(known.map(|source| (source, Back { by: id.clone(), field: "sources" })));
            let mut add = |eps: &crate::parse::values::Eps, field: &'static str| {
                let found = self.expand(eps, &id.drama).into_iter();
                more.extend(found.map(|episode| (episode, Back { by: id.clone(), field })));
            };
            match any {
                Any::Song(song) => {
                    song.is
                        .heard_in
                        .iter()
                        .filter_map(|heard| heard.episode.get())
                        .for_each(|eps| add(eps, "heard_in"));
                }
                Any::Place(place) => place.is.episodes.get().into_iter().for_each(|eps| add(eps, "episodes")),
                Any::Event(event) => event.is.about.iter().for_each(|about| {
                    if let crate::parse::values::About::Episodes(eps) = about {
                        add(eps, "about");
                    }
                }),
                Any::Character(character) => character
                    .is
                    .played_by
                    .iter()
                    .filter_map(|credit| credit.episodes.get())
                    .for_each(|eps| add(eps, "played_by")),
                _ => {}
            }
        }
        for (of, back) in more {
            self.mentioned.entry(of).or_default().push(back);
        }
        for list in self.mentioned.values_mut() {
            list.sort();
            list.dedup();
        }
    }

    fn make_heads(&mut self) {
        let mut heads: Map<RecordId, Arc<Head>> =
            self.records.iter().map(|(id, any)| (id.clone(), Arc::new(any.head()))).collect();
        // A song comes out with the first release that has it, unless it says otherwise.
        let songs: Vec<RecordId> = heads.keys().filter(|id| id.kind == Kind::Song).cloned().collect();
        for id in songs {
            let first = self.first_release(&id, &heads);
            if let (Some(head), Some(when)) = (heads.get_mut(&id), first)
                && head.when.is_none()
            {
                Arc::make_mut(head).when = Some(when);
            }
        }
        self.heads = heads;
    }

    fn first_release(&self, song: &RecordId, heads: &Map<RecordId, Arc<Head>>) -> Option<When> {
        let backs = self.mentioned.get(song)?;
        let in_list =
            |back: &&Back| back.by.kind == Kind::Release && matches!(back.field, "songs" | "tracks" | "discs");
        let whens = backs.iter().filter(in_list).filter_map(|back| heads.get(&back.by)?.when.clone());
        whens.min_by_key(|when| (when.on_site(&self.zone), when.time.is_none()))
    }

    /// News newest first, without what is not out yet; tags with their news.
    fn sort_news(&mut self) {
        let key = (Kind::News, Arc::from(""));
        let Some(mut list) = self.lists.remove(&key) else { return };
        list.retain(|id| {
            let head = &self.heads[id];
            let is_out = head.publish_from.is_none_or(|day| day <= self.today);
            self.shows_drafts || (is_out && !head.is_draft)
        });
        let moment = |id: &RecordId| {
            let when = self.heads[id].when.clone().unwrap_or_default();
            when.on_site(&self.zone)
        };
        list.sort_by_cached_key(|id| (std::cmp::Reverse(moment(id)), id.id.clone()));
        for id in &list {
            if let Any::News(news) = &self.records[id] {
                let mut tags: Vec<&str> =
                    news.is.versions.iter().flat_map(|v| v.front.tags.iter().map(|tag| tag.as_str())).collect();
                tags.sort_unstable();
                tags.dedup();
                for tag in tags {
                    self.tags.entry(tag.to_string()).or_default().push(id.clone());
                }
            }
        }
        self.lists.insert(key, list);
        let pages = (Kind::Page, Arc::from(""));
        let hides = |id: &RecordId| !self.shows_drafts && self.heads[id].is_draft;
        if let Some(list) = self.lists.get(&pages) {
            let shown = list.iter().filter(|id| !hides(id)).cloned().collect();
            self.lists.insert(pages, shown);
        }
    }

    /// Each release has a file of its own, so the order of the files says nothing.
    fn sort_releases(&mut self) {
        let records = &self.records;
        for ((kind, _), list) in &mut self.lists {
            if *kind == Kind::Release {
                list.sort_by_cached_key(|id| match &records[id] {
                    Any::Release(release) => release.is.rank(),
                    _ => (usize::MAX, 0),
                });
            }
        }
    }
}

/// Fields whose runs of episodes `expand_mentions` writes out.
fn is_expanded(kind: Kind, field: &str) -> bool {
    matches!(
        (kind, field),
        (Kind::Song, "heard_in")
            | (Kind::Place, "episodes")
            | (Kind::Event, "about")
            | (Kind::Character, "played_by")
    )
}
