//! What pages say to machines: JSON-LD, Open Graph, oEmbed. Above all what they never say.

use super::cases::{make, messages};
use linernotes::source::Memory;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const SITE: &str = "title: {en: A Drama, ko: 어떤 드라마}\naddress: https://me.example/d/\nlanguages: [en, ko]\ntimezone: Asia/Seoul\nas_of: 2024-12-31\ntext_license: CC-BY-4.0\n";
const SOURCES: &str = "label:\n  kind: label\n  title: A page of the label\n  url: https://label.example/\n";

fn built(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    let mut tree = Memory::new();
    tree.put("content/site.yaml", SITE);
    tree.put("content/sources.yaml", SOURCES);
    files.iter().for_each(|(path, text)| tree.put(path, *text));
    let (built, files) = make(&tree);
    assert_eq!(messages(&tree, &built), "");
    files.into_iter().filter_map(|(path, bytes)| Some((path, String::from_utf8(bytes).ok()?))).collect()
}

/// The JSON-LD of a page.
fn graph(page: &str) -> Vec<Value> {
    let (_, rest) = page.split_once("<script type=\"application/ld+json\">").expect("JSON-LD");
    let json: Value = serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap();
    assert_eq!(json["@context"], "https://schema.org");
    json["@graph"].as_array().unwrap().clone()
}

/// The first thing of a type that a page tells of.
fn told(page: &str, sort: &str) -> Value {
    graph(page).into_iter().find(|node| node["@type"] == sort).unwrap_or_else(|| panic!("no {sort}:\n{page}"))
}

/// The properties of a page that are not Open Graph's own.
fn properties(page: &str) -> Vec<(&str, &str)> {
    let metas = page.split("<meta property=\"").skip(1).filter_map(|meta| meta.split_once("\" content=\""));
    metas
        .map(|(name, rest)| (name, rest.split('"').next().unwrap()))
        .filter(|(name, _)| !name.starts_with("og:"))
        .collect()
}

/// Everything that machines are told, of every file: what follows `Secret` anywhere in it was not to be said.
fn everything(files: &BTreeMap<String, String>) -> String {
    let mut all = String::new();
    for (path, text) in files {
        if path.ends_with("oembed.json") {
            all += text;
        } else if path.ends_with(".html") && text.contains("application/ld+json") {
            all += &graph(text).iter().map(Value::to_string).collect::<String>();
            properties(text).iter().for_each(|(name, value)| all += &format!("{name} {value}\n"));
        }
    }
    all
}

