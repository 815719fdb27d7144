// Every address that a page, style sheet or JSON-LD block names on this site answers 200, its fragment is there,
// and nothing is loaded from elsewhere.

const SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:', 'webcal:', 'data:']);

export async function checkLinks(site, report) {
  const pages = new Map(site.pages.map((page) => [page.address.pathname, page]));
  const styles = new Set();
  for (const page of site.pages) {
    const problems = [];
    for (const link of page.facts.links) {
      const problem = (rule, message) => problems.push({ rule, page: page.path, element: link.element, message });
      const address = link.address && new URL(link.address);
      if (!address) problem('link-malformed', `“${link.written}” is no address`);
      else if (!SCHEMES.has(address.protocol)) problem('link-scheme', `“${link.written}” has a scheme that is not allowed`);
      else if (!site.isOwn(address)) {
        if (link.use === 'load' && address.protocol !== 'data:') problem('foreign', `“${link.written}” is loaded from another host`);
      } else {
        const isHere = address.pathname === page.seenAt.pathname;
        const fault = isHere ? null : await site.fault(address);
        if (fault) problem('dead-link', `“${link.written}” ${fault}`);
        else if (!(await hasFragment(site, isHere ? page : pages.get(address.pathname), address))) problem('dead-fragment', `“${link.written}” names an id that is not there`);
        else if (/\brel="[^"]*\bstylesheet\b/.test(link.element)) styles.add(address.href);
      }
    }
    for (const value of page.facts.data) {
      if (value.fault) problems.push({ rule: 'json', page: page.path, element: 'script type="application/ld+json"', message: value.fault });
      else if (site.isOwn(new URL(value))) {
        // Only the page: the fragment of an @id names a thing, not a place.
        const fault = await site.fault(new URL(value));
        if (fault) problems.push({ rule: 'dead-link', page: page.path, element: 'script type="application/ld+json"', message: `“${value}” ${fault}` });
      }
    }
    report.check(problems);
  }
  for (const style of styles) report.check(await checkStyle(site, new URL(style)));
}

async function hasFragment(site, page, address) {
  const fragment = decodeURIComponent(address.hash.slice(1)).replace(/:~:.*$/, '');
  if (fragment === '' || fragment === 'top') return true;
  if (page) return page.facts.ids.includes(fragment);
  const { text } = await site.answer(address);
  return text.includes(`id="${fragment}"`);
}

async function checkStyle(site, style) {
  const problems = [];
  const { text } = await site.answer(style);
  for (const [written, , quoted, imported] of text.matchAll(/url\(\s*(["']?)(.*?)\1\s*\)|@import\s+["'](.*?)["']/g)) {
    const value = quoted ?? imported;
    if (value.startsWith('#')) continue;
    const problem = (rule, message) => problems.push({ rule, page: style.pathname, element: written, message });
    if (!URL.canParse(value, style)) {
      problem('link-malformed', `“${value}” is no address`);
      continue;
    }
    const address = new URL(value, style);
    if (address.protocol === 'data:') continue;
    if (!site.isOwn(address)) problem('foreign', `“${value}” is loaded from another host`);
    else {
      const fault = await site.fault(address);
      if (fault) problem('dead-link', `“${value}” ${fault}`);
    }
  }
  return problems;
}
