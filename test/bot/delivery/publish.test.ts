import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { uuidOf } from '../../../src/bot/database/ids.js';
import { endContests, tendShowcases } from '../../../src/bot/delivery/publish.js';
import type { PublishContext } from '../../../src/bot/delivery/publish.js';
import {
  changeRules,
  createAesthetic,
  deletePictures,
  findNamedVersion,
  insertContest,
  openContest,
  openStore,
} from '../../../src/bot/repositories/index.js';
import type { Store } from '../../../src/bot/repositories/index.js';
import type { View } from '../../../src/bot/views/view.js';
import { delivered, vote } from '../support/pictures.js';
import { image, pack, publish } from '../support/rows.js';
import { modes, newTestStore } from '../support/stores.js';
import type { TestStore } from '../support/stores.js';
import { idsOf, refusedBy, textOf } from '../views/messages.js';

const guildId = '1';
const hourMs = 3_600_000;

/** A channel's messages; the next calls can be made to fail behind Discord's back. */
class FakeChannels {
  readonly posts: {
    readonly channelId: string;
    readonly nonce: string;
    readonly view: View;
    readonly messageId: string;
  }[] = [];
  readonly deleted: string[] = [];
  /** The answer to the next post is lost. */
  losesAnswer = false;
  refuses = false;
  looked = 0;
  readonly messenger: PublishContext['messenger'] = {
    editByToken: () => Promise.reject(new Error('not here')),
    followUp: () => Promise.reject(new Error('not here')),
    editByBot: () => Promise.reject(new Error('not here')),
    deleteOwn: ({ messageId }) => Promise.resolve(void this.deleted.push(messageId)),
    findOwn: ({ about, channelId }) => {
      this.looked++;
      const found = this.posts.find(
        (post) => post.channelId === channelId && idsOf(post.view).some((id) => id.endsWith(`:${about}`)),
      );
      return Promise.resolve(found && { messageId: found.messageId, attachmentIds: [] });
    },
    postNew: ({ channelId, nonce }, view) => {
      if (this.refuses) return Promise.resolve({ refused: 50013 });
      const messageId = String(9_000 + this.posts.length);
      this.posts.push({ channelId, nonce, view, messageId });
      if (!this.losesAnswer) return Promise.resolve({ messageId, attachmentIds: [] });
      this.losesAnswer = false;
      return Promise.reject(new Error('the connection is gone'));
    },
  };
}

