import { explainPrompt, findPack, openPack } from '../../engine/index.js';
import { formatTable } from '../format.js';
import type { Description } from './description.js';

/** How a pack's text model reads a prompt: chunks, tokens, how much each counts, and the words that do not fit. */
export async function describePrompt(folder: string | undefined, text: string, seed: number): Promise<Description> {
  const pack = await openPack(await findPack(folder));
  const explained = await explainPrompt(pack, text, seed);
  const { prompt, chunks, room, cut } = explained;
  const lines = chunks.flatMap((tokens, i) => [
    `chunk ${i + 1} of ${chunks.length}: ${tokens.length} of ${room} tokens`,
    ...(tokens.length === 0 ? [] : [formatTable(tokens.map(row))]),
  ]);
  return {
    json: { type: 'prompt', pack: pack.settings.name, ...explained },
    text: [
      ...(prompt === text ? [] : [`prompt: ${prompt}`]),
      ...lines,
      ...(cut.length === 0 ? [] : [`left out: ${cut.join(' ')}`]),
    ].join('\n'),
  };
}

function row({ id, text, weight }: { id: number; text: string; weight: number }): string[] {
  return [`  ${id}`, text, weight === 1 ? '' : `× ${Number(weight.toFixed(4))}`];
}
