import type { Command } from 'commander';
import { engineFlags, forceFlag } from '../flags.js';
import type { Output } from '../output.js';

/** `aesthete blend AESTHETIC… --out FILE`: a weighted sum of aesthetics. */
export function addBlend(program: Command, output: Output): void {
  const command = program
    .command('blend')
    .description('make an aesthetic of others, each by its weight')
    .argument(
      '<aesthetics...>',
      "FILE or FILE:WEIGHT, .safetensors or .pt, or names of the pack's own; a negative weight leads away (default weight: 1)",
    )
    .requiredOption(
      '-o, --out <file>',
      '.safetensors, .pt for other programs (the vector alone), or - for standard output',
    )
    .option('--name <name>', "of the aesthetic (default: the file's)");
  const [pack] = engineFlags();
  for (const flag of [forceFlag(), pack]) command.addOption(flag);
  command
    .addHelpText('after', examples)
    .action(async (parts: string[], raw: unknown) => (await import('../blend.js')).blend(parts, raw, output));
}

const examples = `
Examples:
  $ aesthete blend sea.safetensors gloomcore --out gloomy-sea.safetensors
  $ aesthete blend sea.safetensors:2 gloomcore:-0.5 --out bright-sea.safetensors

Each is taken at length 1, so that weights alone decide; the sum is a contrast if one of them is or a weight is negative. It keeps no images.
With --json: file, name, kind, count, dims, norm, clipId, parts [{ name, weight, cosine (to the sum) }], second (dims, norm, clipId) where all have one, notices.`;
