// The Nu HTML checker on every page: no errors, and no warnings but those listed here.

import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ALLOWED_WARNINGS = [
  // Advice that does not see a name given by aria-label: axe judges the outline and landmarks of the page.
  /^(Section|Article) lacks heading/,
  // Judged by the browser: the checker reads files, and does not know what 'self' is.
  /^Resource violates Content Security Policy/,
  // It reads no hashes, and takes data for script: the browser check watches the console for what is really blocked.
  /^Inline script violates Content Security Policy/,
  // The other half of an error.
  /^The first occurrence of ID/,
];

export async function checkHtml(site, report) {
  const messages = await runChecker(site.folder);
  const problems = new Map(site.pages.map((page) => [page.file, []]));
  for (const message of messages) {
    const isWarning = message.type === 'info';
    if (isWarning && (message.subType !== 'warning' || ALLOWED_WARNINGS.some((allowed) => allowed.test(message.message)))) continue;
    const file = message.url ? relative(site.folder, fileURLToPath(message.url)) : '(the checker itself)';
    if (!problems.has(file)) problems.set(file, []);
    problems.get(file).push({
      rule: isWarning ? 'html-warning' : 'html-error',
      page: file,
      where: message.lastLine ? `line ${message.lastLine}, column ${message.firstColumn ?? message.lastColumn}` : '',
      element: message.extract ?? '',
      message: message.message,
    });
  }
  for (const list of problems.values()) report.check(list);
}

/** One run for the whole folder: starting Java costs more than checking a page. */
function runChecker(folder) {
  const jar = join(dirname(createRequire(import.meta.url).resolve('vnu-jar')), 'build/dist/vnu.jar');
  const options = ['--skip-non-html', '--no-langdetect', '--format', 'json', '--stdout', '--exit-zero-always'];
  return new Promise((resolve, reject) => {
    const checker = spawn('java', ['-Xss4m', '-jar', jar, ...options, folder], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let complaint = '';
    checker.stdout.setEncoding('utf8').on('data', (text) => (output += text));
    checker.stderr.setEncoding('utf8').on('data', (text) => (complaint += text));
    checker.on('error', (error) => reject(new Error(`Java could not be started: ${error.message}`)));
    checker.on('close', (code) => {
      try {
        resolve(JSON.parse(output).messages);
      } catch {
        reject(new Error(`the HTML checker ended with ${code} and no list of messages: ${complaint || output}`));
      }
    });
  });
}
