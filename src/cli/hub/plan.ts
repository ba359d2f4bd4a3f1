import { basename } from 'node:path';
import { z } from 'zod';
import { findShared, kindOfConfigs, packKinds, sharedName, tinyVaeFolder, UserError } from '../../engine/index.js';
import type { ModelKind, SharedPart } from '../../engine/index.js';
import type { Hub, HubFile, Snapshot } from './hub.js';
import type { RepositorySource } from './packSource.js';
import { unfinishedCommit } from './performDownload.js';
import type { Download, DownloadSource } from './performDownload.js';
import { selectCheckerFiles, selectClipFiles, selectFile, selectFiles, selectTinyVaeFiles } from './selectFiles.js';

/** The CLIPs that packs of all kinds come from. */
const clips = new Set(Object.values(packKinds).flatMap((kind) => kind.clips.map(({ repository }) => repository)));

/** Where the plan is made for. */
export interface PlanOptions {
  readonly hub: Hub;
  /** The models folder. */
  readonly models: string;
  readonly signal: AbortSignal;
  /** False: no safety checker comes along where the model's own repository has none. Default true. */
  readonly checker?: boolean;
}

/**
 * What has to be downloaded for a pack, in this order; the pack is the last. A download that was interrupted goes on with the commit at
 * which it began, unless a revision is named.
 * @throws UserError when the hub has no such model, or it is of no layout that can be read
 */
export async function planDownloads(source: RepositorySource, options: PlanOptions): Promise<Download[]> {
  const { repoId, revision, file, preset, name } = source;
  if (source.part === 'checker') return [await planShared('checker', repoId, options)];
  if (clips.has(repoId)) return [await planShared('clip', repoId, options, revision)];
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
  const needed = file === undefined ? await partsFor(snapshot, files, options) : [];
  return [...needed, { sources, folder: name, packJson }];
}

/** One for all packs: a CLIP, or a safety checker. */
export async function planShared(
  part: SharedPart,
  repoId: string,
  options: PlanOptions,
  revision?: string,
): Promise<Download> {
  const folder = `${part}/${sharedName(repoId)}`;
  const snapshot = await snapshotFor(repoId, folder, options, revision);
  return { sources: [{ snapshot, files: selectShared[part](snapshot) }], folder };
}

/** @throws UserError that says how to do without */
export async function planChecker(repository: string, options: PlanOptions): Promise<Download> {
  try {
    return await planShared('checker', repository, options);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`the safety checker cannot be had: ${error.message}; --no-checker adds the model without`);
  }
}

const selectShared = { clip: selectClipFiles, checker: selectCheckerFiles } as const satisfies Record<
  SharedPart,
  unknown
>;

async function snapshotFor(
  repoId: string,
  folder: string,
  { hub, models, signal }: PlanOptions,
  revision?: string,
): Promise<Snapshot> {
  const begun = revision === undefined ? await unfinishedCommit(models, folder, repoId) : undefined;
  return hub.snapshot(repoId, revision ?? begun ?? 'main', signal);
}

/** Of a repository in diffusers' layout. Undefined where that does not say. */
async function kindOf({ files, ...snapshot }: Snapshot, options: PlanOptions): Promise<ModelKind | undefined> {
  const has = (path: string): boolean => files.some((file) => file.path === path);
  if (!has('text_encoder/config.json')) return undefined;
  const unet = await readJson({ files, ...snapshot }, 'unet/config.json', options);
  const text = await readJson({ files, ...snapshot }, 'text_encoder/config.json', options);
  return kindOfConfigs(unet, text, has('text_encoder_2/config.json'));
}

/** What a model of a repository, of which `files` are taken, needs beside it, and is not here. */
async function partsFor(snapshot: Snapshot, files: readonly HubFile[], options: PlanOptions): Promise<Download[]> {
  const lacks = (folder: string): boolean => !files.some(({ path }) => path.startsWith(`${folder}/`));
  const lacksChecker = options.checker !== false && (lacks('safety_checker') || lacks('feature_extractor'));
  const kind = lacks('clip') || lacksChecker ? await kindOf(snapshot, options) : undefined;
  if (kind === undefined) return [];
  const {
    clips: [{ repository }],
    checker,
  } = packKinds[kind];
  const needed: Download[] = [];
  if (lacks('clip') && (await findShared('clip', repository)) === undefined)
    needed.push(await planShared('clip', repository, options));
  if (lacksChecker && checker !== undefined && (await findShared('checker', checker)) === undefined)
    needed.push(await planChecker(checker, options));
  return needed;
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