const NEVER: &[(&str, &str)] = &[
    (
        "content/drama.yaml",
        "id: d\nname: {en: A Drama, also: [{text: SecretAlias, spoiler: 2}]}\nsources: [label]\nfirst_air: {is: 2031-01-02, how: expected, because: x, sources: [label]}\nepisode_count: unknown\nwriters: {is: [{credited: SecretWriter}], how: rumoured, because: x, sources: [label]}\ndirectors: [one]\ngenres: {is: [SecretGenre], how: about, because: x, sources: [label]}\n",
    ),
    (
        "content/episodes.yaml",
        "1: {airs: 2024-03-09 21:20, sources: [label]}\n2:\n  title: {is: SecretTitle, how: rumoured, because: x, sources: [label]}\n  airs: {is: 2031-01-03, how: expected, because: x, sources: [label]}\n  sources: [label]\n",
    ),
    (
        "content/people.yaml",
        "one: {name: One, role: {is: SecretRole, how: rumoured, because: x, sources: [label]}, sources: [label]}\ntwo: {name: SecretPerson, spoiler: 2, sources: [label]}\n",
    ),
    (
        "content/characters.yaml",
        "open: {name: Open, played_by: [one], job: SecretJob, about: SecretStory, hometown: SecretTown, relations: [{to: closed, kind: other, label: SecretRelation, spoiler: 2}], sources: [label]}\nclosed: {name: SecretCharacter, played_by: [one], spoiler: 2, sources: [label]}\nmaybe: {name: Maybe, played_by: {is: [{credited: SecretPlayer}], how: rumoured, because: x, sources: [label]}, sources: [label]}\n",
    ),
    (
        "content/songs.yaml",
        "open:\n  title: {is: SecretSong, how: rumoured, because: x, sources: [label]}\n  by: {is: [{credited: SecretSinger}], how: rumoured, because: x, sources: [label]}\n  duration: {is: 33:33, how: about, because: x, sources: [label]}\n  isrc: {is: KRA402031001, how: expected, because: x, sources: [label]}\n  writers: {is: {music: [{credited: SecretComposer}]}, how: rumoured, because: x, sources: [label]}\n  released: {is: 2031-01-04, how: expected, because: x, sources: [label]}\n  heard_in: [{episode: 1, scene: SecretScene, spoiler: 2, sources: [label]}]\n  sources: [label]\nstand-in: {title: unknown, shown_as: SecretStandIn, by: [one], sources: [label]}\nclosed: {title: SecretClosed, by: [two], spoiler: 2, sources: [label]}\n",
    ),
    (
        "content/releases/album.yaml",
        "name: Album\nkind: album\nreleased: {is: 2031-01-05, how: expected, because: x, sources: [label]}\nlabel: {is: SecretLabel, how: rumoured, because: x, sources: [label]}\ncatalogue_number: unknown\nsongs: [open, closed]\ncontents: {booklet: {what: booklet, label: SecretBooklet, note: SecretItem, sources: [label]}}\nsources: [label]\n",
    ),
    (
        "content/releases/gone.yaml",
        "name: Gone\nkind: single\nstatus: cancelled\nreleased: 2031-01-06\nlabel: SecretGoneLabel\nsongs: [open]\nsources: [label]\n",
    ),
    (
        "content/events.yaml",
        "closed: {date: 2024-03-10, what: SecretEvent, spoiler: 2, sources: [label]}\nsome-day: {date: {is: 2031-01-07, how: expected, because: x, sources: [label]}, what: A fair, sources: [label]}\n",
    ),
    (
        "content/awards.yaml",
        "closed: {ceremony: SecretCeremony, prize: SecretPrize, to: [person:one], date: 2024-03-10, result: won, spoiler: 2, sources: [label]}\nlost: {ceremony: A Night, prize: SecretLost, to: [person:one], date: 2024-03-11, result: nominated, sources: [label]}\n",
    ),
    ("content/places.yaml", "story: {name: SecretHouse, kind: setting, fictional: true, sources: [label]}\n"),
    (
        "content/news/2024-03-10-closed.en.md",
        "---\ntitle: SecretNews\nspoiler: 2\nsources: [label]\n---\n\nSecretText.\n",
    ),
    (
        "content/news/2024-03-10-draft.en.md",
        "---\ntitle: SecretDraft\ndraft: true\nsources: [label]\n---\n\nSecretText.\n",
    ),
    (
        "content/news/2024-03-11-open.en.md",
        "---\ntitle: Open\nabout: [character:closed, song:closed, song:open]\nsources: [label]\n---\n\nText.\n",
    ),
];

#[test]
fn rumours_guesses_and_spoilers_are_never_told() {
    let files = built(NEVER);
    let all = everything(&files);
    let found: Vec<&str> =
        all.match_indices("Secret").map(|(at, _)| all[at..].split_whitespace().next().unwrap_or("")).collect();
    assert!(found.is_empty(), "{found:?}\n{all}");
    assert!(!all.contains("2031") && !all.contains("PT33M") && !all.contains("1999"), "{all}");
    // The same words are on the pages, so the test would see them.
    let pages: String = files.values().cloned().collect();
    for word in ["SecretSinger", "SecretScene", "SecretBooklet", "SecretPrize", "SecretNews", "2031"] {
        assert!(pages.contains(word), "{word}");
    }
    // A page of a record that gives something away tells of itself only.
    let sorts: Vec<Value> =
        graph(&files["characters/closed/index.html"]).iter().map(|node| node["@type"].clone()).collect();
    assert_eq!(sorts, ["WebPage", "BreadcrumbList"]);
    assert!(!files.contains_key("songs/closed/oembed.json") && !files.contains_key("songs/open/oembed.json"));
}

