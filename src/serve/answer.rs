//! What is said to one request: everything that a host of static files would say, from memory. Knows no sockets.

use super::address::{EVENTS, FOLDER, SCRIPT, Stands, decoded, stands};
use super::failed::{missing_page, outside_page, problems_page};
use super::gate;
use super::live::Tab;
use super::media::{is_page, media_type};
use super::page::{Head, Shows, What, with_script};
use super::preview::Preview;
use super::range::{Part, part};
use super::request::Request;
use crate::base::digest::Digest;
use crate::engine::resident::Served;
use std::ops::Range;
use std::sync::Arc;

pub struct Answer {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Body,
}

pub enum Body {
    Bytes(Arc<[u8]>, Range<usize>),
    /// Stays open, and hears of what happens.
    Events(Tab),
}

/// The answer to a request for the site's service worker. That one keeps pages for readers without a connection, and
/// would show the author old ones: this one takes away whatever an earlier preview on this port left.
const NO_WORKER: &str = include_str!("browser/no-worker.js");

pub fn answer(preview: &Preview, request: &Request) -> Answer {
    if !matches!(request.method.as_str(), "GET" | "HEAD") {
        return plain(405, "This preview answers GET and HEAD only.\n").with("allow", "GET, HEAD");
    }
    let Some(host) = request.host.as_deref().filter(|host| preview.names.know(host, request.here)) else {
        return plain(
            403,
            "This preview is not asked for by this name; `linernotes serve --host NAME` makes it known.\n",
        );
    };
    match request.path.as_str() {
        SCRIPT => return file(request, media_type(SCRIPT), &preview.script),
        EVENTS => return events(request),
        path if path.starts_with(FOLDER) => return plain(404, "There is nothing here.\n"),
        _ => {}
    }
    if let Some(problems) = preview.instead() {
        let shows = Shows::of_problems(&problems);
        let page = match request.is_near && gate::is_own(request) {
            true => problems_page(&problems, &shows),
            false => problems_page(&problems.from_afar(), &shows),
        };
        return html(503, page).with("x-frame-options", "DENY");
    }
    let base = preview.resident.base_path();
    match stands(&request.path, &base, &|path| preview.resident.file(path)) {
        Stands::File(path, _) if request.is_worker && path.ends_with(".js") => {
            whole(200, media_type(&path), NO_WORKER.as_bytes().into())
        }
        Stands::File(path, served) if is_page(&path) => {
            let head = Head::of(&served.bytes);
            let shows = Shows::of(What::Page, &served.bytes, &head);
            let bytes = with_script(&served.bytes, &head, &shows, host);
            sent(request, media_type(&path), bytes.into(), shows.tag(&preview.script.digest))
        }
        Stands::File(path, served) => file(request, media_type(&path), &served),
        Stands::Folder(mut to) => {
            if let Some(query) = &request.query {
                to = format!("{to}?{query}");
            }
            plain(301, "It is a folder.\n").with("location", &to)
        }
        Stands::Nothing(Some(served)) => {
            let head = Head::of(&served.bytes);
            let shows = Shows::of(What::Missing, &served.bytes, &head);
            whole(404, "text/html; charset=utf-8", with_script(&served.bytes, &head, &shows, host).into())
        }
        Stands::Nothing(None) => html(404, missing_page(&Shows::of(What::Missing, b"", &Head::of(b"")), &base)),
        Stands::Outside => html(404, outside_page(&base)),
        Stands::Unreadable => plain(400, "The percent signs in this address are no codes of letters.\n"),
    }
}

/// The stream of events, for pages of ours only: others could learn from it what somebody is working on.
fn events(request: &Request) -> Answer {
    if !gate::is_own(request) {
        return plain(403, "Only pages of this preview hear of its changes.\n");
    }
    let value = |name: &str| {
        let pairs = request.query.as_deref().unwrap_or_default().split('&');
        pairs.filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).and_then(|(_, v)| decoded(v))
    };
    let Some((path, shows)) = value("path").zip(value("shows").and_then(|shows| Shows::read(&shows))) else {
        return plain(400, "Which page is it?\n");
    };
    let body = match request.method.as_str() {
        "GET" => Body::Events(Tab { path, shows, is_near: request.is_near }),
        _ => Body::Bytes(Arc::from([]), 0..0),
    };
    Answer { status: 200, headers: headers("text/event-stream"), body }
}

fn file(request: &Request, media: &str, served: &Served) -> Answer {
    sent(request, media, served.bytes.clone(), tag(&served.digest))
}

fn tag(digest: &Digest) -> String {
    format!("\"{digest}\"")
}

/// A file, or as much of it as is asked for.
fn sent(request: &Request, media: &str, bytes: Arc<[u8]>, tag: String) -> Answer {
    let length = bytes.len();
    let answer = |status, range| {
        let answer = Answer { status, headers: headers(media), body: Body::Bytes(bytes.clone(), range) };
        answer.with("etag", &tag).with("accept-ranges", "bytes")
    };
    if request.if_none_match.as_deref().is_some_and(|known| knows(known, &tag)) {
        return answer(304, 0..0);
    }
    // A part of what the browser has no more of is of no use to it.
    let is_same = request.if_range.as_deref().is_none_or(|known| known.trim() == tag);
    let range = request.range.as_deref().filter(|_| is_same && request.method == "GET");
    match part(range, length) {
        Part::Whole => answer(200, 0..length),
        Part::Of(range) => {
            let told = format!("bytes {}-{}/{length}", range.start, range.end - 1);
            answer(206, range).with("content-range", &told)
        }
        Part::Beyond => answer(416, 0..0).with("content-range", &format!("bytes */{length}")),
    }
}

/// Whether a list of tags has this one (RFC 9110 §13.1.2).
fn knows(list: &str, tag: &str) -> bool {
    list.trim() == "*" || list.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)
}

fn plain(status: u16, text: &str) -> Answer {
    whole(status, "text/plain; charset=utf-8", text.as_bytes().into())
}

fn html(status: u16, text: String) -> Answer {
    whole(status, "text/html; charset=utf-8", text.into_bytes().into())
}

fn whole(status: u16, media: &str, bytes: Arc<[u8]>) -> Answer {
    let length = bytes.len();
    Answer { status, headers: headers(media), body: Body::Bytes(bytes, 0..length) }
}

/// What every answer says. Pages of other hosts may not show or load what is not published yet.
fn headers(media: &str) -> Vec<(&'static str, String)> {
    [
        ("content-type", media),
        ("cache-control", "no-cache"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "same-origin"),
    ]
    .map(|(name, value)| (name, value.to_string()))
    .into()
}

impl Answer {
    fn with(mut self, name: &'static str, value: &str) -> Answer {
        self.headers.push((name, value.to_string()));
        self
    }
}
