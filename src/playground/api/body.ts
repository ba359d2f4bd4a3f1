import type { IncomingMessage } from 'node:http';
import { DiscordError } from './errors.js';
import { maxRequestBytes } from './form/attachments.js';
import type { Upload } from './form/attachments.js';
import { parseMultipart } from './multipart.js';

interface Body {
  readonly json: unknown;
  readonly uploads: readonly Upload[];
}

/** All of a request's bytes; of one that is too large, `undefined`, read to its end so that the answer arrives. */
export async function readBytes(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size <= maxRequestBytes) chunks.push(chunk);
  }
  return size <= maxRequestBytes ? Buffer.concat(chunks) : undefined;
}

/** JSON, or a form with `payload_json` and files. @throws DiscordError 50109 */
export function parseBody(bytes: Buffer, contentType: string): Body {
  if (!contentType.startsWith('multipart/form-data')) return { json: parseJson(bytes.toString()), uploads: [] };
  const { payload, uploads } = parseMultipart(bytes, contentType);
  return { json: parseJson(payload), uploads };
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new DiscordError(50109);
  }
}
