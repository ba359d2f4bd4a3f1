import type { Command } from 'commander';

/** `aesthete packs list`, which is also what `aesthete packs` does. */
export function addPacksList(packs: Command): void {
  packs
    .command('list', { isDefault: true })
    .description('list the models in models/ (here, of the installation, and in AESTHETE_MODELS)')
    .option('--json', 'print one JSON object on stdout')
    .addHelpText('after', examples)
    .action(async (raw: unknown) => (await import('../../packs/list.js')).list(raw));
}

const examples = `
Examples:
  $ aesthete packs
  $ AESTHETE_MODELS=~/models aesthete packs list --json`;
