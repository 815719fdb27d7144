//! What a change of the files makes anew in a site that is kept in memory, counted; and that it comes to the same as
//! a build from nothing. `benches/oracle.rs` does the second with thousands of edits at random.

use linernotes::base::diagnostic::{Code, Diagnostic, Severity};
use linernotes::base::place::Place;
use linernotes::engine::build::build;
use linernotes::engine::resident::{Kept, Resident, Update};
use linernotes::engine::sinks::InMemory;
use linernotes::model::link::Asked;
use linernotes::source::tree::Changing;
use std::sync::Arc;

const FILES: &[(&str, &str)] = &[
    (
        "content/site.yaml",
        "title: Evenings\naddress: https://fan.example/evenings/\nlanguages: [en, ko]\ntimezone: Asia/Seoul\n",
    ),
    ("content/sources.yaml", "paper: {kind: news, title: The paper}\n"),
    ("content/drama.yaml", "id: evenings\nname: Evenings\nsources: [paper]\n"),
    (
        "content/people.yaml",
        "_defaults: {sources: [paper]}\nkim-a:\n  name: Kim A\nlee-b:\n  name: Lee B\n  known_for: [Singing]\n",
    ),
    (
        "content/songs.yaml",
        "_defaults: {sources: [paper]}\nfirst:\n  title: First\n  by: [kim-a]\nsecond:\n  title: Second\n  by: [lee-b]\n\
         third:\n  title: Third\n  by: [lee-b]\n",
    ),
    ("content/about/song/first.en.md", "A long text.\n"),
    ("content/about/person/kim-a.en.md", "A biography.\n"),
    ("content/news/2024-03-01-one.en.md", "---\ntitle: One\nsources: [paper]\n---\n\nSee [](song:first).\n"),
    ("content/news/2024-03-02-two.en.md", "---\ntitle: Two\nsources: [paper]\n---\n\nWords.\n"),
    ("content/pages/more.en.md", "---\ntitle: More\n---\n\nMore.\n"),
];

/// A site in memory, built once.
struct Site {
    tree: Arc<Changing>,
    asked: Asked,
    resident: Resident,
}

impl Site {
    fn new() -> Site {
        let tree = Arc::new(Changing::default());
        FILES.iter().for_each(|(path, text)| tree.lock().put(path, text));
        // 2 March 2024, at noon in Seoul.
        let asked = Asked { address: None, now: 1_709_348_400, drafts: false, headers: None };
        let resident = Resident::new(tree.clone(), asked.clone(), Kept::default());
        let site = Site { tree, asked, resident };
        let update = site.update(None);
        assert!(update.is_good && update.all, "{:?}", update.complaints);
        site.check();
        site
    }

    fn update(&self, hint: Option<&[String]>) -> Update {
        self.resident.update(hint, &[], &|_| {}).unwrap()
    }

    /// Changes a file, and says what was made anew.
    fn edit(&self, path: &str, text: &str) -> Update {
        self.tree.lock().put(path, text);
        let update = self.update(Some(&[path.to_string()]));
        assert!(update.is_good, "{:?}", update.complaints);
        self.check();
        update
    }

    fn replace(&self, path: &str, from: &str, to: &str) -> Update {
        let text = FILES.iter().find(|(known, _)| *known == path).unwrap().1;
        assert!(text.contains(from), "{path} has no {from}");
        self.edit(path, &text.replace(from, to))
    }

    /// Every file is what a build from nothing makes.
    fn check(&self) {
        let sink = InMemory::default();
        build(&*self.tree, &self.asked, &sink).unwrap();
        let fresh = sink.into_files();
        assert_eq!(self.resident.paths(), fresh.keys().cloned().collect::<Vec<_>>());
        for (path, bytes) in &fresh {
            assert!(self.resident.undrawn(path).as_deref() == Some(&**bytes), "{path} is not what a build makes");
        }
    }
}

#[test]
fn a_new_paragraph_makes_the_pages_that_show_it() {
    let site = Site::new();
    let update = site.edit("content/about/song/first.en.md", "Another long text.\n");
    let pages: Vec<&String> = update.changed.iter().filter(|path| path.ends_with("index.html")).collect();
    assert_eq!(pages, ["ko/songs/first/index.html", "songs/first/index.html"]);
    // Others read the record for its facts, and came to the same.
    assert!(update.made <= 18, "{} files were made", update.made);
    assert!(!update.all);
}

