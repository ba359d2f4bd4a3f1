import { maxAttachments } from '../../rules/limits.js';
import { storeAttachment } from '../../world/attachments.js';
import type { AttachmentState } from '../../world/state.js';
import type { World } from '../../world/world.js';
import type { Upload } from '../body.js';
import { badField, DiscordError } from '../errors.js';

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
export async function attachmentsAfter(
  world: World,
  place: Place,
  request: { readonly listed: readonly Listed[] | undefined; readonly uploads: readonly Upload[] },
  present: readonly AttachmentState[],
): Promise<AttachmentState[]> {
  const { listed, uploads } = request;
  if (uploads.some(({ bytes }) => bytes.byteLength > place.sizeLimit)) throw new DiscordError(40005);
  const kept = listed ? present.filter(({ id }) => listed.some((one) => String(one.id) === id)) : present;
  if (kept.length + uploads.length > maxAttachments) throw new DiscordError(30015);
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
    const stored = await storeAttachment(world, place, { ...upload, name: entry?.filename ?? upload.name });
    added.push({ ...stored, description: entry?.description ?? null });
  }
  return [...redescribed, ...added];
}

function described(listed: readonly Listed[] | undefined, id: string): { description?: string | null } {
  const description = listed?.find((one) => String(one.id) === id)?.description;
  return description === undefined ? {} : { description };
}
