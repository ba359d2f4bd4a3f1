import { cut } from '../../text/clean.js';
import type { Texts } from '../i18n/index.js';
import type { AestheticLabel, Outcome } from '../types.js';
import { code } from './markdown.js';
import type { Painted } from './proof.js';
import { button, row, textView } from './view.js';
import type { View } from './view.js';

/** All that was chosen, and the command that paints it again. For whoever presses the button alone. */
export function recipeView({ pictures: t, moderation }: Texts, painted: Painted): View {
  const { components, files } = textView(t.recipeTitle, code(recipeCommand(painted)), code(recipeTable(t, painted)));
  return { components: [...components, row(button('report', painted.id, moderation.buttons.report))], files };
}

/** `/imagine prompt:a castle aesthetic:gloomcore …`, to be pasted; Discord reads the options out of it. */
export function recipeCommand({ imagineOptions, outcome }: Painted): string {
  const { recipe } = outcome;
  const options: readonly (readonly [string, string | number | undefined])[] = [
    ['prompt', shortPrompt(recipe.prompt)],
    ['aesthetic', imagineOptions.aesthetic ? named(imagineOptions.aesthetic) : 'none'],
    ['strength', imagineOptions.strip === true ? undefined : recipe.strength],
    ['strip', imagineOptions.strip === true ? 'True' : undefined],
    ['negative', recipe.negative === '' ? undefined : shortPrompt(recipe.negative)],
    ['seed', recipe.seed],
    ['variation', recipe.variations?.map(({ seed, strength }) => `${seed}:${strength}`).join(' ')],
    ['count', recipe.count],
    ['diversity', recipe.diversity],
    ['size', `${recipe.width}x${recipe.height}`],
    ['sampler', recipe.sampler],
    ['steps', recipe.steps],
    ['guidance', recipe.guidance],
    ['guide', recipe.clipGuidance?.scale],
    ['keep', recipe.start?.keep],
    ['clip_skip', recipe.clipSkip],
    ['text_steps', recipe.optimizer?.steps],
    ['lr', recipe.optimizer?.lr],
  ];
  return `/imagine ${options
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}:${value ?? ''}`)
    .join(' ')}`;
}

function recipeTable(t: Texts['pictures'], { imagineOptions, outcome }: Painted): string {
  const { recipe, cosine, device, precision } = outcome;
  const { aesthetic } = imagineOptions;
  const r = t.recipe;
  const rows: readonly (readonly [string, string])[] = [
    [r.pack, recipe.pack],
    ...shownSize(t, outcome),
    ...(aesthetic ? [[r.aesthetic, named(aesthetic)] as const] : []),
    ...(recipe.start ? [[r.start, `sha256 ${recipe.start.sha256.slice(0, 16)}…`] as const] : []),
    ...(recipe.loras ? [[r.loras, recipe.loras.map(loraText).join(', ')] as const] : []),
    [r.optimizer, optimizer(t, outcome)],
    ...(cosine ? [[r.cosine, `${cosine.before.toFixed(4)} → ${cosine.after.toFixed(4)}`] as const] : []),
    [r.device, `${device} ${precision}`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)} ${value}`).join('\n');
}

/** As results record it, and `/imagine` takes it: later versions do not change the picture. */
const named = ({ name, version }: AestheticLabel): string => `${name}@${version}`;

function loraText({ name, scale }: NonNullable<Outcome['recipe']['loras']>[number]): string {
  return `${name} × ${scale}`;
}

/** Only where that is not as painted, which the command says. */
function shownSize(
  t: Texts['pictures'],
  { recipe: { width, height }, upscale }: Outcome,
): (readonly [string, string])[] {
  return upscale === undefined ? [] : [[t.recipe.size, t.shownAt(width, height, upscale)]];
}

function optimizer({ recipe: t }: Texts['pictures'], { recipe, textSteps }: Outcome): string {
  if (recipe.aesthetic === undefined) return t.none;
  const how = recipe.optimizer ? t.raw(recipe.optimizer.name, String(recipe.optimizer.lr)) : t.equalGain;
  return t.taken(how, textSteps, String(recipe.mix));
}

/** Two of these and the table fit into one message; the picture's own metadata has all of it. */
function shortPrompt(prompt: string): string {
  return prompt.length <= 1_400 ? prompt : `${cut(prompt, 1_400)}…`;
}
