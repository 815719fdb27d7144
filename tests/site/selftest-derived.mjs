// A small good site with everything that is made for other programs, and its spoiled twins: what is spoiled, by which
// change, and the rules that must tell it.

export function derivedFiles(address) {
  const song = `${address}songs/one/`;
  return {
    'songs/one/index.html': '<!doctype html><html lang="en"><title>One</title><main><h1>One</h1><p><time datetime="2024-03-10T03:30:00-07:00">10 March 2024</time> <time datetime="2024-04-27">27 April 2024</time></p></main></html>\n',
    'icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
    'feed.xml': `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><id>${address}feed.xml</id><title>A drama</title><updated>2024-04-26T00:00:00+09:00</updated>
<link rel="self" href="${address}feed.xml"/><link rel="alternate" type="text/html" href="${address}"/><author><name>A drama</name></author>
<entry><id>${song}#2024-04-26</id><title>One</title><updated>2024-04-26T00:00:00+09:00</updated><link rel="alternate" type="text/html" href="${song}"/><content type="html">&lt;a href="${song}"&gt;One&lt;/a&gt;</content></entry></feed>
`,
    'rss.xml': `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>A drama</title><link>${address}</link><description>A drama</description><language>en</language>
<atom:link rel="self" href="${address}rss.xml"/><lastBuildDate>Fri, 26 Apr 2024 00:00:00 +0900</lastBuildDate>
<item><title>One</title><link>${song}</link><guid isPermaLink="true">${song}</guid><pubDate>Fri, 26 Apr 2024 00:00:00 +0900</pubDate><description>One</description></item></channel></rss>
`,
    'feed.json': json({
      version: 'https://jsonfeed.org/version/1.1', title: 'A drama', home_page_url: address, feed_url: `${address}feed.json`, language: 'en', authors: [{ name: 'A drama' }],
      items: [{ id: song, url: song, title: 'One', content_html: `<a href="${song}">One</a>`, date_published: '2024-04-26T00:00:00+09:00', tags: ['Songs'] }],
    }),
    'manifest.webmanifest': json({
      name: 'A drama', short_name: 'A drama', lang: 'en', dir: 'ltr', start_url: '/queen-of-tears/', scope: '/queen-of-tears/', display: 'browser',
      theme_color: '#7a1f3d', background_color: '#fff', icons: [{ src: '/queen-of-tears/icon.svg', sizes: 'any', type: 'image/svg+xml' }],
    }),
    'calendar.ics': [
      'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//a//en',
      'BEGIN:VEVENT', 'UID:episode-1@a.example', 'DTSTAMP:20240310T000000Z', 'DTSTART:20240310T103000Z', 'DTEND:20240310T115000Z', 'SUMMARY:One', `URL:${song}`, 'END:VEVENT',
      'BEGIN:VEVENT', 'UID:release-1@a.example', 'DTSTAMP:20240310T000000Z', 'DTSTART;VALUE=DATE:20240427', 'SUMMARY:Two', `URL:${song}`, 'END:VEVENT',
      'END:VCALENDAR', '',
    ].join('\r\n'),
    'one.ics': ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//a//en', 'BEGIN:VEVENT', 'UID:episode-1@a.example', 'DTSTAMP:20240310T000000Z', 'DTSTART:20240310T103000Z', 'DTEND:20240310T115000Z', 'SUMMARY:One', `URL:${song}`, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n'),
    'playlist.xspf': `<?xml version="1.0" encoding="UTF-8"?>\n<playlist version="1" xmlns="http://xspf.org/ns/0/"><title>One</title><info>${song}</info><trackList><track><title>One</title><trackNum>1</trackNum><info>${song}</info></track></trackList></playlist>\n`,
    'data/songs.json': json({ version: 1, kind: 'song', schema: `${address}data/schema.json`, records: [{ id: 'one', title: { value: 'One', sources: ['label'] } }, { id: 'two', hidden: true }] }),
    'data/sources.json': json({ version: 1, kind: 'source', schema: `${address}data/schema.json`, records: [{ id: 'label' }] }),
    'data/schema.json': json({
      $schema: 'https://json-schema.org/draft/2020-12/schema', $id: `${address}data/schema.json`, anyOf: [{ $ref: '#/$defs/songs-file' }, { $ref: '#/$defs/sources-file' }],
      $defs: { 'songs-file': fileOf('song'), 'sources-file': fileOf('source') },
    }),
    'data/songs.csv': `\ufeffid,title,address\r\none,"One, ""two""",${song}\r\n`,
  };
}

const json = (value) => `${JSON.stringify(value)}\n`;

