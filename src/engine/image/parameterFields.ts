import { diversityMethods, guidanceTargets, samplerNames, spacingNames } from '../types.js';
import type { GuidanceInterval, RawOptimizer, Recipe, SamplerName } from '../types.js';

/** A name and its value, before quoting. */
export type Field = readonly [string, string];

/** A1111's names of samplers. */
const samplerTitles: Record<SamplerName, string> = {
  pndm: 'PLMS',
  ddim: 'DDIM',
  euler: 'Euler',
  euler_ancestral: 'Euler a',
  euler_karras: 'Euler Karras',
  dpmpp_2m: 'DPM++ 2M',
  dpmpp_2m_karras: 'DPM++ 2M Karras',
  lcm: 'LCM',
};

/** As A1111 calls it. */
const decoderTitle = 'TAESD';

/** A recipe's fields but for its prompts, in A1111's order; what it does not know comes last. */
export function fieldsOf(recipe: Recipe): Field[] {
  const { aesthetic, strength, optimizer, mix, count, clipSkip, start, loras, precision } = recipe;
  const { guidanceInterval, clipGuidance, tokenDownsampling, spacing, decoder, variations } = recipe;
  const { diversity, diversityMethod } = recipe;
  return [
    ['Steps', String(recipe.steps)],
    ['Sampler', samplerTitles[recipe.sampler]],
    ['CFG scale', String(recipe.guidance)],
    ['Seed', String(recipe.seed)],
    ...(variations === undefined ? [] : variationFields(variations)),
    ['Size', `${recipe.width}x${recipe.height}`],
    ['Model', recipe.pack],
    ...(guidanceInterval === undefined ? [] : [['Guidance interval', intervalText(guidanceInterval)] as const]),
    ...(clipGuidance === undefined
      ? []
      : [['CLIP guidance', `${clipGuidance.towards}:${clipGuidance.scale}`] as const]),
    ...(tokenDownsampling === undefined ? [] : [['Token downsampling', String(tokenDownsampling)] as const]),
    ...(spacing === undefined ? [] : [['Timestep spacing', spacing] as const]),
    ...(clipSkip === undefined ? [] : [['Clip skip', String(clipSkip)] as const]),
    ...(loras === undefined ? [] : [['LoRA', loras.map(({ name, scale }) => `${name}:${scale}`).join('|')] as const]),
    ...(start === undefined ? [] : startFields(start)),
    ...(count === 1 ? [] : [['Batch size', String(count)] as const]),
    ...(aesthetic === undefined ? [] : [['Aesthetic', aesthetic] as const]),
    ...(strength === undefined ? [] : [['Aesthetic strength', String(strength)] as const]),
    ...(optimizer === undefined ? [] : optimizerFields(optimizer)),
    ...(mix === 1 ? [] : [['Aesthetic mix', String(mix)] as const]),
    ...(diversity === undefined ? [] : [['Aesthetic diversity', String(diversity)] as const]),
    ...(diversityMethod === undefined ? [] : [['Diversity method', diversityMethod] as const]),
    ...(decoder === undefined ? [] : [['VAE Decoder', decoderTitle] as const]),
    ...(precision === undefined ? [] : [['Precision', precision] as const]),
  ];
}

/** As A1111 calls them, with bars between several. Its noise is another: it mixes row by row. */
function variationFields(variations: NonNullable<Recipe['variations']>): Field[] {
  return [
    ['Variation seed', variations.map(({ seed }) => seed).join('|')],
    ['Variation seed strength', variations.map(({ strength }) => strength).join('|')],
  ];
}

/** How much is painted anew, as A1111 calls it, and which picture was the start. */
function startFields({ keep, sha256 }: NonNullable<Recipe['start']>): Field[] {
  return [
    ['Denoising strength', complement(keep)],
    ['Start image', sha256],
  ];
}

/** 1 − x in four decimals, which `openRequestStart` rounds to. */
const complement = (x: number): string => String(Number((1 - x).toFixed(4)));