const SAID: &[(&str, &str)] = &[
    (
        "content/drama.yaml",
        "id: d\nname: {en: A Drama, ko: 어떤 드라마, also: [{text: D., kind: short}]}\nsources: [label]\nstatus: ended\nbroadcast: [{channel: tvN, days: [sat], time: '21:20'}]\nfirst_air: 2024-03-09\nepisode_count: 2\ncountries: [KR]\nlanguage: [ko]\nwriters: [writer]\ndirectors: [writer]\ncompanies: [{name: A Studio}]\nseasons: {1: {name: One, episode_count: 2}}\nids: {wikidata: Q42, imdb: tt12, musicbrainz: x}\nlinks: [{url: 'https://d.example/', kind: official}, {url: 'https://r.example/', kind: reference}]\n",
    ),
    (
        "content/episodes.yaml",
        "1: {airs: 2024-03-09 24:20, runtime: 70, sources: [label]}\n2: {airs: {is: 2024-03-10, how: derived, because: x, sources: [label]}, sources: [label]}\n",
    ),
    (
        "content/people.yaml",
        "writer: {name: {en: A Writer, ko: 작가}, sources: [label]}\nactor: {name: An Actor, sources: [label]}\n",
    ),
    ("content/artists.yaml", "band: {kind: group, name: Band, members: [{who: actor}], sources: [label]}\n"),
    (
        "content/characters.yaml",
        "hero: {name: {en: Hero, ko: 주인공}, role: main, played_by: [actor, {credited: A Voice, language: en}], sources: [label]}\nguest: {name: Guest, role: guest, played_by: [{who: actor, episodes: 2}], sources: [label]}\n",
    ),
    (
        "content/songs.yaml",
        "one:\n  title: {en: One, ko: 하나}\n  by: [band]\n  duration: 3:41\n  isrc: KRA301400123\n  languages: [ko]\n  writers: {music: [writer], lyrics: [band, writer], together: [actor]}\n  takes: {inst: {how: instrumental, duration: 3:40}}\n  sources: [label]\ntwo: {title: Two, by: [actor], version_of: {song: one, how: live}, sources: [label]}\nthree: {title: Three, by: [actor], version_of: {song: two, how: remix}, sources: [label]}\n",
    ),
    (
        "content/releases/album.yaml",
        "name: Album\nkind: album\nreleased: 2024-04-14 18:00\nformats: [{what: CD, count: 2}, {what: digital, released: 2024-04-13}]\nlabel: A Label\ncatalogue_number: L-1\nbarcode: '8804775369834'\ndiscs: [{number: 1, tracks: [{song: two}, {song: one}], track_count: 2}]\noffers: [{shop: shop, kind: sale, from: 2024-04-01, price: {amount: 35000, currency: KRW}, ships_to: [KR], url: 'https://shop.example/a'}]\nsources: [label]\n",
    ),
    (
        "content/releases/edition.yaml",
        "name: Edition\nkind: album\nedition_of: album\nreleased: 2024-05-01\nsources: [label]\n",
    ),
    ("content/releases/again.yaml", "name: Again\nkind: album\nedition_of: edition\nsources: [label]\n"),
    ("content/places.yaml", "house: {name: House, kind: setting, sources: [label]}\n"),
    (
        "content/events.yaml",
        "fair: {date: 2024-06-01, what: A fair, about: [place:house, page:free, song:one], sources: [label]}\n",
    ),
    ("content/pages/free.en.md", "---\ntitle: Free\n---\n\nText.\n"),
    ("content/shops.yaml", "shop: {name: Shop, url: 'https://shop.example/'}\n"),
    (
        "content/awards.yaml",
        "prize: {ceremony: A Night, prize: Best Song, to: [song:one], date: 2024-12-01, result: won, sources: [label]}\n",
    ),
    (
        "content/news/2024-04-14-out.en.md",
        "---\ntitle: Out\nabout: [song:one]\ntags: [songs]\nsources: [label]\n---\n\nText.\n",
    ),
];

