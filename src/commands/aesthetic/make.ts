import type { ChatInputCommandInteraction, ModalSubmitInteraction } from 'discord.js';
import { checkFileSize } from '../../bot/discord/attachments.js';
import { toMessagePayload } from '../../bot/discord/reply.js';
import type { InGuild } from '../../bot/discord/router.js';
import { textsFor } from '../../bot/i18n/index.js';
import type { MakingRequest, RequestContext, Services } from '../../bot/services/index.js';
import { waitingMakingView } from '../../bot/views/making.js';
import { channelOf, paintsIn } from '../admission.js';
import { deferPublicly } from '../deferReply.js';

type Asked = Pick<MakingRequest, 'what' | 'files'>;

/**
 * The way of every request that makes or changes an aesthetic out of files: acknowledge at once, look whether it may be, hand it to
 * `makings.accept`, show that it waits. From then on delivery edits the reply, for all: others can use it.
 * `ask` says what is wanted, after the acknowledgement: it may read the database. @throws BotError
 */
export async function requestAesthetic(
  ports: Services,
  interaction: InGuild<ChatInputCommandInteraction | ModalSubmitInteraction>,
  ask: (context: RequestContext) => Asked | Promise<Asked>,
): Promise<void> {
  const reply = await deferPublicly(interaction);
  const context = await ports.context(interaction.guildId);
  const { what, files } = await ask(context);
  for (const file of files) checkFileSize(file);
  const { id, nobodyPaints, release } = await ports.makings.accept({
    context,
    what,
    files,
    reply,
    channelId: reply.channelId,
    askerId: interaction.user.id,
    attachmentLimit: interaction.attachmentSizeLimit,
    showsCard: what.kind !== 'add' && paintsIn(channelOf(interaction), context.settings, context.pack),
  });
  const name = what.kind === 'add' ? what.aesthetic.name : what.name;
  const shown = { id, name, files: files.length };
  const waiting = waitingMakingView(textsFor(interaction.guildLocale), shown, nobodyPaints);
  // It is accepted: whatever becomes of this edit, delivery goes on.
  await interaction
    .editReply(toMessagePayload(waiting))
    .catch(() => undefined)
    .finally(release);
}
