import type { Command } from 'commander';
import type { Output } from '../output.js';

/** `aesthete doctor`: checks what the bot needs, and tells you how to fix what is wrong. */
export function addDoctor(program: Command, output: Output): void {
  program
    .command('doctor')
    .description('check what the bot needs: token, permissions, database, queue, pack, devices, data folder')
    .addHelpText('after', examples)
    .action(async () => (await import('../doctor.js')).doctor(output));
}

const examples = `
Examples:
  $ aesthete doctor
  $ DATABASE_URL=postgres://… REDIS_URL=redis://… aesthete doctor --json

It reads the same environment (and .env) as the bot. Stop a bot that runs with the embedded database first: its data
folder can have one process. It ends with 1 if anything is wrong.`;
