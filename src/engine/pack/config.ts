import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { CheckpointError } from '../errors.js';

/** A JSON file of a pack. @throws CheckpointError when it is missing or no JSON object. */
export async function readJson(dir: string, name: string): Promise<Readonly<Record<string, unknown>>> {
  const file = join(dir, name);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CheckpointError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  const value = parseJson(text, file);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new CheckpointError(`${file} is not a JSON object`);
}

/** A string, or an infinity as Python's json writes it: `"lambda_min_clipped": -Infinity` stands in published scheduler configurations. */
const stringOrInfinity = /"(?:[^"\\]|\\.)*"|\bInfinity\b/g;

/** The value that a file's text holds, infinities among its numbers. @throws CheckpointError when it is no JSON */
export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(stringOrInfinity, (found) => (found === 'Infinity' ? '1e999' : found)));
  } catch (error) {
    throw new CheckpointError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The object read as a configuration. @throws CheckpointError that names the file, the first bad field and its value. */
export function parseConfig<S extends z.ZodType>(schema: S, value: unknown, file: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const found = issue.path.reduce<unknown>((v, key) => (v as Record<PropertyKey, unknown> | undefined)?.[key], value);
  throw new CheckpointError(
    `${file}: ${issue.path.length === 0 ? 'the whole' : issue.path.join('.')} is ${JSON.stringify(found)}: ${issue.message}`,
  );
}
