import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { uuidOf } from '../../../src/bot/database/ids.js';
import { deliver } from '../../../src/bot/delivery/deliver.js';
import { tokenLifetimeMs } from '../../../src/bot/delivery/editOrPost.js';
import { createDispatcher } from '../../../src/bot/queue/dispatcher.js';
import { openQueues } from '../../../src/bot/queue/queues.js';
import type { Queues } from '../../../src/bot/queue/queues.js';
import { announcePositions } from '../../../src/bot/queue/sweep.js';
import {
  beginPainting,
  failGeneration,
  finishPainting,
  generationById,
  imageKeys,
  markDispatched,
  openStore,
  paintedImages,
  recordProgress,
  releaseReply,
  removePictures,
  renewReply,
  replyLeaseMs,
  reportWorker,
  restorePictures,
  takeReply,
  newId,
} from '../../../src/bot/repositories/index.js';
import type { Store, StoredGeneration } from '../../../src/bot/repositories/index.js';
import { encodePng } from '../../../src/engine/index.js';
import type { Notice } from '../../../src/engine/index.js';
import { FakeDiscord, noCards, render } from '../support/fakeDiscord.js';
import { noise } from '../support/noise.js';
import { generation, publish } from '../support/rows.js';
import { modes, newTestStore } from '../support/stores.js';
import type { TestStore } from '../support/stores.js';

const outcome = {
  recipe: {
    prompt: 'a castle',
    negative: '',
    pack: 'tiny',
    mix: 1,
    seed: 42,
    count: 2,
    width: 8,
    height: 8,
    sampler: 'ddim' as const,
    steps: 1,
    guidance: 1,
  },
  textSteps: 0,
  device: 'cpu',
  precision: 'fp32',
  notices: [],
  cut: [],
  ms: { text: 1, paint: 1, decode: 1, embed: 1 },
};

