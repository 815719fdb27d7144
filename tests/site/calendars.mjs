// Calendars as ical.js reads them: what RFC 5545 asks, and hours that are those of the pages, in three cities, on
// whichever side of a change of the clocks they lie.

import ICAL from 'ical.js';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deadIn } from './feeds.mjs';

const CITIES = ['Asia/Seoul', 'Europe/Berlin', 'America/Los_Angeles'];

export async function checkCalendars(site, report) {
  const events = new Map();
  for (const file of site.files.filter((name) => name.endsWith('.ics'))) {
    const bytes = await readFile(join(site.folder, file));
    const problems = checkLines(file, bytes);
    let read = [];
    try {
      read = readEvents(file, bytes.toString('utf8'), problems);
    } catch (error) {
      problems.push({ rule: 'ical', page: file, message: String(error.message ?? error) });
    }
    problems.push(...(await deadIn(site, file, read.map((event) => event.url).filter((url) => URL.canParse(url)))));
    for (const event of read) problems.push(...(await checkHours(site, file, event)), ...checkSame(file, event, events));
    report.check(problems);
  }
}

/** §3.1: CRLF, at most 75 octets, no character cut. */
function checkLines(file, bytes) {
  const problems = [];
  const problem = (message, element) => problems.push({ rule: 'ical-lines', page: file, message, element });
  const text = new TextDecoder('utf-8', { fatal: false }).decode(bytes);
  if (text.includes('\ufffd')) problem('holds bytes that are no UTF-8');
  if (!text.endsWith('\r\n')) problem('does not end in CRLF');
  for (const line of text.slice(0, -2).split('\r\n')) {
    if (/[\r\n]/.test(line)) problem('a line ends in something else than CRLF', line);
    if (Buffer.byteLength(line) > 75) problem('a line is longer than 75 octets', line);
  }
  // Each line by itself must be UTF-8: a character that is cut is none.
  let start = 0;
  for (let at = bytes.indexOf('\r\n'); at >= 0; at = bytes.indexOf('\r\n', start)) {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(start, at));
    } catch {
      problem('a line is cut within a character', bytes.toString('latin1', start, at));
    }
    start = at + 2;
  }
  return problems;
}

function readEvents(file, text, problems) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const problem = (message, element) => problems.push({ rule: 'ical-must', page: file, message, element });
  for (const name of ['version', 'prodid']) if (calendar.getAllProperties(name).length !== 1) problem(`has not one ${name} (§3.6)`);
  const components = calendar.getAllSubcomponents('vevent');
  if (components.length === 0) problem('has no event (§3.6)');
  const uids = new Set();
  return components.map((component) => {
    const value = (name) => component.getFirstPropertyValue(name);
    const uid = value('uid') ?? '';
    for (const name of ['uid', 'dtstamp', 'dtstart', 'summary', 'url']) if (component.getAllProperties(name).length !== 1) problem(`an event has not one ${name} (§3.6.1)`, uid);
    for (const name of ['rrule', 'rdate', 'duration']) if (component.getFirstProperty(name)) problem(`an event has ${name}, which no source says`, uid);
    if (uids.has(uid)) problem('two events have one uid', uid);
    uids.add(uid);
    const stamp = value('dtstamp');
    if (stamp?.isDate || stamp?.zone !== ICAL.Timezone.utcTimezone) problem('dtstamp is no moment in UTC (§3.8.7.2)', uid);
    const [start, end] = [value('dtstart'), value('dtend')];
    if (start && !start.isDate && start.zone !== ICAL.Timezone.utcTimezone) problem('an hour is not in UTC', uid);
    if (end && (end.isDate !== start.isDate || end.compare(start) <= 0)) problem('dtend is not behind dtstart (§3.8.2.2)', uid);
    return { uid, start, end, url: value('url') ?? '', summary: value('summary') ?? '' };
  });
}

/** The page of an event says the same moment in every city, or the same day. */
async function checkHours(site, file, event) {
  // An hour of no zone was told already: what it means depends on the machine.
  const isClear = event.start?.isDate || event.start?.zone === ICAL.Timezone.utcTimezone;
  if (!isClear || !URL.canParse(event.url)) return [];
  const { text, status } = await site.answer(new URL(event.url));
  if (status !== 200) return [];
  const shown = [...text.matchAll(/<time datetime="([^"]*)"/g)].map(([, datetime]) => datetime);
  const isThere = event.start.isDate ? shown.includes(event.start.toString()) : shown.filter((datetime) => datetime.includes('T')).some((datetime) => CITIES.every((city) => clock(Date.parse(datetime), city) === clock(event.start.toJSDate(), city)));
  const where = event.start.isDate ? event.start.toString() : CITIES.map((city) => `${clock(event.start.toJSDate(), city)} in ${city}`).join(', ');
  return isThere ? [] : [{ rule: 'ical-hours', page: file, element: event.uid, message: `its page does not say ${where}` }];
}

const clock = (moment, timeZone) => new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(moment);

/** One uid is one event, in every file and language. */
function checkSame(file, event, events) {
  const told = `${event.start}–${event.end ?? ''}`;
  const known = events.get(event.uid);
  events.set(event.uid, known ?? told);
  return known && known !== told ? [{ rule: 'ical-same', page: file, element: event.uid, message: `is ${told} here and ${known} elsewhere` }] : [];
}
