import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { UserError } from '../../engine/index.js';

/*
 * Zip archives as PKWARE's APPNOTE 6.3 describes them, without encryption, parts and zip64. Only the directory at the end is believed, and each of its
 * numbers is checked before it is used.
 */

const inflate = promisify(inflateRaw);

const MiB = 2 ** 20;
/** Beyond, an archive needs zip64. */
export const mostArchiveBytes = 2 ** 32 - 1;
export const mostEntries = 65_534;
/** Of one entry and of all together, inflated. */
export const mostEntryBytes = 64 * MiB;
const mostInflatedBytes = 16 * 1_024 * MiB;

/** Lengths of the fixed parts of the records, and the longest comment of an archive. */
const [endLength, directoryLength, headerLength, mostComment] = [22, 46, 30, 65_535];
const signatures = { end: 0x06054b50, directory: 0x02014b50, header: 0x04034b50 } as const;
const encrypted = 1;
const methods = { stored: 0, deflated: 8 } as const;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly compressed: number;
  readonly inflated: number;
  readonly offset: number;
}

/** An open archive. */
export interface ZipFile {
  readonly names: readonly string[];
  /** The bytes of an entry, whole and checked. @throws UserError */
  read(name: string): Promise<Buffer>;
  close(): Promise<void>;
}

/** Opens an archive whose entries all have names that `allowed` matches. @throws UserError where it is none, is broken, or is too large */
export async function openZip(file: string, allowed: RegExp): Promise<ZipFile> {
  const handle = await open(file).catch((error: unknown) => {
    throw new UserError(`${file} cannot be read (${error instanceof Error ? error.message : String(error)})`);
  });
  try {
    const reader = new Reader(handle, file);
    const entries = await reader.directory(allowed);
    return {
      names: [...entries.keys()],
      read: async (name) => {
        const entry = entries.get(name);
        if (!entry) throw reader.broken(`it has no ${name}`);
        return reader.entry(entry);
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

class Reader {
  readonly #handle: FileHandle;
  readonly #file: string;
  /** Where the directory begins: no entry reaches further. */
  #end = 0;

  constructor(handle: FileHandle, file: string) {
    this.#handle = handle;
    this.#file = file;
  }

  broken(why: string): UserError {
    return new UserError(`${this.#file} is no archive of aesthete export, or is broken: ${why}`);
  }

  async directory(allowed: RegExp): Promise<Map<string, Entry>> {
    const stats = await this.#handle.stat();
    if (!stats.isFile()) throw this.broken('it is no file');
    if (stats.size > mostArchiveBytes) throw this.broken(`it has ${stats.size} bytes, more than ${mostArchiveBytes}`);
    const tailStart = Math.max(0, stats.size - endLength - mostComment);
    const tail = await this.#bytes(tailStart, stats.size - tailStart);
    const at = this.#findEnd(tail);
    const [disk, first, here, count] = [4, 6, 8, 10].map((offset) => tail.readUInt16LE(at + offset));
    const [length, offset] = [12, 16].map((field) => tail.readUInt32LE(at + field));
    if (disk !== 0 || first !== 0 || here !== count) throw this.broken('it is in several parts');
    if (count > mostEntries) throw this.broken(`it has ${count} entries, more than ${mostEntries}`);
    if (offset + length !== tailStart + at) throw this.broken('its directory is not where it should be');
    this.#end = offset;
    return this.#entries(await this.#bytes(offset, length), count, allowed);
  }

  #findEnd(tail: Buffer): number {
    for (let at = tail.length - endLength; at >= 0; at--)
      if (tail.readUInt32LE(at) === signatures.end && at + endLength + tail.readUInt16LE(at + 20) === tail.length)
        return at;
    throw this.broken('it does not end as a zip archive');
  }

  #entries(directory: Buffer, count: number, allowed: RegExp): Map<string, Entry> {
    const entries = new Map<string, Entry>();
    let [at, inflated] = [0, 0];
    for (let i = 0; i < count; i++) {
      if (at + directoryLength > directory.length || directory.readUInt32LE(at) !== signatures.directory)
        throw this.broken('its directory is cut');
      const [flags, method] = [8, 10].map((field) => directory.readUInt16LE(at + field));
      const [nameLength, extra, comment] = [28, 30, 32].map((field) => directory.readUInt16LE(at + field));
      const name = directory.toString('latin1', at + directoryLength, at + directoryLength + nameLength);
      const entry = {
        ...{ name, method },
        crc: directory.readUInt32LE(at + 16),
        compressed: directory.readUInt32LE(at + 20),
        inflated: directory.readUInt32LE(at + 24),
        offset: directory.readUInt32LE(at + 42),
      };
      if (!allowed.test(name)) throw this.broken(`it has an entry ${JSON.stringify(name.slice(0, 100))}`);
      if (entries.has(name)) throw this.broken(`it has ${name} twice`);
      if ((flags & encrypted) !== 0 || (method !== methods.stored && method !== methods.deflated))
        throw this.broken(`${name} is encrypted, or packed in a way that is not read here`);
      if (Math.max(entry.inflated, entry.compressed) > mostEntryBytes)
        throw this.broken(`${name} is larger than ${mostEntryBytes} bytes`);
      inflated += entry.inflated;
      if (inflated > mostInflatedBytes) throw this.broken(`it is larger than ${mostInflatedBytes} bytes unpacked`);
      entries.set(name, entry);
      at += directoryLength + nameLength + extra + comment;
    }
    if (at !== directory.length) throw this.broken('its directory is longer than its entries');
    this.#refuseOverlaps([...entries.values()]);
    return entries;
  }

  /** Entries that share bytes make a small archive unpack to a large one. */
  #refuseOverlaps(entries: readonly Entry[]): void {
    const sorted = entries.toSorted((a, b) => a.offset - b.offset);
    sorted.forEach(({ name, offset, compressed }, i) => {
      const next = sorted.at(i + 1)?.offset ?? this.#end;
      if (offset + headerLength + name.length + compressed > next)
        throw this.broken(`${name} overlaps what follows it`);
    });
  }

  async entry({ name, method, crc, compressed, inflated, offset }: Entry): Promise<Buffer> {
    const header = await this.#bytes(offset, headerLength);
    if (header.readUInt32LE(0) !== signatures.header) throw this.broken(`${name} is not where the directory says`);
    const start = offset + headerLength + header.readUInt16LE(26) + header.readUInt16LE(28);
    if (start + compressed > this.#end) throw this.broken(`${name} reaches into the directory`);
    const packed = await this.#bytes(start, compressed);
    const bytes = method === methods.stored ? packed : await this.#inflated(packed, name, inflated);
    if (bytes.length !== inflated || crc32(bytes) !== crc) throw this.broken(`${name} is damaged`);
    return bytes;
  }

  async #inflated(packed: Buffer, name: string, most: number): Promise<Buffer> {
    try {
      // Node wants at least one byte.
      return await inflate(packed, { maxOutputLength: Math.max(1, most) });
    } catch {
      throw this.broken(`${name} is damaged`);
    }
  }

  async #bytes(offset: number, length: number): Promise<Buffer> {
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await this.#handle.read(bytes, 0, length, offset);
    if (bytesRead !== length) throw this.broken('it is cut');
    return bytes;
  }
}
