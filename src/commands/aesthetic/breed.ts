import { textsFor } from '../../bot/i18n/index.js';
import { periods } from '../../bot/types.js';
import { escape, member } from '../../bot/views/markdown.js';
import { checkName } from '../aestheticNames.js';
import { deferPublicly } from '../deferReply.js';
import { choiceOption, stringOption, subcommand } from '../definition.js';
import { checkMayCreate } from '../member.js';
import { announce } from './card.js';
import type { Subcommand } from './subcommand.js';

/** `/aesthetic breed`: a new one out of the server's votes. */
export const breed: Subcommand = {
  changes: false,
  option: subcommand('breed', (t) => t.aesthetic.breed, [
    stringOption('name', (t) => t.aesthetic.newName, { required: true, max_length: 100 }),
    choiceOption('period', (t) => t.leaderboard.period, periods, {
      day: (t) => t.leaderboard.periods.day,
      week: (t) => t.leaderboard.periods.week,
      month: (t) => t.leaderboard.periods.month,
      all: (t) => t.leaderboard.periods.all,
    }),
  ]),
  execute: async (ports, interaction) => {
    const { options, guildId, user } = interaction;
    const name = checkName(options.getString('name', true));
    const asked = options.getString('period');
    const period = periods.find((one) => one === asked) ?? 'all';
    const reply = await deferPublicly(interaction);
    checkMayCreate(interaction, await ports.settings.of(guildId));
    const made = await ports.aesthetics.breed({ guildId, creatorId: user.id, name, note: '', period });
    const { taste } = textsFor(interaction.guildLocale);
    const said = taste.bred(escape(made.aesthetic.name), made.votes, made.members, member(user.id));
    await announce(ports, interaction, reply, made.aesthetic, said, made.before);
  },
};
