import type { ModalSubmitInteraction } from 'discord.js';
import { z } from 'zod';
import type { InGuild } from '../../bot/discord/router.js';
import { BotError } from '../../bot/errors.js';
import { textsFor } from '../../bot/i18n/index.js';
import type { GivenFile, MakingRequest, RequestContext, Services } from '../../bot/services/index.js';
import { aestheticForm, formFields, noteLength } from '../../bot/views/aestheticForm.js';
import { aestheticKinds } from '../../engine/index.js';
import type { AestheticKind } from '../../engine/index.js';
import { checkName, checkNote } from '../aestheticNames.js';
import { choiceOption, fileOption, stringOption, subcommand } from '../definition.js';
import { checkImages, given, mostImages } from '../images.js';
import { checkMayCreate } from '../member.js';
import { requestAesthetic } from './make.js';
import type { Subcommand } from './subcommand.js';

const kinds = z.enum(aestheticKinds);
const imageOptions = Array.from({ length: mostImages }, (_, i) => `image${i + 1}`);

/**
 * `/aesthetic create`: from attached images, or, where a name or the images are missing, by a form that asks for both. Showing the form
 * must be the first answer, so nothing is read before it but the settings.
 */
export const create: Subcommand = {
  changes: false,
  option: subcommand('create', (t) => t.aesthetic.create, [
    stringOption('name', (t) => t.aesthetic.newName, { max_length: 100 }),
    choiceOption('kind', (t) => t.aesthetic.kind, aestheticKinds),
    stringOption('note', (t) => t.aesthetic.note, { max_length: noteLength }),
    ...imageOptions.map((name) => fileOption(name, (t) => t.aesthetic.image)),
  ]),
  execute: async (ports, interaction) => {
    const { options, guildId } = interaction;
    const kind = kinds.optional().parse(options.getString('kind') ?? undefined);
    const typed = options.getString('name');
    const name = typed === null ? undefined : checkName(typed);
    const attachments = imageOptions.flatMap((option) => options.getAttachment(option) ?? []);
    if (name !== undefined && attachments.length > 0) {
      const note = checkNote(options.getString('note') ?? '');
      return requestAesthetic(ports, interaction, ({ settings, pack }) => {
        checkMayCreate(interaction, settings);
        return creation({ name, note, kind }, attachments.map(given), pack);
      });
    }
    if (attachments.length > 0) throw new BotError('imagesWithoutName');
    const [ours, pack] = await Promise.all([ports.settings.of(guildId), ports.packs.of(guildId)]);
    checkMayCreate(interaction, ours);
    const texts = textsFor(interaction.locale);
    await interaction.showModal(aestheticForm(texts, kind ?? pack.defaults.kind, name === undefined ? {} : { name }));
  },
};

/** The form's answer: with images of its own (`new`), or with those of a message, whose id it carries. */
export async function answerForm(
  ports: Services,
  interaction: InGuild<ModalSubmitInteraction>,
  messageId: string,
): Promise<void> {
  const { fields, guildId, user } = interaction;
  const described = {
    name: checkName(fields.getTextInputValue(formFields.name)),
    note: checkNote(fields.getTextInputValue(formFields.note)),
    kind: kinds.safeParse(fields.getStringSelectValues(formFields.kind)[0]).data,
  };
  const draft = messageId === 'new' ? undefined : { guildId, userId: user.id, messageId };
  await requestAesthetic(ports, interaction, async ({ settings, pack }) => {
    checkMayCreate(interaction, settings);
    const images = draft
      ? await ports.drafts.find(draft)
      : [...(fields.getUploadedFiles(formFields.images)?.values() ?? [])].map(given);
    if (!images) throw new BotError('draftGone');
    return creation(described, images, pack);
  });
  if (draft) await ports.drafts.forget(draft);
}

interface Described {
  readonly name: string;
  readonly note: string;
  /** Undefined: the pack's own choice. */
  readonly kind: AestheticKind | undefined;
}

function creation(
  { name, note, kind }: Described,
  images: readonly GivenFile[],
  { defaults }: RequestContext['pack'],
): Pick<MakingRequest, 'what' | 'files'> {
  return { what: { kind: 'create', name, note, of: kind ?? defaults.kind }, files: checkImages(images) };
}
