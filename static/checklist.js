// A collector's own ticks on a checklist: what they have, want and would trade, kept in their browser; a link and a file that
// carry the list elsewhere; and a friend's list beside one's own. Without it the page is a list to print.

const { store, make, fill } = await import(document.querySelector('head script[type="module"]').src);

const VERSION = 1;
/** What may be marked beside a thing, by the number that stands for it in a link. */
const MARKS = ['', 'want', 'trade'];

/** A list: which keys are had, wanted, to be traded. */
const empty = () => ({ have: new Set(), want: new Set(), trade: new Set() });
const isEmpty = (list) => list.have.size + list.want.size + list.trade.size === 0;
const markOf = (list, key) => MARKS.find((mark) => mark !== '' && list[mark].has(key)) ?? '';

// A list as text. Keys in a file and in the store, since they last; half a byte for each line in a link, since it is short.

function toObject(list) {
  const sorted = (set) => [...set].sort();
  return { version: VERSION, have: sorted(list.have), want: sorted(list.want), trade: sorted(list.trade) };
}

/** Nothing when it is of no form that is known here; keys that the page does not have are left out and counted. */
function fromObject(object, keys) {
  if (object?.version !== VERSION) return null;
  const list = empty();
  let strange = 0;
  for (const name of Object.keys(list)) {
    if (!Array.isArray(object[name])) return null;
    for (const key of object[name]) {
      if (keys.includes(key)) list[name].add(key);
      else strange++;
    }
  }
  // Nobody wants and trades the same thing on one list.
  for (const key of list.want) list.trade.delete(key);
  return { list, strange };
}

function toCode(list, keys, stamp) {
  const bytes = new Uint8Array(Math.ceil(keys.length / 2));
  keys.forEach((key, at) => {
    const half = (list.have.has(key) ? 1 : 0) | (MARKS.indexOf(markOf(list, key)) << 1);
    bytes[at >> 1] |= half << (at % 2 ? 4 : 0);
  });
  const text = btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  return `${VERSION}.${stamp}.${text}`;
}

function fromCode(code, keys, stamp) {
  const [version, of, text] = code.split('.');
  if (version !== String(VERSION) || of !== stamp || !/^[\w-]+$/.test(text ?? '')) return null;
  let bytes;
  try {
    bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
  } catch {
    return null;
  }
  if (bytes.length !== Math.ceil(keys.length / 2)) return null;
  const list = empty();
  keys.forEach((key, at) => {
    const half = (bytes[at >> 1] >> (at % 2 ? 4 : 0)) & 15;
    if (half & 1) list.have.add(key);
    const mark = MARKS[half >> 1];
    if (mark) list[mark].add(key);
  });
  return list;
}

