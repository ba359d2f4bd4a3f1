import { MessageFlags } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { aBot, aDiscord, request, silence, slash, untouched } from './bot.js';

const deferral = { type: 5 };
const reply = { type: 4, data: { content: 'hello' } };
const modal = (more: object = {}) => ({
  type: 9,
  data: {
    custom_id: 'm',
    title: 'Title',
    components: [{ type: 18, label: 'Name', component: { type: 4, custom_id: 'name', style: 1 } }],
    ...more,
  },
});
const labelled = (component: object, label = 'Label') => ({ type: 18, label, component });

describe('the first answer', () => {
  test('is 204, or with_response the message', async () => {
    const { discord } = await aDiscord();
    const { callback } = await untouched(discord);
    expect(await request(discord, 'POST', `${callback}?with_response=true`, deferral)).toMatchObject({
      status: 200,
      json: { interaction: { response_message_loading: true }, resource: { type: 5 } },
    });
    const { callback: replied } = await untouched(discord);
    expect(await request(discord, 'POST', `${replied}?with_response=true`, reply)).toMatchObject({
      status: 200,
      json: {
        interaction: { response_message_id: expect.stringMatching(/^\d+$/) as unknown },
        resource: { type: 4, message: { type: 20 } },
      },
    });
    const second = await discord.member('guest').slash('/imagine');
    const { token } = discord.save().state.interactions[second.id];
    const path = `/interactions/${second.id}/${token}/callback?with_response=false`;
    expect(await request(discord, 'POST', path, deferral)).toMatchObject({ status: 204, json: undefined });
  });

  test('to a deferral leaves out what Discord does not promise, half of the times and the same in every run', async () => {
    const told = async (omissionSeed: number) => {
      const { discord } = await aDiscord({ rules: { omissionSeed } });
      await aBot(discord, silence, { commands: [slash('imagine')] });
      const answers: string[] = [];
      for (let i = 0; i < 16; i++) {
        const { id } = await discord.member('guest').slash('/imagine');
        const { token } = discord.save().state.interactions[id];
        const { json } = await request(
          discord,
          'POST',
          `/interactions/${id}/${token}/callback?with_response=true`,
          deferral,
        );
        answers.push(
          JSON.stringify(json)
            .match(/"(response_message_id|message)"/g)
            ?.join() ?? 'neither',
        );
      }
      return answers;
    };
    const answers = await told(7);
    expect(new Set(answers).size).toBe(4);
    expect(await told(7)).toEqual(answers);
    expect(await told(8)).not.toEqual(answers);
  });

  test('later than three seconds is unknown (10062)', async () => {
    const { discord, clock } = await aDiscord();
    const { callback } = await untouched(discord);
    clock.advance(3_001);
    expect(await request(discord, 'POST', callback, reply)).toMatchObject({ status: 404, code: 10062 });
    expect(discord.violations()).toMatchObject([{ kind: 'rule', code: 10062 }]);
  });

  test('with another’s token is unknown (10062)', async () => {
    const { discord } = await aDiscord();
    const { callback } = await untouched(discord);
    const forged = callback.replace(/\/[^/]+\/callback/, '/stolen/callback');
    expect(await request(discord, 'POST', forged, reply)).toMatchObject({ status: 404, code: 10062 });
  });

  test('a second time is an error (40060)', async () => {
    const { discord } = await aDiscord();
    const { callback } = await untouched(discord);
    await request(discord, 'POST', callback, deferral);
    expect(await request(discord, 'POST', callback, reply)).toMatchObject({ status: 400, code: 40060 });
    expect(await request(discord, 'POST', callback, modal())).toMatchObject({ status: 400, code: 40060 });
  });

  test.each([
    ['an update to a command', { type: 7, data: { content: 'x' } }],
    ['a deferred update to a command', { type: 6 }],
    ['choices to a command', { type: 8, data: { choices: [] } }],
    ['a type that there is not', { type: 99 }],
    ['a deferral with content', { type: 5, data: { content: 'soon' } }],
    ['a deferral with Components V2', { type: 5, data: { flags: MessageFlags.IsComponentsV2 } }],
    ['a field that is not in the schema', { type: 4, data: { content: 'x', colour: 1 } }],
    ['content of 2001 characters', { type: 4, data: { content: 'x'.repeat(2_001) } }],
    ['a modal with a title of 46 characters', modal({ title: 'x'.repeat(46) })],
    ['a modal without components', modal({ components: [] })],
    [
      'a modal with six components',
      modal({ components: Array.from({ length: 6 }, (_, i) => labelled({ type: 4, custom_id: `${i}`, style: 1 })) }),
    ],
    [
      'a modal with a custom_id twice',
      modal({ components: [1, 2].map(() => labelled({ type: 4, custom_id: 'same', style: 1 })) }),
    ],
    [
      'a modal with a label of 46 characters',
      modal({ components: [labelled({ type: 4, custom_id: 'a', style: 1 }, 'x'.repeat(46))] }),
    ],
    [
      'a modal with a labelled input that has a label',
      modal({ components: [labelled({ type: 4, custom_id: 'a', style: 1, label: 'b' })] }),
    ],
    [
      'a modal with a bare input in a row',
      modal({ components: [{ type: 1, components: [{ type: 4, custom_id: 'a', style: 1 }] }] }),
    ],
    ['a modal that takes 11 files', modal({ components: [labelled({ type: 19, custom_id: 'f', max_values: 11 })] })],
    ['a modal with a button', modal({ components: [labelled({ type: 2, custom_id: 'b', style: 1, label: 'x' })] })],
    [
      'a modal whose select has no options',
      modal({ components: [labelled({ type: 3, custom_id: 's', options: [] })] }),
    ],
    [
      'a modal whose input is shorter than its least',
      modal({ components: [labelled({ type: 4, custom_id: 'a', style: 1, min_length: 9, max_length: 5 })] }),
    ],
  ])('%s is refused (50035), and another may follow', async (_, body) => {
    const { discord } = await aDiscord();
    const { callback } = await untouched(discord);
    expect(await request(discord, 'POST', callback, body)).toMatchObject({ status: 400, code: 50035 });
    expect(discord.violations()).toMatchObject([{ kind: 'schema', code: 50035 }]);
    expect(await request(discord, 'POST', callback, reply)).toMatchObject({ status: 204 });
  });

  test('to a modal cannot be a modal (50035)', async () => {
    const { discord } = await aDiscord();
    const refusals: unknown[] = [];
    await aBot(
      discord,
      async (interaction) => {
        if (interaction.isChatInputCommand()) await interaction.showModal(modal().data);
        if (!interaction.isModalSubmit()) return;
        refusals.push(
          await request(discord, 'POST', `/interactions/${interaction.id}/${interaction.token}/callback`, modal()),
        );
        await interaction.reply('done');
      },
      { commands: [slash('create')] },
    );
    const guest = discord.member('guest');
    const open = await (await guest.slash('/create')).modal();
    expect((await (await guest.submit(open, { Name: 'x' })).reply()).text).toBe('done');
    expect(refusals).toMatchObject([{ status: 400, code: 50035 }]);
  });

  test('to autocomplete is 25 choices at most', async () => {
    const { discord } = await aDiscord();
    const failures: unknown[] = [];
    await aBot(
      discord,
      async (interaction) => {
        if (!interaction.isAutocomplete()) return;
        const choices = Array.from({ length: 26 }, (_, i) => ({ name: `${i}`, value: `${i}` }));
        await interaction.respond(choices).catch((error: unknown) => failures.push(error));
        // discord.js counts the refused answer as one.
        interaction.responded = false;
        await interaction.respond(choices.slice(0, 25));
      },
      {
        commands: [
          { ...slash('imagine'), options: [{ type: 3, name: 'aesthetic', description: 'a', autocomplete: true }] },
        ],
      },
    );
    expect(await discord.member('guest').autocomplete('/imagine', 'aesthetic', '')).toHaveLength(25);
    expect(failures).toMatchObject([{ code: 50035 }]);
  });
});
