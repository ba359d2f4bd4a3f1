import { BotError } from '../errors.js';
import { findVersion, whyUnusable } from '../repositories/index.js';
import type { PublishedPack, Store } from '../repositories/index.js';
import type { AestheticLabel } from '../types.js';

/** The version that a label names, in a guild, for a pack. @throws BotError where it is gone, or cannot steer that pack */
export async function usableVersion(
  client: Store['client'],
  guildId: string,
  label: AestheticLabel,
  pack: PublishedPack,
): Promise<NonNullable<Awaited<ReturnType<typeof findVersion>>>> {
  const version = await findVersion(client, guildId, label.id, label.version);
  if (!version) throw new BotError('aestheticGone', { name: label.name });
  const reason = whyUnusable(version, pack);
  if (reason !== undefined)
    throw new BotError('unusable', { label: `${version.aesthetic.name}@${label.version}`, why: reason });
  return version;
}