#[test]
fn a_new_biography_makes_no_page_of_others() {
    let site = Site::new();
    let update = site.edit("content/about/person/kim-a.en.md", "Another biography.\n");
    let pages: Vec<&String> = update.changed.iter().filter(|path| path.ends_with("index.html")).collect();
    assert_eq!(pages, ["ko/people/kim-a/index.html", "people/kim-a/index.html"]);
}

#[test]
fn nothing_is_made_where_nothing_changed() {
    let site = Site::new();
    let update = site.update(None);
    assert_eq!((update.made, update.changed.len()), (0, 0));
    let update =
        site.edit("content/songs.yaml", FILES.iter().find(|(path, _)| path.ends_with("songs.yaml")).unwrap().1);
    assert_eq!(update.made, 0);
}

#[test]
fn a_remark_in_a_file_changes_no_page() {
    let site = Site::new();
    let update = site.replace("content/songs.yaml", "second:\n", "# a remark\nsecond:\n");
    assert_eq!(update.changed, Vec::<String>::new());
}

#[test]
fn a_title_reaches_every_page_that_names_the_song_and_no_other() {
    let site = Site::new();
    let update = site.replace("content/songs.yaml", "title: First", "title: The First");
    for path in
        ["songs/first/index.html", "people/kim-a/index.html", "news/one/index.html", "soundtrack/index.html"]
    {
        assert!(update.changed.contains(&path.to_string()), "{path} is not in {:?}", update.changed);
    }
    for path in ["people/lee-b/index.html", "news/two/index.html", "more/index.html"] {
        assert!(!update.changed.contains(&path.to_string()), "{path} was made anew");
    }
}

#[test]
fn a_file_that_comes_and_goes_is_followed() {
    let site = Site::new();
    let path = "content/news/2024-02-01-zero.en.md";
    let update = site.edit(path, "---\ntitle: Zero\nsources: [paper]\n---\n\nWords.\n");
    assert!(update.changed.contains(&"news/zero/index.html".to_string()));
    assert!(update.changed.contains(&"news/one/index.html".to_string()), "its neighbour leads to it");
    site.tree.lock().remove(path);
    let update = site.update(Some(&[path.to_string()]));
    assert!(update.removed.contains(&"news/zero/index.html".to_string()));
    site.check();
}

#[test]
fn a_mistake_leaves_the_last_good_state() {
    let site = Site::new();
    let before = site.resident.file("songs/first/index.html").unwrap();
    site.tree.lock().put("content/songs.yaml", "first:\n  titel: [");
    let update = site.update(None);
    assert!(!update.is_good && !update.complaints.is_empty());
    assert_eq!(site.resident.file("songs/first/index.html").unwrap().digest, before.digest);
    // What changes meanwhile is there when the mistake is mended.
    site.tree.lock().put("content/about/song/first.en.md", "Meanwhile.\n");
    assert!(!site.update(None).is_good);
    let songs = FILES.iter().find(|(path, _)| path.ends_with("songs.yaml")).unwrap().1;
    site.edit("content/songs.yaml", songs);
    let now = site.resident.file("songs/first/index.html").unwrap();
    assert!(String::from_utf8_lossy(&now.bytes).contains("Meanwhile."));
}

#[test]
fn a_dead_link_is_told_beside_the_page_that_has_it() {
    let site = Site::new();
    let path = "content/pages/more.en.md";
    site.tree.lock().put(path, "---\ntitle: More\n---\n\nMore. [There](/nowhere/)\n");
    let update = site.update(Some(&[path.to_string()]));
    assert!(!update.is_good);
    let told = place_of_error(&update);
    assert_eq!(&*told.file, path);
    // A line before it moves it, though the page stays as it is.
    site.tree.lock().put(path, "---\ntitle: More\n---\n\n\nMore. [There](/nowhere/)\n");
    let moved = place_of_error(&site.update(None));
    assert_eq!(moved.start, told.start + 1);
}

fn place_of_error(update: &Update) -> Place {
    let mut errors = update.complaints.iter().filter(|told| told.severity == Severity::Error);
    errors.next().and_then(|told| told.place.clone()).unwrap()
}

#[test]
fn a_day_that_comes_brings_what_waited_for_it() {
    let site = Site::new();
    let path = "content/news/2024-03-03-later.en.md";
    site.edit(path, "---\ntitle: Later\npublish_from: 2024-03-03\nsources: [paper]\n---\n\nWords.\n");
    assert!(site.resident.file("news/later/index.html").is_none());
    site.resident.set_now(site.asked.now + 86_400);
    let update = site.update(None);
    assert!(update.changed.contains(&"news/later/index.html".to_string()), "{:?}", update.changed);
    assert!(site.resident.file("news/later/index.html").is_some());
}

