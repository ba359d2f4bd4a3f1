import { randomBytes } from 'node:crypto';
import type { InteractionType } from 'discord.js';
import { botMember, channelOf, memberOf } from './find.js';
import { interactionChannel, memberPayload } from './payloads.js';
import { permissionsIn } from './permissions.js';
import { forgetInteractions } from './retention.js';
import type { InteractionState } from './state.js';
import type { Payload, World } from './world.js';

/** What an interaction is created from. */
export interface NewInteraction {
  readonly type: InteractionType;
  readonly userId: string;
  readonly channelId: string;
  /** The language of the client, as Discord's code; by default the member's. */
  readonly locale?: string | undefined;
  readonly data: Payload;
  readonly commandName?: string;
  readonly sourceId?: string;
  /** The message with the component, as the bot receives it. */
  readonly message?: Payload;
}

/** Creates an interaction and sends it to the bot. */
export function createInteraction(world: World, input: NewInteraction): InteractionState {
  const { guild, channel } = channelOf(world, input.channelId);
  const member = memberOf(guild, input.userId);
  const interaction: InteractionState = {
    id: world.newId(),
    token: `aW50ZXJhY3Rpb24${randomBytes(96).toString('base64url')}`,
    type: input.type,
    createdAt: world.clock.now(),
    userId: input.userId,
    guildId: guild.id,
    channelId: channel.id,
    commandName: input.commandName ?? null,
    sourceId: input.sourceId ?? null,
    callback: null,
    responseId: null,
    modal: null,
    choices: null,
    followUpIds: [],
  };
  world.state.interactions[interaction.id] = interaction;
  const permissions = permissionsIn(guild, member, channel).toString();
  world.emit({
    name: 'INTERACTION_CREATE',
    data: {
      version: 1,
      id: interaction.id,
      application_id: world.state.application.id,
      type: input.type,
      token: interaction.token,
      data: input.data,
      guild_id: guild.id,
      guild: { id: guild.id, locale: guild.locale, features: [] },
      channel_id: channel.id,
      channel: interactionChannel(guild, channel, member),
      member: { ...memberPayload(world, member), permissions },
      locale: input.locale ?? member.locale,
      guild_locale: guild.locale,
      app_permissions: permissionsIn(guild, botMember(world, guild), channel).toString(),
      entitlements: [],
      authorizing_integration_owners: { 0: guild.id },
      context: 0,
      attachment_size_limit: guild.attachmentSizeLimit,
      ...(input.message && { message: input.message }),
    },
  });
  world.changed('interactions', interaction.id);
  forgetInteractions(world);
  return interaction;
}

/** The first response must come within three seconds; the token is valid for fifteen minutes (receiving-and-responding). */
export const acknowledgeWithinMs = 3_000;
export const tokenMs = 15 * 60_000;
