import type { Command } from 'commander';
import { collectValues, engineFlags, paintFlags } from '../flags.js';
import type { Output } from '../output.js';

/** `aesthete compare PROMPT…`: one labelled grid of what strengths do. */
export function addCompare(program: Command, output: Output): void {
  const command = program
    .command('compare')
    .description('paint a labelled grid: plain, subtle, balanced, strong, with one seed')
    .argument('[prompts...]', "a row each (default: the pack's own)")
    .option(
      '-a, --aesthetic <file|name>',
      "give it several times for more rows (default: the pack's own)",
      collectValues,
    )
    .option('--no-safety-check', "write pictures that the pack's safety checker flags, too");
  for (const flag of [...paintFlags(), ...engineFlags()]) command.addOption(flag);
  command
    .addHelpText('after', examples)
    .action(async (prompts: string[], raw: unknown) => (await import('../compare.js')).compare(prompts, raw, output));
}

const examples = `
Examples:
  $ aesthete compare "a castle" --aesthetic gloomcore
  $ aesthete compare "a castle" "a cat face" --aesthetic gloomcore --aesthetic mine.safetensors --seed 7 --out grid.png
  $ aesthete compare

Over each picture: the cosine of its prompt's text embedding to the aesthetic.
With --json: file, seed, device, precision, checked (by a safety checker), rows [{ prompt, aesthetic, plain { cosine }, subtle { strength, cosine, textSteps }, … }].`;
