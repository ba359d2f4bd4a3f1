import { z } from 'zod';
import { BotError } from '../../bot/errors.js';
import { say, textsFor } from '../../bot/i18n/index.js';
import { escape, sentence, small } from '../../bot/views/markdown.js';
import { aestheticKinds, CheckpointError } from '../../engine/index.js';
import { checkName } from '../aestheticNames.js';
import { deferPublicly } from '../deferReply.js';
import { choiceOption, fileOption, stringOption, subcommand } from '../definition.js';
import { given } from '../images.js';
import { checkMayCreate } from '../member.js';
import { announce } from './card.js';
import type { Subcommand } from './subcommand.js';

/** `/aesthetic import`: from a .safetensors or .pt file. What the file says that it is called must be a name too. */
export const importFile: Subcommand = {
  changes: false,
  option: subcommand('import', (t) => t.aesthetic.import, [
    fileOption('file', (t) => t.aesthetic.file, true),
    stringOption('name', (t) => t.aesthetic.newName, { max_length: 100 }),
    choiceOption('kind', (t) => t.aesthetic.fileKind, aestheticKinds),
  ]),
  execute: async (ports, interaction) => {
    const { aesthetics, fetchAttachment, settings } = ports;
    const { options, guildId, user } = interaction;
    const kind = z
      .enum(aestheticKinds)
      .optional()
      .parse(options.getString('kind') ?? undefined);
    const name = options.getString('name');
    const checked = name === null ? {} : { name: checkName(name) };
    const reply = await deferPublicly(interaction);
    checkMayCreate(interaction, await settings.of(guildId));
    const file = given(options.getAttachment('file', true));
    const bytes = await fetchAttachment(file);
    const whose = { guildId, creatorId: user.id, ...checked, ...(kind && { kind }) };
    const { aesthetic, notices } = await aesthetics
      .import({ ...whose, fileName: file.name, bytes })
      .catch((error: unknown) => ofTheirFile(error, file.name));
    const texts = textsFor(interaction.guildLocale);
    const said = [
      texts.answers.imported(escape(aesthetic.name), aesthetic.kind),
      ...notices.map((n) => small(escape(sentence(say(n, texts))))),
    ];
    await announce(ports, interaction, reply, aesthetic, said.join('\n'));
  },
};

/** A damaged file is an operator's trouble elsewhere; here whoever gave it can do something about it. */
function ofTheirFile(error: unknown, name: string): never {
  throw error instanceof CheckpointError ? new BotError('fileDamaged', { name }) : error;
}
