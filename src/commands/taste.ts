import { MessageFlags } from 'discord.js';
import type { ChatInputCommandInteraction } from 'discord.js';
import { replyPrivately } from '../bot/discord/reply.js';
import type { InGuild, SlashCommand } from '../bot/discord/router.js';
import { BotError } from '../bot/errors.js';
import { textsFor } from '../bot/i18n/index.js';
import type { Services } from '../bot/services/index.js';
import { escape, member } from '../bot/views/markdown.js';
import { tasteView } from '../bot/views/taste.js';
import { textView } from '../bot/views/view.js';
import { announce } from './aesthetic/card.js';
import { checkName, ownTaste } from './aestheticNames.js';
import { deferPublicly } from './deferReply.js';
import { slashCommand, stringOption, subcommand } from './definition.js';
import { checkMayCreate } from './member.js';

type Slash = InGuild<ChatInputCommandInteraction>;

/** `/taste on|off|show|share|forget`: a member's own taste, private but for `share`. */
export function taste(ports: Services): SlashCommand {
  return {
    definition: slashCommand('taste', (t) => t.taste.description, [
      subcommand('on', (t) => t.taste.on),
      subcommand('off', (t) => t.taste.off),
      subcommand('show', (t) => t.taste.show),
      subcommand('share', (t) => t.taste.share, [
        stringOption('name', (t) => t.aesthetic.newName, { required: true, max_length: 100 }),
      ]),
      subcommand('forget', (t) => t.taste.forget),
    ]),
    execute: async (interaction) => {
      const subcommands = new Map(Object.entries({ on, off, show, share, forget }));
      const run = subcommands.get(interaction.options.getSubcommand());
      if (!run) throw new BotError('unknownCommand');
      await run(ports, interaction);
    },
  };
}

async function on({ tastes }: Services, interaction: Slash): Promise<void> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  await tastes.switch(interaction.guildId, interaction.user.id, true);
  await replyPrivately(interaction, textView(textsFor(interaction.locale).taste.on(ownTaste)));
}

async function off({ tastes }: Services, interaction: Slash): Promise<void> {
  const { guildId, user } = interaction;
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  // Of who never switched it on, nothing is written down.
  if (await tastes.isOn(guildId, user.id)) await tastes.switch(guildId, user.id, false);
  await replyPrivately(interaction, textView(textsFor(interaction.locale).taste.off));
}

async function show({ tastes }: Services, interaction: Slash): Promise<void> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const shown = await tastes.show(interaction.guildId, interaction.user.id);
  await replyPrivately(interaction, tasteView(textsFor(interaction.locale), shown));
}

/** Told to the channel, as every new aesthetic is. */
async function share(ports: Services, interaction: Slash): Promise<void> {
  const { guildId, user, options } = interaction;
  const name = checkName(options.getString('name', true));
  const reply = await deferPublicly(interaction);
  checkMayCreate(interaction, await ports.settings.of(guildId));
  const made = await ports.tastes.share({ guildId, creatorId: user.id, name });
  const said = textsFor(interaction.guildLocale).taste.shared(escape(made.name), member(user.id));
  await announce(ports, interaction, reply, made, said);
}

async function forget({ tastes }: Services, interaction: Slash): Promise<void> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const known = await tastes.forget(interaction.guildId, interaction.user.id);
  const t = textsFor(interaction.locale).taste;
  await replyPrivately(interaction, textView(known ? t.forgotten : t.nothingToForget));
}
