import { basename, join, resolve } from 'node:path';
import type { PreviewMatrix } from '../sampling/preview.js';
import type { AestheticKind, DecoderName, PresetName, SamplerName, Spacing } from '../types.js';
import { findExamples } from './examples.js';
import type { PackExample } from './examples.js';
import { fittingDefaults } from './modelDefaults.js';
import type { ModelFacts } from './modelDefaults.js';
import { readPackJson } from './packJson.js';

/** What the model's own configuration files say, from which the defaults of an absent pack.json follow. */
export interface PackFacts extends ModelFacts {
  /** `sample_size` of the U-Net, latent pixels. */
  readonly sampleSize: number;
  /** Image pixels a latent pixel. */
  readonly vaeFactor: number;
}

/** The cosine c★ at strength 1. `measured` is false where pack.json does not say it: a guess that suits most models. */
interface FullStrength {
  readonly cosine: number;
  readonly measured: boolean;
}

export interface ReadyAesthetic {
  readonly name: string;
  readonly kind: AestheticKind;
  /** Absolute path. */
  readonly file: string;
  readonly note: string;
}

/** Where a setting came from: `config` is the model's own configuration files, `folder` the folder's name, `name` what the model is called. */
export type Origin = 'pack.json' | 'config' | 'folder' | 'name' | 'default';

/** Every setting, and where it comes from when pack.json does not say it. */
const defaultOrigins = {
  name: 'folder',
  title: 'folder',
  license: 'default',
  safe: 'default',
  knows: 'default',
  prompts: 'default',
  'defaults.size': 'config',
  'defaults.sampler': 'default',
  'defaults.steps': 'default',
  'defaults.guidance': 'default',
  'defaults.spacing': 'config',
  'defaults.decoder': 'default',
  'defaults.clipSkip': 'default',
  'defaults.kind': 'default',
  'defaults.strength': 'default',
  'strength.mean': 'default',
  'strength.contrast': 'default',
  'strength.presets.subtle': 'default',
  'strength.presets.balanced': 'default',
  'strength.presets.strong': 'default',
  loras: 'default',
  upscale: 'default',
  examples: 'default',
  reference: 'default',
  preview: 'default',
  aesthetics: 'default',
} as const satisfies Record<string, Origin>;
export type SettingName = keyof typeof defaultOrigins;

/** pack.json with every field filled in. */
export interface PackSettings {
  readonly name: string;
  readonly title: string;
  readonly license: string | undefined;
  /** All it can draw is fit for every channel. */
  readonly safe: boolean;
  /** Subjects it can draw; empty: anything, as far as the pack says. */
  readonly knows: readonly string[];
  readonly prompts: readonly string[];
  readonly defaults: {
    readonly size: { readonly width: number; readonly height: number };
    readonly sampler: SamplerName;
    readonly steps: number;
    readonly guidance: number;
    /** Absent: what the scheduler file says, else the sampler's own. */
    readonly spacing?: Spacing;
    readonly decoder: DecoderName;
    readonly clipSkip: number;
    readonly kind: AestheticKind;
    readonly strength: number | PresetName;
  };
  readonly strength: Readonly<Record<AestheticKind, FullStrength>> & {
    readonly presets: Readonly<Record<PresetName, number>>;
  };
  /** LoRAs that it is always painted with; absolute paths. */
  readonly loras: readonly { readonly file: string; readonly scale: number }[];
  /** How many times larger than painted its pictures are shown, 1 to 4: a small model's would be tiny on a screen. */
  readonly upscale: number;
  readonly examples: readonly PackExample[];
  /** Absolute path of the mean embedding that contrasts are taken against. */
  readonly reference: string | undefined;
  /** Absent: to be fitted on a decoded latent. */
  readonly preview: PreviewMatrix | undefined;
  readonly aesthetics: readonly ReadyAesthetic[];
  readonly origin: Readonly<Record<SettingName, Origin>>;
  /** What defaults of a special model rest on; absent for others. */
  readonly why?: string;
}

