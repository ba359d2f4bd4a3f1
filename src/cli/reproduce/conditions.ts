import { createHash } from 'node:crypto';
import { seededRandom } from '../../bot/community/random.js';
import type { AestheticTarget } from '../../engine/index.js';
import { withKeyword } from './figures.js';
import type { FigureFacts } from './figures.js';
import { formsInOrder } from './looks.js';
import type { Look } from './looks.js';

/** One way of painting every prompt. */
export interface Condition {
  /** Of file names and CSV: `plain`, `gloomcore-mean`. */
  readonly key: string;
  /** In tables: `plain`, `mean`. */
  readonly label: string;
  /** What is painted for a prompt of the figure; `index` is the prompt's. */
  readonly request: (
    prompt: string,
    index: number,
  ) => { readonly prompt: string; readonly aesthetic?: AestheticTarget };
}

/** The conditions under which one look is tried. */
export interface Trial {
  readonly look: Look;
  /** Plain first; the published form before the other one. */
  readonly conditions: readonly Condition[];
}

const plain: Condition = { key: 'plain', label: 'plain', request: (prompt) => ({ prompt }) };

/** The control: each prompt towards another random direction, since one alone may lie near anything. */
const random = (length: number): Condition => ({
  key: 'random',
  label: 'random',
  request: (prompt, index) => ({
    prompt,
    aesthetic: { vector: randomVector(length, index), kind: 'contrast', label: `random ${index + 1}` },
  }),
});

/** Every look of a figure with its conditions; those of one key are the same in all of them. */
export function trialsOf({ keywords }: Pick<FigureFacts, 'keywords'>, looks: readonly Look[]): Trial[] {
  return looks.map((look) => {
    const { used, forms } = look;
    const towards = formsInOrder(look).map(([kind, vector]): Condition => {
      const aesthetic = { vector, kind, label: `${used} ${kind}` };
      return { key: `${used}-${kind}`, label: kind, request: (prompt) => ({ prompt, aesthetic }) };
    });
    const keyword: Condition = {
      key: `${used}-keyword`,
      label: 'keyword',
      request: (prompt) => ({ prompt: withKeyword(prompt, used) }),
    };
    const [{ length }] = Object.values(forms);
    return { look, conditions: [plain, ...(keywords ? [keyword] : []), ...towards, random(length)] };
  });
}

/** All conditions of the trials, each once. */
export function allConditions(trials: readonly Trial[]): readonly Condition[] {
  return [...new Map(trials.flatMap(({ conditions }) => conditions.map((one) => [one.key, one] as const))).values()];
}

/** Standard normal numbers by Box and Muller 1958: all directions alike. The same index gives the same vector. */
function randomVector(length: number, index: number): Float32Array {
  const uniform = seededRandom(`aesthete reproduce, random vector ${index}`);
  return Float32Array.from(
    { length },
    () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  );
}

/** sha256 of a vector's float32 bytes, in hexadecimal. */
export function vectorHash(vector: Float32Array): string {
  return createHash('sha256')
    .update(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength))
    .digest('hex');
}
