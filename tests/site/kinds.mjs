// Which kind of page a site path is, read from its segments.

const LISTS = ['artists', 'awards', 'cast', 'characters', 'episodes', 'news', 'people', 'places', 'releases', 'songs', 'tags', 'timeline'];
const SINGLES = ['about', 'help', 'offline', 'schedule', 'search', 'soundtrack', 'sources'];

export const FREE_PAGE = 'free page';

/** The kinds that a site using everything has. */
export const ALL_KINDS = [
  'home', 'cast', 'people/*', 'characters/*', 'episodes', 'episodes/*', 'soundtrack', 'songs/*', 'artists', 'artists/*',
  'releases', 'releases/*', 'releases/*/checklist', 'timeline', 'awards', 'places', 'schedule', 'news', 'news/*', 'tags/*',
  'search', 'sources', 'help', 'about', 'offline', '404', FREE_PAGE,
];

/** `path` is without the base path and the language: `/songs/hold-me-back/` → `songs/*`. */
export function kindOf(path) {
  if (path === '/') return 'home';
  if (path === '/404.html') return '404';
  const [first, ...rest] = path.split('/').filter((segment) => segment !== '');
  if (!LISTS.includes(first) && !SINGLES.includes(first)) {
    // With several dramas each has its own `/<drama>/…`.
    return rest.length === 0 ? FREE_PAGE : `(drama)/${kindOf(`/${rest.join('/')}/`)}`;
  }
  if (rest[0] === 'page') return `${first}/page/*`;
  return [first, ...(rest.length > 0 ? ['*'] : []), ...rest.slice(1)].join('/');
}
