//! The only door to the model. Every question asked through it is noted, so that the engine knows which
//! pages a change can touch.

use super::gaps::Gaps;
use super::head::Head;
use super::{Any, Back, Known, Model};
use crate::base::address::{Base, SitePath};
use crate::base::day::{Day, Zone};
use crate::base::host::Host;
use crate::base::id::{Kind, RecordId, Ref};
use crate::base::lang::{Lang, Languages};
use crate::base::place::Place;
use crate::base::text::{Said, Text};
use crate::kinds::record::Record;
use crate::kinds::{Image, Site};
use crate::parse::markdown::Prose;
use crate::parse::values::{Eps, EpsPart};
use std::cell::RefCell;
use std::sync::Arc;

/// One thing that a page asked of the model.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Read {
    /// What other pages may show of a record.
    Head(RecordId),
    /// The record itself and its long text.
    Body(RecordId),
    /// Which records there are of a kind in a drama.
    List(Kind, Arc<str>),
    /// Which records stand directly beside one in its list, and whether it stands there at all.
    Beside(RecordId),
    /// Which records of a kind mention this one.
    Mentions(Kind, RecordId),
    /// What is missing or in doubt.
    Gaps,
    /// Which news have a tag, or, without one, which tags there are.
    Tag(Option<String>),
    Site,
    /// Whether there will be a file at an address, and of which slot.
    Path(SitePath),
    /// Every file that there will be.
    Plan,
    Strings(Lang),
    Template(String),
    Asset(String),
    /// Whether a day has come.
    Due(Day),
}

/// A view of the model that notes what is looked at.
pub struct Reader<'m> {
    model: &'m Model,
    /// Nothing where nobody wants to know.
    reads: Option<RefCell<Vec<Read>>>,
}

impl<'m> Reader<'m> {
    pub fn new(model: &'m Model) -> Reader<'m> {
        Reader { model, reads: Some(RefCell::default()) }
    }

    /// One that notes nothing: a build from nothing has no use for it, and it costs a tenth of the time of a page.
    pub fn forgetful(model: &'m Model) -> Reader<'m> {
        Reader { model, reads: None }
    }

    /// What was asked, each thing once, sorted.
    pub fn into_reads(self) -> Vec<Read> {
        let mut reads = self.reads.map(RefCell::into_inner).unwrap_or_default();
        reads.sort_unstable();
        reads.dedup();
        reads
    }

    /// Notes a read. Outside this file: of what is not the model's, such as a template, a word, an asset.
    pub fn note(&self, read: impl FnOnce() -> Read) {
        let Some(reads) = &self.reads else { return };
        let (read, mut reads) = (read(), reads.borrow_mut());
        if reads.last() != Some(&read) {
            reads.push(read);
        }
    }

    pub fn site(&self) -> &'m Site {
        self.note(|| Read::Site);
        &self.model.site
    }

    pub fn base(&self) -> &'m Base {
        self.note(|| Read::Site);
        &self.model.base
    }

