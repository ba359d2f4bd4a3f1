import { MessageFlags } from 'discord.js';
import { z } from 'zod';
import { replyPrivately } from '../../bot/discord/reply.js';
import { textsFor } from '../../bot/i18n/index.js';
import { escape } from '../../bot/views/markdown.js';
import { fileView } from '../../bot/views/privacy.js';
import { aestheticFormats } from '../../engine/index.js';
import { trimSigns } from '../../text/trimSigns.js';
import { choiceOption, subcommand } from '../definition.js';
import { checkMayChange } from '../member.js';
import { namedAesthetic, nameOption } from './subcommand.js';
import type { Subcommand } from './subcommand.js';

/** `/aesthetic export`: for its creator, or whoever manages the server. The pack's own are public files: for everybody. */
export const exportFile: Subcommand = {
  changes: false,
  option: subcommand('export', (t) => t.aesthetic.export, [
    nameOption(),
    choiceOption('format', (t) => t.aesthetic.format, aestheticFormats),
  ]),
  execute: async (ports, interaction) => {
    const format = z.enum(aestheticFormats).parse(interaction.options.getString('format') ?? 'safetensors');
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const aesthetic = await namedAesthetic(ports, interaction);
    if (aesthetic.creatorId !== undefined) checkMayChange(interaction, aesthetic);
    const bytes = await ports.aesthetics.export(interaction.guildId, aesthetic.id, format);
    const view = fileView(
      textsFor(interaction.locale).answers.exported(escape(aesthetic.name)),
      `${fileName(aesthetic.name)}.${format}`,
      bytes,
    );
    await replyPrivately(interaction, view);
  },
};

/** Discord replaces other characters in attachments' names, and the view must name the file as Discord has it. */
function fileName(name: string): string {
  const plain = trimSigns(name.normalize('NFKD').replaceAll(/[^\w-]+/g, '_'), '_');
  return plain === '' ? 'aesthetic' : plain;
}
