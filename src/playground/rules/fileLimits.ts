import { allowedExtensions, extension } from './fileTypes.js';

interface Sized {
  readonly name: string;
  readonly size: number;
}

export interface FileLimits {
  /** How many there can be. */
  readonly most: number;
  /** Bytes of one. */
  readonly bytes: number;
  /** Bytes of all of them; absent: any. */
  readonly total?: number;
  /** Discord's `file_types`; absent or empty: any. */
  readonly types?: readonly string[] | undefined;
}

/** Why a file is not taken; `together`: with the others it is more than `total`. */
export type FileRefusal = 'tooLarge' | 'wrongType' | 'tooMany' | 'together';

/** Which files can be added to those that are there, in their order, and why the others cannot. */
export function admitFiles<F extends Sized>(
  present: readonly Sized[],
  added: readonly F[],
  { most, bytes, total = Infinity, types = [] }: FileLimits,
): { admitted: F[]; refused: { readonly file: F; readonly why: FileRefusal }[] } {
  const admitted: F[] = [];
  const refused: { file: F; why: FileRefusal }[] = [];
  let sum = present.reduce((all, { size }) => all + size, 0);
  const refusal = (file: F): FileRefusal | undefined => {
    if (file.size > bytes) return 'tooLarge';
    if (types.length > 0 && !allowedExtensions(types).includes(extension(file.name))) return 'wrongType';
    if (present.length + admitted.length >= most) return 'tooMany';
    return sum + file.size > total ? 'together' : undefined;
  };
  for (const file of added) {
    const why = refusal(file);
    if (why !== undefined) {
      refused.push({ file, why });
      continue;
    }
    sum += file.size;
    admitted.push(file);
  }
  return { admitted, refused };
}
