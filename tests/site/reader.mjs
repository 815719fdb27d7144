// What a reader's browser adds: ticks that last and travel, what is open of the story, hours where the reader is, the look,
// pages without a connection.

import { readFile } from 'node:fs/promises';
import { openTab, soon } from './browser.mjs';
import { serve } from './server.mjs';

export async function checkReader(site, report, { browser }) {
  const checks = { checklist, spoilers, hours, look, sorting, timeline, copy, languages, 'no-script': withoutScript, offline };
  await Promise.all(Object.entries(checks).map(async ([name, work]) => {
    const problems = [];
    const wants = (isSo, message, page = '/') => isSo || problems.push({ rule: `reader-${name}`, page, message });
    try {
      await work(site, browser, wants);
    } catch (error) {
      wants(false, error.message.split('\n')[0]);
    }
    report.check(problems);
  }));
}

async function inTab(browser, options, work) {
  const tab = await openTab(browser, options);
  try {
    await work(tab);
  } finally {
    await tab.context().close();
  }
}

const first = (site, kind) => site.pages.find((page) => page.kind === kind && page.language === site.languages[0]);

async function checklist(site, browser, wants) {
  const page = first(site, 'releases/*/checklist');
  if (!page) return;
  const where = site.local(page.address);
  let address;
  let file;
  await inTab(browser, { acceptDownloads: true, permissions: ['clipboard-read', 'clipboard-write'] }, async (tab) => {
    await tab.goto(where);
    const boxes = tab.locator('.ticks input');
    await boxes.first().check();
    await tab.locator('.ticks select').last().selectOption('trade');
    await tab.reload();
    wants(await boxes.first().isChecked(), 'a tick is gone after the page is loaded again', page.path);
    wants((await tab.locator('.ticks select').last().inputValue()) === 'trade', 'a mark is gone after the page is loaded again', page.path);
    wants((await tab.locator('.keep-count').textContent()).includes('1'), 'the count is not 1', page.path);
    await tab.locator('[data-do="link"]').click();
    await soon(async () => (await tab.locator('.keep [role="status"]').textContent()) !== '');
    address = await tab.evaluate(() => navigator.clipboard.readText());
    const [download] = await Promise.all([tab.waitForEvent('download'), tab.locator('[data-do="save"]').click()]);
    file = await readFile(await download.path());
    await tab.locator('[data-do="clear"]').click();
    wants(!(await boxes.first().isChecked()), 'clearing leaves a tick', page.path);
    await tab.locator('[data-do="undo"]').click();
    wants(await soon(() => boxes.first().isChecked()), 'what was cleared does not come back', page.path);
  });
  wants(/#have=1\.[0-9a-f]{8}\.[\w-]+$/.test(address), `the link is ${address}`, page.path);
  await inTab(browser, {}, async (tab) => {
    await tab.goto(address);
    wants(await soon(() => tab.locator('.theirs').isVisible()), 'a list from a link is not shown', page.path);
    wants((await tab.locator('.their').count()) === 2, 'not both lines of the other list are marked', page.path);
    wants((await tab.locator('.ticks input:checked').count()) === 0, 'a list from a link changes the own one', page.path);
    await tab.locator('[data-do="take"]').click();
    wants(await soon(() => tab.locator('.ticks input').first().isChecked()), 'the other list cannot be taken over', page.path);
  });
  await inTab(browser, {}, async (tab) => {
    await tab.goto(where);
    await tab.locator('input[type="file"]').setInputFiles({ name: 'list.json', mimeType: 'application/json', buffer: file });
    wants(await soon(async () => (await tab.locator('.ticks select').last().inputValue()) === 'trade'), 'a mark is lost on its way through a file', page.path);
  });
}

async function spoilers(site, browser, wants) {
  await inTab(browser, {}, async (tab) => {
    for (const song of site.pages.filter((page) => page.kind === 'songs/*')) {
      await tab.goto(site.local(song.address));
      const parts = await tab.locator('details.spoiler').evaluateAll((all) => all.map((part) => Number(part.dataset.seen)));
      const seen = Math.min(...parts);
      if (!Number.isFinite(seen) || seen < 2) continue;
      const openAt = async (episode) => {
        await tab.locator('#seen').evaluate((select, value) => {
          select.value = value;
          select.dispatchEvent(new Event('change'));
        }, String(episode));
        return tab.locator('details.spoiler').evaluateAll((all) => all.filter((part) => part.open).map((part) => Number(part.dataset.seen)));
      };
      wants((await openAt(seen - 1)).length === 0, 'something opens before its episode is seen', song.path);
      const open = await openAt(seen);
      wants(open.length > 0 && open.every((number) => number <= seen), 'the wrong things open', song.path);
      await tab.reload();
      const again = await tab.locator('details.spoiler').evaluateAll((all) => all.filter((part) => part.open).map((part) => Number(part.dataset.seen)));
      wants(String(again) === String(open), 'other things are open after the page is loaded again', song.path);
      wants((await openAt(0)).length === 0, 'what was opened does not close again', song.path);
      return;
    }
  });
}

async function hours(site, browser, wants) {
  const page = first(site, 'schedule');
  if (!page) return;
  for (const [timezoneId, isShown] of [['Asia/Seoul', false], ['Europe/Berlin', true], ['America/Los_Angeles', true]]) {
    await inTab(browser, { timezoneId, locale: 'en-GB' }, async (tab) => {
      await tab.goto(site.local(page.address));
      const times = tab.locator('time[datetime*="T"]');
      if ((await times.count()) === 0) return;
      wants((await tab.locator('.local').count()) > 0 === isShown, `hours in ${timezoneId} are ${isShown ? 'missing' : 'told twice'}`, page.path);
      if (!isShown) return;
      const written = await times.first().getAttribute('datetime');
      const hour = new Intl.DateTimeFormat(site.languages[0], { timeStyle: 'short', timeZone: timezoneId }).format(new Date(written));
      const shown = await tab.locator('.local').first().textContent();
      const plain = (text) => text.replace(/\s/g, ' ');
      wants(plain(shown).includes(plain(hour)), `${written} is ${hour} in ${timezoneId}, not ${shown}`, page.path);
    });
  }
}

async function look(site, browser, wants) {
  await inTab(browser, { colorScheme: 'light' }, async (tab) => {
    await tab.goto(site.local(site.home));
    await tab.locator('.settings summary').click();
    await tab.locator('[name="look"][value="dark"]').check();
    // Before any script of the page but the first has run.
    await tab.route('**/*.js', (route) => route.abort());
    await tab.reload();
    wants((await tab.evaluate(() => document.documentElement.dataset.look)) === 'dark', 'the look is not there before the scripts are');
  });
}

/** The table of episodes by its ratings, up with the mouse and down with the keyboard. */
async function sorting(site, browser, wants) {
  const page = first(site, 'episodes');
  if (!page) return;
  await inTab(browser, {}, async (tab) => {
    await tab.goto(site.local(page.address));
    const heads = tab.locator('[data-sort] thead th');
    const column = (await heads.count()) > 2 ? 2 : 0;
    const values = async () => (await tab.locator(`[data-sort] tbody tr > :nth-child(${column + 1})`).allTextContents()).map(Number.parseFloat).filter((value) => !Number.isNaN(value));
    await heads.nth(column).click();
    const up = await values();
    if (up.length === 0) return; // no figures in that column
    wants(up.length > 1 && up.every((value, at) => at === 0 || up[at - 1] <= value), `are not sorted upwards: ${up}`, page.path);
    wants((await heads.nth(column).getAttribute('aria-sort')) === 'ascending', 'do not say how they are sorted', page.path);
    await heads.nth(column).getByRole('button').press('Enter');
    wants(String(await values()) === String(up.toReversed?.() ?? [...up].reverse()), 'are not sorted downwards by Enter', page.path);
  });
}

/** Of the timeline, only what the reader asked for. */
async function timeline(site, browser, wants) {
  const page = first(site, 'timeline');
  if (!page) return;
  await inTab(browser, {}, async (tab) => {
    await tab.goto(site.local(page.address));
    const all = await tab.locator('.entry:visible').count();
    if ((await tab.locator('.timeline-filter').count()) === 0) return;
    const box = tab.locator('.timeline-filter input').first();
    await box.check();
    const kinds = await tab.locator('.entry:visible').evaluateAll((entries) => entries.map((entry) => entry.dataset.kind));
    wants(kinds.length > 0 && kinds.length < all && new Set(kinds).size === 1, `shows ${[...new Set(kinds)]} when one sort is asked for`, page.path);
    wants((await tab.locator('.timeline-year:visible h3:visible').count()) <= kinds.length, 'shows months with nothing in them', page.path);
    await box.uncheck();
    wants((await tab.locator('.entry:visible').count()) === all, 'does not show all again', page.path);
  });
}

/** A track list as text: what the button copies is the file beside it, song by song. */
async function copy(site, browser, wants) {
  await inTab(browser, { permissions: ['clipboard-read', 'clipboard-write'] }, async (tab) => {
    for (const page of site.pages.filter((page) => page.kind === 'releases/*')) {
      await tab.goto(site.local(page.address));
      const button = tab.locator('button[data-copy]');
      if ((await button.count()) === 0) continue;
      const address = new URL(await button.getAttribute('data-copy'), page.address);
      const { text } = await site.answer(address);
      await button.click();
      await soon(async () => (await button.textContent()) === (await button.getAttribute('data-done')));
      wants((await tab.evaluate(() => navigator.clipboard.readText())) === text, 'the button copies something else than the file', page.path);
      const songs = await tab.locator('.track').allTextContents();
      wants(songs.length > 0 && songs.every((song) => text.includes(song.trim())), 'a song is not in the text', page.path);
      return;
    }
  });
}

/** The same page in the other language, one click away, whatever the kind of page. */
async function languages(site, browser, wants) {
  if (site.languages.length < 2) return;
  await inTab(browser, { javaScriptEnabled: false }, async (tab) => {
    for (const page of site.samples().filter((page) => page.language === site.languages[0] && page.kind !== '404')) {
      await tab.goto(site.local(page.address));
      for (const language of site.languages.slice(1)) {
        const twin = site.pages.find((other) => other.language === language && other.bare === page.bare);
        const href = await tab.locator(`.languages a[hreflang="${language}"]`).getAttribute('href');
        wants(twin && new URL(href, page.address).href === twin.address.href, `leads to ${href} in “${language}”`, page.path);
      }
    }
  });
}

/** Whoever has no script sees nothing that needs one, and misses no text. */
async function withoutScript(site, browser, wants) {
  await inTab(browser, { javaScriptEnabled: false }, async (tab) => {
    for (const page of site.samples().filter((page) => page.language === site.languages[0])) {
      await tab.goto(site.local(page.seenAt));
      const dead = tab.locator('button:visible, select:visible, input:visible, .settings:visible, .local:visible');
      wants((await dead.count()) === 0, 'shows what only a script can use', page.path);
      const parts = tab.locator('details:not(.settings)');
      if ((await parts.count()) === 0) continue;
      const part = parts.first();
      const was = await part.evaluate((element) => element.open);
      await part.evaluate((element) => element.closest('details details')?.parentElement.closest('details')?.setAttribute('open', ''));
      await part.locator('summary').first().click();
      wants((await part.evaluate((element) => element.open)) !== was, 'what is folded away does not unfold', page.path);
    }
  });
}

async function offline(site, browser, wants) {
  if (!site.files.includes('sw.js') || !site.files.includes('offline/index.html')) return;
  const [one, two, three] = ['episodes', 'soundtrack', 'timeline'].map((kind) => first(site, kind) ?? first(site, 'home'));
  // A server of its own, because a browser that is told to be without a connection may still give its workers one.
  const server = await serve(site.folder, site.files, site.home.pathname);
  const at = (page) => `${server.origin}${page.address.pathname}`;
  try {
    await inTab(browser, {}, async (tab) => {
      for (const page of [one, two]) {
        await tab.goto(at(page), { waitUntil: 'load' });
        await tab.evaluate(() => navigator.serviceWorker.ready);
        await tab.waitForFunction(async () => Boolean(await caches.match(location.href)));
      }
      await server.close();
      for (const page of [one, two]) {
        await tab.goto(at(page));
        wants((await tab.locator(`link[rel="canonical"][href="${page.address.href}"]`).count()) === 1, 'does not open without a connection', page.path);
      }
      await tab.goto(at(three));
      wants((await tab.locator('body.page-offline').count()) === 1, 'the page for want of a connection is not shown', three.path);
      await tab.goto(at(one));
      await tab.locator('.settings summary').click();
      await tab.locator('.keep-pages input').uncheck();
      await tab.waitForFunction(async () => (await caches.keys()).length === 0 && !(await navigator.serviceWorker.getRegistration()));
    });
  } finally {
    await server.close();
  }
}
