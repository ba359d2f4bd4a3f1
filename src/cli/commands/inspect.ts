import type { Command } from 'commander';
import type { Output } from '../output.js';

/** `aesthete inspect FILE|PACK`: what a pack, an aesthetic, a checkpoint or one of our pictures is. */
export function addInspect(program: Command, output: Output): void {
  program
    .command('inspect')
    .description('say what a pack, an aesthetic, a checkpoint or a picture is')
    .argument(
      '[file|pack]',
      'a pack (folder or name), .safetensors, .pt, or a .png that was painted here, - for one from standard input (with --prompt default: demo)',
    )
    .option('--pack <dir|name>', 'whether an aesthetic fits this one (default: all that are found)')
    .option(
      '--prompt <text>',
      'show how the pack reads this prompt: its tokens, how much each counts, what is left out',
    )
    .option('--seed <n>', 'what chooses of {red|blue} in the prompt (default: 0)')
    .addHelpText('after', examples)
    .action(async (what: string | undefined, raw: unknown) =>
      (await import('../inspect.js')).inspect(what, raw, output),
    );
}

const examples = `
Examples:
  $ aesthete inspect demo
  $ aesthete inspect demo --prompt "a (red:1.3) castle on a [hill]"
  $ aesthete inspect mine.safetensors --pack ~/models/stable-diffusion-v1-5
  $ aesthete inspect models/demo/unet/diffusion_pytorch_model.safetensors
  $ aesthete inspect a-castle-42.png --json`;
