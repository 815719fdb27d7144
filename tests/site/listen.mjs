// What the browser complains of while a page is visited: its console, its requests, dialogs and windows that nobody asked for.

/** How long a request of the page may still be under way after everything else was looked at, in milliseconds. */
const PATIENCE = 60_000;

/** What each use of a file must be served as. */
const TYPES = { stylesheet: /^text\/css\b/, script: /\bjavascript\b/, font: /^font\//, image: /^image\// };

/** Hears `tab` until `end` is called and has waited for the requests that are still under way. */
export function listen(tab, site, page, problem) {
  const isOwn = (address) => new URL(address).origin === site.server.origin;
  const isPage = (address) => address.replace(/#.*/, '') === site.local(page.seenAt);
  const asked = new Set();
  const open = new Set();
  const givenUp = new Set();
  const hearers = {
    console(message) {
      // A page that is shown for what is missing is itself an answer of 404, which the console repeats.
      if (message.type() === 'error' && !isPage(message.location().url ?? '')) problem('console', message.text(), message.location().url);
      else if (message.type() === 'error' && !/status of 404/.test(message.text())) problem('console', message.text());
    },
    pageerror(error) {
      problem('console', `${error.name}: ${error.message}`, (error.stack ?? '').split('\n')[1]?.trim());
    },
    dialog(dialog) {
      problem('dialog', `opened a dialog: ${dialog.message()}`);
      dialog.dismiss().catch(() => {});
    },
    popup(other) {
      problem('dialog', `opened a window: ${other.url()}`);
      other.close().catch(() => {});
    },
    request(request) {
      const address = new URL(request.url());
      if (/^(https?|wss?):$/.test(address.protocol) && !isOwn(address)) problem('foreign', `asked another host: ${request.url()}`);
      asked.add(request);
      open.add(request);
    },
    requestfinished(request) {
      open.delete(request);
    },
    requestfailed(request) {
      open.delete(request);
      // Those of the page before belong to its own visit.
      if (!asked.has(request) || !isOwn(request.url())) return;
      const reason = request.failure()?.errorText;
      // The browser gave up what it no longer needed, such as the icon of a page that was left. Nothing is said of the file by that.
      if (reason === 'net::ERR_ABORTED') givenUp.add(request.url());
      else problem('request', `${request.url()} failed: ${reason}`);
    },
    response(response) {
      const request = response.request();
      if (!asked.has(request) || isPage(response.url())) return;
      if (response.status() >= 400) return problem('request', `${response.url()} answered ${response.status()}`);
      const type = response.headers()['content-type'] ?? '';
      const wanted = TYPES[request.resourceType()];
      if (wanted && response.status() === 200 && isOwn(response.url()) && !wanted.test(type)) problem('request', `${response.url()} is served as ${type}`);
    },
  };
  for (const [event, hearer] of Object.entries(hearers)) tab.on(event, hearer);
  return {
    async end() {
      const limit = performance.now() + PATIENCE;
      while (open.size > 0 && performance.now() < limit) await new Promise((done) => setTimeout(done, 20));
      // What the tab said of them is in line before the answer to this.
      await tab.evaluate('0').catch(() => {});
      for (const [event, hearer] of Object.entries(hearers)) tab.off(event, hearer);
      for (const request of open) problem('request', `${request.url()} is not answered`);
      for (const address of givenUp) {
        const { status } = await fetch(address);
        if (status >= 400 && !isPage(address)) problem('request', `${address} answered ${status}`);
      }
    },
  };
}
