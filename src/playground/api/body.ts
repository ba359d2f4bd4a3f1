import type { IncomingMessage } from 'node:http';
import { maxRequestBytes } from '../rules/limits.js';
import { DiscordError } from './errors.js';

/** A file as it came with a request, in the form's field `files[n]`. */
export interface Upload {
  readonly index: number;
  readonly name: string;
  readonly bytes: Uint8Array;
}

interface Body {
  readonly json: unknown;
  readonly uploads: readonly Upload[];
}

/** All bytes of a request; undefined if it is too large. It is read to its end in any case, so that the answer arrives. */
export async function readBytes(request: IncomingMessage): Promise<Buffer<ArrayBuffer> | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size <= maxRequestBytes) chunks.push(chunk);
  }
  return size <= maxRequestBytes ? Buffer.concat(chunks) : undefined;
}

/** Parses JSON, or a form with `payload_json` and files. @throws DiscordError 50035: the form is malformed; 50109: the JSON is */
export async function parseBody(bytes: Buffer<ArrayBuffer>, contentType: string): Promise<Body> {
  if (!contentType.startsWith('multipart/form-data')) return { json: parseJson(bytes.toString()), uploads: [] };
  const form = await parseForm(bytes, contentType);
  const payload = form.get('payload_json');
  const files = [...form].flatMap(([name, file]) => {
    const index = /^files\[(\d+)\]$/.exec(name)?.[1];
    return index === undefined || typeof file === 'string' ? [] : [{ index: Number(index), file }];
  });
  const uploads = await Promise.all(
    files.map(async ({ index, file }) => ({ index, name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
  return { json: parseJson(typeof payload === 'string' ? payload : ((await payload?.text()) ?? '')), uploads };
}

async function parseForm(bytes: Buffer<ArrayBuffer>, contentType: string): Promise<FormData> {
  try {
    // It is deprecated for servers because it buffers the body. `readBytes` has limited that to 25 MiB.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- see above
    return await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw new DiscordError(50035);
  }
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new DiscordError(50109);
  }
}
