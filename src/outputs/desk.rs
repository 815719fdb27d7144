//! The desk at which one page is made: it looks things up, says them in the page's language, numbers the
//! sources, and keeps the places of links.

use super::jsonld::graph::Node;
use super::picture::{self, Spot};
use super::share::share_image;
use super::views::{
    Alternate, AspectView, Bit, Card, Cite, ClaimView, Crumb, FactView, PageView, SourceView, Spoiler,
};
use super::{Assets, Page};
use crate::base::address::SitePath;
use crate::base::day::{Clock, Day, When};
use crate::base::fact::{Claim, Fact, How};
use crate::base::id::{Kind, RecordId, Ref};
use crate::base::lang::Lang;
use crate::base::name::Name;
use crate::base::place::Place;
use crate::base::text::{Said, Text};
use crate::base::view::{View, view_of};
use crate::kinds::common::{Common, Credited};
use crate::kinds::record::Record;
use crate::kinds::{Song, Source};
use crate::model::Reader;
use crate::model::head::Head;
use crate::model::reader::Read;
use crate::parse::markdown::Prose;
use crate::parse::values::{Ep, Eps, EpsPart, SourceRef};
use crate::plan::reach::Reach;
use crate::plan::routes::Section;
use crate::plan::strings::AllStrings;
use crate::plan::{Key, Plan, Routes, Slot, Strings, strings};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What all pages of a site are made with.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    pub routes: &'a Routes,
    pub strings: &'a AllStrings,
    pub assets: &'a Assets,
    pub plan: &'a Plan,
    pub reach: &'a Reach,
}

/// Everything that making one page needs.
pub struct Desk<'a> {
    pub reader: &'a Reader<'a>,
    pub routes: &'a Routes,
    pub strings: &'a Strings,
    pub lang: &'a Lang,
    pub assets: &'a Assets,
    around: Around<'a>,
    cited: RefCell<Vec<RecordId>>,
    /// Where in the content the addresses of the page are written; nothing unless asked for.
    written: Option<RefCell<Vec<(String, Place)>>>,
    told: RefCell<Vec<Node>>,
    frames: RefCell<BTreeSet<&'static str>>,
}