describe.each(modes)('delivery, once, %s', (mode) => {
  let testStore: TestStore;
  let store: Store;
  let queues: Queues;
  let discord: FakeDiscord;
  let clock = Date.now();
  const lines: string[] = [];
  const post = () => ({
    store,
    queues,
    dispatcher: createDispatcher(store, queues, () => clock),
    messenger: discord,
    render,
    askForCard: noCards,
    now: () => clock,
    log: {
      delivered: () => lines.push('delivered'),
      revealed: () => lines.push('revealed'),
      repainted: () => lines.push('repainted'),
      cancelled: () => lines.push('cancelled'),
      refused: (_: unknown, code: number) => lines.push(`refused ${code}`),
      undeliverable: (_: unknown, code: number) => lines.push(`undeliverable ${code}`),
    },
  });
  const end = (id: string) => deliver(post(), { generationId: id, event: 'end' });

  beforeAll(async () => {
    testStore = await newTestStore(mode);
    store = await openStore(testStore.options);
    queues = openQueues(store, { jobFailed: () => undefined });
    await publish(store);
  });
  beforeEach(() => {
    discord = new FakeDiscord();
    clock = Date.now();
    lines.length = 0;
  });
  afterAll(async () => {
    await queues.close();
    await store.close();
    await testStore.remove();
  });

  /** A generation with two pictures in the image store, not told yet. */
  const painted = async (issuedAt = clock, notices: readonly Notice[] = []): Promise<StoredGeneration> => {
    const row = await generation(store, { messageId: discord.reply(), issuedAt }, clock);
    await markDispatched(store.client, row.id, 1, clock);
    await beginPainting(store.client, row.id, clock);
    const picture = {
      plain: false,
      width: 8,
      height: 8,
      vector: Float32Array.of(1, 2, 3),
      thumbnail: Uint8Array.of(1),
    };
    for (const index of [0, 1]) await store.images.put(imageKeys.picture(row.id, index), Uint8Array.of(index), 600_000);
    await finishPainting(
      store.client,
      row.id,
      { ...outcome, notices: [...notices] },
      [
        { ...picture, seed: 42 },
        { ...picture, seed: 43 },
      ],
      clock,
    );
    return row;
  };
  const shown = (row: StoredGeneration) => discord.messages.get(row.reply.messageId!)!;

  it('edits the reply by its token while that is young, records message and attachments, and forgets the token', async () => {
    const row = await painted();
    await end(row.id);
    expect(discord.calls).toEqual(['editByToken']);
    expect(shown(row).files).toEqual([Uint8Array.of(0), Uint8Array.of(1)]);
    const after = await generationById(store.client, row.id);
    expect(after).toMatchObject({ status: 'delivered', state: 'done', messageId: row.reply.messageId });
    expect(after!.reply).not.toHaveProperty('token');
    expect(await store.images.get(imageKeys.picture(row.id, 0))).toBeUndefined();
    expect(await paintedImages(store.client, row.id)).toHaveLength(2);
  });

  it('does nothing the second time', async () => {
    const row = await painted();
    await end(row.id);
    await end(row.id);
    expect(discord.calls).toEqual(['editByToken']);
  });

  it('never calls an expired token: a job older than that is edited by the bot', async () => {
    const row = await painted(clock - tokenLifetimeMs);
    await end(row.id);
    expect(discord.calls).toEqual(['editByBot']);
    expect(discord.pictures(row.id)).toHaveLength(1);
  });

  it("goes on by the bot's own token where Discord says early that the interaction's is invalid", async () => {
    const row = await painted();
    discord.faults.set('editByToken', [{ refused: 50027 }]);
    await end(row.id);
    expect(discord.calls).toEqual(['editByToken', 'editByBot']);
  });

  describe('what the safety checker held back', () => {
    const flagged = { kind: 'user', reason: { code: 'flagged', params: { count: 2 } } } as const;
    const failed = async (issuedAt = clock): Promise<StoredGeneration> => {
      const row = await generation(store, { messageId: discord.reply(), issuedAt }, clock);
      await failGeneration(store.client, row.id, flagged, clock);
      return row;
    };

    it('is told to who asked alone, once the reply is an ordinary message', async () => {
      const row = await failed();
      await end(row.id);
      expect(discord.calls).toEqual(['editByToken', 'followUp']);
      expect(shown(row).text).toMatch(/^failed nothing can be shown here/);
      expect(discord.private).toEqual([`held back 2, all ${row.id}`]);
      expect(await generationById(store.client, row.id)).toMatchObject({ error: flagged });
    });

    it('is told by the reply where the token is too old, or Discord refuses the private message', async () => {
      const old = await failed(clock - tokenLifetimeMs);
      await end(old.id);
      expect(discord.calls).toEqual(['editByBot']);
      const refused = await failed();
      discord.faults.set('followUp', [{ refused: 50027 }]);
      await end(refused.id);
      for (const row of [old, refused])
        expect(shown(row).text).toMatch(/^failed the safety check held back 2 pictures/);
      expect(discord.private).toEqual([]);
    });

    it('is told beside the pictures that are left, too', async () => {
      const row = await painted(clock, [{ code: 'flagged', count: 1 }]);
      await end(row.id);
      expect(discord.pictures(row.id)).toHaveLength(1);
      expect(discord.private).toEqual([`held back 1 ${row.id}`]);
    });
  });

  it('posts a new message where the reply was deleted, and remembers that one', async () => {
    const row = await painted();
    discord.messages.delete(row.reply.messageId!);
    await end(row.id);
    expect(discord.calls).toEqual(['editByToken', 'postNew']);
    const [message] = discord.pictures(row.id);
    expect(await generationById(store.client, row.id)).toMatchObject({
      status: 'delivered',
      messageId: message.messageId,
    });
  });

  it('cancels a request whose message was deleted while it waits or is painted, and tells nobody', async () => {
    const waits = await generation(store, {}, clock);
    discord.messages.delete(waits.reply.messageId!);
    await deliver(post(), { generationId: waits.id, event: 'place' });
    const begun = await generation(store, {}, clock);
    await markDispatched(store.client, begun.id, 1, clock);
    await beginPainting(store.client, begun.id, clock);
    await recordProgress(store.client, begun.id, { stage: 'paint', done: 1, total: 2, preview: false });
    discord.messages.delete(begun.reply.messageId!);
    await deliver(post(), { generationId: begun.id, event: 'progress' });
    for (const { id } of [waits, begun]) {
      expect(await generationById(store.client, id)).toMatchObject({ status: 'cancelled', deliveredAt: clock });
      await end(id);
    }
    expect(discord.calls).toEqual(['editByToken', 'editByToken']);
  });

  it('does not take restored pictures, whose message a moderator removed, for a request that nobody wants', async () => {
    const row = await painted();
    await end(row.id);
    await removePictures(store.client, row.guildId, row.id, clock);
    discord.messages.delete(row.reply.messageId!);
    await restorePictures(store.client, row.guildId, row.id, clock);
    discord.calls.length = 0;
    await deliver(post(), { generationId: row.id, event: 'place' });
    await markDispatched(store.client, row.id, 1, clock);
    await beginPainting(store.client, row.id, clock);
    await recordProgress(store.client, row.id, { stage: 'paint', done: 1, total: 2, preview: false });
    await deliver(post(), { generationId: row.id, event: 'progress' });
    expect(discord.calls).toEqual([]);
    await failGeneration(store.client, row.id, { kind: 'user', reason: 'enough' }, clock);
    await end(row.id);
    expect(discord.calls).toEqual(['findOwn', 'postNew']);
    const { messageId } = (await generationById(store.client, row.id))!;
    expect(messageId).not.toBe(row.reply.messageId);
  });

  it.each([30046, 50001, 50083])('posts a new message where the old one may not be edited (%i)', async (refused) => {
    const row = await painted(clock - tokenLifetimeMs);
    discord.faults.set('editByBot', [{ refused }]);
    await end(row.id);
    expect(discord.pictures(row.id)).toHaveLength(1);
    expect(discord.calls).toContain('postNew');
  });

  it('looks for the message before it posts a second time, when a process died between posting and writing that down', async () => {
    const row = await painted();
    discord.messages.delete(row.reply.messageId!);
    const postNew = discord.postNew.bind(discord);
    // Discord has it; the answer never arrives.
    discord.postNew = async (...args) => {
      await postNew(...args);
      throw new Error('connection reset');
    };
    await expect(end(row.id)).rejects.toThrow('connection reset');
    discord.postNew = postNew;
    await end(row.id);
    expect(discord.pictures(row.id)).toHaveLength(1);
    expect(discord.calls).toEqual(['editByToken', 'postNew', 'findOwn']);
  });

  it('throws what may pass, so that the job is tried again, and then shows one picture', async () => {
    const row = await painted();
    discord.faults.set('editByToken', [new Error('502')]);
    await expect(end(row.id)).rejects.toThrow('502');
    await end(row.id);
    expect(discord.pictures(row.id)).toHaveLength(1);
  });

  it('gives up, and says so, where nothing can reach the channel', async () => {
    const row = await painted();
    discord.faults.set('editByToken', [{ refused: 10003 }]);
    await end(row.id);
    expect(lines).toEqual(['undeliverable 10003']);
    expect(await generationById(store.client, row.id)).toMatchObject({ status: 'delivered' });
  });

  describe('what Discord refuses', () => {
    const times = (code: number, n: number) => Array.from({ length: n }, () => ({ refused: code }));
    /** Pictures that no format makes small, one of them larger than the other. */
    const large = async (): Promise<StoredGeneration> => {
      const row = await painted();
      for (const [index, side] of [64, 128].entries())
        await store.images.put(
          imageKeys.picture(row.id, index),
          await encodePng(noise(side, side), side, side),
          600_000,
        );
      return row;
    };
    const bytesOf = ({ files }: { readonly files: readonly Uint8Array[] }) => files.map(({ length }) => length);

    it.each([40005, 50045])('%i: the pictures are sent smaller together, and stay', async (code) => {
      const row = await large();
      const whole = await Promise.all([0, 1].map((i) => store.images.get(imageKeys.picture(row.id, i))));
      const [first, second] = whole.map((bytes) => bytes!.length);
      discord.faults.set('editByToken', times(code, 1));
      await end(row.id);
      expect(discord.calls).toEqual(['editByToken', 'editByToken']);
      expect(shown(row).text).toBe(`pictures ${row.id}`);
      const sent = bytesOf(shown(row));
      expect(sent[0]).toBeLessThanOrEqual(first);
      expect(sent[0] + sent[1]).toBeLessThanOrEqual((first + second) / 2);
      expect(lines).toEqual(['delivered']);
      expect(await generationById(store.client, row.id)).toMatchObject({ status: 'delivered' });
    });

    it('40005 three times: the reply says that they are too large, and the generation is failed', async () => {
      const row = await large();
      discord.faults.set('editByToken', times(40005, 3));
      await end(row.id);
      expect(shown(row).text).toContain('too large for Discord, smaller files too (error 40005)');
      expect(lines).toEqual(['refused 40005', 'delivered']);
      expect(await generationById(store.client, row.id)).toMatchObject({
        status: 'failed',
        error: { reason: { code: 'tooLargeForDiscord' } },
      });
      expect(await store.images.get(imageKeys.picture(row.id, 0))).toBeUndefined();
    });

    it.each([50035, 30015, 50006, 200000, 99999])('%i: the reply says so at once', async (code) => {
      const row = await painted();
      discord.faults.set('editByToken', times(code, 1));
      await end(row.id);
      expect(discord.calls).toEqual(['editByToken', 'editByToken']);
      expect(shown(row).text).toContain(`Discord does not take the message (error ${code})`);
      expect(await generationById(store.client, row.id)).toMatchObject({ status: 'failed' });
    });

    it('what says so is refused as well: it is said without the request’s words, and given up behind that', async () => {
      const row = await painted();
      discord.faults.set('editByToken', times(200000, 2));
      await end(row.id);
      expect(shown(row).text).not.toContain(row.id);
      expect(shown(row).text).toContain('(error 200000)');
      const other = await painted();
      discord.faults.set('editByToken', times(200000, 3));
      await end(other.id);
      expect(lines.at(-1)).toBe('undeliverable 200000');
      expect(await generationById(store.client, other.id)).toMatchObject({ status: 'failed' });
    });
  });

  it('a card that Discord refuses says so where it was announced', async () => {
    const row = await generation(store, { messageId: discord.reply() }, clock);
    await store.client.generation.updateMany({ where: { id: uuidOf(row.id) }, data: { background: true } });
    await fail(row);
    discord.faults.set('editByToken', [{ refused: 50035 }]);
    await end(row.id);
    expect(discord.calls).toEqual(['editByToken', 'editByToken']);
    expect(shown(row).text).toBe(`card ${row.id}`);
  });

  it('paints again from the recipe when the pictures expired, and gives up after two times', async () => {
    const row = await painted();
    for (const repaints of [1, 2]) {
      await store.images.delete([imageKeys.picture(row.id, 0)]);
      await end(row.id);
      expect(await generationById(store.client, row.id)).toMatchObject({ status: 'waiting', repaints });
      await markDispatched(store.client, row.id, 1, clock);
      await beginPainting(store.client, row.id, clock);
      await finishPainting(
        store.client,
        row.id,
        outcome,
        [{ plain: false, width: 8, height: 8, vector: Float32Array.of(1), thumbnail: Uint8Array.of(1), seed: 42 }],
        clock,
      );
    }
    await store.images.delete([imageKeys.picture(row.id, 0)]);
    await end(row.id);
    expect(shown(row).text).toContain('failed the pictures were painted, but they were lost');
  });

  it('tells a failure once', async () => {
    const row = await generation(store, { messageId: discord.reply() }, clock);
    await failGeneration(store.client, row.id, { kind: 'user', reason: 'the prompt is empty' }, clock);
    await end(row.id);
    await end(row.id);
    expect(shown(row).text).toBe(`failed the prompt is empty ${row.id}`);
    expect(discord.calls).toEqual(['editByToken']);
  });

  it('leaves out progress that comes after the end, and progress while the end is being told', async () => {
    const row = await painted();
    const progress = () => deliver(post(), { generationId: row.id, event: 'progress' });
    await Promise.all([end(row.id), progress(), progress()]);
    await progress();
    expect(shown(row).text).toBe(`pictures ${row.id}`);
    expect(discord.calls).toEqual(['editByToken']);
  });

  it('shows progress while it is painted', async () => {
    const row = await generation(store, { messageId: discord.reply() }, clock);
    await markDispatched(store.client, row.id, 1, clock);
    await beginPainting(store.client, row.id, clock);
    await recordProgress(store.client, row.id, { stage: 'paint', done: 3, total: 9, preview: false });
    await deliver(post(), { generationId: row.id, event: 'progress' });
    expect(shown(row).text).toBe(`progress ${row.id}`);
    await failGeneration(store.client, row.id, { kind: 'user', reason: 'enough' }, clock);
  });

  const waiting = (more: { guildId?: string } = {}) =>
    generation(store, { messageId: discord.reply(), ...more }, clock);
  const tellPlace = ({ id }: StoredGeneration) => deliver(post(), { generationId: id, event: 'place' });
  const fail = ({ id }: StoredGeneration) =>
    failGeneration(store.client, id, { kind: 'user', reason: 'enough' }, clock);

  it('a place that Discord is slow to show is never shown over the end, however slow it is', async () => {
    const row = await waiting();
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    let answer = (): void => undefined;
    discord.slow = new Promise((resolve) => (answer = resolve));
    const place = tellPlace(row);
    await expect.poll(() => discord.calls).toEqual(['editByToken']);
    await fail(row);
    const rightUntil = async () =>
      (await store.client.generation.findFirstOrThrow({ where: { id: uuidOf(row.id) } })).editingUntil;
    // Longer than the right to edit lasts by itself.
    for (let i = 0; i < 4; i++) {
      const before = await rightUntil();
      clock += replyLeaseMs / 3;
      vi.advanceTimersByTime(replyLeaseMs / 3);
      await expect.poll(rightUntil).not.toEqual(before);
    }
    // It asks for the time whenever it tries to get the right.
    let tries = 0;
    const now = () => {
      tries++;
      return clock;
    };
    const told = deliver({ ...post(), now }, { generationId: row.id, event: 'end' });
    await expect.poll(() => tries).toBeGreaterThan(1);
    expect(discord.calls).toEqual(['editByToken']);
    answer();
    await Promise.all([place, told]);
    expect(shown(row).text).toBe(`failed enough ${row.id}`);
  });

  it('hands back its own right to edit, not that of whoever took it over', async () => {
    const row = await waiting();
    const first = await takeReply(store.client, row.id, clock);
    const second = await takeReply(store.client, row.id, clock + replyLeaseMs + 1);
    await releaseReply(store.client, row.id, first!);
    expect(await renewReply(store.client, row.id, first!, clock)).toBeUndefined();
    expect(await takeReply(store.client, row.id, clock + replyLeaseMs + 2)).toBeUndefined();
    await releaseReply(store.client, row.id, second!);
    await fail(row);
  });

  it('tells no place once it is being painted, and neither place nor progress of a reply older than an hour: its few edits are for the end', async () => {
    const row = await waiting();
    await markDispatched(store.client, row.id, 1, clock);
    await beginPainting(store.client, row.id, clock);
    await tellPlace(row);
    const old = await waiting();
    clock += 3_600_000;
    await tellPlace(old);
    await recordProgress(store.client, row.id, { stage: 'paint', done: 3, total: 9, preview: false });
    await deliver(post(), { generationId: row.id, event: 'progress' });
    expect(discord.calls).toEqual([]);
    await fail(row);
    await fail(old);
    await end(old.id);
    expect(shown(old).text).toBe(`failed enough ${old.id}`);
  });

  it('edits the place in when it changes because another request is gone', async () => {
    await reportWorker(store.client, { id: newId(), slots: 1, device: 'cpu' }, clock);
    const [first, second] = [await waiting({ guildId: '78' }), await waiting({ guildId: '78' })];
    await tellPlace(second);
    const placeShown = () => Number(/^place (\d+) /.exec(shown(second).text)?.[1]);
    const before = placeShown();
    const asked: unknown[] = [];
    const announce = () =>
      announcePositions({
        ...post(),
        queues: { ...queues, add: (...job) => Promise.resolve(void asked.push(job[1])) },
      });
    await announce();
    expect(asked).not.toContainEqual({ generationId: second.id, event: 'place' });
    await fail(first);
    await announce();
    expect(asked).toContainEqual({ generationId: second.id, event: 'place' });
    await tellPlace(second);
    expect(placeShown()).toBe(before - 1);
    await fail(second);
  });

  it('edits the place in once, and not again while it stays the same', async () => {
    await reportWorker(store.client, { id: newId(), slots: 1, device: 'cpu' }, clock);
    const row = await generation(store, { guildId: '77', messageId: discord.reply() }, clock);
    const tell = () => deliver(post(), { generationId: row.id, event: 'place' });
    await tell();
    expect(shown(row).text).toMatch(/^place \d+ /);
    await tell();
    expect(discord.calls).toEqual(['editByToken']);
  });
});
