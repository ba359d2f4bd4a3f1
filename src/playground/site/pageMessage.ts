import { PermissionFlagsBits } from 'discord.js';
import type { Component } from '../rules/components.js';
import { flatten, mapMedia } from '../rules/components.js';
import { attachmentLink } from '../world/attachmentLinks.js';
import { entry, findChannel, findMessage } from '../world/find.js';
import { isLoading, messagePayload } from '../world/messages.js';
import { has, permissionsIn } from '../world/permissions.js';
import type { MessageState } from '../world/state.js';
import type { World } from '../world/world.js';
import { personOf } from './directory.js';
import type { PageMessage, Person } from './protocol.js';

/** A message as the page of a member shows it. Links become relative, because the page can be opened by several names of loopback. */
export function toPageMessage(world: World, message: MessageState, userId: string): PageMessage {
  const { components } = messagePayload(world, message) as { components: readonly Component[] };
  const here = (url: string) => (url.startsWith(`${world.origin}/`) ? url.slice(world.origin.length) : url);
  return {
    id: message.id,
    channelId: message.channelId,
    author: authorOf(world, message),
    createdAt: message.createdAt,
    edited: message.editedAt !== null && message.authorId !== world.state.application.id,
    content: message.now.content,
    embeds: message.now.embeds,
    components: components.map((one) => mapMedia(one, (media) => ({ ...media, url: here(media.url) }))),
    attachments: message.now.attachments.map((one) => ({
      id: one.id,
      filename: one.filename,
      url: here(attachmentLink(world, one)),
      size: one.size,
      width: one.width,
      height: one.height,
      contentType: one.contentType,
      description: one.description,
    })),
    ephemeral: message.visibleTo !== null,
    loading: isLoading(message),
    command: commandOf(world, message),
    replyTo: message.referenceId,
    answered: answeredBy(world, message),
    deletable: mayDelete(world, message, userId),
    editable: message.authorId === userId && message.visibleTo === null,
  };
}

function authorOf(world: World, { authorId }: MessageState): PageMessage['author'] {
  const author = personOf(world, authorId) ?? { id: authorId, name: 'unknown' };
  return { ...author, bot: authorId === world.state.application.id };
}

function answeredBy(world: World, { referenceId }: MessageState): PageMessage['answered'] {
  const message = findMessage(world, referenceId);
  if (!message) return null;
  const texts = flatten(message.now.components).flatMap(({ content }) => content ?? []);
  return { author: authorOf(world, message), text: [message.now.content, ...texts].join('\n') };
}

function commandOf(world: World, message: MessageState): { user: Person; name: string } | null {
  const interaction = entry(world.state.interactions, message.interactionId);
  const user = interaction && personOf(world, interaction.userId);
  if (!user || interaction.commandName === null || message.referenceId !== null) return null;
  return { user, name: interaction.commandName };
}

function mayDelete(world: World, { authorId, visibleTo, channelId }: MessageState, userId: string): boolean {
  if (authorId === userId || visibleTo === userId) return true;
  const place = findChannel(world, channelId);
  const member = place?.guild.members.find((one) => one.userId === userId);
  return (
    place !== undefined &&
    member !== undefined &&
    has(permissionsIn(place.guild, member, place.channel), PermissionFlagsBits.ManageMessages)
  );
}
