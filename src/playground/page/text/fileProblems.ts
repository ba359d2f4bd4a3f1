import type { FileLimits, FileRefusal } from '../../rules/fileLimits.js';
import { allowedExtensions } from '../../rules/fileTypes.js';
import type { PageTexts } from '../i18n/index.js';

const MiB = 2 ** 20;

interface Refused {
  readonly file: { readonly name: string };
  readonly why: FileRefusal;
}

/** What is said of files that were not taken; undefined if all were. */
export function fileProblems(
  refused: readonly Refused[],
  { most, bytes, total = 0, types = [] }: FileLimits,
  { files }: PageTexts,
): string | undefined {
  const reasons: Record<FileRefusal, (names: string) => string> = {
    tooLarge: (names) => files.tooLarge(names, Math.floor(bytes / MiB)),
    wrongType: (names) => files.wrongType(names, allowedExtensions(types).join(', ')),
    tooMany: (names) => files.tooMany(names, most),
    together: (names) => files.together(names, Math.floor(total / MiB)),
  };
  const said = (Object.keys(reasons) as FileRefusal[]).flatMap((why) => {
    const names = refused.filter((one) => one.why === why).map(({ file }) => file.name);
    return names.length === 0 ? [] : [reasons[why](names.join(', '))];
  });
  return said.length === 0 ? undefined : said.join(' ');
}