    pub fn languages(&self) -> &'m Languages {
        self.note(|| Read::Site);
        &self.model.languages
    }

    /// The host that headers and redirects are made for, if for any.
    pub fn headers(&self) -> Option<Host> {
        self.note(|| Read::Site);
        self.model.headers
    }

    pub fn zone(&self) -> &'m Zone {
        self.note(|| Read::Site);
        &self.model.zone
    }

    /// The site holds more than one drama, so their addresses begin with the drama.
    pub fn is_of_several(&self) -> bool {
        self.note(|| Read::List(Kind::Drama, "".into()));
        self.model.is_of_several()
    }

    /// A whole record.
    pub fn get<T: Known>(&self, id: &RecordId) -> Option<&'m Record<T>> {
        self.note(|| Read::Body(id.clone()));
        self.model.records.get(id).and_then(|any| T::of(any))
    }

    pub fn any(&self, id: &RecordId) -> Option<&'m Any> {
        self.note(|| Read::Body(id.clone()));
        self.model.records.get(id)
    }

    /// What a page may show of another record.
    pub fn head(&self, id: &RecordId) -> Option<&'m Head> {
        self.note(|| Read::Head(id.clone()));
        self.model.heads.get(id).map(|head| &**head)
    }

    /// The record that a reference means.
    pub fn find(&self, to: &Ref) -> Option<RecordId> {
        to.candidates().find(|id| {
            self.note(|| Read::Head(id.clone()));
            self.model.records.contains_key(id)
        })
    }

    /// Every record of a kind, in the author's order; of a drama, or of the site for kinds that belong to it.
    /// News come newest first, and only those that are out.
    pub fn list(&self, kind: Kind, drama: &Arc<str>) -> &'m [RecordId] {
        self.note(|| Read::List(kind, drama.clone()));
        self.model.lists.get(&(kind, drama.clone())).map_or(&[], |list| list)
    }

    /// Where in its list a record stands, from 0; nothing for news that are not out.
    pub fn position(&self, id: &RecordId) -> Option<usize> {
        match id.kind {
            // The order of news follows from what each of them says.
            Kind::News => {
                self.note(|| Read::Beside(id.clone()));
                self.note(|| Read::Head(id.clone()));
            }
            _ => self.note(|| Read::List(id.kind, id.drama.clone())),
        }
        self.model.positions.get(id).copied()
    }

    /// Whether a record stands in its list: news stand there when they are out.
    pub fn is_listed(&self, id: &RecordId) -> bool {
        self.note(|| Read::Beside(id.clone()));
        self.model.positions.contains_key(id)
    }

    /// The record before one in its list.
    pub fn before(&self, id: &RecordId) -> Option<&'m RecordId> {
        self.note(|| Read::Beside(id.clone()));
        self.model.beside(id).0
    }

    /// The record behind one in its list.
    pub fn after(&self, id: &RecordId) -> Option<&'m RecordId> {
        self.note(|| Read::Beside(id.clone()));
        self.model.beside(id).1
    }

    /// The dramas' keys: one empty key for a site of one drama.
    pub fn dramas(&self) -> Vec<(Arc<str>, RecordId)> {
        let list = self.list(Kind::Drama, &"".into());
        let several = self.is_of_several();
        list.iter().map(|id| (if several { id.id.clone() } else { "".into() }, id.clone())).collect()
    }

    /// Who of a kind mentions this record, and in which field.
    pub fn mentions(&self, of: &RecordId, kind: Kind) -> impl Iterator<Item = &'m Back> + use<'m> {
        self.note(|| Read::Mentions(kind, of.clone()));
        let all = self.model.mentioned.get(of).map_or(&[][..], |list| list);
        all.iter().filter(move |back| back.by.kind == kind)
    }

    /// How many records rest on or mention this one.
    pub fn mention_count(&self, of: &RecordId) -> usize {
        Kind::ALL.iter().for_each(|kind| self.note(|| Read::Mentions(*kind, of.clone())));
        self.model.mentioned.get(of).map_or(0, Vec::len)
    }

    /// The long text of a record for a reader of `lang`, and the language it is really in.
    pub fn about(&self, of: &RecordId, lang: &Lang) -> Option<(&'m Prose, &'m Lang)> {
        self.note(|| Read::Body(of.clone()));
        let texts = self.model.about.get(of)?;
        let of = |lang: &Lang| texts.iter().find(|(l, _)| l == lang);
        let (lang, prose) = of(lang).or_else(|| of(self.model.languages.first())).or(texts.first())?;
        Some((prose, lang))
    }

    /// What is missing or in doubt, of every record.
    pub fn gaps(&self) -> &'m Gaps {
        self.note(|| Read::Gaps);
        &self.model.gaps
    }

    pub fn tags(&self) -> impl Iterator<Item = &'m str> + use<'m> {
        self.note(|| Read::Tag(None));
        self.model.tags.keys().map(String::as_str)
    }

    /// News with a tag, newest first.
    pub fn tagged(&self, tag: &str) -> &'m [RecordId] {
        self.note(|| Read::Tag(Some(tag.to_string())));
        self.model.tags.get(tag).map_or(&[], |list| list)
    }

    /// Has this day come? The only way to ask for today.
    pub fn due(&self, day: Day) -> bool {
        self.note(|| Read::Due(day));
        day <= self.model.today
    }

    /// The episodes meant, in their order; none twice.
    pub fn episodes(&self, of: &Eps, drama: &Arc<str>) -> Vec<RecordId> {
        self.note(|| Read::List(Kind::Episode, drama.clone()));
        self.model.expand(of, drama)
    }

    /// A text for a reader of `lang`.
    pub fn say<'t>(&'t self, text: &'t Text, lang: &'t Lang) -> Option<Said<'t>> {
        text.say(lang, self.languages())
    }
}

