// What a reader's browser adds to a page that is whole without it: the look and the spoiler setting, remembered; tables to sort,
// lists to filter, text to copy; a key for the search. Nothing is sent anywhere. What must be there when the page is drawn, such
// as hours where the reader is, stands in early.js.

const root = document.documentElement;
const words = document.body.dataset;

/** The browser's store, which may be closed to us. */
export const store = {
  get(key) {
    try {
      return localStorage.getItem(root.dataset.base + key);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      if (value === null) localStorage.removeItem(root.dataset.base + key);
      else localStorage.setItem(root.dataset.base + key, value);
      return true;
    } catch {
      return false;
    }
  },
};

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// Settings.

function startSettings() {
  const settings = document.querySelector('.settings');
  if (!settings) return;
  settings.hidden = false;
  const now = store.get('look') ?? 'system';
  for (const radio of settings.querySelectorAll('[name=look]')) {
    radio.checked = radio.value === now;
    radio.addEventListener('change', () => {
      if (radio.value === 'system') delete root.dataset.look;
      else root.dataset.look = radio.value;
      store.set('look', radio.value === 'system' ? null : radio.value);
    });
  }
  const seen = settings.querySelector('#seen');
  if (seen) startSeen(seen);
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !settings.open) return;
    settings.open = false;
    settings.querySelector('summary').focus();
  });
  document.addEventListener('click', (event) => {
    if (settings.open && !settings.contains(event.target)) settings.open = false;
  });
}

/** "I have seen up to episode N": opens what tells of it, and no more. */
function startSeen(select) {
  const { drama, seasons, episode, season } = select.dataset;
  const key = `seen:${drama}`;
  const counts = seasons.split(',').map(Number);
  let place = 0;
  counts.forEach((count, at) => {
    for (let number = 1; number <= count; number++) {
      place++;
      const text = fill(counts.length > 1 ? season : episode, { season: at + 1, number });
      select.append(make('option', { value: place }, text));
    }
  });
  const open = () => {
    for (const part of document.querySelectorAll(`details.spoiler[data-drama="${CSS.escape(drama)}"]`)) {
      part.open = Number(part.dataset.seen) <= Number(select.value);
    }
  };
  select.value = store.get(key) ?? '0';
  if (select.selectedIndex < 0) {
    // More episodes than there are any more.
    select.value = '0';
    open();
  }
  select.addEventListener('change', () => {
    store.set(key, select.value === '0' ? null : select.value);
    open();
  });
}

// Tables and lists.

function startTables() {
  for (const table of document.querySelectorAll('table[data-sort]')) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      if (head.textContent.trim() === '') return;
      // No button element: that is a box, and would break the lines of the heading anew.
      const button = make('span', { role: 'button', tabindex: '0', class: 'sort' }, ...head.childNodes);
      head.replaceChildren(button);
      button.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        button.click();
      });
      button.addEventListener('click', () => {
        const isDown = head.getAttribute('aria-sort') === 'ascending';
        for (const other of heads) other.removeAttribute('aria-sort');
        head.setAttribute('aria-sort', isDown ? 'descending' : 'ascending');
        sort(table.tBodies[0], column, isDown);
      });
    });
  }
}

function sort(body, column, isDown) {
  const collator = new Intl.Collator(root.lang, { numeric: true });
  const value = (row) => {
    const cell = row.cells[column];
    const time = cell?.querySelector('time');
    return time ? time.getAttribute('datetime') : (cell?.dataset.value ?? cell?.textContent.trim().replace(/(\d),(?=\d{3})/g, '$1') ?? '');
  };
  const number = (text) => (/^-?\d/.test(text) && !/^\d{4}-/.test(text) ? Number.parseFloat(text) : Number.NaN);
  const rows = [...body.rows].map((row) => ({ row, text: value(row) }));
  rows.sort((a, b) => {
    // What is not known comes last, whichever way.
    if ((a.text === '') !== (b.text === '')) return a.text === '' ? 1 : -1;
    const by = number(a.text) - number(b.text);
    const order = Number.isNaN(by) ? collator.compare(a.text, b.text) : by;
    return isDown ? -order : order;
  });
  body.append(...rows.map(({ row }) => row));
}

