import { MessageFlags } from 'discord.js';
import { editMessage } from '../world/messages.js';
import type { MessageContent, MessageState } from '../world/state.js';
import type { World } from '../world/world.js';
import type { Upload } from './body.js';
import { mentionsOf } from './mentions.js';
import { attachmentsAfter } from './validation/attachments.js';
import { checkMessage } from './validation/messageRules.js';
import type { MessageBody } from './validation/requestBodies.js';

interface Place {
  readonly channelId: string;
  readonly ephemeral: boolean;
}

/** Flags that an application may set; the others are Discord's. */
const settable =
  MessageFlags.SuppressEmbeds |
  MessageFlags.Ephemeral |
  MessageFlags.SuppressNotifications |
  MessageFlags.IsComponentsV2;
/** Of these, what an edit may change. Whether a message is ephemeral cannot change. */
const editable = MessageFlags.SuppressEmbeds | MessageFlags.IsComponentsV2;

/** The content of a new message. @throws DiscordError: it breaks a rule */
export async function newContent(
  world: World,
  place: Place,
  body: MessageBody,
  uploads: readonly Upload[],
): Promise<MessageContent> {
  const request = { listed: body.attachments ?? undefined, uploads };
  const content = {
    content: body.content ?? '',
    embeds: body.embeds ?? [],
    components: body.components ?? [],
    flags: (body.flags ?? 0) & settable,
    attachments: await attachmentsAfter(world, withLimit(world, place), request, []),
  };
  checkMessage(world, content);
  return { ...content, mentions: mentionsOf(world, place.channelId, content, body.allowed_mentions) };
}

/**
 * Edits a message by a request: what it leaves out stays, a deferred reply stops loading, Components V2 stay Components V2.
 * @throws DiscordError: the message would break a rule
 */
export async function applyEdit(
  world: World,
  message: MessageState,
  body: MessageBody,
  uploads: readonly Upload[],
): Promise<void> {
  const { now, channelId, visibleTo } = message;
  const place = withLimit(world, { channelId, ephemeral: visibleTo !== null });
  const request = { listed: body.attachments === null ? [] : body.attachments, uploads };
  const content = {
    content: body.content === undefined ? now.content : (body.content ?? ''),
    embeds: body.embeds === undefined ? now.embeds : (body.embeds ?? []),
    components: body.components === undefined ? now.components : (body.components ?? []),
    flags: (now.flags & ~MessageFlags.Loading) | ((body.flags ?? 0) & editable),
    attachments: await attachmentsAfter(world, place, request, now.attachments),
  };
  checkMessage(world, content, body.components ? namedFiles(request, now, content) : content.attachments);
  const kept = new Set(content.attachments.map(({ id }) => id));
  for (const { id } of message.now.attachments) if (!kept.has(id)) world.files.delete(id);
  const mentions = mentionsOf(world, channelId, content, body.allowed_mentions);
  editMessage(world, message, { ...content, mentions });
}

/**
 * What new components may name by `attachment://`: files that come with the same request, and files of the message that its `attachments`
 * list. Without that list all files of the message stay, but none can be named.
 */
function namedFiles(
  { listed }: { readonly listed: MessageBody['attachments'] | undefined },
  before: MessageContent,
  after: MessageContent,
): MessageContent['attachments'] {
  return listed
    ? after.attachments
    : after.attachments.filter(({ id }) => !before.attachments.some((one) => one.id === id));
}

function withLimit(world: World, place: Place): Place & { sizeLimit: number } {
  const guild = Object.values(world.state.guilds).find(({ channels }) =>
    channels.some(({ id }) => id === place.channelId),
  );
  return { ...place, sizeLimit: guild?.attachmentSizeLimit ?? 0 };
}
