import { captionedGrid, cardPrompts, cardSeed, findPack, noticeText, openPack } from '../engine/index.js';
import type { CaptionedRow, ImagineRequest, ImagineResult } from '../engine/index.js';
import { chooseAesthetic } from './chooseAesthetic.js';
import { unflagged } from './flagged.js';
import { formatCosine } from './format.js';
import { checkedBy } from './inspect/pack.js';
import { cardOptions, paintRequest, parseOptions, withoutUndefined } from './options.js';
import type { Output } from './output.js';
import { checkOut, slug, writePicture } from './pictureFiles.js';
import { withEngine } from './withEngine.js';
import type { OpenedEngine } from './withEngine.js';

interface Given {
  readonly aesthetic: string;
  readonly prompts: readonly string[];
}

/** One prompt, without the aesthetic and with it. */
interface Column {
  readonly prompt: string;
  readonly plain: ImagineResult;
  readonly painted: ImagineResult;
}

/** `aesthete card AESTHETIC`: what an aesthetic does, on one picture. */
export async function card(given: Given, raw: unknown, output: Output): Promise<void> {
  const options = parseOptions(cardOptions, raw);
  await checkOut(options, output);
  const pack = await openPack(await findPack(options.pack));
  const { settings } = pack;
  const checked = options.safetyCheck && pack.checker !== undefined;
  const { name, target, notices } = await chooseAesthetic(given.aesthetic, options.pack, options.kind);
  const prompts = given.prompts.length === 0 ? cardPrompts(settings) : given.prompts;
  const { seed = cardSeed, strength } = options;
  const shared = { ...paintRequest(options), seed, checkSafety: checked };
  const steered = { aesthetic: target, ...withoutUndefined({ strength }) };
  const columns = await withEngine(options, output, (work) => paintColumns(work, prompts, shared, steered));

  const grid = await captionedGrid(`${settings.title} · seed ${seed}`, rowsOf(columns, name), {
    upscale: settings.upscale,
  });
  const place = { name: ['card', slug(name), seed].join('-'), force: options.force };
  const file = await writePicture(grid, { ...place, ...withoutUndefined({ out: options.out }) }, output);
  const [{ painted: first }] = columns;
  const { device, precision, recipe } = first;
  output.result({
    file,
    aesthetic: name,
    seed,
    strength: recipe.strength,
    device,
    precision,
    checked,
    columns: columns.map(({ prompt, painted: { cosine, textSteps } }) => ({ prompt, cosine, textSteps })),
  });
  if (file !== '-') output.line(file);
  for (const { prompt, painted } of columns)
    output.detail(
      `${prompt}: cosine ${formatCosine(painted.cosine?.before ?? 0)} → ${formatCosine(painted.cosine?.after ?? 0)}`,
    );
  const by = checkedBy(pack, checked);
  output.detail(
    `${name} · strength ${recipe.strength} · seed ${seed} · ${device} ${precision} · safety checker: ${by}`,
  );
  const said = columns.flatMap(({ plain, painted }) => [...plain.notices, ...painted.notices].map(noticeText));
  output.notes([...new Set([...notices, ...said])]);
}

async function paintColumns(
  { engine, request, display }: OpenedEngine,
  prompts: readonly string[],
  shared: Omit<ImagineRequest, 'prompt'>,
  steered: Pick<ImagineRequest, 'aesthetic' | 'strength'>,
): Promise<Column[]> {
  let done = 0;
  const paint = async (what: ImagineRequest): Promise<ImagineResult> => {
    display.part('picture', ++done, 2 * prompts.length);
    return unflagged(await engine.imagine({ ...shared, ...what }, request), what.prompt);
  };
  const columns: Column[] = [];
  for (const prompt of prompts)
    columns.push({ prompt, plain: await paint({ prompt }), painted: await paint({ prompt, ...steered }) });
  return columns;
}

function rowsOf(columns: readonly Column[], name: string): CaptionedRow[] {
  const row = (label: string, of: (column: Column) => [ImagineResult, number]): CaptionedRow => ({
    label,
    pictures: columns.map((column) => {
      const [{ images }, cosine] = of(column);
      return { bytes: images[0].png, caption: `${column.prompt}\n${formatCosine(cosine)}` };
    }),
  });
  return [
    row('plain', ({ plain, painted }) => [plain, painted.cosine?.before ?? 0]),
    row(name, ({ painted }) => [painted, painted.cosine?.after ?? 0]),
  ];
}