/** One switch for each sort of entry of a timeline. */
function startTimeline() {
  const box = document.querySelector('.timeline-filter');
  if (!box) return;
  const entries = [...document.querySelectorAll('.entry[data-kind]')];
  const show = () => {
    const shown = new Set([...box.querySelectorAll('input:checked')].map((input) => input.value));
    for (const entry of entries) entry.hidden = shown.size > 0 && !shown.has(entry.dataset.kind);
    for (const list of document.querySelectorAll('.timeline')) {
      const isEmpty = [...list.children].every((entry) => entry.hidden);
      list.hidden = isEmpty;
      if (list.previousElementSibling?.tagName === 'H3') list.previousElementSibling.hidden = isEmpty;
    }
    for (const year of document.querySelectorAll('.timeline-year')) {
      year.hidden = [...year.querySelectorAll('.timeline')].every((list) => list.hidden);
    }
  };
  box.addEventListener('change', show);
  box.hidden = false;
}

/** Buttons that copy a text file, such as a track list. */
function startCopies() {
  for (const button of document.querySelectorAll('button[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      const label = button.textContent;
      try {
        const answer = await fetch(button.dataset.copy);
        if (!answer.ok) throw new Error(`${button.dataset.copy}: ${answer.status}`);
        await navigator.clipboard.writeText(await answer.text());
        button.textContent = button.dataset.done;
      } catch (error) {
        console.warn(error);
        location.href = button.dataset.copy;
        return;
      }
      setTimeout(() => (button.textContent = label), 2500);
    });
  }
}

/** Ctrl K or ⌘ K. */
function startSearchKey() {
  const link = document.querySelector('.to-search a');
  if (!link) return;
  document.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'k') return;
    event.preventDefault();
    const field = document.querySelector('.search input');
    if (field) field.focus();
    else link.click();
  });
}

// Reading without a connection.

/** Keeps visited pages, unless the reader wants none kept. */
/** Films of other hosts: a button beside each link. Nothing is asked of the host before it is pressed. */
function startVideos() {
  for (const button of document.querySelectorAll('[data-frame]')) {
    button.hidden = false;
    button.addEventListener('click', () => {
      const title = button.nextElementSibling.textContent;
      const player = make('iframe', { src: button.dataset.frame, title, allow: 'autoplay; encrypted-media; fullscreen', allowfullscreen: '' });
      button.replaceWith(player);
      player.focus();
    });
  }
  for (const note of document.querySelectorAll('.play-note')) note.hidden = false;
}

async function startKeeping() {
  const { sw } = words;
  if (!sw || !('serviceWorker' in navigator)) return;
  const scope = root.dataset.base;
  const register = async () => {
    const found = await navigator.serviceWorker.register(sw, { scope, updateViaCache: 'none' });
    await navigator.serviceWorker.ready;
    // What this page loaded before the worker was there to see it.
    const loaded = performance.getEntriesByType('resource').map((entry) => entry.name);
    const keep = [location.href.split('#')[0], ...loaded].filter((address) => address.startsWith(location.origin + scope));
    found.active?.postMessage({ keep });
  };
  const forget = async () => {
    const found = await navigator.serviceWorker.getRegistration(scope);
    if (found?.scope === new URL(scope, location.href).href) await found.unregister();
    for (const name of await caches.keys()) if (name.startsWith(`linernotes:${scope}:`)) await caches.delete(name);
  };
  const box = document.querySelector('.keep-pages input');
  const isWanted = store.get('offline') !== 'off';
  if (box) {
    box.closest('.keep-pages').hidden = false;
    box.checked = isWanted;
    box.addEventListener('change', () => {
      store.set('offline', box.checked ? null : 'off');
      (box.checked ? register() : forget()).catch(console.warn);
    });
  }
  if (!isWanted) return;
  // Not before the page is whole: what it needs goes first.
  if (document.readyState !== 'complete') await new Promise((done) => addEventListener('load', done, { once: true }));
  register().catch((error) => console.info(error));
}

startSettings();
startTables();
startTimeline();
startCopies();
startVideos();
startSearchKey();
startKeeping();
