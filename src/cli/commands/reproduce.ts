import type { Command } from 'commander';
import { Argument, Option } from 'commander';
import { engineFlags } from '../flags.js';
import type { Output } from '../output.js';
import { figureNames } from '../reproduce/figureNames.js';

/** `aesthete reproduce figure2 --out DIR`: a figure of the paper, painted and measured again. */
export function addReproduce(program: Command, output: Output): void {
  const command = program
    .command('reproduce')
    .description('paint and measure a figure of the paper again (Gallego 2022), and write one page about it')
    .addArgument(new Argument('<figure>', 'which').choices(figureNames))
    .requiredOption('-o, --out <dir>', 'a folder for the page, pictures, charts and CSV; what it has is continued')
    .option('--seeds <n>', 'pictures of each prompt (default: 6 for figure2, else 2)')
    .option('-S, --seed <n>', 'the first of the seeds, which follow each other (default: 332)')
    .option('--prompts <n>', 'the first n prompts alone (default: all)')
    .addOption(
      new Option(
        '-s, --strength <s>',
        "subtle, balanced, strong, or 0 to 1.5 (default: the pack's; the paper's steps where its vectors fit)",
      ).conflicts(['optimizer', 'textSteps', 'lr']),
    )
    .option('--optimizer <name>', "in place of --strength: ascent (the paper's formula), adam (its code)")
    .option('--text-steps <T>', 'gradient steps (default: 10)')
    .option('--lr <ε>', 'step size (default with adam: 1e-4)')
    .option('--steps <n>', "denoising steps (default: the pack's)")
    .option('--sampler <name>', "solver of the diffusion (default: the pack's)")
    .option('--guidance <n>', "how closely the prompt is followed (default: the pack's)")
    .option('-z, --size <WxH>', "pixels (default: the pack's)")
    .option('--no-safety-check', "show pictures that the pack's safety checker flags, too");
  for (const flag of engineFlags()) command.addOption(flag);
  command
    .addHelpText('after', examples)
    .action(async (figure: string, raw: unknown) =>
      (await import('../reproduce/reproduce.js')).reproduce(figure, raw, output),
    );
}

const examples = `
Examples:
  $ aesthete reproduce figure2 --out paper
  $ aesthete reproduce figure1 --pack sd15 --seeds 4 --out paper
  $ aesthete reproduce figure3 --pack sd15 --strength balanced --out paper

figure1: plain against sac_8plus and laion_7plus over the README's prompts. figure2, with Table 1: 25 prompts, plain against sac_8plus, scores and their
price. figure3: plain, keyword and personalised for aivazovsky, cloudcore, gloomcore and glowwave. Each also with a mean and a contrast target and with
random vectors as control. Run again, it paints what is missing alone. A pack whose CLIP is not the paper's gets stand-ins, which the page names.
With --json: figure, page, painted, reused, flagged, seeds, prompts, looks [{ paper, used }], heads, table [{ look, score, condition, n, mean, sd, difference, low, high }].`;
