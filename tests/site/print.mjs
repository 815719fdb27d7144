// A release and a song on paper, as Chromium prints them: a small booklet with what the page tells and without what only a screen
// can use, and a code that a telephone reads. pdftotext, pdftoppm and pdfinfo are of poppler-utils, the reader of codes is jsQR.

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { openTab } from './browser.mjs';

const run = promisify(execFile);
/** A5 in points, and what a rounding may add. */
const PAPER = [420, 595];
const MOST_PAGES = 14;

export async function checkPrint(site, report, { browser }) {
  const samples = site.samples().filter((page) => ['songs/*', 'releases/*'].includes(page.kind));
  const folder = await mkdtemp(join(tmpdir(), 'site-print-'));
  const tab = await openTab(browser, { serviceWorkers: 'block' });
  try {
    for (const page of samples) {
      const problems = [];
      const wants = (isSo, message) => isSo || problems.push({ rule: 'print', page: page.path, message });
      try {
        await judge(site, tab, page, folder, wants);
      } catch (error) {
        wants(false, error.message.split('\n')[0]);
      }
      report.check(problems);
    }
  } finally {
    await tab.context().close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function judge(site, tab, page, folder, wants) {
  await tab.goto(site.local(page.address));
  const seen = await tab.evaluate(() => {
    const text = (selector) => [...document.querySelectorAll(selector)].map((element) => element.textContent.trim());
    const headings = text('h2, h3');
    return { heading: text('h1')[0], tracks: text('.tracks .track, .programme .track'), screenOnly: text('.menu a, .settings summary, .skip, .fix a, button').filter((words) => !headings.includes(words)) };
  });
  const file = join(folder, 'page.pdf');
  await writeFile(file, await tab.pdf({ preferCSSPageSize: true }));
  const { stdout: about } = await run('pdfinfo', [file]);
  const [, width, height] = /^Page size:\s+([\d.]+) x ([\d.]+)/m.exec(about) ?? [];
  const pages = Number(/^Pages:\s+(\d+)/m.exec(about)?.[1]);
  wants(Math.abs(width - PAPER[0]) < 2 && Math.abs(height - PAPER[1]) < 2, `is printed on ${width} × ${height} points, not on A5`);
  wants(pages > 0 && pages <= MOST_PAGES, `takes ${pages} pages, more than ${MOST_PAGES}`);

  const { stdout } = await run('pdftotext', ['-layout', file, '-']);
  const plain = (text) => text.normalize('NFC').replace(/\s+/g, '');
  const printed = plain(stdout);
  wants(printed.includes(plain(seen.heading)), `has no heading “${seen.heading}” on paper`);
  for (const track of seen.tracks) wants(printed.includes(plain(track)), `loses the song “${track}” on paper`);
  const lines = stdout.split('\n').map((line) => line.trim());
  for (const words of new Set(seen.screenOnly)) wants(!lines.includes(words), `prints “${words}”, which paper cannot use`);
  stdout.split('\f').slice(0, pages).forEach((text, at) => wants(text.trim() !== '', `has nothing on page ${at + 1}`));

  if (!(await tab.locator('.qr').count())) return wants(page.kind !== 'songs/*', 'has no code to come back by');
  await run('pdftoppm', ['-r', '150', '-png', file, join(folder, 'sheet')]);
  const codes = [];
  for (const name of (await readdir(folder)).filter((name) => name.endsWith('.png'))) {
    const { data, width, height } = PNG.sync.read(await readFile(join(folder, name)));
    codes.push(jsQR(new Uint8ClampedArray(data), width, height)?.data);
    await rm(join(folder, name));
  }
  wants(codes.includes(page.address.href), `has a code that says ${codes.find(Boolean) ?? 'nothing'}, not ${page.address.href}`);
}
