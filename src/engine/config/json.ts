import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { z } from 'zod';
import { CheckpointError } from '../errors.js';

/** The largest configuration files of packs, tokenizer.json and the indices of shards, have about 4 MB. */
const maxBytes = 16 * 2 ** 20;

/** A JSON file as `schema` has it. @throws CheckpointError, which names the file, and the first wrong field with its value */
export async function readConfig<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>> {
  return parseConfig(schema, parseJson(await readText(path), path), path);
}

/** The same, or undefined where there is no such file. */
export async function readOptionalConfig<S extends z.ZodType>(
  path: string,
  schema: S,
): Promise<z.output<S> | undefined> {
  try {
    return await readConfig(path, schema);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** The text of a configuration file. @throws CheckpointError, which names the file */
export async function readText(path: string): Promise<string> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    const { size } = await handle.stat();
    if (size > maxBytes) throw new Error(`it has ${size} bytes, at most ${maxBytes} are read`);
    return await handle.readFile('utf8');
  } catch (error) {
    throw new CheckpointError(`${path} cannot be read: ${messageOf(error)}`, { cause: error });
  } finally {
    await handle?.close();
  }
}

/** A string, or an infinity as Python's json writes it: `"lambda_min_clipped": -Infinity` stands in published scheduler configurations. */
const stringOrInfinity = /"(?:[^"\\]|\\.)*"|\bInfinity\b/g;

/** The value that a file's text holds, infinities among its numbers. @throws CheckpointError where it is not JSON */
export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(stringOrInfinity, (found) => (found === 'Infinity' ? '1e999' : found)));
  } catch (error) {
    throw new CheckpointError(`${file} is not JSON: ${messageOf(error)}`, { cause: error });
  }
}

/** A file's value as `schema` has it. @throws CheckpointError, which names the file, and the first wrong field with its value */
export function parseConfig<S extends z.ZodType>(schema: S, value: unknown, file: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0];
  const found = path.reduce<unknown>((at, key) => Reflect.get(Object(at) as object, key), value);
  throw new CheckpointError(
    `${file}: ${path.length === 0 ? 'the whole' : path.join('.')} is ${shown(found)}: ${message}`,
  );
}

function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`;
}

function isMissing(error: unknown): boolean {
  const cause = error instanceof CheckpointError ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
