// What each page says to machines, held against tools that we did not write: the JSON-LD expands with nothing dropped (npm jsonld), and written
// as a typed literal it compiles against schema.org's vocabulary (npm schema-dts and TypeScript), so every property is one that its type has, with
// a value of a type that it takes. And what it names on this site is described on this site.

import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import jsonld from 'jsonld';

const require = createRequire(import.meta.url);
const SCRIPT = /<script type="application\/ld\+json">([^<]*)<\/script>/g;
// Properties whose words are in a list of schema.org's, which may be written without its address.
const FIXED = new Set(['albumProductionType', 'albumReleaseType', 'availability', 'eventStatus', 'itemListOrder', 'musicReleaseFormat']);

export async function checkJsonLd(site, report) {
  const graphs = [];
  for (const page of site.pages) {
    // A page that only leads on, and the one for addresses that do not exist, stand for nothing.
    if (page.facts.refresh || page.bare === '/404.html') continue;
    const { text } = await site.answer(page.address);
    const problems = [];
    const problem = (rule, message, element = '') => problems.push({ rule, page: page.path, element, message });
    const blocks = [...text.matchAll(SCRIPT)].map(([, block]) => block);
    if (blocks.length !== 1) problem('jsonld-missing', `has ${blocks.length} blocks of JSON-LD, expected 1`);
    for (const block of blocks) {
      try {
        const graph = JSON.parse(block);
        graphs.push({ page, graph });
        await checkExpanded(graph, problem);
      } catch (error) {
        problem('jsonld-parse', error.message);
      }
    }
    report.check(problems);
  }
  checkNames(site, graphs, report);
  await checkTypes(graphs, report);
}

/** Every term means something, and every thing has a whole address. */
async function checkExpanded(graph, problem) {
  // The only context: schema.org's words, known here so that nothing is fetched.
  const documentLoader = async (url) => {
    if (!/^https?:\/\/schema\.org\/?$/.test(url)) throw new Error(`the context ${url} is not schema.org's`);
    return { contextUrl: null, documentUrl: url, document: { '@context': { '@vocab': 'https://schema.org/' } } };
  };
  let expanded;
  try {
    // In safe mode whatever would be dropped or lead nowhere is an error.
    expanded = await jsonld.expand(graph, { documentLoader, safe: true });
  } catch (error) {
    const { event } = error.details ?? {};
    problem('jsonld-expand', `${event?.message ?? error.message} ${JSON.stringify(event?.details ?? '')}`);
    return;
  }
  const [said, kept] = [values(graph['@graph'] ?? []), values(expanded)];
  if (said !== kept) problem('jsonld-expand', `says ${said} values, of which ${kept} are left when it is expanded`);
  walk(expanded, (node) => {
    if ('@id' in node && !(URL.canParse(node['@id']) && /^https?:$/.test(new URL(node['@id']).protocol))) {
      problem('jsonld-id', 'an @id that is no whole address', node['@id']);
    }
  });
}

/** How many texts, numbers, types and addresses there are. */
function values(tree) {
  if (Array.isArray(tree)) return tree.reduce((sum, one) => sum + values(one), 0);
  if (tree === null || typeof tree !== 'object') return 1;
  return Object.values(tree).reduce((sum, one) => sum + values(one), 0);
}

function walk(tree, visit) {
  if (Array.isArray(tree)) tree.forEach((one) => walk(one, visit));
  else if (tree !== null && typeof tree === 'object') {
    visit(tree);
    Object.values(tree).forEach((one) => walk(one, visit));
  }
}

/** What is named by an @id of this site alone is described somewhere on it, and is of one type everywhere. */
function checkNames(site, graphs, report) {
  const types = new Map();
  for (const { page, graph } of graphs) {
    walk(graph, (node) => {
      const [id, type] = [node['@id'], node['@type']];
      if (id === undefined || type === undefined) return;
      if (!types.has(id)) types.set(id, { type, page });
      else if (types.get(id).type !== type) {
        const message = `is a ${type} here and a ${types.get(id).type} on ${types.get(id).page.path}`;
        report.check([{ rule: 'jsonld-two-types', page: page.path, element: id, message }]);
      }
    });
  }
  const pages = new Set(site.pages.map((page) => page.address.href));
  for (const { page, graph } of graphs) {
    const lost = new Set();
    walk(graph, (node) => {
      const id = node['@id'];
      if (typeof id !== 'string' || !URL.canParse(id) || !site.isOwn(new URL(id))) return;
      if (!types.has(id) && !pages.has(id)) lost.add(id);
    });
    report.check([...lost].map((id) => ({ rule: 'jsonld-lost', page: page.path, element: id, message: 'names a thing that no page describes' })));
  }
}

