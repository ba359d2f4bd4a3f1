import { mkdir, readFile, rename, rm, rmdir, statfs, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { MissingClipError, UserError } from '../../engine/index.js';
import { formatBytes } from '../format.js';
import { downloadFile, sizeOf } from './downloadFile.js';
import type { Hub, HubFile, Snapshot } from './hub.js';
import type { Sleep } from './retry.js';

/** Files of one repository. */
export interface DownloadSource {
  readonly snapshot: Pick<Snapshot, 'repoId' | 'commit' | 'license'>;
  readonly files: readonly HubFile[];
  /** The folder that they come into, below the download's own. Absent: that itself. */
  readonly into?: string;
}

/** What becomes one folder. */
export interface Download {
  readonly sources: readonly DownloadSource[];
  /** A folder below the models folder: `sd15`, `clip/openai--clip-vit-large-patch14`. */
  readonly folder: string;
  /** Written beside the files where they bring none of their own. */
  readonly packJson?: object;
}

export interface PerformOptions {
  readonly hub: Hub;
  /** The models folder. */
  readonly models: string;
  readonly signal: AbortSignal;
  readonly sleep: Sleep;
  readonly onProgress: (bytes: number) => void;
  /** Called with the complete folder before it is put in its place; what it throws keeps it out. */
  readonly prove: (folder: string) => Promise<void>;
}

/** In the models folder; its name keeps it out of the list of packs. */
const unfinished = '.unfinished';
/** Beside the files: where they came from. */
const sourceFile = 'source.json';
const source = z.array(z.object({ repoId: z.string(), commit: z.string(), license: z.string().optional() })).min(1);
export type PackSources = z.infer<typeof source>;
/** Left for everything else that a machine does. */
const spareBytes = 500e6;

export function totalBytes({ sources }: Pick<Download, 'sources'>): number {
  return sources.flatMap(({ files }) => files).reduce((sum, { size }) => sum + size, 0);
}

/** The commit at which an interrupted download into `folder` began. */
export async function unfinishedCommit(models: string, folder: string, repoId: string): Promise<string | undefined> {
  const begun = await readSources(stagingOf(models, folder));
  return begun?.find((one) => one.repoId === repoId)?.commit;
}

/** Where what lies in a folder came from, the pack itself first; undefined where it was put there by hand. */
export async function readSources(folder: string): Promise<PackSources | undefined> {
  try {
    return source.parse(JSON.parse(await readFile(join(folder, sourceFile), 'utf8')));
  } catch {
    return undefined;
  }
}

/**
 * Downloads into a folder of its own, which is put in its place when it is whole and proved. Interrupted at any point, the next call goes
 * on with what is there.
 * @throws UserError when something is there already, the disk is too small, or the hub fails
 */
export async function performDownload(download: Download, options: PerformOptions): Promise<string> {
  const { sources, folder, packJson } = download;
  const { hub, models, signal, sleep, onProgress, prove } = options;
  const target = join(models, folder);
  if (await exists(target))
    throw new UserError(`${target} is there already; remove it first, or choose another name by --name`);
  const staging = stagingOf(models, folder);
  const from: PackSources = sources.map(({ snapshot: { repoId, commit, license } }) => ({ repoId, commit, license }));
  // Of another commit, files could be of both.
  const begun = await readSources(staging);
  if (begun && JSON.stringify(begun) !== JSON.stringify(from)) await rm(staging, { recursive: true });
  await mkdir(staging, { recursive: true });
  await writeFile(join(staging, sourceFile), JSON.stringify(from, null, 2));
  // What refuses a model is in its small files: they come first.
  const files = sources.flatMap((one) => placed(one, staging)).sort((a, b) => a.file.size - b.file.size);
  await checkSpace(staging, files);

  let before = 0;
  for (const { snapshot, file, path } of files) {
    const onBytes = (bytes: number): void => {
      onProgress(before + bytes);
    };
    await downloadFile(hub, snapshot, file, path, { signal, sleep, onBytes });
    before += file.size;
  }
  if (packJson && !files.some(({ path }) => path === join(staging, 'pack.json')))
    await writeFile(join(staging, 'pack.json'), JSON.stringify(packJson, null, 2));
  try {
    await prove(staging);
  } catch (error) {
    // With its CLIP it may be right; anything else would be the same the next time.
    if (!(error instanceof MissingClipError)) {
      await rm(staging, { recursive: true });
      await rmdir(join(models, unfinished)).catch(() => undefined);
    }
    throw error;
  }
  await mkdir(dirname(target), { recursive: true });
  await rename(staging, target);
  // Others may be under way.
  await rmdir(join(models, unfinished)).catch(() => undefined);
  return target;
}

interface PlacedFile extends Pick<DownloadSource, 'snapshot'> {
  readonly file: HubFile;
  readonly path: string;
}

/** A single file lies in its folder without the repository's folders above it. */
function placed({ snapshot, files, into = '' }: DownloadSource, staging: string): PlacedFile[] {
  return files.map((file) => {
    const name = files.length === 1 ? basename(file.path) : file.path;
    return { snapshot, file, path: join(staging, into, name) };
  });
}

function stagingOf(models: string, folder: string): string {
  return join(models, unfinished, folder.replaceAll('/', '--'));
}

async function checkSpace(staging: string, files: readonly PlacedFile[]): Promise<void> {
  const sizes = await Promise.all(
    files.map(async ({ path, file: { size } }) => {
      const here = (await sizeOf(path)) ?? (await sizeOf(`${path}.part`)) ?? 0;
      return Math.max(0, size - here);
    }),
  );
  const missing = sizes.reduce((sum, size) => sum + size, 0);
  const { bavail, bsize } = await statfs(staging);
  const free = bavail * bsize;
  if (missing + spareBytes > free)
    throw new UserError(
      `${formatBytes(missing)} have to be downloaded, and the disk of ${staging} has ${formatBytes(free)} left; make room, or name a folder on another disk in AESTHETE_MODELS`,
    );
}

async function exists(path: string): Promise<boolean> {
  return (await sizeOf(path)) !== undefined;
}
