import { Option } from 'commander';
import { decoderNames, deviceNames, precisionNames, samplerNames } from '../engine/types.js';

/** The options that several commands have, for commander; what they mean is options.ts'. Nothing is loaded for them. */

export const list = (names: readonly string[]): string => names.join(', ');

/** For commander: an option that may be given several times, each time with one value. */
export function collectValues(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** What the options of every command that opens a pack are, where they are not given. */
export const engineVariables: Readonly<Partial<Record<string, string>>> = {
  pack: 'AESTHETE_PACK',
  device: 'AESTHETE_DEVICE',
  precision: 'AESTHETE_PRECISION',
  batch: 'AESTHETE_BATCH',
};

/** `pack`: what is taken without `--pack`. */
export const engineFlags = ({ pack = 'demo' } = {}): Option[] => [
  new Option(
    '-p, --pack <dir|name>',
    `the model: a folder in diffusers layout, a .safetensors file, or the name of one in models/ (default: ${pack})`,
  ).env('AESTHETE_PACK'),
  new Option('-d, --device <name>', `what computes: ${list(deviceNames)} (default: auto)`).env('AESTHETE_DEVICE'),
  new Option(
    '--precision <name>',
    `of the U-Net and VAE: ${list(precisionNames)}, int8 on a CPU alone (default: what suits the device)`,
  ).env('AESTHETE_PRECISION'),
];

export const forceFlag = (): Option => new Option('-f, --force', 'replace files that are there');

/** `seed`: what is taken without `--seed`. */
export const paintFlags = ({ seed = 'a random one, which is printed' } = {}): Option[] => [
  new Option('--lora <file:scale>', 'a LoRA to paint with, several times for several (default scale: 1)').argParser(
    collectValues,
  ),
  new Option('-N, --negative <text>', 'what the picture should not show'),
  new Option('-S, --seed <n>', `the same seed gives the same picture (default: ${seed})`),
  new Option('--steps <n>', "denoising steps (default: the pack's)"),
  new Option('--sampler <name>', `${list(samplerNames)} (default: the pack's)`),
  new Option('--guidance <n>', "how closely the prompt is followed (default: the pack's)"),
  new Option(
    '--token-downsampling <n>',
    '2: large pictures faster, by attention to every second row and column (default: to all)',
  ),
  new Option('--guidance-interval <from:to>', 'guidance on a part of the steps alone, like 0.2:0.8 (default: on all)'),
  new Option(
    '--decoder <name>',
    `${list(decoderNames)}: tiny is the pack's vae_tiny/, many times faster and less exact (default: the pack's)`,
  ),
  new Option(
    '--clip-skip <n>',
    "take the states of an earlier layer of the text model: 2 the last but one (default: the pack's)",
  ),
  new Option('-z, --size <WxH>', "pixels (default: the pack's)"),
  new Option('--kind <kind>', 'of an aesthetic file that does not say: mean, contrast (default: mean)'),
  new Option(
    '-o, --out <file>',
    'the PNG to write, a folder, or - for standard output (default: a new file here, named after the prompt)',
  ),
  forceFlag(),
];

/** How a command tells what it does: every command has them. */
export const outputFlags = (): Option[] => [
  new Option('--json', 'print one JSON object on stdout'),
  new Option('--json-lines', 'print progress, too: one JSON object a line, the last of which is that of --json'),
  new Option('-q, --quiet', 'print results and errors alone').conflicts('verbose'),
  new Option('-v, --verbose', 'print what the engine says, and where an error came from'),
];
