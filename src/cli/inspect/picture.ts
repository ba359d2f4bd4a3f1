import { parseParameters, readPngText, UserError } from '../../engine/index.js';
import { formatTable } from '../format.js';
import type { Description } from './description.js';

/** Programs that write how a picture was made in a form of their own, by a keyword of theirs. */
const programs: Readonly<Partial<Record<string, string>>> = {
  workflow: 'ComfyUI',
  invokeai_metadata: 'InvokeAI',
  'sd-metadata': 'InvokeAI',
  Dream: 'InvokeAI',
  prompt: 'ComfyUI',
  sui_image_params: 'SwarmUI',
};

/** Why a picture cannot be read: it says nothing, or in another program's form. */
export function missingParameters(texts: Readonly<Partial<Record<string, string>>>): string {
  const keyword = Object.keys(programs).find((name) => name in texts);
  // What a stranger's file calls itself is shown in part.
  const program = keyword === undefined ? texts['Software']?.slice(0, 60) : programs[keyword];
  return program === undefined
    ? 'this picture does not say how it was made'
    : `this picture was made by ${program}, which says how in a form that is not read here; A1111's parameters are`;
}

/** How a picture was painted, from the text that the engine wrote into its PNG. Throws UserError where there is none. */
export function describePicture(png: Uint8Array): Description {
  const texts = readPngText(png);
  if (!('parameters' in texts)) throw new UserError(missingParameters(texts));
  const { recipe, extra } = parseParameters(texts.parameters);
  const { prompt, negative, ...rest } = recipe;
  const rows = Object.entries({ prompt, negative, ...rest, ...extra })
    .filter(([, value]) => value !== '')
    .map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]);
  return { json: { type: 'picture', recipe, extra }, text: formatTable(rows) };
}
