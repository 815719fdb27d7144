// The preview in a real browser: what an author sees who saves a file.
//
//   node tests/site/serve.mjs PROGRAM

import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { startBrowser } from './browser.mjs';
import { AXE_OPTIONS, SCHEMES } from './pages.mjs';
import { Report } from './report.mjs';

const [program] = process.argv.slice(2);
if (program === undefined) {
  console.error('usage: node tests/site/serve.mjs PROGRAM');
  process.exit(2);
}
/** Only for what never comes; a busy machine may take its time. */
const LONG = 60_000;
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const overlay = '[role="alertdialog"]';
const songs = 'content/songs.yaml';
const broken = "promise:\n  titel: Promise\n";

/** A small site in a folder of its own, and its preview. */
async function startPreview(files = {}) {
  const root = await mkdtemp(join(tmpdir(), 'linernotes-serve-'));
  const put = async (path, text) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  };
  const news = (id, text) => put(`content/news/2024-04-26-${id}.md`, `---\ntitle: The ${id} news\n---\n\n${text}\n`);
  await put('content/site.yaml', 'title: Notes\naddress: https://fan.example/notes/\nlanguages: [en]\ntimezone: Asia/Seoul\n');
  await news('long', 'A line of it.\n\n'.repeat(200));
  await news('other', 'Another one.');
  for (const [path, text] of Object.entries(files)) await put(path, text);
  const running = spawn(program, ['serve', '--root', root, '--port', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const home = await new Promise((found, fail) => {
    createInterface(running.stderr).on('line', (line) => {
      const address = /the site is at (\S+)/.exec(line)?.[1];
      if (address) found(address);
    });
    running.on('exit', (code) => fail(new Error(`the preview ended with ${code}`)));
  });
  const stop = async () => {
    running.removeAllListeners('exit');
    const ended = new Promise((done) => running.on('exit', done));
    running.kill('SIGTERM');
    await ended;
    await rm(root, { recursive: true });
  };
  return { root, put, news, home, at: (path) => new URL(path, home).href, remove: (path) => rm(join(root, path)), stop };
}

async function saves({ put, news, at }, context, wants) {
  const [tab, other] = [await context.newPage(), await context.newPage()];
  await tab.goto(at('news/long/'));
  await other.goto(at('news/other/'));
  await other.evaluate(() => (window.mark = true));
  await tab.locator('details.settings summary').click();
  await tab.evaluate(() => scrollTo(0, 900));
  await tab.locator('.site-title a').evaluate((link) => link.focus({ preventScroll: true }));
  await news('long', `It was changed.\n\n${'A line of it.\n\n'.repeat(200)}`);
  await tab.getByText('It was changed.').waitFor({ state: 'attached', timeout: LONG });
  await tab.waitForLoadState();
  wants((await tab.evaluate(() => scrollY)) === 900, 'the page is no longer scrolled to where it was');
  wants(await tab.locator('details.settings').evaluate((part) => part.open), 'what was open is closed');
  wants(await tab.locator('.site-title a').evaluate((link) => link === document.activeElement), 'the focus is lost');
  wants(await other.evaluate(() => window.mark === true), 'a page was loaded anew that did not change');
  await tab.evaluate(() => (window.mark = true));
  const colour = (of) => of.evaluate(() => getComputedStyle(document.body).color);
  await put('static/site.css', 'body { color: rgb(1, 2, 3); }');
  for (const one of [tab, other]) {
    await one.waitForFunction(() => getComputedStyle(document.body).color === 'rgb(1, 2, 3)', null, { timeout: LONG });
    wants(await one.evaluate(() => window.mark === true), 'the page was loaded anew for a style sheet');
  }
  await put('static/site.css', 'body { color: rgb(4, 5, 6); }');
  await tab.waitForFunction(() => getComputedStyle(document.body).color === 'rgb(4, 5, 6)', null, { timeout: LONG });
  wants((await tab.locator('link[rel="stylesheet"][href*="/site."]').count()) === 1, `old style sheets stay beside the new one (${await colour(tab)})`);
}

async function typed({ put, at }, context, wants) {
  const tab = await context.newPage();
  await tab.goto(at('search/'));
  const field = tab.locator('#q');
  await field.fill('promise');
  await put('content/site.yaml', 'title: New notes\naddress: https://fan.example/notes/\nlanguages: [en]\ntimezone: Asia/Seoul\n');
  await tab.waitForFunction(() => document.title.includes('New notes'), null, { timeout: LONG });
  await tab.waitForLoadState();
  wants((await field.inputValue()) === 'promise', 'what was typed is lost');
}

async function problems({ put, at, remove, root }, context, wants) {
  const tab = await context.newPage();
  await tab.goto(at('news/long/'));
  await tab.evaluate(() => (window.mark = true));
  await put(songs, broken);
  const shown = tab.locator(overlay);
  await shown.waitFor({ timeout: LONG });
  const text = await shown.innerText();
  for (const part of ['unknown-field', 'titel: Promise', 'did you mean']) wants(text.includes(part), `the list of problems lacks ${part}`);
  const link = await shown.locator('a').first().getAttribute('href');
  wants(link.startsWith(`vscode://file${root}/${songs}:`), `the link to the editor is ${link}`);
  wants((await tab.evaluate(() => document.querySelector('linernotes-preview').shadowRoot.activeElement?.id)) === 'title', 'the focus is not in the list');
  for (const colorScheme of SCHEMES) {
    await tab.emulateMedia({ colorScheme });
    await examine(tab, wants);
  }
  await tab.keyboard.press('Tab');
  await tab.keyboard.press('Escape');
  await shown.waitFor({ state: 'hidden' });
  const badge = tab.locator('linernotes-preview .badge');
  // A dialog tells a moment after it went that it is closed.
  await badge.waitFor({ timeout: LONG });
  await examine(tab, wants);
  await badge.click();
  await shown.waitFor({ timeout: LONG });
  await shown.getByRole('button', { name: `Copy ${songs}` }).first().click();
  wants((await tab.evaluate(() => navigator.clipboard.readText())).startsWith(songs), 'the place is not copied');
  await tab.keyboard.press('Escape');
  await tab.reload();
  await badge.waitFor({ timeout: LONG });
  wants(await shown.isHidden(), 'what was closed opens again by itself');
  await tab.evaluate(() => (window.mark = true));
  await put(songs, `${broken}  length: long\n`);
  await shown.waitFor({ timeout: LONG });
  await remove(songs);
  await shown.waitFor({ state: 'detached', timeout: LONG });
  wants((await badge.count()) === 0, 'the count of problems stays after they are mended');
  wants(await tab.evaluate(() => window.mark === true), 'the page was loaded anew though it did not change');
}

async function pages({ at, news, remove }, context, wants) {
  const tab = await context.newPage();
  await news('short', 'A short one.');
  await tab.goto(at('news/short/'));
  await tab.getByText('A short one.').waitFor({ timeout: LONG });
  await remove('content/news/2024-04-26-short.md');
  const notice = tab.locator('linernotes-preview [role="status"]');
  await notice.waitFor({ timeout: LONG });
  wants((await notice.innerText()).includes('no longer part of the site'), 'a page that vanished does not say so');
  await examine(tab, wants);
  await news('short', 'Here again.');
  await tab.getByText('Here again.').waitFor({ timeout: LONG });
}

/** A policy of the site's own that forbids every script but for what it names. */
async function policy({ put, news, at, remove }, context, wants) {
  const strict = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'self\'">';
  await put('templates/base.html', `{% extends "theme/base.html" %}\n{% block csp %}${strict}{% endblock %}\n`);
  const tab = await context.newPage();
  await tab.goto(at('news/other/'));
  await tab.locator('meta[content^="default-src \'none\'"]').waitFor({ state: 'attached', timeout: LONG });
  await news('other', 'Under a strict policy.');
  await tab.getByText('Under a strict policy.').waitFor({ timeout: LONG });
  await put(songs, broken);
  await tab.locator(overlay).waitFor({ timeout: LONG });
  const colour = await tab.locator(overlay).evaluate((list) => getComputedStyle(list).borderTopWidth);
  wants(colour === '6px', 'the list of problems has no style');
  await remove(songs);
  await tab.locator(overlay).waitFor({ state: 'detached', timeout: LONG });
  await remove('templates/base.html');
}

/** The site's own worker would show what it kept. */
async function worker({ at }, context, wants) {
  const tab = await context.newPage();
  await tab.goto(at('news/other/'));
  await tab.waitForFunction(async () => (await navigator.serviceWorker.getRegistrations()).length === 0, null, { timeout: LONG });
  await tab.reload();
  wants(await tab.evaluate(() => navigator.serviceWorker.controller === null), 'a worker stands between the author and the preview');
  wants((await tab.evaluate(() => caches.keys())).length === 0, 'pages are kept');
}

async function first(_, context, wants) {
  const preview = await startPreview({ [songs]: broken });
  try {
    const tab = await context.newPage();
    await tab.goto(preview.home);
    wants((await tab.locator('h1').innerText()).includes('before there is a site'), 'the problems of a first build have no page');
    await examine(tab, wants);
    await preview.remove(songs);
    // The site has a path of its own, which only a good build tells.
    await tab.locator('.site-title').waitFor({ timeout: LONG });
    wants(new URL(tab.url()).pathname === '/notes/', `the site begins at ${tab.url()}`);
  } finally {
    await preview.stop();
  }
}

async function examine(tab, wants) {
  await tab.evaluate(axe);
  // The site's own pages are looked at elsewhere, with their style sheet.
  const { violations } = await tab.evaluate((options) => window.axe.run(document.querySelector('linernotes-preview') ?? document, options), AXE_OPTIONS);
  for (const { id, help, nodes } of violations) wants(false, `axe ${id}: ${help} (${nodes.map(({ html }) => html).join(' ')})`);
}

const report = new Report();
const browser = await startBrowser();
const preview = await startPreview();
try {
  for (const [name, work] of Object.entries({ saves, problems, pages, policy, worker, typed, first })) {
    const found = [];
    const wants = (isSo, message) => isSo || found.push({ rule: `serve-${name}`, page: 'preview', message });
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    try {
      await work(preview, context, wants);
    } catch (error) {
      wants(false, error.message.split('\n').slice(0, 3).join(' '));
    } finally {
      await context.close();
    }
    report.check(found);
  }
} finally {
  await browser.close();
  await preview.stop();
}
const text = report.text();
if (text) console.log(text);
console.log(`\nsite checks: ${report.passed} good, ${report.failed} bad`);
process.exitCode = report.failed > 0 ? 1 : 0;
