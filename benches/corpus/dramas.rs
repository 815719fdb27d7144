//! Whole dramas in two languages: episodes, cast, songs, releases, events and prizes that name each other, each
//! with its sources, as a careful fan would write them.

use super::words::{FAMILIES, GIVEN, PLACES, QUALITIES, THINGS};
use super::{Files, Random};

const EPISODES: usize = 16;
const PEOPLE: usize = 12;
const CHARACTERS: usize = 10;
const ARTISTS: usize = 4;
const SONGS: usize = 8;
const PARTS: usize = 3;
const EVENTS: usize = 4;
const AWARDS: usize = 2;
const SITES: usize = 2;
const SOURCES: usize = 4;

const SITE: &str = "\
format: 1
title: {en: Archive of Evenings, ko: 저녁의 기록}
address: https://bench.example/
languages: [en, ko]
timezone: Asia/Seoul
as_of: 2025-06-01
unofficial: true
text_license: CC-BY-4.0
tags:
  soundtrack: {en: Soundtrack, ko: OST}
  broadcast: {en: Broadcast, ko: 방송}
";

const SHOPS: &str = "\
record-house:
  name: {en: Record House, ko: 레코드하우스}
  kind: shop
  sources: [d0000-s0]
sound-street:
  name: {en: Sound Street, ko: 사운드거리}
  kind: shop
  sources: [d0000-s0]
";

const ABOUT: &str = "\
---
title: About this archive
---

Everything here was put together by machine, to measure how long it takes.
";

/// Files that hold the records of all dramas.
#[derive(Default)]
struct Shared {
    people: String,
    artists: String,
    sources: String,
}

pub fn add(count: usize, files: &mut Files) {
    let mut shared = Shared::default();
    for number in 0..count {
        Drama::new(number).add(files, &mut shared);
    }
    files.add("content/site.yaml", SITE);
    files.add("content/shops.yaml", SHOPS);
    files.add("content/pages/about.en.md", ABOUT);
    files.add("content/people.yaml", shared.people);
    files.add("content/artists.yaml", shared.artists);
    files.add("content/sources.yaml", shared.sources);
}

struct Drama {
    id: String,
    number: usize,
    year: usize,
    random: Random,
}

impl Drama {
    fn new(number: usize) -> Drama {
        Drama { id: format!("d{number:04}"), number, year: 2000 + number % 24, random: Random::of("drama", number) }
    }

    fn add(mut self, files: &mut Files, shared: &mut Shared) {
        self.sources(&mut shared.sources);
        self.people(&mut shared.people);
        self.artists(&mut shared.artists);
        let parts: [(&str, String); 7] = [
            ("drama", self.drama()),
            ("episodes", self.episodes()),
            ("characters", self.characters()),
            ("songs", self.songs()),
            ("events", self.events()),
            ("awards", self.awards()),
            ("places", self.places()),
        ];
        for (name, text) in parts {
            files.add(format!("content/{}/{name}.yaml", self.id), text);
        }
        for part in 1..=PARTS {
            let text = self.single(part);
            files.add(format!("content/{}/releases/ost-part-{part}.yaml", self.id), text);
        }
        let album = self.album();
        files.add(format!("content/{}/releases/album.yaml", self.id), album);
        for lang in ["en", "ko"] {
            let text = self.news(lang);
            let day = self.day(self.number % 28);
            files.add(format!("content/news/{day}-{}.{lang}.md", self.id), text);
        }
        let about = "She mends clocks; he has forgotten what time it is. **Their street** has one lamp.\n";
        files.add(format!("content/{}/about/drama/{}.en.md", self.id, self.id), about);
    }

    /// `2004-03-07`: so many days after the first one, with 28 days to a month.
    fn day(&self, after: usize) -> String {
        format!("{}-{:02}-{:02}", self.year, 3 + after / 28, 1 + after % 28)
    }

    fn source(&mut self) -> String {
        format!("{}-s{}", self.id, self.random.below(SOURCES))
    }

    fn person(&self, at: usize) -> String {
        format!("{}-p{}", self.id, at % PEOPLE)
    }

    fn artist(&self, at: usize) -> String {
        format!("{}-a{at}", self.id)
    }

    /// A title; the drama's number makes it its own.
    fn title(&self, at: usize) -> String {
        let quality = QUALITIES[(self.number + at) % QUALITIES.len()];
        let thing = THINGS[at % THINGS.len()];
        let number = self.number;
        both(&format!("{} {} {number}", quality.0, thing.0), &format!("{} {} {number}", quality.1, thing.1))
    }

