import { BotError } from '../errors.js';
import { findNamedVersion, findPublishedPack, guildSettings, packSummary, whyUnusable } from '../repositories/index.js';
import type { Db, NamedVersion, PublishedPack } from '../repositories/index.js';
import type { AestheticLabel, GuildSettings, PackSummary } from '../types.js';

/** What every request of a guild needs to know: loaded once, when it has been acknowledged, and handed on. */
export interface RequestContext {
  readonly guildId: string;
  readonly settings: GuildSettings;
  /** The guild's pack as members see it, and as its worker published it. */
  readonly pack: PackSummary;
  readonly published: PublishedPack;
}

/** In two statements. @throws BotError when no worker has published the guild's pack */
export async function loadContext(db: Db, guildId: string, defaultPack: string): Promise<RequestContext> {
  const settings = await guildSettings(db, guildId, defaultPack);
  const published = await findPublishedPack(db, settings.pack);
  if (!published) throw new BotError('packNotServed', { pack: settings.pack });
  return { guildId, settings, pack: packSummary(published), published };
}

/**
 * The version that a label names; of a member's own taste only for that member.
 * @throws BotError where it is gone, cannot be used with the guild's pack, or is another member's
 */
export async function usableVersion(
  db: Db,
  { guildId, published }: RequestContext,
  label: AestheticLabel,
  askerId?: string,
): Promise<NamedVersion> {
  const version = await findNamedVersion(db, guildId, label);
  if (!version) throw new BotError('aestheticGone', { name: label.name });
  if (version.ownerId !== null && version.ownerId !== askerId) throw new BotError('tasteOfAnother');
  const why = whyUnusable(version, published);
  if (why !== undefined) throw new BotError('unusable', { label: `${version.name}@${label.version}`, why });
  return version;
}
