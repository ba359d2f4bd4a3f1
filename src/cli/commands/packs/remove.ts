import type { Command } from 'commander';
import type { Output } from '../../output.js';

/** `aesthete packs remove`. */
export function addPacksRemove(packs: Command, output: Output): void {
  packs
    .command('remove <name>')
    .description('delete a model from the models folder that packs are added to')
    .option('-y, --yes', 'do not ask')
    .action(async (name: string, raw: unknown) => (await import('../../packs/remove.js')).remove(name, raw, output));
}
