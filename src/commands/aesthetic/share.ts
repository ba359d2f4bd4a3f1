import { MessageFlags } from 'discord.js';
import type { ButtonInteraction } from 'discord.js';
import { replyPrivately, toMessagePayload } from '../../bot/discord/reply.js';
import type { InGuild } from '../../bot/discord/router.js';
import { BotError } from '../../bot/errors.js';
import { textsFor } from '../../bot/i18n/index.js';
import type { Texts } from '../../bot/i18n/index.js';
import type { Services } from '../../bot/services/index.js';
import { escape, member } from '../../bot/views/markdown.js';
import { sharedView } from '../../bot/views/sharing.js';
import { textView } from '../../bot/views/view.js';
import { checkName, findById } from '../aestheticNames.js';
import { deferPublicly } from '../deferReply.js';
import { stringOption, subcommand } from '../definition.js';
import { checkMayChange, checkMayCreate } from '../member.js';
import { announce } from './card.js';
import { changeableAesthetic, namedAesthetic, nameOption } from './subcommand.js';
import type { Subcommand } from './subcommand.js';

/** `/aesthetic share`: a code for other servers of this bot, shown to who asks. */
export const share: Subcommand = {
  changes: true,
  option: subcommand('share', (t) => t.aesthetic.share, [nameOption()]),
  execute: async (ports, interaction) => {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const aesthetic = await namedAesthetic(ports, interaction);
    if (aesthetic.creatorId === undefined) throw new BotError('sharedWithPack', { name: aesthetic.name });
    checkMayChange(interaction, aesthetic);
    const code = await ports.aesthetics.share(interaction.guildId, aesthetic.id);
    await replyPrivately(interaction, sharedView(textsFor(interaction.locale), aesthetic, code));
  },
};

/** `/aesthetic unshare`: its code ends. */
export const unshare: Subcommand = {
  changes: true,
  option: subcommand('unshare', (t) => t.aesthetic.unshare, [nameOption()]),
  execute: async (ports, interaction) => {
    const { id, name } = await changeableAesthetic(ports, interaction);
    const ended = await ports.aesthetics.unshare(interaction.guildId, id);
    await replyPrivately(interaction, textView(unshared(textsFor(interaction.locale), name, ended)));
  },
};

/** The button below the code. */
export async function pressUnshare(
  { aesthetics }: Services,
  interaction: InGuild<ButtonInteraction>,
  id: string,
): Promise<void> {
  await interaction.deferUpdate();
  const aesthetic = await findById(aesthetics, interaction.guildId, id);
  checkMayChange(interaction, aesthetic);
  const ended = await aesthetics.unshare(interaction.guildId, id);
  await interaction.editReply(
    toMessagePayload(textView(unshared(textsFor(interaction.locale), aesthetic.name, ended))),
  );
}

function unshared({ answers }: Texts, name: string, ended: boolean): string {
  return ended ? answers.unshared(escape(name)) : answers.notShared(escape(name));
}

/** `/aesthetic adopt`: a copy of what another server shares. */
export const adopt: Subcommand = {
  changes: false,
  option: subcommand('adopt', (t) => t.aesthetic.adopt, [
    stringOption('code', (t) => t.aesthetic.code, { required: true, max_length: 50 }),
    stringOption('name', (t) => t.aesthetic.adoptName, { max_length: 100 }),
  ]),
  execute: async (ports, interaction) => {
    const { aesthetics, settings } = ports;
    const { options, guildId, user } = interaction;
    const named = options.getString('name');
    const name = named === null ? {} : { name: checkName(named) };
    const reply = await deferPublicly(interaction);
    checkMayCreate(interaction, await settings.of(guildId));
    const code = options.getString('code', true);
    const made = await aesthetics.adopt({ guildId, creatorId: user.id, code, ...name });
    const said = textsFor(interaction.guildLocale).answers.adopted(escape(made.name), made.count, member(user.id));
    await announce(ports, interaction, reply, made, said);
  },
};
