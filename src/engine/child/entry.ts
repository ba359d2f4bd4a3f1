/** The script of the engine's process: beside this file, .ts from sources, .js from dist. */
export function engineEntry(): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`./process.${extension}`, import.meta.url);
}
