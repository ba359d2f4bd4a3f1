import type { Command } from 'commander';
import { Option } from 'commander';
import type { z } from 'zod';
import { enlargePng, noticeText, UserError } from '../engine/index.js';
import type { ImagineRequest, ImagineResult, RawOptimizer } from '../engine/index.js';
import { chooseAesthetic } from './chooseAesthetic.js';
import { formatCosine } from './format.js';
import {
  collectValues,
  engineFlags,
  imagineOptions,
  paintFlags,
  paintRequest,
  parseOptions,
  withoutUndefined,
} from './options.js';
import { checkOut, slug, writePictures } from './pictureFiles.js';
import { printJson, printNotices, printLine } from './print.js';
import { withEngine } from './withEngine.js';

type Options = z.infer<typeof imagineOptions>;

/** `aesthete imagine PROMPT`: paints, with or without an aesthetic. */
export function addImagine(program: Command): void {
  const command = program
    .command('imagine')
    .description('paint a prompt, personalised towards an aesthetic')
    .argument('<prompt>', 'what to paint')
    .option('--aesthetic <file|name>', "a .safetensors or .pt file, or one of the pack's own by name")
    .addOption(
      new Option(
        '--strength <s>',
        "subtle, balanced, strong, or a number from 0 to 1.5 (default: the pack's)",
      ).conflicts(['optimizer', 'textSteps', 'lr']),
    )
    .option('--image <file>', 'a picture to start from, scaled and cropped to the size: JPEG, PNG, WebP, GIF or AVIF')
    .option('--keep <n>', 'how much of it to keep, 0 to 1 (default: 0.3)')
    .option('--count <n>', 'how many pictures, with seeds that follow each other (default: 1)')
    .addOption(
      new Option(
        '--variation <seed:strength>',
        "mix another seed's noise into the seed's, 0 to 1: pictures near that of --seed; several times for several",
      ).argParser(collectValues),
    )
    .option('--no-safety-check', "write pictures that the pack's safety checker flags, too")
    .option('--upscale <n>', 'write pictures 1 to 4 times as large as painted, by Lanczos (default: 1)');
  for (const flag of [...paintFlags(), ...expertFlags(), ...engineFlags()]) command.addOption(flag);
  command
    .addHelpText('after', examples)
    .action((prompt: string, raw: unknown) => imagine(prompt, parseOptions(imagineOptions, raw)));
}

const examples = `
Examples:
  $ aesthete imagine "a castle"
  $ aesthete imagine "a castle" --aesthetic gloomcore --strength strong --seed 42
  $ aesthete imagine "a cat face" --aesthetic mine.safetensors --strength 0.5 --count 4 --out cats.png
  $ aesthete imagine "a castle" --aesthetic mine.pt --optimizer adam --text-steps 20 --lr 1e-4
  $ aesthete imagine "a (red:1.3) castle on a [hill], {dawn|dusk}" --negative "(blurry:1.4)"
  $ aesthete imagine "a castle" --seed 42 --variation 7:0.2 --count 4
  $ aesthete imagine "a castle" --image sketch.jpg --keep 0.5 --aesthetic gloomcore
  $ aesthete imagine "a castle" --pack sd15 --lora lcm-lora-sdv1-5.safetensors --sampler lcm --steps 4 --guidance 1.5
  $ aesthete imagine "a castle" --pack ~/models/stable-diffusion-v1-5 --size 512x768 --json

In a prompt (word) and (word:1.3) count more, [word] counts less, {red|blue} is chosen by the seed, and a backslash makes a bracket text.
With --json: images [{ file, seed }], flagged (seeds of what the safety checker flagged and was not written), cosine { before, after } (with an aesthetic), textSteps, device, precision,
cut (words that did not fit), ms by stage, recipe (all that was chosen), notices.`;

const expertFlags = (): Option[] => [
  new Option(
    '--optimizer <name>',
    "for experts, in place of --strength: ascent (the paper's formula), adam (its code)",
  ),
  new Option('--text-steps <T>', 'gradient steps (default: 10)'),
  new Option('--lr <ε>', 'step size (default with adam: 1e-4)'),
  new Option('--mix <w>', 'weight of the personalised text states against the plain ones, 0 to 1 (default: 1)'),
];

