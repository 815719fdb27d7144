//! `/about/`: what the site is: the author's own words, if there is a free page `about`, and what the program
//! knows of it: how much it holds, its languages, its licence, what it keeps of its readers.

use super::desk::Desk;
use super::page::{FreeText, description, free_text, is_about};
use super::views::Bit;
use super::{Ask, Made, Output};
use crate::base::address::SitePath;
use crate::base::id::{Kind, RecordId, Scope};
use crate::base::view::view_of;
use crate::kinds::Page;
use crate::kinds::record::Document;
use crate::plan::routes::Section;
use crate::plan::{Key, Slot};
use serde::Serialize;

pub const OUTPUT: Output = Output { name: "about", path: "/about/", about: "what the site is", slots, make };

fn slots(ask: &Ask) -> Vec<Slot> {
    let own = ask.reader.list(Kind::Page, &"".into()).iter().find(|id| is_about(id));
    let mut slots = super::site_slots(ask, OUTPUT.name, Section::About);
    if let Some(id) = own {
        for slot in &mut slots {
            slot.key = Key::Record(id.clone());
            slot.place = ask.reader.any(id).map(|any| any.place().clone());
        }
    }
    slots
}

/// What `about.html` sees as `about`.
#[derive(Serialize)]
struct AboutView {
    title: Bit,
    /// The author's own words.
    text: Option<FreeText>,
    /// How many records of each kind there are.
    counts: Vec<CountView>,
    /// The names of the languages, each in itself, as links to this page in it.
    languages: Vec<Bit>,
    as_of: Option<Bit>,
    is_unofficial: bool,
    license: Option<String>,
    contact: Option<Bit>,
    repository: Option<Bit>,
    /// The facts as files for programs and spreadsheets.
    data: Vec<DataView>,
}

#[derive(Serialize)]
struct DataView {
    /// "Songs"
    kind: String,
    /// The files, by their names.
    files: Vec<Bit>,
}

#[derive(Serialize)]
struct CountView {
    /// "Songs"
    kind: String,
    count: usize,
    /// The list of them, where there is one.
    href: Option<String>,
}

fn make(slot: &Slot, desk: &Desk) -> Made {
    let site = desk.reader.site();
    let own = match &slot.key {
        Key::Record(id) => desk.reader.get::<Document<Page>>(id).map(|record| (id, record)),
        _ => None,
    };
    let version = own.map(|(_, record)| record.is.version(desk.lang, desk.reader.languages().first()));
    let title = match own {
        Some((id, _)) => Bit { href: None, ..desk.link(id) },
        None => desk.plain(desk.t("section_about")),
    };
    let outside = |url: &crate::base::address::Url| Bit {
        href: Some(url.as_str().to_string()),
        ..desk
            .plain(url.as_str().trim_start_matches("mailto:").trim_start_matches("https://").trim_end_matches('/'))
    };
    let languages = desk.reader.languages().iter().map(|lang| Bit {
        lang: (lang != desk.lang).then(|| lang.to_string()),
        href: Some(desk.routes.href(&desk.routes.section(lang, Section::About, ""))),
        ..desk.plain(crate::plan::strings::own_name(lang))
    });
    let view = AboutView {
        text: version.map(|version| free_text(desk, version)),
        counts: counts(desk),
        languages: languages.collect(),
        as_of: site.as_of.get().map(|day| desk.day(*day)),
        is_unofficial: site.unofficial.get().copied().unwrap_or(true),
        license: site.text_license.get().map(|license| license.as_str().to_string()),
        contact: site.contact.get().map(outside),
        repository: site.repository.get().map(outside),
        data: data(desk),
        title,
    };
    if let Some(version) = version {
        desk.cite_list(&version.common.sources);
    }
    let description = match version {
        Some(version) => description(desk, version, &view.title.text),
        None => desk.strings.fill("describe_about", &[("drama", &super::drama_name(desk, ""))]),
    };
    let mut page = desk.page(slot, "about", Section::About.name(), view.title.clone(), description);
    page.crumbs = desk.home_crumbs("");
    if let (Some((id, _)), Some(version)) = (own, version) {
        page.fix = desk.fix(&version.place);
        if let Some(head) = desk.reader.head(id) {
            desk.untranslated(&mut page, &head.langs, &version.lang);
            // Only the text is in another language, and says so itself; dates and links are in the page's.
            page.main_lang = None;
        }
    }
    Made::Page(Desk::finish(desk, "about.html", page, vec![("about", view_of(&view))]))
}

/// The files of open data, kind by kind; those that describe them last.
fn data(desk: &Desk) -> Vec<DataView> {
    let file = |path: &SitePath| Bit {
        href: Some(desk.routes.href(path)),
        ..desk.plain(path.as_str().rsplit('/').next().unwrap_or_default())
    };
    let tables = super::tables::addresses(desk);
    let facts = super::data::addresses(desk);
    let of_kind = |kind: &Kind| {
        let files = facts.iter().chain(&tables).filter(|(of, _)| of == kind).map(|(_, path)| file(path));
        DataView { kind: desk.t(&format!("kinds_{}", kind.name())), files: files.collect() }
    };
    let mut views: Vec<DataView> = Kind::ALL.iter().map(of_kind).collect();
    let about = super::data::about_addresses(desk);
    views.push(DataView { kind: desk.t("open_data_schema"), files: about.iter().map(file).collect() });
    views.retain(|view| !view.files.is_empty());
    views
}

/// Records by kind, of all dramas together; kinds of which there are none are left out.
fn counts(desk: &Desk) -> Vec<CountView> {
    let dramas = desk.reader.dramas();
    let count = |kind: &Kind| -> usize {
        match kind.scope() {
            Scope::Site => desk.reader.list(*kind, &"".into()).len(),
            Scope::Drama => dramas.iter().map(|(drama, _)| desk.reader.list(*kind, drama).len()).sum(),
        }
    };
    let view = |kind: &Kind| CountView {
        kind: desk.t(&format!("kinds_{}", kind.name())),
        count: count(kind),
        href: section_of(*kind).and_then(|section| list_of(desk, section, &dramas)),
    };
    Kind::ALL.iter().map(view).filter(|view| view.count > 0).collect()
}

/// The address of a list, where there is one for all that is counted.
fn list_of(desk: &Desk, section: Section, dramas: &[(std::sync::Arc<str>, RecordId)]) -> Option<String> {
    let drama: &str = match dramas {
        [(drama, _)] if section.is_of_drama() => drama,
        _ if section.is_of_drama() => return None,
        _ => "",
    };
    let path = desk.routes.section(desk.lang, section, drama);
    desk.has_file(&path.file()).then(|| desk.routes.href(&path))
}

fn section_of(kind: Kind) -> Option<Section> {
    Some(match kind {
        Kind::Episode => Section::Episodes,
        Kind::Character => Section::Cast,
        Kind::Artist => Section::Artists,
        Kind::Song => Section::Soundtrack,
        Kind::Release => Section::Releases,
        Kind::Event => Section::Timeline,
        Kind::Award => Section::Awards,
        Kind::Place => Section::Places,
        Kind::Source => Section::Sources,
        Kind::News => Section::News,
        Kind::Drama | Kind::Person | Kind::Shop | Kind::Image | Kind::Page => return None,
    })
}
