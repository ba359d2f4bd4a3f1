import { basename, join } from 'node:path';
import { z } from 'zod';
import { kindOfConfigs, packKinds, sharedClipName, tinyVaeFolder, UserError } from '../../engine/index.js';
import type { Hub, Snapshot } from './hub.js';
import type { RepositorySource } from './packSource.js';
import { exists, unfinishedCommit } from './performDownload.js';
import type { Download, DownloadSource } from './performDownload.js';
import { selectClipFiles, selectFile, selectFiles, selectTinyVaeFiles } from './selectFiles.js';

/** The CLIPs that packs of all kinds come from. */
const clips = new Set(Object.values(packKinds).flatMap((kind) => kind.clips.map(({ repository }) => repository)));

/** Where the plan is made for. */
export interface PlanOptions {
  readonly hub: Hub;
  /** The models folder. */
  readonly models: string;
  readonly signal: AbortSignal;
}

/**
 * What has to be downloaded for a pack, in this order; the pack is the last. A download that was interrupted goes on with the commit at
 * which it began, unless a revision is named.
 * @throws UserError when the hub has no such model, or it is of no layout that can be read
 */
export async function planDownloads(source: RepositorySource, options: PlanOptions): Promise<Download[]> {
  if (clips.has(source.repoId)) return [await planClip(source.repoId, options, source.revision)];
  const { repoId, revision, file, preset, name } = source;
  const snapshot = await snapshotFor(repoId, name, options, revision);
  const files = file === undefined ? selectFiles(snapshot) : [selectFile(snapshot, file)];
  const sources: DownloadSource[] = [{ snapshot, files }];
  if (preset?.lora) {
    const lora = await snapshotFor(preset.lora.repoId, name, options);
    sources.push({ snapshot: lora, files: [selectFile(lora, preset.lora.file)], into: 'loras' });
  }
  if (preset?.tinyVae) {
    const tiny = await snapshotFor(preset.tinyVae.repoId, name, options);
    sources.push({ snapshot: tiny, files: selectTinyVaeFiles(tiny), into: tinyVaeFolder });
  }
  const packJson = {
    title: preset?.title ?? repoId,
    ...(snapshot.license !== undefined && { license: snapshot.license }),
    ...(preset?.defaults && { defaults: preset.defaults }),
    ...(preset?.lora && { loras: [{ file: `loras/${basename(preset.lora.file)}`, scale: preset.lora.scale }] }),
  };
  const needed = file === undefined ? await clipsFor(snapshot, options) : [];
  return [...needed, { sources, folder: name, packJson }];
}

/** One CLIP for all packs. */
export async function planClip(repoId: string, options: PlanOptions, revision?: string): Promise<Download> {
  const folder = `clip/${sharedClipName(repoId)}`;
  const snapshot = await snapshotFor(repoId, folder, options, revision);
  return { sources: [{ snapshot, files: selectClipFiles(snapshot) }], folder };
}

async function snapshotFor(
  repoId: string,
  folder: string,
  { hub, models, signal }: PlanOptions,
  revision?: string,
): Promise<Snapshot> {
  const begun = revision === undefined ? await unfinishedCommit(models, folder, repoId) : undefined;
  return hub.snapshot(repoId, revision ?? begun ?? 'main', signal);
}

/** Those that a repository in diffusers' layout needs beside it and that are not here. */
async function clipsFor(snapshot: Snapshot, options: PlanOptions): Promise<Download[]> {
  const has = (path: string): boolean => snapshot.files.some((file) => file.path === path);
  if (has('clip/config.json') || !has('text_encoder/config.json')) return [];
  const unet = await readJson(snapshot, 'unet/config.json', options);
  const text = await readJson(snapshot, 'text_encoder/config.json', options);
  const { clips: all } = packKinds[kindOfConfigs(unet, text, has('text_encoder_2/config.json'))];
  const [{ repository }] = all;
  if (await exists(join(options.models, 'clip', sharedClipName(repository)))) return [];
  return [await planClip(repository, options)];
}

async function readJson(
  snapshot: Snapshot,
  path: string,
  { hub, signal }: PlanOptions,
): Promise<Readonly<Record<string, unknown>>> {
  const response = await hub.open(snapshot, path, 0, signal);
  if (response.status !== 200) throw new UserError(`the hub answers ${response.status} for ${path}; try again later`);
  return z.record(z.string(), z.unknown()).parse(await response.json());
}
