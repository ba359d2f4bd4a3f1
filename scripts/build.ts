import { fileURLToPath } from 'node:url';
import { build } from './changedBuild.js';

await build(fileURLToPath(new URL('..', import.meta.url)));