function start(article) {
  const { release, stamp } = article.dataset;
  const tools = article.querySelector('.keep');
  const says = tools.dataset;
  const lines = [...article.querySelectorAll('.ticks [data-key]')];
  const keys = lines.map((line) => line.dataset.key);
  const key = `list:${release}`;
  const status = tools.querySelector('[role="status"]');
  const count = tools.querySelector('.keep-count');
  const other = article.querySelector('.theirs');
  const controls = new Map();
  let mine = kept();
  let theirs = null;
  let before = null;

  function kept() {
    try {
      return fromObject(JSON.parse(store.get(key)), keys)?.list ?? empty();
    } catch {
      return empty();
    }
  }

  function say(text, undo = false) {
    status.textContent = text;
    tools.querySelector('[data-do="undo"]').hidden = !undo;
  }

  /** Shows the list, and keeps it. */
  function take(list) {
    mine = list;
    show();
    if (!store.set(key, isEmpty(mine) ? null : JSON.stringify(toObject(mine)))) say(says.closed);
  }

  /** The same, with a way back. */
  function replace(list, text) {
    before = mine;
    take(list);
    say(text, true);
  }

  function show() {
    for (const [key, { box, mark }] of controls) {
      box.checked = mine.have.has(key);
      mark.value = markOf(mine, key);
      mark.dataset.mark = mark.value;
    }
    count.textContent = fill(says.count, { have: mine.have.size, all: keys.length });
    showTheirs();
  }

  function showTheirs() {
    other.hidden = theirs === null;
    for (const line of lines) {
      line.querySelector('.their')?.remove();
      if (!theirs) continue;
      const words = [theirs.have.has(line.dataset.key) ? says.theirHave : '', { want: says.theirWant, trade: says.theirTrade }[markOf(theirs, line.dataset.key)] ?? ''];
      const text = words.filter((word) => word !== '').join(', ');
      if (text) line.append(make('span', { class: 'their' }, fill(says.their, { what: text })));
    }
    if (theirs) other.querySelector('p').textContent = fill(says.theirs, { have: theirs.have.size, all: keys.length });
  }

  lines.forEach((line, at) => {
    const key = line.dataset.key;
    const text = line.querySelector('.line');
    text.id ||= `line_${at}`;
    const box = make('input', { type: 'checkbox', 'aria-labelledby': text.id });
    const mark = make('select', { 'aria-label': fill(says.mark, { name: text.textContent.trim() }) });
    MARKS.forEach((name) => mark.append(make('option', { value: name }, { '': says.none, want: says.want, trade: says.trade }[name])));
    line.querySelector('.box').replaceWith(box);
    line.append(' ', mark);
    // The words tick the box too, but for links among them.
    text.addEventListener('click', (event) => event.target.closest('a') || box.click());
    box.addEventListener('change', () => {
      mine.have[box.checked ? 'add' : 'delete'](key);
      say('');
      take(mine);
    });
    mark.addEventListener('change', () => {
      mine.want.delete(key);
      mine.trade.delete(key);
      if (mark.value) mine[mark.value].add(key);
      say('');
      take(mine);
    });
    controls.set(key, { box, mark });
  });

  const file = tools.querySelector('input[type="file"]');
  const deeds = {
    async link() {
      const address = `${location.href.split('#')[0]}#have=${toCode(mine, keys, stamp)}`;
      try {
        await navigator.clipboard.writeText(address);
        say(says.linked);
      } catch (error) {
        // A browser that lets nobody copy: the address bar has it.
        console.warn(error);
        history.replaceState(null, '', address);
        say(says.inBar);
      }
    },
    save() {
      const text = JSON.stringify({ checklist: release, ...toObject(mine) }, null, 2);
      const address = URL.createObjectURL(new Blob([`${text}\n`], { type: 'application/json' }));
      make('a', { href: address, download: `${release.split('/').pop()}-checklist.json` }).click();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
    },
    load: () => file.click(),
    clear: () => isEmpty(mine) || replace(empty(), says.cleared),
    undo() {
      take(before ?? mine);
      say('');
    },
    take() {
      const list = theirs;
      dismiss();
      replace(list, says.taken);
      count.focus();
    },
    dismiss() {
      dismiss();
      count.focus();
    },
    print: () => window.print(),
  };
  for (const button of article.querySelectorAll('button[data-do]')) button.addEventListener('click', deeds[button.dataset.do]);

  function dismiss() {
    theirs = null;
    if (location.hash.startsWith('#have=')) history.replaceState(null, '', location.href.split('#')[0]);
    showTheirs();
  }

  file.addEventListener('change', async () => {
    const [chosen] = file.files;
    if (!chosen) return;
    let read = null;
    try {
      const object = JSON.parse(await chosen.text());
      if (object?.checklist === release) read = fromObject(object, keys);
    } catch (error) {
      console.warn(error);
    }
    file.value = '';
    if (!read) return say(says.notRead);
    const rest = read.strange > 0 ? ` ${fill(says.strange, { count: read.strange })}` : '';
    replace(read.list, says.loaded + rest);
  });

  function readAddress() {
    const code = /^#have=(.+)$/.exec(location.hash)?.[1];
    if (!code) return;
    theirs = fromCode(code, keys, stamp);
    if (theirs === null) say(says.oldLink);
    showTheirs();
  }
  // Ticked in another window of the same browser.
  addEventListener('storage', (event) => {
    if (event.key !== document.documentElement.dataset.base + key) return;
    mine = kept();
    show();
  });
  addEventListener('hashchange', readAddress);
  tools.hidden = false;
  show();
  readAddress();
}

const article = document.querySelector('article.checklist[data-release]');
if (article) start(article);
