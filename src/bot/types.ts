import type {
  AestheticKind,
  AppliedLora,
  Notice,
  PresetName,
  RawOptimizer,
  Recipe,
  Variation,
} from '../engine/index.js';
import type { ErrorData, Reason } from './errors.js';

/** For how many days is kept what only an export reads, where the operator says nothing. */
export const defaultRetentionDays = 90;

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
  /** `generationId` cancels it. `shownIn`: where another message, which somebody else asked for, will show it. */
  | { readonly state: 'painting'; readonly generationId: string; readonly shownIn?: string }
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
  /** Nobody waits for it: an aesthetic's card. */
  readonly background?: boolean;
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
  /** Noise of other seeds that is mixed in, in order. */
  readonly variations?: readonly Variation[];
  readonly count?: number;
  /** How much more the pictures differ than by their seeds, 0 to 1. */
  readonly diversity?: number;
  readonly size?: { readonly width: number; readonly height: number };
  readonly sampler?: Recipe['sampler'];
  readonly steps?: number;
  readonly guidance?: number;
  /** CLIP guidance, towards the prompt's text embedding. */
  readonly clipGuidance?: { readonly scale: number };
  readonly clipSkip?: number;
  /** Beside those of the pack; by the names under which their files are found. */
  readonly loras?: readonly AppliedLora[];
  /** A picture to start from: its key in the image store, where it is kept for two hours, and how much of it is kept in what is painted. */
  readonly start?: { readonly key: string; readonly keep?: number };
  /** Paint every picture without the aesthetic too, with the same seed, and show both. */
  readonly besidePlain?: boolean;
  /** Paint every strength of `stripStrengths` with one seed, and show them as one picture. Excludes strength, optimizer and count. */
  readonly strip?: boolean;
  /** Paint it twice with one seed, for members to compare blind. Excludes aesthetic, count, besidePlain and strip. */
  readonly duel?: DuelOptions;
}

/** One side of a duel; `null`: without an aesthetic. */
export type Contestant = AestheticLabel | null;

export interface DuelOptions {
  /** A and B, in an order that was drawn by chance. */
  readonly sides: readonly [Contestant, Contestant];
  /** How long members can vote. */
  readonly minutes: number;
}

/** A side when it is named: `plain` was without an aesthetic; `erased`: its creator erased it. */
export type ContestantName =
  'plain' | 'erased' | { readonly name: string; readonly version: number; readonly deleted: boolean };

/** Names and totals of a duel, A first. */
export interface DuelResult {
  readonly sides: readonly [ContestantName, ContestantName];
  readonly wins: readonly [number, number];
  /** "Equal". */
  readonly ties: number;
  /** How many of all these do not count in rankings. */
  readonly own: number;
}

/** A duel's pictures, A first: files that its message has, or bytes of new ones. */
export type DuelPictures =
  | { readonly kept: readonly { readonly id: string; readonly name: string }[] }
  | { readonly bytes: readonly Uint8Array[] };

/** Two pictures that were painted with different aesthetics, or one without. */
export interface PicturePair {
  readonly prompt: string;
  /** A and B, in an order that was drawn by chance. */
  readonly ids: readonly [string, string];
  /** WebP of at most 20 kB. */
  readonly thumbnails: readonly [Uint8Array, Uint8Array];
}

/** What a press did to a member's choice. */
export type Pressed = 'chosen' | 'changed' | 'takenBack';

/** Why a member preferred a picture. What the subject decided does not teach style. */
export type ChoiceReason = 'colour' | 'texture' | 'subject';

export interface Outcome {
  readonly recipe: Recipe;
  readonly cosine?: { readonly before: number; readonly after: number };
  /** Of a strip: the cosine that each of its strengths reached, in order. */
  readonly strip?: readonly number[];
  readonly textSteps: number;
  readonly device: string;
  readonly precision: string;
  /** Words, in rows of earlier versions. */
  readonly notices: readonly (Notice | string)[];
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
  /** Where it will be shown. */
  readonly channelId: string;
  /** Undefined: not for whoever reads it, who cannot see the channel. */
  readonly prompt: string | undefined;
  readonly state: 'waiting' | 'painting';
  readonly position: QueuePosition;
}

