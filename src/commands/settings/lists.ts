import { ApplicationCommandOptionType } from 'discord.js';
import { BotError } from '../../bot/errors.js';
import { textsFor } from '../../bot/i18n/index.js';
import { escape, member } from '../../bot/views/markdown.js';
import { auditView, blocksView, voteRatesView, wordsView } from '../../bot/views/rules.js';
import { textView } from '../../bot/views/view.js';
import { cut } from '../../text/clean.js';
import { cleanRule } from '../../text/wordRules.js';
import { described, stringOption, subcommand, subcommandGroup } from '../definition.js';
import type { SettingsPart } from './subcommand.js';

const wordLength = 60;
const wordOption = stringOption('word', (_, t) => t.moderation.commands.word, {
  required: true,
  max_length: wordLength,
});

/** `/settings words add|remove|list`. */
export const words: SettingsPart = {
  option: subcommandGroup('words', (_, t) => t.moderation.commands.words, [
    subcommand('add', (_, t) => t.moderation.commands.wordsAdd, [wordOption]),
    subcommand('remove', (_, t) => t.moderation.commands.wordsRemove, [wordOption]),
    subcommand('list', (_, t) => t.moderation.commands.wordsList),
  ]),
  answer: async ({ moderation, settings }, { options, guildId, user, locale }) => {
    const texts = textsFor(locale);
    const which = options.getSubcommand();
    if (which === 'list') return wordsView(texts, (await settings.of(guildId)).rules.words);
    const rule = cleanRule(cut(options.getString('word', true), wordLength));
    if (rule === undefined) throw new BotError('badWordRule');
    if (which === 'add') {
      await moderation.addWord(guildId, user.id, rule);
      return textView(texts.moderation.wordAdded(escape(rule)));
    }
    await moderation.removeWord(guildId, user.id, rule);
    return textView(texts.moderation.wordRemoved(escape(rule)));
  },
};

const memberOption = {
  type: ApplicationCommandOptionType.User,
  name: 'member',
  required: true,
  ...described((_, t) => t.moderation.commands.member),
} as const;

/** `/settings blocks add|remove|list`. */
export const blocks: SettingsPart = {
  option: subcommandGroup('blocks', (_, t) => t.moderation.commands.blocks, [
    subcommand('add', (_, t) => t.moderation.commands.blocksAdd, [memberOption]),
    subcommand('remove', (_, t) => t.moderation.commands.blocksRemove, [memberOption]),
    subcommand('list', (_, t) => t.moderation.commands.blocksList),
  ]),
  answer: async ({ moderation, settings }, { options, guildId, user, locale }) => {
    const texts = textsFor(locale);
    const which = options.getSubcommand();
    if (which === 'list') return blocksView(texts, (await settings.of(guildId)).rules.blocked);
    const { id } = options.getUser('member', true);
    if (which === 'add') {
      await moderation.block(guildId, user.id, id);
      return textView(texts.moderation.blocked(member(id)));
    }
    await moderation.unblock(guildId, user.id, id);
    return textView(texts.moderation.unblocked(member(id)));
  },
};

/** `/settings audit`. */
export const audit: SettingsPart = {
  option: subcommand('audit', (_, t) => t.moderation.commands.audit),
  answer: async ({ moderation }, { guildId, locale }) => auditView(textsFor(locale), await moderation.audit(guildId)),
};

/** `/settings votes`: where votes come in faster than a server's members would cast them. */
export const votes: SettingsPart = {
  option: subcommand('votes', (_, t) => t.moderation.commands.votes),
  answer: async ({ moderation }, { guildId, locale }) =>
    voteRatesView(textsFor(locale), await moderation.voteRates(guildId)),
};
