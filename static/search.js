// Finds things by name, in the browser. The keys of a text are made here exactly as src/base/keys.rs makes them for the
// index (tests/search/keys.tsv holds both to one truth); how matches are ranked is written only here.

// The keys.

export function fold(text) {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .normalize('NFC')
    .replace(/['\u2019\u02bc]/g, '')
    .replace(/[^\p{Alphabetic}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();
}

const list = (text) => text.split(',');
const LEADS = list('r,R,s,e,E,f,a,q,Q,t,T,d,w,W,c,z,x,v,g');
const VOWELS = list('k,o,i,O,j,p,u,P,h,hk,ho,hl,y,n,nj,np,nl,b,m,ml,l');
const TAILS = list(',r,R,rt,s,sw,sg,e,f,fr,fa,fq,ft,fx,fv,fg,a,q,qt,t,T,d,w,c,z,x,v,g');
const LETTERS = list('r,R,rt,s,sw,sg,e,E,f,fr,fa,fq,ft,fx,fv,fg,a,q,Q,qt,t,T,d,w,W,c,z,x,v,g,k,o,i,O,j,p,u,P,h,hk,ho,hl,y,n,nj,np,nl,b,m,ml,l');
const INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const PAIRS = { ㄳ: 'ㄱㅅ', ㄵ: 'ㄴㅈ', ㄶ: 'ㄴㅎ', ㄺ: 'ㄹㄱ', ㄻ: 'ㄹㅁ', ㄼ: 'ㄹㅂ', ㄽ: 'ㄹㅅ', ㄾ: 'ㄹㅌ', ㄿ: 'ㄹㅍ', ㅀ: 'ㄹㅎ', ㅄ: 'ㅂㅅ' };
const LEAD_SOUNDS = list('g,kk,n,d,tt,r,m,b,pp,s,ss,,j,jj,ch,k,t,p,h');
const VOWEL_SOUNDS = list('a,ae,ya,yae,eo,e,yeo,ye,o,wa,wae,oe,yo,u,wo,we,wi,yu,eu,ui,i');
const TAIL_SOUNDS = list(',k,k,k,n,n,n,t,l,k,m,l,l,l,p,l,m,p,p,t,t,ng,t,t,k,t,p,t');
const BEGINNINGS = [['lee', 'i'], ['rhee', 'i'], ['yi', 'i'], ['wu', 'u']];
const SOUNDS = list(
  'sch>2,ch>1,sh>2,th>t,ph>p,ck>k,ng>3,ark>ak,eui>i,ui>i,wae>e,ae>e,ai>e,ay>e,oe>e,oi>e,we>e,ee>i,eo>u,eu>u,oo>u,ou>u,o>u,wu>u,' +
    'x>ks,ce>se,ci>si,cy>sy,c>k,q>k,g>k,j>c,z>c,d>t,b>p,f>p,v>p,r>l,1>c,2>s,3>ng,uu>u,ii>i',
).map((rule) => rule.split('>'));

function parts(c) {
  const at = c.charCodeAt(0) - 0xac00;
  return at >= 0 && at < 11172 ? [Math.floor(at / 588), Math.floor((at % 588) / 28), at % 28] : null;
}

export function strokes(folded) {
  let keys = '';
  for (const c of folded.replaceAll(' ', '')) {
    const syllable = parts(c);
    if (syllable) keys += LEADS[syllable[0]] + VOWELS[syllable[1]] + TAILS[syllable[2]];
    else keys += LETTERS[c.charCodeAt(0) - 0x3131] ?? c;
  }
  return keys;
}

export function initials(folded) {
  let found = '';
  for (const c of folded.replaceAll(' ', '')) {
    const syllable = parts(c);
    found += syllable ? INITIALS[syllable[0]] : (PAIRS[c] ?? c);
  }
  return found;
}

export function sound(folded) {
  let latin = '';
  for (const word of folded.split(' ')) {
    let said = '';
    for (const c of word) {
      const syllable = parts(c);
      if (syllable) said += LEAD_SOUNDS[syllable[0]] + VOWEL_SOUNDS[syllable[1]] + TAIL_SOUNDS[syllable[2]];
      else if (c >= 'a' && c <= 'z') said += c;
    }
    const beginning = BEGINNINGS.find(([from]) => said.startsWith(from));
    latin += beginning ? beginning[1] + said.slice(beginning[0].length) : said;
  }
  for (const [from, to] of SOUNDS) latin = latin.replaceAll(from, to);
  return latin.replace(/(.)\1+/gu, '$1');
}

export function shelf(word) {
  if (!word) return '';
  const first = [...word][0];
  const lead = INITIALS.indexOf(initials(first)[0]);
  const said = parts(first) || lead >= 0 ? LEAD_SOUNDS[lead][0] || 'a' : first;
  const shelves = { aeiouwylr: 'a', kgqcxjz: 'k', dt: 't', bpfv: 'p', n: 'n', m: 'm', s: 's', h: 'h', '0123456789': '0' };
  for (const [sounds, name] of Object.entries(shelves)) if (sounds.includes(said)) return name;
  return 'o';
}

// Looking.

const HANGUL = /[\uac00-\ud7a3\u3131-\u3163]/;
const CONSONANT = /[\u3131-\u314e]/;
/** What may hang on a word in Korean. */
const PARTICLE = /(?:으로|에서|이랑|은|는|이|가|을|를|의|에|와|과|도|로|랑)$/;

/** An entry of the index, ready to be asked. */
export function entry([group, href, title, under, lang, folds, keys, firsts, sounds]) {
  return { group, href, title, under, lang, folds: `|${folds}|`, tight: `|${folds.replaceAll(' ', '')}|`, keys: `|${keys}|`, firsts: `|${firsts}|`, sounds: `|${sounds}|` };
}

/** The forms of what was typed. */
export function ask(text) {
  const folded = fold(text);
  const tight = folded.replaceAll(' ', '');
  const isHangul = HANGUL.test(tight);
  const typed = isHangul ? strokes(folded) : '';
  // A keyboard left in the other language.
  const letters = text.replace(/[^a-zA-Z0-9]/g, '');
  const words = folded.split(' ').filter((word) => word !== '');
  const wrong = !isHangul && letters.length > 2 ? [letters, letters.toLowerCase()] : [];
  return {
    folded,
    tight,
    words,
    saidWords: words.map(sound),
    typed: isHangul ? [typed] : wrong,
    latin: isHangul && typed.length > 2 ? typed.toLowerCase() : '',
    firsts: CONSONANT.test(tight) ? initials(folded) : '',
    pattern: CONSONANT.test(tight) ? pattern(folded) : null,
    // A number is not a matter of spelling.
    sound: /\d/.test(folded) ? '' : sound(folded),
  };
}

/** ㄱ stands for every syllable that begins with it; other letters for themselves. */
function pattern(folded) {
  let source = '';
  for (const c of initials(folded.replace(/[가-힣]/g, (c) => `\u0000${c.charCodeAt(0).toString(16)}\u0001`))) source += c;
  source = source.replace(/\u0000([0-9a-f]+)\u0001|([\u3131-\u314e])/g, (_, code, lead) => {
    if (code) return String.fromCharCode(parseInt(code, 16));
    const at = INITIALS.indexOf(lead);
    return `[${lead}${String.fromCharCode(0xac00 + at * 588)}-${String.fromCharCode(0xac00 + at * 588 + 587)}]`;
  });
  return new RegExp(source, 'u');
}

/** How well an entry answers: less is better, nothing when it does not. Exact, beginning, inside, half-typed, initials, spelling, words apart. */
export function score(entry, query) {
  const { tight } = query;
  if (tight === '') return null;
  if (entry.tight.includes(`|${tight}|`)) return 0;
  if (entry.tight.includes(`|${tight}`)) return 1;
  if (entry.folds.includes(` ${query.folded}`)) return 2;
  if ((tight.length > 1 || HANGUL.test(tight)) && entry.tight.includes(tight)) return 3;
  for (const typed of query.typed) {
    if (entry.keys.includes(`|${typed}`)) return 4;
    if (typed.length > 3 && entry.keys.includes(typed)) return 4.5;
  }
  if (query.latin && entry.tight.includes(`|${query.latin}`)) return 4.2;
  if (query.pattern && entry.firsts.includes(query.firsts) && query.pattern.test(entry.tight)) {
    return entry.firsts.includes(`|${query.firsts}`) ? 5 : 5.5;
  }
  if (query.sound.length > 2) {
    if (entry.sounds.includes(`|${query.sound}|`)) return 6;
    if (entry.sounds.includes(`|${query.sound}`)) return 6.3;
    if (query.sound.length > 3 && entry.sounds.includes(query.sound)) return 6.6;
  }
  if (query.words.length > 1 && query.words.every((word, at) => hasWord(entry, word, query.saidWords[at]))) return 7;
  return null;
}

function hasWord(entry, word, said) {
  entry.text ??= `${entry.folds.replaceAll('|', ' ')} ${fold(entry.under)}`;
  return entry.text.includes(` ${word}`) || (said.length > 2 && entry.sounds.includes(said));
}

/** The best entries for what was typed, best first. */
export function find(entries, text, limit = 40) {
  // As typed, without the particle at its end, without any.
  const { folded, words } = ask(text);
  const bare = words.map((word) => (HANGUL.test(word) && word.length > 1 ? word.replace(PARTICLE, '') : word));
  const forms = new Set([folded, [...words.slice(0, -1), bare.at(-1)].join(' '), bare.join(' ')]);
  const queries = [...forms].map((form, at) => ask(at === 0 ? text : form));
  const found = [];
  for (const one of entries) {
    for (let at = 0; at < queries.length; at++) {
      const points = score(one, queries[at]);
      if (points === null) continue;
      found.push({ entry: one, points: 8 * at + points });
      break;
    }
  }
  found.sort((a, b) => a.points - b.points || a.entry.group - b.entry.group || a.entry.title.length - b.entry.title.length);
  return found.slice(0, limit);
}

/** On which shelves of a large index the answers may stand. */
export function shelves(text) {
  const query = ask(text);
  const names = new Set(query.words.map(shelf));
  for (const typed of query.typed) {
    const lead = LEADS.indexOf(typed[0]);
    if (lead >= 0) names.add(shelf(INITIALS[lead]));
  }
  if (query.latin) names.add(shelf(query.latin));
  return [...names].filter((name) => name !== '');
}

// The page.

const VERSION = 1;

class Index {
  constructor(address) {
    this.address = address;
    this.groups = [];
    this.shelves = new Map();
  }

  async read(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    const index = await answer.json();
    if (index.version !== VERSION) throw new Error(`${address}: version ${index.version}`);
    return index;
  }

  /** The entries among which an answer may be. */
  async entries(text) {
    this.first ??= this.read(this.address);
    const first = await this.first;
    if (!first.parts) {
      this.groups = first.groups;
      return (this.all ??= first.entries.map(entry));
    }
    const wanted = shelves(text).filter((name) => first.parts.includes(name));
    for (const name of wanted) {
      if (!this.shelves.has(name)) this.shelves.set(name, this.read(this.address.replace('index.json', `index-${name}.json`)));
    }
    const byAddress = new Map();
    for (const name of wanted) {
      const part = await this.shelves.get(name);
      this.groups = part.groups;
      part.ready ??= part.entries.map(entry);
      for (const one of part.ready) byAddress.set(one.href, one);
    }
    return [...byAddress.values()];
  }
}

function start(box) {
  const field = box.querySelector('input');
  const found = box.querySelector('.search-found');
  const status = box.querySelector('.search-status');
  const plain = document.querySelector('.search-index');
  const index = new Index(box.dataset.index);
  let options = [];
  let at = -1;
  let turn = 0;

  function choose(next) {
    options[at]?.removeAttribute('aria-selected');
    at = options.length === 0 ? -1 : (next + options.length) % options.length;
    const option = options[at];
    if (!option) return field.removeAttribute('aria-activedescendant');
    option.setAttribute('aria-selected', 'true');
    option.scrollIntoView({ block: 'nearest' });
    field.setAttribute('aria-activedescendant', option.id);
  }

  function show(results) {
    const groups = new Map();
    for (const { entry } of results) {
      if (!groups.has(entry.group)) groups.set(entry.group, []);
      groups.get(entry.group).push(entry);
    }
    options = [];
    at = -1;
    field.removeAttribute('aria-activedescendant');
    found.replaceChildren(
      ...[...groups].map(([group, entries]) => {
        const section = document.createElement('div');
        section.setAttribute('role', 'group');
        const title = document.createElement('p');
        title.id = `found-${group}`;
        title.setAttribute('role', 'presentation');
        title.className = 'search-group';
        title.textContent = index.groups[group];
        section.setAttribute('aria-labelledby', title.id);
        section.append(title, ...entries.map(option));
        return section;
      }),
    );
    const isOpen = options.length > 0;
    found.hidden = !isOpen;
    field.setAttribute('aria-expanded', String(isOpen));
  }

  function option(entry) {
    const link = document.createElement('a');
    link.id = `found-at-${options.length}`;
    link.setAttribute('role', 'option');
    link.tabIndex = -1;
    link.href = entry.href;
    const title = document.createElement('span');
    title.textContent = entry.title;
    if (entry.lang) title.lang = entry.lang;
    link.append(title);
    if (entry.under) {
      const under = document.createElement('span');
      under.className = 'note';
      under.textContent = entry.under;
      link.append(' ', under);
    }
    options.push(link);
    return link;
  }

  async function look() {
    const mine = ++turn;
    const text = field.value.trim();
    const address = new URL(location.href);
    if (text) address.searchParams.set('q', text);
    else address.searchParams.delete('q');
    history.replaceState(null, '', address);
    plain.hidden = text !== '';
    if (text === '') {
      status.textContent = '';
      return show([]);
    }
    try {
      const results = find(await index.entries(text), text);
      if (mine !== turn) return; // something else was typed meanwhile
      show(results);
      status.textContent = results.length === 0 ? box.dataset.none : `${box.dataset.count} ${results.length}`;
    } catch (error) {
      if (mine !== turn) return;
      console.warn(error);
      show([]);
      plain.hidden = false;
      status.textContent = box.dataset.fail;
    }
  }

  field.addEventListener('input', look);
  field.addEventListener('keydown', (event) => {
    if (event.isComposing) return; // a syllable is being put together
    if (event.key === 'ArrowDown') choose(at + 1);
    else if (event.key === 'ArrowUp') choose(at < 0 ? options.length - 1 : at - 1);
    else if (event.key === 'Enter') (options[at] ?? options[0])?.click();
    else if (event.key === 'Escape' && field.value !== '') {
      field.value = '';
      look();
    } else return;
    event.preventDefault();
  });
  box.hidden = false;
  field.value = new URL(location.href).searchParams.get('q') ?? '';
  if (field.value) look();
  field.focus({ preventScroll: true });
}

if (typeof document !== 'undefined') {
  const box = document.querySelector('.search');
  if (box) start(box);
}
