import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const stampFile = '.build.json';
const buildInfo = '.tsbuildinfo';
const settings = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

/** Hashes of what a step read and wrote when it last succeeded. */
interface Stamp {
  readonly inputs: string;
  readonly outputs: string;
}

interface Step {
  readonly name: string;
  /** Paths below the root. */
  readonly inputs: readonly string[];
  /** Paths below the root, of files that are there. */
  readonly outputs: () => Promise<readonly string[]>;
  readonly run: (outputsAreIntact: boolean) => Promise<void>;
}

/**
 * Builds into `dist/` of a folder what differs, by content, from the last build, and gives the names of the steps that ran: `code`,
 * `page`. A step whose files in `dist/` were removed or changed runs again, too.
 * @throws Error with what the compiler says
 */
export async function build(root: string): Promise<readonly string[]> {
  const dist = join(root, 'dist');
  const ran: string[] = [];
  const stamps = await readStamps(dist);
  for (const step of await stepsOf(root)) {
    const inputs = await hash(root, step.inputs);
    const before = stamps[step.name];
    const isIntact = before?.outputs === (await hash(root, await step.outputs()));
    if (isIntact && before.inputs === inputs) continue;
    await step.run(isIntact);
    stamps[step.name] = { inputs, outputs: await hash(root, await step.outputs()) };
    await mkdir(dist, { recursive: true });
    await writeFile(join(dist, stampFile), JSON.stringify(stamps));
    ran.push(step.name);
  }
  return ran;
}

async function stepsOf(root: string): Promise<readonly Step[]> {
  const sources = await filesBelow(root, 'src');
  const page = join('src', 'playground', 'page') + sep;
  const bundle = join('dist', 'playground', 'page');
  const codeSources = sources.filter((path) => !path.startsWith(page));
  const compiled = async () =>
    (await filesBelow(root, 'dist')).filter(
      (path) => !path.startsWith(bundle + sep) && ![stampFile, buildInfo].includes(relative('dist', path)),
    );
  return [
    {
      name: 'code',
      inputs: [...codeSources, ...settings],
      outputs: compiled,
      run: async (outputsAreIntact) => {
        // The compiler writes what changed since its own record, whether or not the rest is there.
        if (!outputsAreIntact) await rm(join(root, 'dist', buildInfo), { force: true });
        await compile(root);
        await removeOrphans(root, codeSources, await compiled());
      },
    },
    {
      name: 'page',
      inputs: [...sources.filter((path) => path.startsWith(join('src', 'playground') + sep)), 'package-lock.json'],
      outputs: () => filesBelow(root, bundle),
      run: async () => {
        const { bundlePage } = await import('./bundlePage.js');
        await rm(join(root, bundle), { recursive: true, force: true });
        await bundlePage(join(root, bundle), join(root, page));
      },
    },
  ];
}

async function compile(root: string): Promise<void> {
  try {
    await run(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], { maxBuffer: 2 ** 26 });
  } catch (error) {
    // The compiler says what is wrong on standard output.
    const { stdout = '', message = String(error) } = error as { stdout?: string; message?: string };
    throw new Error(stdout === '' ? message : stdout, { cause: error });
  }
}

/** Removes what was compiled from sources that are gone. */
async function removeOrphans(root: string, sources: readonly string[], compiled: readonly string[]): Promise<void> {
  const stems = new Set(sources.map((path) => relative('src', path).replace(/\.[cm]?tsx?$/, '')));
  for (const path of compiled) {
    const stem = relative('dist', path).replace(/\.(js|js\.map|d\.ts)$/, '');
    if (!stems.has(stem)) await rm(join(root, path));
  }
}

async function readStamps(dist: string): Promise<Partial<Record<string, Stamp>>> {
  try {
    return JSON.parse(await readFile(join(dist, stampFile), 'utf8')) as Partial<Record<string, Stamp>>;
  } catch {
    // None, or half written: everything is built.
    return {};
  }
}

/** Files below a folder of the root, in order; none, where there is no such folder. */
async function filesBelow(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

async function hash(root: string, paths: readonly string[]): Promise<string> {
  const sum = createHash('sha256');
  for (const path of paths) {
    const bytes = await readFile(join(root, path)).catch(() => Buffer.alloc(0));
    sum.update(`${path}\0${bytes.byteLength}\0`).update(bytes);
  }
  return sum.digest('hex');
}
