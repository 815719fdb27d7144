// What every page must have, whatever its kind: one h1, a title, its language, a viewport; and that no language is missing.

export function checkFrame(site, report, { languages = [] } = {}) {
  const missing = languages.filter((language) => !site.languages.includes(language));
  report.check(missing.map((language) => ({ rule: 'language', page: '/', message: `the site has no pages in “${language}”` })));
  for (const page of site.pages) {
    const { facts } = page;
    const problems = [];
    const problem = (rule, message) => problems.push({ rule, page: page.path, message });
    if (facts.title === '') problem('title', 'has no title');
    if (facts.language !== page.language) problem('language', `html has lang “${facts.language}”, expected “${page.language}”`);
    if (!facts.refresh) {
      if (facts.headings !== 1) problem('one-h1', `has ${facts.headings} h1, expected 1`);
      if (!/\bwidth=device-width\b/.test(facts.viewport)) problem('viewport', 'has no viewport as wide as the device');
    }
    report.check(problems);
  }
  for (const page of site.pages) {
    if (page.language !== site.languages[0] || page.facts.refresh || page.bare === '/404.html') continue;
    const without = site.languages.slice(1).filter((name) => !site.files.includes(`${name}/${page.file}`));
    report.check(without.map((name) => ({ rule: 'language', page: page.path, message: `has no page in “${name}”` })));
  }
}
