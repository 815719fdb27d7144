// Checks a built site. Ends with 1 when anything is wrong, after saying all of it.
//
//   node tests/site/check.mjs FOLDER [ADDRESS] [--languages en,ko] [--few]
//
// ADDRESS is where the site was built to live (or only its base path, like /queen-of-tears/); without it, the root of a host.
// --languages names those that must be there; --few looks at half as many variants of each page.

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startBrowser } from './browser.mjs';
import { checkBudgets } from './budgets.mjs';
import { checkCards } from './cards.mjs';
import { checkDerived } from './derived.mjs';
import { checkFeeds } from './feeds.mjs';
import { checkFrame } from './frame.mjs';
import { checkHtml } from './html.mjs';
import { checkJsonLd } from './jsonld.mjs';
import { ALL_KINDS } from './kinds.mjs';
import { checkKeyboard } from './keyboard.mjs';
import { checkLighthouse } from './lighthouse.mjs';
import { checkLinks } from './links.mjs';
import { checkPages } from './pages.mjs';
import { checkPrint } from './print.mjs';
import { readPages } from './read.mjs';
import { checkReader } from './reader.mjs';
import { Report } from './report.mjs';
import { checkSearch } from './search.mjs';
import { openSite } from './site.mjs';
import { checkSocial } from './social.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { languages: { type: 'string', default: '' }, few: { type: 'boolean' } } });
if (positionals.length < 1 || positionals.length > 2) {
  console.error('usage: node tests/site/check.mjs FOLDER [ADDRESS] [--languages en,ko] [--few]');
  process.exit(2);
}
const [folder, address] = positionals;
const languages = values.languages.split(',').filter((name) => name !== '');

const report = new Report();
const site = await openSite(resolve(folder), address);
const isDefault = site.pages.some((page) => page.path === '/songs/promise/');
const browser = await startBrowser();
try {
  await timed(`read ${site.pages.length} pages in ${site.languages.join(', ')} under ${site.home.pathname}`, () => readPages(site, browser));
  await timed('HTML', () => checkHtml(site, report));
  await timed('head and heading of every page', () => checkFrame(site, report, { languages }));
  if (isDefault) await timed('budgets', () => checkBudgets(site, report));
  await timed('links', () => checkLinks(site, report));
  await timed('share cards', () => checkCards(site, report));
  await timed('feeds, sitemap, JSON', () => checkFeeds(site, report, { browser }));
  await timed('search', () => checkSearch(site, report, { browser, isDefault }));
  await timed('musts of feeds, calendars, data, sitemap', () => checkDerived(site, report, { browser }));
  await timed('JSON-LD', () => checkJsonLd(site, report));
  await timed('Open Graph, Twitter cards, oEmbed', () => checkSocial(site, report));
  await timed('what the reader\'s browser adds', () => checkReader(site, report, { browser }));
  await timed('the keyboard alone', () => checkKeyboard(site, report, { browser }));
  if (!values.few) await timed('paper', () => checkPrint(site, report, { browser }));
  if (!values.few) await timed('Lighthouse', () => checkLighthouse(site, report));
  await timed('pages in the browser', async () => {
    const samples = site.samples();
    await checkPages(site, report, { browser, samples, few: values.few });
    const kinds = new Set(samples.map((page) => page.kind));
    const missing = ALL_KINDS.filter((kind) => !kinds.has(kind));
    if (missing.length > 0) report.note(`this site has no page of the kind ${missing.join(', ')}`);
  });
} finally {
  await browser.close();
  await site.close();
}

const text = report.text();
if (text) console.log(text);
console.log(`\nsite checks: ${report.passed} good, ${report.failed} bad`);
process.exitCode = report.failed > 0 ? 1 : 0;

async function timed(name, work) {
  const start = performance.now();
  await work();
  console.log(`  ${((performance.now() - start) / 1000).toFixed(1).padStart(5)} s  ${name}`);
}
