import type { PictureChoice, Viewer } from '../repositories/index.js';
import type {
  AestheticSummary,
  ChoiceReason,
  Contestant,
  DuelResult,
  Generation,
  PicturePair,
  Pressed,
} from '../types.js';
import type { RequestContext } from './context.js';

export type { Viewer } from '../repositories/index.js';

export interface Duels {
  /**
   * A and B of a new duel, in an order by chance; what is not named is what teaches most.
   * @throws BotError: both are the same, or no aesthetic can be used
   */
  pair(
    context: RequestContext,
    given: readonly [Contestant | undefined, Contestant | undefined],
  ): Promise<readonly [Contestant, Contestant]>;
  /** @throws BotError where the duel is gone, another guild's, or not painted yet */
  vote(choice: PictureChoice): Promise<DuelVote>;
  /** A duel with its generation. @throws BotError where it is gone, or another guild's */
  find(guildId: string, by: { readonly id: string } | { readonly generationId: string }): Promise<FoundDuel>;
  /** Ends voting now. False where it is not open. */
  close(guildId: string, generationId: string): Promise<boolean>;
  readonly stream: PairStream;
  /** The best of a request's two to four pictures. @throws BotError where it is gone, or has no such picture */
  best(choice: PictureChoice & { readonly best: number }): Promise<CountedVote>;
  /** Why a member chose so. @throws BotError where it is no choice of theirs any more */
  why(
    choice: { readonly id: string; readonly guildId: string; readonly memberId: string },
    reason: ChoiceReason,
  ): Promise<void>;
  /**
   * Aesthetics that took part in closed duels or in choices, strongest first, and plain. `since`: only choices from then on, milliseconds
   * since 1970.
   */
  readonly ratings: (guildId: string, since?: number) => Promise<readonly DuelRating[]>;
}

interface CountedVote {
  readonly pressed: Pressed;
  /** On the member's own work: it does not count in rankings. */
  readonly own: boolean;
  /** The choice that is to be asked about. */
  readonly asksWhy?: string;
}

/** `closed`: voting was over; the result, once it is there. */
type DuelVote = CountedVote | { readonly closed: true; readonly result?: DuelResult };

interface FoundDuel {
  readonly creatorId: string;
  readonly isOpen: boolean;
  readonly generation: Generation;
}

/** An aesthetic's place by duels and choices. */
export interface DuelRating {
  /** null: plain, whose strength is 0. */
  readonly aesthetic: AestheticSummary | null;
  /** In logits above plain, with the ends of a 95 % interval. */
  readonly strength: number;
  readonly interval: { readonly low: number; readonly high: number };
  readonly intervalFrom: 'duels' | 'posterior';
  /** How often it wins against plain where there is a difference. */
  readonly beatsPlain: number;
  readonly votes: number;
}

/** Pairs of pictures that exist, one after another; undefined where there is none any more. */
export interface PairStream {
  /** The first; what was skipped earlier comes again. */
  first(viewer: Viewer): Promise<PicturePair | undefined>;
  skip(viewer: Viewer, ids: PicturePair['ids']): Promise<PicturePair | undefined>;
  /** Keeps the choice, and gives the next. @throws BotError where they are no pair that the member may compare */
  choose(
    viewer: Viewer,
    ids: PicturePair['ids'],
    best: number | null,
  ): Promise<{ readonly pair?: PicturePair; readonly asksWhy?: string }>;
  /** The same pair once more. */
  again(viewer: Viewer, ids: PicturePair['ids']): Promise<PicturePair | undefined>;
  /** Pairs that the member has compared in the guild, duels too. */
  count(viewer: Viewer): Promise<number>;
}