/**
 * The settings of the pack in folder `dir`: pack.json, which is optional as is every field of it, completed by defaults.
 * Throws CheckpointError, naming field and value, where pack.json is not JSON, has a field of another type or a format
 * other than 1, or names a file outside the pack or a folder of examples without pictures.
 */
export async function readSettings(dir: string, facts: PackFacts): Promise<PackSettings> {
  const folder = resolve(dir);
  const file = join(folder, 'pack.json');
  const json = await readPackJson(file);
  const origin: Record<SettingName, Origin> = { ...defaultOrigins };
  /** The value of pack.json if it has one, else the default; remembers which. */
  const pick = <T>(name: SettingName, stated: T | undefined, fallback: T): T => {
    if (stated !== undefined) origin[name] = 'pack.json';
    return stated ?? fallback;
  };

  const names = [json.name, json.title, ...facts.names, ...(json.loras ?? []).map(({ file: lora }) => basename(lora))];
  const fitting = fittingDefaults({ ...facts, names: names.filter((one) => one !== undefined) });
  for (const field of ['sampler', 'steps', 'guidance'] as const) origin[`defaults.${field}`] = fitting.origin;
  const { side = facts.sampleSize * facts.vaeFactor, ...fit } = fitting.values;
  if (fit.spacing) origin['defaults.spacing'] = fitting.origin;
  if (fitting.values.side !== undefined) origin['defaults.size'] = fitting.origin;
  const spacing = pick('defaults.spacing', json.defaults.spacing, fit.spacing);
  const name = pick('name', json.name, basename(folder));
  const { size, ...stated } = json.defaults;
  const presets = json.strength.presets;
  const full = (of: AestheticKind, guess: number): FullStrength => ({
    cosine: pick(`strength.${of}`, json.strength[of], guess),
    measured: json.strength[of] !== undefined,
  });

  return {
    name,
    title: pick('title', json.title, name),
    license: pick('license', json.license, undefined),
    safe: pick('safe', json.safe, false),
    knows: pick('knows', json.knows, []),
    prompts: pick('prompts', json.prompts, []),
    defaults: {
      size: pick('defaults.size', size && { width: size[0], height: size[1] }, { width: side, height: side }),
      sampler: pick('defaults.sampler', stated.sampler, fit.sampler),
      steps: pick('defaults.steps', stated.steps, fit.steps),
      guidance: pick('defaults.guidance', stated.guidance, fit.guidance),
      ...(spacing && { spacing }),
      decoder: pick<DecoderName>('defaults.decoder', stated.decoder, 'full'),
      clipSkip: pick('defaults.clipSkip', stated.clipSkip, 1),
      // A contrast needs something to be contrasted with; the paper's mean needs nothing.
      kind: pick('defaults.kind', stated.kind, json.reference === undefined ? 'mean' : 'contrast'),
      strength: pick<number | PresetName>('defaults.strength', stated.strength, 'balanced'),
    },
    strength: {
      mean: full('mean', 0.5),
      contrast: full('contrast', 0.35),
      presets: {
        subtle: pick('strength.presets.subtle', presets.subtle, 0.4),
        balanced: pick('strength.presets.balanced', presets.balanced, 0.7),
        strong: pick('strength.presets.strong', presets.strong, 1),
      },
    },
    loras: pick(
      'loras',
      json.loras?.map(({ file: path, scale }) => ({ file: join(folder, path), scale })),
      [],
    ),
    upscale: pick('upscale', json.upscale, 1),
    examples: pick('examples', json.examples && (await findExamples(folder, file, json.examples)), []),
    reference: pick('reference', json.reference && join(folder, json.reference), undefined),
    preview: pick('preview', json.preview, undefined),
    aesthetics: pick(
      'aesthetics',
      json.aesthetics?.map((entry) => ({ ...entry, file: join(folder, entry.file) })),
      [],
    ),
    origin,
    ...(fitting.why !== undefined && { why: fitting.why }),
  };
}
