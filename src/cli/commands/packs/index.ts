import type { Command } from 'commander';
import type { Output } from '../../output.js';
import { addPacksAdd } from './add.js';
import { addPacksCheck } from './check.js';
import { addPacksList } from './list.js';
import { addPacksRemove } from './remove.js';

/** `aesthete packs`: the models that can be named. */
export function addPacks(program: Command, output: Output): void {
  const packs = program
    .command('packs')
    .description('list, check, download and remove models')
    .addHelpText('after', examples);
  for (const add of [addPacksList, addPacksCheck, addPacksAdd, addPacksRemove]) add(packs, output);
}

const examples = `
Examples:
  $ aesthete packs
  $ aesthete packs add sd15-lcm
  $ aesthete packs check sd15-lcm --run`;
