import { Command } from 'commander';
import { addCompare } from './commands/compare.js';
import { addDoctor } from './commands/doctor.js';
import { addEmbed } from './commands/embed.js';
import { addImagine } from './commands/imagine.js';
import { addInspect } from './commands/inspect.js';
import { addPacks } from './commands/packs/index.js';
import { addReembed } from './commands/reembed.js';
import { describeFailure } from './failure.js';
import { packageVersion } from './version.js';

/** Runs `aesthete` with the arguments that follow its name. Results go to stdout, one line about a failure to stderr. @returns the exit code */
export async function runCli(args: readonly string[]): Promise<number> {
  try {
    await createProgram().parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    const { exitCode, line } = describeFailure(error, process.env['AESTHETE_DEBUG'] === '1');
    if (line !== undefined) process.stderr.write(`aesthete: ${line}\n`);
    return exitCode;
  }
}

/** All commands, for commander. What a command does is imported when it runs: help loads neither the engine nor the bot. */
function createProgram(): Command {
  const program = new Command('aesthete')
    .description(
      'Paints pictures in the taste of a few images: aesthetic gradients for Stable Diffusion, on ONNX Runtime.',
    )
    .version(packageVersion())
    // `runCli` reports failures.
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
  for (const add of [addImagine, addCompare, addEmbed, addInspect, addPacks, addReembed, addDoctor]) add(program);
  return program;
}
