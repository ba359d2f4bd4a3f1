import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contrastVector } from '../src/engine/aesthetic/embedding.js';
import { readAesthetic, readReferences } from '../src/engine/index.js';
import type { AestheticTarget, Engine } from '../src/engine/index.js';
import type { Pack } from '../src/engine/pack/pack.js';
import { demoPack } from './makePack.js';

/** Six of the demo pack's subjects, on which bench scenarios and the notes of the pack measure. */
export const demoSubjects = ['castle', 'red apple', 'guitar', 'robot', 'rocket', 'crown'];

/** The demo pack's own aesthetics, and those of its folders of example pictures, by name. */
export async function demoAesthetics(pack: Pack, engine: Engine): Promise<Map<string, AestheticTarget>> {
  const found = new Map<string, AestheticTarget>();
  for (const { name, file } of pack.settings.aesthetics) {
    const { vector, kind } = readAesthetic(await readFile(file), file);
    found.set(name, { vector, kind });
  }
  const { reference } = pack.settings;
  if (reference !== undefined)
    for (const [name, files] of await demoExamples()) {
      const vector = contrastVector(await engine.embedImages(files), (await readReferences(reference)).first);
      found.set(name, { vector, kind: 'contrast' });
    }
  return found;
}

/** The demo pack's example pictures by look. */
export async function demoExamples(): Promise<Map<string, string[]>> {
  const folder = join(demoPack, 'examples');
  const looks = new Map<string, string[]>();
  for (const name of await readdir(folder))
    looks.set(
      name,
      (await readdir(join(folder, name))).map((file) => join(folder, name, file)),
    );
  return looks;
}
