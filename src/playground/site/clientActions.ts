import { InteractionResponseType } from 'discord.js';
import { z } from 'zod';
import { FormGone, NotOffered } from '../member/availability.js';
import type { BotResponse } from '../member/botResponse.js';
import type { Options } from '../member/commandOptions.js';
import { createMember } from '../member/member.js';
import type { Member } from '../member/member.js';
import type { ModalValues } from '../member/modalSubmission.js';
import type { PickedFile } from '../member/resolvedData.js';
import { maxContentLength } from '../rules/limits.js';
import { isClientLocale } from '../rules/locales.js';
import type { ClientLocale } from '../rules/locales.js';
import { entry, findChannel } from '../world/find.js';
import { tokenMs } from '../world/interactions.js';
import type { World } from '../world/world.js';
import { membersOf } from './directory.js';
import type { ActionResult, FieldValue, OptionValue } from './protocol.js';

const id = z.string().regex(/^\d{1,20}$/);
const file = z.strictObject({ file: z.int().min(0) });
const options = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), file]));
const fields = z.record(
  z.string(),
  z.union([z.string(), z.boolean(), z.array(z.string()), z.strictObject({ files: z.array(z.int().min(0)) })]),
);
const there = { as: id, channel: id, locale: z.custom<ClientLocale>(isClientLocale).optional() };
const clientAction = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('slash'), ...there, command: z.string(), options }),
  z.strictObject({
    type: z.literal('autocomplete'),
    ...there,
    command: z.string(),
    option: z.string(),
    typed: z.string(),
    options,
  }),
  z.strictObject({ type: z.literal('press'), ...there, message: id, customId: z.string() }),
  z.strictObject({
    type: z.literal('choose'),
    ...there,
    message: id,
    customId: z.string(),
    values: z.array(z.string()),
  }),
  z.strictObject({ type: z.literal('context'), ...there, message: id, command: z.string() }),
  z.strictObject({ type: z.literal('submit'), ...there, interaction: id, values: fields }),
  z.strictObject({
    type: z.literal('post'),
    ...there,
    content: z.string().max(maxContentLength),
    replyTo: id.optional(),
  }),
  z.strictObject({ type: z.literal('edit'), ...there, message: id, content: z.string().max(maxContentLength) }),
  z.strictObject({ type: z.literal('delete'), ...there, message: id }),
]);

/** Performs an action of a member. @throws NotOffered: Discord's client would not allow it; ZodError: the action is malformed; NoResponse: the bot did not answer */
export async function performAction(world: World, json: unknown, files: readonly PickedFile[]): Promise<ActionResult> {
  const action = clientAction.parse(json);
  const member = actor(world, action);
  switch (action.type) {
    case 'slash':
      return answer(await member.slash(action.command, withFiles(action.options, files)));
    case 'autocomplete': {
      const { command, option, typed } = action;
      return { choices: await member.autocomplete(command, option, typed, withFiles(action.options, files)) };
    }
    case 'press':
      return answer(member.press({ id: action.message }, action.customId));
    case 'choose':
      return answer(member.choose({ id: action.message }, action.customId, action.values));
    case 'context':
      return answer(member.context(action.command, { id: action.message }));
    case 'submit': {
      const interaction = entry(world.state.interactions, action.interaction);
      if (!interaction?.modal || interaction.userId !== action.as) throw new FormGone();
      if (world.clock.now() - interaction.createdAt > tokenMs) throw new FormGone();
      const modal = { ...interaction.modal, sourceId: interaction.sourceId };
      return answer(await member.submit(modal, modalValues(action.values, files)));
    }
    case 'post':
      if (action.content.trim() === '' && files.length === 0) throw new NotOffered('an empty message');
      await member.post(action.content, files, action.replyTo);
      return {};
    case 'edit':
      member.edit({ id: action.message }, action.content);
      return {};
    case 'delete':
      member.delete({ id: action.message });
      return {};
  }
}

interface Place {
  readonly as: string;
  readonly channel: string;
  readonly locale?: string | undefined;
}

function actor(world: World, { as, channel, locale }: Place): Member {
  if (!membersOf(world).some((one) => one.id === as)) throw new NotOffered('nobody here has that id');
  if (!findChannel(world, channel)) throw new NotOffered('that channel is gone');
  return createMember(world, as, channel, locale);
}

/** Waits for the bot's acknowledgement. Contains the modal if the bot opened one. */
async function answer(response: BotResponse): Promise<ActionResult> {
  if ((await response.acknowledged()) !== InteractionResponseType.Modal) return {};
  const { title, components } = await response.modal();
  return { modal: { interaction: response.id, title, components } };
}

function fileAt(files: readonly PickedFile[], index: number): PickedFile {
  const found = files.at(index);
  if (!found) throw new NotOffered(`file ${index} did not come along`);
  return found;
}

function withFiles(options: Readonly<Record<string, OptionValue>>, files: readonly PickedFile[]): Options {
  const filled = Object.entries(options).map(
    ([name, value]) => [name, typeof value === 'object' ? fileAt(files, value.file) : value] as const,
  );
  return Object.fromEntries(filled);
}

function modalValues(values: Readonly<Record<string, FieldValue>>, files: readonly PickedFile[]): ModalValues {
  const filled = Object.entries(values).map(
    ([name, value]) =>
      [name, typeof value === 'object' && 'files' in value ? value.files.map((i) => fileAt(files, i)) : value] as const,
  );
  return Object.fromEntries(filled);
}
