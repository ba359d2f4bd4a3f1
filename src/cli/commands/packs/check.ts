import type { Command } from 'commander';
import { engineFlags } from '../../flags.js';
import type { Output } from '../../output.js';

/** `aesthete packs check`. */
export function addPacksCheck(packs: Command, output: Output): void {
  const check = packs
    .command('check <pack>')
    .description('say what a model can do, what it needs, and where its defaults come from')
    .option('--run', 'paint one picture with it, too')
    .option(
      '--prove',
      'paint 48 pairs of pictures, in fp32 and in 8 bits on the CPU: alike enough, 8 bits are taken from then on',
    );
  for (const flag of engineFlags().filter(({ long }) => long !== '--pack')) check.addOption(flag);
  check
    .addHelpText('after', help)
    .action(async (pack: string, raw: unknown) => (await import('../../packs/check.js')).checkPack(pack, raw, output));
}

const help = `
Examples:
  $ aesthete packs check demo
  $ aesthete packs check ~/models/dreamshaper_8.safetensors --run --device cpu
  $ aesthete packs check sd15-lcm --prove

What is wrong with a model is said in one line, and the exit code is 1.

--prove takes as long as a hundred pictures. What is done is kept, and the command goes on from there.`;
