import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Discord } from '../../src/playground/index.js';
import { modes } from '../bot/support/stores.js';
import { seeded } from '../support/seeded.js';
import { example } from './support/files.js';
import type { Killable } from './support/serverProcesses.js';
import { isPicture, picturesSeen } from './support/shown.js';
import type { Exchange, Message } from './support/shown.js';
import { sixProcesses } from './support/sixProcesses.js';

/*
 * Two bots, two workers of different packs, Postgres and Redis. Each of the six is killed once, at a moment that a seed chooses, while members
 * of two servers make aesthetics, paint and vote; who gets no answer asks again. AESTHETE_KILL_SEED chooses the seed, 0 kills nobody;
 * AESTHETE_KILL_RUNS says how many seeds from there are tried.
 */

const firstSeed = Number(process.env['AESTHETE_KILL_SEED'] ?? 1);
const runs = Number(process.env['AESTHETE_KILL_RUNS'] ?? 1);
const seeds = Array.from({ length: runs }, (_, i) => firstSeed + i);
/** The kills begin within this time, and what is killed is back after at most `downMs` and its start. */
const killsWithinMs = 60_000;
const downMs = 5_000;
/** After that, a member who sees nothing new asks again. */
const answerMs = 30_000;
const runMs = 900_000;

describe.skipIf(!modes.includes('distributed'))('a server whose six processes are each killed once', () => {
  test.each(seeds)(
    'loses no accepted request, delivers none twice, and counts every vote (seed %i)',
    async (seed) => {
      const installation = await sixProcesses();
      try {
        const { discord, servers } = installation;
        const killing = seed === 0 ? Promise.resolve() : killEach(installation.processes, seed);
        let killed = false;
        const done = killing.then(() => (killed = true));
        const stories = servers.map((name, i) => story(discord, name, i, () => killed));
        const [told] = await Promise.all([Promise.all(stories), done]);
        await expect.poll(() => installation.rows(openRows), { timeout: runMs / 3 }).toEqual([]);

        const rows = await installation.rows<{ status: string; message_id: string; channel_id: string }>(
          'SELECT status::text, message_id, channel_id FROM generation WHERE NOT background AND NOT making',
        );
        // Nothing failed, and what the database says was delivered is there, once.
        expect(rows.filter(({ status }) => status !== 'delivered')).toEqual([]);
        const pictures = servers.flatMap((name) => picturesSeen(discord.member('admin', name)));
        expect(pictures.map(({ id }) => id).sort()).toEqual(rows.map(({ message_id: id }) => id).sort());
        expect(told.flatMap(({ painted }) => painted).filter((id) => !pictures.some((one) => one.id === id))).toEqual(
          [],
        );

        const [{ votes }] = await installation.rows<{ votes: number }>(
          'SELECT count(*)::int AS votes FROM picture_vote',
        );
        expect(votes).toBe(told.reduce((sum, one) => sum + one.votes, 0));
        const made = await installation.rows<{ name: string }>("SELECT name FROM aesthetic WHERE name LIKE 'Paper%'");
        const names = made.map(({ name }) => name);
        expect(names).toEqual(expect.arrayContaining(told.map(({ aesthetic }) => aesthetic)));
        expect(discord.violations()).toEqual([]);
      } finally {
        await installation.close();
      }
    },
    runMs,
  );
});

const openRows =
  "SELECT id, status::text FROM generation WHERE status NOT IN ('delivered', 'cancelled', 'failed') AND NOT background";

/** A process by its name, and how it is killed and started. */
type Processes = Readonly<Record<string, Killable>>;

/** What members were told. */
interface Told {
  readonly aesthetic: string;
  /** The messages with the pictures. */
  readonly painted: readonly string[];
  readonly votes: number;
}

/** Makes an aesthetic, paints with it and votes on the pictures, until `isOver`, and then once more. */
async function story(discord: Discord, server: string, index: number, isOver: () => boolean): Promise<Told> {
  const admin = discord.member('admin', server);
  const guest = discord.member('guest', server);
  if (index === 1)
    await persist(async () => {
      const asked = await admin.slash('/settings change', { pack: 'other' });
      return answered(asked, ({ text }) => text.includes('other'));
    });
  const files = await Promise.all(['umbrella', 'panda', 'whale'].map((subject) => example('sepia', subject)));
  const [image1, image2, image3] = files;
  const aesthetic = await persist(async (attempt) => {
    const name = `Paper ${attempt}`;
    const asked = await guest.slash('/aesthetic create', { name, image1, image2, image3 });
    await answered(asked, ({ text }) => text.includes(`**${name}** is an aesthetic now`));
    return name;
  });
  const painted: string[] = [];
  let votes = 0;
  for (let last = false; !last;) {
    last = isOver();
    const picture = await persist(async () => {
      const asked = await guest.slash('/imagine', { prompt: 'a castle', aesthetic, steps: 2, seed: painted.length });
      return answered(asked, isPicture);
    });
    painted.push(picture.id);
    for (const voter of [guest, admin]) {
      // One that was counted and not confirmed is withdrawn by the second press, and cast by the third.
      await persist(async () => {
        const { text } = await voter.press(picture, '👍').reply(() => true, answerMs);
        if (!text.includes('You voted 👍')) throw new Error(text);
      });
      votes++;
    }
  }
  return { aesthetic, painted, votes };
}

/** Does it again until it is answered: a member whose bot does not respond. */
async function persist<T>(act: (attempt: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await act(attempt);
    } catch (error) {
      if (attempt === 20) throw error;
    }
  }
}

/** The reply of which `until` is true. What says that it waits is waited for: it was accepted. @throws where nothing came, or other words */
async function answered(asked: Exchange, until: (message: Message) => boolean): Promise<Message> {
  await asked.reply(() => true, answerMs);
  return asked.reply(until, runMs / 3);
}

/** Kills each once and starts it again, each at a moment of its own. */
async function killEach(processes: Processes, seed: number): Promise<void> {
  const random = seeded(seed);
  const plan = Object.entries(processes).map(([name, process]) => ({
    ...{ name, process },
    at: random(0, killsWithinMs),
    down: random(0, downMs),
  }));
  console.log(`seed ${seed}: ${plan.map(({ name, at, down }) => `${name} at ${at} ms for ${down} ms`).join(', ')}`);
  await Promise.all(
    plan.map(async ({ process, at, down }) => {
      await sleep(at);
      await process.kill();
      await sleep(down);
      await process.start();
    }),
  );
}
