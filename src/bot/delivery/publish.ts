import { textsFor } from '../i18n/index.js';
import {
  claimContest,
  claimShowcase,
  contestEntries,
  dueContests,
  recordAnnounced,
  recordShowcase,
  recordWithdrawn,
  showcaseCandidates,
  showcases,
  showcaseToWithdraw,
} from '../repositories/index.js';
import type { Store } from '../repositories/index.js';
import { contestEndView } from '../views/contest.js';
import { showcaseView } from '../views/showcase.js';
import type { View } from '../views/view.js';
import type { Messenger, Refused, Sent } from './event.js';

/** What is known of channels, of the guilds of this process's connection. */
export interface Places {
  /** Channels and threads of a guild, and whether they are age-restricted. Undefined for guilds of another connection. */
  readonly channels: (guildId: string) => ReadonlyMap<string, { readonly ageRestricted: boolean }> | undefined;
}

export interface PublishContext {
  readonly store: Pick<Store, 'client'>;
  readonly messenger: Messenger;
  readonly places: Places;
  readonly now: () => number;
}

/** Of one round, in one server: Discord takes five messages in five seconds of a channel. */
const mostAtOnce = 4;

/*
 * What is posted without being asked for. Any process on Discord may, as often as it likes: each message is posted once, whichever
 * process dies.
 */

/** Posts the end of every contest whose time is over. */
export async function endContests(context: PublishContext): Promise<void> {
  const { store, now } = context;
  for (const contest of await dueContests(store.client, now())) {
    const claim = await claimContest(store.client, contest.id, now());
    if (!claim) continue;
    const entries = await contestEntries(store.client, contest);
    const view = contestEndView(textsFor(contest.locale), contest, entries);
    await postOnce(context, contest.threadId, contest.id, claim, view);
    // Also where Discord refuses it: the thread is gone or locked, and nothing more can be done.
    await recordAnnounced(store.client, contest.id, now());
  }
}

/** Reposts what is good enough for a server's showcase, and takes away what is gone. */
export async function tendShowcases(context: PublishContext): Promise<void> {
  await withdrawReposts(context);
  const { store, places, now } = context;
  for (const { guildId, channelId, score } of await showcases(store.client)) {
    const channels = places.channels(guildId);
    const showcase = channels?.get(channelId);
    // Another process has the guild, or the channel is gone.
    if (!channels || !showcase) continue;
    // A channel that is not known may be age-restricted: it is taken for that.
    const ordinary = [...channels].flatMap(([id, { ageRestricted }]) => (ageRestricted ? [] : [id]));
    const from = showcase.ageRestricted ? undefined : ordinary;
    for (const picture of await showcaseCandidates(store.client, { guildId, score, from }, now(), mostAtOnce)) {
      const claim = await claimShowcase(store.client, { guildId, channelId, imageId: picture.id }, now());
      if (!claim) continue;
      const view = showcaseView(textsFor(picture.locale), guildId, picture);
      const sent = await postOnce(context, channelId, picture.id, claim, view);
      await recordShowcase(store.client, picture.id, 'refused' in sent ? undefined : sent.messageId, now());
    }
  }
}

async function withdrawReposts({ store, messenger, now }: PublishContext): Promise<void> {
  for (const { imageId, channelId, messageId } of await showcaseToWithdraw(store.client, mostAtOnce)) {
    await messenger.deleteOwn({ channelId, messageId });
    await recordWithdrawn(store.client, imageId, now());
  }
}

/** A second try first looks for the message of the first, by the id that its buttons carry. */
async function postOnce(
  { messenger }: PublishContext,
  channelId: string,
  id: string,
  { postingAt }: { readonly postingAt?: number },
  view: View,
): Promise<Sent | Refused> {
  const posted =
    postingAt === undefined ? undefined : await messenger.findOwn({ channelId, about: id, since: postingAt });
  return posted ?? messenger.postNew({ channelId, nonce: id }, view);
}
