// What a page says when it is shared: Open Graph (ogp.me), Twitter cards, oEmbed (oembed.com). There is no checker of these to run here, so this
// is our own table of what they allow: each property belongs to the page's type, and has a value of the right form.

const ADDRESS = (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
const WHOLE = (value) => /^[1-9]\d*$/.test(value);
const DATE = (value) => /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d([+-]\d\d:\d\d|Z))?)?)?$/.test(value);
const TEXT = (value) => value.trim() !== '';
const LOCALE = (value) => /^[a-z]{2,3}_[A-Z]{2}$/.test(value);

const ANY = {
  'og:type': TEXT, 'og:title': TEXT, 'og:description': TEXT, 'og:url': ADDRESS, 'og:site_name': TEXT, 'og:locale': LOCALE, 'og:locale:alternate': LOCALE,
  'og:image': ADDRESS, 'og:image:width': WHOLE, 'og:image:height': WHOLE, 'og:image:alt': TEXT, 'og:image:type': TEXT,
};
const VIDEO = {
  'video:actor': ADDRESS, 'video:actor:role': TEXT, 'video:director': ADDRESS, 'video:writer': ADDRESS, 'video:duration': WHOLE, 'video:release_date': DATE,
  'video:tag': TEXT,
};
const TYPES = {
  website: {},
  profile: {},
  article: { 'article:published_time': DATE, 'article:modified_time': DATE, 'article:section': TEXT, 'article:tag': TEXT },
  'music.song': { 'music:duration': WHOLE, 'music:album': ADDRESS, 'music:album:disc': WHOLE, 'music:album:track': WHOLE, 'music:musician': ADDRESS },
  'music.album': { 'music:song': ADDRESS, 'music:song:disc': WHOLE, 'music:song:track': WHOLE, 'music:musician': ADDRESS, 'music:release_date': DATE },
  'video.movie': VIDEO,
  'video.tv_show': VIDEO,
  'video.episode': { ...VIDEO, 'video:series': ADDRESS },
};
const ONCE = ['og:type', 'og:title', 'og:description', 'og:url'];

export async function checkSocial(site, report) {
  for (const page of site.pages.filter((page) => !page.facts.refresh)) {
    const problems = [];
    const problem = (rule, message, element = '') => problems.push({ rule, page: page.path, element, message });
    const { metas, oembed, prefix } = page.facts;
    const content = (key) => metas.find((meta) => meta.key === key)?.content;
    for (const key of ONCE) {
      const count = metas.filter((meta) => meta.key === key).length;
      if (count !== 1) problem('og-count', `has ${count} ${key}, expected 1`);
    }
    const allowed = { ...ANY, ...TYPES[content('og:type')] };
    if (!(content('og:type') in TYPES)) problem('og-type', `“${content('og:type')}” is no type of Open Graph`);
    for (const { key, content } of metas.filter(({ key }) => /^(og|music|video|article|profile|book):/.test(key))) {
      if (!(key in allowed)) problem('og-property', `${key} does not belong to a page of this type`, content);
      else if (!allowed[key](content)) problem('og-value', `${key} cannot be “${content}”`);
      else if (allowed[key] === ADDRESS) await checkAddress(site, content, problem);
      if (!new RegExp(`(^|\\s)${key.split(':')[0]}: `).test(prefix)) problem('og-prefix', `nothing says what “${key.split(':')[0]}:” means`);
    }
    const card = content('twitter:card');
    if (!['summary', 'summary_large_image'].includes(card)) problem('twitter', `twitter:card is “${card}”`);
    if (card === 'summary_large_image' && !content('og:image') && !content('twitter:image')) problem('twitter', 'a card with a large picture, and no picture');
    for (const key of ['twitter:title', 'twitter:description']) if (!content(key)) problem('twitter', `has no ${key}`);
    if (oembed) await checkOembed(site, oembed, problem);
    report.check(problems);
  }
}

async function checkAddress(site, written, problem) {
  const address = new URL(written);
  const fault = site.isOwn(address) ? await site.fault(address) : null;
  if (fault) problem('dead-link', `“${written}” ${fault}`);
}

async function checkOembed(site, href, problem) {
  if (!ADDRESS(href)) return problem('oembed', 'is no whole address', href);
  const answer = await site.answer(new URL(href));
  if (answer.status !== 200) return problem('dead-link', `“${href}” answers ${answer.status}`);
  let told;
  try {
    told = JSON.parse(answer.text);
  } catch (error) {
    return problem('oembed', error.message, href);
  }
  const is = (key, fine) => fine(told[key]) || problem('oembed', `${key} cannot be ${JSON.stringify(told[key])}`, href);
  is('type', (type) => type === 'link');
  is('version', (version) => version === '1.0');
  for (const key of ['title', 'provider_name']) is(key, (text) => typeof text === 'string' && TEXT(text));
  is('provider_url', (url) => typeof url === 'string' && ADDRESS(url));
  is('cache_age', (age) => age === undefined || Number.isInteger(age));
  // All three of a thumbnail, or none.
  const parts = ['thumbnail_url', 'thumbnail_width', 'thumbnail_height'].filter((key) => key in told);
  if (parts.length % 3 !== 0) problem('oembed', `has ${parts} alone`, href);
  for (const key of ['provider_url', 'thumbnail_url']) if (told[key] && ADDRESS(told[key])) await checkAddress(site, told[key], problem);
}
