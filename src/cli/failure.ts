import { CommanderError } from 'commander';
import { CancelledError, CheckpointError, EngineCrashError, GraphError, UserError } from '../engine/errors.js';

const expected = [UserError, CheckpointError, GraphError, EngineCrashError, CancelledError];

/** How a command that threw ends: the shell's exit code, and one line for stderr (none where the help was asked for). */
export function describeFailure(error: unknown, debug: boolean): { exitCode: number; line?: string } {
  if (error instanceof CommanderError) {
    // Help and version "fail" too; they have been printed.
    if (error.code.startsWith('commander.help') || error.code === 'commander.version')
      return { exitCode: error.exitCode };
    return { exitCode: 1, line: oneLine(error.message.replace(/^error: /, '')) };
  }
  if (!(error instanceof Error)) return { exitCode: 1, line: oneLine(String(error)) };
  const exitCode = error instanceof CancelledError ? 130 : 1;
  if (debug) return { exitCode, line: error.stack ?? error.message };
  const known = expected.some((kind) => error instanceof kind) || 'code' in error;
  const bug = known ? '' : `a bug: ${error.name}: `;
  return { exitCode, line: oneLine(bug + error.message) + (known ? '' : ' (AESTHETE_DEBUG=1 shows where)') };
}

function oneLine(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
}
