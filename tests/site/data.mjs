// Open data: every file is what the published schema says (Ajv), every record that is named is there, and the tables
// are CSV that no spreadsheet runs.

import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deadIn } from './feeds.mjs';

export async function checkData(site, report) {
  const read = (file) => readFile(join(site.folder, file), 'utf8');
  const files = site.files.filter((name) => /^data\/[^/]+\.json$/.test(name) && name !== 'data/schema.json');
  if (files.length > 0) {
    const schema = JSON.parse(await read('data/schema.json'));
    const ajv = new Ajv.default({ strict: true, strictRequired: false, allErrors: true });
    addFormats.default(ajv);
    let known = true;
    try {
      ajv.addSchema(schema);
    } catch (error) {
      known = false;
      report.check([{ rule: 'schema', page: 'data/schema.json', message: error.message }]);
    }
    const all = new Map();
    for (const file of known ? files : []) {
      const data = JSON.parse(await read(file));
      const kind = file.slice('data/'.length, -'.json'.length);
      all.set(kind, data);
      // Its own definition says what is wrong more plainly than the choice of all.
      const validate = ajv.getSchema(`${schema.$id}#/$defs/${kind}-file`);
      const problems = [];
      if (!validate) problems.push({ rule: 'schema', page: file, message: 'the schema has no definition for it' });
      else if (!validate(data)) problems.push(...validate.errors.slice(0, 20).map((error) => ({ rule: 'schema', page: file, element: error.instancePath, message: `${error.message} ${JSON.stringify(error.params)}` })));
      if (!ajv.validate(schema.$id, data)) problems.push({ rule: 'schema', page: file, message: 'none of the shapes fits it' });
      if (data.schema !== schema.$id) problems.push({ rule: 'schema', page: file, message: `names another schema: ${data.schema}` });
      report.check(problems);
    }
    report.check(checkIds(all));
  }
  for (const file of site.files.filter((name) => name.endsWith('.csv'))) {
    const source = await read(file);
    const { rows, problems } = readCsv(source);
    const at = rows[0]?.indexOf('address') ?? -1;
    const addresses = at < 0 ? [] : rows.slice(1).map((row) => row[at]).filter((address) => URL.canParse(address));
    report.check([...problems.map((message) => ({ rule: 'csv', page: file, message })), ...(await deadIn(site, file, addresses))]);
  }
}

/** Ids are unique, and what names a record finds it. */
function checkIds(all) {
  const problems = [];
  const key = (kind, record) => `${kind} ${record.drama ?? ''} ${record.id}`;
  const ids = new Set();
  const sources = new Set((all.get('sources')?.records ?? []).map((record) => record.id));
  for (const [name, { kind, records = [] }] of all) {
    for (const record of records) {
      if (ids.has(key(kind, record))) problems.push({ rule: 'data-ids', page: `data/${name}.json`, message: 'two records have one id', element: record.id });
      ids.add(key(kind, record));
      if (record.hidden && Object.keys(record).some((field) => !['id', 'drama', 'hidden'].includes(field))) problems.push({ rule: 'data-hidden', page: `data/${name}.json`, message: 'a hidden record says more than its id', element: record.id });
    }
  }
  const kinds = new Set([...all.values()].map(({ kind }) => kind));
  const walk = (value, page) => {
    if (Array.isArray(value)) value.forEach((one) => walk(one, page));
    else if (value && typeof value === 'object') {
      const isReference = typeof value.id === 'string' && kinds.has(value.kind) && Object.keys(value).every((field) => ['kind', 'drama', 'id'].includes(field));
      if (isReference && !ids.has(key(value.kind, value))) problems.push({ rule: 'data-ids', page, message: 'names a record that is not there', element: `${value.kind} ${value.id}` });
      for (const source of Array.isArray(value.sources) ? value.sources : value.sources?.value ?? []) {
        if (!sources.has(source)) problems.push({ rule: 'data-ids', page, message: 'names a source that is not there', element: source });
      }
      Object.values(value).forEach((one) => walk(one, page));
    }
  };
  for (const [name, data] of all) if (name !== 'index') walk(data.records, `data/${name}.json`);
  return problems;
}

/** RFC 4180, with the byte order mark by which spreadsheets know UTF-8. */
function readCsv(source) {
  const problems = [];
  if (!source.startsWith('\ufeff')) problems.push('has no byte order mark');
  const text = source.replace(/^\ufeff/, '');
  if (!text.endsWith('\r\n')) problems.push('does not end in CRLF');
  const rows = [];
  let row = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    if (!found) {
      problems.push(`cannot be read behind row ${rows.length + 1}`);
      break;
    }
    row.push(found[1] === undefined ? found[2] : found[1].replaceAll('""', '"'));
    if (found[3] === '\r\n') {
      rows.push(row);
      row = [];
    }
  }
  const wide = rows.findIndex((one) => one.length !== rows[0].length);
  if (wide >= 0) problems.push(`row ${wide + 1} has ${rows[wide].length} cells, and the head ${rows[0].length}`);
  if (new Set(rows[0]).size !== rows[0]?.length) problems.push('two columns have one name');
  for (const one of rows.flat()) if (/^[=+\-@\t\r]/.test(one)) problems.push(`a spreadsheet would run the cell ${one}`);
  return { rows, problems };
}