function fileOf(kind) {
  const record = { type: 'object', properties: { id: { type: 'string' }, hidden: { const: true }, title: { type: 'object' } }, required: ['id'], additionalProperties: false };
  const properties = { version: { const: 1 }, kind: { const: kind }, schema: { type: 'string' }, records: { type: 'array', items: record } };
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

/** `inFile` and `all` are those of the selftest. */
export function derivedCases(inFile, all) {
  const dead = (file) => inFile(file, 'songs/one/', 'songs/two/');
  const must = (kind) => [`${kind}-must`];
  return [
    ['an Atom feed without a title', inFile('feed.xml', '<title>A drama</title>', ''), must('atom')],
    ['an Atom feed without a link to itself', inFile('feed.xml', 'rel="self"', 'rel="via"'), must('atom')],
    ['an Atom date that is none', inFile('feed.xml', '<updated>2024-04-26T00:00:00+09:00</updated><link', '<updated>2024-04-26</updated><link'), must('atom')],
    ['an Atom entry with the id of its feed', inFile('feed.xml', 'songs/one/#2024-04-26</id>', 'feed.xml</id>'), must('atom')],
    ['an Atom entry that is newer than its feed', inFile('feed.xml', '<updated>2024-04-26T00:00:00+09:00</updated><link', '<updated>2024-04-27T00:00:00+09:00</updated><link'), must('atom')],
    ['an address in an Atom entry that is not whole', inFile('feed.xml', '&lt;a href="https', '&lt;a href="/https'), must('atom')],
    ['RSS without a description', inFile('rss.xml', '<description>A drama</description>', ''), must('rss')],
    ['RSS on the wrong day of the week', inFile('rss.xml', '<pubDate>Fri', '<pubDate>Thu'), must('rss')],
    ['a permalink that is not the link', inFile('rss.xml', 'songs/one/</guid>', 'songs/one/#x</guid>'), must('rss')],
    ['a JSON feed of another version', inFile('feed.json', 'version/1.1', 'version/1'), must('json-feed')],
    ['a JSON feed whose id is a number', inFile('feed.json', '"id":"https', '"id":1,"old":"https'), must('json-feed')],
    ['a title with markup in a JSON feed', inFile('feed.json', '"title":"One"', '"title":"<b>One</b>"'), must('json-feed')],
    ['a manifest in the wrong language', inFile('manifest.webmanifest', '"lang":"en"', '"lang":"ko"'), must('manifest')],
    ['a manifest with an icon that is not there', inFile('manifest.webmanifest', 'icon.svg', 'icons.svg'), must('manifest')],
    ['a manifest that leaves the base path', inFile('manifest.webmanifest', '"scope":"/queen-of-tears/"', '"scope":"/"'), must('manifest')],
    ['a playlist with a number that is none', inFile('playlist.xspf', '<trackNum>1', '<trackNum>0'), must('xspf')],
    ['a playlist with an element that XSPF has not', inFile('playlist.xspf', '<trackNum>1</trackNum>', '<number>1</number>'), must('xspf')],
    ['a dead address in a playlist', dead('playlist.xspf'), ['dead-link']],
    ['a calendar with plain line ends', inFile('one.ics', '\r\nVERSION', '\nVERSION'), ['ical-lines']],
    ['a calendar with a long line', inFile('one.ics', 'SUMMARY:One', `SUMMARY:${'가'.repeat(30)}`), ['ical-lines']],
    ['a calendar with a character cut', inFile('one.ics', 'SUMMARY:One', 'SUMMARY:\udc00'), ['ical-lines']],
    ['an event without an id', inFile('one.ics', 'UID:episode-1@a.example\r\n', ''), ['ical-must']],
    ['an event with a local hour', inFile('calendar.ics', 'DTSTART:20240310T103000Z', 'DTSTART:20240310T103000'), ['ical-must', 'ical-same']],
    ['an hour that its page does not say', all(inFile('calendar.ics', 'T103000Z', 'T093000Z'), inFile('one.ics', 'T103000Z', 'T093000Z')), ['ical-hours']],
    ['a day that its page does not say', inFile('calendar.ics', '20240427', '20240428'), ['ical-hours']],
    ['two hours for one event', inFile('one.ics', 'DTEND:20240310T115000Z\r\n', ''), ['ical-same']],
    ['a calendar that repeats', inFile('calendar.ics', 'SUMMARY:One', 'RRULE:FREQ=WEEKLY\r\nSUMMARY:One'), ['ical-must']],
    ['a calendar that does not parse', inFile('one.ics', 'END:VEVENT\r\n', ''), ['ical']],
    ['a dead address in a calendar', inFile('one.ics', 'songs/one/', 'songs/two/'), ['dead-link']],
    ['data with a field that the schema has not', inFile('data/songs.json', '"title":', '"titel":'), ['schema']],
    ['data of another version', inFile('data/songs.json', '"version":1', '"version":2'), ['schema']],
    ['a schema that is none', inFile('data/schema.json', '"type":"array"', '"type":"list"'), ['schema']],
    ['a source that is not there', inFile('data/songs.json', '"sources":["label"]', '"sources":["lable"]'), ['data-ids']],
    ['a hidden record that tells something', inFile('data/songs.json', '"hidden":true', '"hidden":true,"title":{}'), ['data-hidden']],
    ['a table without the byte order mark', inFile('data/songs.csv', '\ufeff', ''), ['csv']],
    ['a table with a cell too many', inFile('data/songs.csv', 'one,', 'one,two,'), ['csv']],
    ['a cell that a spreadsheet would run', inFile('data/songs.csv', '"One, ""two"""', '=1+1'), ['csv']],
    ['a dead address in a table', dead('data/songs.csv'), ['dead-link']],
    ['a sitemap with a day that is none', inFile('sitemap.xml', '</loc>', '</loc><lastmod>April</lastmod>'), ['sitemap-schema']],
    ['a sitemap with a link of another kind', inFile('sitemap.xml', '</loc>', '</loc><link xmlns="http://www.w3.org/1999/xhtml" rel="next" hreflang="ko" href="https://a.example/"/>'), ['sitemap-schema']],
  ];
}
