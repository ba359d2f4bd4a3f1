import { resolve } from 'node:path';
import { build } from '../../scripts/changedBuild.js';

/** Once a run, before all tests: `dist/` is what `src/` says. End-to-end tests start the bot from there, as its operators do. */
export default async function built(): Promise<void> {
  await build(resolve('.'));
}
