// Pictures in a built site.
//
//   node tests/site/pictures.mjs make FOLDER             copies the site of tests/site/pictures there, with pictures drawn for it
//   node tests/site/pictures.mjs check FOLDER ADDRESS    checks that site as built
//
// The pictures are drawn by the browser and given what telephones write beside theirs: a place, a turn, a name.

import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import exifr from 'exifr';
import { openTab, startBrowser } from './browser.mjs';
import { checkHtml } from './html.mjs';
import { checkLinks } from './links.mjs';
import { checkPages } from './pages.mjs';
import { readPages } from './read.mjs';
import { Report } from './report.mjs';
import { openSite } from './site.mjs';

const SECRET = 'Taken by Somebody at home';
const [command, folder, address] = process.argv.slice(2);
if (!folder || !['make', 'check'].includes(command)) {
  console.error('usage: node tests/site/pictures.mjs make FOLDER | check FOLDER ADDRESS');
  process.exit(2);
}
const browser = await startBrowser();
try {
  if (command === 'make') await make(resolve(folder));
  else await check(resolve(folder), address);
} finally {
  await browser.close();
}

async function make(folder) {
  await cp(join(dirname(fileURLToPath(import.meta.url)), 'pictures'), folder, { recursive: true });
  const images = join(folder, 'content/images');
  await mkdir(images, { recursive: true });
  const tab = await browser.newPage();
  const draw = async (type, width, height, colour) =>
    Buffer.from(await tab.evaluate(drawPicture, { type, width, height, colour }), 'base64');
  // Held upright, and stored lying on its side.
  await writeFile(join(images, 'singer.jpg'), withExif(await draw('image/jpeg', 2000, 1500, '#a03030'), 6));
  await writeFile(join(images, 'last.jpg'), withExif(await draw('image/jpeg', 700, 500, '#303080'), 1));
  await writeFile(join(images, 'cover.png'), await draw('image/png', 1000, 1000, '#3050a0'));
  await writeFile(join(images, 'hall.webp'), await draw('image/webp', 1300, 600, '#202030'));
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><metadata>${SECRET}</metadata><rect width="40" height="20" fill="#844"/></svg>`;
  await writeFile(join(images, 'drawing.svg'), drawing);
  const seen = await exifr.parse(await readFile(join(images, 'singer.jpg')));
  if (seen?.Artist !== SECRET || !(seen.latitude > 37)) throw new Error('the pictures hold nothing that could be left in them');
}

/** Runs in the browser. */
async function drawPicture({ type, width, height, colour }) {
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext('2d');
  const sky = pen.createLinearGradient(0, 0, width, height);
  sky.addColorStop(0, colour);
  sky.addColorStop(1, '#e8d8b0');
  pen.fillStyle = sky;
  pen.fillRect(0, 0, width, height);
  for (let at = 0; at < 60; at += 1) {
    pen.fillStyle = `hsl(${at * 47} 50% 50% / 0.5)`;
    pen.fillRect((at * 97) % width, (at * 61) % height, width / 20, height / 15);
  }
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type, quality: 0.9 })).arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** EXIF (CIPA DC-008) with a turn, a name, and a place: 37° 30′ N, 127° E. */
function withExif(jpeg, turn) {
  const name = Buffer.from(`${SECRET}\0`);
  const entry = (tag, type, count, value) => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16BE(tag, 0);
    bytes.writeUInt16BE(type, 2);
    bytes.writeUInt32BE(count, 4);
    if (type === 3) bytes.writeUInt16BE(value, 8);
    else if (type === 2 && count <= 4) bytes.write(value, 8, 'latin1');
    else bytes.writeUInt32BE(value, 8);
    return bytes;
  };
  const list = (entries) => {
    const head = Buffer.alloc(2);
    head.writeUInt16BE(entries.length);
    return Buffer.concat([head, ...entries, Buffer.alloc(4)]);
  };
  const third = (numbers) => {
    const bytes = Buffer.alloc(24);
    numbers.forEach((number, at) => {
      bytes.writeUInt32BE(number, at * 8);
      bytes.writeUInt32BE(1, at * 8 + 4);
    });
    return bytes;
  };
  const first = 8;
  const nameAt = first + 2 + 3 * 12 + 4;
  const placeAt = nameAt + name.length + (name.length % 2);
  const northAt = placeAt + 2 + 4 * 12 + 4;
  const tiff = Buffer.concat([
    Buffer.from([0x4d, 0x4d, 0, 42, 0, 0, 0, first]),
    list([entry(0x0112, 3, 1, turn), entry(0x013b, 2, name.length, nameAt), entry(0x8825, 4, 1, placeAt)]),
    name,
    Buffer.alloc(name.length % 2),
    list([entry(1, 2, 2, 'N\0'), entry(2, 5, 3, northAt), entry(3, 2, 2, 'E\0'), entry(4, 5, 3, northAt + 24)]),
    third([37, 30, 0]),
    third([127, 0, 0]),
  ]);
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 0]), Buffer.from('Exif\0\0'), tiff]);
  segment.writeUInt16BE(segment.length - 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
}

async function check(folder, address) {
  const report = new Report();
  const site = await openSite(folder, address);
  try {
    await readPages(site, browser);
    await checkHtml(site, report);
    await checkLinks(site, report);
    await checkPages(site, report, { browser, few: true });
    for (const file of site.files.filter((name) => /\.(jpe?g|png|webp|avif|svg|gif)$/.test(name))) {
      report.check(await findSecrets(file, await readFile(join(folder, file))));
    }
    report.check(await pressPlay(site));
    for (const width of [390, 1280]) {
      for (const page of site.pages) report.check(await watchPictures(site, page, width));
    }
  } finally {
    await site.close();
  }
  console.log(report.text());
  console.log(`site checks: ${report.passed} good, ${report.failed} bad`);
  if (report.failed > 0) process.exitCode = 1;
}

/** A film of another host asks nothing of it before its button is pressed, and is allowed to then. */
async function pressPlay(site) {
  const problems = [];
  const page = site.pages.find((one) => one.path === '/songs/song/');
  const problem = (message) => problems.push({ rule: 'film', page: page.path, message });
  const tab = await openTab(browser, { serviceWorkers: 'block' });
  const asked = [];
  const refused = [];
  tab.on('request', (request) => new URL(request.url()).origin === site.server.origin || asked.push(request.url()));
  tab.on('console', (said) => /Content Security Policy/.test(said.text()) && refused.push(said.text()));
  await tab.goto(site.local(page.seenAt), { waitUntil: 'load' });
  const button = tab.getByRole('button', { name: 'Play here: The film' });
  await button.waitFor();
  const before = asked.filter((url) => !url.startsWith('data:'));
  if (before.length > 0) problem(`asks for ${before[0]} before anybody pressed a button`);
  await button.click();
  await tab.locator('iframe[title="The film"]').waitFor();
  await tab.waitForTimeout(300);
  if (!asked.some((url) => url.startsWith('https://www.youtube-nocookie.com/embed/abcdefghijk'))) problem('asks for no player when the button is pressed');
  if (refused.length > 0) problem(refused[0]);
  await tab.context().close();
  return problems;
}

async function findSecrets(file, bytes) {
  const problems = [];
  const problem = (message) => problems.push({ rule: 'told-by-a-picture', page: file, message });
  if (bytes.includes(SECRET)) problem('holds the name of whoever took it');
  if (/\.(jpe?g|png|avif)$/.test(file)) {
    // Everything but the colours, which a picture needs.
    const told = await exifr.parse(bytes, { tiff: true, exif: true, gps: true, xmp: true, iptc: true, icc: false, jfif: false, ihdr: false });
    if (told && Object.keys(told).length > 0) problem(`tells ${JSON.stringify(told)}`);
  }
  return problems;
}

/** Every picture comes, in a size that fits, and nothing moves when it does. */
async function watchPictures(site, page, width) {
  const problems = [];
  const problem = (message, element = '') => problems.push({ rule: 'picture', page: page.path, where: String(width), message, element });
  const tab = await openTab(browser, { viewport: { width, height: 800 }, serviceWorkers: 'block' });
  try {
    await tab.addInitScript(() => {
      window.moved = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.moved += entry.value))).observe({ type: 'layout-shift', buffered: true });
    });
    await tab.goto(site.local(page.seenAt), { waitUntil: 'load' });
    const state = await tab.evaluate(async () => {
      document.querySelectorAll('details').forEach((one) => (one.open = true));
      const pictures = [...document.querySelectorAll('.shot img:not(.blur)')];
      for (const picture of pictures) {
        picture.scrollIntoView({ block: 'center' });
        await picture.decode().catch(() => {});
      }
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      return {
        pictures: pictures.map((one) => ({
          html: one.outerHTML,
          source: one.currentSrc,
          real: [one.naturalWidth, one.naturalHeight],
          told: [one.getAttribute('width'), one.getAttribute('height')].map(Number),
          shown: one.clientWidth,
        })),
      };
    });
    for (const { html, source, real, told, shown } of state.pictures) {
      if (real[0] === 0) problem('does not come', html);
      else if (Math.abs(real[0] / real[1] - told[0] / told[1]) > 0.02) problem(`is ${real.join(' by ')} and says ${told.join(' by ')}`, html);
      else if (shown < 40) problem(`is shown ${shown} pixels wide`, html);
      if (/\.(jpe?g|png)$/.test(source)) problem(`comes as ${source}, and not in a smaller format`, html);
    }
    // What was opened above moved what stands below it, as it should: only what moves by itself counts.
    await tab.reload({ waitUntil: 'load' });
    const moved = await tab.evaluate(async () => {
      window.scrollTo(0, document.body.scrollHeight);
      // Time enough for what is loaded only now.
      await new Promise((done) => setTimeout(done, 400));
      return window.moved;
    });
    if (moved > 0) problem(`moves by ${moved}`);
  } finally {
    await tab.context().close();
  }
  return problems;
}
