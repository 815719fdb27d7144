// Looks at one page of each kind, in every language, at each size and colour scheme, in a real browser.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { openTab } from './browser.mjs';
import { listen } from './listen.mjs';

// Two cores: a third tab keeps them busy while another waits for its page.
const TABS = 3;

export const WIDE = { width: 1280, height: 900 };
export const NARROW = { width: 390, height: 844 };
/** What 1280 px become at 400 % zoom, WCAG 1.4.10. */
const NARROWEST = { width: 320, height: 640 };
export const SCHEMES = ['light', 'dark'];

/**
 * What counts as still: a font may come while Chromium holds back its first picture, and then moves a line by less than a pixel.
 * A part that script adds, or a font of other widths, moves a page by ten times as much.
 */
export const STILL = 0.001;

export const AXE_OPTIONS = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: { 'target-size': { enabled: true } },
  resultTypes: ['violations'],
  preload: false,
};

/**
 * Visits `samples`. With `few`, in two of the four variants: for a second build of a site that differs only in its
 * addresses, where another colour on another width has nothing new to show.
 */
export async function checkPages(site, report, { browser, samples = site.samples(), few = false }) {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const variants = few
    ? [{ size: WIDE, scheme: 'dark' }, { size: NARROW, scheme: 'light' }]
    : [WIDE, NARROW].flatMap((size) => SCHEMES.map((scheme) => ({ size, scheme })));
  const visits = samples.flatMap((page) => variants.map((variant) => ({ page, ...variant })));
  const plainVisits = samples.map((page) => ({ page, size: NARROW, scheme: 'light' }));
  const written = new Map();
  const withScript = await eachInTabs(browser, visits, { javaScriptEnabled: true }, (tab, visit) =>
    visitPage(site, tab, visit, axe, written),
  );
  const without = await eachInTabs(browser, plainVisits, { javaScriptEnabled: false }, (tab, visit) =>
    visitWithoutScript(site, tab, visit, written),
  );
  for (const problems of [...withScript, ...without]) report.check(problems);
}

/** Runs `work` for each visit, in a few tabs of their own; the results are in the order of the visits. */
async function eachInTabs(browser, visits, options, work) {
  const results = new Array(visits.length);
  let next = 0;
  const run = async () => {
    // Not where the site's hour is: a page that shows local time has something to do. The worker that keeps pages is checked by
    // itself, and here would only load them once more.
    const tab = await openTab(browser, { locale: 'en-US', timezoneId: 'America/New_York', reducedMotion: 'reduce', serviceWorkers: 'block', ...options });
    while (next < visits.length) {
      const index = next++;
      results[index] = await work(tab, visits[index]);
    }
    await tab.context().close();
  };
  await Promise.all(Array.from({ length: TABS }, run));
  return results;
}

async function visitPage(site, tab, visit, axe, written) {
  const { page, size, scheme } = visit;
  const problems = [];
  const where = `${page.kind}, ${size.width} ${scheme}`;
  const problem = (rule, message, element = '', at = where) => problems.push({ rule, page: page.path, where: at, element, message });

  const heard = listen(tab, site, page, problem);
  try {
    await openPage(site, tab, visit);
    const state = await tab.evaluate(readState);
    written.set(page.path, state.mainText.length);
    if (state.headings !== 1) problem('one-h1', `has ${state.headings} h1, expected 1`);
    if (state.language !== page.language) problem('language', `html has lang “${state.language}”, expected “${page.language}”`);
    let loading = await tab.evaluate(readLoading);
    if (loading.shift >= STILL) {
      // A busy machine draws a header of which half has come, and the other half a moment later. What the page itself moves, it
      // moves each time.
      await openPage(site, tab, visit);
      const again = await tab.evaluate(readLoading);
      if (again.shift < loading.shift) loading = again;
    }
    if (loading.shift >= STILL) problem('layout-shift', 'moves while it loads', `${loading.shift.toFixed(4)}: ${loading.moved}`);
    if (loading.fonts.length > 0) problem('fonts', 'loads fonts of another language', loading.fonts.join(' '));
    if (state.cookies !== '') problem('cookie', `sets a cookie: ${state.cookies}`);
    const scroll = await tab.evaluate(findOverflow);
    if (scroll) problem('horizontal-scroll', scroll.message, scroll.element);

    // What is folded away is judged in the narrow visits, with everything open.
    if (size === NARROW) {
      await tab.evaluate(openEverything);
      const opened = await tab.evaluate(findOverflow);
      if (opened && !scroll) problem('horizontal-scroll', `with all opened, ${opened.message}`, opened.element);
    }
    await tab.evaluate(axe);
    const { violations } = await tab.evaluate((options) => window.axe.run(document, options), AXE_OPTIONS);
    for (const violation of violations) {
      for (const node of violation.nodes) {
        const why = node.any.concat(node.all, node.none).map((check) => check.message);
        problem(`axe ${violation.id}`, `${violation.help}${why.length ? `: ${why.join('; ')}` : ''} (${violation.helpUrl.replace(/\?.*/, '')})`, `${node.target.join(' ')}: ${node.html}`);
      }
    }

    if (size === NARROW && scheme === 'light') {
      await tab.setViewportSize(NARROWEST);
      const narrowest = await tab.evaluate(findOverflow);
      if (narrowest) problem('horizontal-scroll', narrowest.message, narrowest.element, `${page.kind}, ${NARROWEST.width}`);
    }
  } catch (error) {
    problem('visit', error.message);
  }
  await heard.end();
  return problems;
}

