// What the standards ask of feeds (RFC 4287, RSS 2.0, JSON Feed 1.1), playlists (XSPF 1) and manifests, as tables of
// our own: the name of each must, and how to see that it is kept.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openTab } from './browser.mjs';
import { deadIn } from './feeds.mjs';

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

export async function checkMusts(site, report, { browser }) {
  const tab = await openTab(browser);
  const parse = async (file) => tab.evaluate(readTree, await text(site, file));
  for (const file of site.files) {
    const name = file.split('/').pop();
    if (name === 'feed.xml') report.check(told(file, 'atom', ATOM(await parse(file), site.address(`/${file}`).href)));
    if (name === 'rss.xml') report.check(told(file, 'rss', RSS(await parse(file), site.address(`/${file}`).href)));
    if (name === 'feed.json') report.check(told(file, 'json-feed', jsonFeed(await text(site, file), site.address(`/${file}`).href)));
    if (name.endsWith('.webmanifest')) report.check(told(file, 'manifest', await manifest(site, file)));
    if (name.endsWith('.xspf')) {
      const tree = await parse(file);
      report.check([...told(file, 'xspf', XSPF(tree)), ...(await deadIn(site, file, texts(tree, ['location', 'info', 'identifier', 'image'])))]);
    }
  }
  await tab.context().close();
}

const text = (site, file) => readFile(join(site.folder, file), 'utf8');

/** The names of the musts that are not kept, as problems. */
function told(file, kind, musts) {
  return Object.entries(musts).filter(([, kept]) => !kept).map(([must]) => ({ rule: `${kind}-must`, page: file, message: must }));
}

/** Runs in the browser: elements as `{ name, attributes, text, children }`, names with their namespace. */
function readTree(source) {
  const tree = new DOMParser().parseFromString(source, 'application/xml');
  const read = (element) => ({
    name: `{${element.namespaceURI ?? ''}}${element.localName}`,
    attributes: Object.fromEntries([...element.attributes].map((one) => [one.name, one.value])),
    text: element.textContent,
    children: [...element.children].map(read),
  });
  return read(tree.documentElement);
}

