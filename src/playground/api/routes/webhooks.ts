import { MessageFlags } from 'discord.js';
import { findMessage } from '../../world/find.js';
import { tokenMs } from '../../world/interactions.js';
import { deleteMessage, isLoading, messagePayload, postMessage } from '../../world/messages.js';
import type { InteractionState, MessageState } from '../../world/state.js';
import { channelOfInteraction } from '../access.js';
import { DiscordError } from '../errors.js';
import { applyEdit, newContent } from '../messageContent.js';
import { done, ok, param } from '../route.js';
import type { Answer, Call, Route } from '../route.js';
import { parseRequestBody } from '../validation/requestSchemas.js';
import { unarchive } from './threads.js';

const one = '/webhooks/:application/:token/messages/:message';
const limit = { requests: 5, perMs: 2_000 };

/** Routes of an interaction's webhook. It works for fifteen minutes; the token in the path authorises the request. */
export const webhookRoutes: readonly Route[] = [
  { method: 'POST', path: '/webhooks/:application/:token', byBot: false, limit, handle: followUp },
  { method: 'GET', path: one, byBot: false, limit, handle: (call) => ok(messagePayload(call.world, messageOf(call))) },
  { method: 'PATCH', path: one, byBot: false, limit, handle: edit },
  { method: 'DELETE', path: one, byBot: false, limit, handle: remove },
];

async function followUp(call: Call): Promise<Answer> {
  const { world, body, uploads } = call;
  const interaction = interactionOf(call);
  const form = parseRequestBody('followUp', body);
  const channel = channelOfInteraction(world, interaction);
  const reply = findMessage(world, interaction.responseId);
  // The first follow-up to a deferred reply replaces it, and is ephemeral if the deferred reply was.
  if (reply && isLoading(reply)) {
    await applyEdit(world, reply, form, uploads);
    return ok(messagePayload(world, reply));
  }
  unarchive(world, channel);
  const ephemeral = ((form.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
  const { channelId, guildId, userId } = interaction;
  const message = postMessage(world, {
    channelId,
    guildId,
    authorId: world.state.application.id,
    now: await newContent(world, { channelId, ephemeral }, form, uploads),
    visibleTo: ephemeral ? userId : null,
    nonce: null,
    interactionId: interaction.id,
    referenceId: interaction.responseId,
  });
  interaction.followUpIds.push(message.id);
  world.changed('interactions', interaction.id);
  return ok(messagePayload(world, message));
}

async function edit(call: Call): Promise<Answer> {
  const form = parseRequestBody('webhookEdit', call.body);
  const { archived } = channelOfInteraction(call.world, interactionOf(call));
  const message = messageOf(call);
  if (archived) throw new DiscordError(50083);
  await applyEdit(call.world, message, form, call.uploads);
  return ok(messagePayload(call.world, message));
}

function remove(call: Call): Answer {
  deleteMessage(call.world, messageOf(call));
  return done;
}

/** @throws DiscordError 10015, 50027: not acknowledged yet, or too late */
function interactionOf(call: Call): InteractionState {
  const { world } = call;
  if (param(call, 'application') !== world.state.application.id) throw new DiscordError(10015);
  const token = param(call, 'token');
  const interaction = Object.values(world.state.interactions).find((candidate) => candidate.token === token);
  if (!interaction || world.clock.now() - interaction.createdAt > tokenMs) throw new DiscordError(50027);
  if (interaction.callback === null) throw new DiscordError(10015);
  return interaction;
}

/** `@original` or a follow-up. @throws DiscordError 10008 */
function messageOf(call: Call): MessageState {
  const interaction = interactionOf(call);
  const asked = param(call, 'message');
  const id = asked === '@original' ? interaction.responseId : asked;
  const isOurs = id === interaction.responseId || (id !== null && interaction.followUpIds.includes(id));
  const message = isOurs ? findMessage(call.world, id) : undefined;
  if (!message) throw new DiscordError(10008);
  return message;
}
