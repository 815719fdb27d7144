// A built site opened for checking: its files, its server, its pages with their language and kind.
//
// Pages are named by site path (`/ko/songs/x/`), without the base path. Addresses are public ones
// (`https://example.github.io/queen-of-tears/ko/songs/x/`) until the moment they are asked for.

import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FREE_PAGE, kindOf } from './kinds.mjs';
import { serve } from './server.mjs';

/** `address` is where the site was built to live, or only its base path. */
export async function openSite(folder, address = '/') {
  const files = await listFiles(folder);
  if (!files.includes('index.html')) throw new Error(`${folder} holds no site: it has no index.html`);
  const home = new URL(address.endsWith('/') ? address : `${address}/`, await findHost(folder));
  const languages = await findLanguages(folder, files);
  const server = await serve(folder, files, home.pathname);
  const site = new Site(folder, home, files, languages, server);
  for (const file of files.filter((name) => name.endsWith('.html'))) {
    const { size } = await stat(join(folder, file));
    site.pages.push(site.describe(file, size));
  }
  return site;
}

class Site {
  pages = [];
  #answers = new Map();

  constructor(folder, home, files, languages, server) {
    Object.assign(this, { folder, home, files, languages, server });
  }

  describe(file, size) {
    const path = `/${file.replace(/(^|\/)index\.html$/, '$1')}`;
    const language = this.languages.slice(1).find((name) => path.startsWith(`/${name}/`)) ?? this.languages[0];
    const bare = language === this.languages[0] ? path : path.slice(language.length + 1);
    const address = this.address(path);
    // The 404 page is shown at any depth: a relative address in it means something else each time.
    const seenAt = bare === '/404.html' ? this.address('/no/such/page/') : address;
    return { file, path, bare, language, size, address, seenAt, kind: kindOf(bare) };
  }

  /** The public address of a site path. */
  address(path) {
    return new URL(encodeURI(path.slice(1)), this.home);
  }

  /** An address of this site's own host, whatever its scheme (`webcal:` is `https:` to a calendar). */
  isOwn(address) {
    return address.host === this.home.host;
  }

  /** Where the server of the check has a public address. */
  local(address) {
    return `${this.server.origin}${address.pathname}${address.search}`;
  }

  /** What the server says to a public address: `{ status, type, location, text }`. Asked once each. */
  answer(address) {
    const where = this.local(address);
    if (!this.#answers.has(where)) this.#answers.set(where, ask(where));
    return this.#answers.get(where);
  }

  /**
   * What is wrong with an own address, as a text, or null when it answers 200. Redirects count as wrong:
   * a link should name the page, not the way there.
   */
  async fault(address) {
    const answer = await this.answer(address);
    if (answer.status === 200) return null;
    if (answer.location) return `moved to ${answer.location}: write that`;
    return address.pathname.startsWith(this.home.pathname) ? `answers ${answer.status}` : `lies outside the base path ${this.home.pathname}`;
  }

  /** The pages to look at: of each kind the one with most in it, in every language. */
  samples() {
    const samples = [];
    const [first] = this.languages;
    const kinds = new Map();
    for (const page of this.pages.filter((page) => page.language === first && !page.facts?.refresh)) {
      kinds.set(page.kind, [...(kinds.get(page.kind) ?? []), page]);
    }
    for (const [kind, pages] of [...kinds].sort(([a], [b]) => (a < b ? -1 : 1))) {
      pages.sort((a, b) => b.size - a.size || (a.path < b.path ? -1 : 1));
      for (const page of pages.slice(0, kind === FREE_PAGE ? 3 : 1)) {
        samples.push(page);
        for (const language of this.languages.slice(1)) {
          const twin = this.pages.find((other) => other.language === language && other.bare === page.bare);
          if (twin) samples.push(twin);
        }
      }
    }
    return samples;
  }

  close() {
    return this.server.close();
  }
}

async function ask(where) {
  const response = await fetch(where, { redirect: 'manual' });
  const type = response.headers.get('content-type') ?? '';
  const text = /^(text|application\/(xml|json|manifest)|image\/svg)/.test(type) ? await response.text() : '';
  if (text === '') await response.arrayBuffer().catch(() => {});
  return { status: response.status, type, location: response.headers.get('location'), text };
}

async function listFiles(folder, inside = '') {
  const files = [];
  for (const entry of await readdir(join(folder, inside), { withFileTypes: true })) {
    const name = inside + entry.name;
    if (entry.isDirectory()) files.push(...(await listFiles(folder, `${name}/`)));
    else files.push(name);
  }
  return files.sort();
}

/** The host that the site says it lives on. */
async function findHost(folder) {
  const text = await readFile(join(folder, 'index.html'), 'utf8');
  return /<link[^>]*\srel="?canonical"?[^>]*\shref="?(https?:\/\/[^/"\s>]+)/i.exec(text)?.[1] ?? 'https://example.org';
}

/** The first is the language of `/`; the others are folders whose home page is written in what they are called. */
async function findLanguages(folder, files) {
  const languageOf = async (file) => /<html[^>]*\slang\s*=\s*["']?([\w-]+)/i.exec(await readFile(join(folder, file), 'utf8'))?.[1];
  const languages = [(await languageOf('index.html')) ?? 'no language'];
  for (const file of files) {
    const name = /^([a-z]{2,3}(?:-\w+)*)\/index\.html$/.exec(file)?.[1];
    if (name && (await languageOf(file)) === name) languages.push(name);
  }
  return languages;
}
