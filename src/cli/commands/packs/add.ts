import type { Command } from 'commander';
import { formatTable } from '../../format.js';
import { presets } from '../../hub/presets.js';
import type { Output } from '../../output.js';

/** `aesthete packs add`. */
export function addPacksAdd(packs: Command, output: Output): void {
  packs
    .command('add <model>')
    .description('download a model, or link one that is on this machine, into the first models folder')
    .option('--name <name>', "what it is called here (default: the preset's or repository's name)")
    .option('--no-checker', 'without the safety checker that a model of Stable Diffusion 1 may lack')
    .option('--dry-run', 'show what would be downloaded, and stop')
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', help)
    .action(async (model: string, raw: unknown) => (await import('../../packs/add.js')).add(model, raw, output));
}

const help = `
Models:
${formatTable(presets.map(({ name, title, about }) => ['', name, title, about]))}
  safety-checker, that of Stable Diffusion 1, for all models of its kind that have none.
  Or OWNER/NAME of the Hugging Face hub, OWNER/NAME@REVISION, OWNER/NAME/FILE.safetensors, a folder, or a file.

HF_TOKEN is sent where a model is not open to everybody, HF_ENDPOINT names a mirror, HTTPS_PROXY a proxy.
Run the command again after an interruption: it goes on where it stopped.

Examples:
  $ aesthete packs add lcm-dreamshaper
  $ aesthete packs add Lykon/dreamshaper-8 --name dream --dry-run
  $ aesthete packs add ~/Downloads/model-folder`;
