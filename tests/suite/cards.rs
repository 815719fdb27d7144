//! Share cards as a reader sees them: nothing runs over its edge, everything can be read, files are small, and what
//! was drawn once is not drawn again.

use super::cases::{asked, make, messages};
use linernotes::engine::build::{Ready, build_drawing, read};
use linernotes::engine::cache::{Cache, MemoryCache};
use linernotes::engine::cards::{Caches, CardCount, Drawing};
use linernotes::engine::sinks::InMemory;
use linernotes::engine::watch::Unwatched;
use linernotes::model::Reader;
use linernotes::plan::cards::are_few;
use linernotes::render::faces::FACES;
use linernotes::source::{Disk, Memory};
use resvg::usvg;
use std::path::Path;
use std::sync::Arc;

const SITE: &str = "title: {en: A Drama With a Rather Long Name of Its Own, ko: 꽤 긴 이름을 가진 어떤 드라마의 팬 사이트}\n\
    address: https://somebody.github.io/a-drama-with-a-long-address/\nlanguages: [en, ko]\ntimezone: Asia/Seoul\n";

/// Titles of every length and sort, in both scripts; two of them have 120 characters.
fn long_site() -> Memory {
    let latin =
        "An endless and most extraordinarily long title of a song that nobody could ever hope to print on a disc. ";
    let hangul =
        "끝없이 이어지는 아주 길고도 긴 노래의 제목은 아무도 한 장의 음반 뒷면에 다 적을 수 없으리라 생각했지만 ";
    let cut = |text: &str| text.repeat(3).chars().take(120).collect::<String>();
    let titles = [
        (cut(latin), cut(hangul)),
        (format!("Yet{}", cut(latin).replace(' ', "")), format!("또{}", cut(hangul).replace(' ', ""))),
        ("Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz".into(), "(((((".repeat(24)),
        (
            "Tell Me It’s Not a Dream (Instrumental & Extended)".into(),
            "꿈이 아니라고 말해 줘 (연주곡 및 확장판)".into(),
        ),
        ("Love You With All My Heart".into(), "미안해 미워해 사랑해".into()),
        ("W".repeat(60), "뷁".repeat(60)),
        ("O".into(), "왕".into()),
    ];
    let mut songs = String::new();
    for (at, (english, korean)) in titles.iter().enumerate() {
        songs += &format!(
            "s{at}: {{title: {{en: \"{english}\", ko: \"{korean}\"}}, by: [kim, anna], released: 2024-09-30, sources: [label]}}\n"
        );
    }
    let mut tree = Memory::new();
    tree.put("content/site.yaml", SITE);
    tree.put("content/sources.yaml", "label:\n  kind: label\n  title: A page\n");
    tree.put("content/drama.yaml", "id: d\nname: {en: Drama, ko: 드라마}\nsources: [label]\n");
    tree.put("content/people.yaml", "kim: {name: {en: Kim Soo-hyun, ko: 김수현}, sources: [label]}\nanna: {name: {en: Anastasia Konstantinopolskaya-Featherstonehaugh the Younger, ko: 아나스타시야 콘스탄티노폴스카야}, role: {en: \"Singer, songwriter, arranger and producer\", ko: 배우}, sources: [label]}\n");
    tree.put("content/songs.yaml", songs);
    tree
}

fn tree_of(svg: &str) -> usvg::Tree {
    let mut fonts = usvg::fontdb::Database::new();
    for face in &FACES {
        fonts.load_font_source(usvg::fontdb::Source::Binary(Arc::new(face.bytes())));
    }
    let options = usvg::Options { fontdb: Arc::new(fonts), ..usvg::Options::default() };
    usvg::Tree::from_str(svg, &options).unwrap()
}

/// The edges of every line of text as it is drawn: left, top, right, bottom.
fn lines_of(group: &usvg::Group, found: &mut Vec<(String, [f32; 4])>) {
    for node in group.children() {
        match node {
            usvg::Node::Group(group) => lines_of(group, found),
            usvg::Node::Text(text) => {
                let edges = node.abs_stroke_bounding_box();
                let said = text.chunks().iter().map(|chunk| chunk.text()).collect();
                found.push((said, [edges.left(), edges.top(), edges.right(), edges.bottom()]));
            }
            _ => {}
        }
    }
}

#[test]
fn no_text_runs_over_its_edge_or_into_another() {
    let tree = long_site();
    let (built, files) = make(&tree);
    assert_eq!(messages(&tree, &built), "");
    let cards: Vec<_> = files.iter().filter(|(path, _)| path.starts_with("cards/")).collect();
    assert!(cards.len() >= 20, "{}", cards.len());
    for (path, svg) in cards {
        let mut lines = Vec::new();
        lines_of(tree_of(std::str::from_utf8(svg).unwrap()).root(), &mut lines);
        assert!(lines.len() >= 3, "{path}: {lines:?}");
        for (at, (text, [left, top, right, bottom])) in lines.iter().enumerate() {
            let is_foot = *top > 524.0;
            // The art begins at 788, the foot at 523; the frame is at 36 and 1164.
            let (low, far) = if is_foot { (594.0, 1118.0) } else { (522.0, 784.0) };
            assert!(
                *left >= 76.0 && *right <= far && *top >= 44.0 && *bottom <= low,
                "{path}: “{text}” stands at {left} {top} {right} {bottom}"
            );
            for (other, [l, t, r, b]) in &lines[at + 1..] {
                let is_apart = right < l || r < left || bottom < t || b < top;
                assert!(is_apart, "{path}: “{text}” and “{other}” touch");
            }
        }
    }
}

