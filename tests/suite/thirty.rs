//! A small site, broken in more than thirty ways by somebody who knows Markdown and nothing else. Each time the
//! file and the line are named, it is said what is wrong in words that stand here, and what to do.

use super::cases::{make, messages};
use linernotes::base::diagnostic::Severity;
use linernotes::base::place::LineColumn;
use linernotes::source::Memory;

const SITE: &str = "title: {en: Queen of Tears, ko: 눈물의 여왕}
address: https://queen.example/
languages: [en, ko]
timezone: Asia/Seoul
";
const SOURCES: &str = "seed:
  kind: news
  title: Queen of Tears confirms a special album
  published: 2024-04-26
";
const DRAMA: &str = "id: queen-of-tears
name: {en: Queen of Tears, ko: 눈물의 여왕}
first_air: 2024-03-09
writers: [park-ji-eun]
sources: [seed]
";
const PEOPLE: &str = "_defaults: {sources: [seed]}
park-ji-eun:
  name: {en: Park Ji-eun, ko: 박지은}
heize:
  name: {en: Heize, ko: 헤이즈}
choi-yu-ree:
  name: {en: Choi Yu-ree, ko: 최유리}
";
const SONGS: &str = "_defaults: {sources: [seed]}
hold-me-back:
  title: {en: Hold Me Back, ko: 멈춰줘}
  by: [heize]
  duration: 3:26
promise:
  title: {en: Promise, ko: 약속할게}
  by: [choi-yu-ree]
";
const RELEASE: &str = "name: {en: Special Album, ko: 스페셜 앨범}
kind: album
released: 2024-05-03
songs: [hold-me-back, promise]
sources: [seed]
";
const NEWS: &str = "---
title: Pre-sale opens
about: [release:special-album]
---

The **album** can be [ordered](release:special-album) from today.
";

const FILES: &[(&str, &str)] = &[
    ("content/site.yaml", SITE),
    ("content/sources.yaml", SOURCES),
    ("content/drama.yaml", DRAMA),
    ("content/people.yaml", PEOPLE),
    ("content/songs.yaml", SONGS),
    ("content/releases/special-album.yaml", RELEASE),
    ("content/news/2024-04-26-pre-sale.en.md", NEWS),
];

/// File, what stands there, what is written instead, the line that must be named, and words of the message.
type Slip = (&'static str, &'static str, &'static str, usize, &'static str);

