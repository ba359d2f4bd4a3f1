import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { z } from 'zod';
import { findPack, UserError } from '../engine/index.js';
import { describeAesthetic } from './inspect/aesthetic.js';
import { describeCheckpoint, holdsAesthetic } from './inspect/checkpoint.js';
import type { Description } from './inspect/description.js';
import { describePack } from './inspect/pack.js';
import { describePicture } from './inspect/picture.js';
import { describePrompt } from './inspect/prompt.js';
import { parseOptions, whole } from './options.js';
import type { Output } from './output.js';
import { standardInput } from './standardInput.js';
import { UsageError } from './usageError.js';

const inspectOptions = z.object({
  pack: z.string().optional(),
  prompt: z.string().optional(),
  seed: whole.default(0),
});

/** `aesthete inspect FILE|PACK`: what a pack, an aesthetic, a checkpoint or one of our pictures is. */
export async function inspect(what: string | undefined, raw: unknown, output: Output): Promise<void> {
  const options = parseOptions(inspectOptions, raw);
  const { json, text } = what === '-' ? describePicture(await standardInput(output)) : await described(what, options);
  output.result(json);
  output.line(text);
}

function described(what: string | undefined, options: z.infer<typeof inspectOptions>): Promise<Description> {
  const { pack, prompt, seed } = options;
  if (prompt !== undefined) return describePrompt(what ?? pack ?? process.env['AESTHETE_PACK'], prompt, seed);
  if (what === undefined)
    throw new UsageError('say what to inspect: a pack, a .safetensors, .pt or .png, or a --prompt');
  return describe(what, pack);
}

async function describe(what: string, pack: string | undefined): Promise<Description> {
  const entry = await stat(what).catch(() => undefined);
  if (entry?.isFile() !== true) return describePack(await findPack(what));
  switch (extname(what).toLowerCase()) {
    case '.png':
      return describePicture(await readFile(what));
    case '.pt':
      return describeAesthetic(what, pack);
    case '.safetensors':
      return (await holdsAesthetic(what)) ? describeAesthetic(what, pack) : describeCheckpoint(what);
    default:
      throw new UserError(`${what} is no pack, .safetensors, .pt or .png`);
  }
}
