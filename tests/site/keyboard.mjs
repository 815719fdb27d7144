// The keyboard alone: from the address bar through a page to its end, seeing at each step where one is; menus that open and close;
// the way past the head of the page; the key for the search.

import { NARROW, WIDE } from './pages.mjs';
import { openTab, soon } from './browser.mjs';

const KINDS = ['home', 'songs/*', 'releases/*/checklist', 'timeline', 'search'];
/** No page of the default site has more to stop at than this in its first part. */
const STEPS = 60;

export async function checkKeyboard(site, report, { browser }) {
  const pages = KINDS.map((kind) => site.pages.find((page) => page.kind === kind && page.language === site.languages[0])).filter(Boolean);
  await Promise.all(pages.map(async (page, at) => {
    const problems = [];
    const wants = (isSo, message, element = '') => isSo || problems.push({ rule: 'keyboard', page: page.path, element, message });
    const tab = await openTab(browser, { viewport: at % 2 ? NARROW : WIDE, serviceWorkers: 'block', reducedMotion: 'reduce' });
    try {
      await tab.goto(site.local(page.address));
      await walk(tab, wants);
      await tab.goto(site.local(page.address));
      await skip(tab, page, wants);
      await settings(tab, wants);
      await searchKey(site, tab, wants);
    } catch (error) {
      wants(false, error.message.split('\n')[0]);
    }
    await tab.context().close();
    report.check(problems);
  }));
}

/** Tab by tab: each stop is another one, is seen, and shows that it is where one is. */
export async function walk(tab, wants) {
  await tab.evaluate(() => document.activeElement?.blur());
  let before = '';
  for (let step = 0; step < STEPS; step++) {
    await tab.keyboard.press('Tab');
    const stop = await tab.evaluate(readStop);
    if (stop === null) return;
    wants(stop.mark !== before, 'holds the keyboard', stop.element);
    wants(stop.isShown, 'is stopped at, and cannot be seen', stop.element);
    wants(stop.isMarked, 'does not show that the keyboard is there', stop.element);
    wants(stop.name !== '', 'has no name to be read out', stop.element);
    if (stop.mark === before) return;
    before = stop.mark;
  }
}

/** The first stop leads past the head of the page. */
async function skip(tab, page, wants) {
  if (page.kind === 'search') return; // its field has the keyboard from the beginning
  await tab.keyboard.press('Tab');
  wants(await tab.evaluate(() => document.activeElement.matches('.skip')), 'the first stop is not the way past the head');
  await tab.keyboard.press('Enter');
  wants(await soon(() => tab.evaluate(() => location.hash === '#main')), 'the way past the head leads nowhere');
  await tab.keyboard.press('Tab');
  wants(await tab.evaluate(() => document.querySelector('main').contains(document.activeElement) || document.activeElement.closest('.site-footer') !== null), 'the way past the head leads into the head');
}

async function settings(tab, wants) {
  const summary = tab.locator('.settings > summary');
  await summary.focus();
  await tab.keyboard.press('Enter');
  wants(await tab.locator('.settings').evaluate((menu) => menu.open), 'Enter does not open the settings');
  await tab.keyboard.press('Tab');
  wants(await tab.evaluate(() => document.querySelector('.settings > div').contains(document.activeElement)), 'what the settings hold is not the next stop');
  await tab.keyboard.press('Escape');
  wants(await tab.locator('.settings').evaluate((menu) => !menu.open && menu.querySelector('summary') === document.activeElement), 'Escape does not lead back out of the settings');
}

async function searchKey(site, tab, wants) {
  if (!site.pages.some((page) => page.kind === 'search')) return;
  await tab.keyboard.press('Control+k');
  wants(await soon(() => tab.evaluate(() => document.activeElement?.matches('.search input') === true).catch(() => false)), 'Ctrl K does not lead to the search');
}

/** Runs in the browser. Nothing when the keyboard has left the page. */
function readStop() {
  const at = document.activeElement;
  if (!at || at === document.body || at === document.documentElement) return null;
  window.marks ??= new Map();
  if (!window.marks.has(at)) window.marks.set(at, String(window.marks.size));
  const box = at.getBoundingClientRect();
  const style = getComputedStyle(at);
  const label = at.labels?.[0]?.textContent ?? '';
  const named = (at.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
  return {
    mark: window.marks.get(at),
    element: at.outerHTML.slice(0, 120),
    isShown: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && at.checkVisibility({ visibilityProperty: true, opacityProperty: true }),
    isMarked: at.matches(':focus-visible') && style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2,
    name: (at.getAttribute('aria-label') || named || label || at.textContent || at.getAttribute('title') || '').trim(),
  };
}
