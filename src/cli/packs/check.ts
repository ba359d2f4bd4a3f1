import { z } from 'zod';
import { findPack, modelMemory, noticeText, openPack, packKinds, withLoras } from '../../engine/index.js';
import type { ImagineResult, Pack, Precision } from '../../engine/index.js';
import { formatBytes, formatTable } from '../format.js';
import { checkerText, secondFacts, settingsTable } from '../inspect/pack.js';
import { engineOptions, parseOptions } from '../options.js';
import type { Output } from '../output.js';
import { slug, writePicture } from '../pictureFiles.js';
import { withEngine } from '../withEngine.js';
import { int8Facts, int8Words, provePack } from './prove.js';

const optionsOfCheck = engineOptions.omit({ pack: true }).extend({
  run: z.boolean().default(false),
  prove: z.boolean().default(false),
});
type Options = z.infer<typeof optionsOfCheck>;

/** What a device computes with. */
const devices: readonly { readonly name: string; readonly precision: Precision }[] = [
  { name: 'cpu', precision: 'fp32' },
  { name: 'cpu, int8', precision: 'int8' },
  { name: 'gpu', precision: 'fp16' },
];

/** Painted where the pack names no prompt of its own. */
const anyPrompt = 'a castle';

/** Opens a pack, which proves it, and says what it is; with `run`, paints its first prompt. Throws what opening and painting throw. */
export async function checkPack(given: string, raw: unknown, output: Output): Promise<void> {
  const options = parseOptions(optionsOfCheck, raw);
  const path = await findPack(given);
  const plain = await openPack(path);
  // As it paints: what a pack's own LoRAs add belongs to the proof.
  const pack = await withLoras(plain, plain.settings.loras);
  output.line(report(pack));
  const int8 = options.prove ? await provePack(pack, output) : await int8Facts(pack);
  output.line(`8 bits on a CPU\n  ${int8Words(int8, given)}`);
  const painted = options.run ? await paint(path, pack, options, output) : undefined;
  output.result({ ...summary(pack, painted), ...(int8 && { int8 }) });
  if (painted) {
    output.line(`\n${painted.file}\n${paintedLine(painted.result)}`);
    output.notes(painted.result.notices.map(noticeText));
  }
}

interface Painted {
  readonly file: string;
  readonly result: ImagineResult;
}

async function paint(path: string, { settings }: Pack, options: Options, output: Output): Promise<Painted> {
  const prompt = settings.prompts[0] ?? anyPrompt;
  const result = await withEngine({ ...options, pack: path }, output, ({ engine, request }) =>
    engine.imagine({ prompt, seed: 1, checkSafety: engine.info.checks }, request),
  );
  const file = await writePicture(result.images[0].png, { name: `${slug(settings.name)}-check` }, output);
  return { file, result };
}

function paintedLine({ recipe, ms, device, precision }: ImagineResult): string {
  const seconds = (value: number): string => `${(value / 1000).toFixed(1)} s`;
  return (
    `"${recipe.prompt}" · ${recipe.width}x${recipe.height} · ${recipe.sampler}, ${recipe.steps} steps · ${device} ${precision} · ` +
    `text ${seconds(ms.text)}, paint ${seconds(ms.paint)}, decode ${seconds(ms.decode)}, loading included`
  );
}

function report(pack: Pack): string {
  const { settings, kind, clip, projection, scheduler } = pack;
  const facts = [
    [
      'can',
      `paint from text (${packKinds[kind].title}'s architecture), personalised by vectors of ${projection} numbers`,
    ],
    ['path', pack.path],
    ['clip', clip.shared ? `${clip.folder}, for all packs` : 'its own'],
    ...secondFacts(pack),
    ['predicts', typeof scheduler.prediction_type === 'string' ? scheduler.prediction_type : 'epsilon'],
    ['checker', checkerText(pack)],
    ['channels', settings.safe || pack.checker ? 'all' : 'age-restricted ones, unless an admin allows others'],
  ];
  const memory = devices.map(({ name, precision }) => {
    const models = modelMemory(pack, precision);
    const total = models.reduce((sum, { bytes }) => sum + bytes, 0);
    const parts = models.map(({ model, precision: type, bytes }) => `${model} ${formatBytes(bytes)} in ${type}`);
    return [`  ${name}`, formatBytes(total), parts.join(', ')];
  });
  return [
    settings.title,
    formatTable(facts),
    ...(pack.notes.length === 0 ? [] : [`what was chosen\n${pack.notes.map((note) => `  ${note}`).join('\n')}`]),
    `memory of the weights, with what a picture takes on top\n${formatTable(memory)}`,
    `defaults, and where each comes from\n${settingsTable(settings, 'defaults.')}`,
  ].join('\n\n');
}

function summary(pack: Pack, painted: Painted | undefined): object {
  const { settings, kind, clip, second, projection, path, notes, checker } = pack;
  const memory = Object.fromEntries(devices.map(({ name, precision }) => [name, modelMemory(pack, precision)]));
  const defaults = Object.fromEntries(
    Object.entries(settings.defaults).map(([name, value]) => [
      name,
      { value, origin: settings.origin[`defaults.${name}` as keyof typeof settings.origin] },
    ]),
  );
  return {
    name: settings.name,
    path,
    kind,
    projection,
    clip: { folder: clip.folder, shared: clip.shared },
    ...(second?.clip && {
      secondClip: { folder: second.clip.folder, shared: second.clip.shared, projection: second.projection },
    }),
    checker: checker ? { folder: checker.folder, shared: checker.shared } : null,
    notes,
    memory,
    defaults,
    ...(painted && { painted: { file: painted.file, ms: painted.result.ms, device: painted.result.device } }),
  };
}
