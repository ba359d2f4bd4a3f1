import { checkerRepository, UserError } from '../../engine/index.js';
import { trimSigns } from '../../text/trimSigns.js';
import { presets } from './presets.js';
import type { Preset } from './presets.js';

/** What `aesthete packs add` was asked for. */
export interface RepositorySource {
  readonly repoId: string;
  /** A branch, tag or commit; undefined: main. */
  readonly revision?: string;
  /** One file of it; undefined: the whole model. */
  readonly file?: string;
  readonly preset?: Preset;
  /** Not a model, but what models of a kind share. */
  readonly part?: 'checker';
  /** The pack's name, unless another is asked for. */
  readonly name: string;
}

/** What the safety checker for all packs is called. */
const safetyChecker = 'safety-checker';

const repository = /^(?<repoId>\w[\w.-]*\/\w[\w.-]*)(?:\/(?<file>[^@]+))?(?:@(?<revision>[\w./-]+))?$/;

/** A preset's name, OWNER/NAME, OWNER/NAME@REVISION or OWNER/NAME/FILE. @throws UserError */
export function parsePackSource(text: string): RepositorySource {
  if (text === safetyChecker) return { repoId: checkerRepository, part: 'checker', name: safetyChecker };
  const preset = presets.find(({ name }) => name === text);
  if (preset) return { repoId: preset.repoId, preset, name: preset.name };
  const groups: Partial<Record<string, string>> | undefined = repository.exec(
    text.replace(/^https:\/\/huggingface\.co\//, ''),
  )?.groups;
  const { repoId, file, revision } = groups ?? {};
  if (repoId === undefined)
    throw new UserError(
      `no model called ${text}; give one of ${presets.map(({ name }) => name).join(', ')}, ${safetyChecker}, OWNER/NAME of the Hugging Face hub (with @REVISION, or with /FILE), or a folder or file that is here`,
    );
  const own = file ?? repoId;
  return {
    repoId,
    name: packName(own.slice(own.lastIndexOf('/') + 1).replace(/\.safetensors$/, '')),
    ...(file !== undefined && { file }),
    ...(revision !== undefined && { revision }),
  };
}

/** As a folder's name that can be typed: `Realistic Vision 5.1` → `realistic-vision-5.1`. */
export function packName(text: string): string {
  const name = trimSigns(text.toLowerCase().replaceAll(/[^a-z0-9._]+/g, '-'), '-.');
  if (name === '') throw new UserError(`${text} makes no name for a folder; give one by --name`);
  return name;
}
