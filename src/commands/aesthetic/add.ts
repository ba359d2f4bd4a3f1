import { fileOption, subcommand } from '../definition.js';
import { checkImages, given, mostImages } from '../images.js';
import { checkMayChange } from '../member.js';
import { requestAesthetic } from './make.js';
import { namedAesthetic, nameOption } from './subcommand.js';
import type { Subcommand } from './subcommand.js';

const imageOptions = Array.from({ length: mostImages }, (_, i) => `image${i + 1}`);

/** `/aesthetic add`: more images, and with them the next version. */
export const add: Subcommand = {
  changes: true,
  option: subcommand('add', (t) => t.aesthetic.add, [
    nameOption(),
    ...imageOptions.map((name, i) => fileOption(name, (t) => t.aesthetic.image, i === 0)),
  ]),
  execute: (ports, interaction) =>
    requestAesthetic(ports, interaction, async () => {
      const aesthetic = await namedAesthetic(ports, interaction);
      checkMayChange(interaction, aesthetic);
      const { id, name, version } = aesthetic;
      const attachments = imageOptions.flatMap((option) => interaction.options.getAttachment(option) ?? []);
      return { what: { kind: 'add', aesthetic: { id, name, version } }, files: checkImages(attachments.map(given)) };
    }),
};
