// What a page weighs on a first visit, and what it holds up: HTML, style sheets, scripts and fonts, gzipped as a host sends them.
// One page of each kind, in every language.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** In bytes. The pages of lists may be longer than the home page; what holds for all is that nobody waits for the rest. */
const MOST = { home: 14_000, styles: 12_000, scripts: 8_000, fonts: 90_000 };

export async function checkBudgets(site, report, { samples = site.samples() } = {}) {
  for (const page of samples) {
    const problems = [];
    const problem = (message) => problems.push({ rule: 'budget', page: page.path, where: page.kind, message });
    const html = await readFile(join(site.folder, page.file), 'utf8');
    const tags = [...html.matchAll(/<(link|script)\b[^>]*>/g)].map(([tag]) => tag);
    const weigh = async (tags, attribute) => {
      let bytes = 0;
      for (const tag of tags) {
        const file = await readFile(join(site.folder, fileOf(site, page, attribute.exec(tag)[1])));
        bytes += attribute === FONT ? file.length : gzipSync(file).length;
      }
      return bytes;
    };
    const styles = tags.filter((tag) => /\brel="stylesheet"/.test(tag));
    const fonts = tags.filter((tag) => /\bas="font"/.test(tag));
    const scripts = tags.filter((tag) => /^<script\b.*\bsrc=/.test(tag));
    const weighed = {
      home: page.kind === 'home' ? gzipSync(html).length : 0,
      styles: await weigh(styles, STYLE),
      // Searching is loaded by whoever searches.
      scripts: await weigh(scripts.filter((tag) => !/\/search\.[^/]*\.js"/.test(tag)), SCRIPT),
      fonts: await weigh(fonts, FONT),
    };
    for (const [what, bytes] of Object.entries(weighed)) {
      if (bytes > MOST[what]) problem(`its ${what === 'home' ? 'HTML' : what} take ${bytes} bytes, more than ${MOST[what]}`);
    }
    const waiting = styles.filter((tag) => !/\bmedia="print"/.test(tag)).length + scripts.filter((tag) => !/\btype="module"|\b(defer|async)\b/.test(tag)).length;
    const most = site.files.some((file) => /^assets\/tokens\./.test(file)) ? 2 : 1;
    if (waiting > most) problem(`it waits for ${waiting} files before it is drawn, more than ${most}`);
    report.check(problems);
  }
}

const STYLE = /\bhref="([^"]*)"/;
const FONT = /\bhref="([^"]*)" as="font"/;
const SCRIPT = /\bsrc="([^"]*)"/;

const fileOf = (site, page, written) => new URL(written, page.seenAt).pathname.slice(site.home.pathname.length);
