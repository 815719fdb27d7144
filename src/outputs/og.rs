//! What a page says when it is shared: properties of the Open Graph protocol (ogp.me), each a `<meta property>`.
//! The same facts as in JSON-LD, by the same rules. Names of people are addresses of their pages: a name is never
//! split in first and last.

use super::desk::Desk;
use super::jsonld::agents::Agent;
use super::jsonld::credits;
use super::jsonld::drama::cast;
use super::jsonld::episode::guests;
use super::jsonld::ids::{date, url_of};
use super::jsonld::screen::PerformanceRole;
use super::jsonld::song::{all_performers, performers};
use super::jsonld::stub::{drama_of, is_film, is_told, may_be_named};
use super::views::{MetaProperty, PageView};
use crate::base::id::{Kind, RecordId};
use crate::base::lang::Lang;
use crate::kinds::record::{Record, Version};
use crate::kinds::release::Track;
use crate::kinds::{Drama, Episode, News, Release, Song};
use crate::parse::values::SongRef;
use std::sync::Arc;

fn property(name: &str, content: impl ToString) -> MetaProperty {
    MetaProperty { property: name.into(), content: content.to_string() }
}

/// Puts what every page has in front of what is its own. A page that is not translated has nothing of its own.
pub fn complete(desk: &Desk, page: &mut PageView) {
    let mut all = vec![
        property("og:type", &page.og_type),
        property("og:title", &page.title),
        property("og:description", &page.description),
        property("og:url", &page.canonical),
    ];
    let title = desk.reader.site().title.get().map(|title| desk.text(title).text);
    all.extend(title.map(|title| property("og:site_name", title)));
    all.extend(locale(desk.lang).map(|locale| property("og:locale", locale)));
    let others = desk.reader.languages().iter().filter(|lang| *lang != desk.lang);
    let is_there = |lang: &&Lang| page.alternates.iter().any(|a| a.is_translated && a.lang == lang.as_str());
    all.extend(others.filter(is_there).filter_map(locale).map(|locale| property("og:locale:alternate", locale)));
    let own = std::mem::take(&mut page.og);
    if !page.noindex {
        all.extend(own);
    }
    page.og = all;
}

/// A language as Open Graph wants it, with a region: the one of its tag, else the one where most of its readers
/// are (Unicode CLDR's likely subtags). Nothing where neither is known, since the region may not be left out.
pub fn locale(lang: &Lang) -> Option<String> {
    const REGIONS: &[(&str, &str)] = &[
        ("ar", "EG"),
        ("cs", "CZ"),
        ("da", "DK"),
        ("de", "DE"),
        ("el", "GR"),
        ("en", "US"),
        ("es", "ES"),
        ("fi", "FI"),
        ("fr", "FR"),
        ("he", "IL"),
        ("hi", "IN"),
        ("hu", "HU"),
        ("id", "ID"),
        ("it", "IT"),
        ("ja", "JP"),
        ("ko", "KR"),
        ("ms", "MY"),
        ("nl", "NL"),
        ("no", "NO"),
        ("pl", "PL"),
        ("pt", "BR"),
        ("ro", "RO"),
        ("ru", "RU"),
        ("sv", "SE"),
        ("th", "TH"),
        ("tr", "TR"),
        ("uk", "UA"),
        ("vi", "VN"),
        ("zh-Hant", "TW"),
        ("zh", "CN"),
    ];
    let tag = lang.as_str();
    let is_region = |part: &&str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_alphabetic());
    let own = tag.split('-').skip(1).find(is_region).map(str::to_uppercase);
    let likely = || {
        REGIONS
            .iter()
            .find(|(known, _)| tag.starts_with(known) && lang.is(known.split('-').next().unwrap_or(known)))
    };
    let region = own.or_else(|| likely().map(|(_, region)| region.to_string()))?;
    Some(format!("{}_{region}", lang.language()))
}

/// Of a song: how long, who, on which releases and where on them.
pub fn song(desk: &Desk, id: &RecordId, record: &Record<Song>) -> Vec<MetaProperty> {
    if !may_be_named(desk, id) {
        return Vec::new();
    }
    let mut all: Vec<MetaProperty> = Vec::new();
    all.extend(record.is.duration.said().map(|length| property("music:duration", length.0)));
    for release in super::song::releases_of(desk.reader, id) {
        let Some(is) = desk.reader.get::<Release>(&release).map(|record| &record.is) else { continue };
        let Some(url) = url_of(desk, &release).filter(|_| is_told(desk, &release, is)) else { continue };
        all.push(property("music:album", url));
        all.extend(
            placed(desk, is)
                .iter()
                .filter(|placed| placed.song == *id)
                .flat_map(|one| one.properties("music:album")),
        );
    }
    all.extend(profiles("music:musician", &performers(desk, &record.is)));
    all
}

/// Of a release: its songs and where they stand, who, when.
pub fn release(desk: &Desk, id: &RecordId, record: &Record<Release>) -> Vec<MetaProperty> {
    let release = &record.is;
    if !is_told(desk, id, release) {
        return Vec::new();
    }
    let mut all = Vec::new();
    let placed = placed(desk, release);
    for one in placed.iter().filter(|one| may_be_named(desk, &one.song)) {
        let Some(url) = url_of(desk, &one.song) else { continue };
        all.push(property("music:song", url));
        all.extend(one.properties("music:song"));
    }
    let songs: Vec<RecordId> = placed.into_iter().map(|one| one.song).collect();
    all.extend(profiles("music:musician", &all_performers(desk, &songs)));
    all.extend(release.released.said().map(|when| property("music:release_date", date(desk, when))));
    all
}