const SLIPS: &[Slip] = &[
    // Text that YAML would cut or misread.
    ("songs", "{en: Promise, ko: 약속할게}", "Love & #1", 7, "takes everything after ` #` for a comment"),
    ("songs", "{en: Promise, ko: 약속할게}", "#1", 7, "takes everything after ` #` for a comment"),
    ("songs", "{en: Promise, ko: 약속할게}", "Wait: What", 7, "one too many"),
    ("songs", "{en: Promise, ko: 약속할게}", "{en: You, Clouds, Rain}", 7, "a comma inside `{…}` ends the text"),
    ("songs", "{en: Promise, ko: 약속할게}", "{en: You, me}", 7, "a comma inside `{…}` ends the text"),
    ("songs", "{en: Promise, ko: 약속할게}", "~", 7, "means \"nothing\""),
    ("songs", "{en: Promise, ko: 약속할게}", "", 7, "has no value"),
    ("songs", "{en: Promise, ko: 약속할게}", "!important song", 7, "takes `!important` for a sign of its own"),
    ("songs", "{en: Promise, ko: 약속할게}", "[Promise]", 7, "is a list, but it takes a text"),
    ("people", "{en: Heize, ko: 헤이즈}", "@heize", 5, "a text that begins with `@` must stand in quotes"),
    ("people", "{en: Heize, ko: 헤이즈}", "*NSYNC", 5, "a text that begins with `*` must stand in quotes"),
    ("people", "{en: Heize, ko: 헤이즈}", "\"Heize", 5, "is opened here and never closed"),
    ("people", "{en: Heize, ko: 헤이즈}", "'Don't'", 5, "text after the closing quotation mark"),
    ("people", "{en: Heize, ko: 헤이즈}", "{en: Heize", 5, "the bracket `{` is opened here and never closed"),
    ("people", "{en: Heize, ko: 헤이즈}", "{en: Heize， ko: 헤이즈}", 5, "`，` is not the `,`"),
    // Colons, hyphens and blanks.
    ("songs", "  by: [choi", "  by:[choi", 8, "a space is missing after the colon of `by`"),
    ("songs", "  by: [choi", "  by： [choi", 8, "the colon after `by` is not the one"),
    ("songs", "  by: [choi", "  by = [choi", 8, "stands a colon, not `=`"),
    ("songs", "  by: [choi", "  by [choi", 8, "no colon in this line"),
    ("songs", "  by: [choi", "\tby: [choi", 8, "indented with a tab"),
    ("songs", "  by: [choi", "\u{a0}\u{a0}by: [choi", 8, "indented with a no-break space"),
    ("songs", "  by: [choi", "   by: [choi", 8, "begins deeper than the one above it"),
    ("songs", "  by: [choi", " by: [choi", 8, "under none of the lines"),
    ("songs", "  by: [choi", "by: [choi", 8, "at the edge of the line"),
    ("songs", "promise:\n", "promise\n", 6, "no colon in this line"),
    ("songs", "by: [choi-yu-ree]", "by:\n    – choi-yu-ree", 9, "takes a list, and this is `– choi-yu-ree`"),
    ("songs", "by: [choi-yu-ree]", "by: choi-yu-ree", 8, "takes a list"),
    // Fields and values.
    ("songs", "  title: {en: Promise", "  Title: {en: Promise", 7, "has no field `Title`"),
    ("songs", "  title: {en: Promise", "  titel: {en: Promise", 7, "has no field `titel`"),
    ("songs", "  by: [choi-yu-ree]\n", "", 7, "a song needs `by`"),
    ("songs", "  duration: 3:26", "  duration: 206", 5, "`duration` is `206`"),
    ("songs", "  duration: 3:26", "  title: Again", 5, "`title` stands twice here"),
    ("songs", "promise:\n", "hold-me-back:\n", 6, "`hold-me-back` stands twice here"),
    ("songs", "promise:\n", "Promise Me:\n", 6, "cannot be an id"),
    ("songs", "{en: Promise", "{english: Promise", 7, "is not a language"),
    ("songs", "[choi-yu-ree]", "[choi-yuri]", 8, "no artist or person is called `choi-yuri`"),
    ("songs", "[choi-yu-ree]", "[promise]", 8, "is a song"),
    ("drama", "2024-03-09", "09.03.2024", 3, "`first_air` is `09.03.2024`"),
    ("drama", "2024-03-09", "2024-13-09", 3, "`first_air` is `2024-13-09`"),
    ("drama", "sources: [seed]", "sources: [lead]", 5, "no source is called `lead`"),
    ("drama", "sources: [seed]\n", "", 1, "does not say where its facts are from"),
    ("releases/special-album", "album\n", "Album\n", 2, "`kind` cannot be `Album`"),
    (
        "releases/special-album",
        "songs: [hold-me-back, promise]",
        "songs:\n- hold-me-back\n-promise",
        6,
        "no space after the hyphen",
    ),
    ("site", "https://queen.example/", "queen.example", 2, "`address` is `queen.example`"),
    ("site", "Asia/Seoul", "KST", 4, "`timezone` is `KST`"),
    ("site", "timezone: Asia/Seoul", "timezone: Asia/Seoul\noutputs: {places: Off}", 5, "takes `on` or `off`"),
    // News.
    ("news", "---\ntitle", "\n---\ntitle", 2, "begins in its first line"),
    ("news", "album]\n---\n", "album]\n", 1, "never closed"),
    ("news", "album]\n---\n", "album]\n...\n", 4, "closed with `...`"),
    ("news", "title: Pre-sale opens\n", "", 2, "needs `title`"),
    ("news", "title: Pre-sale opens", "title: Pre-sale: it opens", 2, "one too many"),
    ("news", "(release:special-album)", "(release:special)", 6, "no release is called `special`"),
    ("news", "(release:special-album)", "(/releases/special/)", 6, "no page and no file is at"),
    ("news", "(release:special-album)", "(javascript:alert)", 6, "cannot begin with `javascript:`"),
    ("news", "(release:special-album)", "()", 6, "leads nowhere"),
    ("news", "The **album**", "<!-- The album", 6, "would be lost"),
];

