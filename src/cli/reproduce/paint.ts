import { vectorBytes } from '../../bot/database/vectors.js';
import { cosine } from '../../engine/index.js';
import { slug } from '../pictureFiles.js';
import type { OpenedEngine } from '../withEngine.js';
import type { Cell } from './cells.js';
import type { Journal } from './journal.js';

/** Paints what the journal lacks, one picture after another, and notes each when it is done. */
export async function paintMissing(
  { engine, request, display }: OpenedEngine,
  missing: readonly Cell[],
  journal: Journal,
): Promise<void> {
  const prompts = [...new Set(missing.map(({ prompt }) => prompt))];
  const embedded = await engine.embedTexts(prompts, request);
  const textOf = new Map(prompts.map((prompt, i) => [prompt, embedded[i]]));
  for (const [i, { condition, prompt, seed, request: asked, recipe }] of missing.entries()) {
    display.part('picture', i + 1, missing.length);
    const { images, cosine: reached, textSteps } = await engine.imagine({ ...asked, count: 1 }, request);
    const [{ png, embedding, flagged }] = images;
    await journal.addPicture(
      {
        recipe,
        embedding: Buffer.from(vectorBytes(embedding)).toString('base64'),
        toPrompt: cosine(embedding, textOf.get(prompt) ?? embedding),
        ...(reached && { cosine: reached }),
        textSteps,
      },
      flagged === true ? undefined : { png, name: [condition.key, slug(prompt), seed].join('-') },
    );
  }
}
