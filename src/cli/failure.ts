import { CommanderError } from 'commander';
import { CancelledError, CheckpointError, EngineCrashError, GraphError, UserError } from '../engine/errors.js';
import type { FailureReport } from './answer.js';
import { Interruption } from './interruption.js';
import { UsageError } from './usageError.js';

const expected = [UserError, CheckpointError, GraphError, EngineCrashError, CancelledError];

/** The command line itself is wrong, as `sysexits` and bash count it. */
const usage = 2;

/**
 * How a command that threw ends: what programs are told, and one line for stderr. No `report`: it did what was asked, which was help or the
 * version. No `line`: there is nobody to read it.
 */
export function describeFailure(error: unknown, debug: boolean): { report?: FailureReport; line?: string } {
  if (error instanceof CommanderError) return describeCommander(error);
  if (!(error instanceof Error)) return told('failure', 1, String(error));
  if (error instanceof Interruption) {
    const { by, exitCode, message } = error;
    const { report, line } = told('interrupted', exitCode, message);
    return by === 'SIGPIPE' ? { report } : { report, line };
  }
  if (error instanceof UsageError) return told('usage', usage, error.message);
  if (error instanceof CancelledError) return told('interrupted', 130, error.message);
  const known = expected.some((kind) => error instanceof kind) || 'code' in error;
  const { report, line } = known
    ? told('failure', 1, error.message)
    : told('bug', 1, `a bug: ${error.name}: ${error.message} (--verbose shows where)`);
  return { report, line: debug ? (error.stack ?? error.message) : line };
}

function describeCommander(error: CommanderError): { report?: FailureReport; line?: string } {
  // Help and version "fail" too; they have been printed.
  if (error.code === 'commander.helpDisplayed' || error.code === 'commander.version') return {};
  // No command was given: its help has been printed, on stderr.
  if (error.code === 'commander.help')
    return { report: { kind: 'usage', message: 'say which command', exitCode: usage } };
  return told('usage', usage, error.message.replace(/^error: /, ''));
}

function told(kind: FailureReport['kind'], exitCode: number, text: string): { report: FailureReport; line: string } {
  const message = oneLine(text);
  return { report: { kind, message, exitCode }, line: message };
}

function oneLine(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
}
