import { ComponentType } from 'discord.js';
import type { APITextDisplayComponent } from 'discord.js';
import { textsFor } from '../i18n/index.js';
import { aestheticCounts, shownDuelVotes, shownVotes, votedMessages } from '../repositories/index.js';
import type { Store } from '../repositories/index.js';
import { small } from '../views/markdown.js';
import { createGatherer } from './gather.js';
import { holdReply } from './replyLease.js';

/** A component of a message on Discord, as far as a tally looks at it. */
export interface ShownComponent {
  readonly type: number;
  /** Its number in the message. */
  readonly id?: number | undefined;
}

export interface MessagePlace {
  readonly channelId: string;
  readonly messageId: string;
}

/** Changes a message's components where they stand; its files stay. `change` gives undefined where nothing is to be changed. */
export type EditComponents = (
  at: MessagePlace,
  change: (components: readonly ShownComponent[]) => readonly ShownComponent[] | undefined,
) => Promise<void>;

/** Brings the number of votes below public messages up to date, some time after a vote. */
export interface Tallies {
  /** `locale`: of its server. */
  readonly aesthetic: (at: MessagePlace, guildId: string, id: string, locale: string | null) => void;
  /** Below the message that shows the generation's pictures. */
  readonly pictures: (generationId: string) => void;
  /** Below the message of an open duel. */
  readonly duel: (generationId: string) => void;
}

interface TallyKeeper extends Tallies {
  /**
   * At a start: looks at the newest messages that can be edited still, since edits that the process before was to make may be lost. Where
   * votes of a guild come to another process, that one may be about to edit them.
   */
  readonly catchUp: (isOwn?: (guildId: string) => boolean) => Promise<void>;
}

interface TalliesOptions {
  readonly onError: (error: unknown) => void;
  readonly now?: () => number;
  /** Between two edits of a message. */
  readonly wait?: (ms: number) => Promise<unknown>;
}

/** Marks the line of the tally among a message's components, whose numbers Discord counts from 1. */
const tallyNumber = 1_000;
/** Discord takes few edits of messages older than an hour, and does not say how few (discord-api-docs#4413). */
const editableMs = 3_600_000;
const discordEpochMs = 1_420_070_400_000n;
/** Messages that a start looks at. Each is read, and edited where it says something else. */
const mostCaughtUp = 100;

export function createTallies(
  store: Pick<Store, 'client'>,
  edit: EditComponents,
  { onError, now = Date.now, wait }: TalliesOptions,
): TallyKeeper {
  const { client } = store;
  const gatherer = createGatherer(onError, wait);
  const isOld = (messageId: string): boolean => now() - postedAt(messageId) > editableMs;
  const show = async (at: MessagePlace, votes: number, locale: string | null | undefined): Promise<void> => {
    if (!isOld(at.messageId)) await edit(at, (components) => withTally(components, votes, locale));
  };
  const aesthetic: Tallies['aesthetic'] = (at, guildId, id, locale) => {
    if (isOld(at.messageId)) return;
    gatherer.ask(at.messageId, async () => {
      const { votes } = await aestheticCounts(client, guildId, id);
      await show(at, votes, locale);
    });
  };
  const pictures: Tallies['pictures'] = (generationId) => {
    gatherer.ask(generationId, async () => {
      const shown = await shownVotes(client, generationId);
      if (!shown) return;
      // Until its delivery is over, the message is not edited by anybody else.
      if (shown.isDelivered) await show(shown, shown.votes, shown.locale);
      else pictures(generationId);
    });
  };
  const duel: Tallies['duel'] = (generationId) => {
    gatherer.ask(generationId, async () => {
      // Names and totals are edited into the same message: whoever has the right to edit it does, and nothing is written over them.
      const release = await holdReply(store, generationId, now);
      // Whoever shows it as open has that right until this is written down.
      if (!release) {
        duel(generationId);
        return;
      }
      try {
        const shown = await shownDuelVotes(client, generationId);
        if (shown) await show(shown, shown.votes, shown.locale);
      } finally {
        await release();
      }
    });
  };
  const catchUp: TallyKeeper['catchUp'] = async (isOwn = () => true) => {
    for (const message of await votedMessages(client, now() - editableMs, mostCaughtUp)) {
      const { generationId, guildId, aestheticId, isDuel, locale } = message;
      if (isOld(message.messageId) || !isOwn(guildId)) continue;
      if (aestheticId !== null) aesthetic(message, guildId, aestheticId, locale);
      else if (isDuel) duel(generationId);
      else pictures(generationId);
    }
  };
  return { aesthetic, pictures, duel, catchUp };
}

/** When a message was posted, milliseconds since 1970: its id says so. */
function postedAt(messageId: string): number {
  return Number((BigInt(messageId) >> 22n) + discordEpochMs);
}

/** `12 votes` as the last line, or none without votes. Undefined where it stands so already. */
export function withTally<C extends ShownComponent>(
  components: readonly C[],
  votes: number,
  locale: string | null | undefined,
): readonly (C | APITextDisplayComponent)[] | undefined {
  const before = components.find(({ id }) => id === tallyNumber);
  const line = votes > 0 ? small(textsFor(locale).votes.count(votes)) : undefined;
  if ((before && 'content' in before ? before.content : undefined) === line) return undefined;
  return [
    ...components.filter((one) => one !== before),
    ...(line === undefined ? [] : [{ type: ComponentType.TextDisplay as const, id: tallyNumber, content: line }]),
  ];
}
