import { writeFile } from 'node:fs/promises';
import { architectureDoc, architectureFile } from './architectureDoc.js';

/** Writes docs/architecture.md. */
await writeFile(architectureFile, await architectureDoc());
