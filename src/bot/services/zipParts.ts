import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';

interface Entry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Of an entry beside its bytes: its header, its place in the directory, and how much longer deflate may make it (RFC 1951: 5 bytes a block). */
function mostOf({ name, bytes }: Entry): number {
  return bytes.length + 5 * Math.ceil(bytes.length / 16_384) + directoryOf(name) + 30 + name.length + 16;
}

/** An entry's place in the directory (APPNOTE 4.3.12); names are ASCII. */
function directoryOf(name: string): number {
  return 46 + name.length;
}

/** The end of an archive (APPNOTE 4.3.16). */
const endBytes = 22;

/**
 * Zip archives of all entries, in order, each complete by itself and of at most `maxBytes`, unless one entry alone is larger. Entries are taken
 * as they come: no more than one archive is held. Pictures are stored as they are.
 */
export async function* zipParts(entries: AsyncIterable<Entry>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let part = startPart();
  for await (const entry of entries) {
    if (!part.isEmpty() && part.size() + mostOf(entry) > maxBytes) {
      yield part.end();
      part = startPart();
    }
    part.add(entry);
  }
  yield part.end();
}

function startPart() {
  const chunks: Uint8Array[] = [];
  let [written, directory] = [0, endBytes];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
    written += chunk.length;
  });
  return {
    isEmpty: (): boolean => directory === endBytes,
    /** Of the archive if it ended now. */
    size: (): number => written + directory,
    add: ({ name, bytes }: Entry): void => {
      const file = name.endsWith('.webp') ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6 });
      zip.add(file);
      file.push(bytes, true);
      directory += directoryOf(name);
    },
    end: (): Uint8Array => {
      zip.end();
      return Buffer.concat(chunks);
    },
  };
}
