import type { Hub } from './hub.js';
import type { RepositorySource } from './packSource.js';
import { unfinishedCommit } from './performDownload.js';
import type { Download } from './performDownload.js';
import { selectFile, selectFiles } from './selectFiles.js';

/**
 * What has to be downloaded for a pack, in this order; the pack is the last. A download that was interrupted goes on with the commit at
 * which it began, unless a revision is named.
 * @throws UserError when the hub has no such model, or it is of no layout that can be read
 */
export async function planDownloads(
  hub: Hub,
  source: RepositorySource,
  models: string,
  signal: AbortSignal,
): Promise<Download[]> {
  const { repoId, file, preset, name } = source;
  const begun = source.revision === undefined ? await unfinishedCommit(models, name, repoId) : undefined;
  const snapshot = await hub.snapshot(repoId, source.revision ?? begun ?? 'main', signal);
  const files = file === undefined ? selectFiles(snapshot) : [selectFile(snapshot, file)];
  const packJson = {
    title: preset?.title ?? repoId,
    ...(snapshot.license !== undefined && { license: snapshot.license }),
    ...(preset?.defaults && { defaults: preset.defaults }),
  };
  return [{ snapshot, files, folder: name, packJson }];
}
