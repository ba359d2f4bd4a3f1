import { InteractionResponseType, InteractionType, MessageFlags } from 'discord.js';
import { isRecord } from '../../json.js';
import { entry, findMessage } from '../../world/find.js';
import { acknowledgeWithinMs } from '../../world/interactions.js';
import { emptyContent, isLoading, messagePayload, postMessage } from '../../world/messages.js';
import type { InteractionState, MessageState } from '../../world/state.js';
import type { World } from '../../world/world.js';
import { channelOfInteraction } from '../access.js';
import { badField, DiscordError } from '../errors.js';
import { applyEdit, newContent } from '../messageContent.js';
import { done, ok, param } from '../route.js';
import type { Answer, Call, Route } from '../route.js';
import { checkModal } from '../validation/modalRules.js';
import type { MessageBody } from '../validation/requestBodies.js';
import { parseRequestBody } from '../validation/requestSchemas.js';
import { unarchive } from './threads.js';

/** The first answer to an interaction (receiving-and-responding, "interaction response object"). */
export const callbackRoutes: readonly Route[] = [
  { method: 'POST', path: '/interactions/:interaction/:token/callback', byBot: false, handle: answerInteraction },
];

type Handler = (call: Call, interaction: InteractionState) => Promise<void> | void;

const handlers: Readonly<Partial<Record<number, Handler>>> = {
  [InteractionResponseType.Pong]: ({ body }) => void parseRequestBody('pong', body),
  [InteractionResponseType.ChannelMessageWithSource]: replyWithMessage,
  [InteractionResponseType.DeferredChannelMessageWithSource]: deferReply,
  [InteractionResponseType.DeferredMessageUpdate]: ({ body }, interaction) => {
    parseRequestBody('updateCallback', body);
    interaction.responseId = interaction.sourceId;
  },
  [InteractionResponseType.UpdateMessage]: updateMessage,
  [InteractionResponseType.ApplicationCommandAutocompleteResult]: suggestChoices,
  [InteractionResponseType.Modal]: openModal,
};

const newMessages: readonly number[] = [
  InteractionResponseType.ChannelMessageWithSource,
  InteractionResponseType.DeferredChannelMessageWithSource,
];
const deferrals: readonly number[] = [
  InteractionResponseType.DeferredChannelMessageWithSource,
  InteractionResponseType.DeferredMessageUpdate,
];

async function answerInteraction(call: Call): Promise<Answer> {
  const { world, body, query } = call;
  const interaction = entry(world.state.interactions, param(call, 'interaction'));
  if (interaction?.token !== param(call, 'token')) throw new DiscordError(10062);
  if (interaction.callback !== null) throw new DiscordError(40060);
  if (world.clock.now() - interaction.createdAt > acknowledgeWithinMs) throw new DiscordError(10062);
  const channel = channelOfInteraction(world, interaction);
  const type = isRecord(body) && typeof body['type'] === 'number' ? body['type'] : 0;
  const handle = handlers[type];
  const fitting = responsesTo(interaction);
  if (!handle || !fitting.includes(type)) {
    throw badField(['type'], 'BASE_TYPE_CHOICES', `Value must be one of (${fitting.join(', ')}).`);
  }
  // Set before the first await, so that of two simultaneous answers one is refused.
  interaction.callback = type;
  if (newMessages.includes(type)) unarchive(world, channel);
  try {
    await handle(call, interaction);
  } catch (error) {
    interaction.callback = null;
    throw error;
  }
  world.changed('interactions', interaction.id);
  return query.get('with_response') === 'true' ? ok(withResponse(world, interaction)) : done;
}

/** The types of response that an interaction allows. A modal submission cannot be answered with a modal. */
function responsesTo({ type, sourceId }: InteractionState): readonly number[] {
  const messages = [4, 5];
  const updates = [6, 7];
  switch (type) {
    case InteractionType.Ping:
      return [1];
    case InteractionType.ApplicationCommand:
      return [...messages, 9];
    case InteractionType.MessageComponent:
      return [...messages, ...updates, 9];
    case InteractionType.ApplicationCommandAutocomplete:
      return [8];
    case InteractionType.ModalSubmit:
      return sourceId === null ? messages : [...messages, ...updates];
  }
}

async function replyWithMessage({ world, body, uploads }: Call, interaction: InteractionState): Promise<void> {
  const { data } = parseRequestBody('messageCallback', body);
  const ephemeral = isEphemeral(data);
  const place = { channelId: interaction.channelId, ephemeral };
  const now = await newContent(world, place, data ?? {}, uploads);
  interaction.responseId = respond(world, interaction, now, ephemeral).id;
}

function deferReply({ world, body }: Call, interaction: InteractionState): void {
  const { data } = parseRequestBody('messageCallback', body);
  const { flags, ...others } = data ?? {};
  // discord.js sends `tts: false` and `enforce_nonce: false` as well.
  const given = Object.entries<unknown>({ ...others }).filter(([, value]) => value !== false);
  if (((flags ?? 0) & ~MessageFlags.Ephemeral) !== 0 || given.length > 0) {
    throw badField(['data'], 'DEFERRED_RESPONSE_FLAGS', 'A deferred response takes the EPHEMERAL flag alone.');
  }
  const now = { ...emptyContent, flags: (flags ?? 0) | MessageFlags.Loading };
  interaction.responseId = respond(world, interaction, now, isEphemeral(data)).id;
}

async function updateMessage({ world, body, uploads }: Call, interaction: InteractionState): Promise<void> {
  const { data } = parseRequestBody('updateCallback', body);
  const source = findMessage(world, interaction.sourceId);
  if (!source) throw new DiscordError(10008);
  await applyEdit(world, source, data ?? {}, uploads);
  interaction.responseId = source.id;
}

function suggestChoices({ body }: Call, interaction: InteractionState): void {
  const { data } = parseRequestBody('autocomplete', body);
  interaction.choices = data?.choices ?? [];
}

function openModal({ body }: Call, interaction: InteractionState): void {
  const { data } = parseRequestBody('modalCallback', body);
  checkModal(data.components);
  interaction.modal = { customId: data.custom_id, title: data.title, components: data.components };
}

function respond(
  world: World,
  interaction: InteractionState,
  now: MessageState['now'],
  ephemeral: boolean,
): MessageState {
  return postMessage(world, {
    channelId: interaction.channelId,
    guildId: interaction.guildId,
    authorId: world.state.application.id,
    now,
    visibleTo: ephemeral ? interaction.userId : null,
    nonce: null,
    interactionId: interaction.id,
    referenceId: interaction.sourceId,
  });
}

function isEphemeral(data: MessageBody | null | undefined): boolean {
  return ((data?.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
}

/** Discord promises the message of a deferral in neither place; that of a reply or an update it does. */
function withResponse(world: World, { id, type, callback, responseId }: InteractionState): object {
  const message = entry(world.state.messages, responseId);
  const isDeferral = callback !== null && deferrals.includes(callback);
  const mayLeaveOut = (): boolean => isDeferral && world.leavesOut();
  const about = message && {
    ...(!mayLeaveOut() && { response_message_id: message.id }),
    response_message_loading: isLoading(message),
    response_message_ephemeral: message.visibleTo !== null,
    channel_id: message.channelId,
    guild_id: message.guildId,
  };
  return {
    interaction: { id, type, ...about },
    resource: { type: callback, ...(message && !mayLeaveOut() && { message: messagePayload(world, message) }) },
  };
}
