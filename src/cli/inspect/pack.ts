import { basename } from 'node:path';
import { clipId, openPack, packKinds } from '../../engine/index.js';
import type { Origin, Pack, PackSettings, SettingName } from '../../engine/index.js';
import { formatBytes, formatTable } from '../format.js';
import type { Description } from './description.js';
import { summarise } from './tensors.js';

const originTexts: Record<Origin, string> = {
  'pack.json': 'pack.json',
  config: "the model's configuration",
  folder: "the folder's name",
  name: 'what the model is called',
  default: 'default',
};

/** Every setting's value, as a person reads it. */
const settingTexts: Record<SettingName, (settings: PackSettings) => string> = {
  name: ({ name }) => name,
  title: ({ title }) => title,
  license: ({ license }) => license ?? 'not said',
  safe: ({ safe }) => (safe ? 'yes: all that it paints is fit for every channel' : 'no'),
  knows: ({ knows }) =>
    knows.length === 0 ? 'anything' : `${knows.length} subjects: ${knows.slice(0, 5).join(', ')}, …`,
  prompts: ({ prompts }) => prompts.join(' · '),
  'defaults.size': ({ defaults: { size } }) => `${size.width}x${size.height}`,
  'defaults.sampler': ({ defaults }) => defaults.sampler,
  'defaults.steps': ({ defaults }) => String(defaults.steps),
  'defaults.guidance': ({ defaults }) => String(defaults.guidance),
  'defaults.spacing': ({ defaults }) => defaults.spacing ?? "the scheduler file's, else the sampler's",
  'defaults.decoder': ({ defaults }) => (defaults.decoder === 'tiny' ? 'tiny: vae_tiny/' : "full: the VAE's"),
  'defaults.clipSkip': ({ defaults: { clipSkip } }) =>
    clipSkip === 1 ? '1: the states that the model takes' : String(clipSkip),
  'defaults.kind': ({ defaults }) => defaults.kind,
  'defaults.strength': ({ defaults }) => String(defaults.strength),
  'strength.mean': ({ strength }) => fullStrength(strength.mean),
  'strength.contrast': ({ strength }) => fullStrength(strength.contrast),
  'strength.presets.subtle': ({ strength }) => String(strength.presets.subtle),
  'strength.presets.balanced': ({ strength }) => String(strength.presets.balanced),
  'strength.presets.strong': ({ strength }) => String(strength.presets.strong),
  loras: ({ loras }) =>
    loras.length === 0 ? 'none' : loras.map(({ file, scale }) => `${basename(file)} × ${scale}`).join(' · '),
  upscale: ({ upscale }) => (upscale === 1 ? '1: shown as painted' : `${upscale}: shown ${upscale} times as large`),
  examples: ({ examples }) =>
    examples.length === 0
      ? 'none'
      : examples.map(({ name, prompt, pictures }) => `${name} (${pictures.length} pictures, "${prompt}")`).join(' · '),
  reference: ({ reference }) => reference ?? 'none: a contrast needs --reference',
  preview: ({ preview }) => (preview === undefined ? 'to be fitted' : 'given'),
  aesthetics: ({ aesthetics }) => `${aesthetics.length}`,
};

/** A pack's parts, settings with their origins, and ready-made aesthetics. Throws what opening it throws. */
export async function describePack(dir: string): Promise<Description> {
  const pack = await openPack(dir);
  const { settings, projection } = pack;
  const hasChecker = pack.checker !== undefined;
  const id = await clipId(pack.clip.checkpoint);
  const parts = partsOf(pack);
  const scheduler = schedulerOf(pack);
  const { aesthetics } = settings;
  const partRows = Object.entries(parts).map(([name, { parameters, size, dtypes, shape }]) => [
    `  ${name}`,
    `${parameters.toLocaleString('en')} parameters`,
    formatBytes(size),
    dtypes.join(', '),
    shape,
  ]);
  const facts = [
    ['path', pack.path],
    ['kind', packKinds[pack.kind].title],
    ['clip', pack.clip.shared ? `${pack.clip.folder}, for all packs` : 'its own'],
    ['clip id', id],
    ['vectors', `${projection} numbers`],
    ...secondFacts(pack),
    ['scheduler', Object.values(scheduler).join(', ')],
    ['checker', checkerText(pack)],
  ];
  const aestheticRows = aesthetics.map(({ name, kind, note }) => [`  ${name}`, kind, note]);
  const sections = [
    formatTable(facts),
    `parts\n${formatTable(partRows)}`,
    `settings, and where each comes from\n${settingsTable(settings)}`,
    ...(pack.notes.length === 0 ? [] : [`what was chosen\n${pack.notes.map((note) => `  ${note}`).join('\n')}`]),
    ...(aesthetics.length === 0 ? [] : [`aesthetics\n${formatTable(aestheticRows)}`]),
  ];
  return {
    json: {
      type: 'pack',
      path: pack.path,
      dir: pack.dir,
      kind: pack.kind,
      notes: pack.notes,
      clipId: id,
      projection,
      scheduler,
      hasChecker,
      parts,
      settings,
    },
    text: sections.join('\n\n'),
  };
}

