// Every page that names a share card has it: a PNG of 1200 by 630 in the site's folder, small enough for a chat. One page with a card and one without is a slip.

import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';

const WIDTH = 1200;
const HEIGHT = 630;
const MOST_BYTES = 60_000;

export async function checkCards(site, report) {
  const faults = new Map();
  const pages = site.pages.filter((page) => !page.facts.refresh);
  const hasAny = pages.some((page) => page.facts.card.image !== '');
  for (const page of pages) {
    const { image, width, height, alt } = page.facts.card;
    const problems = [];
    const problem = (message) => problems.push({ rule: 'share-card', page: page.path, element: image, message });
    if (image === '') {
      if (hasAny) problem('has no og:image, and other pages have one');
      report.check(problems);
      continue;
    }
    const address = URL.canParse(image) ? new URL(image) : null;
    if (!address || !site.isOwn(address) || !address.pathname.startsWith(site.home.pathname)) {
      problem('og:image is no whole address in this site');
    } else {
      const file = decodeURI(address.pathname.slice(site.home.pathname.length));
      if (!faults.has(file)) faults.set(file, await faultOf(site, file));
      const fault = faults.get(file);
      if (fault) problem(fault);
    }
    if (Number(width) !== WIDTH || Number(height) !== HEIGHT) problem(`og:image:width and og:image:height say ${width}×${height}`);
    if (alt === '') problem('og:image:alt is missing');
    report.check(problems);
  }
}

/** What is wrong with a card, or nothing. */
async function faultOf(site, file) {
  if (!site.files.includes(file)) return `there is no file ${file}`;
  const path = join(site.folder, file);
  const { size } = await stat(path);
  if (size > MOST_BYTES) return `has ${size} bytes, more than ${MOST_BYTES}`;
  // The signature, and the head of the first chunk: PNG, 5.2 and 11.2.1.
  const head = Buffer.alloc(24);
  const handle = await open(path);
  await handle.read(head, 0, head.length, 0);
  await handle.close();
  if (head.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n' || head.toString('latin1', 12, 16) !== 'IHDR') return 'is no PNG';
  const [width, height] = [head.readUInt32BE(16), head.readUInt32BE(20)];
  return width === WIDTH && height === HEIGHT ? null : `is ${width}×${height}`;
}
