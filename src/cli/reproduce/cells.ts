import { createHash } from 'node:crypto';
import type { ImagineRequest } from '../../engine/index.js';
import { vectorHash } from './conditions.js';
import type { Condition } from './conditions.js';

/** One picture of a figure, painted or to be painted. */
export interface Cell {
  readonly condition: Condition;
  /** Of the figure; a keyword's is longer when it is painted. */
  readonly prompt: string;
  readonly seed: number;
  readonly request: ImagineRequest;
  /** sha256 of all that determines the picture and its measures, in hexadecimal. */
  readonly recipe: string;
}

interface Plan {
  readonly conditions: readonly Condition[];
  readonly prompts: readonly string[];
  readonly seeds: readonly number[];
  /** Of every picture. */
  readonly shared: Omit<ImagineRequest, 'prompt' | 'seed'>;
  /** Of every picture with an aesthetic. */
  readonly steering: Pick<ImagineRequest, 'strength' | 'optimizer'>;
  /** What paints: the pack's content, its CLIP, the precision that is asked for. */
  readonly by: readonly (string | undefined)[];
}

/** All pictures of a figure: those of one prompt follow each other, so that it is read once. */
export function cellsOf({ conditions, prompts, seeds, shared, steering, by }: Plan): Cell[] {
  return prompts.flatMap((prompt, index) =>
    conditions.flatMap((condition) => {
      const { prompt: painted, aesthetic } = condition.request(prompt, index);
      const target = aesthetic && { aesthetic, ...steering };
      return seeds.map((seed): Cell => {
        const request = { ...shared, ...target, prompt: painted, seed };
        const hashed = aesthetic && { ...steering, kind: aesthetic.kind, vector: vectorHash(aesthetic.vector) };
        const facts = [by, shared, hashed ?? null, prompt, painted, seed];
        const recipe = createHash('sha256').update(JSON.stringify(facts)).digest('hex');
        return { condition, prompt, seed, request, recipe };
      });
    }),
  );
}
