// XML and JSON files parse, every address of this site in them answers 200, and the sitemap names only pages that a reader can reach.

import { openTab } from './browser.mjs';

export async function checkFeeds(site, report, { browser }) {
  const tab = await openTab(browser);
  for (const name of ['sitemap.xml', 'feed.xml']) {
    report.check(site.files.includes(name) ? [] : [{ rule: 'feed-missing', page: name, message: 'there is no such file' }]);
  }
  for (const file of site.files.filter((name) => /\.(xml|json|webmanifest)$/.test(name))) {
    const { text } = await site.answer(site.address(`/${file}`));
    const { fault, addresses } = file.endsWith('.xml') ? await tab.evaluate(readXml, text) : readJson(text);
    const problems = [];
    if (fault) problems.push({ rule: file.endsWith('.xml') ? 'xml' : 'json', page: file, message: fault });
    problems.push(...(await deadIn(site, file, addresses)));
    if (/(^|\/)sitemap[^/]*\.xml$/.test(file)) problems.push(...checkSitemap(site, file, addresses));
    report.check(problems);
  }
  await tab.context().close();

  if (site.files.includes('robots.txt')) {
    const { text } = await site.answer(site.address('/robots.txt'));
    report.check(await deadIn(site, 'robots.txt', [...text.matchAll(/^sitemap:\s*(\S+)/gim)].map(([, address]) => address)));
  }
}

/** Addresses of this site that do not answer, as problems. */
export async function deadIn(site, file, addresses) {
  const problems = [];
  for (const written of new Set(addresses)) {
    const address = new URL(written);
    const fault = site.isOwn(address) ? await site.fault(address) : null;
    if (fault) problems.push({ rule: 'dead-link', page: file, element: written, message: fault });
  }
  return problems;
}

function checkSitemap(site, file, addresses) {
  const problems = [];
  const problem = (rule, element, message) => problems.push({ rule, page: file, element, message });
  const reached = reachable(site);
  const pages = new Map(site.pages.map((page) => [page.address.pathname, page]));
  for (const written of new Set(addresses)) {
    const address = new URL(written);
    if (/\.xml$/.test(address.pathname)) continue;
    if (!site.isOwn(address)) {
      problem('sitemap-foreign', written, 'names a page on another host');
      continue;
    }
    const page = pages.get(address.pathname);
    if (!page) continue;
    if (!reached.has(page)) problem('unreachable', written, 'names a page that no links lead to from the home page');
    if (/\bnoindex\b/.test(page.facts.robots)) problem('sitemap-noindex', written, 'names a page that asks not to be indexed');
    if (page.facts.canonical !== '' && new URL(page.facts.canonical, page.address).href !== page.address.href) {
      problem('sitemap-canonical', `${written}, canonical ${page.facts.canonical}`, 'names a page whose canonical address is another');
    }
  }
  return problems;
}

/** The pages that following links from `/` comes to. */
function reachable(site) {
  const pages = new Map(site.pages.map((page) => [page.address.pathname, page]));
  const home = pages.get(site.home.pathname);
  const reached = new Set([home]);
  for (const page of reached) {
    for (const link of page.facts.links) {
      if (link.use !== 'follow' || !link.address) continue;
      const address = new URL(link.address);
      const next = site.isOwn(address) && pages.get(address.pathname);
      if (next) reached.add(next);
    }
  }
  return reached;
}

function readJson(text) {
  const addresses = [];
  try {
    JSON.parse(text, (_, value) => {
      if (typeof value === 'string' && /^https?:\/\/\S+$/.test(value) && URL.canParse(value)) addresses.push(value);
      return value;
    });
  } catch (error) {
    return { fault: error.message, addresses };
  }
  return { fault: null, addresses };
}

/** Runs in the browser. */
function readXml(text) {
  const tree = new DOMParser().parseFromString(text, 'application/xml');
  const error = tree.querySelector('parsererror');
  if (error) return { fault: error.textContent.replace(/\s+/g, ' ').trim(), addresses: [] };
  const addresses = [];
  const keep = (value) => {
    if (/^https?:\/\/\S+$/.test(value.trim())) addresses.push(value.trim());
  };
  for (const element of tree.querySelectorAll('*')) {
    for (const attribute of element.attributes) if (!attribute.name.startsWith('xmlns')) keep(attribute.value);
    if (element.children.length === 0) keep(element.textContent);
  }
  return { fault: null, addresses };
}
