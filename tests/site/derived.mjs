// Everything made of the facts for other programs than a browser.

import { checkCalendars } from './calendars.mjs';
import { checkData } from './data.mjs';
import { checkMusts } from './musts.mjs';
import { checkSitemaps } from './sitemaps.mjs';

export async function checkDerived(site, report, { browser }) {
  await checkMusts(site, report, { browser });
  await checkCalendars(site, report);
  await checkData(site, report);
  await checkSitemaps(site, report);
}
