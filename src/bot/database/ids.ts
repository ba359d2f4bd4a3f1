import { randomFillSync } from 'node:crypto';

/** Of nothing: what an id that is none of ours reads as, so that look-ups find nothing. */
const nilUuid = '00000000-0000-0000-0000-000000000000';
const shape = /^[A-Za-z0-9_-]{22}$/;

let lastMs = 0;
let sequence = 0;

/**
 * A new id: a UUIDv7 (RFC 9562, 5.7) as 22 characters of base64url, which fit into a custom_id. Ids of one process ascend:
 * the 12 bits after the time count within the millisecond.
 */
export function newId(now = Date.now()): string {
  if (now > lastMs) [lastMs, sequence] = [now, 0];
  else if (++sequence > 0xfff) [lastMs, sequence] = [lastMs + 1, 0];
  const bytes = randomFillSync(Buffer.alloc(16));
  bytes.writeUIntBE(lastMs, 0, 6);
  bytes.writeUInt16BE(0x7000 | sequence, 6);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return bytes.toString('base64url');
}

/** As the database holds it. What is not 22 characters of base64url becomes the id of nothing. */
export function uuidOf(id: string): string {
  if (!shape.test(id)) return nilUuid;
  const hex = Buffer.from(id, 'base64url').toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** As everything outside this folder knows it. */
export function idOf(uuid: string): string {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url');
}