const isWhole = (address) => typeof address === 'string' && /^https?:\/\/[^/\s]+\S*$/.test(address) && URL.canParse(address);
const isOnce = (list) => new Set(list).size === list.length;
const isPlain = (string) => !/<[a-z/]|&(amp|lt|gt|quot|#)/i.test(string);

function texts(tree, names) {
  const own = names.some((name) => tree.name.endsWith(`}${name}`)) ? [tree.text.trim()] : [];
  return [...own, ...tree.children.flatMap((child) => texts(child, names))];
}

function ATOM(feed, own) {
  const ns = 'http://www.w3.org/2005/Atom';
  const all = (of, name) => of.children.filter((child) => child.name === `{${ns}}${name}`);
  const one = (of, name) => (all(of, name).length === 1 ? all(of, name)[0] : null);
  const entries = all(feed, 'entry');
  const both = [feed, ...entries];
  const links = both.flatMap((of) => all(of, 'link'));
  const rel = (of, wanted) => all(of, 'link').filter((link) => (link.attributes.rel ?? 'alternate') === wanted);
  const hasAuthor = (of) => all(of, 'author').length > 0;
  return {
    '§2: the root is a feed in the namespace of Atom': feed.name === `{${ns}}feed`,
    '§4.1.1, §4.1.2: one id, one title, one updated each': both.every((of) => one(of, 'id') && one(of, 'title') && one(of, 'updated')),
    '§4.1.1: an author of the feed or of every entry': hasAuthor(feed) || entries.every(hasAuthor),
    '§4.1.1: a link to itself': rel(feed, 'self').length === 1 && rel(feed, 'self')[0].attributes.href === own,
    '§4.1.1: at most one alternate of a type and language': both.every((of) => isOnce(rel(of, 'alternate').map(({ attributes: a }) => `${a.type} ${a.hreflang}`))),
    '§4.1.2: an entry without content has an alternate': entries.every((entry) => one(entry, 'content') || rel(entry, 'alternate').length > 0),
    '§4.1.2: at most one content, published, summary': entries.every((entry) => ['content', 'published', 'summary'].every((name) => all(entry, name).length < 2)),
    '§3.2.1: every person has a name': both.every((of) => all(of, 'author').every((author) => one(author, 'name')?.text.trim())),
    '§3.3: dates are of RFC 3339': both.every((of) => [...all(of, 'updated'), ...all(of, 'published')].every((date) => DATE.test(date.text) && !Number.isNaN(Date.parse(date.text)))),
    '§4.2.6: ids are whole addresses, each once': both.every((of) => isWhole(one(of, 'id')?.text)) && isOnce(both.map((of) => one(of, 'id')?.text)),
    '§4.2.7: links have an address': links.every((link) => isWhole(link.attributes.href)),
    '§4.2.7.2: rel is a known word': links.every((link) => ['self', 'alternate', 'related', 'via', 'enclosure'].includes(link.attributes.rel ?? 'alternate')),
    '§4.2.2.1: every category has a term': both.every((of) => all(of, 'category').every((category) => category.attributes.term)),
    '§3.1.1: titles and summaries are plain text': entries.every((entry) => [...all(entry, 'title'), ...all(entry, 'summary')].every((field) => (field.attributes.type ?? 'text') === 'text' && field.children.length === 0)),
    '§4.1.3.3: content of type html holds no elements, only text': entries.every((entry) => all(entry, 'content').every((content) => content.attributes.type === 'html' && content.children.length === 0)),
    'the feed is no older than its entries': entries.every((entry) => Date.parse(one(entry, 'updated')?.text) <= Date.parse(one(feed, 'updated')?.text)),
    'addresses in the content are whole': entries.every((entry) => all(entry, 'content').every((content) => !/\s(href|src)="(?![a-z]+:)/.test(content.text))),
    'it names its language': Boolean(feed.attributes['xml:lang']),
  };
}

function RSS(rss, own) {
  const all = (of, name) => (of?.children ?? []).filter((child) => child.name === `{}${name}`);
  const value = (of, name) => (all(of, name).length === 1 ? all(of, name)[0].text.trim() : '');
  const [channel] = all(rss, 'channel');
  const items = all(channel, 'item');
  const self = (channel?.children ?? []).filter((child) => child.name === '{http://www.w3.org/2005/Atom}link' && child.attributes.rel === 'self');
  const isDate = (date) => {
    const found = /^(\w{3}), \d\d \w{3} \d{4} \d\d:\d\d:\d\d ([+-]\d{4})$/.exec(date);
    if (!found || Number.isNaN(Date.parse(date))) return false;
    // The day of the week is of the zone that the date is written in.
    const [sign, hours, minutes] = [found[2][0] === '-' ? -1 : 1, Number(found[2].slice(1, 3)), Number(found[2].slice(3))];
    return DAYS[new Date(Date.parse(date) + sign * (hours * 60 + minutes) * 60000).getUTCDay()] === found[1];
  };
  const guids = items.map((item) => all(item, 'guid')[0]);
  return {
    'the root is rss 2.0 with one channel': rss.name === '{}rss' && rss.attributes.version === '2.0' && all(rss, 'channel').length === 1,
    'the channel has title, link and description': ['title', 'link', 'description'].every((name) => value(channel, name) !== ''),
    'the link of the channel is whole': isWhole(value(channel, 'link')),
    'it has an atom:link to itself': self.length === 1 && self[0].attributes.href === own,
    'it names its language': /^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(value(channel, 'language')),
    'dates are of RFC 822 with four digits of the year': isDate(value(channel, 'lastBuildDate')) && items.every((item) => isDate(value(item, 'pubDate'))),
    'every item has a title or a description': items.every((item) => value(item, 'title') || value(item, 'description')),
    'links of items are whole': items.every((item) => isWhole(value(item, 'link'))),
    'every item has a guid, each once': items.every((item) => value(item, 'guid') !== '') && isOnce(items.map((item) => value(item, 'guid'))),
    'a guid that is a permalink is the link': guids.every((guid, at) => guid?.attributes.isPermaLink === 'false' || guid?.text === value(items[at], 'link')),
    'addresses in descriptions are whole': items.every((item) => !/\s(href|src)="(?![a-z]+:)/.test(value(item, 'description'))),
  };
}

function jsonFeed(source, own) {
  let feed;
  try {
    feed = JSON.parse(source);
  } catch {
    return { 'it is JSON': false };
  }
  const items = Array.isArray(feed.items) ? feed.items : [];
  const isText = (value) => typeof value === 'string' && value !== '';
  const isDate = (value) => value === undefined || (DATE.test(value) && !Number.isNaN(Date.parse(value)));
  return {
    'version is that of 1.1': feed.version === 'https://jsonfeed.org/version/1.1',
    'title is a text': isText(feed.title),
    'items is a list': Array.isArray(feed.items),
    'feed_url is its own address': feed.feed_url === own,
    'home_page_url is whole': isWhole(feed.home_page_url),
    'authors is a list, each with a name, url or avatar': Array.isArray(feed.authors) && feed.authors.every((author) => author.name || author.url || author.avatar),
    'it names its language': isText(feed.language),
    'every item has an id that is a text, each once': items.every((item) => isText(item.id)) && isOnce(items.map((item) => item.id)),
    'every item has content_html or content_text': items.every((item) => isText(item.content_html) || isText(item.content_text)),
    'addresses of items are whole': items.every((item) => isWhole(item.url)),
    'dates are of RFC 3339': items.every((item) => isDate(item.date_published) && isDate(item.date_modified)),
    'titles and summaries are plain text': items.every((item) => [item.title, item.summary].every((value) => value === undefined || (isText(value) && isPlain(value)))),
    'tags is a list of texts': items.every((item) => item.tags === undefined || (Array.isArray(item.tags) && item.tags.every(isText))),
    'addresses in the content are whole': items.every((item) => !/\s(href|src)="(?![a-z]+:)/.test(item.content_html ?? '')),
    'there is no field of 1.0 that 1.1 dropped': !('author' in feed) && items.every((item) => !('author' in item)),
  };
}

function XSPF(list) {
  const ns = 'http://xspf.org/ns/0/';
  const all = (of, name) => of.children.filter((child) => child.name === `{${ns}}${name}`);
  const known = ['title', 'creator', 'annotation', 'info', 'location', 'identifier', 'image', 'date', 'license', 'attribution', 'link', 'meta', 'extension', 'trackList'];
  const ofTrack = ['location', 'identifier', 'title', 'creator', 'annotation', 'info', 'image', 'album', 'trackNum', 'duration', 'link', 'meta', 'extension'];
  const tracks = all(list, 'trackList').flatMap((tracks) => tracks.children);
  const isNumber = (name, least) => tracks.every((track) => all(track, name).every((number) => /^\d+$/.test(number.text) && Number(number.text) >= least));
  const isSparse = (of, names) => names.every((name) => ['link', 'meta', 'extension', 'location', 'identifier'].includes(name) || all(of, name).length < 2);
  return {
    'the root is a playlist of version 1 in the namespace of XSPF': list.name === `{${ns}}playlist` && list.attributes.version === '1',
    'it has one trackList, which holds only tracks': all(list, 'trackList').length === 1 && tracks.every((track) => track.name === `{${ns}}track`),
    'it has only elements that XSPF knows': list.children.every((child) => known.includes(child.name.split('}')[1])) && tracks.every((track) => track.children.every((child) => ofTrack.includes(child.name.split('}')[1]))),
    'no element stands twice that may stand once': isSparse(list, known) && all(list, 'location').length < 2 && tracks.every((track) => isSparse(track, ofTrack)),
    'addresses are whole': [...texts(list, ['info', 'location', 'license', 'image', 'identifier'])].every(isWhole),
    'trackNum counts from 1': isNumber('trackNum', 1),
    'duration is a number of milliseconds': isNumber('duration', 0),
    'texts are plain': [...texts(list, ['title', 'creator', 'album'])].every((value) => value !== ''),
    'it plays nothing': tracks.every((track) => all(track, 'location').length === 0),
  };
}

async function manifest(site, file) {
  const own = site.address(`/${file}`);
  let found;
  try {
    found = JSON.parse(await text(site, file));
  } catch {
    return { 'it is JSON': false };
  }
  const at = (address) => new URL(address, own);
  const icons = Array.isArray(found.icons) ? found.icons : [];
  const faults = await Promise.all([found.start_url, ...icons.map((icon) => icon.src)].map(async (address) => site.fault(at(address))));
  const language = site.languages.slice(1).find((name) => file.startsWith(`${name}/`)) ?? site.languages[0];
  const isColour = (value) => /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(value);
  return {
    'name and short_name are texts': [found.name, found.short_name].every((value) => typeof value === 'string' && value !== ''),
    'lang is that of its folder': found.lang === language,
    'dir is ltr or rtl': ['ltr', 'rtl'].includes(found.dir),
    'start_url lies in scope, and scope in the site': at(found.start_url).href.startsWith(at(found.scope).href) && at(found.scope).href.startsWith(site.home.href),
    'start_url and icons answer': faults.every((fault) => fault === null),
    'one icon is an SVG of any size': icons.some((icon) => icon.type === 'image/svg+xml' && icon.sizes === 'any'),
    'colours are colours': isColour(found.theme_color) && isColour(found.background_color),
    'display is a known word': ['fullscreen', 'standalone', 'minimal-ui', 'browser'].includes(found.display),
  };
}
