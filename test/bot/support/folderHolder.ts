import { lockDataFolder } from '../../../src/bot/database/folderLock.js';

/** Locks the folder that it is given, says how that went, and holds it until it is killed. */
const [dir = ''] = process.argv.slice(2);
const result = await lockDataFolder(dir).then(
  () => 'held',
  (error: unknown) => String(error),
);
process.stdout.write(`${result}\n`);
setInterval(() => undefined, 1_000);
