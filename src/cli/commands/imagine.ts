import type { Command } from 'commander';
import { Option } from 'commander';
import { guidanceTargets } from '../../engine/types.js';
import { collectValues, engineFlags, engineVariables, list, paintFlags } from '../flags.js';
import type { Output } from '../output.js';

/** `aesthete imagine PROMPT`: paints, with or without an aesthetic. */
export function addImagine(program: Command, output: Output): void {
  const command = program
    .command('imagine')
    .description('paint a prompt, personalised towards an aesthetic')
    .argument('[prompt]', 'what to paint (with --from: what its picture was painted of)')
    .option('-a, --aesthetic <file|name>', "a .safetensors or .pt file, or one of the pack's own by name")
    .addOption(
      new Option(
        '-s, --strength <s>',
        "subtle, balanced, strong, or a number from 0 to 1.5 (default: the pack's)",
      ).conflicts(['optimizer', 'textSteps', 'lr']),
    )
    .option(
      '-i, --image <file>',
      'a picture to start from, scaled and cropped to the size: JPEG, PNG, WebP, GIF or AVIF; - is standard input',
    )
    .option('--keep <n>', 'how much of it to keep, 0 to 1 (default: 0.3)')
    .option(
      '--from <file>',
      'paint a picture again, by the recipe in its PNG; options change what they name; - is standard input',
    )
    .option('-n, --count <n>', 'how many pictures, with seeds that follow each other (default: 1)')
    .option('--diversity <n>', 'how much more the pictures of --count differ than by their seeds, 0 to 1 (default: 0)')
    .addOption(
      new Option(
        '--variation <seed:strength>',
        "mix another seed's noise into the seed's, 0 to 1: pictures near that of --seed; several times for several",
      ).argParser(collectValues),
    )
    .addOption(
      new Option('--batch <n>', 'pictures that are painted at once, at most (default: what suits the device)').env(
        engineVariables.batch ?? '',
      ),
    )
    .option('--no-safety-check', "write pictures that the pack's safety checker flags, too")
    .option(
      '--upscale <n>',
      'write pictures 1 to 4 times as large as painted, by Lanczos (default: 1; with --from: as its picture)',
    );
  for (const flag of [...paintFlags(), ...expertFlags(), ...engineFlags()]) command.addOption(flag);
  command.addHelpText('after', examples).action(async (prompt: string | undefined, raw: object) => {
    const packFromEnvironment = command.getOptionValueSource('pack') === 'env';
    await (await import('../imagine.js')).imagine(prompt, { ...raw, packFromEnvironment }, output);
  });
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
  $ aesthete imagine --from a-castle-gloomcore-42.png --strength 0.3 --steps 50
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
  new Option(
    '--guide <n>',
    'CLIP guidance: how far each step in the middle moves the picture in the eyes of CLIP, 0 to 0.5 (default: 0, off)',
  ),
  new Option(
    '--guide-towards <target>',
    `${list(guidanceTargets)} (default: text, of the prompt as it is personalised)`,
  ),
  new Option('--mix <w>', 'weight of the personalised text states against the plain ones, 0 to 1 (default: 1)'),
];
