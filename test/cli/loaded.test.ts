import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** What a command loads is what it costs to start it: not the database for help, not Discord for a picture. */

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'aesthete-cli-'))));
afterAll(() => rm(folder, { recursive: true }));

const address = (code: string): string => `data:text/javascript,${encodeURIComponent(code)}`;

/** Runs `aesthete` as a process. @returns the modules that were imported, as addresses */
async function loaded(...args: string[]): Promise<string> {
  const file = join(folder, args.join(' ').replaceAll('/', '_'));
  const hooks = `import { appendFileSync } from 'node:fs';
    export async function load(url, context, next) {
      appendFileSync(${JSON.stringify(file)}, url + '\\n');
      return next(url, context);
    }`;
  const register = `import { register } from 'node:module'; register(${JSON.stringify(address(hooks))});`;
  const { status } = spawnSync(process.execPath, ['--import', address(register), resolve('dist/cli.js'), ...args]);
  expect(status).toBeLessThanOrEqual(2);
  return readFile(file, 'utf8');
}

const ofTheBot = ['/discord.js/', '/bullmq/', '/ioredis/', '/@prisma/', '/pglite', '/dist/bot/'];

test.each([
  ['--help', [...ofTheBot, '/onnxruntime-node/', '/sharp/', '/zod/', '/dist/engine/index.js']],
  ['imagine --help', [...ofTheBot, '/onnxruntime-node/', '/sharp/', '/zod/', '/dist/engine/index.js']],
  ['doctor --help', [...ofTheBot, '/onnxruntime-node/', '/sharp/', '/zod/', '/dist/engine/index.js']],
  ['import --help', [...ofTheBot, '/onnxruntime-node/', '/sharp/', '/zod/', '/dist/engine/index.js']],
  ['inspect demo', [...ofTheBot, '/onnxruntime-node/']],
  // Refused by the engine, which is a process of its own.
  ['imagine x --size 130', [...ofTheBot, '/onnxruntime-node/']],
])('convention: start: aesthete %s loads what it needs, and none of %j', async (line, others) => {
  const modules = await loaded(...line.split(' '));
  expect(modules).toContain('/commander/');
  expect(others.filter((name) => modules.includes(name))).toEqual([]);
});
