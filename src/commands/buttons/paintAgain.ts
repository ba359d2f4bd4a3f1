import { randomInt } from 'node:crypto';
import type { AnySelectMenuInteraction, ButtonInteraction } from 'discord.js';
import type { InGuild } from '../../bot/discord/router.js';
import { BotError } from '../../bot/errors.js';
import type { GivenFile, Services } from '../../bot/services/index.js';
import type { PackSummary, ImagineOptions } from '../../bot/types.js';
import type { Painted } from '../../bot/views/proof.js';
import { findById } from '../aestheticNames.js';
import { imagesOf } from '../images.js';
import { paint } from '../paint.js';
import type { Paintable } from '../paint.js';
import { findPainted, findRequest } from './generation.js';
import { again, asStrip, besidePlain, inTasteOf, larger, varied, withNextStrength } from './variation.js';
import type { Closeness } from './variation.js';

type Pressed = InGuild<ButtonInteraction>;

/** A button that paints what it makes of a painted generation, charged to whoever presses. */
function varies(vary: (painted: Painted, pack: PackSummary) => ImagineOptions) {
  return (ports: Services, interaction: Pressed, id: string): Promise<void> =>
    paint(ports, interaction, async ({ pack }) => ({
      imagineOptions: vary(await findPainted(ports, interaction.guildId, id), pack),
      parentId: id,
    }));
}

export const pressStronger = varies((painted, { presets }) => withNextStrength(painted, 'stronger', presets));
export const pressWeaker = varies((painted, { presets }) => withNextStrength(painted, 'weaker', presets));
export const pressPlain = varies((painted) => besidePlain(painted));
export const pressStrip = varies((painted) => asStrip(painted));

/** The picture is taken from the message, which shows it for as long as there is one. @throws BotError where it shows none */
export function pressLarger(ports: Services, interaction: Pressed, id: string): Promise<void> {
  const [shown] = imagesOf(interaction.message) as [GivenFile | undefined];
  return paint(ports, interaction, async () => {
    const { imagineOptions, start } = larger(await findPainted(ports, interaction.guildId, id));
    if (!shown) throw new BotError('noImages');
    const bytes = await ports.fetchAttachment(shown, interaction.user.id);
    return { imagineOptions, start: { ...start, bytes }, parentId: id };
  });
}

/** Also below what failed or was cancelled, which has no outcome: then the request as it was. */
export function pressAgain(ports: Services, interaction: Pressed, id: string): Promise<void> {
  return paint(ports, interaction, async () => {
    const { outcome, ...generation } = await findRequest(ports, interaction.guildId, id);
    if (outcome && generation.imagineOptions.duel) throw new BotError('gone');
    const imagineOptions = outcome ? again({ ...generation, outcome }) : generation.imagineOptions;
    return { imagineOptions, parentId: id };
  });
}

/** "Vary", below one picture. */
function variesPicture(closeness: Closeness) {
  return (ports: Services, interaction: Pressed, id: string): Promise<void> =>
    vary(ports, interaction, id, 0, closeness);
}

export const pressVarySubtle = variesPicture('subtle');
export const pressVaryStrong = variesPicture('strong');

/** One of several pictures, and how near to it, was picked from the list that "Vary" shows. */
export function selectVaryPicture(
  ports: Services,
  interaction: InGuild<AnySelectMenuInteraction>,
  id: string,
): Promise<void> {
  const [index, closeness] = (interaction.values[0] ?? '').split('-');
  return vary(ports, interaction, id, Number(index), closeness === 'strong' ? closeness : 'subtle');
}

function vary(ports: Services, interaction: Paintable, id: string, index: number, closeness: Closeness): Promise<void> {
  return paint(ports, interaction, async () => {
    const painted = await findPainted(ports, interaction.guildId, id);
    const picture = (await ports.generations.pictures(id)).find((one) => one.index === index);
    if (!picture) throw new BotError('pictureGone');
    return { imagineOptions: varied(painted, picture, closeness, randomInt(2 ** 32)), parentId: id };
  });
}

/** An aesthetic was picked from the list that "Another aesthetic" shows. */
export function selectPick(ports: Services, interaction: InGuild<AnySelectMenuInteraction>, id: string): Promise<void> {
  return paint(ports, interaction, async () => {
    const { guildId, values } = interaction;
    const painted = await findPainted(ports, guildId, id);
    const { id: aestheticId, name, version } = await findById(ports.aesthetics, guildId, values[0] ?? '');
    return { imagineOptions: inTasteOf(painted, { id: aestheticId, name, version }), parentId: id };
  });
}