#[test]
fn a_song_is_told_with_its_makers_and_albums() {
    let files = built(SAID);
    let song = told(&files["songs/one/index.html"], "MusicRecording");
    assert_eq!(song["@id"], "https://me.example/d/songs/one/#song");
    assert_eq!((&song["name"], &song["alternateName"]), (&"One".into(), &"하나".into()));
    assert_eq!(
        (&song["duration"], &song["isrcCode"], &song["inLanguage"]),
        (&"PT3M41S".into(), &"KRA301400123".into(), &"ko".into())
    );
    assert_eq!(song["byArtist"]["@type"], "MusicGroup");
    assert_eq!(song["byArtist"]["url"], "https://me.example/d/artists/band/");
    assert_eq!(song["datePublished"], "2024-04-14T18:00:00+09:00");
    assert_eq!(song["inAlbum"]["@id"], "https://me.example/d/releases/album/#album");
    assert_eq!(song["award"], "Best Song, A Night (2024)");
    let written = told(&files["songs/one/index.html"], "MusicComposition");
    assert_eq!(song["recordingOf"]["@id"], written["@id"]);
    assert_eq!(written["composer"]["name"], "A Writer");
    // Only people write words, says schema.org.
    assert_eq!(written["lyricist"]["name"], "A Writer");
    assert_eq!(written["creator"]["name"], "An Actor");
    assert_eq!(written["recordedAs"][1]["@id"], "https://me.example/d/songs/one/#one-inst");
    // Another version is a recording of the same.
    let other = told(&files["songs/two/index.html"], "MusicRecording");
    assert_eq!(other["recordingOf"]["@id"], written["@id"]);
    let page = told(&files["songs/one/index.html"], "WebPage");
    assert_eq!(page["mainEntity"]["@id"], song["@id"]);
    // The page of sources says where it stands.
    assert_eq!(page["citation"]["@id"], "https://me.example/d/sources/#label");
    assert_eq!(page["citation"].get("url"), None);
    assert_eq!(page["license"], "https://creativecommons.org/licenses/by/4.0/");
    assert_eq!(
        properties(&files["songs/one/index.html"]),
        [
            ("music:duration", "221"),
            ("music:album", "https://me.example/d/releases/album/"),
            ("music:album:disc", "1"),
            ("music:album:track", "2"),
            ("music:musician", "https://me.example/d/artists/band/"),
        ]
    );
    assert!(files["songs/one/index.html"].contains("href=\"https://me.example/d/songs/one/oembed.json\""));
    let oembed: Value = serde_json::from_str(&files["ko/songs/one/oembed.json"]).unwrap();
    assert_eq!(
        (&oembed["type"], &oembed["version"], &oembed["title"]),
        (&"link".into(), &"1.0".into(), &"하나".into())
    );
}

#[test]
fn a_release_is_an_album_and_its_formats() {
    let files = built(SAID);
    let page = &files["releases/album/index.html"];
    let album = told(page, "MusicAlbum");
    assert_eq!(album["albumProductionType"], "https://schema.org/SoundtrackAlbum");
    assert_eq!((&album["numTracks"], &album["track"]["@type"]), (&2.into(), &"ItemList".into()));
    assert_eq!(album["track"]["itemListElement"][1]["item"]["@id"], "https://me.example/d/songs/one/#song");
    let formats: Vec<Value> = graph(page).into_iter().filter(|node| node["@type"] == "MusicRelease").collect();
    let [disc, digital] = formats.as_slice() else { panic!("{formats:?}") };
    assert_eq!(
        (&disc["musicReleaseFormat"], &disc["catalogNumber"]),
        (&"https://schema.org/CDFormat".into(), &"L-1".into())
    );
    assert_eq!((&digital["datePublished"], &digital["catalogNumber"]), (&"2024-04-13".into(), &Value::Null));
    assert_eq!((&disc["recordLabel"]["name"], &disc["byArtist"]), (&"A Label".into(), &Value::Null));
    let offer = &disc["offers"];
    assert_eq!(
        (&offer["price"], &offer["priceCurrency"], &offer["gtin13"]),
        (&"35000".into(), &"KRW".into(), &"8804775369834".into())
    );
    assert_eq!((&offer["seller"]["name"], &offer["availabilityStarts"]), (&"Shop".into(), &"2024-04-01".into()));
    // An edition of another release is no album of its own.
    let edition = &files["releases/edition/index.html"];
    assert!(graph(edition).iter().all(|node| node["@type"] != "MusicAlbum"));
    assert_eq!(told(edition, "MusicRelease")["releaseOf"]["@id"], album["@id"]);
}

