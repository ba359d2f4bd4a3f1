import { ComponentType } from 'discord.js';
import type {
  AnySelectMenuInteraction,
  AutocompleteInteraction,
  ButtonInteraction,
  ChatInputCommandInteraction,
  CommandInteraction,
  CommandInteractionOption,
  Interaction,
  MessageContextMenuCommandInteraction,
  ModalSubmitInteraction,
  RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { cleanText } from '../../text/clean.js';
import { BotError, newReference, reasonOf, unexplained } from '../errors.js';
import { say, textsFor } from '../i18n/index.js';
import type { InteractionAnswer } from '../metrics.js';
import { buttonActions, modalActions, parseCustomId, selectActions } from '../views/customId.js';
import type { ButtonAction, ModalAction, SelectAction } from '../views/customId.js';
import { escape, sentence } from '../views/markdown.js';
import { textView } from '../views/view.js';
import { replyPrivately } from './reply.js';
import type { Answerable } from './reply.js';

/** Interactions inside a server: the commands are registered for no other place. */
export type InGuild<I extends Interaction> = I & { readonly guildId: string };

export interface SlashCommand {
  readonly definition: RESTPostAPIApplicationCommandsJSONBody;
  execute(interaction: InGuild<ChatInputCommandInteraction>): Promise<void>;
  /** For options with autocomplete. */
  complete?(interaction: InGuild<AutocompleteInteraction>): Promise<void>;
}

export interface MessageCommand {
  readonly definition: RESTPostAPIApplicationCommandsJSONBody;
  execute(interaction: InGuild<MessageContextMenuCommandInteraction>): Promise<void>;
}

type On<I extends Interaction> = (interaction: InGuild<I>, id: string) => Promise<void>;

/** Everything that members can do. Closed sets are total: an action without a handler does not compile. */
export interface CommandTable {
  readonly slash: readonly SlashCommand[];
  readonly message: readonly MessageCommand[];
  readonly buttons: Readonly<Record<ButtonAction, On<ButtonInteraction>>>;
  readonly selects: Readonly<Record<SelectAction, On<AnySelectMenuInteraction>>>;
  readonly modals: Readonly<Record<ModalAction, On<ModalSubmitInteraction>>>;
}

/** What was asked for; and where bugs go, with the reference that the member was told. */
export interface RouterLog {
  info(context: object, message: string): void;
  error(context: object, message: string): void;
}

/**
 * A function that takes any interaction to its handler, and never throws: whatever happens, the member gets an answer.
 * An error with a code is told in the member's language; of anything else, which is for the operator or a bug, the member gets a reference
 * and the log the stack.
 */
export function createRouter(
  table: CommandTable,
  log: RouterLog,
  onAnswer: (answer: InteractionAnswer) => void = () => undefined,
): (interaction: Interaction) => Promise<void> {
  return async (interaction) => {
    // A suggestion for every letter that is typed is no line of the log.
    if (!interaction.isAutocomplete()) log.info(describe(interaction), 'interaction');
    try {
      if (!isInGuild(interaction)) throw new BotError('guildOnly');
      cleanTyped(interaction);
      await dispatch(table, interaction);
      if (!interaction.isAutocomplete()) onAnswer('done');
    } catch (error) {
      if (!interaction.isAutocomplete()) onAnswer(reasonOf(error) === undefined ? 'failed' : 'refused');
      await answerFailure(interaction, error, log);
    }
  };
}

/** Every text that a member typed becomes what is read, kept and shown of it, whatever command it is for. */
function cleanTyped(interaction: Interaction): void {
  if (interaction.isChatInputCommand() || interaction.isAutocomplete())
    for (const option of leavesOf(interaction.options.data))
      if (typeof option.value === 'string') option.value = cleanText(option.value);
  if (interaction.isModalSubmit())
    for (const field of interaction.fields.fields.values())
      if (field.type === ComponentType.TextInput) Object.assign(field, { value: cleanText(field.value) });
}

function leavesOf(options: readonly CommandInteractionOption[]): CommandInteractionOption[] {
  return options.flatMap((option) => (option.options ? leavesOf(option.options) : option));
}

function dispatch(table: CommandTable, interaction: InGuild<Interaction>): Promise<void> {
  if (interaction.isAutocomplete()) {
    return named(table.slash, interaction.commandName)?.complete?.(interaction) ?? interaction.respond([]);
  }
  if (interaction.isChatInputCommand()) {
    return (named(table.slash, interaction.commandName) ?? unknownCommand()).execute(interaction);
  }
  if (interaction.isMessageContextMenuCommand()) {
    return (named(table.message, interaction.commandName) ?? unknownCommand()).execute(interaction);
  }
  if (interaction.isButton()) return press(table.buttons, interaction, buttonActions);
  if (interaction.isAnySelectMenu()) return press(table.selects, interaction, selectActions);
  if (interaction.isModalSubmit()) return press(table.modals, interaction, modalActions);
  return unknownCommand();
}

function named<C extends SlashCommand | MessageCommand>(commands: readonly C[], name: string): C | undefined {
  return commands.find(({ definition }) => definition.name === name);
}

function unknownCommand(): never {
  throw new BotError('unknownCommand');
}

function press<
  A extends ButtonAction | SelectAction | ModalAction,
  I extends Interaction & { readonly customId: string },
>(handlers: Readonly<Record<A, On<I>>>, interaction: InGuild<I>, actions: readonly A[]): Promise<void> {
  const parsed = parseCustomId(interaction.customId, actions);
  if (!parsed) throw new BotError('oldButton');
  return handlers[parsed.action](interaction, parsed.id);
}

function isInGuild(interaction: Interaction): interaction is InGuild<Interaction> {
  return interaction.inGuild();
}

async function answerFailure(interaction: Interaction, error: unknown, log: RouterLog): Promise<void> {
  const reference = newReference();
  const reason = reasonOf(error);
  if (reason === undefined) log.error({ err: error, reference, ...describe(interaction) }, 'interaction failed');
  try {
    if (interaction.isAutocomplete()) {
      // Autocomplete has no place for words: no suggestions, and the command itself will say what is wrong.
      if (!interaction.responded) await interaction.respond([]);
      return;
    }
    await showFailure(interaction, say(reason ?? unexplained(error, reference), textsFor(interaction.locale)));
  } catch (unanswered) {
    // The interaction ran out, or the channel is gone: there is nobody left to tell.
    log.error({ err: unanswered, reference, ...describe(interaction) }, 'interaction could not be answered');
  }
}

/** For whoever pressed or typed alone, whatever the interaction has answered so far. */
function showFailure(interaction: Answerable, message: string): Promise<void> {
  return replyPrivately(interaction, textView(escape(sentence(message))));
}

/** Its id, and enough to find the handler; nothing that a member wrote. A custom id has the id of the generation that a button is for. */
function describe(interaction: Interaction): object {
  return {
    interaction: interaction.id,
    guild: interaction.guildId,
    ...('commandName' in interaction && { command: commandOf(interaction) }),
    ...('customId' in interaction && { customId: interaction.customId }),
  };
}

function commandOf(interaction: CommandInteraction | AutocompleteInteraction): string {
  const { commandName } = interaction;
  if (!interaction.isChatInputCommand() && !interaction.isAutocomplete()) return commandName;
  const { options } = interaction;
  return [commandName, options.getSubcommandGroup(false), options.getSubcommand(false)]
    .filter((part) => part !== null)
    .join(' ');
}