fn path_of(name: &str) -> String {
    match name {
        "news" => "content/news/2024-04-26-pre-sale.en.md".into(),
        name => format!("content/{name}.yaml"),
    }
}

fn site() -> Memory {
    let mut tree = Memory::new();
    FILES.iter().for_each(|(path, text)| tree.put(path, text));
    tree
}

#[test]
fn the_site_itself_is_fine() {
    let tree = site();
    let (built, _) = make(&tree);
    assert_eq!(messages(&tree, &built), "");
}

#[test]
fn every_way_to_break_it_is_told_with_what_to_do() {
    assert!(SLIPS.len() >= 30);
    let mut failures = Vec::new();
    for (name, before, after, line, words) in SLIPS {
        let path = path_of(name);
        let (_, text) = FILES.iter().find(|(file, _)| *file == path).unwrap();
        assert_eq!(text.matches(before).count(), 1, "{before:?} must stand once in {path}");
        let broken = text.replace(before, after);
        let mut tree = site();
        tree.put(&path, &broken);
        let (built, _) = make(&tree);
        let is_told = built.complaints.iter().any(|complaint| {
            let place = complaint.place.as_ref();
            let at = place
                .filter(|place| *place.file == *path)
                .map(|place| LineColumn::of(&broken, place.start as usize));
            let is_there = at.is_some_and(|at| at.line == *line);
            is_there
                && complaint.severity != Severity::Note
                && complaint.message.contains(words)
                && !complaint.help.is_empty()
        });
        let told = messages(&tree, &built);
        let has_jargon =
            ["invalid", "illegal", "deserial", "expected token", "::"].iter().any(|word| told.contains(word));
        if !is_told || has_jargon {
            failures.push(format!("{path}, line {line}, {words:?}: {after:?} is told as\n{told}\n"));
        }
    }
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), SLIPS.len(), failures.join("\n"));
}

/// Names and bytes of files: no line is to blame, the file is.
#[test]
fn files_that_cannot_be_used_are_named() {
    for (path, bytes, words) in [
        ("content/Songs.YAML", &b"a:\n  title: A\n"[..], "nothing is known of a file of this name"),
        ("content/songs.yaml.txt", b"a:\n  title: A\n", "nothing is known of a file of this name"),
        ("content/images/poster.heic", b"x", "not every browser shows"),
        ("content/news/2024-04-27-two.en.en.md", b"---\ntitle: A\n---\n", "has its language twice"),
        ("content/news/2024-13-27-two.en.md", b"---\ntitle: A\n---\n", "there is no such day"),
        ("content/news/2024-04-27-two.en.md", b"Only a text.\n", "no head"),
        ("content/events.yaml", b"a:\n  what: \xc3\xd6\n", "the byte 0xc3 in line 2"),
        ("content/events.yaml", b"\xff\xfea\0", "UTF-16"),
        ("content/events.yaml", b"42\n", "this file takes events by their ids"),
    ] {
        let mut tree = site();
        tree.put(path, bytes);
        let (built, _) = make(&tree);
        let is_told = built.complaints.iter().any(|complaint| {
            let is_there = complaint.place.as_ref().is_some_and(|place| *place.file == *path);
            is_there && complaint.message.contains(words) && !complaint.help.is_empty()
        });
        assert!(is_told, "{path}: {}", messages(&tree, &built));
    }
}
