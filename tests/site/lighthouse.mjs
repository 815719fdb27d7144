// Lighthouse on the home page, a song and a release: accessibility, best practices and search engines must be 100, nothing may
// move while the page loads. How fast the page is depends on the machine as well, so that is told and not judged.

import * as launcher from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { browserArguments, browserPath } from './browser.mjs';
import { STILL } from './pages.mjs';

const KINDS = ['home', 'songs/*', 'releases/*'];
const WHOLE = ['accessibility', 'best-practices', 'seo'];
/** A machine that is busy may let a measurement fail; a page that is wrong fails every time. */
const TRIES = 3;

export async function checkLighthouse(site, report) {
  const chrome = await launcher.launch({ chromePath: browserPath(), chromeFlags: ['--headless=new', ...browserArguments], logLevel: 'silent' });
  try {
    for (const page of site.samples().filter((page) => KINDS.includes(page.kind) && page.language === site.languages[0])) {
      const { problems, note } = await judge(site, page, chrome.port);
      report.check(problems);
      if (note) report.note(note);
    }
  } finally {
    await chrome.kill();
  }
}

async function judge(site, page, port) {
  const problem = (message, element = '') => ({ rule: 'lighthouse', page: page.path, element, message });
  let fault = '';
  for (let run = 0; run < TRIES; run++) {
    const { lhr } = await lighthouse(site.local(page.address), { port, output: 'json', logLevel: 'silent', onlyCategories: [...WHOLE, 'performance'] }).catch((error) => ({ lhr: { runtimeError: error } }));
    const { categories, audits, runtimeError } = lhr;
    if (runtimeError || WHOLE.some((name) => categories[name].score === null)) {
      fault = runtimeError?.message ?? 'gives no score';
      continue;
    }
    const problems = WHOLE.flatMap((name) => {
      const bad = categories[name].auditRefs.map(({ id, weight }) => ({ ...audits[id], weight })).filter(({ score, weight }) => weight > 0 && score !== null && score < 1);
      return bad.map(({ title, details }) => problem(`${name}: ${title}`, JSON.stringify(details?.items?.[0] ?? '').slice(0, 200)));
    });
    const shift = audits['cumulative-layout-shift'].numericValue;
    if (shift >= STILL) problems.push(problem(`moves by ${shift} while it loads`));
    return { problems, note: `Lighthouse, ${page.path}: ${Object.values(categories).map(({ title, score }) => `${title} ${Math.round(score * 100)}`).join(', ')}` };
  }
  return { problems: [problem(`could not be measured in ${TRIES} tries: ${fault}`)] };
}