async function visitWithoutScript(site, tab, visit, written) {
  const { page } = visit;
  const problems = [];
  const problem = (rule, message, element = '') => problems.push({ rule, page: page.path, where: `${page.kind}, no script`, element, message });
  const heard = listen(tab, site, page, problem);
  try {
    await openPage(site, tab, visit);
    const state = await tab.evaluate(readState);
    const full = written.get(page.path) ?? 0;
    if (!state.headingShown) problem('no-script', 'shows no h1 without script');
    if (state.mainText === '') problem('no-script', 'shows no text in main without script');
    else if (state.mainText.length < full / 2) {
      problem('no-script', `shows ${state.mainText.length} characters in main without script, ${full} with it`);
    }
  } catch (error) {
    problem('visit', error.message);
  }
  await heard.end();
  return problems;
}

export async function openPage(site, tab, { page, size, scheme }) {
  await tab.setViewportSize(size);
  await tab.emulateMedia({ colorScheme: scheme });
  await tab.goto(site.local(page.seenAt), { waitUntil: 'load' });
  await tab.evaluate(async () => {
    await document.fonts.ready;
  });
}

// The rest runs in the browser.

/** What moved while the page loaded, though nobody touched it; and which fonts it loaded. Needs script in the page. */
async function readLoading() {
  // Entries that were noted before anybody looked come in a task of their own.
  const shifts = await new Promise((done) => {
    new PerformanceObserver((list) => done(list.getEntries())).observe({ type: 'layout-shift', buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done([]), 60)));
  });
  const own = new RegExp(` ${document.documentElement.lang}"?$`);
  return {
    shift: shifts.filter((shift) => !shift.hadRecentInput).reduce((sum, { value }) => sum + value, 0),
    moved: shifts.flatMap(({ sources }) => sources.map(({ node }) => (node?.outerHTML ?? node?.data ?? '').slice(0, 80))).join(' | '),
    fonts: [...document.fonts].filter(({ family, status }) => /^"?Site /.test(family) && status !== 'unloaded' && !own.test(family)).map(({ family }) => family),
  };
}

function readState() {
  const heading = document.querySelector('h1');
  const box = heading?.getBoundingClientRect();
  return {
    headings: document.querySelectorAll('h1').length,
    headingShown: Boolean(box) && box.width > 0 && box.height > 0 && heading.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
    language: document.documentElement.lang,
    mainText: (document.querySelector('main')?.innerText ?? '').trim(),
    cookies: document.cookie,
  };
}

function openEverything() {
  for (const details of document.querySelectorAll('details')) details.open = true;
}

/** Whether the page is wider than its window, and the first element that sticks out. */
function findOverflow() {
  const root = document.documentElement;
  const width = root.clientWidth;
  const reach = Math.max(root.scrollWidth, document.body.scrollWidth > document.body.clientWidth ? document.body.scrollWidth : 0);
  if (reach <= width) return null;
  const scrolls = (element) => {
    for (let parent = element.parentElement; parent && parent !== document.body; parent = parent.parentElement) {
      if (getComputedStyle(parent).overflowX !== 'visible') return true;
    }
    return false;
  };
  const culprit = [...document.body.querySelectorAll('*')].find((element) => element.getBoundingClientRect().right > width + 1 && !scrolls(element));
  return { message: `is ${reach} px wide in a window of ${width}`, element: culprit ? culprit.outerHTML.slice(0, 200) : '' };
}
