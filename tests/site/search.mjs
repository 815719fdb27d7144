// The search: its keys against the table that the program's own tests use, its answers in both languages, and the page in a
// real browser, by keyboard.

import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { openTab, soon } from './browser.mjs';
import { entry, find, fold, initials, shelf, sound, strokes } from '../../static/search.js';

const INDEX_BYTES = 60_000;

/** What somebody types, and what must come first, by its address. */
export const QUERIES = {
  en: [
    ['Queen of Tears', '/'],
    ['눈물의 여왕', '/'],
    ['ㄴㅁㅇㅇㅇ', '/'],
    ['snsanfdmldudhkd', '/'],
    ['눈물의 여와', '/'],
    ['눈물의 여왕은', '/'],
    ['Kim Soo-hyun', '/people/kim-soo-hyun/'],
    ['kim soohyun', '/people/kim-soo-hyun/'],
    ['gim su-hyeon', '/people/kim-soo-hyun/'],
    ['김수현', '/people/kim-soo-hyun/'],
    ['김수현이', '/people/kim-soo-hyun/'],
    ['ㄱㅅㅎ', '/people/kim-soo-hyun/'],
    ['rlatngus', '/people/kim-soo-hyun/'],
    ['soohyun kim', '/people/kim-soo-hyun/'],
    ['kim jiwon', '/people/kim-ji-won/'],
    ['hong haein', '/characters/hong-hae-in/'],
    ['baek hyeonu', '/characters/baek-hyun-woo/'],
    ['last chance', '/songs/last-chance/'],
    ['chance', '/songs/last-chance/'],
    ['promise', '/songs/promise/'],
    ['10cm', '/artists/10cm/'],
    ['ep 7', '/episodes/7/'],
    ['schedule', null],
    ['zzzzqq', null],
  ],
  ko: [
    ['눈물의 여왕', '/ko/'],
    ['눈물', '/ko/'],
    ['ㄴㅁ', '/ko/'],
    ['queen of', '/ko/'],
    ['김수현', '/ko/people/kim-soo-hyun/'],
    ['김ㅅㅎ', '/ko/people/kim-soo-hyun/'],
    ['김수혀', '/ko/people/kim-soo-hyun/'],
    ['kimsoohyun', '/ko/people/kim-soo-hyun/'],
    ['홍해인', '/ko/characters/hong-hae-in/'],
    ['ㅎㅎㅇ', '/ko/characters/hong-hae-in/'],
    ['백현우', '/ko/characters/baek-hyun-woo/'],
    ['7화', '/ko/episodes/7/'],
    ['7회', '/ko/episodes/7/'],
    ['ㅔ개ㅡㅑㄴㄷ', '/ko/songs/promise/'],
    ['크러쉬', '/ko/people/crush/'],
    ['crush', '/ko/people/crush/'],
  ],
};

export async function checkSearch(site, report, { browser, isDefault }) {
  await checkKeys(report);
  const indexes = await readIndexes(site, report);
  if (indexes.size === 0) return report.note('this site has no search');
  if (isDefault) for (const [language, entries] of indexes) checkAnswers(site, language, entries, report);
  await checkPage(site, report, browser);
}

async function checkKeys(report) {
  const table = await readFile(new URL('../search/keys.tsv', import.meta.url), 'utf8');
  for (const line of table.split('\n').slice(1).filter((line) => line !== '')) {
    const [text] = line.split('\t');
    const folded = fold(text);
    const found = [text, folded, strokes(folded), initials(folded), sound(folded), shelf(folded)].join('\t');
    report.check(found === line ? [] : [{ rule: 'search-keys', page: 'static/search.js', element: text, message: `the keys should be ${line} and are ${found}` }]);
  }
}

/** The index of each language, entry by entry. */
async function readIndexes(site, report) {
  const indexes = new Map();
  for (const language of site.languages) {
    const folder = language === site.languages[0] ? 'search' : `${language}/search`;
    if (!site.files.includes(`${folder}/index.json`)) continue;
    const text = await readFile(join(site.folder, folder, 'index.json'), 'utf8');
    const zipped = gzipSync(text).length;
    report.check(zipped <= INDEX_BYTES ? [] : [{ rule: 'search-size', page: `${folder}/index.json`, message: `takes ${zipped} bytes, more than ${INDEX_BYTES}` }]);
    const index = JSON.parse(text);
    if (index.entries) indexes.set(language, index.entries.map(entry));
  }
  return indexes;
}

function checkAnswers(site, language, entries, report) {
  for (const [query, wanted] of QUERIES[language] ?? []) {
    const first = find(entries, query)[0]?.entry.href ?? null;
    const address = wanted === null ? null : site.address(wanted).pathname;
    const message = `“${query}” should find ${address ?? 'nothing'} first, and finds ${first ?? 'nothing'}`;
    report.check(first === address ? [] : [{ rule: 'search-answer', page: `${language} search`, message }]);
  }
}

/** In a real browser: typed, chosen with the arrow keys, opened with Enter; a reader of the screen hears what is chosen. */
async function checkPage(site, report, browser) {
  const page = site.pages.find((page) => page.kind === 'search');
  if (!page) return;
  const tab = await openTab(browser);
  const problems = [];
  const wants = (isSo, message) => isSo || problems.push({ rule: 'search-page', page: page.path, message });
  try {
    await tab.goto(site.local(page.address));
    const field = tab.getByRole('combobox');
    await field.waitFor();
    wants((await field.getAttribute('aria-expanded')) === 'false', 'the list is open before anything is typed');
    wants(await tab.locator('.search-index').isVisible(), 'the plain index is not there before anything is typed');
    const name = await tab.locator('.search-index section li').first().locator('a').textContent();
    await field.fill(name);
    await tab.locator('#found [role=option]').first().waitFor();
    wants((await field.getAttribute('aria-expanded')) === 'true', 'the list is there, but not said to be open');
    wants(await soon(async () => /\d/.test(await tab.locator('.search-status').textContent())), 'how much was found is not said');
    wants((await tab.evaluate(() => new URL(location.href).searchParams.get('q'))) === name, 'the address does not keep what was typed');
    await field.press('ArrowDown');
    const chosen = await field.getAttribute('aria-activedescendant');
    const option = tab.locator(`[id="${chosen}"]`);
    wants((await option.getAttribute('aria-selected')) === 'true', 'the chosen answer is not marked');
    const target = await option.evaluate((link) => link.href);
    await field.press('Enter');
    await tab.waitForURL(target);
    await tab.goBack();
    await field.waitFor();
    wants(await soon(async () => (await field.inputValue()) === name), 'going back forgets what was typed');
    await tab.locator('#found [role=option]').first().waitFor();
    await field.fill('zzzz qqqq');
    wants(await soon(async () => (await tab.locator('#found [role=option]').count()) === 0), 'nonsense finds something');
    await field.press('Escape');
    wants(await soon(() => tab.locator('.search-index').isVisible()), 'Escape does not bring the plain index back');
  } catch (error) {
    wants(false, error.message.split('\n')[0]);
  }
  report.check(problems);
  await tab.context().close();
}
