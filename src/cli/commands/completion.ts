import type { Command } from 'commander';
import { Argument } from 'commander';
import type { Output } from '../output.js';

/** `aesthete completion SHELL`: a script by which a shell completes commands and options. */
export function addCompletion(program: Command, output: Output): void {
  program
    .command('completion')
    .description('print a script by which a shell completes commands and options')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', examples)
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      const { completionScripts } = await import('../completion.js');
      output.result({ shell, script: completionScripts[shell](program) });
      output.line(completionScripts[shell](program));
    });
}

const examples = `
Examples:
  $ source <(aesthete completion bash)                                  (in ~/.bashrc)
  $ source <(aesthete completion zsh)                                   (in ~/.zshrc, after compinit)
  $ aesthete completion fish > ~/.config/fish/completions/aesthete.fish`;
