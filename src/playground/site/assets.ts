import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { contentTypeOf } from '../world/attachments.js';
import { entry } from '../world/find.js';

/** The bundle's files, by path. */
const files: Readonly<Record<string, string>> = {
  '/': 'index.html',
  '/page/page.js': 'page.js',
  '/page/page.css': 'page.css',
  '/page/icon.svg': 'icon.svg',
  '/page/emoji.woff2': 'emoji.woff2',
};

/** Only files of this origin and nothing inline, so that text in messages cannot run as a script. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves a file of the bundle. Resolves to false if there is none at the path. */
export async function serveAsset(folder: string, path: string, response: ServerResponse): Promise<boolean> {
  const file = entry(files, path);
  if (file === undefined) return false;
  const bytes = await readFile(join(folder, file));
  response.writeHead(200, {
    'content-type': contentTypeOf(file),
    'content-length': bytes.byteLength,
    'cache-control': 'no-cache',
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
  response.end(bytes);
  return true;
}
