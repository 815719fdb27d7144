// Takes pictures of a built site for a person to look at: one page of each kind, in every language, wide and narrow, light and dark.
//
//   node tests/site/look.mjs FOLDER ADDRESS OUTPUT
//
// ADDRESS as in check.mjs. Files are called KIND-LANGUAGE-WIDTH-SCHEME.png.

import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { openTab, startBrowser } from './browser.mjs';
import { NARROW, SCHEMES, WIDE, openPage } from './pages.mjs';
import { openSite } from './site.mjs';

const [folder, address, output] = process.argv.slice(2);
if (!output) {
  console.error('usage: node tests/site/look.mjs FOLDER ADDRESS OUTPUT');
  process.exit(2);
}
await mkdir(output, { recursive: true });
const site = await openSite(resolve(folder), address);
const browser = await startBrowser();
try {
  const tab = await openTab(browser, { reducedMotion: 'reduce' });
  const taken = new Map();
  for (const page of site.samples()) {
    const kind = page.kind.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
    const count = (taken.get(`${kind}-${page.language}`) ?? 0) + 1;
    taken.set(`${kind}-${page.language}`, count);
    for (const size of [WIDE, NARROW]) {
      for (const scheme of SCHEMES) {
        await openPage(site, tab, { page, size, scheme });
        await tab.evaluate(showLazyImages);
        const name = `${kind}${count > 1 ? count : ''}-${page.language}-${size.width}-${scheme}.png`;
        await tab.screenshot({ path: join(output, name), fullPage: true });
        console.log(name);
      }
    }
  }
} finally {
  await browser.close();
  await site.close();
}

/** Runs in the browser: a picture of the whole page should not miss what was not scrolled to. */
async function showLazyImages() {
  const images = [...document.images];
  for (const image of images) image.loading = 'eager';
  await Promise.all(images.map((image) => image.decode().catch(() => {})));
}