#[test]
fn every_word_of_a_card_can_be_read() {
    let (_, files) = make(&long_site());
    let svg = std::str::from_utf8(&files["cards/en/song-s0.png"]).unwrap();
    let paper = svg.split("<rect width=\"1200\" height=\"630\" fill=\"").nth(1).unwrap();
    let paper = luminance(&paper[..7]);
    let mut count = 0;
    for text in svg.split("<text ").skip(1) {
        let colour = &text.split("fill=\"").nth(1).unwrap()[..7];
        let (dark, light) = (luminance(colour).min(paper), luminance(colour).max(paper));
        let contrast = (light + 0.05) / (dark + 0.05);
        assert!(contrast >= 4.5, "{colour} has a contrast of {contrast:.2} only (WCAG 2.2, 1.4.3)");
        count += 1;
    }
    assert!(count >= 6);
}

/// Relative luminance, WCAG 2.2.
fn luminance(colour: &str) -> f64 {
    let part = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

#[test]
fn cards_of_the_default_site_are_small_pictures_and_drawn_once() {
    let tree = Disk::new(Path::new(env!("CARGO_MANIFEST_DIR")));
    let mut complaints = Vec::new();
    let Ok(parsed) = read(&tree, &mut complaints) else { panic!("the folder can be read") };
    let ready = Ready::new(&tree, parsed, &asked(), &mut complaints);
    let cards: Vec<_> = ready.plan.slots().iter().filter(|slot| slot.output == "cards").collect();
    assert!(cards.len() > 250);
    let cache = MemoryCache::default();
    // One of each kind, and of the kinds with most on them all would be.
    for name in [
        "drama-queen-of-tears",
        "site",
        "song-the-reasons-of-my-smiles",
        "release-ost-part-10",
        "character-hong-hae-in",
    ] {
        for lang in ["en", "ko"] {
            let path = format!("cards/{lang}/{name}.png");
            let slot = cards.iter().find(|slot| slot.path.as_str() == path).unwrap_or_else(|| panic!("no {path}"));
            let draw = |drawing| match ready.make_drawing(slot, drawing) {
                Ok((_, bytes)) => bytes,
                Err(complaint) => panic!("{complaint:?}"),
            };
            let bytes = draw(Drawing::Drawn(Caches { cards: Some(&cache), ..Caches::default() }));
            assert!(bytes.len() <= 60_000, "{path} has {} bytes", bytes.len());
            let reader = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
            let info = reader.info();
            assert_eq!((info.width, info.height, info.color_type), (1200, 630, png::ColorType::Indexed), "{path}");
            assert_eq!(
                bytes,
                draw(Drawing::Drawn(Caches { cards: Some(&cache), ..Caches::default() })),
                "{path}, kept"
            );
        }
    }
    let slot = cards.iter().find(|slot| slot.path.as_str() == "cards/ko/site.png").unwrap();
    let draw = |cache: Option<&dyn Cache>| {
        ready
            .make_drawing(slot, Drawing::Drawn(Caches { cards: cache, ..Caches::default() }))
            .map(|made| made.1)
            .ok()
    };
    assert_eq!(draw(None), draw(Some(&cache)), "the same card is the same bytes");
}

#[test]
fn a_build_says_what_was_drawn_and_what_was_kept() {
    let mut tree = Memory::new();
    tree.put("content/site.yaml", "title: T\naddress: https://t.example/\nlanguages: [en]\ntimezone: Asia/Seoul\n");
    tree.put("content/pages/one.md", "---\ntitle: One\n---\nText.\n");
    let cache = MemoryCache::default();
    let count = |tree: &Memory| {
        let drawing = Drawing::Drawn(Caches { cards: Some(&cache), ..Caches::default() });
        match build_drawing(tree, &asked(), drawing, &InMemory::default(), &Unwatched) {
            Ok(built) => built.cards,
            Err(_) => panic!("a tree in memory can always be read"),
        }
    };
    assert_eq!(count(&tree), CardCount { drawn: 2, kept: 0 });
    assert_eq!(count(&tree), CardCount { drawn: 0, kept: 2 });
    // Words of the page that no card shows draw nothing; its title draws one card.
    tree.put("content/pages/one.md", "---\ntitle: One\n---\nOther text.\n");
    assert_eq!(count(&tree), CardCount { drawn: 0, kept: 2 });
    tree.put("content/pages/one.md", "---\ntitle: Two\n---\nOther text.\n");
    assert_eq!(count(&tree), CardCount { drawn: 1, kept: 1 });
}

#[test]
fn above_two_thousand_only_songs_releases_and_dramas_have_their_own() {
    let plan = |people: usize| {
        let mut tree = long_site();
        let many: String = (0..people).map(|n| format!("p{n}: {{name: Person {n}, sources: [label]}}\n")).collect();
        let kim = "kim: {name: Kim, sources: [label]}\nanna: {name: Anna, sources: [label]}\n";
        tree.put("content/people.yaml", format!("{kim}{many}"));
        let mut complaints = Vec::new();
        let Ok(parsed) = read(&tree, &mut complaints) else { panic!("a tree in memory can always be read") };
        let ready = Ready::new(&tree, parsed, &asked(), &mut complaints);
        let own = |kind: &str| {
            let start = format!("cards/en/{kind}-");
            ready.plan.slots().iter().filter(|slot| slot.path.as_str().starts_with(&start)).count()
        };
        (own("person"), own("song"), own("drama"), are_few(&Reader::new(&ready.model), &ready.plan))
    };
    assert_eq!(plan(900), (902, 7, 1, false));
    assert_eq!(plan(1_000), (0, 7, 1, true));
}