/**
 * One TypeScript project of all pages. The compiler looks at types, properties and the words of fixed lists, not at what a name says: pages that
 * differ in nothing else are written out once, and so are things of one shape in a list. That makes minutes seconds.
 */
async function checkTypes(graphs, report) {
  const shapes = new Map();
  for (const { page, graph } of graphs) {
    const shape = shapeOf(graph);
    if (!shapes.has(shape)) shapes.set(shape, { literal: JSON.stringify(distinct(graph), null, 1), pages: [], faults: [] });
    shapes.get(shape).pages.push(page);
  }
  const folder = await mkdtemp(join(tmpdir(), 'site-jsonld-'));
  try {
    let text = "import type { Graph } from 'schema-dts';\n";
    let line = 2;
    for (const [index, shape] of [...shapes.values()].entries()) {
      const literal = `export const page${index}: Graph = ${shape.literal};\n`;
      shape.line = line;
      line += literal.split('\n').length - 1;
      text += literal;
    }
    const lines = text.split('\n');
    await writeFile(join(folder, 'pages.ts'), text);
    const vocabulary = join(dirname(require.resolve('schema-dts/package.json')), 'dist/schema.d.ts');
    const compilerOptions = {
      strict: true, noEmit: true, skipLibCheck: true, target: 'es2022', module: 'esnext', moduleResolution: 'bundler', types: [],
      paths: { 'schema-dts': [vocabulary] },
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['pages.ts'] }));
    const { code, output } = await compile(folder);
    for (const [, at, message] of output.matchAll(/^pages\.ts\((\d+),\d+\): error (TS\d+: .*)$/gm)) {
      const shape = [...shapes.values()].findLast(({ line }) => line <= Number(at));
      shape?.faults.push({ element: lines[at - 1].trim(), message });
    }
    const isTold = [...shapes.values()].some(({ faults }) => faults.length > 0);
    if (code !== 0 && !isTold) report.check([{ rule: 'jsonld-type', page: '(the compiler itself)', message: output.trim() || `ended with ${code}` }]);
    for (const { pages, faults } of shapes.values()) {
      for (const page of pages) report.check(faults.map((fault) => ({ rule: 'jsonld-type', page: page.path, ...fault })));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** All that a type can depend on: which properties, of which types; free texts and numbers are told apart from each other only. */
function shapeOf(tree, key) {
  return JSON.stringify(shape(tree, key));
}

function shape(tree, key = '') {
  if (Array.isArray(tree)) return [...new Set(tree.map((one) => shapeOf(one, key)))].sort();
  if (tree !== null && typeof tree === 'object') {
    return Object.keys(tree).sort().map((name) => [name, name === '@type' || name === '@context' ? tree[name] : shape(tree[name], name)]);
  }
  if (typeof tree !== 'string' || key === '@id') return typeof tree;
  // A member of a fixed list, a number or a truth value in a text.
  if (/^https?:\/\/schema\.org\//.test(tree) || /^[A-Z][A-Za-z]+$/.test(tree) && FIXED.has(key)) return `=${tree}`;
  return /^[-+]?[\d.]+(e[-+]?\d+)?$/i.test(tree) ? 'digits' : 'text';
}

/** The same with one thing of each shape in every list. */
function distinct(tree, key) {
  if (Array.isArray(tree)) return [...new Map(tree.map((one) => [shapeOf(one, key), distinct(one, key)])).values()];
  if (tree === null || typeof tree !== 'object') return tree;
  return Object.fromEntries(Object.entries(tree).map(([name, one]) => [name, distinct(one, name)]));
}

function compile(folder) {
  const compiler = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');
  return new Promise((resolve, reject) => {
    const run = spawn(process.execPath, [compiler, '--project', folder, '--pretty', 'false'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [run.stdout, run.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
    run.on('error', reject);
    run.on('close', (code) => resolve({ code, output }));
  });
}
