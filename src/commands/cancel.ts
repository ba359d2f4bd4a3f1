import { MessageFlags } from 'discord.js';
import type { Interaction } from 'discord.js';
import { replyPrivately } from '../bot/discord/reply.js';
import type { InGuild, SlashCommand } from '../bot/discord/router.js';
import { BotError } from '../bot/errors.js';
import { textsFor } from '../bot/i18n/index.js';
import type { Services } from '../bot/services/index.js';
import type { Queued } from '../bot/types.js';
import { short } from '../bot/views/markdown.js';
import { textView } from '../bot/views/view.js';
import { slashCommand, suggestedOption } from './definition.js';
import { managesMessagesIn } from './member.js';
import { queuedFor } from './queued.js';

/** `/cancel`: one's own request, or with Manage Messages in its channel anybody's. */
export function cancel(ports: Services): SlashCommand {
  const cancellable = async (interaction: InGuild<Interaction>): Promise<Queued[]> => {
    const { here: all } = await queuedFor(ports, interaction);
    return all.filter(
      ({ askerId, channelId }) => askerId === interaction.user.id || managesMessagesIn(interaction, channelId),
    );
  };
  return {
    definition: slashCommand('cancel', (t) => t.cancel.description, [
      suggestedOption('request', (t) => t.cancel.request),
    ]),
    execute: async (interaction) => {
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      const chosen = choose(
        await cancellable(interaction),
        interaction.options.getString('request'),
        interaction.user.id,
      );
      if (!(await ports.requests.cancel(interaction.guildId, chosen.id))) throw new BotError('notCancellable');
      await replyPrivately(interaction, textView(textsFor(interaction.locale).answers.cancelled));
    },
    complete: async (interaction) => {
      const typed = interaction.options.getFocused().toLowerCase();
      const { queueHidden } = textsFor(interaction.locale).answers;
      const named = (await cancellable(interaction)).map(({ id, prompt = queueHidden }) => ({ prompt, value: id }));
      const matching = named.filter(({ prompt }) => prompt.toLowerCase().includes(typed));
      await interaction.respond(
        matching.slice(0, 25).map(({ prompt, value }) => ({ name: short(prompt, 100), value })),
      );
    },
  };
}

/** The one that was named; without a name one's own latest. @throws BotError */
function choose(all: readonly Queued[], named: string | null, userId: string): Queued {
  const found = named === null ? all.findLast(({ askerId }) => askerId === userId) : all.find(({ id }) => id === named);
  if (!found) throw new BotError(named === null ? 'nothingToCancel' : 'notCancellable');
  return found;
}
