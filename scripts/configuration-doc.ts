import { writeFile } from 'node:fs/promises';
import { configurationDoc, configurationFile, environmentExample, exampleFile } from './configurationDoc.js';

/** Writes docs/configuration.md and .env.example. */
await writeFile(configurationFile, await configurationDoc());
await writeFile(exampleFile, environmentExample());
