// Keeps the pages that a reader visits and the files they load, so that they open without a connection. The build puts what
// it knows of the site before this: SITE.version, SITE.base, SITE.pages. A version without a name means that the site wants no
// worker any more: it takes away what was kept, and itself.

const OURS = `linernotes:${SITE.base}:`;
const NAME = OURS + SITE.version;
/** How many files a browser keeps of a site; the ones longest not asked for go first. */
const KEPT = 400;

const isOver = SITE.version === '';

self.addEventListener('install', (event) => {
  self.skipWaiting();
  if (isOver) return;
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(Object.values(SITE.pages))));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(isOver ? end() : begin());
});

async function begin() {
  await forget((name) => name !== NAME);
  await self.clients.claim();
}

async function end() {
  await forget(() => true);
  await self.registration.unregister();
}

async function forget(isOld) {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS) && isOld(name)).map((name) => caches.delete(name)));
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (isOver || request.method !== 'GET' || origin !== self.location.origin || !pathname.startsWith(SITE.base)) return;
  // A name with a digest in it never has other bytes.
  const isFixed = /\.[0-9a-f]{8}\.\w+$/.test(pathname) && pathname.startsWith(`${SITE.base}assets/`);
  event.respondWith(isFixed ? keptFirst(event) : newestFirst(event, pathname));
});

async function keptFirst(event) {
  return (await find(event.request)) ?? fetchAndKeep(event);
}

async function newestFirst(event, pathname) {
  try {
    return await fetchAndKeep(event);
  } catch (error) {
    const kept = await find(event.request);
    if (kept) return kept;
    if (event.request.mode !== 'navigate') throw error;
    // The longest beginning that fits: /ko/ before /.
    const homes = Object.keys(SITE.pages).filter((home) => pathname.startsWith(home));
    const home = homes.sort((a, b) => b.length - a.length)[0];
    return (await find(SITE.pages[home])) ?? Response.error();
  }
}

async function find(request) {
  const cache = await caches.open(NAME);
  return cache.match(request, { ignoreSearch: true });
}

async function fetchAndKeep(event) {
  const response = await fetch(event.request);
  if (isWorth(event.request, response)) event.waitUntil(keep(event.request, response.clone()));
  return response;
}

/** Pages and what they load; not a feed or a table that somebody opened. */
function isWorth({ mode }, response) {
  const isPage = (response.headers.get('Content-Type') ?? '').startsWith('text/html');
  return response.ok && response.type === 'basic' && !response.redirected && (mode !== 'navigate' || isPage);
}

async function keep(request, response) {
  const cache = await caches.open(NAME);
  await cache.put(request, response);
  const keys = await cache.keys();
  const pages = new Set(Object.values(SITE.pages));
  const old = keys.slice(0, Math.max(0, keys.length - KEPT)).filter(({ url }) => !pages.has(new URL(url).pathname));
  await Promise.all(old.map((key) => cache.delete(key)));
}

// What a page had loaded before this worker was there to see it.
self.addEventListener('message', (event) => {
  if (isOver || !Array.isArray(event.data?.keep)) return;
  event.waitUntil(Promise.all(event.data.keep.map(keepMissing)));
});

async function keepMissing(address) {
  const url = new URL(address, self.location.href);
  if (url.origin !== self.location.origin || !url.pathname.startsWith(SITE.base)) return;
  if (await find(url.href)) return;
  try {
    const response = await fetch(url.href);
    if (isWorth({ mode: 'cors' }, response)) await keep(url.href, response);
  } catch {
    // No connection: it is kept another time.
  }
}
