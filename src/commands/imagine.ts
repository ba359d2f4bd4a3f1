import type { AutocompleteInteraction, ChatInputCommandInteraction } from 'discord.js';
import type { InGuild, SlashCommand } from '../bot/discord/router.js';
import { BotError } from '../bot/errors.js';
import { textsFor } from '../bot/i18n/index.js';
import type { Texts } from '../bot/i18n/index.js';
import type { RequestContext, Services } from '../bot/services/index.js';
import type { AestheticLabel, ImagineOptions, PackSummary } from '../bot/types.js';
import { presetNames, samplerNames } from '../engine/index.js';
import { findByName, noAesthetic, ownTaste, suggestNames } from './aestheticNames.js';
import {
  booleanOption,
  choiceOption,
  fileOption,
  integerOption,
  numberOption,
  slashCommand,
  stringOption,
  suggestedOption,
} from './definition.js';
import { given as fileOf } from './images.js';
import { parseImagine, ranges } from './imagineOptions.js';
import type { ParsedImagine } from './imagineOptions.js';
import { paint } from './paint.js';
import { shapeNames, sizeOf, sizeText } from './sizes.js';

/** `/imagine`: paints, with or without an aesthetic. */
export function imagine(ports: Services): SlashCommand {
  return {
    definition: slashCommand('imagine', (t) => t.imagine.description, [
      stringOption('prompt', (t) => t.imagine.prompt, { required: true, max_length: 6_000 }),
      suggestedOption('aesthetic', (t) => t.imagine.aesthetic),
      suggestedOption('strength', (t) => t.imagine.strength),
      fileOption('image', (t) => t.imagine.image),
      numberOption('keep', (t) => t.imagine.keep, ranges.keep),
      booleanOption('strip', (t) => t.imagine.strip),
      stringOption('negative', (t) => t.imagine.negative, { max_length: 6_000 }),
      integerOption('seed', (t) => t.imagine.seed, ranges.seed),
      stringOption('variation', (t) => t.imagine.variation, { max_length: 200 }),
      integerOption('count', (t) => t.imagine.count, ranges.count),
      numberOption('diversity', (t) => t.imagine.diversity, ranges.diversity),
      suggestedOption('size', (t) => t.imagine.size),
      choiceOption('sampler', (t) => t.imagine.sampler, samplerNames),
      integerOption('steps', (t) => t.imagine.steps, ranges.steps),
      numberOption('guidance', (t) => t.imagine.guidance, ranges.guidance),
      numberOption('guide', (t) => t.imagine.guide, ranges.guide),
      integerOption('clip_skip', (t) => t.imagine.clip_skip, ranges.clipSkip),
      integerOption('text_steps', (t) => t.imagine.text_steps, ranges.textSteps),
      numberOption('lr', (t) => t.imagine.lr, ranges.lr),
    ]),
    execute: (interaction) => {
      const asked = parseImagine(given(interaction));
      const image = interaction.options.getAttachment('image');
      return paint(ports, interaction, async (context) => ({
        imagineOptions: {
          ...(await withAesthetic(ports, context, interaction.user.id, asked)),
          ...(asked.shape && { size: sizeOf(asked.shape, context.pack) }),
        },
        ...(image && {
          start: { bytes: await ports.fetchAttachment(fileOf(image), interaction.user.id), ...asked.keep },
        }),
      }));
    },
    complete: async (interaction) => {
      await interaction.respond(await suggest(ports, interaction));
    },
  };
}

function given({ options }: ChatInputCommandInteraction): Record<string, unknown> {
  return Object.fromEntries(options.data.map(({ name, value }) => [name, value]));
}

/** The aesthetic by name becomes one by id and version, which later names cannot change. */
async function withAesthetic(
  { aesthetics, tastes }: Services,
  context: RequestContext,
  memberId: string,
  { imagineOptions, aesthetic }: ParsedImagine,
): Promise<ImagineOptions> {
  if (aesthetic === undefined) {
    if (
      !context.settings.aesthetic &&
      ((imagineOptions.strength ?? imagineOptions.optimizer) !== undefined || imagineOptions.strip === true)
    ) {
      throw new BotError('aestheticAndNot');
    }
    return imagineOptions;
  }
  if (aesthetic === null) return { ...imagineOptions, aesthetic };
  // As recipes write it, `gloomcore@2`: that version, whatever the current one is. No name has an @.
  const recorded = /^([^@]+)@(\d{1,6})$/.exec(aesthetic.trim());
  const label = await aestheticNamed({ aesthetics, tastes }, context, memberId, recorded?.[1] ?? aesthetic);
  return { ...imagineOptions, aesthetic: recorded ? { ...label, version: Number(recorded[2]) } : label };
}

/** @throws BotError that suggests the nearest */
async function aestheticNamed(
  { aesthetics, tastes }: Pick<Services, 'aesthetics' | 'tastes'>,
  context: RequestContext,
  memberId: string,
  aesthetic: string,
): Promise<AestheticLabel> {
  if (aesthetic.trim().toLowerCase() === ownTaste) {
    // A server may have called one so before the name meant this.
    const found = (await tastes.isOn(context.guildId, memberId))
      ? undefined
      : await aesthetics.find(context, aesthetic);
    return found ?? tastes.current(context, memberId);
  }
  const found = await aesthetics.find(context, aesthetic);
  // Only to suggest what is near: where it was not found, this throws.
  const { id, name, version } = found ?? (await findByName(aesthetics, context.guildId, aesthetic));
  return { id, name, version };
}

async function suggest(
  { aesthetics, tastes, packs }: Services,
  interaction: InGuild<AutocompleteInteraction>,
): Promise<{ name: string; value: string }[]> {
  const { name, value } = interaction.options.getFocused(true);
  if (name === 'strength')
    return presetNames.filter((preset) => preset.startsWith(value.trim().toLowerCase())).map(same);
  if (name === 'size') return suggestSizes(await packs.of(interaction.guildId), value, textsFor(interaction.locale));
  const names = await suggestNames(aesthetics, interaction.guildId, value, (one) => one.unusable === undefined);
  const typed = value.trim().toLowerCase();
  const mine = ownTaste.includes(typed) && (await tastes.isOn(interaction.guildId, interaction.user.id));
  const own = mine ? [{ name: textsFor(interaction.locale).taste.suggested(ownTaste), value: ownTaste }] : [];
  const none = noAesthetic.startsWith(typed) ? [same(noAesthetic)] : [];
  return [...own, ...names.slice(0, 25 - own.length - none.length), ...none];
}

/** The shapes that begin as what is typed, with the size that each has in this pack. */
function suggestSizes(pack: PackSummary, typed: string, { pictures: t }: Texts): { name: string; value: string }[] {
  const begun = typed.trim().toLowerCase();
  const sizes = shapeNames.map((shape) => ({ shape, size: sizeOf(shape, pack) }));
  return sizes.flatMap(({ shape, size }, i) => {
    // Small models have fewer sizes than there are shapes.
    if (sizes.findIndex((one) => sizeText(one.size) === sizeText(size)) < i) return [];
    const names = [shape, t.shapes[shape], sizeText(size)];
    return names.some((one) => one.toLowerCase().startsWith(begun))
      ? [{ name: `${t.shapes[shape]} (${size.width} × ${size.height})`, value: sizeText(size) }]
      : [];
  });
}

const same = (value: string) => ({ name: value, value });
