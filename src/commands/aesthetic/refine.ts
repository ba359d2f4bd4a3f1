import { textsFor } from '../../bot/i18n/index.js';
import { escape } from '../../bot/views/markdown.js';
import { deferPublicly } from '../deferReply.js';
import { subcommand } from '../definition.js';
import { checkMayChange } from '../member.js';
import { announce } from './card.js';
import { namedAesthetic, nameOption } from './subcommand.js';
import type { Subcommand } from './subcommand.js';

/** `/aesthetic refine`: its images weighted by the votes on its pictures, as the next version. */
export const refine: Subcommand = {
  changes: true,
  option: subcommand('refine', (t) => t.aesthetic.refine, [nameOption()]),
  execute: async (ports, interaction) => {
    const reply = await deferPublicly(interaction);
    const asked = await namedAesthetic(ports, interaction);
    checkMayChange(interaction, asked);
    const { aesthetic, votes, members, before } = await ports.aesthetics.refine(interaction.guildId, asked.id);
    const { taste } = textsFor(interaction.guildLocale);
    const said = taste.refined(escape(aesthetic.name), aesthetic.version, votes, members);
    await announce(ports, interaction, reply, aesthetic, said, before);
  },
};
