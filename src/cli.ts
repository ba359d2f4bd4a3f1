#!/usr/bin/env node
import { Interruption, interruptions } from './cli/interruption.js';
import { runCli } from './cli/program.js';

const signal = interruptions();
const exitCode = await runCli(process.argv.slice(2), process, signal);
// What was interrupted may still hold files or connections.
if (signal.aborted) process.exit(signal.reason instanceof Interruption ? signal.reason.exitCode : 1);
process.exitCode = exitCode;
