import { readFileSync, statSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { UserError } from '../engine/index.js';

/** Byte-order marks, and what they say. */
const marks = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
] as const;

/**
 * The variables of a `.env` file; undefined where there is none. Editors and shells of Windows write it in UTF-16, or with a byte-order mark:
 * both are read.
 * @throws UserError when it cannot be read as text
 */
export function readEnvFile(path: string): Record<string, string | undefined> | undefined {
  const kind = statSync(path, { throwIfNoEntry: false });
  if (!kind) return undefined;
  if (!kind.isFile()) throw new UserError(`${path} is a folder; it has to be a file of lines NAME=value`);
  return parseEnv(decode(readBytes(path), path));
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UserError(
      `${path} cannot be read (${error instanceof Error ? error.message : String(error)}): make it readable for this user`,
    );
  }
}

function decode(bytes: Buffer, path: string): string {
  const mark = marks.find(({ bytes: start }) => start.every((byte, i) => bytes[i] === byte));
  try {
    const text = new TextDecoder(mark?.encoding ?? 'utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Not in that encoding.
  }
  throw new UserError(
    `${path} is not text in UTF-8: save it again in that encoding (PowerShell: Out-File -Encoding utf8)`,
  );
}
