import { replyPrivately } from '../../bot/discord/reply.js';
import { textsFor } from '../../bot/i18n/index.js';
import { escape } from '../../bot/views/markdown.js';
import { textView } from '../../bot/views/view.js';
import { fileOption, subcommand } from '../definition.js';
import { fetchImages, given, mostImages } from '../images.js';
import { changeableAesthetic, nameOption } from './subcommand.js';
import type { Subcommand } from './subcommand.js';

const imageOptions = Array.from({ length: mostImages }, (_, i) => `image${i + 1}`);

/** `/aesthetic add`: more images, and with them the next version. */
export const add: Subcommand = {
  changes: true,
  option: subcommand('add', (t) => t.aesthetic.add, [
    nameOption(),
    ...imageOptions.map((name, i) => fileOption(name, (t) => t.aesthetic.image, i === 0)),
  ]),
  execute: async (ports, interaction) => {
    const { id } = await changeableAesthetic(ports, interaction);
    const attachments = imageOptions.flatMap((option) => interaction.options.getAttachment(option) ?? []);
    const images = await fetchImages(ports, attachments.map(given));
    const { name, version, count } = await ports.aesthetics.addImages(
      interaction.guildId,
      id,
      images,
      interaction.user.id,
    );
    const { answers } = textsFor(interaction.locale);
    await replyPrivately(interaction, textView(answers.changed(escape(name), version, count)));
  },
};
