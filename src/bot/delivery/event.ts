import type { Failure } from '../errors.js';
import type { StoredGeneration, StoredOutcome, StoredProgress } from '../repositories/index.js';
import type { AestheticSummary, CardState, DuelPictures, DuelResult, Picture, QueuePosition } from '../types.js';
import type { View } from '../views/view.js';

/** What a generation's reply is to show. Views make messages of it. */
export type DeliveryEvent =
  | { readonly kind: 'place'; readonly generation: StoredGeneration; readonly position: QueuePosition }
  | {
      readonly kind: 'progress';
      readonly generation: StoredGeneration;
      readonly progress: StoredProgress;
      readonly preview?: Uint8Array;
      readonly seconds?: number;
    }
  | {
      readonly kind: 'pictures';
      readonly generation: StoredGeneration;
      readonly outcome: StoredOutcome;
      readonly pictures: readonly Picture[];
      /** Of a duel: when voting ends. */
      readonly closesAt?: number;
    }
  /** A duel is closed. */
  | { readonly kind: 'reveal'; readonly generation: StoredGeneration; readonly duel: RevealedDuel }
  | { readonly kind: 'failed'; readonly generation: StoredGeneration; readonly error: Failure }
  /** For whoever asked alone: the safety checker held back so many pictures, or `all` that there were. */
  | {
      readonly kind: 'heldBack';
      readonly generation: StoredGeneration;
      readonly count: number;
      readonly all: boolean;
    }
  | { readonly kind: 'cancelled'; readonly generation: StoredGeneration }
  /** Of a request for an aesthetic: how many of its images are embedded, and what was made. `said` is markdown. */
  | { readonly kind: 'reading'; readonly generation: StoredGeneration; readonly progress: StoredProgress }
  | {
      readonly kind: 'made';
      readonly generation: StoredGeneration;
      readonly said: string;
      readonly aesthetic: AestheticSummary;
      readonly card?: CardState;
    }
  | { readonly kind: 'card'; readonly generation: StoredGeneration; readonly card: CardState };

/** Names and totals of a duel, with its pictures: those that its message has, or new files. */
interface RevealedDuel {
  readonly id: string;
  readonly result: DuelResult;
  readonly pictures: DuelPictures;
}

export type Render = (event: DeliveryEvent) => Promise<View> | View;

/** The message as it stands on Discord. */
export interface Sent {
  readonly messageId: string;
  /** In the order of the view's files. */
  readonly attachmentIds: readonly string[];
}

/** Discord said no, and will say so again. What may pass (429, 5xx, no network) is thrown instead. */
export interface Refused {
  readonly refused: number;
}

/** How messages get to Discord. The bot's side implements it with its client; every call is one request. */
export interface Messenger {
  /** Edits the reply by its interaction's token: `PATCH /webhooks/{application}/{token}/messages/{message or @original}`. */
  editByToken(
    at: { applicationId: string; token: string; messageId: string | undefined },
    view: View,
  ): Promise<Sent | Refused>;
  /** Tells whoever made an interaction something that nobody else sees: `POST /webhooks/{application}/{token}`. */
  followUp(at: { applicationId: string; token: string }, view: View): Promise<Sent | Refused>;
  /** Edits it by the bot's own token: `PATCH /channels/{channel}/messages/{message}`. */
  editByBot(at: { channelId: string; messageId: string }, view: View): Promise<Sent | Refused>;
  /** Posts a message, with `nonce` enforced: the same nonce within minutes is the same message. */
  postNew(at: { channelId: string; nonce: string }, view: View): Promise<Sent | Refused>;
  /** Deletes one of the bot's own messages. One that is gone already is deleted. */
  deleteOwn(at: { channelId: string; messageId: string }): Promise<Refused | undefined>;
  /** Looks for the bot's own message about a generation or a duel among the channel's recent ones: its id is in the buttons' custom ids. */
  findOwn(at: { channelId: string; about: string; since: number }): Promise<Sent | undefined>;
}
