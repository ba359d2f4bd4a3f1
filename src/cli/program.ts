import { Command } from 'commander';
import { packageVersion } from '../version.js';
import { addBlend } from './commands/blend.js';
import { addCard } from './commands/card.js';
import { addCompare } from './commands/compare.js';
import { addCompletion } from './commands/completion.js';
import { addDoctor } from './commands/doctor.js';
import { addEmbed } from './commands/embed.js';
import { addExport } from './commands/export.js';
import { addImagine } from './commands/imagine.js';
import { addImport } from './commands/import.js';
import { addInspect } from './commands/inspect.js';
import { addPacks } from './commands/packs/index.js';
import { addReembed } from './commands/reembed.js';
import { addReproduce } from './commands/reproduce.js';
import { describeFailure } from './failure.js';
import { fitHelp } from './fitHelp.js';
import { outputFlags } from './flags.js';
import { orOutOfPatience } from './interruption.js';
import { Output } from './output.js';
import type { OutputOptions, Streams } from './output.js';

/**
 * Runs `aesthete` with the arguments that follow its name. Results go to stdout, one line about a failure to stderr.
 * @param signal fires when the command is to stop
 * @returns the exit code: 0, 1 for a failure, 2 for a command line that is wrong, 128 and more where it was interrupted (docs/cli.md)
 */
export async function runCli(args: readonly string[], streams: Streams, signal: AbortSignal): Promise<number> {
  const output = new Output(streams, signal);
  // What commander refuses never begins.
  output.begin('', { json: args.includes('--json'), jsonLines: args.includes('--json-lines') });
  try {
    await orOutOfPatience(createProgram(output).parseAsync(args, { from: 'user' }), signal);
    output.end();
    return 0;
  } catch (error) {
    const { report, line } = describeFailure(error, output.verbose);
    if (line !== undefined) streams.stderr.write(`aesthete: ${line}\n`);
    if (report) output.end(report);
    return report?.exitCode ?? 0;
  }
}

/** Columns of help that goes to a file or a pipe. */
const defaultWidth = 80;

/** All commands, for commander. What a command does is imported when it runs: help loads neither the engine nor the bot. */
export function createProgram(output: Output): Command {
  const { stdout, stderr } = output.streams;
  const program = new Command('aesthete')
    .description(
      'Paints pictures in the taste of a few images: aesthetic gradients for Stable Diffusion, on ONNX Runtime.',
    )
    .version(packageVersion())
    // `runCli` reports failures.
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(fitHelp(text, stdout.columns ?? defaultWidth)),
      writeErr: (text) => stderr.write(fitHelp(text, stderr.columns ?? defaultWidth)),
      outputError: () => undefined,
      getOutHelpWidth: () => stdout.columns ?? defaultWidth,
      getErrHelpWidth: () => stderr.columns ?? defaultWidth,
    })
    .configureHelp({ minWidthToWrap: 20 })
    .addHelpText(
      'after',
      `
Examples:
  $ aesthete imagine "a castle" --aesthetic gloomcore
  $ aesthete embed pictures/*.jpg --out mine.safetensors
  $ aesthete imagine "a castle" --aesthetic mine.safetensors --strength strong --seed 42
  $ aesthete compare "a castle" "a cat face" --aesthetic gloomcore --aesthetic mine.safetensors

Each command's --help has its own. --verbose shows where an error came from.`,
    )
    .hook('preAction', (_program, command) => {
      output.begin(nameOf(command), command.opts<OutputOptions>());
    });
  for (const add of [
    addImagine,
    addCompare,
    addCard,
    addEmbed,
    addBlend,
    addInspect,
    addPacks,
    addReproduce,
    addReembed,
    addExport,
    addImport,
    addDoctor,
    addCompletion,
  ])
    add(program, output);
  for (const command of leaves(program)) for (const flag of outputFlags()) command.addOption(flag);
  return program;
}

/** The commands that do something, not those that only have others. */
function leaves(command: Command): readonly Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
}

/** `packs add`. */
function nameOf(command: Command): string {
  const { parent } = command;
  return parent?.parent ? `${nameOf(parent)} ${command.name()}` : command.name();
}