/** How requests ended, each with how many; absent: none. */
export type EndedCounts = Readonly<
  Partial<Record<'painted' | 'made' | 'cancelled' | 'user' | 'operator' | 'crash' | 'bug', number>>
>;

/** A worker that is alive. */
export interface WorkerStatus {
  readonly device: string;
  /** 0 until it has shown that it can paint. */
  readonly slots: number;
  readonly packs: readonly string[];
  /** Milliseconds that a step of the U-Net at 512 × 512 takes it; absent until it has painted. */
  readonly msPerCost?: number;
}

interface RequestCounts {
  readonly here: number;
  readonly elsewhere: number;
}

/** How the installation is, as whoever manages a guild sees it. */
export interface ServerStatus {
  readonly version: string;
  /** Of the process that answers, milliseconds since 1970. */
  readonly startedAt: number;
  readonly parts: readonly { readonly name: 'database' | 'postgres' | 'redis'; readonly isWell: boolean }[];
  /** Absent where the database does not answer. */
  readonly work?: {
    readonly workers: readonly WorkerStatus[];
    readonly waiting: RequestCounts;
    readonly painting: RequestCounts;
    /** Until a picture that is asked for now would be there; absent where nobody can tell. */
    readonly seconds?: number;
    /** Of the guild's requests, in the last hour. */
    readonly ended: EndedCounts;
  };
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
 * likes of an aesthetic's pictures minus that of plain ones; `ownRate`: without that, where plain ones have too few votes. `duels`: how often an
 * aesthetic wins against plain, by duels and choices.
 */
export type Measure = 'cards' | 'abovePlain' | 'ownRate' | 'duels' | 'pictures' | 'members';

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
  /** What its requests are painted with, beside those of the pack; those that do not fit the pack wait for one that they do. */
  readonly loras: readonly AppliedLora[];
  /** Requests that one member, and the whole guild, may have waiting at once. */
  readonly memberCap: number;
  readonly guildCap: number;
  /** Aesthetics of its own that the guild may have. */
  readonly aestheticCap: number;
  /** Where the bot paints; empty: everywhere. */
  readonly channelIds: readonly string[];
  /** Who may create aesthetics. */
  readonly creators: Creators;
  /** Whether packs whose images are not checked may paint in channels without age restriction. */
  readonly uncheckedEverywhere: boolean;
  /** Whether a pack's safety checker looks at pictures in age-restricted channels, too. */
  readonly checkEverywhere: boolean;
  /** Whether a new aesthetic's card is painted by itself, where that does not take long. */
  readonly cards: boolean;
  /** Whether pictures of the images of aesthetics are kept, for packs with another CLIP. */
  readonly keepImages: boolean;
  readonly rules: GuildRules;
}

/** Who and what is kept out, and where moderators are told. */
export interface GuildRules {
  /** Where reports go; absent: nothing can be reported. */
  readonly reportChannelId?: string;
  /** Pictures from this lower bound of their likes on are reposted there. */
  readonly showcase?: { readonly channelId: string; readonly score: number };
  /** Least ages of an account, and of a membership, to paint, create and vote; 0: any. */
  readonly accountDays: number;
  readonly memberDays: number;
  /** Requests that a member may make in 24 hours; absent: any number. */
  readonly dailyQuota?: number;
  readonly roles: readonly RoleRule[];
  /** What prompts, names and notes may not contain: `brokenRule`. */
  readonly words: readonly string[];
  /** Members who may neither paint, create nor vote: `isBlocked`. */
  readonly blocked: readonly string[];
  /** Members who have been warned and not yet told. */
  readonly warned: readonly string[];
}

