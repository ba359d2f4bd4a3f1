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
import { describePrompt } from './inspect/prompt.js';
import { parseOptions, whole } from './options.js';
import { printJson, printLine } from './print.js';

const inspectOptions = z.object({
  pack: z.string().optional(),
  prompt: z.string().optional(),
  seed: whole.default(0),
  json: z.boolean().default(false),
});

/** `aesthete inspect FILE|PACK`: what a pack, an aesthetic, a checkpoint or one of our pictures is. */
export function addInspect(program: Command): void {
  program
    .command('inspect')
    .description('say what a pack, an aesthetic, a checkpoint or a picture is')
    .argument(
      '[file|pack]',
      'a pack (folder or name), .safetensors, .pt, or a .png that was painted here (with --prompt default: demo)',
    )
    .option('--pack <dir|name>', 'whether an aesthetic fits this one (default: all that are found)')
    .option(
      '--prompt <text>',
      'show how the pack reads this prompt: its tokens, how much each counts, what is left out',
    )
    .option('--seed <n>', 'what chooses of {red|blue} in the prompt (default: 0)')
    .option('--json', 'print one JSON object on stdout')
    .addHelpText('after', examples)
    .action(inspect);
}

const examples = `
Examples:
  $ aesthete inspect demo
  $ aesthete inspect demo --prompt "a (red:1.3) castle on a [hill]"
  $ aesthete inspect mine.safetensors --pack ~/models/stable-diffusion-v1-5
  $ aesthete inspect models/demo/unet/diffusion_pytorch_model.safetensors
  $ aesthete inspect a-castle-42.png --json`;

async function inspect(what: string | undefined, raw: unknown): Promise<void> {
  const options = parseOptions(inspectOptions, raw);
  const { json, text } = await described(what, options);
  if (options.json) printJson(json);
  else printLine(text);
}

function described(what: string | undefined, options: z.infer<typeof inspectOptions>): Promise<Description> {
  const { pack, prompt, seed } = options;
  if (prompt !== undefined) return describePrompt(what ?? pack, prompt, seed);
  if (what === undefined)
    throw new UserError('say what to inspect: a pack, a .safetensors, .pt or .png, or a --prompt');
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
