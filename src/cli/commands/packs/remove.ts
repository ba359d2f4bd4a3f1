import type { Command } from 'commander';

/** `aesthete packs remove`. */
export function addPacksRemove(packs: Command): void {
  packs
    .command('remove <name>')
    .description('delete a model from the models folder that packs are added to')
    .option('--yes', 'do not ask')
    .option('--json', 'print one JSON object on stdout')
    .action(async (name: string, raw: unknown) => (await import('../../packs/remove.js')).remove(name, raw));
}