/** Whether new aesthetics get a vector for the second text encoder, too. */
export function secondFacts({ second }: Pack): string[][] {
  if (!second) return [];
  const { clip, projection } = second;
  const where = clip && (clip.shared ? `${clip.folder}, for all packs` : 'its own');
  return [
    ['second clip', where ?? 'not there: aesthetics have no vector for the second text encoder'],
    ...(clip ? [['second vectors', `${projection} numbers`]] : []),
  ];
}

/** What looks at a pack's pictures. */
export function checkerText({ checker, settings, kind }: Pack): string {
  if (checker) return `Stable Diffusion's, ${checker.shared ? `${checker.folder}, for all packs` : 'its own'}`;
  if (settings.safe) return 'none: the pack declares that all that it paints is fit for every channel';
  const remedy = packKinds[kind].checker === undefined ? '' : '; "aesthete packs add safety-checker" gets one for all';
  return `none: its pictures are not checked${remedy}`;
}

/** What has looked at pictures that were painted; `checked`: they were to be looked at. */
export function checkedBy(pack: Pack, checked: boolean): string {
  return checked || !pack.checker ? checkerText(pack) : 'not asked';
}

/** Settings whose names begin with `prefix`, their values, and where each comes from. */
export function settingsTable(settings: PackSettings, prefix = ''): string {
  const names = (Object.keys(settingTexts) as SettingName[]).filter((name) => name.startsWith(prefix));
  return formatTable(
    names.map((name) => [`  ${name}`, settingTexts[name](settings), originTexts[settings.origin[name]]]),
  );
}

function fullStrength({ cosine, measured }: PackSettings['strength']['mean']): string {
  return `cosine ${cosine} at strength 1${measured ? '' : ', not measured for this pack'}`;
}

function partsOf({ text, second, clip, unet, vae, tiny }: Pack) {
  const ofVision = ({ tensors, vision }: Pack['clip']) => ({
    ...summarise([...tensors].filter(([key]) => /^(vision_model|visual_projection)\./.test(key)).map(([, t]) => t)),
    shape: `${vision.num_hidden_layers} layers, ${vision.hidden_size} wide, ${vision.image_size} px`,
  });
  const ofText = ({ tensors, config }: Pack['text']) => ({
    ...summarise(tensors.values()),
    shape: `${config.num_hidden_layers} layers, ${config.hidden_size} wide, ${config.max_position_embeddings} positions`,
  });
  return {
    'text encoder': ofText(text),
    ...(second && { 'second text encoder': ofText(second.encoder) }),
    'CLIP vision': ofVision(clip),
    ...(second?.clip && { 'second CLIP vision': ofVision(second.clip) }),
    'U-Net': { ...summarise(unet.tensors.values()), shape: `levels of ${unet.config.block_out_channels.join(', ')}` },
    ...(tiny && {
      'tiny VAE': {
        ...summarise(tiny.tensors.values()),
        shape: `levels of ${tiny.config.decoder_block_out_channels.join(', ')}`,
      },
    }),
    VAE: { ...summarise(vae.tensors.values()), shape: `levels of ${vae.config.block_out_channels.join(', ')}` },
  };
}

function schedulerOf({ scheduler }: Pack): Record<string, string> {
  const fields = Object.entries(scheduler).filter(([name, value]) => shownOfScheduler.has(name) && value !== null);
  return Object.fromEntries(fields.map(([name, value]) => [name.replace(/^_class_name$/, 'class'), String(value)]));
}
const shownOfScheduler = new Set(['_class_name', 'prediction_type', 'beta_schedule', 'timestep_spacing']);
