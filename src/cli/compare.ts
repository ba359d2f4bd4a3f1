import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { captionedGrid, findPack, noticeText, openPack, presetNames, UserError } from '../engine/index.js';
import type { CaptionedPicture, ImagineRequest, ImagineResult, PresetName } from '../engine/index.js';
import { chooseAesthetic } from './chooseAesthetic.js';
import type { ChosenAesthetic } from './chooseAesthetic.js';
import { unflagged } from './flagged.js';
import { formatCosine } from './format.js';
import { checkedBy } from './inspect/pack.js';
import { paintOptions, paintRequest, parseOptions, withoutUndefined } from './options.js';
import type { Output } from './output.js';
import { checkOut, slug, writePicture } from './pictureFiles.js';
import { withEngine } from './withEngine.js';
import type { OpenedEngine } from './withEngine.js';

const compareOptions = paintOptions.extend({
  aesthetic: z.array(z.string()).default([]),
  safetyCheck: z.boolean().default(true),
});

/** One prompt towards one aesthetic, at no and at every preset's strength. */
interface Row {
  readonly prompt: string;
  readonly aesthetic: string;
  readonly plain: ImagineResult;
  readonly painted: Readonly<Record<PresetName, ImagineResult>>;
}

/** `aesthete compare PROMPT…`: one labelled grid of what strengths do. */
export async function compare(given: readonly string[], raw: unknown, output: Output): Promise<void> {
  const options = parseOptions(compareOptions, raw);
  await checkOut(options, output);
  const pack = await openPack(await findPack(options.pack));
  const { settings } = pack;
  const checked = options.safetyCheck && pack.checker !== undefined;
  const prompts = given.length === 0 ? settings.prompts : given;
  const names = options.aesthetic.length === 0 ? settings.aesthetics.map(({ name }) => name) : options.aesthetic;
  if (prompts.length === 0) throw new UserError('give a prompt: this pack suggests none');
  if (names.length === 0) throw new UserError('give an --aesthetic: this pack has none of its own');
  const aesthetics: ChosenAesthetic[] = [];
  for (const name of names) aesthetics.push(await chooseAesthetic(name, options.pack, options.kind));

  const { seed = randomInt(2 ** 32) } = options;
  const shared = { ...paintRequest(options), seed, checkSafety: checked };
  const rows = await withEngine(options, output, (work) => paintRows(work, prompts, aesthetics, shared));

  const grid = await drawGrid(rows, `${settings.title} · seed ${seed}`, settings.upscale);
  const place = { name: ['compare', slug(prompts[0]), seed].join('-'), force: options.force };
  const file = await writePicture(grid, { ...place, ...withoutUndefined({ out: options.out }) }, output);
  const results = rows.flatMap(({ plain, painted }) => [plain, ...Object.values(painted)]);
  const notices = [
    ...new Set([...aesthetics.flatMap((one) => one.notices), ...results.flatMap((one) => one.notices.map(noticeText))]),
  ];
  const { device, precision } = results[0];
  output.result({ file, seed, device, precision, checked, rows: rows.map(summary) });
  const by = checkedBy(pack, checked);
  const facts = `seed ${seed} · ${device} ${precision} · safety checker: ${by}`;
  if (file !== '-') output.line(file);
  for (const line of [...rows.map(summaryLine), facts]) output.detail(line);
  output.notes(notices);
}

async function paintRows(
  { engine, request, display }: OpenedEngine,
  prompts: readonly string[],
  aesthetics: readonly ChosenAesthetic[],
  shared: Omit<ImagineRequest, 'prompt'>,
): Promise<Row[]> {
  const total = prompts.length * (1 + aesthetics.length * presetNames.length);
  let done = 0;
  const paint = async (what: ImagineRequest): Promise<ImagineResult> => {
    display.part('picture', ++done, total);
    return unflagged(await engine.imagine({ ...shared, ...what }, request), what.prompt);
  };
  const rows: Row[] = [];
  for (const prompt of prompts) {
    const plain = await paint({ prompt });
    for (const { name, target: aesthetic } of aesthetics) {
      const painted = {
        subtle: await paint({ prompt, aesthetic, strength: 'subtle' }),
        balanced: await paint({ prompt, aesthetic, strength: 'balanced' }),
        strong: await paint({ prompt, aesthetic, strength: 'strong' }),
      };
      rows.push({ prompt, aesthetic: name, plain, painted });
    }
  }
  return rows;
}

function drawGrid(rows: readonly Row[], title: string, upscale: number): Promise<Uint8Array> {
  const picture = (name: string, result: ImagineResult, cosine = 0): CaptionedPicture => ({
    bytes: result.images[0].png,
    caption: `${name}\n${formatCosine(cosine)}`,
  });
  return captionedGrid(
    title,
    rows.map(({ prompt, aesthetic, plain, painted }) => ({
      label: `${prompt} · ${aesthetic}`,
      pictures: [
        picture('plain', plain, painted.subtle.cosine?.before),
        ...presetNames.map((name) => picture(name, painted[name], painted[name].cosine?.after)),
      ],
    })),
    { upscale },
  );
}

function summary({ prompt, aesthetic, painted }: Row): object {
  const columns = presetNames.map((name): [string, object] => {
    const { cosine, recipe, textSteps } = painted[name];
    return [name, { strength: recipe.strength, cosine: cosine?.after, textSteps }];
  });
  const reached: Record<string, object> = Object.fromEntries(columns);
  return { prompt, aesthetic, plain: { cosine: painted.subtle.cosine?.before }, ...reached };
}

/** The cosines of a row: `a castle · gloomcore: +0.149 plain → +0.309 subtle → …`. */
function summaryLine({ prompt, aesthetic, painted }: Row): string {
  const reached = presetNames.map((name) => `${formatCosine(painted[name].cosine?.after ?? 0)} ${name}`);
  return `${prompt} · ${aesthetic}: cosine ${[`${formatCosine(painted.subtle.cosine?.before ?? 0)} plain`, ...reached].join(' → ')}`;
}
