import { createHash } from 'node:crypto';

/**
 * What a block is kept under once the member had their data erased: their id is gone, and the block goes on. Not a secret: who knows a member's
 * id can compute it.
 */
export function erasedBlock(guildId: string, memberId: string): string {
  return `sha256:${createHash('sha256').update(`${guildId}:${memberId}`).digest('hex')}`;
}

export function isBlocked(blocked: readonly string[], guildId: string, memberId: string): boolean {
  return blocked.length > 0 && (blocked.includes(memberId) || blocked.includes(erasedBlock(guildId, memberId)));
}
