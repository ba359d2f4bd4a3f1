import { readFile } from 'node:fs/promises';
import {
  bucketContrast,
  paperAesthetics,
  readAesthetic,
  readRatingBuckets,
  readReferences,
  UserError,
} from '../../engine/index.js';
import type { AestheticKind, Pack } from '../../engine/index.js';

/** A look in both forms; the one that its file does not have is made with a reference, where there is one. */
export interface Look {
  /** What the paper calls it. */
  readonly paper: string;
  /** What is used for it: the same, or an aesthetic of the pack's own. */
  readonly used: string;
  /** As it was published. */
  readonly published: AestheticKind;
  readonly forms: Readonly<Partial<Record<AestheticKind, Float32Array>>>;
}

/**
 * The looks of a figure. `fits`: the pack's CLIP is the paper's, so the paper's own vectors are taken; else aesthetics of the pack's own stand in for them: of
 * the same name, or the first that no other look takes. @throws UserError where the pack has none, and what reading files throws
 */
export async function looksFor(names: readonly string[], pack: Pack, fits: boolean): Promise<Look[]> {
  return fits ? paperLooks(names) : standIns(names, pack);
}

async function paperLooks(names: readonly string[]): Promise<Look[]> {
  const { reference } = bucketContrast(await readRatingBuckets());
  return Promise.all(
    names.map(async (name) => {
      const found = paperAesthetics.find((one) => one.name === name);
      if (!found) throw new Error(`the paper has no aesthetic ${name}`);
      const { vector } = readAesthetic(await readFile(found.file), found.file);
      return { paper: name, used: name, published: found.kind, forms: bothForms(vector, found.kind, reference) };
    }),
  );
}

async function standIns(names: readonly string[], { settings }: Pack): Promise<Look[]> {
  const paper = new Set(paperAesthetics.map(({ file }) => file));
  const own = settings.aesthetics.filter(({ file }) => !paper.has(file));
  const same = new Set(own.map(({ name }) => name).filter((name) => names.includes(name)));
  const others = own.filter(({ name }) => !same.has(name));
  const packReference = settings.reference === undefined ? undefined : await readReferences(settings.reference);
  return Promise.all(
    names.map(async (name) => {
      const ready = same.has(name) ? own.find((one) => one.name === name) : others.shift();
      if (!ready)
        throw new UserError(
          `the pack ${settings.name} has another CLIP than the paper, and ${own.length} aesthetics of its own, too few to stand in for ${names.join(', ')}: take a Stable Diffusion 1 pack (aesthete packs add sd15)`,
        );
      const { vector, reference } = readAesthetic(await readFile(ready.file), ready.file);
      const forms = bothForms(vector, ready.kind, reference ?? packReference?.first);
      return { paper: name, used: ready.name, published: ready.kind, forms };
    }),
  );
}

/** The forms of a look that there are, the published one first. */
export function formsInOrder({ published, forms }: Look): [AestheticKind, Float32Array][] {
  const kinds: AestheticKind[] = published === 'mean' ? ['mean', 'contrast'] : ['contrast', 'mean'];
  return kinds.flatMap((kind): [AestheticKind, Float32Array][] => {
    const vector = forms[kind];
    return vector ? [[kind, vector]] : [];
  });
}

/** A contrast is a mean minus its reference. */
function bothForms(vector: Float32Array, kind: AestheticKind, reference: Float32Array | undefined): Look['forms'] {
  if (reference?.length !== vector.length) return { [kind]: vector };
  return kind === 'mean'
    ? { mean: vector, contrast: vector.map((v, i) => v - reference[i]) }
    : { mean: vector.map((v, i) => v + reference[i]), contrast: vector };
}
