import { z } from 'zod';
import { showPublicly } from '../../bot/discord/answer.js';
import { text } from '../../bot/texts/index.js';
import { escape, small } from '../../bot/views/markdown.js';
import { textView } from '../../bot/views/view.js';
import { aestheticKinds, CheckpointError, UserError } from '../../engine/index.js';
import { checkName } from '../aestheticNames.js';
import { choiceOption, fileOption, stringOption, subcommand } from '../definition.js';
import { given } from '../images.js';
import { checkMayCreate } from '../member.js';
import type { Subcommand } from './subcommand.js';

const t = text.commands.aesthetic;

/** `/aesthetic import`: from a .safetensors or .pt file. What the file says that it is called must be a name too. */
export const importFile: Subcommand = {
  changes: false,
  option: subcommand('import', t.import, [
    fileOption('file', t.file, true),
    stringOption('name', t.newName, { max_length: 100 }),
    choiceOption('kind', t.fileKind, aestheticKinds),
  ]),
  execute: async ({ aesthetics, fetchAttachment, settings }, interaction) => {
    const { options, guildId, user } = interaction;
    const kind = z
      .enum(aestheticKinds)
      .optional()
      .parse(options.getString('kind') ?? undefined);
    const name = options.getString('name');
    const checked = name === null ? {} : { name: checkName(name) };
    await interaction.deferReply();
    checkMayCreate(interaction, await settings.of(guildId));
    const file = given(options.getAttachment('file', true));
    const bytes = await fetchAttachment(file);
    const whose = { guildId, creatorId: user.id, ...checked, ...(kind && { kind }) };
    const { aesthetic, notices } = await aesthetics.import({ ...whose, fileName: file.name, bytes }).catch(ofTheirFile);
    const said = [
      text.answers.imported(escape(aesthetic.name), aesthetic.kind),
      ...notices.map((n) => small(escape(n))),
    ];
    await showPublicly(interaction, textView(said.join('\n')));
  },
};

/** A damaged file is an operator's trouble elsewhere; here whoever gave it can do something about it. */
function ofTheirFile(error: unknown): never {
  throw error instanceof CheckpointError ? new UserError(error.message) : error;
}
