import { parseParameters, readPngText, UserError } from '../../engine/index.js';
import { formatTable } from '../format.js';
import type { Description } from './description.js';

/** How a picture was painted, from the text that the engine wrote into its PNG. Throws UserError where there is none. */
export function describePicture(png: Uint8Array): Description {
  const texts = readPngText(png);
  if (!('parameters' in texts)) throw new UserError('this picture does not say how it was made');
  const { recipe, extra } = parseParameters(texts.parameters);
  const { prompt, negative, ...rest } = recipe;
  const rows = Object.entries({ prompt, negative, ...rest, ...extra })
    .filter(([, value]) => value !== '')
    .map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]);
  return { json: { type: 'picture', recipe, extra }, text: formatTable(rows) };
}
