// Proves that the checks can fail: a tiny good site passes them all, and each of its spoiled twins is told by just the rule it breaks.
//
//   node tests/site/selftest.mjs

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openTab, startBrowser } from './browser.mjs';
import { checkDerived } from './derived.mjs';
import { checkBudgets } from './budgets.mjs';
import { checkCards } from './cards.mjs';
import { checkFeeds } from './feeds.mjs';
import { checkFrame } from './frame.mjs';
import { checkHtml } from './html.mjs';
import { checkJsonLd } from './jsonld.mjs';
import { walk } from './keyboard.mjs';
import { checkLinks } from './links.mjs';
import { listen } from './listen.mjs';
import { checkPages } from './pages.mjs';
import { checkPrint } from './print.mjs';
import { readPages } from './read.mjs';
import { Report } from './report.mjs';
import { derivedCases, derivedFiles } from './selftest-derived.mjs';
import { openSite } from './site.mjs';
import { checkSocial } from './social.mjs';

const ADDRESS = 'https://example.github.io/queen-of-tears/';

const WORDS = {
  en: { home: 'A drama and its songs', song: 'Hold Me Back', note: 'Sung when the rain begins to fall.' },
  ko: { home: '드라마와 노래', song: '붙잡아 줘', note: '비가 내리기 시작할 때 나오는 노래입니다.' },
};

function page(language, path, heading, main) {
  const prefix = language === 'en' ? '' : `${language}/`;
  const other = language === 'en' ? 'ko' : 'en';
  const twin = path === '404.html' ? 'ko/' : other === 'en' ? path : `${other}/${path}`;
  return `<!doctype html>
<html lang="${language}" prefix="og: https://ogp.me/ns# music: https://ogp.me/ns/music#">
<head>
<meta charset="utf-8">
<title>${heading}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="canonical" href="${ADDRESS}${prefix}${path}">
<meta property="og:type" content="${path.startsWith('songs/') ? 'music.song' : 'website'}">
<meta property="og:title" content="${heading}">
<meta property="og:description" content="${WORDS[language].note}">
<meta property="og:url" content="${ADDRESS}${prefix}${path}">
<meta property="og:locale" content="${language === 'en' ? 'en_US' : 'ko_KR'}">
${path.startsWith('songs/') ? '<meta property="music:duration" content="210">\n' : ''}<meta name="twitter:card" content="summary">
<meta name="twitter:title" content="${heading}">
<meta name="twitter:description" content="${WORDS[language].note}">
<link rel="alternate" type="application/json+oembed" href="${ADDRESS}${prefix}oembed.json">
<script type="application/ld+json">${JSON.stringify(graph(`${ADDRESS}${prefix}${path}`, heading))}</script>
<link rel="stylesheet" href="/queen-of-tears/site.css">
<link rel="icon" href="data:,">
</head>
<body>
<nav aria-label="${language}"><a href="/queen-of-tears/${twin}" hreflang="${other}" lang="${other}">${WORDS[other].home}</a></nav>
<main id="main"><h1>${heading}</h1>
${main}
</main>
</body>
</html>
`;
}

function graph(url, name) {
  const thing = { '@type': 'MusicRecording', '@id': `${ADDRESS}songs/one/#song`, name, byArtist: { '@type': 'Person', name: 'Heize' } };
  return { '@context': 'https://schema.org', '@graph': [{ '@type': 'WebPage', '@id': url, url, name, mainEntity: { '@id': thing['@id'] } }, thing] };
}

