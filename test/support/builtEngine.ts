/** In place of src/engine/child/entry.ts where `dist/` is built before the tests: from sources, each process would be compiled while it starts. */
export function engineEntry(): URL {
  return new URL('../../dist/engine/child/process.js', import.meta.url);
}
