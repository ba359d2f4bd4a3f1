import type { ServerResponse } from 'node:http';
import { readLink } from '../world/attachmentLinks.js';
import { contentTypeOf } from '../world/attachments.js';
import type { World } from '../world/world.js';

/** Answers a request for an attachment. Discord answers 404 to links that are expired, forged or of files that are gone. */
export function serveAttachment(world: World, link: URL, response: ServerResponse): void {
  const id = readLink(world, link);
  const bytes = id === undefined ? undefined : world.files.get(id);
  if (bytes === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('This content is no longer available.');
    return;
  }
  const name = decodeURIComponent(link.pathname.split('/').at(-1) ?? '');
  response.writeHead(200, {
    'content-type': servedType(contentTypeOf(name)),
    'content-length': bytes.byteLength,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    'x-content-type-options': 'nosniff',
  });
  response.end(bytes);
}

/**
 * Attachments have the same origin as the page here, whose Content-Security-Policy lets scripts of that origin run: of an upload that
 * a browser could run, the type is not told.
 */
function servedType(type: string): string {
  const isInert = /^(image\/(?!svg)|video\/|audio\/|text\/plain|application\/json)/.test(type);
  return isInert ? type : 'application/octet-stream';
}
