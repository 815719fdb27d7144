// Starts the Chromium that the system has. Nothing is downloaded.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

/** How long to wait for what should happen at once, in milliseconds: a machine may be busy with other things. */
const PATIENCE = 90_000;

export const browserArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A page that asks another host fails at once, with or without a network.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

export function browserPath() {
  const path = process.env.CHROMIUM || '/usr/bin/chromium';
  if (!existsSync(path)) throw new Error(`there is no browser at ${path}: install Debian's chromium, or name one in the variable CHROMIUM`);
  return path;
}

export const startBrowser = () => chromium.launch({ executablePath: browserPath(), args: browserArguments });

/** A tab in a browser profile of its own; `tab.context().close()` ends both. */
export async function openTab(browser, options = {}) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(PATIENCE);
  return context.newPage();
}

/** Whether `isSo` comes true. What a script does a moment after the page has loaded is late on a busy machine, not wrong. */
export async function soon(isSo) {
  const end = performance.now() + PATIENCE;
  while (!(await isSo())) {
    if (performance.now() > end) return false;
    await new Promise((done) => setTimeout(done, 30));
  }
  return true;
}
