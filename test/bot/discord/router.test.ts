import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createCommands } from '../../../src/commands/index.js';
import { isPrivate, openDesk, words } from '../../commands/desk.js';
import { fakePorts } from '../../commands/fakePorts.js';

describe('the router', () => {
  test('takes a form’s id for no button’s', async () => {
    const desk = openDesk(createCommands(fakePorts().ports));
    const [call] = await desk.submit('1:again:x', { name: 'mist' });
    expect(words(call)).toContain('from another version');
    await desk.close();
  });

  test('answers outside of servers, where no command is', async () => {
    const desk = openDesk(createCommands(fakePorts().ports), false);
    const [call] = await desk.slash('help');
    expect([words(call), isPrivate(call)]).toEqual(['This works in servers only.', true]);
    await desk.close();
  });

  test('does not throw when Discord does not take the answer, and logs what a member wrote nowhere', async () => {
    const desk = openDesk(createCommands(fakePorts().ports));
    desk.refuse = true;
    await desk.slash('imagine', { prompt: 'my secret prompt' });
    expect(desk.logged.length).toBeGreaterThan(0);
    expect(inspect(desk.logged, { depth: null })).not.toContain('secret');
    await desk.close();
  });
});
