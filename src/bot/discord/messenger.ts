import { DiscordAPIError, MessageFlags, Routes } from 'discord.js';
import type { REST } from 'discord.js';
import { z } from 'zod';
import type { Messenger, Refused, Sent } from '../delivery/event.js';
import { codeOf, remedyOf } from '../delivery/refusals.js';
import { parseCustomId, buttonActions } from '../views/customId.js';
import type { View } from '../views/view.js';

type Rest = Pick<REST, 'delete' | 'get' | 'patch' | 'post'>;

/** What is read of a message that Discord answers with. */
const attachment = z.object({ id: z.string(), filename: z.string() });
const sentMessage = z.object({ id: z.string(), attachments: z.array(attachment).default([]) });
const row = z.looseObject({
  components: z
    .array(z.looseObject({ custom_id: z.string().optional() }))
    .optional()
    // Other components hold other things.
    .catch(undefined),
});
const listed = z.array(
  sentMessage.extend({ author: z.object({ id: z.string() }), components: z.array(row).default([]) }),
);

/** Delivery's messages over discord.js's REST client, which keeps the rate limits and tries again what may pass. `botId`: the bot's user. */
export function createMessenger(rest: Rest, botId: string): Messenger {
  return {
    editByToken: ({ applicationId, token, messageId }, view) =>
      // The token in the path is all the authority there is: an expired one must not cost the bot's own.
      sent(
        view,
        rest.patch(Routes.webhookMessage(applicationId, token, messageId ?? '@original'), {
          ...request(view),
          auth: false,
        }),
      ),
    followUp: ({ applicationId, token }, view) =>
      sent(
        view,
        rest.post(Routes.webhook(applicationId, token), {
          ...request(view, { flags: MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral }),
          auth: false,
        }),
      ),
    editByBot: ({ channelId, messageId }, view) =>
      sent(view, rest.patch(Routes.channelMessage(channelId, messageId), request(view))),
    postNew: ({ channelId, nonce }, view) =>
      sent(view, rest.post(Routes.channelMessages(channelId), request(view, { nonce, enforce_nonce: true }))),
    deleteOwn: ({ channelId, messageId }) =>
      rest.delete(Routes.channelMessage(channelId, messageId)).then(
        () => undefined,
        (error: unknown) => {
          const refused = refusalCode(error);
          if (refused === undefined) throw error;
          return { refused };
        },
      ),
    findOwn: (at) => findOwn(rest, botId, at),
  };
}

function request(view: View, more: object = {}): { body: object; files: { name: string; data: Buffer }[] } {
  const body = {
    flags: MessageFlags.IsComponentsV2,
    components: view.components,
    // Names the new files, and by leaving out old ones takes them away.
    attachments: [
      ...(view.kept ?? []).map(({ id }) => ({ id })),
      ...view.files.map(({ name }, i) => ({ id: String(i), filename: name })),
    ],
    allowed_mentions: { parse: [] },
    ...more,
  };
  const files = view.files.map(({ name, bytes }) => ({
    name,
    data: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  }));
  return { body, files };
}

async function sent(view: View, answer: Promise<unknown>): Promise<Sent | Refused> {
  try {
    const { id, attachments } = sentMessage.parse(await answer);
    const ids = view.files.map(({ name }) => attachments.find(({ filename }) => filename === name)?.id);
    return { messageId: id, attachmentIds: ids.filter((one) => one !== undefined) };
  } catch (error) {
    const refused = refusalCode(error);
    if (refused === undefined) throw error;
    return { refused };
  }
}

/**
 * Discord's own code where it said no for good. What may pass is thrown on: 429, 5xx, no network, codes that say so, and a bad token of
 * the bot (401, code 0). A 413 without a code comes from what stands before Discord.
 */
export function refusalCode(error: unknown): number | undefined {
  if (!(error instanceof DiscordAPIError) || error.status >= 500 || error.status === 429) return undefined;
  if (typeof error.code === 'number' && error.code > 0)
    return remedyOf(error.code) === 'retry' ? undefined : error.code;
  return error.status === 413 ? codeOf('requestTooLarge') : undefined;
}

const discordEpochMs = 1_420_070_400_000n;
/** Between this machine's clock and Discord's. */
const skewMs = 60_000n;
const pageSize = 100;
/** Of a channel so busy that the message is not among these, a second one is no great harm. */
const mostPages = 5;

async function findOwn(
  rest: Rest,
  botId: string,
  { channelId, about, since }: Parameters<Messenger['findOwn']>[0],
): Promise<Sent | undefined> {
  let after = (BigInt(since) - skewMs - discordEpochMs) << 22n;
  for (let page = 0; page < mostPages; page++) {
    const query = new URLSearchParams({ after: after.toString(), limit: String(pageSize) });
    const messages = await rest.get(Routes.channelMessages(channelId), { query }).then(
      (answer) => listed.parse(answer),
      (error: unknown) => {
        // A channel that cannot be read cannot be posted to either; that will say so.
        if (refusalCode(error) === undefined) throw error;
        return [];
      },
    );
    const found = messages.find(({ author, components }) => author.id === botId && isAbout(components, about));
    if (found) return { messageId: found.id, attachmentIds: found.attachments.map(({ id }) => id) };
    if (messages.length < pageSize) return undefined;
    after = messages.map(({ id }) => BigInt(id)).reduce((a, b) => (a > b ? a : b));
  }
  return undefined;
}

function isAbout(components: readonly z.infer<typeof row>[], id: string): boolean {
  return components.some(({ components: controls = [] }) =>
    controls.some(({ custom_id }) => custom_id !== undefined && parseCustomId(custom_id, buttonActions)?.id === id),
  );
}