#[test]
fn the_page_on_screen_is_made_first() {
    let site = Site::new();
    let path = "content/about/song/first.en.md";
    site.tree.lock().put(path, "On screen.\n");
    let first = std::sync::Mutex::new(None);
    let on_screen = ["ko/songs/first/index.html".to_string()];
    site.resident
        .update(Some(&[path.to_string()]), &on_screen, &|update| {
            first.lock().unwrap().get_or_insert((update.made, update.changed.clone()));
        })
        .unwrap();
    assert_eq!(first.into_inner().unwrap(), Some((1, vec![on_screen[0].clone()])));
    site.check();
}

/// What changed each time that an update told of what is on screen.
fn shown(site: &Site, path: &str, text: &str, on_screen: &str) -> Vec<Vec<String>> {
    site.tree.lock().put(path, text);
    let all = std::sync::Mutex::new(Vec::new());
    let hear = |update: &Update| all.lock().unwrap().push(update.changed.clone());
    let update = site.resident.update(Some(&[path.to_string()]), &[on_screen.to_string()], &hear).unwrap();
    assert!(update.is_good, "{:?}", update.complaints);
    site.check();
    all.into_inner().unwrap()
}

#[test]
fn a_title_is_on_screen_before_all_is_linked_again() {
    let site = Site::new();
    let path = "content/news/2024-03-02-two.en.md";
    let post = |head: &str| format!("---\n{head}\n---\n\nWords.\n");
    let page = "news/two/index.html";
    // Once when it is put in, and once when all is settled.
    let update = shown(&site, path, &post("title: Deux\nsources: [paper]"), page);
    assert_eq!(update.len(), 2);
    assert_eq!(update[0], [page]);
    let lists: Vec<&String> = update[1].iter().filter(|path| path.ends_with(".html")).collect();
    assert!(lists.iter().any(|path| *path == "news/index.html"), "{lists:?}");
    assert!(lists.iter().any(|path| *path == "news/one/index.html"), "its neighbour names it: {lists:?}");
    // With words too.
    let both = post("title: Two again\nsources: [paper]").replace("Words", "Other words");
    assert_eq!(shown(&site, path, &both, page).len(), 2);
    // What others are ordered by, or are found by, waits for all.
    for head in ["title: Two\ndate: 2024-02-29\nsources: [paper]", "title: Two\ntags: [a]\nsources: [paper]"] {
        assert_eq!(shown(&site, path, &post(head), page).len(), 1, "{head}");
    }
    let more = "content/pages/more.en.md";
    let update = shown(&site, more, "---\ntitle: Less\n---\n\nMore.\n", "more/index.html");
    assert_eq!((update.len(), &update[0]), (2, &vec!["more/index.html".to_string()]));
}

#[test]
fn a_template_that_fails_names_the_page_that_a_build_names() {
    let site = Site::new();
    let people = FILES.iter().find(|(path, _)| path.ends_with("people.yaml")).unwrap().1;
    // A page that is planned before all others, and came after them.
    site.edit("content/people.yaml", &format!("{people}aa:\n  name: A\n"));
    site.tree.lock().put("templates/person.html", "{{ page.nothing.here }}");
    let label = |complaints: &[Diagnostic]| {
        complaints.iter().find(|told| told.code == Code::TemplateFailed).unwrap().label.clone()
    };
    let fresh = build(&*site.tree, &site.asked, &InMemory::default()).unwrap();
    assert_eq!(label(&site.update(None).complaints), label(&fresh.complaints));
}

#[test]
fn a_drawing_that_keeps_its_name_is_served_as_it_is_now() {
    let site = Site::new();
    let drawing = |colour: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 2\"><path d=\"M0 0h4v2z\" fill=\"{colour}\"/></svg>"
        )
    };
    let (path, served) = ("content/images/stage.svg", "images/stage.svg");
    site.tree.lock().put("content/images.yaml", "stage: {file: stage.svg, alt: The stage, rights: own}\n");
    for colour in ["#fff", "#000"] {
        site.tree.lock().put(path, drawing(colour));
        let update = site.update(None);
        assert!(update.is_good && update.changed.contains(&served.to_string()), "{:?}", update.changed);
        let file = site.resident.file(served).unwrap();
        assert!(String::from_utf8_lossy(&file.bytes).contains(colour), "{colour}");
    }
}

