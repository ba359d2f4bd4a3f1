import { ApplicationCommandType, ComponentType, InteractionType } from 'discord.js';
import { isSelect } from '../api/form/controls.js';
import { flat } from '../world/components.js';
import { findMessage } from '../world/find.js';
import type { Deed } from '../world/interactions.js';
import { messagePayload } from '../world/messages.js';
import { NotOffered, offeredCommand, seenMessage } from './client.js';
import type { Actor } from './client.js';
import type { OpenModal } from './exchange.js';
import { fillModal } from './modalForm.js';
import type { ModalValues } from './modalForm.js';
import { fillOptions } from './options.js';
import type { Focus, Options } from './options.js';
import { resolveId } from './values.js';
import type { Resolved } from './values.js';

/** What a member does, as it is sent to the bot. All functions here throw NotOffered where the client would not send it. */
type Sent = Omit<Deed, 'userId' | 'channelId'>;

/** A slash command, or, with a focus, the question how it could go on. */
export async function slashDeed(actor: Actor, path: string, options: Options, focus?: Focus): Promise<Sent> {
  const [name = '', ...subcommands] = path.replace(/^\//, '').split(' ');
  const command = offeredCommand(actor, ApplicationCommandType.ChatInput, name);
  const { options: filled, resolved } = await fillOptions(actor, command, subcommands, options, focus);
  const about = { id: command.id, name, type: command.type, ...(command.guild_id && { guild_id: command.guild_id }) };
  return {
    type: focus ? InteractionType.ApplicationCommandAutocomplete : InteractionType.ApplicationCommand,
    data: { ...about, options: filled, ...unlessEmpty(resolved) },
    commandName: `/${[name, ...subcommands].join(' ')}`,
  };
}

/** A command from a message's menu. The bot gets the message whole. */
export function contextDeed(actor: Actor, name: string, messageId: string): Sent {
  const { id, type } = offeredCommand(actor, ApplicationCommandType.Message, name);
  const message = messagePayload(actor.world, seenMessage(actor, messageId));
  const data = { id, name, type, target_id: messageId, resolved: { messages: { [messageId]: message } } };
  return { type: InteractionType.ApplicationCommand, data, commandName: name };
}

/** A button by label or custom_id. */
export function pressDeed(actor: Actor, messageId: string, button: string): Sent {
  const all = flat(seenMessage(actor, messageId).now.components).filter(({ type }) => type === ComponentType.Button);
  const found = all.find(({ label, custom_id }) => custom_id !== undefined && [label, custom_id].includes(button));
  if (!found) throw new NotOffered(`no button "${button}"; there are: ${all.map(({ label }) => label).join(', ')}`);
  if (found.disabled === true) throw new NotOffered(`button "${button}" is disabled`);
  return componentDeed(actor, messageId, { component_type: found.type, custom_id: found.custom_id, id: found.id });
}

/** Values of a select by placeholder or custom_id; ids where it is about users, roles or channels. */
export function chooseDeed(actor: Actor, messageId: string, select: string, values: readonly string[]): Sent {
  const all = flat(seenMessage(actor, messageId).now.components).filter(({ type }) => isSelect(type));
  const found = all.find(({ placeholder, custom_id }) => [placeholder, custom_id].includes(select));
  if (!found) throw new NotOffered(`no select "${select}"; there are: ${all.map((one) => one.custom_id).join(', ')}`);
  const { disabled, options, min_values = 1, max_values = 1 } = found;
  const fits = values.every((value) => !options || options.some((option) => option.value === value));
  if (disabled === true || !fits || values.length < min_values || values.length > max_values) {
    throw new NotOffered(`select "${select}" does not take ${values.join(', ')}`);
  }
  const resolved: Resolved = {};
  if (!options) for (const value of values) resolveId(actor, resolved, value);
  const about = { component_type: found.type, custom_id: found.custom_id, id: found.id };
  return componentDeed(actor, messageId, { ...about, values, ...(!options && { resolved }) });
}

/** A component that the message need not have. */
export function forgeDeed(actor: Actor, messageId: string, customId: string, values?: readonly string[]): Sent {
  const component_type = values ? ComponentType.StringSelect : ComponentType.Button;
  return componentDeed(actor, messageId, { component_type, custom_id: customId, id: 1, ...(values && { values }) });
}

export async function submitDeed(actor: Actor, modal: OpenModal, values: ModalValues): Promise<Sent> {
  const { components, resolved } = await fillModal(actor, modal.components, values);
  const source = findMessage(actor.world, modal.sourceId);
  return {
    type: InteractionType.ModalSubmit,
    data: { custom_id: modal.customId, components, ...unlessEmpty(resolved) },
    ...(source && { sourceId: source.id, message: messagePayload(actor.world, source) }),
  };
}

function componentDeed(actor: Actor, messageId: string, data: Sent['data']): Sent {
  const message = messagePayload(actor.world, seenMessage(actor, messageId));
  return { type: InteractionType.MessageComponent, data, sourceId: messageId, message };
}

function unlessEmpty(resolved: Resolved): { resolved?: Resolved } {
  return Object.keys(resolved).length > 0 ? { resolved } : {};
}
