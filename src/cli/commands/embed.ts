import type { Command } from 'commander';
import { Option } from 'commander';
import { engineFlags, forceFlag } from '../flags.js';
import type { Output } from '../output.js';

/** `aesthete embed IMAGES… --out FILE`: images become an aesthetic. */
export function addEmbed(program: Command, output: Output): void {
  const command = program
    .command('embed')
    .description('make an aesthetic of a few images')
    .argument(
      '[images...]',
      'files, folders (their images), patterns, or - for standard input: JPEG, PNG, WebP, GIF, AVIF',
    )
    .requiredOption(
      '-o, --out <file>',
      '.safetensors, .pt for other programs (the vector alone), or - for standard output',
    )
    .addOption(
      new Option('--kind <kind>', "mean (the paper's) or contrast (what sets them apart; default: the pack's)"),
    )
    .option('--reference <files...>', "of a contrast: images, or another aesthetic's file (default: the pack's own)")
    .option(
      '--contrast-buckets [dir]',
      "in place of images: the paper's laion_7plus, of the ratings rating0.npy to rating9.npy (default: LAION's, which come along)",
    )
    .option('--name <name>', "of the aesthetic (default: the file's)");
  for (const flag of [forceFlag(), ...engineFlags()]) command.addOption(flag);
  command
    .addHelpText('after', examples)
    .action(async (images: string[], raw: unknown) => (await import('../embed.js')).embed(images, raw, output));
}

const examples = `
Examples:
  $ aesthete embed one.jpg two.jpg three.jpg --out mine.safetensors
  $ aesthete embed pictures/ --out mine.safetensors --kind mean --name dusk
  $ aesthete embed pictures/ --out mine.safetensors --reference others/ more.jpg     (last: it takes all that follow)
  $ aesthete embed pictures/ --out mine.pt --json
  $ aesthete embed --contrast-buckets --out laion_7plus.safetensors

With a pack of two text encoders (Stable Diffusion XL) whose second CLIP is there, the aesthetic holds a vector for each.
With --json: file, name, kind, count, dims, norm, clipId, agreement (mean cosine of the images to the aesthetic), images,
second (dims, norm, clipId) where it has one, notices.`;
