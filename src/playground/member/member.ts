import { ApplicationCommandType, PermissionFlagsBits } from 'discord.js';
import { maxAttachments } from '../rules/limits.js';
import { storeAttachment } from '../world/attachments.js';
import { messagesIn } from '../world/find.js';
import { createInteraction } from '../world/interactions.js';
import type { NewInteraction } from '../world/interactions.js';
import { deleteMessage, editMessage, emptyContent, postMessage } from '../world/messages.js';
import { has, permissionsIn } from '../world/permissions.js';
import { waitFor } from '../world/world.js';
import type { World } from '../world/world.js';
import { actorIn, checkMayPost, NotOffered, availableCommands, findVisibleMessage } from './availability.js';
import type { Actor } from './availability.js';
import { acknowledgement, botResponseTo } from './botResponse.js';
import type { BotResponse, MemberModal } from './botResponse.js';
import type { Options } from './commandOptions.js';
import {
  selectInteraction,
  messageCommandInteraction,
  forgedInteraction,
  buttonInteraction,
  slashInteraction,
  modalInteraction,
} from './interactionData.js';
import type { ModalValues } from './modalSubmission.js';
import { checkFiles } from './resolvedData.js';
import type { PickedFile } from './resolvedData.js';
import { toVisibleMessage } from './visibleMessage.js';
import type { VisibleMessage } from './visibleMessage.js';

/** A member of a guild in one of its channels, who can do what Discord's client allows. Anything else throws NotOffered. */
export interface Member {
  readonly userId: string;
  readonly guildId: string;
  readonly channelId: string;
  /** The same member in another channel of the guild. */
  in(channelName: string): Member;
  /** The same member with a client in this language, as Discord's locale code. */
  speaking(locale: string): Member;
  /** Names of the slash and message commands that are available here. */
  commands(): readonly string[];
  /** `/imagine`, `/aesthetic create`. */
  slash(command: string, options?: Options): Promise<BotResponse>;
  /** The suggestions of the bot for an option with `typed` in it. */
  autocomplete(command: string, option: string, typed: string, others?: Options): Promise<readonly Choice[]>;
  /** Presses a button by its label or custom_id. */
  press(message: { readonly id: string }, button: string): BotResponse;
  /** Chooses in a select found by its placeholder or custom_id. */
  choose(message: { readonly id: string }, select: string, values: readonly string[]): BotResponse;
  /** Uses a component that the message may lack, as a tampered client could. */
  forge(message: { readonly id: string }, customId: string, values?: readonly string[]): BotResponse;
  submit(modal: MemberModal, values?: ModalValues): Promise<BotResponse>;
  /** A command from a message's context menu. */
  context(command: string, message: { readonly id: string }): BotResponse;
  /** `replyTo`: the id of the message that it answers. */
  post(content: string, files?: readonly PickedFile[], replyTo?: string): Promise<VisibleMessage>;
  /** Changes the text of an own message. */
  edit(message: { readonly id: string }, content: string): void;
  /** Deletes an own or ephemeral message; with Manage Messages, any. */
  delete(message: { readonly id: string }): void;
  /** Messages that the member sees here, oldest first. */
  messages(): readonly VisibleMessage[];
  /** Waits for a message of which `until` is true, and gives the first. */
  sees(until: (message: VisibleMessage) => boolean, timeoutMs?: number): Promise<VisibleMessage>;
}

interface Choice {
  readonly name: string;
  readonly value: string | number;
}

const defaultTimeoutMs = 10_000;

/** Without a locale, the client is in the member's own language. */
export function createMember(world: World, userId: string, channelId: string, locale?: string): Member {
  const here = () => actorIn(world, userId, channelId);
  const { guild } = here();
  const act = (input: Omit<NewInteraction, 'userId' | 'channelId' | 'locale'>) =>
    createInteraction(world, { ...input, userId, channelId, locale });
  const ask = (input: Omit<NewInteraction, 'userId' | 'channelId' | 'locale'>) => botResponseTo(world, act(input));
  const visible = (): VisibleMessage[] =>
    messagesIn(world, channelId)
      .filter(({ visibleTo }) => visibleTo === null || visibleTo === userId)
      .map((message) => toVisibleMessage(world, message));

  return {
    userId,
    guildId: guild.id,
    channelId,
    in: (name) => {
      const channel = guild.channels.find((one) => one.name === name && !one.deleted);
      if (!channel) throw new NotOffered(`${guild.name} has no channel ${name}`);
      return createMember(world, userId, channel.id, locale);
    },
    speaking: (other) => createMember(world, userId, channelId, other),
    commands: () =>
      [ApplicationCommandType.ChatInput, ApplicationCommandType.Message].flatMap((type) =>
        availableCommands(here(), type).map(({ name }) => name),
      ),
    slash: async (path, options = {}) => ask(await slashInteraction(here(), path, options)),
    autocomplete: async (path, option, typed, others = {}) => {
      const asked = act(await slashInteraction(here(), path, others, { option, typed }));
      await acknowledgement(world, asked);
      return asked.choices ?? [];
    },
    press: ({ id }, button) => ask(buttonInteraction(here(), id, button)),
    choose: ({ id }, select, values) => ask(selectInteraction(here(), id, select, values)),
    forge: ({ id }, customId, values) => ask(forgedInteraction(here(), id, customId, values)),
    submit: async (modal, values = {}) => ask(await modalInteraction(here(), modal, values)),
    context: (name, { id }) => ask(messageCommandInteraction(here(), name, id)),
    post: async (content, files = [], replyTo) => {
      checkMayPost(here());
      const referenceId = replyTo === undefined ? null : findVisibleMessage(here(), replyTo).id;
      checkFiles(here(), files, maxAttachments);
      const attachments = [];
      for (const file of files) attachments.push(await storeAttachment(world, { channelId, ephemeral: false }, file));
      const now = { ...emptyContent, content, attachments };
      const common = { visibleTo: null, nonce: null, interactionId: null, referenceId };
      return toVisibleMessage(
        world,
        postMessage(world, { channelId, guildId: guild.id, authorId: userId, now, ...common }),
      );
    },
    edit: ({ id }, content) => {
      changeMessage(here(), id, content);
    },
    delete: ({ id }) => {
      removeMessage(here(), id);
    },
    messages: visible,
    sees: (until, timeoutMs = defaultTimeoutMs) =>
      waitFor(
        world,
        () => visible().find((message) => !message.loading && until(message)),
        timeoutMs,
        () =>
          `no such message; seen: ${visible()
            .map(({ text }) => JSON.stringify(text))
            .join(', ')}`,
      ),
  };
}

function changeMessage(actor: Actor, id: string, content: string): void {
  const message = findVisibleMessage(actor, id);
  if (message.authorId !== actor.member.userId) throw new NotOffered('another’s message');
  if (content.trim() === '' && message.now.attachments.length === 0) throw new NotOffered('an empty message');
  editMessage(actor.world, message, { ...message.now, content });
}

function removeMessage(actor: Actor, id: string): void {
  const { world, guild, member, channel } = actor;
  const message = findVisibleMessage(actor, id);
  const isTheirs = message.authorId === member.userId || message.visibleTo === member.userId;
  if (!isTheirs && !has(permissionsIn(guild, member, channel), PermissionFlagsBits.ManageMessages)) {
    throw new NotOffered('another’s message, without Manage Messages');
  }
  deleteMessage(world, message);
}
