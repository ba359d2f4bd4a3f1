import { UserError } from '../../engine/index.js';
import { findVersion, whyUnusable } from '../data/index.js';
import type { PublishedPack, Store } from '../data/index.js';
import { text } from '../texts/index.js';
import type { AestheticLabel } from '../views/shown.js';

/** The version that a label names, in a guild, for a pack. @throws UserError where it is gone, or cannot steer that pack */
export async function usableVersion(
  client: Store['client'],
  guildId: string,
  label: AestheticLabel,
  pack: PublishedPack,
): Promise<NonNullable<Awaited<ReturnType<typeof findVersion>>>> {
  const version = await findVersion(client, guildId, label.id, label.version);
  if (!version) throw new UserError(text.reasons.aestheticGone(label.name));
  const reason = whyUnusable(version, pack);
  if (reason !== undefined)
    throw new UserError(text.reasons.unusable(`${version.aesthetic.name}@${label.version}`, reason));
  return version;
}
