// Everything made of the facts for other programs than a browser. check.mjs calls it; alone it looks at nothing else:
//
//   node tests/site/derived.mjs FOLDER ADDRESS

import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { startBrowser } from './browser.mjs';
import { checkCalendars } from './calendars.mjs';
import { checkData } from './data.mjs';
import { checkMusts } from './musts.mjs';
import { Report } from './report.mjs';
import { openSite } from './site.mjs';
import { checkSitemaps } from './sitemaps.mjs';

export async function checkDerived(site, report, { browser }) {
  await checkMusts(site, report, { browser });
  await checkCalendars(site, report);
  await checkData(site, report);
  await checkSitemaps(site, report);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [folder, address] = process.argv.slice(2);
  const report = new Report();
  const site = await openSite(resolve(folder), address);
  const browser = await startBrowser();
  try {
    await checkDerived(site, report, { browser });
  } finally {
    await browser.close();
    await site.close();
  }
  const text = report.text();
  if (text) console.log(text);
  console.log(`site checks: ${report.passed} good, ${report.failed} bad`);
  process.exitCode = report.failed > 0 ? 1 : 0;
}
