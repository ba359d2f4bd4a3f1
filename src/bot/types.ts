import type { AestheticKind, PresetName, RawOptimizer, Recipe } from '../engine/index.js';
import type { ErrorData, Reason } from './errors.js';

/** What members see of the bot's data. Plain values: nothing here is a database row or a Discord object. */

/** An aesthetic by the name a member types, and the version that a result records. */
export interface AestheticLabel {
  readonly id: string;
  readonly name: string;
  readonly version: number;
}

export interface AestheticSummary extends AestheticLabel {
  readonly kind: AestheticKind;
  readonly note: string;
  /** Images that went in; 0 where it came as a vector alone. */
  readonly count: number;
  /** Generations that used it, in this guild. */
  readonly uses: number;
  /** Members of this guild who voted on it, its creator left out. */
  readonly votes: number;
  /** What lists are ordered by, before the uses: Wilson's lower bound of the share of likes; 0 without votes. */
  readonly score: number;
  /** Absent for the pack's own, which nobody may change. */
  readonly creatorId?: string;
  /** Why it cannot be used with the guild's pack, and what to do; absent where it can. */
  readonly unusable?: ErrorData;
}

interface AestheticImage {
  readonly id: string;
  /** WebP, 96 px. */
  readonly thumbnail: Uint8Array;
}

/** One aesthetic of a blend. */
interface PartOfBlend {
  /** Absent where it is gone. */
  readonly name?: string;
  readonly version: number;
  readonly weight: number;
}

/** The same prompts and seed without the aesthetic and with it, as one picture. */
export interface Card {
  /** WebP. */
  readonly picture: Uint8Array;
  /** Of each prompt, the cosine of its text embedding to the aesthetic before and after. */
  readonly columns: readonly { readonly prompt: string; readonly before: number; readonly after: number }[];
}

/** A card, and whose it is. */
export interface LabelledCard {
  readonly label: AestheticLabel;
  readonly card: Card;
}

/** What becomes of the card of an aesthetic that somebody asked for or made. */
export type CardState =
  | { readonly state: 'painted'; readonly card: Card }
  /** `generationId` cancels it. */
  | { readonly state: 'painting'; readonly generationId: string }
  /** It takes long, or is switched off: a button paints it. `seconds`: how long. */
  | { readonly state: 'offered'; readonly seconds?: number }
  | { readonly state: 'cancelled' }
  | { readonly state: 'failed'; readonly reason: Reason };

