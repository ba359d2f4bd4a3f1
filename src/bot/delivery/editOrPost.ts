import { recordPosting } from '../repositories/index.js';
import type { Reply, Store, StoredGeneration } from '../repositories/index.js';
import type { View } from '../views/view.js';
import type { Messenger, Refused, Sent } from './event.js';
import { isRefusedFor } from './refusals.js';

/** Discord's tokens live 15 minutes; a call with an expired one counts towards a ban, so they are not used to the last second. */
export const tokenLifetimeMs = 14 * 60_000;

/** A place or progress: one edit, which may fail. True where Discord took it. */
export async function tryEditReply(messenger: Messenger, reply: Reply, view: View, now: number): Promise<boolean> {
  const sent = await editReply(messenger, reply, view, now);
  return sent !== undefined && !('refused' in sent);
}

/** What is posted where the reply is gone. */
interface Anew {
  /** What the message is about: the id that its buttons name, and no other message's buttons. */
  readonly about: string;
  readonly view: View;
}

/**
 * The end of a generation, or of its duel, once. Editing the reply twice shows one picture, so an edit needs no memory. Where the reply is
 * gone, a new message is posted: that is written down before, and a later try first looks for the message among the bot's own.
 * @throws whatever may pass: the job is tried again
 */
export async function editOrPostReply(
  store: Store,
  messenger: Messenger,
  { id, reply }: StoredGeneration,
  view: View,
  now: () => number,
  anew: Anew = { about: id, view },
): Promise<Sent | Refused> {
  const { channelId, postingAt } = reply;
  if (postingAt !== undefined) {
    const posted = await messenger.findOwn({ channelId, about: anew.about, since: postingAt });
    if (posted) return posted;
  } else {
    const edited = await editReply(messenger, reply, view, now());
    if (edited && !isRefusedFor(edited, 'anew')) return edited;
  }
  await recordPosting(store.client, id, now());
  return messenger.postNew({ channelId, nonce: anew.about }, anew.view);
}

/** The reply's interaction, while its token may be used. */
export function youngToken(
  { applicationId, token, tokenIssuedAt }: Reply,
  now: number,
): { readonly applicationId: string; readonly token: string } | undefined {
  if (token === undefined || tokenIssuedAt === undefined || now - tokenIssuedAt >= tokenLifetimeMs) return undefined;
  return { applicationId, token };
}

/** By the interaction's token while it is young, later by the bot's own. Undefined where there is no message that could be edited. */
export async function editReply(
  messenger: Messenger,
  reply: Reply,
  view: View,
  now: number,
): Promise<Sent | Refused | undefined> {
  const { channelId, messageId } = reply;
  const young = youngToken(reply, now);
  if (young) {
    const sent = await messenger.editByToken({ ...young, messageId }, view);
    if (!isRefusedFor(sent, 'byBot')) return sent;
  }
  return messageId === undefined ? undefined : messenger.editByBot({ channelId, messageId }, view);
}
