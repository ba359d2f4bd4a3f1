import type { AutocompleteInteraction } from 'discord.js';
import type { InGuild } from '../../bot/discord/router.js';
import { BotError } from '../../bot/errors.js';
import { textsFor } from '../../bot/i18n/index.js';
import type { Services } from '../../bot/services/index.js';
import { lorasView } from '../../bot/views/settings.js';
import { cut } from '../../text/clean.js';
import { numberOption, subcommand, subcommandGroup, suggestedOption } from '../definition.js';
import type { SettingsPart } from './subcommand.js';

/** Of a server; each is a product more in every layer. */
const mostLoras = 5;
const scales = { min: -2, max: 2 } as const;
const nameOption = suggestedOption('lora', (t) => t.settings.lora, { required: true });

/** `/settings loras add|remove|list`: what every request of the server is painted with. */
export const loras: SettingsPart = {
  option: subcommandGroup('loras', (t) => t.settings.loras, [
    subcommand('add', (t) => t.settings.lorasAdd, [
      nameOption,
      numberOption('scale', (t) => t.settings.loraScale, scales),
    ]),
    subcommand('remove', (t) => t.settings.lorasRemove, [nameOption]),
    subcommand('list', (t) => t.settings.lorasList),
  ]),
  answer: async ({ settings, packs }, { options, guildId, locale }) => {
    const texts = textsFor(locale);
    const [ours, pack] = await Promise.all([settings.of(guildId), packs.of(guildId)]);
    const which = options.getSubcommand();
    if (which === 'list') return lorasView(texts, ours, pack);
    const wanted = options.getString('lora', true);
    const chosen = ours.loras.map(({ name }) => name);
    // Also one that does not fit the pack any more can be taken away.
    const name = named(wanted, which === 'add' ? pack.loras : chosen, pack.name);
    const others = ours.loras.filter((lora) => lora.name !== name);
    if (which === 'add' && others.length >= mostLoras) throw new BotError('tooManyLoras', { most: mostLoras });
    const added = which === 'add' ? [{ name, scale: options.getNumber('scale') ?? 1 }] : [];
    return lorasView(texts, await settings.change(guildId, { loras: [...others, ...added] }), pack, true);
  },
};

/** Those that can be added, or taken away. */
export async function suggestLoras(
  { settings, packs }: Pick<Services, 'settings' | 'packs'>,
  { guildId, options }: InGuild<AutocompleteInteraction>,
): Promise<readonly string[]> {
  if (options.getSubcommand() === 'remove') return (await settings.of(guildId)).loras.map(({ name }) => name);
  return (await packs.of(guildId)).loras;
}

/** @throws BotError where there is none of that name */
function named(wanted: string, all: readonly string[], pack: string): string {
  const found = all.find((name) => name.toLowerCase() === wanted.trim().toLowerCase());
  if (found !== undefined) return found;
  if (all.length === 0) throw new BotError('noLoras', { pack });
  throw new BotError('unknownLora', { name: cut(wanted, 100), all: all.join(', ') });
}
