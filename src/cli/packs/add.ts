import { mkdir, stat, symlink } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { z } from 'zod';
import {
  MissingClipError,
  modelFolders,
  openPack,
  openSafetyChecker,
  packKinds,
  UserError,
} from '../../engine/index.js';
import { confirm } from '../confirm.js';
import { formatBytes, formatTable } from '../format.js';
import { connect, sleep } from '../hub/connect.js';
import { DownloadProgress } from '../hub/downloadProgress.js';
import { packName, parsePackSource } from '../hub/packSource.js';
import { performDownload, totalBytes } from '../hub/performDownload.js';
import type { Download } from '../hub/performDownload.js';
import { planChecker, planDownloads, planShared } from '../hub/plan.js';
import type { PlanOptions } from '../hub/plan.js';
import { parseOptions, withoutUndefined } from '../options.js';
import type { Output } from '../output.js';

const addOptions = z.object({
  name: z.string().min(1).optional(),
  checker: z.boolean().default(true),
  dryRun: z.boolean().default(false),
  yes: z.boolean().default(false),
});
type AddOptions = z.infer<typeof addOptions>;

/** `aesthete packs add MODEL`. */
export async function add(model: string, raw: unknown, output: Output): Promise<void> {
  const options = parseOptions(addOptions, raw);
  const [models] = modelFolders();
  const local = await stat(model).then(
    () => resolve(model),
    () => undefined,
  );
  if (local !== undefined) await link(local, models, options, output);
  else await download(model, models, options, output);
}

/** A pack that is on this machine stays where it is. */
async function link(from: string, models: string, { name, dryRun }: AddOptions, output: Output): Promise<void> {
  const { settings } = await openPack(from);
  const ending = extname(from) === '.safetensors' ? '.safetensors' : '';
  const target = join(models, packName(name ?? basename(from, ending)) + ending);
  if (!dryRun) {
    await mkdir(models, { recursive: true });
    await symlink(from, target).catch((error: unknown) => {
      throw error instanceof Error && 'code' in error && error.code === 'EEXIST'
        ? new UserError(`${target} is there already; choose another name by --name`)
        : error;
    });
  }
  output.result({ dir: target, title: settings.title, downloads: [] });
  output.line(`${dryRun ? 'would link' : 'linked'} ${target} → ${from}`);
}

async function download(model: string, models: string, options: AddOptions, output: Output): Promise<void> {
  const abort = new AbortController();
  const interrupt = (): void => {
    abort.abort(output.signal.reason);
    output.say('run the command again: it goes on where it stopped');
  };
  output.signal.addEventListener('abort', interrupt, { once: true });
  try {
    const plan = { hub: await connect(), models, signal: abort.signal, checker: options.checker };
    const source = parsePackSource(model);
    const named = withoutUndefined({ name: options.name && packName(options.name) });
    const downloads = await planDownloads({ ...source, ...named }, plan);
    const added = await addAll(downloads, plan, options, output);
    if (!added) throw new UserError('nothing was downloaded');
    const checker = source.file === undefined ? undefined : await checkerFor(added, plan, options, output);
    report(checker ? [checker, added] : [added], options, output);
  } finally {
    output.signal.removeEventListener('abort', interrupt);
  }
}

/** What was downloaded, and where each lies; nowhere with `--dry-run`. */
interface Added {
  readonly downloads: readonly Download[];
  readonly dirs: readonly string[];
}

async function addAll(
  downloads: readonly Download[],
  plan: PlanOptions,
  options: AddOptions,
  output: Output,
): Promise<Added | undefined> {
  try {
    return await perform(downloads, plan, options, output);
  } catch (error) {
    // Only a file's own content says what CLIP it needs.
    if (!(error instanceof MissingClipError)) throw error;
    return perform([await planShared('clip', error.repository, plan), ...downloads.slice(-1)], plan, options, output);
  }
}

/** The checker of a single file, whose kind is known only when it is here. */
async function checkerFor(
  { dirs }: Added,
  plan: PlanOptions,
  options: AddOptions,
  output: Output,
): Promise<Added | undefined> {
  const dir = dirs.at(-1);
  if (dir === undefined || plan.checker === false) return undefined;
  const { kind, checker, settings } = await openPack(dir);
  const { checker: repository } = packKinds[kind];
  if (checker || settings.safe || repository === undefined) return undefined;
  return perform([await planChecker(repository, plan)], plan, options, output);
}

/** Undefined where it was asked, and refused. */
async function perform(
  downloads: readonly Download[],
  plan: PlanOptions,
  options: AddOptions,
  output: Output,
): Promise<Added | undefined> {
  const { models } = plan;
  const total = downloads.reduce((sum, one) => sum + totalBytes(one), 0);
  for (const line of planLines(downloads, models, total)) output.say(line);
  if (options.dryRun) return { downloads, dirs: [] };
  if (!(await confirmed(options, total, output))) return undefined;
  const dirs: string[] = [];
  const progress = new DownloadProgress(output, total);
  let before = 0;
  try {
    for (const one of downloads) {
      const start = before;
      const onProgress = (bytes: number): void => {
        progress.update(start + bytes);
      };
      dirs.push(await performDownload(one, { ...plan, sleep, onProgress, prove: (folder) => prove(one, folder) }));
      before += totalBytes(one);
    }
  } finally {
    progress.end();
  }
  return { downloads, dirs };
}

/** @throws what opening it throws; a CLIP is proved with the models that take it */
async function prove({ folder }: Download, dir: string): Promise<void> {
  if (folder.startsWith('checker/'))
    await openSafetyChecker(join(dir, 'safety_checker'), join(dir, 'feature_extractor'));
  else if (!folder.startsWith('clip/')) await openPack(dir);
}

/** Without a terminal, the command line itself is the answer. */
async function confirmed({ yes }: AddOptions, total: number, output: Output): Promise<boolean> {
  return confirm(`Download ${formatBytes(total)}?`, yes || output.streams.stdin.isTTY !== true, output);
}

function planLines(downloads: readonly Download[], models: string, total: number): string[] {
  const rows = downloads.flatMap(({ sources, folder }) =>
    sources.map((one) => [
      '',
      `${one.snapshot.repoId}@${one.snapshot.commit.slice(0, 7)}`,
      formatBytes(totalBytes({ sources: [one] })),
      `licence: ${one.snapshot.license ?? 'not stated'}`,
      `→ ${join(models, folder, one.into ?? '')}`,
    ]),
  );
  return [formatTable(rows), `  ${formatBytes(total)} in all`];
}

/** The model is the last. */
function report(all: readonly Added[], { dryRun }: AddOptions, output: Output): void {
  const plan = all.flatMap(({ downloads, dirs }) =>
    downloads.flatMap(({ sources }, i) =>
      sources.map((one) => ({
        ...one.snapshot,
        bytes: totalBytes({ sources: [one] }),
        files: one.files.map(({ path }) => path),
        ...withoutUndefined({ dir: dirs.at(i) }),
      })),
    ),
  );
  const dir = all.at(-1)?.dirs.at(-1);
  output.result({ downloads: plan, ...withoutUndefined({ dir }) });
  if (!dryRun) output.line(`added ${dir}`);
}