#[test]
fn a_drama_and_its_episodes_are_told_with_who_is_in_them() {
    let files = built(SAID);
    let drama = told(&files["ko/index.html"], "TVSeries");
    assert_eq!((&drama["@id"], &drama["name"]), (&"https://me.example/d/#drama".into(), &"어떤 드라마".into()));
    assert_eq!(drama["alternateName"], serde_json::json!(["A Drama", "D."]));
    assert_eq!(
        drama["sameAs"],
        serde_json::json!([
            "https://www.wikidata.org/wiki/Q42",
            "https://www.imdb.com/title/tt12/",
            "https://d.example/"
        ])
    );
    assert_eq!((&drama["author"]["name"], &drama["director"]["name"]), (&"작가".into(), &"작가".into()));
    // The voice of a dub plays nobody, and a guest is told with an episode.
    assert_eq!(drama["actor"]["characterName"], "주인공");
    assert_eq!(drama["actor"]["actor"]["@id"], "https://me.example/d/people/actor/#person");
    assert_eq!(drama["containsSeason"]["numberOfEpisodes"], 2);
    assert_eq!(told(&files["index.html"], "WebSite")["@id"], "https://me.example/d/#website");
    let first = told(&files["episodes/1/index.html"], "TVEpisode");
    assert_eq!((&first["episodeNumber"], &first["duration"]), (&1.into(), &"PT1H10M".into()));
    assert_eq!(first["partOfSeason"]["@id"], drama["containsSeason"]["@id"]);
    let showing = &first["publication"];
    assert_eq!(
        (&showing["startDate"], &showing["publishedOn"]["name"]),
        (&"2024-03-10T00:20:00+09:00".into(), &"tvN".into())
    );
    let second = told(&files["episodes/2/index.html"], "TVEpisode");
    // What follows from other facts may be said, without an hour that nobody names.
    assert_eq!(
        (&second["datePublished"], &second["actor"]["characterName"]),
        (&"2024-03-10".into(), &"Guest".into())
    );
    let meta = properties(&files["episodes/1/index.html"]);
    assert_eq!(meta[0], ("video:duration", "4200"));
    assert!(meta.contains(&("video:series", "https://me.example/d/")), "{meta:?}");
    assert!(properties(&files["index.html"]).contains(&("video:actor:role", "Hero")));
}

#[test]
fn an_article_is_told_only_in_its_own_language() {
    let files = built(SAID);
    let article = told(&files["news/out/index.html"], "NewsArticle");
    assert_eq!(
        (&article["headline"], &article["keywords"], &article["inLanguage"]),
        (&"Out".into(), &"songs".into(), &"en".into())
    );
    assert_eq!(article["about"]["@id"], "https://me.example/d/songs/one/#song");
    assert_eq!(article["citation"]["name"], "A page of the label");
    assert_eq!(properties(&files["news/out/index.html"])[0], ("article:published_time", "2024-04-14"));
    let sorts: Vec<Value> =
        graph(&files["ko/news/out/index.html"]).iter().map(|node| node["@type"].clone()).collect();
    assert_eq!(sorts, ["WebPage", "BreadcrumbList"]);
    assert_eq!(properties(&files["ko/news/out/index.html"]), []);
    assert!(!files.contains_key("ko/news/out/oembed.json") && files.contains_key("news/out/oembed.json"));
}

