import { fileURLToPath } from 'node:url';
import { bundlePage } from './bundlePage.js';

await bundlePage(fileURLToPath(new URL('../dist/playground/page', import.meta.url)));
