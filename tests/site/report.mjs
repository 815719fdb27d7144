// Collects what the checks found, and prints it all at once.
//
// A problem is `{ rule, page, where, element, message }`: `page` a site path or a file,
// `where` the variant of the page (`1280 light`), the rest as a reader should see it.
// The same problem on many pages or variants is printed once: one slip in a template
// would otherwise fill the screen a thousand times.

const SHOWN = 8;

export class Report {
  passed = 0;
  failed = 0;
  problems = [];
  notes = [];

  /** Counts one check: passed when it found no problems. */
  check(problems) {
    if (problems.length === 0) this.passed += 1;
    else this.failed += 1;
    this.problems.push(...problems);
  }

  /** Something to know that is not a failure. */
  note(text) {
    this.notes.push(text);
  }

  text() {
    const groups = new Map();
    for (const { rule, message, element = '', page, where } of this.problems) {
      const elements = entry(groups, `${rule}: ${message}`);
      const pages = entry(elements, oneLine(element));
      const wheres = entry(pages, page);
      if (where) wheres.set(where, true);
    }
    const lines = this.notes.map((note) => `note: ${note}`);
    for (const [title, elements] of groups) {
      lines.push('', `FAILED ${title}`);
      some(lines, elements, 'elements', (element, pages) => {
        if (element) lines.push(`  at ${element}`);
        some(lines, pages, 'pages', (page, wheres) => {
          lines.push(`    on ${page}${wheres.size ? ` (${[...wheres.keys()].join('; ')})` : ''}`);
        });
      });
    }
    return lines.join('\n');
  }
}

function entry(map, key) {
  if (!map.has(key)) map.set(key, new Map());
  return map.get(key);
}

function some(lines, map, what, print) {
  for (const [key, value] of [...map].slice(0, SHOWN)) print(key, value);
  if (map.size > SHOWN) lines.push(`  … and ${map.size - SHOWN} more ${what}`);
}

function oneLine(text) {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