impl Model {
    /// The records directly before and behind one in its list.
    pub(super) fn beside(&self, id: &RecordId) -> (Option<&RecordId>, Option<&RecordId>) {
        let list = self.lists.get(&(id.kind, id.drama.clone()));
        match (self.positions.get(id), list) {
            (Some(at), Some(list)) => (at.checked_sub(1).map(|before| &list[before]), list.get(at + 1)),
            _ => (None, None),
        }
    }

    /// What is missing or in doubt.
    pub fn gaps(&self) -> &Gaps {
        &self.gaps
    }

    /// Every record that a page may tell of, by kind and in the order of its list.
    pub fn listed(&self) -> impl Iterator<Item = &Any> {
        self.lists.values().flatten().filter_map(|id| self.records.get(id))
    }

    /// Every image with the place where its file is named, by id.
    pub fn images(&self) -> Vec<(&Image, Place)> {
        let list = self.lists.get(&(Kind::Image, "".into())).map(Vec::as_slice).unwrap_or_default();
        let records = list.iter().filter_map(|id| self.records.get(id).and_then(|any| Image::of(any)));
        records
            .map(|image| (&image.is, image.at(image.is.file.fact().map_or(image.whole, |file| file.at))))
            .collect()
    }

    /// Every long text, by record and language.
    pub fn proses(&self) -> impl Iterator<Item = &Prose> {
        let mut ids: Vec<&RecordId> = self.records.keys().collect();
        ids.sort();
        ids.into_iter().flat_map(|id| {
            let own = match self.records.get(id) {
                Some(Any::News(news)) => news.is.versions.iter().map(|version| &*version.prose).collect(),
                Some(Any::Page(page)) => page.is.versions.iter().map(|version| &*version.prose).collect(),
                _ => Vec::new(),
            };
            let about = self.about.get(id).into_iter().flatten().map(|(_, prose)| &**prose);
            own.into_iter().chain(about).collect::<Vec<_>>()
        })
    }

    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The day that the site is made for. What is shown follows it only through `Reader::due`.
    pub fn today(&self) -> Day {
        self.today
    }

    /// The language of plain text and of the pages at `/`.
    pub fn first_language(&self) -> &Lang {
        self.languages.first()
    }

    /// A file that records stand in could not be read, which was told.
    pub fn has_gaps(&self) -> bool {
        self.has_gaps
    }

    /// Each drama has a folder of its own.
    pub fn is_of_several(&self) -> bool {
        self.is_of_several
    }

    /// Episodes as written become records, in the order of the list of episodes.
    pub(super) fn expand(&self, of: &Eps, drama: &Arc<str>) -> Vec<RecordId> {
        let position = |list: &[RecordId], to: &Ref| list.iter().position(|id| id.id == to.id);
        let mut found: Vec<(usize, RecordId)> = Vec::new();
        for part in &of.0 {
            let drama = match part {
                EpsPart::One(to) | EpsPart::Run(to, _) => &to.drama,
                EpsPart::All => drama,
            };
            let list = self.lists.get(&(Kind::Episode, drama.clone())).map_or(&[][..], |list| list);
            let range = match part {
                EpsPart::All => 0..list.len(),
                EpsPart::One(to) => match position(list, to) {
                    Some(at) => at..at + 1,
                    None => continue,
                },
                EpsPart::Run(from, to) => match (position(list, from), position(list, to)) {
                    (Some(from), Some(to)) if from <= to => from..to + 1,
                    _ => continue,
                },
            };
            found.extend(range.map(|at| (at, list[at].clone())));
        }
        found.sort();
        found.dedup();
        found.into_iter().map(|(_, id)| id).collect()
    }
}
