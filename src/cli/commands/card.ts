import type { Command } from 'commander';
import { engineFlags, paintFlags } from '../flags.js';
import type { Output } from '../output.js';

/** `aesthete card AESTHETIC`: what an aesthetic does, on one picture. */
export function addCard(program: Command, output: Output): void {
  const command = program
    .command('card')
    .description('show what an aesthetic does: the same prompts without it and with it, on one picture')
    .argument('<aesthetic>', "a .safetensors or .pt file, or one of the pack's own by name")
    .argument('[prompts...]', 'a column each (default: the three of every card of this pack)')
    .option('-s, --strength <s>', "subtle, balanced, strong, or a number from 0 to 1.5 (default: the pack's)")
    .option('--no-safety-check', "write pictures that the pack's safety checker flags, too");
  for (const flag of [...paintFlags({ seed: '42, as on every card' }), ...engineFlags()]) command.addOption(flag);
  command
    .addHelpText('after', examples)
    .action(async (aesthetic: string, prompts: string[], raw: unknown) =>
      (await import('../card.js')).card({ aesthetic, prompts }, raw, output),
    );
}

const examples = `
Examples:
  $ aesthete card gloomcore
  $ aesthete card mine.safetensors "a castle" "a cat face" --strength strong --out card.png

Over each picture: its prompt and the cosine of the prompt's text embedding to the aesthetic.
With --json: file, aesthetic, seed, strength, device, precision, checked (by a safety checker), columns [{ prompt, cosine { before, after }, textSteps }].`;
