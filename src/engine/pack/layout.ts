import { extname, join } from 'node:path';
import { CheckpointError, UserError } from '../errors.js';
import { isPickle, pickleRemedy } from '../weights/pickles.js';
import { folderParts, refusePipeline } from './folder.js';
import type { PackParts } from './parts.js';
import { isFile, isFolder, namesIn, snapshotOf } from './paths.js';
import { singleFileParts } from './singleFile.js';

/**
 * What the model at a path is read from: a folder in diffusers' layout, Hugging Face's cache of one, a single file, or a folder with one.
 * @throws UserError where there is nothing, CheckpointError where it is no model that is painted with
 */
export async function packParts(path: string): Promise<PackParts> {
  if (await isFile(path)) return singleFileParts(path);
  if (!(await isFolder(path))) throw new UserError(`there is no pack at ${path}`);
  const dir = await snapshotOf(path);
  const names = await namesIn(dir);
  if (names.length === 0)
    throw new CheckpointError(`${dir} is empty: its download has not begun, or it went elsewhere`);
  const files = names.filter((name) => extname(name) === '.safetensors');
  // Configurations alone may lie beside a single file.
  const whole =
    files.length === 0 || (await holdsWeights(join(dir, 'unet'))) || (await holdsWeights(join(dir, 'text_encoder')));
  if (whole && (names.includes('unet') || names.includes('text_encoder')))
    return withNote(await folderParts(dir), files);
  await refusePipeline(dir);
  if (files.length > 1)
    throw new CheckpointError(
      `${dir} holds ${files.length} files of weights (${files.slice(0, 5).join(', ')}): name one of them as the pack`,
    );
  if (files.length === 1) return singleFileParts(join(dir, files[0]), dir);
  const pickle = names.find(isPickle);
  if (pickle !== undefined) throw new CheckpointError(`${join(dir, pickle)} is ${pickleRemedy}`);
  return folderParts(dir);
}

async function holdsWeights(folder: string): Promise<boolean> {
  return (await namesIn(folder)).some((name) => name.includes('.safetensors') || isPickle(name));
}

/** Repositories often hold the same model twice. */
function withNote(parts: PackParts, files: readonly string[]): PackParts {
  const models = files.filter((name) => name !== 'reference.safetensors');
  if (models.length === 0) return parts;
  return {
    ...parts,
    notes: [
      ...parts.notes,
      `the folders unet/, vae/, … are read; ${models.join(', ')} beside them ${models.length === 1 ? 'is' : 'are'} not`,
    ],
  };
}
