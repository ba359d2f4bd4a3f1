import sharp from 'sharp';
import { contentType, extension } from '../../cdn/serve.js';
import type { AttachmentState } from '../../world/state.js';
import type { World } from '../../world/world.js';
import { badField, DiscordError } from '../errors.js';

const MiB = 2 ** 20;
/** Of a whole request (resources/message). */
export const maxRequestBytes = 25 * MiB;
const mostAttachments = 10;

/** A file as it came with a request: `files[n]`, or picked by a member. */
export interface Upload {
  readonly index: number;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** An entry of a request's `attachments`. */
export interface Listed {
  readonly id: string | number;
  readonly filename?: string | null;
  readonly description?: string | null;
}

interface Place {
  readonly channelId: string;
  readonly ephemeral: boolean;
  readonly sizeLimit: number;
}

/**
 * The attachments that a message has after a request: entries of `listed` that name one it has keep it, entries that name an
 * uploaded file describe it; without a list, all that was there stays.
 * @throws DiscordError 40005, 30015, 50035
 */
export async function takeAttachments(
  world: World,
  place: Place,
  request: { readonly listed: readonly Listed[] | undefined; readonly uploads: readonly Upload[] },
  present: readonly AttachmentState[],
): Promise<AttachmentState[]> {
  const { listed, uploads } = request;
  if (uploads.some(({ bytes }) => bytes.byteLength > place.sizeLimit)) throw new DiscordError(40005);
  const kept = listed ? present.filter(({ id }) => listed.some((one) => String(one.id) === id)) : present;
  if (kept.length + uploads.length > mostAttachments) throw new DiscordError(30015);
  for (const [i, { id }] of (listed ?? []).entries()) {
    const isUpload = uploads.some(({ index }) => String(index) === String(id));
    if (!isUpload && !kept.some((one) => one.id === String(id))) {
      throw badField(['attachments', i, 'id'], 'ATTACHMENT_NOT_FOUND', `No file and no attachment ${id}.`);
    }
  }
  const redescribed = kept.map((one) => ({ ...one, ...described(listed, one.id) }));
  const added: AttachmentState[] = [];
  for (const upload of uploads) {
    const entry = listed?.find(({ id }) => String(id) === String(upload.index));
    const stored = await storeUpload(world, place, { ...upload, name: entry?.filename ?? upload.name });
    added.push({ ...stored, description: entry?.description ?? null });
  }
  return [...redescribed, ...added];
}

function described(listed: readonly Listed[] | undefined, id: string): { description?: string | null } {
  const description = listed?.find((one) => String(one.id) === id)?.description;
  return description === undefined ? {} : { description };
}

/** Puts a file on the CDN. Discord keeps of its name letters, digits, dots, dashes and underscores. */
export async function storeUpload(
  world: World,
  place: Pick<Place, 'channelId' | 'ephemeral'>,
  { name, bytes }: Pick<Upload, 'name' | 'bytes'>,
): Promise<AttachmentState> {
  const filename = name.replaceAll(' ', '_').replace(/[^\p{L}\p{N}._-]/gu, '');
  const size = await dimensions(filename, bytes);
  const id = world.newId();
  world.files.set(id, bytes);
  return {
    id,
    filename: filename === '' ? 'unknown' : filename,
    contentType: contentType(filename),
    size: bytes.byteLength,
    ...size,
    description: null,
    channelId: place.channelId,
    ephemeral: place.ephemeral,
  };
}

const pictures = new Set(['png', 'jpg', 'jpeg', 'jfif', 'gif', 'webp']);

async function dimensions(name: string, bytes: Uint8Array): Promise<{ width: number | null; height: number | null }> {
  if (!pictures.has(extension(name))) return { width: null, height: null };
  try {
    const { width, height } = await sharp(bytes).metadata();
    return { width, height };
  } catch {
    // A file that only its name calls a picture.
    return { width: null, height: null };
  }
}
