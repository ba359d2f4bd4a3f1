import type { ChatInputCommandInteraction } from 'discord.js';
import type { InGuild } from '../../bot/discord/router.js';
import { textsFor } from '../../bot/i18n/index.js';
import type { Services } from '../../bot/services/index.js';
import { noteLength } from '../../bot/views/aestheticForm.js';
import { escape, member } from '../../bot/views/markdown.js';
import { checkName, checkNote, findByName } from '../aestheticNames.js';
import { deferPublicly } from '../deferReply.js';
import { numberOption, stringOption, subcommand, suggestedOption } from '../definition.js';
import { checkMayCreate } from '../member.js';
import { announce } from './card.js';
import type { Subcommand } from './subcommand.js';

const numbers = [1, 2, 3, 4] as const;
const weightRange = { min: -10, max: 10 } as const;
const part = (n: number) => suggestedOption(`aesthetic${n}`, (t) => t.aesthetic.part, { required: n <= 2 });
const weight = (n: number) => numberOption(`weight${n}`, (t) => t.aesthetic.weight, weightRange);

/** `/aesthetic blend`: a weighted sum of two to four, away from those whose weight is negative. */
export const blend: Subcommand = {
  changes: false,
  uses: true,
  option: subcommand('blend', (t) => t.aesthetic.blend, [
    stringOption('name', (t) => t.aesthetic.newName, { required: true, max_length: 100 }),
    part(1),
    part(2),
    weight(1),
    weight(2),
    part(3),
    weight(3),
    part(4),
    weight(4),
    stringOption('note', (t) => t.aesthetic.note, { max_length: noteLength }),
  ]),
  execute: async (ports, interaction) => {
    const { options, guildId, user } = interaction;
    const name = checkName(options.getString('name', true));
    const note = checkNote(options.getString('note') ?? '');
    const reply = await deferPublicly(interaction);
    checkMayCreate(interaction, await ports.settings.of(guildId));
    const parts = await partsOf(ports, interaction);
    const made = await ports.aesthetics.blend({ guildId, creatorId: user.id, name, note, parts });
    const said = textsFor(interaction.guildLocale).answers.blended(
      escape(made.name),
      made.kind,
      parts.length,
      member(user.id),
    );
    await announce(ports, interaction, reply, made, said);
  },
};

/** @throws BotError for a name that is not there */
async function partsOf(
  { aesthetics }: Services,
  { options, guildId }: InGuild<ChatInputCommandInteraction>,
): Promise<{ readonly id: string; readonly version: number; readonly weight: number }[]> {
  const named = numbers.flatMap((n) => {
    const name = options.getString(`aesthetic${n}`);
    return name === null ? [] : [{ name, weight: options.getNumber(`weight${n}`) ?? 1 }];
  });
  return Promise.all(
    named.map(async ({ name, weight }) => {
      const { id, version } = await findByName(aesthetics, guildId, name);
      return { id, version, weight };
    }),
  );
}
