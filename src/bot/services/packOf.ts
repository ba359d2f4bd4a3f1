import { BotError } from '../errors.js';
import { findPublishedPack, guildSettings } from '../repositories/index.js';
import type { Db, PublishedPack } from '../repositories/index.js';

/** The pack that a guild paints with. @throws BotError when no worker has published it */
export async function packOf(db: Db, guildId: string, defaultPack: string): Promise<PublishedPack> {
  const { pack } = await guildSettings(db, guildId, defaultPack);
  const published = await findPublishedPack(db, pack);
  if (!published) throw new BotError('packNotServed', { pack });
  return published;
}
