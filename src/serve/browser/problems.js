// Shows what is wrong with the files over the last good page, away from the page's own styles (in a shadow tree).

const CLOSED = 'linernotes:closed';
/** What a tab keeps from one load of a page to the next; nothing where the browser forbids it. */
const store = {
  get: (key) => attempt(() => sessionStorage.getItem(key)),
  set: (key, value) => attempt(() => sessionStorage.setItem(key, value)),
  remove: (key) => attempt(() => sessionStorage.removeItem(key)),
};
let host;
let notices;
let layer;
let badge;

/** Shows a list of problems, or takes it away. What was closed by hand opens again when something else is wrong. */
function showProblems(problems) {
  layer?.remove();
  badge?.remove();
  layer = badge = undefined;
  if (problems.count === 0) {
    store.remove(CLOSED);
    return;
  }
  const state = JSON.stringify(problems);
  const title = make('h2', { id: 'title', tabIndex: -1 }, problems.count === 1 ? 'One problem' : `${problems.count} problems`);
  const close = make('button', { type: 'button', className: 'close' }, 'Close');
  const more = problems.count - problems.told.length;
  layer = make('dialog', { className: 'list' },
    make('div', { className: 'head' }, title, close),
    make('p', { id: 'about' }, 'The page below is the last good one. This goes away when the files are mended.'),
    make('ol', {}, ...problems.told.map(item)),
    ...(more > 0 ? [make('p', {}, `And ${more} more, which the terminal shows.`)] : []));
  layer.setAttribute('role', 'alertdialog');
  layer.setAttribute('aria-labelledby', 'title');
  layer.setAttribute('aria-describedby', 'about');
  badge = make('button', { type: 'button', className: 'badge', hidden: true }, title.textContent);
  const open = () => {
    badge.hidden = true;
    layer.showModal();
    title.focus();
  };
  close.addEventListener('click', () => layer.close());
  layer.addEventListener('close', () => {
    badge.hidden = false;
    store.set(CLOSED, state);
  });
  badge.addEventListener('click', open);
  tree().append(layer, badge);
  if (store.get(CLOSED) === state) badge.hidden = false;
  else open();
}

function item({ severity, code, message, spot, snippet, help }) {
  const parts = [make('h3', {}, ...marked(message)), make('p', { className: 'code' }, `${severity}[${code}]`)];
  if (spot) {
    const place = [spot.file, spot.line, spot.line && spot.column].filter(Boolean).join(':');
    const copy = make('button', { type: 'button' }, 'Copy');
    copy.setAttribute('aria-label', `Copy ${place}`);
    copy.addEventListener('click', () => copyText(place, copy));
    parts.push(make('p', { className: 'place' }, spot.link ? make('a', { href: spot.link }, place) : make('span', {}, place), ' ', copy));
  }
  if (snippet) parts.push(make('pre', { tabIndex: 0 }, snippet));
  for (const line of help) parts.push(make('p', { className: 'help' }, ...marked(line)));
  return make('li', {}, ...parts);
}

/** Names and values stand between backticks, as in the terminal. */
function marked(text) {
  const parts = text.split('`');
  return parts.length % 2 === 0 ? [text] : parts.map((part, at) => (at % 2 === 1 ? make('code', {}, part) : part));
}

async function copyText(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch {
    // Not allowed, or the page is not from this machine.
    prompt('Copy this:', text);
  }
  setTimeout(() => (button.textContent = 'Copy'), 2000);
}

function showGone(base) {
  notices?.remove();
  const close = make('button', { type: 'button' }, 'Close');
  notices = make('div', { className: 'notice' },
    make('p', {}, 'This page is no longer part of the site. ', make('a', { href: base }, 'To the first page')), close);
  notices.setAttribute('role', 'status');
  close.addEventListener('click', () => notices.remove());
  tree().append(notices);
}

function tree() {
  if (!host) {
    host = document.createElement('linernotes-preview');
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    host.attachShadow({ mode: 'open' }).adoptedStyleSheets = [sheet];
    // The page's own keys are not meant while this is open.
    host.addEventListener('keydown', (event) => event.stopPropagation());
  }
  if (!host.isConnected) document.documentElement.append(host);
  return host.shadowRoot;
}

function attempt(work) {
  try {
    return work();
  } catch (error) {
    console.info(error);
  }
}

function make(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}