describe.each(modes)('what is posted by itself, %s', (mode) => {
  let place: TestStore;
  let store: Store;
  let channels: FakeChannels;
  let clock = Date.now();
  /** Ordinary: 2, 20 (with the thread 22); age-restricted: 3, 30. Another connection has the rest. */
  const restricted: Readonly<Record<string, boolean>> = { 2: false, 20: false, 22: false, 3: true, 30: true };
  beforeAll(async () => {
    place = await newTestStore(mode);
    store = await openStore(place.options);
    await publish(store);
  });
  afterAll(async () => {
    await store.close();
    await place.remove();
  });
  beforeEach(async () => {
    await store.client.guild.deleteMany();
    channels = new FakeChannels();
  });

  const places = new Map(Object.entries(restricted).map(([id, ageRestricted]) => [id, { ageRestricted }]));
  const round = async (): Promise<void> => {
    const { messenger } = channels;
    const context = { store, messenger, places: { channels: () => places }, now: () => clock };
    await endContests(context);
    await tendShowcases(context);
  };
  const liked = async (given: Parameters<typeof delivered>[1], likes: number, dislikes = 0): Promise<string> => {
    const id = await delivered(store, given);
    for (let i = 0; i < likes; i++) await vote(store, id, `7${i}`, 1);
    for (let i = 0; i < dislikes; i++) await vote(store, id, `8${i}`, -1);
    return id;
  };
  const showcase = (channelId: string, score: number): Promise<void> =>
    changeRules(store.client, guildId, { showcaseChannelId: channelId, showcaseScore: score });
  const texts = (): string[] => channels.posts.map(({ view }) => textOf(view));

  describe('the showcase', () => {
    it('has pictures from its score on that three others voted on, each once, with credit and link', async () => {
      await liked({ prompt: 'loved', askerId: '4' }, 5);
      await liked({ prompt: 'two votes' }, 2);
      await liked({ prompt: 'mixed' }, 3, 3);
      await round();
      expect(texts()).toEqual([]);
      await showcase('20', 0.5);
      await Promise.all([round(), round()]);
      await round();
      expect(texts()).toEqual(['[loved](https://discord.com/channels/1/2/5) · no aesthetic · <@4> · 5 votes']);
      expect(channels.posts[0].channelId).toBe('20');
      expect(channels.posts.flatMap(({ view }) => refusedBy(view))).toEqual([]);
      expect(channels.posts[0].nonce).toMatch(/^[\w-]{22}$/);
    });

    it('counts no votes on own pictures', async () => {
      const id = await liked({ askerId: '70' }, 3);
      await showcase('20', 0.05);
      await round();
      expect(channels.posts).toEqual([]);
      await vote(store, id, '99', 1);
      await round();
      expect(channels.posts).toHaveLength(1);
    });

    it('takes what comes from age-restricted channels only where it is one', async () => {
      await liked({ prompt: 'adult', channelId: '3' }, 4);
      await liked({ prompt: 'unknown', channelId: '99' }, 4);
      await liked({ prompt: 'in a thread', channelId: '77', parentChannelId: '2' }, 4);
      await showcase('20', 0.3);
      await round();
      expect(texts()).toEqual([expect.stringContaining('in a thread')]);
      await showcase('30', 0.3);
      await round();
      expect(texts()).toHaveLength(3);
    });

    it('posts once although the process died between posting and writing it down', async () => {
      await liked({}, 4);
      await showcase('20', 0.3);
      channels.losesAnswer = true;
      await expect(round()).rejects.toThrow('connection');
      await round();
      expect(channels.posts).toHaveLength(1);
      clock += hourMs;
      await round();
      expect(channels.looked).toBe(1);
      expect(channels.posts).toHaveLength(1);
      expect(await store.client.showcasePost.findMany()).toMatchObject([{ messageId: '9000' }]);
    });

    it('does not try again what Discord refuses', async () => {
      await liked({}, 4);
      await showcase('20', 0.3);
      channels.refuses = true;
      await round();
      channels.refuses = false;
      clock += hourMs;
      await round();
      expect(channels.posts).toEqual([]);
    });

    it('takes back what was deleted or removed', async () => {
      const [gone, removed] = [await liked({}, 4), await liked({}, 4)];
      await showcase('20', 0.3);
      await round();
      expect(channels.posts).toHaveLength(2);
      await deletePictures(store.client, guildId, gone, clock);
      await store.client.generation.update({ where: { id: uuidOf(removed) }, data: { removedAt: new Date(clock) } });
      await round();
      await round();
      expect([...channels.deleted].sort()).toEqual(['9000', '9001']);
    });

    it('is left to whichever process has the server', async () => {
      await liked({}, 4);
      await showcase('404', 0.3);
      await round();
      expect(channels.posts).toEqual([]);
    });
  });

  describe('a contest', () => {
    let aestheticId: string;
    let versionUuid: string | undefined;
    beforeEach(async () => {
      const made = { guildId, creatorId: '3', name: 'dusk', note: '', kind: 'mean', images: [image(1, 0, 0)] } as const;
      aestheticId = await createAesthetic(store.client, made, pack);
      versionUuid = (await findNamedVersion(store.client, guildId, { id: aestheticId, version: 1 }))?.id;
    });
    const start = async (): Promise<string> => {
      const given = { guildId, aestheticId, title: 'Dusk!', creatorId: '3', channelId: '20', locale: 'en-US' };
      const id = await insertContest(store.client, { ...given, closesAt: clock + hourMs }, clock);
      await openContest(store.client, id, '22');
      return id;
    };
    const entry = (prompt: string, likes: number, more: object = {}): Promise<string> =>
      liked({ prompt, channelId: '22', parentChannelId: '20', versionUuid, now: clock + 1, ...more }, likes);
    const close = async (): Promise<void> => {
      await store.client.pictureVote.updateMany({ data: { votedAt: new Date(clock + 2) } });
      clock += hourMs + 1;
      await round();
    };

    it('ends once with the pictures of its thread and aesthetic, ranked, ties on one rank', async () => {
      const id = await start();
      await entry('first', 5);
      await entry('second', 3);
      await entry('as good', 3);
      await entry('fourth', 1);
      await entry('no votes', 0);
      await entry('plain', 9, { versionUuid: undefined });
      await entry('elsewhere', 9, { channelId: '2', parentChannelId: undefined });
      await entry('too early', 9, { now: clock - hourMs });
      await round();
      expect(channels.posts).toEqual([]);
      await close();
      await Promise.all([round(), round()]);
      const [{ channelId, nonce, view }, ...more] = channels.posts;
      expect({ channelId, nonce, more }).toEqual({ channelId: '22', nonce: id, more: [] });
      const said = textOf(view);
      expect(said).toContain('Dusk! is over');
      expect(
        [...said.matchAll(/\*\*(\d+\.)\*\* \[([\w ]+)\]/g)].map(([, rank, prompt]) => `${rank} ${prompt}`),
      ).toEqual(['1. first', '2. second', '2. as good', '4. fourth']);
      expect(said).toContain('Entries: 5, of which 1 without');
      expect(refusedBy(view)).toEqual([]);
    });

    it('says so where nobody voted, and counts no vote that came too late', async () => {
      await start();
      const late = await entry('late', 0);
      await close();
      await vote(store, late, '60', 1);
      expect(texts()).toEqual([expect.stringContaining('there is no ranking')]);
    });

    it('ends once although the process died between posting and writing it down', async () => {
      await start();
      await entry('first', 3);
      channels.losesAnswer = true;
      await expect(close()).rejects.toThrow('connection');
      clock += hourMs;
      await round();
      expect(channels.looked).toBe(1);
      expect(channels.posts).toHaveLength(1);
      expect(await store.client.contest.findMany()).toMatchObject([{ status: 'closed', announcedAt: new Date(clock) }]);
    });

    it('waits ten minutes for entries that are being painted or posted', async () => {
      await start();
      const id = await entry('on its way', 3);
      const arrives = (deliveredAt: Date | null): Promise<unknown> =>
        store.client.generation.update({ where: { id: uuidOf(id) }, data: { deliveredAt } });
      await arrives(null);
      await close();
      clock += 599_000;
      await round();
      expect(texts()).toEqual([]);
      await arrives(new Date(clock));
      await round();
      expect(texts()).toEqual([expect.stringContaining('**1.** [on its way]')]);

      await start();
      await entry('never comes', 3);
      await store.client.generation.updateMany({ data: { deliveredAt: null } });
      await close();
      expect(texts()).toHaveLength(1);
      clock += 600_000;
      await round();
      expect(texts()).toHaveLength(2);
    });

    it('ends also where its thread is gone', async () => {
      await start();
      channels.refuses = true;
      await close();
      channels.refuses = false;
      clock += hourMs;
      await round();
      expect(channels.posts).toEqual([]);
    });
  });
});