export interface AestheticDetails extends AestheticSummary {
  /** What it was blended of. */
  readonly parts?: readonly PartOfBlend[];
  /** It was taken over from another guild. */
  readonly adopted?: boolean;
  readonly images: readonly AestheticImage[];
  /** Once it has been painted. */
  readonly card?: Card;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** `waiting` and `painting` can be cancelled; the others are final. */
export type GenerationState = 'waiting' | 'painting' | 'done' | 'failed' | 'cancelled';

/** A request as it was accepted; after painting, with everything that the engine chose. */
export interface Generation {
  readonly id: string;
  readonly guildId: string;
  readonly channelId: string;
  /** Who asked, and is charged. */
  readonly askerId: string;
  readonly state: GenerationState;
  /** Of the reply, once Discord has told it. */
  readonly messageId?: string;
  readonly imagineOptions: ImagineOptions;
  /** Absent until it is painted. */
  readonly outcome?: Outcome;
}

/** What somebody asked for. Absent fields are the guild's or the pack's to choose. */
export interface ImagineOptions {
  readonly prompt: string;
  readonly negative?: string;
  /** `null`: none, even where the guild has a default. With a version: exactly that one. */
  readonly aesthetic?: AestheticLabel | null;
  readonly strength?: number | PresetName;
  readonly optimizer?: RawOptimizer;
  readonly seed?: number;
  readonly count?: number;
  readonly size?: { readonly width: number; readonly height: number };
  readonly sampler?: Recipe['sampler'];
  readonly steps?: number;
  readonly guidance?: number;
  /** Paint every picture without the aesthetic too, with the same seed, and show both. */
  readonly besidePlain?: boolean;
  /** Paint every strength of `stripStrengths` with one seed, and show them as one picture. Excludes strength, optimizer and count. */
  readonly strip?: boolean;
}

export interface Outcome {
  readonly recipe: Recipe;
  readonly cosine?: { readonly before: number; readonly after: number };
  /** Of a strip: the cosine that each of its strengths reached, in order. */
  readonly strip?: readonly number[];
  readonly textSteps: number;
  readonly device: string;
  readonly precision: string;
  readonly notices: readonly string[];
  /** Words that did not fit into the model. */
  readonly cut: readonly string[];
  /** How many times larger than painted the pictures are shown; absent: as painted. */
  readonly upscale?: number;
}

/** A finished picture on its way to Discord. */
export interface Picture {
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly seed: number;
  /** Without the aesthetic, for comparison. */
  readonly plain: boolean;
}

/** Where a waiting request stands. */
export interface QueuePosition {
  /** 1: next. 0: nobody paints now. */
  readonly place: number;
  /** Until the picture is there. Absent until a step has been timed. */
  readonly seconds?: number;
}

/** A request in the queue of a guild. */
export interface Queued {
  readonly id: string;
  readonly askerId: string;
  readonly prompt: string;
  readonly state: 'waiting' | 'painting';
  readonly position: QueuePosition;
}

/** 1: like, −1: dislike. */
export type VoteValue = 1 | -1;

/** Votes that count, as one member may see them: how many are likes only after a vote of their own. */
export interface Tally {
  readonly votes: number;
  readonly likes?: number;
  /** Absent: the member has no vote. */
  readonly mine?: VoteValue;
  /** It is the member's own work: their vote does not count. */
  readonly own: boolean;
}

/** One of several pictures to vote on. */
export interface VotablePicture extends Tally {
  readonly id: string;
  /** WebP of at most 20 kB. */
  readonly thumbnail: Uint8Array;
  readonly seed: number;
  readonly plain: boolean;
}

/** What can be ranked, and by the votes of which time. */
export const rankingKinds = ['aesthetics', 'pictures', 'members'] as const;
export type RankingKind = (typeof rankingKinds)[number];
export const periods = ['day', 'week', 'month', 'all'] as const;
export type Period = (typeof periods)[number];

/**
 * By what it is ranked. `cards`, `pictures`, `members`: share of likes among the votes on them, or on their pictures. `abovePlain`: share of
 * likes of an aesthetic's pictures minus that of plain ones; `ownRate`: without that, where plain ones have too few votes.
 */
export type Measure = 'cards' | 'abovePlain' | 'ownRate' | 'pictures' | 'members';

/** The best of a guild, best first. */
export interface Ranking {
  readonly measure: Measure;
  readonly entries: readonly RankingEntry[];
}

export interface RankingEntry {
  readonly subject: RankedSubject;
  /** From 0 to 1, differences from −1 to 1; `low` and `high` are the ends of its 95 % interval. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly votes: number;
}

export type RankedSubject =
  | { readonly kind: 'aesthetic'; readonly name: string }
  | { readonly kind: 'member'; readonly id: string }
  | {
      readonly kind: 'picture';
      readonly prompt: string;
      readonly askerId: string;
      /** WebP. */
      readonly thumbnail: Uint8Array;
      /** Where its message is. */
      readonly url?: string;
    };

export type Creators = 'everyone' | 'managers' | { readonly roleId: string };

export interface GuildSettings {
  readonly pack: string;
  readonly aesthetic?: AestheticLabel;
  readonly strength?: number | PresetName;
  /** Requests that one member, and the whole guild, may have waiting at once. */
  readonly memberCap: number;
  readonly guildCap: number;
  /** Where the bot paints; empty: everywhere. */
  readonly channelIds: readonly string[];
  /** Who may create aesthetics. */
  readonly creators: Creators;
  /** Whether packs whose images are not checked may paint in channels without age restriction. */
  readonly uncheckedEverywhere: boolean;
  /** Whether a new aesthetic's card is painted by itself, where that does not take long. */
  readonly cards: boolean;
}

/** A model that is installed here. */
export interface PackSummary {
  readonly name: string;
  readonly title: string;
  /** Its images are checked, or it declares that all are fit for every channel. */
  readonly checked: boolean;
  readonly presets: Readonly<Record<PresetName, number>>;
  readonly defaults: { readonly kind: AestheticKind; readonly strength: number | PresetName };
  readonly prompts: readonly string[];
  /** Contrasts need one. */
  readonly hasReference: boolean;
}

/** What a strip shows, as strengths: 0, 25, 50, 75 and 100 % of "strong", which is 1. */
export const stripStrengths = [0, 0.25, 0.5, 0.75, 1] as const;

/** How a version came out of another. */
type FamilyStep = 'blend' | 'votes' | 'taste' | 'refine' | 'images' | 'adopt';

/** A version and what it was made of. Keys are for the edges alone. */
export interface Family {
  /** The version itself first, then its ancestors, the nearest first. */
  readonly members: readonly FamilyMember[];
  readonly edges: readonly FamilyEdge[];
  /** It has more ancestors than these. */
  readonly cut: boolean;
}

export type FamilyMember = { readonly key: string; readonly version: number } & (
  | { readonly kind: 'named'; readonly name: string }
  /** Deleted for good; another server's; a member's own taste. None of them is named. */
  | { readonly kind: 'gone' | 'elsewhere' | 'taste' }
);

export interface FamilyEdge {
  /** The parent. */
  readonly from: string;
  readonly to: string;
  readonly how: FamilyStep;
  /** Of votes: its share of them, from 0 to 1; of a blend: its weight. */
  readonly share?: number;
}

/** A picture by what a private message shows of it. */
export interface TastePicture {
  /** WebP. */
  readonly thumbnail: Uint8Array;
  readonly prompt: string;
}

/** What a member's own taste is, for that member alone. */
export interface TasteShown {
  readonly votes: number;
  /** So few votes that it may change much. */
  readonly provisional: boolean;
  /** The chance that it gives to choices of theirs that it was not made from. */
  readonly certainty: number;
  /** How much of it is their own, beside the server's aesthetics; from 0 to 1. */
  readonly own: number;
  /** The aesthetics that the rest is a mixture of, the largest share first. */
  readonly mixture: readonly { readonly name: string; readonly share: number }[];
  /** The nearest, first; empty where they could not be looked up now. */
  readonly words: readonly string[];
  /** Among the pictures that they voted on; empty where those are too few. */
  readonly best: readonly TastePicture[];
  readonly worst: readonly TastePicture[];
  /** What they like more, or less, than the server's votes do. */
  readonly likesMore: readonly TastePicture[];
  readonly likesLess: readonly TastePicture[];
}

/** What an aesthetic that votes made, or changed, rests on. */
export interface Rested {
  readonly aesthetic: AestheticSummary;
  readonly votes: number;
  readonly members: number;
  /** To compare its card with: the version before, or the parent with the largest share. */
  readonly before?: AestheticLabel;
}
