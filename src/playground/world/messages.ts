import { GatewayIntentBits, MessageFlags, MessageType } from 'discord.js';
import { keepLast, maxLogged } from '../keepLast.js';
import { mapMedia, numberComponents } from '../rules/components.js';
import type { Component } from '../rules/components.js';
import { attachmentIdIn, attachmentLink } from './attachmentLinks.js';
import { entry, findChannel } from './find.js';
import { memberFacts } from './payloads.js';
import { forgetMessages, maxEarlier } from './retention.js';
import type { AttachmentState, MessageContent, MessageState } from './state.js';
import type { Payload, World } from './world.js';

type Draft = Omit<MessageState, 'id' | 'createdAt' | 'editedAt' | 'before' | 'lateEdits' | 'deleted'>;

export const emptyContent: MessageContent = { content: '', embeds: [], components: [], attachments: [], flags: 0 };

export function postMessage(world: World, draft: Draft): MessageState {
  const message: MessageState = {
    ...draft,
    now: { ...draft.now, components: numberComponents(draft.now.components) },
    id: world.newId(),
    createdAt: world.clock.now(),
    editedAt: null,
    before: [],
    lateEdits: [],
    deleted: false,
  };
  world.state.messages[message.id] = message;
  recordPing(world, message);
  tell(world, 'MESSAGE_CREATE', message);
  world.changed('messages', message.id);
  forgetMessages(world, message.channelId);
  return message;
}

/** New messages ping whom they mention; edits and ephemeral messages do not. */
function recordPing(world: World, { id, visibleTo, authorId, now: { mentions, flags } }: MessageState): void {
  const isSilent = visibleTo !== null || (flags & MessageFlags.Loading) !== 0;
  if (!mentions || isSilent || authorId !== world.state.application.id) return;
  if (mentions.everyone || mentions.users.length + mentions.roles.length > 0)
    keepLast(world.pings, { messageId: id, ...mentions }, maxLogged);
}

export function editMessage(world: World, message: MessageState, content: MessageContent): void {
  const at = world.clock.now();
  keepLast(message.before, { ...message.now, until: at }, maxEarlier);
  message.now = { ...content, components: numberComponents(content.components) };
  message.editedAt = at;
  tell(world, 'MESSAGE_UPDATE', message);
  world.changed('messages', message.id);
}

/** Deletes a message and its files. */
export function deleteMessage(world: World, message: MessageState): void {
  message.deleted = true;
  for (const { id } of message.now.attachments) world.files.delete(id);
  const { id, channelId: channel_id, guildId: guild_id } = message;
  if (message.visibleTo === null) {
    world.emit({
      name: 'MESSAGE_DELETE',
      data: { id, channel_id, guild_id },
      intent: GatewayIntentBits.GuildMessages,
    });
  }
  world.changed('messages', id);
}

/** Ephemeral messages, and those of private threads without the bot, are not sent over the gateway. */
function tell(world: World, name: string, message: MessageState): void {
  const hidden = findChannel(world, message.channelId)?.channel.withoutBot === true;
  if (hidden || message.visibleTo !== null) return;
  const { application } = world.state;
  world.emit({
    name,
    data: { ...messagePayload(world, message), ...placeAndAuthor(world, message) },
    intent: GatewayIntentBits.GuildMessages,
    hasForeignContent: message.authorId !== application.id && !message.now.content.includes(`<@${application.id}>`),
  });
}

/** What events have beyond the message: its guild, and the author as a member, who is missing where a webhook wrote it ("message create"). */
function placeAndAuthor({ state }: World, { guildId, authorId, interactionId }: MessageState): Payload {
  const member = entry(state.guilds, guildId)?.members.find(({ userId }) => userId === authorId);
  return { guild_id: guildId, ...(member && interactionId === null && { member: memberFacts(member) }) };
}

/** A message as Discord sends it, with newly signed links. */
export function messagePayload(world: World, message: MessageState): Payload {
  const { content, embeds, components, attachments, flags, mentions } = message.now;
  const { application, users } = world.state;
  const interaction = message.interactionId === null ? undefined : world.state.interactions[message.interactionId];
  const byInteraction = interaction !== undefined && {
    webhook_id: application.id,
    interaction_metadata: {
      id: interaction.id,
      type: interaction.type,
      user: users[interaction.userId],
      authorizing_integration_owners: { 0: interaction.guildId },
    },
  };
  return {
    id: message.id,
    type: messageType(message, interaction?.commandName ?? null),
    channel_id: message.channelId,
    author: users[message.authorId],
    content,
    embeds,
    components: components.map((component) => withLinks(world, component, attachments)),
    attachments: attachments.map((one) => attachmentPayload(world, one)),
    flags,
    timestamp: new Date(message.createdAt).toISOString(),
    edited_timestamp: message.editedAt === null ? null : new Date(message.editedAt).toISOString(),
    mentions: (mentions?.users ?? []).map((id) => users[id]),
    mention_roles: mentions?.roles ?? [],
    mention_everyone: mentions?.everyone ?? false,
    pinned: false,
    tts: false,
    ...(message.nonce !== null && { nonce: message.nonce }),
    ...(message.authorId === application.id && { application_id: application.id }),
    ...byInteraction,
    ...(message.referenceId !== null && {
      message_reference: { type: 0, message_id: message.referenceId, channel_id: message.channelId },
    }),
  };
}

function messageType({ referenceId }: MessageState, commandName: string | null): MessageType {
  if (commandName !== null && referenceId === null) return MessageType.ChatInputCommand;
  return referenceId === null ? MessageType.Default : MessageType.Reply;
}

export function attachmentPayload(world: World, attachment: AttachmentState): Payload {
  const { id, filename, size, contentType, width, height, description, ephemeral } = attachment;
  const url = attachmentLink(world, attachment);
  return {
    id,
    filename,
    size,
    url,
    proxy_url: url,
    ...(!world.leavesOut() && { content_type: contentType }),
    ...(width !== null && { width, height }),
    ...(description !== null && { description }),
    ...(ephemeral && { ephemeral }),
  };
}

/** Replaces `attachment://name` and old links of this CDN by valid links. */
function withLinks(world: World, component: Component, attachments: readonly AttachmentState[]): Component {
  return mapMedia(component, ({ url }) => {
    const name = /^attachment:\/\/(.+)$/.exec(url)?.[1];
    const id = name === undefined ? attachmentIdIn(world, url) : undefined;
    const attachment = attachments.find((one) => one.filename === name || one.id === id);
    if (!attachment) return { url };
    const { width, height, contentType: content_type } = attachment;
    const link = attachmentLink(world, attachment);
    const optional = {
      ...(!world.leavesOut() && { content_type }),
      ...(!world.leavesOut() && { attachment_id: attachment.id }),
    };
    return { url: link, proxy_url: link, ...optional, width, height };
  });
}

export function isLoading({ now }: MessageState): boolean {
  return (now.flags & MessageFlags.Loading) !== 0;
}