export interface RoleRule {
  readonly roleId: string;
  /** In place of the server's; of several roles, the highest. */
  readonly dailyQuota?: number;
  /** Neither ages nor quotas hold for its members. */
  readonly exempt: boolean;
}

export type GallerySort = 'best' | 'newest';

/** A delivered picture as lists show it. */
export interface GalleryPicture {
  readonly id: string;
  readonly generationId: string;
  readonly prompt: string;
  /** What it was painted with; absent: nothing, or the aesthetic is gone. */
  readonly aesthetic?: AestheticLabel;
  readonly askerId: string;
  /** Votes that count: not those of whoever asked for it. */
  readonly votes: number;
  readonly channelId: string;
  readonly messageId: string;
  /** WebP of at most 20 kB. */
  readonly thumbnail: Uint8Array;
}

/** A thread in which members paint with one aesthetic until a moment. Times are milliseconds since 1970. */
export interface Contest {
  readonly id: string;
  readonly guildId: string;
  readonly aestheticId: string;
  readonly aestheticName: string;
  readonly title: string;
  readonly threadId: string;
  readonly createdAt: number;
  readonly closesAt: number;
  /** Discord's code of the server's language. */
  readonly locale?: string;
}

export interface ContestEntry extends GalleryPicture {
  /** From 1; entries of the same score have the same. Absent: nobody else voted on it. */
  readonly rank?: number;
}

/** Pages count from 1. */
export interface GalleryPage {
  readonly pictures: readonly GalleryPicture[];
  readonly page: number;
  readonly pages: number;
  /** Number of the page's first picture among all. */
  readonly first: number;
}

/** Pictures that somebody reported, as moderators see them. */
export interface ReportedPictures {
  readonly generationId: string;
  readonly prompt: string;
  readonly aesthetic?: AestheticLabel;
  readonly askerId: string;
  readonly channelId: string;
  readonly messageId: string;
  /** WebP. */
  readonly thumbnails: readonly Uint8Array[];
  readonly reporterIds: readonly string[];
  readonly isRemoved: boolean;
}

/** What moderators do about reported pictures, and can undo. */
export const reportActions = ['remove', 'warn', 'block'] as const;
export type ReportAction = (typeof reportActions)[number];

/** What the audit log has. */
export const auditActions = [...reportActions, 'undo', 'unblock', 'addWord', 'removeWord', 'rules', 'role'] as const;
export type AuditAction = (typeof auditActions)[number];

export interface AuditEntry {
  readonly id: string;
  readonly action: AuditAction;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly isUndone: boolean;
  /** Absent where the member had their data erased. */
  readonly actorId?: string;
  readonly memberId?: string;
  readonly generationId?: string;
  readonly detail?: string;
}

/** Reported pictures with what was done about them, oldest first. */
export interface ReportCase extends ReportedPictures {
  readonly actions: readonly AuditEntry[];
}

/** Votes on an aesthetic and its pictures in the last hour. */
export interface VoteRate {
  readonly name: string;
  readonly votes: number;
  readonly members: number;
  /** In its busiest minute, and in the latest. */
  readonly busiest: number;
  readonly latest: number;
}

/** Aesthetics on a plane, near ones alike. */
export interface AestheticMap {
  /** x and y from −1 to 1. `picture`: WebP, where there is one. */
  readonly places: readonly {
    readonly name: string;
    readonly x: number;
    readonly y: number;
    readonly picture?: Uint8Array;
  }[];
  /** The share of the squared distances that the plane shows, from 0 to 1. */
  readonly shown: number;
  /** Aesthetics that there was no room for. */
  readonly left: number;
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
  /** That of its pictures where nothing is said, and what both sides are multiples of, pixels. */
  readonly size: { readonly width: number; readonly height: number };
  readonly sizeMultiple: number;
  /** Names of the LoRAs that are there and fit it. */
  readonly loras: readonly string[];
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

/** A unit of cost takes so long where nothing has been timed, ms: a step at 512 × 512 pixels on a processor without help. */
export const guessMsPerCost = 1_000;
