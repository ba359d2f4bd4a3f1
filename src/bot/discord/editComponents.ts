import { MessageFlags, Routes } from 'discord.js';
import type { REST } from 'discord.js';
import { z } from 'zod';
import type { EditComponents } from '../delivery/tally.js';
import { refusalCode } from './messenger.js';

const shownMessage = z.object({
  components: z.array(z.looseObject({ type: z.number(), id: z.number().optional() })),
  attachments: z.array(z.object({ id: z.string(), filename: z.string() })),
});

/**
 * Edits of a message's components by the bot's own token. The message is read first: what others changed since stays. Where Discord refuses
 * for good (it is deleted, the channel is closed to the bot), there is nothing to be shown any more.
 */
export function createEditComponents(rest: Pick<REST, 'get' | 'patch'>): EditComponents {
  return async ({ channelId, messageId }, change) => {
    const route = Routes.channelMessage(channelId, messageId);
    try {
      const { components, attachments } = shownMessage.parse(await rest.get(route));
      const changed = change(components);
      if (!changed) return;
      const names = new Map(attachments.map(({ id, filename }) => [id, filename]));
      const body = {
        flags: MessageFlags.IsComponentsV2,
        components: namingFiles(changed, names),
        // What is not named here is taken away, and components could not name it either.
        attachments: attachments.map(({ id }) => ({ id })),
        allowed_mentions: { parse: [] },
      };
      await rest.patch(route, { body });
    } catch (error) {
      if (refusalCode(error) === undefined) throw error;
    }
  };
}

/** An unfurled media item. Discord need not tell `attachment_id`; a button, which may have a `url` too, has a `type`. */
function isMedia(value: object): value is { readonly url: string; readonly attachment_id?: string } {
  return 'url' in value && typeof value.url === 'string' && !('type' in value);
}

/** The attachment that a link of Discord's leads to: `/attachments/CHANNEL/ATTACHMENT/NAME`. */
function idIn(url: string): string | undefined {
  return /\/(?:ephemeral-)?attachments\/\d+\/(\d+)\//.exec(url)?.[1];
}

/** Media as a request names them, instead of the link and the size that Discord tells: `attachment://name`. */
function namingFiles(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((one) => namingFiles(one, names));
  if (typeof value !== 'object' || value === null) return value;
  if (isMedia(value)) {
    const name = names.get(value.attachment_id ?? idIn(value.url) ?? '');
    return { url: name === undefined ? value.url : `attachment://${name}` };
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, namingFiles(one, names)]));
}