    fn sources(&mut self, text: &mut String) {
        let (id, number) = (self.id.clone(), self.number);
        for at in 0..SOURCES {
            let kind = ["news", "official", "database", "blog"][at % 4];
            let day = self.day(at);
            text.push_str(&format!(
                "\
{id}-s{at}:
  kind: {kind}
  title: Report {at} on drama {number}
  publisher: The Daily Bench
  url: https://press.example/{id}/{at}
  published: {day}
  language: en
  trust: medium
"
            ));
        }
    }

    fn people(&mut self, text: &mut String) {
        for at in 0..PEOPLE {
            let family = FAMILIES[(self.number + at) % FAMILIES.len()];
            let given = GIVEN[at % GIVEN.len()];
            let name = both(&format!("{} {}", family.0, given.0), &format!("{}{}", family.1, given.1));
            let known = self.random.one_of(THINGS);
            let known = both(known.0, known.1);
            let (id, source, year) = (self.person(at), self.source(), self.year - 5);
            text.push_str(&format!(
                "\
{id}:
  name: {name}
  role: {{en: Actor, ko: 배우}}
  known_for:
    - {known}
  facts:
    - text: {{en: Was first seen on a stage., ko: 무대에서 처음 얼굴을 알렸습니다.}}
      date: {year}
      sources: [{source}]
  sources: [{source}]
"
            ));
        }
    }

    fn artists(&mut self, text: &mut String) {
        for at in 0..ARTISTS {
            let thing = THINGS[(self.number + at) % THINGS.len()];
            let name = both(&format!("The {}s", thing.0), &format!("더 {}", thing.1));
            let (id, member, source) = (self.artist(at), self.person(8 + at), self.source());
            text.push_str(&format!(
                "\
{id}:
  kind: group
  name: {name}
  members:
    - who: {member}
  sources: [{source}]
"
            ));
        }
    }

    fn drama(&mut self) -> String {
        let (id, name, source) = (self.id.clone(), self.title(0), self.source());
        let (first, last) = (self.day(3), self.day(EPISODES * 3));
        let [writer, director, composer] = [9, 10, 11].map(|at| self.person(at));
        format!(
            "\
id: {id}
name: {name}
kind: series
status: ended
broadcast:
  - channel: tvB
    days: [mon, tue, wed, thu, fri, sat, sun]
    time:
      is: 21:20
      because: {{en: The regular hour., ko: 정규 편성 시각입니다.}}
      sources: [{source}]
      also:
        - is: 21:10
          sources: [{source}]
first_air: {first}
last_air: {last}
episode_count: {EPISODES}
runtime: {{min: 60, max: 80}}
genres:
  - {{en: Romance, ko: 로맨스}}
countries: [KR]
language: [ko]
writers: [{writer}]
directors: [{director}]
music: [{composer}]
themes:
  - song: song-0
    use: opening
summary: {{en: A street of clocks and one lamp., ko: 시계 골목과 등불 하나의 이야기.}}
figures:
  - what: {{en: Days of filming, ko: 촬영 일수}}
    value: 120
    sources: [{source}]
wanted: [content_rating]
sources: [{source}]
"
        )
    }

    fn episodes(&mut self) -> String {
        let mut text = String::new();
        for at in 1..=EPISODES {
            let (title, day, source) = (self.title(at), self.day(at * 3), self.source());
            let percent = 5 + self.random.below(15);
            text.push_str(&format!(
                "\
{at}:
  kind: regular
  title: {title}
  airs:
    is: {day} 21:20
    sources: [{source}]
    also:
      - is: {day} 21:10
        sources: [{source}]
  summary: {{en: The lamp goes out and somebody lights it., ko: 등불이 꺼지고 누군가 다시 켭니다.}}
  ratings:
    - agency: Bench Korea
      area: {{en: Nationwide, ko: 전국}}
      percent: {percent}.{at}
    - agency: Bench Korea
      area: {{en: Seoul, ko: 수도권}}
      percent: {percent}.9
  sources: [{source}]
"
            ));
        }
        text
    }

    fn characters(&mut self) -> String {
        let mut text = String::new();
        for at in 0..CHARACTERS {
            let family = FAMILIES[at % FAMILIES.len()];
            let given = GIVEN[(self.number + at) % GIVEN.len()];
            let name = both(&format!("{} {}", family.0, given.0), &format!("{}{}", family.1, given.1));
            let role = if at < 4 { "main" } else { "support" };
            let (player, source) = (self.person(at), self.source());
            let (other, episode) = ((at + 1) % CHARACTERS, 1 + at);
            text.push_str(&format!(
                "\
character-{at}:
  name: {name}
  played_by: [{player}]
  role: {role}
  job: {{en: Mends clocks, ko: 시계 수리공}}
  relations:
    - to: character-{other}
      kind: friend
      label: {{en: a friend of ten years, ko: 십 년 된 친구}}
      spoiler: {episode}
  sources: [{source}]
"
            ));
        }
        text
    }