/// Each thing has one address, in whatever language and on whatever page it is told of; the page for addresses
/// that do not exist tells nothing.
#[test]
fn things_have_one_address() {
    let files = built(SAID);
    fn walk<'v>(value: &'v Value, visit: &mut impl FnMut(&'v Value)) {
        visit(value);
        match value {
            Value::Array(list) => list.iter().for_each(|one| walk(one, visit)),
            Value::Object(map) => map.values().for_each(|one| walk(one, visit)),
            _ => {}
        }
    }
    let (mut types, mut named) = (BTreeMap::new(), BTreeSet::new());
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with("index.html")) {
        for node in graph(text) {
            walk(&node, &mut |value| {
                let Some(id) = value["@id"].as_str() else { return };
                assert!(id.starts_with("https://me.example/d/"), "{path}: {id}");
                named.insert(id.to_string());
                if let Some(sort) = value["@type"].as_str() {
                    let known = types.entry(id.to_string()).or_insert_with(|| sort.to_string());
                    assert_eq!(known, sort, "{path}: {id}");
                }
            });
        }
    }
    let pages: BTreeSet<String> = files
        .keys()
        .filter_map(|path| Some(format!("https://me.example/d/{}", path.strip_suffix("index.html")?)))
        .collect();
    let lost: Vec<_> = named.iter().filter(|id| !types.contains_key(*id) && !pages.contains(*id)).collect();
    assert!(lost.is_empty(), "{lost:?}");
    assert!(!files["404.html"].contains("ld+json"));
}

#[test]
fn a_film_is_no_series_and_dramas_stand_apart() {
    let drama = |id: &str, kind: &str| {
        format!("id: {id}\nname: {id}\nkind: {kind}\nfirst_air: 2024-03-09\nepisode_count: 1\nsources: [label]\n")
    };
    let (film, series) = (drama("film", "film"), drama("tale", "series"));
    let hero = "hero: {name: Hero, played_by: [{credited: Somebody}], sources: [label]}\n";
    let files = built(&[
        ("content/film/drama.yaml", &film),
        ("content/film/characters.yaml", hero),
        ("content/tale/drama.yaml", &series),
        ("content/tale/episodes.yaml", "1: {airs: 2024-03-09, sources: [label]}\n"),
        ("content/tale/characters.yaml", hero),
    ]);
    let film = told(&files["film/index.html"], "Movie");
    assert_eq!(
        (&film["@id"], &film["datePublished"]),
        (&"https://me.example/d/film/#drama".into(), &"2024-03-09".into())
    );
    assert_eq!((&film["actor"]["actor"]["name"], &film["numberOfEpisodes"]), (&"Somebody".into(), &Value::Null));
    assert!(files["film/index.html"].contains("content=\"video.movie\""));
    let hero = told(&files["film/characters/hero/index.html"], "Movie");
    assert_eq!(hero["character"]["@id"], "https://me.example/d/film/characters/hero/#character");
    let episode = told(&files["tale/episodes/1/index.html"], "TVEpisode");
    assert_eq!(episode["partOfSeries"]["@id"], told(&files["tale/index.html"], "TVSeries")["@id"]);
    let list = told(&files["index.html"], "ItemList");
    let sorts: Vec<&Value> =
        list["itemListElement"].as_array().unwrap().iter().map(|one| &one["item"]["@type"]).collect();
    assert_eq!(sorts, ["Movie", "TVSeries"]);
    assert_eq!(told(&files["index.html"], "WebSite")["name"], "A Drama");
    assert!(graph(&files["tale/index.html"]).iter().all(|node| node["@type"] != "WebSite"));
}

#[test]
fn outputs_that_are_off_are_named_nowhere() {
    let mut tree = Memory::new();
    tree.put("content/site.yaml", format!("{SITE}outputs: {{oembed: off, people: off}}\n"));
    tree.put("content/sources.yaml", SOURCES);
    SAID.iter().for_each(|(path, text)| tree.put(path, *text));
    let (_, files) = make(&tree);
    assert!(files.keys().all(|path| !path.ends_with("oembed.json")));
    assert!(files.values().all(|bytes| !String::from_utf8_lossy(bytes).contains("json+oembed")));
    // Somebody without a page has an address all the same, which leads somewhere.
    let actor = &told(&String::from_utf8_lossy(&files["songs/two/index.html"]), "MusicRecording")["byArtist"];
    assert_eq!((&actor["@id"], &actor["url"]), (&"https://me.example/d/#person-actor".into(), &Value::Null));
}
