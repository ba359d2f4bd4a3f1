import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { modes } from '../bot/support/stores.js';
import { example } from './support/files.js';
import { install, startingMs } from './support/installation.js';
import type { Installation } from './support/installation.js';
import type { Line } from './support/process.js';
import { answer, made, patienceMs, picture, privately } from './support/shown.js';
import type { Member, Message } from './support/shown.js';

/*
 * What an operator sees of requests, in order: each test goes on where the one before ended.
 */

const storyMs = 4 * patienceMs;

describe.each(modes)('watching, %s', (mode) => {
  let installation: Installation;
  let member: Member;
  let painted: Message;

  beforeAll(async () => {
    installation = await install(mode, { watched: true });
    member = installation.discord.member('admin');
  }, startingMs);
  afterAll(() => installation.close());

  /** All lines that `grep ID` finds, once the last of them is there. */
  async function grepped(id: string, last: string): Promise<Line[]> {
    const lines = (): Line[] => installation.lines().filter((line) => JSON.stringify(line).includes(id));
    await expect.poll(() => lines().at(-1)?.msg, { timeout: patienceMs }).toBe(last);
    return lines();
  }
  /** The way of the latest request by a command: its interaction's lines, and its generation's. */
  async function wayOf(command: string): Promise<{ interaction: Line[]; generation: Line[] }> {
    const asked = installation.lines().findLast((line) => line['command'] === command);
    const interaction = await grepped(String(asked?.['interaction']), 'accepted');
    return { interaction, generation: await grepped(String(interaction.at(-1)?.['generation']), 'delivered') };
  }
  const told = ({ msg, stage }: Line): string => (msg === 'stage' ? `stage ${String(stage)}` : String(msg));

  test(
    'the log has the whole way of a picture under its id, and one line that has the interaction, too',
    async () => {
      const asked = { prompt: 'a castle', aesthetic: 'gloomcore', steps: 3 };
      painted = await picture(await member.slash('/imagine', asked));
      const { interaction, generation } = await wayOf('imagine');
      expect(interaction.map(told)).toEqual(['interaction', 'accepted']);
      expect(generation.map(told)).toEqual([
        ...['accepted', 'dispatched', 'begun'],
        ...['stage text', 'stage paint', 'stage decode', 'stage embed'],
        ...['painted', 'delivered'],
      ]);
      expect(generation[2]).toMatchObject({ attempts: 1, pack: 'demo', waitedMs: expect.any(Number) as number });
      expect(JSON.stringify(installation.lines())).not.toContain(asked.prompt);
    },
    storyMs,
  );

  test(
    'the same for an aesthetic out of images',
    async () => {
      const images = { image1: await example('sepia', 'whale'), image2: await example('sepia', 'panda') };
      await made(await member.slash('/aesthetic create', { name: 'old-photo', ...images }));
      const { generation } = await wayOf('aesthetic create');
      expect(generation.map(told)).toEqual([
        ...['accepted', 'dispatched', 'files fetched', 'begun', 'made an aesthetic', 'delivered'],
      ]);
    },
    storyMs,
  );

  test(
    'metrics count what was asked for, how long it took, and votes',
    async () => {
      expect((await privately(member.press(painted, '👍'))).text).toContain('You voted');
      await answer(await member.slash('/imagine', { prompt: 'a castle', aesthetic: 'nowhere' }));
      const processes = mode === 'embedded' ? 1 : 2;
      // Counted when all is done, and measured every few seconds.
      const late = async () => {
        const metrics = await installation.metrics();
        const memory = metrics.get('aesthete_engine_memory_bytes') ?? 0;
        const done = metrics.get('aesthete_interactions_total{answer="done"}');
        return { done, workers: metrics.get('aesthete_workers'), isMeasured: memory > 1e7 };
      };
      await expect.poll(late, { timeout: patienceMs }).toEqual({ done: 3, workers: processes, isMeasured: true });
      const metrics = await installation.metrics();
      const of = (series: string): number => metrics.get(`aesthete_${series}`) ?? NaN;
      expect(of('votes_total{on="picture"}')).toBe(1);
      expect(of('interactions_total{answer="failed"}')).toBe(0);
      expect(of('interactions_total{answer="refused"}')).toBe(1);
      expect(of('ended_total{end="made"}')).toBe(1);
      for (const until of ['begun', 'delivered']) expect(of(`wait_seconds_count{until="${until}"}`)).toBe(2);
      // Three steps of one picture, the first of which is not timed; a card has more.
      expect(of('step_seconds_count{device="cpu"}')).toBeGreaterThanOrEqual(2);
      expect(of('cache_total{cache="texts",result="miss"}')).toBeGreaterThanOrEqual(3);
      expect(of('cache_total{cache="sessions",result="hit"}')).toBeGreaterThan(0);
      expect(of('painted_cost_total')).toBeGreaterThan(0);
      expect(of('healthy')).toBe(processes);
      expect(installation.complaints()).toEqual([]);
    },
    storyMs,
  );

  test(
    'whoever manages the server sees privately how the bot is doing, its worker with the speed that was measured',
    async () => {
      const status = async (): Promise<string> => (await privately(await member.slash('/status'))).text;
      await expect.poll(status, { timeout: patienceMs, interval: 500 }).toMatch(/· demo · [\d.]+ s per step/);
      const text = await status();
      const parts = mode === 'embedded' ? ['Database'] : ['Postgres', 'Redis'];
      for (const part of parts) expect(text).toContain(`**${part}**: works`);
      expect(text).toContain('**Discord**: connected');
      expect(text).toContain('**Workers**: 1\n- cpu · 1 request at a time');
      expect(text).toContain('**Waiting**: 0 here, 0 in other servers');
      expect(text).toMatch(/in this server\*\*: painted: 1 · aesthetics made: 1$/);
    },
    storyMs,
  );
});
