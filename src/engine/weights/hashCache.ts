import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

type Cache = Partial<Record<string, string>>;
const cacheFile = z.record(z.string(), z.string());

/**
 * What `compute` gives for the content of files, remembered by their paths, sizes and times in a file of `cacheDir`, since hashing gigabytes takes
 * seconds; without one it is computed.
 */
export async function rememberedHash(
  files: readonly string[],
  compute: () => Promise<string>,
  { cacheDir, name }: { readonly cacheDir: string; readonly name: string },
): Promise<string> {
  const stats = await Promise.all(
    files.map(async (file) => {
      const { size, mtimeMs } = await stat(file);
      return { file, size, mtimeMs };
    }),
  );
  const key = createHash('sha256').update(JSON.stringify(stats)).digest('hex');
  const path = join(cacheDir, name);
  const cached = await readCache(path);
  const hash = cached[key] ?? (await compute());
  if (cached[key] === undefined) await writeCache(cacheDir, path, { ...cached, [key]: hash });
  return hash;
}

/** sha256 of the bytes of a file, in hexadecimal; remembered. */
export async function fileHash(file: string, cacheDir: string): Promise<string> {
  const compute = async (): Promise<string> => {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
    return hash.digest('hex');
  };
  return rememberedHash([file], compute, { cacheDir, name: 'file-hashes.json' });
}

/** A cache that is missing, damaged or not writable is only slower. */
async function readCache(path: string): Promise<Cache> {
  try {
    return cacheFile.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return {};
  }
}

async function writeCache(dir: string, path: string, cache: Cache): Promise<void> {
  try {
    await mkdir(dir, { recursive: true });
    await writeFile(path, JSON.stringify(cache));
  } catch {
    return;
  }
}
