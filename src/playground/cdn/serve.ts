import type { ServerResponse } from 'node:http';
import type { World } from '../world/world.js';
import { readLink } from './links.js';

/** Answers a request for an attachment. Discord answers 404 to links that are expired, forged or of files that are gone. */
export function serveFile(world: World, link: URL, response: ServerResponse): void {
  const id = readLink(world, link);
  const bytes = id === undefined ? undefined : world.files.get(id);
  if (bytes === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('This content is no longer available.');
    return;
  }
  const name = decodeURIComponent(link.pathname.split('/').at(-1) ?? '');
  response.writeHead(200, {
    'content-type': contentType(name),
    'content-length': bytes.byteLength,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    'x-content-type-options': 'nosniff',
  });
  response.end(bytes);
}

const types: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  jfif: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  txt: 'text/plain; charset=utf-8',
  json: 'application/json',
};

/** By the name alone, as Discord does: content may be anything. */
export function contentType(filename: string): string {
  return types[extension(filename)] ?? 'application/octet-stream';
}

export function extension(filename: string): string {
  return filename.includes('.') ? filename.slice(filename.lastIndexOf('.') + 1).toLowerCase() : '';
}
