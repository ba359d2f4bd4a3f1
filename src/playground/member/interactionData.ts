import { ApplicationCommandType, ComponentType, InteractionType } from 'discord.js';
import { flatten, isSelect } from '../rules/components.js';
import { valueCount } from '../rules/modalFields.js';
import { findMessage } from '../world/find.js';
import type { NewInteraction } from '../world/interactions.js';
import { messagePayload } from '../world/messages.js';
import { NotOffered, availableCommand, findVisibleMessage } from './availability.js';
import type { Actor } from './availability.js';
import type { MemberModal } from './botResponse.js';
import { fillOptions } from './commandOptions.js';
import type { Focus, Options } from './commandOptions.js';
import { fillModal } from './modalSubmission.js';
import type { ModalValues } from './modalSubmission.js';
import { resolveId } from './resolvedData.js';
import type { Resolved } from './resolvedData.js';

/** The payload of an interaction. All functions here throw NotOffered if Discord's client would not send it. */
type InteractionInput = Omit<NewInteraction, 'userId' | 'channelId'>;

/** A slash command or, with `focus`, an autocomplete request. */
export async function slashInteraction(
  actor: Actor,
  path: string,
  options: Options,
  focus?: Focus,
): Promise<InteractionInput> {
  const [name = '', ...subcommands] = path.replace(/^\//, '').split(' ');
  const command = availableCommand(actor, ApplicationCommandType.ChatInput, name);
  const { options: filled, resolved } = await fillOptions(actor, command, subcommands, options, focus);
  const about = { id: command.id, name, type: command.type, ...(command.guild_id && { guild_id: command.guild_id }) };
  return {
    type: focus ? InteractionType.ApplicationCommandAutocomplete : InteractionType.ApplicationCommand,
    data: { ...about, options: filled, ...unlessEmpty(resolved) },
    commandName: `/${[name, ...subcommands].join(' ')}`,
  };
}

/** A command from a message's context menu. The bot receives the whole message. */
export function messageCommandInteraction(actor: Actor, name: string, messageId: string): InteractionInput {
  const { id, type } = availableCommand(actor, ApplicationCommandType.Message, name);
  const message = messagePayload(actor.world, findVisibleMessage(actor, messageId));
  const data = { id, name, type, target_id: messageId, resolved: { messages: { [messageId]: message } } };
  return { type: InteractionType.ApplicationCommand, data, commandName: name };
}

/** Presses the button with a label or custom_id. */
export function buttonInteraction(actor: Actor, messageId: string, button: string): InteractionInput {
  const all = flatten(findVisibleMessage(actor, messageId).now.components).filter(
    ({ type }) => type === ComponentType.Button,
  );
  const found = all.find(({ label, custom_id }) => custom_id !== undefined && [label, custom_id].includes(button));
  if (!found) throw new NotOffered(`no button "${button}"; there are: ${all.map(({ label }) => label).join(', ')}`);
  if (found.disabled === true) throw new NotOffered(`button "${button}" is disabled`);
  return componentInteraction(actor, messageId, {
    component_type: found.type,
    custom_id: found.custom_id,
    id: found.id,
  });
}

/** Chooses values in the select with a placeholder or custom_id. For users, roles and channels, values are ids. */
export function selectInteraction(
  actor: Actor,
  messageId: string,
  select: string,
  values: readonly string[],
): InteractionInput {
  const all = flatten(findVisibleMessage(actor, messageId).now.components).filter(({ type }) => isSelect(type));
  const found = all.find(({ placeholder, custom_id }) => [placeholder, custom_id].includes(select));
  if (!found) throw new NotOffered(`no select "${select}"; there are: ${all.map((one) => one.custom_id).join(', ')}`);
  const { disabled, options } = found;
  const { min, max } = valueCount(found);
  const fits = values.every((value) => !options || options.some((option) => option.value === value));
  if (disabled === true || !fits || values.length < min || values.length > max) {
    throw new NotOffered(`select "${select}" does not take ${values.join(', ')}`);
  }
  const resolved: Resolved = {};
  if (!options) for (const value of values) resolveId(actor, resolved, value);
  const about = { component_type: found.type, custom_id: found.custom_id, id: found.id };
  return componentInteraction(actor, messageId, { ...about, values, ...(!options && { resolved }) });
}

/** Uses a component that the message may lack. */
export function forgedInteraction(
  actor: Actor,
  messageId: string,
  customId: string,
  values?: readonly string[],
): InteractionInput {
  const component_type = values ? ComponentType.StringSelect : ComponentType.Button;
  return componentInteraction(actor, messageId, {
    component_type,
    custom_id: customId,
    id: 1,
    ...(values && { values }),
  });
}

export async function modalInteraction(
  actor: Actor,
  modal: MemberModal,
  values: ModalValues,
): Promise<InteractionInput> {
  const { components, resolved } = await fillModal(actor, modal.components, values);
  const source = findMessage(actor.world, modal.sourceId);
  return {
    type: InteractionType.ModalSubmit,
    data: { custom_id: modal.customId, components, ...unlessEmpty(resolved) },
    ...(source && { sourceId: source.id, message: messagePayload(actor.world, source) }),
  };
}

function componentInteraction(actor: Actor, messageId: string, data: InteractionInput['data']): InteractionInput {
  const message = messagePayload(actor.world, findVisibleMessage(actor, messageId));
  return { type: InteractionType.MessageComponent, data, sourceId: messageId, message };
}

function unlessEmpty(resolved: Resolved): { resolved?: Resolved } {
  return Object.keys(resolved).length > 0 ? { resolved } : {};
}
