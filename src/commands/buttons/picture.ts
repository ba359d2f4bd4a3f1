import { MessageFlags } from 'discord.js';
import type { ButtonInteraction } from 'discord.js';
import { replyPrivately } from '../../bot/discord/reply.js';
import type { InGuild } from '../../bot/discord/router.js';
import { BotError } from '../../bot/errors.js';
import { textsFor } from '../../bot/i18n/index.js';
import type { Services } from '../../bot/services/index.js';
import { pickView } from '../../bot/views/aesthetics.js';
import { recipeView } from '../../bot/views/recipe.js';
import { varyView } from '../../bot/views/vary.js';
import { checkMayUse, managesMessagesIn } from '../member.js';
import { findGeneration, findPainted } from './generation.js';

type Pressed = InGuild<ButtonInteraction>;

/** "Another aesthetic": a list to pick from, for whoever pressed. */
export async function pressOther(ports: Services, interaction: Pressed, id: string): Promise<void> {
  checkMayUse(interaction);
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const { imagineOptions } = await findPainted(ports, interaction.guildId, id);
  const all = await ports.aesthetics.list(interaction.guildId);
  await replyPrivately(
    interaction,
    pickView(
      textsFor(interaction.locale),
      id,
      all.filter((one) => one.id !== imagineOptions.aesthetic?.id),
    ),
  );
}

/** "Vary", below several pictures: a list to pick one of them from, for whoever pressed. */
export async function pressVary(ports: Services, interaction: Pressed, id: string): Promise<void> {
  checkMayUse(interaction);
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  await findPainted(ports, interaction.guildId, id);
  const pictures = await ports.generations.pictures(id);
  if (pictures.length === 0) throw new BotError('pictureGone');
  const indices = pictures.map(({ index }) => index);
  await replyPrivately(interaction, varyView(textsFor(interaction.locale), id, indices));
}

/** "Recipe": everything that was chosen, for whoever pressed. */
export async function pressRecipe(ports: Services, interaction: Pressed, id: string): Promise<void> {
  checkMayUse(interaction);
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const painted = await findPainted(ports, interaction.guildId, id);
  await replyPrivately(interaction, recipeView(textsFor(interaction.locale), painted));
}

/**
 * "Delete": the message and what is kept of its pictures. For who asked for it, or Manage Messages in its channel. What is not over is cancelled (a
 * forged id).
 */
export async function pressDelete(ports: Services, interaction: Pressed, id: string): Promise<void> {
  await interaction.deferUpdate();
  const { askerId, channelId } = await findGeneration(ports, interaction.guildId, id);
  if (askerId !== interaction.user.id && !managesMessagesIn(interaction, channelId)) {
    throw new BotError('notYourPicture');
  }
  // The data first: what is forgotten but still shown can be deleted by hand, the reverse cannot.
  if (await ports.generations.delete(interaction.guildId, id)) await interaction.deleteReply();
  else if (!(await ports.requests.cancel(interaction.guildId, id))) throw new BotError('notCancellable');
}

/** "Cancel", below what waits or is being painted. Delivery edits the message when it has stopped. */
export async function pressCancel(ports: Services, interaction: Pressed, id: string): Promise<void> {
  await interaction.deferUpdate();
  const { askerId, channelId } = await findGeneration(ports, interaction.guildId, id);
  if (askerId !== interaction.user.id && !managesMessagesIn(interaction, channelId)) {
    throw new BotError('notYourRequest');
  }
  if (!(await ports.requests.cancel(interaction.guildId, id))) throw new BotError('notCancellable');
}
