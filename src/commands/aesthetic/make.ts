import type { ChatInputCommandInteraction, ModalSubmitInteraction } from 'discord.js';
import type { InGuild } from '../../bot/discord/router.js';
import { textsFor } from '../../bot/i18n/index.js';
import type { Services } from '../../bot/services/index.js';
import { escape, member } from '../../bot/views/markdown.js';
import type { AestheticKind } from '../../engine/index.js';
import { deferPublicly } from '../deferReply.js';
import { checkMayCreate } from '../member.js';
import { announce } from './card.js';

export interface Described {
  readonly name: string;
  readonly note: string;
  /** Absent: the pack's own choice. */
  readonly kind?: AestheticKind;
}

/** Makes an aesthetic and tells the channel, so that others can use it. `images` is asked once making is allowed. @throws BotError */
export async function makeAesthetic(
  ports: Services,
  interaction: InGuild<ChatInputCommandInteraction | ModalSubmitInteraction>,
  { name, note, kind }: Described,
  images: () => Promise<readonly Uint8Array[]>,
): Promise<void> {
  const { aesthetics, settings, packs } = ports;
  const reply = await deferPublicly(interaction);
  const { guildId, user } = interaction;
  checkMayCreate(interaction, await settings.of(guildId));
  const made = await aesthetics.create({
    guildId,
    creatorId: user.id,
    name,
    note,
    kind: kind ?? (await packs.of(guildId)).defaults.kind,
    images: await images(),
  });
  const said = textsFor(interaction.guildLocale).answers.created(escape(made.name), made.count, member(user.id));
  await announce(ports, interaction, reply, made, said);
}
