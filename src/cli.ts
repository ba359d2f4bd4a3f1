#!/usr/bin/env node
import { Command } from 'commander';
import { addCompare } from './cli/compare.js';
import { addDoctor } from './cli/doctor.js';
import { addEmbed } from './cli/embed.js';
import { describeFailure } from './cli/failure.js';
import { addImagine } from './cli/imagine.js';
import { addInspect } from './cli/inspect.js';
import { addPacks } from './cli/packs.js';
import { packageVersion } from './cli/version.js';

const program = new Command('aesthete')
  .description(
    'Paints pictures in the taste of a few images: aesthetic gradients for Stable Diffusion, on ONNX Runtime.',
  )
  .version(packageVersion())
  // Failures are told in one place, below.
  .exitOverride()
  .configureOutput({ outputError: () => undefined })
  .configureHelp({ helpWidth: 110 })
  .addHelpText(
    'after',
    `
Examples:
  $ aesthete imagine "a castle" --aesthetic gloomcore
  $ aesthete embed pictures/*.jpg --out mine.safetensors
  $ aesthete imagine "a castle" --aesthetic mine.safetensors --strength strong --seed 42
  $ aesthete compare "a castle" "a cat face" --aesthetic gloomcore --aesthetic mine.safetensors

Each command's --help has its own. AESTHETE_DEBUG=1 shows where an error came from.`,
  );

for (const add of [addImagine, addCompare, addEmbed, addInspect, addPacks, addDoctor]) add(program);

try {
  await program.parseAsync();
} catch (error) {
  const { exitCode, line } = describeFailure(error, process.env['AESTHETE_DEBUG'] === '1');
  if (line !== undefined) console.error(`aesthete: ${line}`);
  process.exitCode = exitCode;
}
