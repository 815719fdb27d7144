// A static server that answers as GitHub Pages does: the folder mounted under a base path,
// `/x` sent on to `/x/`, `x.html` found as `/x`, the folder's `404.html` for what is missing,
// and nothing at all outside the base path.
//
// Paths are looked up in the list of files, never joined to the folder's path.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

const TYPES = {
  '.avif': 'image/avif',
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/vnd.microsoft.icon',
  '.ics': 'text/calendar; charset=utf-8',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'application/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'application/javascript; charset=utf-8',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
};

/** Serves `files` (paths inside `folder`, with `/`) under `base` (`/` or `/name/`) on a free port. */
export async function serve(folder, files, base) {
  const known = new Set(files);
  const server = createServer(async (request, response) => {
    try {
      const answer = find(known, base, request);
      const headers = { 'Cache-Control': 'max-age=600', ...answer.headers };
      let body = answer.text ?? '';
      if (answer.file !== undefined) {
        body = await readFile(join(folder, answer.file));
        headers['Content-Type'] = TYPES[extname(answer.file).toLowerCase()] ?? 'application/octet-stream';
      }
      response.writeHead(answer.status, headers);
      response.end(request.method === 'HEAD' ? undefined : body);
    } catch (error) {
      response.writeHead(500, { 'Content-Type': 'text/plain' });
      response.end(String(error));
    }
  });
  // A connection that this side ends just as the other side writes to it would be a failure of neither.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections?.();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function find(known, base, request) {
  const plain = (status, text, headers) => ({ status, text, headers: { 'Content-Type': 'text/plain', ...headers } });
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'GET and HEAD only');
  const [rawPath, query] = request.url.split('?', 2);
  const moved = (path) => plain(301, 'moved', { Location: query === undefined ? path : `${path}?${query}` });
  if (`${rawPath}/` === base) return moved(base);
  if (!rawPath.startsWith(base)) return plain(404, 'outside the base path');
  let path;
  try {
    path = decodeURIComponent(rawPath.slice(base.length));
  } catch {
    return plain(400, 'the path is not percent-encoded UTF-8');
  }
  if (path === '' || path.endsWith('/')) {
    if (known.has(`${path}index.html`)) return { status: 200, file: `${path}index.html` };
  } else {
    if (known.has(path)) return { status: 200, file: path };
    if (known.has(`${path}.html`)) return { status: 200, file: `${path}.html` };
    if (known.has(`${path}/index.html`)) return moved(`${rawPath}/`);
  }
  if (known.has('404.html')) return { status: 404, file: '404.html' };
  return plain(404, 'not found');
}