#[test]
fn what_is_told_of_a_picture_follows_the_text_that_shows_it() {
    let site = Site::new();
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 2\"><script>1</script></svg>";
    site.tree.lock().put("content/images/stage.svg", drawing);
    for text in ["", "A paragraph.\n\n"] {
        let more = format!("---\ntitle: More\n---\n\n{text}![The stage](stage.svg)\n");
        site.tree.lock().put("content/pages/more.en.md", &more);
        let told = site.update(None).complaints;
        let told = told.iter().find(|told| told.code == Code::ImageUnsafe).unwrap();
        assert_eq!(told.others[0].0.start as usize, more.find("stage.svg").unwrap());
    }
}

#[test]
fn what_is_drawn_is_what_a_build_draws() {
    let site = Site::new();
    for path in site.resident.paths().iter().filter(|path| path.ends_with(".woff2")) {
        let font = site.resident.file(path).unwrap();
        assert_eq!(font.bytes.get(..4), Some(&b"wOF2"[..]), "{path}");
        let again = site.resident.file(path).unwrap();
        assert_eq!(again.digest, font.digest);
    }
    site.edit("content/pages/more.en.md", "---\ntitle: More\n---\n\n더 많은 글자, 뷁.\n");
    let sans = site.resident.paths().into_iter().find(|path| path.ends_with("sans.ko.woff2"));
    if let Some(path) = sans {
        assert!(site.resident.file(&path).is_some());
    }
}

/// The pages among the files that changed.
fn pages(update: &Update) -> Vec<&str> {
    update.changed.iter().map(String::as_str).filter(|path| path.ends_with(".html")).collect()
}

#[test]
fn a_template_makes_only_the_pages_that_are_made_with_it() {
    let site = Site::new();
    let own = |words: &str| {
        format!("{{% extends \"theme/song.html\" %}}{{% block main %}}{words}{{{{ super() }}}}{{% endblock %}}")
    };
    let songs: Vec<String> = ["first", "second", "third"].map(|id| format!("songs/{id}/index.html")).to_vec();
    let all: Vec<String> = songs.iter().map(|path| format!("ko/{path}")).chain(songs.clone()).collect();
    for words in ["<p>One.</p>", "<p>Two.</p>"] {
        let update = site.edit("templates/song.html", &own(words));
        assert_eq!((pages(&update), update.made), (all.iter().map(String::as_str).collect(), all.len()));
        assert!(!update.all);
    }
    site.tree.lock().remove("templates/song.html");
    assert_eq!(site.update(None).made, all.len());
    site.check();
}

#[test]
fn the_base_template_makes_every_page_and_the_one_on_screen_first() {
    let site = Site::new();
    let base = "{% extends \"theme/base.html\" %}{% block title %}Own {{ super() }}{% endblock %}";
    site.tree.lock().put("templates/base.html", base);
    let on_screen = ["songs/second/index.html".to_string()];
    let first = std::sync::Mutex::new(None);
    let hear = |update: &Update| {
        first.lock().unwrap().get_or_insert((update.made, update.changed.clone()));
    };
    let path = "templates/base.html".to_string();
    // The first time nobody knows it; then it is a change like others.
    site.resident.update(None, &[], &|_| {}).unwrap();
    site.tree.lock().put(&path, base.replace("Own", "Another"));
    let update = site.resident.update(Some(&[path]), &on_screen, &hear).unwrap();
    assert_eq!(first.into_inner().unwrap(), Some((1, on_screen.to_vec())));
    let html = site.resident.paths().into_iter().filter(|path| path.ends_with(".html")).count();
    // Those that only lead elsewhere have no such title.
    assert!(pages(&update).len() > html - 4, "{} of {html}", pages(&update).len());
    site.check();
}

#[test]
fn a_template_that_breaks_leaves_the_pages_as_they_were() {
    let site = Site::new();
    let before = site.resident.file("songs/first/index.html").unwrap();
    site.tree.lock().put("templates/song.html", "{% if %}");
    assert!(!site.update(None).is_good);
    assert_eq!(site.resident.file("songs/first/index.html").unwrap().digest, before.digest);
    site.tree.lock().remove("templates/song.html");
    assert!(site.update(None).is_good);
    site.check();
}

#[test]
fn other_words_of_a_language_make_its_pages() {
    let site = Site::new();
    let update = site.edit("templates/strings/ko.yaml", "texts:\n  section_soundtrack: 소리\n");
    assert!(!pages(&update).is_empty());
    assert!(pages(&update).iter().all(|path| path.starts_with("ko/")), "{:?}", pages(&update));
}
