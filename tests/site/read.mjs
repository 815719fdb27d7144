// Reads every page as a browser parses it, without running it: links, ids, head.

import { openTab } from './browser.mjs';

const BATCH = 40;

/** Gives each page of the site its `facts`. */
export async function readPages(site, browser) {
  const tab = await openTab(browser);
  for (let start = 0; start < site.pages.length; start += BATCH) {
    const pages = site.pages.slice(start, start + BATCH);
    const sources = await Promise.all(
      pages.map(async (page) => {
        const { text } = await site.answer(page.address);
        return { text, base: page.seenAt.href };
      }),
    );
    const facts = await tab.evaluate(readAll, sources);
    pages.forEach((page, index) => {
      page.facts = facts[index];
    });
  }
  await tab.context().close();
}

/** Runs in the browser. */
function readAll(sources) {
  return sources.map(({ text, base }) => {
    const page = new DOMParser().parseFromString(text, 'text/html');
    const links = [];
    const add = (element, value, use) => {
      const words = value.trim();
      let address = null;
      try {
        address = new URL(words, page.querySelector('base[href]') ? new URL(page.querySelector('base[href]').getAttribute('href'), base) : base).href;
      } catch {
        // Left null: said to be no address.
      }
      links.push({ written: words, address, use, element: element.cloneNode(false).outerHTML });
    };
    const each = (selector, attribute, use) => {
      for (const element of page.querySelectorAll(selector)) {
        if (element.hasAttribute(attribute)) add(element, element.getAttribute(attribute), use);
      }
    };
    // What a reader follows, what the page loads of itself, and what it only names.
    each('a', 'href', 'follow');
    each('a', 'xlink:href', 'follow');
    each('area', 'href', 'follow');
    each('form', 'action', 'name');
    each('img, script, iframe, source, video, audio, track, embed, input', 'src', 'load');
    each('video', 'poster', 'load');
    each('object', 'data', 'load');
    each('use, image', 'href', 'load');
    for (const element of page.querySelectorAll('[srcset], [imagesrcset]')) {
      const set = element.getAttribute('srcset') ?? element.getAttribute('imagesrcset');
      for (const one of set.split(/,\s+/)) {
        const [address] = one.trim().split(/\s+/);
        if (address) add(element, address, 'load');
      }
    }
    for (const element of page.querySelectorAll('link[href]')) {
      const loads = /\b(stylesheet|icon|apple-touch-icon|preload|modulepreload|prefetch|preconnect|dns-prefetch|manifest)\b/i.test(element.rel);
      add(element, element.getAttribute('href'), loads ? 'load' : 'name');
    }
    for (const element of page.querySelectorAll('meta[content]')) {
      const key = element.getAttribute('property') ?? element.getAttribute('name') ?? '';
      const value = element.getAttribute('content');
      if (/^(og|twitter):(url|image|image:url|image:secure_url|audio|video)$/.test(key)) add(element, value, 'name');
    }
    const metas = [...page.querySelectorAll('meta[content]')].map((meta) => ({
      key: meta.getAttribute('property') ?? meta.getAttribute('name') ?? '',
      content: meta.getAttribute('content'),
    }));
    const refresh = page.querySelector('meta[http-equiv="refresh" i]');
    const target = refresh && /url\s*=\s*['"]?([^'"]+)/i.exec(refresh.getAttribute('content') ?? '');
    if (target) add(refresh, target[1], 'follow');
    const data = [];
    for (const element of page.querySelectorAll('script[type="application/ld+json"]')) {
      try {
        JSON.parse(element.textContent, (_, value) => {
          if (typeof value === 'string' && /^https?:/.test(value)) data.push(value);
          return value;
        });
      } catch (error) {
        data.push({ fault: String(error) });
      }
    }
    const property = (name) => page.querySelector(`meta[property="${name}"]`)?.getAttribute('content') ?? '';
    return {
      links,
      data,
      metas,
      prefix: page.documentElement.getAttribute('prefix') ?? '',
      oembed: page.querySelector('link[rel="alternate"][type="application/json+oembed"]')?.getAttribute('href') ?? null,
      card: {
        image: property('og:image'),
        width: property('og:image:width'),
        height: property('og:image:height'),
        alt: property('og:image:alt'),
      },
      ids: [...page.querySelectorAll('[id], a[name]')].flatMap((element) => [element.id, element.getAttribute('name')]).filter(Boolean),
      language: page.documentElement.getAttribute('lang') ?? '',
      title: page.title.trim(),
      headings: page.querySelectorAll('h1').length,
      viewport: page.querySelector('meta[name="viewport"]')?.getAttribute('content') ?? '',
      robots: page.querySelector('meta[name="robots"]')?.getAttribute('content') ?? '',
      canonical: page.querySelector('link[rel="canonical"]')?.getAttribute('href') ?? '',
      refresh: refresh !== null,
    };
  });
}
