import { text } from '../i18n/index.js';
import type { Outcome } from '../types.js';
import { code } from './markdown.js';
import type { Painted } from './proof.js';
import { textView } from './view.js';
import type { View } from './view.js';

/** All that was chosen, and the command that paints it again. For whoever presses the button alone. */
export function recipeView(painted: Painted): View {
  return textView(text.pictures.recipeTitle, code(recipeCommand(painted)), code(recipeTable(painted)));
}

/** `/imagine prompt:a castle aesthetic:gloomcore …`, to be pasted; Discord reads the options out of it. */
export function recipeCommand({ imagineOptions, outcome }: Painted): string {
  const { recipe } = outcome;
  const options: readonly (readonly [string, string | number | undefined])[] = [
    ['prompt', cut(recipe.prompt)],
    ['aesthetic', imagineOptions.aesthetic?.name ?? 'none'],
    ['strength', imagineOptions.strip === true ? undefined : recipe.strength],
    ['strip', imagineOptions.strip === true ? 'True' : undefined],
    ['negative', recipe.negative === '' ? undefined : cut(recipe.negative)],
    ['seed', recipe.seed],
    ['count', recipe.count],
    ['size', `${recipe.width}x${recipe.height}`],
    ['sampler', recipe.sampler],
    ['steps', recipe.steps],
    ['guidance', recipe.guidance],
    ['text_steps', recipe.optimizer?.steps],
    ['lr', recipe.optimizer?.lr],
  ];
  return `/imagine ${options
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}:${value ?? ''}`)
    .join(' ')}`;
}

function recipeTable({ imagineOptions, outcome }: Painted): string {
  const { cosine } = outcome;
  const rows: readonly (readonly [string, string])[] = [
    ['pack', outcome.recipe.pack],
    ...shownSize(outcome),
    ...(imagineOptions.aesthetic
      ? [['aesthetic', `${imagineOptions.aesthetic.name}@${imagineOptions.aesthetic.version}`] as const]
      : []),
    ['optimiser', optimiser(outcome)],
    ...(cosine ? [['cosine', `${cosine.before.toFixed(4)} → ${cosine.after.toFixed(4)}`] as const] : []),
    ['device', `${outcome.device} ${outcome.precision}`],
  ];
  return rows.map(([name, value]) => `${name.padEnd(10)} ${value}`).join('\n');
}

/** Only where that is not as painted, which the command says. */
function shownSize({ recipe: { width, height }, upscale }: Outcome): (readonly [string, string])[] {
  if (upscale === undefined) return [];
  return [['size', text.pictures.shownAt(width, height, upscale)]];
}

function optimiser({ recipe, textSteps }: Outcome): string {
  if (recipe.aesthetic === undefined) return 'none';
  const how = recipe.optimizer ? `${recipe.optimizer.name}, ε ${recipe.optimizer.lr}` : 'equal-gain ascent';
  return `${how}, ${textSteps} steps taken, mix ${recipe.mix}`;
}

/** Two of these and the table fit into one message; the picture's own metadata has all of it. */
function cut(prompt: string): string {
  return prompt.length <= 1_400 ? prompt : `${prompt.slice(0, 1_400)}…`;
}
