import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { tokenLifetimeMs } from '../../src/bot/delivery/editOrPost.js';
import { ttl } from '../../src/bot/repositories/imageStore.js';
import { variables } from '../../src/bot/variables.js';
import { keptPicture, uploadSide } from '../../src/bot/worker/thumbnails.js';
import { mostArchiveBytes, mostEntries, mostEntryBytes } from '../../src/cli/archive/zipReader.js';
import { mostImages } from '../../src/commands/images.js';
import { int8Limits } from '../../src/engine/index.js';
import { defaultRules as rules } from '../../src/playground/world/world.js';

const minutes = (ms: number): number => ms / 60_000;
const inWords: Readonly<Record<number, string>> = { 2: 'two', 10: 'ten' };

/** What a document says of a limit, made from the constant that sets it. */
const said: readonly (readonly [string, string])[] = [
  ['docs/PRIVACY.md', `a thumbnail of ${uploadSide} pixels`],
  ['docs/PRIVACY.md', `${keptPicture.shorter} pixels on its shorter side, at most ${keptPicture.bytes / 1000} kB`],
  ['docs/PRIVACY.md', `they are sent; never longer than ${inWords[minutes(ttl.pictureMs) / 60]} hours`],
  ['docs/PRIVACY.md', `[${variables.shape.AESTHETE_RETENTION_DAYS.parse(undefined)}] days`],
  ['docs/self-hosting.md', `after ${minutes(tokenLifetimeMs)} minutes in the reply`],
  [
    'docs/cli.md',
    `more than ${Math.round(mostArchiveBytes / 2 ** 30)} GB, ${mostEntries.toLocaleString('en')} entries, ${mostEntryBytes / 2 ** 20} MiB in one entry`,
  ],
  ['README.md', `one to ${inWords[mostImages]} pictures`],
  ['docs/devices.md', `It paints ${int8Limits.pairs} pairs`],
  ['docs/devices.md', `no more than ${int8Limits.error * 100} % of their norm`],
  ['docs/devices.md', `a cosine of ${int8Limits.cosine} or more on average`],
  ['docs/playground-discord.md', `\`rules.messagesPerChannel\` (${rules.messagesPerChannel.toLocaleString('en')})`],
  ['docs/playground-discord.md', `\`rules.fileBytes\` (${rules.fileBytes / 2 ** 20} MiB)`],
  ['docs/playground-discord.md', `\`rules.lateEdits\`, ${rules.lateEdits.most} an hour`],
];

test.each(said)('%s says “%s”, as the code has it', async (file, words) => {
  expect((await readFile(file, 'utf8')).replaceAll(/\s+/g, ' ')).toContain(words);
});
