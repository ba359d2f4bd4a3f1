import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
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

test('a change is appended, and the state is written anew only when the changes are longer than it', async () => {
  const folder = await aFolder();
  const first = await startDiscord({ folder, rules: { messagesPerChannel: 3 } });
  const guest = first.member('guest');
  await first.flush();
  const { ino } = await stat(join(folder, 'state.json'));
  for (const text of ['one', 'two', 'three', 'four']) await guest.post(text);
  await first.flush();
  expect((await stat(join(folder, 'state.json'))).ino).toBe(ino);
  expect(await readFile(join(folder, 'changes-1.jsonl'), 'utf8')).toContain('"content":"four"');
  await guest.post('x'.repeat(2 ** 20));
  await first.flush();
  await guest.post('five');
  await first.flush();
  await guest.post('six');
  await first.close();
  expect((await readdir(folder)).sort()).toEqual(['changes-2.jsonl', 'files', 'state.json']);

  // Cut off in a crash.
  await appendFile(join(folder, 'changes-2.jsonl'), '{"part":"mess');
  const second = await startDiscord({ folder });
  onTestFinished(() => second.close());
  const texts = second.member('guest').messages();
  expect(texts.map(({ text }) => text.slice(0, 4))).toEqual(['xxxx', 'five', 'six']);
});
