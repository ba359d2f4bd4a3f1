import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wilsonScore } from '../../../src/bot/community/index.js';
import { idOf } from '../../../src/bot/database/ids.js';
import {
  eraseMember,
  listAesthetics,
  openStore,
  voteOnAesthetic,
  voteOnPicture,
} from '../../../src/bot/repositories/index.js';
import type { Store } from '../../../src/bot/repositories/index.js';
import { asked } from '../support/asked.js';
import { fillHistory, longGuild as guildId, nthId } from '../support/history.js';
import { explainer } from '../support/plans.js';
import type { Explain } from '../support/plans.js';
import { pack } from '../support/rows.js';
import { modes, newTestStore } from '../support/stores.js';
import type { TestStore } from '../support/stores.js';

const size = { generations: 20_000, aesthetics: 5 };
/** Tables that grow with a server's history. */
const growing = ['generation', 'generated_image', 'picture_vote', 'picture_tally', 'choice', 'audit_entry'];
/** Rows of one of them that one step of a plan may read. */
const mostRows = 2_500;
/** Ways to read all of a table that an index would find a few rows of. */
const ways = ['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin'];

describe.each(modes)('a long history, %s', (mode) => {
  let place: TestStore;
  let store: Store;
  let explain: Explain;
  beforeAll(async () => {
    place = await newTestStore(mode);
    const filled = await openStore(place.options);
    await fillHistory(filled, size);
    // In tables of this size reading all is often the cheapest; what indexes can answer does not depend on the size.
    for (const way of ways)
      await filled.client.$executeRawUnsafe(
        `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET ${way} = off', current_database()); END $$`,
      );
    await filled.close();
    store = await openStore(place.options, () => undefined);
    // PGlite, which has one session, does not read what a database sets.
    for (const way of ways) await store.client.$executeRawUnsafe(`SET ${way} = off`);
    explain = explainer(store);
  });
  afterAll(async () => {
    await store.close();
    await place.remove();
  });

  const tooMuch = async (work: () => Promise<unknown>): Promise<string[]> =>
    (await explain(work)).flatMap(({ sql, nodes }) =>
      nodes
        .filter(({ type, table = '', rows }) => growing.includes(table) && (type === 'Seq Scan' || rows > mostRows))
        .map(({ type, table, rows }) => `${type} of ${rows} rows of ${String(table)}: ${sql}`),
    );

  it('is found by an index where members ask, whatever they ask', async () => {
    const found: Record<string, string[]> = {};
    for (const [what, work] of Object.entries(asked(store))) {
      const steps = await tooMuch(work);
      if (steps.length > 0) found[what] = steps;
    }
    expect(found).toEqual({});
  });

  it('is noticed where it is read', async () => {
    expect(await tooMuch(() => store.client.generation.count({ where: { cost: 3 } }))).not.toEqual([]);
  });

  it('has counters of uses and votes that follow every change', async () => {
    const id = nthId('aesthetic', 2);
    const now = Date.now();
    await voteOnAesthetic(store.client, { guildId, memberId: 'v1', id, value: -1 }, now);
    await voteOnAesthetic(store.client, { guildId, memberId: 'new', id, value: 1 }, now);
    await voteOnPicture(store.client, { guildId, memberId: 'new', id: nthId('image', 5), value: 1 }, now);
    await voteOnPicture(store.client, { guildId, memberId: 'new', id: nthId('image', 15), value: 1 }, now);
    await voteOnPicture(store.client, { guildId, memberId: 'new', id: nthId('image', 15), value: 1 }, now);
    await eraseMember(store.client, 'v3', now);
    await eraseMember(store.client, 'm7', now);
    const uses = await store.client.$queryRaw<{ id: string; uses: number }[]>`
      SELECT v.aesthetic_id AS id, count(*)::int AS uses FROM generation g JOIN aesthetic_version v ON v.id = g.aesthetic_version_id
      WHERE g.guild_id = ${guildId} AND NOT g.background GROUP BY 1`;
    const votes = await store.client.$queryRaw<{ id: string; likes: number; votes: number }[]>`
      SELECT aesthetic_id AS id, (count(*) FILTER (WHERE value = 1))::int AS likes, count(*)::int AS votes FROM aesthetic_vote
      WHERE guild_id = ${guildId} AND NOT own AND value <> 0 GROUP BY 1`;
    const listed = (await listAesthetics(store.client, guildId, pack)).filter(({ votes: count }) => count > 0);
    expect(listed.length).toBeGreaterThan(size.aesthetics / 2);
    expect(uses.length).toBeGreaterThan(size.aesthetics / 2);
    for (const one of listed) {
      const counted = votes.find((row) => idOf(row.id) === one.id);
      expect(one).toMatchObject({
        uses: uses.find((row) => idOf(row.id) === one.id)?.uses ?? 0,
        votes: counted?.votes,
        score: wilsonScore(counted?.likes ?? 0, (counted?.votes ?? 0) - (counted?.likes ?? 0)),
      });
    }
    const pictures = await store.client.$queryRaw`
      SELECT image_id, (count(*) FILTER (WHERE value = 1))::int AS likes, count(*)::int AS votes FROM picture_vote
      WHERE NOT own AND value <> 0 GROUP BY 1 ORDER BY 1`;
    const tallies = await store.client.pictureTally.findMany({
      where: { votes: { gt: 0 } },
      orderBy: { imageId: 'asc' },
    });
    expect(tallies.map(({ imageId, likes, votes: count }) => ({ image_id: imageId, likes, votes: count }))).toEqual(
      pictures,
    );
    for (const { likes, votes: count, score } of tallies)
      expect(score).toBeCloseTo(wilsonScore(likes, count - likes), 9);
  });
});
