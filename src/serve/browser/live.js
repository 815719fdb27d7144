// Keeps a page of the preview up to date: loads it anew when it changed, and only then; changes style sheets in place.

const LEFT = 'linernotes:worker';
const me = document.currentScript;
let shows = me.dataset.shows;
let events;
let isLeaving = false;

connectWithoutWorker();

// A tab that nobody sees listens to nothing: browsers open six connections to a host and not one more.
document.addEventListener('visibilitychange', () => (document.hidden ? disconnect() : connect()));
addEventListener('pagehide', disconnect);
addEventListener('pageshow', (event) => event.persisted && connect());

function connect() {
  if (events || document.hidden) return;
  const query = `path=${encodeURIComponent(location.pathname)}&shows=${encodeURIComponent(shows)}`;
  events = new EventSource(new URL(`events?${query}`, me.src));
  const on = (name, work) => events.addEventListener(name, (event) => work(JSON.parse(event.data)));
  on('reload', reload);
  on('styles', changeStyles);
  on('files', changeFiles);
  on('go', (base) => location.replace(base));
  on('gone', ({ shows: now, base }) => {
    shows = now;
    showGone(base);
  });
  on('problems', showProblems);
  events.addEventListener('error', () => {
    // Some browsers do not try again when a server that went away is not there yet.
    if (events?.readyState !== EventSource.CLOSED) return;
    events = undefined;
    setTimeout(connect, 3000);
  });
}

function disconnect() {
  events?.close();
  events = undefined;
}

/** A worker of the site, from a former preview at this address, would go on showing the pages that it kept. */
async function connectWithoutWorker() {
  const workers = navigator.serviceWorker;
  try {
    const all = (await workers?.getRegistrations()) ?? [];
    await Promise.all(all.filter(({ scope }) => location.href.startsWith(scope)).map((worker) => worker.unregister()));
    if (workers?.controller && !store.get(LEFT)) {
      // Only a page that is loaded anew is free of it. Once: nobody wants to see that go on for ever.
      store.set(LEFT, 'yes');
      reload();
      return;
    }
    if (!workers?.controller) store.remove(LEFT);
  } catch (error) {
    console.info(error);
  }
  connect();
}

function reload() {
  if (isLeaving) return;
  isLeaving = true;
  keepPlace();
  location.reload();
}

// Style sheets and other files.

/** Puts the style sheets of the page as it is now in the place of those that it has. */
async function changeStyles({ shows: now, styles }) {
  const old = [...document.querySelectorAll('link[rel~="stylesheet" i]')];
  const changes = styles.map((style, at) => (isSame(old[at], style) ? undefined : replaceStyle(old[at], style)));
  for (const link of old.slice(styles.length)) link.remove();
  try {
    await Promise.all(changes);
    shows = now;
  } catch {
    reload();
  }
}

function isSame(link, style) {
  return link !== undefined && ['href', 'integrity', 'media'].every((name) => (link.getAttribute(name) ?? undefined) === style[name]);
}

/** The old one stays until the new one is there, so that the page is never without. */
function replaceStyle(old, style) {
  return new Promise((done, fail) => {
    const link = document.createElement('link');
    for (const [name, value] of Object.entries(style)) link.setAttribute(name, value);
    link.addEventListener('load', () => {
      old?.remove();
      done();
    });
    link.addEventListener('error', fail);
    if (old) old.after(link);
    else document.head.append(link);
  });
}

/** Files that changed and kept their names matter if the page has loaded them. */
function changeFiles(paths) {
  const isChanged = (address) => paths.includes(decodeURI(new URL(address, location.href).pathname));
  const loaded = performance.getEntriesByType('resource').map((entry) => entry.name);
  const changed = new Set(loaded.filter((address) => new URL(address).origin === location.origin && isChanged(address)));
  if (changed.size === 0) return;
  for (const link of document.querySelectorAll('link[rel~="stylesheet" i]')) {
    if (!changed.delete(link.href)) continue;
    const fresh = new URL(link.href);
    fresh.searchParams.set('preview', Date.now());
    const style = Object.fromEntries(link.getAttributeNames().map((name) => [name, link.getAttribute(name)]));
    delete style.integrity;
    replaceStyle(link, { ...style, href: fresh.href }).catch(reload);
  }
  if (changed.size > 0) reload();
}

// What the author did on the page: where it was scrolled to, what was open, what was typed.

const PLACE = 'linernotes:place';
const FIELDS = 'input:not([type="file"], [type="password"], [type="hidden"]), select, textarea';

function keepPlace() {
  const place = { address: location.href, x: scrollX, y: scrollY, focus: nameOf(document.activeElement), open: {}, fields: {} };
  for (const part of document.querySelectorAll('details')) place.open[nameOf(part)] = part.open;
  for (const field of document.querySelectorAll(FIELDS)) place.fields[nameOf(field)] = valueOf(field);
  store.set(PLACE, JSON.stringify(place));
}

function takePlace() {
  const place = JSON.parse(store.get(PLACE) ?? 'null');
  store.remove(PLACE);
  if (place?.address !== location.href) return;
  for (const part of document.querySelectorAll('details')) part.open = place.open[nameOf(part)] ?? part.open;
  for (const field of document.querySelectorAll(FIELDS)) restore(field, place.fields[nameOf(field)]);
  const focused = place.focus && [...document.body.querySelectorAll('*')].find((one) => nameOf(one) === place.focus);
  if (focused) focused.focus({ preventScroll: true });
  const scroll = () => scrollTo({ left: place.x, top: place.y, behavior: 'instant' });
  scroll();
  // Pictures may move everything down once more.
  if (document.readyState !== 'complete') addEventListener('load', scroll, { once: true });
}

/** Where an element stands, counted from the nearest one that has an id. */
function nameOf(element) {
  if (!element || element === document.body || element === document.documentElement) return '';
  if (element.id) return `#${element.id}`;
  const alike = [...(element.parentElement?.children ?? [])].filter((other) => other.localName === element.localName);
  return `${nameOf(element.parentElement)}>${element.localName}${alike.indexOf(element)}`;
}

function valueOf(field) {
  return field.type === 'checkbox' || field.type === 'radio' ? field.checked : field.value;
}

/** The page's own scripts are told, as if it was typed. */
function restore(field, value) {
  if (value === undefined || valueOf(field) === value) return;
  if (typeof value === 'boolean') field.checked = value;
  else field.value = value;
  // A select that no longer has it.
  if (valueOf(field) !== value) return;
  for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, { bubbles: true }));
}

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', takePlace, { once: true });
else takePlace();