/** Steps and step size as the aesthetic gradients extension of A1111 calls them. */
function optimizerFields({ name, steps, lr }: RawOptimizer): Field[] {
  return [
    ['Aesthetic optimizer', name],
    ['Aesthetic steps', String(steps)],
    ['Aesthetic LR', String(lr)],
  ];
}

/** What the fields say of a recipe. Those understood are taken out of `fields`. */
export function recipeOf(fields: Map<string, string>): Partial<Recipe> {
  const take = <T>(name: string, read: (value: string) => T | undefined): T | undefined => {
    const value = fields.get(name);
    const result = value === undefined ? undefined : read(value);
    if (result !== undefined) fields.delete(name);
    return result;
  };
  const size = take('Size', (value) => /^(\d{1,6})x(\d{1,6})$/.exec(value));
  const found = {
    steps: take('Steps', number),
    sampler: takeSampler(fields),
    guidance: take('CFG scale', number),
    seed: take('Seed', number),
    variations: takeVariations(fields),
    ...(size && { width: Number(size[1]), height: Number(size[2]) }),
    pack: take('Model', (value) => value),
    guidanceInterval: take('Guidance interval', intervalOf),
    clipGuidance: take('CLIP guidance', clipGuidanceOf),
    tokenDownsampling: take('Token downsampling', (value) => (value === '2' ? 2 : undefined)),
    spacing: take('Timestep spacing', (value) => spacingNames.find((one) => one === value)),
    clipSkip: take('Clip skip', number),
    count: take('Batch size', number),
    aesthetic: take('Aesthetic', (value) => value),
    strength: take('Aesthetic strength', number),
    mix: take('Aesthetic mix', number),
    diversity: take('Aesthetic diversity', number),
    diversityMethod: take('Diversity method', (value) =>
      diversityMethods.find((one) => one !== 'repulsion' && one === value),
    ) as Recipe['diversityMethod'],
    optimizer: takeOptimizer(fields),
    start: takeStart(fields),
    loras: take('LoRA', lorasOf),
    decoder: take('VAE Decoder', (value) => (value === decoderTitle ? 'tiny' : undefined)),
    precision: take('Precision', (value) => (value === 'int8' ? value : undefined)),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** Newer versions of A1111 write `Sampler: Euler, Schedule type: Karras`. */
function takeSampler(fields: Map<string, string>): SamplerName | undefined {
  const title = fields.get('Sampler');
  const schedule = fields.get('Schedule type');
  const find = (wanted: string): SamplerName | undefined => samplerNames.find((name) => samplerTitles[name] === wanted);
  if (title === undefined) return undefined;
  const sampler = schedule === 'Karras' ? find(`${title} Karras`) : find(title);
  if (sampler === undefined) return undefined;
  fields.delete('Sampler');
  if (schedule === 'Karras') fields.delete('Schedule type');
  return sampler;
}

const intervalText = ({ from, to }: GuidanceInterval): string => `${from}-${to}`;

function intervalOf(value: string): GuidanceInterval | undefined {
  const ends = /^([\d.]+(?:e-\d+)?)-([\d.]+(?:e-\d+)?)$/.exec(value);
  const [from, to] = [number(ends?.[1]), number(ends?.[2])];
  return from === undefined || to === undefined ? undefined : { from, to };
}

/** `target:scale`. */
function clipGuidanceOf(value: string): Recipe['clipGuidance'] {
  const towards = guidanceTargets.find((target) => value.startsWith(`${target}:`));
  const scale = number(towards && value.slice(towards.length + 1));
  return towards === undefined || scale === undefined ? undefined : { scale, towards };
}

/** `name:scale`, with bars between several. */
function lorasOf(value: string): Recipe['loras'] {
  const found = value.split('|').map((one) => /^(.+):([^:]+)$/s.exec(one));
  const loras = found.flatMap((one) => {
    const scale = number(one?.[2]);
    return one && scale !== undefined ? [{ name: one[1], scale }] : [];
  });
  return loras.length === found.length ? loras : undefined;
}

function takeVariations(fields: Map<string, string>): Recipe['variations'] {
  const [seeds, strengths] = ['Variation seed', 'Variation seed strength'].map((name) =>
    fields.get(name)?.split('|').map(number),
  );
  if (!seeds || seeds.length !== strengths?.length) return undefined;
  const variations = seeds.flatMap((seed, i) => {
    const strength = strengths[i];
    return seed === undefined || strength === undefined ? [] : [{ seed, strength }];
  });
  if (variations.length < seeds.length) return undefined;
  for (const field of ['Variation seed', 'Variation seed strength']) fields.delete(field);
  return variations;
}

function takeStart(fields: Map<string, string>): Recipe['start'] {
  const [sha256, painted] = [fields.get('Start image'), number(fields.get('Denoising strength'))];
  if (sha256 === undefined || painted === undefined) return undefined;
  for (const field of ['Start image', 'Denoising strength']) fields.delete(field);
  return { sha256, keep: Number(complement(painted)) };
}

function takeOptimizer(fields: Map<string, string>): RawOptimizer | undefined {
  const name = fields.get('Aesthetic optimizer');
  const [steps, lr] = [number(fields.get('Aesthetic steps')), number(fields.get('Aesthetic LR'))];
  if ((name !== 'ascent' && name !== 'adam') || steps === undefined || lr === undefined) return undefined;
  for (const field of ['Aesthetic optimizer', 'Aesthetic steps', 'Aesthetic LR']) fields.delete(field);
  return { name, steps, lr };
}

/** An integer that JavaScript cannot hold stays text: other programs' seeds have 64 bits. */
function number(value: string | undefined): number | undefined {
  if (value === undefined || !/^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(value)) return undefined;
  const read = Number(value);
  return Number.isInteger(read) && !Number.isSafeInteger(read) ? undefined : read;
}

/**
 * A1111's expression for `name: value,` with names bounded, so that hostile texts take linear time.
 * A value is a JSON string or anything without a comma.
 */
const field = /(\w[\w \-/]{1,60}):(?:\s*("(?:\\.|[^\\"])+")|([^,]*))(?:,|$)/g;
const fieldName = /^\w[\w \-/]{1,60}$/;

/** The last line. @throws RangeError for a name that could not be read back */
export function writeFields(fields: readonly Field[]): string {
  const bad = fields.find(([name]) => !fieldName.test(name) || name !== name.trim());
  if (bad) throw new RangeError(`no name for a parameter: ${JSON.stringify(bad[0])}`);
  return fields.map(([name, value]) => `${name}: ${quote(value)}`).join(', ');
}

/** As A1111 quotes, and a little more often: what begins or ends with blanks or holds a quotation mark would not come back. */
function quote(value: string): string {
  return /[,:"\n\r\u2028\u2029]|^\s|\s$|^$/.test(value) ? JSON.stringify(value) : value;
}

/**
 * The lines of the prompts, and the fields if there are three or more, as A1111 decides. The fields begin in the last line that begins with
 * "Steps:", since values of extensions may have lines of their own, or are the last line.
 */
export function splitFields(text: string): { lines: string[]; fields: Map<string, string> } {
  const lines = text.trim().split('\n');
  const steps = lines.findLastIndex((line) => line.startsWith('Steps: '));
  const start = steps === -1 ? lines.length - 1 : steps;
  const found = [...lines.slice(start).join('\n').matchAll(field)];
  if (found.length < 3) return { lines, fields: new Map() };
  return {
    lines: lines.slice(0, start),
    fields: new Map(
      found.map(([, name = '', quoted = '', value = '']) => [
        name.trim(),
        unquote(quoted === '' ? value.trimStart() : quoted),
      ]),
    ),
  };
}

function unquote(value: string): string {
  if (!value.startsWith('"') || !value.endsWith('"')) return value.trim();
  try {
    // JSON has no line breaks within a string, and extensions write them all the same.
    const parsed: unknown = JSON.parse(value.replaceAll('\n', '\\n').replaceAll('\r', '\\r'));
    return typeof parsed === 'string' ? parsed : value;
  } catch {
    return value;
  }
}
