import { writeFile } from 'node:fs/promises';
import { commandsDoc, commandsFile } from './commandsDoc.js';

/** Writes docs/commands.md. */
await writeFile(commandsFile, await commandsDoc());
