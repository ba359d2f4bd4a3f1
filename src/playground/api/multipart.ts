import type { Upload } from './form/attachments.js';

interface Part {
  readonly name: string;
  readonly filename: string | undefined;
  readonly bytes: Buffer;
}

/** A form with `payload_json` and `files[n]` (RFC 7578). What is no such form has no parts. */
export function parseMultipart(body: Buffer, contentType: string): { payload: string; uploads: Upload[] } {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1] ?? '';
  const parts = split(body, Buffer.from(`\r\n--${boundary}`)).flatMap(readPart);
  const uploads = parts.flatMap(({ name, filename, bytes }) => {
    const index = /^files\[(\d+)\]$/.exec(name)?.[1];
    return index === undefined || filename === undefined ? [] : [{ index: Number(index), name: filename, bytes }];
  });
  return { payload: parts.find(({ name }) => name === 'payload_json')?.bytes.toString() ?? '', uploads };
}

function split(body: Buffer, delimiter: Buffer): Buffer[] {
  // The first delimiter has no line before it.
  const whole = Buffer.concat([Buffer.from('\r\n'), body]);
  const starts: number[] = [];
  for (let at = whole.indexOf(delimiter); at >= 0; at = whole.indexOf(delimiter, at + delimiter.length))
    starts.push(at);
  return starts.map((start, i) => whole.subarray(start + delimiter.length, starts.at(i + 1) ?? whole.length));
}

function readPart(part: Buffer): Part[] {
  const end = part.indexOf('\r\n\r\n');
  if (end < 0) return [];
  const head = part.subarray(0, end).toString();
  const name = /name="([^"]*)"/.exec(head)?.[1] ?? '';
  const filename = /filename="([^"]*)"/.exec(head)?.[1];
  return [{ name, filename: filename?.replaceAll('%22', '"'), bytes: part.subarray(end + 4) }];
}
