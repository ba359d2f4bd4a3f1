import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** Folders whose files take longest: processes that start again and again, a browser, a GPU in software, paintings. */
const long = [
  'test/e2e/',
  'test/bot/worker/',
  'test/playground/page/',
  'test/engine/golden/gpu',
  'test/engine/pipeline/',
  'test/cli/',
];

/** Files that take minutes begin first, so that none of them runs alone at the end, with one core idle. */
export default class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = long.findIndex((folder) => moduleId.includes(folder));
      return found === -1 ? long.length : found;
    };
    // What follows from vitest's own order, by its cache or by size, stays within each.
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
