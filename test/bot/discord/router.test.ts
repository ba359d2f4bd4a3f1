import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createCommands } from '../../../src/commands/index.js';
import { fakeServices } from '../../commands/fakeServices.js';
import { isPrivate, openTestClient, words } from '../../commands/testClient.js';

describe('the router', () => {
  test('takes a button’s id for no form’s, nor a form’s for a button’s', async () => {
    const client = openTestClient(createCommands(fakeServices().services));
    const [call] = await client.submit('1:again:x', { name: 'mist' });
    const [pressed] = await client.press('1:create:new');
    for (const one of [call, pressed]) expect(words(one)).toContain('from another version');
    await client.close();
  });

  test('answers outside of servers, where no command is', async () => {
    const client = openTestClient(createCommands(fakeServices().services), false);
    const [call] = await client.slash('help');
    expect([words(call), isPrivate(call)]).toEqual(['This works in servers only.', true]);
    await client.close();
  });

  test('does not throw when Discord does not take the answer, and logs what a member wrote nowhere', async () => {
    const client = openTestClient(createCommands(fakeServices().services));
    client.refuse = true;
    await client.slash('imagine', { prompt: 'my secret prompt' });
    expect(client.logged.length).toBeGreaterThan(0);
    expect(inspect([client.logged, client.heard], { depth: null })).not.toContain('secret');
    await client.close();
  });

  test('has a line in the log for each interaction but suggestions, with its id and what it is for', async () => {
    const { services } = fakeServices();
    const client = openTestClient(createCommands(services));
    await client.slash('aesthetic', {}, {}, 'list');
    await client.press('1:again:x');
    await client.complete('imagine', { prompt: 'mist', aesthetic: 'g' }, 'aesthetic');
    const id = expect.stringMatching(/^\d+$/) as string;
    expect(client.heard).toEqual([
      { interaction: id, guild: '100', command: 'aesthetic list' },
      { interaction: id, guild: '100', customId: '1:again:x' },
    ]);
    await client.close();
  });

  test('tells how each interaction was answered', async () => {
    const { services } = fakeServices();
    const answers: string[] = [];
    const answered = async (ports: typeof services): Promise<void> => {
      const client = openTestClient(createCommands(ports), true, (answer) => answers.push(answer));
      await client.slash('queue');
      await client.press('1:again:x');
      await client.complete('imagine', { prompt: 'mist', aesthetic: 'g' }, 'aesthetic');
      await client.close();
    };
    await answered(services);
    const broken = () => Promise.reject(new TypeError('broken'));
    await answered({ ...services, queue: { of: broken } });
    expect(answers).toEqual(['done', 'refused', 'failed', 'refused']);
  });
});
