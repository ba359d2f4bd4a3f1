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
import type { ShowcasePicture, Store } from '../repositories/index.js';
import { contestEndView } from '../views/contest.js';
import { showcaseView } from '../views/showcase.js';
import type { View } from '../views/view.js';
import type { Messenger, Refused, Sent } from './event.js';

/** What is known of channels, of the guilds of this process's connection. */
export interface Places {
  readonly channel: (guildId: string, channelId: string) => { readonly ageRestricted: boolean } | undefined;
}

export interface PublishContext {
  readonly store: Pick<Store, 'client'>;
  readonly messenger: Messenger;
  readonly places: Places;
  readonly now: () => number;
}

/** Of one round, in one server: Discord takes five messages in five seconds of a channel. */
const mostAtOnce = 4;

/**
 * Posts what is due: ends of contests, pictures for showcases; and takes reposts away whose picture is gone. Any process on Discord may, as
 * often as it likes: each message is posted once, whichever process dies.
 */
export async function publish(context: PublishContext): Promise<void> {
  await endContests(context);
  await withdrawReposts(context);
  await fillShowcases(context);
}

async function endContests(context: PublishContext): Promise<void> {
  const { store, now } = context;
  for (const contest of await dueContests(store.client, now())) {
    const claim = await claimContest(store.client, contest.id, now());
    if (!claim) continue;
    const entries = await contestEntries(store.client, contest);
    await postOnce(
      context,
      contest.threadId,
      contest.id,
      claim,
      contestEndView(textsFor(contest.locale), contest, entries),
    );
    // Also where Discord refuses it: the thread is gone or locked, and nothing more can be done.
    await recordAnnounced(store.client, contest.id, now());
  }
}

async function fillShowcases(context: PublishContext): Promise<void> {
  const { store, places, now } = context;
  for (const { guildId, channelId, score } of await showcases(store.client)) {
    const showcase = places.channel(guildId, channelId);
    // Another process has the guild, or the channel is gone.
    if (!showcase) continue;
    const candidates = await showcaseCandidates(store.client, guildId, score, now(), mostAtOnce);
    for (const picture of candidates) {
      if (!showcase.ageRestricted && isRestricted(places, guildId, picture)) continue;
      const claim = await claimShowcase(store.client, { guildId, channelId, imageId: picture.id }, now());
      if (!claim) continue;
      const sent = await postOnce(
        context,
        channelId,
        picture.id,
        claim,
        showcaseView(textsFor(picture.locale), guildId, picture),
      );
      await recordShowcase(store.client, picture.id, 'refused' in sent ? undefined : sent.messageId, now());
    }
  }
}

/** One whose channel is not known may be: it is taken for that. */
function isRestricted({ channel }: Places, guildId: string, { channelId, parentChannelId }: ShowcasePicture): boolean {
  const known =
    channel(guildId, channelId) ?? (parentChannelId === undefined ? undefined : channel(guildId, parentChannelId));
  return known?.ageRestricted ?? true;
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