    fn songs(&mut self) -> String {
        let mut text = String::new();
        for at in 0..SONGS {
            let (title, artist, source) = (self.title(at + 3), self.artist(at % ARTISTS), self.source());
            let (composer, lyricist) = (self.person(11), self.person(at));
            let seconds = 10 + self.random.below(50);
            let (episode, from, until) = (1 + at, 2 + at, 4 + at);
            text.push_str(&format!(
                "\
song-{at}:
  title: {title}
  by: [{artist}]
  kind: vocal
  writers:
    music: [{composer}]
    lyrics: [{lyricist}]
  duration: 3:{seconds}
  heard_in:
    - episode: {episode}
      at: 12:{seconds}
      scene: {{en: The lamp is lit., ko: 등불이 켜집니다.}}
      spoiler: {episode}
    - episode: {from}..{until}
  takes:
    inst: {{how: instrumental}}
  sources: [{source}]
"
            ));
        }
        text
    }

    fn single(&mut self, part: usize) -> String {
        let (day, source, song) = (self.day(part * 7), self.source(), part - 1);
        format!(
            "\
name: {{en: OST Part {part}, ko: OST Part.{part}}}
kind: single
part: {part}
status: released
released: {day} 18:00
formats:
  - what: digital
tracks:
  - song: song-{song}
wanted: [label, distributor]
sources: [{source}]
"
        )
    }

    fn album(&mut self) -> String {
        let (day, source) = (self.day(60), self.source());
        let songs: Vec<String> = (0..SONGS).map(|at| format!("song-{at}")).collect();
        let songs = songs.join(", ");
        format!(
            "\
name: {{en: Special album, ko: 스페셜 앨범}}
kind: album
status: sold-out
presale_from: {day}
released: {day}
formats:
  - what: CD
    count: 2
says:
  vocal_songs: {SONGS}
songs: [{songs}]
contents:
  booklet: {{what: booklet, you_get: 1, pages: 80}}
  photo-cards: {{what: photo card, designs: 9, you_get: all}}
  transparent-card: {{what: photo card, designs: 12, you_get: 1, pick: random}}
offers:
  - shop: record-house
    kind: pre-sale
    from: {day}
  - shop: sound-street
    kind: pre-sale
    from: {day}
wanted: [catalogue_number, barcode]
sources: [{source}]
"
        )
    }

    fn events(&mut self) -> String {
        let mut text = String::new();
        for at in 0..EVENTS {
            let (id, day, source, person) = (self.id.clone(), self.day(at * 9), self.source(), self.person(at));
            text.push_str(&format!(
                "\
event-{at}:
  date: {day}
  what: {{en: The cast meets the press, ko: 제작발표회}}
  kind: press
  about: [drama:{id}, person:{person}]
  sources: [{source}]
"
            ));
        }
        text
    }

    fn awards(&mut self) -> String {
        let mut text = String::new();
        for at in 0..AWARDS {
            let (day, source, person) = (self.day(70 + at), self.source(), self.person(at));
            let result = if at == 0 { "won" } else { "nominated" };
            text.push_str(&format!(
                "\
award-{at}:
  ceremony: {{en: Bench Arts Awards, ko: 벤치예술대상}}
  prize: {{en: Best performance, ko: 최우수연기상}}
  to: [person:{person}]
  date: {day}
  result: {result}
  sources: [{source}]
"
            ));
        }
        text
    }

    fn places(&mut self) -> String {
        let mut text = String::new();
        for at in 0..SITES {
            let name = PLACES[(self.number + at) % PLACES.len()];
            let (name, source, episode) = (both(name.0, name.1), self.source(), 1 + at);
            text.push_str(&format!(
                "\
place-{at}:
  name: {name}
  kind: location
  country: KR
  episodes: {episode}
  used_for: {{en: The walk home, ko: 집으로 가는 길}}
  sources: [{source}]
"
            ));
        }
        text
    }

    fn news(&mut self, lang: &str) -> String {
        let (id, source, person) = (self.id.clone(), self.source(), self.person(0));
        let (title, text) = match lang {
            "ko" => (
                "첫 노래 공개",
                "첫 노래가 **오늘** 공개되었습니다. 노래를 부른 팀은 *등불 아래*에서 녹음했다고 전했습니다.",
            ),
            _ => (
                "The first song is out",
                "The first song came out **today**. The band says that it was recorded *under a lamp*.",
            ),
        };
        format!(
            "\
---
title: {title}
about: [drama:{id}, person:{person}]
tags: [soundtrack, broadcast]
sources: [{source}]
---

{text} [source](source:{source})

## OST

- {text}
- {text}
"
        )
    }
}

/// A text in both languages.
fn both(en: &str, ko: &str) -> String {
    format!("{{en: {en}, ko: {ko}}}")
}
