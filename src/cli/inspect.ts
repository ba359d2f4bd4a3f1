import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { findPack, UserError } from '../engine/index.js';
import { describeAesthetic } from './inspect/aesthetic.js';
import { describeCheckpoint, holdsAesthetic } from './inspect/checkpoint.js';
import type { Description } from './inspect/description.js';
import { describePack } from './inspect/pack.js';
import { describePicture } from './inspect/picture.js';
import { parseOptions } from './options.js';
import { printJson, printLine } from './print.js';

const inspectOptions = z.object({ pack: z.string().optional(), json: z.boolean().default(false) });

/** `aesthete inspect FILE|PACK`: what a pack, an aesthetic, a checkpoint or one of our pictures is. */
export function addInspect(program: Command): void {
  program
    .command('inspect')
    .description('say what a pack, an aesthetic, a checkpoint or a picture is')
    .argument('<file|pack>', 'a pack (folder or name), .safetensors, .pt, or a .png that was painted here')
    .option('--pack <dir|name>', 'whether an aesthetic fits this one (default: all that are found)')
    .option('--json', 'print one JSON object on stdout')
    .addHelpText('after', examples)
    .action(inspect);
}

const examples = `
Examples:
  $ aesthete inspect demo
  $ aesthete inspect mine.safetensors --pack ~/models/stable-diffusion-v1-5
  $ aesthete inspect models/demo/unet/diffusion_pytorch_model.safetensors
  $ aesthete inspect a-castle-42.png --json`;

async function inspect(what: string, raw: unknown): Promise<void> {
  const options = parseOptions(inspectOptions, raw);
  const { json, text } = await describe(what, options.pack);
  if (options.json) printJson(json);
  else printLine(text);
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
