import type { FileHandle } from 'node:fs/promises';
import { Zip, ZipDeflate } from 'fflate';
import { UserError } from '../../engine/index.js';
import { mostArchiveBytes, mostEntries } from './zipReader.js';

/** An archive that is being written to a file. */
export interface ZipWriter {
  /** Bytes that are written so far. */
  readonly bytes: number;
  /** @throws UserError where the archive becomes larger than zip allows */
  add(name: string, data: Uint8Array): Promise<void>;
  end(): Promise<void>;
}

/** Writes entries one after the other. Names are ASCII. */
export function writeZip(file: FileHandle): ZipWriter {
  let chunks: Uint8Array[] = [];
  let [bytes, entries] = [0, 0];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  const flush = async (): Promise<void> => {
    const data = Buffer.concat(chunks);
    chunks = [];
    bytes += data.length;
    if (bytes > mostArchiveBytes || entries > mostEntries)
      throw new UserError(
        `the archive is larger than a zip archive can be (${mostArchiveBytes} bytes, ${mostEntries} entries): export servers one by one (--guild)`,
      );
    await file.writeFile(data);
  };
  return {
    get bytes() {
      return bytes;
    },
    add: async (name, data) => {
      const entry = new ZipDeflate(name, { level: 6 });
      zip.add(entry);
      entry.push(data, true);
      entries++;
      await flush();
    },
    end: async () => {
      zip.end();
      await flush();
    },
  };
}
