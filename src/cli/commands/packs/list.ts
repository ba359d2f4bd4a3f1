import type { Command } from 'commander';
import type { Output } from '../../output.js';

/** `aesthete packs list`, which is also what `aesthete packs` does. */
export function addPacksList(packs: Command, output: Output): void {
  packs
    .command('list', { isDefault: true })
    .description('list the models in models/ (here, of the installation, and in AESTHETE_MODELS)')
    .addHelpText('after', examples)
    .action(async () => (await import('../../packs/list.js')).list(output));
}

const examples = `
Examples:
  $ aesthete packs
  $ AESTHETE_MODELS=~/models aesthete packs list --json`;
