// Starts the Chromium that the system has. Nothing is downloaded.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

export async function startBrowser() {
  const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(`there is no browser at ${executablePath}: install Debian's chromium, or name one in the variable CHROMIUM`);
  }
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // A page that asks another host fails at once, with or without a network.
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    ],
  });
}