impl<'a> Desk<'a> {
    pub fn new(reader: &'a Reader<'a>, around: Around<'a>, lang: &'a Lang) -> Desk<'a> {
        reader.note(|| Read::Strings(lang.clone()));
        Desk {
            reader,
            routes: around.routes,
            strings: &around.strings[lang],
            lang,
            assets: around.assets,
            around,
            cited: RefCell::default(),
            written: None,
            told: RefCell::default(),
            frames: RefCell::default(),
        }
    }

    /// One that notes where in the content each address was written.
    pub fn noting(reader: &'a Reader<'a>, around: Around<'a>, lang: &'a Lang) -> Desk<'a> {
        Desk { written: Some(RefCell::default()), ..Desk::new(reader, around, lang) }
    }

    /// What was noted: addresses as they stand on the page, and their places.
    pub fn into_written(self) -> Vec<(String, Place)> {
        self.written.map(RefCell::into_inner).unwrap_or_default()
    }

    // Words.

    /// A word of the program's own, in the page's language.
    pub fn t(&self, key: &str) -> String {
        self.strings.get(key).to_string()
    }

    /// The words of another language of the site.
    pub fn strings_of(&self, lang: &Lang) -> &'a Strings {
        self.reader.note(|| Read::Strings(lang.clone()));
        &self.around.strings[lang]
    }

    fn bit_of(&self, said: Said) -> Bit {
        let lang = (said.lang != self.lang && said.is_fallback).then(|| said.lang.to_string());
        Bit { text: said.text.to_string(), lang, ..Bit::default() }
    }

    /// A text in the page's language, or marked with the one it is in.
    pub fn text(&self, text: &Text) -> Bit {
        text.say(self.lang, self.reader.languages()).map(|said| self.bit_of(said)).unwrap_or_default()
    }

    pub fn name(&self, name: &Name) -> Bit {
        self.text(&name.text)
    }

    /// The name in the site's other languages, for the small print under a title; what reads the same is left
    /// out.
    pub fn other_names(&self, name: &Name) -> Vec<Bit> {
        let shown = self.name(name).text;
        let mut bits: Vec<Bit> = Vec::new();
        let tagged = name.text.by.iter().map(|(lang, text)| (lang, text.as_str()));
        for (lang, text) in tagged {
            let is_new = text != shown && bits.iter().all(|bit| bit.text != text);
            if lang != self.lang && is_new {
                bits.push(Bit { text: text.into(), lang: Some(lang.to_string()), ..Bit::default() });
            }
        }
        bits
    }

    pub fn plain(&self, text: impl Into<String>) -> Bit {
        Bit { text: text.into(), ..Bit::default() }
    }

    pub fn day(&self, day: Day) -> Bit {
        Bit { text: self.strings.day(day), datetime: Some(day.to_string()), ..Bit::default() }
    }

    /// A moment in the site's zone, with its offset for machines.
    pub fn when(&self, when: &When) -> Bit {
        let zone = self.reader.zone();
        let (day, clock): (Day, Option<Clock>) = when.on_site(zone);
        let datetime = when.moment(zone).map_or_else(|| day.to_string(), |moment| moment.rfc3339());
        Bit { text: self.strings.moment(day, clock), datetime: Some(datetime), ..Bit::default() }
    }

    // Other records.

    /// The name of a record as others see it.
    pub fn head_name(&self, head: &Head) -> Bit {
        if !head.name.text.is_empty() {
            return self.name(&head.name);
        }
        if let Some(number) = head.number {
            return self.plain(self.episode_name(number.season, number.number));
        }
        let key = if head.is_unknown { "unknown_title" } else { "untitled" };
        self.plain(self.t(key))
    }

    /// "Episode 3", with the season when it is not the first.
    pub fn episode_name(&self, season: u32, number: u32) -> String {
        let (season, number) = (season.to_string(), number.to_string());
        let key = if season == "1" { "episode_number" } else { "season_episode_number" };
        self.strings.fill(key, &[("season", &season), ("number", &number)])
    }

    /// A record's name, with a link to it where it has an address.
    pub fn link(&self, id: &RecordId) -> Bit {
        let Some(head) = self.reader.head(id) else { return self.plain(id.id.to_string()) };
        let href = match id.kind {
            Kind::Shop => None,
            _ => self.record_href(id),
        };
        Bit { href, ..self.head_name(head) }
    }

    /// Will there be something at this address?
    pub fn has(&self, path: &SitePath) -> bool {
        self.reader.note(|| Read::Path(path.clone()));
        self.around.plan.has(path)
    }

    /// Will this file be written?
    pub fn has_file(&self, file: &str) -> bool {
        self.has(&SitePath::of_file(file))
    }

    /// Every file that there will be.
    pub fn whole_plan(&self) -> &'a Plan {
        self.reader.note(|| Read::Plan);
        self.around.plan
    }

    /// The address of a page or file, where there will be one: outputs can be switched off, and news held back.
    pub fn href(&self, path: &SitePath) -> Option<String> {
        self.has(path).then(|| self.routes.href(path))
    }

    /// Where a record is to be read, where it will be.
    pub fn record_href(&self, id: &RecordId) -> Option<String> {
        let address = self.routes.record(self.lang, id)?;
        self.has(&address.path).then(|| self.routes.href_of(&address))
    }

    pub fn link_ref(&self, to: &Ref) -> Bit {
        match self.reader.find(to) {
            Some(id) => self.link(&id),
            None => self.plain(to.id.to_string()),
        }
    }

    pub fn links<'r>(&self, refs: impl IntoIterator<Item = &'r Ref>) -> Vec<Bit> {
        refs.into_iter().map(|to| self.link_ref(to)).collect()
    }

    /// Somebody's part: a link to them, or the name alone.
    pub fn credit(&self, credit: &Credited) -> Bit {
        let mut bit = match (credit.who.get(), credit.credited.get()) {
            (Some(who), _) => self.link_ref(who),
            (None, Some(name)) => self.text(name),
            (None, None) => Bit::default(),
        };
        let mut notes: Vec<String> = Vec::new();
        notes.extend(credit.part.get().map(|part| self.text(part).text));
        notes.extend(
            credit.shown_as.get().map(|name| self.strings.fill("credited_as", &[("name", &self.text(name).text)])),
        );
        notes.extend(credit.language.get().map(|language| language.as_str().to_string()));
        notes.extend(credit.version.get().map(|version| self.text(version).text));
        notes.extend(credit.episodes.get().map(|eps| self.episodes_text(eps)));
        if !notes.is_empty() {
            bit.note = Some(notes.join(", "));
        }
        bit
    }

    pub fn credits<'c>(&self, credits: impl IntoIterator<Item = &'c Credited>) -> Vec<Bit> {
        credits.into_iter().map(|credit| self.credit(credit)).collect()
    }

    /// Episodes in words, a run by its ends: "Episode 1 – Episode 3, Episode 7". As links they are
    /// `episode_links`.
    pub fn episodes_text(&self, eps: &Eps) -> String {
        let name = |part: &EpsPart| match part {
            EpsPart::One(to) => self.link_ref(to).text,
            EpsPart::Run(from, until) => {
                let (from, until) = (self.link_ref(from).text, self.link_ref(until).text);
                self.strings.fill("span_both", &[("from", &from), ("until", &until)])
            }
            EpsPart::All => self.t("every_episode"),
        };
        eps.0.iter().map(name).collect::<Vec<_>>().join(", ")
    }

    pub fn episode_links(&self, eps: &Eps, drama: &Arc<str>) -> Vec<Bit> {
        self.reader.episodes(eps, drama).iter().map(|id| self.link(id)).collect()
    }

    /// What must be seen before something may be read.
    pub fn spoiler(&self, ep: &Ep) -> Spoiler {
        match ep {
            Ep::All => Spoiler {
                episode: self.t("spoiler_all"),
                seen: (!self.reader.is_of_several()).then(|| self.numbered(&"".into(), usize::MAX)),
                ..Spoiler::default()
            },
            Ep::Of(to) => {
                let number = crate::kinds::episode::Number::of(&to.id).map(|n| n.number);
                let at = self.reader.find(to).and_then(|id| self.reader.position(&id));
                Spoiler {
                    episode: self.link_ref(to).text,
                    number,
                    seen: at.map(|at| self.numbered(&to.drama, at + 1)),
                    drama: to.drama.to_string(),
                }
            }
        }
    }

    /// How many of the first `length` episodes of a drama have a number.
    fn numbered(&self, drama: &Arc<str>, length: usize) -> usize {
        let list = self.reader.list(Kind::Episode, drama);
        let first = list.iter().take(length);
        first.filter(|id| crate::kinds::episode::Number::of(&id.id).is_some()).count()
    }

    /// What must be seen before a record may be named.
    pub fn spoiler_of(&self, id: &RecordId) -> Option<Spoiler> {
        self.reader.head(id)?.spoiler.as_ref().map(|ep| self.spoiler(ep))
    }

    /// From one day to another, either of which may not be said.
    pub fn span(&self, from: Option<Day>, until: Option<Day>) -> Option<String> {
        let key = match (from, until) {
            (Some(_), Some(_)) => "span_both",
            (Some(_), None) => "span_from",
            (None, Some(_)) => "span_until",
            (None, None) => return None,
        };
        let day = |day: Option<Day>| day.map_or(String::new(), |day| self.strings.day(day));
        Some(self.strings.fill(key, &[("from", &day(from)), ("until", &day(until))]))
    }

    // Sources and facts.

    /// Notes for sources, numbered as the page comes to them.
    pub fn cite<'r>(&self, sources: impl IntoIterator<Item = &'r Ref>) -> Vec<Cite> {
        let mut cites: Vec<Cite> =
            sources.into_iter().filter_map(|to| self.reader.find(to)).map(|id| self.cite_id(id)).collect();
        cites.sort_by_key(|cite| cite.number);
        cites
    }

    pub fn cite_id(&self, id: RecordId) -> Cite {
        let href = self.record_href(&id).unwrap_or_default();
        let title = self.link(&id).text;
        let mut cited = self.cited.borrow_mut();
        let at = cited.iter().position(|known| *known == id).unwrap_or_else(|| {
            cited.push(id);
            cited.len() - 1
        });
        Cite { number: at + 1, href, title }
    }

    pub fn cite_list(&self, sources: &[SourceRef]) -> Vec<Cite> {
        self.cite(sources.iter().map(|source| &source.0))
    }

    /// A value with what is said about it; `show` says the value itself.
    pub fn fact<T>(&self, fact: &Fact<T>, show: impl Fn(&T) -> Vec<Bit>) -> FactView {
        let mut view = FactView {
            bits: fact.is.as_ref().map(&show).unwrap_or_default(),
            unknown: fact.is.is_none(),
            ..FactView::default()
        };
        let Some(opened) = &fact.opened else { return view };
        if opened.how != How::Stated {
            view.how = Some(self.t(&format!("how_{}", opened.how.name())));
        }
        view.because = opened.because.as_ref().map(|because| self.text(because));
        view.cites = self.cite(&opened.sources);
        view.via = opened.via.as_ref().map(|name| self.strings.fill("via", &[("name", name)]));
        view.also = self.claims(&opened.also, &show);
        view.earlier = self.claims(&opened.earlier, &show);
        if fact.is.is_none() {
            view.bits = self.range(fact).into_iter().collect();
        }
        view
    }

    /// A part of a value that is shown as a whole, if it is opened: what stands in `{field}` of `whole`.
    pub fn part<T>(
        &self,
        whole: &str,
        field: &str,
        fact: Option<&Fact<T>>,
        show: impl Fn(&T) -> Vec<Bit>,
    ) -> Option<AspectView> {
        let fact = fact.filter(|fact| fact.opened.is_some())?;
        let names = [whole, &self.field_name("", field)].map(str::to_string);
        let label = names.iter().filter(|name| !name.is_empty()).cloned().collect::<Vec<_>>().join(" · ");
        Some(AspectView { label, fact: self.fact(fact, show) })
    }

    /// A fact of another record: what names no source of its own rests on that record's.
    pub fn borrowed<T>(&self, fact: &Fact<T>, common: &Common, show: impl Fn(&T) -> Vec<Bit>) -> FactView {
        let mut view = self.fact(fact, show);
        if view.cites.is_empty() {
            view.cites = self.cite_list(&common.sources);
        }
        view
    }

    /// A date with what is said about it.
    pub fn date_view(&self, fact: &Fact<When>) -> FactView {
        self.fact(fact, |when| vec![self.when(when)])
    }

    /// The days between which an unknown date lies.
    fn range<T>(&self, fact: &Fact<T>) -> Option<Bit> {
        let opened = fact.opened.as_ref()?;
        let key = match (opened.after, opened.before) {
            (Some(_), Some(_)) => "between_days",
            (Some(_), None) => "after_day",
            (None, Some(_)) => "before_day",
            (None, None) => return None,
        };
        let day = |day: Option<Day>| day.map_or(String::new(), |day| self.strings.day(day));
        let text = self.strings.fill(key, &[("after", &day(opened.after)), ("before", &day(opened.before))]);
        Some(self.plain(text))
    }

    /// A date in a list, without its notes: the moment, else the days between which it lies.
    pub fn when_of(&self, fact: &Fact<When>) -> Option<Bit> {
        fact.is.as_ref().map(|when| self.when(when)).or_else(|| self.range(fact))
    }

    fn claims<T>(&self, claims: &[Claim<T>], show: &impl Fn(&T) -> Vec<Bit>) -> Vec<ClaimView> {
        let view = |claim: &Claim<T>| ClaimView {
            bits: show(&claim.is),
            cites: self.cite(&claim.sources),
            note: claim.note.as_ref().map(|note| self.text(note)),
        };
        claims.iter().map(view).collect()
    }

    /// What a field is called before its value, by its kind's own word if it has one. A field that no string
    /// names is called as in the files.
    pub fn field_name(&self, kind: &str, key: &str) -> String {
        let keys = [format!("field_{kind}_{key}"), format!("field_{key}")];
        match keys.iter().find(|key| self.strings.has(key)) {
            Some(key) => self.t(key),
            None => key.replace('_', " "),
        }
    }

    // Prose.

    /// Markdown as HTML for this page; its links lead to the records they name.
    pub fn prose(&self, prose: &Prose) -> String {
        super::prose::html(self, prose, &"".into())
    }

    /// Notes where in the content an address was written, for the check of links.
    pub fn wrote(&self, address: &str, place: &Place) {
        if let Some(written) = &self.written {
            written.borrow_mut().push((address.to_string(), place.clone()));
        }
    }

    /// The long text of a record, if it has one, and its language where that is not the page's.
    pub fn about(&self, id: &RecordId) -> Option<(String, Option<String>)> {
        let (prose, lang) = self.reader.about(id, self.lang)?;
        Some((super::prose::html(self, prose, &id.drama), (lang != self.lang).then(|| lang.to_string())))
    }

    // Pages.

    /// The frame of a page: its addresses in every language, its title.
    pub fn page(&self, slot: &Slot, kind: &str, section: &str, title: Bit, description: String) -> PageView {
        let base = self.routes.base();
        let url = base.absolute(&slot.path);
        let alternates = self.reader.languages().iter().map(|lang| {
            let path = self.routes.translated(&slot.path, self.lang, lang);
            Alternate {
                lang: lang.to_string(),
                name: strings::own_name(lang).into_owned(),
                href: base.href(&path),
                url: base.absolute(&path),
                is_translated: true,
                is_current: lang == self.lang,
            }
        });
        let spoiler = match &slot.key {
            Key::Record(id) => self.spoiler_of(id),
            _ => None,
        };
        let picture = super::common_of(self, slot).and_then(|common| picture::of_record(self, common, Spot::Head));
        let (hidden_picture, picture) = match picture {
            Some(picture) if spoiler.is_some() || picture.spoiler.is_some() => (Some(picture), None),
            picture => (None, picture),
        };
        let own = picture.as_ref().and_then(|picture| picture::share(self, picture));
        let card = || share_image(self.reader, self.routes, self.around.plan, self.strings, slot, &title.text);
        let image = own.or_else(card);
        PageView {
            is_title_open: match &slot.key {
                Key::Record(id) => super::jsonld::stub::name(self, id).is_some(),
                _ => true,
            },
            image,
            picture,
            hidden_picture,
            art: super::drawn(self, slot),
            title: title.text,
            title_lang: title.lang,
            description,
            lang: self.lang.to_string(),
            canonical: url.clone(),
            url,
            alternates: alternates.collect(),
            x_default: None,
            noindex: false,
            og_type: "website".into(),
            og: Vec::new(),
            json_ld: None,
            oembed: super::oembed::address(self, &slot.path),
            section: section.into(),
            crumbs: Vec::new(),
            untranslated: None,
            main_lang: None,
            kind: kind.into(),
            sources: Vec::new(),
            spoiler,
            frames: None,
            fix: None,
            qr: None,
        }
    }

    /// Marks a page as shown in another language than its own, because it is not translated.
    pub fn untranslated(&self, page: &mut PageView, written_in: &[Lang], shown: &Lang) {
        for alternate in &mut page.alternates {
            alternate.is_translated = written_in.iter().any(|lang| lang.as_str() == alternate.lang);
        }
        if shown == self.lang {
            return;
        }
        page.untranslated = Some(strings::own_name(shown).into_owned());
        page.main_lang = Some(shown.to_string());
        page.noindex = true;
        if let Some(original) = page.alternates.iter().find(|alternate| alternate.lang == shown.as_str()) {
            page.canonical = original.url.clone();
        }
    }

    /// The way to a page of a section.
    pub fn crumbs(&self, section: Section, drama: &str) -> Vec<Crumb> {
        let path = self.routes.section(self.lang, section, drama);
        let mut crumbs = self.home_crumbs(drama);
        crumbs.extend(self.href(&path).map(|href| Crumb {
            text: self.t(&format!("section_{}", section.name())),
            lang: None,
            href,
        }));
        crumbs
    }

    pub fn home_crumbs(&self, drama: &str) -> Vec<Crumb> {
        let home = self.href(&self.routes.home(self.lang));
        let mut crumbs: Vec<Crumb> =
            home.map(|href| Crumb { text: self.t("home"), lang: None, href }).into_iter().collect();
        if !drama.is_empty() {
            let id = RecordId { kind: Kind::Drama, drama: "".into(), id: drama.into() };
            let bit = self.link(&id);
            crumbs.extend(bit.href.map(|href| Crumb { text: bit.text, lang: bit.lang, href }));
        }
        crumbs
    }

    /// Where a record can be corrected: its file in the repository, else the contact.
    pub fn fix(&self, place: &Place) -> Option<String> {
        let site = self.reader.site();
        match (site.repository.get(), site.contact.get()) {
            (Some(repository), _) => Some(format!(
                "{}/blob/main/{}",
                repository.as_str().trim_end_matches('/'),
                encode_path(&place.file)
            )),
            (None, contact) => contact.map(|contact| contact.as_str().to_string()),
        }
    }

    /// Whether pages of a template, by its name, say anything to machines.
    pub fn tells(&self, template: &str) -> bool {
        self.around.reach.of(template).is_none_or(|reached| reached.has_json_ld)
    }

    /// Whether a template of the site says itself what pages allow.
    pub fn has_own_policy(&self) -> bool {
        self.around.reach.has_own_policy
    }

    /// What the page says to machines of its records, the one that it is about first.
    pub fn tell(&self, things: Vec<Node>) {
        self.told.borrow_mut().extend(things);
    }

    /// Notes that the page may load the player of another host when a reader asks for it.
    pub fn allow_frame(&self, origin: &'static str) {
        self.frames.borrow_mut().insert(origin);
    }

    /// The page is ready: the frame, with the sources it came to name, and the views of its own.
    pub fn finish(&self, template: &'static str, mut page: PageView, own: Vec<(&'static str, View)>) -> Page {
        page.sources = self.cited.borrow().iter().enumerate().map(|(at, id)| self.source(at + 1, id)).collect();
        let translated = page.alternates.iter().find(|alternate| alternate.is_translated);
        page.x_default = translated.map(|alternate| alternate.url.clone());
        let frames: Vec<&str> = self.frames.take().into_iter().collect();
        page.frames = (!frames.is_empty()).then(|| frames.join(" "));
        if self.around.reach.of(template).is_none_or(|reached| reached.has_og) {
            super::og::complete(self, &mut page);
        }
        if self.tells(template) {
            // Its words name the record, and a name that is only rumoured is told to nobody.
            let named = page.image.as_ref().filter(|_| page.is_title_open);
            page.json_ld = super::jsonld::page::script(self, &page, &self.cited.borrow(), self.told.take(), named);
        }
        let mut view = vec![("page", view_of(&page))];
        view.extend(own);
        Page { template, view }
    }

    fn source(&self, number: usize, id: &RecordId) -> SourceView {
        let cite = self.record_href(id).unwrap_or_default();
        let bit = self.reader.head(id).map(|head| self.head_name(head)).unwrap_or_default();
        let Some(record) = self.reader.get::<Source>(id) else { return SourceView::default() };
        let source = &record.is;
        SourceView {
            number,
            id: id.id.to_string(),
            lang: source.language.get().filter(|l| !self.lang.is(l.language())).map(|l| l.to_string()),
            title: bit.text,
            publisher: source
                .publisher
                .get()
                .filter(|_| source.title.get().is_some())
                .map(|text| self.text(text).text),
            date: source.published.get().map(|day| self.day(*day)),
            href: cite,
            url: source.url.get().map(|url| url.as_str().to_string()),
        }
    }

    /// A record as an entry of a list.
    pub fn card(&self, id: &RecordId) -> Card {
        let title = self.link(id);
        let subtitle = self.reader.head(id).and_then(|head| self.other_names(&head.name).into_iter().next());
        Card { id: id.id.to_string(), title, subtitle, ..Card::default() }
    }

    /// Who performs a song, as links.
    pub fn performers(&self, song: &Record<Song>) -> Vec<Bit> {
        self.credits(song.is.by.iter().chain(song.is.featuring.iter()))
    }
}

/// Percent-encodes what may not stand in the path of an address.
pub fn encode_path(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                encoded.push(byte as char)
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}
