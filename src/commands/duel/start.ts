import type { AutocompleteInteraction, ButtonInteraction, ChatInputCommandInteraction } from 'discord.js';
import type { InGuild } from '../../bot/discord/router.js';
import { BotError } from '../../bot/errors.js';
import type { Services } from '../../bot/services/index.js';
import type { Contestant } from '../../bot/types.js';
import { findByName, noAesthetic, suggestNames } from '../aestheticNames.js';
import { paint } from '../paint.js';

/** From a minute to a week. */
export const minutesRange = { min: 1, max: 7 * 24 * 60 } as const;
const defaultMinutes = 60;
/** No aesthetic, as a side of a duel; `none`, as elsewhere, is the same. */
const plain = 'plain';

/** `/duel start`: has one prompt painted with two aesthetics, or one against none, to be voted on blind. */
export async function startDuel(ports: Services, interaction: InGuild<ChatInputCommandInteraction>): Promise<void> {
  const { options, guildId } = interaction;
  const prompt = options.getString('prompt', true).trim();
  if (prompt === '') throw new BotError('emptyPrompt');
  const minutes = checkMinutes(options.get('minutes')?.value ?? defaultMinutes);
  await paint(ports, interaction, async (context) => {
    const given = [
      await contestant(ports, guildId, options.getString('left')),
      await contestant(ports, guildId, options.getString('right')),
    ] as const;
    return { imagineOptions: { prompt, duel: { sides: await ports.duels.pair(context, given), minutes } } };
  });
}

/** Discord checks the range in its own clients; others send what they like. @throws BotError */
function checkMinutes(given: unknown): number {
  const { min: least, max: most } = minutesRange;
  if (typeof given === 'number' && Number.isInteger(given) && given >= least && given <= most) return given;
  throw new BotError('duelMinutes', { least, most });
}

/** Undefined: the bot chooses. An aesthetic that is called plain comes before the word. @throws BotError that suggests the nearest */
async function contestant(
  { aesthetics }: Services,
  guildId: string,
  typed: string | null,
): Promise<Contestant | undefined> {
  const name = typed?.trim().toLowerCase() ?? '';
  if (name === '') return undefined;
  if (name === noAesthetic) return null;
  if (name === plain && !(await aesthetics.list(guildId)).some((one) => one.name.toLowerCase() === plain)) return null;
  const { id, name: found, version } = await findByName(aesthetics, guildId, name);
  return { id, name: found, version };
}

/** Names for `left` and `right`, and the word for none. */
export async function suggestContestants(
  { aesthetics }: Services,
  interaction: InGuild<AutocompleteInteraction>,
): Promise<{ name: string; value: string }[]> {
  const { value } = interaction.options.getFocused(true);
  const names = await suggestNames(aesthetics, interaction.guildId, value, (one) => one.unusable === undefined);
  const word = names.some(({ name }) => name.toLowerCase() === plain) ? noAesthetic : plain;
  if (!word.startsWith(value.trim().toLowerCase())) return names;
  return [...names.slice(0, 24), { name: word, value: word }];
}

/** "Rematch", below a duel that is over: the same sides and prompt with a new seed, for whoever presses. */
export async function pressRematch(
  ports: Services,
  interaction: InGuild<ButtonInteraction>,
  id: string,
): Promise<void> {
  await paint(ports, interaction, async (context) => {
    const { generation } = await ports.duels.find(interaction.guildId, { id });
    const { prompt, negative, duel } = generation.imagineOptions;
    if (!duel) throw new BotError('duelGone');
    const sides = await ports.duels.pair(context, duel.sides);
    return {
      imagineOptions: { prompt, ...(negative !== undefined && { negative }), duel: { sides, minutes: duel.minutes } },
      parentId: generation.id,
    };
  });
}