/// Where a song stands on a release.
struct Placed {
    song: RecordId,
    disc: Option<u32>,
    track: Option<u32>,
}

impl Placed {
    fn properties(&self, name: &str) -> Vec<MetaProperty> {
        let disc = self.disc.map(|disc| property(&format!("{name}:disc"), disc));
        disc.into_iter().chain(self.track.map(|track| property(&format!("{name}:track"), track))).collect()
    }
}

/// The songs of a release; their places only where the order is known.
fn placed(desk: &Desk, release: &Release) -> Vec<Placed> {
    let mut all = Vec::new();
    let mut add = |songs: &[SongRef], tracks: &[Track], disc: Option<u32>| {
        let plain = songs.iter().filter_map(|to| desk.reader.find(to));
        all.extend(plain.map(|song| Placed { song, disc, track: None }));
        for (at, track) in tracks.iter().enumerate() {
            let number = track.number.said().copied().or_else(|| u32::try_from(at + 1).ok());
            if let Some(song) = track.song.said().and_then(|song| desk.reader.find(&song.0)) {
                all.push(Placed { song, disc, track: number });
            }
        }
    };
    add(release.songs.said(), release.tracks.said(), None);
    for disc in release.discs.said() {
        add(disc.songs.said(), disc.tracks.said(), disc.number.said().copied());
    }
    all
}

/// Of an episode: who appears, who made it, how long, when, of which series.
pub fn episode(desk: &Desk, id: &RecordId, record: &Record<Episode>) -> Vec<MetaProperty> {
    if !may_be_named(desk, id) {
        return Vec::new();
    }
    let episode = &record.is;
    let mut all = actors(guests(desk, id));
    all.extend(profiles("video:director", &credits::agents(desk, episode.directors.said())));
    all.extend(profiles("video:writer", &credits::agents(desk, episode.writers.said())));
    all.extend(episode.runtime.said().map(|minutes| property("video:duration", u64::from(*minutes) * 60)));
    all.extend(episode.airs.said().map(|when| property("video:release_date", date(desk, when))));
    all.extend(drama_of(desk, id).and_then(|drama| url_of(desk, &drama)).map(|url| property("video:series", url)));
    all
}

/// Of a drama: who is in it and who made it, how long an episode is where all are the same, when it began.
pub fn drama(desk: &Desk, key: &Arc<str>, record: &Record<Drama>) -> Vec<MetaProperty> {
    let drama = &record.is;
    if !may_be_named(desk, &record.id) {
        return Vec::new();
    }
    let mut all = actors(cast(desk, desk.reader.list(Kind::Character, key)));
    all.extend(profiles("video:director", &credits::agents(desk, drama.directors.said())));
    all.extend(profiles("video:writer", &credits::agents(desk, drama.writers.said())));
    let runtime = drama.runtime.said().filter(|minutes| minutes.min == minutes.max);
    all.extend(runtime.map(|minutes| property("video:duration", u64::from(minutes.min) * 60)));
    all.extend(drama.first_air.said().map(|day| property("video:release_date", day)));
    all.extend(drama.genres.said().iter().map(|genre| property("video:tag", desk.text(genre).text)));
    all
}

/// What sort of video a drama is.
pub fn type_of(drama: &Drama) -> &'static str {
    if is_film(drama) { "video.movie" } else { "video.tv_show" }
}

/// Of a news item: when, and its tags.
pub fn news(desk: &Desk, id: &RecordId, version: &Version<News>) -> Vec<MetaProperty> {
    if !may_be_named(desk, id) {
        return Vec::new();
    }
    let when = desk.reader.head(id).and_then(|head| head.when.as_ref());
    let changed = version.common.updated.said();
    let tags = version.front.tags.said().iter().map(|tag| super::listing::tag_name(desk, tag.as_str()).text);
    let mut all: Vec<MetaProperty> = Vec::new();
    all.extend(when.map(|when| property("article:published_time", date(desk, when))));
    all.extend(changed.map(|day| property("article:modified_time", day)));
    all.extend(tags.map(|tag| property("article:tag", tag)));
    all
}

/// Those who have a page.
fn profiles(name: &str, agents: &[Agent]) -> Vec<MetaProperty> {
    let urls = agents.iter().flat_map(Agent::urls);
    urls.map(|url| property(name, url)).collect()
}

/// Each with the part behind it.
fn actors(roles: Vec<PerformanceRole>) -> Vec<MetaProperty> {
    let mut all = Vec::new();
    for role in &roles {
        for url in role.actor.iter().flat_map(Agent::urls) {
            all.push(property("video:actor", url));
            all.extend(role.character_name.iter().map(|name| property("video:actor:role", name)));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_gets_the_region_of_its_tag_or_the_likely_one() {
        let cases = [
            ("en", Some("en_US")),
            ("ko", Some("ko_KR")),
            ("pt-PT", Some("pt_PT")),
            ("pt", Some("pt_BR")),
            ("zh", Some("zh_CN")),
            ("zh-Hant", Some("zh_TW")),
            ("zh-Hant-HK", Some("zh_HK")),
            ("ko-Latn", Some("ko_KR")),
            ("enm", None),
            ("eo", None),
        ];
        for (tag, expected) in cases {
            assert_eq!(locale(&Lang::new(tag).unwrap()).as_deref(), expected, "{tag}");
        }
    }
}
