import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startDiscord } from '../../src/playground/index.js';
import { aPicture } from './bot.js';

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'aesthete-kept-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

test('messages and their files are restored after a restart; files of deleted messages are removed', async () => {
  const folder = await aFolder();
  const picture = await aPicture();
  const first = await startDiscord({ folder });
  const guest = first.member('guest');
  await guest.post('a picture', [{ name: 'p.png', bytes: picture }]);
  await first.flush();
  const gone = await guest.post('another', [{ name: 'q.png', bytes: picture }]);
  await first.flush();
  expect(await readdir(join(folder, 'files'))).toHaveLength(2);
  guest.delete(gone);
  await first.close();
  expect(await readdir(join(folder, 'files'))).toHaveLength(1);

  const second = await startDiscord({ folder });
  onTestFinished(() => second.close());
  expect(second.token).toBe(first.token);
  const [message] = second.member('guest').messages();
  expect(message).toMatchObject({ text: 'a picture', attachments: [{ filename: 'p.png' }] });
  const served = await fetch(message.attachments[0].url);
  expect(Buffer.from(await served.arrayBuffer()).equals(picture)).toBe(true);
});

test('a state that was half written in a crash is ignored', async () => {
  const folder = await aFolder();
  const first = await startDiscord({ folder });
  await first.member('guest').post('kept');
  await first.close();
  await writeFile(join(folder, 'state.json.new'), '{"format":1,"sta');
  const second = await startDiscord({ folder });
  onTestFinished(() => second.close());
  expect(
    second
      .member('guest')
      .messages()
      .map(({ text }) => text),
  ).toEqual(['kept']);
});