function goodSite() {
  const files = {
    'site.css': 'body { color: #222; background: #fff; margin: 1rem; font: 1rem/1.6 serif }\na { color: #6b1130; display: inline-block; padding: .5rem }\n@media (prefers-color-scheme: dark) { body { color: #eee; background: #111 } a { color: #ffb3c6 } }\n',
    'robots.txt': `User-agent: *\nSitemap: ${ADDRESS}sitemap.xml\n`,
    '404.html': page('en', '404.html', 'Not here', '<p><a href="/queen-of-tears/">Home</a></p>'),
    'feed.xml': `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><id>${ADDRESS}</id><link href="${ADDRESS}songs/one/"/></feed>\n`,
  };
  const addresses = [];
  for (const language of ['en', 'ko']) {
    const prefix = language === 'en' ? '' : `${language}/`;
    const words = WORDS[language];
    files[`${prefix}oembed.json`] = JSON.stringify({ type: 'link', version: '1.0', title: words.home, provider_name: words.home, provider_url: ADDRESS });
    files[`${prefix}index.html`] = page(language, '', words.home, `<p><a href="/queen-of-tears/${prefix}songs/one/#note">${words.song}</a></p>`);
    files[`${prefix}songs/one/index.html`] = page(language, 'songs/one/', words.song, `<p id="note">${words.note}</p>`);
    addresses.push(`${ADDRESS}${prefix}`, `${ADDRESS}${prefix}songs/one/`);
  }
  files['sitemap.xml'] = `<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${addresses.map((address) => `<url><loc>${address}</loc></url>`).join('')}</urlset>\n`;
  return files;
}

const SONG = 'songs/one/index.html';
/** Puts `markup` at the end of main on the English song page. */
const inMain = (markup) => (files) => (files[SONG] = files[SONG].replace('</main>', `${markup}\n</main>`));
const inFile = (file, from, to) => (files) => {
  if (!files[file].includes(from)) throw new Error(`the good site's ${file} has no ${from}`);
  files[file] = files[file].replace(from, to);
};
const all = (...changes) => (files) => changes.forEach((change) => change(files));

