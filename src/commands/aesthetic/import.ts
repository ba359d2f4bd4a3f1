import { z } from 'zod';
import { aestheticKinds } from '../../engine/index.js';
import { checkName } from '../aestheticNames.js';
import { choiceOption, fileOption, stringOption, subcommand } from '../definition.js';
import { given } from '../images.js';
import { checkMayCreate } from '../member.js';
import { requestAesthetic } from './make.js';
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
    const { options } = interaction;
    const of = z
      .enum(aestheticKinds)
      .optional()
      .parse(options.getString('kind') ?? undefined);
    const name = options.getString('name');
    const checked = name === null ? {} : { name: checkName(name) };
    await requestAesthetic(ports, interaction, ({ settings }) => {
      checkMayCreate(interaction, settings);
      return {
        what: { kind: 'import', ...checked, ...(of && { of }) },
        files: [given(options.getAttachment('file', true))],
      };
    });
  },
};
