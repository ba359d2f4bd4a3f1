import { signal } from '@preact/signals';

/** The command that was clicked in a message, `aesthetic create`, until the composer has it. */
export const commandRequest = signal<string | null>(null);
