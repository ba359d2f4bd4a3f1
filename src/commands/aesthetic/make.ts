import type { ChatInputCommandInteraction, ModalSubmitInteraction } from 'discord.js';
import { showPublicly } from '../../bot/discord/answer.js';
import type { InGuild } from '../../bot/router.js';
import { text } from '../../bot/texts/index.js';
import { escape, member } from '../../bot/views/markdown.js';
import { textView } from '../../bot/views/view.js';
import type { AestheticKind } from '../../engine/index.js';
import { checkMayCreate } from '../member.js';
import type { Ports } from '../ports.js';

export interface Described {
  readonly name: string;
  readonly note: string;
  /** Absent: the pack's own choice. */
  readonly kind?: AestheticKind;
}

/** Makes an aesthetic and tells the channel, so that others can use it. `images` is asked once making is allowed. @throws UserError */
export async function makeAesthetic(
  { aesthetics, settings, packs }: Ports,
  interaction: InGuild<ChatInputCommandInteraction | ModalSubmitInteraction>,
  { name, note, kind }: Described,
  images: () => Promise<readonly Uint8Array[]>,
): Promise<void> {
  await interaction.deferReply();
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
  await showPublicly(interaction, textView(text.answers.created(escape(made.name), made.count, member(user.id))));
}