// What is spoiled, by which change, and the rules that must tell it: no more, no fewer.
// Those of PAGES change nothing but the song page.
const HTML = [
  ['an element that does not exist', inMain('<blink>now</blink>'), ['html-error']],
  ['an id twice', inMain('<p id="note">again</p>'), ['html-error']],
  ['a bad page deep in the site', inFile('ko/songs/one/index.html', '<p id="note">', '<p id="note"><li>'), ['html-error']],
  ['a warning of the HTML checker', inMain('<section role="region" aria-label="a"><h2>A</h2></section>'), ['html-warning']],
];
const FRAME = [
  ['two h1', inMain('<h1>Again</h1>'), ['one-h1']],
  ['no title', inFile(SONG, '<title>Hold Me Back</title>', ''), ['title']],
  ['the wrong language', inFile(SONG, 'lang="en"', 'lang="ko"'), ['language']],
  ['a page without its twin', (files) => delete files['ko/songs/one/index.html'], ['language']],
  ['no viewport', inFile(SONG, 'width=device-width', 'width=1280'), ['viewport']],
];
const LINKS = [
  ['a dead link', inMain('<a href="/queen-of-tears/songs/two/">Two</a>'), ['dead-link']],
  ['a link outside the base path', inMain('<a href="/songs/one/">One</a>'), ['dead-link']],
  ['a link that is redirected', inMain('<a href="/queen-of-tears/songs/one">One</a>'), ['dead-link']],
  ['a relative link on the 404 page', inFile('404.html', 'href="/queen-of-tears/"', 'href="songs/one/"'), ['dead-link']],
  ['a missing picture in srcset', inMain('<img src="data:," srcset="/queen-of-tears/a.png 1x, /queen-of-tears/b.png 2x" alt="">'), ['dead-link']],
  ['a missing font in CSS', inFile('site.css', 'body {', '@font-face { font-family: X; src: url("no.woff2") }\nbody {'), ['dead-link']],
  ['a missing share card', inFile(SONG, '</head>', `<meta property="og:image" content="${ADDRESS}card.png"></head>`), ['dead-link']],
  ['a dead address in JSON-LD', inMain(`<script type="application/ld+json">{"url": "${ADDRESS}gone/"}</script>`), ['dead-link']],
  ['JSON-LD that does not parse', inMain('<script type="application/ld+json">{,}</script>'), ['json']],
  ['a missing fragment', inMain('<a href="#nowhere">Nowhere</a>'), ['dead-fragment']],
  ['a missing fragment on another page', inMain('<a href="/queen-of-tears/#nowhere">Nowhere</a>'), ['dead-fragment']],
  ['a script in a link', inMain('<a href="javascript:alert(1)">Go</a>'), ['link-scheme']],
  ['a broken address', inMain('<a href="https://[x">Go</a>'), ['link-malformed']],
  ['a picture from another host', inMain('<img src="https://example.com/a.png" alt="">'), ['foreign']],
  ['a font from another host', inFile('site.css', 'body {', '@import "https://example.com/x.css";\nbody {'), ['foreign']],
];
/** The head of a PNG of that size, and as many bytes as asked. */
const png = (width, height, size = 100) => {
  const bytes = Buffer.alloc(size);
  bytes.write('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
};
/** Gives every page a share card; `head` changes what one page says of it, `bytes` are the picture. */
const withCards = (bytes, head = (text) => text) => (files) => {
  files['cards/en/site.png'] = bytes;
  const tags = ['', ':width', ':height', ':alt'].map((name, at) => `<meta property="og:image${name}" content="${[`${ADDRESS}cards/en/site.png`, 1200, 630, 'A card'][at]}">`).join('');
  for (const name of Object.keys(files).filter((name) => name.endsWith('.html'))) {
    files[name] = files[name].replace('</head>', `${name === SONG ? head(tags) : tags}</head>`);
  }
};
const CARDS = [
  ['good share cards', withCards(png(1200, 630)), []],
  ['a share card that is not there', (files) => { withCards(png(1200, 630))(files); delete files['cards/en/site.png']; }, ['share-card']],
  ['a share card of another size', withCards(png(1200, 631)), ['share-card']],
  ['a share card that is too large', withCards(png(1200, 630, 60_001)), ['share-card']],
  ['a share card that is no PNG', withCards(Buffer.alloc(100)), ['share-card']],
  ['a page without a share card', withCards(png(1200, 630), () => ''), ['share-card']],
  ['a share card of another host', withCards(png(1200, 630), (tags) => tags.replace(ADDRESS, 'https://example.com/')), ['share-card']],
  ['a share card without an alternative text', withCards(png(1200, 630), (tags) => tags.replace('A card', '')), ['share-card']],
];
const FEEDS = [
  ['no feed', (files) => delete files['feed.xml'], ['feed-missing']],
  ['a feed that does not parse', inFile('feed.xml', '</feed>', '&nbsp;</feed>'), ['xml']],
  ['a dead address in a feed', inFile('feed.xml', 'songs/one/', 'songs/two/'), ['dead-link']],
  ['JSON that does not parse', (files) => (files['feed.json'] = '{'), ['json']],
  ['a dead address in data', (files) => (files['data/songs.json'] = `{"addresses": ["${ADDRESS}songs/two/"]}`), ['dead-link']],
  ['a dead address in the sitemap', inFile('sitemap.xml', 'songs/one/', 'songs/two/'), ['dead-link']],
  ['another host in the sitemap', inFile('sitemap.xml', `${ADDRESS}songs/one/`, 'https://example.com/songs/one/'), ['sitemap-foreign']],
  ['a page that nothing links to', all(inFile('index.html', 'songs/one/#note', ''), inFile('ko/index.html', 'songs/one/#note', '')), ['unreachable']],
  ['a page in the sitemap that is not to be indexed', inFile(SONG, '</head>', '<meta name="robots" content="noindex"></head>'), ['sitemap-noindex']],
  ['a page in the sitemap that is not canonical', inFile(SONG, `href="${ADDRESS}songs/one/"`, `href="${ADDRESS}"`), ['sitemap-canonical']],
  ['a dead sitemap in robots.txt', inFile('robots.txt', 'sitemap.xml', 'map.xml'), ['dead-link']],
];
// Changes of the JSON-LD of the English song page.
const inData = (from, to) => inFile(SONG, from, to);
const JSONLD = [
  ['no JSON-LD', inData('<script type="application/ld+json">', '<script type="application/json">'), ['jsonld-missing']],
  ['JSON-LD that does not parse', inData('{"@context"', '{,"@context"'), ['jsonld-parse']],
  ['a property that a type does not have', inData('"@type":"MusicRecording"', '"@type":"MusicRecording","catalogNumber":"1"'), ['jsonld-type']],
  ['a property that no type has', inData('"byArtist"', '"sungBy"'), ['jsonld-type']],
  ['a value that a property does not take', inData('{"@type":"Person","name":"Heize"}', '{"@type":"TVSeries","name":"Heize"}'), ['jsonld-type']],
  ['a word that is in no list', inData('"@type":"MusicRecording"', '"@type":"MusicRelease","musicReleaseFormat":"https://schema.org/WaxFormat"'), ['jsonld-two-types', 'jsonld-type']],
  ['a type that does not exist', inData('"@type":"Person"', '"@type":"Singer"'), ['jsonld-type']],
  ['an @id that is no whole address', inData(`"mainEntity":{"@id":"${ADDRESS}songs/one/#song"}`, '"mainEntity":{"@id":"#song"}'), ['jsonld-expand']],
  ['a term that means nothing', inData('"byArtist"', '"by artist:":"x","byArtist"'), ['jsonld-expand', 'jsonld-type']],
  ['a thing that nothing describes', inData(`"mainEntity":{"@id":"${ADDRESS}songs/one/#song"}`, `"mainEntity":{"@id":"${ADDRESS}songs/one/#sing"}`), ['jsonld-lost']],
  ['a dead address', inData(`"mainEntity":{"@id":"${ADDRESS}songs/one/#song"}`, `"mainEntity":{"@id":"${ADDRESS}songs/two/"}`), ['jsonld-lost']],
];
const SOCIAL = [
  ['no title for sharing', inFile(SONG, '<meta property="og:title" content="Hold Me Back">\n', ''), ['og-count']],
  ['a type that does not exist', inFile(SONG, 'content="music.song"', 'content="music.tune"'), ['og-property', 'og-type']],
  ['a property of another type', inFile(SONG, 'property="music:duration"', 'property="music:song"'), ['og-property']],
  ['a length in minutes', inFile(SONG, 'content="210"', 'content="3:30"'), ['og-value']],
  ['a language without a region', inFile(SONG, 'content="en_US"', 'content="en"'), ['og-value']],
  ['a dead address', inFile(SONG, `property="og:url" content="${ADDRESS}songs/one/"`, `property="og:url" content="${ADDRESS}songs/two/"`), ['dead-link']],
  ['a prefix that nothing explains', inFile(SONG, ' music: https://ogp.me/ns/music#', ''), ['og-prefix']],
  ['a large card without a picture', inFile(SONG, 'content="summary"', 'content="summary_large_image"'), ['twitter']],
  ['oEmbed that is not there', (files) => delete files['oembed.json'], ['dead-link']],
  ['oEmbed of another version', inFile('oembed.json', '"1.0"', '1.0'), ['oembed']],
  ['oEmbed with half a thumbnail', inFile('oembed.json', '"type"', '"thumbnail_width":10,"type"'), ['oembed']],
];
const BUDGETS = [
  ['a home page that is too heavy', inFile('index.html', '<main', `<!-- ${Array.from({ length: 9000 }, (_, at) => Math.imul(at + 1, 2654435761) >>> 0).join(' ')} --><main`), ['budget']],
  ['a second style sheet to wait for', all((files) => (files['more.css'] = 'p { margin: 0 }'), inFile(SONG, '</head>', '<link rel="stylesheet" href="/queen-of-tears/more.css"></head>')), ['budget']],
  ['a script to wait for', all((files) => (files['a.js'] = ''), inFile(SONG, '</head>', '<script src="/queen-of-tears/a.js"></script></head>')), ['budget']],
];
const PRINT = [['a song that is printed like any page', () => {}, ['print']]];
/** Pages with one thing in them, walked through with the keyboard. */
const WALKS = [
  ['a page for the keyboard', '<a href="#x">a</a> <button>b</button>', []],
  ['a field that holds the keyboard', '<input aria-label="a"><script>document.querySelector("input").onkeydown = (event) => event.preventDefault()</script><a href="#x">b</a>', ['holds the keyboard']],
  ['a link that does not show where one is', '<style>a:focus-visible { outline: none }</style><a href="#x">a</a>', ['does not show that the keyboard is there']],
  ['a link that cannot be seen', '<a href="#x" style="position: absolute; left: -999px">a</a>', ['is stopped at, and cannot be seen']],
  ['a button without a name', '<button style="width: 2em; height: 2em"></button>', ['has no name to be read out']],
];
const PAGES = [
  ['a picture without a text', inMain('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="1" height="1">'), ['axe image-alt']],
  ['pale text in the dark scheme only', inMain('<style>@media (prefers-color-scheme: dark) { p { color: #444 } }</style>'), ['axe color-contrast']],
  ['pale text where it is folded away', inMain('<details><summary>More</summary><p style="color: #888">Spoiler</p></details>'), ['axe color-contrast']],
  ['small things to touch', inMain('<button style="width: 8px; height: 8px; padding: 0; font-size: 1px" aria-label="a"></button><button style="width: 8px; height: 8px; padding: 0; font-size: 1px" aria-label="b"></button>'), ['axe target-size']],
  ['a request to another host', inMain('<p id="x">x</p><script>new Image().src = "https://example.com/a.png"</script>'), ['console', 'foreign']],
  ['a request that fails', inMain('<script>fetch("/queen-of-tears/no.json")</script>'), ['console', 'request']],
  ['a picture that is not there', inMain('<img src="/queen-of-tears/no.png" alt="x" width="9" height="9">'), ['console', 'request']],
  ['a style sheet that is none', inMain('<link rel="stylesheet" href="/queen-of-tears/feed.xml">'), ['request']],
  ['a script that is none', inMain('<script type="module" src="/queen-of-tears/robots.txt"></script>'), ['console', 'request']],
  ['an error in a script', inMain('<script>nothing.at.all</script>'), ['console']],
  ['an error on the console', inMain('<script>console.error("oh")</script>'), ['console']],
  ['a dialog', inMain('<script>alert(1)</script>'), ['dialog']],
  ['something that moves', inMain('<div id="late"></div><p>x</p><script>requestAnimationFrame(() => setTimeout(() => (document.getElementById("late").style.height = "200px"), 30))</script>'), ['layout-shift']],
  ['a cookie', inMain('<script>document.cookie = "a=b"</script>'), ['cookie']],
  ['a box too wide for a phone', inMain('<div style="width: 600px">wide</div>'), ['horizontal-scroll']],
  ['a box too wide at 320 px only', inMain('<div style="width: 340px">wide</div>'), ['horizontal-scroll']],
  ['an h1 that a script adds', inMain('<script>document.querySelector("main").append(document.createElement("h1"))</script>'), ['axe empty-heading', 'one-h1']],
  ['a page that only a script fills', inFile(SONG, '</main>', '</main><script>document.querySelector("main").append("more ".repeat(50))</script>'), ['no-script']],
  ['an h1 that waits for a script', inMain('<style>h1 { visibility: hidden } .script h1 { visibility: visible }</style><script>document.documentElement.className = "script"</script>'), ['no-script']],
  ['a page without main', all(inFile(SONG, '<main id="main">', '<div>'), inFile(SONG, '</main>', '</div>')), ['axe landmark-one-main', 'axe region', 'no-script']],
];

const browser = await startBrowser();
const root = await mkdtemp(join(tmpdir(), 'site-selftest-'));
let good = 0;
let bad = 0;
try {
  const report = new Report();
  for (const check of [checkHtml, checkFrame, checkLinks, checkCards, checkFeeds, checkJsonLd, checkSocial, checkBudgets, checkPages]) await run(goodSite(), check, report);
  tell('a good site', [], report.problems);
  const promised = new Report();
  await run(goodSite(), (site, missing) => checkFrame(site, missing, { languages: ['en', 'ja'] }), promised);
  tell('a language that was promised', ['language'], promised.problems);
  for (const [check, cases] of [[checkHtml, HTML], [checkFrame, FRAME], [checkLinks, LINKS], [checkCards, CARDS], [checkFeeds, FEEDS], [checkJsonLd, JSONLD], [checkSocial, SOCIAL], [checkBudgets, BUDGETS], [checkPrint, PRINT]]) {
    for (const [name, spoil, expected] of cases) {
      const files = goodSite();
      spoil(files);
      const found = new Report();
      await run(files, check, found);
      tell(name, expected, found.problems);
    }
  }
  for (const [name, spoil, expected] of [['a good site for other programs', () => {}, []], ...derivedCases(inFile, all)]) {
    const files = { ...goodSite(), ...derivedFiles(ADDRESS) };
    spoil(files);
    const found = new Report();
    await run(files, checkDerived, found, { reads: false });
    tell(name, expected, found.problems);
  }
  await runPages();
  await runGivenUp();
  await runWalks();
} finally {
  await browser.close();
  await rm(root, { recursive: true, force: true });
}
console.log(`site checks: ${good} good, ${bad} bad`);
process.exitCode = bad > 0 ? 1 : 0;

/** All in one site, where each case has a page of its own: a site for each would take minutes. */
async function runPages() {
  const files = goodSite();
  PAGES.forEach(([, spoil], index) => {
    const spoiled = goodSite();
    spoil(spoiled);
    files[`songs/case-${index}/index.html`] = spoiled[SONG];
  });
  const report = new Report();
  const check = (site) => checkPages(site, report, { browser, samples: site.pages.filter((page) => page.path.startsWith('/songs/case-')) });
  await run(files, check, report);
  PAGES.forEach(([name, , expected], index) => {
    tell(name, expected, report.problems.filter((problem) => problem.page === `/songs/case-${index}/`));
  });
}

/** What a tab no longer waits for once it goes to another page: the file is there or is not, however the request ended. */
async function runGivenUp() {
  for (const [name, file, expected] of [['a picture given up', 'feed.xml', []], ['a missing picture given up', 'no.png', ['request']]]) {
    const files = goodSite();
    inMain(`<img src="/queen-of-tears/${file}" alt="x" width="9" height="9" loading="eager">`)(files);
    const found = new Report();
    await run(files, async (site) => {
      const page = site.pages.find((page) => page.file === SONG);
      const tab = await openTab(browser);
      // Never answered, so that it is surely under way when the tab leaves.
      await tab.route(`**/${file}`, () => {});
      const problems = [];
      const heard = listen(tab, site, page, (rule, message) => problems.push({ rule, page: page.path, message }));
      const asked = tab.waitForRequest(`**/${file}`);
      const failed = tab.waitForEvent('requestfailed');
      await tab.goto(site.local(page.address), { waitUntil: 'commit' });
      await asked;
      await tab.goto('about:blank');
      const reason = (await failed).failure()?.errorText;
      if (reason !== 'net::ERR_ABORTED') problems.push({ rule: 'not-given-up', page: page.path, message: reason });
      await heard.end();
      await tab.context().close();
      found.check(problems);
    }, found);
    tell(name, expected, found.problems);
  }
}

async function runWalks() {
  const tab = await openTab(browser);
  for (const [name, markup, expected] of WALKS) {
    await tab.setContent(`<style>:focus-visible { outline: 3px solid red }</style>${markup}`);
    const found = new Set();
    await walk(tab, (isSo, message) => isSo || found.add(message));
    tell(name, expected, [...found].map((rule) => ({ rule })));
  }
  await tab.context().close();
}

/** The checks of files for other programs need no page read in the browser. */
async function run(files, check, report, { reads = true } = {}) {
  const folder = await mkdtemp(join(root, 'site-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  const site = await openSite(folder, ADDRESS);
  try {
    if (reads) await readPages(site, browser);
    await check(site, report, { browser });
  } finally {
    await site.close();
  }
}

function tell(name, expected, problems) {
  const rules = [...new Set(problems.map((problem) => problem.rule))].sort();
  if (JSON.stringify(rules) === JSON.stringify([...expected].sort())) {
    good += 1;
    return;
  }
  bad += 1;
  console.log(`FAILED ${name}: expected [${expected}], found [${rules}]`);
  for (const problem of problems) console.log(`  ${JSON.stringify(problem)}`);
}