async function imagine(prompt: string, options: Options): Promise<void> {
  await checkOut(options.out);
  const optimizer = rawOptimizer(options);
  if (options.aesthetic === undefined && (options.strength ?? optimizer ?? options.mix) !== undefined) {
    throw new UserError('--strength, --optimizer and --mix say how to use an aesthetic: add --aesthetic');
  }
  const { image, keep, strength, mix, count } = options;
  if (image === undefined && keep !== undefined)
    throw new UserError('--keep says how much of a picture to keep: add --image');
  const aesthetic =
    options.aesthetic === undefined ? undefined : await chooseAesthetic(options.aesthetic, options.pack, options.kind);
  const request: ImagineRequest = {
    prompt,
    ...paintRequest(options),
    ...withoutUndefined({ strength, mix, count, optimizer, variations: options.variation }),
    ...(aesthetic && { aesthetic: aesthetic.target }),
    ...(image !== undefined && { start: { image, ...(keep !== undefined && { keep }) } }),
  };

  const result = await withEngine(options, ({ engine, request: how }) =>
    engine.imagine({ ...request, checkSafety: options.safetyCheck && engine.info.checks }, how),
  );
  const kept = result.images.filter(({ flagged }) => flagged !== true);
  if (kept.length === 0)
    throw new UserError(`nothing was written: ${flaggedText(result)}, and --no-safety-check writes it as it is`);
  const first = kept[0];
  const name = [slug(prompt), ...(aesthetic ? [slug(aesthetic.name)] : []), first.seed].join('-');
  const files = await writePictures(
    await Promise.all(kept.map(({ png }) => enlargePng(png, options.upscale))),
    name,
    options.out,
  );
  const notices = [...(aesthetic?.notices ?? []), ...result.notices.map(noticeText)];
  if (options.json) printJson(summary(result, kept, files, notices));
  else {
    for (const file of files) printLine(file);
    printLine(summaryLine(result, aesthetic?.name));
    const { cut } = result;
    printNotices(cut.length === 0 ? notices : [...notices, `too long, so these words were left out: ${cut.join(' ')}`]);
  }
}

/** Absent where neither of its options is given. Adam's defaults are those of the authors' code; ascent has no natural ε. */
function rawOptimizer({ optimizer, textSteps, lr }: Options): RawOptimizer | undefined {
  if (optimizer === undefined && textSteps === undefined && lr === undefined) return undefined;
  const name = optimizer ?? 'adam';
  if (name === 'ascent' && lr === undefined) {
    throw new UserError('--optimizer ascent needs --lr: there is no step size that suits every model');
  }
  return { name, steps: textSteps ?? 10, lr: lr ?? 1e-4 };
}

/** What the engine says of the pictures that were flagged. */
function flaggedText({ images }: ImagineResult): string {
  return noticeText({ code: 'flagged', count: images.length });
}

function summary(
  result: ImagineResult,
  kept: ImagineResult['images'],
  files: readonly string[],
  notices: readonly string[],
): object {
  const { images, cosine, textSteps, device, precision, cut, ms, recipe } = result;
  return {
    images: kept.map(({ seed }, i) => ({ file: files[i], seed })),
    flagged: images.flatMap(({ seed, flagged }) => (flagged === true ? [seed] : [])),
    ...(cosine && { cosine }),
    textSteps,
    device,
    precision,
    cut,
    ms,
    recipe,
    notices,
  };
}

/** What was done, in one line. */
function summaryLine(
  { cosine, recipe, images, textSteps, device, precision }: ImagineResult,
  aesthetic?: string,
): string {
  const seeds = images.map((image) => image.seed);
  const { strength, optimizer, start, decoder, loras = [] } = recipe;
  return [
    aesthetic ?? 'no aesthetic',
    ...(strength === undefined ? [] : [`strength ${strength}`]),
    ...(optimizer === undefined ? [] : [`${optimizer.name}, ε ${optimizer.lr}`]),
    ...(cosine === undefined
      ? []
      : [`cosine ${formatCosine(cosine.before)} → ${formatCosine(cosine.after)} in ${textSteps} steps`]),
    `${recipe.sampler}, ${recipe.steps} steps`,
    ...(decoder === undefined ? [] : [`${decoder} decoder`]),
    ...loras.map(({ name, scale }) => `${name} × ${scale}`),
    ...(start === undefined ? [] : [`keeps ${start.keep} of its start`]),
    `seed ${seeds.length === 1 ? seeds[0] : `${seeds[0]} to ${seeds.at(-1)}`}`,
    `${device} ${precision}`,
  ].join(' · ');
}
